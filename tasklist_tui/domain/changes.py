"""Semantic changes: what differs between two versions of a list, by item and field, not by line (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.edits import AddItem, Edit, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.model import Item, Row, TaskList, Value


class What(StrEnum):
    """What happened to an item or to one of its fields."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"
    ROW_ADDED = "row-added"
    ROW_REMOVED = "row-removed"
    ROW_CHANGED = "row-changed"


class Change(msgspec.Struct, frozen=True):
    """One change a person can read.

    `title` is the item's; `field` is set for changes of a field; `row` is the label of the row and `column` its field
    for changes of rows; `old` and `new` are typed values (a whole row for added and removed rows).
    """

    what: What
    list_id: str
    item_id: str
    title: str
    field: str = ""
    row: str = ""
    column: str = ""
    old: Value = None
    new: Value = None


def diff_lists(kind: Kind, before: TaskList | None, after: TaskList | None) -> list[Change]:
    """Give the changes from `before` to `after`; None stands for a list that does not exist."""
    old = before or TaskList("")
    new = after or TaskList("")
    list_id = new.id or old.id
    changes = [
        Change(What.REMOVED, list_id, item.id, item.title, old=dict(item.values))
        for item in old.items
        if item.id not in new.index
    ]
    for item in new.items:
        previous = old.item(item.id)
        if previous is None:
            changes.append(Change(What.ADDED, list_id, item.id, item.title, new=dict(item.values)))
        elif previous is not item and previous.values != item.values:
            changes.extend(diff_items(kind, list_id, previous, item))
    changes.extend(
        Change(What.MOVED, list_id, moved, new.items[new.index[moved]].title) for moved in sorted(_moved(old, new))
    )
    return changes


def diff_items(kind: Kind, list_id: str, before: Item, after: Item) -> Iterator[Change]:
    """Yield the changes of the fields of one item, in the order its kind declares them."""
    names = [*kind.field, *(name for name in {**before.values, **after.values} if name not in kind.field)]
    for name in names:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        field = kind.field.get(name)
        if field is not None and field.type is FieldType.ROWS:
            yield from _diff_rows(list_id, after, field, before.rows(name), after.rows(name))
        else:
            yield Change(What.CHANGED, list_id, after.id, after.title, field=name, old=old, new=new)


def _diff_rows(list_id: str, item: Item, field: Field, before: object, after: object) -> Iterator[Change]:
    old = fields.rows_by_key(field, before if isinstance(before, list) else [])
    new = fields.rows_by_key(field, after if isinstance(after, list) else [])

    def change(what: What, row: Row, **more: Value) -> Change:
        label = fields.row_label(field, row)
        return Change(what, list_id, item.id, item.title, field=field.id, row=label, **more)

    for key, row in old.items():
        if key not in new:
            yield change(What.ROW_REMOVED, row, old=row)
    for key, row in new.items():
        if key not in old:
            yield change(What.ROW_ADDED, row, new=row)
            continue
        for column in dict.fromkeys([*field.column, *old[key], *row]):
            if old[key].get(column) != row.get(column):
                yield change(What.ROW_CHANGED, row, column=column, old=old[key].get(column), new=row.get(column))


def _moved(before: TaskList, after: TaskList) -> set[str]:
    """Give the fewest items whose moving explains the new order: those outside a longest common subsequence."""
    order = [before.index[item.id] for item in after.items if item.id in before.index]
    if all(a < b for a, b in pairwise(order)):
        return set()
    stay = longest_increasing(order)
    return {before.items[position].id for position in order if position not in stay}


def longest_increasing(numbers: list[int]) -> set[int]:
    """Give a longest increasing subsequence of distinct numbers, as a set (patience sorting, O(n log n))."""
    from bisect import bisect_left

    tops: list[int] = []
    previous: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(tops, number)
        previous[number] = tops[place - 1] if place else None
        tops[place : place + 1] = [number]
    chain: set[int] = set()
    walk: int | None = tops[-1] if tops else None
    while walk is not None:
        chain.add(walk)
        walk = previous[walk]
    return chain


def edits_between(before: TaskList, after: TaskList) -> tuple[Edit, ...]:
    """Give edits that turn `before` into `after` (items and their order; the header is not touched)."""
    list_id = before.id
    edits: list[Edit] = [RemoveItem(list_id, item.id) for item in before.items if item.id not in after.index]
    moved = _moved(before, after)
    previous = ""
    for item in after.items:
        old = before.item(item.id)
        if old is None:
            edits.append(AddItem(list_id, item, previous))
        else:
            if item.id in moved:
                edits.append(MoveItem(list_id, item.id, previous))
            if changed := changed_values(old.values, item.values):
                edits.append(SetFields(list_id, item.id, changed))
        previous = item.id
    return tuple(edits)


def changed_values(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Value]:
    """Give the fields that differ with their new values, None for those that are gone."""
    return {n: after.get(n) for n in dict.fromkeys([*before, *after]) if before.get(n) != after.get(n)}
