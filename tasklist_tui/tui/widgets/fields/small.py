"""A tick box, and a value that is only shown."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Checkbox

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import FieldType
from tasklist_tui.domain.model import Value
from tasklist_tui.i18n import _
from tasklist_tui.tui.text import content, content_lines
from tasklist_tui.tui.widgets.fields.control import Control


class FlagControl(Control):
    """Yes or no; an empty flag is shown as no and stays empty until it is ticked."""

    DEFAULT_CSS = """
    FlagControl Checkbox, FlagControl Checkbox:focus { height: 1; border: none; padding: 0; background: $panel; }
    """

    def compose(self) -> ComposeResult:
        """Hold the box."""
        box = Checkbox(value=bool(self.given), compact=True)
        _name(box)
        yield box

    @property
    def edited(self) -> bool:
        """Whether the box says something else than the value given."""
        return self.is_mounted and self.query_one(Checkbox).value != bool(self.given)

    def read(self) -> Value:
        """Give the flag."""
        return self.query_one(Checkbox).value if self.edited else self.given

    def show(self, value: Value) -> None:
        """Show another value."""
        self.given = value
        self.query_one(Checkbox).value = bool(value)

    def put(self, value: Value) -> None:
        """Tick or untick."""
        self.query_one(Checkbox).value = bool(value)

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        """Tell the form."""
        event.stop()
        _name(event.checkbox)
        self.tell()

    def enter(self) -> None:
        """Put the cursor on the box."""
        self.query_one(Checkbox).focus()

    def tip(self) -> str:
        """Name the key."""
        return _("Space ticks")


def _name(box: Checkbox) -> None:
    """Say yes or no beside a box, and leave it empty for no: the library draws the same mark, in another colour."""
    box.label = Content(_("yes") if box.value else _("no"))
    vars(box)["BUTTON_INNER"] = "✓" if box.value else " "


class FixedControl(Control):
    """A value that cannot be changed here."""

    DEFAULT_CSS = "FixedControl { padding: 0 1; color: $text-muted; }"

    def render(self) -> Content:
        """Paint the value."""
        value = self.given
        if self.field.type is FieldType.LONGTEXT or isinstance(value, dict | list):
            return content_lines(_plain_text(self, value))
        shown = content(_plain_text(self, value) or _("(empty)"))
        if self.field.type is FieldType.STATE and not self.field.read_only:
            return Content.assemble(shown, "  ", content(_("(changed by the steps of the workflow)"), "dim"))
        return shown

    def show(self, value: Value) -> None:
        """Show another value."""
        self.given = value
        self.refresh(layout=True)

    def can_enter(self) -> bool:
        """Say that it cannot."""
        return False


def _plain_text(control: Control, value: Value) -> str:
    """Give known fields as people read them, keys that no field knows as they are written."""
    if control.field.id in control.context.kind.field or isinstance(value, str):
        return control.context.text(control.field, value)
    plain = fields.to_plain(value)
    if isinstance(plain, dict):
        return "\n".join(f"{key}: {inner}" for key, inner in plain.items())
    if isinstance(plain, list):
        return "\n".join(map(str, plain))
    return control.context.text(control.field, value)
