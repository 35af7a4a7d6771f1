"""Workdays: the statutory calendar with its make-up days, the office's own years, else an estimate (DESIGN §5)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, timedelta

from tasklist_tui.domain.china import china_year
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import CalendarChoice, YearCalendar
from tasklist_tui.domain.published import Grade, PublishedYear, year_days

__all__ = ["OFFICE_REST", "WEEKEND", "Calendar", "Grade"]

WEEKEND = msg("Weekend")
OFFICE_REST = msg("Rest day of the office's calendar")

_DAY = timedelta(days=1)


class Calendar:
    """Workdays and rest days of any year; never fails for a year nobody has data for.

    A year of China is taken from chinesecalendar (State Council notices, 2004–2026), else estimated from weekends and
    the law, without make-up days; one of another country from the `holidays` package, else from weekends alone.  Over
    it is laid what the workspace's own `calendar/YYYY.yaml` says: regions have rest days of their own.
    """

    def __init__(self, own: Mapping[int, YearCalendar] | None = None, choice: CalendarChoice | None = None) -> None:
        """Use the calendar of `choice`, China's when it is None, and the workspace's own years `own`."""
        self.choice = choice or CalendarChoice()
        self._own = own or {}
        self._published: dict[int, PublishedYear] = {}
        self._workdays: dict[int, list[int]] = {}
        self._totals: dict[int, int] = {}

    def grade(self, year: int) -> Grade:
        """Say where the days of `year` come from; raises `OverflowError` for a year that dates do not have."""
        grade = self._publish(year).grade
        return Grade.OFFICE if grade is Grade.ESTIMATE and year in self._own else grade

    def own_year(self, year: int) -> YearCalendar | None:
        """Give what the workspace's own file says of `year`, None when there is none."""
        return self._own.get(year)

    def is_workday(self, day: date) -> bool:
        """Say whether `day` is a workday, make-up days included."""
        ordinals = self._year(day.year)
        place = bisect_right(ordinals, day.toordinal())
        return place > 0 and ordinals[place - 1] == day.toordinal()

    def is_make_up(self, day: date) -> bool:
        """Say whether `day` is a day of a weekend that is worked (调休上班)."""
        return day in self._publish(day.year).weekend and self.is_workday(day)

    def is_holiday(self, day: date) -> bool:
        """Say whether `day` is a rest day for another reason than the weekend, or for one besides it."""
        return self.rest_name(day) not in (None, WEEKEND)  # messages cannot be hashed

    def rest_name(self, day: date) -> Message | None:
        """Say why `day` is a rest day: the festival, the office's own rest, or the weekend; None for a workday."""
        if self.is_workday(day):
            return None
        published = self._publish(day.year)
        if (name := published.holidays.get(day)) is not None:
            return name
        return WEEKEND if day in published.weekend else OFFICE_REST

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
            days = self._workdays[year] = self._build(year)
        return days

    def _publish(self, year: int) -> PublishedYear:
        """Give what is published of a year, looked up once."""
        published = self._published.get(year)
        if published is None:
            if not date.min.year <= year <= date.max.year:
                raise OverflowError(year)
            published = self._published[year] = self._look_up(year)
        return published

    def _look_up(self, year: int) -> PublishedYear:
        if self.choice.country == "CN":
            return china_year(year)
        from tasklist_tui.domain.countries import country_year

        return country_year(self.choice, year)

    def _build(self, year: int) -> list[int]:
        """Lay the office's own year over the published one."""
        published, own = self._publish(year), self._own.get(year, YearCalendar())
        rest = (published.weekend | published.holidays.keys()) - published.make_up
        rest = (rest | set(own.rest_days)) - set(own.work_days)
        return [day.toordinal() for day in year_days(year) if day not in rest]

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
