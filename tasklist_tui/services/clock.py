"""The one place that reads the clock; everybody else is told the time."""

from __future__ import annotations

from datetime import date, datetime


def now() -> datetime:
    """Give the time now, to the second, with the offset of the local zone."""
    return datetime.now().astimezone().replace(microsecond=0)


def today() -> date:
    """Give the day it is here."""
    return now().date()
