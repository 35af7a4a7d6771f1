"""Spans that count from something: 10日内, 自收到之日起10日内, 会后7日内, 会议举行的二十日前 (民法典 200–203)."""

from __future__ import annotations

import re

from tasklist_tui.domain.legal import day_before, last_day, rolled
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.periods import Roll, Unit
from tasklist_tui.domain.phrases.expression import Expression
from tasklist_tui.domain.phrases.lengths import LENGTH, period
from tasklist_tui.domain.phrases.reading import Cursor, Reading
from tasklist_tui.domain.phrases.result import Anchor, PhraseKind

_WITHIN = re.compile(rf"(?:的|,)?{LENGTH}(?:之内|以内|内(?!容|部|外)|里|(?=$|完成|办结|办理|报|提|作出|答复))")
_COUNTED = re.compile(
    rf"{LENGTH}(?:(?P<within>之内|以内|内(?!容|部|外)|期限内|里(?=$|[;,、\n完]))|(?P<after>之后|以后|后(?!勤|续|备|期|台|半)))"
)
_LONE = re.compile(rf"{LENGTH}(?P<rest>(?:内)?(?:完成|办结|办理完毕|答复|反馈)?)$")
_BACK = re.compile(rf"(?:之前|以前|前)?(?:的)?,?(?:提前|至少|不少于)?{LENGTH}(?:之内|以内|内|之前|以前|前)?(?!起|后)")
_ANCHORED = re.compile(
    r"(?:^|[;,、\n。(:\ue000])?(?:自|从|在|于)?(?P<name>[^;,、\n。(:\ue000]{1,30}?)?(?P<mark>之日起?|之时起?|之后|以后|起|后|开始)(?:的|计算?|算起)?,?(?:的)?$"
)
_FROM_EVENT = re.compile(
    r"(?:自|从)(?P<name>[^;,、\n。(:\d\ue000]{1,16}?)(?:之日|之时|后)起(?!的|,|计|算|[\d半一二两三四五六七八九十])"
)
#: Texts of policies count calendar years in N年内: from two years on it is worth a look.
_MANY_YEARS = 2


def counted(cursor: Cursor, reading: Reading, floor: int) -> Expression | None:
    """Take a span with 内 or 后; what it counts from stands before it, else it is the reference day."""
    begin = cursor.place
    if begin and begin > floor and cursor.text[begin - 1] in "第每前":
        return None
    match = cursor.take(_COUNTED)
    if match is None:
        return None
    before = cursor.text[max(floor, begin - 40) : begin]
    anchored = _ANCHORED.search(before)
    name = (anchored["name"] or "").removesuffix("之日") if anchored else ""
    if anchored:
        begin -= len(before) - anchored.start()
        if cursor.text[begin] in ";,、\n。(:\ue000":
            begin += 1
    found = _forward(match, cursor, reading, begin, Anchor(name, reading.reference))
    if match["after"]:
        return Expression(begin, cursor.place, PhraseKind.RELATIVE, found.end, None, anchor=found.anchor)
    if match["unit"] == "年" and not anchored and found.end and found.end.year - reading.reference.year >= _MANY_YEARS:
        end_of_year = found.end.replace(year=found.end.year - 1, month=12, day=31)
        reading.warn(msg("counted to the day; texts of policies often mean the end of {year}", year=end_of_year.year))
    return found


def from_event(cursor: Cursor, reading: Reading) -> Expression | None:
    """Take 自印发之日起 without a span: from the reference day, which is that of the list."""
    begin = cursor.place
    match = cursor.take(_FROM_EVENT)
    if match is None:
        return None
    reading.warn(msg("counted from {day}", day=reading.reference))
    return Expression(
        begin, cursor.place, PhraseKind.FROM, reading.reference, anchor=Anchor(match["name"], reading.reference)
    )


def lone_length(cursor: Cursor, reading: Reading) -> Expression | None:
    """Take a cell that is only a span: 10个工作日, 三个月."""
    begin = cursor.place
    if begin and cursor.text[begin - 1] not in ";,、\n:\ue000":
        return None
    match = cursor.take(_LONE)
    if match is None:
        return None
    reading.warn(msg("a span without “within” is counted from {day}", day=reading.reference))
    cursor.place -= len(match["rest"])
    return _forward(match, cursor, reading, begin, Anchor("", reading.reference))


def counted_from(cursor: Cursor, reading: Reading, begin: int, anchor: Anchor) -> Expression | None:
    """Take the span after 起 or 后 of something known: 自9月1日起30日内, 国庆节后10日内, 会后7日内."""
    match = cursor.take(_WITHIN)
    return _forward(match, cursor, reading, begin, anchor) if match else None


def counted_back(cursor: Cursor, reading: Reading, begin: int, anchor: Anchor) -> Expression | None:
    """Take the span before a meeting or holiday: 会前20日, 会议举行的二十日前, 春节前一周."""
    match = cursor.take(_BACK)
    if match is None:
        return None
    length = period(match, reading)
    if anchor.day is None:
        return Expression(begin, cursor.place, PhraseKind.RELATIVE, anchor=anchor)
    end = day_before(anchor.day, length, reading.calendar)
    back = rolled(end, Roll.BACK, reading.calendar)
    if anchor.day == reading.reference and not anchor.event:
        reading.warn(msg("counted back from {day}, taken as the day of the meeting", day=anchor.day))
    moved = back if back != end and length.unit is not Unit.WORKDAYS else None
    return Expression(begin, cursor.place, PhraseKind.RELATIVE, None, end, anchor=anchor, rolled=moved)


def _forward(match: re.Match[str], cursor: Cursor, reading: Reading, begin: int, anchor: Anchor) -> Expression:
    length = period(match, reading)
    if anchor.day is None:
        return Expression(begin, cursor.place, PhraseKind.RELATIVE, anchor=anchor)
    end = last_day(anchor.day, length, reading.calendar)
    later = rolled(end, Roll.FORWARD, reading.calendar)
    moved = later if later != end and length.unit is not Unit.WORKDAYS else None
    return Expression(begin, cursor.place, PhraseKind.RELATIVE, None, end, anchor=anchor, rolled=moved)
