"""What all forms share: the frame, validation beside the fields, the dialogs that pick, asking before text is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tasklist_tui.domain.model import Value
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services import phrasing
from tasklist_tui.tui.gateway import apart
from tasklist_tui.tui.screens.choices import ChoiceDialog, MultiChoiceDialog, Option
from tasklist_tui.tui.screens.dialog import HEIGHTS, fit
from tasklist_tui.tui.screens.notices import ConfirmDialog
from tasklist_tui.tui.text import content, content_lines
from tasklist_tui.tui.widgets.fields.control import Context, Control
from tasklist_tui.tui.widgets.fields.field_row import Remark
from tasklist_tui.tui.widgets.fields.form_body import FormBody, field_title
from tasklist_tui.tui.widgets.fields.pick import PickControl, SeveralControl, offers
from tasklist_tui.tui.widgets.fields.sections import Section
from tasklist_tui.tui.widgets.key_hints import Hint, KeyHints

T = TypeVar("T")


class FormScreen(ModalScreen[T | None], Generic[T]):
    """Shows sections of fields; Ctrl+S gives the result, Esc gives None, after asking when something was typed."""

    DEFAULT_CSS = """
    FormScreen { align: center middle; }
    FormScreen > .frame { width: 120; max-width: 100%; height: 100%; background: $surface; padding: 0 1; }
    FormScreen.-wide > .frame { border: round $primary; }
    FormScreen .title { height: 1; width: 100%; text-style: bold; color: $text-accent; margin-bottom: 1; }
    FormScreen .facts { height: auto; max-height: 4; width: 100%; color: $text-muted; margin-bottom: 1; }
    FormScreen .banner { height: auto; color: $text-warning; display: none; }
    FormScreen .tip { height: 1; width: 100%; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    FormScreen.-small > .frame { width: 90; height: auto; max-height: 100%; border: round $primary; }
    FormScreen.-small FormBody { height: auto; max-height: 17; }
    FormScreen.-small.-low FormBody { max-height: 6; }
    FormScreen.-small.-mid FormBody { max-height: 9; }
    FormScreen.-small.-high FormBody { max-height: 28; }
    FormScreen.-low .title, FormScreen.-low .facts { margin: 0; }
    FormScreen.-low .tip { display: none; }
    FormScreen.-low KeyHints { max-height: 1; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (100, "-wide")]  # noqa: RUF012  an instance variable in textual, mypy says
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = None
    #: Whether the form is a dialog as high as its fields, whose last field is confirmed by Enter.
    small = False
    #: What to know before filling it in, in lines below the title.
    facts = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("ctrl+s", "save", show=False, priority=True),
    ]

    def __init__(self, title: str, sections: Sequence[Section], context: Context, values: Mapping[str, Value]) -> None:
        """Show the fields of `sections` under `title`."""
        super().__init__()
        self._heading, self._sections, self.context, self._values = title, sections, context, values
        self._refused = self._stopped = False
        self.set_class(self.small, "-small")
        self._told: dict[str, Remark] = {}

    def compose(self) -> ComposeResult:
        """Lay out title, fields, tip and keys."""
        fit(self)
        with Vertical(classes="frame"):
            yield Static(content(self._heading), classes="title", markup=False)
            if self.facts:
                yield Static(content_lines(self.facts), classes="facts", markup=False)
            yield Static("", classes="banner", markup=False)
            yield FormBody(self._sections, self.context, self._values)
            yield Static("", classes="tip", markup=False)
            yield KeyHints(self.hints())

    def hints(self) -> Sequence[Hint]:
        """Give the keys to name at the foot."""
        return (
            Hint("Ctrl+S", _("Save"), "save"),
            Hint("Esc", _("Cancel"), "leave"),
            Hint("Tab", _("next field")),
            Hint("Shift+Tab", _("previous field")),
        )

    @property
    def body(self) -> FormBody:
        """The fields."""
        return self.query_one(FormBody)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Leave the styles as they are when the form is shown first: its hundred widgets have just got them."""
        event.refresh_styles = event.refresh_styles and self.stack_updates > 0

    def on_mount(self) -> None:
        """Begin; what reads the words of dates is made ready meanwhile."""
        self.begin()
        if not phrasing.is_prepared():
            self.run_worker(self._read_words(), group="phrases", exit_on_error=False)

    async def _read_words(self) -> None:
        """Say what the words beside dates mean, once that can be done without a wait."""
        await apart(self.app, phrasing.prepare, name="phrases")
        self.body.regard()

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.body.enter_first()
        self.check()

    def problems(self, values: Mapping[str, Value]) -> Iterable[Problem]:
        """Give what is wrong with the values; the field of a problem is the id of a field of this form."""
        return ()

    def result(self) -> T:
        """Give what the form is for; asked only when nothing is wrong."""
        raise NotImplementedError

    def on_control_edited(self, event: Control.Edited) -> None:
        """Check anew."""
        event.stop()
        self.noted()

    def noted(self) -> None:
        """Take note of an edit."""
        said = self.check()
        if self._stopped and not self.wrong(said):
            self._stopped = False
            self.announce("")

    def on_form_body_entered(self, event: FormBody.Entered) -> None:
        """Say what the field is for and which keys it has."""
        control = event.source
        parts = [control.field.help.in_language(language()), control.tip()]
        self.query_one(".tip", Static).update(content("  ".join(filter(None, parts))), layout=False)

    def on_form_body_finished(self) -> None:
        """Take Enter in the last field of a dialog for the answer."""
        if self.small:
            self.action_save()
        else:
            self.body.action_go(1)

    def remarks(self) -> dict[str, list[Remark]]:
        """Give what is to be said about each field."""
        said: dict[str, list[Remark]] = {name: [remark] for name, remark in self._told.items()}
        wrong = self.body.unreadable()
        for name, text in wrong.items():
            said.setdefault(name, []).append((Severity.ERROR, text))
        for problem in self.problems(self.body.values()):
            name = self.body.place_of(problem.field.split(".")[0])
            if name not in wrong:
                said.setdefault(name, []).append((problem.severity, translate(problem.message)))
        return said

    def check(self) -> dict[str, list[Remark]]:
        """Show beside each field what is wrong; an untouched field of a new item is left in peace until saving."""
        self.body.regard()
        said = self.remarks()
        for name, row in self.body.rows.items():
            quiet = self.context.is_new and not self._refused and not row.control.edited and name not in self._told
            row.say([] if quiet else said.get(name, []))
        return said

    def tell(self, field_id: str, text: str) -> None:
        """Say something about a field that stays said."""
        self._told[self.body.place_of(field_id)] = (Severity.WARNING, text)

    def untell(self, field_id: str) -> None:
        """Say no longer what was said about a field."""
        self._told.pop(self.body.place_of(field_id), None)

    def announce(self, text: str) -> None:
        """Say something about the whole form."""
        banner = self.query_one(".banner", Static)
        banner.update(content(text))
        banner.styles.display = "block" if text else "none"

    def action_save(self) -> None:
        """Give the result, or put the cursor into the first field that is wrong."""
        self._refused = True
        said = self.check()
        wrong = self.wrong(said)
        if not wrong:
            self.dismiss(self.result())
            return
        first = wrong[0]
        self._stopped = True
        self.body.go_to(first)
        name = field_title(self.body.control(first).field)
        self.announce(_("Not saved yet: “{field}” needs a look.", field=name))

    def wrong(self, said: Mapping[str, Sequence[Remark]]) -> list[str]:
        """Give the fields that keep the form from being saved, in their order."""
        return [name for name in self.body.rows if any(s is Severity.ERROR for s, _text in said.get(name, ()))]

    def action_leave(self) -> None:
        """Give None; typed text is thrown away only when the person says so."""
        if not self.body.edited:
            self.dismiss(None)
            return
        question = ConfirmDialog(
            _("Throw away what you have changed here?"), "", _("Throw away"), _("Keep editing"), danger=True
        )
        self.app.push_screen(question, self._left)

    def _left(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)

    def on_control_wanted(self, event: Control.Wanted) -> None:
        """Open the dialog that a control needs."""
        event.stop()
        self.open_for(event.source, event)

    def open_for(self, control: Control, event: Control.Wanted) -> None:
        """Open the dialog of a control that picks."""
        if isinstance(control, SeveralControl):
            self._pick_several(control, event.typed)
        elif isinstance(control, PickControl):
            self._pick_one(control, event.typed)

    def _pick_one(self, control: PickControl, typed: str) -> None:
        options = [Option(*offer) for offer in offers(control)]
        if not control.field.required:
            options.append(Option("", _("(empty)")))
        value = control.read()
        digits = any(option.label[:1].isdigit() for option in options)
        dialog = ChoiceDialog(
            field_title(control.field),
            options,
            current="" if value is None else str(value),
            typed=typed,
            digits=not digits,
        )

        def picked(name: str | None) -> None:
            if name is not None:
                control.put(control.picked(name))

        self.app.push_screen(dialog, picked)

    def _pick_several(self, control: SeveralControl, typed: str) -> None:
        value = control.read()
        chosen = [str(one) for one in value] if isinstance(value, list) else []
        options = [Option(*offer) for offer in offers(control)]

        def picked(names: tuple[str, ...] | None) -> None:
            if names is not None:
                control.put(list(names) or None)

        self.app.push_screen(MultiChoiceDialog(field_title(control.field), options, chosen, typed=typed), picked)
