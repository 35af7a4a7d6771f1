"""Cells of a ledger as values of fields: days, deadlines, percentages, states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.dues import Where, read_due
from tasklist_tui.domain.kinds import Field, Kind, Stage
from tasklist_tui.domain.ledger.sheet import Cell, Day, text_of
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Value

if TYPE_CHECKING:
    from tasklist_tui.domain.phrases import Phrase

#: Day 0 of the dates of spreadsheets.
_EPOCH = date(1899, 12, 30)

_STATES: dict[str, Stage] = {
    **dict.fromkeys(("已完成", "完成", "办结", "已办结", "销号", "已销号", "√", "✓", "是", "done"), Stage.DONE),
    **dict.fromkeys(
        ("进行中", "推进中", "正在推进", "超进度", "达进度", "欠进度", "未完成", "在办", "办理中", "已启动", "滞后",
         "已延期", "延期", "逾期", "正常推进", "持续推进", "长期坚持", "待调整", "否", "doing"), Stage.ACTIVE),
    **dict.fromkeys(("未启动", "未开始", "待启动", "待确认", "尚未启动", "未开展", "planned"), Stage.PLANNED),
    **dict.fromkeys(("暂缓", "暂停", "搁置", "paused"), Stage.PAUSED),
    **dict.fromkeys(("申请销号", "待销号", "待验收", "submitted"), Stage.SUBMITTED),
    **dict.fromkeys(("取消", "已取消", "终止", "cancelled"), Stage.DROPPED),
}  # fmt: skip
#: Words that say more than a state: what they say beside it goes to the note.
_SAYS_MORE = {"超进度", "达进度", "欠进度", "滞后", "已延期", "延期", "逾期", "待调整", "待确认", "长期坚持"}


class Seen(msgspec.Struct, frozen=True):
    """What a cell gives: fields and their values, what was not plain, and words to keep in the note.

    `phrase` is the reading of a deadline in words.
    """

    values: Mapping[str, Value] = {}
    doubts: tuple[Message, ...] = ()
    note: str = ""
    phrase: Phrase | None = None


def read_date(cell: Cell, field: Field, known: Mapping[str, Value], where: Where) -> Seen:
    """Read a day or a deadline; words and day are both kept where the field has room for the words."""
    if isinstance(cell, Day):
        return Seen({field.id: cell.day, **({field.phrase: None} if field.phrase else {})})
    doubts: list[Message] = []
    text = text_of(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        found = _number(cell, where)
        if isinstance(found, date):
            return Seen(
                {field.id: found},
                ()
                if _is_written_day(cell)
                else (msg("the number {text} is read as the day {day}", text=text, day=found),),
            )
        text, doubts = found
    due = read_due(text, field, known, where)
    phrase = due.phrase
    if phrase is not None:
        doubts.extend(warning for warning in phrase.warnings if warning not in phrase.remarks)
        if phrase.done:
            doubts.append(msg("“{text}” says that it is done; the state stays as its own column says", text=text))
    if due.day is None and (phrase is None or phrase.kind.value in {"vague", "none"}):
        doubts.append(msg("no day can be read in “{text}”; the words are kept", text=text))
    values = dict(due.values(field))
    if field.phrase and not values.get(field.phrase) and (phrase is not None or not isinstance(cell, str)):
        values[field.phrase] = text if isinstance(cell, str) else text_of(cell)
    note = text if not field.phrase and due.day is None else ""
    return Seen(values, tuple(doubts), note, phrase)


def _is_written_day(cell: float) -> bool:
    return isinstance(cell, int) and 19_000_000 < cell < 22_000_000


def _number(cell: float, where: Where) -> date | tuple[str, list[Message]]:
    """Read a number in a column of dates: 20250930, the day number of a spreadsheet, 2025.1, 9.3."""
    text = text_of(cell)
    if _is_written_day(cell):
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            return text, []
    if isinstance(cell, int) or float(cell).is_integer():
        whole = int(cell)
        if 32_874 <= whole <= 73_050:  # 1990 to 2099
            return _EPOCH + timedelta(days=whole)
        return (
            (f"{whole}月", [msg("the number {text} is read as month {month}", text=text, month=whole)])
            if (1 <= whole <= 12)
            else (f"{whole}年" if 1990 <= whole <= 2099 else text, [])
        )
    whole_part, _, rest = text.partition(".")
    if len(whole_part) == 4 and rest in {"1", "2", "3"} and rest == "1":
        return f"{whole_part}年1月", [
            msg("{text} may be {first} or {second}; it is read as {first}", text=text, first=f"{whole_part}年1月",
                second=f"{whole_part}年10月")
        ]  # fmt: skip
    if len(whole_part) == 4 and rest.isdecimal() and 1 <= int(rest) <= 12:
        return f"{whole_part}年{int(rest)}月", []
    if rest in {"1", "2", "3"} and 1 <= int(whole_part or 0) <= 12:
        return f"{whole_part}月{rest}日", [
            msg("{text} may be {first} or {second}; it is read as {first}", text=text,
                first=f"{whole_part}月{rest}日", second=f"{whole_part}月{rest}0日")
        ]  # fmt: skip
    return text, []


def read_percent(cell: Cell) -> tuple[int | None, tuple[Message, ...]]:
    """Read a progress: 60%, 60, 0.6."""
    text = unicodedata.normalize("NFKC", text_of(cell)).strip()
    found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%?", text)
    if found is None:
        return None, (msg("“{text}” is no percentage", text=text),)
    number = float(found[1])
    if "%" not in text and 0 < number < 1:
        return round(number * 100), (msg("{text} is read as {percent}%", text=text, percent=round(number * 100)),)
    if "%" not in text and number == 1 and isinstance(cell, float):
        return 100, ()
    if number > 100:
        return None, (msg("“{text}” is no percentage", text=text),)
    rounded = round(number)
    return rounded, () if rounded == number else (msg("{text} is read as {percent}%", text=text, percent=rounded),)


def read_state(text: str, kind: Kind) -> tuple[str | None, tuple[Message, ...], str]:
    """Read a status word: the state, what was not plain, and words that say more than a state."""
    plain = re.sub(r"[\s。.]+", "", unicodedata.normalize("NFKC", text)).lower()
    for state in kind.states:
        if plain in {state.id.lower(), state.title.zh, state.title.en.lower()}:
            return state.id, (), ""
    stage = _STATES.get(plain)
    if stage is None:
        return None, (msg("“{text}” is no state that is known; it goes to the note", text=text),), text
    states = [state for state in kind.states if state.stage is stage]
    if not states:
        return None, (msg("“{text}” is no state that is known; it goes to the note", text=text),), text
    chosen = states[-1] if stage is Stage.PLANNED else states[0]
    more = text if plain in _SAYS_MORE else ""
    return chosen.id, (msg("“{text}” is read as the state “{state}”", text=text, state=chosen.title),), more
