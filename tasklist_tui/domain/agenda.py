"""The agenda: what is overdue, due, starts, recurs, runs out or waits for an answer, day by day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Kind, Stage
from tasklist_tui.domain.lights import Light, Lights, is_closed, open_parts, stage_of
from tasklist_tui.domain.model import Item, Row, TaskList, Value, Workspace
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.recurrence import Occurrence, occurrences, recurs

#: Days ahead that “the next 14 days” reaches.
FORTNIGHT_DAYS = 14


class Span(StrEnum):
    """Which days an agenda tells of."""

    TODAY = "today"
    WEEK = "week"
    FORTNIGHT = "14"
    MONTH = "month"


class Mark(StrEnum):
    """What falls on a day."""

    DUE = "due"
    START = "start"
    MILESTONE = "milestone"
    ASSIGNMENT = "assignment"
    OCCURRENCE = "occurrence"
    STAGE = "stage"
    URGING = "urging"
    EXTENSION = "extension"
    MEETING = "meeting"


class OpenDate(msgspec.Struct, frozen=True, gc=False):
    """A day on which something open of an item falls.

    `label` is the milestone's title, the assigned committee's id, the note of an occurrence, the state whose time runs
    out, the level of an urging, or the day an extension asks for; `key` tells it from others of its mark in the item.
    `more` counts the occurrences between it and today that are open as well.
    """

    day: date
    mark: Mark
    label: Value = ""
    key: str = ""
    more: int = 0


class AgendaLine(msgspec.Struct, frozen=True):
    """One thing of the agenda; a meeting has no `entry` and no `light`.

    `committees` are the ids of those it concerns, the first one foremost, none for a meeting; `late` is how many days
    ago the day was, 0 while it is not past or does not press.
    """

    day: date
    mark: Mark
    entry: Entry | None = None
    label: Value = ""
    key: str = ""
    committees: tuple[str, ...] = ()
    light: Light | None = None
    late: int = 0
    more: int = 0


class Agenda(msgspec.Struct, frozen=True):
    """What a stretch of days asks for: first what is overdue, the oldest first; then the days that have something."""

    first: date
    last: date
    overdue: tuple[AgendaLine, ...]
    days: tuple[tuple[date, tuple[AgendaLine, ...]], ...]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.overdue or self.days)

    def lines(self) -> Iterator[AgendaLine]:
        """Yield everything, what is overdue first."""
        yield from self.overdue
        for _day, lines in self.days:
            yield from lines


def bounds(span: Span, today: date) -> tuple[date, date]:
    """Give the first and the last day of a span: a week runs from Monday to Sunday, a month is that of the calendar."""
    match span:
        case Span.TODAY:
            return today, today
        case Span.WEEK:
            monday = today.toordinal() - today.weekday()
            return date.fromordinal(monday), _on(monday + 6)
        case Span.FORTNIGHT:
            return today, _on(today.toordinal() + FORTNIGHT_DAYS)
        case Span.MONTH:
            return today.replace(day=1), today.replace(day=monthrange(today.year, today.month)[1])


def agenda(
    workspace: Workspace, lights: Lights, first: date, last: date, *, committee: str = "", with_overdue: bool = True
) -> Agenda:
    """Give the agenda from `first` to `last`, both included, as of the day of `lights`.

    With `committee` (an id) only what concerns it, and the meetings, which concern everybody.  With `with_overdue` all
    that is overdue stands before the days, wherever they lie; without it what is overdue stands on its day.
    """
    writer = _Writer(lights, first, last, with_overdue=with_overdue)
    found = list(_meetings(workspace, first, last))
    for task_list in workspace.lists:
        kind = workspace.kind_of(task_list)
        for item in task_list.items:
            if not committee or committee in item.committees():
                found.extend(writer.lines(Entry(task_list, item), kind))
    if committee:
        found = [line for line in found if line.entry is None or committee in line.committees]
    overdue = [line for line in found if with_overdue and line.late]
    days: dict[date, list[AgendaLine]] = {}
    for line in found:
        if not (with_overdue and line.late):
            days.setdefault(line.day, []).append(line)
    return Agenda(
        first,
        last,
        tuple(sorted(overdue, key=lambda line: line.day)),
        tuple((day, tuple(sorted(days[day], key=_severity))) for day in sorted(days)),
    )


def open_dates(
    item: Item, kind: Kind, task_list: TaskList, calendar: Calendar, *, today: date, last: date
) -> Iterator[OpenDate]:
    """Yield everything open of an item that falls on a day up to `last`, past days included; of a closed item nothing.

    Of the open occurrences before `today` only the oldest is given, with the number of the others.  An extension that
    waits for its decision is given for `today`.
    """
    if is_closed(item, kind):
        return
    for part in open_parts(item, kind, calendar):
        if part.due <= last:
            yield OpenDate(part.due, _MARKS[part.field], part.name, part.key)
    # The start of what recurs is where its rule is counted from; the first occurrence says the same.
    if item.start is not None and item.start <= last and not item.text("rrule"):
        yield OpenDate(item.start, Mark.START)
    if recurs(item):
        yield from _occurrences(item, task_list, calendar, today, last)
    yield from _waiting(item, today, last)


_MARKS: Mapping[str, Mark] = {
    "": Mark.DUE,
    "milestones": Mark.MILESTONE,
    "assignments": Mark.ASSIGNMENT,
    "status": Mark.STAGE,
}


def _occurrences(item: Item, task_list: TaskList, calendar: Calendar, today: date, last: date) -> Iterator[OpenDate]:
    found = occurrences(item, task_list, until=last, calendar=calendar)
    still_open = [occurrence for occurrence in found if occurrence.open]
    past = [occurrence for occurrence in still_open if occurrence.due < today]
    if past:
        yield _occurrence(past[0], more=len(past) - 1)
    for occurrence in still_open[len(past) :]:
        yield _occurrence(occurrence)


def _occurrence(occurrence: Occurrence, more: int = 0) -> OpenDate:
    return OpenDate(occurrence.due, Mark.OCCURRENCE, occurrence.note, occurrence.nominal.isoformat(), more)


def _waiting(item: Item, today: date, last: date) -> Iterator[OpenDate]:
    """Yield what waits for an answer: urgings for that of the lead, extensions for that of the office."""
    for row in item.rows("urges"):
        due = _day(row, "answer_due")
        if due is not None and due <= last and not row.get("answered"):
            yield OpenDate(due, Mark.URGING, row.get("level", ""), _key(row, "on"))
    for row in item.rows("extensions"):
        asked = _day(row, "asked_on") or today
        if row.get("decision") == "asked" and max(asked, today) <= last:
            yield OpenDate(max(asked, today), Mark.EXTENSION, _day(row, "to_due") or "", _key(row, "asked_on"))


class _Writer:
    """Makes the lines of one agenda."""

    def __init__(self, lights: Lights, first: date, last: date, *, with_overdue: bool) -> None:
        self._lights = lights
        self._judge = lights.judge
        self._first, self._last = first, last
        self._with_overdue = with_overdue
        self._of_day: dict[date, Light] = {}

    def lines(self, entry: Entry, kind: Kind) -> Iterator[AgendaLine]:
        """Yield the lines of an item."""
        task_list, item = entry
        today, calendar = self._judge.today, self._judge.calendar
        last = max(self._last, today) if self._with_overdue else self._last
        stage, everyone = stage_of(item, kind), tuple(item.committees())
        for found in open_dates(item, kind, task_list, calendar, today=today, last=last):
            late = self._late(found, stage) if found.day < today else 0
            if self._first <= found.day <= self._last or (late and self._with_overdue):
                yield AgendaLine(
                    found.day,
                    found.mark,
                    entry,
                    found.label,
                    found.key,
                    _assigned(item, found) if found.mark is Mark.ASSIGNMENT else everyone,
                    self._light(entry, found, late=late),
                    late,
                    found.more,
                )

    def _late(self, found: OpenDate, stage: Stage) -> int:
        """Count the days something is overdue; work that is handed in or paused is not, but a time limit runs on."""
        presses = stage in {Stage.PLANNED, Stage.ACTIVE} or (stage is Stage.SUBMITTED and found.mark is Mark.STAGE)
        return (self._judge.today - found.day).days if presses and found.mark not in _NEVER_LATE else 0

    def _light(self, entry: Entry, found: OpenDate, *, late: int) -> Light:
        """Give the light of a part by its day, that of the item for what concerns the item as a whole."""
        if found.mark not in _OF_PARTS or (found.day < self._judge.today and not late):
            return self._lights.of(*entry)
        light = self._of_day.get(found.day)
        if light is None:
            light = self._of_day[found.day] = self._judge.day_light(found.day)
        return light


#: A start that has passed asks for nothing by a day, an extension waits.
_NEVER_LATE = frozenset({Mark.START, Mark.EXTENSION})
#: Parts that have a light of their own; an urging is judged by a rule about the item.
_OF_PARTS = frozenset({Mark.MILESTONE, Mark.ASSIGNMENT, Mark.OCCURRENCE, Mark.STAGE})


def _assigned(item: Item, found: OpenDate) -> tuple[str, ...]:
    """Give the committees an assignment concerns: the one that has it, and the lead."""
    return tuple(dict.fromkeys(filter(None, (found.key, item.lead))))


def _meetings(workspace: Workspace, first: date, last: date) -> Iterator[AgendaLine]:
    for event in workspace.events:
        if event.date is not None and first <= event.date <= last:
            yield AgendaLine(event.date, Mark.MEETING, label=event.name, key=event.id)


def _severity(line: AgendaLine) -> int:
    """Order the lines of a day: meetings, then by light."""
    return -1 if line.light is None else line.light.severity


def _key(row: Row, day: str) -> str:
    """Give what tells a row from its like: its id, else the day it was written."""
    found = row.get("id") or _day(row, day)
    return str(found or "")


def _day(row: Row, column: str) -> date | None:
    value = row.get(column)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _on(ordinal: int) -> date:
    """Give the day of an ordinal, the last day there is beyond it."""
    return date.fromordinal(min(ordinal, date.max.toordinal()))
