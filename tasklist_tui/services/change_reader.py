"""Commits read as changes of items: only the entries of a list that differ are parsed (DESIGN §6).

A merge tells what it changed itself: what differs from every parent.  What it only brought together is told by the
commits that it came from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from tasklist_tui.domain.changes import Change, What, diff_items, diff_lists
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.services.saving import Place
from tasklist_tui.services.versions import list_id_of, read_part, read_version
from tasklist_tui.storage.entrywindow import Frame, changed_entries, frame_of, holds
from tasklist_tui.vcs import history as log
from tasklist_tui.vcs.history import Commit

#: Items kept by the text of their entries, in bytes of text.
_KEPT = 8_000_000


class Touched(msgspec.Struct, frozen=True):
    """An item that a commit changed: as it was and as it became, None where it was not there; `header` is its list."""

    header: TaskList
    item_id: str
    before: Item | None
    after: Item | None


class Reading(msgspec.Struct, frozen=True):
    """What one commit says: changes, the items they are of, and changed files that hold no list."""

    changes: tuple[Change, ...] = ()
    touched: tuple[Touched, ...] = ()
    files: tuple[str, ...] = ()


#: A list before and after, as far as they differ.
Pair = tuple[TaskList | None, TaskList | None]


class ChangeReader:
    """Reads commits of one workspace with the kinds it has now; each distinct text of an entry is parsed once."""

    def __init__(self, place: Place, workspace: Workspace) -> None:
        """Read for `workspace`, which lies at `place`."""
        self._place = place
        self._prefix = place.in_repo("")
        self._workspace = workspace
        self._cut_off = log.cut_off(place.repo)
        self._frames: dict[str, Frame] = {}
        self._framed: dict[str, list[bytes]] = {}
        self._headers: dict[tuple[str, bytes], TaskList | None] = {}
        self._items: dict[tuple[str, bytes, bytes], Item] = {}
        self._size = 0

    def is_cut(self, commit: Commit) -> bool:
        """Say whether the history of a shallow clone begins at this commit, so that nobody knows what it changed."""
        return commit.sha in self._cut_off

    def read(self, commits: Sequence[Commit]) -> Iterator[tuple[Commit, Reading]]:
        """Yield each commit with what it says; the contents come through one process and few are held at once."""
        blobs = _Blobs(self._place, [self._wanted(commit) for commit in commits])
        for number, commit in enumerate(commits):
            yield commit, self._reading(commit, blobs)
            blobs.let_go(number)

    def between(self, path: str, old: bytes | None, new: bytes | None) -> Pair:
        """Give two versions of the list at `path` (of the workspace) in as few items as tell the difference."""
        if old is not None and new is not None:
            found = self._window(path, old, new)
            if found is not None:
                return found
        return (self._whole(path, old), self._whole(path, new))

    def diff(self, pair: Pair) -> list[Change]:
        """Give the changes from one version of a list to the other."""
        known = pair[1] or pair[0]
        return diff_lists(self._workspace.kind_of(known), *pair) if known is not None else []

    def _wanted(self, commit: Commit) -> list[str]:
        """Give the blobs that reading the commit needs."""
        if self.is_cut(commit):
            return []
        if len(commit.parents) > 1:
            pairs = ((*entry.old_blobs, entry.new_blob) for entry in commit.merged if self._list_path(entry.path))
        else:
            pairs = ((entry.old_blob, entry.new_blob) for entry in commit.paths if self._list_path(entry.path))
        return [blob for blob in chain.from_iterable(pairs) if blob]

    def _reading(self, commit: Commit, blobs: _Blobs) -> Reading:
        if self.is_cut(commit):
            return Reading()
        changes: list[Change] = []
        touched: dict[str, Touched] = {}
        others: list[str] = []
        merge = len(commit.parents) > 1
        for entry in commit.merged if merge else commit.paths:
            local = self.local(entry.path)
            if local is None:
                continue
            if list_id_of(local) is None:
                others.append(local)
                continue
            olds = entry.old_blobs if isinstance(entry, log.MergedPath) else (entry.old_blob,)
            new = blobs.get(entry.new_blob)
            pairs = [self.between(local, blobs.get(old), new) for old in dict.fromkeys(olds)]
            found = _common([self.diff(pair) for pair in pairs])
            changes.extend(found)
            for told in _touched(pairs[0], found):
                known = touched.get(told.item_id)
                touched[told.item_id] = told if known is None else _one(known, told)
        renamed = [] if merge else self._renamed(commit)
        return Reading(
            tuple(joined(self._workspace, changes, renamed)),
            tuple(touched.values()),
            (*others, *(TaskList(name).path for name in renamed)),
        )

    def _window(self, path: str, old: bytes, new: bytes) -> Pair | None:
        frame = self._frame(path, new)
        if frame is None or not self._holds(path, frame, old):
            return None
        window = changed_entries(frame, old, new)
        header = self._header(path, frame)
        if window is None or header is None:
            return None
        both = [self._read_entries(path, frame, entries) for entries in (window.old, window.new)]
        if both[0] is None or both[1] is None:
            return None
        before, after = ({item.id: item for item in items or ()} for items in both)
        for item_id in before.keys() ^ after.keys():
            # The same id elsewhere in the file: who is called what is for the whole list to tell.
            if (new if item_id in after else old).count(item_id.encode()) > 1:
                return None
        return (
            msgspec.structs.replace(header, items=tuple(both[0])),
            msgspec.structs.replace(header, items=tuple(both[1])),
        )

    def _frame(self, path: str, data: bytes) -> Frame | None:
        known = self._frames.get(path)
        if known is not None and self._holds(path, known, data):
            return known
        found = frame_of(data)
        if found is not None:
            self._frames[path], self._framed[path] = found, [data]
        return found

    def _holds(self, path: str, frame: Frame, data: bytes) -> bool:
        """Do what `holds` does; the two versions looked at last, one of which comes again, are remembered."""
        framed = self._framed.setdefault(path, [])
        if self._frames.get(path) is frame and any(data is known for known in framed):
            return True
        if not holds(frame, data):
            return False
        framed[:] = [*framed[-1:], data]
        return True

    def _header(self, path: str, frame: Frame) -> TaskList | None:
        key = (path, frame.head)
        if key not in self._headers:
            self._headers[key] = read_part(path, frame.head, self._workspace.kinds)
        return self._headers[key]

    def _read_entries(self, path: str, frame: Frame, entries: Sequence[bytes]) -> list[Item] | None:
        """Give the item of each entry; None when one cannot be read, or has no id of its own."""
        unknown = [entry for entry in dict.fromkeys(entries) if (path, frame.head, entry) not in self._items]
        if unknown:
            text = frame.head + b"".join(entry if entry.endswith(b"\n") else entry + b"\n" for entry in unknown)
            found = read_part(path, text, self._workspace.kinds)
            if found is None or len(found.items) != len(unknown):
                return None
            for entry, item in zip(unknown, found.items, strict=True):
                if not _writes_id(entry, item.id):
                    return None
                self._keep((path, frame.head, entry), item)
        items = [self._items[path, frame.head, entry] for entry in entries]
        return items if len({item.id for item in items}) == len(items) else None

    def _keep(self, key: tuple[str, bytes, bytes], item: Item) -> None:
        if self._size > _KEPT:
            self._items.clear()
            self._size = 0
        self._items[key] = item
        self._size += len(key[2])

    def _whole(self, path: str, data: bytes | None) -> TaskList | None:
        return read_version(path, data, self._workspace.kinds)

    def local(self, path_in_repo: str) -> str | None:
        """Give a path of the repository as the workspace names it, None when it lies outside."""
        return path_in_repo.removeprefix(self._prefix) if path_in_repo.startswith(self._prefix) else None

    def _list_path(self, path: str) -> str | None:
        """Give the path in the workspace of a list, None for anything else."""
        local = self.local(path)
        return local if local is not None and list_id_of(local) is not None else None

    def _renamed(self, commit: Commit) -> list[str]:
        """Give the ids of lists that vanished and of those that appeared, when a commit has both."""
        gone, new = [], []
        for entry in commit.paths:
            local = self._list_path(entry.path)
            if local is not None and entry.new_blob is None:
                gone.append(list_id_of(local) or "")
            elif local is not None and entry.old_blob is None:
                new.append(list_id_of(local) or "")
        return [*gone, *new] if gone and new else []


class _Blobs:
    """The contents that commits need, read ahead in their order and let go after their last use."""

    def __init__(self, place: Place, wanted: Sequence[Sequence[str]]) -> None:
        self._last: dict[str, int] = {}
        for number, blobs in enumerate(wanted):
            self._last.update(dict.fromkeys(blobs, number))
        self._due: dict[int, list[str]] = {}
        for blob, number in self._last.items():
            self._due.setdefault(number, []).append(blob)
        order = list(dict.fromkeys(chain.from_iterable(wanted)))
        self._coming = log.iter_blobs(place.repo, order)
        self._held: dict[str, bytes] = {}

    def get(self, blob: str | None) -> bytes | None:
        """Give a content, None when there is none or it is missing."""
        if blob is None or blob not in self._last:
            return None
        while blob not in self._held:
            found = next(self._coming, None)
            if found is None:
                return None
            self._held[found[0]] = found[1]
        return self._held[blob]

    def let_go(self, number: int) -> None:
        """Forget what the commit `number` was the last to need."""
        for blob in self._due.get(number, ()):
            self._held.pop(blob, None)


def _writes_id(entry: bytes, item_id: str) -> bool:
    """Say whether an entry gives its id itself, rather than having one that follows from its title and place."""
    return re.search(rb"\bid:[ \t]*[\"']?" + re.escape(item_id.encode()) + rb"(?![^\s\"',}])", entry) is not None


def _common(found: Sequence[list[Change]]) -> list[Change]:
    """Give the changes that a merge made against every parent, as they are told against the first."""
    first, *others = found
    known = [{_place_of(change) for change in changes} for changes in others]
    return [change for change in first if all(_place_of(change) in places for places in known)]


def _place_of(change: Change) -> tuple[str, ...]:
    return (change.what, change.list_id, change.item_id, change.field, change.row, change.column)


def _touched(pair: Pair, changes: Sequence[Change]) -> Iterator[Touched]:
    before, after = pair
    header = msgspec.structs.replace(after or before or TaskList(""), items=())
    for item_id in dict.fromkeys(change.item_id for change in changes):
        yield Touched(header, item_id, before.item(item_id) if before else None, after.item(item_id) if after else None)


def _one(first: Touched, second: Touched) -> Touched:
    """Put together what two lists say of an item that went from one to the other."""
    header = second.header if second.after is not None else first.header
    return Touched(header, first.item_id, first.before or second.before, first.after or second.after)


def joined(workspace: Workspace, changes: Sequence[Change], renamed: Collection[str] = ()) -> list[Change]:
    """Give changes with an item that left one list and entered another told as moved, and what else changed in it.

    Of lists that only got another name (`renamed`, old and new ids) nothing is said but what changed in them.
    """
    left: Mapping[str, Change] = {change.item_id: change for change in changes if change.what is What.REMOVED}
    entered = {change.item_id: change for change in changes if change.what is What.ADDED and change.item_id in left}
    told: list[Change] = []
    for change in changes:
        if change.item_id not in entered:
            told.append(change)
        elif change.what is What.ADDED:
            before = Item(change.item_id, left[change.item_id].old)
            task_list = workspace.task_list(change.list_id)
            kind = workspace.kind_of(task_list) if task_list else Kind("")
            if not {change.list_id, left[change.item_id].list_id} <= set(renamed):
                told.append(Change(What.MOVED, change.list_id, change.item_id, change.title))
            told.extend(diff_items(kind, change.list_id, before, Item(change.item_id, change.new)))
    return told
