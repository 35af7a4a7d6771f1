"""Controls that pick from what the workspace offers: choices, states, committees, measures, items, documents, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import msgspec
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.model import Value
from tasklist_tui.domain.workflow import state_label
from tasklist_tui.i18n import _, language
from tasklist_tui.tui.text import clip, content, one_line
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
    if field.type in {FieldType.LINK, FieldType.LINKS}:
        return _items(context, field)
    if field.type is FieldType.DOCUMENT:
        known_documents = context.snapshot.workspace.documents
        return [(document.id, document.title, document.doc_number) for document in known_documents]
    if field.type is FieldType.ROWLINK:
        return _rows(context, field)
    return [(c.id, c.title.in_language(language()) or c.id, "") for c in field.choices]


def _items(context: Context, field: Field) -> list[tuple[str, str, str]]:
    """Give the items that a link may lead to: number and title, with their list and state."""
    workspace = context.snapshot.workspace
    made = []
    for task_list in workspace.lists:
        if field.to and task_list.kind not in field.to:
            continue
        kind = workspace.kind_of(task_list)
        where = task_list.title or task_list.id
        for item in task_list.items:
            state = state_label(kind, item.status).in_language(language()) if item.status else ""
            name = f"{workspace.number_of(task_list, item)} {item.title or _('(no title)')}"
            made.append((item.id, name, " · ".join(filter(None, (where, state)))))
    return made


def _rows(context: Context, field: Field) -> list[tuple[str, str, str]]:
    """Give the rows of the same item that a link to a row may name."""
    outer = context.kind.field.get(field.of)
    values = context.values if context.item is None else context.item
    rows = values.get(field.of) if outer is not None else None
    if outer is None or not isinstance(rows, list):
        return []
    keyed = ((fields.row_key(outer, row), fields.row_label(outer, row)) for row in rows)
    return [(key, f"{number} {label or key}", "") for number, (key, label) in enumerate(keyed, start=1)]


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

    def regard(self, values: Mapping[str, Value]) -> None:
        """Follow the rows that a link to one of them can name."""
        if self.field.type is FieldType.ROWLINK and self.context.item is None:
            self.context = msgspec.structs.replace(self.context, values=values)
            self.refresh(layout=True)

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


#: What one of several is.
_ONE = {
    FieldType.COMMITTEES: FieldType.COMMITTEE,
    FieldType.CHOICES: FieldType.CHOICE,
    FieldType.LINKS: FieldType.LINK,
}
_CHIP = 30


class SeveralControl(Picker):
    """Several of what there is, shown as chips; backspace takes the last one away."""

    def words(self, value: Value) -> Content | None:
        """Give the chips."""
        if not isinstance(value, list) or not value:
            return None
        field = msgspec.structs.replace(self.field, type=_ONE.get(self.field.type, self.field.type))
        names = [clip(one_line(self.context.text(field, one)), _CHIP) for one in value]
        chips = [content(f" {name} ", "$foreground on $secondary 60%") for name in names]
        return Content(" ").join(chips)

    def action_clear(self) -> None:
        """Take the last one away."""
        value = self.read()
        if isinstance(value, list) and value:
            self.put(value[:-1] or None)

    def tip(self) -> str:
        """Name the keys."""
        return _("Enter choose, or type; Backspace takes the last one away")
