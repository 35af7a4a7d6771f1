"""Controls of several lines: long text, and lists of texts with one on each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tasklist_tui.domain.model import Value
from tasklist_tui.i18n import _
from tasklist_tui.tui.widgets.fields.control import Control

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from tasklist_tui.tui.widgets.fields.long_editor import LongEditor


class LongControl(Control):
    """Text of any length with soft wrap."""

    def compose(self) -> ComposeResult:
        """Hold the editor; imported here because it is slow to import."""
        from tasklist_tui.tui.widgets.fields.long_editor import LongEditor

        yield LongEditor(self.shown(self.given))

    @property
    def editor(self) -> LongEditor:
        """The editor."""
        from tasklist_tui.tui.widgets.fields.long_editor import LongEditor

        return self.query_one(LongEditor)

    @property
    def edited(self) -> bool:
        """Whether the text says something else than the value given."""
        return self.is_mounted and self.editor.text != self.shown(self.given)

    def shown(self, value: Value) -> str:
        """Give the text that stands for a value, its line ends of whatever kind as the editor has them."""
        return "" if value is None else "\n".join((str(value) + "|").splitlines())[:-1]

    def parsed(self, text: str) -> Value:
        """Give the value that a text stands for."""
        return text.strip() or None

    def read(self) -> Value:
        """Give the text."""
        return self.parsed(self.editor.text) if self.edited else self.given

    def show(self, value: Value) -> None:
        """Show another value."""
        self.given = value
        self.editor.text = self.shown(value)

    def put(self, value: Value) -> None:
        """Hold a text."""
        self.editor.text = self.shown(value)
        self.tell()

    def enter(self) -> None:
        """Put the cursor into the text."""
        self.editor.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.tell()

    def tip(self) -> str:
        """Name the key that leaves the text."""
        return _("Enter new line, Tab next field")


class TextsControl(LongControl):
    """Several texts, one on each line."""

    DEFAULT_CSS = "TextsControl LongEditor { min-height: 1; }"

    def shown(self, value: Value) -> str:
        """Give one line for each text."""
        return "\n".join(map(str, value)) if isinstance(value, list) else super().shown(value)

    def parsed(self, text: str) -> Value:
        """Give the lines that are not empty."""
        return [line.strip() for line in text.split("\n") if line.strip()] or None

    def tip(self) -> str:
        """Say that each line is one."""
        return _("one on each line; Tab next field")
