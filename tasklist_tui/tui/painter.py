"""Paints a snapshot in a state into the widgets of the main screen; knows no command, no service and no thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, cast

import msgspec

from tasklist_tui.domain.query import Entry, Query, Sorting, arrange, select
from tasklist_tui.i18n import _
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui import headline
from tasklist_tui.tui.filter_line import Parsed, read_state
from tasklist_tui.tui.panes import Panes, panes
from tasklist_tui.tui.row_source import SORT_COLUMN, columns, item_key, note_due_years, row_key, rows
from tasklist_tui.tui.sidebar_rows import sidebar_rows
from tasklist_tui.tui.signatures import Signatures
from tasklist_tui.tui.state import Situation, View, ViewState
from tasklist_tui.tui.tally import Tally
from tasklist_tui.tui.widgets.detail import Detail
from tasklist_tui.tui.widgets.filterbar import FilterBar
from tasklist_tui.tui.widgets.item_table import ItemTable
from tasklist_tui.tui.widgets.sidebar import Sidebar
from tasklist_tui.tui.widgets.statusbar import FootKeys, PastBar, TopBar

if TYPE_CHECKING:
    from textual.screen import Screen

    from tasklist_tui.services.standing import Standing
    from tasklist_tui.tui.views import ShownView

#: How long one slice of counting lights takes, and the pause for keys between two, in seconds.
_SLICE = 0.003
_PAUSE = 0.02


class Painter:
    """Keeps what was worked out for painting: the rows, the filter as understood, the counts."""

    def __init__(self, screen: Screen[None], *, today_is_fixed: bool) -> None:
        """Paint the widgets of `screen`."""
        self._screen = screen
        self._today_is_fixed = today_is_fixed
        self._tally = Tally()
        self._counting: Iterator[None] | None = None
        self._arranged: tuple[object, ...] = ()
        self.sections: list[tuple[str, Sequence[Entry]]] = []
        self.shown = 0
        self.parsed = Parsed(Query())
        self.standing: Standing | None = None
        self.reached = True
        self.panes = Panes()
        self.signatures = Signatures()

    @property
    def table(self) -> ItemTable:
        """The list of items."""
        return self._screen.query_one(ItemTable)

    def paint(self, snapshot: Snapshot | None, state: ViewState) -> ViewState:
        """Paint everything; give the state with the cursor where it could be put."""
        if snapshot is not None:
            self.parsed = read_state(state, snapshot.workspace, snapshot.today)
            if state.view is View.LIST:
                state = self._paint_table(snapshot, state, self.parsed.query)
            else:
                if state.view not in headline.WHOLE:
                    # The list may not have been painted since the filter changed.
                    self.shown = sum(1 for _entry in select(snapshot.workspace, self.parsed.query, snapshot.light))
                view = self._screen.query_one(f"#{state.view.value}")
                cast("ShownView", view).show(snapshot, state)
        self.paint_lines(snapshot, state)
        self.paint_sidebar(snapshot, state)
        self.paint_detail(snapshot, state)
        return state

    def _paint_table(self, snapshot: Snapshot, state: ViewState, query: Query) -> ViewState:
        table, wanted = self.table, state.cursor
        arranged = arrange(snapshot.workspace, query, snapshot.light)
        self.sections = [(section.key, section.entries) for section in arranged]
        self.shown = sum(len(entries) for _key, entries in self.sections)
        table.columns = columns(snapshot)
        as_in_file = state.sorting is Sorting.ORDER and not state.descending
        table.sort = None if as_in_file else (SORT_COLUMN[state.sorting], state.descending)
        table.words = query.text
        table.set_empty(*_empty(snapshot, state))
        with self._screen.prevent(ItemTable.CursorMoved):
            table.set_source(rows(snapshot, self.sections, state.grouping))
            if wanted is not None and table.cursor_key != row_key(wanted):
                table.go_to(row_key(wanted))
            elif table.cursor_key is None and table.cursor == 0 and table.line_count > 1:
                table.cursor = 1
        if table.cursor_key is not None:
            state = msgspec.structs.replace(state, cursor=item_key(table.cursor_key))
        marked = frozenset(map(item_key, table.marked))
        return msgspec.structs.replace(state, marked=marked, collapsed=table.collapsed)

    def paint_sidebar(self, snapshot: Snapshot | None, state: ViewState) -> None:
        """Paint the sidebar where it is shown."""
        sidebar = self._screen.query_one(Sidebar)
        if snapshot is not None and sidebar.display:
            sidebar.show(list(sidebar_rows(snapshot, state, self._tally, self.parsed.query.lights)))

    def paint_detail(self, snapshot: Snapshot | None, state: ViewState) -> None:
        """Paint the item in full where it is shown."""
        detail = self._screen.query_one(Detail)
        if detail.display and snapshot is not None:
            detail.show(snapshot, state.cursor, self.signatures.of(snapshot, state))

    def paint_top(self, snapshot: Snapshot | None, state: ViewState) -> None:
        """Paint the top line."""
        sync = headline.sync_note(self.standing, asked=self.reached) if self.standing else ("", False)
        notes = headline.notes(snapshot, fixed=self._today_is_fixed, sync=sync, unread=len(state.unread))
        top = self._screen.query_one(TopBar)
        # What stands at the right end is about now.
        top.show(headline.organisation(snapshot), headline.tabs(snapshot, state), [] if state.past else notes)
        self._paint_past(state, top)

    def _paint_past(self, state: ViewState, top: TopBar) -> None:
        """Say in a bar of its own that another moment than now is shown; it is made when it is first wanted."""
        bars = self._screen.query(PastBar)
        if bars:
            bars.first().show(headline.past_bar(state))
        elif state.past is not None:
            self._screen.mount(PastBar(headline.past_bar(state)), after=top)

    def paint_hints(self, situation: Situation) -> None:
        """Paint the keys at the foot."""
        self._screen.query_one(FootKeys).show(headline.hints(situation))

    def paint_lines(self, snapshot: Snapshot | None, state: ViewState) -> None:
        """Paint the lines above and below the panes."""
        self.paint_top(snapshot, state)
        self.paint_hints(Situation(snapshot, state, self.shown))
        if snapshot is None:
            return
        bar = self._screen.query_one(FilterBar)
        if bar.is_open:
            bar.show(*headline.typing_help(snapshot, state, self.parsed, self.shown))
        else:
            bar.show(*headline.summary(snapshot, state, self.parsed, self.shown))

    def count(self, snapshot: Snapshot, then: Callable[[], tuple[Snapshot | None, ViewState]]) -> None:
        """Count the lights in slices between keys, then paint the sidebar in the state that `then` gives."""
        running, self._counting = self._counting, self._tally.steps(snapshot)

        def go_on() -> None:
            stop = perf_counter() + _SLICE
            while self._counting is not None and perf_counter() < stop:
                if next(self._counting, self) is self:
                    self._counting = None
            if self._counting is None:
                for task_list in snapshot.workspace.lists:
                    note_due_years(task_list)
                self.table.columns = columns(snapshot)
                self.paint_sidebar(*then())
            else:
                self._screen.set_timer(_PAUSE, go_on)

        if running is None:
            self._screen.set_timer(_PAUSE, go_on)

    def arrange_panes(self, snapshot: Snapshot | None, state: ViewState) -> None:
        """Share out the window."""
        screen = self._screen
        bar = screen.query_one(FilterBar)
        size = screen.app.size
        shown = panes(size.width, size.height, state, filtering=bar.is_open)
        if shown == self.panes and self._arranged == (size,):
            return
        before, self.panes, self._arranged = self.panes, shown, (size,)
        for pane, width in ((screen.query_one(Sidebar), shown.sidebar), (screen.query_one(Detail), shown.detail)):
            pane.display = width > 0
            if width:
                pane.styles.width = width
        screen.query_one("#middle").display = shown.main
        bar.display = shown.filter_line
        screen.query_one(FootKeys).display = shown.hints
        screen.query_one("#body").display = not shown.too_small
        if shown.too_small != before.too_small:
            self._say_too_small(shown.too_small)
        if shown.sidebar and not before.sidebar:
            self.paint_sidebar(snapshot, state)
        if shown.detail and not before.detail:
            self.paint_detail(snapshot, state)

    def _say_too_small(self, too_small: bool) -> None:
        """Put a sentence into the place of everything, or take it away again."""
        for known in self._screen.query("#too-small"):
            known.display = too_small
            return
        from textual.widgets import Static

        self._screen.mount(Static(_("Make the window larger"), id="too-small", markup=False))


def _empty(snapshot: Snapshot, state: ViewState) -> tuple[str, str]:
    """Give the sentence for a list that shows nothing, and what to do."""
    if state.is_filtered():
        return _("Nothing matches the filter"), _("c shows everything again")
    if not snapshot.workspace.lists:
        return _("There is no list yet"), _("put one into the folder lists/")
    return _("This list is empty"), _("n adds the first item, Ctrl+O imports an Excel ledger")
