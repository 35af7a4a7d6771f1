"""Controls of one line: text, number, moment, percentage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from textual.app import ComposeResult

from tasklist_tui.domain import fields
from tasklist_tui.domain.defaults import next_number
from tasklist_tui.domain.kinds import FieldType
from tasklist_tui.domain.model import Value
from tasklist_tui.i18n import _
from tasklist_tui.tui.widgets.fields.control import Control
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.fields.percent_editor import PercentEditor


class LineControl(Control):
    """A line of text that is read by the rules of its field."""

    def compose(self) -> ComposeResult:
        """Hold one line."""
        yield LineEditor(self.shown(self.given))

    @property
    def editor(self) -> LineEditor:
        """The line."""
        return self.query_one(LineEditor)

    @property
    def edited(self) -> bool:
        """Whether the line says something else than the value given."""
        return self.is_mounted and self.editor.value != self.shown(self.given)

    def shown(self, value: Value) -> str:
        """Give the text that stands for a value."""
        if value is None:
            return ""
        return value.isoformat(" ") if isinstance(value, datetime) else str(fields.to_plain(value))

    def parsed(self, text: str) -> Value:
        """Give the value that a text stands for; raises `FieldError`."""
        return fields.parse(self.field, text.strip())

    def read(self) -> Value:
        """Give the value of the line."""
        return self.parsed(self.editor.value) if self.edited else self.given

    def show(self, value: Value) -> None:
        """Show another value."""
        self.given = value
        self.editor.value = self.shown(value)

    def put(self, value: Value) -> None:
        """Hold a value, or text as it was typed."""
        self.editor.value = self.shown(value)
        self.tell()

    def enter(self) -> None:
        """Put the cursor behind the text."""
        self.editor.focus()

    def on_input_changed(self, event: LineEditor.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.tell()

    def tip(self) -> str:
        """Name what a number or a moment looks like."""
        return {
            FieldType.NUMBER: _("a whole number"),
            FieldType.MOMENT: _("like 2025-09-30 10:30"),
            FieldType.QUANTITY: _("a number as it is said: 40, about 30, over 1200, N"),
        }.get(self.field.type, "")


class NextControl(LineControl):
    """The number of a new item: the next free one, while a person leaves it, also when what it counts by changes."""

    _proposed: Value = None

    def regard(self, values: Mapping[str, Value]) -> None:
        """Propose the number that is next for what the form says now."""
        proposed = next_number(self.field, self.context.task_list, values)
        if self.is_mounted and self.editor.value == self.shown(self._proposed or self.given):
            self._proposed = proposed
            if self.editor.value != self.shown(proposed):
                self.editor.value = self.shown(proposed)


class PercentControl(LineControl):
    """A percentage with its bar."""

    def compose(self) -> ComposeResult:
        """Hold the line with its bar."""
        yield PercentEditor(self.given if isinstance(self.given, int) else None)

    def tip(self) -> str:
        """Name the keys that step."""
        return _("0 to 100; Ctrl+↑↓ five points")
