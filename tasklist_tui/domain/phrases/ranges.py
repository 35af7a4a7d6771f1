"""Any point of the calendar, and ranges of two: 9—11月, 9月底至10月中旬, 2025年9月至2026年3月, 周一至周五."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.holidays import holiday
from tasklist_tui.domain.phrases.numeric import TIME, bare_end, numeric
from tasklist_tui.domain.phrases.plans import plan
from tasklist_tui.domain.phrases.points import day_word, lone_part, of_month, within_year, year_led
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.stretch import Grain, Stretch
from tasklist_tui.domain.phrases.weeks import WEEK, WEEKDAYS, numbered_week, week_led

_DASH = re.compile(
    r"(?:起|开始|以来)?,?(?:-{1,3}|~{1,2}|(?:直|截)?至(?!少|今|此|于|多|关)|(?:直)?到(?!位|期|达|岗|账|会|场|点|人|访))"
)
#: A part of a month written in digits: 2025-10月底, 2025.9中旬.
_PART_OF_DIGITS = re.compile(r"[上中下]旬|[上中]{1,2}下?旬|[底末初](?!稿|步)")
_WEEKDAY = re.compile(rf"\(?{WEEK}([一二三四五六日天])\)?")


def point(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take one point of the calendar, of whatever grain."""
    begin = cursor.place
    found = (
        numeric(cursor, reading)
        or plan(cursor, reading)
        or holiday(cursor, reading)
        or year_led(cursor, reading)
        or within_year(cursor, reading)
        or week_led(cursor, reading)
        or lone_part(cursor, reading)
        or day_word(cursor, reading)
    )
    if found is None:
        return None
    if found.grain is Grain.MONTH and cursor.text[cursor.place - 1] in "月0123456789" and cursor.sees(_PART_OF_DIGITS):
        found = of_month(cursor, reading, found)
    if found.grain is Grain.YEAR and found.dated and not found.closing:
        named = holiday(cursor, reading, found.start.year) or numbered_week(cursor, reading)
        found = named or found
    if found.grain <= Grain.MONTH and found.grain is not Grain.WEEK:
        reading.near_month = (found.start.year, found.start.month)
    if found.dated and found.grain is not Grain.BREAK:
        reading.near_year = found.start.year
    if found.grain is Grain.DAY and cursor.text[begin] not in "周星礼":
        _take_time_of_day(cursor, reading, found)
    return found


def _take_time_of_day(cursor: Cursor, reading: Reading, day: Stretch) -> None:
    """Move over a weekday that repeats the date, and over a time of day."""
    weekday = cursor.take(_WEEKDAY)
    if weekday is not None and WEEKDAYS[weekday[1]] != day.start.weekday():
        reading.warn(msg("{day} is not the weekday written beside it", day=day.start))
    cursor.take(TIME)


def _turn(cursor: Cursor, reading: Reading, left: Stretch) -> Stretch:
    """Join 9月底10月初, two points that meet without a word between them."""
    begin, near_month = cursor.place, reading.near_month
    right = within_year(cursor, reading) if left.closing and left.grain is Grain.PART else None
    if right is None or right.start != left.end + timedelta(days=1):
        cursor.place, reading.near_month = begin, near_month
        return left
    return msgspec.structs.replace(right, start=left.late(reading.options), is_range=True, dated=left.dated)


def stretch_or_range(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take a point, or two points and what is between them."""
    begin = cursor.place
    left = point(cursor, reading)
    if left is None:
        return None
    typed, after_left = cursor.text[begin : cursor.place], cursor.place
    if cursor.take(_DASH) is None:
        return _turn(cursor, reading, left)
    before_right, year_before = cursor.place, reading.near_year
    right = bare_end(cursor, reading, left, typed) or point(cursor, reading)
    if right is None:
        if cursor.done:
            reading.warn(msg("the range has no end"))
        cursor.place = after_left
        return left
    start = left.late(reading.options)
    if right.end < start and not right.dated:
        cursor.place, reading.near_year = before_right, left.start.year + 1
        again = bare_end(cursor, reading, left, typed) or point(cursor, reading)
        if again is not None:
            right = again
            reading.warn(msg("the range ends in the next year, {year}", year=right.end.year))
        reading.near_year = year_before
    if right.end < start:
        raise Unreadable(msg("the range ends before it begins"))
    grain = max(left.grain, right.grain)
    return msgspec.structs.replace(right, start=start, grain=grain, is_range=True, dated=left.dated or right.dated)
