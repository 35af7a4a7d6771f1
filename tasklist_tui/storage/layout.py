"""A whole workspace from disk: every file once, again only what changed, one broken file never the rest."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TASK, Document, Event, Settings, TaskList, Workspace, YearCalendar
from tasklist_tui.domain.problems import Problem
from tasklist_tui.storage import files, kindfiles, settings
from tasklist_tui.storage.cache import Cache, make_key
from tasklist_tui.storage.folders import EVENTS, SETTINGS, Found, find_files, find_root, is_ours, is_workspace
from tasklist_tui.storage.packing import no_collection
from tasklist_tui.storage.skeleton import ATTRIBUTES, skeleton

__all__ = [
    "ATTRIBUTES",
    "FileStamp",
    "Loaded",
    "changed",
    "find_root",
    "is_workspace",
    "load",
    "load_data",
    "remember",
    "skeleton",
    "with_lists",
]

#: The typed content of a file, and what is wrong with it.
Made = tuple[Any, tuple[Problem, ...]]

_KINDS = "kinds"
_LIST_KIND = re.compile(rb"^kind[ \t]*:", re.MULTILINE)

#: A file may change again, unseen, within the time unit of its disk (2 s on FAT); so fresh files are read once more.
_FRESH_NS = 2_000_000_000

_SHAPES: Mapping[str, Any] = {
    SETTINGS: Settings,
    EVENTS: tuple[Event, ...],
    "calendar": YearCalendar | None,
    "documents": Document | None,
    "lists": TaskList | None,
}


class FileStamp(msgspec.Struct, frozen=True):
    """What a file was when it was read: hash of its content ("" when that failed) and how the disk described it.

    `fresh`: it had changed so shortly before that the description does not prove that it stayed the same.
    """

    digest: str
    mtime_ns: int
    size: int
    inode: int
    fresh: bool = False

    def matches(self, info: os.stat_result) -> bool:
        """Say whether the disk describes the file as it did."""
        return (self.mtime_ns, self.size, self.inode) == (info.st_mtime_ns, info.st_size, info.st_ino)


class Part(msgspec.Struct, frozen=True):
    """What one file gave.  `key` says what it was made from, b"" when it has to be made again; `kept`: in the cache."""

    key: bytes
    value: Any
    problems: tuple[Problem, ...] = ()
    kept: bool = False


class Loaded(msgspec.Struct, frozen=True):
    """A workspace and what is needed to read it again cheaply."""

    workspace: Workspace
    files: Mapping[str, FileStamp] = {}
    parts: Mapping[str, Part] = {}
    notices: tuple[Problem, ...] = ()


def load(root: Path, state_dir: Path | None = None, previous: Loaded | None = None) -> Loaded:
    """Read the workspace in `root`; the cache is in `state_dir` (None: no cache).

    Of `previous`, everything whose file did not change is used again, the same objects; when nothing changed at all,
    also the same `Workspace`.  Nothing is raised for what is wrong in a file: that is in `workspace.problems`.
    """
    with no_collection():
        return _Loading(root, Cache(state_dir), previous, find_files(root)).run()


def load_data(data: Mapping[str, bytes], previous: Loaded) -> Loaded:
    """Read a workspace whose files are not on the disk, like `load`; `data` is their contents by path.

    What has the same content in `previous` is used again, the same objects.  Other files than ours are passed over.
    """
    ours = {path: content for path, content in sorted(data.items()) if is_ours(path)}
    nowhere = os.stat_result((0,) * 10)
    found = Found(dict.fromkeys(ours, nowhere), ())
    loading = _Loading(Path(), Cache(None), previous, found)
    for path, content in ours.items():
        loading.data[path] = content
        loading.stamps[path] = FileStamp(files.digest(content), 0, len(content), 0, fresh=True)
    with no_collection():
        return loading.assembled()


def changed(root: Path, previous: Loaded) -> bool:
    """Say whether `load` may find something new.  Looks at names, sizes and times only; cheap enough to be polled."""
    found = find_files(root)
    if found.problems != previous.notices or found.files.keys() != previous.files.keys():
        return True
    settled = time.time_ns() - _FRESH_NS
    for path, info in found.files.items():
        stamp = previous.files[path]
        if not stamp.matches(info) or not stamp.digest or (stamp.fresh and info.st_mtime_ns < settled):
            return True
    return False


def with_lists(root: Path, loaded: Loaded, lists: Mapping[str, tuple[bytes, TaskList]]) -> Loaded:
    """Give `loaded` with lists that were just written, by path, without reading them again."""
    stamps, parts = dict(loaded.files), dict(loaded.parts)
    for path, (data, task_list) in lists.items():
        info = (root / path).stat()
        # The file may be another one by now; as a fresh one it is looked at once more.
        stamps[path] = FileStamp(files.digest(data), info.st_mtime_ns, info.st_size, info.st_ino, fresh=True)
        old = parts.get(path)
        problems = old.problems if old else ()
        # The lines of problems have moved: they are found again when the file is next looked at.
        key = b"" if problems else _list_key(path, stamps[path].digest, parts[_KINDS].key)
        parts[path] = Part(key, task_list, problems)
    ordered = {path: stamps[path] for path in sorted(stamps)}
    return Loaded(_assemble(loaded.notices, parts, loaded), ordered, _ordered(parts), loaded.notices)


def remember(loaded: Loaded, state_dir: Path | None) -> None:
    """Put into the cache what is not there yet: lists that were saved or changed since the workspace was opened."""
    cache = Cache(state_dir)
    for path, part in loaded.parts.items():
        if part.key and not part.kept and isinstance(part.value, TaskList):
            cache.put(path, part.key, part.value, part.problems)


def _list_key(path: str, digest: str, kinds_key: bytes) -> bytes:
    return make_key(path, digest, kinds_key.hex()) if kinds_key else b""


class _Loading:
    """One run of `load`."""

    def __init__(self, root: Path, cache: Cache, previous: Loaded | None, found: Found) -> None:
        self.root = root
        self.cache = cache
        self.previous = previous
        self.old = previous or Loaded(Workspace())
        self.found = found
        self.data: dict[str, bytes] = {}
        self.stamps: dict[str, FileStamp] = {}
        self.failed: dict[str, Part] = {}
        self.missed = False

    def run(self) -> Loaded:
        for path in self.found.files:
            self._look_at(path)
        return self.assembled()

    def assembled(self) -> Loaded:
        """Give the workspace of the files that were looked at."""
        parts: dict[str, Part] = {_KINDS: self._kinds()}
        for path in self.found.files:
            if path in self.failed:
                parts[path] = self.failed[path]
            elif path in self.stamps and not path.startswith("kinds/"):
                parts[path] = self._part(path, parts[_KINDS])
        if self.missed:
            self.cache.prune(set(parts))
        workspace = _assemble(self.found.problems, parts, self.previous)
        return Loaded(workspace, self.stamps, _ordered(parts), self.found.problems)

    def _look_at(self, path: str) -> None:
        """Stamp a file; it is opened only when its description changed."""
        info = self.found.files[path]
        known = self.old.files.get(path)
        if known is not None and known.digest and not known.fresh and known.matches(info):
            self.stamps[path] = known
            return
        try:
            data = files.read(self.root / path)
        except files.FileMissing:
            return
        except UserError as error:
            problem = Problem(path, error.message, error.hint, code="unreadable")
            self.failed[path] = Part(b"", None, (problem,))
            digest = ""
        else:
            self.data[path] = data
            digest = files.digest(data)
        fresh = info.st_mtime_ns > time.time_ns() - _FRESH_NS
        self.stamps[path] = FileStamp(digest, info.st_mtime_ns, info.st_size, info.st_ino, fresh)

    def _content(self, path: str) -> bytes:
        """Give the bytes that the stamp of the file stands for; raises `UserError` when it is another file by now."""
        if path not in self.data:
            data = files.read(self.root / path)
            if files.digest(data) != self.stamps[path].digest:
                self.stamps[path] = msgspec.structs.replace(self.stamps[path], digest="")
                raise UserError(msg("{path} is being changed at this moment", path=path), msg("it is read again soon"))
            self.data[path] = data
        return self.data[path]

    def _kinds(self) -> Part:
        own = [path for path in self.stamps if path.startswith("kinds/") and path not in self.failed]
        digests = [f"{path}={self.stamps[path].digest}" for path in own]
        builtin = [f"{path}={files.digest(data)}" for path, data in kindfiles.builtin_files().items()]
        key = make_key(_KINDS, *builtin, "", *digests)
        part = self._made(
            _KINDS, key, dict[str, Kind], lambda: kindfiles.read_kinds({path: self._content(path) for path in own})
        )
        return part if part.key else msgspec.structs.replace(part, value=dict(kindfiles.builtin_kinds()))

    def _part(self, path: str, kinds: Part) -> Part:
        digest = self.stamps[path].digest
        shape = _SHAPES.get(path) or _SHAPES[path.split("/", 1)[0]]
        key = _list_key(path, digest, kinds.key) if path.startswith("lists/") else make_key(path, digest)
        return self._made(path, key, shape, lambda: _read(path, self._content(path), kinds.value))

    def _made(self, slot: str, key: bytes, shape: Any, make: Callable[[], Made]) -> Part:
        """Give a part: the one from before, else from the cache, else made and kept (never under the key b"")."""
        old = self.old.parts.get(slot)
        if old is not None and old.key == key != b"":
            return old
        stored = self.cache.get(slot, key, shape) if key else None
        if stored is not None:
            value, problems = stored
            return Part(key, value if old is None else _shared(old.value, value), problems, kept=True)
        self.missed = True
        try:
            value, problems = make()
        except UserError as error:
            return Part(b"", None, (Problem(slot, error.message, error.hint, code="unreadable"),))
        # Of a workspace that is open, lists are kept when it is closed (`remember`): packing a long one takes longer
        # than reading what is new in it.
        later = self.previous is not None and isinstance(value, TaskList)
        kept = bool(key) and not later and self.cache.put(slot, key, value, problems)
        return Part(key, value if old is None else _shared(old.value, value), problems, kept)


def _shared(old: Any, new: Any) -> Any:
    """Give `new` with everything that is equal taken from `old`: what rests on the identity of items stays valid."""
    if old == new:
        return old
    if not (isinstance(old, TaskList) and isinstance(new, TaskList)):
        return new
    items = tuple(known if (known := old.item(item.id)) == item else item for item in new.items)
    return msgspec.structs.replace(new, items=items)


def _read(path: str, data: bytes, kinds: Mapping[str, Kind]) -> Made:
    """Give the typed content of a file, whatever it is, and what is wrong with it."""
    if path == SETTINGS:
        return settings.read_settings(path, data)
    if path == EVENTS:
        return settings.read_events(path, data)
    if path.startswith("documents/"):
        return settings.read_document(path, data)
    if path.startswith("calendar/"):
        return settings.read_calendar(path, data)
    return _read_list(path, data, kinds)


def _read_list(path: str, data: bytes, kinds: Mapping[str, Kind]) -> tuple[TaskList | None, tuple[Problem, ...]]:
    from tasklist_tui.storage.gate import FileError
    from tasklist_tui.storage.recent import read_recent

    try:
        task_list, problems = read_recent(PurePosixPath(path).stem, path, data, kinds)
    except FileError as error:
        return None, (error.problem,)
    if task_list.kind not in kinds:
        place = _LIST_KIND.search(data)
        line = data.count(b"\n", 0, place.start()) + 1 if place else 0
        message = msg("there is no kind “{kind}”", kind=task_list.kind)
        hint = msg("correct the name (possible: {ways}), or declare it in kinds/", ways=tuple(sorted(kinds)))
        problems = (Problem(path, message, hint, line=line, field="kind", code="unknown-kind"), *problems)
    return task_list, problems


def _ordered(parts: Mapping[str, Part]) -> dict[str, Part]:
    return {name: parts[name] for name in sorted(parts)}


def _assemble(notices: tuple[Problem, ...], parts: Mapping[str, Part], previous: Loaded | None) -> Workspace:
    """Put the parts together; when they are those of `previous`, give its workspace."""
    if previous is not None and notices == previous.notices and _same(parts, previous.parts):
        return previous.workspace
    values = {name: part.value for name, part in sorted(parts.items()) if part.value is not None}
    calendars = {year: value for name, value in values.items() if (year := _calendar_year(name)) is not None}
    return Workspace(
        settings=values.get(SETTINGS, Settings()),
        kinds=values.get(_KINDS, {}),
        lists=_in_order([value for value in values.values() if isinstance(value, TaskList)]),
        documents=tuple(value for value in values.values() if isinstance(value, Document)),
        events=values.get(EVENTS, ()),
        calendars=calendars,
        problems=(*notices, *(problem for _, part in sorted(parts.items()) for problem in part.problems)),
    )


def _in_order(lists: Sequence[TaskList]) -> tuple[TaskList, ...]:
    """Give the lists of tasks first, the others after them, each by the names of their files."""
    return tuple(sorted(lists, key=lambda task_list: task_list.kind != TASK))


def _calendar_year(path: str) -> int | None:
    return settings.calendar_year(path) if path.startswith("calendar/") else None


def _same(parts: Mapping[str, Part], old: Mapping[str, Part]) -> bool:
    return parts.keys() == old.keys() and all(
        part is old[name] or (part.value is old[name].value and part.problems == old[name].problems)
        for name, part in parts.items()
    )
