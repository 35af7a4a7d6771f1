"""The timeline of a snapshot, for the screen and for pictures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.schedule import Lane, lanes
from tasklist_tui.services.snapshot import Snapshot


def timeline_of(snapshot: Snapshot, chosen: Iterable[tuple[TaskList, Item]]) -> tuple[Lane, ...]:
    """Give the lanes of the `chosen` items, with the lights of the snapshot."""

    def light(task_list: TaskList, item: Item) -> str:
        return snapshot.light(task_list, item).colour.value

    def due_light(day: date) -> str:
        return snapshot.lights.judge.day_light(day).colour.value

    return lanes(
        snapshot.workspace,
        chosen,
        today=snapshot.today,
        calendar=snapshot.calendar,
        light=light,
        due_light=due_light,
    )
