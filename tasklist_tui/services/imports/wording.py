"""What an import would do, in lines for people: the screens and the command line say the same."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import msgspec

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.ledger.header import field_title
from tasklist_tui.domain.ledger.matching import Match
from tasklist_tui.domain.ledger.sheet import column_letter
from tasklist_tui.domain.ledger.synonyms import Names
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Committee
from tasklist_tui.i18n import language, translate
from tasklist_tui.services.conflict_words import conflict_text
from tasklist_tui.services.imports.draft import Draft, Part
from tasklist_tui.services.messages import by_item
from tasklist_tui.services.present import changes_text, clip, value_text
from tasklist_tui.services.snapshot import Snapshot

#: The mark a line begins with: what is to be looked at, what has to be decided, and what becomes of a row.
DOUBT, ASKED, NEW, CHANGED, SAME, LEFT = "!", "?", "+", "~", "=", "-"

#: What more rows than this raise is told once, above them.
_OFTEN = 3


def draft_lines(snapshot: Snapshot, draft: Draft) -> Iterator[str]:
    """Yield how the file was understood, what every row gives, and what is not plain."""
    snapshot = _with_new(snapshot, draft.committees)
    for one in draft.unknown:
        alike = tuple(snapshot.workspace.committee_name(name) for name in one.alike)
        said = msg("no committee; perhaps {names}", names=alike) if alike else msg("no committee")
        yield f"{ASKED} {_of(one.name, said)}"
    for conflict in draft.conflicts:
        yield f"{ASKED} {conflict_text(snapshot.workspace, conflict, language(), in_file=True)}"
    for message in draft.notes:
        yield f"{DOUBT} {translate(message)}"
    for problem in draft.problems:
        yield f"{DOUBT} {_of(f'{problem.path} {problem.item} {problem.field}', problem.message)}"
    if draft.committees:
        yield translate(msg("New committees: {names}", names=tuple(c.name for c in draft.committees)))
    for part in draft.parts:
        yield from _part_lines(snapshot, part, ours=draft.ours)


def _with_new(snapshot: Snapshot, committees: Sequence[Committee]) -> Snapshot:
    """Give a snapshot that knows the names of committees which would be made."""
    if not committees:
        return snapshot
    settings = snapshot.workspace.settings
    settings = msgspec.structs.replace(settings, committees=(*settings.committees, *committees))
    return msgspec.structs.replace(snapshot, workspace=msgspec.structs.replace(snapshot.workspace, settings=settings))


def summary(draft: Draft) -> str:
    """Give the counts of a draft in one line."""
    changed = {change.item_id for part in draft.parts for change in part.changes}
    matches = [match for part in draft.parts for match in part.matches]
    new = sum(1 for match in matches if match.new)
    said = [
        (new, msg("{count} new", count=new)),
        (len(changed) - new, msg("{count} changed", count=len(changed) - new)),
    ]
    same = sum(1 for match in matches if not match.new and match.item_id not in changed)
    left = sum(len(part.left) for part in draft.parts)
    missing = sum(part.missing for part in draft.parts)
    said += [
        (same, msg("{count} as they are", count=same)),
        (left, msg("{count} rows not read", count=left)),
        (missing, msg("{count} of the list are not in the file and stay", count=missing)),
        (draft.doubts, msg("{count} things to look at (!)", count=draft.doubts)),
        (len(draft.unknown), msg("{count} names to be told (?)", count=len(draft.unknown))),
        (len(draft.conflicts), msg("{count} collisions (?)", count=len(draft.conflicts))),
    ]
    told = tuple(message for count, message in said if count)
    return translate(msg("{parts}", parts=told)) if told else translate(msg("There is nothing in it."))


def target_words(names: Names, target: str) -> str:
    """Give what a column is taken for."""
    title = field_title(names, target)
    if isinstance(title, Message):
        return translate(title)
    return str(getattr(title, "in_language", lambda _language: str(title))(language()))


def _of(what: str, said: Message | str) -> str:
    """Say something of a thing."""
    return translate(msg("{path}: {message}", path=what, message=said))


def _part_lines(snapshot: Snapshot, part: Part, *, ours: bool) -> Iterator[str]:
    task_list = snapshot.workspace.task_list(part.list_id)
    if task_list is None:
        return
    kind = snapshot.workspace.kind_of(task_list)
    names = Names(kind)
    for sheet, header in part.headers:
        facts = {"sheet": sheet, "row": header.top, "list": task_list.title}
        lettered = all(column.heading == column_letter(column.place) for column in header.columns)
        headless = msg("“{sheet}”, no header → {list}", **facts)
        yield translate(headless if lettered else msg("“{sheet}”, header in row {row} → {list}", **facts))
        if ours and all(column.sure for column in header.columns):
            yield "    " + translate(msg("the columns are those it was exported with"))
            continue
        for column in header.columns:
            yield f"    {clip(column.heading)} → {target_words(names, column.target)}"
    for sheet, message in part.doubts:
        yield f"{DOUBT} {_of(sheet, message)}"
    again = _repeated(part)
    for (heading, said), rows in again.items():
        first = tuple(rows[:5])
        where = msg("{count} rows: {rows} …", count=len(rows), rows=first)
        told = _of(heading, said) if heading else said
        told = translate(msg("{what} ({more})", what=told, more=where))
        yield f"{DOUBT} {told}"
    changed = {group[0].item_id: group for group in by_item(part.changes)}
    for match in part.matches:
        yield from _row_lines(snapshot, part, match, changed.get(match.item_id, ()), again)
    if not part.matches:
        for group in changed.values():
            said = changes_text(snapshot.workspace, kind, group, language())
            yield f"{CHANGED} {_of(clip(group[0].title), said)}"
    for left in part.left:
        said = translate(msg("{what} ({more})", what=clip(left.text), more=left.reason))
        yield f"{LEFT} {left.row:>4}  {said}"


def _repeated(part: Part) -> dict[tuple[str, str], list[int]]:
    """Give the doubts that many rows share, by heading and words, with those rows: each is told once."""
    found: dict[tuple[str, str], list[int]] = {}
    for match in part.matches:
        for doubt in match.read.doubts:
            found.setdefault((doubt.heading, translate(doubt.message)), []).append(match.read.row)
    return {said: rows for said, rows in found.items() if len(rows) > _OFTEN}


def _row_lines(
    snapshot: Snapshot, part: Part, match: Match, changes: Sequence[Change], again: Container[tuple[str, str]]
) -> Iterator[str]:
    read = match.read
    mark = NEW if match.new else CHANGED if changes else SAME
    place = f"{read.sheet}:{read.row}" if len(part.headers) > 1 else str(read.row)
    yield f"{mark} {place:>4}  {clip(read.title)}"
    if changes:
        yield f"        {_said(snapshot, part, changes)}"
    for doubt in read.doubts:
        said = translate(doubt.message)
        if (doubt.heading, said) not in again:
            yield f"      {DOUBT} {_of(doubt.heading, said) if doubt.heading else said}"
    if match.doubt is not None:
        yield f"      {DOUBT} {translate(match.doubt)}"
    for heading, one in read.unknown:
        yield f"      {ASKED} {_of(heading, one.name)}"


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
