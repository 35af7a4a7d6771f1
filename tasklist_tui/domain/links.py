"""Links between items, both ends: what an item names, what names it, and which links lead to nothing.

A link is the id of an item of this workspace, or `MEMBER/ID` for one of a member's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, cast

import msgspec

from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label
from tasklist_tui.domain.model import Item, TaskList, Value, Workspace

LINK_TYPES = frozenset({FieldType.LINK, FieldType.LINKS})


class Link(msgspec.Struct, frozen=True):
    """One link: the item that has it, in which field (and row and column of it), and what it names (`target`)."""

    list_id: str
    item_id: str
    field: str
    target: str
    column: str = ""
    row: int | None = None

    @property
    def place(self) -> str:
        """The field as problems name it: `station`, `suggestions.handed`."""
        return f"{self.field}.{self.column}" if self.column else self.field


class End(NamedTuple):
    """The other end of a link as seen from an item: what the relation is called, and the item there.

    `entry` is None for a link to nothing; `text` is what is written.  `member` is the name of the workspace the item
    lies in, "" for this one; `incoming` says that the link is in the other item.
    """

    label: Label
    text: str
    entry: tuple[TaskList, Item] | None
    member: str = ""
    incoming: bool = False


class Links:
    """All links of a workspace; `members` are the workspaces that `MEMBER/ID` leads into, by name."""

    def __init__(self, workspace: Workspace, members: Mapping[str, Workspace] | None = None) -> None:
        """Use `links_of`, which keeps what it has found."""
        self.workspace = workspace
        self.members = members or {}
        self._from: dict[str, list[Link]] = {}
        self._to: dict[str, list[Link]] = {}
        for task_list in workspace.lists:
            for link in _links(task_list, workspace.kind_of(task_list)):
                self._from.setdefault(link.item_id, []).append(link)
                self._to.setdefault(link.target, []).append(link)

    def all(self) -> Iterator[Link]:
        """Yield every link, in the order of the lists."""
        for links in self._from.values():
            yield from links

    def of(self, item_id: str) -> tuple[Link, ...]:
        """Give the links an item has."""
        return tuple(self._from.get(item_id, ()))

    def to(self, target: str) -> tuple[Link, ...]:
        """Give the links that lead to an item, by its id or `MEMBER/ID`."""
        return tuple(self._to.get(target, ()))

    def find(self, target: str) -> tuple[TaskList, Item] | None:
        """Give the item that a link names, None when there is none or its member is not read."""
        member, item_id = split_target(target)
        if not member:
            return self.workspace.find(item_id)
        workspace = self.members.get(member)
        return workspace.find(item_id) if workspace is not None else None

    def field(self, link: Link) -> Field:
        """Give the field or column a link stands in."""
        task_list = cast("TaskList", self.workspace.task_list(link.list_id))
        field = self.workspace.kind_of(task_list).field[link.field]
        return field.column[link.column] if link.column else field

    def ends(self, item_id: str) -> tuple[End, ...]:
        """Give both ends: the items an item names, then those that name it; an item is given once for each label.

        One that names this item is left out when this item names it too: the relation is said already.
        """
        made: dict[tuple[Label, str], End] = {}
        named = set()
        for link in self.of(item_id):
            label = _label(self.field(link), self._outer(link))
            named.add(link.target)
            end = End(label, link.target, self.find(link.target), split_target(link.target)[0])
            made.setdefault((label, link.target), end)
        for link in self.to(item_id):
            if link.item_id in named or link.item_id == item_id:
                continue
            label = self._inverse(link)
            made.setdefault((label, link.item_id), End(label, link.item_id, self.find(link.item_id), incoming=True))
        return tuple(made.values())

    def _outer(self, link: Link) -> Field | None:
        task_list = cast("TaskList", self.workspace.task_list(link.list_id))
        return self.workspace.kind_of(task_list).field[link.field] if link.column else None

    def _inverse(self, link: Link) -> Label:
        """Give what a relation is called from the other end: by its field, else by the kind of the item that has it."""
        field = self.field(link)
        if field.inverse.given:
            return field.inverse
        task_list = cast("TaskList", self.workspace.task_list(link.list_id))
        kind = self.workspace.kind_of(task_list)
        name = kind.title if kind.title.given else Label(kind.kind, kind.kind)
        told = _label(field, self._outer(link))
        return Label(
            f"{name.in_language('zh')}（{told.in_language('zh')}）",
            f"{name.in_language('en')} ({told.in_language('en')})",
        )


def left_hanging(workspace: Workspace, gone: Collection[str]) -> tuple[Link, ...]:
    """Give the links that lead to nothing once the items `gone` are deleted; those of the items themselves go too."""
    links = links_of(workspace)
    return tuple(link for item_id in gone for link in links.to(item_id) if link.item_id not in gone)


def links_of(workspace: Workspace, members: Mapping[str, Workspace] | None = None) -> Links:
    """Give the links of a workspace; found once for each workspace value, list by list."""
    if members:
        return Links(workspace, members)
    cached = workspace.__dict__.get("_links")
    if cached is None:
        cached = workspace.__dict__["_links"] = Links(workspace)
    return cast("Links", cached)


def split_target(target: str) -> tuple[str, str]:
    """Give the member ("" for this workspace) and the id that a link names."""
    member, _, item_id = target.rpartition("/")
    return member, item_id


def link_fields(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Give the fields that hold links, and the `rows` fields with such a column."""
    return tuple(
        field
        for field in fields
        if field.type in LINK_TYPES or (field.type is FieldType.ROWS and link_fields(field.fields))
    )


def targets(value: Value) -> tuple[str, ...]:
    """Give what the value of a link field names, each once."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(text for text in values if isinstance(text, str) and text))


def relinked(item: Item, kind: Kind, renamed: Mapping[str, str]) -> Item:
    """Give the item with links to the ids in `renamed` led to the new ones; the same item when it has none."""
    changed: dict[str, Value] = {}
    for field in link_fields(kind.fields):
        value = item.get(field.id)
        new = _relinked(field, value, renamed)
        if new != value:
            changed[field.id] = new
    return item.with_values(changed) if changed else item


def _relinked(field: Field, value: Value, renamed: Mapping[str, str]) -> Value:
    if field.type is FieldType.ROWS:
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            return value
        columns = link_fields(field.fields)
        return [{**row, **{c.id: _relinked(c, row[c.id], renamed) for c in columns if c.id in row}} for row in value]
    if isinstance(value, list):
        return [renamed.get(text, text) if isinstance(text, str) else text for text in value]
    return renamed.get(value, value) if isinstance(value, str) else value


def _links(task_list: TaskList, kind: Kind) -> tuple[Link, ...]:
    """Give the links of a list; found once for each list value and kind."""
    cached = task_list.__dict__.get("_links")
    if cached is not None and cached[0] is kind:
        return cast("tuple[Link, ...]", cached[1])
    fields = link_fields(kind.fields)
    found = tuple(_found(task_list, fields)) if fields else ()
    task_list.__dict__["_links"] = (kind, found)
    return found


def _found(task_list: TaskList, fields: tuple[Field, ...]) -> Iterator[Link]:
    columns = {field.id: link_fields(field.fields) for field in fields}
    for item in task_list.items:
        for field in fields:
            if field.type is not FieldType.ROWS:
                for target in targets(item.get(field.id)):
                    yield Link(task_list.id, item.id, field.id, target)
                continue
            for number, row in enumerate(item.rows(field.id)):
                for column in columns[field.id]:
                    for target in targets(row.get(column.id)):
                        yield Link(task_list.id, item.id, field.id, target, column.id, number)


def _label(field: Field, outer: Field | None) -> Label:
    """Give what a field is called; a column that has no name of its own by that of its field."""
    for named in (field, outer):
        if named is not None and named.title.given:
            return named.title
    return Label(field.id, field.id)
