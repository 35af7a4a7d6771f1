"""Commands of meetings: give one its date and let what counts from it follow; count an item's steps from one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.countdowns import Moved, begin
from tasklist_tui.domain.dues import Where, read_due
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.kinds import Countdown
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Event, TaskList
from tasklist_tui.domain.query import Entry
from tasklist_tui.i18n import _, language
from tasklist_tui.services import meetings
from tasklist_tui.services.present import source_text
from tasklist_tui.tui.actions.items import quoted
from tasklist_tui.tui.state import Tone, find, key_of

if TYPE_CHECKING:
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.tui.stage import Stage


async def listing(stage: Stage) -> None:
    """Show the meetings until the person leaves; a new one or another date is saved meanwhile."""
    await show(stage)


async def show(stage: Stage, at: str = "") -> None:
    """Show the meetings, the cursor on the one with the id `at`."""
    from tasklist_tui.tui.screens.meetings import NEW, MeetingsScreen

    while (chosen := await stage.ask(MeetingsScreen(stage.snapshot, at))) is not None:
        if chosen == NEW:
            at = await _add(stage) or at
        else:
            at = chosen
            await _date(stage, chosen)


async def countdown(stage: Stage) -> None:
    """Count milestones of the item from a meeting."""
    entry = stage.situation.current()
    if entry is None:
        return
    template = await _template(stage, entry)
    event = await _meeting(stage, entry) if template else None
    if template is None or event is None:
        return
    edit = await _begun(stage, entry, template, event)
    if not await _agreed(stage, entry, template, event, edit):
        return
    edit = await _begun(stage, find(stage.snapshot, key_of(entry)) or entry, template, event)
    title = template.title.in_language(language())
    counts = {"count": len(template.steps), "name": event.name}
    said = _("{what}: {count} milestones count from “{name}”", what=quoted([entry]), **counts)
    await stage.save([edit], said, action="countdown", reason=title)


# --- a meeting and its date


async def _add(stage: Stage) -> str:
    """Ask for a new meeting and save it; give its id, "" when there is none."""
    from tasklist_tui.tui.screens.meetings import MeetingForm

    values = await stage.ask(MeetingForm(stage.snapshot))
    if values is None:
        return ""
    event = meetings.new_event(stage.snapshot, str(values["name"]).strip(), values.get("date"))
    return event.id if await _save(stage, event, ()) else ""


async def _date(stage: Stage, event_id: str) -> None:
    """Ask for another date of a meeting, then whether what counts from it shall follow."""
    from tasklist_tui.tui.screens.dialogs import DateDialog
    from tasklist_tui.tui.screens.meetings import FollowDialog, date_field

    known = _event(stage, event_id)
    snapshot = stage.snapshot
    where = Where.of(snapshot.workspace, TaskList(""), snapshot.calendar, snapshot.today)
    field = date_field()
    answer = await stage.ask(
        DateDialog(_("When is “{name}” held?", name=known.name), field, {"date": known.date}, where)
    )
    if answer is None:
        return
    day = read_due(answer[0], field, {}, where).day
    event = msgspec.structs.replace(_event(stage, event_id), date=day)
    if day == known.date:
        return
    moved = await _following(stage, event)
    chosen: Sequence[Moved] = ()
    if any(not change.by_hand for change in moved):
        question = _("“{name}” is held on {day}. What counts from it would follow:", name=event.name, day=_day(day))
        follow = await stage.ask(FollowDialog(question, stage.snapshot, moved))
        if follow is None:
            return
        chosen = [change for change in moved if not change.by_hand] if follow else ()
    await _save(stage, event, chosen, stay=sum(change.by_hand for change in moved))


def _event(stage: Stage, event_id: str) -> Event:
    """Give a meeting as it is now; raises `UserError` when somebody took it away meanwhile."""
    return meetings.find_event(stage.snapshot, event_id)


async def _following(stage: Stage, event: Event) -> tuple[Moved, ...]:
    def work(session: Session) -> tuple[Moved, ...]:
        return meetings.following(session.snapshot, event)

    return await stage.gateway.call(msg("Reading the dates"), work, name="meeting")


async def _save(stage: Stage, event: Event, moved: Sequence[Moved], stay: int = 0) -> bool:
    """Save a meeting with what follows it as one change; asks once who this is when git does not know."""
    from tasklist_tui.tui.actions.sharing import signed

    def work(session: Session) -> Snapshot:
        return meetings.move(session, event, moved)

    if not await signed(stage, lambda: stage.gateway.show(msg("Saving"), work)):
        return False
    parts = [f"{event.name} {_day(event.date)}"]
    if moved:
        parts.append(_("{count} dates followed", count=len(moved)))
    if stay:
        parts.append(_("{count} set by hand stay", count=stay))
    stage.say(_("Saved: {what} (u takes it back)", what=" · ".join(parts)), Tone.DONE)
    return True


def _day(day: date | None) -> str:
    return day.isoformat() if day else _("not fixed")


# --- a countdown


async def _template(stage: Stage, entry: Entry) -> Countdown | None:
    """Give the template, the only one or the one the person chooses; says so when the kind has none."""
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    templates = stage.snapshot.workspace.kind_of(entry.task_list).countdowns
    if not templates:
        raise UserError(
            msg("items of this kind have no countdown"), msg("describe one under countdowns: in the file of the kind")
        )
    options = [
        Option(one.id, one.title.in_language(language()) or one.id, " · ".join(step.phrase for step in one.steps))
        for one in templates
    ]
    chosen = await stage.ask(ChoiceDialog(_("Count down to a meeting: which steps?"), options))
    return next((one for one in templates if one.id == chosen), None)


async def _meeting(stage: Stage, entry: Entry) -> Event | None:
    """Let the person choose the meeting; one that cannot be taken says why."""
    from tasklist_tui.tui.meeting_lines import in_order
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option
    from tasklist_tui.tui.widgets.fields.day_words import echo

    snapshot = stage.snapshot
    events = in_order(snapshot.workspace.events)
    if not events:
        raise UserError(msg("there are no meetings yet"), msg("add one: press v, then n"))
    own = entry.item.text("due_event")

    def option(event: Event) -> Option:
        refused = "" if event.date else _("its date is not fixed")
        if own not in {"", event.id}:
            refused = _("the item counts from another meeting already")
        day = event.date
        far = f"{day.isoformat()} {echo(day, snapshot.today, snapshot.calendar)}" if day else ""
        return Option(event.id, event.name, far, refused)

    coming = next((event.id for event in events if event.date and event.date >= snapshot.today), "")
    chosen = await stage.ask(
        ChoiceDialog(_("Count from which meeting?"), [*map(option, events)], current=own or coming)
    )
    return next((event for event in events if event.id == chosen), None)


async def _begun(stage: Stage, entry: Entry, template: Countdown, event: Event) -> SetFields:
    """Give the edit; the words are read in a thread, because what reads them takes a moment to import."""

    def work(session: Session) -> SetFields:
        workspace = session.snapshot.workspace
        where = Where.of(workspace, entry.task_list, session.snapshot.calendar, session.snapshot.today)
        return begin(entry.task_list, entry.item, template, event, where, workspace.settings.language or "zh")

    return await stage.gateway.call(msg("Reading the dates"), work, name="countdown")


async def _agreed(stage: Stage, entry: Entry, template: Countdown, event: Event, edit: SetFields) -> bool:
    """Show the days that a countdown gives, and ask."""
    from tasklist_tui.tui.screens.dialogs import ConfirmDialog
    from tasklist_tui.tui.widgets.fields.day_words import echo

    snapshot = stage.snapshot
    titles = {step.title.in_language(snapshot.workspace.settings.language or "zh") for step in template.steps}

    def said(row: Mapping[str, object]) -> str:
        day = row.get("due")
        when = f"{day.isoformat()} {echo(day, snapshot.today, snapshot.calendar)}" if isinstance(day, date) else ""
        return f"{when}\n    {row.get('due_text', '')} {row.get('title', '')}"

    lines = [said(row) for row in edit.values["milestones"] if row.get("title") in titles]
    if source := source_text(template.source, template.confirm, language()):
        lines.append(source)
    question = _("{what}: count from “{name}” ({day})?", what=quoted([entry]), name=event.name, day=_day(event.date))
    agreed = await stage.ask(ConfirmDialog(question, "\n".join(lines), _("Put them in"), _("Leave it")))
    return agreed is True
