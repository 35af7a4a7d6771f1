"""Rows of a ledger and the items of a list: which row is which item, and the edits that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher

import msgspec

from tasklist_tui.domain.defaults import Begun, starting
from tasklist_tui.domain.edits import AddItem, Edit, SetFields
from tasklist_tui.domain.fields import row_key
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import LIST_TYPES, Kind, Stage
from tasklist_tui.domain.ledger.reading import ReadItem
from tasklist_tui.domain.ledger.synonyms import folded
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.milestones import milestone_rows
from tasklist_tui.domain.model import Item, TaskList, Value

#: How alike titles of the same number must be to be taken for the same task.
_ALIKE = 0.75


class Match(msgspec.Struct, frozen=True):
    """A row and the item it is about: an id of the list, or of the item that is to be made; `doubt` when unsure."""

    read: ReadItem
    item_id: str
    new: bool = False
    doubt: Message | None = None


class Signed(msgspec.Struct, frozen=True):
    """Who imports and when, for progress notes and new items."""

    by: str
    now: datetime
    begun: Begun


def match_rows(
    task_list: TaskList, numbers: Mapping[str, str], reads: Sequence[ReadItem], taken: Iterable[str] = ()
) -> tuple[Match, ...]:
    """Match rows to items: by id, else number and title, else title, else number and a like title; others are new.

    `numbers` are the numbers people see, by id; `taken` are ids that new items must not get.
    """
    free = dict(task_list.index)
    by_title: dict[str, list[str]] = {}
    for item in task_list.items:
        by_title.setdefault(folded(item.title), []).append(item.id)
    by_number = {number: item_id for item_id, number in numbers.items()}
    found: dict[int, tuple[str, Message | None]] = {}
    for place, read in enumerate(reads):
        if read.id and read.id in free:
            found[place] = (read.id, None)
            del free[read.id]
    for place, read in enumerate(reads):
        if place in found:
            continue
        same = [item_id for item_id in by_title.get(folded(read.title), ()) if item_id in free]
        chosen = next((i for i in same if read.number and numbers.get(i) == read.number.rstrip("*＊ ")), None)
        chosen = chosen or next((i for i in same if _same_measure(task_list, i, read)), None)
        chosen = chosen or (same[0] if same else None)
        if chosen is not None:
            found[place] = (chosen, None)
            del free[chosen]
    for place, read in enumerate(reads):
        if place in found:
            continue
        near = by_number.get(read.number.rstrip("*＊ ")) if read.number else None
        known = task_list.item(near) if near in free and near is not None else None
        if known is not None and SequenceMatcher(None, folded(known.title), folded(read.title)).ratio() >= _ALIKE:
            found[place] = (known.id, msg("it is taken for “{title}”, whose number it has", title=known.title))
            del free[known.id]
    return _with_new(task_list, reads, found, {*taken, *task_list.index})


def _same_measure(task_list: TaskList, item_id: str, read: ReadItem) -> bool:
    item = task_list.item(item_id)
    return item is not None and item.get("measure") == read.values.get("measure")


def _with_new(
    task_list: TaskList, reads: Sequence[ReadItem], found: Mapping[int, tuple[str, Message | None]], taken: set[str]
) -> tuple[Match, ...]:
    matches = []
    for place, read in enumerate(reads):
        if place in found:
            matches.append(Match(read, found[place][0], doubt=found[place][1]))
            continue
        count = 0
        while (made := derived_id(task_list.id, read.title, read.number, "import", str(count))) in taken:
            count += 1
        taken.add(made)
        matches.append(Match(read, made, new=True))
    return tuple(matches)


def edits_for(kind: Kind, task_list: TaskList, matches: Iterable[Match], signed: Signed) -> tuple[Edit, ...]:
    """Give the edits that bring a list to what the rows say; rows that say nothing new give none."""
    edits: list[Edit] = []
    after: str | None = None
    for match in matches:
        if match.new:
            item = Item(match.item_id, new_values(kind, task_list, match.read, signed))
            edits.append(AddItem(task_list.id, item, after))
        else:
            item_now = task_list.items[task_list.index[match.item_id]]
            if changed := changed_fields(kind, item_now, match.read, signed):
                edits.append(SetFields(task_list.id, match.item_id, changed))
        after = match.item_id
    return tuple(edits)


def new_values(kind: Kind, task_list: TaskList, read: ReadItem, signed: Signed) -> dict[str, Value]:
    """Give the values of an item that a row makes."""
    given = {name: value for name, value in read.values.items() if value is not None and value != []}
    if read.notes and "note" in kind.field:
        given["note"] = "\n".join(filter(None, [str(given.get("note") or ""), *read.notes]))
    if read.milestones:
        given.setdefault("milestones", milestone_rows(read.milestones, ()))
    if read.rule:
        given.setdefault("rrule", read.rule)
    if read.log and "log" in kind.field:
        given["log"] = [{"at": signed.now, "by": signed.by, "text": read.log}]
    if "status" not in given and task_list.issued is not None:
        planned = [state.id for state in kind.states if state.stage is Stage.PLANNED]
        if planned:
            given["status"] = planned[-1]
    return starting(kind, task_list, given, signed.begun)


def changed_fields(kind: Kind, item: Item, read: ReadItem, signed: Signed) -> dict[str, Value]:
    """Give the fields that a row sets to something else than they are."""
    changed: dict[str, Value] = {}
    words = {field.phrase: field for field in kind.fields if field.phrase}
    dates = {field.id: field for field in kind.fields if field.phrase}
    anchors = {field.anchor: field for field in dates.values() if field.anchor}
    for name, value in read.values.items():
        field = kind.field.get(name)
        if field is not None and field.type in LIST_TYPES and set(item.get(name) or ()) == set(value or ()):
            continue
        date_field = dates.get(name) or words.get(name) or anchors.get(name)
        if date_field is not None and _says_the_same(item, read, date_field.id, date_field.phrase):
            continue
        if item.get(name) != value and not (value == [] and item.get(name) is None):
            changed[name] = value
    if words.keys() & changed.keys():
        changed.update(_named(item, read))
    note = _note(item, read)
    changed.pop("note", None)
    if "note" in kind.field and note != item.text("note"):
        changed["note"] = note or None
    row: dict[str, Value] = {}
    if "log" in kind.field:
        if read.log and all(folded(str(old.get("text", ""))) != folded(read.log) for old in item.rows("log")):
            row["text"] = read.log
        if "status" in changed and "state" in kind.field["log"].column:
            row["state"] = changed["status"]
        if row:
            made = {"at": signed.now, "by": signed.by, **row}
            field = kind.field["log"]
            if all(row_key(field, old) != row_key(field, made) for old in item.rows("log")):
                changed["log"] = [*item.rows("log"), made]
    return changed


def _named(item: Item, read: ReadItem) -> dict[str, Value]:
    """Give what new words of a deadline name: milestones besides those there are, a rule."""
    found: dict[str, Value] = {}
    there = item.rows("milestones")
    if added := milestone_rows(read.milestones, there):
        found["milestones"] = [*there, *added]
    if read.rule and "rrule" not in read.values and read.rule != item.text("rrule"):
        found["rrule"] = read.rule
    return found


def _says_the_same(item: Item, read: ReadItem, name: str, phrase: str) -> bool:
    """Say whether a deadline is as it was: the same words, or no words and the same day."""
    given = read.values.get(phrase)
    if given:
        return bool(given == item.get(phrase)) and item.get(name) is not None
    return name in read.values and read.values[name] == item.get(name) and read.values[name] is not None


def _note(item: Item, read: ReadItem) -> str:
    """Give the note with the lines that it does not hold yet."""
    note = item.text("note")
    if "note" in read.values:
        given = read.values["note"]
        if given is None:
            note = ""
        elif read.id:
            note = str(given)
        elif folded(str(given)) not in folded(note):
            note = "\n".join(filter(None, [note, str(given)]))
    held = folded(note)
    return "\n".join(filter(None, [note, *(line for line in read.notes if folded(line) not in held)]))


__all__ = ["Match", "Signed", "changed_fields", "edits_for", "match_rows", "new_values"]
