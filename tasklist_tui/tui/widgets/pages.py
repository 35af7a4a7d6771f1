"""A scrollable page of prepared lines, painted by the Line API: the mechanism behind the detail and the help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tasklist_tui.tui import palette
from tasklist_tui.tui.item_lines import Line


class Page(ScrollView, can_focus=True):
    """Lines of styled pieces; the arrow keys and j/k scroll them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "page--title",
        "page--label",
        "page--muted",
        "page--heading",
        "page--strong",
        "page--bar",
        "page--key",
        *palette.LIGHT_CLASSES.values(),
    }
    DEFAULT_CSS = """
    Page { background: $background; color: $foreground; scrollbar-size-vertical: 1; overflow-x: hidden; }
    Page .page--title { text-style: bold; }
    Page .page--label { color: $text-muted; }
    Page .page--muted { color: $text-muted; }
    Page .page--heading { color: $text-accent; }
    Page .page--strong { text-style: bold; }
    Page .page--bar { color: $text-accent; }
    Page .page--key { color: $text-accent; text-style: bold; }
    """ + palette.light_css("Page")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("h", "scroll_home", show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  textual's name
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
        self.virtual_size = Size(max(self.scrollable_content_region.width, 1), len(lines))
        if not keep_place:
            self.scroll_to(0, 0, animate=False)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        number = self.scroll_offset.y + y
        if number >= len(self._lines):
            return Strip.blank(width, base)
        segments = [Segment(text, base + self._style(role)) for text, role in self._lines[number] if text]
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, role: str) -> Style:
        if not role:
            return Style.null()
        name = role if role.startswith("light--") else f"page--{role}"
        return self.get_component_rich_style(name, partial=True)
