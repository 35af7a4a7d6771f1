"""A scrollable page of prepared lines, painted by the Line API: the mechanism behind the detail and the help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tasklist_tui.tui.inks import ink
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.state import ItemKey


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
    def line_width(self) -> int:
        """The cells that a line may take: the scroll bar keeps its own, so that no line is cut when it comes."""
        return max(self.content_size.width - self.styles.scrollbar_size_vertical, 1)

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


class ItemPage(Page):
    """Lines of which some stand for an item: the cursor goes from one to the next, Enter opens it.

    Without such lines it is a page like any other.  `RESTS` says that the cursor stands on one of them at once; where
    it does not, it comes when the person steps there, and goes when they step back.  `CLICKS` open an item.
    """

    RESTS: ClassVar[bool] = True
    CLICKS: ClassVar[int] = 2

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    class Opened(Message):
        """The person wants to go to the item `key`."""

        def __init__(self, key: ItemKey) -> None:
            """Say which."""
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty page."""
        super().__init__(id=id, classes=classes)
        self._targets: Sequence[ItemKey | None] = ()
        self.cursor: int | None = None

    def set_targets(self, targets: Sequence[ItemKey | None]) -> None:
        """Say which item each line stands for; the cursor stays on its item."""
        stood = self._at_cursor()
        self._targets = targets
        found = [number for number, target in enumerate(targets) if target is not None]
        first = found[0] if found and self.RESTS else None
        self.cursor = next((number for number in found if targets[number] == stood), first)
        self.refresh()

    def _at_cursor(self) -> ItemKey | None:
        return None if self.cursor is None or self.cursor >= len(self._targets) else self._targets[self.cursor]

    def render_line(self, y: int) -> Strip:
        """Paint one line, the one under the cursor on its own ground."""
        if self.cursor is None or self.scroll_offset.y + y != self.cursor or self.cursor >= len(self._lines):
            return super().render_line(y)
        width = self.scrollable_content_region.width
        style = ink(self, "cursor", "block-cursor-background")
        text = "".join(piece for piece, _role in self._lines[self.cursor])
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def action_step(self, step: int) -> None:
        """Go to the next item as far as it is in view, else scroll towards it."""
        stands = self.cursor if self.cursor is not None else -1
        ahead = [
            number
            for number, target in enumerate(self._targets)
            if target is not None and (number - stands) * step > 0 and (step > 0 or self.cursor is not None)
        ]
        near = (ahead[0] if step > 0 else ahead[-1]) if ahead else None
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if near is None and step < 0 and not self.RESTS:
            self.cursor = None
            self.refresh()
        if near is not None and top - 1 <= near <= top + height:
            self.cursor = near
            self.refresh()
            if not top <= near < top + height:
                self.scroll_to(y=top + step, animate=False)
        else:
            self.scroll_to(y=top + step, animate=False)

    def on_click(self, event: Click) -> None:
        """Put the cursor on the item that was clicked; a second click opens it."""
        offset = event.get_content_offset(self)
        line = None if offset is None else offset.y + self.scroll_offset.y
        if line is not None and line < len(self._targets) and self._targets[line] is not None:
            self.cursor = line
            self.refresh()
            if event.chain == self.CLICKS:
                self.action_open()

    def action_open(self) -> None:
        """Ask to go to the item under the cursor."""
        if (key := self._at_cursor()) is not None:
            self.post_message(self.Opened(key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to others where there is no item."""
        return self.cursor is not None if action == "open" else super().check_action(action, parameters)
