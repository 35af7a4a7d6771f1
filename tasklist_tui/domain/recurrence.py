"""Recurrence: the occurrences (期次) of an item with a rule, what was noted of them, and the edit that notes it.

Only what somebody noted is stored, as rows of `occurrences`; all other occurrences follow from the rule.

**Where a rule begins.**  `start` of the item is its DTSTART, as RFC 5545 means it.  Without it the rule begins with the
first row that somebody wrote without `nominal`, else on the day after the list was issued (民法典 第二百零一条: the day
itself is not counted), else with the list's year; what the rule leaves open then is the last day of whole periods
(`rules.completed`).  Rows with `nominal`, as the program writes them, never move the beginning.

**Where it ends.**  At its own UNTIL or COUNT, else with `due` of the item, else with the list's year, else never.

**Which occurrence a row stands for.**  That of the rule's day which it names in `nominal`; else that of its `due`,
before or after the shift; else, having been moved, that of the nearest of the two days of the rule around it, when no
other row stands for it (of two equally near the earlier).  A row that stands for none, before the beginning or more
than a period behind the end, is an occurrence of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from tasklist_tui.domain import rules
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.model import Item, Row, TaskList, Value

_DAY = timedelta(days=1)
_DayOf = Callable[[Row], date | None]
_OWN_COLUMNS = frozenset({"due", "nominal"})
#: Years looked ahead for the next occurrence, in steps: most rules recur within one, the 29th of February in eight.
_LOOK_AHEAD = (0, 1, 10)
#: How far behind the only day of a rule a row may lie to stand for it.
_MONTH = timedelta(days=31)


class Shift(StrEnum):
    """What becomes of an occurrence on a rest day; no RFC 5545 rule can say it."""

    NONE = "none"
    PREVIOUS = "previous"
    NEXT = "next"


class Occurrence(msgspec.Struct, frozen=True):
    """One time that a rule names.

    `due` is the day it is due, after any shift or move; `nominal` the day the rule says, `due` itself for a row that
    fits no rule.  `key` is the `due` of the row that notes it, None while nothing is noted; `moved` says that this row
    gives another day than rule and shift do.
    """

    due: date
    nominal: date
    done: date | None = None
    missed: bool = False
    note: str = ""
    key: date | None = None
    moved: bool = False

    @property
    def stored(self) -> bool:
        """Whether there is a row."""
        return self.key is not None

    @property
    def open(self) -> bool:
        """Whether it was neither done nor missed."""
        return self.done is None and not self.missed

    @property
    def held(self) -> date:
        """The day it was done, else the day it is due."""
        return self.done or self.due


def recurs(item: Item) -> bool:
    """Say whether an item has a rule or rows of occurrences."""
    return bool(item.text("rrule") or item.rows("occurrences"))


def occurrences(
    item: Item, task_list: TaskList, *, until: date, calendar: Calendar, first: date | None = None
) -> tuple[Occurrence, ...]:
    """Give the occurrences due from `first` (the beginning when None) through `until`, by due day, then rule day.

    Never raises: a bad rule yields none, and the rows remain.
    """
    rows = [row for row in item.rows("occurrences") if _day(row, "due")]
    if not rows and not item.text("rrule"):
        return ()
    nominal = _nominal_days(item, task_list, max([until, *map(_due, rows)]))
    plan = _Plan(rows, nominal, first_day(item, task_list), shift_of(item), calendar)
    found = [occurrence for occurrence in plan.all() if occurrence.due <= until]
    if first is not None:
        found = [occurrence for occurrence in found if occurrence.due >= first]
    return tuple(sorted(found, key=lambda occurrence: (occurrence.due, occurrence.nominal)))


def open_before(item: Item, task_list: TaskList, today: date, calendar: Calendar) -> tuple[Occurrence, ...]:
    """Give the open occurrences that were due before `today`."""
    if today == date.min:
        return ()
    found = occurrences(item, task_list, until=today - _DAY, calendar=calendar)
    return tuple(occurrence for occurrence in found if occurrence.open)


def next_open(item: Item, task_list: TaskList, today: date, calendar: Calendar) -> Occurrence | None:
    """Give the next open occurrence due `today` or later, None when there is none within ten years."""
    if not recurs(item):
        return None
    for years in _LOOK_AHEAD:
        last = date(min(today.year + years, 9999), 12, 31)
        found = occurrences(item, task_list, first=today, until=last, calendar=calendar)
        if occurrence := next((occurrence for occurrence in found if occurrence.open), None):
            return occurrence
    return None


def mark(
    list_id: str, item: Item, occurrence: Occurrence, *, done: date | None = None, missed: bool = False, note: str = ""
) -> SetFields:
    """Give the edit that notes that an occurrence was done, or missed, and a note; with neither it is open again.

    Adds a row that names the rule's day, or changes the row there is.  A row of the program that says nothing any more
    is removed; one that a person wrote without `nominal` stays, because the rule may begin with it.
    """
    said: dict[str, Value] = {"done": done, "missed": (done is None and missed) or None, "note": note or None}
    rows = list(item.rows("occurrences"))
    position = _position(rows, occurrence)
    if position is not None:
        changed = _filled({**rows[position], **said})
        says_more = occurrence.moved or "nominal" not in changed or changed.keys() - _OWN_COLUMNS
        rows[position : position + 1] = [changed] if says_more else []
    elif any(said.values()):
        row = _filled({"due": _free_key(rows, occurrence), "nominal": occurrence.nominal, **said})
        later = (n for n, other in enumerate(rows) if (day := _day(other, "due")) and day > row["due"])
        rows.insert(next(later, len(rows)), row)
    return SetFields(list_id, item.id, {"occurrences": rows})


def shift_of(item: Item) -> Shift:
    """Give what the item says of rest days; `none` when it says nothing we know."""
    text = item.text("shift")
    return Shift(text) if text in set(Shift) else Shift.NONE


def first_day(item: Item, task_list: TaskList) -> date | None:
    """Give the day from which the rule of an item holds, None when nothing says it."""
    return item.start or _first_row(item) or _first_of_list(task_list)


def last_day(item: Item, task_list: TaskList) -> date | None:
    """Give the last day of the rule where the item or the list says it, None where neither does."""
    if item.due:
        return item.due
    year, begin = task_list.year, first_day(item, task_list)
    return date(year, 12, 31) if year and begin and begin.year <= year < 10_000 else None


def _first_row(item: Item) -> date | None:
    own = (_day(row, "due") for row in item.rows("occurrences") if "nominal" not in row)
    return min(filter(None, own), default=None)


def _first_of_list(task_list: TaskList) -> date | None:
    if task_list.issued and task_list.issued < date.max:
        return task_list.issued + _DAY
    return date(task_list.year, 1, 1) if task_list.year and 0 < task_list.year < 10_000 else None


def _nominal_days(item: Item, task_list: TaskList, until: date) -> tuple[date, ...]:
    """Give the days of the rule, at least one beyond `until` when it goes on; none when it is no rule."""
    begin = first_day(item, task_list)
    try:
        rule = rules.parse_rule(item.text("rrule"))
    except rules.RuleError:
        return ()
    if begin is None:
        return ()
    counted_from = begin
    if not item.start:
        rule = rules.completed(rule)
        counted_from = begin if _first_row(item) else rules.aligned(rule, begin)
    # In December the shift may bring days of next January back.
    found = rules.days(rule, counted_from, max(until.year, begin.year) + (until.month == 12))
    end = None if rule.ends else last_day(item, task_list)
    return tuple(day for day in found if end is None or day <= end)


class _Plan:
    """Rows and days of the rule brought together."""

    def __init__(
        self, rows: Sequence[Row], days: Sequence[date], begin: date | None, shift: Shift, calendar: Calendar
    ) -> None:
        self._rows = rows
        self._days = days
        self._begin = begin or date.max
        self._shift = shift
        self._calendar = calendar
        self._row_of: dict[date, Row] = {}

    def all(self) -> Iterable[Occurrence]:
        """Yield every occurrence once: those of the rule, then the rows that stand for none of them."""
        if not self._rows:
            return [Occurrence(self._shifted(day), day) for day in self._days]
        loose = self._match()
        return [self._of_rule(day) for day in self._days] + [_alone(row) for row in loose]

    def _match(self) -> list[Row]:
        """Give each row the day it stands for; gives the rows that are left."""
        days = set(self._days)
        planned: dict[date, date] = {}
        for day in reversed(self._days):
            planned[self._shifted(day)] = day
        left = self._take(self._rows, lambda row: _day(row, "nominal"), days)
        left = self._take(left, lambda row: None if _day(row, "nominal") else _due(row), days)
        left = self._take(left, lambda row: None if _day(row, "nominal") else planned.get(_due(row)), days)
        return self._take(sorted(left, key=_due), lambda row: self._nearest(_due(row)), days)

    def _take(self, rows: Iterable[Row], day_of: _DayOf, days: set[date]) -> list[Row]:
        left = []
        for row in rows:
            day = day_of(row)
            if day in days and day not in self._row_of:
                self._row_of[day] = row
            else:
                left.append(row)
        return left

    def _nearest(self, due: date) -> date | None:
        """Give the nearest free day of the rule among the last one before `due` and the first one after it."""
        place = bisect_left(self._days, due)
        around = self._days[max(place - 1, 0) : place + 1]
        if not around or due < self._begin:
            return None
        if place == len(self._days) and due - around[0] >= (around[0] - self._days[-2] if place > 1 else _MONTH):
            return None
        free = [day for day in around if day not in self._row_of]
        return min(free, key=lambda day: (abs((day - due).days), day), default=None)

    def _of_rule(self, day: date) -> Occurrence:
        planned, row = self._shifted(day), self._row_of.get(day)
        if row is None:
            return Occurrence(planned, day)
        due = _due(row)
        return _noted(row, planned if due == day else due, day, moved=due not in {day, planned})

    def _shifted(self, day: date) -> date:
        """Give the day an occurrence is due whose rule says `day`; where dates end it stays."""
        try:
            if self._shift is Shift.PREVIOUS:
                return self._calendar.previous_workday(day)
            return self._calendar.next_workday(day) if self._shift is Shift.NEXT else day
        except OverflowError:
            return day


def _alone(row: Row) -> Occurrence:
    due = _due(row)
    return _noted(row, due, _day(row, "nominal") or due, moved=True)


def _noted(row: Row, due: date, nominal: date, *, moved: bool) -> Occurrence:
    done, note = _day(row, "done"), row.get("note")
    return Occurrence(
        due,
        nominal,
        done=done,
        missed=done is None and row.get("missed") is True,
        note=note if isinstance(note, str) else "",
        key=_due(row),
        moved=moved,
    )


def _position(rows: Sequence[Row], occurrence: Occurrence) -> int | None:
    """Give the place of the row that `occurrence` was read from, None when there is none."""
    if occurrence.key is None:
        return None
    found = [number for number, row in enumerate(rows) if row.get("due") == occurrence.key]
    return min(found, key=lambda number: rows[number].get("nominal") != occurrence.nominal, default=None)


def _free_key(rows: Sequence[Row], occurrence: Occurrence) -> date:
    """Give the day a new row is known by: the due day, or the rule's when another row has that already."""
    taken = {row.get("due") for row in rows}
    return occurrence.nominal if occurrence.due in taken else occurrence.due


def _filled(row: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in row.items() if value is not None}


def _due(row: Row) -> date:
    """Give the day of a row that is known to have one."""
    day: date = row["due"]
    return day


def _day(row: Row, column: str) -> date | None:
    value = row.get(column)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
