"""Lists, lights and committees with their counts; a choice here narrows what the views show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from tasklist_tui.domain.lights import Colour
from tasklist_tui.tui import palette
from tasklist_tui.tui.inks import ink
from tasklist_tui.tui.sidebar_rows import SidebarRow, Sort
from tasklist_tui.tui.text import cell_width, fit
from tasklist_tui.tui.widgets.lines import LineView

#: A label is not cut below this many cells to make room for counts; the less urgent counts go first.
_LABEL_CELLS = 12


class Sidebar(LineView):
    """Paints rows; Enter or a click chooses one."""

    DEFAULT_CSS = """
    Sidebar { background: $surface; color: $foreground; scrollbar-gutter: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", show=False),
        Binding("escape,right", "leave", show=False),
    ]

    class Chosen(Message):
        """A row was chosen."""

        def __init__(self, row: SidebarRow) -> None:
            """Carry it."""
            super().__init__()
            self.row = row

    class Left(Message):
        """The person wants to go back to the items."""

    def __init__(self, *, id: str | None = None) -> None:
        """Make it empty."""
        super().__init__(id=id)
        self._rows: Sequence[SidebarRow] = ()

    @property
    def rows(self) -> Sequence[SidebarRow]:
        """What is shown."""
        return self._rows

    @property
    def current(self) -> SidebarRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[SidebarRow]) -> None:
        """Paint `rows`; the cursor stays on the row it was on."""
        if rows == self._rows:
            return
        before = self.current
        self._rows = rows
        same = (n for n, row in enumerate(rows) if before and (row.sort, row.id) == (before.sort, before.id))
        self.line_count = len(rows)
        self.cursor = next(same, self._choosable(0, 1))
        self.refresh()

    def paint_line(self, line: int, width: int) -> Strip:
        """Paint one row: a mark when it is chosen, its label, its counts."""
        row = self._rows[line]
        if row.sort is Sort.HEADING:
            return Strip([Segment(fit(f" {row.label}", width), ink(self, "label"))])
        under_cursor = line == self.cursor and self.has_focus
        ground = "block-cursor-background" if under_cursor else "surface"
        role = "cursor" if under_cursor else "refused" if row.sort in {Sort.BROKEN, Sort.PROBLEMS} else ""
        style = ink(self, role, ground, bold=row.chosen or None)
        label = f"✗ {row.label}" if row.sort is Sort.BROKEN else row.label
        if row.sort is Sort.LIGHT:
            label = f"{palette.symbol(row.id)} {row.label}"
        counts, taken = self._counts(row, label, width, ground, plain=under_cursor)
        mark = "▸" if row.chosen else " "
        strip = Strip([Segment(f" {mark}{fit(label, max(0, width - taken - 3))} ", style), *counts])
        return strip.adjust_cell_length(width, style)

    def _counts(
        self, row: SidebarRow, label: str, width: int, ground: str, *, plain: bool
    ) -> tuple[list[Segment], int]:
        """Give the counts as segments and their width; the least urgent are left out where there is no room."""
        room = width - 3 - min(cell_width(label), _LABEL_CELLS)
        segments: list[Segment] = []
        taken = 0
        for text, colour in _shown(row):
            if taken + len(text) > room:
                break
            segments.append(Segment(text, ink(self, "cursor" if plain else palette.light_class(colour), ground)))
            taken += len(text)
        return segments, taken

    def _choosable(self, start: int, step: int) -> int:
        """Give the nearest row from `start` that can be chosen, looking onwards first, then back."""
        onwards = range(start, len(self._rows) if step > 0 else -1, step)
        back = range(start, -1 if step > 0 else len(self._rows), -step)
        rows = (n for part in (onwards, back) for n in part if self._rows[n].sort is not Sort.HEADING)
        return next(rows, 0)

    def action_move(self, lines: int) -> None:
        """Move the cursor over headings."""
        if self._rows:
            self.cursor = self._choosable(self.validate_cursor(self.cursor + lines), 1 if lines > 0 else -1)
            if self.cursor <= 1:
                self.put_on_top(0)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self.action_move(-len(self._rows))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if (row := self.current) is not None and row.sort is not Sort.HEADING:
            self.post_message(self.Chosen(row))

    def action_leave(self) -> None:
        """Ask to go back to the items."""
        self.post_message(self.Left())

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        line = self.line_at(event)
        if line is not None and self._rows[line].sort is not Sort.HEADING:
            self.cursor = line
            self.action_choose()


def _shown(row: SidebarRow) -> list[tuple[str, Colour]]:
    """Give the counts that are not nought as `◉12 `, the most urgent light first; the row of a light has said which."""
    return [
        (f"{'' if row.sort is Sort.LIGHT else palette.symbol(colour)}{row.counts[colour]} ", colour)
        for colour in Colour
        if row.counts.get(colour)
    ]
