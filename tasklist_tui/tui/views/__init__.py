"""The views beside the list: each a widget that is made when it is first shown, and painted by one method."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from tasklist_tui.tui.state import View

if TYPE_CHECKING:
    from textual.widget import Widget

    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.tui.state import ViewState

#: Where each view lives, as `module:class`; a view is added here and nowhere else.
VIEWS: dict[View, str] = {
    View.TIMELINE: "tasklist_tui.tui.views.timeline:TimelinePane",
    View.OVERVIEW: "tasklist_tui.tui.views.overview:OverviewView",
    View.BOARD: "tasklist_tui.tui.views.board:BoardView",
    View.HISTORY: "tasklist_tui.tui.views.history:HistoryView",
    View.AGENDA: "tasklist_tui.tui.views.agenda:AgendaView",
    View.ROLLUP: "tasklist_tui.tui.views.rollup:RollupView",
    View.COVERAGE: "tasklist_tui.tui.views.coverage:CoverageView",
    View.SUITED: "tasklist_tui.tui.views.suited:SuitedView",
}


class ShownView(Protocol):
    """What every view can do."""

    def show(self, snapshot: Snapshot, state: ViewState) -> None:
        """Paint a snapshot in a state."""


def make_view(view: View) -> Widget | None:
    """Make the widget of a view, None when there is no such view yet."""
    place = VIEWS.get(view)
    if place is None:
        return None
    module, _, name = place.partition(":")
    made: Widget = getattr(import_module(module), name)(id=view.value)
    return made
