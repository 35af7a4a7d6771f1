"""Three-way merge by item and field (DESIGN §7): a pure function that gives edits for our side and conflicts.

Sync merges a colleague's version with it; undo is the same merge with the undone change as the base.  What both sides
changed differently is a conflict; a person's answer, given again with the same versions, decides it.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.changes import edits_between
from tasklist_tui.domain.conflicts import Answer, Answers, Clash, Conflict, unanswered
from tasklist_tui.domain.edits import AddItem, Edit, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.merge_rows import merge_rows
from tasklist_tui.domain.merge_text import merge_lines
from tasklist_tui.domain.model import Item, TaskList, Value

__all__ = ["Clash", "Conflict", "Merged", "merge_lists", "merge_values"]

_SETS = frozenset({FieldType.COMMITTEES, FieldType.TEXTS})


class Merged(msgspec.Struct, frozen=True):
    """What to do to our side (`edits`), what a person has to decide (`conflicts`), and what one has (`answered`)."""

    edits: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]
    answered: tuple[tuple[Conflict, Answer], ...] = ()


def merge_lists(kind: Kind, base: TaskList, ours: TaskList, theirs: TaskList, answers: Answers = unanswered) -> Merged:
    """Bring what changed from `base` to `theirs` into `ours`.

    Different fields and items: both.  The same value: once.  Sets, logs and other append-only rows: union.  Rows with a
    key: field by field.  Long text: by line.  New items of one id: both, ours under a new one.  Anything else that both
    changed is a conflict, with our value kept until it is answered.
    """
    merge = _Merge(kind, ours, theirs, answers)
    for edit in edits_between(base, theirs):
        merge.take(edit, base.item(edit.item_id))
    return Merged(tuple(merge.edits), tuple(merge.conflicts), tuple(merge.answered))


def merge_values(
    kind: Kind, list_id: str, base: Item, ours: Item, theirs: Mapping[str, Value]
) -> tuple[dict[str, Value], list[Conflict]]:
    """Merge the fields that they changed (`theirs`) into our item; give the fields to set and the conflicts."""
    merge = _Merge(kind, TaskList(list_id, items=(ours,)), TaskList(list_id), unanswered)
    return merge.values(base, ours, theirs), merge.conflicts


class _Merge:
    """One merge: what it has decided so far."""

    def __init__(self, kind: Kind, ours: TaskList, theirs: TaskList, answers: Answers) -> None:
        self.kind, self.ours, self.theirs, self.answers = kind, ours, theirs, answers
        self.edits: list[Edit] = []
        self.conflicts: list[Conflict] = []
        self.answered: list[tuple[Conflict, Answer]] = []
        self.added: set[str] = set()

    def ask(self, conflict: Conflict) -> Answer | None:
        """Give a person's answer; without one the conflict is noted."""
        answer = self.answers(conflict)
        if answer is None:
            self.conflicts.append(conflict)
        else:
            self.answered.append((conflict, answer))
        return answer

    def take(self, edit: Edit, old: Item | None) -> None:
        """Decide about one edit of theirs; `old` is the item before both sides changed it."""
        mine = self.ours.item(edit.item_id)
        match edit:
            case AddItem(item=item):
                if mine is None:
                    self._add(edit)
                elif mine.values != item.values:
                    self._keep_both(mine, item)
            case RemoveItem():
                if mine is not None and old is not None and self._goes(old, mine):
                    self.edits.append(edit)
            case MoveItem():
                if mine is not None:
                    self.edits.append(self._placed(edit))
            case SetFields(values=values):
                if old is None:
                    return
                if mine is None:
                    self._restore(old)
                elif merged := self.values(old, mine, values):
                    self.edits.append(SetFields(self.ours.id, edit.item_id, merged))

    def values(self, base: Item, ours: Item, theirs: Mapping[str, Value]) -> dict[str, Value]:
        """Give the fields to set so that `ours` also says what they changed."""
        merged: dict[str, Value] = {}
        for name, value in theirs.items():
            old, mine = base.get(name), ours.get(name)
            if value in (mine, old):
                continue
            made = value if mine == old else self._collision(name, ours, (old, mine, value))
            if made != mine:
                merged[name] = made
        return merged

    def _collision(self, name: str, ours: Item, versions: tuple[Value, Value, Value]) -> Value:
        """Give the value of a field that both sides changed; ours while nobody has answered."""
        old, mine, value = versions
        field = self.kind.field.get(name, Field(name))
        if field.type in _SETS:
            return _merge_sets(old or [], mine or [], value or []) or None
        if field.type is FieldType.ROWS and all(isinstance(rows, list | None) for rows in versions):
            rows = (old or [], mine or [], value or [])
            return merge_rows(field, self.ours.id, ours, rows, self.ask) or None
        if field.type is FieldType.LONGTEXT:
            together = merge_lines(*(str(text or "") for text in versions))
            if together is not None:
                return together or None
        conflict = Conflict(
            Clash.VALUES, self.ours.id, ours.id, ours.title, field=name, base=old, ours=mine, theirs=value
        )
        answer = self.ask(conflict)
        return mine if answer is None else answer.decided(conflict)

    def _goes(self, old: Item, mine: Item) -> bool:
        """Say whether an item that they deleted goes; one that we changed is asked about."""
        if mine.values == old.values:
            return True
        conflict = self._whole(Clash.THEY_REMOVED, mine, base=old.values, ours=mine.values)
        answer = self.ask(conflict)
        return answer is not None and answer.decided(conflict) is None

    def _restore(self, old: Item) -> None:
        """Ask whether an item that we deleted and they changed comes back."""
        place = self.theirs.index[old.id]
        new = self.theirs.items[place]
        conflict = self._whole(Clash.WE_REMOVED, old, base=old.values, theirs=new.values)
        answer = self.ask(conflict)
        if answer is not None and answer.decided(conflict) is not None:
            before = self.theirs.items[place - 1].id if place else ""
            self._add(AddItem(self.ours.id, new, before))

    def _add(self, edit: AddItem) -> None:
        self.edits.append(self._placed(edit))
        self.added.add(edit.item_id)

    def _keep_both(self, mine: Item, item: Item) -> None:
        """Keep two new items that got one id by chance, or by copying a file: theirs has it, ours gets another."""
        content = repr(sorted((name, repr(fields.to_plain(value))) for name, value in mine.values.items()))
        taken = self.ours.index.keys() | self.theirs.index.keys()
        count = 0
        while (new_id := derived_id(self.ours.id, mine.id, content, str(count))) in taken:
            count += 1
        emptied = dict.fromkeys(name for name in mine.values if name not in item.values)
        self.edits.append(SetFields(self.ours.id, mine.id, {**emptied, **item.values}))
        self.edits.append(AddItem(self.ours.id, Item(new_id, mine.values), mine.id))

    def _placed(self, edit: AddItem | MoveItem) -> AddItem | MoveItem:
        """Give the edit with a place that exists on our side: behind the nearest item before it that we know too."""
        for number in range(self.theirs.index[edit.item_id] - 1, -1, -1):
            anchor = self.theirs.items[number].id
            if anchor in self.ours.index or anchor in self.added:
                return msgspec.structs.replace(edit, after=anchor)
        return msgspec.structs.replace(edit, after="")

    def _whole(self, clash: Clash, item: Item, **values: Value) -> Conflict:
        return Conflict(clash, self.ours.id, item.id, item.title, **values)


def _merge_sets(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Give ours without what they took out, and with what they put in."""
    gone = set(base) - set(theirs)
    kept = [name for name in ours if name not in gone]
    return kept + [name for name in theirs if name not in base and name not in kept]
