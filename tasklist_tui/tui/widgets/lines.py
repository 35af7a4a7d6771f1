"""What widgets of the Line API share: a cursor line, a fixed heading, keys, and repainting of changed lines only.

Textual's widgets build every row; these ask for the lines on screen, so a hundred thousand cost what forty do.
"""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import MouseEvent, Resize
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LineView(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling column of lines with one of them under the cursor, painted line by line.

    A subclass says what a line looks like (`paint_line`, `paint_heading`), sets `line_count`, and hears of cursor
    moves in `cursor_changed`.  Lines are counted from 0, the `FIXED_ROWS` fixed rows above them not included.
    """

    FIXED_ROWS: ClassVar[int] = 0

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False, id="lines.up"),
        Binding("down,j", "move(1)", show=False, id="lines.down"),
        Binding("pageup,ctrl+b", "page(-1)", show=False, id="lines.page-up"),
        Binding("pagedown,ctrl+f", "page(1)", show=False, id="lines.page-down"),
        Binding("ctrl+u", "page(-0.5)", show=False, id="lines.half-page-up"),
        Binding("ctrl+d", "page(0.5)", show=False, id="lines.half-page-down"),
        Binding("home", "first", show=False, id="lines.first"),
        Binding("end,G", "last", show=False, id="lines.last"),
    ]

    DEFAULT_CSS = """
    LineView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False, init=False)
    """The line under the cursor; 0 when there are none."""

    line_count: reactive[int] = reactive(0, repaint=True, init=False)
    """How many lines there are."""

    def paint_line(self, line: int, width: int) -> Strip:
        """Give line `line`, exactly `width` cells, every segment with its own background."""
        raise NotImplementedError

    def paint_heading(self, row: int, width: int) -> Strip:
        """Give fixed row `row` above the lines."""
        raise NotImplementedError

    def paint_blank(self, row: int, width: int) -> Strip:
        """Give screen row `row` where there are no more lines."""
        return Strip.blank(width, self.ground)

    def cursor_changed(self) -> None:
        """Hear that the cursor stands on another line."""

    @property
    def ground(self) -> Style:
        """The widget's own colours."""
        return self.visual_style.rich_style

    @property
    def line_width(self) -> int:
        """How many cells a line has: the widget's width without the scroll bar, which `size` includes."""
        return max(0, self.size.width - self.scrollbar_size_vertical)

    @property
    def page_lines(self) -> int:
        """How many lines fit on the screen, at least 1."""
        return max(1, self.size.height - self.FIXED_ROWS)

    @property
    def top_line(self) -> int:
        """The first line on the screen."""
        return self.scroll_offset.y

    def render_line(self, y: int) -> Strip:
        """Paint screen row `y`."""
        width = self.line_width
        if y < self.FIXED_ROWS:
            return self.paint_heading(y, width)
        line = y - self.FIXED_ROWS + self.top_line
        return self.paint_line(line, width) if line < self.line_count else self.paint_blank(y, width)

    def repaint(self, *changed: int) -> None:
        """Repaint these lines, as far as they are on the screen."""
        rows = [line - self.top_line for line in changed if 0 <= line - self.top_line < self.page_lines]
        if rows:
            self.refresh(*(Region(0, row + self.FIXED_ROWS, self.line_width, 1) for row in rows))

    def line_at(self, event: MouseEvent) -> int | None:
        """Give the line a mouse event is on, None when it is on none."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.FIXED_ROWS:
            return None
        line = offset.y - self.FIXED_ROWS + self.top_line
        return line if line < self.line_count else None

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(cursor, self.line_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two lines that changed, scrolling when the new one is out of sight."""
        self.repaint(old, new)
        self.reveal()
        self.cursor_changed()

    def watch_line_count(self) -> None:
        """Measure the scroll bar anew and keep the cursor on a line."""
        size = Size(1, self.line_count + self.FIXED_ROWS)
        # Only the scroll bar depends on it; the layout that the reactive asks for would repaint every pane.
        self.set_reactive(LineView.virtual_size, size)
        self._scroll_update(size)
        self.cursor = self.validate_cursor(self.cursor)

    def reveal(self) -> None:
        """Scroll just as far as the cursor needs to be on the screen."""
        if not self.size.height:
            return
        top = self.top_line
        if self.cursor < top:
            self.put_on_top(self.cursor)
        elif self.cursor >= top + self.page_lines:
            self.put_on_top(self.cursor - self.page_lines + 1)

    def put_on_top(self, line: int) -> None:
        """Scroll so that `line` is the first on the screen, as far as the end of the lines allows."""
        self.scroll_to(y=max(0, line), animate=False, immediate=True, force=True)

    def on_resize(self, _event: Resize) -> None:
        """Keep the cursor on the screen when the window becomes smaller."""
        self.reveal()

    def action_move(self, lines: int) -> None:
        """Move the cursor down by `lines`, up when negative."""
        self.cursor += lines

    def action_page(self, pages: float) -> None:
        """Move the cursor and the view by `pages` screens."""
        step = int(pages * self.page_lines) or (1 if pages > 0 else -1)
        top = self.top_line
        self.cursor += step
        self.put_on_top(top + step)
        self.reveal()

    def action_first(self) -> None:
        """Move the cursor to the first line."""
        self.cursor = 0

    def action_last(self) -> None:
        """Move the cursor to the last line."""
        self.cursor = self.line_count - 1
