"""The calendars of other countries, from the `holidays` package; it is imported only where one is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from tasklist_tui.domain.kinds import Label
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import CalendarChoice
from tasklist_tui.domain.published import Grade, PublishedYear, year_days

if TYPE_CHECKING:
    from holidays import HolidayBase

#: Words for the country whose calendar needs no package.
_CHINA = {"", "CN", "CHN", "CHINA", "中国"}

#: Offered behind the names that look like what was typed.
_USUAL = ("CN", "HK", "US", "GB", "JP", "DE")
_OFFERED = 6

#: Names in the languages of the interface, in order of preference; the package falls back on the environment for
#: a language it does not have, so it is never left the choice.
_LANGUAGES = {"zh": ("zh_CN", "en_US"), "en": ("en_US",)}


def country_year(choice: CalendarChoice, year: int) -> PublishedYear:
    """Give a year of a country; one the package has no data for is its weekends alone.

    A year is an estimate, too, while the package only reckons with the days of some festivals of the moon.
    """
    kind = _kind(choice.country)
    if not kind.start_year <= year <= kind.end_year:
        return PublishedYear(Grade.ESTIMATE, _usual_weekend(kind(), year))
    zh, en = (_book(kind, choice.subdivision, year, language) for language in ("zh", "en"))
    weekend = frozenset(filter(zh.is_weekend, year_days(year)))
    found = {day: msg("{name}", name=Label(name, en.get(day, ""))) for day, name in zh.items()}
    worked = frozenset(day for day in zh.weekend_workdays if day in weekend and day not in found)
    grade = Grade.ESTIMATE if _reckoned(zh) else Grade.OFFICIAL
    return PublishedYear(grade, weekend, found, worked)


def find_country(text: str) -> str | None:
    """Give the code (ISO 3166-1 alpha-2) of a country by its code or English name, None for an unknown one."""
    return "CN" if text.upper() in _CHINA else _codes().get(_plain(text))


def close_countries(text: str) -> tuple[str, ...]:
    """Give a few codes of countries, those that are written like `text` first."""
    return _offer(text, _codes(), _USUAL)


def find_subdivision(country: str, text: str) -> str | None:
    """Give the code of a part of a country (a state, a province) by its code or name, None for an unknown one."""
    return _subdivisions(country).get(_plain(text))


def close_subdivisions(country: str, text: str) -> tuple[str, ...]:
    """Give a few codes of the parts of a country, those that are written like `text` first; empty when it has none."""
    known = _subdivisions(country)
    return _offer(text, known, sorted(known.values()))


def _offer(text: str, codes: Mapping[str, str], others: Iterable[str]) -> tuple[str, ...]:
    from difflib import get_close_matches  # imported for mistakes only

    found = [codes[name] for name in get_close_matches(_plain(text), codes, _OFFERED - 2, 0.6)]
    return tuple(dict.fromkeys((*found, *others)))[:_OFFERED]


def _kind(country: str) -> type[HolidayBase]:
    """Give the package's class for a country."""
    import holidays

    return type(holidays.country_holidays(country))


def _book(kind: type[HolidayBase], subdivision: str, year: int, language: str) -> HolidayBase:
    """Give the package's year, its names in `language`, else in English, else in the country's own."""
    from holidays.groups.islamic import IslamicHolidays

    wanted = (name for name in _LANGUAGES[language] if name in kind.supported_languages)
    more: dict[str, Any] = {"islamic_show_estimated": True} if issubclass(kind, IslamicHolidays) else {}
    name = next(wanted, kind.default_language) or "en_US"
    return kind(years=year, subdiv=subdivision or None, language=name, **more)


def _usual_weekend(book: HolidayBase, year: int) -> frozenset[date]:
    """Give the days of `year` that fall on the weekdays of rest; asking for each day would take ten times as long."""
    weekdays = {day.weekday() for day in islice(year_days(year), 7) if book.is_weekend(day)}
    return frozenset(day for day in year_days(year) if day.weekday() in weekdays)


def _reckoned(book: HolidayBase) -> bool:
    """Say whether a day is marked as reckoned beforehand, not yet announced."""
    mark = book.tr(getattr(book, "estimated_label", "")).replace("%s", "").strip()
    return bool(mark) and any(mark in name for name in book.values())


def _codes() -> dict[str, str]:
    from holidays.registry import COUNTRIES

    return {_plain(name): names[1] for names in COUNTRIES.values() for name in names}


def _subdivisions(country: str) -> dict[str, str]:
    kind = _kind(country)
    codes = {_plain(code): code for code in kind.subdivisions}
    return {**{_plain(name): code for name, code in kind.subdivisions_aliases.items()}, **codes}


def _plain(name: str) -> str:
    """Give a name as it is compared: “United States” is `UnitedStates` to the package."""
    return "".join(name.casefold().split())
