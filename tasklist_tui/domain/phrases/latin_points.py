"""Points of the calendar in English: 30 Sep 2025, end of Sep, mid-October, Q3 2025, next Friday, EOM."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec
from dateutil.relativedelta import relativedelta

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.numeric import numeric
from tasklist_tui.domain.phrases.reading import Cursor, Reading
from tasklist_tui.domain.phrases.stretch import (
    Grain,
    Stretch,
    a_day,
    half,
    months,
    part_of,
    quarter,
    single,
    week_of,
    whole_year,
)

_DAY = timedelta(days=1)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug"
    "|sept|sep|oct|nov|dec"
)
_MONTH = rf"(?P<month>{_LONG})(?![a-z])\.?"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:days?|s|nesday|nes|rsday|rs|urday|urs)?(?![a-z])"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)"
_YEAR_BEFORE = r"(?P<year_before>(?:19|20|21)\d\d)[ ,/-]*"

_PART = re.compile(
    r"(?:the )?(?:(?P<end>end|close)|(?P<mid>mid(?:dle)?)|(?P<early>early|beginning|start)|(?P<late>late))"
    r"(?: of| in|-| )? ?(?:the )?"
)
_DAY_WORDS = {"today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2}
_MOVES = {"this": 0, "next": 1, "last": -1, "coming": 0, "current": 0}
_POINTS = (
    re.compile(r"(?P<word>today|tomorrow|yesterday|day after tomorrow)"),
    re.compile(rf"(?:(?P<move>this|next|last|coming) )?{WEEKDAY}"),
    re.compile(r"(?:(?P<move>this|next|last|current) )?(?P<unit>week|month|quarter|year)"),
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}(?:,? ?-?{_YEAR})?"),
    re.compile(rf"{_MONTH} ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? ?{_YEAR})?"),
    re.compile(rf"{_MONTH}(?:,? ?{_YEAR})?"),
    re.compile(rf"q ?(?P<quarter>[1-4])(?:[ ,/-]*{_YEAR})?|{_YEAR_BEFORE}q ?(?P<quarter_after>[1-4])"),
    re.compile(rf"h(?P<half>[12])(?:[ ,/-]*{_YEAR})?|{_YEAR_BEFORE}h(?P<half_after>[12])"),
    re.compile(rf"{_YEAR}(?![\d年/.-])"),
)
_EOX = re.compile(r"eo(?P<unit>[wmqy])(?![a-z])")
_EOX_UNITS = {"w": "week", "m": "month", "q": "quarter", "y": "year"}


def point(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take one point of the calendar in English, or a date in digits."""
    if match := cursor.take(_EOX):
        return msgspec.structs.replace(_moving(_EOX_UNITS[match["unit"]], 0, reading), closing=True)
    part = cursor.take(_PART)
    stretch = _plain_point(cursor, reading)
    if stretch is None or part is None:
        return stretch
    if part["end"]:
        return msgspec.structs.replace(stretch, closing=True)
    if stretch.grain in {Grain.DAY, Grain.WEEK}:
        return None
    if part["late"]:
        return part_of(stretch, "下旬" if stretch.grain is Grain.MONTH else "末", reading)
    return part_of(stretch, "中" if part["mid"] else "初", reading)


def _plain_point(cursor: Cursor, reading: Reading) -> Stretch | None:
    for pattern in _POINTS:
        if match := cursor.take(pattern):
            return _from_words({name: value for name, value in match.groupdict().items() if value}, reading)
    return numeric(cursor, reading)


def _from_words(said: dict[str, str], reading: Reading) -> Stretch:
    if "word" in said:
        return single(reading.reference + _DAY_WORDS[said["word"]] * _DAY, dated=True)
    if "weekday" in said:
        return _weekday(said["weekday"], said.get("move"), reading)
    if "unit" in said:
        return _moving(said["unit"], _MOVES[said.get("move", "this")], reading)
    typed = said.get("year") or said.get("year_before")
    year, dated = int(typed or reading.year), typed is not None
    if "month" in said:
        month = _MONTHS.index(said["month"][:3]) + 1
        return (
            a_day(year, month, int(said["day"]), dated=dated)
            if "day" in said
            else months(year, month, month, dated=dated)
        )
    if which := said.get("quarter") or said.get("quarter_after"):
        return quarter(year, int(which), dated=dated)
    if which := said.get("half") or said.get("half_after"):
        return half(year, int(which), dated=dated)
    return whole_year(year, dated=True)


def _weekday(name: str, move: str | None, reading: Reading) -> Stretch:
    today, weekday = reading.reference, DAYS.index(name)
    if move in {None, "coming"}:
        return single(today + ((weekday - today.weekday()) % 7) * _DAY, dated=True)
    day = week_of(today).start + (7 * _MOVES[move or "this"] + weekday) * _DAY
    if move == "next":
        reading.warn(msg("“next” is read as the week after this one: {day}", day=day))
    return single(day, dated=True)


def _moving(unit: str, move: int, reading: Reading) -> Stretch:
    today = reading.reference
    if unit == "week":
        return week_of(today + 7 * move * _DAY)
    if unit == "year":
        return whole_year(today.year + move, dated=True)
    if unit == "month":
        there = today + relativedelta(day=1, months=move)
        return months(there.year, there.month, there.month, dated=True)
    there = today + relativedelta(day=1, months=3 * move)
    return quarter(there.year, (there.month + 2) // 3, dated=True)
