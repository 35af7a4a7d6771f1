"""Controls that pick from what the workspace offers: choice, state, committee, measure, several committees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from tasklist_tui.domain.kinds import FieldType
from tasklist_tui.domain.model import Value
from tasklist_tui.i18n import _, language
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.control import Context, Control, same


def offers(control: Control) -> list[tuple[str, str, str]]:
    """Give what can be picked: id, name, and something more to know it by."""
    field, context = control.field, control.context
    if field.type in {FieldType.COMMITTEE, FieldType.COMMITTEES}:
        known = context.snapshot.workspace.settings.committees
        names = [(c.id, c.in_language(language()), c.name, c.name_en) for c in known]
        return [(name, shown, " ".join({zh, en} - {shown})) for name, shown, zh, en in names]
    if field.type is FieldType.STATE:
        return [(s.id, s.title.in_language(language()) or s.id, "") for s in context.kind.states]
    if field.type is FieldType.MEASURE:
        return [(str(number), _measure(context, number), "") for number in _measures(context)]
    return [(c.id, c.title.in_language(language()) or c.id, "") for c in field.choices]


def _measures(context: Context) -> Sequence[int]:
    document = context.snapshot.workspace.document.get(context.task_list.document)
    return tuple(document.measure) if document else ()


def _measure(context: Context, number: int) -> str:
    document = context.snapshot.workspace.document.get(context.task_list.document)
    known = document.measure.get(number) if document else None
    return f"{number}. {known.title}" if known else str(number)


class Picker(Control, can_focus=True):
    """A line that opens a dialog: Enter, space, a click, or typing."""

    DEFAULT_CSS = """
    Picker { height: auto; min-height: 1; padding: 0 1; background: $panel; }
    Picker:focus { background: $primary 35%; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]

    held: Value = None
    changed = False

    @property
    def edited(self) -> bool:
        """Whether something else has been picked."""
        return self.changed and not same(self.held, self.given)

    def read(self) -> Value:
        """Give what is picked."""
        return self.held if self.edited else self.given

    def show(self, value: Value) -> None:
        """Show another value."""
        self.given, self.changed = value, False
        self.refresh(layout=True)

    def put(self, value: Value) -> None:
        """Hold what a person picked."""
        self.held, self.changed = value, True
        self.refresh(layout=True)
        self.tell()

    def render(self) -> Content:
        """Paint what is picked, and that there is more to pick from."""
        text = self.words(self.read())
        return Content.assemble(text or content(_("(empty)"), "dim"), content(" ▾", "dim"))

    def words(self, value: Value) -> Content | None:
        """Give a value as content, None when it is empty."""
        if value is None:
            return None
        if self.field.type is FieldType.MEASURE and isinstance(value, int):
            return content(_measure(self.context, value))
        return content(self.context.text(self.field, value))

    def action_open(self) -> None:
        """Ask for the dialog."""
        self.post_message(self.Wanted(self))

    def action_clear(self) -> None:
        """Empty the field."""
        self.put(None)

    def on_click(self) -> None:
        """Ask for the dialog."""
        self.post_message(self.Wanted(self))

    def on_key(self, event: events.Key) -> None:
        """Open the dialog with what is typed."""
        if event.is_printable and event.character and event.character != " ":
            event.stop()
            self.post_message(self.Wanted(self, event.character))

    def tip(self) -> str:
        """Name the keys."""
        return _("Enter choose, or type; Delete empties")


class PickControl(Picker):
    """One of several."""

    def picked(self, name: str) -> Value:
        """Give the value of the offer with the id `name`, None for no offer."""
        if not name:
            return None
        return int(name) if self.field.type is FieldType.MEASURE else name


class SeveralControl(Picker):
    """Several committees, shown as chips; backspace takes the last one away."""

    def words(self, value: Value) -> Content | None:
        """Give the chips."""
        if not isinstance(value, list) or not value:
            return None
        name = self.context.snapshot.workspace.committee_name
        chips = [content(f" {name(str(one), language())} ", "$foreground on $secondary 60%") for one in value]
        return Content(" ").join(chips)

    def action_clear(self) -> None:
        """Take the last one away."""
        value = self.read()
        if isinstance(value, list) and value:
            self.put(value[:-1] or None)

    def tip(self) -> str:
        """Name the keys."""
        return _("Enter choose, or type; Backspace takes the last one away")
