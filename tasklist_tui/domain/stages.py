"""The clock of a state: how long an item may stay in it, by its kind, and since when it runs (DESIGN §4)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Kind, Label, Limit
from tasklist_tui.domain.legal import due_after
from tasklist_tui.domain.model import Item
from tasklist_tui.domain.workflow import current_state


class StageClock(msgspec.Struct, frozen=True):
    """The time limit that runs for an item: since which day, until which, and what sets it (law, rule).

    `confirm` says what about the source has to be confirmed for the place.
    """

    state: str
    since: date
    due: date
    limit: Limit
    source: str = ""
    confirm: Label = Label()


def stage_clock(item: Item, kind: Kind, calendar: Calendar) -> StageClock | None:
    """Give the clock of the state an item is in; None when it has no limit, or nobody knows when it began.

    It begins on the day in the limit's field, else when the item entered the state, as its log tells.  A limit of the
    transition that led there goes before the state's own.  Counted by 民法典 200–203: the first day does not count.
    """
    state = kind.state.get(current_state(item, kind))
    if state is None or (state.limit is None and not kind.limits_by_step):
        return None
    entered, step = _entered(item, state.id)
    taken = kind.transition.get(step)
    limit, source, confirm = state.limit, state.source, state.confirm
    if taken is not None and taken.limit is not None:
        limit = taken.limit
        if taken.source:
            source, confirm = taken.source, taken.confirm
    if limit is None:
        return None
    since = item.day(limit.since) if limit.since else entered
    if since is None:
        return None
    try:
        due = due_after(since, limit.period, calendar, limit.roll)
    except OverflowError:
        return None
    return StageClock(state.id, since, due, limit, source, confirm)


def _entered(item: Item, state: str) -> tuple[date | None, str]:
    """Give the day of the last log entry that led into `state`, and the step it names."""
    for row in reversed(item.rows("log")):
        if row.get("state"):
            at = row.get("at")
            return (at.date() if row["state"] == state and isinstance(at, datetime) else None), str(row.get("step", ""))
    return None, ""
