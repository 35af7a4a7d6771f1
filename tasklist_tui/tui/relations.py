"""What the main screen knows of the others: how this copy stands with them, and what came in that nobody has seen."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from textual.worker import WorkerCancelled

from tasklist_tui.domain.message import UserError
from tasklist_tui.tui.row_source import row_key
from tasklist_tui.tui.state import ItemKey

if TYPE_CHECKING:
    from textual.screen import Screen

    from tasklist_tui.tui.painter import Painter
    from tasklist_tui.tui.stage import Stage


class Relations:
    """Asks the services in the background, and paints what they say into the top line and the list of items."""

    def __init__(self, screen: Screen[None], painter: Painter, stage: Stage) -> None:
        """Serve `stage`, which is painted by `painter`."""
        self._screen, self._painter, self._stage = screen, painter, stage
        self._revision: str | None = None
        self._stale = self._learning = False
        self._seen: set[ItemKey] = set()
        self._shown: ItemKey | None = None

    def follow(self, revision: str | None) -> None:
        """Ask anew when the workspace is at another revision."""
        if revision != self._revision:
            self._revision = revision
            self.learn_soon()

    def learn_soon(self) -> None:
        """Ask anew without anybody waiting; what comes together is asked once."""
        self._stale = True
        if not self._learning:
            self._learning = True
            self._screen.run_worker(self._learn(), group="standing", name="standing")

    async def _learn(self) -> None:
        try:
            while self._stale:
                await self._learn_once()
        finally:
            self._learning = False

    async def _learn_once(self) -> None:
        from tasklist_tui.tui.actions.sharing import learn_standing

        self._stale = False
        try:
            standing = await learn_standing(self._stage)
        except (UserError, WorkerCancelled):
            # Nobody has asked, and the program may be ending.
            return
        if not self._screen.app.is_running:  # it has ended meanwhile: there is nothing left to paint on
            return
        self._painter.standing = standing
        self._show(frozenset(ItemKey(*key) for key in standing.unread) - self._seen)

    def reached(self, *, well: bool) -> None:
        """Note whether the server could be asked."""
        self._painter.reached = well

    def rested(self, key: ItemKey | None) -> None:
        """Take note that the detail shows an item; what changed in the one it showed before has been seen too."""
        before, self._shown = self._shown, key
        self.looked(before)
        self.looked(key)

    def looked(self, key: ItemKey | None) -> None:
        """Take the mark of an item away: somebody has looked at it."""
        marked = self._stage.state.unread
        if key is None or key not in marked:
            return
        self._seen.add(key)
        self._show(marked - {key})
        self._screen.run_worker(self._forget(key), group="standing", name="read")

    async def _forget(self, key: ItemKey) -> None:
        from tasklist_tui.tui.actions.sharing import forget_unread

        with suppress(UserError, WorkerCancelled):
            await forget_unread(self._stage, frozenset({key}))
        self._seen.discard(key)

    def _show(self, unread: frozenset[ItemKey]) -> None:
        if self._stage.state.past is not None:
            return  # asked anew on the way back
        self._stage.change(self._stage.state.with_(unread=unread))
        self._painter.table.unread = frozenset(map(row_key, unread))
