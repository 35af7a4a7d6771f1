"""Meetings that deadlines count from: 常委会会议前, 会前20日, 闭会后, 届内; matched with `events.yaml` by name."""

from __future__ import annotations

import re

import msgspec

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Event
from tasklist_tui.domain.phrases.reading import Cursor, Reading
from tasklist_tui.domain.phrases.result import Anchor

_NAME = r"[^;,、\n()。:前后底内起自从\ue000]{0,20}?"
_HELD = r"(?:(?:正式)?(?:召开|举行|举办|开幕|召集|开始|闭幕|闭会|结束|审议))?(?:之日|当日|当天)?的?"
_MEETING = re.compile(
    rf"(?P<name>{_NAME}(?:会议|大会|例会|常委会|人代会|党代会|全会|全体会|座谈会|主任会|两会|开会|闭会|会期|休会|(?<![机社协委工商学])会)){_HELD}"
    r"(?=之?[前后]|以[前后]|期间|次日|[\d零一二两三四五六七八九十]{1,3}(?:个?工作日|天|日|周|个月|个?星期)(?:之?前|以前))"
)
_TERM = re.compile(
    r"(?:本届|届)(?:任期)?(?:之)?(?:内|结束|届满|期满|末)(?:之?前)?|任期内|任期届满前?|换届(?:选举)?(?:之)?前"
)
_LEADING = re.compile(r"(?:力争|争取|确保|务必|须|应|拟|计划|赶在|提交|提请|报|在|于|由|并|每次|参加|列席|各|待|完成)+")
_NEXT = re.compile(r"(?:下一?次|下个|下届|最近一?次)")
#: Names shorter than this are words of many phrases.
_FULL_NAME = 4
#: Words that name no meeting in particular.
GENERIC = {"会", "会议", "大会", "开会", "本次会", "本次会议", "该次会议", "此次会议", "会期"}
_CLOSING = {"闭会", "休会"}
_SHORT = (
    ("常务委员会", "常委会"), ("人大常委会", "常委会"), ("党代表大会", "党代会"), ("党员代表大会", "党代会"),
    ("人民代表大会", "人代会"), ("人代会会议", "人代会"), ("常委会会议", "常委会"), ("全体会议", "全会"),
    ("全体会", "全会"), ("主任会议", "主任会"), ("党代会会议", "党代会"), ("人大会议", "人代会"), ("的", ""),
)  # fmt: skip


class Meeting(msgspec.Struct, frozen=True):
    """A meeting as named, and what is known of it; `generic` when the words are just 会."""

    anchor: Anchor
    generic: bool = False


def meeting(cursor: Cursor, reading: Reading) -> Meeting | None:
    """Take the name of a meeting that stands before 前, 后 or a span."""
    match = cursor.take(_MEETING)
    if match is None:
        return None
    name = _LEADING.sub("", match["name"], count=1) if _LEADING.match(match["name"]) else match["name"]
    if name in GENERIC:
        return Meeting(_only_event(name, reading), generic=True)
    if name in _CLOSING:
        anchor = _only_event(name, reading)
        if anchor.event:
            reading.warn(msg("the meeting is taken to close on {day}", day=anchor.day))
        return Meeting(anchor, generic=True)
    return Meeting(_named(name, reading))


def named_event(cursor: Cursor, reading: Reading) -> Anchor | None:
    """Take the full name of a dated event that stands alone: 10月常委会会议审议 is due on the day of that meeting."""
    for event in reading.events:
        if event.date and len(event.name) >= _FULL_NAME and cursor.text.startswith(event.name, cursor.place):
            cursor.place += len(event.name)
            return Anchor(event.name, event.date, event.id)
    return None


def term(cursor: Cursor, reading: Reading) -> Anchor | None:
    """Take 届内 and its like: until the term's end, which is an event of the workspace whose name speaks of it."""
    match = cursor.take(_TERM)
    if match is None:
        return None
    found = [e for e in reading.events if e.date and any(word in e.name for word in ("届满", "换届", "任期"))]
    if len(found) == 1:
        return Anchor(match[0], found[0].date, found[0].id)
    reading.warn(msg("the end of the term is not among the events"))
    return Anchor(match[0])


def _only_event(name: str, reading: Reading) -> Anchor:
    """Give the one event there is; none when there are several, for 会 names none of them."""
    dated = [event for event in reading.events if event.date]
    return Anchor(name, dated[0].date, dated[0].id) if len(dated) == 1 else Anchor(name)


def _named(name: str, reading: Reading) -> Anchor:
    next_one = _NEXT.match(name)
    wanted = name[next_one.end() :] if next_one else name
    found = [event for event in reading.events if _is_meant(wanted, event.name)]
    if not found:
        reading.warn(msg("no event is called “{name}”", name=name))
        return Anchor(name)
    dated = sorted((event for event in found if event.date), key=_date)
    coming = [event for event in dated if _date(event) >= str(reading.reference)]
    if len(dated) > 1 and (len(coming) == 1 or (coming and next_one)):
        reading.warn(
            msg("of several meetings called “{name}” the next one is taken, {day}", name=name, day=coming[0].date)
        )
        dated = coming[:1]
    if len(dated) > 1:
        names = tuple(event.name for event in dated)
        reading.warn(msg("“{name}” may be several events: {names}", name=name, names=names))
        return Anchor(name)
    if not dated:
        reading.warn(msg("“{name}” has no date yet", name=found[0].name))
        return Anchor(name, None, found[0].id if len(found) == 1 else "")
    return Anchor(name, dated[0].date, dated[0].id)


def _date(event: Event) -> str:
    return str(event.date)


def _is_meant(wanted: str, name: str) -> bool:
    """Say whether `wanted` is the name of an event or a part of it, in the short forms people use."""
    wanted, name = _shortened(wanted), _shortened(name)
    if wanted == "两会":
        return "两会" in name or "人代会" in name
    return len(wanted) > 1 and wanted in name


def _shortened(name: str) -> str:
    for long, short in _SHORT:
        name = name.replace(long, short)
    return name
