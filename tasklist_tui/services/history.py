"""Who changed what, from what to what, when and why: commits read as changes of items (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from tasklist_tui.domain.changes import Change, What, diff_items, diff_lists
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.services import messages
from tasklist_tui.services.item_versions import Cut, ItemVersions
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.services.versions import list_id_of, read_version
from tasklist_tui.vcs import history as log
from tasklist_tui.vcs.history import Commit, PathChange
from tasklist_tui.vcs.repository import Repository

#: Commits read at once for the history of an item.
_PAGE = 500


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
    """Give the newest revisions that changed one item, newest first, each with only that item's changes.

    It is followed through lists that were renamed and from list to list.
    """
    place = Place(session.root, session.repo)
    reader = _ItemReader(place, session.snapshot.workspace, item_id)
    found: list[Revision] = []
    for skip in range(0, 1_000_000, _PAGE):
        commits = log.commits(session.repo, paths=(place.in_repo("lists"),), limit=_PAGE, skip=skip)
        found.extend(reader.revisions(commits))
        if len(found) >= limit or len(commits) < _PAGE:
            break
    return found[:limit]


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
    return joined(workspace, changes)


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
        renamed = _renamed(place, commit)
        yield _revision(commit, joined(workspace, changes, renamed), [*others, *map(_path_of, renamed)])


def _revision(commit: Commit, changes: Sequence[Change], others: Sequence[str] = ()) -> Revision:
    return Revision(
        commit.sha,
        commit.when,
        commit.author,
        commit.email,
        commit.subject,
        commit.trailers.get(messages.REASON, ""),
        tuple(changes),
        tuple(others),
    )


def joined(workspace: Workspace, changes: Sequence[Change], renamed: Collection[str] = ()) -> list[Change]:
    """Give changes with an item that left one list and entered another told as moved, and what else changed in it.

    Of lists that only got another name (`renamed`, old and new ids) nothing is said but what changed in them.
    """
    left = {change.item_id: change for change in changes if change.what is What.REMOVED}
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


class _ItemReader:
    """Reads the changes of one item out of commits; each version of a file is cut once."""

    def __init__(self, place: Place, workspace: Workspace, item_id: str) -> None:
        self._place, self._workspace, self._id = place, workspace, item_id
        self._versions = ItemVersions(item_id, workspace.kinds)
        self._cuts: dict[tuple[str, str], Cut] = {}

    def revisions(self, commits: Sequence[Commit]) -> Iterator[Revision]:
        """Yield those of the commits that changed the item."""
        wanted = [
            (blob, local)
            for commit in commits
            for entry in commit.paths
            if (local := _list_path(self._place, entry.path)) is not None
            for blob in (entry.old_blob, entry.new_blob)
            if blob and (blob, local) not in self._cuts
        ]
        paths: dict[str, set[str]] = {}
        for blob, local in wanted:
            paths.setdefault(blob, set()).add(local)
        for blob, data in log.iter_blobs(self._place.repo, list(paths)):
            for local in paths[blob]:
                self._cuts[blob, local] = self._versions.cut(local, data)
        for commit in commits:
            changes = [
                change
                for entry in commit.paths
                if (local := _list_path(self._place, entry.path)) is not None
                for change in self._changes(entry, local)
            ]
            if told := joined(self._workspace, changes, _renamed(self._place, commit)):
                yield _revision(commit, told)

    def _changes(self, entry: PathChange, path: str) -> Sequence[Change]:
        before, after = (self._cuts.get((blob or "", path), Cut()) for blob in (entry.old_blob, entry.new_blob))
        if before == after:
            return ()
        if before.item is None or after.item is None or before.item != after.item:
            changes = _diff(self._workspace, before.as_list(path), after.as_list(path))
        else:
            changes = []
        if before.item is None or after.item is None or before.neighbours == after.neighbours:
            return changes
        # It stands between others now: only the whole list tells whether it was moved or they were.
        reader = _Reader(self._place.repo, self._workspace)
        reader.fetch({blob for blob in (entry.old_blob, entry.new_blob) if blob})
        whole = _diff(self._workspace, reader.blob(entry.old_blob, path), reader.blob(entry.new_blob, path))
        return [change for change in whole if change.item_id == self._id]


def _renamed(place: Place, commit: Commit) -> list[str]:
    """Give the ids of lists that vanished and of those that appeared, when a commit has both."""
    gone, new = [], []
    for entry in commit.paths:
        local = _list_path(place, entry.path)
        if local is not None and entry.new_blob is None:
            gone.append(list_id_of(local) or "")
        elif local is not None and entry.old_blob is None:
            new.append(list_id_of(local) or "")
    return [*gone, *new] if gone and new else []


def _path_of(list_id: str) -> str:
    return TaskList(list_id).path


def _list_path(place: Place, path: str) -> str | None:
    """Give the path in the workspace of a list, None for anything else."""
    local = _local(place, path)
    return local if local is not None and list_id_of(local) is not None else None


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
