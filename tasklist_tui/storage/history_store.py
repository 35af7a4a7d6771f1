"""The index of the history: commits and their changes in a SQLite file that can be thrown away and made anew.

It lies under `.git/tasklist/`.  Commits are put in whole transactions, so a killed build leaves some of them out and
nothing half; which are missing is found by comparing with git.  Several processes may read and write it at once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.history_filter import About, change_words
from tasklist_tui.storage.packing import pack_value, unpack_value

#: Raised whenever the tables or what is put into them change; another version is thrown away.
_VERSION = 1
#: How long a process waits for another one that is writing, in seconds.
_PATIENCE = 5.0

#: Conditions that follow are of our own words; every value goes by a mark.
_COMMITS = "SELECT id, sha, at, made, author, email, subject, reason, parents, files, cut FROM commits"
_CHANGES = (
    "SELECT commit_id, what, list_id, item_id, title, field, row, col, old, new, committees, before, after"
    " FROM changes WHERE commit_id IN"
)

_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE commits (
  id INTEGER PRIMARY KEY, sha TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, made TEXT NOT NULL, author TEXT NOT NULL,
  email TEXT NOT NULL, subject TEXT NOT NULL, reason TEXT NOT NULL, parents TEXT NOT NULL, files TEXT NOT NULL,
  cut INTEGER NOT NULL
);
CREATE INDEX commits_in_order ON commits (at DESC, sha);
CREATE TABLE changes (
  commit_id INTEGER NOT NULL, number INTEGER NOT NULL, list_id TEXT NOT NULL, item_id TEXT NOT NULL,
  what TEXT NOT NULL, field TEXT NOT NULL, row TEXT NOT NULL, col TEXT NOT NULL, title TEXT NOT NULL,
  old BLOB, new BLOB, committees TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, words TEXT NOT NULL,
  PRIMARY KEY (commit_id, number)
) WITHOUT ROWID;
CREATE INDEX changes_of_item ON changes (item_id, commit_id);
"""


class StoredCommit(msgspec.Struct, frozen=True):
    """One commit and what it changed; `about` has an entry for each change.

    `at` orders commits: the seconds at which one was made, but always later than its parents.  `cut` says that the
    history of a shallow clone begins here.
    """

    sha: str
    at: int
    when: datetime
    author: str
    email: str
    subject: str
    reason: str
    parents: tuple[str, ...]
    files: tuple[str, ...]
    changes: tuple[Change, ...]
    about: tuple[About, ...]
    cut: bool = False


class Wanted(msgspec.Struct, frozen=True):
    """Conditions that a commit must meet, or one of its changes, as far as the index can tell at once."""

    item_id: str = ""
    list_id: str = ""
    field: str = ""
    committee: str = ""
    after: str = ""
    text: str = ""


class HistoryStore:
    """The open index; every method raises `sqlite3.Error` when the file cannot be used."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `open_store`."""
        self._db = connection

    def __enter__(self) -> Self:
        """Give the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._db.close()

    def fact(self, name: str) -> str:
        """Give a fact noted with the last change, "" when it was never noted."""
        found = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return found[0] if found else ""

    def shas(self) -> dict[str, int]:
        """Give every commit that is there, with its `at`."""
        return dict(self._db.execute("SELECT sha, at FROM commits"))

    def cut(self) -> set[str]:
        """Give the commits at which a shallow clone ended when they were read."""
        return {sha for (sha,) in self._db.execute("SELECT sha FROM commits WHERE cut")}

    def add(self, commits: Iterable[StoredCommit]) -> None:
        """Put commits in, all of them or, when the process dies, none; those that are there already stay."""
        with self._writing():
            for commit in commits:
                self._add(commit)

    def note(self, **facts: str) -> None:
        """Note facts."""
        with self._writing():
            self._db.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def remove(self, shas: Iterable[str]) -> None:
        """Take commits out that are no longer part of the history."""
        with self._writing():
            for sha in shas:
                self._db.execute("DELETE FROM changes WHERE commit_id = (SELECT id FROM commits WHERE sha = ?)", (sha,))
                self._db.execute("DELETE FROM commits WHERE sha = ?", (sha,))

    def clear(self) -> None:
        """Take everything out."""
        with self._writing():
            for table in ("changes", "commits", "facts"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608  # names of our own

    def place_of(self, sha: str) -> tuple[int, str] | None:
        """Give where a commit stands in the order, None when it is not there."""
        found = self._db.execute("SELECT at, sha FROM commits WHERE sha = ?", (sha,)).fetchone()
        return (found[0], found[1]) if found else None

    def newest(self, wanted: Wanted, after: tuple[int, str] | None = None, chunk: int = 64) -> Iterator[StoredCommit]:
        """Yield the commits that may hold what is wanted, newest first, those behind the place `after`."""
        conditions, values = _conditions(wanted)
        while True:
            where = list(conditions)
            all_values: list[str | int] = [*values]
            if after is not None:
                where.append("(at < ? OR (at = ? AND sha > ?))")
                all_values += [after[0], after[0], after[1]]
            only = " WHERE " + " AND ".join(where) if where else ""
            rows = self._db.execute(f"{_COMMITS}{only} ORDER BY at DESC, sha LIMIT ?", (*all_values, chunk)).fetchall()
            if not rows:
                return
            changes = self._changes([row[0] for row in rows], wanted.item_id)
            for row in rows:
                yield _commit(row, changes.get(row[0], ()))
            after = (rows[-1][2], rows[-1][1])
            chunk = min(chunk * 2, 1024)

    def _changes(self, ids: Sequence[int], item_id: str) -> dict[int, list[tuple[Change, About]]]:
        marks = ",".join("?" * len(ids))
        only = " AND item_id = ?" if item_id else ""
        found: dict[int, list[tuple[Change, About]]] = {}
        values = (*ids, *((item_id,) if item_id else ()))
        for row in self._db.execute(f"{_CHANGES} ({marks}){only} ORDER BY commit_id, number", values):
            change = Change(
                What(row[1]), *row[2:8], *(None if blob is None else unpack_value(blob) for blob in row[8:10])
            )
            found.setdefault(row[0], []).append((change, About(tuple(row[10].split()), row[11], row[12])))
        return found

    def _add(self, commit: StoredCommit) -> None:
        done = self._db.execute(
            "INSERT OR IGNORE INTO commits (sha, at, made, author, email, subject, reason, parents, files, cut)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                commit.sha,
                commit.at,
                commit.when.isoformat(),
                commit.author,
                commit.email,
                commit.subject,
                commit.reason,
                " ".join(commit.parents),
                json.dumps(commit.files, ensure_ascii=False),
                commit.cut,
            ),
        )
        if not done.rowcount:
            return
        self._db.executemany(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    done.lastrowid,
                    number,
                    change.list_id,
                    change.item_id,
                    change.what.value,
                    change.field,
                    change.row,
                    change.column,
                    change.title,
                    None if change.old is None else pack_value(change.old),
                    None if change.new is None else pack_value(change.new),
                    " ".join(about.committees),
                    about.before,
                    about.after,
                    change_words(change).casefold(),
                )
                for number, (change, about) in enumerate(zip(commit.changes, commit.about, strict=True))
            ],
        )

    def _writing(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    """A block whose changes all come to be, or none."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._db.execute("COMMIT" if kind is None else "ROLLBACK")


def open_store(path: Path) -> HistoryStore:
    """Open the index at `path`, an empty one where there is none; one that cannot be read is thrown away.

    Raises:
        sqlite3.Error: it cannot be used, as when another process keeps it busy or the disk is full.
        OSError: its folder cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _open(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        return _open(path)


def _open(path: Path) -> HistoryStore:
    db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        # What a power cut loses is made anew from git.
        db.execute("PRAGMA synchronous = OFF")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if version != _VERSION or not {"facts", "commits", "changes"} <= tables:
            with _Transaction(db):
                for name in tables:
                    db.execute(f'DROP TABLE IF EXISTS "{name.replace(chr(34), "")}"')
                for statement in _TABLES.split(";"):
                    if statement.strip():
                        db.execute(statement)
                db.execute(f"PRAGMA user_version = {_VERSION}")
    except BaseException:
        db.close()
        raise
    return HistoryStore(db)


def _conditions(wanted: Wanted) -> tuple[list[str], list[str]]:
    """Give what a commit's changes must hold, in SQL."""
    parts, values = [], []
    for column, value in (
        ("item_id", wanted.item_id),
        ("list_id", wanted.list_id),
        ("field", wanted.field),
        ("after", wanted.after),
    ):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if wanted.committee:
        parts.append("(' ' || committees || ' ') LIKE ? ESCAPE '\\'")
        values.append(f"% {_literal(wanted.committee)} %")
    where = [f"id IN (SELECT commit_id FROM changes WHERE {' AND '.join(parts)})"] if parts else []  # noqa: S608
    if wanted.text:
        like = f"%{_literal(wanted.text.casefold())}%"
        where.append(
            "(id IN (SELECT commit_id FROM changes WHERE words LIKE ? ESCAPE '\\')"
            " OR lower(subject) LIKE ? ESCAPE '\\' OR lower(reason) LIKE ? ESCAPE '\\')"
        )
        values += [like, like, like]
    return where, values


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _commit(row: Sequence[object], changes: Sequence[tuple[Change, About]]) -> StoredCommit:
    _id, sha, at, made, author, email, subject, reason, parents, files, cut = row
    return StoredCommit(
        sha=str(sha),
        at=int(str(at)),
        when=datetime.fromisoformat(str(made)),
        author=str(author),
        email=str(email),
        subject=str(subject),
        reason=str(reason),
        parents=tuple(str(parents).split()),
        files=tuple(json.loads(str(files))),
        changes=tuple(change for change, _ in changes),
        about=tuple(about for _, about in changes),
        cut=bool(cut),
    )
