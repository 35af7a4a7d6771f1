"""The versions of a file that a merge cannot put together: what they say, and which of them cannot be read, and why."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.conflicts import Conflict
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.problems import Problem
from tasklist_tui.services.change_reader import ChangeReader
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.services.versions import list_id_of
from tasklist_tui.storage.folders import is_ours
from tasklist_tui.storage.gate import FileError, admit
from tasklist_tui.storage.parse import parse_exact
from tasklist_tui.storage.recent import read_recent


class FileVersions(msgspec.Struct, frozen=True):
    """A file before and on both sides: its text, None where it is not there or no text; why it cannot be read.

    The changes are those of a list, none where it cannot be read before or after.
    """

    base: str | None = None
    ours: str | None = None
    theirs: str | None = None
    ours_problem: Problem | None = None
    theirs_problem: Problem | None = None
    ours_changes: tuple[Change, ...] = ()
    theirs_changes: tuple[Change, ...] = ()


def file_versions(session: Session, conflict: Conflict, base: str | None, theirs: str) -> FileVersions:
    """Give the versions of the file that a conflict is about as a whole: in `base`, in HEAD and in `theirs`."""
    place = Place(session.root, session.repo)
    revisions = (base, session.repo.head(), theirs)
    data = [session.repo.blob(revision, conflict.path) if revision else None for revision in revisions]
    kinds, path = session.snapshot.workspace.kinds, place.in_workspace(conflict.path)
    texts = [_text(one) for one in data]
    broken = [unreadable(path, one, kinds) for one in data]
    changes: list[tuple[Change, ...]] = [(), ()]
    if list_id_of(path) is not None and data[0] is not None and broken[0] is None:
        reader = ChangeReader(place, session.snapshot.workspace)
        for number in (1, 2):
            if data[number] is not None and broken[number] is None:
                changes[number - 1] = tuple(reader.diff(reader.between(path, data[0], data[number])))
    return FileVersions(texts[0], texts[1], texts[2], broken[1], broken[2], *changes)


def unreadable(path: str, data: bytes | None, kinds: Mapping[str, Kind]) -> Problem | None:
    """Say where and why a version of a file of the workspace cannot be read, None when it can, or is not there."""
    if data is None or not is_ours(path):
        return None
    list_id = list_id_of(path)
    try:
        if list_id is not None:
            read_recent(list_id, path, data, kinds)
        elif data.strip():
            parse_exact(admit(data, path))
    except FileError as error:
        return error.problem
    return None


def _text(data: bytes | None) -> str | None:
    try:
        text = data.decode("utf-8") if data is not None else None
    except UnicodeDecodeError:
        return None
    return None if text is not None and "\0" in text else text
