"""A recurrence rule in an office's words: «每月25日», «每季度末月最后一天», and what becomes of it on rest days."""

from __future__ import annotations

from datetime import date

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.recurrence import Shift
from tasklist_tui.domain.rules import Rule, RuleError, aligned, parse_rule

_WEEKDAYS = (
    msg("Monday"),
    msg("Tuesday"),
    msg("Wednesday"),
    msg("Thursday"),
    msg("Friday"),
    msg("Saturday"),
    msg("Sunday"),
)
#: The names of the months.
MONTHS = (
    msg("January"),
    msg("February"),
    msg("March"),
    msg("April"),
    msg("May"),
    msg("June"),
    msg("July"),
    msg("August"),
    msg("September"),
    msg("October"),
    msg("November"),
    msg("December"),
)
_MONDAY_TO_FRIDAY = frozenset(range(5))
_SHIFTS = {
    Shift.PREVIOUS: msg("earlier when that is a rest day"),
    Shift.NEXT: msg("later when that is a rest day"),
}


def describe(rule: str, shift: Shift = Shift.NONE, start: date | None = None) -> Message:
    """Give a rule in words; the text of the rule where it is an unusual one, or none at all.

    `start` is the first day where the item names one: it decides which months «every three months» are.
    """
    try:
        parsed = parse_rule(rule)
    except RuleError:
        return msg("{text}", text=rule)
    words = _rhythm(parsed, start)
    if words is None:
        return msg("{text}", text=rule)
    if parsed.count is not None:
        words = msg("{rhythm}, {count} times", rhythm=words, count=parsed.count)
    if parsed.until is not None:
        words = msg("{rhythm}, until {day}", rhythm=words, day=parsed.until)
    return msg("{rhythm}, {shift}", rhythm=words, shift=_SHIFTS[shift]) if shift in _SHIFTS else words


def _rhythm(rule: Rule, start: date | None) -> Message | None:
    """Give the words for the periods and the days in them, None for a rule people have no words for."""
    if rule.weeks or rule.year_days or (rule.places and not _nth_weekday(rule)):
        return None
    match rule.freq:
        case "DAILY":
            return _daily(rule)
        case "WEEKLY":
            return _weekly(rule)
        case "MONTHLY":
            return _monthly(rule, start)
        case _:
            return _yearly(rule)


def _daily(rule: Rule) -> Message | None:
    if rule.months or rule.month_days:
        return None
    if not rule.days:
        return msg("every day") if rule.interval == 1 else msg("every {count} days", count=rule.interval)
    weekdays = {day for _place, day in rule.days}
    if rule.interval > 1:
        return None
    return msg("every day from Monday to Friday") if weekdays == _MONDAY_TO_FRIDAY else _every_weekday(rule)


def _weekly(rule: Rule) -> Message | None:
    if rule.months:
        return None
    if rule.interval == 1:
        return _every_weekday(rule) if rule.days else msg("every week")
    if not rule.days:
        return msg("every {count} weeks", count=rule.interval)
    return msg("every {count} weeks on {days}", count=rule.interval, days=_weekdays(rule))


def _every_weekday(rule: Rule) -> Message:
    return msg("every {days}", days=_weekdays(rule))


def _weekdays(rule: Rule) -> tuple[Message, ...]:
    return tuple(_WEEKDAYS[day] for day in sorted({day for _place, day in rule.days}))


def _monthly(rule: Rule, start: date | None) -> Message | None:
    days = _days(rule)
    if rule.interval == 1 and not rule.months:
        return msg("every month") if not days else msg("every month on {days}", days=days)
    if rule.interval == 1:
        return _in_months(rule.months, days) if days else None
    if rule.months:
        return None
    if not days:
        whole = {3: msg("every quarter"), 6: msg("every half-year")}
        return whole.get(rule.interval, msg("every {count} months", count=rule.interval))
    if rule.interval in {3, 6}:
        first = (start or aligned(rule, date(2024, 1, 1))).month
        return _in_months(tuple(sorted((first - 1 + step) % 12 + 1 for step in range(0, 12, rule.interval))), days)
    return msg("every {count} months on {days}", count=rule.interval, days=days)


def _yearly(rule: Rule) -> Message | None:
    days = _days(rule)
    if rule.interval > 1:
        return msg("every {count} years", count=rule.interval) if not days and not rule.months else None
    if not rule.months:
        return None if days else msg("every year")
    if rule.places or rule.days:
        return None
    return _in_months(rule.months, days or (msg("the last day"),))


def _in_months(months: tuple[int, ...], days: tuple[Message, ...]) -> Message:
    """Give the words for days of given months of every year; the usual months have names."""
    usual = {
        (1, 4, 7, 10): msg("the first month of every quarter on {days}", days=days),
        (2, 5, 8, 11): msg("the second month of every quarter on {days}", days=days),
        (3, 6, 9, 12): msg("the last month of every quarter on {days}", days=days),
        (1, 7): msg("the first month of every half-year on {days}", days=days),
        (6, 12): msg("the last month of every half-year on {days}", days=days),
    }
    names = tuple(MONTHS[month - 1] for month in months)
    return usual.get(months) or msg("every year in {months} on {days}", months=names, days=days)


def _days(rule: Rule) -> tuple[Message, ...]:
    """Give the words for the days of a month that a rule names; empty when it names none."""
    if rule.month_days:
        after, before = [n for n in rule.month_days if n > 0], [n for n in rule.month_days if n < 0]
        return (*(msg("day {number}", number=n) for n in after), *map(_from_end, before)) if not rule.days else ()
    if nth := _nth_weekday(rule):
        place, names = nth
        return (_nth(place, names),)
    return tuple(
        _nth(place, _WEEKDAYS[day]) if place else msg("every {days}", days=(_WEEKDAYS[day],))
        for place, day in rule.days
    )


def _nth_weekday(rule: Rule) -> tuple[int, Message] | None:
    """Give place and weekdays of «the last weekday of the month», written with BYSETPOS."""
    weekdays = {day for place, day in rule.days if not place}
    if len(rule.places) != 1 or len(weekdays) != len(rule.days) or rule.month_days or rule.freq != "MONTHLY":
        return None
    if weekdays == _MONDAY_TO_FRIDAY:
        return rule.places[0], msg("weekday from Monday to Friday")
    return (rule.places[0], _WEEKDAYS[min(weekdays)]) if len(weekdays) == 1 else None


def _nth(place: int, name: Message) -> Message:
    if place == -1:
        return msg("the last {name}", name=name)
    if place < 0:
        return msg("{name} number {number} from the end", name=name, number=-place)
    return msg("{name} number {number}", name=name, number=place)


def _from_end(number: int) -> Message:
    return msg("the last day") if number == -1 else msg("day {number} from the end", number=-number)
