"""The overview: how many items of each light every committee has, what is overdue, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from tasklist_tui.domain.agenda import Mark, open_dates
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.counts import Counts, count_item
from tasklist_tui.domain.counts import total as sum_of
from tasklist_tui.domain.lights import Colour, Light
from tasklist_tui.domain.model import Value, Workspace
from tasklist_tui.domain.query import Entry, LightOf

__all__ = ["AHEAD", "Coming", "Mark", "Overview", "Tally", "coming", "entries", "overview"]

#: How many days ahead the overview looks.
AHEAD = 14


class Tally(msgspec.Struct, frozen=True):
    """Counts of one committee: items it leads by light, and how many it supports."""

    committee: str
    lights: dict[Colour, int]
    led: int
    supported: int


class Coming(msgspec.Struct, frozen=True):
    """Something open that falls on a day; `label` and `more` are those of `agenda.OpenDate`."""

    day: date
    mark: Mark
    entry: Entry
    light: Light
    label: Value = ""
    more: int = 0


class Overview(msgspec.Struct, frozen=True):
    """What the overview shows.  `overdue` and `soon` are ordered by urgency, `coming` by day."""

    tallies: tuple[Tally, ...]
    total: dict[Colour, int]
    overdue: tuple[tuple[Entry, Light], ...]
    soon: tuple[tuple[Entry, Light], ...]
    coming: tuple[Coming, ...]
    counts: Counts = Counts()


def overview(workspace: Workspace, today: date, light_of: LightOf, *, days: int = AHEAD) -> Overview:
    """Work the overview out; committees in the order of the workspace, idle ones are left out."""
    lights: dict[str, dict[Colour, int]] = {c.id: dict.fromkeys(Colour, 0) for c in workspace.settings.committees}
    supported: dict[str, int] = {}
    total = dict.fromkeys(Colour, 0)
    red: list[tuple[Entry, Light]] = []
    yellow: list[tuple[Entry, Light]] = []
    counted: list[Counts] = []
    for entry in entries(workspace):
        light = light_of(*entry)
        counted.append(count_item(entry.item, workspace.kind_of(entry.task_list), light.colour))
        total[light.colour] += 1
        lights.setdefault(entry.item.lead, dict.fromkeys(Colour, 0))[light.colour] += 1
        for committee in entry.item.committees():
            if committee != entry.item.lead:
                supported[committee] = supported.get(committee, 0) + 1
        if light.colour is Colour.RED:
            red.append((entry, light))
        elif light.colour is Colour.YELLOW:
            yellow.append((entry, light))
    tallies = [Tally(name, counts, sum(counts.values()), supported.get(name, 0)) for name, counts in lights.items()]
    tallies = [tally for tally in tallies if tally.led or tally.supported]
    return Overview(
        tuple(sorted(tallies, key=lambda tally: not tally.led)),
        total,
        tuple(sorted(red, key=_urgency)),
        tuple(sorted(yellow, key=_urgency)),
        tuple(sorted(coming(workspace, today, today + timedelta(days=days), light_of), key=lambda c: c.day)),
        counts=sum_of(counted),
    )


def entries(workspace: Workspace) -> Iterator[Entry]:
    """Yield every item of every list."""
    for task_list in workspace.lists:
        for item in task_list.items:
            yield Entry(task_list, item)


def coming(workspace: Workspace, first: date, last: date, light_of: LightOf) -> Iterator[Coming]:
    """Yield the open dates of items from `first`, which is today, to `last`, in the order of the lists."""
    calendar = Calendar(workspace.calendars, workspace.settings.calendar)
    for entry in entries(workspace):
        kind = workspace.kind_of(entry.task_list)
        for found in open_dates(entry.item, kind, entry.task_list, calendar, today=first, last=last):
            if first <= found.day:
                yield Coming(found.day, found.mark, entry, light_of(*entry), found.label, found.more)


def _urgency(pair: tuple[Entry, Light]) -> int:
    days = pair[1].days
    return days if days is not None else 0
