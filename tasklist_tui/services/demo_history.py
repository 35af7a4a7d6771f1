"""What a list looked like earlier, worked out from the dates in it; and the steps in which it came to be.

A sample carries its own past: dated log entries, state changes, finished milestones.  Undoing everything that was
entered after a moment gives the list as of that moment, from which `demo` makes commits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from itertools import groupby

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import FieldType, Kind, Stage
from tasklist_tui.domain.lights import stage_of
from tasklist_tui.domain.model import Item, Row, TaskList, Value, Workspace

#: Times without an offset are those of China, and so are the office hours.
CHINA = timezone(timedelta(hours=8))
_ISSUED_AT = time(9, 30)
_EVENING = time(16, 30)

#: What has no log entry of its own counts as entered with the committee's next one within this many days.
_PATIENCE_DAYS = 8

#: Progress of an earlier day is an estimate, so it is given in steps of this many points.
_ROUND_POINTS = 5


class Step(msgspec.Struct, frozen=True):
    """One commit to be: who signs, and the moment up to which everything has been entered.

    `issues` is the id of the list that is put into force with this step, "" for progress on lists.
    """

    when: datetime
    by: str
    issues: str = ""


class Journal:
    """When and by whom each dated thing of a workspace was entered."""

    def __init__(self, workspace: Workspace) -> None:
        """Learn the days on which each committee wrote a log entry."""
        self.workspace = workspace
        self._calendar = Calendar(workspace.calendars, workspace.settings.calendar)
        self._wrote: dict[tuple[str, date], datetime] = {}
        for task_list in workspace.lists:
            for item in task_list.items:
                for row in item.rows("log"):
                    if (when := moment(row.get("at"))) is not None:
                        key = (str(row.get("by", "")), when.astimezone(CHINA).date())
                        self._wrote[key] = min(when, self._wrote.get(key, when))

    def entered(self, day: date, by: str) -> datetime:
        """Give the moment at which `by` entered something that happened on `day`, in office hours of a workday."""
        for number in range(_PATIENCE_DAYS):
            if (when := self._wrote.get((by, day + timedelta(days=number)))) is not None:
                return when
        return datetime.combine(self._calendar.next_workday(day), _EVENING, CHINA)

    def issued(self, task_list: TaskList) -> datetime | None:
        """Give the moment at which a list was put into force, None when it does not say."""
        if task_list.issued is None:
            return None
        return datetime.combine(self._calendar.next_workday(task_list.issued), _ISSUED_AT, CHINA)

    def workday_before(self, when: datetime) -> datetime:
        """Give the end of the workday before `when`."""
        day = when.astimezone(CHINA).date()
        return datetime.combine(self._calendar.add_workdays(day, -1), _EVENING, CHINA)


def moment(value: Value) -> datetime | None:
    """Give a time with its offset, None when `value` is no time."""
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=CHINA)


def steps(journal: Journal, office: str) -> list[Step]:
    """Give the steps of a workspace in order of time: its lists issued by `office`, then what each committee entered.

    What one committee entered in a row on one day is one step.
    """
    workspace = journal.workspace
    found: list[Step] = []
    entered: set[tuple[datetime, str]] = set()
    for task_list in workspace.lists:
        start = journal.issued(task_list)
        if start is not None:
            found.append(Step(start, office, task_list.id))
        kind = workspace.kind_of(task_list)
        for item in task_list.items:
            entered.update(entry for entry in entries(journal, item, kind) if start is None or entry[0] > start)
    for (by, _), group in groupby(sorted(entered), key=lambda entry: (entry[1], entry[0].astimezone(CHINA).date())):
        found.append(Step(max(when for when, _ in group), by))
    return sorted(found, key=lambda step: (step.when, not step.issues))


def as_of(journal: Journal, task_list: TaskList, until: datetime) -> TaskList:
    """Give a list as it was at the moment `until`: all items, with everything entered later undone."""
    kind = journal.workspace.kind_of(task_list)
    return msgspec.structs.replace(task_list, items=tuple(_earlier(journal, i, kind, until) for i in task_list.items))


def entries(journal: Journal, item: Item, kind: Kind) -> Iterator[tuple[datetime, str]]:
    """Yield when and by whom something was entered into `item`."""
    for row in item.rows("log"):
        if (when := moment(row.get("at"))) is not None:
            yield when, str(row.get("by", ""))
    for name in _row_fields(kind):
        for row in item.rows(name):
            if (day := _day_of(row)) is not None:
                by = _signs(journal, item, row)
                yield journal.entered(day, by), by


def _row_fields(kind: Kind) -> list[str]:
    return [field.id for field in kind.fields if field.type is FieldType.ROWS and field.id != "log"]


def _day_of(row: Row) -> date | None:
    """Give the day of what a row records: done, or asked for."""
    for column in ("done", "asked_on"):
        if isinstance(day := row.get(column), date):
            return day
    return None


def _signs(journal: Journal, item: Item, row: Row) -> str:
    return journal.workspace.committee_name(str(row.get("committee") or item.lead))


def _earlier(journal: Journal, item: Item, kind: Kind, until: datetime) -> Item:
    log = item.rows("log")
    seen = [row for row in log if (when := moment(row.get("at"))) is None or when <= until]
    values: dict[str, Value] = {"log": seen}
    for name in _row_fields(kind):
        values[name] = list(_earlier_rows(journal, item, item.rows(name), until))
    if kind.states:
        values.update(_earlier_state(item, kind, seen))
    kept = len(values.get("extensions", ()))
    if dropped := item.rows("extensions")[kept:]:
        values["due"] = dropped[0].get("from_due", item.due)
    if item.get("progress") is not None:
        earlier = Item(item.id, {**item.values, **values})
        finished = stage_of(earlier, kind) in {Stage.SUBMITTED, Stage.DONE}
        values["progress"] = item.progress if finished else _share(item.progress, len(seen), len(log))
    return item.with_values(values)


def _earlier_rows(journal: Journal, item: Item, rows: Sequence[Row], until: datetime) -> Iterator[Row]:
    """Yield rows without what was entered after `until`: open again when done later, absent when asked for later."""
    for row in rows:
        day = _day_of(row)
        if day is None or journal.entered(day, _signs(journal, item, row)) <= until:
            yield row
        elif "done" in row:
            yield {name: value for name, value in row.items() if name != "done"}


def _earlier_state(item: Item, kind: Kind, seen: Sequence[Row]) -> Mapping[str, Value]:
    """Give the state after the log entries `seen`, with the dates emptied that later state changes stamped."""
    changes = [row for row in item.rows("log") if row.get("state")]
    passed = [row for row in seen if row.get("state")]
    later = changes[len(passed) :]
    if not later:
        return {}
    state = passed[-1]["state"] if passed else _state_before(kind, str(later[0]["state"]))
    reached = {row["state"] for row in passed}
    stamps = {
        name: None
        for transition in kind.transitions
        if transition.to in {row["state"] for row in later} - reached
        for name in transition.stamps
    }
    return {"status": state, **stamps}


def _state_before(kind: Kind, state: str) -> str:
    """Give the state from which the main way leads to `state`."""
    ways = sorted((t for t in kind.transitions if t.to == state and t.origins), key=lambda t: not t.main)
    return ways[0].origins[0] if ways else kind.states[0].id


def _share(progress: int, seen: int, all_rows: int) -> int | None:
    """Give the part of `progress` that the log entries seen so far stand for, None when there is nothing yet."""
    if seen >= all_rows:
        return progress
    return math.floor(progress * seen / all_rows / _ROUND_POINTS) * _ROUND_POINTS or None
