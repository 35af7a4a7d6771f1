"""Keeping the index of the history in step with git: what is missing is read, what is gone is taken out (DESIGN §6)."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.history_filter import About
from tasklist_tui.domain.lights import Judge, Lights
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.services import messages
from tasklist_tui.services.change_reader import ChangeReader, Reading, Touched
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.storage.history_store import HistoryStore, StoredCommit, open_store
from tasklist_tui.vcs import history as log
from tasklist_tui.vcs.history import Commit

#: Commits that are read and put in together; a killed build loses at most so many.
_BATCH = 250
#: With at most so many new commits a reader extends the index before asking it.
_FEW = 100

T = TypeVar("T")

#: Told how many commits are done, and of how many.
Progress = Callable[[int, int], None]


def quiet(_done: int, _total: int) -> None:
    """Take no notice of progress."""


def never() -> bool:
    """Do not cancel."""
    return False


def extend(session: Session, progress: Progress = quiet, cancelled: Callable[[], bool] = never) -> bool:
    """Read what the index does not hold yet; say whether it holds everything now.

    It may be cancelled between batches, and another process may do the same at the same time.
    """
    try:
        with open_store(_path(session)) as store:
            return _extend(session, store, progress, cancelled)
    except (sqlite3.Error, OSError):
        return False


def asked(session: Session, ask: Callable[[HistoryStore], T]) -> T | None:
    """Ask the index, after reading the few commits that are new; None when it lacks more or cannot be used."""
    path = _path(session)
    if not path.exists():
        return None
    try:
        with open_store(path) as store:
            return ask(store) if _caught_up(session, store) else None
    except (sqlite3.Error, msgspec.MsgspecError, ValueError, OSError):
        return None


def _caught_up(session: Session, store: HistoryStore) -> bool:
    if store.fact("basis") != _basis(session):
        return False
    if store.fact("head") == (session.repo.head() or "") and store.fact("cut") == _cut(session):
        return True
    return len(_missing(session, store)) <= _FEW and _extend(session, store, quiet, never)


def about_of(workspace: Workspace, lights: LightsOfDays, touched: Touched, day: date) -> About:
    """Give the committees and the lights, by `day`, of an item that a commit changed."""
    item = touched.after or touched.before
    before, after = (lights.colour(touched.header, state, day) for state in (touched.before, touched.after))
    return About(tuple(item.committees()) if item else (), before, after)


class LightsOfDays:
    """Lights by the days of changes, with the rules and the calendar of now."""

    def __init__(self, workspace: Workspace) -> None:
        """Judge by the settings of `workspace`."""
        self._workspace = workspace
        self._calendar = Calendar(workspace.calendars, workspace.settings.calendar)
        self._lights: dict[date, Lights] = {}

    def colour(self, header: TaskList, item: Item | None, day: date) -> str:
        """Give the colour of an item on a day, "" where it is not there."""
        if item is None:
            return ""
        if day not in self._lights:
            self._lights = {
                day: Lights(Judge(day, self._calendar, self._workspace.settings.lights), self._workspace.kinds)
            }
        return self._lights[day].of(header, item).colour.value


def abouts(workspace: Workspace, lights: LightsOfDays, reading: Reading, day: date) -> tuple[About, ...]:
    """Give what is known of the item of each change."""
    known = {touched.item_id: about_of(workspace, lights, touched, day) for touched in reading.touched}
    return tuple(known.get(change.item_id, About()) for change in reading.changes)


def reason_of(commit: Commit) -> str:
    """Give the reason that was given for a commit."""
    return commit.trailers.get(messages.REASON, "")


def _extend(session: Session, store: HistoryStore, progress: Progress, cancelled: Callable[[], bool]) -> bool:
    basis = _basis(session)
    if store.fact("basis") != basis:
        store.clear()
        store.note(basis=basis)
    head = session.repo.head()
    missing = _missing(session, store)
    place, workspace = Place(session.root, session.repo), session.snapshot.workspace
    reader, lights = ChangeReader(place, workspace), LightsOfDays(workspace)
    times = store.shas()
    for start in range(0, len(missing), _BATCH):
        if cancelled():
            return False
        progress(start, len(missing))
        commits = log.commits_of(session.repo, missing[start : start + _BATCH])
        batch = []
        for commit, reading in reader.read(commits):
            at = max([commit.committed, *(times[sha] + 1 for sha in commit.parents if sha in times)])
            times[commit.sha] = at
            batch.append(_stored(commit, reading, at, abouts(workspace, lights, reading, commit.when.date()), reader))
        store.add(batch)
    progress(len(missing), len(missing))
    store.note(head=head or "", cut=_cut(session))
    return True


def _stored(commit: Commit, reading: Reading, at: int, about: tuple[About, ...], reader: ChangeReader) -> StoredCommit:
    return StoredCommit(
        sha=commit.sha,
        at=at,
        when=commit.when,
        author=commit.author,
        email=commit.email,
        subject=commit.subject,
        reason=reason_of(commit),
        parents=commit.parents,
        files=reading.files,
        changes=reading.changes,
        about=about,
        cut=reader.is_cut(commit),
    )


def _missing(session: Session, store: HistoryStore) -> list[str]:
    """Give the commits of the history that the index lacks, parents first; takes out what is history no more."""
    head = session.repo.head()
    if head is None:
        return []
    known = store.shas()
    last = store.fact("head")
    if last and last in known and store.fact("cut") == _cut(session) and _grew(session, last, head):
        return [sha for sha in log.reachable(session.repo, head, last) if sha not in known]
    wanted = log.reachable(session.repo, head)
    cut = log.cut_off(session.repo)
    stale = {sha for sha in store.cut() if sha not in cut} | {sha for sha in cut if sha in known} - store.cut()
    gone = known.keys() - set(wanted) | stale
    if gone:
        store.remove(gone)
    return [sha for sha in wanted if sha not in known or sha in gone]


def _grew(session: Session, last: str, head: str) -> bool:
    """Say whether the history only became longer since the index held everything."""
    return session.repo.objects.read(last) is not None and log.is_ancestor(session.repo, last, head)


def _basis(session: Session) -> str:
    """Give what all changes were read with: other kinds, rules or calendars make the index anew."""
    workspace = session.snapshot.workspace
    read_with = (
        sorted(workspace.kinds.items()),
        workspace.settings.lights,
        workspace.settings.calendar,
        sorted(workspace.calendars.items()),
        Place(session.root, session.repo).in_repo(""),
    )
    return hashlib.sha256(msgspec.json.encode(read_with)).hexdigest()


def _cut(session: Session) -> str:
    return " ".join(sorted(log.cut_off(session.repo)))


def _path(session: Session) -> Path:
    """Give where the index lies; each workspace of a repository has one of its own."""
    prefix = Place(session.root, session.repo).in_repo("")
    name = f"history-{hashlib.sha256(prefix.encode()).hexdigest()[:8]}.sqlite" if prefix else "history.sqlite"
    return session.repo.state_dir / name
