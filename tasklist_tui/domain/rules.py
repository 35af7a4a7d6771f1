"""Recurrence rules: RFC 5545 text to a typed value, and from a first day to the days it names.

A rule is the RRULE of RFC 5545 §3.3.10 without times: the smallest step is a day.  Where there is no first day
(DTSTART) to fill in what a rule leaves open, it is read as offices mean it: «FREQ=MONTHLY» is the whole month, due on
its last day, and every three months are the quarters of the year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from tasklist_tui.domain.message import Message, msg

if TYPE_CHECKING:
    from dateutil.rrule import rrule

#: No rule is followed further than this many days it names: 27 years of every day.
MOST = 10_000

#: What to write, as the hint beside a `rule_problem`.
RULE_HINT = msg("e.g. FREQ=WEEKLY;BYDAY=FR or FREQ=MONTHLY;BYMONTHDAY=-1 (the last day of the month)")

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_FINER = frozenset({"HOURLY", "MINUTELY", "SECONDLY", "BYHOUR", "BYMINUTE", "BYSECOND"})
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d{6}Z?)?", re.ASCII)
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
#: Largest number of each list of numbers, and whether it may count from the end.
_LISTS = {
    "BYMONTH": (12, False),
    "BYMONTHDAY": (31, True),
    "BYYEARDAY": (366, True),
    "BYWEEKNO": (53, True),
    "BYSETPOS": (366, True),
}
_LONGEST_STEP = 1000
#: The Gregorian calendar repeats, weekdays included, after this many years.
_CYCLE = 400
#: Years a rule is searched for a day that fits; the 29th of February on a given weekday needs at most 40.
_AHEAD = 100


class Rule(msgspec.Struct, frozen=True):
    """A rule by its parts; `days` are (place in the month or year or 0, weekday from 0 = Monday)."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    places: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def names_a_day(self) -> bool:
        """Whether the rule itself says which days of its periods are meant."""
        return bool(self.month_days or self.year_days or self.weeks or self.days) or self.freq == "DAILY"

    @property
    def ends(self) -> bool:
        """Whether the rule itself says when it ends."""
        return self.count is not None or self.until is not None


class RuleError(ValueError):
    """Text that is no rule; `message` says why."""

    def __init__(self, message: Message) -> None:
        """Carry the message."""
        super().__init__(str(message))
        self.message = message


@lru_cache(maxsize=1024)
def parse_rule(text: str) -> Rule:
    """Read the text of a rule; small letters, full-width characters and a leading `RRULE:` are accepted.

    Raises `RuleError` when it is no rule of RFC 5545, or one finer than a day.
    """
    typed = unicodedata.normalize("NFKC", text).strip().upper().removeprefix("RRULE:").rstrip(";")
    if "DTSTART" in typed:
        raise RuleError(msg("a rule has no DTSTART here; the first day goes into the field “start”"))
    parts: dict[str, str] = {}
    for part in typed.split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value:
            raise RuleError(msg("“{text}” is no part of a recurrence rule", text=part))
        if name in parts:
            raise RuleError(msg("{name} stands twice in the rule", name=name))
        parts[name] = value
    return _checked(_rule(parts))


def rule_problem(text: str) -> Message | None:
    """Say what is wrong with the text of a rule, None when it is a rule that names days; see `RULE_HINT`."""
    try:
        rule = parse_rule(text)
    except RuleError as error:
        return error.message
    if not _fits_a_day(msgspec.structs.replace(rule, until=None)):
        return msg("the rule names no day that exists")
    return None


@lru_cache(maxsize=1024)
def _fits_a_day(rule: Rule) -> bool:
    """Say whether the rule names a day; where periods are skipped, beginning in any year of a leap cycle."""
    years = range(2024, 2028 if rule.interval > 1 else 2025)
    return any(next(_dates(completed(rule), date(year, 1, 1)), None) for year in years)


@lru_cache(maxsize=8192)
def days(rule: Rule, begin: date, last_year: int) -> tuple[date, ...]:
    """Give the days a rule names from `begin` (its DTSTART) through `last_year`, and the first one after that.

    Never more than `MOST`.
    """
    found: list[date] = []
    for day in _dates(rule, begin):
        found.append(day)
        if day.year > last_year or len(found) >= MOST:
            break
    return tuple(found)


def _dates(rule: Rule, begin: date) -> Iterator[date]:
    """Yield the days from `begin`.

    dateutil looks for the next day up to the year 9999, which takes seconds for a rule that names none; so it is asked
    about the same days at the end of its calendar, whole cycles of 400 years later.
    """
    years = (9999 - _AHEAD - begin.year) // _CYCLE * _CYCLE
    try:
        for moment in _library_rule(rule, begin, years):
            yield date(moment.year - years, moment.month, moment.day)
    except (ValueError, OverflowError, IndexError):  # beyond the years a date can have
        return


def _library_rule(rule: Rule, begin: date, years: int) -> rrule:
    from dateutil import rrule as library  # 25 ms that only recurring items should cost

    parts: dict[str, Any] = {
        "count": rule.count,
        "until": _moment(rule.until, years) if rule.until and rule.until.year + years < 10_000 else None,
        "bymonth": rule.months or None,
        "bymonthday": rule.month_days or None,
        "byyearday": rule.year_days or None,
        "byweekno": rule.weeks or None,
        "byweekday": [library.weekdays[day](place) if place else library.weekdays[day] for place, day in rule.days]
        or None,
        "bysetpos": rule.places or None,
    }
    frequency = _FREQUENCIES.index(rule.freq)
    return library.rrule(frequency, _moment(begin, years), interval=rule.interval, wkst=rule.week_start, **parts)


def _moment(day: date, years: int) -> datetime:
    return datetime(day.year + years, day.month, day.day)  # noqa: DTZ001  # a day, in no zone


def completed(rule: Rule) -> Rule:
    """Give the rule with the days it leaves open filled in as offices mean them: the last day of the whole period."""
    if rule.names_a_day:
        return rule
    if rule.freq == "WEEKLY":
        return msgspec.structs.replace(rule, days=((0, (rule.week_start + 6) % 7),))
    months = rule.months or ((12,) if rule.freq == "YEARLY" else ())
    return msgspec.structs.replace(rule, months=months, month_days=(-1,))


def aligned(rule: Rule, begin: date) -> date:
    """Give the day to count periods from when the rule holds from `begin` on but no occurrence of it is known.

    Every three or six months are the quarters or half-years of the calendar; the last month of each counts.
    """
    if rule.freq != "MONTHLY" or rule.interval == 1:
        return begin
    number = begin.year * 12 + begin.month
    wait = -number % rule.interval
    year, month = divmod(number + wait - 1, 12)
    return begin if not wait or not 0 < year < 10_000 else date(year, month + 1, 1)


def _rule(parts: dict[str, str]) -> Rule:
    """Give the rule of RFC 5545 parts by name."""
    freq = parts.pop("FREQ", "")
    if finer := ({freq} | parts.keys()) & _FINER:
        raise RuleError(msg("{name}: a rule here counts in days or longer periods", name=min(finer)))
    if freq not in _FREQUENCIES:
        raise RuleError(msg("FREQ must be one of {ways}", ways=_FREQUENCIES))
    week_start = parts.pop("WKST", "MO")
    if week_start not in WEEKDAYS:
        raise RuleError(msg("{name}: there is no weekday “{text}”", name="WKST", text=week_start))
    interval = _positive("INTERVAL", parts.pop("INTERVAL", "1"))
    if interval > _LONGEST_STEP:
        raise RuleError(msg("{name} goes from 1 to {most}", name="INTERVAL", most=_LONGEST_STEP))
    count = parts.pop("COUNT", None)
    until = parts.pop("UNTIL", None)
    by_day = parts.pop("BYDAY", None)
    if unknown := parts.keys() - _LISTS.keys():
        raise RuleError(msg("“{text}” is no part of a recurrence rule", text=min(unknown)))
    lists = {name: _numbers(name, value) for name, value in parts.items()}
    return Rule(
        freq,
        interval,
        count=_positive("COUNT", count) if count else None,
        until=_until(until) if until else None,
        months=lists.get("BYMONTH", ()),
        month_days=lists.get("BYMONTHDAY", ()),
        year_days=lists.get("BYYEARDAY", ()),
        weeks=lists.get("BYWEEKNO", ()),
        days=tuple(map(_weekday, by_day.split(","))) if by_day else (),
        places=lists.get("BYSETPOS", ()),
        week_start=WEEKDAYS.index(week_start),
    )


def _checked(rule: Rule) -> Rule:
    """Refuse what RFC 5545 §3.3.10 forbids to stand together, which a library would read at its own discretion."""
    placed = any(place for place, _day in rule.days)
    wrong = {
        "COUNT + UNTIL": rule.count is not None and rule.until is not None,
        f"BYMONTHDAY + {rule.freq}": rule.month_days and rule.freq == "WEEKLY",
        f"BYYEARDAY + {rule.freq}": rule.year_days and rule.freq != "YEARLY",
        f"BYWEEKNO + {rule.freq}": rule.weeks and rule.freq != "YEARLY",
        f"BYDAY + {rule.freq}": placed and (rule.freq not in {"MONTHLY", "YEARLY"} or rule.weeks),
        "BYSETPOS": rule.places and not any((rule.months, rule.month_days, rule.year_days, rule.weeks, rule.days)),
    }
    for name, found in wrong.items():
        if found:
            raise RuleError(msg("{name} cannot stand like this (RFC 5545 §3.3.10)", name=name))
    return rule


def _positive(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) < 1:
        raise RuleError(msg("{name}: “{text}” is not a number from 1", name=name, text=text))
    return int(text)


def _numbers(name: str, text: str) -> tuple[int, ...]:
    most, from_end = _LISTS[name]
    found = []
    for piece in text.split(","):
        number = int(piece) if _NUMBER.fullmatch(piece.strip()) else 0
        if not (1 <= number <= most or (from_end and -most <= number <= -1)):
            raise RuleError(msg("{name}: “{text}” is not one of its numbers", name=name, text=piece))
        found.append(number)
    return tuple(sorted(set(found)))


def _weekday(text: str) -> tuple[int, int]:
    found = _DAY.fullmatch(text.strip())
    place = int(found[1] or 0) if found else 0
    if found is None or (found[1] and not 1 <= abs(place) <= 53):
        raise RuleError(msg("{name}: there is no weekday “{text}”", name="BYDAY", text=text))
    return place, WEEKDAYS.index(found[2])


def _until(text: str) -> date:
    found = _UNTIL.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise RuleError(msg("UNTIL: “{text}” is not a day; write it like 20251231", text=text))
