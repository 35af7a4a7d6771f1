"""The line above the items: what is shown and how, or the filter while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tasklist_tui.tui.text import clip, one_line

if TYPE_CHECKING:
    from textual.widgets import Input


class FilterSummary(Widget):
    """One line of text, with what is filtered set off."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"summary--plain", "summary--filter"}
    DEFAULT_CSS = """
    FilterSummary { width: 1fr; height: 1; background: $surface; color: $foreground; }
    FilterSummary .summary--plain { background: $surface; color: $text-muted; }
    FilterSummary .summary--filter { background: $surface; color: $text-warning; text-style: bold; }
    """

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._filter = ""
        self._plain = ""

    def show(self, filtered: str, plain: str) -> None:
        """Paint what narrows the list, then the rest."""
        self._filter, self._plain = one_line(filtered), one_line(plain)
        self.refresh()

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._filter} {self._plain}".strip()

    def render_line(self, y: int) -> Strip:
        """Paint it."""
        width = self.size.width
        plain = self.get_component_rich_style("summary--plain")
        first = clip(f" {self._filter} " if self._filter else "", width)
        strip = Strip([Segment(first, self.get_component_rich_style("summary--filter"))])
        rest = clip(f" {self._plain}" if self._plain else "", max(0, width - strip.cell_length))
        return Strip([*strip, Segment(rest, plain)]).adjust_cell_length(width, plain)


class FilterBar(Horizontal):
    """Shows the summary; `open` puts an input into its place until Enter or Esc."""

    DEFAULT_CSS = """
    FilterBar { height: 1; background: $surface; }
    FilterBar Input { width: 1fr; max-width: 60; height: 1; border: none; padding: 0 1; background: $panel; }
    FilterBar Input:focus { border: none; }
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

    def compose(self) -> ComposeResult:
        """Begin with the summary; the input is made when it is first needed."""
        yield FilterSummary()

    @property
    def summary(self) -> FilterSummary:
        """The line of text."""
        return self.query_one(FilterSummary)

    @property
    def input(self) -> Input | None:
        """The input while it is open."""
        from textual.widgets import Input

        found = self.query(Input)
        return found.first() if found else None

    @property
    def is_open(self) -> bool:
        """Whether the filter is being typed."""
        return len(self.children) > 1

    def open(self, line: str, placeholder: str) -> None:
        """Let the person type, beginning with `line`."""
        from textual.widgets import Input

        if (known := self.input) is not None:
            known.focus()
            return
        box = Input(line, placeholder=placeholder, select_on_focus=False, compact=True)
        self.mount(box, before=0)
        box.focus()

    def set_line(self, line: str) -> None:
        """Replace what was typed."""
        if (box := self.input) is not None:
            box.value = line
            box.cursor_position = len(line)

    def show(self, filtered: str, plain: str) -> None:
        """Say what is shown."""
        self.summary.show(filtered, plain)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on every keystroke."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter and go to the items."""
        event.stop()
        self.action_close(kept=True)

    def action_close(self, kept: bool) -> None:
        """Take the input away."""
        if (box := self.input) is not None:
            box.remove()
            self.post_message(self.Closed(kept))

    def action_complete(self) -> None:
        """Ask for the first suggestion."""
        self.post_message(self.CompletionWanted())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys alone while nothing is typed."""
        return self.is_open if action in {"close", "complete"} else super().check_action(action, parameters)


def summary_text(parts: Sequence[str]) -> str:
    """Join what is shown and how."""
    return " · ".join(part for part in parts if part)
