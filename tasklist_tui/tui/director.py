"""Implements `Stage`: holds the snapshot and the state, and does what actions ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, runtime_checkable

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _, translate
from tasklist_tui.tui import headline
from tasklist_tui.tui.commands import BY_ID
from tasklist_tui.tui.detour import Detour
from tasklist_tui.tui.doer import Doer
from tasklist_tui.tui.panes import NARROW
from tasklist_tui.tui.relations import Relations
from tasklist_tui.tui.row_source import row_key
from tasklist_tui.tui.state import ChangeAt, ItemKey, Past, Situation, Tone, View, ViewState, find, key_of
from tasklist_tui.tui.widgets.detail import Detail
from tasklist_tui.tui.widgets.filterbar import FilterBar
from tasklist_tui.tui.widgets.sidebar import Sidebar
from tasklist_tui.tui.widgets.statusbar import StatusLine

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

    from tasklist_tui.domain.query import Entry
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.tui.gateway import Gateway
    from tasklist_tui.tui.painter import Painter
    from tasklist_tui.tui.stage import Stage

T = TypeVar("T")


@runtime_checkable
class FollowsSnapshot(Protocol):
    """A screen above this one that wants to know what others change meanwhile."""

    def update_snapshot(self, snapshot: Snapshot) -> None:
        """Take note of it."""


class Director(Doer):
    """The main screen as its actions see it (`Stage`)."""

    def __init__(self, screen: Screen[None], painter: Painter, *, first: str = "") -> None:
        """Direct `screen`, painted by `painter`; begin with the command `first`."""
        super().__init__(screen)
        self._painter = painter
        self._first = first
        self._relations = Relations(screen, painter, self)
        self._detour = Detour(painter)
        self._gateway: Gateway | None = None
        self._snapshot: Snapshot | None = None
        self._state = ViewState()
        self._expected: ItemKey | None = None
        #: What was shown before each link that was followed.
        self._trail: list[ViewState] = []

    # --- what is now

    @property
    def stage(self) -> Stage:
        """What actions see: this."""
        return self

    @property
    def situation(self) -> Situation:
        """The snapshot and the state now."""
        return Situation(self._snapshot, self._state, self._painter.shown)

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot now; raises `UserError` while there is none."""
        if self._snapshot is None:
            raise UserError(msg("The workspace is still being read"))
        return self._snapshot

    @property
    def state(self) -> ViewState:
        """The state now."""
        return self._state

    @property
    def gateway(self) -> Gateway:
        """The way to the services."""
        if self._gateway is None:
            raise UserError(msg("The workspace is still being read"))
        return self._gateway

    def now(self) -> datetime:
        """Give the time now."""
        from tasklist_tui.services import clock

        return clock.now()

    # --- what is shown

    def connect(self, gateway: Gateway) -> None:
        """Use `gateway`, and show what it brings."""
        self._gateway = gateway
        self._screen.query_one(StatusLine).busy(_("Reading the workspace"))
        snapshot = gateway.begin()
        if snapshot is None:
            self.repaint()
        else:
            self.receive(snapshot)

    def receive(self, snapshot: Snapshot) -> None:
        """Paint what is now; while the past is shown, keep it for the way back."""
        if self._detour.is_on:
            self._detour.keep(snapshot)
            return
        first, self._snapshot = self._snapshot is None, snapshot
        state = self._state
        if state.list_id and snapshot.workspace.task_list(state.list_id) is None:
            state = state.with_(list_id="")
        expected, self._expected = self._expected, None
        if find(snapshot, expected) is not None:
            state = state.with_(cursor=expected)
        elif expected is not None:
            self._expected = expected
        self._state = self._painter.paint(snapshot, state)
        if expected is not None and self._expected is None and not self._painter.table.go_to(row_key(expected)):
            self.go_to(expected)
        for above in self._screen.app.screen_stack:
            if isinstance(above, FollowsSnapshot):
                above.update_snapshot(snapshot)
        if first:
            self._screen.query_one(StatusLine).busy("")
            self._screen.call_after_refresh(self._begin_work)
        else:
            self._work_ahead(snapshot)
            self._relations.follow(snapshot.revision)
            self._sign()

    def show_past(self, snapshot: Snapshot, past: Past) -> None:
        """Show another moment in place of now, in all views and only to be looked at."""
        self._state = self._detour.set_out(self.snapshot, self._state, past)
        self._snapshot = snapshot
        self._state = self._painter.paint(snapshot, self._state)
        self.arrange_panes()
        self._work_ahead(snapshot)

    def show_now(self) -> None:
        """Show how things stand now, the cursor where it was."""

        def show(snapshot: Snapshot, state: ViewState) -> None:
            self._snapshot = snapshot
            self._state = state.with_(view=self._state.view)
            self.show_view(state.view)
            self.arrange_panes()
            self._work_ahead(snapshot)
            self._relations.learn_soon()

        self._detour.go_back(show)

    def change(self, state: ViewState) -> None:
        """Show another state; items are arranged anew only where that differs."""
        before, self._state = self._state, state
        if _arrangement(before) == _arrangement(state):
            self._painter.paint_lines(self._snapshot, state)
        else:
            self._state = self._painter.paint(self._snapshot, state)
        self.arrange_panes()
        if before.signed is not state.signed:
            self._painter.paint_detail(self._snapshot, self._state)
        self._sign()

    def repaint(self) -> None:
        """Paint everything again, as after a change of language."""
        self._state = self._painter.paint(self._snapshot, self._state)

    def arrange_panes(self) -> None:
        """Share out the window, and see that something visible has the focus."""
        self._painter.arrange_panes(self._snapshot, self._state)
        focused = self._screen.focused
        if focused is None or not all(node.display for node in focused.ancestors_with_self):
            self.focus_main()

    def focus_main(self) -> None:
        """Give the focus to the items, or to what stands in their place."""
        panes = self._painter.panes
        target: Widget = self._screen.query_one(f"#{self._state.view.value}")
        if not panes.main:
            target = self._screen.query_one(Detail) if panes.detail else self._screen.query_one(Sidebar)
        if not target.can_focus:
            target = next((inner for inner in target.query("*") if inner.can_focus), target)
        target.focus()

    def rest_on(self, key: ItemKey | None) -> None:
        """Note where the cursor stands."""
        self._state = self._state.with_(cursor=key)

    def rest_on_change(self, at: ChangeAt | None) -> None:
        """Note which change the cursor of the history stands on."""
        self._state = self._state.with_(change=at)
        self._painter.paint_hints(self.situation)

    def rested(self) -> None:
        """Paint what depends on the item under the cursor."""
        self._painter.paint_detail(self._snapshot, self._state)
        self._painter.paint_hints(self.situation)
        if self._painter.panes.detail:
            self._relations.rested(self._state.cursor)
            self._sign()

    def _sign(self) -> None:
        """Read who set the fields of the item that is shown, where that is wanted."""

        def paint() -> None:
            self._painter.paint_detail(self._snapshot, self._state)

        if self._snapshot is not None and self._painter.panes.detail:
            act = self._painter.signatures.wanted(self._snapshot, self._state, paint)
            if act is not None:
                self.perform(act, "signed", quiet=True)

    def looked(self, key: ItemKey) -> None:
        """Note that a person has opened an item."""
        self._relations.looked(key)

    def go_to(self, key: ItemKey) -> None:
        """Put the cursor on an item, taking filters away that hide it."""
        if self._state.view is not View.LIST:
            self.show_view(View.LIST)
        if not self._painter.table.go_to(row_key(key)):
            self.change(self._state.unfiltered().with_(list_id="", cursor=key))
            self._painter.table.go_to(row_key(key))
        self.rest_on(key)
        self.rested()

    def follow(self, key: ItemKey) -> None:
        """Go along a link to the item at its other end, and stay in the item in full."""
        self._trail.append(self._state)
        self.go_to(key)
        self._enter_detail()

    def _enter_detail(self) -> None:
        if self._painter.panes.detail:
            self._screen.query_one(Detail).focus()
        else:
            self.show_detail()

    def go_back(self) -> None:
        """Show what was shown before the last link was followed; say so when none was."""
        if not self._trail:
            self.say(_("No link has been followed"), Tone.REFUSED)
            return
        before = self._trail.pop()
        if before.view is not self._state.view:
            self.show_view(before.view)
        self.change(before)
        if before.cursor is not None:
            self._painter.table.go_to(row_key(before.cursor))
            self.rest_on(before.cursor)
        self.rested()
        self._enter_detail()

    def expect(self, key: ItemKey) -> None:
        """Put the cursor on an item that the next snapshot brings."""
        self._expected = key

    def mark(self, keys: frozenset[ItemKey]) -> None:
        """Mark these items and no others."""
        self._painter.table.marked = frozenset(map(row_key, keys))

    def toggle_pane(self, name: Literal["sidebar", "detail"]) -> None:
        """Show or hide a side pane; where one fits at a time, the other goes."""
        shown = bool(getattr(self._painter.panes, name))
        state = self._state.with_(**{name: not shown})
        if self._screen.app.size.width < NARROW:
            state = state.with_(**{"detail" if name == "sidebar" else "sidebar": None})
        self.change(state)
        if shown is False and not self._painter.panes.main:
            self.focus_main()

    def show_detail(self) -> None:
        """Show the item in full and go there."""
        self.change(self._state.with_(detail=True))
        self._screen.query_one(Detail).focus()

    def hide_detail(self) -> None:
        """Go back to the items; a detail that was opened in their place goes."""
        if self._state.detail:
            self.change(self._state.with_(detail=None))
        self.focus_main()

    def leave_sidebar(self) -> None:
        """Go back to the items; a sidebar that was opened in their place goes."""
        if not self._painter.panes.main:
            self.change(self._state.with_(sidebar=None))
        self.focus_main()

    def show_view(self, view: View) -> None:
        """Switch to a view; it is made when it is first wanted."""
        from textual.widgets import ContentSwitcher

        from tasklist_tui.tui.views import make_view

        switcher = self._screen.query_one("#views", ContentSwitcher)
        if not switcher.query(f"#{view.value}"):
            made = make_view(view)
            if made is None:
                self.say(headline.view_missing(view), Tone.REFUSED)
                return
            switcher.mount(made)
            # The new widget has its own children only after this turn of the loop.
            self._screen.call_after_refresh(self._switch, view)
        else:
            self._switch(view)

    def _switch(self, view: View) -> None:
        from textual.widgets import ContentSwitcher

        self._screen.query_one("#views", ContentSwitcher).current = view.value
        self._state = self._painter.paint(self._snapshot, self._state.with_(view=view))
        self._painter.arrange_panes(self._snapshot, self._state)
        self.focus_main()

    def open_filter(self) -> None:
        """Let the person type a filter."""
        in_history = self._state.view is View.HISTORY
        if not in_history and self._state.view is not View.LIST:
            self.show_view(View.LIST)
        bar = self._screen.query_one(FilterBar)
        if in_history:
            bar.open(self._state.history_line, _("words  @committee  by:  field:  light:  on:  item:"))
        else:
            bar.open(self._state.filter_line, _("words  @committee  #tag  light:  state:  due:"))
        self._hold_keys(lambda: bar.has_focus_within)
        self.arrange_panes()
        self._painter.paint_lines(self._snapshot, self._state)

    def type_filter(self, line: str) -> None:
        """Filter what is shown by what is typed."""
        typed = {"history_line": line} if self._state.view is View.HISTORY else {"filter_line": line}
        self.change(self._state.with_(**typed))

    def close_filter(self, *, kept: bool) -> None:
        """Go back from the filter to the items."""
        if not kept:
            self.type_filter("")
        self.change(self._state)
        self.focus_main()

    def open_palette(self) -> None:
        """Let the person find a command by its name."""
        self._screen.app.action_command_palette()

    def next_theme(self) -> None:
        """Use the next set of colours."""
        from tasklist_tui.tui.palette import THEMES

        names = [theme.name for theme in THEMES]
        app = self._screen.app
        app.theme = names[(names.index(app.theme) + 1) % len(names)] if app.theme in names else names[0]

    # --- items on the screen

    def rows(self) -> list[Entry]:
        """Give the items as they stand on the screen, those of collapsed groups left out."""
        return [entry for key, entries in self._sections() if key not in self._state.collapsed for entry in entries]

    def group_of(self, entry: Entry) -> list[str]:
        """Give the ids of the items that stand in the same group and list, in their order on the screen."""
        for _key, entries in self._sections():
            if any(other.item is entry.item for other in entries):
                return [other.item.id for other in entries if other.task_list.id == entry.task_list.id]
        return []

    def neighbour(self, gone: Sequence[ItemKey]) -> ItemKey | None:
        """Give the first item after those that go, else the last one before them."""
        keys = list(map(key_of, self.rows()))
        going = set(gone)
        places = [number for number, key in enumerate(keys) if key in going]
        if not places:
            return self._state.cursor
        after = next((key for key in keys[places[0] :] if key not in going), None)
        return after or next((key for key in reversed(keys[: places[0]]) if key not in going), None)

    def _sections(self) -> list[tuple[str, Sequence[Entry]]]:
        return self._painter.sections

    # --- commands

    def run(self, name: str) -> None:
        """Run a command of the table, or say why it cannot be run now."""
        command = BY_ID[name]
        if reason := command.applies(self.situation):
            self.say(translate(reason), Tone.REFUSED)
            return
        self.perform(command.start, name)

    def leave(self) -> None:
        """End the program as soon as nothing is being saved."""

        async def leave() -> None:
            if self._gateway is not None:
                await self._gateway.settle()
            self._screen.app.exit()

        self.do(leave(), "leave")

    def _begin_work(self) -> None:
        """Do what can wait until there is something to see."""
        self.gateway.watch()
        self.gateway.keep_fetching()
        self._work_ahead(self.snapshot)
        self._relations.follow(self.snapshot.revision)
        self.do(self._greet(), "learn")
        if self._first:
            self.run(self._first)

    def _work_ahead(self, snapshot: Snapshot) -> None:
        """Work out, between keys, what will be wanted soon: the counts in the sidebar, what a filter searches."""
        self._painter.count(snapshot, lambda: (self._snapshot, self._state))
        self.gateway.prepare(snapshot)

    async def _greet(self) -> None:
        """Ask git who this is, and whether another window is open."""
        from tasklist_tui.tui.actions.sharing import learn_identity, other_windows

        await learn_identity(self)
        await other_windows(self)

    def reached(self, well: bool) -> None:
        """Note whether the server could be asked what is new, and ask how things stand by what is known now."""
        self._relations.reached(well=well)
        self._relations.learn_soon()


def _arrangement(state: ViewState) -> tuple[object, ...]:
    """Give what decides which items stand where."""
    return (
        state.view,
        state.list_id,
        state.committee,
        state.filter_line,
        state.grouping,
        state.sorting,
        state.descending,
        state.cursor,
        state.history_line if state.view is View.HISTORY else "",
        state.history_of,
        state.suited,
        state.covered,
    )
