"""A scrollable page of prepared lines, painted by the Line API: the mechanism behind the detail and the help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tasklist_tui.tui.inks import ink
from tasklist_tui.tui.item_lines import Line


class Page(ScrollView, can_focus=True):
    """Lines of styled pieces; the arrow keys and j/k scroll them."""

    DEFAULT_CSS = """
    Page { background: $surface; color: $foreground; scrollbar-size-vertical: 1; overflow-x: hidden; }
    """
    GROUND: ClassVar[str] = "surface"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("h", "scroll_home", show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty page."""
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Line] = ()

    def compose(self) -> ComposeResult:
        """Contain nothing: every line is painted."""
        return iter(())

    @property
    def text(self) -> str:
        """What stands on the page, as plain text."""
        return "\n".join("".join(piece for piece, _ in line) for line in self._lines)

    def set_lines(self, lines: Sequence[Line], *, keep_place: bool) -> None:
        """Show `lines`, from the top unless `keep_place`."""
        self._lines = lines
        size = Size(max(self.scrollable_content_region.width, 1), len(lines))
        if size != self.virtual_size:
            # Only the scroll bar depends on it; the layout that the reactive asks for would repaint every pane.
            self.set_reactive(Page.virtual_size, size)
            self._scroll_update(size)
        if not keep_place:
            self.scroll_to(0, 0, animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        width = self.scrollable_content_region.width
        base = ink(self, "", self.GROUND)
        number = self.scroll_offset.y + y
        if number >= len(self._lines):
            return Strip.blank(width, base)
        segments = [Segment(text, ink(self, role, self.GROUND)) for text, role in self._lines[number] if text]
        return Strip(segments).adjust_cell_length(width, base)
