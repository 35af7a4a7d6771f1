"""The days of a year as people look at them: kinds of days, weeks of a month, periods of rest with their names."""

from __future__ import annotations

import calendar as solar
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from tasklist_tui.domain.calendar import OFFICE_REST, WEEKEND, Calendar, Grade
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.published import year_days

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


def rest_periods(calendar: Calendar, first: date, last: date) -> tuple[RestPeriod, ...]:
    """Give the rest periods with a holiday from `first` to `last`, each in full: one may begin before or end after."""
    found: list[RestPeriod] = []
    for day in days_between(first, last):
        if calendar.is_holiday(day) and not (found and day <= found[-1].end):
            found.append(_period(calendar, day))
    return tuple(found)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from `first` to `last`, both included; the end of all dates is no obstacle."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def source(calendar: Calendar, year: int) -> Message:
    """Say where the days of `year` come from, and of an estimate what it does not know."""
    grade, own = calendar.grade(year), calendar.own_year(year)
    if own is None:
        return _published(calendar, year)
    file = f"calendar/{year:04d}.yaml"
    office = msg("{file} ({source})", file=file, source=own.source) if own.source else msg("{name}", name=file)
    if grade is Grade.OFFICE:
        country = calendar.choice.name
        return msg("the office's file {office}, over what is known of {country}", office=office, country=country)
    return msg("{source}; the office's file {office} over it", source=_published(calendar, year), office=office)


def _published(calendar: Calendar, year: int) -> Message:
    country = calendar.choice.name
    if calendar.choice.country == "CN":
        if calendar.grade(year) is Grade.OFFICIAL:
            return msg("notice of the State Council for {year} (chinesecalendar)", year=year)
        return msg("estimate: weekends and the law; no make-up days are known")
    if calendar.grade(year) is Grade.OFFICIAL:
        return msg("the “holidays” package for {country}", country=country)
    if any(map(calendar.is_holiday, year_days(year))):
        return msg(
            "estimate: the “holidays” package for {country}; some festivals are not announced yet",
            country=country,
        )
    return msg(
        "estimate: the weekends of {country}; the “holidays” package has no data for {year}",
        country=country,
        year=year,
    )


def _period(calendar: Calendar, day: date) -> RestPeriod:
    """Give the rest period that a holiday lies in."""
    start, end = _reach(calendar, day, -_DAY), _reach(calendar, day, _DAY)
    names: list[Message] = []
    for rest in days_between(start, end):
        name = calendar.rest_name(rest)
        if name is not None and name != WEEKEND and name not in names:
            names.append(name)
    festivals = [name for name in names if name != OFFICE_REST]
    return RestPeriod(start, end, tuple(festivals or names))


def _reach(calendar: Calendar, day: date, step: timedelta) -> date:
    """Give the last rest day in a row from `day` on, in one direction."""
    edge = date.max if step > timedelta() else date.min
    while day != edge and not calendar.is_workday(day + step):
        day += step
    return day
