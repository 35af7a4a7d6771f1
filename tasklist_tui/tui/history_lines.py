"""What the history says: days, who changed something when, and beneath it what from what to what; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum

import msgspec

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.i18n import _, language
from tasklist_tui.services.daywords import weekday
from tasklist_tui.services.history import Revision
from tasklist_tui.services.present import change_text
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.life import MARKS, what_happened
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.text import cell_width, clip, fit

_INDENT = 9
_AUTHOR = 16
#: Cells for what happened in the life of an item, where there is room.
_HAPPENED = 28


class Part(Enum):
    """What a line of the history is."""

    INDEX = "index"
    ABOUT = "about"
    GAP = "gap"
    OUTSIDE = "outside"
    FILE = "file"
    DAY = "day"
    REVISION = "revision"
    REASON = "reason"
    CHANGE = "change"
    OTHER = "other"
    END = "end"


class Place(msgspec.Struct, frozen=True):
    """A line: its part, the revision it belongs to, and which of its changes or files."""

    part: Part
    revision: int = 0
    number: int = 0


def places(
    revisions: Sequence[Revision], snapshot: Snapshot, item: ItemKey | None, *, is_more: bool, is_read: bool
) -> list[Place]:
    """Number the lines; the texts are made when a line is painted, so that thousands of changes cost nothing."""
    found = [Place(Part.ABOUT)] if item else []
    if snapshot.uncommitted and item is None:
        found.append(Place(Part.OUTSIDE))
        found += [Place(Part.FILE, number=number) for number in range(len(snapshot.uncommitted))]
    day: date | None = None
    for number, revision in enumerate(revisions):
        if revision.when.date() != day:
            day = revision.when.date()
            found += [Place(Part.GAP), Place(Part.DAY, number)] if found else [Place(Part.DAY, number)]
        found.append(Place(Part.REVISION, number))
        if revision.reason:
            found.append(Place(Part.REASON, number))
        found += [Place(Part.CHANGE, number, change) for change in range(len(revision.changes))]
        found += [Place(Part.OTHER, number, file) for file in range(len(revision.files))]
    if is_more or not is_read or not revisions:
        found += [Place(Part.GAP), Place(Part.END)]
    return found


class Painter:
    """Makes the pieces of lines from revisions."""

    def __init__(self, snapshot: Snapshot, revisions: Sequence[Revision], item: ItemKey | None) -> None:
        """Paint `revisions`, of one item where it is given."""
        self._snapshot = snapshot
        self._workspace = snapshot.workspace
        self._revisions = revisions
        self._item = item
        self._language = language()

    def pieces(self, place: Place, width: int, end: str) -> Line:
        """Give the pieces of a line; `end` is what the last one says."""
        match place.part:
            case Part.ABOUT:
                return [(clip(self._about(), width), "strong")]
            case Part.OUTSIDE:
                said = _("Changed outside the program and not recorded yet (S records it)")
                return [(clip(said, width), "light--yellow")]
            case Part.FILE:
                return [("  ▴ ", "light--yellow"), (clip(self._snapshot.uncommitted[place.number], width - 4), "")]
            case Part.DAY:
                return self._day(self._revisions[place.revision].when.date(), width)
            case Part.REVISION:
                return self._revision(self._revisions[place.revision], width)
            case Part.REASON:
                reason = _("reason: {reason}", reason=self._revisions[place.revision].reason)
                return [*self._rail(), (clip(reason, width - _INDENT), "label")]
            case Part.CHANGE:
                return self._change(self._revisions[place.revision], place.number, width)
            case Part.OTHER:
                file = self._revisions[place.revision].files[place.number]
                return [(" " * _INDENT, ""), (clip(_("file {path}", path=file), width - _INDENT), "muted")]
            case Part.END | Part.INDEX:
                return [(clip(end, width), "muted")]
            case _:
                return []

    def _about(self) -> str:
        title = self._title(self._item) if self._item else ""
        return _("Life of “{title}” (f: one field, Esc: back)", title=title)

    def _title(self, key: ItemKey) -> str:
        """Give number and title of an item; of one that is gone, as it was called last."""
        task_list = self._workspace.task_list(key.list_id)
        item = task_list.item(key.item_id) if task_list else None
        if task_list is not None and item is not None:
            return f"{self._workspace.number_of(task_list, item)} {item.title or _('(no title)')}".strip()
        return next((change.title for revision in self._revisions for change in revision.changes), key.item_id)

    def _day(self, day: date, width: int) -> Line:
        label = f"{day.isoformat()} {weekday(day)}"
        ago = self._snapshot.today - day
        if ago in {timedelta(0), timedelta(1)}:
            label += " · " + (_("yesterday") if ago else _("today"))
        return [(f"{label} ", "heading"), ("─" * max(0, width - cell_width(label) - 1), "muted")]

    def _rail(self) -> Line:
        """Give what stands left of the lines beneath a revision: in the life of an item its line."""
        return [("  │", "muted"), (" " * (_INDENT - 3), "")] if self._item else [(" " * _INDENT, "")]

    def _event(self, revision: Revision, width: int) -> Line:
        """Give a revision in the life of an item: a mark on its line, when, what happened, who."""
        kind = self._kind(revision.changes[0]) if revision.changes else Kind("")
        events = what_happened(kind, revision.changes, self._language)
        mark = MARKS[events[0][0]] if events else MARKS["other"]
        words = [word for _sort, word in events]
        style = {"begin": "light--green", "end": "light--blue", "due": "light--yellow"}.get(
            events[0][0] if events else "", "bar"
        )
        author = clip(revision.author, width // 3)
        when = f" {revision.when:%H:%M}  "
        room = width - 3 - len(when) - cell_width(author)
        said = clip(("、" if self._language == "zh" else ", ").join(words), max(0, room - 2))
        gap = " " * max(2, min(_HAPPENED, room) - cell_width(said))
        return [
            ("  ", ""),
            (mark, style),
            (when, "label"),
            (said, "strong"),
            (gap, ""),
            (author, "label"),
        ]

    def _revision(self, revision: Revision, width: int) -> Line:
        if self._item is not None:
            return self._event(revision, width)
        author = fit(revision.author, min(_AUTHOR, width // 4)) + "  "
        subject = clip(revision.subject, max(0, width - 7 - cell_width(author)))
        return [(f"{revision.when:%H:%M}  ", "label"), (author, "bar"), (subject, "strong")]

    def _change(self, revision: Revision, number: int, width: int) -> Line:
        """Give a change, after the title of its item where that differs from the line above."""
        change = revision.changes[number]
        said = change_text(self._workspace, self._kind(change), change, self._language)
        line = self._rail()
        room = width - _INDENT
        if self._item is None:
            above = revision.changes[number - 1] if number else None
            named = (room * 2 // 5) // 2 * 2
            is_new = above is None or (above.list_id, above.item_id) != (change.list_id, change.item_id)
            title = self._title_of(change) if is_new else ""
            line += [(fit(title, named), "label"), ("  ", "")]
            room -= named + 2
        style = {What.ADDED: "light--green", What.REMOVED: "light--red"}.get(change.what, "")
        return [*line, (clip(said, room), style)]

    def _title_of(self, change: Change) -> str:
        task_list = self._workspace.task_list(change.list_id)
        item = task_list.item(change.item_id) if task_list else None
        number = self._workspace.number_of(task_list, item) if task_list and item else ""
        return f"{number} {change.title or _('(no title)')}".strip()

    def _kind(self, change: Change) -> Kind:
        task_list = self._workspace.task_list(change.list_id)
        return self._workspace.kind_of(task_list) if task_list else self._workspace.kinds.get("task", Kind("task"))
