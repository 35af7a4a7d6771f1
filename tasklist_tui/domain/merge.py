"""Three-way merge by item and field (DESIGN §7): a pure function that gives edits for our side and conflicts.

Sync merges a colleague's version with it; undo is the same merge with the undone change as the base.  What both sides
changed differently is a conflict; a person's answer, given again with the same versions, decides it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cached_property

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.changes import changed_values, edits_between
from tasklist_tui.domain.conflicts import Answer, Answers, Clash, Conflict, unanswered
from tasklist_tui.domain.edits import Edit
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import LIST_TYPES, Field, FieldType, Kind
from tasklist_tui.domain.links import link_fields
from tasklist_tui.domain.merge_dues import merge_due, worded
from tasklist_tui.domain.merge_order import merged_order
from tasklist_tui.domain.merge_rows import merge_rows
from tasklist_tui.domain.merge_sets import lists_of, merge_sets
from tasklist_tui.domain.merge_text import merge_long_text
from tasklist_tui.domain.model import Item, TaskList, Value

__all__ = ["Clash", "Conflict", "Merged", "MergedItems", "merge_items", "merge_lists"]


class MergedItems(msgspec.Struct, frozen=True):
    """The items that the changes of both make, what is to be decided (`conflicts`), and what has been (`answered`).

    `copies` are new items of ours that got another id: the one they had, by the one they have.
    """

    items: tuple[Item, ...]
    conflicts: tuple[Conflict, ...]
    answered: tuple[tuple[Conflict, Answer], ...] = ()
    copies: Mapping[str, str] = {}


class Merged(msgspec.Struct, frozen=True):
    """What to do to our side (`edits`), what a person has to decide (`conflicts`), and what one has (`answered`)."""

    edits: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
    answered: tuple[tuple[Conflict, Answer], ...] = ()


def merge_lists(kind: Kind, base: TaskList, ours: TaskList, theirs: TaskList, answers: Answers = unanswered) -> Merged:
    """Bring what changed from `base` to `theirs` into `ours`, as edits; see `merge_items`."""
    merged = merge_items(kind, (base, ours, theirs), answers)
    edits = edits_between(ours, msgspec.structs.replace(ours, items=merged.items))
    return Merged(edits, merged.conflicts, merged.answered)


def merge_items(
    kind: Kind,
    versions: tuple[TaskList, TaskList, TaskList],
    answers: Answers = unanswered,
    commented: Container[str] = (),
) -> MergedItems:
    """Merge the items of a list in three versions (base, ours, theirs).

    Different fields and items: both.  The same value: once.  Sets, logs and other append-only rows: union.  Rows with a
    key: field by field.  Long text: by line.  New items of one id: both, ours under a new one.  Anything else that both
    changed is a conflict, with our value kept until it is answered.  An item whose comments were changed (`commented`,
    by id) does not go without a question either.
    """
    merge = _Merge(kind, versions, answers, commented)
    items = merge.items()
    copies = {copy.id: item_id for item_id, copy in merge.copies.items()}
    return MergedItems(items, tuple(merge.conflicts), tuple(merge.answered), copies)


class _Merge:
    """One merge: what it has decided so far."""

    def __init__(
        self, kind: Kind, versions: tuple[TaskList, TaskList, TaskList], answers: Answers, commented: Container[str]
    ) -> None:
        self.kind, self.answers, self.commented = kind, answers, commented
        self.base, self.ours, self.theirs = versions
        self.conflicts: list[Conflict] = []
        self.answered: list[tuple[Conflict, Answer]] = []
        #: New items of ours that gave their id to one of theirs.
        self.copies: dict[str, Item] = {}

    def items(self) -> tuple[Item, ...]:
        """Give the merged items in their order."""
        order = merged_order(list(self.base.index), list(self.ours.index), list(self.theirs.index))
        made: list[Item] = []
        for item_id in order:
            item = self._item(self.base.item(item_id), self.ours.item(item_id), self.theirs.item(item_id))
            if item is not None:
                made.append(item)
            if item_id in self.copies:
                made.append(self.copies[item_id])
        return tuple(made)

    def ask(self, conflict: Conflict) -> Answer | None:
        """Give a person's answer; without one the conflict is noted."""
        answer = self.answers(conflict)
        if answer is None:
            self.conflicts.append(conflict)
        else:
            self.answered.append((conflict, answer))
        return answer

    def _item(self, old: Item | None, mine: Item | None, new: Item | None) -> Item | None:
        """Give the item that three versions of it make, None when it goes."""
        if mine is new:
            return mine
        if mine is None or new is None:
            left = mine or new
            if old is None or left is None:
                return left
            return None if left.values == old.values and old.id not in self.commented else self._whole(old, mine, new)
        if mine.values == new.values:
            return mine
        if old is None:
            self.copies[mine.id] = Item(self._new_id(mine), mine.values)
            return new
        if mine.values == old.values:
            return new
        merged = self._values(old, mine, new)
        return mine.with_values(merged) if merged else mine

    @cached_property
    def _worded(self) -> Mapping[str, Field]:
        return worded(self.kind.fields)

    def _values(self, base: Item, ours: Item, theirs: Item) -> dict[str, Value]:
        """Give the fields to set so that `ours` also says what they changed."""
        merged: dict[str, Value] = {}
        for name, value in changed_values(base.values, theirs.values).items():
            if (due := self._worded.get(name)) is not None:
                place = Conflict(Clash.VALUES, self.ours.id, ours.id, ours.title, field=due.id)
                if due.id not in merged:
                    merged |= merge_due(due, (base.values, ours.values, theirs.values), place, self.ask)
                continue
            old, mine = base.get(name), ours.get(name)
            if value == mine:
                continue
            made = value if mine == old else self._collision(name, ours, (old, mine, value))
            if made != mine:
                merged[name] = made
        return merged

    def _collision(self, name: str, ours: Item, versions: tuple[Value, Value, Value]) -> Value:
        """Give the value of a field that both sides changed; ours while nobody has answered."""
        old, mine, value = versions
        field = self.kind.field.get(name, Field(name))
        if field.type in LIST_TYPES and (sets := lists_of(str, versions)):
            return merge_sets(*sets) or None
        if field.type is FieldType.ROWS and (rows := lists_of(dict, versions)):
            return merge_rows(field, self.ours.id, ours, rows, self.ask) or None
        if field.type is FieldType.LONGTEXT:
            together = merge_long_text(*versions)
            if together is not None:
                return together or None
        conflict = Conflict(
            Clash.VALUES, self.ours.id, ours.id, ours.title, field=name, base=old, ours=mine, theirs=value
        )
        answer = self.ask(conflict)
        return mine if answer is None else answer.decided(conflict)

    def _whole(self, old: Item, mine: Item | None, new: Item | None) -> Item | None:
        """Ask whether an item goes that one side deleted and the other changed; ours until somebody answers."""
        conflict = Conflict(
            Clash.WE_REMOVED if mine is None else Clash.THEY_REMOVED,
            self.ours.id,
            old.id,
            (mine or old).title,
            base=old.values,
            ours=mine and mine.values,
            theirs=new and new.values,
        )
        answer = self.ask(conflict)
        if answer is None:
            return mine
        decided = answer.decided(conflict)
        return Item(old.id, decided) if isinstance(decided, Mapping) else None

    def _new_id(self, mine: Item) -> str:
        """Give another id to a new item whose id one of theirs got too, by chance or by copying a file."""
        # Links may be led to other new ids of ours; what an item is called must not depend on it.
        linking = {field.id for field in link_fields(self.kind.fields)}
        plain = {name: repr(fields.to_plain(v)) for name, v in mine.values.items() if name not in linking}
        content = repr(sorted(plain.items()))
        taken = self.ours.index.keys() | self.theirs.index.keys() | self.base.index.keys()
        count = 0
        while (new_id := derived_id(self.ours.id, mine.id, content, str(count))) in taken:
            count += 1
        return new_id
