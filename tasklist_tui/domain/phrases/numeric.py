"""Dates in digits: 2025-09-30, 2025.9, 9/30, 20250930, 202510, and the day numbers of spreadsheets."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.numerals import NUMBER
from tasklist_tui.domain.phrases.reading import Cursor, Reading
from tasklist_tui.domain.phrases.stretch import Stretch, a_day, months, single, whole_year

_YEAR = r"(?<!\d)((?:19|20|21)\d\d)"
_MONTH = r"(0?[1-9]|1[0-2])"
_FULL = re.compile(rf"{_YEAR}([-/. ]) ?(\d{{1,2}})\2 ?(\d{{1,2}})(?![\d月季年])日?")
_SHORT_YEAR = re.compile(r"(?<![\d.])([2-4]\d)([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d|[-/.]\d)日?")
_COMPACT = re.compile(rf"{_YEAR}(0[1-9]|1[0-2])([0-3]\d)(?!\d)")
_YEAR_MONTH = re.compile(rf"{_YEAR}[-/.]{_MONTH}(?![\d年%季:])(?:月份|月)?")
_COMPACT_MONTH = re.compile(rf"{_YEAR}(0[1-9]|1[0-2])(?![\d.])(?:月份|月)?")
_SHORT = re.compile(
    rf"(?<![\d.])(?:{_MONTH}[/.](0?[1-9]|[12]\d|3[01])(?:日|号)?|{_MONTH}-(0?[1-9]|[12]\d|3[01])(?![日号]))"
    r"(?=$|[-~;,、\n()。 \ue000]|之?前|以[前后]|之后|后|起|开始|止|至|到|以?内|完成|截|左右|报|提)"
)
#: A bare number where the one it makes a range with has its unit: 2025.9-12, 9.10-15.
_BARE = re.compile(r"(\d{1,2})(?![\d.:/月年季个周天日号%])")

_PERIOD_OF_DAY = "上午|下午|中午|晚上|早上|凌晨|傍晚|晚|夜"
#: A time of day, dropped: deadlines are days.
TIME = re.compile(
    rf"[ t,]?(?:(?:{_PERIOD_OF_DAY})?(?:\d{{1,2}}:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?"
    rf"|{NUMBER}(?:时|点)(?:{NUMBER}分|半|整|许|钟)?)|{_PERIOD_OF_DAY}|(?:下班|上班)(?=之?前)|当天|当日|全天)"
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIALS = range(20_000, 90_000)
_SERIAL_ZERO = date(1899, 12, 30)  # 1900 system; the day that makes 45930 the 30th of September 2025
_LONE_YEAR = re.compile(r"((?:19|20|21)\d\d)(?:[-~至到]((?:19|20|21)\d\d))?")
_ZERO_CUT = re.compile(r"\d{1,2}\.[123]")
_TEN_CUT = re.compile(r"(?:19|20|21)\d\d\.10?")


def numeric(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take a date written in digits and signs."""
    if match := cursor.take(_FULL):
        return a_day(int(match[1]), int(match[3]), int(match[4]), dated=True)
    if match := cursor.take(_SHORT_YEAR):
        reading.warn(msg("“{text}” is read as {year}", text=match[1], year=2000 + int(match[1])))
        return a_day(2000 + int(match[1]), int(match[3]), int(match[4]), dated=True)
    if match := cursor.take(_COMPACT):
        return a_day(int(match[1]), int(match[2]), int(match[3]), dated=True)
    if match := cursor.take(_YEAR_MONTH) or cursor.take(_COMPACT_MONTH):
        if _TEN_CUT.fullmatch(cursor.text):
            reading.warn(msg("spreadsheets cut October, {year}.10, to {year}.1; check the month", year=match[1]))
        return months(int(match[1]), int(match[2]), int(match[2]), dated=True)
    if match := cursor.take(_SHORT):
        if _ZERO_CUT.fullmatch(cursor.text):
            reading.warn(msg("spreadsheets cut {text}0 to {text}; check the day", text=cursor.text))
        return a_day(reading.year, int(match[1] or match[3]), int(match[2] or match[4]))
    return None


def bare_end(cursor: Cursor, reading: Reading, left: Stretch, left_text: str) -> Stretch | None:
    """Take the end of a range that is a bare number: a month after 2025.9, a day after 9.10."""
    if not left_text.isascii():
        return None
    match = cursor.take(_BARE)
    if match is None:
        return None
    if left.start == left.end:
        return a_day(left.start.year, left.start.month, int(match[1]))
    return months(left.start.year, int(match[1]), int(match[1]))


def whole_number(text: str, reading: Reading) -> Stretch | None:
    """Read a cell that is nothing but a number: a spreadsheet's day number, a year, two years."""
    if (match := _SERIAL.fullmatch(text)) and int(match[1]) in _SERIALS:
        reading.warn(msg("read as the day number of a spreadsheet"))
        return single(_SERIAL_ZERO + timedelta(days=int(match[1])), dated=True)
    if (match := _LONE_YEAR.fullmatch(text)) and int(match[1]) <= int(match[2] or match[1]):
        first, last = whole_year(int(match[1])), whole_year(int(match[2] or match[1]))
        return Stretch(first.start, last.end, first.grain, dated=True)
    return None
