"""Spans of time in words: 10日, 三个月, 半年, 一个半月, 5个工作日, 两三天; as legal periods."""

from __future__ import annotations

import re

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.periods import Period, Unit
from tasklist_tui.domain.phrases.numerals import DIGITS, NUMBER, number
from tasklist_tui.domain.phrases.reading import Reading, Unreadable

_UNIT = r"个?工作日|个?自然日|天|日|个?(?:星期|礼拜)|周|个半月|个月|个季度|年半|年|个?小时"
#: A length with its number and unit, or a half: named groups n, upto, unit, half, of.
LENGTH = (
    rf"(?:(?:不超过)?(?!\d{{4}}年|[{DIGITS}]{{4}}年)(?:(?P<n>{NUMBER})(?:(?:-|~|至|到|、)(?P<upto>{NUMBER}))?(?P<unit>{_UNIT})"
    r"|(?P<half>半)(?P<of>年|个?月|天)))"
)
_UNITS = {
    "工作日": (Unit.WORKDAYS, 1),
    **dict.fromkeys(("自然日", "天", "日"), (Unit.DAYS, 1)),
    **dict.fromkeys(("星期", "礼拜", "周"), (Unit.WEEKS, 1)),
    "月": (Unit.MONTHS, 1),
    "季度": (Unit.MONTHS, 3),
    "年": (Unit.YEARS, 1),
    "小时": (Unit.HOURS, 1),
}
_HALVES = {"年": Period(6, Unit.MONTHS), "月": Period(15), "天": Period(1)}
#: Longest lengths anybody means; more is a misread number.
_LONGEST = {Unit.YEARS: 50, Unit.MONTHS: 600, Unit.WEEKS: 600, Unit.DAYS: 3660, Unit.WORKDAYS: 2600, Unit.HOURS: 9999}
_APPROXIMATE = re.compile(r"[一二两三四五六七八九]{2}")


def period(match: re.Match[str], reading: Reading) -> Period:
    """Give the legal period of a match of `LENGTH`; of two numbers (3至5天, 两三天) the larger.

    Raises `Unreadable` for a malformed number or a length nobody means.
    """
    if match["half"]:
        return _HALVES[match["of"].removeprefix("个")]
    typed = match["upto"] or match["n"]
    count = number(typed)
    if _APPROXIMATE.fullmatch(typed):
        first, count = number(typed[0]), number(typed[1])
        if first is None or count is None or (count != first + 1 and typed != "三五"):
            raise Unreadable(msg("“{text}” is no number", text=typed))
        reading.warn(msg("“{text}” is read as {count}", text=typed, count=count))
    name = match["unit"].removeprefix("个")
    unit, factor = _UNITS[name.replace("半", "")]
    if count is None or not 0 < count <= _LONGEST[unit]:
        raise Unreadable(msg("“{text}” is no length of time", text=match[0]))
    if name == "半月":
        return Period(count, Unit.MONTHS, and_days=15)
    if name == "年半":
        return Period(12 * count + 6, Unit.MONTHS)
    return Period(count * factor, unit)
