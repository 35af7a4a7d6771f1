"""The calendar of China: the yearly notices of the State Council, else the rest days of the law (放假办法, 2024)."""

from __future__ import annotations

from datetime import date

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.published import Grade, PublishedYear, year_days
from tasklist_tui.domain.statutory import NAMES, Festival, days_off

_SATURDAY = 5

#: Names of chinesecalendar for the festivals; a name it adds one day is shown as it stands.
_OFFICIAL_NAMES = {
    "New Year's Day": Festival.NEW_YEAR,
    "Spring Festival": Festival.SPRING,
    "Tomb-sweeping Day": Festival.QINGMING,
    "Labour Day": Festival.LABOUR,
    "Dragon Boat Festival": Festival.DRAGON_BOAT,
    "Mid-autumn Festival": Festival.MID_AUTUMN,
    "National Day": Festival.NATIONAL,
}


def china_year(year: int) -> PublishedYear:
    """Give a year as its notice sets it (chinesecalendar, 2004–2026), else by the law, without make-up days."""
    from chinese_calendar import constants

    weekend = frozenset(day for day in year_days(year) if day.weekday() >= _SATURDAY)
    if date(year, 1, 1) not in constants.holidays:
        return PublishedYear(Grade.ESTIMATE, weekend, {day: NAMES[name] for day, name in days_off(year).items()})
    return PublishedYear(
        Grade.OFFICIAL,
        weekend,
        {day: _name(name) for day, name in constants.holidays.items() if day.year == year},
        frozenset(day for day in constants.workdays if day in weekend),
    )


def _name(name: str) -> Message:
    festival = _OFFICIAL_NAMES.get(name)
    return NAMES[festival] if festival else msg("{name}", name=name)
