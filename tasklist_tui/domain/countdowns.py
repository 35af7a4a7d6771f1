"""Milestones counted from a meeting: made from a template, moved with the meeting (会前20日, 会前10日 …; DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.dues import Where, said
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import Countdown, Field, FieldType, Kind
from tasklist_tui.domain.lights import is_closed
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Event, Item, TaskList, Value, Workspace


class Moved(msgspec.Struct, frozen=True):
    """A date that follows a meeting: where it stands, what it is now and what it would be.

    `by_hand` says that the date is not what its words say even now: somebody set it, so it stays.
    """

    list_id: str
    item: Item
    field: str
    row: int | None
    name: str
    words: str
    old: date | None
    new: date
    by_hand: bool = False


def begin(
    task_list: TaskList, item: Item, countdown: Countdown, event: Event, where: Where, language: str
) -> SetFields:
    """Give the edit that puts the milestones of `countdown` into an item and names its meeting.

    Milestones of the same title that are there already are dated anew rather than doubled.  Raises `UserError` when
    the meeting has no date, or the item counts from another one.
    """
    if event.date is None:
        raise UserError(
            msg("the date of “{name}” is not fixed yet", name=event.name),
            msg("fix it first: tasklist meeting {id} DATE", id=event.id),
        )
    if item.text("due_event") not in {"", event.id}:
        raise UserError(
            msg("“{title}” counts from another meeting already", title=item.title),
            msg("empty its field “due_event” first, or choose that meeting"),
        )
    values = {**item.values, "due_event": event.id}
    rows: list[dict[str, Value]] = [dict(row) for row in item.rows("milestones")]
    by_title = {str(row.get("title", "")): row for row in rows}
    for number, step in enumerate(countdown.steps):
        title = step.title.in_language(language)
        phrase = said(step.phrase, _MILESTONE_DUE, values, where)
        due = phrase.due if phrase is not None else None
        dated: dict[str, Value] = {"due_text": step.phrase, **({"due": due} if due else {})}
        if title in by_title:
            by_title[title].update(dated)
        else:
            row_id = derived_id(item.id, countdown.id, event.id, str(number))
            rows.append({"id": row_id, "title": title, **dated})
    return SetFields(task_list.id, item.id, {"due_event": event.id, "milestones": rows})


#: How the date of a milestone is read from its words, whatever the kind calls its fields.
_MILESTONE_DUE = Field("due", FieldType.DATE, phrase="due_text", anchor="due_from", meeting="due_event")


def follow(workspace: Workspace, event: Event, calendar: Calendar, today: date) -> Iterator[Moved]:
    """Yield the open dates that change when the meeting is held on the day that `event` says.

    The workspace still knows the meeting as it was.  Dates that are done, and items that are closed, stay.
    """
    after = tuple(event if known.id == event.id else known for known in workspace.events)
    for task_list in workspace.lists:
        before = Where.of(workspace, task_list, calendar, today)
        now = msgspec.structs.replace(before, events=after)
        for dated in _open_dates(task_list, workspace.kind_of(task_list)):
            moved = _moved(task_list.id, dated, before, now, event)
            if moved is not None:
                yield moved


def counting(workspace: Workspace, calendar: Calendar, today: date) -> dict[str, int]:
    """Give how many open dates count from each meeting, by its id; those of meetings without a date among them."""
    found: dict[str, int] = {}
    for task_list in workspace.lists:
        where = Where.of(workspace, task_list, calendar, today)
        for dated in _open_dates(task_list, workspace.kind_of(task_list)):
            phrase = said(dated.words, dated.field, dated.item.values, where)
            if phrase is None or phrase.anchor is None:
                continue
            event = phrase.anchor.event
            if not event and phrase.anchor.day is None:  # 会前20日: the item's own meeting, which has no date yet
                event = dated.item.text(dated.field.meeting) if dated.field.meeting else ""
            if event:
                found[event] = found.get(event, 0) + 1
    return found


class _OpenDate(msgspec.Struct, frozen=True):
    """An open date with words beside it: the item's own, or that of row number `row` of its field `rows`."""

    item: Item
    field: Field
    words: str
    stored: Value
    rows: str = ""
    row: int | None = None
    name: str = ""


def _open_dates(task_list: TaskList, kind: Kind) -> Iterator[_OpenDate]:
    """Yield the dates with words of open items; rows that are done are left out."""
    for item in task_list.items:
        if is_closed(item, kind):
            continue
        for field in kind.fields:
            if field.type is FieldType.ROWS:
                for column in (column for column in field.fields if column.phrase):
                    for place, row in enumerate(item.rows(field.id)):
                        words = row.get(column.phrase)
                        if isinstance(words, str) and words and not row.get("done"):
                            name = fields.row_label(field, row)
                            yield _OpenDate(item, column, words, row.get(column.id), field.id, place, name)
            elif field.phrase and (words := item.text(field.phrase)):
                yield _OpenDate(item, field, words, item.get(field.id))


def _moved(list_id: str, dated: _OpenDate, before: Where, now: Where, event: Event) -> Moved | None:
    """Give how a date follows `event`, None when it does not."""
    field, values = dated.field, dated.item.values
    new = said(dated.words, field, values, now)
    if new is None or new.due is None or new.anchor is None or new.anchor.event != event.id:
        return None
    if dated.stored == new.due:
        return None
    old = said(dated.words, field, values, before)
    by_hand = dated.stored is not None and (old is None or dated.stored != old.due)
    where = f"{dated.rows}.{field.id}" if dated.rows else field.id
    return Moved(list_id, dated.item, where, dated.row, dated.name, dated.words, dated.stored, new.due, by_hand)


def edits(moved: Sequence[Moved]) -> list[SetFields]:
    """Give the edits that put the new dates in, one for each item; dates set by hand stay."""
    made: dict[tuple[str, str], dict[str, Value]] = {}
    for change in moved:
        if change.by_hand:
            continue
        values = made.setdefault((change.list_id, change.item.id), {})
        field, _, column = change.field.partition(".")
        if change.row is None:
            values[field] = change.new
        else:
            rows = values.get(field) or [dict(row) for row in change.item.rows(field)]
            rows[change.row][column] = change.new
            values[field] = rows
    return [SetFields(list_id, item_id, values) for (list_id, item_id), values in made.items()]
