"""Five-year plans: 十四五 2021–2025, 十五五 2026–2030, and their begin, middle and end."""

from __future__ import annotations

import re

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.numerals import NUMBER, number
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.stretch import Grain, Stretch, whole_year

_PART = (
    r"(?:时)?期(?:末年?|满|初)|末期|末年|末|期[内间]|时期|初期|初年|初|前期|中期|后期|开局之?年|起步之?年|首年|第一年"
    r"|收官之?年|最后一年|结束"
)
_ALONE = r"(?=之?[前内]|以[前后来内]|收官$|$|[;,、\n()。-]|~|至|到|完成)"  # 落实“十五五”规划 is a title, not a time
_PLAN = re.compile(
    rf"(?:(?<!二)(?P<short>十[一二三四五六七八九])五|第(?P<nth>{NUMBER})个五年)(?:(?:规划|计划)?(?P<part>{_PART})|{_ALONE})"
)
#: The third plan began in 1966; each has five years.
_THIRD = 1966


def plan(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take a five-year plan or a part of it."""
    match = cursor.take(_PLAN)
    if match is None:
        return None
    nth = number(match["short"] or match["nth"]) or 0
    if not 3 <= nth <= 30:
        raise Unreadable(msg("“{text}” is no five-year plan", text=match[0]))
    first, part = _THIRD + 5 * (nth - 3), match["part"] or ""
    begin, length, closing = 0, 5, False
    if part in {"初期", "初", "前期", "期初", "时期初"}:
        length = reading.options.plan_early_years
    elif part in {"开局之年", "开局年", "起步之年", "起步年", "首年", "第一年", "初年"}:
        length = 1
    elif part == "中期":
        begin, length = 2, 1
    elif part in {"末期", "后期"}:
        begin, length = 3, 2
    elif part in {"收官之年", "收官年", "最后一年"}:
        begin, length = 4, 1
    elif part.endswith(("末", "满", "末年", "结束")):
        closing = True
    if part in {"中期", "末期", "后期"}:
        reading.warn(msg("“{text}” has no fixed years", text=match[0]))
    start, end = whole_year(first + begin).start, whole_year(first + begin + length - 1).end
    return Stretch(start, end, Grain.PLAN, closing=closing, dated=True)
