"""Public holidays of the law: which days are festivals, and which of them the law makes rest days (放假办法, 2024)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from tasklist_tui.domain.lunar_days import LUNAR_DAYS
from tasklist_tui.domain.message import Message, msg

_DAY = timedelta(days=1)


class Festival(StrEnum):
    """The seven public holidays, in the order of the year."""

    NEW_YEAR = "new year"
    SPRING = "spring"
    QINGMING = "qingming"
    LABOUR = "labour"
    DRAGON_BOAT = "dragon boat"
    MID_AUTUMN = "mid-autumn"
    NATIONAL = "national"


NAMES: dict[Festival, Message] = {
    Festival.NEW_YEAR: msg("New Year's Day"),
    Festival.SPRING: msg("Spring Festival"),
    Festival.QINGMING: msg("Tomb-Sweeping Day"),
    Festival.LABOUR: msg("Labour Day"),
    Festival.DRAGON_BOAT: msg("Dragon Boat Festival"),
    Festival.MID_AUTUMN: msg("Mid-Autumn Festival"),
    Festival.NATIONAL: msg("National Day"),
}

_FIXED = {Festival.NEW_YEAR: (1, 1), Festival.LABOUR: (5, 1), Festival.NATIONAL: (10, 1)}
_LUNAR = {Festival.SPRING: 0, Festival.QINGMING: 1, Festival.DRAGON_BOAT: 2, Festival.MID_AUTUMN: 3}

#: Days off of each festival as (first, last) offset from its day: 除夕 to 初三, 5月1–2日, 10月1–3日 (放假办法 第二条).
_DAYS_OFF = {Festival.SPRING: (-1, 2), Festival.LABOUR: (0, 1), Festival.NATIONAL: (0, 2)}


def festival_day(festival: Festival, year: int) -> date | None:
    """Give the day of `festival` in `year`, None for a lunar one in a year the table does not reach (2008–2100)."""
    if festival in _FIXED:
        return date(year, *_FIXED[festival])
    days = LUNAR_DAYS.get(year)
    return date(year, *divmod(days[_LUNAR[festival]], 100)) if days else None


def days_off(year: int) -> dict[date, Festival]:
    """Give the rest days the law sets for `year`, each with its festival; the yearly notice moves days around them."""
    found: dict[date, Festival] = {}
    for festival in Festival:
        if (day := festival_day(festival, year)) is not None:
            first, last = _DAYS_OFF.get(festival, (0, 0))
            for offset in range(first, last + 1):
                found.setdefault(day + offset * _DAY, festival)
    return found
