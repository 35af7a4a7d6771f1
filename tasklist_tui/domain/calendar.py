"""Workdays: the statutory calendar with its make-up days, the office's own years, else an estimate (DESIGN §5)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import YearCalendar
from tasklist_tui.domain.statutory import NAMES, Festival, days_off

WEEKEND = msg("Weekend")

_SATURDAY = 5
_DAY = timedelta(days=1)

#: Names of chinesecalendar for the festivals; a name it adds one day is shown as it stands.
_OFFICIAL_NAMES = {
    "New Year's Day": Festival.NEW_YEAR,
    "Spring Festival": Festival.SPRING,
    "Tomb-sweeping Day": Festival.QINGMING,
    "Labour Day": Festival.LABOUR,
    "Dragon Boat Festival": Festival.DRAGON_BOAT,
    "Mid-autumn Festival": Festival.MID_AUTUMN,
    "National Day": Festival.NATIONAL,
}


class Grade(StrEnum):
    """How sure a year of the calendar is."""

    OFFICIAL = "official"
    OFFICE = "office"
    ESTIMATE = "estimate"


class Calendar:
    """Workdays and rest days of any year; never fails for a year nobody has data for.

    A year is looked up in chinesecalendar (State Council notices, 2004–2026), then in `own` (the workspace's
    `calendar/YYYY.yaml`), else estimated from weekends and the law, without make-up days.  What an office's file says
    of a year the library covers is laid over it: regions have rest days of their own.
    """

    def __init__(self, own: Mapping[int, YearCalendar] | None = None) -> None:
        """Use the workspace's own years `own` where there are any."""
        self._own = own or {}
        self._workdays: dict[int, list[int]] = {}
        self._totals: dict[int, int] = {}

    def grade(self, year: int) -> Grade:
        """Say where the days of `year` come from."""
        from chinese_calendar import constants

        if date(year, 1, 1) in constants.holidays:
            return Grade.OFFICIAL
        return Grade.OFFICE if year in self._own else Grade.ESTIMATE

    def is_workday(self, day: date) -> bool:
        """Say whether `day` is a workday, make-up days included."""
        ordinals = self._year(day.year)
        place = bisect_right(ordinals, day.toordinal())
        return place > 0 and ordinals[place - 1] == day.toordinal()

    def is_make_up(self, day: date) -> bool:
        """Say whether `day` is a Saturday or Sunday that is worked (调休上班)."""
        return day.weekday() >= _SATURDAY and self.is_workday(day)

    def is_holiday(self, day: date) -> bool:
        """Say whether `day` is a rest day for another reason than the weekend, or for one besides it."""
        return self.rest_name(day) not in (None, WEEKEND)  # messages cannot be hashed

    def rest_name(self, day: date) -> Message | None:
        """Say why `day` is a rest day: the festival, the office's own rest, or the weekend; None for a workday."""
        if self.is_workday(day):
            return None
        from chinese_calendar import constants

        grade = self.grade(day.year)
        if grade is Grade.OFFICIAL and (name := constants.holidays.get(day)):
            festival = _OFFICIAL_NAMES.get(name)
            return NAMES[festival] if festival else msg("{name}", name=name)
        if grade is not Grade.OFFICIAL and (festival := days_off(day.year).get(day)):
            return NAMES[festival]
        if day.weekday() < _SATURDAY:
            return msg("Rest day of the office's calendar")
        return WEEKEND

    def workdays_after(self, day: date, until: date) -> int:
        """Count the workdays after `day` up to and including `until` (民法典 201: the first day is not counted).

        Negative when `until` lies before `day`.
        """
        if until < day:
            return -self.workdays_after(until, day)
        return self._count_to(until) - self._count_to(day)

    def add_workdays(self, day: date, count: int) -> date:
        """Give the `count`-th workday after `day` (before it when negative), `day` itself for 0.

        Raises `OverflowError` beyond the years a date can have.
        """
        if count == 0:
            return day
        year = day.year
        ordinals = self._year(year)
        if count > 0:
            place = bisect_right(ordinals, day.toordinal()) + count - 1
            while place >= len(ordinals):
                place -= len(ordinals)
                year += 1
                ordinals = self._year(year)
        else:
            place = bisect_left(ordinals, day.toordinal()) + count
            while place < 0:
                year -= 1
                ordinals = self._year(year)
                place += len(ordinals)
        return date.fromordinal(ordinals[place])

    def next_workday(self, day: date) -> date:
        """Give `day`, or the first workday after it when it is a rest day (民法典 203)."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def previous_workday(self, day: date) -> date:
        """Give `day`, or the last workday before it when it is a rest day."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def _year(self, year: int) -> list[int]:
        """Give the ordinals of the workdays of a year, built once."""
        days = self._workdays.get(year)
        if days is None:
            if not date.min.year <= year <= date.max.year:
                raise OverflowError(year)
            days = self._workdays[year] = self._build(year)
        return days

    def _build(self, year: int) -> list[int]:
        from chinese_calendar import constants

        grade, own = self.grade(year), self._own.get(year, YearCalendar())
        if grade is Grade.OFFICIAL:
            rest: set[date] = set(constants.holidays)
            work: set[date] = set(constants.workdays)
        else:
            rest, work = set(days_off(year)) if grade is Grade.ESTIMATE else set(), set()
        rest, work = (rest | set(own.rest_days)) - set(own.work_days), (work | set(own.work_days)) - set(own.rest_days)
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days = (date.fromordinal(number) for number in range(first, last + 1))
        return [d.toordinal() for d in days if d in work or (d.weekday() < _SATURDAY and d not in rest)]

    def _count_to(self, day: date) -> int:
        """Count workdays from a fixed early day to `day`, included; only differences of it mean anything."""
        years = self._totals_before(day.year)
        return years + bisect_right(self._year(day.year), day.toordinal())

    def _totals_before(self, year: int) -> int:
        """Count the workdays of the years from the first one asked for up to `year`, summed lazily both ways."""
        totals = self._totals
        if not totals:
            totals[year] = 0
        if year not in totals:
            low, high = min(totals), max(totals)
            while year > high:
                totals[high + 1] = totals[high] + len(self._year(high))
                high += 1
            while year < low:
                totals[low - 1] = totals[low] - len(self._year(low - 1))
                low -= 1
        return totals[year]
