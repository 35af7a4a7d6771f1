"""From a query to the rows of the item table: arranged once, each row made when it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.lights import Colour, Light, is_closed, light_counts
from tasklist_tui.domain.message import Message
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.query import Entry, Grouping, Sorting
from tasklist_tui.domain.urgings import open_urging, waiting_extension
from tasklist_tui.domain.workflow import current_state, state_label
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui import palette
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.widgets.table_columns import Column
from tasklist_tui.tui.widgets.table_rows import GroupRow, RowSource, SectionRows, TableRow

#: The column that shows what a sorting goes by.
SORT_COLUMN: dict[Sorting, str] = {
    Sorting.ORDER: "number",
    Sorting.DUE: "due",
    Sorting.LIGHT: "light",
    Sorting.TITLE: "title",
    Sorting.LEAD: "lead",
    Sorting.STATE: "status",
    Sorting.PROGRESS: "progress",
}

#: Lights of larger groups are not counted for their heading, which is painted before they are known.
_COUNTED = 300


def row_key(key: ItemKey) -> str:
    """Give the table's key of an item; ids of lists hold no slash."""
    return f"{key.list_id}/{key.item_id}"


def item_key(key: str) -> ItemKey:
    """Give the item of a table's key."""
    list_id, _slash, item_id = key.partition("/")
    return ItemKey(list_id, item_id)


def columns(snapshot: Snapshot) -> tuple[Column, ...]:
    """Give the columns; dates of other years than this need more room."""
    due = 5 if all(_within_year(tl, snapshot.today.year) for tl in snapshot.workspace.lists) else 8
    return (
        Column("number", _("No."), 5, drop=2),
        Column("title", _("Item"), 14, flex=1, match=True),
        Column("light", _("Light"), 14, light=True),
        Column("lead", _("Lead"), 12, drop=3, match=True),
        Column("due", _("Due"), due, drop=1),
        Column("status", _("State"), 8, drop=4),
        Column("progress", "%", 4, align="right", drop=5),
    )


def rows(snapshot: Snapshot, sections: Sequence[tuple[str, Sequence[Entry]]], grouping: Grouping) -> RowSource:
    """Give the rows of arranged items: sections of (group key, entries)."""
    painter = _Painter(snapshot, grouping)
    return SectionRows(
        sections,
        key=_entry_key,
        row=painter.row,
        heading=None if grouping is Grouping.NONE else painter.heading,
    )


def short_reason(light: Light) -> str:
    """Give why a light is as it is, without naming the milestone or the committee it comes from."""
    reason = light.reason
    while isinstance(inner := reason.args.get("reason"), Message):
        reason = inner
    return translate(reason)


def _entry_key(entry: Entry) -> str:
    return f"{entry.task_list.id}/{entry.item.id}"


class _Painter:
    """Makes rows and headings of one snapshot."""

    def __init__(self, snapshot: Snapshot, grouping: Grouping) -> None:
        self.snapshot = snapshot
        self.workspace = snapshot.workspace
        self.grouping = grouping
        self.language = language()

    def row(self, entry: Entry) -> TableRow:
        task_list, item = entry
        kind = self.workspace.kind_of(task_list)
        light = self.snapshot.light(task_list, item)
        percent = item.get("progress")
        return TableRow(
            _entry_key(entry),
            (
                self.workspace.number_of(task_list, item),
                self.waiting(item, kind) + (item.title or _("(no title)")),
                short_reason(light),
                self.workspace.committee_name(item.lead, self.language),
                self.day(item.due),
                state_label(kind, current_state(item, kind)).in_language(self.language),
                "" if percent is None else f"{percent}%",
            ),
            light=light.colour.value,
            dim=is_closed(item, kind),
        )

    def waiting(self, item: Item, kind: Kind) -> str:
        """Give a mark for an urging or an extension that waits for an answer."""
        if is_closed(item, kind):
            return ""
        urged = _("[urged] ") if open_urging(item) is not None else ""
        return urged + (_("[extension?] ") if waiting_extension(item) is not None else "")

    def day(self, day: date | None) -> str:
        if day is None:
            return ""
        return day.strftime("%m-%d") if day.year == self.snapshot.today.year else day.strftime("%y-%m-%d")

    def heading(self, key: str, entries: Sequence[Entry]) -> GroupRow:
        counts = ""
        if self.grouping is not Grouping.LIGHT and len(entries) <= _COUNTED:
            lights = light_counts(self.snapshot.light(*entry) for entry in entries)
            counts = " ".join(f"{palette.symbol(colour)}{n}" for colour, n in lights.items() if n)
        return GroupRow(key, self.label(key, entries), f"{counts}  {_('{count} items', count=len(entries))}".strip())

    def label(self, key: str, entries: Sequence[Entry]) -> str:
        first = entries[0]
        match self.grouping:
            case Grouping.MEASURE:
                return self.measure(key, first.task_list)
            case Grouping.COMMITTEE:
                return self.workspace.committee_name(key, self.language) or _("No lead")
            case Grouping.STATE:
                return state_label(self.workspace.kind_of(first.task_list), key).in_language(self.language)
            case Grouping.LIGHT:
                return f"{palette.symbol(key)} {light_word(Colour(key))}"
            case _:
                return first.task_list.title or first.task_list.id

    def measure(self, key: str, task_list: TaskList) -> str:
        document = self.workspace.document.get(task_list.document)
        if not key:
            return _("Without measure")
        measure = document.measure.get(int(key)) if document else None
        return f"{key}  {measure.title}" if measure else _("Measure {number}", number=key)


def _within_year(task_list: TaskList, year: int) -> bool:
    """Say whether every due date of a list is in `year`, as far as `note_due_years` has looked; yes until then."""
    known: set[int] = task_list.__dict__.get("_due_years", set())
    return not known or known == {year}


def note_due_years(task_list: TaskList) -> None:
    """Note the years of the due dates of a list; for when there is time, because it asks every item."""
    if "_due_years" not in task_list.__dict__:
        dues = [item.values.get("due") for item in task_list.items]
        task_list.__dict__["_due_years"] = {due.year for due in dues if isinstance(due, date)}
