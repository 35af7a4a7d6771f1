"""Activities by month: which items fall on which day, and how many there are of each sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.model import Item


class Month(msgspec.Struct, frozen=True):
    """The items of one month by day, in the order of the list, and how many there are of each value of a field.

    An item with several values counts at each of them.  `undated` are the items of no day at all; `first` and `last`
    are the earliest and the latest day of any item.
    """

    year: int
    month: int
    days: Mapping[date, tuple[Item, ...]]
    counts: Mapping[str, tuple[Item, ...]]
    undated: tuple[Item, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the month, by day."""
        return tuple(item for day in sorted(self.days) for item in self.days[day])


def month_of(
    items: Iterable[Item],
    field: str,
    year: int,
    month: int,
    sorts_of: Callable[[Item], Sequence[str]] | None = None,
) -> Month:
    """Give the month of the items by their date `field`."""
    days: dict[date, list[Item]] = {}
    counts: dict[str, list[Item]] = {}
    undated: list[Item] = []
    every: list[date] = []
    for item in items:
        day = item.day(field)
        if day is None:
            undated.append(item)
            continue
        every.append(day)
        if (day.year, day.month) != (year, month):
            continue
        days.setdefault(day, []).append(item)
        for sort in (sorts_of(item) or ("",)) if sorts_of else ():
            counts.setdefault(sort, []).append(item)
    return Month(
        year,
        month,
        {day: tuple(found) for day, found in days.items()},
        {sort: tuple(found) for sort, found in counts.items()},
        tuple(undated),
        min(every, default=None),
        max(every, default=None),
    )


def best_month(items: Iterable[Item], field: str, today: date) -> tuple[int, int]:
    """Give the month to begin with: that of today when something falls in it, else the nearest one that has some."""
    days = [day for item in items if (day := item.day(field)) is not None]
    if not days:
        return today.year, today.month
    here = today.year * 12 + today.month
    nearest = min(days, key=lambda day: (abs(day.year * 12 + day.month - here), day > today))
    return nearest.year, nearest.month
