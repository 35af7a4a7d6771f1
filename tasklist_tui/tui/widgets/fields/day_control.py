"""The control of a date: one line for the day and, where the field keeps them, the words it was written in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tasklist_tui.domain.dues import Due, Where
from tasklist_tui.domain.kinds import Field
from tasklist_tui.domain.model import Value
from tasklist_tui.i18n import _
from tasklist_tui.tui.widgets.fields.control import Context, Control, same
from tasklist_tui.tui.widgets.fields.day_editor import DayEditor
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor


class DayControl(Control):
    """A day as people type it, or a deadline phrase; it answers for the day and the words beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f6", "milestones", show=False)]

    def __init__(self, field: Field, context: Context, value: Value) -> None:
        """Show the day `value` with the words that the item has for it."""
        super().__init__(field, context, value)
        self.given_words = context.values.get(field.phrase) if field.phrase else None
        known = context.values if context.item is None else context.item
        self.day_editor = DayEditor(field, self._where(), self._day(), self._words(), known)
        self.day_editor.offers_milestones = context.item is None and "milestones" in context.kind.field

    def compose(self) -> ComposeResult:
        """Hold the line with its meaning and the month."""
        yield self.day_editor

    @property
    def editor(self) -> LineEditor:
        """The line."""
        return self.day_editor.editor

    @property
    def edited(self) -> bool:
        """Whether the line says something else than what was given."""
        return self.day_editor.edited

    def read(self) -> Value:
        """Give the day; raises `FieldError` when there is none and nothing that keeps words."""
        return self.day_editor.due().day if self.edited else self.given

    def stored(self) -> dict[str, Value]:
        """Give the day and the words as they were given."""
        words = {self.field.phrase: self.given_words} if self.field.phrase else {}
        return {self.field.id: self.given, **words}

    def changes(self) -> dict[str, Value]:
        """Give the day and the words where they differ, and the day that the words count from when it is kept too.

        The rows of an item count from the item's own day, which a row does not change.
        """
        if not self.edited:
            return {}
        due, before = self.day_editor.due(), self.stored()
        kept = None if self.context.item is not None else due.anchor
        now = Due(due.day, due.words, anchor=kept).values(self.field)
        changed = {name: value for name, value in now.items() if not same(value, before.get(name))}
        return changed if changed.keys() & before.keys() else {}

    def show(self, value: Value) -> None:
        """Show another day, with the words of the item as it is known now."""
        self._take(value)
        self.day_editor.show(self._day(), self._words())

    def rebase(self, value: Value) -> None:
        """Take another day and its words as the ones given, and keep what is typed."""
        self._take(value)
        self.day_editor.rebase(self._day(), self._words())

    def put(self, value: Value) -> None:
        """Hold a day, or text as it was typed."""
        self.day_editor.put(value.isoformat() if isinstance(value, date) else str(value or ""))
        self.tell()

    def restore(self, values: Mapping[str, Value]) -> None:
        """Hold a day and words that were typed before."""
        now = {**self.stored(), **values}
        if any(name in values for name in self.stored()):
            self.put(now.get(self.field.phrase) or now[self.field.id])

    def regard(self, values: Mapping[str, Value]) -> None:
        """Read the words against the other fields as they are now."""
        self.day_editor.regard(values if self.context.item is None else self.context.item, self._where())

    def enter(self) -> None:
        """Put the cursor behind the text."""
        self.editor.focus()

    def action_milestones(self) -> None:
        """Ask the form to make milestones of what the words name."""
        if self.day_editor.offers_milestones and self.day_editor.nodes():
            self.post_message(self.Wanted(self))

    def on_input_changed(self, event: LineEditor.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.tell()

    def tip(self) -> str:
        """Name ways to write a date, and the keys."""
        if not self.editor.has_focus and self.day_editor.has_focus_within:
            return _("↑↓←→ day, PgUp/PgDn month, Home today, Enter takes it, Esc back")
        return _("9-30, +3d, 9月底前, 会前20日; ↓ calendar, Ctrl+↑↓ one day")

    def _take(self, value: Value) -> None:
        self.given = value
        self.given_words = self.context.values.get(self.field.phrase) if self.field.phrase else None

    def _where(self) -> Where:
        snapshot = self.context.snapshot
        return Where.of(snapshot.workspace, self.context.task_list, snapshot.calendar, snapshot.today)

    def _day(self) -> date | None:
        return self.given if isinstance(self.given, date) else None

    def _words(self) -> str:
        return str(self.given_words or "")
