"""A one-line editor that never sends a control character of its text to the terminal."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from tasklist_tui.tui.widgets.fields.mask import mask


class LineEditor(Input):
    """An `Input` one row high; what is not visible is painted as a sign and kept as it is.

    It is not textual's compact input: that one is styled once more when it is made, 4 ms for each line of a form.
    """

    DEFAULT_CSS = """
    LineEditor {
        height: 1; padding: 0 1; border: none; background: $panel; color: $foreground;
    }
    LineEditor:focus {
        border: none; background: $primary 35%; background-tint: $foreground 0%; text-style: none;
    }
    LineEditor.-bad { color: $text-error; }
    """

    #: Not a cause for a new layout as it is in textual: that would arrange the whole form anew at every key.
    virtual_size = Reactive(Size(0, 0))

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        """Start with `value`, the cursor behind it."""
        super().__init__(value, placeholder=placeholder, select_on_focus=False, id=id)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return Text(mask(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(mask(self.value[:position]))
