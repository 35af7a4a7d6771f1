"""Commands of the points (收集内容) that cadences collect and carry on: write one down, say what became of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.cadence import carried, meeting
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.kinds import Field
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Row
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.workflow import set_row
from tasklist_tui.i18n import _
from tasklist_tui.services.present import clip
from tasklist_tui.tui.actions.items import quoted
from tasklist_tui.tui.recurrence_lines import chain_text
from tasklist_tui.tui.state import ItemKey, find, key_of
from tasklist_tui.tui.widgets.timeline_words import day_text

if TYPE_CHECKING:
    from tasklist_tui.tui.screens.dialogs import Option
    from tasklist_tui.tui.stage import Stage

_POINTS = "points"
_NEW = "+"
#: Columns that say what became of a point, the words before the day.
_OUTCOME = ("result", "settled")


class Point(NamedTuple):
    """A point and the item whose row it is; `chain` names the cadences it came through, "" for an own one."""

    holder: ItemKey
    row: Row
    chain: str = ""


async def points(stage: Stage) -> None:
    """Write a point down, or say what became of one that the cadence collected or was handed."""
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    entry = stage.situation.current()
    if entry is None:
        return
    _field(stage, entry)
    found = [*_own(entry), *_handed(stage, entry)]
    options = [Option(_NEW, _("+ write a point down")), *(_option(stage, n, one) for n, one in enumerate(found))]
    title = _("Points of {what}: a new one, or what became of one", what=quoted([entry]))
    chosen = await stage.ask(ChoiceDialog(title, options)) if found else _NEW
    if chosen == _NEW:
        await _add(stage, entry)
    elif chosen is not None:
        await _settle(stage, found[int(chosen)])


def _field(stage: Stage, entry: Entry) -> Field:
    """Give the field of the points; raises `UserError` when items of this kind have none."""
    field = stage.snapshot.workspace.kind_of(entry.task_list).field.get(_POINTS)
    if field is None:
        raise UserError(msg("only cadences collect points"), msg("go to an item of a list of cadences"))
    return field


def _own(entry: Entry) -> list[Point]:
    """Give the points the cadence collected itself, those that are not settled first."""
    rows = sorted(entry.item.rows(_POINTS), key=lambda row: bool(row.get("settled")))
    return [Point(key_of(entry), row) for row in rows]


def _handed(stage: Stage, entry: Entry) -> list[Point]:
    """Give the points carried to the next occurrence, with the rows they stand in."""
    snapshot = stage.snapshot
    occurrence = meeting(entry.task_list, entry.item, snapshot.today, snapshot.calendar)
    if occurrence is None or "carries_to" not in snapshot.workspace.kind_of(entry.task_list).field:
        return []
    found = []
    for point in carried(snapshot.workspace, entry.task_list, entry.item, occurrence, snapshot.calendar):
        holder = snapshot.workspace.find(point.chain[0])
        row = next((row for row in holder[1].rows(_POINTS) if row.get("id") == point.id), None) if holder else None
        if holder is not None and row is not None:
            found.append(Point(key_of(Entry(*holder)), row, chain_text(snapshot, point.chain)))
    return found


def _option(stage: Stage, place: int, point: Point) -> Option:
    from tasklist_tui.tui.screens.dialogs import Option

    row, today = point.row, stage.snapshot.today
    settled = _("settled {day}", day=day_text(row["settled"], today)) if row.get("settled") else ""
    on = day_text(row["on"], today) if row.get("on") else ""
    return Option(str(place), clip(str(row.get("text", ""))), " · ".join(filter(None, (point.chain, on, settled))))


async def _add(stage: Stage, entry: Entry) -> None:
    """Ask for a point and put it behind the others."""
    from tasklist_tui.tui.screens.row_form import RowForm
    from tasklist_tui.tui.widgets.fields.control import Context

    field = _field(stage, entry)
    shown = tuple(column for column in field.fields if column.id not in _OUTCOME)
    context = Context(stage.snapshot, entry.task_list, stage.snapshot.workspace.kind_of(entry.task_list))
    heading = _("A point for {what}", what=quoted([entry]))
    form = RowForm(
        msgspec.structs.replace(field, fields=shown),
        context,
        None,
        entry.item.rows(_POINTS),
        now=stage.now(),
        heading=heading,
    )
    row = await stage.ask(form)
    if row is None:
        return
    now = _now(stage, key_of(entry))
    edit = SetFields(now.task_list.id, now.item.id, {_POINTS: [*now.item.rows(_POINTS), row]})
    await stage.save([edit], _("point “{text}”", text=clip(fields.row_label(field, row), 24)), action="set")


async def _settle(stage: Stage, point: Point) -> None:
    """Ask what became of a point, today unless another day is typed; without a day it is open again."""
    from tasklist_tui.tui.screens.row_form import RowForm
    from tasklist_tui.tui.widgets.fields.control import Context

    entry = _now(stage, point.holder)
    field = _field(stage, entry)
    context = Context(stage.snapshot, entry.task_list, stage.snapshot.workspace.kind_of(entry.task_list))
    known = [msgspec.structs.replace(c, read_only=True) for c in field.fields if c.id not in _OUTCOME]
    asked = [field.column[name] for name in _OUTCOME if name in field.column]
    row = {"settled": stage.snapshot.today, **point.row}
    heading = _("What became of the point?")
    form = RowForm(
        msgspec.structs.replace(field, fields=(*known, *asked)), context, row, (), now=stage.now(), heading=heading
    )
    answer = await stage.ask(form)
    if answer is None:
        return
    now = _now(stage, point.holder)
    values = {name: answer.get(name) for name in _OUTCOME}
    edit = set_row(now.task_list.id, now.item, field.id, field.key, fields.row_key(field, point.row), values)
    text = clip(fields.row_label(field, point.row), 24)
    said = _("point “{text}” settled", text=text) if values["settled"] else _("point “{text}” open", text=text)
    await stage.save([edit], said, action="set")


def _now(stage: Stage, key: ItemKey) -> Entry:
    """Give the item as it is now; raises `UserError` when somebody took it away meanwhile."""
    entry = find(stage.snapshot, key)
    if entry is None:
        raise UserError(msg("the item {id} is gone", id=key.item_id))
    return entry
