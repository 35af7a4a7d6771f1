"""A small table inside a form: rows are added, edited in a form of their own, removed and moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size

from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.model import Row, Value
from tasklist_tui.i18n import _
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.control import Context, Control, same
from tasklist_tui.tui.widgets.fields.rows_paint import paint_rows


class RowsControl(Control, can_focus=True):
    """The rows of a field, and a last line that adds one; rows that may only be added are not changed or removed."""

    DEFAULT_CSS = """
    RowsControl { background: $panel; padding: 0 1; height: auto; }
    RowsControl:focus { background: $primary 20%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "step(-10000)", show=False),
        Binding("end", "step(10000)", show=False),
        Binding("enter,space", "open", show=False),
        Binding("a,plus,insert", "add", show=False),
        Binding("d,delete,backspace", "remove", show=False),
        Binding("shift+up,K,left_square_bracket", "carry(-1)", show=False),
        Binding("shift+down,J,right_square_bracket", "carry(1)", show=False),
        Binding("u", "back", show=False),
    ]

    def __init__(self, field: Field, context: Context, value: Value) -> None:
        """Show the rows of `value`."""
        super().__init__(field, context, value)
        self.rows: list[Row] = _rows(value)
        self.place = 0
        self._before: list[list[Row]] = []

    @property
    def edited(self) -> bool:
        """Whether the rows are others than those given."""
        return not same(self.rows, self.given)

    def read(self) -> Value:
        """Give the rows."""
        return (list(self.rows) or None) if self.edited else self.given

    def show(self, value: Value) -> None:
        """Show other rows."""
        self.given = value
        self.rows = _rows(value)
        self._before.clear()
        self._settle()

    def put(self, value: Value) -> None:
        """Hold rows as a person made them."""
        self._change(_rows(value))

    def regard(self, values: Mapping[str, Value]) -> None:
        """Follow the rows of other fields that links to rows are shown by."""
        if any(column.type is FieldType.ROWLINK for column in self.field.fields):
            self.context = msgspec.structs.replace(self.context, item=values)
            self.refresh()

    def set_row(self, place: int | None, row: Row) -> None:
        """Put `row` in the place of one, or behind the last."""
        rows = list(self.rows)
        if place is None:
            rows.append(row)
        else:
            rows[place] = row
        self._change(rows)
        if place is None:
            self.place = len(self.rows)
            self.refresh()

    def is_fixed(self, place: int) -> bool:
        """Say whether a row must stay as it is: it was given, and the field only takes additions."""
        return self.field.append_only and self.rows[place] in _rows(self.given)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give a line for the heading, each row and the adding."""
        return len(self.rows) + (2 if self.rows else 1)

    def render(self) -> Content:
        """Paint the table, the cursor on one line."""
        head, lines = paint_rows(self.context, self.field, self.rows, max(8, self.content_size.width - 2))
        painted = [Content.assemble("  ", content(head, "dim"))] if self.rows else []
        for number, line in enumerate([*lines, _("+ add")]):
            here = self.has_focus and number == self.place
            style = "bold reverse" if here else "dim" if number == len(lines) else ""
            painted.append(Content.assemble("▸ " if here else "  ", content(line, style)))
        return Content("\n").join(painted)

    def action_step(self, step: int) -> None:
        """Move the cursor; beyond the ends the form moves on."""
        place = min(len(self.rows), max(0, self.place + step))
        if place == self.place:
            raise SkipAction
        self.place = place
        self.refresh()

    def action_open(self) -> None:
        """Ask for the form of the row, or of a new one."""
        self.post_message(self.Wanted(self, place=self.place if self.place < len(self.rows) else None))

    def action_add(self) -> None:
        """Ask for the form of a new row."""
        self.post_message(self.Wanted(self))

    def action_remove(self) -> None:
        """Take the row away."""
        if self.place < len(self.rows) and not self.is_fixed(self.place):
            self._change([row for number, row in enumerate(self.rows) if number != self.place])

    def action_carry(self, step: int) -> None:
        """Move the row."""
        goal = self.place + step
        if self.field.append_only or not (0 <= goal < len(self.rows) and self.place < len(self.rows)):
            return
        rows = list(self.rows)
        rows[self.place], rows[goal] = rows[goal], rows[self.place]
        self.place = goal
        self._change(rows)

    def action_back(self) -> None:
        """Take the last change of the rows back."""
        if self._before:
            self.rows = self._before.pop()
            self._settle()
            self.tell()

    def on_click(self, event: events.Click) -> None:
        """Open the row that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        place = offset.y - (1 if self.rows else 0)
        if 0 <= place <= len(self.rows):
            self.place = place
            self.refresh()
            self.action_open()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def tip(self) -> str:
        """Name the keys."""
        if self.field.append_only:
            return _("Enter read, a add; what is there stays as it is")
        return _("Enter edit, a add, d remove, Shift+↑↓ move, u take back")

    def _change(self, rows: list[Row]) -> None:
        self._before.append(self.rows)
        self.rows = rows
        self._settle()
        self.tell()

    def _settle(self) -> None:
        self.place = min(self.place, len(self.rows))
        self.refresh(layout=True)


def _rows(value: Value) -> list[Row]:
    rows: Sequence[Row] = value if isinstance(value, list) else ()
    return list(rows)
