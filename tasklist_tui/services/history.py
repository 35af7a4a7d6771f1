"""Who changed what, from what to what, when and why: commits read as changes of items (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from tasklist_tui.domain.changes import Change, diff_lists
from tasklist_tui.domain.model import TaskList, Workspace
from tasklist_tui.services import messages
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.services.versions import list_id_of, read_version
from tasklist_tui.vcs import history as log
from tasklist_tui.vcs.history import Commit
from tasklist_tui.vcs.repository import Repository


class Revision(msgspec.Struct, frozen=True):
    """One commit as a person reads it; `files` are changed files that hold no list."""

    sha: str
    when: datetime
    author: str
    email: str
    subject: str
    reason: str
    changes: tuple[Change, ...]
    files: tuple[str, ...] = ()


def workspace_history(session: Session, *, limit: int = 50, skip: int = 0) -> list[Revision]:
    """Give the newest revisions of the workspace, newest first."""
    place = Place(session.root, session.repo)
    commits = log.commits(session.repo, paths=(place.in_repo("."),), limit=limit, skip=skip)
    return list(_read(place, session.snapshot.workspace, commits))


def item_history(session: Session, list_id: str, item_id: str, *, limit: int = 500) -> list[Revision]:
    """Give the revisions that changed one item, newest first, each with only that item's changes."""
    place = Place(session.root, session.repo)
    path = place.in_repo(f"lists/{list_id}.yaml")
    revisions = _read(place, session.snapshot.workspace, log.commits(session.repo, paths=(path,), limit=limit))
    found = []
    for revision in revisions:
        changes = tuple(change for change in revision.changes if change.item_id == item_id)
        if changes:
            found.append(msgspec.structs.replace(revision, changes=changes))
    return found


def changes_between(session: Session, old: str | None, new: str | None) -> list[Change]:
    """Give the changes of all lists between two revisions (None stands for an empty workspace)."""
    place = Place(session.root, session.repo)
    workspace = session.snapshot.workspace
    paths = [path for _, path in session.repo.diff_paths(old, new)]
    reader = _Reader(session.repo, workspace)
    changes: list[Change] = []
    for path in paths:
        local = _local(place, path)
        if local is not None and list_id_of(local) is not None:
            before, after = (reader.at(revision, path, local) for revision in (old, new))
            changes.extend(_diff(workspace, before, after))
    return changes


def _read(place: Place, workspace: Workspace, commits: Sequence[Commit]) -> Iterator[Revision]:
    """Turn commits into revisions; every distinct version of a file is fetched and parsed once."""
    reader = _Reader(place.repo, workspace)
    wanted = {
        blob
        for commit in commits
        for entry in commit.paths
        if (local := _local(place, entry.path)) is not None and list_id_of(local) is not None
        for blob in (entry.old_blob, entry.new_blob)
        if blob
    }
    reader.fetch(wanted)
    for commit in commits:
        changes: list[Change] = []
        others: list[str] = []
        for entry in commit.paths:
            local = _local(place, entry.path)
            if local is None:
                continue
            if list_id_of(local) is None:
                others.append(local)
                continue
            before, after = reader.blob(entry.old_blob, local), reader.blob(entry.new_blob, local)
            changes.extend(_diff(workspace, before, after))
        yield Revision(
            commit.sha,
            commit.when,
            commit.author,
            commit.email,
            commit.subject,
            commit.trailers.get(messages.REASON, ""),
            tuple(changes),
            tuple(others),
        )


def _diff(workspace: Workspace, before: TaskList | None, after: TaskList | None) -> list[Change]:
    known = after or before
    return diff_lists(workspace.kind_of(known), before, after) if known is not None else []


class _Reader:
    """Reads versions of lists, each distinct one once."""

    def __init__(self, repo: Repository, workspace: Workspace) -> None:
        self._repo = repo
        self._kinds = workspace.kinds
        self._data: Mapping[str, bytes] = {}
        self._lists: dict[tuple[str, str], TaskList | None] = {}

    def fetch(self, blobs: set[str]) -> None:
        """Fetch the bytes of `blobs` in one go."""
        self._data = log.blobs(self._repo, sorted(blobs))

    def blob(self, sha: str | None, path: str) -> TaskList | None:
        """Give the list whose file at `path` has the content `sha`."""
        if not sha:
            return None
        if (sha, path) not in self._lists:
            self._lists[sha, path] = read_version(path, self._data.get(sha), self._kinds)
        return self._lists[sha, path]

    def at(self, revision: str | None, path_in_repo: str, path: str) -> TaskList | None:
        """Give the list at `path` as of a revision."""
        data = self._repo.blob(revision, path_in_repo) if revision else None
        return read_version(path, data, self._kinds)


def _local(place: Place, path_in_repo: str) -> str | None:
    """Give a path of the repository as the workspace names it, None when it lies outside."""
    prefix = place.in_repo("")
    return path_in_repo.removeprefix(prefix) if path_in_repo.startswith(prefix) else None
