"""The agenda: what is overdue, and day by day what falls due, starts, recurs, runs out or waits; Enter opens it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.strip import Strip

from tasklist_tui.domain.agenda import Agenda, AgendaLine, Span
from tasklist_tui.domain.query import select
from tasklist_tui.i18n import _, language
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.actions import meetings, records
from tasklist_tui.tui.agenda_lines import AgendaRow, Layout, rows, span_tabs, whole
from tasklist_tui.tui.filter_line import read_state
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.messages import ItemOpened, ItemReached, Wanted
from tasklist_tui.tui.state import ItemKey, ViewState, key_of
from tasklist_tui.tui.text import cell_width, clip
from tasklist_tui.tui.widgets.row_view import RowView

#: Up to so many items the agenda is worked out at once, in 5 ms at most; above, in a thread.
_AT_ONCE = 100


class AgendaView(RowView):
    """A row for each thing under the heading of its day; the cursor goes over what can be opened."""

    FIXED_ROWS: ClassVar[int] = 2
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "span(-1)", show=False, id="agenda.shorter"),
        Binding("right", "span(1)", show=False, id="agenda.longer"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty, with this week."""
        super().__init__(id=id)
        self.span = Span.WEEK
        self._state = ViewState()
        self._wanted: Snapshot | None = None
        self._known: tuple[Snapshot, Agenda] | None = None
        self._rows: list[AgendaRow] = []
        self._arranged: tuple[object, ...] = ()
        self._layout: tuple[tuple[object, ...], Layout] | None = None

    # --- data

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint a snapshot in a state; while a large one is worked out what was there stays."""
        before, self._wanted, self._state = self._wanted, snapshot, state
        if before is snapshot:
            self._arrange()
        elif sum(len(task_list.items) for task_list in snapshot.workspace.lists) <= _AT_ONCE:
            self._receive(snapshot, whole(snapshot))
        else:
            give = partial(self._receive, snapshot)
            self.post_message(Wanted(partial(records.work_out, work=partial(whole, snapshot), give=give)))

    def _receive(self, snapshot: Snapshot, found: Agenda) -> None:
        if snapshot is self._wanted:
            self._known, self._arranged, self._layout = (snapshot, found), (), None
            self._arrange()

    def _arrange(self) -> None:
        """Take what the span and the filter let through, and put the cursor where it was, else on the state's item."""
        if self._known is None:
            return
        snapshot, found = self._known
        state = self._state
        basis = (self.span, state.list_id, state.committee, state.filter_line)
        if basis != self._arranged:
            stood = self._row(self.cursor)
            self._arranged = basis
            self._rows = rows(found, self.span, snapshot.today, _filter(snapshot, state))
            self.line_count = len(self._rows)
            self.cursor = self._place_of(stood)
        elif self._key() is not None and state.cursor not in {self._key(), None}:
            self.cursor = self._first(lambda row: _key(row) == state.cursor, self.cursor)
        self._reach()
        self.refresh()

    def _place_of(self, stood: AgendaRow) -> int:
        """Give the line of what the cursor stood on, else another one of its item, else the one at its height."""
        if not isinstance(stood, AgendaLine):
            return 0
        of_item = self._first(lambda row: _key(row) == _key(stood), self.cursor)
        return self._first(lambda row: _identity(row) == _identity(stood), of_item)

    def _first(self, wanted: Callable[[AgendaLine], bool], otherwise: int) -> int:
        lines = ((number, row) for number, row in enumerate(self._rows) if isinstance(row, AgendaLine))
        return next((number for number, row in lines if wanted(row)), otherwise)

    def _row(self, line: int) -> AgendaRow:
        return self._rows[line] if 0 <= line < len(self._rows) else None

    def _key(self) -> ItemKey | None:
        row = self._row(self.cursor)
        return _key(row) if isinstance(row, AgendaLine) else None

    def _reach(self) -> None:
        self.post_message(ItemReached(self._key()))

    # --- painting

    def on_resize(self, event: Resize) -> None:
        """Paint for another width."""
        self.refresh()
        super().on_resize(event)

    def pieces(self, line: int, width: int) -> Line:
        """Give a row."""
        if self._known is None:
            return []
        basis = (width, language())
        if self._layout is None or self._layout[0] != basis:
            self._layout = (basis, Layout(self._known[0], width, self._known[1]))
        return self._layout[1].line(self._row(line))

    def stands(self, line: int) -> bool:
        """Stand on what can be opened."""
        return isinstance(self._row(line), AgendaLine)

    def paint_heading(self, row: int, width: int) -> Strip:
        """Name the spans."""
        if row or self._wanted is None:
            return Strip.blank(width, self.ground)
        tabs = span_tabs(self.span, self._wanted.today, width)
        return self.paint_pieces([(text, role) for text, role, _span in tabs], width, on_cursor=False)

    def paint_blank(self, row: int, width: int) -> Strip:
        """Say that nothing presses, or that counting is under way."""
        if row != self.FIXED_ROWS or self._rows:
            return super().paint_blank(row, width)
        said = _("Nothing is overdue, and nothing falls on these days") if self._known else _("Counting …")
        if self._known and self._state.is_filtered():
            said = f"{said} ({_('c shows everything again')})"
        return self.paint_pieces([(clip(said, width), "muted")], width, on_cursor=False)

    # --- keys and mouse

    def cursor_changed(self) -> None:
        """Tell which item the cursor is on."""
        self._reach()

    def action_span(self, step: int) -> None:
        """Show a shorter or a longer stretch of days."""
        spans = list(Span)
        self._show_span(spans[max(0, min(len(spans) - 1, spans.index(self.span) + step))])

    def _show_span(self, span: Span) -> None:
        self.span = span
        self._arrange()

    def on_click(self, event: Click) -> None:
        """Show the span that was clicked; on a row move the cursor, double: open."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y or self._wanted is None:
            super().on_click(event)
            return
        cells = 0
        for text, _role, span in span_tabs(self.span, self._wanted.today, self.line_width):
            cells += cell_width(text)
            if offset.x < cells:
                if span is not None:
                    self._show_span(span)
                return

    def action_open(self) -> None:
        """Show the item in full; a meeting among the meetings."""
        row = self._row(self.cursor)
        if not isinstance(row, AgendaLine):
            return
        if (key := _key(row)) is not None:
            self.post_message(ItemOpened(key))
        else:
            self.post_message(Wanted(partial(meetings.show, at=row.key)))


def _filter(snapshot: Snapshot, state: ViewState) -> Callable[[AgendaLine], bool]:
    """Give what decides whether a line is shown: the filter of the items, and whom the line concerns.

    Meetings concern every committee; a search for words leaves them out.
    """
    if not (state.is_filtered() or state.list_id):
        return lambda _line: True
    chosen = set(
        map(
            key_of,
            select(snapshot.workspace, read_state(state, snapshot.workspace, snapshot.today).query, snapshot.light),
        )
    )
    words = bool(state.filter_line.strip())

    def lets(line: AgendaLine) -> bool:
        if line.entry is None:
            return not words
        return key_of(line.entry) in chosen and (not state.committee or state.committee in line.committees)

    return lets


def _key(line: AgendaLine) -> ItemKey | None:
    return key_of(line.entry) if line.entry else None


def _identity(line: AgendaLine) -> tuple[object, ...]:
    """Give what tells a line from all others while its values change."""
    return (_key(line), line.mark, line.key)
