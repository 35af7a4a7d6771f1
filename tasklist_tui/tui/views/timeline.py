"""The timeline as a view of the main screen: lanes from a snapshot, news to the main screen."""

from __future__ import annotations

from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical

from tasklist_tui.domain.query import select
from tasklist_tui.i18n import language
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.services.timeline import timeline_of
from tasklist_tui.tui.filter_line import read_state
from tasklist_tui.tui.messages import DueMoved, ItemOpened, ItemReached
from tasklist_tui.tui.state import ItemKey, ViewState
from tasklist_tui.tui.widgets.timeline import Timeline


class TimelinePane(Vertical):
    """Shows what the filter lets through as bars in time."""

    def compose(self) -> ComposeResult:
        """Hold the timeline."""
        yield Timeline()

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint a snapshot in a state."""
        query = read_state(state, snapshot.workspace, snapshot.today).query

        def is_rest(day: date) -> bool:
            return not snapshot.calendar.is_workday(day)

        chosen = select(snapshot.workspace, query, snapshot.light)
        made = timeline_of(snapshot, chosen)
        if query.committees:
            made = tuple(lane for lane in made if lane.committee_id in query.committees)
        self.query_one(Timeline).show(made, snapshot.today, is_rest, language())

    def on_timeline_view_cursor_moved(self, event: Timeline.CursorMoved) -> None:
        """Tell which item the cursor stands on."""
        key = event.key
        self.post_message(ItemReached(ItemKey(key.list_id, key.item_id) if key else None))

    def on_timeline_opened(self, event: Timeline.Opened) -> None:
        """Ask to see an item in full."""
        self.post_message(ItemOpened(ItemKey(event.list_id, event.item_id)))

    def on_timeline_due_move_requested(self, event: Timeline.DueMoveRequested) -> None:
        """Ask for another due date."""
        self.post_message(DueMoved(ItemKey(event.list_id, event.item_id), event.row_key, event.new_due))
