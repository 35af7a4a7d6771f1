"""The sheet of a matrix: totals first, then a cell for each pair of values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tasklist_tui.domain import fields
from tasklist_tui.domain.axes import AxisValue, Unit, axis, units
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.kindviews import COUNT, LIGHT, MatrixView
from tasklist_tui.domain.matrix import Matrix, matrix
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.i18n import translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import row_text, value_text
from tasklist_tui.services.sheets.sheet import (
    MUTED,
    NOTHING,
    PLAIN,
    STRONG,
    WARN,
    Cell,
    Heading,
    Sheet,
    SheetRow,
    Spot,
    cell,
    light_role,
    spot,
)
from tasklist_tui.services.snapshot import Snapshot

Units = Sequence[Unit]


def make_matrix(snapshot: Snapshot, task_list: TaskList, view: MatrixView) -> Matrix:
    """Give the matrix of a view; raises `UserError` when a field is missing or no axis."""
    workspace = snapshot.workspace
    sides = (axis(name, workspace, task_list, view.of) for name in (view.rows, view.columns))
    return matrix(units(task_list.items, view.of), *sides)


def matrix_sheet(snapshot: Snapshot, task_list: TaskList, view: MatrixView, language: str) -> Sheet:
    """Give the sheet of a matrix."""
    made = make_matrix(snapshot, task_list, view)
    tell = teller(snapshot, task_list, view, language)
    spots = spotter(snapshot, task_list, view, language)
    total = translate(msg("Total"), language)

    def whole(found: Units) -> Cell:
        return cell(str(len(found)), STRONG, spots(found)) if found else gap(language)

    def row(value: AxisValue) -> SheetRow:
        inside = made.by_row.get(value.id, ())
        heading = cell(value.label.in_language(language), PLAIN if inside else WARN, spots(inside))
        cells = (_cell(made.cell(value.id, column.id), tell, spots) for column in made.column_values)
        return SheetRow(heading, (whole(inside), *cells))

    totals = SheetRow(
        cell(total, STRONG, spots(made.units)),
        (whole(made.units), *(whole(made.by_column.get(column.id, ())) for column in made.column_values)),
    )
    texts = view.cell not in {COUNT, LIGHT}
    columns = [
        Heading(value.label.in_language(language), texts, "" if value.id in made.by_column else WARN)
        for value in made.column_values
    ]
    return Sheet(
        title=_title(made, view, language),
        columns=(Heading(total, role=STRONG), *columns),
        rows=(totals, *map(row, made.row_values)) if made.row_values else (),
        corner=f"{made.rows.label.in_language(language)} ＼ {made.columns.label.in_language(language)}",
        note=_note(made, view, language),
        empty=(
            translate(msg("There is nothing to count yet"), language),
            translate(msg("Add items to the list, or choose other fields (f)"), language),
        ),
    )


def gap(language: str) -> Cell:
    """Give the cell that says that something is missing."""
    return cell(translate(msg("none yet"), language), WARN)


def _cell(found: Units, tell: Callable[[Units], tuple[str, str]], spots: Callable[[Units], tuple[Spot, ...]]) -> Cell:
    return Cell((tell(found),), spots(found)) if found else cell(NOTHING, MUTED)


def _title(made: Matrix, view: MatrixView, language: str) -> str:
    own = view.title.in_language(language)
    axes = f"{made.rows.label.in_language(language)} × {made.columns.label.in_language(language)}"
    return f"{own}（{axes}）" if own and language == "zh" else f"{own} ({axes})" if own else axes


def _note(made: Matrix, view: MatrixView, language: str) -> str:
    many = msg("{count} entries", count=made.total) if view.of else msg("{count} items", count=made.total)
    gaps = len(made.empty_rows()), len(made.empty_columns())
    parts = [translate(many, language)]
    if any(gaps):
        parts.append(translate(msg("nothing yet in {rows} rows, {columns} columns", rows=gaps[0], columns=gaps[1])))
    return " · ".join(parts)


def teller(
    snapshot: Snapshot, task_list: TaskList, view: MatrixView, language: str
) -> Callable[[Units], tuple[str, str]]:
    """Give what says the units of a cell in a few characters, and in which role."""
    kind = snapshot.workspace.kind_of(task_list)
    if view.cell == COUNT:
        return lambda found: (str(len(found)), PLAIN)
    if view.cell == LIGHT:

        def light(found: Units) -> tuple[str, str]:
            worst = min((snapshot.light(task_list, unit.item) for unit in found), key=lambda one: one.severity)
            return f"{light_word(worst.colour)}{len(found)}", light_role(worst.colour)

        return light
    field, in_row = _field(kind, view)

    def value(found: Units) -> tuple[str, str]:
        values = (unit.row.get(field.id) if in_row else unit.item.get(field.id) for unit in found)
        texts = (value_text(snapshot.workspace, kind, field, one, language) for one in values)
        text = ("、" if language == "zh" else ", ").join(dict.fromkeys(filter(None, texts)))
        return (text, PLAIN) if text else (f"×{len(found)}", MUTED)

    return value


def _field(kind: Kind, view: MatrixView) -> tuple[Field, bool]:
    rows = kind.field.get(view.of)
    if rows is not None and view.cell in rows.column:
        return rows.column[view.cell], True
    if view.cell in kind.field:
        return kind.field[view.cell], False
    known = (COUNT, LIGHT, *(rows.column if rows is not None else ()), *kind.field)
    raise UserError(
        msg("there is no field “{field}” to show in the cells", field=view.cell), msg("possible: {ways}", ways=known)
    )


def spotter(
    snapshot: Snapshot, task_list: TaskList, view: MatrixView, language: str
) -> Callable[[Units], tuple[Spot, ...]]:
    """Give what names the items of units, and the rows when those are counted."""
    kind = snapshot.workspace.kind_of(task_list)
    rows = kind.field.get(view.of)

    def text(unit: Unit) -> str:
        if rows is None:
            return ""
        return fields.row_label(rows, unit.row) or row_text(snapshot.workspace, kind, rows, unit.row, language)

    return lambda found: tuple(spot(task_list, unit.item, text(unit)) for unit in found)
