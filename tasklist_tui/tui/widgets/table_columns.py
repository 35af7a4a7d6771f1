"""Columns of the item table and how they share the width of the panel."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tasklist_tui.safetext import Align

#: Blank cells between two columns.
GAP = 1


class Column(msgspec.Struct, frozen=True):
    """One column; widths in cells.

    `width` is fixed, or the least width when `flex`, the column's share of what is left over, is above 0.
    When the panel is too narrow, columns go by `drop`, the highest first; 0 stays to the last.
    `match` shows where the filter's words occur; `light` paints the row's light: its shape, then the cell's text or
    the light's word; `sortable` columns answer clicks on their title.
    """

    id: str
    title: str
    width: int = 8
    flex: int = 0
    align: Align = "left"
    drop: int = 0
    match: bool = False
    light: bool = False
    sortable: bool = True


class Placed(msgspec.Struct, frozen=True):
    """A column where it stands: `number` among all columns, first cell `x`, `width` in cells."""

    number: int
    column: Column
    x: int
    width: int


def place(columns: Sequence[Column], width: int, left: int = 0) -> tuple[Placed, ...]:
    """Lay out the columns that fit between `left` and `width`; they fill it if one is flexible."""
    kept = _kept(columns, width - left)
    spare = width - left - _needed(kept)
    weights = sum(column.flex for _, column in kept)
    placed: list[Placed] = []
    x = left
    for number, column in kept:
        share = spare * column.flex // weights if weights and spare > 0 else 0
        spare, weights = spare - share, weights - column.flex
        cells = min(column.width + share, max(0, width - x))
        if cells:
            placed.append(Placed(number, column, x, cells))
            x += cells + GAP
    return tuple(placed)


def _kept(columns: Sequence[Column], width: int) -> list[tuple[int, Column]]:
    kept = list(enumerate(columns))
    for number, column in sorted(kept, key=lambda pair: (-pair[1].drop, -pair[0])):
        if not column.drop or _needed(kept) <= width:
            break
        kept.remove((number, column))
    while len(kept) > 1 and _needed(kept[:-1]) + GAP >= width:
        del kept[-1]  # not a cell would be left for it, and its gap is missed by the others
    return kept


def _needed(kept: Sequence[tuple[int, Column]]) -> int:
    return sum(column.width for _, column in kept) + GAP * max(0, len(kept) - 1)
