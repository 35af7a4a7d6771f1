"""A recurrence as a value: which days of which periods; its RFC 5545 text and its first time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

import msgspec
from dateutil.relativedelta import relativedelta

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.reading import Unreadable
from tasklist_tui.domain.phrases.result import Rule
from tasklist_tui.domain.phrases.stretch import month_end

_DAY = timedelta(days=1)
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = "MO,TU,WE,TH,FR"
#: Periods looked through for the first time; the 29th of February needs eight years.
_LOOK_AHEAD = 120


class Per(StrEnum):
    """The period a recurrence repeats in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Rhythm(msgspec.Struct, frozen=True):
    """Every `interval` periods: on the `weekdays` (0 = Monday), or in `months` (1–12, empty = all) on `days`.

    A day is of the month, −1 its last.  `from_days` are the first days of windows that end on `days`, in their order.
    `place` takes the nth of the weekdays in a month (−1 the last), `workday` counts workdays instead.
    `whole` is a whole period: a window without a day of its own, of `length` months in a year's rhythm.
    """

    per: Per
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    from_days: tuple[int, ...] = ()
    place: int | None = None
    workday: bool = False
    length: int = 1
    due: bool = False

    @property
    def whole(self) -> bool:
        """Whether each time is a whole period."""
        return not (self.weekdays or self.days or self.workday)

    def rrule(self) -> str:
        """Give the RFC 5545 rule.

        A workday of the month becomes the nth of Monday to Friday: the standard knows no holidays.
        """
        # BYSETPOS counts within the whole year unless the rule is monthly (RFC 5545 §3.3.10)
        per = Per.MONTH if self.workday and self.months else self.per
        parts = [f"FREQ={_FREQ[per]}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.months:
            parts.append("BYMONTH=" + ",".join(map(str, self.months)))
        if self.workday and self.per is Per.DAY:
            parts.append("BYDAY=" + _WORKDAYS)
        elif self.workday:
            parts.append(f"BYDAY={_WORKDAYS};BYSETPOS={self.place}")
        elif self.weekdays and self.place is not None:
            parts.append("BYDAY=" + ",".join(f"{self.place}{_BYDAY[day]}" for day in self.weekdays))
        elif self.weekdays:
            parts.append("BYDAY=" + ",".join(_BYDAY[day] for day in self.weekdays))
        elif self.days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.days)))
        elif self.months:
            parts.append("BYMONTHDAY=1")
        return ";".join(parts)

    def rule(self, base: date, calendar: Calendar, title: str = "", times: int | None = None) -> Rule:
        """Give the rhythm as a rule, with its first time that ends on `base` or later."""
        begun, end = self._first(base, calendar)
        dtstart = begun if self.whole else end
        return Rule(self.rrule(), title, times, None if self.due else begun, end, dtstart)

    def _first(self, base: date, calendar: Calendar) -> tuple[date, date]:
        """Give start and end of the first time that ends on `base` or later.

        Raises `Unreadable` when there is none, as for the 31st of February.
        """
        for number, begin in enumerate(self._periods(base)):
            for start, end in sorted(self._times(begin, calendar), key=lambda time: time[1]):
                if end >= base:
                    return start, end
            if number > _LOOK_AHEAD:
                break
        raise Unreadable(msg("there is no such day in any month"))

    def _periods(self, base: date) -> Iterator[date]:
        """Yield the first days of the periods, from the one that holds `base`."""
        begin = {
            Per.DAY: base,
            Per.WEEK: base - base.weekday() * _DAY,
            Per.MONTH: base.replace(day=1),
            Per.YEAR: base.replace(month=1, day=1),
        }[self.per]
        if self.per is Per.MONTH and self.interval in {3, 6} and not self.months:
            begin = begin.replace(month=begin.month - (begin.month - 1) % self.interval)
        step = relativedelta(**{f"{self.per}s": self.interval})
        while True:
            yield begin
            begin += step

    def _times(self, begin: date, calendar: Calendar) -> Iterator[tuple[date, date]]:
        if self.per is Per.DAY:
            day = calendar.next_workday(begin) if self.workday else begin
            yield day, day + (self.interval - 1) * _DAY
        elif self.per is Per.WEEK:
            if not self.weekdays:
                yield begin, begin + (7 * self.interval - 1) * _DAY
            for weekday in self.weekdays:
                yield begin + weekday * _DAY, begin + weekday * _DAY
        elif self.per is Per.MONTH and self.whole:
            if not self.months or begin.month in self.months:
                last = begin + relativedelta(months=self.interval - 1)
                yield begin, month_end(last.year, last.month)
        elif self.per is Per.YEAR and self.whole and not self.months:
            yield begin, date(begin.year + self.interval - 1, 12, 31)
        else:
            months = self.months if self.per is Per.YEAR and self.months else (begin.month,)
            for month in months:
                if not self.months or month in self.months:
                    yield from self._in_month(begin.year, month, calendar)

    def _in_month(self, year: int, month: int, calendar: Calendar) -> Iterator[tuple[date, date]]:
        last = month_end(year, month)
        if self.whole:
            end = date(year, month, 1) + relativedelta(months=self.length - 1, day=31)
            yield date(year, month, 1), end
            return
        all_days = [date(year, month, n) for n in range(1, last.day + 1)]
        if self.weekdays or self.workday:
            chosen = [d for d in all_days if (calendar.is_workday(d) if self.workday else d.weekday() in self.weekdays)]
            if self.place is not None and -len(chosen) <= self.place <= len(chosen):
                day = chosen[self.place - 1 if self.place > 0 else self.place]
                yield day, day
            return
        for number, of_month in enumerate(self.days):
            place = last.day if of_month == -1 else of_month
            if place <= last.day:
                begun = self.from_days[number] if number < len(self.from_days) else place
                yield date(year, month, begun), date(year, month, place)


_FREQ = {Per.DAY: "DAILY", Per.WEEK: "WEEKLY", Per.MONTH: "MONTHLY", Per.YEAR: "YEARLY"}
