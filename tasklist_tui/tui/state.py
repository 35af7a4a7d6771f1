"""What the main screen shows of a snapshot, as one immutable value; every command gives a new one."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.kindviews import MatrixView
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.query import Entry, Grouping, Sorting
from tasklist_tui.services.snapshot import Snapshot

if TYPE_CHECKING:
    from tasklist_tui.services.history import Revision


class View(StrEnum):
    """The views of the main screen, in the order of their number keys; the last one has a key of its own."""

    LIST = "list"
    TIMELINE = "timeline"
    OVERVIEW = "overview"
    BOARD = "board"
    HISTORY = "history"
    AGENDA = "agenda"
    ROLLUP = "rollup"
    COVERAGE = "coverage"
    SUITED = "suited"


#: What the views are called.
VIEW_TITLES: dict[View, Message] = {
    View.LIST: msg("List"),
    View.TIMELINE: msg("Timeline"),
    View.OVERVIEW: msg("Overview"),
    View.BOARD: msg("Board"),
    View.HISTORY: msg("History"),
    View.AGENDA: msg("Agenda"),
    View.ROLLUP: msg("Members"),
    View.COVERAGE: msg("Coverage"),
    View.SUITED: msg("Other views"),
}

#: What the groupings are called.
GROUPING_TITLES: dict[Grouping, Message] = {
    Grouping.MEASURE: msg("by measure"),
    Grouping.COMMITTEE: msg("by committee"),
    Grouping.STATE: msg("by state"),
    Grouping.LIGHT: msg("by light"),
    Grouping.LIST: msg("by list"),
    Grouping.NONE: msg("ungrouped"),
}

#: What the sortings are called.
SORTING_TITLES: dict[Sorting, Message] = {
    Sorting.ORDER: msg("as in the file"),
    Sorting.DUE: msg("by due date"),
    Sorting.LIGHT: msg("by urgency"),
    Sorting.TITLE: msg("by title"),
    Sorting.LEAD: msg("by lead"),
    Sorting.STATE: msg("by state"),
    Sorting.PROGRESS: msg("by progress"),
}


class Tone(StrEnum):
    """How a line of the status bar is meant; the words say it too."""

    INFO = "info"
    DONE = "done"
    REFUSED = "refused"


class ItemKey(NamedTuple):
    """What stays the same about an item while its values change."""

    list_id: str
    item_id: str


class Past(msgspec.Struct, frozen=True):
    """The moment that is shown in place of now: its day, what it was called, its commit (None before the first)."""

    day: date
    name: str = ""
    sha: str | None = None

    @property
    def called(self) -> str:
        """How a person is told of it: the day, after the name where it has one."""
        day = self.day.isoformat()
        return day if self.name in {"", day} else f"{self.name} {day}"


class ChangeAt(NamedTuple):
    """What the cursor of the history stands on: a commit, and one change of it (None for the commit as a whole)."""

    revision: Revision
    change: Change | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """The change, or all of the commit."""
        return (self.change,) if self.change is not None else self.revision.changes


class Suited(msgspec.Struct, frozen=True):
    """Which view of which list is shown: one that its kind names, or a matrix of a person's choice.

    `item` is the one a chain is of, `month` the one of a calendar; None and "" leave the choice to the view.
    """

    list_id: str = ""
    view: str = ""
    matrix: MatrixView | None = None
    item: str = ""
    month: tuple[int, int] | None = None


class ViewState(msgspec.Struct, frozen=True):
    """What is shown and where the cursor is.

    `list_id` and `committee` are the choice in the sidebar ("" is all), `filter_line` is what was typed after `/`
    (`filter_line.py` reads it), `cursor` may name an item that is not there (yet).  `sidebar` and `detail` are None
    while the width of the window decides.  `history_of` is the item whose history is shown, None for everybody's.
    `unread` are the items that a sync changed and nobody has looked at since.
    `covered` is the document whose coverage is shown, "" for the first.
    `past` is the moment that is shown, None for now; `change` is what the cursor of the history stands on,
    and `history_line` its filter.  `signed` says that who set each field is shown beside it.
    """

    view: View = View.LIST
    list_id: str = ""
    committee: str = ""
    filter_line: str = ""
    grouping: Grouping = Grouping.MEASURE
    sorting: Sorting = Sorting.ORDER
    descending: bool = False
    cursor: ItemKey | None = None
    marked: frozenset[ItemKey] = frozenset()
    collapsed: frozenset[str] = frozenset()
    sidebar: bool | None = None
    detail: bool | None = None
    history_of: ItemKey | None = None
    unread: frozenset[ItemKey] = frozenset()
    suited: Suited = Suited()
    covered: str = ""
    past: Past | None = None
    change: ChangeAt | None = None
    history_line: str = ""
    signed: bool = False

    def is_filtered(self) -> bool:
        """Say whether anything but the choice of a list narrows what is shown."""
        return bool(self.filter_line.strip() or self.committee)

    def unfiltered(self) -> ViewState:
        """Give the state that shows everything of the chosen list."""
        return msgspec.structs.replace(self, filter_line="", committee="")

    def with_(self, **changed: object) -> ViewState:
        """Give the state with some fields changed."""
        return msgspec.structs.replace(self, **changed)


class Situation(msgspec.Struct, frozen=True):
    """What a command's `applies` looks at; `snapshot` is None until the workspace has been read."""

    snapshot: Snapshot | None = None
    state: ViewState = ViewState()
    rows: int = 0

    def current(self) -> Entry | None:
        """Give the item under the cursor."""
        return find(self.snapshot, self.state.cursor)

    def targets(self) -> list[Entry]:
        """Give the marked items, else the one under the cursor; in the order of the lists."""
        if self.snapshot is None:
            return []
        marked = self.state.marked
        if not marked:
            current = self.current()
            return [current] if current else []
        return [
            Entry(task_list, item)
            for task_list in self.snapshot.workspace.lists
            for item in task_list.items
            if (task_list.id, item.id) in marked
        ]


def find(snapshot: Snapshot | None, key: ItemKey | None) -> Entry | None:
    """Give the item that `key` names, None when it is not in the snapshot."""
    if snapshot is None or key is None:
        return None
    task_list = snapshot.workspace.task_list(key.list_id)
    item = task_list.item(key.item_id) if task_list else None
    return Entry(task_list, item) if task_list and item else None


def key_of(entry: Entry) -> ItemKey:
    """Give the key of an item."""
    return ItemKey(entry.task_list.id, entry.item.id)
