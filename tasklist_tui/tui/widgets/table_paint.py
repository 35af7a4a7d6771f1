"""Painting lines of the item table: values and colours in, a `Strip` of exactly the asked width out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tasklist_tui.services.lightwords import light_word
from tasklist_tui.tui.palette import light_class, symbol
from tasklist_tui.tui.text import cell_width, clip, fit
from tasklist_tui.tui.widgets.table_columns import GAP, Placed
from tasklist_tui.tui.widgets.table_rows import GroupRow, TableRow

#: Cells left of the first column: the cursor's mark and the row's.
GUTTER = 2

# All narrow in Unicode's own table, like the lights' shapes.
_CURSOR, MARKED_SIGN, UNREAD_MARK = ">", "*", "◊"
_OPEN, _CLOSED = "▾", "▸"
_ASCENDING, _DESCENDING = " ▴", " ▾"

#: Component classes of the table; the first four are grounds, with a background of their own.
ROW, MARKED, CURSOR, HEADING = "item-table--row", "item-table--marked", "item-table--cursor", "item-table--heading"
GROUP, DIM, UNREAD, MATCH = "item-table--group", "item-table--dim", "item-table--unread", "item-table--match"
HINT = "item-table--hint"
CLASSES = {ROW, MARKED, CURSOR, HEADING, GROUP, DIM, UNREAD, MATCH, HINT}


class Inks:
    """Styles for grounds and what is written on them, looked up once; every one has a background."""

    def __init__(self, look_up: Callable[[str], Style]) -> None:
        """Use `look_up` to get the style of a component class, background included."""
        self._look_up = look_up
        self._known: dict[tuple[str, ...], Style] = {}

    def __call__(self, ground: str, *over: str) -> Style:
        """Give the style of `ground` with the colours and attributes of `over` on it.

        On the cursor the cursor's own text colour stays, which is the one known to be readable there.
        """
        key = (ground, *over)
        style = self._known.get(key)
        if style is None:
            style = self._look_up(ground)
            for name in over:
                added = self._look_up(name)
                style += added.without_color + Style(color=None if ground == CURSOR else added.color)
            self._known[key] = style
        return style


class Line:
    """A line in the making: pieces of text, joined as long as their style stays the same."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._segments: list[Segment] = []
        self._text = ""
        self._style: Style | None = None

    def add(self, text: str, style: Style) -> None:
        """Append safe `text`."""
        if style is not self._style:
            self._flush()
            self._style = style
        self._text += text

    def _flush(self) -> None:
        if self._text:
            self._segments.append(Segment(self._text, self._style))
            self._text = ""

    def strip(self, width: int, ground: Style) -> Strip:
        """Give the line, cut or filled to `width` cells."""
        self._flush()
        return Strip(self._segments).adjust_cell_length(width, ground)


def paint_row(
    row: TableRow,
    columns: Sequence[Placed],
    width: int,
    inks: Inks,
    *,
    ground: str = ROW,
    marked: bool = False,
    unread: bool = False,
    words: re.Pattern[str] | None = None,
) -> Strip:
    """Paint one item on `ground`."""
    plain = inks(ground, *((DIM,) if row.dim else ()), *((UNREAD,) if unread else ()))
    line = Line()
    line.add(_gutter(ground, MARKED_SIGN if marked else UNREAD_MARK if unread else " "), plain)
    x = GUTTER
    for placed in columns:
        line.add(" " * (placed.x - x), plain)
        x = placed.x + placed.width
        cell = row.cells[placed.number] if placed.number < len(row.cells) else ""
        column = placed.column
        if column.light and row.light:
            text = f"{symbol(row.light)} {cell or light_word(row.light)}"
            line.add(fit(text, placed.width, column.align), inks(ground, light_class(row.light)))
            continue
        text = fit(cell, placed.width, column.align)
        if words is not None and column.match:
            _add_matches(line, text, words, plain, inks(ground, MATCH))
        else:
            line.add(text, plain)
    return line.strip(width, plain)


def paint_group(group: GroupRow, width: int, inks: Inks, *, ground: str = ROW, is_open: bool) -> Strip:
    """Paint the heading of a group, its counts on the right as far as they leave the label half of the room."""
    style = inks(ground, GROUP)
    room = max(0, width - GUTTER - 2)
    counts = clip(group.counts, room // 2)
    label = fit(group.label, room - cell_width(counts) - 1 if counts else room)
    line = Line()
    line.add(f"{_gutter(ground, ' ')}{_OPEN if is_open else _CLOSED} {label}", style)
    if counts:
        line.add(f" {counts}", style)
    return line.strip(width, style)


def paint_titles(columns: Sequence[Placed], width: int, inks: Inks, sort: tuple[str, bool] | None) -> Strip:
    """Paint the columns' titles; `sort` is the sorted column's id and whether it descends."""
    style = inks(HEADING)
    line, x = Line(), 0
    for placed in columns:
        column = placed.column
        arrow = "" if sort is None or sort[0] != column.id else _DESCENDING if sort[1] else _ASCENDING
        title = clip(column.title, max(0, placed.width - len(arrow))) + arrow
        line.add(" " * (placed.x - x) + fit(title, placed.width, column.align), style)
        x = placed.x + placed.width
    return line.strip(width, style)


def paint_sentence(text: str, width: int, style: Style) -> Strip:
    """Paint one centred line of an empty table."""
    line = Line()
    line.add(fit(text, width, "center"), style)
    return line.strip(width, style)


def column_at(columns: Sequence[Placed], x: int) -> Placed | None:
    """Give the column at cell `x`; the gap after a column belongs to it."""
    return next((placed for placed in columns if placed.x <= x < placed.x + placed.width + GAP), None)


def pattern(text: str) -> re.Pattern[str] | None:
    """Give what finds any of the words of a filter, upper and lower case alike; None without words."""
    words = sorted(set(text.split()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE) if words else None


def _gutter(ground: str, mark: str) -> str:
    return f"{_CURSOR if ground == CURSOR else ' '}{mark}"


def _add_matches(line: Line, text: str, words: re.Pattern[str], plain: Style, found: Style) -> None:
    end = 0
    for match in words.finditer(text):
        start, stop = match.span()
        # A mark belongs to the letter before it: parted from it, the two would measure differently.
        while stop < len(text) and not cell_width(text[stop]):
            stop += 1
        line.add(text[end:start], plain)
        line.add(text[start:stop], found)
        end = stop
    line.add(text[end:], plain)
