"""Edits: every change is a value that can be applied to a list and asked for its inverse (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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


class SetFields(msgspec.Struct, frozen=True, tag="set"):
    """Set fields of an item; None empties a field.  Rows are given whole, the writer touches those that differ."""

    list_id: str
    item_id: str
    values: Mapping[str, Value]

    def apply(self, task_list: TaskList) -> TaskList:
        """Give the list with the fields set."""
        position = _position(self, task_list)
        items = list(task_list.items)
        items[position] = items[position].with_values(self.values)
        return msgspec.structs.replace(task_list, items=tuple(items))

    def inverse(self, task_list: TaskList) -> SetFields:
        """Give the edit that takes this one back, for the list as it was before."""
        item = task_list.items[_position(self, task_list)]
        return SetFields(self.list_id, self.item_id, {name: item.get(name) for name in self.values})


class AddItem(msgspec.Struct, frozen=True, tag="add"):
    """Put a new item after the item `after`; "" means at the top, None at the end."""

    list_id: str
    item: Item
    after: str | None = None

    @property
    def item_id(self) -> str:
        """The id of the new item."""
        return self.item.id

    def apply(self, task_list: TaskList) -> TaskList:
        """Give the list with the item in it."""
        if self.item.id in task_list.index:
            raise EditError(self, "an item with this id exists")
        items = list(task_list.items)
        items.insert(_slot(task_list, self.after), self.item)
        return msgspec.structs.replace(task_list, items=tuple(items))

    def inverse(self, task_list: TaskList) -> RemoveItem:
        """Give the edit that takes this one back."""
        return RemoveItem(self.list_id, self.item.id)


class RemoveItem(msgspec.Struct, frozen=True, tag="remove"):
    """Take an item out of its list."""

    list_id: str
    item_id: str

    def apply(self, task_list: TaskList) -> TaskList:
        """Give the list without the item."""
        position = _position(self, task_list)
        return msgspec.structs.replace(task_list, items=task_list.items[:position] + task_list.items[position + 1 :])

    def inverse(self, task_list: TaskList) -> AddItem:
        """Give the edit that takes this one back, for the list as it was before."""
        position = _position(self, task_list)
        return AddItem(self.list_id, task_list.items[position], _before(task_list, position))


class MoveItem(msgspec.Struct, frozen=True, tag="move"):
    """Move an item behind the item `after`; "" means to the top, None to the end."""

    list_id: str
    item_id: str
    after: str | None

    def apply(self, task_list: TaskList) -> TaskList:
        """Give the list with the item in its new place."""
        position = _position(self, task_list)
        if self.after == self.item_id:
            return task_list
        item = task_list.items[position]
        rest = msgspec.structs.replace(task_list, items=task_list.items[:position] + task_list.items[position + 1 :])
        items = list(rest.items)
        items.insert(_slot(rest, self.after), item)
        return msgspec.structs.replace(task_list, items=tuple(items))

    def inverse(self, task_list: TaskList) -> MoveItem:
        """Give the edit that takes this one back, for the list as it was before."""
        return MoveItem(self.list_id, self.item_id, _before(task_list, _position(self, task_list)))


Edit = SetFields | AddItem | RemoveItem | MoveItem


def apply_all(lists: Sequence[TaskList], edits: Iterable[Edit]) -> tuple[TaskList, ...]:
    """Apply edits one after another to the lists they name; raises `EditError` when one does not fit."""
    by_id = {task_list.id: task_list for task_list in lists}
    for edit in edits:
        if edit.list_id not in by_id:
            raise EditError(edit, "the list is gone")
        by_id[edit.list_id] = edit.apply(by_id[edit.list_id])
    return tuple(by_id.values())


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


def _slot(task_list: TaskList, after: str | None) -> int:
    """Give the index at which something put after `after` stands; at the end when that item is gone."""
    if after == "":
        return 0
    position = task_list.index.get(after) if after is not None else None
    return len(task_list.items) if position is None else position + 1


def _before(task_list: TaskList, position: int) -> str:
    return task_list.items[position - 1].id if position else ""
