"""The timeline as SVG: one row for each bar, lanes under each other, days from left to right.

Nothing is referred to outside of the picture, and fonts are asked for by name with fall-backs.  Colour is never alone:
the word of the light stands at the head of each row.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from tasklist_tui.domain.lightrules import Colour
from tasklist_tui.domain.schedule import Bar, Mark
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.exchange.plaintext import one_line, xml

FONTS = (
    "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','Hiragino Sans GB',"
    "'WenQuanYi Micro Hei',SimHei,sans-serif"
)
#: Ink of each light: readable on white, and told apart in grey print by lightness.
INKS: Mapping[Colour, str] = {
    Colour.RED: "#b3261e",
    Colour.YELLOW: "#a86500",
    Colour.GREEN: "#2e7d32",
    Colour.GREY: "#6b7280",
    Colour.BLUE: "#1f5fa8",
}
_TEXT, _FAINT, _LINE, _REST, _TODAY = "#1f2430", "#5b6472", "#d5d9e0", "#f0f2f5", "#b3261e"
_MARGIN, _ROW, _LANE, _AXIS, _TITLE, _LEGEND = 24, 26, 30, 40, 56, 40
_STACKED_ROW, _STACKED_MARGIN = 40, 4
_LABELS = 0.34
#: Days beyond which months are too narrow for their names.
_LONG, _VERY_LONG = 800, 2600
#: Pixels of a day from which rest days are shaded.
_SHADED = 2.4
_DAY = timedelta(days=1)


class ChartLane(msgspec.Struct, frozen=True):
    """The rows under one heading; without bars it is left out."""

    name: str
    bars: tuple[Bar, ...]


class ChartWords(msgspec.Struct, frozen=True):
    """What is written in a chart, in the language of the reader."""

    today: str
    undated: str
    lights: Mapping[str, str]
    legend: tuple[str, str, str, str]
    """What stands for a period with its progress, an overdue tail, a milestone reached, and one still open."""


class Days(msgspec.Struct, frozen=True):
    """The days a chart shows, and which of them are rest days."""

    first: date
    last: date
    today: date
    is_rest: Callable[[date], bool]


def shown_days(bars: Iterable[Bar], today: date, is_rest: Callable[[date], bool]) -> Days:
    """Give the days from the first start to the last date of the bars, today among them, with a little room."""
    dates = [today]
    for bar in bars:
        dates.extend(day for day in (bar.start, bar.due, bar.late_until) if day is not None)
        dates.extend(mark.day for mark in bar.milestones)
    first, last = min(dates), max(dates)
    room = max(3, (last - first).days // 40)
    begin, end = max(first.toordinal() - room, 1), min(last.toordinal() + room, date.max.toordinal())
    return Days(date.fromordinal(begin), date.fromordinal(end), today, is_rest)


def chart(
    lanes: Sequence[ChartLane],
    days: Days,
    words: ChartWords,
    *,
    width: int,
    title: str = "",
    subtitle: str = "",
    stacked: bool = False,
    tell: Teller = SILENT,
) -> str:
    """Give an SVG of `width` pixels; `stacked` puts the text of each row above its bar, for narrow screens.

    With a `title` it is a picture of its own: heading, legend and a white ground; else it is part of a page.
    """
    return _Chart(lanes, days, words, width, stacked=stacked, alone=bool(title)).paint(title, subtitle, tell)


class _Chart:
    def __init__(
        self, lanes: Sequence[ChartLane], days: Days, words: ChartWords, width: int, *, stacked: bool, alone: bool
    ) -> None:
        self._lanes = [lane for lane in lanes if lane.bars]
        self._days = days
        self._words = words
        self._width = width
        self._stacked = stacked
        self._alone = alone
        self._margin = _MARGIN if alone else _STACKED_MARGIN
        self._left = self._margin if stacked else self._margin + int(width * _LABELS)
        self._right = width - self._margin
        self._scale = (self._right - self._left) / ((days.last - days.first).days + 1)
        self._row = _STACKED_ROW if stacked else _ROW

    def paint(self, title: str, subtitle: str, tell: Teller) -> str:
        """Give the whole SVG."""
        top = _TITLE if self._alone else 0
        rows = sum(len(lane.bars) for lane in self._lanes) * self._row
        headings = sum(_LANE for lane in self._lanes if lane.name)
        bottom = top + _AXIS + rows + headings
        height = bottom + (_LEGEND if self._alone else _STACKED_MARGIN)
        label = f' aria-label="{xml(one_line(title))}"' if title else ""
        size = f'viewBox="0 0 {self._width} {height}" width="{self._width}" height="{height}"'
        font = f'font-family="{FONTS}" font-size="13" fill="{_TEXT}"'
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"{label} {font}>']
        if self._alone:
            parts.append(f'<rect width="{self._width}" height="{height}" fill="#ffffff"/>')
            parts.append(self._text(self._margin, 30, title, size=20, room=self._width - 2 * self._margin, bold=True))
            parts.append(self._text(self._margin, 49, subtitle, size=12, room=self._width // 2, ink=_FAINT))
        parts.extend(self._ground(top, bottom))
        parts.extend(self._body(top + _AXIS, tell))
        parts.extend(self._today(top, bottom))
        if self._alone:
            parts.extend(self._legend(bottom + 26))
        parts.append("</svg>")
        return "\n".join(parts)

    def _x(self, day: date) -> float:
        return self._left + (day - self._days.first).days * self._scale

    def _ground(self, top: int, bottom: int) -> Iterator[str]:
        """Yield rest days, the lines between months, and their names."""
        days = self._days
        axis = top + _AXIS
        if self._scale >= _SHADED:
            for first, last in _runs(days):
                x, wide = self._x(first), ((last - first).days + 1) * self._scale
                yield _rect(x, axis, wide, bottom - axis, fill=_REST)
        for begin, end, name in _periods(days):
            x = self._x(begin)
            yield f'<path d="M{_n(x)} {axis - 12}V{bottom}" stroke="{_LINE}" stroke-width="1"/>'
            if (min(end, days.last) - begin).days * self._scale > _text_width(name, 12) + 6:
                yield self._text(x + 4, axis - 8, name, size=12, room=self._width, ink=_FAINT)
        yield f'<path d="M{self._margin} {axis}H{self._right}" stroke="{_LINE}" stroke-width="1"/>'

    def _today(self, top: int, bottom: int) -> Iterator[str]:
        x = self._x(self._days.today) + self._scale / 2
        yield f'<path d="M{_n(x)} {top + _AXIS}V{bottom}" stroke="{_TODAY}" stroke-width="1.4" stroke-dasharray="4 3"/>'
        text, half = self._words.today, _text_width(self._words.today, 11) / 2 + 4
        middle = min(max(x, self._left + half), self._right - half)
        yield _rect(middle - half, top + 1, 2 * half, 16, fill=_TODAY, radius=3)
        yield _chip_text(middle, top + 13, text)

    def _body(self, y: int, tell: Teller) -> Iterator[str]:
        for part, lane in tell.parts(self._lanes):
            if lane.name:
                yield _rect(self._margin, y + 4, self._right - self._margin, _LANE - 6, fill="#e6eaf0", radius=3)
                yield self._text(self._margin + 8, y + 20, lane.name, size=13, room=self._width // 2, bold=True)
                y += _LANE
            for bar in part.each(lane.bars):
                yield from self._bar(bar, y)
                y += self._row

    def _bar(self, bar: Bar, y: int) -> Iterator[str]:
        """Yield one row: its light, number and title, and the bar with its marks."""
        ink = INKS[Colour(bar.light)]
        word = self._words.lights.get(bar.light, bar.light)
        yield f"<g><title>{xml(self._told(bar, word))}</title>"
        base = y + 13 if self._stacked else y + self._row // 2
        chip = _text_width(word, 11) + 8
        yield _rect(self._margin, base - 9, chip, 17, fill=ink, radius=3)
        yield _chip_text(self._margin + chip / 2, base + 4, word)
        label = " ".join(filter(None, [bar.number, one_line(bar.title)]))
        room = (self._right if self._stacked else self._left - 8) - self._margin - chip - 6
        yield self._text(self._margin + chip + 6, base + 5, label, size=13, room=room)
        yield from self._span(bar, (y + 30) if self._stacked else base, ink)
        yield "</g>"

    def _span(self, bar: Bar, middle: int, ink: str) -> Iterator[str]:
        """Yield the bar, its overdue tail and the points on it; without any date the words that say so."""
        marks = [mark for mark in bar.occurrences if self._days.first <= mark.day <= self._days.last]
        if bar.due is not None:
            yield from self._period(bar, bar.due, middle, ink)
        elif not marks and not bar.milestones and not self._stacked:
            yield self._text(self._left + 6, middle + 4, self._words.undated, size=11, room=90, ink=_FAINT)
        for mark in bar.milestones:
            yield self._diamond(mark, middle, ink)
        for mark in marks:
            x, fill = self._x(mark.day) + self._scale / 2, ink if mark.done else "#ffffff"
            yield f'<circle cx="{_n(x)}" cy="{middle}" r="4" fill="{fill}" stroke="{_mark_ink(mark, ink)}"/>'

    def _period(self, bar: Bar, due: date, middle: int, ink: str) -> Iterator[str]:
        x, end = self._x(bar.start or due), self._x(due) + self._scale
        wide = max(end - x, 3.0)
        dash = ' stroke-dasharray="3 2"' if bar.open_start else ""
        yield _rect(x, middle - 6, wide, 12, fill=ink, radius=3, more=f' fill-opacity=".22" stroke="{ink}"{dash}')
        if bar.progress:
            yield _rect(x, middle - 6, wide * bar.progress / 100, 12, fill=ink, radius=3)
        if bar.late_until is not None:
            tail, late = max((bar.late_until - due).days * self._scale, 2.0), INKS[Colour.RED]
            yield _rect(end, middle - 3, tail, 6, fill="#ffffff", more=f' stroke="{late}" stroke-dasharray="2 2"')

    def _diamond(self, mark: Mark, middle: int, ink: str) -> str:
        x = self._x(mark.day) + self._scale / 2
        stroke = _mark_ink(mark, ink)
        fill = stroke if mark.done else "#ffffff"
        return f'<path d="M{_n(x)} {middle - 6}l6 6l-6 6l-6 -6z" fill="{fill}" stroke="{stroke}" stroke-width="1.4"/>'

    def _told(self, bar: Bar, word: str) -> str:
        dates = f"{bar.start or ''} – {bar.due}" if bar.due else self._words.undated
        return f"{bar.number} {one_line(bar.title)} · {word} · {dates} · {bar.progress}%".strip()

    def _legend(self, y: int) -> Iterator[str]:
        x = float(self._margin)
        for colour in Colour:
            word = self._words.lights.get(colour.value, colour.value)
            yield _rect(x, y - 11, 14, 14, fill=INKS[colour], radius=3)
            yield self._text(x + 20, y + 1, word, size=12, room=120, ink=_FAINT)
            x += 20 + _text_width(word, 12) + 18
        ink = INKS[Colour.GREEN]
        period, tail, reached, waiting = self._words.legend
        half = _rect(0, y - 10, 14, 12, fill=ink, radius=3)
        whole = _rect(0, y - 10, 26, 12, fill=ink, radius=3, more=f' fill-opacity=".22" stroke="{ink}"')
        late = _rect(0, y - 7, 26, 6, fill="#ffffff", more=f' stroke="{_TODAY}" stroke-dasharray="2 2"')
        signs = (
            (whole + half, 26, period),
            (late, 26, tail),
            (f'<path d="M7 {y - 10}l6 6l-6 6l-6 -6z" fill="{ink}" stroke="{ink}"/>', 14, reached),
            (f'<path d="M7 {y - 10}l6 6l-6 6l-6 -6z" fill="#ffffff" stroke="{ink}"/>', 14, waiting),
        )
        for shape, wide, word in signs:
            yield f'<g transform="translate({_n(x)} 0)">{shape}</g>'
            yield self._text(x + wide + 6, y + 1, word, size=12, room=200, ink=_FAINT)
            x += wide + 6 + _text_width(word, 12) + 18

    def _text(self, x: float, y: float, text: str, *, size: int, room: float, ink: str = "", bold: bool = False) -> str:
        shown = clipped(one_line(text), size, room)
        if not shown:
            return ""
        more = (f' fill="{ink}"' if ink else "") + (' font-weight="bold"' if bold else "")
        return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}"{more}>{xml(shown)}</text>'


def clipped(text: str, size: int, room: float) -> str:
    """Give text cut to `room` pixels at `size`, by an estimate: the font is the reader's."""
    if _text_width(text, size) <= room:
        return text
    used = _text_width("…", size)
    for place, character in enumerate(text):
        used += _text_width(character, size)
        if used > room:
            return f"{text[:place]}…" if place else ""
    return text


def _text_width(text: str, size: int) -> float:
    return sum(size if unicodedata.east_asian_width(c) in "WFA" else size * 0.58 for c in text)


def _chip_text(x: float, y: float, text: str) -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="middle" font-size="11" fill="#ffffff">{xml(text)}</text>'


def _mark_ink(mark: Mark, ink: str) -> str:
    return INKS[Colour.RED] if mark.late else ink


def _rect(x: float, y: float, wide: float, high: float, *, fill: str, radius: int = 0, more: str = "") -> str:
    corner = f' rx="{radius}"' if radius else ""
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(wide, 0))}" height="{_n(high)}"{corner} fill="{fill}"{more}/>'


def _n(number: float) -> str:
    """Give a number with at most one decimal: the same text on every machine."""
    return f"{number:.1f}".removesuffix(".0")


def _runs(days: Days) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each run of rest days."""
    begin: date | None = None
    for number in range((days.last - days.first).days + 1):
        day = days.first + number * _DAY
        if days.is_rest(day):
            begin = begin or day
        elif begin is not None:
            yield begin, day - _DAY
            begin = None
    if begin is not None:
        yield begin, days.last


def _periods(days: Days) -> Iterator[tuple[date, date, str]]:
    """Yield begin, end and name of the months shown; quarters or years where months would be too narrow."""
    length = (days.last - days.first).days
    months = 1 if length <= _LONG else 3 if length <= _VERY_LONG else 12
    day = days.first.replace(day=1, month=1 + (days.first.month - 1) // months * months)
    while day <= days.last:
        index = day.year * 12 + day.month - 1 + months
        after = days.last if index // 12 > date.max.year else date(index // 12, index % 12 + 1, 1)
        if after <= day:
            return
        yield max(day, days.first), after, f"{day.year}" if months == 12 else f"{day.year}-{day.month:02d}"
        day = after
