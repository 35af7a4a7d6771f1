"""Lists read lately, by content: a sync meets each version of a list several times, and reading is what takes time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.problems import Problem
from tasklist_tui.storage import files

#: How much text the lists that are kept were read from, in bytes; the least recently used go first.
_LIMIT = 4_000_000


class _Read(msgspec.Struct, frozen=True):
    """What a content gave with these kinds (the very object); `problems` is None where they are not known."""

    kinds: Mapping[str, Kind]
    task_list: TaskList
    problems: tuple[Problem, ...] | None
    size: int


_known: OrderedDict[tuple[str, str, str], _Read] = OrderedDict()
_lock = Lock()


def read_recent(
    list_id: str, path: str, data: bytes, kinds: Mapping[str, Kind], *, problems: bool = True
) -> tuple[TaskList, tuple[Problem, ...]]:
    """Do what `reader.read_list` does, from memory where the same content was read before.

    Without `problems` those of a list that was noted without them are left out.
    """
    from tasklist_tui.storage.reader import read_list

    digest = files.digest(data)
    with _lock:
        found = _known.get((list_id, path, digest))
        if found is not None and found.kinds is kinds and (found.problems is not None or not problems):
            _known.move_to_end((list_id, path, digest))
            return found.task_list, found.problems or ()
    task_list, wrong = read_list(list_id, path, data, kinds)
    _keep((list_id, path, digest), _Read(kinds, task_list, wrong, len(data)))
    return task_list, wrong


def note_list(digest: str, size: int, kinds: Mapping[str, Kind], task_list: TaskList) -> None:
    """Keep a list whose file has this content (its digest and size), without knowing what is wrong in it."""
    key = (task_list.id, task_list.path, digest)
    with _lock:
        known = _known.get(key)
    if known is None or known.kinds is not kinds:
        _keep(key, _Read(kinds, task_list, None, size))


def _keep(key: tuple[str, str, str], read: _Read) -> None:
    with _lock:
        _known[key] = read
        _known.move_to_end(key)
        total = sum(one.size for one in _known.values())
        while total > _LIMIT:
            total -= _known.popitem(last=False)[1].size
