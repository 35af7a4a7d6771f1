"""What the screens and the command line see: one immutable view of a workspace on one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.lights import Judge, Light, Lights
from tasklist_tui.domain.model import Item, TaskList, Workspace


class Snapshot(msgspec.Struct, frozen=True, dict=True):
    """A workspace as of `today`, with its lights.

    `root` is the folder, `revision` the sha of HEAD (None while there is no commit), `by` how this person signs, and
    `committee` the id of their committee ("" when unknown).  `uncommitted` are files changed outside the program that
    no commit holds yet, relative to the folder.
    """

    workspace: Workspace
    today: date
    calendar: Calendar
    lights: Lights
    root: str = ""
    revision: str | None = None
    by: str = ""
    committee: str = ""
    uncommitted: tuple[str, ...] = ()

    def light(self, task_list: TaskList, item: Item) -> Light:
        """Give the light of an item."""
        return self.lights.of(task_list, item)


def make_snapshot(workspace: Workspace, today: date, previous: Snapshot | None = None, **more: object) -> Snapshot:
    """Give a snapshot; the calendar and the lights of `previous` are used again where nothing they rest on changed."""
    same_rules = (
        previous is not None
        and previous.today == today
        and previous.workspace.calendars == workspace.calendars
        and previous.workspace.settings.calendar == workspace.settings.calendar
        and previous.workspace.settings.lights == workspace.settings.lights
    )
    if previous is not None and same_rules:
        calendar = previous.calendar
        lights = previous.lights if _same_kinds(previous, workspace) else Lights(previous.lights.judge, workspace.kinds)
    else:
        calendar = Calendar(workspace.calendars, workspace.settings.calendar)
        lights = Lights(Judge(today, calendar, workspace.settings.lights), workspace.kinds)
    fields: Mapping[str, object] = {"workspace": workspace, "today": today, "calendar": calendar, "lights": lights}
    return Snapshot(**{**fields, **more})  # type: ignore[arg-type]  # the callers pass fields of Snapshot


def _same_kinds(previous: Snapshot, workspace: Workspace) -> bool:
    """Say whether the kinds and every list header that lights depend on are as before; items are told by identity."""
    now, before = (
        {task_list.id: (task_list.kind, task_list.issued, task_list.year) for task_list in lists}
        for lists in (workspace.lists, previous.workspace.lists)
    )
    return now == before and previous.workspace.kinds == workspace.kinds
