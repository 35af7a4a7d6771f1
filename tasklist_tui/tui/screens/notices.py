"""Dialogs that say something: a question with two answers, and a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from tasklist_tui.i18n import _
from tasklist_tui.tui.screens.dialog import Dialog
from tasklist_tui.tui.text import content, content_lines
from tasklist_tui.tui.widgets.key_hints import Hint


class ConfirmDialog(Dialog[bool]):
    """A question; gives True or False, None for Esc.  With `danger` Enter alone does not say yes."""

    DEFAULT_CSS = """
    ConfirmDialog VerticalScroll { height: auto; max-height: 10; }
    ConfirmDialog.-low VerticalScroll { max-height: 3; }
    ConfirmDialog Horizontal { height: 1; margin-top: 1; }
    ConfirmDialog Button { width: auto; min-width: 8; height: 1; margin-right: 2; border: none; padding: 0 1; }
    ConfirmDialog Button:focus { text-style: bold reverse; }
    ConfirmDialog.-low Horizontal { margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
        Binding("left,right,up,down", "other", show=False),
    ]

    def __init__(
        self, question: str, detail: str = "", yes_label: str = "", no_label: str = "", *, danger: bool = False
    ) -> None:
        """Ask `question`; the labels say what the answers do."""
        super().__init__("")
        self._question, self._detail, self._danger = question, detail, danger
        self._yes, self._no = yes_label or _("Yes"), no_label or _("No")

    def parts(self) -> Iterable[Widget]:
        """Give question, detail and the two answers."""
        yield Static(content_lines(self._question, "bold"), markup=False)
        if self._detail:
            detail = VerticalScroll(Static(content_lines(self._detail), markup=False))
            detail.can_focus = False
            yield detail
        yes = Button(content(self._yes), id="yes", variant="error" if self._danger else "primary", compact=True)
        yield Horizontal(yes, Button(content(self._no), id="no", compact=True))

    def hints(self) -> Sequence[Hint]:
        """Name the letters."""
        return [
            Hint("y", self._yes, "answer(True)"),
            Hint("n", self._no, "answer(False)"),
            Hint("Esc", _("Cancel"), "cancel"),
        ]

    def on_mount(self) -> None:
        """Begin on the answer that does no harm."""
        self.query_one("#no" if self._danger else "#yes").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the answer."""
        self.dismiss(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Take the answer."""
        self.dismiss(yes)

    def action_other(self) -> None:
        """Go to the other answer."""
        self.focus_next()

    def action_confirm(self) -> None:
        """Take the answer that has the focus."""
        if isinstance(self.focused, Button):
            self.dismiss(self.focused.id == "yes")


class MessageDialog(Dialog[None]):
    """Says what happened, where, and what to do next; the text scrolls and can be selected with the mouse."""

    DEFAULT_CSS = """
    MessageDialog > .frame { width: 84; }
    MessageDialog VerticalScroll { height: auto; max-height: 13; }
    MessageDialog.-low VerticalScroll { max-height: 3; }
    MessageDialog.-mid VerticalScroll { max-height: 6; }
    MessageDialog.-high VerticalScroll { max-height: 28; }
    MessageDialog .next { color: $text-accent; margin-top: 1; height: auto; max-height: 4; }
    MessageDialog.-low .next { margin: 0; max-height: 2; }
    """

    def __init__(self, title: str, text: str, hint: str = "") -> None:
        """Show `text`, and below it `hint`: what to do next."""
        super().__init__(title)
        self._text, self._hint = text, hint

    def parts(self) -> Iterable[Widget]:
        """Give the text and what to do next."""
        yield VerticalScroll(Static(content_lines(self._text), markup=False))
        if self._hint:
            yield Static(content_lines(self._hint), classes="next", markup=False)

    def hints(self) -> Sequence[Hint]:
        """Name the one key."""
        return [Hint("Enter", _("Close"), "confirm")]

    def action_confirm(self) -> None:
        """Close."""
        self.dismiss(None)
