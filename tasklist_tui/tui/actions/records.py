"""What views ask about the past and about the others: read by the services, handed to whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from tasklist_tui.domain.message import UserError, msg

if TYPE_CHECKING:
    from tasklist_tui.services.history import Revision
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.sync import SyncState
    from tasklist_tui.tui.stage import Stage
    from tasklist_tui.tui.state import ItemKey

T = TypeVar("T")

#: What reads the news of an overview gives.
News = tuple[tuple["Revision", ...], "SyncState"]


async def work_out(stage: Stage, work: Callable[[], T], give: Callable[[T], None]) -> None:
    """Work out what a view shows of a large workspace, off the screen's thread."""

    def call(_session: Session) -> T:
        return work()

    give(await stage.gateway.call(msg("Counting"), call, name="view"))


async def news(stage: Stage, count: int, give: Callable[[News], None]) -> None:
    """Read the newest `count` changes and how this copy stands to the others'."""

    def work(session: Session) -> News:
        from tasklist_tui.services.history import workspace_history
        from tasklist_tui.services.sync import sync_state

        return tuple(workspace_history(session, limit=count)), sync_state(session)

    give(await stage.gateway.call(msg("Reading the history"), work, name="news"))


async def history(
    stage: Stage,
    *,
    item: ItemKey | None,
    limit: int,
    skip: int,
    give: Callable[[list[Revision]], None],
    fail: Callable[[], None],
) -> None:
    """Read revisions, newest first: of one item among the newest `limit` of its list, else of the workspace."""

    def work(session: Session) -> list[Revision]:
        from tasklist_tui.services.history import item_history, workspace_history

        if item is not None:
            return item_history(session, item.list_id, item.item_id, limit=limit)
        return workspace_history(session, limit=limit, skip=skip)

    try:
        found = await stage.gateway.call(msg("Reading the history"), work, name="history")
    except UserError:
        fail()
        raise
    give(found)


def of_item(stage: Stage) -> None:
    """Show the history of the item under the cursor."""
    from tasklist_tui.tui.state import View, key_of

    current = stage.situation.current()
    if current is not None:
        stage.change(stage.state.with_(history_of=key_of(current)))
        stage.show_view(View.HISTORY)
