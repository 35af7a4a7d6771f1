"""Painting a sheet: frozen headings, a cursor that goes over cells, scrolling both ways; line by line."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from tasklist_tui.i18n import _, language
from tasklist_tui.services.sheets.sheet import Cell, Sheet
from tasklist_tui.tui.inks import ink
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.sheet_layout import GAP, Layout, cell_lines, first_column, lay_out, row_height, shown_columns
from tasklist_tui.tui.text import cell_width, clip, fit, one_line

#: The column of the headings of rows, as the cursor counts.
BESIDE = -1
_BLANK = Sheet("", (), ())


class SheetView(Widget, can_focus=True):
    """A sheet with a cursor on one of its cells.

    A subclass says what opening a cell does (`opened`), hears where the cursor goes (`reached`), and which keys it
    has besides (`keys_said`).
    """

    DEFAULT_CSS = """
    SheetView { background: $surface; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False, id="sheet.up"),
        Binding("down,j", "move(1)", show=False, id="sheet.down"),
        Binding("left", "column(-1)", show=False, id="sheet.left"),
        Binding("right", "column(1)", show=False, id="sheet.right"),
        Binding("pageup,ctrl+b", "page(-1)", show=False, id="sheet.page-up"),
        Binding("pagedown,ctrl+f", "page(1)", show=False, id="sheet.page-down"),
        Binding("home", "edge(-1)", show=False, id="sheet.first"),
        Binding("end,G", "edge(1)", show=False, id="sheet.last"),
        Binding("enter", "open", show=False, id="sheet.open"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self.sheet = _BLANK
        self.row = 0
        self.column = BESIDE
        self._top = 0
        self._left = 0
        self._layout = Layout(0, (), ())
        self._laid_out: tuple[object, ...] = ()
        self._heights: dict[int, int] = {}
        self._waiting = ""
        self._inks: dict[str, Style] = {}

    # --- what a subclass says

    def opened(self, cell: Cell, title: str) -> None:
        """Open a cell; `title` names its row and column."""

    def reached(self, cell: Cell | None) -> None:
        """Hear which cell the cursor stands on."""

    def keys_said(self) -> str:
        """Name the keys the view has."""
        return _("Enter opens")

    # --- data

    def set_sheet(self, sheet: Sheet) -> None:
        """Show a sheet; the cursor stays where it is while the sheet is the same one with other numbers."""
        before, self.sheet, self._waiting = self.sheet, sheet, ""
        if before.corner != sheet.corner or len(before.columns) != len(sheet.columns):
            self.row = self._top = self._left = 0
            self.column = BESIDE if sheet.corner else 0
        self._laid_out = ()
        self._lay_out()
        self._settle()
        self.reached(self.cell)

    def wait(self, text: str) -> None:
        """Say that a sheet is being worked out, until there is one."""
        self._waiting = text
        self.refresh()

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor; None where there are none."""
        if self.row >= len(self.sheet.rows):
            return None
        row = self.sheet.rows[self.row]
        return row.heading if self.column == BESIDE else row.cells[self.column]

    def title_of_cell(self) -> str:
        """Name the row and the column of the cursor."""
        if self.row >= len(self.sheet.rows):
            return ""
        parts = [self.sheet.rows[self.row].heading.text if self.sheet.corner else ""]
        if self.column != BESIDE:
            parts.append(self.sheet.columns[self.column].text)
        return " × ".join(one_line(part) for part in parts if part)

    def on_resize(self) -> None:
        """Lay out for another size."""
        self._lay_out()
        self._settle()

    def _lay_out(self) -> None:
        basis = (self.sheet, self.size.width)
        if not self.size.width or (
            self._laid_out and all(a is b or a == b for a, b in zip(basis, self._laid_out, strict=True))
        ):
            return
        self._laid_out = basis
        self._layout = lay_out(self.sheet, self.size.width - 1)
        self._heights = {}
        self.refresh()

    def _height(self, row: int) -> int:
        if self.sheet.deep == 1:
            return 1
        height = self._heights.get(row)
        if height is None:
            height = row_height(self.sheet, self.sheet.rows[row].cells, self._layout.widths)
            height = self._heights[row] = min(height, self._body)
        return height

    @property
    def _above(self) -> int:
        return 1 + self._layout.head_lines

    @property
    def _body(self) -> int:
        """Lines for rows: without the title, the headings, and the line about the cursor."""
        return max(1, self.size.height - self._above - 1)

    @property
    def _room(self) -> int:
        beside = self._layout.beside
        return max(1, self.size.width - 1 - beside - (GAP if beside else 0))

    def _settle(self) -> None:
        """Keep the cursor on a cell, and the cell on the screen."""
        self.row = max(0, min(self.row, len(self.sheet.rows) - 1))
        least = BESIDE if self.sheet.corner else 0
        self.column = max(least, min(self.column, len(self.sheet.columns) - 1))
        self._reveal()

    def _reveal(self) -> None:
        if len(self._layout.widths) != len(self.sheet.columns):
            return
        self._top = min(self._top, self.row)
        while self._top < self.row and self._lines_between(self._top, self.row + 1) > self._body:
            self._top += 1
        if self.column >= 0 and self._layout.widths:
            self._left = first_column(self._layout.widths, self._room, self._left, self.column)
        elif self.column == BESIDE:
            self._left = 0
        self.refresh()

    def _lines_between(self, first: int, last: int) -> int:
        if self.sheet.deep == 1:
            return last - first
        return sum(self._height(row) for row in range(first, last))

    # --- painting

    def notify_style_update(self) -> None:
        """Look the colours up again after a change of theme or focus."""
        super().notify_style_update()
        self._inks = {}
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint screen row `y`."""
        width = self.size.width
        if y == 0:
            return self._strip([(self.sheet.title, "strong"), (f"  {self.sheet.note}", "muted")], width)
        if len(self._layout.widths) != len(self.sheet.columns):
            return Strip.blank(width, self._ink())  # its size is not known yet
        if self._waiting and not self.sheet.rows:
            return self._strip([(self._waiting, "muted")] if y == 2 else [], width)
        if not self.sheet.rows:
            said = self.sheet.empty[y - 2] if 2 <= y < 4 else ""
            return self._strip([(said, "strong" if y == 2 else "muted")], width)
        if y == self.size.height - 1:
            return self._foot(width)
        if y < self._above:
            return self._headings(y - 1, width)
        line = y - self._above
        for row in range(self._top, len(self.sheet.rows)):
            height = self._height(row)
            if line < height:
                return self._row(row, line, width)
            line -= height
        return Strip.blank(width, self._ink())

    def _ink(self, role: str = "") -> Style:
        style = self._inks.get(role)
        if style is None:
            style = self._inks[role] = ink(self, role)
        return style

    def _strip(self, pieces: Line, width: int) -> Strip:
        segments = []
        room = width
        for text, role in pieces:
            shown = clip(text, room)
            room -= cell_width(shown)
            if shown:
                segments.append(Segment(shown, self._ink(role)))
        return Strip(segments).adjust_cell_length(width, self._ink())

    def _headings(self, line: int, width: int) -> Strip:
        """Paint a line of the headings: the corner, then the columns, marks where there are more of them."""
        layout, last = self._layout, self._layout.head_lines - 1
        strips = []
        if layout.beside:
            corner = self.sheet.corner if line == last else ""
            strips.append(Strip([Segment(fit(corner, layout.beside), self._ink("muted"))]))
            strips.append(self._between(number=0, mark="‹ " if self._left and line == last else "  "))
        shown = shown_columns(layout.widths, self._room, self._left)
        for number, cells in shown:
            head = layout.heads[number]
            start = layout.head_lines - len(head)
            text = head[line - start] if line >= start else ""
            role = self.sheet.columns[number].role or ("heading" if number == self.column else "label")
            strips.append(Strip([Segment(fit(text, cells), self._ink(role))]))
            strips.append(self._between())
        whole = Strip.join(strips).adjust_cell_length(width, self._ink())
        if (not shown or shown[-1] != (len(layout.widths) - 1, layout.widths[-1])) and line == last:
            return Strip.join([whole.crop(0, width - 1), Strip([Segment("›", self._ink("heading"))])])
        return whole

    def _between(self, number: int = 1, mark: str = "") -> Strip:
        rule = "│ " if self.sheet.abreast and number else "  "
        return Strip([Segment(mark or rule, self._ink("muted"))])

    def _row(self, row: int, line: int, width: int) -> Strip:
        layout, made = self._layout, self.sheet.rows[row]
        strips = []
        if layout.beside:
            strips.append(self._cell(made.heading, layout.beside, line, on_cursor=self._at(row, BESIDE)))
            strips.append(self._between(0))
        for number, cells in shown_columns(layout.widths, self._room, self._left):
            strips.append(self._cell(made.cells[number], cells, line, on_cursor=self._at(row, number)))
            strips.append(self._between())
        return Strip.join(strips).adjust_cell_length(width, self._ink())

    def _at(self, row: int, column: int) -> bool:
        return row == self.row and column == self.column

    def _cell(self, cell: Cell, cells: int, line: int, *, on_cursor: bool) -> Strip:
        if self.sheet.deep == 1 and not on_cursor:
            text, role = cell.lines[0] if cell.lines else ("", "")
            return Strip([Segment(fit(text, cells), self._ink(role))], cells)
        lines = cell_lines(self.sheet, cell, cells, self._more())
        pieces = lines[line] if line < len(lines) else []
        if on_cursor:
            ground = "block-cursor-background" if self.has_focus else "block-cursor-blurred-background"
            style = ink(self, "cursor" if self.has_focus else "", ground)
            text = "".join(text for text, _role in pieces)
            return Strip([Segment(fit(text, cells), style)])
        segments = [Segment(text, self._ink(role)) for text, role in pieces]
        return Strip(segments).adjust_cell_length(cells, self._ink())

    def _more(self) -> str:
        return "… 还有{count}项" if language() == "zh" else "… {count} more"

    def _foot(self, width: int) -> Strip:
        """Say what the cursor stands on in full, where it is, and the keys."""
        cell = self.cell
        rows, columns = len(self.sheet.rows), len(self.sheet.columns)
        place = f" {self.row + 1}/{rows} · {self.column + 1}/{columns}  {self.keys_said()}"
        text = " ".join(one_line(text) for text, _role in cell.lines) if cell is not None else ""
        said = f"{self.title_of_cell()}: {text}" if text and self.column != BESIDE else text
        room = max(10, width - cell_width(one_line(place)))
        return self._strip([(fit(said, room), "bar"), (place, "muted")], width)

    # --- keys and mouse

    def action_move(self, rows: int) -> None:
        """Go down by `rows`, up when negative."""
        self._go(self.row + rows, self.column)

    def action_column(self, step: int) -> None:
        """Go to the column at the right, at the left when negative."""
        self._go(self.row, self.column + step)

    def action_page(self, pages: int) -> None:
        """Go a screen of rows down or up."""
        step = self._body if self.sheet.deep == 1 else max(1, self._body // 3)
        self._go(self.row + pages * step, self.column)

    def action_edge(self, end: int) -> None:
        """Go to the last row, to the first when negative."""
        self._go(len(self.sheet.rows) if end > 0 else 0, self.column)

    def action_open(self) -> None:
        """Open the cell."""
        cell = self.cell
        if cell is not None:
            self.opened(cell, self.title_of_cell())

    def _go(self, row: int, column: int) -> None:
        before = self.row, self.column
        self.row, self.column = row, column
        self._settle()
        if (self.row, self.column) != before:
            self.reached(self.cell)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor; double: open."""
        place = self._place_at(event.x, event.y)
        if place is not None:
            self._go(*place)
            if event.chain == 2:
                self.action_open()

    def on_mouse_scroll_down(self) -> None:
        """Go down."""
        self.action_move(3 if self.sheet.deep == 1 else 1)

    def on_mouse_scroll_up(self) -> None:
        """Go up."""
        self.action_move(-3 if self.sheet.deep == 1 else -1)

    def _place_at(self, x: int, y: int) -> tuple[int, int] | None:
        line = y - self._above
        if line < 0 or y >= self.size.height - 1:
            return None
        for row in range(self._top, len(self.sheet.rows)):
            if line < self._height(row):
                column = self._column_at(x)
                return (row, column) if column is not None else None
            line -= self._height(row)
        return None

    def _column_at(self, x: int) -> int | None:
        left = 0
        if self._layout.beside:
            if x < self._layout.beside:
                return BESIDE
            left = self._layout.beside + GAP
        for number in range(self._left, len(self._layout.widths)):
            if left <= x < left + self._layout.widths[number]:
                return number
            left += self._layout.widths[number] + GAP
        return None
