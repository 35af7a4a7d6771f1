"""The line above the items: what is shown and how, or the filter while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tasklist_tui.tui.inks import ink
from tasklist_tui.tui.text import clip, one_line

if TYPE_CHECKING:
    from textual.widgets import Input


class FilterBar(Widget):
    """Paints a summary; `open` puts an input into the left half until Enter or Esc."""

    DEFAULT_CSS = """
    FilterBar { height: 1; background: $surface; layout: horizontal; }
    FilterBar Input { width: 50%; max-width: 50; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close(False)", show=False),
        Binding("down", "close(True)", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]

    class Typed(Message):
        """The filter reads like this now."""

        def __init__(self, line: str) -> None:
            """Carry it."""
            super().__init__()
            self.line = line

    class Closed(Message):
        """The filter is no longer typed; `kept` says whether it stays in force."""

        def __init__(self, kept: bool) -> None:
            """Carry it."""
            super().__init__()
            self.kept = kept

    class CompletionWanted(Message):
        """The person wants the first suggestion taken."""

    def __init__(self, *, id: str | None = None) -> None:
        """Begin with an empty summary; the input is made when it is first needed."""
        super().__init__(id=id)
        self._filter = ""
        self._plain = ""
        self._input: Input | None = None

    @property
    def is_open(self) -> bool:
        """Whether the filter is being typed."""
        return self._input is not None

    @property
    def text(self) -> str:
        """What the summary says."""
        return f"{self._filter} {self._plain}".strip()

    def show(self, filtered: str, plain: str) -> None:
        """Paint what narrows the list, then the rest."""
        shown = (one_line(filtered), one_line(plain))
        if shown != (self._filter, self._plain):
            self._filter, self._plain = shown
            self.refresh()

    def open(self, line: str, placeholder: str) -> None:
        """Let the person type, beginning with `line`."""
        if self._input is None:
            from textual.widgets import Input

            self._input = Input(line, placeholder=placeholder, select_on_focus=False, compact=True)
            self.mount(self._input)
        self._input.focus()

    def set_line(self, line: str) -> None:
        """Replace what was typed."""
        if self._input is not None:
            self._input.value = line
            self._input.cursor_position = len(line)

    def render_line(self, y: int) -> Strip:
        """Paint the summary, right of the input while that is open."""
        width = self.size.width
        left = self._input.outer_size.width if self._input is not None else 0
        plain = ink(self, "muted")
        first = clip(f" {self._filter} " if self._filter else "", max(0, width - left))
        strip = Strip([Segment(" " * left, plain), Segment(first, ink(self, "warn"))])
        rest = clip(f" {self._plain}" if self._plain else "", max(0, width - strip.cell_length))
        return Strip([*strip, Segment(rest, plain)]).adjust_cell_length(width, plain)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on every keystroke."""
        event.stop()
        if self._input is not None:
            self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter and go to the items."""
        event.stop()
        self.action_close(kept=True)

    def action_close(self, kept: bool) -> None:
        """Take the input away."""
        box, self._input = self._input, None
        if box is not None:
            box.remove()
            self.post_message(self.Closed(kept))

    def action_complete(self) -> None:
        """Ask for the first suggestion."""
        self.post_message(self.CompletionWanted())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys alone while nothing is typed."""
        return self.is_open if action in {"close", "complete"} else super().check_action(action, parameters)
