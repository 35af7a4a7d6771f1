"""Which days of its period a rhythm means: 每周*一、三*, 每月*5日和20日*, 每季度*末月25日*, 每年*6月、12月底*."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

import msgspec
from dateutil.relativedelta import relativedelta

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.holidays import holiday
from tasklist_tui.domain.phrases.numerals import NUMBER, number
from tasklist_tui.domain.phrases.points import within_year
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.rhythm import Per, Rhythm
from tasklist_tui.domain.phrases.rhythm_words import (
    AFTER_END,
    AND_MONTH,
    DAYS_SAID,
    DUE,
    FIRST_DAYS,
    MONTH_PART,
    NTH,
    PARTS,
    QUARTER_PART,
    UNITS,
    WEEKDAYS_SAID,
    YEAR_EDGE,
)
from tasklist_tui.domain.phrases.stretch import Grain, Stretch, part_of, whole_year
from tasklist_tui.domain.phrases.weeks import WEEKDAYS

_MONTH_FOLLOWS = re.compile("月")
#: 每旬: three windows a month.
TEN_DAYS = Rhythm(Per.MONTH, days=(10, 20, -1), from_days=(1, 11, 21))


def detailed(cursor: Cursor, reading: Reading, unit: str, count: int) -> tuple[Rhythm, bool]:
    """Give the rhythm with the days named after the unit, and whether it counts workdays."""
    if unit in {"odd", "even"}:
        months = tuple(range(1 if unit == "odd" else 2, 13, 2))
        return _in_months(cursor, reading, Rhythm(Per.MONTH, months=months))
    per, factor = UNITS[unit]
    base = Rhythm(per, count * factor)
    if unit == "工作日":
        return Rhythm(Per.DAY, workday=True), False
    if unit == "旬":
        return TEN_DAYS, False
    if unit in {"半月", "半个月"}:
        return Rhythm(Per.MONTH, days=(15, -1), from_days=(1, 16)), False
    if per is Per.WEEK:
        return _in_week(cursor, base), False
    if per is Per.YEAR:
        return _in_year(cursor, reading, base), False
    if per is Per.MONTH and factor == 1:
        return _in_months(cursor, reading, base)
    return _in_quarter(cursor, reading, base, factor) if per is Per.MONTH else (base, False)


def _in_week(cursor: Cursor, rhythm: Rhythm) -> Rhythm:
    match = cursor.take(WEEKDAYS_SAID)
    if match is None:
        return rhythm
    if match["weekend"] or match["begin"]:
        days: tuple[int, ...] = (5, 6) if match["weekend"] else (0,)
    else:
        first = _weekday(match["first"])
        if match["last"]:
            days = tuple(range(first, _weekday(match["last"]) + 1))
        else:
            days = tuple(
                sorted({first, *(_weekday(one) for one in re.findall(r"[一二三四五六日天1-6]", match["more"]))})
            )
    if not days:
        raise Unreadable(msg("“{text}” could not be read", text=match[0]))
    return msgspec.structs.replace(rhythm, weekdays=days)


def _weekday(text: str) -> int:
    return int(text) - 1 if text.isdigit() else WEEKDAYS[text]


def _in_months(cursor: Cursor, reading: Reading, rhythm: Rhythm) -> tuple[Rhythm, bool]:
    """Take the day of the month: 5日, 5日和20日, 底, 上旬, 第一个工作日; or a span after its end."""
    change = msgspec.structs.replace
    if match := cursor.take(AFTER_END):
        if match["unit"].endswith("工作日"):
            return change(rhythm, workday=True, place=_day(match["n"]), due=True), True
        return change(rhythm, days=(_day(match["n"]),), due=True), False
    if match := cursor.take(FIRST_DAYS):
        if match["unit"].endswith("工作日"):
            return change(rhythm, workday=True, place=_day(match["n"]), due=True), True
        return change(rhythm, days=(_day(match["n"]),), from_days=(1,)), False
    if match := cursor.take(NTH):
        place = -1 if match["last"] else (1 if match["first"] else _day(match["n"]))
        if match["what"] == "工作日":
            return change(rhythm, workday=True, place=place), True
        if match["day"]:
            return change(rhythm, weekdays=(WEEKDAYS[match["day"]],), place=place), False
        first, last = (22, -1) if place == -1 else (7 * place - 6, min(7 * place, 28))
        reading.warn(msg("weeks of a month are counted as seven days each from its first day"))
        return change(rhythm, days=(last,), from_days=(first,)), False
    if match := cursor.take(MONTH_PART):
        return _of_month_part(match, reading, rhythm), False
    if match := cursor.take(DAYS_SAID):
        if match["last"] or match["to_end"]:
            return change(
                rhythm, days=(_day(match["last"]) if match["last"] else -1,), from_days=(_day(match["first"]),)
            ), False
        more = re.findall(NUMBER, match["more"] or "")
        return change(rhythm, days=tuple(sorted({_day(match["first"]), *map(_day, more)}))), False
    return rhythm, False


def _of_month_part(match: re.Match[str], reading: Reading, rhythm: Rhythm) -> Rhythm:
    change, part = msgspec.structs.replace, (match["part"] or "").removeprefix("月")
    if match["last"] is not None:
        return change(rhythm, days=(-1,))
    if match["head"] is not None:
        return change(rhythm, days=(1,))
    if part in {"底", "末", "终"}:
        return change(rhythm, days=(-1,), due=True)
    first, last = PARTS.get(part, (1, reading.options.early_days))
    return change(rhythm, days=(last,), from_days=(first,))


def _in_quarter(cursor: Cursor, reading: Reading, rhythm: Rhythm, factor: int) -> tuple[Rhythm, bool]:
    """Take the month of a quarter or half-year, with its day."""
    if rhythm.interval > factor:
        return rhythm, False
    begins = tuple(range(1, 13, factor))
    if match := cursor.take(AFTER_END):
        workday = match["unit"].endswith("工作日")
        after = Rhythm(Per.YEAR, months=begins, due=True)
        if workday:
            return msgspec.structs.replace(after, workday=True, place=_day(match["n"])), True
        return msgspec.structs.replace(after, days=(_day(match["n"]),)), False
    match = cursor.take(QUARTER_PART)
    if match is None:
        return rhythm, False
    if match["end"] and not cursor.sees(_MONTH_FOLLOWS):
        return Rhythm(Per.YEAR, months=_ends(factor), days=(-1,), due=True), False
    if match["first"] or match["head"] is not None:
        months = begins
    elif match["middle"]:
        months = tuple(begin + factor // 2 for begin in begins)
    else:
        months = _ends(factor)
    found, workdays = _in_months(cursor, reading, Rhythm(Per.YEAR, months=months))
    if found.whole and (match["head"] is not None or match["tail"] is not None):
        return rhythm, False
    return found, workdays


def _ends(factor: int) -> tuple[int, ...]:
    return tuple(range(factor, 13, factor))


def _in_year(cursor: Cursor, reading: Reading, rhythm: Rhythm) -> Rhythm:
    """Take the months of a year: 6月和12月, 12月底, 上半年, 年初; or a festival."""
    change = msgspec.structs.replace
    if match := cursor.take(AFTER_END):
        return change(rhythm, months=(1,), days=(_day(match["n"]),), due=True)
    begun = cursor.place
    inner = Reading(reading.reference, reading.list_year, reading.calendar, (), reading.options)
    inner.near_year = 2001  # a year without a 29th of February is any year
    if holiday(cursor, inner, reading.base.year) is not None:
        cursor.place = begun
        return _at_festival(cursor, reading, rhythm)
    found: list[Stretch] = []
    while (one := within_year(cursor, inner)) is not None:
        found.append(one)
        if not cursor.take(AND_MONTH):
            break
    if not found:
        part = cursor.take(YEAR_EDGE)
        if part is None:
            return rhythm
        edge = {"终": "末"}.get(part["part"], part["part"])
        found = [part_of(whole_year(2001), edge, inner)]
    return _of_stretches(found, rhythm)


def _at_festival(cursor: Cursor, reading: Reading, rhythm: Rhythm) -> Rhythm:
    """Take a festival: its date moves, so the rule only says yearly and the first time is that of the next one."""
    stretch = holiday(cursor, reading)
    if stretch is None:
        return rhythm
    reading.warn(msg("the rule repeats on the same date; the holiday itself may move"))
    day = stretch.start - relativedelta(days=1) if cursor.sees(DUE) else stretch.end
    return msgspec.structs.replace(rhythm, months=(day.month,), days=(day.day,))


def _of_stretches(found: list[Stretch], rhythm: Rhythm) -> Rhythm:
    """Give the yearly rhythm of stretches of one year; days and parts must agree to share a rule."""
    change = msgspec.structs.replace
    if found[-1].closing:  # 6月、12月底前: the part after the last stands for all
        found = [change(one, closing=one.closing or one.grain is Grain.MONTH) for one in found]
    first = found[0]
    months = tuple(sorted({one.end.month if one.closing else one.start.month for one in found}))
    if first.closing:
        return change(rhythm, months=months, days=(-1,), due=True)
    if first.grain in {Grain.DAY, Grain.PART}:
        ends = {-1 if _is_month_end(one.end) and one.grain is Grain.PART else one.end.day for one in found}
        if len(ends) > 1:
            raise Unreadable(msg("several days of the year do not share a rule"))
        return change(rhythm, months=months, days=tuple(ends), from_days=(first.start.day,))
    return change(rhythm, months=months, length=first.end.month - first.start.month + 1)


def _is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _day(text: str) -> int:
    value = number(text)
    if value is None or not 1 <= value <= 31:
        raise Unreadable(msg("there is no day {text} in a month", text=text))
    return value
