"""Rows as a small table of text, fitted to the cells there are."""

from __future__ import annotations

from collections.abc import Sequence

from tasklist_tui.domain.kinds import Field
from tasklist_tui.domain.model import Row
from tasklist_tui.i18n import language
from tasklist_tui.tui.text import cell_width, fit, one_line
from tasklist_tui.tui.widgets.fields.control import Context

_GAP = 2
_LEAST = 6
_MOST = 40


def column_title(column: Field) -> str:
    """Give what a column is called."""
    return column.title.in_language(language()) or column.id


def paint_rows(context: Context, field: Field, rows: Sequence[Row], width: int) -> tuple[str, list[str]]:
    """Give the heading and a line for each row, at most `width` cells wide; empty columns are left out."""
    columns = [c for c in field.fields if c.id != "id" and any(row.get(c.id) is not None for row in rows)]
    table = [[one_line(context.text(column, row.get(column.id))) for column in columns] for row in rows]
    heads = [one_line(column_title(column)) for column in columns]
    widths = _fitted([[head, *(line[n] for line in table)] for n, head in enumerate(heads)], width)

    def line(cells: Sequence[str]) -> str:
        return (" " * _GAP).join(fit(cell, cells_of) for cell, cells_of in zip(cells, widths, strict=False))

    return line(heads), [line(cells) for cells in table]


def _fitted(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Give the widths: the widest columns shrink first, the last ones go when there is no room at all."""
    widths = [min(_MOST, max(map(cell_width, cells))) for cells in columns]
    while widths and sum(widths) + _GAP * (len(widths) - 1) > width:
        widest = max(widths)
        if widest > _LEAST:
            widths[widths.index(widest)] -= 1
        elif len(widths) == 1:
            return [max(1, width)]
        else:
            widths.pop()
    return widths
