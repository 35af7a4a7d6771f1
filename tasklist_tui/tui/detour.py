"""What is shown in place of now, and what there is to go back to: how the main screen looks at the past."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tasklist_tui.tui.row_source import row_key

if TYPE_CHECKING:
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.tui.painter import Painter
    from tasklist_tui.tui.state import Past, ViewState


class Detour:
    """Keeps the snapshot and the state of now while others are shown; what comes in meanwhile is kept too."""

    def __init__(self, painter: Painter) -> None:
        """Begin in the present, painted by `painter`."""
        self._painter = painter
        self._now: Snapshot | None = None
        self._before: ViewState | None = None

    @property
    def is_on(self) -> bool:
        """Whether something else than now is shown."""
        return self._before is not None

    @property
    def now(self) -> Snapshot | None:
        """The snapshot of now while another is shown."""
        return self._now

    def set_out(self, now: Snapshot, state: ViewState, past: Past) -> ViewState:
        """Leave `now`, where `state` was shown, for `past`; from one past to another the way back stays the same."""
        if self._before is None:
            self._now, self._before = now, state
        self._painter.table.unread = frozenset()
        self._painter.table.marked = frozenset()
        return state.with_(past=past, marked=frozenset(), unread=frozenset(), history_of=None, change=None)

    def keep(self, now: Snapshot) -> None:
        """Take note of what now has become meanwhile."""
        self._now = now

    def go_back(self, then: Callable[[Snapshot, ViewState], None]) -> None:
        """Go back to now, to where one was; `then` shows it."""
        now, before = self._now, self._before
        self._now = self._before = None
        if now is not None and before is not None:
            self._painter.table.unread = frozenset(map(row_key, before.unread))
            then(now, before)
            self._painter.table.marked = frozenset(map(row_key, before.marked))


__all__ = ["Detour"]
