"""What an import reads and what it would do, as values."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tasklist_tui.domain.changes import Change, diff_lists
from tasklist_tui.domain.conflicts import Conflict
from tasklist_tui.domain.edits import Edit, apply_to
from tasklist_tui.domain.ledger.body import Left
from tasklist_tui.domain.ledger.header import Header
from tasklist_tui.domain.ledger.matching import Match
from tasklist_tui.domain.ledger.sheet import Book
from tasklist_tui.domain.ledger.units import Unknown
from tasklist_tui.domain.message import Message, UserError
from tasklist_tui.domain.model import Committee, TaskList
from tasklist_tui.domain.problems import Problem
from tasklist_tui.services.snapshot import Snapshot

#: What is being done with a file, as it is told.
READING, UNDERSTANDING, COMPARING, SAVING = "reading", "understanding", "comparing", "saving"


class NoTable(UserError):
    """A file that was read, but no row of it names the columns of a task list."""


class Source(msgspec.Struct, frozen=True):
    """A file that was read: its name, its bytes when it is a lossless export of ours, else its tables."""

    name: str
    book: Book = Book()
    lossless: bytes | None = None

    @property
    def ours(self) -> bool:
        """Whether it is a ledger that this program made."""
        return self.book.origin.get("tasklist") == "1"


class Part(msgspec.Struct, frozen=True):
    """What one list gets from a file: how its sheets were read, which row is which item, and what comes of it.

    `missing` are items of the list that the file does not have; they stay.
    """

    list_id: str
    headers: tuple[tuple[str, Header], ...] = ()
    matches: tuple[Match, ...] = ()
    left: tuple[Left, ...] = ()
    doubts: tuple[tuple[str, Message], ...] = ()
    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    missing: int = 0


class Draft(msgspec.Struct, frozen=True):
    """Everything an import would do.  It can be done once no name is `unknown` and nothing collides.

    `unknown` are names that are no committee, with those most like them; `committees` would be made.
    """

    name: str
    parts: tuple[Part, ...] = ()
    notes: tuple[Message, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    committees: tuple[Committee, ...] = ()
    problems: tuple[Problem, ...] = ()
    ours: bool = False

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of all lists."""
        return tuple(edit for part in self.parts for edit in part.edits)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What collides with changes made since the ledger was exported."""
        return tuple(conflict for part in self.parts for conflict in part.conflicts)

    @property
    def doubts(self) -> int:
        """How many things a person should look at; what several rows of a list say alike is one."""
        said = ((part.list_id, doubt) for part in self.parts for match in part.matches for doubt in match.read.doubts)
        alike = {(name, doubt.heading, str(doubt.message)) for name, doubt in said}
        matched = sum(match.doubt is not None for part in self.parts for match in part.matches)
        return len(alike) + matched + sum(len(part.left) + len(part.doubts) for part in self.parts) + len(self.problems)


def changes_of(snapshot: Snapshot, task_list: TaskList, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """Give what edits of a list change in it."""
    after = apply_to(task_list, edits)
    return tuple(diff_lists(snapshot.workspace.kind_of(task_list), task_list, after))
