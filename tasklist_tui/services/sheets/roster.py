"""The sheet of a roster: people or stations with how much they did, when last, and who is idle."""

from __future__ import annotations

from datetime import date

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.kindviews import RosterView
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.roster import Deed, RosterRow, roster
from tasklist_tui.i18n import translate
from tasklist_tui.services.sheets.sheet import MUTED, PLAIN, WRONG, Cell, Heading, Sheet, SheetRow, cell, number, spot
from tasklist_tui.services.snapshot import Snapshot


def make_roster(snapshot: Snapshot, task_list: TaskList, view: RosterView) -> list[RosterRow]:
    """Give the rows of a roster, the idle ones as they stand in the list."""
    return roster(snapshot.workspace, task_list.items, view.used_by, view.idle_days, snapshot.today)


def roster_sheet(snapshot: Snapshot, task_list: TaskList, view: RosterView, language: str) -> Sheet:
    """Give the sheet of a roster."""
    rows = make_roster(snapshot, task_list, view)
    used = snapshot.workspace.kinds.get(view.used_by.kind)
    what = used.title.in_language(language) if used is not None and used.title.given else view.used_by.kind
    headings = (msg("Times"), msg("Last"), msg("Idle"), msg("What"))
    idle = sum(row.idle for row in rows)
    note = [translate(msg("{count} idle of {total}", count=idle, total=len(rows)), language)]
    if view.idle_days is not None:
        note.append(translate(msg("idle after {days} days", days=view.idle_days), language))
    return Sheet(
        title=view.title.in_language(language)
        or translate(msg("“{list}” and their {what}", list=task_list.title or task_list.id, what=what), language),
        columns=tuple(Heading(translate(name, language), texts=number_ > 0) for number_, name in enumerate(headings)),
        rows=tuple(_row(snapshot, task_list, row, language) for row in rows),
        corner=_called(snapshot.workspace.kind_of(task_list), language),
        note=" · ".join(note),
        empty=(
            translate(msg("This list is empty"), language),
            translate(msg("n adds the first item"), language),
        ),
    )


def _called(kind: Kind, language: str) -> str:
    """Give what stands in the list is called: person, station."""
    return kind.title.in_language(language) if kind.title.given else translate(msg("Name"), language)


def _row(snapshot: Snapshot, task_list: TaskList, row: RosterRow, language: str) -> SheetRow:
    spots = tuple(spot(deed.task_list, deed.item, _when(deed)) for deed in row.deeds)
    own = (spot(task_list, row.item),)
    title = row.item.title or row.item.id
    last = row.last.isoformat() if row.last else translate(msg("never"), language)
    said = [f"{_when(deed)} {deed.item.title}".strip() for deed in row.deeds[:3]]
    more = "" if len(row.deeds) <= len(said) else " …"
    return SheetRow(
        cell(title, WRONG if row.idle else PLAIN, own),
        (
            number(len(row.deeds), spots),
            cell(last, PLAIN if row.last else MUTED, spots or own),
            idle_cell(row, snapshot.today, language),
            cell("；".join(said) + more if language == "zh" else "; ".join(said) + more, MUTED, spots or own),
        ),
    )


def idle_cell(row: RosterRow, today: date, language: str) -> Cell:
    """Say whether one is idle, and for how long."""
    if not row.idle:
        return Cell()
    if row.last is None:
        return cell(translate(msg("✗ idle"), language), WRONG)
    return cell(translate(msg("✗ idle for {days} days", days=(today - row.last).days), language), WRONG)


def _when(deed: Deed) -> str:
    return f"{deed.day:%m-%d}" if deed.day is not None else ""
