"""What became of one occurrence: done, done on another day, missed, open again; and a note that may stay empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tasklist_tui.i18n import _
from tasklist_tui.tui.screens.dialog import Dialog
from tasklist_tui.tui.screens.entries import label
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.key_hints import Hint
from tasklist_tui.tui.widgets.option_cursor import move_cursor


class Outcome(StrEnum):
    """What can become of an occurrence."""

    TODAY = "today"
    ANOTHER_DAY = "another day"
    MISSED = "missed"
    OPEN = "open"


class Noted(NamedTuple):
    """The answer: what became of it, and the note."""

    outcome: Outcome
    note: str


class OccurrenceDialog(Dialog[Noted]):
    """Arrow keys choose what became of it, what is typed is the note."""

    DEFAULT_CSS = """
    OccurrenceDialog OptionList {
        height: auto; border: none; padding: 0; background: $surface; margin-bottom: 1;
    }
    OccurrenceDialog.-low OptionList { margin-bottom: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self, title: str, note: str = "", *, noted: bool = False) -> None:
        """Ask under `title`; `noted` says that something was noted before, which can be taken back."""
        super().__init__(title)
        self._note = note
        self._outcomes = [Outcome.TODAY, Outcome.ANOTHER_DAY, Outcome.MISSED, *([Outcome.OPEN] if noted else [])]

    def parts(self) -> Iterable[Widget]:
        """Give the outcomes and the note."""
        words = {
            Outcome.TODAY: _("Done today"),
            Outcome.ANOTHER_DAY: _("Done on another day …"),
            Outcome.MISSED: _("Missed: it did not take place"),
            Outcome.OPEN: _("Open again"),
        }
        options = OptionList(*(Option(content(words[one])) for one in self._outcomes), markup=False, compact=True)
        options.can_focus = False
        yield options
        yield label(_("Note"))
        yield LineEditor(self._note, placeholder=_("may stay empty"))

    def on_mount(self) -> None:
        """Begin on the first one."""
        self.query_one(OptionList).highlighted = 0

    def hints(self) -> Sequence[Hint]:
        """Name the keys that choose."""
        return [Hint("↑↓", _("choose")), *super().hints()]

    def action_move(self, step: int) -> None:
        """Choose the next or the previous one."""
        move_cursor(self.query_one(OptionList), step)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a click for the answer."""
        self._answer(event.option_index)

    def action_confirm(self) -> None:
        """Give what is chosen with the note."""
        self._answer(self.query_one(OptionList).highlighted or 0)

    def _answer(self, place: int) -> None:
        self.dismiss(Noted(self._outcomes[place], self.query_one(LineEditor).value.strip()))
