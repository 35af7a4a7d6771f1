"""The overview: who has how much of what, what is late, what comes, what was changed; Enter goes to the work."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.strip import Strip

from tasklist_tui.domain.overview import Overview, overview
from tasklist_tui.i18n import _, language
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.actions import records
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.messages import Wanted
from tasklist_tui.tui.overview_lines import GAP, RECENT, Facts, Jump, OverviewRow, columns
from tasklist_tui.tui.state import View, ViewState
from tasklist_tui.tui.text import clip
from tasklist_tui.tui.widgets.row_view import RowView

if TYPE_CHECKING:
    from tasklist_tui.tui.stage import Stage

#: Up to so many items the overview is worked out at once, in 5 ms at most; above, in a thread.
_AT_ONCE = 100


class OverviewView(RowView):
    """Rows in one column or two; the cursor goes over every row that leads somewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "column(-1)", show=False, id="overview.left"),
        Binding("right", "column(1)", show=False, id="overview.right"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self._facts: Facts | None = None
        self._wanted: Snapshot | None = None
        self._columns: list[list[OverviewRow]] = []
        self._column = 0
        self._laid_out: tuple[object, ...] = ()

    # --- data

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint a snapshot; what was read of the past stays until it has been read anew."""
        before, self._wanted = self._wanted, snapshot
        if before is snapshot:
            self._lay_out()
            return
        if sum(len(task_list.items) for task_list in snapshot.workspace.lists) <= _AT_ONCE:
            self._receive(snapshot, overview(snapshot.workspace, snapshot.today, snapshot.light))
        else:
            work = partial(overview, snapshot.workspace, snapshot.today, snapshot.light)
            give = partial(self._receive, snapshot)
            self.post_message(Wanted(partial(records.work_out, work=work, give=give)))
        if before is None or before.revision != snapshot.revision or before.uncommitted != snapshot.uncommitted:
            self.post_message(Wanted(partial(records.news, count=RECENT, give=self._receive_news)))

    def _receive(self, snapshot: Snapshot, found: Overview) -> None:
        if snapshot is not self._wanted:
            return
        known = self._facts
        self._facts = Facts(snapshot, found, known.recent if known else None, known.sync if known else None)
        self._lay_out()

    def _receive_news(self, news: records.News) -> None:
        if self._facts is not None:
            self._facts = Facts(self._facts.snapshot, self._facts.overview, *news)
            self._lay_out()

    def _lay_out(self) -> None:
        """Make the rows anew when the facts, the width or the language changed; the cursor stays with its row."""
        basis = (self._facts, self.line_width, language())
        if self._facts is None or not self.line_width or basis == self._laid_out:
            return
        stood = self._jump()
        self._laid_out = basis
        self._columns = columns(self._facts, self.line_width)
        places = [
            (number, line)
            for number, column in enumerate(self._columns)
            for line, row in enumerate(column)
            if row.jump is not None and row.jump == stood
        ]
        self._column = places[0][0] if places else min(self._column, len(self._columns) - 1)
        self.line_count = max(map(len, self._columns))
        self.cursor = places[0][1] if places else self.cursor
        self.refresh()

    def on_resize(self, event: Resize) -> None:
        """Lay out for another width."""
        self._lay_out()
        super().on_resize(event)

    # --- painting

    def _row(self, column: int, line: int) -> OverviewRow | None:
        rows = self._columns[column] if column < len(self._columns) else []
        return rows[line] if line < len(rows) else None

    def pieces(self, line: int, width: int) -> Line:
        """Give the row of the column the cursor is in."""
        row = self._row(self._column, line)
        return row.line if row else []

    def stands(self, line: int) -> bool:
        """Stand where a row leads somewhere."""
        row = self._row(self._column, line)
        return row is not None and row.jump is not None

    def paint_line(self, line: int, width: int) -> Strip:
        """Paint the rows of all columns side by side."""
        if len(self._columns) < 2:
            return super().paint_line(line, width)
        size = (width - GAP) // 2
        strips = []
        for number in range(2):
            row = self._row(number, line)
            on_cursor = number == self._column and line == self.cursor and self.stands(line)
            strips.append(self.paint_pieces(row.line if row else [], size, on_cursor=on_cursor))
            strips.append(Strip.blank(GAP if number == 0 else width - GAP - 2 * size, self.ground))
        return Strip.join(strips)

    def paint_blank(self, row: int, width: int) -> Strip:
        """Say that counting is under way until there is something to show."""
        if row or self._facts is not None:
            return super().paint_blank(row, width)
        return self.paint_pieces([(clip(_("Counting …"), width), "muted")], width, on_cursor=False)

    # --- keys and mouse

    def action_move(self, lines: int) -> None:
        """Move; beyond the end of a column go on in the next one."""
        before = self.cursor
        super().action_move(lines)
        if self.cursor == before and lines in {-1, 1} and 0 <= self._column + lines < len(self._columns):
            self._go(self._column + lines, 0 if lines > 0 else self.line_count)

    def action_column(self, step: int) -> None:
        """Go to the column beside, to the row at the same height."""
        if 0 <= self._column + step < len(self._columns):
            self._go(self._column + step, self.cursor)

    def _go(self, column: int, line: int) -> None:
        before, self._column = self.cursor, column
        self.cursor = line
        self.repaint(before, self.cursor)

    def on_click(self, event: Click) -> None:
        """Take the column under the mouse, then move the cursor; double: open."""
        offset = event.get_content_offset(self)
        if offset is not None and len(self._columns) > 1:
            before, column = self._column, int(offset.x > self.line_width // 2)
            line = self.line_at(event)
            self._column = column
            if line is None or not self.stands(line):
                self._column = before
                return
            self.repaint(self.cursor, line)
        super().on_click(event)

    def _jump(self) -> Jump | None:
        row = self._row(self._column, self.cursor) if self._columns else None
        return row.jump if row else None

    def action_open(self) -> None:
        """Go where the row leads."""
        jump = self._jump()
        if jump is not None:
            self.post_message(Wanted(partial(go, jump=jump)))


def go(stage: Stage, jump: Jump) -> None:
    """Go to the work: an item, the items of a committee, of a light, of some days, or a command."""
    if jump.item is not None:
        stage.go_to(jump.item)
        return
    if jump.command:
        stage.run(jump.command)
        return
    line = ""
    if jump.light is not None:
        line = f"light:{jump.light.value}"
    elif jump.due is not None:
        line = f"due:{jump.due[0].isoformat()}..{jump.due[1].isoformat()}"
    state = stage.state.with_(list_id="", filter_line=line, committee=jump.committee or "", cursor=None)
    stage.change(state)
    stage.show_view(View.LIST)


__all__ = ["OverviewView", "go"]
