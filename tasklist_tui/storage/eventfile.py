"""Changes to `events.yaml`: a meeting gets its date, or is added; every other byte stays."""

from __future__ import annotations

from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.model import Event, Item
from tasklist_tui.storage.blocks import find_sequence, style_of
from tasklist_tui.storage.blockwriter import BlockWriter, WriteError
from tasklist_tui.storage.parse import parse_exact
from tasklist_tui.storage.toplevel import add_list_entry, unsafe

_KEY = "events"
_EVENT = Kind("event", fields=(Field("name"), Field("date", FieldType.DATE), Field("source")))


def put_event(text: str, event: Event) -> str:
    """Give the text of `events.yaml` with `event` in it: its date changed where it is known, else a new entry.

    Raises `WriteError` when the text cannot be changed safely.
    """
    tree = parse_exact(text) if text.strip() else {}
    entries = tree.get(_KEY) if isinstance(tree, dict) else None
    places = [n for n, entry in enumerate(entries or []) if isinstance(entry, dict) and entry.get("id") == event.id]
    if not places:
        return add_list_entry(text, _KEY, _entry(event))
    found = find_sequence(text, _KEY)
    if found is None or found.sequence is None or len(found.sequence) != len(entries or []):
        raise unsafe(_KEY)
    sequence, place = found.sequence, places[0]
    writer = BlockWriter(_EVENT, style_of(text, sequence))
    old = writer.read(sequence.raw(place))
    if old is None:
        raise unsafe(_KEY)
    new = Item(old.id, {**old.values, "date": event.date} if event.date else _without_date(old))
    block, _ = writer.changed(sequence.raw(place), old, new, mark=False)
    begin = sequence.starts[place]
    made = text[:begin] + block + text[begin + len(sequence.raw(place)) :]
    _verify(made, tree, place, event)
    return made


def _without_date(item: Item) -> dict[str, object]:
    return {name: value for name, value in item.values.items() if name != "date"}


def _entry(event: Event) -> dict[str, object]:
    given = {"id": event.id, "name": event.name, "date": to_plain(event.date), "source": event.source}
    return {name: value for name, value in given.items() if value}


def _verify(made: str, tree: dict[str, object], place: int, event: Event) -> None:
    """Read what was written: nothing but this date may be another."""
    entries = tree[_KEY]
    if not isinstance(entries, list):
        raise unsafe(_KEY)
    expected = [dict(entry) if number == place else entry for number, entry in enumerate(entries)]
    expected[place].pop("date", None)
    again = parse_exact(made)
    read = again.get(_KEY) if isinstance(again, dict) else None
    if not isinstance(read, list) or len(read) != len(expected):
        raise unsafe(_KEY)
    date_read = read[place].pop("date", None)
    if {**again, _KEY: None} != {**tree, _KEY: None} or read != expected or date_read != to_plain(event.date):
        raise unsafe(_KEY)


__all__ = ["WriteError", "put_event"]
