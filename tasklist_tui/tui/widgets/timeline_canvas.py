"""The timeline's drawing board: one row of cells, each a character and a colour code, turned into a `Strip`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.css.styles import RenderStyles

from tasklist_tui.domain.lights import Colour
from tasklist_tui.tui.palette import LIGHT_CLASSES
from tasklist_tui.tui.text import cell_width


class Ground(IntEnum):
    """What a row stands on."""

    ROW = 0
    CURSOR = 1
    LANE = 2
    HEADING = 3


class Ink(IntEnum):
    """What is drawn with, and the tint of the band behind a bar; the lights have the numbers of `LIGHT_INK`."""

    NONE = 0
    RED = 1
    YELLOW = 2
    GREEN = 3
    GREY = 4
    BLUE = 5
    MUTED = 6
    TODAY = 7
    MOVE = 8
    GRID = 9
    STRONG = 10


LIGHT_INK: dict[str, Ink] = {colour.value: Ink[colour.name] for colour in Colour}

#: Component classes of the timeline.
CLASSES = {
    "timeline--row",
    "timeline--cursor",
    "timeline--cursor-row",
    "timeline--lane",
    "timeline--heading",
    "timeline--rest",
    "timeline--today",
    "timeline--move",
    "timeline--grid",
    "timeline--muted",
    "timeline--info",
}

_GROUND_CLASSES = {
    Ground.ROW: "timeline--row",
    Ground.CURSOR: "timeline--cursor-row",
    Ground.LANE: "timeline--lane",
    Ground.HEADING: "timeline--heading",
}
_INK_CLASSES = {
    **{Ink[colour.name]: name for colour, name in LIGHT_CLASSES.items()},
    Ink.MUTED: "timeline--muted",
    Ink.TODAY: "timeline--today",
    Ink.MOVE: "timeline--move",
    Ink.GRID: "timeline--grid",
}
_BOLD = frozenset({Ink.TODAY, Ink.MOVE, Ink.STRONG, Ink.RED})

# A band is only a hint of the light's colour, so that whatever stands on it stays readable in every theme.
_BAND = 0.2
_HAS_REST, _BAND_SHIFT, _INK_SHIFT = 4, 3, 7
_GROUND_BITS = 3
# A band is drawn without the rest days behind it: it looks solid, and a row has half as many segments.
_NO_BAND = ~(0xF << _BAND_SHIFT | _HAS_REST)
_NO_INK = (1 << _INK_SHIFT) - 1


class Inks:
    """Styles by colour code, each made once from the widget's component classes, always with a background."""

    def __init__(self, styles_of: Callable[[str], RenderStyles], style_of: Callable[[str], Style]) -> None:
        """Take the look-ups of component styles, raw and on the widget's background."""
        self._styles_of = styles_of
        self._style_of = style_of
        self._known: dict[int, Style] = {}
        self._named: dict[tuple[str, Ink], Style] = {}

    def cell(self, code: int) -> Style:
        """Give the style of a cell's colour code."""
        style = self._known.get(code)
        if style is None:
            style = self._known[code] = self._make(code)
        return style

    def named(self, name: str, ink: Ink = Ink.NONE) -> Style:
        """Give the style of the component class `name`, with the colour of `ink` where one is given."""
        style = self._named.get((name, ink))
        if style is None:
            style = self._style_of(name)
            if ink in _INK_CLASSES:
                style += Style(color=self._style_of(_INK_CLASSES[ink]).color)
            self._named[name, ink] = style
        return style

    def _make(self, code: int) -> Style:
        ground = Ground(code & _GROUND_BITS)
        band = Ink((code >> _BAND_SHIFT) & 0xF)
        ink = Ink(code >> _INK_SHIFT)
        base = self._style_of(_GROUND_CLASSES[ground])
        behind = Color.from_rich_color(base.bgcolor)
        if code & _HAS_REST:
            behind += self._styles_of("timeline--rest").background
        if band in _INK_CLASSES:
            behind = behind.blend(self._colour(band), _BAND)
        front = self._style_of(_INK_CLASSES[ink]).color if ink in _INK_CLASSES else base.color
        return Style(color=front, bgcolor=behind.rich_color, bold=ink in _BOLD or base.bold)

    def _colour(self, ink: Ink) -> Color:
        return Color.from_rich_color(self._style_of(_INK_CLASSES[ink]).color)


class Canvas:
    """One row of the chart; drawing outside of it is cut off."""

    __slots__ = ("chars", "codes", "width")

    def __init__(self, chars: Iterable[str], codes: Iterable[int]) -> None:
        """Begin with the cells of an empty row, which are copied."""
        self.chars = list(chars)
        self.codes = list(codes)
        self.width = len(self.chars)

    def fill(self, start: int, stop: int, glyph: str, ink: Ink, band: Ink | None = None) -> None:
        """Draw `glyph` over the columns [start, stop); `band` tints what lies behind, None leaves it."""
        start, stop = max(0, start), min(self.width, stop)
        if start >= stop:
            return
        self.chars[start:stop] = glyph * (stop - start)
        keep, new = (_NO_INK, ink << _INK_SHIFT)
        if band is not None:
            keep, new = keep & _NO_BAND, new | (band << _BAND_SHIFT)
        codes = self.codes
        codes[start:stop] = [(code & keep) | new for code in codes[start:stop]]

    def put(self, column: int, glyph: str, ink: Ink) -> None:
        """Draw one glyph, what lies behind stays."""
        if 0 <= column < self.width:
            self.chars[column] = glyph
            self.codes[column] = (self.codes[column] & _NO_INK) | (ink << _INK_SHIFT)

    def write(self, column: int, text: str, ink: Ink, free: frozenset[str]) -> bool:
        """Write safe `text` where there is nothing but characters of `free`; all of it or nothing."""
        size = cell_width(text)
        if column < 0 or column + size > self.width or not free.issuperset(self.chars[column : column + size]):
            return False
        self.overwrite(column, text, ink)
        return True

    def overwrite(self, column: int, text: str, ink: Ink) -> None:
        """Write safe `text` that fits, over whatever is there."""
        for character in text:
            self.put(column, character, ink)
            column += 1
            for _ in range(cell_width(character) - 1):
                self.put(column, "", ink)
                column += 1

    def segments(self, inks: Inks) -> list[Segment]:
        """Give the row as segments, neighbours of the same colour joined."""
        found: list[Segment] = []
        chars, codes = self.chars, self.codes
        start, before = 0, codes[0] if codes else 0
        for column, code in enumerate(codes):
            if code != before:
                found.append(Segment("".join(chars[start:column]), inks.cell(before)))
                start, before = column, code
        if start < self.width:
            found.append(Segment("".join(chars[start:]), inks.cell(before)))
        return found


def code(ground: Ground, *, rest: bool = False, ink: Ink = Ink.NONE) -> int:
    """Give the colour code of an empty cell."""
    return ground | (_HAS_REST if rest else 0) | (ink << _INK_SHIFT)
