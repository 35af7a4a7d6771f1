"""Two states of a workspace compared as an office does: what was added, done, extended, turned red … by committee."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from tasklist_tui.domain.changes import Change, diff_items
from tasklist_tui.domain.kinds import Stage
from tasklist_tui.domain.lights import Colour, Light, stage_of
from tasklist_tui.domain.model import Item, TaskList, Workspace


class News(StrEnum):
    """What an office counts between two meetings, most telling first."""

    ADDED = "added"
    DONE = "done"
    REOPENED = "reopened"
    EXTENDED = "extended"
    NEWLY_RED = "newly-red"
    REASSIGNED = "reassigned"
    DELETED = "deleted"
    CHANGED = "changed"


class ItemNews(msgspec.Struct, frozen=True):
    """What became of one item between two states; `list_id` and `item` are those of the newer one that has it."""

    list_id: str
    item: Item
    news: tuple[News, ...]
    changes: tuple[Change, ...]
    before: Light | None = None
    after: Light | None = None


#: Gives the light of an item in one of the two states.
LightIn = Callable[[TaskList, Item], Light]


def compare(old: Workspace, old_light: LightIn, new: Workspace, new_light: LightIn) -> tuple[ItemNews, ...]:
    """Give the items that differ between two states, in the order of the newer one, deleted ones last.

    An item is known by its id wherever it stands, so one that went to another list is no new one.
    """
    before = dict(_by_id(old))
    after = dict(_by_id(new))
    found = []
    for item_id, (task_list, item) in after.items():
        known = before.get(item_id)
        light = new_light(task_list, item)
        if known is None:
            found.append(ItemNews(task_list.id, item, tuple(_added(new, task_list, item, light)), (), after=light))
            continue
        was = old_light(*known)
        kind = new.kind_of(task_list)
        changes = tuple(diff_items(kind, task_list.id, known[1], item)) if known[1] != item else ()
        news = tuple(_news(old, known, new, (task_list, item), (was, light)))
        if news or changes:
            found.append(ItemNews(task_list.id, item, news or (News.CHANGED,), changes, was, light))
    for item_id, (task_list, item) in before.items():
        if item_id not in after:
            found.append(ItemNews(task_list.id, item, (News.DELETED,), (), before=old_light(task_list, item)))
    return tuple(found)


def _added(new: Workspace, task_list: TaskList, item: Item, light: Light) -> Iterator[News]:
    """Yield what is new about an item that was not there: it may have been done, or become red, since as well."""
    yield News.ADDED
    if stage_of(item, new.kind_of(task_list)) is Stage.DONE:
        yield News.DONE
    if any(row.get("decision") == "approved" for row in item.rows("extensions")):
        yield News.EXTENDED
    if light.colour is Colour.RED:
        yield News.NEWLY_RED


def _by_id(workspace: Workspace) -> Iterator[tuple[str, tuple[TaskList, Item]]]:
    for task_list in workspace.lists:
        for item in task_list.items:
            yield item.id, (task_list, item)


def _news(
    old: Workspace,
    before: tuple[TaskList, Item],
    new: Workspace,
    after: tuple[TaskList, Item],
    lights: tuple[Light, Light],
) -> Iterator[News]:
    stages = stage_of(before[1], old.kind_of(before[0])), stage_of(after[1], new.kind_of(after[0]))
    if stages[1] is Stage.DONE and stages[0] is not Stage.DONE:
        yield News.DONE
    if stages[0] is Stage.DONE and stages[1] is not Stage.DONE:
        yield News.REOPENED
    was, now = before[1].due, after[1].due
    if was is not None and now is not None and now > was:
        yield News.EXTENDED
    if lights[1].colour is Colour.RED and lights[0].colour is not Colour.RED:
        yield News.NEWLY_RED
    if before[1].lead != after[1].lead:
        yield News.REASSIGNED


def by_committee(found: Sequence[ItemNews]) -> dict[str, dict[News, int]]:
    """Count the news of each lead committee, every sort present; committees in order of appearance."""
    counts: dict[str, dict[News, int]] = {}
    for item_news in found:
        row = counts.setdefault(item_news.item.lead, dict.fromkeys(News, 0))
        for news in item_news.news:
            row[news] += 1
    return counts


def total(counts: Mapping[str, Mapping[News, int]]) -> dict[News, int]:
    """Add up the counts of all committees."""
    return {news: sum(row[news] for row in counts.values()) for news in News}
