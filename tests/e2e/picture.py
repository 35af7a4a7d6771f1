"""A screen of a terminal as SVG: every character in its own cells, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.style import Style

WIDTH, HEIGHT, MARGIN = 10, 24, 10
_GROUND, _INK = "#121212", "#e0e0e0"
_LATIN = "'Noto Sans Mono CJK SC','Sarasa Mono SC',Menlo,Consolas,monospace"
_WIDE = "'Noto Sans Mono CJK SC','Sarasa Mono SC','PingFang SC','Microsoft YaHei',monospace"
_SIGNS = "'DejaVu Sans Mono',Menlo,Consolas,monospace"
#: Characters drawn as (left, top, right, bottom) in hundredths of the cell, because lines of a font rarely meet.
_SHAPES = {
    "─": [(0, 47, 100, 53)],
    "━": [(0, 43, 100, 57)],
    "═": [(0, 38, 100, 44), (0, 56, 100, 62)],
    "╌": [(5, 47, 40, 53), (60, 47, 95, 53)],
    "╍": [(5, 43, 40, 57), (60, 43, 95, 57)],
    "│": [(45, 0, 55, 100)],
    "┃": [(40, 0, 60, 100)],
    "╎": [(45, 10, 55, 40), (45, 60, 55, 90)],
    "╷": [(45, 50, 55, 100)],
    "▏": [(0, 0, 14, 100)],
    "▐": [(50, 0, 100, 100)],
    "█": [(0, 0, 100, 100)],
    "▆": [(0, 25, 100, 100)],
    "▇": [(0, 12, 100, 100)],
    "▅": [(0, 37, 100, 100)],
    "▄": [(0, 50, 100, 100)],
    "▃": [(0, 62, 100, 100)],
    "▂": [(0, 75, 100, 100)],
    "▁": [(0, 87, 100, 100)],
}


def _sort(character: str) -> str:
    """Tell what can share one text: ASCII, full-width text; every other sign stands alone."""
    if character in _SHAPES:
        return character
    if character.isascii():
        return "latin"
    return "wide" if cell_len(character) == 2 else f"sign {character}"


def _hex(color: Color | None, default: str, *, foreground: bool = True) -> str:
    if color is None or color.is_default:
        return default
    return color.get_truecolor(foreground=foreground).hex


def _runs(ansi: str) -> Iterator[tuple[int, int, str, Style]]:
    """Yield (row, column, text, style) of everything that looks and measures alike."""
    console = Console(color_system="truecolor", force_terminal=True, width=1000)
    for row, line in enumerate(AnsiDecoder().decode(ansi)):
        column = 0
        for segment in line.render(console):
            for _key, group in groupby(segment.text, _sort):
                text = "".join(group)
                yield row, column, text, segment.style or Style()
                column += cell_len(text)


def _shape(row: int, column: int, text: str, ink: str) -> Iterator[str]:
    """Yield a run of one line character as rectangles; what goes through a cell is drawn in one piece."""
    x, y = MARGIN + column * WIDTH, MARGIN + row * HEIGHT
    for left, top, right, bottom in _SHAPES[text[0]]:
        through = (left, right) == (0, 100)
        for place in range(1 if through else len(text)):
            wide = (len(text) if through else (right - left) / 100) * WIDTH
            at = x + place * WIDTH + (0 if through else left * WIDTH / 100)
            yield (
                f'<rect x="{at:g}" y="{y + top * HEIGHT / 100:g}" width="{wide:g}" '
                f'height="{(bottom - top) * HEIGHT / 100:g}" fill="{ink}"/>'
            )


def svg(ansi: str, columns: int, rows: int) -> str:
    """Give the picture of a captured screen."""
    back: list[str] = []
    front: list[str] = []
    for row, column, text, style in _runs(ansi):
        ink = _hex(style.color, _INK)
        ground = _hex(style.bgcolor, _GROUND, foreground=False)
        if style.reverse:
            ink, ground = ground, ink
        cells = cell_len(text)
        x, y, width = MARGIN + column * WIDTH, MARGIN + row * HEIGHT, cells * WIDTH
        if ground != _GROUND:
            back.append(f'<rect x="{x}" y="{y}" width="{width}" height="{HEIGHT}" fill="{ground}"/>')
        sort = _sort(text[0])
        if sort in _SHAPES:
            front += _shape(row, column, text, ink)
        elif text.strip():
            name = {"latin": "l", "wide": "w"}.get(sort, "s")
            x += (len(text) - len(text.lstrip())) * WIDTH
            word = text.strip()
            width = cell_len(word) * WIDTH
            bold = ' font-weight="bold"' if style.bold else ""
            written = escape(word, quote=False).replace(" ", "\u00a0")
            front.append(
                f'<text class="{name}" x="{x}" y="{y + 18}" fill="{ink}"{bold} textLength="{width}" '
                f'lengthAdjust="spacingAndGlyphs">{written}</text>'
            )
    size = f"{columns * WIDTH + 2 * MARGIN} {rows * HEIGHT + 2 * MARGIN}"
    style_sheet = (
        f".l{{font:20px {_LATIN}}}.w{{font:20px {_WIDE}}}.s{{font:16.6px {_SIGNS}}}[font-weight]{{font-weight:bold}}"
    )
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">',
        f"<style>{style_sheet}</style>",
        f'<rect width="100%" height="100%" rx="8" fill="{_GROUND}"/>',
        '<g shape-rendering="crispEdges">',
    ]
    return "\n".join([*head, *back, "</g>", *front, "</svg>", ""])
