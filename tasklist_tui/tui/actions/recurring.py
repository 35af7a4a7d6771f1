"""Commands of what is marked as done: milestones and occurrences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tasklist_tui.domain import fields, recurrence
from tasklist_tui.domain.dues import Where, read_due
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Row
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.recurrence import Occurrence
from tasklist_tui.domain.workflow import set_row
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.present import clip
from tasklist_tui.tui.actions.items import quoted
from tasklist_tui.tui.recurrence_lines import state_text
from tasklist_tui.tui.state import Tone, find, key_of

if TYPE_CHECKING:
    from tasklist_tui.tui.screens.occurrence import Noted
    from tasklist_tui.tui.stage import Stage

#: So many of the last occurrences that were noted are offered too, to correct what was noted.
_NOTED = 3


async def mark(stage: Stage) -> None:
    """Mark a milestone or an occurrence as done; asks which when there are several."""
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    current = stage.situation.current()
    if current is None:
        return
    stones, listed = _milestones(stage, current), _occurrences(stage, current)
    found: list[Row | Occurrence] = [*stones, *listed]
    if not found:
        stage.say(_("{what} has no open milestone and no occurrence", what=quoted([current])), Tone.REFUSED)
        return
    chosen = found[0]
    if len(found) > 1:
        options = [Option(str(place), *_told(stage, current, one)) for place, one in enumerate(found)]
        answer = await stage.ask(ChoiceDialog(_("What is done?"), options))
        if answer is None:
            return
        chosen = found[int(answer)]
    if isinstance(chosen, Occurrence):
        await _mark_occurrence(stage, current, chosen)
    else:
        await _mark_milestone(stage, current, chosen)


def _milestones(stage: Stage, entry: Entry) -> list[Row]:
    """Give the open milestones, as they stand in the item."""
    known = "milestones" in stage.snapshot.workspace.kind_of(entry.task_list).field
    return [row for row in entry.item.rows("milestones") if not row.get("done")] if known else []


def _occurrences(stage: Stage, entry: Entry) -> list[Occurrence]:
    """Give the open occurrences of the past, the next one, then the last ones that were noted, newest first."""
    task_list, item = entry
    snapshot = stage.snapshot
    if "occurrences" not in snapshot.workspace.kind_of(task_list).field or not recurrence.recurs(item):
        return []
    ahead = recurrence.next_open(item, task_list, snapshot.today, snapshot.calendar)
    until = max(snapshot.today, ahead.due) if ahead else snapshot.today
    found = recurrence.occurrences(item, task_list, until=until, calendar=snapshot.calendar)
    noted = [one for one in found if not one.open]
    return [*(one for one in found if one.open), *reversed(noted[-_NOTED:])]


def _told(stage: Stage, entry: Entry, one: Row | Occurrence) -> tuple[str, str]:
    """Give what is offered and how it stands."""
    if isinstance(one, Occurrence):
        state = translate(stage.snapshot.lights.judge.day_light(one.due).reason) if one.open else ""
        return _("occurrence of {day}", day=one.due.isoformat()), state or state_text(one, stage.snapshot.today)
    due = one.get("due")
    return fields.row_label(_rows_field(stage, entry, "milestones"), one), _("due {day}", day=due) if due else ""


def _rows_field(stage: Stage, entry: Entry, field: str) -> Field:
    return stage.snapshot.workspace.kind_of(entry.task_list).field[field]


async def _mark_milestone(stage: Stage, entry: Entry, row: Row) -> None:
    field = _rows_field(stage, entry, "milestones")
    now = find(stage.snapshot, key_of(entry)) or entry
    key = fields.row_key(field, row)
    edit = set_row(entry.task_list.id, now.item, field.id, field.key, key, {"done": stage.snapshot.today})
    said = _("milestone “{name}” done", name=clip(fields.row_label(field, row), 24))
    await stage.save([edit], said, action="set")


async def _mark_occurrence(stage: Stage, entry: Entry, one: Occurrence) -> None:
    from tasklist_tui.tui.screens.occurrence import OccurrenceDialog, Outcome

    day = one.due.isoformat()
    title = _("{what}, occurrence of {day}", what=quoted([entry]), day=day)
    noted = await stage.ask(OccurrenceDialog(title, one.note, noted=not one.open))
    if noted is None:
        return
    done: date | None = None
    if noted.outcome is Outcome.TODAY:
        done = stage.snapshot.today
    elif noted.outcome is Outcome.ANOTHER_DAY and (done := await _other_day(stage, entry, one)) is None:
        return
    now, fresh = _now(stage, entry, one)
    missed = noted.outcome is Outcome.MISSED
    edit = recurrence.mark(now.task_list.id, now.item, fresh, done=done, missed=missed, note=noted.note)
    if list(now.item.rows("occurrences")) == edit.values["occurrences"]:
        stage.say(_("Nothing was changed"))
        return
    became = _became(noted, done)
    said = _("occurrence of {day} {became}", day=day, became=translate(became))
    told_by_columns = len(edit.values["occurrences"]) == len(now.item.rows("occurrences"))
    reason = "" if told_by_columns else _reason(stage, became, noted.note)
    await stage.save([edit], said, action="occurrence", reason=reason)


async def _other_day(stage: Stage, entry: Entry, one: Occurrence) -> date | None:
    """Ask on which day it was done; None when the person leaves."""
    from tasklist_tui.tui.screens.dialogs import DateDialog

    snapshot = stage.snapshot
    column = _rows_field(stage, entry, "occurrences").column.get("done", Field("done", FieldType.DATE))
    where = Where.of(snapshot.workspace, entry.task_list, snapshot.calendar, snapshot.today)
    values = {column.id: one.done or min(one.due, snapshot.today)}
    title = _("When was the occurrence of {day} done?", day=one.due.isoformat())
    answer = await stage.ask(DateDialog(title, column, values, where))
    if answer is None:
        return None
    day = read_due(answer[0], column, values, where).day
    if day is None or day > snapshot.today:
        raise UserError(msg("nothing was noted: the day is missing, or still to come"))
    return day


def _now(stage: Stage, entry: Entry, one: Occurrence) -> tuple[Entry, Occurrence]:
    """Give item and occurrence as they are now; raises `UserError` when somebody else took either away meanwhile."""
    now = find(stage.snapshot, key_of(entry))
    if now is None:
        raise UserError(msg("the item {id} is gone", id=entry.item.id))
    found = recurrence.occurrences(now.item, now.task_list, until=one.due, calendar=stage.snapshot.calendar)
    fresh = next((other for other in found if (other.due, other.nominal) == (one.due, one.nominal)), None)
    if fresh is None:
        raise UserError(msg("the occurrence of {day} is gone", day=one.due))
    return now, fresh


def _became(noted: Noted, done: date | None) -> Message:
    from tasklist_tui.tui.screens.occurrence import Outcome

    if done is not None:
        return msg("done on {day}", day=done)
    return msg("missed") if noted.outcome is Outcome.MISSED else msg("open again")


def _reason(stage: Stage, became: Message, note: str) -> str:
    """Give what the history says of a row that came or went, in the language of the workspace."""
    language = stage.snapshot.workspace.settings.language or "zh"
    return " · ".join(filter(None, (translate(became, language), note)))
