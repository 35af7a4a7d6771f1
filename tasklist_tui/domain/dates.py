"""Dates as people type them: `2025-09-30`, `9-30`, `9月30日`, `+3d`.  Deadline phrases are more than dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.message import msg

_FULL = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_SHORT = re.compile(r"(\d{1,2})(?:-|/|月)(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SHIFT = re.compile(r"([+-]\d{1,4})([dw天周])?")
_WORDS = {"today": 0, "今天": 0, "今日": 0, "tomorrow": 1, "明天": 1, "后天": 2, "yesterday": -1, "昨天": -1}


def iso_day(text: str) -> date | None:
    """Give the day that a program wrote in the form of ISO 8601, None when it is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_day(text: str, today: date, year: int | None = None) -> date | None:
    """Give the day that `text` names, None when it is empty.

    A day without a year is in `year` (that of the list), else in the year of `today`.
    Raises `FieldError` with what was expected when it is no day.
    """
    typed = unicodedata.normalize("NFKC", text).replace(" ", "").lower()
    if not typed:
        return None
    if typed in _WORDS:
        return today + timedelta(days=_WORDS[typed])
    if shift := _SHIFT.fullmatch(typed):
        days = int(shift[1]) * (7 if shift[2] in {"w", "周"} else 1)
        return today + timedelta(days=days)
    if parts := _FULL.fullmatch(typed) or _COMPACT.fullmatch(typed):
        numbers = (int(parts[1]), int(parts[2]), int(parts[3]))
    elif parts := _SHORT.fullmatch(typed):
        numbers = (year or today.year, int(parts[1]), int(parts[2]))
    else:
        raise FieldError(msg("not a date: “{text}”; write 2025-09-30, 9-30, 9月30日 or +3d", text=text))
    try:
        return date(*numbers)
    except ValueError:
        raise FieldError(msg("there is no such day: “{text}”", text=text)) from None
