"""Reading the members for the views that show them, and bringing them up to date."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tasklist_tui.domain.message import msg
from tasklist_tui.i18n import _

if TYPE_CHECKING:
    from tasklist_tui.domain.telling import Cancelled, Progress
    from tasklist_tui.services.members import MemberState
    from tasklist_tui.services.rollup import Rollup
    from tasklist_tui.services.session import Session
    from tasklist_tui.tui.stage import Stage


async def read(stage: Stage, *, give: Callable[[Rollup], None]) -> None:
    """Read the members off the screen's thread; what did not change since is not read again."""

    def work(session: Session, progress: Progress) -> Rollup:
        from tasklist_tui.services.rollup import roll_up

        return roll_up(session, progress=progress)

    give(await stage.gateway.read_members(msg("Reading the members"), work))


async def fetch(stage: Stage, *, give: Callable[[Rollup], None]) -> None:
    """Ask the servers of the members what is new, then read them anew."""
    from tasklist_tui.tui.screens.work import WorkScreen

    async def work(progress: Progress, cancelled: Cancelled) -> tuple[MemberState, ...]:
        def fetch_all(session: Session, _progress: Progress) -> tuple[MemberState, ...]:
            from tasklist_tui.services.members import fetch_members

            return fetch_members(session, progress, cancelled)

        return await stage.gateway.read_members(msg("Reading the members"), fetch_all)

    states = await stage.ask(WorkScreen(_("Bring in the members"), work))
    if states is not None:
        lost = sum(state.problem is not None for state in states)
        stage.say(
            _("{count} members are up to date, {lost} cannot be read", count=len(states) - lost, lost=lost)
            if lost
            else _("{count} members are up to date", count=len(states))
        )
    await read(stage, give=give)
