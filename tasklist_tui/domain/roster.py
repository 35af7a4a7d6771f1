"""The roster: what people and stations did, by the items that name them; when that was last, and who is idle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from tasklist_tui.domain.kindviews import Use
from tasklist_tui.domain.links import targets
from tasklist_tui.domain.model import Item, TaskList, Workspace


class Deed(msgspec.Struct, frozen=True):
    """An item that names one of the roster: the list it is in, and its day (None: it has none)."""

    task_list: TaskList
    item: Item
    day: date | None


class RosterRow(msgspec.Struct, frozen=True):
    """One person or station with what it did, the newest first; idle when that was too long ago, or never."""

    item: Item
    deeds: tuple[Deed, ...]
    last: date | None
    idle: bool


def roster(
    workspace: Workspace, items: Iterable[Item], use: Use, idle_days: int | None, today: date
) -> list[RosterRow]:
    """Give a row for each item.

    What lies ahead of `today` is planned: it is told, but nobody has been active by it yet.  Without `idle_days` only
    what was never used is idle.
    """
    named = _named(workspace, use)
    rows = []
    for item in items:
        deeds = sorted(named.get(item.id, ()), key=lambda deed: deed.day or date.min, reverse=True)
        last = next((deed.day for deed in deeds if deed.day is not None and deed.day <= today), None)
        undated = any(deed.day is None for deed in deeds)
        if last is None:
            idle = not undated or bool(use.date)
        else:
            idle = idle_days is not None and (today - last).days > idle_days
        rows.append(RosterRow(item, tuple(deeds), last, idle))
    return rows


def _named(workspace: Workspace, use: Use) -> dict[str, list[Deed]]:
    """Give the items of the kind of `use` by what they name, in one pass."""
    found: dict[str, list[Deed]] = {}
    for task_list in workspace.lists:
        if task_list.kind != use.kind:
            continue
        for item in task_list.items:
            deed = Deed(task_list, item, item.day(use.date) if use.date else None)
            for target in targets(item.get(use.field)):
                found.setdefault(target, []).append(deed)
    return found
