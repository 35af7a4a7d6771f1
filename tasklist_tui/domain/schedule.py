"""The timeline as values: one lane per committee, one bar per part that a committee has in an item.

Grouping 10,000 items is all that `lanes` does; a lane sorts its bars and builds one when it is asked for it, so a
screen costs what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.model import Committee, Item, Row, TaskList, Workspace
from tasklist_tui.domain.recurrence import Occurrence, occurrences
from tasklist_tui.domain.stages import stage_clock

#: How long a bar is whose start nobody has written down, in days.
OPEN_START_DAYS = 30
#: How far ahead occurrences are drawn, in days.
_AHEAD_DAYS = 366

_FULL = 100
_CLOSED = frozenset({"blue", "grey"})
_UNDATED = date.max.toordinal() + 1


class Role(StrEnum):
    """The part a committee has in an item."""

    LEAD = "lead"
    CO = "co"
    ASSIGNMENT = "assignment"


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A dated point on a bar (milestone, occurrence, time limit); `late` when it is open and past, or was done late."""

    day: date
    title: str = ""
    done: date | None = None
    late: bool = False


class BarKey(msgspec.Struct, frozen=True, gc=False):
    """What stays the same about a bar while its item changes; `row_key` names the assignment row, None for the item."""

    committee_id: str
    list_id: str
    item_id: str
    row_key: str | None = None


class Bar(msgspec.Struct, frozen=True, gc=False):
    """One committee's part in an item.

    `start` is given as soon as there is a due date; `open_start` says that it was assumed.  `late_until` is the last
    day of the overdue tail, which begins the day after `due`.  `light` is a colour word (`red` … `grey`).
    """

    key: BarKey
    title: str
    number: str
    role: Role
    start: date | None
    due: date | None
    done: date | None = None
    late_until: date | None = None
    progress: int = 0
    light: str = "grey"
    open_start: bool = False
    milestones: tuple[Mark, ...] = ()
    occurrences: tuple[Mark, ...] = ()
    limit: Mark | None = None

    @property
    def undated(self) -> bool:
        """Whether there is no due date, hence no bar to draw."""
        return self.due is None


class _View(msgspec.Struct, frozen=True, eq=False):
    """Everything lights and dates depend on, said once for all lanes."""

    workspace: Workspace
    today: date
    calendar: Calendar
    light: Callable[[TaskList, Item], str]
    due_light: Callable[[date], str] | None


class _Part(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A bar not yet built."""

    task_list: TaskList
    item: Item
    role: Role
    row: Row | None = None

    @property
    def due(self) -> date | None:
        own = _date(self.row, "due") if self.row is not None else None
        return own or self.item.due

    @property
    def row_key(self) -> str | None:
        return None if self.row is None else str(self.row.get("committee", ""))

    def start(self) -> tuple[date | None, bool]:
        """Give the day the bar begins (the item's start, else the list's issue day) and whether it was assumed."""
        due = self.due
        start = self.item.start
        if start is None and due is not None and self.task_list.issued is not None and self.task_list.issued <= due:
            start = self.task_list.issued
        if start is not None:
            return (min(start, due) if due is not None else start), False
        return (None, False) if due is None else (_days_before(due, OPEN_START_DAYS), True)


class Lane(msgspec.Struct, frozen=True, eq=False, dict=True):
    """The bars of one committee; `committee` is None when the workspace does not know its id."""

    committee_id: str
    committee: Committee | None
    view: _View
    parts: Sequence[_Part]

    def __len__(self) -> int:
        """Count the bars."""
        return len(self.parts)

    def name(self, language: str) -> str:
        """Give the committee's name, its id when it is unknown, "" for items that no committee has."""
        return self.committee.in_language(language) if self.committee else self.committee_id

    def bar(self, position: int) -> Bar:
        """Give the bar at `position` in order of start, due date and place in the list; undated ones come last."""
        built = self._built
        bar = built.get(position)
        if bar is None:
            bar = built[position] = _bar(self.committee_id, self._ordered[position], self.view)
        return bar

    def bars(self) -> Iterator[Bar]:
        """Yield all bars in order."""
        return (self.bar(position) for position in range(len(self)))

    def key(self, position: int) -> BarKey:
        """Give the key of the bar at `position` without building it."""
        part = self._ordered[position]
        return BarKey(self.committee_id, part.task_list.id, part.item.id, part.row_key)

    def find(self, key: BarKey) -> int | None:
        """Give the position of the bar with `key`, None when it is not in this lane."""
        for position, part in enumerate(self._ordered):
            if part.item.id == key.item_id and part.task_list.id == key.list_id and part.row_key == key.row_key:
                return position
        return None

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many items show each light, an item counted once."""
        counts: dict[str, int] = {}
        for task_list, item in self._items():
            light = self.view.light(task_list, item)
            counts[light] = counts.get(light, 0) + 1
        return counts

    @cached_property
    def item_count(self) -> int:
        """How many items the committee has a part in."""
        return sum(1 for _ in self._items())

    @cached_property
    def dues(self) -> dict[date, dict[str, int]]:
        """How many bars of each light end on a day: what a folded lane shows."""
        light = self.view.light
        found: dict[date, dict[str, int]] = {}
        for part in self.parts:
            due = part.due
            if due is not None:
                colour = light(part.task_list, part.item)
                counts = found.setdefault(due, {})
                counts[colour] = counts.get(colour, 0) + 1
        return found

    @cached_property
    def _ordered(self) -> list[_Part]:
        return sorted(self.parts, key=_sort_key)

    @cached_property
    def _built(self) -> dict[int, Bar]:
        return {}

    def _items(self) -> Iterator[tuple[TaskList, Item]]:
        seen = set()
        for part in self.parts:
            identity = (part.task_list.id, part.item.id)
            if identity not in seen:
                seen.add(identity)
                yield part.task_list, part.item


def entries(
    lists: Iterable[TaskList], keep: Callable[[TaskList, Item], bool] | None = None
) -> Iterator[tuple[TaskList, Item]]:
    """Yield (list, item) of the items of `lists` that `keep` lets through, all of them without it."""
    for task_list in lists:
        for item in task_list.items:
            if keep is None or keep(task_list, item):
                yield task_list, item


def lanes(
    workspace: Workspace,
    chosen: Iterable[tuple[TaskList, Item]],
    *,
    today: date,
    calendar: Calendar,
    light: Callable[[TaskList, Item], str],
    due_light: Callable[[date], str] | None = None,
    with_empty: bool = False,
) -> tuple[Lane, ...]:
    """Give the lanes of the `chosen` items, in the order of the workspace's committees.

    `light` gives an item's colour word, `due_light` that of something open that is due on a day (for assignments).
    Committees the workspace does not know follow in order of appearance, items without a committee come last;
    committees without items are left out unless `with_empty`.
    """
    groups: dict[str, list[_Part]] = {committee.id: [] for committee in workspace.settings.committees}
    loose: list[_Part] = []
    for task_list, item in chosen:
        found = False
        for committee_id, part in _parts(task_list, item):
            found = True
            group = groups.get(committee_id)
            if group is None:
                group = groups[committee_id] = []
            group.append(part)
        if not found:
            loose.append(_Part(task_list, item, Role.LEAD))
    view = _View(workspace, today, calendar, light, due_light)
    known = workspace.committee
    made = [Lane(name, known.get(name), view, parts) for name, parts in groups.items() if parts or with_empty]
    if loose:
        made.append(Lane("", None, view, loose))
    return tuple(made)


def _parts(task_list: TaskList, item: Item) -> Iterator[tuple[str, _Part]]:
    """Yield (committee, part) of an item: the lead's, each assignment's, each supporting committee's without one.

    The lead's own assignment is a bar of its own only when its due date differs from the item's.
    """
    lead = item.lead
    if lead:
        yield lead, _Part(task_list, item, Role.LEAD)
    assigned = {lead}
    for row in item.rows("assignments"):
        committee_id = row.get("committee")
        if not isinstance(committee_id, str) or not committee_id:
            continue
        if committee_id != lead or _date(row, "due") not in {None, item.due}:
            yield committee_id, _Part(task_list, item, Role.ASSIGNMENT, row)
        assigned.add(committee_id)
    for committee_id in item.co:
        if committee_id and committee_id not in assigned:
            assigned.add(committee_id)
            yield committee_id, _Part(task_list, item, Role.CO)


def _sort_key(part: _Part) -> tuple[int, int]:
    due = part.due
    if due is None:
        return _UNDATED, _UNDATED
    start = part.start()[0] or due
    return start.toordinal(), due.toordinal()


def _bar(committee_id: str, part: _Part, view: _View) -> Bar:
    item, row, due, today = part.item, part.row, part.due, view.today
    start, assumed = part.start()
    light = view.light(part.task_list, item)
    done = item.day("done_on")
    finish = done or item.day("submitted_on")
    progress = item.progress
    title = item.title
    if row is not None:
        title = str(row.get("duty") or title)
        done = _date(row, "done") or done
        finish = done or finish
        own = row.get("progress")
        progress = own if isinstance(own, int) else 0
        light = _row_light(light, due, closed=finish is not None or progress >= _FULL, view=view)
    if light == "blue":
        progress = _FULL
    leading = part.role is Role.LEAD
    return Bar(
        key=BarKey(committee_id, part.task_list.id, item.id, part.row_key),
        title=title,
        number=view.workspace.number_of(part.task_list, item),
        role=part.role,
        start=start,
        due=due,
        done=done,
        late_until=_late_until(due, finish, light, today),
        progress=min(max(progress, 0), _FULL),
        light=light,
        open_start=assumed,
        milestones=_marks(item, "milestones", today, closed=light in _CLOSED) if leading else (),
        occurrences=_occurrences(part, view, closed=light in _CLOSED) if leading else (),
        limit=_limit(part, view) if leading and light not in _CLOSED else None,
    )


def _row_light(item_light: str, due: date | None, *, closed: bool, view: _View) -> str:
    """Give the light of an assignment: its own dates count, not the lateness of the rest of the item."""
    if item_light in _CLOSED:
        return item_light
    if closed:
        return "blue"
    if due is None:
        return item_light
    if view.due_light is not None:
        return view.due_light(due)
    return "red" if due < view.today else "green"


def _late_until(due: date | None, finish: date | None, light: str, today: date) -> date | None:
    """Give the last day of the overdue tail: the day it was finished or submitted, else today while it is open."""
    if due is None:
        return None
    end = finish if finish is not None else (None if light in _CLOSED else today)
    return end if end is not None and end > due else None


def _marks(item: Item, field: str, today: date, *, closed: bool) -> tuple[Mark, ...]:
    """Give the dated rows of `field` by day; what stayed open on a closed item is not called late."""
    marks = []
    for row in item.rows(field):
        day = _date(row, "due")
        if day is not None:
            done = _date(row, "done")
            late = done > day if done is not None else (day < today and not closed)
            marks.append(Mark(day, str(row.get("title") or row.get("note") or ""), done, late))
    return tuple(sorted(marks, key=lambda mark: mark.day))


def _occurrences(part: _Part, view: _View, *, closed: bool) -> tuple[Mark, ...]:
    """Give the occurrences up to a year from now; of a closed item only those noted."""
    until = _days_before(view.today, -_AHEAD_DAYS)
    return tuple(
        Mark(known.due, known.note, known.done, not closed and _is_late(known, view.today))
        for known in occurrences(part.item, part.task_list, until=until, calendar=view.calendar)
        if known.stored or not closed
    )


def _is_late(occurrence: Occurrence, today: date) -> bool:
    if occurrence.done is not None:
        return occurrence.done > occurrence.due
    return occurrence.missed or occurrence.due < today


def _limit(part: _Part, view: _View) -> Mark | None:
    kind = view.workspace.kind_of(part.task_list)
    clock = stage_clock(part.item, kind, view.calendar)
    return None if clock is None else Mark(clock.due, late=clock.due < view.today)


def _date(row: Row | None, column: str) -> date | None:
    value = row.get(column) if row is not None else None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _days_before(day: date, days: int) -> date:
    return date.fromordinal(min(max(1, day.toordinal() - days), date.max.toordinal()))
