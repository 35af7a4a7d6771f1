"""One time expression: what stands before a point (至, 自), the point or range, what follows it (前, 后, 内, 起)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.counting import counted, counted_back, counted_from, from_event, lone_length
from tasklist_tui.domain.phrases.expression import Expression
from tasklist_tui.domain.phrases.meetings import meeting, named_event, term
from tasklist_tui.domain.phrases.numerals import NUMERALS
from tasklist_tui.domain.phrases.ranges import stretch_or_range
from tasklist_tui.domain.phrases.reading import Cursor, Reading
from tasklist_tui.domain.phrases.recurring import recurring
from tasklist_tui.domain.phrases.result import Anchor, PhraseKind
from tasklist_tui.domain.phrases.stretch import Grain, Stretch

#: What numbers are made of: none of them may be read from its middle.
_COUNTED = NUMERALS + "0123456789"
_DAY = timedelta(days=1)
_BEFORE_TEXT = re.compile(
    r"(?P<moved>(?:延期|延长|延后|延|推迟|顺延|推后|调整|变更|更改|改期|改)(?:到|至|为|于)?)$"
    r"|(?P<until>截[至止](?:日期|时间)?(?:到|至|为|:)?|不(?:得)?[晚迟]于|最[迟晚](?:于|在|不超过)?|直[至到]|(?<![达得做看甚以收接直感遇想报送提交落推])[至到])$"
    r"|(?P<since>自|从)$|(?P<at>(?:赶)?在|于|由|将于|拟于)$"
)
_INCLUDED = re.compile(r"\((?:含|包括|包含)[^()]{0,8}\)|\(不含[^()]{0,8}\)(?P<excluded>)")
_TAIL = re.compile(
    r"(?P<about>前后|左右|上下)|(?P<stop>(?:为)?止(?!损)|截止|截至|到期|期满)"
    r"|(?P<since>(?:之日|当日|当天)?(?:起(?!草|诉|动|步|点|稿|飞|用|码)|开始(?=$|[;,、\n()-]|实施|推进|执行)|以来|至今))"
    r"|(?P<within>之内|以内|内(?!容|部|外|涝|控|参|需)|里(?=$|[;,、\n]))"
    r"|(?P<before>之前|以前|前夕|前(?!后|期|往|提|所|景|端|沿|瞻|述|来|置|三|两|[一二三四1-4]季))"
    r"|(?P<after>之后|以后|后(?!勤|续|备|期|台|半|天|年))|(?P<during>期间|时期|时段|间(?=$|[;,、\n]|完成)|年间)"
)


def expression(cursor: Cursor, reading: Reading, floor: int) -> Expression | None:
    """Take one time expression at the cursor; `floor` is where the one before it ended."""
    begin = cursor.place
    if (rule := recurring(cursor, reading)) is not None:
        return Expression(begin, cursor.place, PhraseKind.RECURRING, rule.start, rule.end, rule=rule)
    if (found := counted(cursor, reading, floor)) is not None:
        return found
    if "届" in cursor.text or "任期" in cursor.text:
        anchor = term(cursor, reading)
        if anchor is not None:
            return Expression(begin, cursor.place, PhraseKind.EVENT, end=anchor.day, anchor=anchor)
    if "会" in cursor.text and (found := _at_meeting(cursor, reading)) is not None:
        return found
    if begin > floor and cursor.text[begin] in _COUNTED and cursor.text[begin - 1] in _COUNTED:
        return None
    stretch = stretch_or_range(cursor, reading)
    if stretch is None:
        return lone_length(cursor, reading) or from_event(cursor, reading)
    return _around(cursor, reading, floor, begin, stretch)


def _at_meeting(cursor: Cursor, reading: Reading) -> Expression | None:
    """Take a meeting with what counts from it, or before, after and during it."""
    begin = cursor.place
    found = meeting(cursor, reading)
    if found is None:
        event = named_event(cursor, reading)
        if event is None:
            return None
        return Expression(begin, cursor.place, PhraseKind.EVENT, event.day, event.day, anchor=event)
    anchor = found.anchor
    if found.generic and anchor.day is None:
        anchor = Anchor(anchor.name, reading.reference)
    if (back := counted_back(cursor, reading, begin, anchor)) is not None:
        return back
    tail = cursor.take(_TAIL)
    if tail is not None and tail["after"] and (after := counted_from(cursor, reading, begin, anchor)) is not None:
        return after
    anchor = found.anchor
    if anchor.day is None and found.generic:
        reading.warn(msg("no event is called “{name}”", name=anchor.name))
    day = anchor.day
    if day is None or tail is None:
        return Expression(begin, cursor.place, PhraseKind.EVENT, day, day, anchor=anchor)
    stretch = Stretch(day, day, Grain.BREAK, dated=True)
    return msgspec.structs.replace(_modified(reading, begin, cursor.place, stretch, tail, ""), anchor=anchor)


def _around(cursor: Cursor, reading: Reading, floor: int, begin: int, stretch: Stretch) -> Expression:
    """Read what stands before and after a point or range."""
    lead = _BEFORE_TEXT.search(cursor.text[max(floor, begin - 12) : begin])
    name = lead.lastgroup or "" if lead else ""
    name_of = stretch.name or cursor.text[begin : cursor.place]
    begin -= len(lead[0]) if lead else 0
    included = cursor.take(_INCLUDED)
    tail = cursor.take(_TAIL)
    included = cursor.take(_INCLUDED) or included
    anchor = Anchor(name_of, stretch.end if stretch.closing else stretch.start)
    if tail is not None and tail["before"] and (back := counted_back(cursor, reading, begin, anchor)) is not None:
        return back
    if tail is not None and (tail["since"] or tail["after"]):
        anchor = Anchor(anchor.name, stretch.start if tail["since"] else stretch.end)
        if (after := counted_from(cursor, reading, begin, anchor)) is not None:
            return after
    found = _modified(reading, begin, cursor.place, stretch, tail, name)
    if included is not None and included["excluded"] is not None and found.end == stretch.end and found.end:
        found = msgspec.structs.replace(found, end=found.end - _DAY)
    return msgspec.structs.replace(found, moved=name == "moved")


def _modified(
    reading: Reading, begin: int, end: int, stretch: Stretch, tail: re.Match[str] | None, lead: str
) -> Expression:
    """Give what a stretch means with the words around it."""
    kind = PhraseKind.EVENT if stretch.grain is Grain.BREAK else None

    def made(of_kind: PhraseKind, first: date | None, last: date | None) -> Expression:
        anchor = Anchor(stretch.name, stretch.start) if kind else None
        return Expression(
            begin, end, kind or of_kind, first, last, stretch=stretch, anchor=anchor, lead=lead, bare=not (tail or lead)
        )

    name = tail.lastgroup if tail else ""
    if name == "about":
        reading.warn(msg("the date is approximate"))
    if name == "before" and not stretch.is_range:
        return made(PhraseKind.DEADLINE, None, _day_before(reading, stretch))
    if name == "after":
        day = stretch.end + _DAY
        return made(PhraseKind.FROM, reading.calendar.next_workday(day) if kind else day, None)
    if name == "since" or (lead == "since" and not stretch.is_range):
        return made(PhraseKind.FROM, stretch.late(reading.options), None)
    if stretch.is_range:
        return made(PhraseKind.WINDOW, stretch.start, stretch.end)
    if name in {"within", "stop"} or lead in {"until", "moved"} or (stretch.closing and name != "during"):
        return made(PhraseKind.DEADLINE, None, stretch.end)
    return made(PhraseKind.DATE if stretch.grain is Grain.DAY else PhraseKind.WINDOW, stretch.start, stretch.end)


def _day_before(reading: Reading, stretch: Stretch) -> date:
    """Give the last day of 前: the named end, the day itself, or the day before a period that has no 底."""
    if stretch.closing or stretch.part or stretch.grain is Grain.PART:
        return stretch.end
    if stretch.grain is Grain.DAY:
        return stretch.end if reading.options.day_included else stretch.end - _DAY
    if stretch.grain is Grain.BREAK:
        return reading.calendar.previous_workday(stretch.start - _DAY)
    reading.warn(msg("read as before the period begins; many mean its end"))
    return stretch.start - _DAY
