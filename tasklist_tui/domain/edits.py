"""Edits: every change is a value that can be applied to a list and asked for its inverse (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, TaskList, Value


class EditError(Exception):
    """An edit that does not fit the list: the item is gone, or one with its id is already there."""

    def __init__(self, edit: Edit, reason: str) -> None:
        """Say which edit and why."""
        super().__init__(f"{type(edit).__name__} {edit.list_id}#{edit.item_id}: {reason}")
        self.edit = edit
        self.message = msg("The item is no longer as it was: {reason}", reason=reason)


class _Items:
    """The items of a list while edits are made on them.

    `order` holds the ids in their order, `place` where the last edit was: the next one is most often just behind it.
    """

    def __init__(self, task_list: TaskList) -> None:
        self.by_id = {item.id: item for item in task_list.items}
        self.order = list(self.by_id)
        self.place = 0

    def __iter__(self) -> Iterator[Item]:
        return map(self.by_id.__getitem__, self.order)

    def take(self, edit: Edit) -> Item:
        """Give the item of an edit; raises `EditError` when it is gone."""
        item = self.by_id.get(edit.item_id)
        if item is None:
            raise EditError(edit, "the item is gone")
        return item

    def insert(self, item: Item, after: str | None) -> None:
        """Put an item behind `after`: "" is the top, None or an item that is gone the end."""
        self.place = 0 if after == "" else self._find(after) + 1 if after in self.by_id else len(self.order)
        self.order.insert(self.place, item.id)
        self.by_id[item.id] = item

    def remove(self, item: Item) -> None:
        """Take an item out."""
        self.place = self._find(item.id)
        del self.order[self.place], self.by_id[item.id]

    def _find(self, item_id: str) -> int:
        here = self.order[self.place : self.place + 1] == [item_id]
        return self.place if here else self.order.index(item_id)


class _Edit(msgspec.Struct, frozen=True):
    """What all edits share: the list they are for."""

    list_id: str

    def apply(self, task_list: TaskList) -> TaskList:
        """Give the list with the edit made; raises `EditError` when it does not fit."""
        return apply_to(task_list, [self])

    def make(self, items: _Items) -> None:
        """Make the edit on the items of its list; raises `EditError` when it does not fit."""
        raise NotImplementedError


class SetFields(_Edit, frozen=True, tag="set"):
    """Set fields of an item; None empties a field.  Rows are given whole, the writer touches those that differ."""

    item_id: str
    values: Mapping[str, Value]

    def make(self, items: _Items) -> None:
        """Set the fields."""
        items.by_id[self.item_id] = items.take(self).with_values(self.values)

    def inverse(self, task_list: TaskList) -> SetFields:
        """Give the edit that takes this one back, for the list as it was before."""
        item = task_list.items[_position(self, task_list)]
        return SetFields(self.list_id, self.item_id, {name: item.get(name) for name in self.values})


class AddItem(_Edit, frozen=True, tag="add"):
    """Put a new item after the item `after`; "" means at the top, None at the end."""

    item: Item
    after: str | None = None

    @property
    def item_id(self) -> str:
        """The id of the new item."""
        return self.item.id

    def make(self, items: _Items) -> None:
        """Put the item in."""
        if self.item.id in items.by_id:
            raise EditError(self, "an item with this id exists")
        items.insert(self.item, self.after)

    def inverse(self, task_list: TaskList) -> RemoveItem:
        """Give the edit that takes this one back."""
        return RemoveItem(self.list_id, self.item.id)


class RemoveItem(_Edit, frozen=True, tag="remove"):
    """Take an item out of its list."""

    item_id: str

    def make(self, items: _Items) -> None:
        """Take the item out."""
        items.remove(items.take(self))

    def inverse(self, task_list: TaskList) -> AddItem:
        """Give the edit that takes this one back, for the list as it was before."""
        position = _position(self, task_list)
        return AddItem(self.list_id, task_list.items[position], _before(task_list, position))


class MoveItem(_Edit, frozen=True, tag="move"):
    """Move an item behind the item `after`; "" means to the top, None to the end."""

    item_id: str
    after: str | None

    def make(self, items: _Items) -> None:
        """Put the item in its new place."""
        item = items.take(self)
        if self.after != self.item_id:
            items.remove(item)
            items.insert(item, self.after)

    def inverse(self, task_list: TaskList) -> MoveItem:
        """Give the edit that takes this one back, for the list as it was before."""
        return MoveItem(self.list_id, self.item_id, _before(task_list, _position(self, task_list)))


Edit = SetFields | AddItem | RemoveItem | MoveItem


def apply_to(task_list: TaskList, edits: Iterable[_Edit]) -> TaskList:
    """Apply edits one after another to the list they are for; raises `EditError` when one does not fit."""
    items = _Items(task_list)
    for edit in edits:
        edit.make(items)
    return msgspec.structs.replace(task_list, items=tuple(items))


def apply_all(lists: Sequence[TaskList], edits: Iterable[Edit]) -> tuple[TaskList, ...]:
    """Apply edits one after another to the lists they name; raises `EditError` when one does not fit."""
    wanted: dict[str, list[Edit]] = {task_list.id: [] for task_list in lists}
    for edit in edits:
        if edit.list_id not in wanted:
            raise EditError(edit, "the list is gone")
        wanted[edit.list_id].append(edit)
    return tuple(apply_to(one, wanted[one.id]) if wanted[one.id] else one for one in lists)


def inverse_all(lists: Sequence[TaskList], edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Give the edits that take `edits` back, last one first, for the lists as they were before."""
    by_id = {task_list.id: task_list for task_list in lists}
    inverses: list[Edit] = []
    for edit in edits:
        task_list = by_id[edit.list_id]
        inverses.append(edit.inverse(task_list))
        by_id[edit.list_id] = edit.apply(task_list)
    return tuple(reversed(inverses))


def _position(edit: Edit, task_list: TaskList) -> int:
    position = task_list.index.get(edit.item_id)
    if position is None:
        raise EditError(edit, "the item is gone")
    return position


def _before(task_list: TaskList, position: int) -> str:
    return task_list.items[position - 1].id if position else ""
