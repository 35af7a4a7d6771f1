"""One field in a form: its name, its control, and beneath it what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tasklist_tui.domain.problems import Severity
from tasklist_tui.tui.text import clip, content, one_line
from tasklist_tui.tui.widgets.fields.control import Control

#: What stands before a remark, and its colour.
SIGNS = {Severity.ERROR: ("✗ ", "$text-error"), Severity.WARNING: ("⚠ ", "$text-warning")}

Remark = tuple[Severity, str]


class FieldRow(Widget):
    """The name left of the control, or above it in a narrow window; the field with the cursor has a pointer.

    The name is painted by the row itself, under the margin of the control: a form of 28 fields has 90 widgets fewer.
    """

    DEFAULT_CSS = """
    FieldRow { layout: vertical; height: auto; width: 100%; color: $text-muted; }
    FieldRow:focus-within { color: $foreground; text-style: bold; }
    FieldRow .remarks { height: auto; padding: 0 1; color: $foreground; text-style: none; }
    """

    def __init__(self, control: Control, name: str, *, required: bool = False) -> None:
        """Show `control` under `name`."""
        super().__init__()
        self.control = control
        self._title = one_line(name) + (" *" if required else "")
        self._cells: int | None = None
        self._said: Static | None = None
        self.remarks: tuple[Remark, ...] = ()

    def compose(self) -> ComposeResult:
        """Hold the control."""
        yield self.control

    def render(self) -> Content:
        """Paint the name where the control leaves room for it."""
        pointer = "▸ " if self.has_focus_within else "  "
        width = self.size.width if self._cells is None else self._cells
        return content(pointer + clip(self._title, max(1, width - 3)))

    def set_name_width(self, cells: int | None) -> None:
        """Give the name `cells` cells left of the control; None puts it above."""
        self._cells = cells
        self.control.styles.margin = (1, 0, 0, 0) if cells is None else (0, 0, 0, cells)
        self._place_remarks()
        self.refresh()

    def say(self, remarks: Sequence[Remark]) -> None:
        """Show what is to be said about the field; nothing when there is nothing."""
        if tuple(remarks) == self.remarks:
            return
        self.remarks = tuple(remarks)
        if self._said is None:
            self._said = Static("", classes="remarks", markup=False)
            self._place_remarks()
            self.mount(self._said)
        lines = [
            Content.assemble((SIGNS[severity][0], SIGNS[severity][1]), content(text, SIGNS[severity][1]))
            for severity, text in remarks
        ]
        self._said.update(Content("\n").join(lines))
        self._said.display = bool(lines)

    def on_descendant_focus(self) -> None:
        """Point at the field."""
        self.refresh()

    def on_descendant_blur(self) -> None:
        """Take the pointer away."""
        self.refresh()

    def _place_remarks(self) -> None:
        if self._said is not None:
            self._said.styles.margin = (0, 0, 0, self._cells or 0)
