"""One item in many versions of its file: its own lines are cut out of each, and only distinct ones are parsed.

Measured with 200 items and 300 versions: 0.2 s instead of 6 s.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.services.versions import list_id_of, read_version
from tasklist_tui.storage.blocks import Sequence, find_sequence

_KIND = re.compile(r"^kind:[ \t]*([^\s#]+)", re.MULTILINE)
_ID = re.compile(r"\bid:[ \t]*[\"']?([^\s\"',}]+)")


class Cut(msgspec.Struct, frozen=True):
    """An item in one version, with the kind of its list and something that tells its neighbours.

    `item` is None when it is not there.
    """

    item: Item | None = None
    kind: str = ""
    neighbours: tuple[str, str] = ("", "")

    def as_list(self, path: str) -> TaskList:
        """Give a list of the item alone; an empty one when it is not there."""
        return TaskList(list_id_of(path) or "", kind=self.kind or "task", items=(self.item,) if self.item else ())


class ItemVersions:
    """Cuts the item with one id out of versions of lists."""

    def __init__(self, item_id: str, kinds: Mapping[str, Kind]) -> None:
        """Look for the item with this id."""
        self._id = item_id
        self._kinds = kinds
        self._parsed: dict[tuple[str, str, str], Item | None] = {}

    def cut(self, path: str, data: bytes) -> Cut:
        """Cut the item out of one version of the list at `path`."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return Cut()
        found = find_sequence(text)
        if found is None or found.sequence is None:
            return self._from_whole(path, data)
        kind = name[1] if (name := _KIND.search(text)) else ""
        for place in re.finditer(rf"\bid:[ \t]*[\"']?{re.escape(self._id)}\b", text):
            number = bisect_right(found.sequence.starts, place.start()) - 1
            item = self._parse(path, kind, found.sequence.raw(number)) if number >= 0 else None
            if item is not None:
                return Cut(item, kind, (_id_of(found.sequence, number - 1), _id_of(found.sequence, number + 1)))
        # An entry without a written id has one that follows from its title and place: only the whole list tells.
        if all(_id_of(found.sequence, number) for number in range(len(found.sequence))):
            return Cut()
        return self._from_whole(path, data)

    def _parse(self, path: str, kind: str, raw: str) -> Item | None:
        key = (path, kind, raw)
        if key not in self._parsed:
            text = f"kind: {kind or 'task'}\nitems:\n{raw}"
            task_list = read_version(path, text.encode(), self._kinds)
            self._parsed[key] = task_list.item(self._id) if task_list else None
        return self._parsed[key]

    def _from_whole(self, path: str, data: bytes) -> Cut:
        task_list = read_version(path, data, self._kinds)
        item = task_list.item(self._id) if task_list else None
        if task_list is None or item is None:
            return Cut()
        number = task_list.index[self._id]
        ids = ["", *(known.id for known in task_list.items), ""]
        return Cut(item, task_list.kind, (ids[number], ids[number + 2]))


def _id_of(sequence: Sequence, number: int) -> str:
    """Give the first id written in an entry, "" when there is none."""
    if not 0 <= number < len(sequence):
        return ""
    stop = sequence.starts[number + 1] if number + 1 < len(sequence) else len(sequence.text)
    found = _ID.search(sequence.text, sequence.starts[number], stop)
    return found[1] if found else ""
