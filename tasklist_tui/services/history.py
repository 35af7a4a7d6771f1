"""Who changed what, from what to what, when and why: commits read as changes of items (DESIGN §6).

The index (`history_index.py`) answers where it holds everything; until then the commits are read themselves, newest
first.  Both give the same revisions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

import msgspec

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.history_filter import About, HistoryFilter
from tasklist_tui.domain.model import Value, Workspace
from tasklist_tui.services.change_reader import ChangeReader, Reading, joined
from tasklist_tui.services.history_index import LightsOfDays, abouts, asked, reason_of
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.services.versions import list_id_of
from tasklist_tui.storage.entrywindow import Frame, entries_with, frame_of, writes_every_id
from tasklist_tui.storage.history_store import HistoryStore, StoredCommit, Wanted
from tasklist_tui.vcs import history as log
from tasklist_tui.vcs.history import Commit

#: Commits asked of git at once when an item, or what a filter wants, is looked for.
_PAGE = 5000
#: Commits read at once where their changes are needed in full.
_READ = 100


class Revision(msgspec.Struct, frozen=True):
    """One commit as a person reads it; `files` are changed files that hold no list.

    `parents` has more than one for a merge, which tells only what it changed itself.  `is_cut` says that a shallow
    clone begins here: what this commit changed is not known.
    """

    sha: str
    when: datetime
    author: str
    email: str
    subject: str
    reason: str
    changes: tuple[Change, ...]
    files: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    is_cut: bool = False


class Cursor(msgspec.Struct, frozen=True):
    """Where the next page begins: behind the commit `sha`, the `passed`th from the newest."""

    sha: str
    passed: int


class Page(msgspec.Struct, frozen=True):
    """Some revisions, newest first; `next` is None at the end, `indexed` says that the index was asked."""

    revisions: tuple[Revision, ...]
    next: Cursor | None
    indexed: bool


class FieldChange(msgspec.Struct, frozen=True):
    """Who gave a field another value, when, why, and from what to what."""

    when: datetime
    author: str
    sha: str
    subject: str
    reason: str
    old: Value
    new: Value


def workspace_history(session: Session, *, limit: int = 50, skip: int = 0) -> list[Revision]:
    """Give the newest revisions of the workspace, newest first."""
    place = Place(session.root, session.repo)
    commits = log.commits(session.repo, paths=(place.in_repo("."),), limit=limit, skip=skip)
    reader = ChangeReader(place, session.snapshot.workspace)
    return [_revision(commit, reading, reader) for commit, reading in reader.read(commits)]


def history_page(session: Session, wanted: HistoryFilter, after: Cursor | None = None, *, limit: int = 50) -> Page:
    """Give up to `limit` revisions that hold what is wanted, newest first, each with only the changes wanted."""
    found = asked(session, lambda store: _page_of_index(store, wanted, after, limit))
    return _page_of_commits(session, wanted, after, limit) if found is None else found


def item_history(session: Session, list_id: str, item_id: str, *, limit: int = 500) -> list[Revision]:
    """Give the newest revisions that changed one item, newest first, each with only that item's changes.

    It is followed through lists that were renamed and from list to list.
    """
    found = asked(session, lambda store: list(islice(store.newest(Wanted(item_id=item_id)), limit)))
    if found is None:
        return list(islice(_item_from_commits(session, item_id), limit))
    return [_from_store(stored, list(stored.changes)) for stored in found]


def field_history(
    session: Session, list_id: str, item_id: str, field: str, row: str = "", column: str = ""
) -> list[FieldChange]:
    """Give who changed a field of an item (or of a row that goes by the label `row`), newest first."""
    found: list[FieldChange] = []
    for revision in item_history(session, list_id, item_id, limit=1_000_000):
        for change in revision.changes:
            told = _of_field(change, field, row, column)
            if told is not None:
                found.append(
                    FieldChange(revision.when, revision.author, revision.sha, revision.subject, revision.reason, *told)
                )
    return found


def changes_between(session: Session, old: str | None, new: str | None) -> list[Change]:
    """Give the changes of all lists between two revisions (None stands for an empty workspace).

    Lists that cannot be read in one of them are left out.
    """
    workspace = session.snapshot.workspace
    reader = ChangeReader(Place(session.root, session.repo), workspace)
    changes: list[Change] = []
    for _status, path in session.repo.diff_paths(old, new):
        local = reader.local(path)
        if local is not None and list_id_of(local) is not None:
            versions = [session.repo.blob(revision, path) if revision else None for revision in (old, new)]
            pair = reader.between(local, *versions)
            # A version that cannot be read says nothing; least of all that its items are gone.
            if not any(data is not None and task_list is None for data, task_list in zip(versions, pair, strict=True)):
                changes.extend(reader.diff(pair))
    return joined(workspace, changes)


def _of_field(change: Change, field: str, row: str, column: str) -> tuple[Value, Value] | None:
    """Give the old and the new value of the field by a change, None when it did not change it."""
    if change.what in {What.ADDED, What.REMOVED} and not row:
        old, new = ((whole or {}).get(field) for whole in (change.old, change.new))
        return None if old == new else (old, new)
    if change.field != field or change.row != row:
        return None
    if change.what in {What.ROW_ADDED, What.ROW_REMOVED} and column:
        old, new = ((whole or {}).get(column) for whole in (change.old, change.new))
        return None if old == new else (old, new)
    return (change.old, change.new) if change.column == column else None


def _revision(
    commit: Commit, reading: Reading, reader: ChangeReader, changes: Sequence[Change] | None = None
) -> Revision:
    return Revision(
        commit.sha,
        commit.when,
        commit.author,
        commit.email,
        commit.subject,
        reason_of(commit),
        reading.changes if changes is None else tuple(changes),
        reading.files if changes is None else (),
        commit.parents,
        reader.is_cut(commit),
    )


def _from_store(stored: StoredCommit, changes: Sequence[Change]) -> Revision:
    return Revision(
        stored.sha,
        stored.when,
        stored.author,
        stored.email,
        stored.subject,
        stored.reason,
        tuple(changes),
        stored.files if changes is stored.changes else (),
        stored.parents,
        stored.cut,
    )


# --- with a filter


def _page_of_index(store: HistoryStore, wanted: HistoryFilter, after: Cursor | None, limit: int) -> Page:
    place = store.place_of(after.sha) if after else None
    found: list[Revision] = []
    for stored in store.newest(_conditions(wanted), place):
        changes = _chosen(wanted, stored)
        if changes is None:
            continue
        if len(found) == limit:
            return Page(tuple(found), Cursor(found[-1].sha, (after.passed if after else 0) + limit), indexed=True)
        found.append(_from_store(stored, changes))
    return Page(tuple(found), None, indexed=True)


def _conditions(wanted: HistoryFilter) -> Wanted:
    return Wanted(wanted.item_id, wanted.list_id, wanted.field, wanted.committee, wanted.light, wanted.text)


def _chosen(wanted: HistoryFilter, stored: StoredCommit) -> Sequence[Change] | None:
    """Give the changes of a commit that are wanted, None when the commit is not."""
    if not wanted.admits(stored.author, stored.email, stored.when.date()):
        return None
    if not wanted.chooses_changes:
        return stored.changes
    said = f"{stored.subject}\n{stored.reason}"
    chosen = [c for c, about in zip(stored.changes, stored.about, strict=True) if wanted.wants(c, about, said)]
    return chosen or None


def _page_of_commits(session: Session, wanted: HistoryFilter, after: Cursor | None, limit: int) -> Page:
    """Do what `history_page` does without the index, as far back as it takes to fill a page."""
    place, workspace = Place(session.root, session.repo), session.snapshot.workspace
    reader, lights = ChangeReader(place, workspace), LightsOfDays(workspace)
    passed = after.passed if after else 0
    found: list[Revision] = []
    size = limit + 1
    while True:
        commits = log.commits(session.repo, paths=(place.in_repo("."),), limit=size, skip=passed)
        for commit, reading in reader.read(commits):
            changes = _chosen_of(wanted, commit, reading, lights, workspace)
            if changes is not None:
                if len(found) == limit:
                    return Page(tuple(found), Cursor(found[-1].sha, passed), indexed=False)
                whole = changes is reading.changes
                found.append(_revision(commit, reading, reader, None if whole else changes))
            passed += 1
        if len(commits) < size:
            return Page(tuple(found), None, indexed=False)
        size = _READ


def _chosen_of(
    wanted: HistoryFilter, commit: Commit, reading: Reading, lights: LightsOfDays, workspace: Workspace
) -> Sequence[Change] | None:
    if not wanted.admits(commit.author, commit.email, commit.when.date()):
        return None
    if not wanted.chooses_changes:
        return reading.changes
    needs = wanted.committee or wanted.light
    about = abouts(workspace, lights, reading, commit.when.date()) if needs else [About()] * len(reading.changes)
    said = f"{commit.subject}\n{reason_of(commit)}"
    return [c for c, known in zip(reading.changes, about, strict=True) if wanted.wants(c, known, said)] or None


# --- one item, without the index


def _item_from_commits(session: Session, item_id: str) -> Iterator[Revision]:
    """Yield the revisions that changed an item: those before and after which its lines differ are read."""
    place = Place(session.root, session.repo)
    reader = ChangeReader(place, session.snapshot.workspace)
    marks = _Marks(reader, item_id.encode())
    skip = 0
    while True:
        commits = log.commits(session.repo, paths=(place.in_repo("lists"),), limit=_PAGE, skip=skip)
        marks.take(place, commits)
        may_differ = [commit for commit in commits if marks.differ(commit)]
        for start in range(0, len(may_differ), _READ):
            for commit, reading in reader.read(may_differ[start : start + _READ]):
                changes = [change for change in reading.changes if change.item_id == item_id]
                if changes:
                    yield _revision(commit, reading, reader, changes)
        if len(commits) < _PAGE:
            return
        skip += _PAGE


class _Marks:
    """What tells the lines of one item, and of its neighbours, in each version of each list."""

    def __init__(self, reader: ChangeReader, needle: bytes) -> None:
        self._reader = reader
        self._needle = needle
        self._marks: dict[str, bytes] = {}
        self._frames: dict[str, Frame | None] = {}

    def take(self, place: Place, commits: Sequence[Commit]) -> None:
        """Look at every version of a list that the commits have and that was not looked at yet."""
        paths: dict[str, str] = {}
        for commit in commits:
            for entry in commit.paths:
                paths.update({blob: entry.path for blob in (entry.new_blob, entry.old_blob) if blob})
            for merged in commit.merged:
                paths.update({blob: merged.path for blob in (merged.new_blob, *merged.old_blobs) if blob})
        wanted = [blob for blob, path in paths.items() if blob not in self._marks and self._is_list(path)]
        for blob, data in log.iter_blobs(place.repo, wanted):
            self._marks[blob] = self._mark(paths[blob], data)

    def differ(self, commit: Commit) -> bool:
        """Say whether the item may differ between a commit and (each of) its parents."""
        if self._reader.is_cut(commit):
            return False
        if len(commit.parents) > 1:
            return any(
                all(self._of(old) != self._of(entry.new_blob) for old in entry.old_blobs)
                for entry in commit.merged
                if self._is_list(entry.path)
            )
        return any(
            self._of(entry.old_blob) != self._of(entry.new_blob) for entry in commit.paths if self._is_list(entry.path)
        )

    def _is_list(self, path: str) -> bool:
        local = self._reader.local(path)
        return local is not None and list_id_of(local) is not None

    def _of(self, blob: str | None) -> bytes:
        return self._marks.get(blob, b"") if blob else b""

    def _mark(self, path: str, data: bytes) -> bytes:
        frame = self._frames.get(path)
        if frame is None or not data.startswith(frame.head):
            frame = self._frames[path] = frame_of(data)
        if frame is None:
            return hashlib.blake2b(data, digest_size=16).digest()
        found = entries_with(frame, data, self._needle)
        if found or writes_every_id(frame, data):
            return hashlib.blake2b(b"\0".join(found), digest_size=16).digest() if found else b""
        # An entry without a written id has one that follows from its title and place: only the whole list tells.
        return hashlib.blake2b(data, digest_size=16).digest()
