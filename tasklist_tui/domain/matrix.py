"""The matrix of two fields: how many items (or rows of items) have which values of both, and where there are none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tasklist_tui.domain.axes import NOTHING, Axis, AxisValue, Unit

#: Longer runs of digits are names, not numbers.
_DIGITS = 18


class Matrix(msgspec.Struct, frozen=True):
    """Units by their values of two axes; one of several values is counted at each of them.

    `cells` holds the units by (row, column), `by_row` and `by_column` those of a whole row or column, each unit once;
    what has no value on an axis stands at the value "".
    """

    rows: Axis
    columns: Axis
    row_values: tuple[AxisValue, ...]
    column_values: tuple[AxisValue, ...]
    cells: Mapping[tuple[str, str], tuple[Unit, ...]]
    by_row: Mapping[str, tuple[Unit, ...]]
    by_column: Mapping[str, tuple[Unit, ...]]
    units: tuple[Unit, ...]

    @property
    def total(self) -> int:
        """How many units are counted, each once."""
        return len(self.units)

    def cell(self, row: str, column: str) -> tuple[Unit, ...]:
        """Give the units at a row and a column."""
        return self.cells.get((row, column), ())

    def empty_rows(self) -> tuple[AxisValue, ...]:
        """Give the values of the rows that nothing has: the gaps."""
        return tuple(value for value in self.row_values if value.id not in self.by_row)

    def empty_columns(self) -> tuple[AxisValue, ...]:
        """Give the values of the columns that nothing has: the gaps."""
        return tuple(value for value in self.column_values if value.id not in self.by_column)


def matrix(units: Iterable[Unit], rows: Axis, columns: Axis) -> Matrix:
    """Count units by two axes; all values an axis can have are there, then those that occur besides."""
    counted = tuple(units)
    cells: dict[tuple[str, str], list[Unit]] = {}
    by_row: dict[str, list[Unit]] = {}
    by_column: dict[str, list[Unit]] = {}
    for unit in counted:
        across, down = rows.read(unit) or (NOTHING,), columns.read(unit) or (NOTHING,)
        for row in across:
            by_row.setdefault(row, []).append(unit)
            for column in down:
                cells.setdefault((row, column), []).append(unit)
        for column in down:
            by_column.setdefault(column, []).append(unit)
    return Matrix(
        rows,
        columns,
        _values(rows, by_row),
        _values(columns, by_column),
        {place: tuple(found) for place, found in cells.items()},
        {value: tuple(found) for value, found in by_row.items()},
        {value: tuple(found) for value, found in by_column.items()},
        counted,
    )


def transposed(made: Matrix) -> Matrix:
    """Give the matrix with its rows as columns."""
    return Matrix(
        made.columns,
        made.rows,
        made.column_values,
        made.row_values,
        {(column, row): found for (row, column), found in made.cells.items()},
        made.by_column,
        made.by_row,
        made.units,
    )


def _values(axis: Axis, found: Mapping[str, Sequence[Unit]]) -> tuple[AxisValue, ...]:
    known = {value.id for value in axis.values}
    others = sorted((value for value in found if value not in known), key=_natural)
    return (*axis.values, *(AxisValue(value, axis.called(value)) for value in others))


def _natural(value: str) -> tuple[bool, bool, int]:
    """Order numbers and months by number, other text as it occurs behind them, the empty value last."""
    plain = unicodedata.normalize("NFKC", value).replace("-", "")
    numeric = plain.isascii() and plain.isdigit() and len(plain) < _DIGITS
    return not value, not numeric, int(plain) if numeric else 0
