"""Workdays: the statutory calendar with its make-up days, the office's own years, else an estimate (DESIGN §5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from tasklist_tui.domain.model import YearCalendar

_SATURDAY = 5
_DAY = timedelta(days=1)

#: Rest days with a fixed date by 放假办法 (2024): 元旦, 劳动节, 国庆节.  An estimate knows no make-up days.
_FIXED_REST = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class Grade(StrEnum):
    """How sure a year of the calendar is."""

    OFFICIAL = "official"
    OFFICE = "office"
    ESTIMATE = "estimate"


class Calendar:
    """Workdays and rest days of any year; never fails for a year nobody has data for.

    A year is looked up in `own` (the workspace's `calendar/YYYY.yaml`) first, because an office writes such a file to
    be followed, then in chinesecalendar (State Council notices, 2004–2026), else estimated.
    """

    def __init__(self, own: Mapping[int, YearCalendar] | None = None) -> None:
        """Use the workspace's own years `own` where there are any."""
        self._own = own or {}
        self._workdays: dict[int, list[int]] = {}

    def grade(self, year: int) -> Grade:
        """Say where the days of `year` come from."""
        if year in self._own:
            return Grade.OFFICE
        from chinese_calendar import constants

        return Grade.OFFICIAL if date(year, 1, 1) in constants.holidays else Grade.ESTIMATE

    def is_workday(self, day: date) -> bool:
        """Say whether `day` is a workday, make-up days included."""
        ordinals = self._year(day.year)
        place = bisect_right(ordinals, day.toordinal())
        return place > 0 and ordinals[place - 1] == day.toordinal()

    def workdays_after(self, day: date, until: date) -> int:
        """Count the workdays after `day` up to and including `until` (民法典 201: the first day is not counted).

        Negative when `until` lies before `day`.
        """
        if until < day:
            return -self.workdays_after(until, day)
        return self._count_to(until) - self._count_to(day)

    def add_workdays(self, day: date, count: int) -> date:
        """Give the `count`-th workday after `day` (before it when negative)."""
        step = _DAY if count >= 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

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
            days = self._workdays[year] = self._build(year)
        return days

    def _build(self, year: int) -> list[int]:
        from chinese_calendar import constants

        grade = self.grade(year)
        if grade is Grade.OFFICIAL:
            rest: set[date] = set(constants.holidays)
            work: set[date] = set(constants.workdays)
        elif grade is Grade.OFFICE:
            own = self._own[year]
            rest, work = set(own.rest_days), set(own.work_days)
        else:
            rest, work = {date(year, month, day) for month, day in _FIXED_REST}, set()
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days = (date.fromordinal(number) for number in range(first, last + 1))
        return [d.toordinal() for d in days if d in work or (d.weekday() < _SATURDAY and d not in rest)]

    def _count_to(self, day: date) -> int:
        """Count workdays from a fixed early day to `day`, included; only differences of it mean anything."""
        years = self._totals_before(day.year)
        return years + bisect_right(self._year(day.year), day.toordinal())

    def _totals_before(self, year: int) -> int:
        """Count the workdays of the years from the first one asked for up to `year`, summed lazily both ways."""
        totals = self.__dict__.setdefault("_totals", {year: 0})
        if year not in totals:
            low, high = min(totals), max(totals)
            while year > high:
                totals[high + 1] = totals[high] + len(self._year(high))
                high += 1
            while year < low:
                totals[low - 1] = totals[low] - len(self._year(low - 1))
                low -= 1
        return int(totals[year])
