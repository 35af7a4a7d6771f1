"""What an import would do, in lines for people: the screens and the command line say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.ledger.header import field_title
from tasklist_tui.domain.ledger.matching import Match
from tasklist_tui.domain.ledger.synonyms import Names
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.i18n import language, translate
from tasklist_tui.services.imports.draft import Draft, Part
from tasklist_tui.services.messages import by_item
from tasklist_tui.services.present import changes_text, clip, value_text
from tasklist_tui.services.snapshot import Snapshot

#: The mark a line begins with: what is to be looked at, what has to be decided, and what becomes of a row.
DOUBT, ASKED, NEW, CHANGED, SAME, LEFT = "!", "?", "+", "~", "=", "-"


def draft_lines(snapshot: Snapshot, draft: Draft) -> Iterator[str]:
    """Yield how the file was understood, what every row gives, and what is not plain."""
    for one in draft.unknown:
        alike = tuple(snapshot.workspace.committee_name(name) for name in one.alike)
        said = msg("no committee; perhaps {names}", names=alike) if alike else msg("no committee")
        yield f"{ASKED} {one.name}: {translate(said)}"
    for message in draft.notes:
        yield f"{DOUBT} {translate(message)}"
    for problem in draft.problems:
        yield f"{DOUBT} {problem.path} {problem.item} {problem.field}: {translate(problem.message)}"
    for part in draft.parts:
        yield from _part_lines(snapshot, part)
    if draft.committees:
        yield translate(msg("New committees: {names}", names=tuple(c.name for c in draft.committees)))


def summary(draft: Draft) -> str:
    """Give the counts of a draft in one line."""
    changed = {change.item_id for part in draft.parts for change in part.changes}
    matches = [match for part in draft.parts for match in part.matches]
    new = sum(1 for match in matches if match.new)
    return translate(
        msg(
            "{new} new, {changed} changed, {same} as they are, {left} rows not read; {missing} not in the file",
            new=new,
            changed=len(changed) - new,
            same=sum(1 for match in matches if not match.new and match.item_id not in changed),
            left=sum(len(part.left) for part in draft.parts),
            missing=sum(part.missing for part in draft.parts),
        )
    )


def target_words(names: Names, target: str) -> str:
    """Give what a column is taken for."""
    title = field_title(names, target)
    if isinstance(title, Message):
        return translate(title)
    return str(getattr(title, "in_language", lambda _language: str(title))(language()))


def _part_lines(snapshot: Snapshot, part: Part) -> Iterator[str]:
    task_list = snapshot.workspace.task_list(part.list_id)
    if task_list is None:
        return
    kind = snapshot.workspace.kind_of(task_list)
    names = Names(kind)
    for sheet, header in part.headers:
        yield translate(
            msg("“{sheet}”, header in row {row} → {list}", sheet=sheet, row=header.top, list=task_list.title)
        )
        for column in header.columns:
            yield f"    {clip(column.heading)} → {target_words(names, column.target)}"
    for sheet, message in part.doubts:
        yield f"{DOUBT} {sheet}: {translate(message)}"
    changed = {group[0].item_id: group for group in by_item(part.changes)}
    for match in part.matches:
        yield from _row_lines(snapshot, part, match, changed.get(match.item_id, ()))
    if not part.matches:
        for group in changed.values():
            yield f"{CHANGED} {clip(group[0].title)}: {changes_text(snapshot.workspace, kind, group, language())}"
    for left in part.left:
        yield f"{LEFT} {left.row:>4}  {clip(left.text)} ({translate(left.reason)})"


def _row_lines(snapshot: Snapshot, part: Part, match: Match, changes: Sequence[Change]) -> Iterator[str]:
    read = match.read
    mark = NEW if match.new else CHANGED if changes else SAME
    place = f"{read.sheet}:{read.row}" if len(part.headers) > 1 else str(read.row)
    yield f"{mark} {place:>4}  {clip(read.title)}"
    if changes:
        yield f"        {_said(snapshot, part, changes)}"
    for doubt in read.doubts:
        yield f"      {DOUBT} {doubt.heading + ': ' if doubt.heading else ''}{translate(doubt.message)}"
    if match.doubt is not None:
        yield f"      {DOUBT} {translate(match.doubt)}"
    for heading, one in read.unknown:
        yield f"      {ASKED} {heading}: {one.name}"


def _said(snapshot: Snapshot, part: Part, changes: Sequence[Change]) -> str:
    task_list = snapshot.workspace.task_list(part.list_id)
    if task_list is None:
        return ""
    kind = snapshot.workspace.kind_of(task_list)
    if changes[0].what is not What.ADDED:
        return changes_text(snapshot.workspace, kind, changes, language())
    values = changes[0].new or {}
    told = []
    for field in kind.fields:
        if field.id in values and field.id != "title":
            shown = value_text(snapshot.workspace, kind, field, values[field.id], language())
            told.append(f"{field.title.in_language(language()) or field.id} {clip(shown)}")
    return " · ".join(told)
