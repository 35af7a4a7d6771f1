"""Two versions of a workspace into one, in memory, from what git holds: files to write, or what to decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from tasklist_tui.domain.changes import edits_between
from tasklist_tui.domain.edits import EditError
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge import Clash, Conflict, merge_lists
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import TaskList, Value
from tasklist_tui.services.versions import list_id_of, read_version
from tasklist_tui.storage.writer import rewrite, set_top_level

_COMMENT = re.compile(rb"(?m)(?:^|[ \t])#[^\r\n]*")

#: Header keys of a list that hold plain values.
_HEADER = ("title", "kind", "document", "year", "issued")


class MergedFiles(msgspec.Struct, frozen=True):
    """What to write over our side (None deletes), and what collides; with conflicts nothing may be written."""

    files: Mapping[str, bytes | None]
    conflicts: tuple[Conflict, ...]


class Three(msgspec.Struct, frozen=True):
    """One file in three versions; None where it does not exist."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


def merge_files(
    versions: Mapping[str, Three], kinds: Mapping[str, Kind], local: Callable[[str], str] = str
) -> MergedFiles:
    """Merge files that they changed, by path in the repository; `local` gives the path in the workspace.

    Lists are merged by item and field.  Any other file that both sides changed differently is a conflict, and so is one
    that is deleted on one side and changed on the other, or a list that cannot be read on one side.
    """
    files: dict[str, bytes | None] = {}
    conflicts: list[Conflict] = []
    for path, three in versions.items():
        if three.theirs in (three.base, three.ours):
            continue
        if three.ours == three.base:
            files[path] = three.theirs
            continue
        merged, clashes = _merge_one(local(path), three, kinds)
        conflicts.extend(clashes)
        if merged is not None:
            files[path] = merged
    return MergedFiles(files, tuple(conflicts))


def _merge_one(path: str, three: Three, kinds: Mapping[str, Kind]) -> tuple[bytes | None, Sequence[Conflict]]:
    if three.ours is None or three.theirs is None:
        clash = Clash.WE_REMOVED if three.ours is None else Clash.THEY_REMOVED
        return None, [_of_file(path, clash)]
    ours, theirs = (read_version(path, data, kinds) for data in (three.ours, three.theirs))
    base = read_version(path, three.base, kinds) if three.base is not None else TaskList(list_id_of(path) or "")
    if base is None or ours is None or theirs is None:
        return None, [_of_file(path, Clash.VALUES)]
    kind = kinds.get(ours.kind) or Kind(ours.kind)
    conflicts = [*merge_lists(kind, base, ours, theirs).conflicts, *_merge_headers(path, base, ours, theirs)[1]]
    if conflicts:
        return None, conflicts
    sides = [(three.ours, ours, theirs), (three.theirs, theirs, ours)]
    if _only_they_commented(three):
        sides.reverse()
    for text, mine, other in sides:
        data = _taken_in(path, text, kinds, (base, mine, other))
        if data is not None:
            return data, ()
    return None, [_of_file(path, Clash.VALUES)]


def _taken_in(
    path: str, data: bytes, kinds: Mapping[str, Kind], three: tuple[TaskList, TaskList, TaskList]
) -> bytes | None:
    """Write what the other side changed into one side's text; None when that cannot be done safely."""
    base, ours, theirs = three
    kind = kinds.get(ours.kind) or Kind(ours.kind)
    merged = merge_lists(kind, base, ours, theirs)
    header, clashes = _merge_headers(path, base, ours, theirs)
    if merged.conflicts or clashes:
        return None
    try:
        text, result = rewrite(data.decode("utf-8"), ours, merged.edits, kind)
        for name, value in header.items():
            text = set_top_level(text, name, value)
    except (EditError, UserError):
        return None
    made = text.encode("utf-8")
    again = read_version(path, made, kinds)
    # What was written is read once more: a merge that does not say what was decided must never be committed.
    if again is None or edits_between(again, result) or _header(again) != {**_header(ours), **header}:
        return None
    return made


def _only_they_commented(three: Three) -> bool:
    """Say whether comments were changed on their side only; their text is then the one to write into."""
    base, ours, theirs = (_COMMENT.findall(data or b"") for data in (three.base, three.ours, three.theirs))
    return ours == base != theirs


def _header(task_list: TaskList) -> dict[str, Value]:
    """Give what stands above the items, by key; empty values are left out."""
    values = {**{name: getattr(task_list, name) for name in _HEADER}, **task_list.extra}
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _merge_headers(
    path: str, base: TaskList, ours: TaskList, theirs: TaskList
) -> tuple[dict[str, Value], list[Conflict]]:
    """Give the header values to take over from them, and those that collide."""
    taken: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    was, mine, new = (_header(version) for version in (base, ours, theirs))
    for name in {**was, **mine, **new}:
        values = [values.get(name) for values in (was, mine, new)]
        if values[2] in values[:2]:
            continue
        if values[1] == values[0] and name in new and not isinstance(new[name], list | dict):
            taken[name] = new[name]
        elif name in _HEADER:
            conflicts.append(
                Conflict(
                    Clash.VALUES,
                    ours.id,
                    "",
                    ours.title,
                    field=name,
                    base=values[0],
                    ours=values[1],
                    theirs=values[2],
                )
            )
        else:
            conflicts.append(_of_file(path, Clash.VALUES))
    return taken, conflicts


def _of_file(path: str, clash: Clash) -> Conflict:
    """Give a conflict of a whole file."""
    return Conflict(clash, list_id_of(path) or "", "", path)
