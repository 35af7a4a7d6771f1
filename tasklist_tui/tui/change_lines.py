"""One change in full, old and new beside each other, and one field through time; pure, from a width.

What went stands in 〔-…-〕 and what came in 〔+…+〕, so that colour is not the only carrier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.model import Value, Workspace
from tasklist_tui.domain.worddiff import Fate, Run, word_diff
from tasklist_tui.domain.workflow import field_label
from tasklist_tui.i18n import _, language
from tasklist_tui.services.history import FieldChange
from tasklist_tui.services.present import row_text, value_text
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.state import ChangeAt
from tasklist_tui.tui.text import cell_width, clip, multi_line
from tasklist_tui.tui.wrap import wrap

#: From this width on old and new stand beside each other.
_BESIDE = 60
_GAP = 3
_GONE, _NEW = ("〔-", "-〕"), ("〔+", "+〕")
_ROLES = {Fate.SAME: "", Fate.GONE: "light--red", Fate.NEW: "light--green"}


def detail_lines(workspace: Workspace, at: ChangeAt, width: int) -> list[Line]:
    """Give who, when, why, and every change with its values in full."""
    revision = at.revision
    lines: list[Line] = [[(line, "strong")] for line in wrap(revision.subject, width)]
    lines.append([(clip(f"{revision.author}  {revision.when:%Y-%m-%d %H:%M}", width), "muted")])
    if revision.reason:
        lines += [[(line, "label")] for line in wrap(_("reason: {reason}", reason=revision.reason), width)]
    title = None
    for change in at.changes:
        if change.item_id != title:
            title = change.item_id
            lines += [[], *([(line, "heading")] for line in wrap(change.title or _("(no title)"), width))]
        lines += change_lines(workspace, change, width)
    return lines


def change_lines(workspace: Workspace, change: Change, width: int) -> list[Line]:
    """Give one change: what it is about, then old and new with the words that differ marked."""
    task_list = workspace.task_list(change.list_id)
    kind = workspace.kind_of(task_list) if task_list else Kind("")
    if change.what is What.MOVED:
        return [[(_("moved"), "strong")]]
    if change.what in {What.ADDED, What.REMOVED}:
        return list(_whole(workspace, kind, change, width))
    field = kind.field.get(change.field, Field(change.field))
    column = field.column.get(change.column, Field(change.column)) if change.column else None
    names = [field_label(kind, change.field).in_language(language())]
    names += [f"“{change.row}”"] if change.row else []
    names += [column.title.in_language(language()) or column.id] if column else []
    old, new = (_text(workspace, kind, field, column, value) for value in (change.old, change.new))
    return [[], [(clip("  ".join(names), width), "strong")], *old_and_new(old, new, width)]


def old_and_new(old: str, new: str, width: int) -> list[Line]:
    """Give two texts beside each other where there is room, else one below the other."""
    runs = word_diff(multi_line(old), multi_line(new))
    room = (width - _GAP) // 2 if width >= _BESIDE else width
    before = _side(_("Before"), [run for run in runs if run.fate is not Fate.NEW], room)
    after = _side(_("Afterwards"), [run for run in runs if run.fate is not Fate.GONE], room)
    if width < _BESIDE:
        return [*before, *after]
    made: list[Line] = []
    empty: Line = []
    for left, right in zip_longest(before, after, fillvalue=empty):
        used = sum(cell_width(text) for text, _role in left)
        made.append([*left, (" " * (room - used), ""), (" │ ", "muted"), *right])
    return made


def field_lines(workspace: Workspace, kind: Kind, name: str, found: Sequence[FieldChange], width: int) -> list[Line]:
    """Give a field through time, newest first: when and who, from what to what, why."""
    field = kind.field.get(name, Field(name))
    lines: list[Line] = []
    for told in found:
        lines.append([(f"{told.when:%Y-%m-%d %H:%M}  ", "label"), (clip(told.author, width - 18), "strong")])
        old, new = (_text(workspace, kind, field, None, value) for value in (told.old, told.new))
        if "\n" in old + new or cell_width(old) + cell_width(new) + 4 > width - 2:
            lines += old_and_new(old, new, width)
        else:
            lines.append(
                [
                    ("  ", ""),
                    (old or _("(empty)"), "light--red"),
                    (" → ", "muted"),
                    (new or _("(empty)"), "light--green"),
                ]
            )
        if told.reason:
            lines += [
                [("  ", ""), (line, "label")] for line in wrap(_("reason: {reason}", reason=told.reason), width - 2)
            ]
        lines.append([])
    return lines or [[(_("Nobody has changed it since the item was created"), "muted")]]


def _text(workspace: Workspace, kind: Kind, field: Field, column: Field | None, value: Value) -> str:
    if isinstance(value, dict):
        return multi_line(row_text(workspace, kind, field, value, language()))
    return multi_line(value_text(workspace, kind, column or field, value, language()))


def _whole(workspace: Workspace, kind: Kind, change: Change, width: int) -> Iterator[Line]:
    """Yield an item that was added or deleted, field by field."""
    is_gone = change.what is What.REMOVED
    values = change.old if is_gone else change.new
    yield [(_("deleted") if is_gone else _("added"), "light--red" if is_gone else "light--green")]
    for name, value in (values if isinstance(values, dict) else {}).items():
        label = field_label(kind, name).in_language(language())
        text = _text(workspace, kind, kind.field.get(name, Field(name)), None, value)
        for number, line in enumerate(wrap(f"{label}  {text}", width - 2)):
            yield [("  " if number == 0 else "    ", ""), (clip(line, width - 4), "")]


def _side(name: str, runs: Sequence[Run], width: int) -> list[Line]:
    """Give one side under its name; runs that differ stand in marks and in a colour."""
    text, roles = "", []
    for run in runs:
        opening, closing = {Fate.GONE: _GONE, Fate.NEW: _NEW, Fate.SAME: ("", "")}[run.fate]
        shown = f"{opening}{run.text}{closing}"
        text += shown
        roles += [_ROLES[run.fate]] * len(shown)
    lines: list[Line] = [[(clip(name, width), "label")]]
    at = 0
    for row in wrap(text or _("(empty)"), width):
        start = text.find(row, at)
        lines.append(_pieces(row, roles[start : start + len(row)]) if start >= 0 else [(row, "muted")])
        at = max(at, start) + len(row)
    return lines


def _pieces(text: str, roles: Sequence[str]) -> Line:
    made: Line = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or roles[end] != roles[start]:
            made.append((text[start:end], roles[start]))
            start = end
    return made
