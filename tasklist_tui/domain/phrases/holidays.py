"""Holidays that deadlines stand before or after: 国庆节前, 春节后, 节前, and days such as 七一 that are no break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.stretch import Grain, Stretch, check_year
from tasklist_tui.domain.statutory import NAMES, Festival, festival_day

_DAY = timedelta(days=1)
_MARK = r"(?=节|假|长假|期间|黄金周|小长假|之?[前后]|以[前后])"
_FESTIVALS = {
    "元旦": Festival.NEW_YEAR,
    "春节": Festival.SPRING,
    "过年": Festival.SPRING,
    "清明": Festival.QINGMING,
    "劳动节": Festival.LABOUR,
    "五一": Festival.LABOUR,
    "端午": Festival.DRAGON_BOAT,
    "中秋": Festival.MID_AUTUMN,
    "国庆": Festival.NATIONAL,
    "十一": Festival.NATIONAL,
}
#: Days of the lunar new year that are no festival of their own, as offsets from 春节.
_NEW_YEAR_DAYS = {"除夕": -1, "大年三十": -1, "元宵": 14, "正月十五": 14}
_FIXED = {
    **dict.fromkeys(("三八", "妇女节"), (3, 8)),
    "植树节": (3, 12),
    **dict.fromkeys(("五四", "青年节"), (5, 4)),
    **dict.fromkeys(("六一", "儿童节"), (6, 1)),
    **dict.fromkeys(("七一", "建党节"), (7, 1)),
    **dict.fromkeys(("八一", "建军节"), (8, 1)),
    "教师节": (9, 10),
    "宪法日": (12, 4),
}
_NUMBERED = "十一|五一|三八|五四|六一|七一|八一"
_NAMED = "|".join(
    sorted((set(_FESTIVALS) | set(_FIXED) | set(_NEW_YEAR_DAYS)) - set(_NUMBERED.split("|")), key=len, reverse=True)
)
_HOLIDAY = re.compile(
    rf"(?:国家)?(?:(?P<name>{_NAMED})(?!精神|晚会|活动|路)|(?<![\d零一二三四五六七八九十第])(?P<numbered>{_NUMBERED}){_MARK})"
    r"(?:国际劳动节|劳动节|国际妇女节|妇女节|建党节|建军节|青年节|儿童节)?节?(?:小长假|长假|黄金周|假期|假日|放假)?"
)
_NEXT = re.compile(r"(?:(?<![一-鿿])|(?<=[于在到至]))(?:节假日|假期|长假|放假|节日|节)(?=之?[前后]|以[前后])")
_TURN_OF_YEAR = {Festival.NEW_YEAR, Festival.SPRING}


def holiday(cursor: Cursor, reading: Reading, year: int | None = None) -> Stretch | None:
    """Take a holiday: its whole break, as the calendar has it.  `year` when the words before it said one.

    Without a year it is that of the list's year; 元旦 and 春节, which end a list's year, are the next ones.
    """
    match = cursor.take(_HOLIDAY)
    if match is None:
        return _next_break(cursor, reading) if cursor.take(_NEXT) else None
    name = match["name"] or match["numbered"]
    if year is not None:
        check_year(year)
        day = _day(name, year)
    elif _FESTIVALS.get(name) in _TURN_OF_YEAR or name in _NEW_YEAR_DAYS:
        years = range(reading.base.year, reading.base.year + 2)
        day = next((d for y in years if (d := _day(name, y)) and _break(d, reading).end >= reading.base), None)
    else:
        check_year(reading.year)
        day = _day(name, reading.year)
    if day is None:
        raise Unreadable(msg("the day of “{name}” is not known for that year", name=name))
    found, name = _break(day, reading), match[0]
    while (second := _HOLIDAY.match(cursor.text, cursor.place)) is not None:  # 中秋国庆, 元旦春节: both breaks
        cursor.place = second.end()
        other = _day(second["name"] or second["numbered"], found.end.year)
        if other is None or _break(other, reading).end < found.start:
            raise Unreadable(msg("“{text}” could not be read", text=name + second[0]))
        last = _break(other, reading).end
        found, name = Stretch(found.start, last, Grain.BREAK, dated=True), name + second[0]
    return Stretch(found.start, found.end, Grain.BREAK, dated=True, name=name)


def _day(name: str, year: int) -> date | None:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _NEW_YEAR_DAYS:
        spring = festival_day(Festival.SPRING, year)
        return spring + _NEW_YEAR_DAYS[name] * _DAY if spring else None
    return festival_day(_FESTIVALS[name], year)


def _break(day: date, reading: Reading) -> Stretch:
    """Give the rest days around `day` in one piece; the day alone when it is worked."""
    first = last = day
    if not reading.calendar.is_workday(day):
        first = reading.calendar.previous_workday(day) + _DAY
        last = reading.calendar.next_workday(day) - _DAY
    return Stretch(first, last, Grain.BREAK, dated=True)


def _next_break(cursor: Cursor, reading: Reading) -> Stretch:
    """Give the next public holiday after the reference day."""
    day, festival = min(_after(reading.reference))
    reading.warn(msg("the next public holiday is {name}, {day}", name=NAMES[festival], day=day))
    found = _break(day, reading)
    return Stretch(found.start, found.end, Grain.BREAK, dated=True, name="节")


def _after(day: date) -> Iterator[tuple[date, Festival]]:
    for year in (day.year, day.year + 1):
        for festival in Festival:
            if (found := festival_day(festival, year)) is not None and found > day:
                yield found, festival
