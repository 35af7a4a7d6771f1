"""One field in a form: its name, its control, and beneath it what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tasklist_tui.domain.problems import Severity
from tasklist_tui.tui.text import content, one_line
from tasklist_tui.tui.widgets.fields.control import Control

#: What stands before a remark, and its colour.
_SIGNS = {Severity.ERROR: ("✗ ", "$text-error"), Severity.WARNING: ("⚠ ", "$text-warning")}

Remark = tuple[Severity, str]


class FieldRow(Widget):
    """The name left of the control, or above it in a narrow window; the field with the cursor has a pointer."""

    DEFAULT_CSS = """
    FieldRow { layout: horizontal; height: auto; width: 100%; }
    FieldRow .name { height: auto; max-height: 2; color: $text-muted; padding: 0 1 0 0; }
    FieldRow:focus-within .name { color: $foreground; text-style: bold; }
    FieldRow Vertical { height: auto; width: 1fr; }
    FieldRow .remarks { height: auto; padding: 0 1; display: none; }
    FieldRow.-narrow { layout: vertical; }
    FieldRow.-narrow .name { width: 100%; }
    """

    def __init__(self, control: Control, name: str, *, required: bool = False) -> None:
        """Show `control` under `name`."""
        super().__init__()
        self.control = control
        self._title = one_line(name) + (" *" if required else "")
        self._name_label = Static(self._label("  "), classes="name", markup=False)
        self._remarks = Static("", classes="remarks", markup=False)
        self.remarks: tuple[Remark, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out name, control and remarks."""
        yield self._name_label
        yield Vertical(self.control, self._remarks)

    def set_name_width(self, cells: int | None) -> None:
        """Give the name `cells` cells left of the control; None puts it above."""
        self.set_class(cells is None, "-narrow")
        self._name_label.styles.width = "100%" if cells is None else cells

    def say(self, remarks: Sequence[Remark]) -> None:
        """Show what is to be said about the field; nothing when there is nothing."""
        if tuple(remarks) == self.remarks:
            return
        self.remarks = tuple(remarks)
        lines = [
            Content.assemble((_SIGNS[severity][0], _SIGNS[severity][1]), content(text, _SIGNS[severity][1]))
            for severity, text in remarks
        ]
        self._remarks.update(Content("\n").join(lines))
        self._remarks.styles.display = "block" if lines else "none"

    def on_descendant_focus(self) -> None:
        """Point at the field."""
        self._name_label.update(self._label("▸ "))

    def on_descendant_blur(self) -> None:
        """Take the pointer away."""
        self._name_label.update(self._label("  "))

    def _label(self, pointer: str) -> Content:
        return content(pointer) + content(self._title)
