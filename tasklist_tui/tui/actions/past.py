"""Commands that look at the past: another moment in place of now, two moments compared, named versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.kinds import Field, FieldType, Label
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.i18n import _, translate
from tasklist_tui.tui.state import ItemKey, Past, Tone, find

if TYPE_CHECKING:
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.services.timetravel import Comparison, Moment
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
    return await ask_day(stage, title) if wanted == CALENDAR else wanted


async def _known(stage: Stage) -> tuple[tuple[Past, ...], Snapshot]:
    """Give the versions there are, and how things stand now, whatever is shown."""

    def work(session: Session) -> tuple[tuple[Past, ...], Snapshot]:
        from tasklist_tui.services.timetravel import versions

        known = versions(session)
        return tuple(Past(moment.day, name, moment.sha) for name, moment in known.items()), session.snapshot

    return await stage.gateway.call(msg("Reading the history"), work, name="versions")


async def ask_day(stage: Stage, title: str) -> str | None:
    """Ask for a past day with the calendar; gives it as text, None when there is none."""
    from tasklist_tui.tui.moments import day_meant
    from tasklist_tui.tui.screens.dialogs import DateDialog

    snapshot = stage.snapshot
    where = Where.of(snapshot.workspace, TaskList(""), snapshot.calendar, snapshot.today)
    field = Field("day", FieldType.DATE, title=Label(_("Day"), _("Day")))
    answer = await stage.ask(DateDialog(title, field, {}, where))
    if answer is None or not answer[0].strip():
        return None
    day = day_meant(answer[0], snapshot)
    if day is None:
        raise UserError(msg("{day} has not come yet", day=answer[0]), msg("choose today or an earlier day"))
    return day.isoformat()


# --- two moments compared


async def compare(stage: Stage) -> None:
    """Show what changed since the last meeting, or between any two moments."""
    from tasklist_tui.tui.moments import last_meeting

    _versions, snapshot = await _known(stage)
    await compare_from(stage, last_meeting(snapshot))


async def compare_from(stage: Stage, old: str) -> None:
    """Show what changed since `old`, until the person leaves or goes to an item."""
    from tasklist_tui.tui.moments import NOW
    from tasklist_tui.tui.screens.compare import CompareScreen, Wish

    new, at, note = NOW, None, ""
    found = await _compared(stage, old, new)
    while (wanted := await stage.ask(CompareScreen(found, at, note))) is not None:
        at, note = wanted.key, ""
        if wanted.wish is Wish.ITEM and at is not None:
            _go_to(stage, at)
            return
        if wanted.wish is Wish.RESTORE and at is not None:
            await restore(stage, at)
            return
        if wanted.wish is Wish.SAVE:
            note = await _save_markdown(stage, found)
            continue
        first = wanted.wish is Wish.OLD
        title = _("Compare from when?") if first else _("Compare up to when?")
        chosen = await ask_moment(stage, title, current=old if first else new, with_now=not first)
        if chosen is None:
            continue
        try:
            both = (chosen, new) if first else (old, chosen)
            found = await _compared(stage, *both)
            old, new = both
        except UserError as error:
            note = refusal(error)


async def _compared(stage: Stage, old: str, new: str) -> Comparison:
    """Compare two moments, the earlier one first whichever way round they are named."""

    def work(session: Session) -> Comparison:
        from tasklist_tui.services.timetravel import compare_moments, find_moment

        moments = [find_moment(session, old), find_moment(session, new)]
        if moments[0].day > moments[1].day:
            moments.reverse()
        return compare_moments(session, *moments)

    return await stage.gateway.call(msg("Comparing"), work, name="compare")


def _go_to(stage: Stage, key: ItemKey) -> None:
    """Go to an item as it is now; say so when it is gone."""
    if stage.state.past is not None:
        stage.show_now()
    if find(stage.snapshot, key) is not None:
        stage.go_to(key)
    else:
        stage.say(_("The item has been deleted since"), Tone.REFUSED)


async def _save_markdown(stage: Stage, found: Comparison) -> str:
    """Ask for a place and write a comparison there as Markdown; gives what came of it."""
    from tasklist_tui.services.comparison_text import markdown, title
    from tasklist_tui.services.exporting import file_name, write_export
    from tasklist_tui.tui.screens.dialogs import ConfirmDialog, TextDialog

    place = await stage.ask(
        TextDialog(_("Save as Markdown"), _("File"), str(Path.home() / file_name(title(found), ".md")))
    )
    if not place:
        return ""
    data = markdown(found).encode("utf-8")

    def look(_session: Session) -> tuple[Path, bool]:
        path = Path(place).expanduser()
        return path, path.is_file()

    path, is_there = await stage.gateway.call(msg("Saving"), look, name="markdown")
    if is_there:
        question = _("There is a file {path} already. Replace it?", path=str(path))
        agreed = await stage.ask(ConfirmDialog(question, danger=True))
        if agreed is not True:
            return ""

    def write(_session: Session) -> None:
        write_export(path, data, replace=is_there)

    try:
        await stage.gateway.call(msg("Saving"), write, name="markdown")
    except UserError as error:
        return refusal(error)
    return _("Written: {path}", path=str(path))


def refusal(error: UserError) -> str:
    """Give what is wrong and what to do about it on one line."""
    return " ".join(translate(part) for part in (error.message, error.hint) if part)


async def restore(stage: Stage, key: ItemKey) -> None:
    """Bring a deleted item back as it was; asks once who this is when git does not know."""
    from tasklist_tui.services.blame import restore as bring_back
    from tasklist_tui.tui.actions.sharing import signed

    def work(session: Session) -> Snapshot:
        return bring_back(session, key.item_id)

    stage.expect(key)
    if await signed(stage, lambda: stage.gateway.show(msg("Saving"), work)):
        entry = find(stage.snapshot, key)
        stage.say(
            _("Brought back: {what} (u takes it back)", what=entry.item.title if entry else key.item_id), Tone.DONE
        )


# --- named versions


async def versions(stage: Stage) -> None:
    """List the named versions; look at one, compare with one, or name how things stand now."""
    from tasklist_tui.tui.screens.versions import VersionsScreen, Wish

    while True:
        known, _snapshot = await _known(stage)
        wanted = await stage.ask(VersionsScreen(known))
        if wanted is None:
            return
        if wanted.wish is Wish.LOOK:
            await travel_to(stage, wanted.name)
            return
        if wanted.wish is Wish.COMPARE:
            await compare_from(stage, wanted.name)
            return
        await _name_version(stage)


async def _name_version(stage: Stage) -> None:
    """Ask for the name of a version and give it to how things stand now; what is wrong with a name is said there."""
    from tasklist_tui.services.timetravel import name_version
    from tasklist_tui.tui.actions.sharing import signed
    from tasklist_tui.tui.screens.dialogs import TextDialog

    title, name = _("Name how things stand now, e.g. 8月印发版"), ""

    def work(session: Session) -> None:
        name_version(session, name)

    async def save() -> None:
        await stage.gateway.call(msg("Saving"), work, name="version")

    while True:
        answer = await stage.ask(TextDialog(title, _("Name of the version"), name))
        if not answer:
            return
        name = answer
        try:
            is_done = await signed(stage, save)
        except UserError as error:
            title = refusal(error)
            continue
        if is_done:
            stage.say(_("Named: {name}. It stays as it is whatever comes later", name=name), Tone.DONE)
        return
