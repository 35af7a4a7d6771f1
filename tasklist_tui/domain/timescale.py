"""The timeline's scale: days to columns and back for each zoom, header ticks, and moving the window.

Columns count from a fixed day, not from the window's left edge, so that a bar keeps its shape while it scrolls.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

import msgspec

_FIRST = date.min.toordinal()
_LAST = date.max.toordinal()
_MONTHS = 12


class Zoom(StrEnum):
    """How much time a screen shows; 94 columns are 3 weeks, 2 months, 5 months or 15 months, a little more each."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def closer(self) -> Zoom:
        """Give the next zoom that shows less time, itself when there is none."""
        return _ZOOMS[max(0, _ZOOMS.index(self) - 1)]

    def farther(self) -> Zoom:
        """Give the next zoom that shows more time, itself when there is none."""
        return _ZOOMS[min(len(_ZOOMS) - 1, _ZOOMS.index(self) + 1)]


_ZOOMS = tuple(Zoom)

#: Columns of one day.  A week fills whole columns where weekends are to be seen, so that all of them look the same.
CELLS_PER_DAY = {
    Zoom.WEEK: Fraction(4),
    Zoom.MONTH: Fraction(11, 7),
    Zoom.QUARTER: Fraction(4, 7),
    Zoom.YEAR: Fraction(1, 5),
}

#: How far columns begin before the days they show, in parts of a day's denominator: with it the quarter's four
#: columns of a week are Monday and Tuesday, Wednesday and Thursday, Friday, and the weekend.
_SHIFT = {Zoom.WEEK: 0, Zoom.MONTH: 0, Zoom.QUARTER: 1, Zoom.YEAR: 0}

#: Days of one step to the left or right.
STEP_DAYS = {Zoom.WEEK: 1, Zoom.MONTH: 7, Zoom.QUARTER: 14, Zoom.YEAR: 30}


class Unit(StrEnum):
    """What a tick of the header stands for."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


#: Units of the upper and the lower header row.
_HEADER = {
    Zoom.WEEK: (Unit.MONTH, Unit.DAY),
    Zoom.MONTH: (Unit.MONTH, Unit.WEEK),
    Zoom.QUARTER: (Unit.MONTH, Unit.WEEK),
    Zoom.YEAR: (Unit.YEAR, Unit.MONTH),
}


class Tick(msgspec.Struct, frozen=True):
    """One period of a header row: it begins on `day`, and fills `width` columns of the window from `column`.

    `cut` says that it began left of the window.
    """

    column: int
    width: int
    day: date
    unit: Unit
    cut: bool = False


class Window(msgspec.Struct, frozen=True):
    """The days a chart of `width` columns shows, `first` at its left edge."""

    zoom: Zoom
    first: date
    width: int

    def column(self, day: date) -> int:
        """Give the column at which `day` begins; negative or beyond `width` when it is not in the window."""
        return self._place(day.toordinal()) - self._place(self.first.toordinal())

    def span(self, first: date, last: date) -> tuple[int, int]:
        """Give the columns [from, to) of the days `first` to `last`, both included; at least one column wide."""
        start = self.column(first)
        return start, max(start + 1, self._place(last.toordinal() + 1) - self._place(self.first.toordinal()))

    def days_at(self, column: int) -> tuple[date, date]:
        """Give the first and last day that `column` shows; the same day when a day is a column wide or wider."""
        first, last = self._days_of(self._place(self.first.toordinal()) + column)
        return _day(first), _day(last)

    def day_at(self, column: int) -> date:
        """Give the last day that `column` shows: where a bar ends that ends in this column."""
        return self.days_at(column)[1]

    @property
    def last(self) -> date:
        """The last day in the window."""
        return self.day_at(self.width - 1)

    def shows(self, day: date) -> bool:
        """Say whether the beginning of `day` is in the window."""
        return 0 <= self.column(day) < self.width

    def moved(self, steps: int) -> Window:
        """Give the window `steps` steps of the zoom later, earlier when negative."""
        return self.starting(_day(self.first.toordinal() + steps * STEP_DAYS[self.zoom]))

    def paged(self, pages: int) -> Window:
        """Give the window about three quarters of its own width later, in whole steps, earlier when negative."""
        days = (self.last - self.first).days * 3 // 4
        return self.moved(pages * max(1, days // STEP_DAYS[self.zoom]))

    def starting(self, first: date) -> Window:
        """Give the window with `first` at its left edge."""
        return msgspec.structs.replace(self, first=first)

    def resized(self, width: int) -> Window:
        """Give the window with another width and the same left edge."""
        return msgspec.structs.replace(self, width=width)

    def with_day_at(self, day: date, column: int) -> Window:
        """Give the window scrolled so that `day` stands at `column`, as near as whole days allow."""
        return self.starting(_day(self._days_of(self._place(day.toordinal()) - column)[0]))

    def zoomed(self, zoom: Zoom, anchor: date) -> Window:
        """Give the window with another zoom in which `anchor` stays where it is; centred when it was not shown."""
        column = self.column(anchor) if self.shows(anchor) else self.width // 3
        return Window(zoom, self.first, self.width).with_day_at(anchor, column)

    def revealing(self, day: date) -> Window:
        """Give the window scrolled just so far that `day` is in it, with some room around it."""
        if self.shows(day):
            return self
        margin = min(self.width // 6, 10)
        found = self.with_day_at(day, margin if day < self.first else self.width - 1 - margin)
        # Whole days are several columns wide: in a narrow window they can leave the day just beyond its end.
        return found if found.shows(day) else found.starting(_day(found.first.toordinal() + 1))

    def header(self) -> tuple[tuple[Tick, ...], tuple[Tick, ...]]:
        """Give the ticks of the upper and of the lower header row, from left to right."""
        upper, lower = _HEADER[self.zoom]
        return self.ticks(upper), self.ticks(lower)

    def ticks(self, unit: Unit) -> tuple[Tick, ...]:
        """Give the periods of `unit` that the window shows."""
        found = []
        for day, after in _periods(unit, self.first, self.last):
            start, stop = self.column(day), self.column(after)
            left, right = max(0, start), min(self.width, stop)
            if right > left:
                found.append(Tick(left, right - left, day, unit, cut=start < 0))
        return tuple(found)

    def _place(self, ordinal: int) -> int:
        """Give the column of a day, counted from the calendar's first day, a Monday."""
        cells = CELLS_PER_DAY[self.zoom]
        return ((ordinal - _FIRST) * cells.numerator + _SHIFT[self.zoom]) // cells.denominator

    def _days_of(self, place: int) -> tuple[int, int]:
        """Give the ordinals of the first and last day of a column counted so: the inverse of `_place`."""
        cells, shift = CELLS_PER_DAY[self.zoom], _SHIFT[self.zoom]
        last = -(-((place + 1) * cells.denominator - shift) // cells.numerator) - 1
        first = min(-(-(place * cells.denominator - shift) // cells.numerator), last)
        return first + _FIRST, last + _FIRST


def _day(ordinal: int) -> date:
    """Give the day of `ordinal`, held inside the years that a date can have."""
    return date.fromordinal(min(max(ordinal, _FIRST), _LAST))


def _periods(unit: Unit, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield (begin, begin of the next) of the periods that touch `first` to `last`, up to the calendar's end."""
    day = _begin(unit, first)
    while day <= last:
        try:
            after = _next(unit, day)
        except (ValueError, OverflowError):
            return
        yield day, after
        day = after


def _begin(unit: Unit, day: date) -> date:
    """Give the first day of the period of `unit` that `day` is in; weeks begin on Monday (GB/T 7408, ISO 8601)."""
    if unit is Unit.YEAR:
        return day.replace(month=1, day=1)
    if unit is Unit.MONTH:
        return day.replace(day=1)
    if unit is Unit.WEEK:
        return _day(day.toordinal() - day.weekday())
    return day


def _next(unit: Unit, day: date) -> date:
    if unit is Unit.YEAR:
        return date(day.year + 1, 1, 1)
    if unit is Unit.MONTH:
        return date(day.year + day.month // _MONTHS, day.month % _MONTHS + 1, 1)
    return day + timedelta(days=7 if unit is Unit.WEEK else 1)
