"""Lengths of time as laws and offices name them; `legal.py` counts them."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Unit(StrEnum):
    """What a period is counted in: the calendar's days, weeks, months, years, and hours (民法典 第二百条); workdays."""

    HOURS = "hours"
    DAYS = "days"
    WORKDAYS = "workdays"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Roll(StrEnum):
    """Where an end on a rest day goes."""

    NONE = "none"
    FORWARD = "forward"
    BACK = "back"


class Period(msgspec.Struct, frozen=True):
    """A length of time counted by the law: `Period(3, Unit.MONTHS)`; `and_days` exceed it, as in 一个半月."""

    count: int
    unit: Unit = Unit.DAYS
    and_days: int = 0
