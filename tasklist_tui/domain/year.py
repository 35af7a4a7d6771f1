"""The days of a year as people look at them: kinds of days, weeks of a month, periods of rest with their names."""

from __future__ import annotations

import calendar as solar
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.message import Message

_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a day of the calendar is."""

    WORK = "work"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"


def day_kind(calendar: Calendar, day: date) -> DayKind:
    """Say what `day` is; a weekend within a holiday is the holiday, a weekend that is worked a make-up day (调休)."""
    if calendar.is_workday(day):
        return DayKind.MAKE_UP if calendar.is_make_up(day) else DayKind.WORK
    return DayKind.HOLIDAY if calendar.is_holiday(day) else DayKind.WEEKEND


def month_weeks(year: int, month: int) -> tuple[tuple[date | None, ...], ...]:
    """Give the weeks of a month from Monday to Sunday, None for the days of other months.

    Raises `ValueError` for a year or month that dates do not have.
    """
    before = date(year, month, 1).weekday()
    last = solar.monthrange(year, month)[1]
    cells = [None] * before + [date(year, month, number) for number in range(1, last + 1)]
    cells += [None] * (-len(cells) % 7)
    return tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))


class RestPeriod(msgspec.Struct, frozen=True):
    """Consecutive rest days with at least one holiday among them, and the names of the holidays in their order."""

    start: date
    end: date
    names: tuple[Message, ...]

    @property
    def days(self) -> int:
        """Number of days, weekends included."""
        return (self.end - self.start).days + 1
