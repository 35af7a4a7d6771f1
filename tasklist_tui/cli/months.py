"""Months as small calendars beside each other; every rest day has a sign, the colour comes on top of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest

import msgspec

from tasklist_tui.cli.columns import width
from tasklist_tui.cli.output import inked
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.rule_words import MONTHS
from tasklist_tui.domain.year import DayKind, month_weeks
from tasklist_tui.i18n import _, language, translate

_HEADINGS = (msg("Mo"), msg("Tu"), msg("We"), msg("Th"), msg("Fr"), msg("Sa"), msg("Su"))
_INKS = {DayKind.HOLIDAY: Colour.RED, DayKind.WEEKEND: Colour.GREY, DayKind.MAKE_UP: Colour.YELLOW}

_ABREAST = 3
_GAP = 3


class _Style(msgspec.Struct, frozen=True):
    """How a day is set: the signs behind its number, the cells of the widest sign, the blanks between days."""

    signs: Mapping[DayKind, str]
    sign_width: int
    blanks: int

    @property
    def day_width(self) -> int:
        """Cells of a day without the blanks."""
        return 2 + self.sign_width

    @property
    def width(self) -> int:
        """Cells of a month."""
        return 7 * (self.day_width + self.blanks) - self.blanks


_PLAIN = _Style({DayKind.HOLIDAY: "*", DayKind.WEEKEND: ".", DayKind.MAKE_UP: "+"}, 1, 0)
_CHINESE = _Style({DayKind.HOLIDAY: "休", DayKind.WEEKEND: ".", DayKind.MAKE_UP: "班"}, 2, 1)


def print_months(year: int, months: Sequence[int], kinds: Mapping[date, DayKind]) -> None:
    """Print months, as many beside each other as the terminal is wide, up to three, and what the signs mean."""
    room = shutil.get_terminal_size().columns
    abreast = min(_ABREAST, len(months))
    roomy = language() == "zh" and _cells(_CHINESE, abreast) <= room
    style = _CHINESE if roomy else _PLAIN
    while abreast > 1 and _cells(style, abreast) > room:
        abreast -= 1
    for start in range(0, len(months), abreast):
        blocks = [_month(year, month, kinds, style) for month in months[start : start + abreast]]
        for parts in zip_longest(*blocks, fillvalue=" " * style.width):
            print((" " * _GAP).join(parts).rstrip())
        print()
    print(_legend(style))


def _cells(style: _Style, months: int) -> int:
    return months * (style.width + _GAP) - _GAP


def _month(year: int, month: int, kinds: Mapping[date, DayKind], style: _Style) -> list[str]:
    """Give the lines of a month, each exactly as wide as the style says, beside invisible codes of colour."""
    between = " " * style.blanks
    title = translate(MONTHS[month - 1])
    left = (style.width - width(title)) // 2
    headings = [_padded(translate(name), style.day_width) for name in _HEADINGS]
    weeks = (between.join(_day(day, kinds, style) for day in week) for week in month_weeks(year, month))
    return [_padded(" " * left + title, style.width), between.join(headings), *weeks]


def _day(day: date | None, kinds: Mapping[date, DayKind], style: _Style) -> str:
    if day is None:
        return " " * style.day_width
    kind = kinds[day]
    return inked(_padded(f"{day.day:2}{style.signs.get(kind, '')}", style.day_width), _INKS.get(kind))


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))


def _legend(style: _Style) -> str:
    meanings = {
        DayKind.HOLIDAY: _("holiday"),
        DayKind.WEEKEND: _("weekend"),
        DayKind.MAKE_UP: _("make-up workday"),
    }
    return "   ".join(f"{style.signs[kind]} {meaning}" for kind, meaning in meanings.items())
