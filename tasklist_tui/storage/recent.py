"""Lists read lately, by content: a sync meets each version of a list several times, and reading is what takes time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.problems import Problem
from tasklist_tui.storage import files

if TYPE_CHECKING:
    from tasklist_tui.storage.nearread import Near


#: How much text the lists that are kept were read from, in bytes; the least recently used go first.
_LIMIT = 16_000_000


class _Read(msgspec.Struct, frozen=True, dict=True):
    """What a content gave with these kinds (the very object), and what is wrong in it.

    `near` is what other versions are read by, where it is known already.
    """

    data: bytes
    kinds: Mapping[str, Kind]
    task_list: TaskList
    problems: tuple[Problem, ...]
    near: Near | None = None

    def serves(self, kinds: Mapping[str, Kind]) -> bool:
        """Say whether another version may be read by its likeness to this one."""
        return self.kinds is kinds and not self.problems

    @cached_property
    def likeness(self) -> Near | None:
        """What other versions are read by."""
        from tasklist_tui.storage.nearread import near_of

        return self.near or near_of(self.data, self.task_list)


_known: OrderedDict[tuple[str, str, str], _Read] = OrderedDict()
_lock = Lock()


def read_recent(
    list_id: str, path: str, data: bytes, kinds: Mapping[str, Kind]
) -> tuple[TaskList, tuple[Problem, ...]]:
    """Do what `reader.read_list` does: from memory where the same content was read before, in part where nearly."""
    key = (list_id, path, files.digest(data))
    with _lock:
        found = _known.get(key)
        if found is not None and found.kinds is kinds:
            _known.move_to_end(key)
            return found.task_list, found.problems
        near = next(
            (one for (name, *_), one in reversed(_known.items()) if name == list_id and one.serves(kinds)), None
        )
    read = _read(list_id, path, data, kinds, near)
    _keep(key, read)
    return read.task_list, read.problems


def _read(list_id: str, path: str, data: bytes, kinds: Mapping[str, Kind], near: _Read | None) -> _Read:
    from tasklist_tui.storage.nearread import read_near
    from tasklist_tui.storage.reader import read_list

    if near is not None and near.likeness is not None:
        found = read_near(list_id, path, data, near.likeness, kinds)
        if found is not None:
            return _Read(data, kinds, found[0], (), found[1])
    return _Read(data, kinds, *read_list(list_id, path, data, kinds))


def note_list(data: bytes, kinds: Mapping[str, Kind], task_list: TaskList, problems: tuple[Problem, ...]) -> None:
    """Keep a list whose file has this content, and what is wrong in it."""
    key = (task_list.id, task_list.path, files.digest(data))
    with _lock:
        known = _known.get(key)
    if known is None or known.kinds is not kinds:
        _keep(key, _Read(data, kinds, task_list, problems))


def _keep(key: tuple[str, str, str], read: _Read) -> None:
    with _lock:
        _known[key] = read
        _known.move_to_end(key)
        total = sum(len(one.data) for one in _known.values())
        while total > _LIMIT:
            total -= len(_known.popitem(last=False)[1].data)
