"""A table as it was found in a file: cells, merged ranges, what is hidden; no meaning yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import msgspec

from tasklist_tui.domain.message import Message


class Day(msgspec.Struct, frozen=True, array_like=True):
    """A cell that holds a date; `iso` is the day."""

    iso: str

    @property
    def day(self) -> date:
        """The day as a value."""
        return date.fromisoformat(self.iso)


#: Percentages and numbers shown with two decimals are text, as a person sees them (2025.10, not 2025.1).
Cell = str | int | float | bool | Day | None


class Merge(msgspec.Struct, frozen=True, array_like=True):
    """A merged range: rows count from 1, columns from 0, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A row that is not empty: its number as the spreadsheet shows it, and its cells from the first column on."""

    number: int
    cells: tuple[Cell, ...]


class Sheet(msgspec.Struct, frozen=True, dict=True):
    """One table.  Rows without any cell are left out."""

    name: str
    rows: tuple[Row, ...] = ()
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @cached_property
    def places(self) -> dict[int, int]:
        """The position of each row by its number."""
        return {row.number: place for place, row in enumerate(self.rows)}

    @cached_property
    def by_row(self) -> Mapping[int, tuple[Merge, ...]]:
        """The merged ranges that reach into each row of the table."""
        found: dict[int, list[Merge]] = {}
        for merge in self.merges:
            for number in range(merge.top, min(merge.bottom, self.last) + 1):
                found.setdefault(number, []).append(merge)
        return {number: tuple(merges) for number, merges in found.items()}

    @property
    def last(self) -> int:
        """The number of the last row that is not empty."""
        return self.rows[-1].number if self.rows else 0

    def cell(self, number: int, column: int) -> Cell:
        """Give what a cell holds itself, None when it is empty or there is none."""
        place = self.places.get(number)
        cells = self.rows[place].cells if place is not None else ()
        return cells[column] if column < len(cells) else None

    def merge_at(self, number: int, column: int) -> Merge | None:
        """Give the merged range that a cell lies in."""
        return next((m for m in self.by_row.get(number, ()) if m.left <= column <= m.right), None)

    def shown(self, number: int, column: int) -> Cell:
        """Give what a cell shows: that of the corner of the merged range it lies in."""
        merge = self.merge_at(number, column) if self.merges else None
        return self.cell(number, column) if merge is None else self.cell(merge.top, merge.left)


class Book(msgspec.Struct, frozen=True):
    """All tables of a file, remarks about it, and what a ledger of ours says of itself (`origin`)."""

    sheets: tuple[Sheet, ...] = ()
    notes: tuple[Message, ...] = ()
    origin: Mapping[str, str] = {}


class Failure(msgspec.Struct, frozen=True):
    """Why a file could not be read, and what to do about it."""

    message: Message
    hint: Message | None = None


def text_of(cell: Cell) -> str:
    """Give a cell as text: dates as 2025-09-30, whole numbers without a point, line ends made alike."""
    if isinstance(cell, str):
        return (cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell).strip()
    if cell is None:
        return ""
    if isinstance(cell, Day):
        return cell.iso
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def column_letter(column: int) -> str:
    """Give a column, counted from 0, as spreadsheets call it: A, B, … AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
