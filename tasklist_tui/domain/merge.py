"""Three-way merge by item and field (DESIGN §7): a pure function that gives edits for our side and conflicts.

Sync merges a colleague's version with it; undo is the same merge with the undone change as the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.changes import edits_between
from tasklist_tui.domain.edits import AddItem, Edit, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.model import Item, Row, TaskList, Value

_SETS = frozenset({FieldType.COMMITTEES, FieldType.TEXTS})


class Clash(StrEnum):
    """How two sides collide."""

    VALUES = "values"
    WE_REMOVED = "we-removed"
    THEY_REMOVED = "they-removed"
    BOTH_ADDED = "both-added"


class Conflict(msgspec.Struct, frozen=True):
    """One place that both sides changed differently, with the three values."""

    clash: Clash
    list_id: str
    item_id: str
    title: str
    field: str = ""
    row: str = ""
    column: str = ""
    base: Value = None
    ours: Value = None
    theirs: Value = None


class Merged(msgspec.Struct, frozen=True):
    """What to do to our side (`edits`), and what a person has to decide (`conflicts`, not in the edits)."""

    edits: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]


def merge_lists(kind: Kind, base: TaskList, ours: TaskList, theirs: TaskList) -> Merged:
    """Bring what changed from `base` to `theirs` into `ours`.

    Different fields and items: both.  The same value: once.  Sets, logs and other append-only rows: union.  Rows with a
    key: field by field.  Anything else that both changed: a conflict, with our value kept until it is decided.
    """
    edits: list[Edit] = []
    conflicts: list[Conflict] = []
    for edit in edits_between(base, theirs):
        mine = ours.item(edit.item_id)
        match edit:
            case AddItem(item=item):
                if mine is None:
                    edits.append(_placed(edit, ours, theirs))
                elif mine.values != item.values:
                    conflicts.append(_whole(Clash.BOTH_ADDED, ours.id, mine, ours=mine.values, theirs=item.values))
            case RemoveItem():
                old = base.items[base.index[edit.item_id]]
                if mine is not None and mine.values == old.values:
                    edits.append(edit)
                elif mine is not None:
                    conflicts.append(_whole(Clash.THEY_REMOVED, ours.id, mine, base=old.values, ours=mine.values))
            case MoveItem():
                if mine is not None:
                    edits.append(_placed(edit, ours, theirs))
            case SetFields(values=values):
                old = base.items[base.index[edit.item_id]]
                if mine is None:
                    new = theirs.items[theirs.index[edit.item_id]]
                    conflicts.append(_whole(Clash.WE_REMOVED, ours.id, old, base=old.values, theirs=new.values))
                    continue
                merged, clashes = merge_values(kind, ours.id, old, mine, values)
                conflicts.extend(clashes)
                if merged:
                    edits.append(SetFields(ours.id, edit.item_id, merged))
    return Merged(tuple(edits), tuple(conflicts))


def merge_values(
    kind: Kind, list_id: str, base: Item, ours: Item, theirs: Mapping[str, Value]
) -> tuple[dict[str, Value], list[Conflict]]:
    """Merge the fields that they changed (`theirs`) into our item; give the fields to set and the conflicts."""
    merged: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    for name, value in theirs.items():
        old, mine = base.get(name), ours.get(name)
        if mine == value:
            continue
        if mine == old:
            merged[name] = value
            continue
        field = kind.field.get(name, Field(name))
        if field.type in _SETS:
            merged[name] = _merge_sets(old or [], mine or [], value or [])
        elif field.type is FieldType.ROWS:
            rows = _RowMerge(field, list_id, ours, old or [], mine or [], value or [])
            if (result := rows.result()) != mine:
                merged[name] = result
            conflicts.extend(rows.conflicts)
        else:
            conflicts.append(
                Conflict(Clash.VALUES, list_id, ours.id, ours.title, field=name, base=old, ours=mine, theirs=value)
            )
    return merged, conflicts


class _RowMerge:
    """The merge of one rows field, row by row and column by column."""

    def __init__(
        self, field: Field, list_id: str, item: Item, base: Sequence[Row], ours: Sequence[Row], theirs: Sequence[Row]
    ) -> None:
        self.field, self.list_id, self.item = field, list_id, item
        self.base, self.ours, self.theirs = (fields.rows_by_key(field, rows) for rows in (base, ours, theirs))
        self.conflicts: list[Conflict] = []

    def result(self) -> list[Row]:
        """Give the merged rows: ours in our order, their new ones behind the row they follow."""
        merged = list(self._kept())
        previous: str | None = None
        for key, row in self.theirs.items():
            if key not in self.ours and key not in self.base:
                keys = [kept for kept, _ in merged]
                place = keys.index(previous) + 1 if previous in keys else len(merged)
                merged.insert(len(merged) if self.field.append_only else place, (key, row))
            previous = key
        rows = [row for _, row in merged]
        if self.field.append_only and all("at" in row for row in rows):
            rows.sort(key=lambda row: str(fields.to_plain(row["at"])))
        return rows

    def _kept(self) -> Iterator[tuple[str, Row]]:
        for key, mine in self.ours.items():
            old, new = self.base.get(key), self.theirs.get(key)
            if new is None and old is not None and not self.field.append_only:
                if mine == old:
                    continue
                self._clash(mine, Clash.THEY_REMOVED, "", old, mine, None)
            if new is None or new in (old, mine):
                yield key, mine
            else:
                yield key, self._columns(old or {}, mine, new)
        for key, new in self.theirs.items():
            if key not in self.ours and key in self.base and new != self.base[key]:
                self._clash(new, Clash.WE_REMOVED, "", self.base[key], None, new)

    def _columns(self, old: Row, mine: Row, new: Row) -> Row:
        row = dict(mine)
        for column in dict.fromkeys([*old, *mine, *new]):
            was, ours, theirs = old.get(column), mine.get(column), new.get(column)
            if ours == theirs or theirs == was:
                continue
            if ours != was:
                self._clash(mine, Clash.VALUES, column, was, ours, theirs)
            elif theirs is None:
                row.pop(column, None)
            else:
                row[column] = theirs
        return row

    def _clash(self, row: Row, clash: Clash, column: str, base: Value, ours: Value, theirs: Value) -> None:
        self.conflicts.append(
            Conflict(
                clash,
                self.list_id,
                self.item.id,
                self.item.title,
                field=self.field.id,
                row=fields.row_label(self.field, row),
                column=column,
                base=base,
                ours=ours,
                theirs=theirs,
            )
        )


def _merge_sets(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Give ours without what they took out, and with what they put in."""
    gone = set(base) - set(theirs)
    kept = [name for name in ours if name not in gone]
    return kept + [name for name in theirs if name not in base and name not in kept]


def _placed(edit: AddItem | MoveItem, ours: TaskList, theirs: TaskList) -> AddItem | MoveItem:
    """Give the edit with a place that exists on our side: behind the nearest item before it that we know too."""
    for number in range(theirs.index[edit.item_id] - 1, -1, -1):
        if (anchor := theirs.items[number].id) in ours.index or _is_new(anchor, ours, theirs):
            return msgspec.structs.replace(edit, after=anchor)
    return msgspec.structs.replace(edit, after="")


def _is_new(item_id: str, ours: TaskList, theirs: TaskList) -> bool:
    """Say whether the item will have been added to our side by an earlier edit of the same merge."""
    return item_id not in ours.index and item_id in theirs.index


def _whole(clash: Clash, list_id: str, item: Item, **values: Value) -> Conflict:
    return Conflict(clash, list_id, item.id, item.title, **values)
