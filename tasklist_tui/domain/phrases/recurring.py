"""Words that recur: 每周五, 每月25日前, 每季度首月10日前, 每年6月和12月, 逢双月, 隔周, 按季, 一季一通报."""

from __future__ import annotations

import re

import msgspec

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.numerals import number
from tasklist_tui.domain.phrases.numeric import TIME
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.result import Rule
from tasklist_tui.domain.phrases.rhythm import Per, Rhythm
from tasklist_tui.domain.phrases.rhythm_days import TEN_DAYS, detailed
from tasklist_tui.domain.phrases.rhythm_words import DUE, EVERY, SLOGAN, TIMES, UNITS

_ABOUT = re.compile(r"左右|前后|上下")


def recurring(cursor: Cursor, reading: Reading) -> Rule | None:
    """Take what recurs, with the first time that ends on the reference day or later."""
    if match := cursor.take(SLOGAN):
        return _slogan(match, reading)
    match = cursor.take(EVERY)
    if match is None:
        return None
    rhythm, workdays_after = detailed(cursor, reading, *_unit(match))
    cursor.take(TIME)
    if cursor.take(_ABOUT):
        reading.warn(msg("the date is approximate"))
    if cursor.take(DUE):
        rhythm = msgspec.structs.replace(rhythm, due=True)
    begun = cursor.place
    times = cursor.take(TIMES)
    if times is not None and number(times["n"]) is None:
        cursor.place, times = begun, None
    if workdays_after:
        reading.warn(msg("the rule counts Monday to Friday; holidays move it"))
    return rhythm.rule(reading.base, reading.calendar, times=number(times["n"]) if times else None)


def _slogan(match: re.Match[str], reading: Reading) -> Rule:
    """Read 一季一通报, 年终一测评, 季推进."""
    plain = match[0] if match["plain_title"] == "报" else match["plain_title"]
    title = match["title"] or match["half_title"] or match["end_title"] or plain or ""
    if match["end"] is not None:
        rhythm = Rhythm(Per.YEAR, months=(12,), days=(-1,), due=True)
    else:
        unit = match["half"] or match["plain"] or (match["lone"] or match[0][1:3]).removesuffix("度")
        unit = unit if unit in UNITS else unit[0]
        if unit == "旬":
            rhythm = TEN_DAYS
        else:
            per, interval = UNITS[unit]
            rhythm = Rhythm(per, interval)
    times = number(match["n"]) if match["n"] and match["n"] != "一" else None
    return rhythm.rule(reading.base, reading.calendar, title, times)


def _unit(match: re.Match[str]) -> tuple[str, int]:
    """Give the unit's name and how many of it make a period; "odd" and "even" for 单月 and 双月."""
    if match["skip"]:
        return match["skipped"], 2
    if match["parity"]:
        return ("周", 2) if match["what"] == "周" else ({"双": "even", "单": "odd"}[match["parity"]], 1)
    if match["each"]:
        return match["each"].removesuffix("份"), 1
    if match["on"] is not None:
        return "月", 1
    if match["by"]:
        return match["by"], 1
    typed = match["n"] or match["many"]
    count = number(typed) if typed else 1
    if not count or count > 60:
        raise Unreadable(msg("“{text}” is no number", text=typed))
    return match["unit"] or match["often"], count
