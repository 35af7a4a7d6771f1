"""The form of one row: a milestone, an assignment, an entry of the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from textual.screen import Screen

from tasklist_tui.domain import fields
from tasklist_tui.domain.defaults import Begun, starting_row
from tasklist_tui.domain.ids import fresh_id
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, Row, Value
from tasklist_tui.domain.problems import Problem
from tasklist_tui.domain.validate import check_values
from tasklist_tui.i18n import _
from tasklist_tui.tui.screens.form_screen import FormScreen
from tasklist_tui.tui.widgets.fields.control import Context
from tasklist_tui.tui.widgets.fields.form_body import field_title
from tasklist_tui.tui.widgets.fields.rows import RowsControl
from tasklist_tui.tui.widgets.fields.sections import Section
from tasklist_tui.tui.widgets.key_hints import Hint

#: Columns of a log that the program fills in.
_AUTOMATIC = frozenset({FieldType.MOMENT, FieldType.STATE, FieldType.TRANSITION})


class RowForm(FormScreen[Row]):
    """Edits a row of `field`, or makes one; with `fixed` it is only read."""

    small = True

    def __init__(
        self,
        field: Field,
        context: Context,
        row: Row | None,
        others: Sequence[Row],
        *,
        now: datetime,
        fixed: bool = False,
        heading: str = "",
    ) -> None:
        """Show `row`; `others` are the rows beside it, whose keys must differ.  A new row of a log is dated `now`."""
        self._field, self._others, self._fixed = field, others, fixed
        self._row = new_row(field, context, now) if row is None else row
        columns = [_column(column, self._row, field, fixed=fixed) for column in field.fields]
        shown = [c for c in columns if c is not None]
        name = field_title(field)
        edits = _("{field}: new entry", field=name) if row is None else _("{field}: edit", field=name)
        heading = heading or (name if fixed else edits)
        extra = [Field(name, read_only=True) for name in self._row if name not in field.column]
        super().__init__(
            heading, [Section(None, [*shown, *extra])], msgspec.structs.replace(context, is_new=row is None), self._row
        )

    def hints(self) -> Sequence[Hint]:
        """Name the keys; a row that is only read has one."""
        if self._fixed:
            return (Hint("Esc", _("Close"), "leave"),)
        return (Hint("Ctrl+S", _("OK"), "save"), Hint("Tab", _("next field")), Hint("Esc", _("Cancel"), "leave"))

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Check the row by the rules of the workspace, and that its key is its own."""
        if self._fixed:
            return
        row = self._made(values)
        item = Item("", {self._field.id: [row]})
        for problem in check_values(self.context.snapshot.workspace, self.context.task_list, item, partial=True):
            place, _dot, column = problem.field.partition(".")
            if place == self._field.id and column:
                yield msgspec.structs.replace(problem, field=column)
        key = self._field.key
        if (
            key
            and key != "id"
            and any(row.get(key) is not None and other.get(key) == row.get(key) for other in self._others)
        ):
            yield Problem("", msg("there is an entry with this value already"), field=key)

    def result(self) -> Row:
        """Give the row, with an id where its like have one."""
        row = self._made(self.body.values())
        if self._field.key == "id" and not row.get("id"):
            taken = {str(other.get("id")) for other in self._others}
            row = {"id": fresh_id(fields.row_label(self._field, row), taken), **row}
        return row

    def action_save(self) -> None:
        """Give the row; one that is only read is closed, an empty one is no row."""
        if self._fixed or not (self.body.edited or self._made(self.body.values())):
            self.dismiss(None)
        else:
            super().action_save()

    def _made(self, values: Mapping[str, Value]) -> Row:
        row = {**self._row, **values}
        return {name: value for name, value in row.items() if value is not None}


def new_row(field: Field, context: Context, now: datetime) -> Row:
    """Give what a new row starts with: the defaults of its columns, in a log the time and who writes."""
    values = context.values if context.item is None else context.item
    rows = values.get(field.id)
    begun = Begun(context.snapshot.today, context.snapshot.by)
    row = starting_row(field, rows if isinstance(rows, list) else (), context.task_list.year, begun)
    if field.append_only:
        moments = {column.id: now for column in field.fields if column.type is FieldType.MOMENT}
        row |= moments
        if moments and "by" in field.column and context.snapshot.by:
            row["by"] = context.snapshot.by
    return row


def _column(column: Field, row: Row, field: Field, *, fixed: bool) -> Field | None:
    """Give the column as it is shown, None when it is not: ids, and what the program fills in while it is empty."""
    automatic = field.append_only and column.type in _AUTOMATIC
    if column.id == "id" or ((fixed or automatic or column.read_only) and row.get(column.id) is None):
        return None
    return msgspec.structs.replace(column, read_only=True) if fixed or automatic else column


def open_row(
    form: Screen[Any], control: RowsControl, place: int | None, now: datetime, values: Mapping[str, Value]
) -> None:
    """Open over `form` the form of the row at `place`, of a new one when it is None; `values` are the item's."""
    row = None if place is None else control.rows[place]
    others = [other for number, other in enumerate(control.rows) if number != place]
    fixed = place is not None and control.is_fixed(place)

    def made(changed: Row | None) -> None:
        if changed is not None:
            control.set_row(place, changed)

    context = msgspec.structs.replace(control.context, item=values)
    form.app.push_screen(RowForm(control.field, context, row, others, now=now, fixed=fixed), made)
