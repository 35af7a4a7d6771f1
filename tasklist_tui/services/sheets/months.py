"""The sheet of a month: a row for each week, in the day what falls on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tasklist_tui.domain.activities import Month, best_month, month_of
from tasklist_tui.domain.axes import Axis, Unit, axis
from tasklist_tui.domain.kindviews import CalendarView
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.year import DayKind, day_kind, month_weeks
from tasklist_tui.i18n import translate
from tasklist_tui.services.daywords import WEEKDAYS
from tasklist_tui.services.sheets.sheet import MUTED, PLAIN, STRONG, Cell, Heading, Sheet, SheetRow, spots_of
from tasklist_tui.services.snapshot import Snapshot

#: Cells of a day, and the lines of a week: the day and what falls on it.
_DAY, _DEEP = 9, 5


def make_month(
    snapshot: Snapshot, task_list: TaskList, view: CalendarView, month: tuple[int, int] | None
) -> tuple[Month, Axis | None]:
    """Give a month of the items and what their sorts are called; without `month` the one that says most.

    Raises `UserError` for a field that is missing.
    """
    kind = snapshot.workspace.kind_of(task_list)
    if view.date not in kind.field:
        raise UserError(
            msg("the kind {kind} has no field “{name}”", kind=kind.kind, name=view.date),
            msg("possible: {ways}", ways=tuple(kind.field)),
        )
    by = axis(view.by, snapshot.workspace, task_list) if view.by else None
    year, number = month or best_month(task_list.items, view.date, snapshot.today)
    sorts = (lambda item: by.read(Unit(item))) if by is not None else None
    return month_of(task_list.items, view.date, year, number, sorts), by


def month_sheet(
    snapshot: Snapshot, task_list: TaskList, view: CalendarView, month: tuple[int, int] | None, language: str
) -> Sheet:
    """Give the sheet of a month."""
    made, by = make_month(snapshot, task_list, view, month)
    first = date(made.year, made.month, 1)
    title = view.title.in_language(language) or translate(msg("Activities"), language)
    tell = _day_teller(snapshot, task_list, made)
    rows = [
        SheetRow(Cell(), tuple(tell(day) if day else Cell() for day in week))
        for week in month_weeks(made.year, made.month)
    ]
    if made.undated:
        rows.append(_undated(task_list, made, language))
    return Sheet(
        title=f"{title}  {first:%Y-%m}",
        columns=tuple(Heading(translate(name, language)) for name in WEEKDAYS),
        rows=tuple(rows),
        note=month_note(made, by, language),
        abreast=7,
        least=_DAY,
        deep=_DEEP,
    )


def month_note(made: Month, by: Axis | None, language: str) -> str:
    """Say how many there are in the month, and of each sort."""
    parts = [translate(msg("{count} items", count=len(made.items)), language)]
    if by is not None:
        order = {value.id: number for number, value in enumerate(by.values)}
        names = sorted(made.counts, key=lambda name: order.get(name, len(order)))
        parts.extend(f"{by.called(name).in_language(language)} {len(made.counts[name])}" for name in names)
    return " · ".join(parts)


def _day_teller(snapshot: Snapshot, task_list: TaskList, made: Month) -> Callable[[date], Cell]:
    signs = {DayKind.HOLIDAY: "休", DayKind.MAKE_UP: "班"}

    def tell(day: date) -> Cell:
        kind = day_kind(snapshot.calendar, day)
        items = made.days.get(day, ())
        mark = "◆" if day == snapshot.today else ""
        head = " ".join(
            filter(None, (f"{mark}{day.day}", signs.get(kind, ""), str(len(items)) if len(items) > 1 else ""))
        )
        role = STRONG if items or mark else MUTED if kind in {DayKind.HOLIDAY, DayKind.WEEKEND} else PLAIN
        lines = ((head, role), *((item.title or item.id, PLAIN) for item in items))
        return Cell(lines, tuple(spots_of(task_list, items)))

    return tell


def _undated(task_list: TaskList, made: Month, language: str) -> SheetRow:
    said = translate(msg("no day: {count}", count=len(made.undated)), language)
    lines = ((said, MUTED), *((item.title or item.id, MUTED) for item in made.undated))
    return SheetRow(Cell(), (Cell(lines, tuple(spots_of(task_list, made.undated))), *(Cell() for _day in range(6))))
