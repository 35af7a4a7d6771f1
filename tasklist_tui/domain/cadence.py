"""Cadences: what one rhythm collected is carried to the next, as 周收集 to 月协调 to 季推进.

A point carried to a meeting is one that the rhythms leading to it collected since its last meeting, or that is not
settled yet from before.  What a rhythm further down the chain collected has passed a meeting on its way: it goes on
only while it is not settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.model import Item, Row, TaskList, Workspace
from tasklist_tui.domain.recurrence import Occurrence, next_open, occurrences


class CarriedPoint(msgspec.Struct, frozen=True):
    """A point (收集内容) carried to an occurrence.

    `chain` holds the ids of the cadences it came through, the one that collected it first; `left_over` says that it
    was collected before the last meeting and is still not settled.
    """

    id: str
    text: str
    on: date | None
    brought_by: str
    settled: date | None
    result: str
    chain: tuple[str, ...]
    left_over: bool


class Feeder(msgspec.Struct, frozen=True):
    """A cadence whose points reach another one, through the cadences of `chain`, itself first."""

    task_list: TaskList
    item: Item
    chain: tuple[str, ...]


def feeders(workspace: Workspace, target_id: str) -> tuple[Feeder, ...]:
    """Give the cadences that carry to the one with `target_id`, nearest first; a loop is cut where it closes."""
    by_target: dict[str, list[tuple[TaskList, Item]]] = {}
    for task_list, item in cadences(workspace):
        by_target.setdefault(item.text("carries_to"), []).append((task_list, item))
    found: list[Feeder] = []
    seen = {target_id}
    ends: list[tuple[str, tuple[str, ...]]] = [(target_id, ())]
    for end, chain in ends:
        for task_list, item in by_target.get(end, ()):
            if item.id not in seen:
                seen.add(item.id)
                found.append(Feeder(task_list, item, (item.id, *chain)))
                ends.append((item.id, (item.id, *chain)))
    return tuple(found)


def meeting(task_list: TaskList, item: Item, on: date, calendar: Calendar) -> Occurrence | None:
    """Give the occurrence that points are carried to on a day: the next open one, else the last one there is."""
    found = occurrences(item, task_list, until=on, calendar=calendar)
    return next_open(item, task_list, on, calendar) or (found[-1] if found else None)


def carried(
    workspace: Workspace, task_list: TaskList, item: Item, occurrence: Occurrence, calendar: Calendar
) -> tuple[CarriedPoint, ...]:
    """Give the points carried to an occurrence of a cadence, oldest first, those without a day last.

    A point settled on the day of the meeting belongs to it, unless it came through another one, which is held first.
    """
    since = _last_held(task_list, item, occurrence, calendar)
    found = [
        point
        for feeder in feeders(workspace, item.id)
        for row in feeder.item.rows("points")
        if (point := _carried(row, feeder.chain, since, occurrence.held)) is not None
    ]
    return tuple(sorted(found, key=lambda point: point.on or date.max))


def _last_held(task_list: TaskList, item: Item, occurrence: Occurrence, calendar: Calendar) -> date | None:
    """Give the day of the last occurrence before this one; a missed one took nothing up."""
    if occurrence.due == date.min:
        return None
    earlier = occurrences(item, task_list, until=occurrence.due, calendar=calendar)
    place = (occurrence.due, occurrence.nominal)
    return max((one.held for one in earlier if (one.due, one.nominal) < place and not one.missed), default=None)


def point_of(row: Row, chain: tuple[str, ...] = (), *, left_over: bool = False) -> CarriedPoint:
    """Give the point that a row of `points` holds."""
    text, result, brought_by = (str(row.get(name) or "") for name in ("text", "result", "from"))
    settled = _day(row, "settled")
    return CarriedPoint(str(row.get("id") or ""), text, _day(row, "on"), brought_by, settled, result, chain, left_over)


def _carried(row: Row, chain: tuple[str, ...], since: date | None, held: date) -> CarriedPoint | None:
    on, settled = _day(row, "on"), _day(row, "settled")
    if on is not None and on > held:
        return None
    left_over = since is not None and on is not None and on <= since
    direct = len(chain) == 1
    if settled is not None and ((settled <= held and not direct) or (settled < held and (left_over or on is None))):
        return None
    return point_of(row, chain, left_over=left_over)


def cadences(workspace: Workspace) -> Iterator[tuple[TaskList, Item]]:
    """Yield the items that can carry to another one: those of kinds with a field `carries_to`."""
    for task_list in workspace.lists:
        if "carries_to" in workspace.kind_of(task_list).field:
            yield from ((task_list, item) for item in task_list.items)


def _day(row: Row, column: str) -> date | None:
    value = row.get(column)
    return value if isinstance(value, date) and not isinstance(value, datetime) else None
