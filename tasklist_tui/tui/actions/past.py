"""Commands that look at the past: another moment in place of now, two moments compared, named versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.kinds import Field, FieldType, Label
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.i18n import _
from tasklist_tui.tui.state import Past, Tone

if TYPE_CHECKING:
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.services.timetravel import Moment
    from tasklist_tui.tui.stage import Stage


async def travel(stage: Stage) -> None:
    """Ask for a moment and show everything as it was then."""
    wanted = await ask_moment(stage, _("Look back to when?"))
    if wanted is not None:
        await travel_to(stage, wanted)


async def travel_to(stage: Stage, wanted: str) -> None:
    """Show everything as it was at a moment; raises `UserError` when it names none."""

    def work(session: Session) -> tuple[Moment, Snapshot]:
        from tasklist_tui.services.timetravel import find_moment, snapshot_at

        moment = find_moment(session, wanted)
        return moment, snapshot_at(session, moment)

    moment, snapshot = await stage.gateway.call(msg("Reading how things stood"), work, name="past")
    past = Past(moment.day, moment.name, moment.sha)
    stage.show_past(snapshot, past)
    if moment.sha is None:
        stage.say(_("There was nothing yet on {day}", day=moment.day.isoformat()), Tone.REFUSED)
    else:
        stage.say(_("How things stood: {moment}. Esc goes back to now", moment=past.called))


def now(stage: Stage) -> None:
    """Go back to how things stand now."""
    stage.show_now()
    stage.say(_("This is how things stand now"))


async def ask_moment(stage: Stage, title: str, *, current: str = "", with_now: bool = False) -> str | None:
    """Ask for a moment; gives what names it, None when the person leaves."""
    from tasklist_tui.tui.moments import CALENDAR
    from tasklist_tui.tui.screens.moment import MomentDialog

    known, snapshot = await _known(stage)
    wanted = await stage.ask(MomentDialog(title, snapshot, known, current=current, with_now=with_now))
    return await _ask_day(stage, title, snapshot) if wanted == CALENDAR else wanted


async def _known(stage: Stage) -> tuple[tuple[Past, ...], Snapshot]:
    """Give the versions there are, and how things stand now, whatever is shown."""

    def work(session: Session) -> tuple[tuple[Past, ...], Snapshot]:
        from tasklist_tui.services.timetravel import versions

        known = versions(session)
        return tuple(Past(moment.day, name, moment.sha) for name, moment in known.items()), session.snapshot

    return await stage.gateway.call(msg("Reading the history"), work, name="versions")


async def _ask_day(stage: Stage, title: str, snapshot: Snapshot) -> str | None:
    """Ask for a day with the calendar."""
    from tasklist_tui.tui.moments import day_meant
    from tasklist_tui.tui.screens.dialogs import DateDialog

    where = Where.of(snapshot.workspace, TaskList(""), snapshot.calendar, snapshot.today)
    field = Field("day", FieldType.DATE, title=Label(_("Day"), _("Day")))
    answer = await stage.ask(DateDialog(title, field, {}, where))
    if answer is None or not answer[0].strip():
        return None
    day = day_meant(answer[0], snapshot)
    if day is None:
        raise UserError(msg("{day} has not come yet", day=answer[0]), msg("choose today or an earlier day"))
    return day.isoformat()
