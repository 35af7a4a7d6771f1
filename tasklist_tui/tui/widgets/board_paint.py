"""Painting the board: pieces of cards side by side, a row of the screen at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tasklist_tui.tui.item_lines import Line

#: Component classes of the grounds that text stands on.
HEADING, CHOSEN, CARD, CURSOR, HINT = "board--heading", "board--chosen", "board--card", "board--cursor", "board--hint"
MUTED = "board--muted"
CLASSES = {HEADING, CHOSEN, CARD, CURSOR, HINT, MUTED}

Cell = tuple[Line, int, str]


class Inks:
    """Styles of a ground with the colour of a piece on it, looked up once."""

    def __init__(self, look_up: Callable[[str], Style], own: Style) -> None:
        """Use `look_up` for component classes, `own` for the widget itself."""
        self._look_up = look_up
        self._own = own
        self._known: dict[tuple[str, str], Style] = {}

    def __call__(self, ground: str, role: str = "") -> Style:
        """Give a style; the cursor keeps its own text colour, which is readable there."""
        style = self._known.get((ground, role))
        if style is None:
            style = self._look_up(ground) if ground else self._own
            if role and ground != CURSOR:
                name = role if role.startswith("light--") else MUTED
                style += Style(color=self._look_up(name).color)
            self._known[ground, role] = style
        return style


def paint_cells(cells: Iterable[Cell], width: int, gap: int, inks: Inks) -> Strip:
    """Paint cells as (pieces, cells, ground) beside each other, the last one cut where the row ends."""
    strips: list[Strip] = []
    for line, size, ground in cells:
        base = inks(ground)
        pieces = Strip([Segment(text, inks(ground, role)) for text, role in line if text])
        strips += [pieces.adjust_cell_length(size, base), Strip.blank(gap, inks(""))]
    return Strip.join(strips).adjust_cell_length(width, inks(""))
