"""The main screen: lays out the panes and passes messages on; data flows down from the painter."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import ContentSwitcher

from tasklist_tui.i18n import language, translate
from tasklist_tui.tui import messages
from tasklist_tui.tui.commands import bindings
from tasklist_tui.tui.director import Director
from tasklist_tui.tui.filter_line import completed, suggestions
from tasklist_tui.tui.history_filter_line import history_suggestions
from tasklist_tui.tui.painter import Painter
from tasklist_tui.tui.row_source import SORT_COLUMN, item_key
from tasklist_tui.tui.state import ItemKey, View
from tasklist_tui.tui.widgets.detail import Detail
from tasklist_tui.tui.widgets.filterbar import FilterBar
from tasklist_tui.tui.widgets.item_table import ItemTable
from tasklist_tui.tui.widgets.pages import ItemPage
from tasklist_tui.tui.widgets.sidebar import Sidebar
from tasklist_tui.tui.widgets.statusbar import CommandLine, FootKeys, StatusLine, TopBar

if TYPE_CHECKING:
    from tasklist_tui.tui.gateway import Gateway

#: A cursor that moves again within this time, in seconds, is on its way: the item is painted in full where it rests.
_REST = 0.06


class MainScreen(Screen[None]):
    """Lists and committees on the left, items in the middle, the selected item on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    AUTO_FOCUS = "ItemTable"
    DEFAULT_CSS = """
    MainScreen { layout: vertical; background: $background; }
    MainScreen #body { height: 1fr; }
    MainScreen #middle { width: 1fr; }
    MainScreen #views { height: 1fr; }
    MainScreen ItemTable { height: 1fr; }
    """

    def __init__(self, connect: Callable[[MainScreen], Gateway], *, today_is_fixed: bool, first: str = "") -> None:
        """Show the workspace that `connect` gives a gateway to, and begin with the command `first`."""
        super().__init__()
        self._connect = connect
        self._painter = Painter(self, today_is_fixed=today_is_fixed)
        self.director = Director(self, self._painter, first=first)
        self._moved = 0.0
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield TopBar()
        with Horizontal(id="body"):
            yield Sidebar()
            with Vertical(id="middle"):
                yield FilterBar()
                with ContentSwitcher(id="views", initial=View.LIST.value):
                    yield ItemTable(id=View.LIST.value)
            yield Detail()
        yield StatusLine()
        yield FootKeys()

    def on_mount(self) -> None:
        """Show the frame, then the data as soon as it is there."""
        self.director.arrange_panes()
        self.director.connect(self._connect(self))

    def on_resize(self) -> None:
        """Share out the window anew."""
        self.director.arrange_panes()

    def action_command(self, name: str) -> None:
        """Run a command of the table."""
        self.director.run(name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape alone while there is nothing to come back from."""
        if action == "command" and parameters == ("past.now",):
            return self.director.state.past is not None
        return super().check_action(action, parameters)

    @on(CommandLine.CommandWanted)
    def _run_clicked(self, event: CommandLine.CommandWanted) -> None:
        self.director.run(event.command)

    # --- from the gateway

    def on_snapshot_changed(self, event: messages.SnapshotChanged) -> None:
        """Paint what is now."""
        self.director.receive(event.snapshot)

    def on_open_failed(self, event: messages.OpenFailed) -> None:
        """Say why there is nothing to show."""
        self.query_one(StatusLine).busy("")
        self.director.refuse(event.error)
        said, hint = getattr(event.error, "message", None), getattr(event.error, "hint", None)
        sentence = translate(said) if said else str(event.error)
        self.query_one(ItemTable).set_empty(sentence, translate(hint) if hint else "")

    def on_busy(self, event: messages.Busy) -> None:
        """Say what takes long."""
        label = translate(event.label) if event.label else ""
        self.query_one(StatusLine).busy(f"{label} {100 * event.done // event.total}%" if event.total else label)

    def on_trouble(self, event: messages.Trouble) -> None:
        """Say what went wrong in the background."""
        self.director.refuse(event.error)

    def on_fetched(self, event: messages.Fetched) -> None:
        """Show what is known of the server now; trouble is a mark, because nobody has asked."""
        self.director.reached(event.trouble is None)

    # --- from the views

    def on_item_reached(self, event: messages.ItemReached) -> None:
        """Follow the cursor of a view."""
        self._follow(event.key)

    def on_item_opened(self, event: messages.ItemOpened) -> None:
        """Show the item in full; where it is shown already, edit it."""
        self.director.rest_on(event.key)
        self.director.looked(event.key)
        if self._painter.panes.detail:
            self.director.run("item.edit")
        else:
            self.director.show_detail()

    def on_wanted(self, event: messages.Wanted) -> None:
        """Do what a view asks for."""
        self.director.perform(event.act, "wanted", quiet=event.quiet)

    def on_change_reached(self, event: messages.ChangeReached) -> None:
        """Follow the cursor of the history."""
        self.director.rest_on_change(event.at)

    def on_due_moved(self, event: messages.DueMoved) -> None:
        """Change a due date."""
        from tasklist_tui.tui.actions.quick import move_due

        self.director.do(move_due(self.director, event.key, event.committee, event.due), "due")

    # --- from the widgets

    def _follow(self, key: ItemKey | None) -> None:
        """Note where the cursor is; the item is painted in full once it rests."""
        if key is None:
            return
        self.director.rest_on(key)
        now = monotonic()
        hurried, self._moved = now - self._moved < _REST, now
        if self._resting is not None:
            self._resting.stop()
        if hurried:
            self._resting = self.set_timer(_REST, self.director.rested)
        else:
            self.director.rested()

    def on_item_table_cursor_moved(self, event: ItemTable.CursorMoved) -> None:
        """Follow the cursor."""
        self._follow(item_key(event.key) if event.key is not None else None)

    def on_item_table_opened(self, event: ItemTable.Opened) -> None:
        """Show the item in full; where it is shown already, edit it."""
        self.post_message(messages.ItemOpened(item_key(event.key)))

    def on_item_table_marks_changed(self, event: ItemTable.MarksChanged) -> None:
        """Keep the marks in the state."""
        marked = frozenset(map(item_key, event.keys))
        if marked != self.director.state.marked:
            self.director.change(self.director.state.with_(marked=marked))

    def on_item_table_group_toggled(self) -> None:
        """Keep what is collapsed in the state."""
        self.director.change(self.director.state.with_(collapsed=self.query_one(ItemTable).collapsed))

    def on_item_table_sort_requested(self, event: ItemTable.SortRequested) -> None:
        """Sort by the column; again turns the order round."""
        wanted = next((sorting for sorting, column in SORT_COLUMN.items() if column == event.column), None)
        if wanted is not None:
            state = self.director.state
            again = wanted is state.sorting and not state.descending
            self.director.change(state.with_(sorting=wanted, descending=again))

    def on_sidebar_chosen(self, event: Sidebar.Chosen) -> None:
        """Narrow the views to what was chosen."""
        from tasklist_tui.tui.actions.viewing import choose_row

        choose_row(self.director, event.row)

    def on_sidebar_left(self) -> None:
        """Go back to the items."""
        self.director.leave_sidebar()

    def on_detail_left(self) -> None:
        """Go back to the items."""
        self.director.hide_detail()

    def on_detail_edit_wanted(self) -> None:
        """Edit what is shown."""
        self.director.run("item.edit")

    def on_item_page_opened(self, event: ItemPage.Opened) -> None:
        """Follow a link of the item in full."""
        self.director.follow(event.key)

    def on_detail_back_wanted(self) -> None:
        """Go back where a link was followed from."""
        self.director.go_back()

    def on_filter_bar_typed(self, event: FilterBar.Typed) -> None:
        """Filter with every keystroke."""
        self.director.type_filter(event.line)

    def on_filter_bar_closed(self, event: FilterBar.Closed) -> None:
        """Go back to the items; Esc has cleared the filter."""
        self.call_after_refresh(self.director.close_filter, kept=event.kept)

    def on_filter_bar_completion_wanted(self) -> None:
        """Take the first suggestion."""
        state = self.director.state
        in_history = state.view is View.HISTORY
        line, suggest = (state.history_line, history_suggestions) if in_history else (state.filter_line, suggestions)
        if found := suggest(line, self.director.snapshot.workspace, language()):
            self.query_one(FilterBar).set_line(completed(line, found[0].word))
