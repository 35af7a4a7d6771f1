"""A stretch of the calendar: a day, ten days, a month, a quarter, a year, a plan; and how to make one."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import IntEnum

import msgspec

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.reading import Options, Reading, Unreadable

_DAY = timedelta(days=1)
#: Years a phrase of an office can mean; anything else is a misread number.
_YEARS = range(1949, 2150)


class Grain(IntEnum):
    """How coarse a stretch is."""

    DAY = 0
    PART = 1  # 上旬, 初
    WEEK = 2
    MONTH = 3
    QUARTER = 4
    HALF = 5
    YEAR = 6
    PLAN = 7
    BREAK = 8  # the rest days of a festival


class Stretch(msgspec.Struct, frozen=True):
    """From `start` to `end`, both included.

    `closing` when the words name its end (底, 末), so that it is a deadline; `part` when they name its begin or middle.

    `dated` when its year was said, so that a range may not move it.  `name` is that of a holiday.
    """

    start: date
    end: date
    grain: Grain
    closing: bool = False
    dated: bool = False
    is_range: bool = False
    part: bool = False
    name: str = ""

    def late(self, options: Options) -> date:
        """Give where a range begins that begins here: for 9月底 the day from which a month is late."""
        if not self.closing:
            return self.start
        return max(self.start, self.end.replace(day=min(options.late_from, self.end.day)))


def a_day(year: int, month: int, day: int, *, dated: bool = False) -> Stretch:
    """Give one day; raises `Unreadable` when there is no such day."""
    check_year(year)
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unreadable(msg("there is no {month}-{day} in {year}", month=month, day=day, year=year)) from None
    return Stretch(found, found, Grain.DAY, dated=dated)


def single(day: date, *, dated: bool = False) -> Stretch:
    """Give `day` as a stretch."""
    return Stretch(day, day, Grain.DAY, dated=dated)


def months(year: int, first: int, last: int, grain: Grain = Grain.MONTH, *, dated: bool = False) -> Stretch:
    """Give the months from `first` to `last` of a year; raises `Unreadable` for a month that is none."""
    check_year(year)
    if not 1 <= first <= last <= 12:
        raise Unreadable(msg("there is no month {month}", month=first if not 1 <= first <= 12 else last))
    return Stretch(date(year, first, 1), month_end(year, last), grain, dated=dated)


def quarter(year: int, number: int, *, dated: bool = False) -> Stretch:
    """Give the quarter `number`, 1–4."""
    return months(year, 3 * number - 2, 3 * number, Grain.QUARTER, dated=dated)


def half(year: int, number: int, *, dated: bool = False) -> Stretch:
    """Give the half-year `number`, 1 or 2."""
    return months(year, 6 * number - 5, 6 * number, Grain.HALF, dated=dated)


def whole_year(year: int, *, dated: bool = False) -> Stretch:
    """Give a year."""
    return months(year, 1, 12, Grain.YEAR, dated=dated)


def week_of(day: date) -> Stretch:
    """Give the ISO week of `day`, Monday to Sunday."""
    monday = day - day.weekday() * _DAY
    return Stretch(monday, monday + 6 * _DAY, Grain.WEEK, dated=True)


def month_end(year: int, month: int) -> date:
    """Give the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def check_year(year: int) -> None:
    """Raise `Unreadable` for a year no phrase means."""
    if year not in _YEARS:
        raise Unreadable(msg("the year {year} is out of range", year=year))


#: Parts of a month, as (first, last) day; 31 stands for the last day of the month.
_PARTS = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "上中旬": (1, 20), "中下旬": (11, 31), "上半月": (1, 15),
    "下半月": (16, 31), "中": (11, 20), "月中": (11, 20),
}  # fmt: skip
_ENDS = {"底", "末", "终", "尾", "月底", "月末", "末尾", "年底", "年末", "年终", "岁末", "年尾"}


def part_of_month(whole: Stretch, part: str, reading: Reading) -> Stretch:
    """Give a part of a month: a ten-day period, its begin (初), middle (中) or end (底, 末)."""
    year, month = whole.start.year, whole.start.month
    if part in _ENDS:
        return Stretch(whole.start, whole.end, Grain.PART, closing=True, dated=whole.dated)
    first, last = _PARTS.get(part, (1, reading.options.early_days))
    last = min(last, whole.end.day)
    return Stretch(date(year, month, first), date(year, month, last), Grain.PART, dated=whole.dated)


def part_of(whole: Stretch, part: str, reading: Reading) -> Stretch:
    """Give the begin, middle or end of a month, quarter, half-year or year."""
    options, month = reading.options, whole.start.month
    if whole.grain is Grain.MONTH:
        return part_of_month(whole, part, reading)
    if part in _ENDS:
        return msgspec.structs.replace(whole, closing=True)
    if part == "初":
        last = options.year_early_months if whole.grain is Grain.YEAR else 1
        return _some_months(whole, month, month + last - 1)
    if whole.grain is Grain.YEAR:
        return _some_months(whole, *options.year_middle)
    middle = month + 1 if whole.grain is Grain.QUARTER else month + 2
    return _some_months(whole, middle, middle + (whole.grain is Grain.HALF))


def _some_months(whole: Stretch, first: int, last: int) -> Stretch:
    found = months(whole.start.year, first, last, whole.grain, dated=whole.dated)
    return msgspec.structs.replace(found, part=True)
