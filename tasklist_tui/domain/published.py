"""What is published of one year: its weekends, its holidays, its make-up workdays, and how sure they are."""

from __future__ import annotations

import calendar as solar
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from tasklist_tui.domain.message import Message


class Grade(StrEnum):
    """How sure a year of the calendar is."""

    OFFICIAL = "official"
    OFFICE = "office"
    ESTIMATE = "estimate"


class PublishedYear(msgspec.Struct, frozen=True):
    """The days of one year; `make_up` are days of its weekends that are worked.

    `holidays` may lie on a weekend.  All days are of the year, and a day is never both a holiday and a make-up day.
    """

    grade: Grade
    weekend: frozenset[date]
    holidays: Mapping[date, Message] = {}
    make_up: frozenset[date] = frozenset()


def year_days(year: int) -> Iterator[date]:
    """Yield the days of `year`, a year that dates have (1–9999)."""
    first = date(year, 1, 1).toordinal()
    return map(date.fromordinal, range(first, first + (366 if solar.isleap(year) else 365)))
