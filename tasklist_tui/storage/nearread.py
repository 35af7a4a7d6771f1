"""Reading a text that is nearly one read before: only the entries that are not in that one pass gate and parser.

A sync meets four versions of a list that differ in a few items of a thousand.  An entry, from its dash to the next
one, means the same wherever it stands in a text that passed the gate; the ones not known are read together, between
the new text's own top and bottom.  What is in any way odd is left to `reader.read_list`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.storage.blocks import Sequence as Entries
from tasklist_tui.storage.blocks import find_sequence
from tasklist_tui.storage.gate import MAX_BYTES, MAX_LINES
from tasklist_tui.storage.reader import assign_ids, read_sound, title_of, without_id, written_id

#: With more unknown entries than this share, reading the whole is about as fast.
_MANY = 0.5


class Near(msgspec.Struct, frozen=True):
    """A list read before: the column of its dashes, its kind, and its items by the text of their entries."""

    column: int
    kind: str
    items: Mapping[str, Item]


def near_of(data: bytes, task_list: TaskList) -> Near | None:
    """Give what other versions are read by; `task_list` is what `data` holds, read without problems."""
    now = _entries(data)
    if now is None or len(now) != len(task_list.items):
        return None
    return Near(now.column, task_list.kind, _by_text(now, segments(now), task_list))


def read_near(
    list_id: str, path: str, data: bytes, known: Near, kinds: Mapping[str, Kind]
) -> tuple[TaskList, Near] | None:
    """Give the list in `data`, which has no problems, and what to read others by; None when only the whole tells.

    `known` was read with the same kinds.  Its items are used again, the same objects, where their text is the same.
    """
    now, items = _entries(data), known.items
    if now is None or now.column != known.column:
        return None
    texts = segments(now)
    unknown = [text for text in texts if text not in items]
    if len(unknown) > _MANY * len(now):
        return None
    some = now.text[: now.starts[0]] + "".join(unknown) + now.text[now.end :]
    try:
        found = read_sound(list_id, path, some.encode("utf-8"), kinds)
    except UserError:
        return None
    if found is None or found[0].kind != known.kind or len(found[1]) != len(unknown):
        return None
    task_list = _together(found[0], [items.get(text) for text in texts], found[1])
    return None if task_list is None else (task_list, Near(now.column, known.kind, _by_text(now, texts, task_list)))


def segments(entries: Entries) -> list[str]:
    """Give the text of each entry up to the next one: with the comments and blank lines that follow it."""
    text, starts = entries.text, entries.starts
    return [text[start:stop] for start, stop in zip(starts, [*starts[1:], entries.end], strict=True)]


def _entries(data: bytes) -> Entries | None:
    """Cut a text whose size and line ends could pass the gate; None when it does not stand in blocks."""
    if len(data) > MAX_BYTES or b"\r" in data.replace(b"\r\n", b"") or data.count(b"\n") >= MAX_LINES:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    found = find_sequence(text)
    return found.sequence if found is not None and found.sequence is not None and len(found.sequence) else None


def _by_text(entries: Entries, texts: Sequence[str], task_list: TaskList) -> dict[str, Item]:
    """Give the items by the text of their entries; those that do not begin with their id are left out."""
    found: dict[str, Item] = {}
    after_dash = entries.column + 1
    for text, item in zip(texts, task_list.items, strict=True):
        first = text[after_dash : text.find("\n")].strip(" \r")
        if first == f"id: {item.id}":
            found[text] = item
    return found


def _together(
    task_list: TaskList, known: Sequence[Item | None], others: Sequence[Mapping[str, object]]
) -> TaskList | None:
    """Put known items and newly read values together; None when two entries have one id."""
    rest = iter(others)
    entries: list[Item] = []
    written: list[str] = []
    for item in known:
        values = {} if item else next(rest)
        entries.append(item or without_id("", values))
        written.append(item.id if item else written_id(values))
    if all(written) and len(set(written)) == len(written):
        ids = written
    else:
        ids = assign_ids(task_list.id, [(i, title_of(e.values)) for i, e in zip(written, entries, strict=True)])
        if any(first and first != second for first, second in zip(written, ids, strict=True)):
            return None
    made = tuple(
        item if item.id == item_id else Item(item_id, item.values) for item, item_id in zip(entries, ids, strict=True)
    )
    return msgspec.structs.replace(task_list, items=made)
