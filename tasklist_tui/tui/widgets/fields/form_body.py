"""The scrolling body of a form: sections of fields, their values read back, the cursor among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.model import Value
from tasklist_tui.i18n import language, translate
from tasklist_tui.tui.text import cell_width, content, one_line
from tasklist_tui.tui.widgets.fields.choose import control_for
from tasklist_tui.tui.widgets.fields.control import Context, Control
from tasklist_tui.tui.widgets.fields.field_row import FieldRow
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.fields.sections import Section

_NARROW = 60
_NAME_CELLS = 24


def field_title(field: Field) -> str:
    """Give what a field is called; its id when it has no name."""
    return field.title.in_language(language()) or field.id


class FormBody(VerticalScroll):
    """Fields with their controls; up and down and Enter go from one to the next."""

    DEFAULT_CSS = """
    FormBody { height: 1fr; width: 100%; scrollbar-size-vertical: 1; }
    FormBody .section { height: 1; width: 100%; color: $text-accent; text-style: bold; margin-top: 1; }
    FormBody .section.-first { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", show=False),
        Binding("down", "go(1)", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]

    class Entered(Message):
        """The cursor is in another field."""

        def __init__(self, control: Control) -> None:
            """Say which."""
            super().__init__()
            self.source = control

    class Finished(Message):
        """Enter was pressed in the last field."""

    def __init__(self, sections: Sequence[Section], context: Context, values: Mapping[str, Value]) -> None:
        """Show the fields of `sections` with their `values`."""
        super().__init__(can_focus=False)
        context = msgspec.structs.replace(context, values=values)
        self._arranged: int | None = -1
        self._sections = _without_words(sections)
        self.rows = {
            field.id: FieldRow(
                control_for(field, context, values.get(field.id)),
                field_title(field),
                required=field.required or bool(context.is_new and _first(context) in field.required_in),
            )
            for section in self._sections
            for field in section.fields
        }
        #: The row of each field that a control answers for: words are edited with their date.
        self._place = {name: place for place, row in self.rows.items() for name in row.control.stored()}
        self._name_cells = min(
            _NAME_CELLS,
            5 + max((cell_width(one_line(field_title(row.control.field))) for row in self.rows.values()), default=8),
        )

    def compose(self) -> ComposeResult:
        """Lay out heading and fields of each section."""
        self._arrange(self.app.size.width)
        for number, section in enumerate(self._sections):
            if section.title is not None:
                classes = "section" if number else "section -first"
                yield Static(content(translate(section.title)), classes=classes, markup=False)
            for field in section.fields:
                yield self.rows[field.id]

    def on_resize(self, event: events.Resize) -> None:
        """Put the names above the controls when there is no room beside them."""
        self._arrange(event.size.width)

    def place_of(self, field_id: str) -> str:
        """Give the id of the row a field is edited in; its own id when it is in none."""
        return self._place.get(field_id, field_id)

    def control(self, field_id: str) -> Control:
        """Give the control of a field."""
        return self.rows[self.place_of(field_id)].control

    @property
    def edited(self) -> bool:
        """Whether a person has changed anything."""
        return any(row.control.edited for row in self.rows.values())

    def changes(self) -> dict[str, Value]:
        """Give the fields whose value is another than the one given; those that cannot be read are left out.

        A field that a control only sets beside its own gives way to what was entered in its own control.
        """
        own, beside = self._changes()
        return {**beside, **own}

    def values(self) -> dict[str, Value]:
        """Give the values as they would be; a field that cannot be read has the value it was given."""
        return {**self._given(), **self.changes()}

    def regard(self) -> None:
        """Tell the controls what the fields of all of them are now."""
        own, _beside = self._changes()
        values = {**self._given(), **own}
        for row in self.rows.values():
            row.control.regard(values)

    def rebase(self, context: Context) -> None:
        """Take note of what the workspace and the item are now; what is shown stays."""
        for row in self.rows.values():
            row.control.context = context

    def _given(self) -> dict[str, Value]:
        return {name: value for row in self.rows.values() for name, value in row.control.stored().items()}

    def _changes(self) -> tuple[dict[str, Value], dict[str, Value]]:
        """Give the changes of the fields that the controls answer for, and those they make beside them."""
        own: dict[str, Value] = {}
        beside: dict[str, Value] = {}
        for row in self.rows.values():
            control = row.control
            if control.edited and control.fits():
                answered = control.stored()
                for name, value in control.changes().items():
                    (own if name in answered else beside)[name] = value
        return own, beside

    def unreadable(self) -> dict[str, str]:
        """Give what is wrong with what is typed, by field."""
        wrong: dict[str, str] = {}
        for name, row in self.rows.items():
            try:
                row.control.read()
            except FieldError as error:
                wrong[name] = translate(error.message)
        return wrong

    def go_to(self, field_id: str) -> None:
        """Put the cursor into a field."""
        if (row := self.rows.get(self.place_of(field_id))) is not None:
            row.control.enter()
            row.scroll_visible(animate=False)

    def current(self) -> Control | None:
        """Give the control that has the cursor."""
        return next((row.control for row in self.rows.values() if row.has_focus_within), None)

    def enter_first(self) -> None:
        """Put the cursor into the first field that can be edited."""
        first = next((row for row in self.rows.values() if row.control.can_enter()), None)
        if first is not None:
            first.control.enter()

    def action_go(self, step: int) -> None:
        """Put the cursor into the next or the previous field."""
        if step > 0:
            self.screen.focus_next("FormBody *")
        else:
            self.screen.focus_previous("FormBody *")

    def on_input_submitted(self, event: LineEditor.Submitted) -> None:
        """Go on to the next field at Enter; behind the last one the form decides."""
        event.stop()
        last = [row for row in self.rows.values() if row.control.can_enter()][-1]
        if last.has_focus_within:
            self.post_message(self.Finished())
        else:
            self.action_go(1)

    def on_descendant_focus(self) -> None:
        """Tell which field has the cursor."""
        if (control := self.current()) is not None:
            if control is next(iter(self.rows.values())).control:
                # After the focus has scrolled: the heading of the first section belongs into view too.
                self.call_after_refresh(self.scroll_home, animate=False)
            self.post_message(self.Entered(control))

    def _arrange(self, width: int) -> None:
        cells = self._name_cells if width >= _NARROW else None
        if cells == self._arranged:
            return
        self._arranged = cells
        for row in self.rows.values():
            row.set_name_width(cells)


def _without_words(sections: Sequence[Section]) -> list[Section]:
    """Give the sections without the words of dates, which are edited with their date, and without empty ones."""
    shown = [field for section in sections for field in section.fields]
    words = {field.phrase for field in shown if field.type is FieldType.DATE and not field.read_only}
    kept = (section._replace(fields=[f for f in section.fields if f.id not in words]) for section in sections)
    return [section for section in kept if section.fields]


def _first(context: Context) -> str:
    return context.kind.states[0].id if context.kind.states else ""
