"""Dialogs that ask for one thing to be typed: a note, a line, a day, a percentage, a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.kinds import Field
from tasklist_tui.domain.model import Value
from tasklist_tui.i18n import _, translate
from tasklist_tui.services import phrasing
from tasklist_tui.tui.gateway import apart
from tasklist_tui.tui.screens.dialog import Dialog
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.day_editor import DayEditor
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.fields.percent_editor import PercentEditor
from tasklist_tui.tui.widgets.key_hints import Hint


def label(text: str) -> Static:
    """Give the label above an editor."""
    return Static(content(text), classes="label", markup=False)


class LogDialog(Dialog[str]):
    """A note of one or more lines; gives it without blank ends.  The first Esc after typing only warns."""

    def __init__(self, title: str, text: str = "") -> None:
        """Ask under `title`; `text` is there already."""
        super().__init__(title)
        self._text = text
        self._warned = False

    def parts(self) -> Iterable[Widget]:
        """Give the editor; imported here because it is slow to import."""
        from tasklist_tui.tui.widgets.fields.long_editor import LongEditor

        yield LongEditor(self._text, enter_confirms=True, id="note")

    def hints(self) -> Sequence[Hint]:
        """Name the key for a new line."""
        return [Hint("Enter", _("OK"), "confirm"), Hint("Ctrl+J", _("new line")), Hint("Esc", _("Cancel"), "cancel")]

    def on_long_editor_confirmed(self) -> None:
        """Take Enter for the answer."""
        self.action_confirm()

    def on_text_area_changed(self) -> None:
        """Forget a refusal as soon as the person goes on typing."""
        self._warned = False
        self.refuse("")

    def action_confirm(self) -> None:
        """Give the note; an empty one is refused."""
        if note := self._typed():
            self.dismiss(note)
        else:
            self.refuse(_("Nothing has been typed yet."))

    def action_cancel(self) -> None:
        """Give no answer; typed text is not thrown away at the first Esc."""
        if self._typed() in {"", self._text.strip()} or self._warned:
            self.dismiss(None)
        else:
            self._warned = True
            self.refuse(_("Esc again throws the text away; Enter keeps it."))

    def _typed(self) -> str:
        from tasklist_tui.tui.widgets.fields.long_editor import LongEditor

        return self.query_one(LongEditor).text.strip()


class TextDialog(Dialog[str]):
    """One line; `check` gives the reason why a text cannot be taken, "" when it can."""

    def __init__(self, title: str, label: str = "", value: str = "", check: Callable[[str], str] | None = None) -> None:
        """Ask under `title` for what `label` names."""
        super().__init__(title)
        self._label, self._value, self._check = label, value, check

    def parts(self) -> Iterable[Widget]:
        """Give label and line."""
        if self._label:
            yield label(self._label)
        yield LineEditor(self._value)

    def action_confirm(self) -> None:
        """Give the text when it passes the check."""
        text = self.query_one(LineEditor).value.strip()
        reason = self._check(text) if self._check else ""
        if reason:
            self.refuse(reason)
        else:
            self.dismiss(text)


class DateDialog(Dialog[tuple[str, str]]):
    """A day or a deadline phrase, given as it was typed, and, when asked for, a reason; an empty line is no day."""

    DEFAULT_CSS = """
    DateDialog > .frame { width: 84; }
    DateDialog.-low .example { display: none; }
    """

    def __init__(
        self, title: str, field: Field, values: Mapping[str, Value], where: Where, *, ask_reason: bool = False
    ) -> None:
        """Ask under `title` for the date `field` of an item with the fields `values`."""
        super().__init__(title)
        self._field, self._values, self._where, self._ask_reason = field, values, where, ask_reason

    def parts(self) -> Iterable[Widget]:
        """Give the day and the reason."""
        yield label(_("Date, like 9-30, +3d, 9月底前")).add_class("example")
        day, words = self._values.get(self._field.id), str(self._values.get(self._field.phrase) or "")
        yield DayEditor(self._field, self._where, day if isinstance(day, date) else None, words, self._values)
        if self._ask_reason:
            yield label(_("Reason"))
            yield LineEditor(id="reason")

    def on_mount(self) -> None:
        """Make ready what reads phrases."""
        if not phrasing.is_prepared():
            self.run_worker(self._read_words(), group="phrases", exit_on_error=False)

    async def _read_words(self) -> None:
        await apart(self.app, phrasing.prepare, name="phrases")
        self.query_one(DayEditor).tell()

    def hints(self) -> Sequence[Hint]:
        """Name the keys that shift the day."""
        return [Hint("↓", _("calendar")), Hint("Ctrl+↑↓", _("one day")), *super().hints()]

    def action_confirm(self) -> None:
        """Give what was typed and the reason when it can be understood."""
        editor = self.query_one(DayEditor)
        try:
            if editor.edited:
                editor.due()
        except FieldError as error:
            self.refuse(translate(error.message))
            editor.editor.focus()
        else:
            reason = self.query_one("#reason", LineEditor).value.strip() if self._ask_reason else ""
            self.dismiss((editor.editor.value, reason))


class ProgressDialog(Dialog[int]):
    """A percentage; there is no other field, so that the bare arrows step too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", show=False),
        Binding("down", "step(-1)", show=False),
    ]

    def __init__(self, current: int, title: str = "") -> None:
        """Start from `current`."""
        super().__init__(title or _("Progress"))
        self._current = current

    def parts(self) -> Iterable[Widget]:
        """Give the line with its bar."""
        yield PercentEditor(self._current)

    def on_mount(self) -> None:
        """Let the first digit replace what is there."""
        self.query_one(PercentEditor).editor.action_select_all()

    def hints(self) -> Sequence[Hint]:
        """Name the keys that step."""
        return [Hint("↑↓", _("five points")), *super().hints()]

    def action_step(self, direction: int) -> None:
        """Go five points up or down."""
        self.query_one(PercentEditor).action_step(direction)

    def action_confirm(self) -> None:
        """Give the percentage when it is one."""
        try:
            value = self.query_one(PercentEditor).read()
        except FieldError as error:
            self.refuse(translate(error.message))
        else:
            self.dismiss(value or 0)


class IdentityDialog(Dialog[tuple[str, str]]):
    """Name and e-mail address of the person; asked once for a workspace."""

    def __init__(self, name: str = "", email: str = "") -> None:
        """Start from what is known."""
        super().__init__(_("Who is making this change?"))
        self._person, self._email = name, email

    def parts(self) -> Iterable[Widget]:
        """Give the two lines."""
        yield Static(content(_("Colleagues see this name beside your changes; it is asked only once.")), markup=False)
        yield label(_("Name"))
        yield LineEditor(self._person, placeholder=_("your name"), id="name")
        yield label(_("E-mail address"))
        yield LineEditor(self._email, placeholder=_("may stay empty"), id="email")

    def hints(self) -> Sequence[Hint]:
        """Name the key between the lines."""
        return [Hint("Tab", _("next line")), *super().hints()]

    def action_confirm(self) -> None:
        """Give both; the name must not be empty."""
        first, second = self.query_one("#name", LineEditor), self.query_one("#email", LineEditor)
        name, email = first.value.strip(), second.value.strip()
        if not name:
            self.refuse(_("The name is empty; enter the name your colleagues know."))
            first.focus()
        elif email and "@" not in email:
            self.refuse(_("An e-mail address has an @; leave the line empty when you have none."))
            second.focus()
        elif self.focused is first and not email:
            second.focus()
        else:
            self.dismiss((name, email))
