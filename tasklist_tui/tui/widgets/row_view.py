"""Lines of styled pieces with a cursor that stands only where there is something to open: overview and history."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.strip import Strip

from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.palette import LIGHT_CLASSES, light_css
from tasklist_tui.tui.widgets.lines import LineView

ROLES = ("label", "muted", "heading", "strong", "bar")
_CURSOR = "rows--cursor"


class RowView(LineView):
    """A subclass gives the pieces of a line (`pieces`), where the cursor may stand (`stands`), and what Enter does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        _CURSOR,
        *(f"rows--{role}" for role in ROLES),
        *LIGHT_CLASSES.values(),
    }
    DEFAULT_CSS = """
    RowView {
        background: $surface;
        color: $foreground;
        & > .rows--label { color: $text-muted; }
        & > .rows--muted { color: $text-muted; }
        & > .rows--heading { color: $text-primary; text-style: bold; }
        & > .rows--strong { text-style: bold; }
        & > .rows--bar { color: $text-accent; }
        & > .rows--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:focus > .rows--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
    }
    """ + light_css("RowView >")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", show=False, id="rows.open")]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._inks: dict[str, Style] = {}

    # --- what a subclass says

    def pieces(self, line: int, width: int) -> Line:
        """Give line `line`, at most `width` cells of safe text."""
        raise NotImplementedError

    def stands(self, line: int) -> bool:
        """Say whether the cursor may stand on a line."""
        return True

    def action_open(self) -> None:
        """Open what the cursor stands on."""

    # --- painting

    def notify_style_update(self) -> None:
        """Look the colours up again after a change of theme or focus."""
        super().notify_style_update()
        self._inks = {}
        self.refresh()

    def paint_line(self, line: int, width: int) -> Strip:
        """Paint the pieces of a line."""
        return self.paint_pieces(self.pieces(line, width), width, on_cursor=line == self.cursor and self.stands(line))

    def paint_pieces(self, pieces: Line, width: int, *, on_cursor: bool) -> Strip:
        """Paint pieces; under the cursor its own colours, which are known to be readable together."""
        ground = self._ink(_CURSOR) if on_cursor else self.ground
        segments = [Segment(text, ground if on_cursor else self._piece(role, ground)) for text, role in pieces if text]
        return Strip(segments).adjust_cell_length(width, ground)

    def _piece(self, role: str, ground: Style) -> Style:
        if not role:
            return ground
        return self._ink(role if role.startswith("light--") else f"rows--{role}")

    def _ink(self, name: str) -> Style:
        style = self._inks.get(name)
        if style is None:
            style = self._inks[name] = self.get_component_rich_style(name)
        return style

    # --- the cursor

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line it may stand on: the next one in its direction, else the nearest behind."""
        cursor = super().validate_cursor(cursor)
        ahead, behind = range(cursor, self.line_count), range(cursor, -1, -1)
        ways = (ahead, behind) if cursor >= self.cursor else (behind, ahead)
        return next((line for way in ways for line in way if self.stands(line)), cursor)

    def reveal(self) -> None:
        """Scroll just as far as the cursor needs, with the headings right above it."""
        super().reveal()
        first = self.cursor
        while first > 0 and not self.stands(first - 1):
            first -= 1
        if first < self.top_line and self.cursor - first < self.page_lines:
            self.put_on_top(first)

    def on_click(self, event: Click) -> None:
        """Move the cursor; double: open."""
        line = self.line_at(event)
        if line is None or not self.stands(line):
            return
        self.cursor = line
        if event.chain == 2:
            self.action_open()
