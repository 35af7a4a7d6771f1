"""How a sheet is laid out in a window: widths of its columns, its headings in lines, its cells in lines; pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tasklist_tui.services.sheets.sheet import Cell, Heading, Sheet
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import cell_width, clip, one_line
from tasklist_tui.tui.wrap import wrap

#: Cells between two columns.
GAP = 2
#: The most lines of a heading.
_HEAD_LINES = 3
#: The least and the most cells of a column of numbers, and of one of texts.
_NUMBERS, _TEXTS = (3, 14), (6, 44)
#: Cells a heading is given before it is broken into lines: of numbers, of texts.
_HEADING = (10, 18)
#: The least cells in which the beginning of a column is shown that has no room whole.
_BEGINNING = 6
#: Rows that are measured; those of longer sheets are alike.
_MEASURED = 1000


class Layout(msgspec.Struct, frozen=True):
    """Cells of the headings of rows (0: none) and of each column, and the headings of the columns in lines."""

    beside: int
    widths: tuple[int, ...]
    heads: tuple[tuple[str, ...], ...]

    @property
    def head_lines(self) -> int:
        """How many lines the headings of the columns take."""
        return max(map(len, self.heads), default=0)


def lay_out(sheet: Sheet, width: int) -> Layout:
    """Share out `width` cells; columns that find no room are scrolled to."""
    beside = _beside(sheet, width)
    room = max(8, width - beside - (GAP if beside else 0))
    if sheet.abreast:
        widths = [_shared(sheet, room)] * len(sheet.columns)
    else:
        widths = [min(_own(sheet, number, heading), room) for number, heading in enumerate(sheet.columns)]
    heads = (_head(heading, cells) for heading, cells in zip(sheet.columns, widths, strict=True))
    return Layout(beside, tuple(widths), tuple(heads))


def _beside(sheet: Sheet, width: int) -> int:
    if not sheet.corner:
        return 0
    widest = max((_widest(row.heading) for row in sheet.rows[:_MEASURED]), default=0)
    return max(8, min(max(widest, min(cell_width(one_line(sheet.corner)), 24)), width * 2 // 5))


def _shared(sheet: Sheet, room: int) -> int:
    for count in range(sheet.abreast, 0, -1):
        cells = (room - GAP * (count - 1)) // count
        if cells >= sheet.least or count == 1:
            return max(1, cells)
    return room


def _own(sheet: Sheet, number: int, heading: Heading) -> int:
    least, most = _TEXTS if heading.texts else _NUMBERS
    widest = max((_widest(row.cells[number]) for row in sheet.rows[:_MEASURED]), default=0)
    return max(least, min(max(widest, min(cell_width(one_line(heading.text)), _HEADING[heading.texts])), most))


def _widest(cell: Cell) -> int:
    return max((cell_width(one_line(text[:200])) for text, _role in cell.lines), default=0)


def _head(heading: Heading, cells: int) -> tuple[str, ...]:
    lines = wrap(one_line(heading.text[:400]), cells)
    if len(lines) > _HEAD_LINES:
        lines = [*lines[: _HEAD_LINES - 1], clip("".join(lines[_HEAD_LINES - 1 :]), cells)]
    return tuple(clip(line, cells) for line in lines)


def cell_lines(sheet: Sheet, cell: Cell, cells: int, more: str) -> list[Line]:
    """Give the lines of a cell, each at most `cells` wide; `more` says how many there is no room for, as {count}."""
    lines: list[tuple[str, str]] = []
    for text, role in cell.lines:
        if sheet.wraps:
            lines.extend((line, role) for line in wrap(text[:2000], cells))
        else:
            lines.append((clip(text, cells), role))
    if len(lines) > sheet.deep:
        kept = lines[: sheet.deep]
        if sheet.wraps:
            text, role = kept[-1]
            kept[-1] = (clip(f"{text}……", cells), role)
        else:
            kept[-1] = (clip(more.format(count=len(lines) - sheet.deep + 1), cells), "muted")
        lines = kept
    return [[(text, role)] for text, role in lines]


def row_height(sheet: Sheet, cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """Give how many lines a row takes."""
    if sheet.deep == 1:
        return 1
    return max(
        1,
        *(
            len(cell_lines(sheet, cell, width, "{count}")) if sheet.wraps else min(len(cell.lines), sheet.deep)
            for cell, width in zip(cells, widths, strict=True)
        ),
    )


def first_column(widths: Sequence[int], room: int, first: int, wanted: int) -> int:
    """Give the first column to show so that `wanted` is seen whole, scrolling no further than needed."""
    if wanted <= first:
        return max(wanted, 0)
    while first < wanted and sum(widths[first : wanted + 1]) + GAP * (wanted - first) > room:
        first += 1
    return first


def shown_columns(widths: Sequence[int], room: int, first: int) -> list[tuple[int, int]]:
    """Give the columns from `first` on that are seen and the cells of each; the last one is cut where room ends."""
    shown: list[tuple[int, int]] = []
    for number in range(first, len(widths)):
        cells = min(widths[number], room)
        if cells < widths[number] and cells < _BEGINNING and shown:
            break
        shown.append((number, cells))
        room -= cells + GAP
        if room <= 0:
            break
    return shown
