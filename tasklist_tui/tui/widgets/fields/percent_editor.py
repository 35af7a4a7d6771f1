"""A line for a percentage with a bar beside it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor

_PERCENT = Field("percent", FieldType.PERCENT)
_CELLS = 20
_STEP = 5


def bar(percent: int, cells: int = _CELLS) -> str:
    """Give a bar of `cells` cells, full at 100."""
    full = round(percent * cells / 100)
    return "█" * full + "░" * (cells - full)


class PercentEditor(Horizontal):
    """Takes 0 to 100; Ctrl+up and Ctrl+down step by five: in a form the bare arrows go from field to field."""

    DEFAULT_CSS = """
    PercentEditor { height: 1; width: 100%; }
    PercentEditor LineEditor { width: 8; }
    PercentEditor .bar { width: 1fr; padding: 0 0 0 1; color: $text-accent; height: 1; text-wrap: nowrap; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+up", "step(1)", show=False),
        Binding("ctrl+down", "step(-1)", show=False),
    ]

    def __init__(self, value: int | None) -> None:
        """Start with `value`."""
        super().__init__()
        self.editor = LineEditor("" if value is None else str(value))
        self._bar = Static(self._drawn(), classes="bar", markup=False)

    def compose(self) -> ComposeResult:
        """Put the line and the bar side by side."""
        yield self.editor
        yield self._bar

    def read(self) -> int | None:
        """Give the percentage; raises `FieldError` when what is typed is none."""
        value: int | None = fields.parse(_PERCENT, self.editor.value.strip())
        return value

    def put(self, value: int | str | None) -> None:
        """Show a percentage, or text as it was typed."""
        self.editor.value = "" if value is None else str(value)

    def on_input_changed(self) -> None:
        """Draw the bar anew."""
        self._bar.update(self._drawn(), layout=False)

    def _drawn(self) -> Content:
        try:
            value = self.read()
        except fields.FieldError:
            value = None
        return content("" if value is None else f"{bar(value)} {value}%")

    def action_step(self, direction: int) -> None:
        """Go to the next multiple of five up or down."""
        try:
            value = self.read() or 0
        except fields.FieldError:
            return
        stepped = (value // _STEP + 1) * _STEP if direction > 0 else (value - 1) // _STEP * _STEP
        self.put(min(100, max(0, stepped)))
