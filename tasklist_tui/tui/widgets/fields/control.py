"""What every control of a form has in common."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from textual.message import Message
from textual.widget import Widget

from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.model import TaskList, Value
from tasklist_tui.i18n import language
from tasklist_tui.services.present import value_text
from tasklist_tui.services.snapshot import Snapshot


class Context(msgspec.Struct, frozen=True):
    """What a control needs to know besides its value; `is_new` says that the item is not in the list yet.

    `values` are the fields of what is edited, as they are stored.  In the form of a row `item` has the fields of the
    item it belongs to, as they are now; elsewhere it is None.
    """

    snapshot: Snapshot
    task_list: TaskList
    kind: Kind
    is_new: bool = False
    values: Mapping[str, Value] = {}
    item: Mapping[str, Value] | None = None

    def text(self, field: Field, value: Value) -> str:
        """Give a value as a person reads it, in the language in use."""
        return value_text(
            self.snapshot.workspace,
            self.kind,
            field,
            value,
            language(),
            self.values if self.item is None else self.item,
        )


class Control(Widget):
    """Shows the value `given` and lets a person change it.

    A control that has not been edited reads as exactly the value it was given, whatever it can show of it.
    """

    DEFAULT_CSS = "Control { height: auto; width: 100%; }"

    class Edited(Message):
        """A person changed what the control holds."""

        def __init__(self, source: Control) -> None:
            """Say which control."""
            super().__init__()
            self.source = source

    class Wanted(Message):
        """The control needs a dialog to be edited; `typed` is what was typed already, `place` the row it is about."""

        def __init__(self, source: Control, typed: str = "", place: int | None = None) -> None:
            """Say which control."""
            super().__init__()
            self.source, self.typed, self.place = source, typed, place

    def __init__(self, field: Field, context: Context, value: Value) -> None:
        """Show `value`, None when the field is empty."""
        super().__init__()
        self.field, self.context, self.given = field, context, value

    @property
    def edited(self) -> bool:
        """Whether a person has changed what the control holds, be it into something that cannot be read."""
        return False

    def read(self) -> Value:
        """Give the value, None when it is empty; raises `FieldError` when what is typed does not fit the field."""
        return self.given

    def stored(self) -> dict[str, Value]:
        """Give the fields that the control answers for, by id, as they were given; most answer for one."""
        return {self.field.id: self.given}

    def changes(self) -> dict[str, Value]:
        """Give the fields that are others than those given; raises `FieldError` as `read` does.

        Fields the control does not answer for may be among them: the day that a typed period counts from.
        """
        value = self.read()
        return {self.field.id: value} if self.edited and not same(value, self.given) else {}

    def regard(self, values: Mapping[str, Value]) -> None:
        """Take note of all the fields of the form, as they are now."""

    def restore(self, values: Mapping[str, Value]) -> None:
        """Hold what `changes` gave once, as if a person had entered it."""
        if self.field.id in values:
            self.put(values[self.field.id])

    def fits(self) -> bool:
        """Say whether what is typed can be read."""
        try:
            self.read()
        except FieldError:
            return False
        return True

    def show(self, value: Value) -> None:
        """Show another value as the one that is given; whatever was edited is forgotten."""
        self.given = value

    def rebase(self, value: Value) -> None:
        """Take another value as the one that is given, and keep what the person has made of it."""
        self.given = value

    def put(self, value: Value) -> None:
        """Hold `value` as if a person had entered it; text that does not fit is held as typed."""

    def can_enter(self) -> bool:
        """Say whether the cursor can be put into the control."""
        return True

    def enter(self) -> None:
        """Put the cursor into the control."""
        self.focus()

    def tip(self) -> str:
        """Give the keys of the control in a few words."""
        return ""

    def tell(self) -> None:
        """Post that a person changed the value."""
        self.post_message(self.Edited(self))


def same(one: Value, other: Value) -> bool:
    """Say whether two values are the same one, an empty list being no value."""
    return one == other or (not one and not other and one in (None, "", []) and other in (None, "", []))
