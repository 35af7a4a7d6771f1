"""Counts of lights by list and committee, worked out in slices so that no key ever waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from tasklist_tui.domain.lights import Colour, Judge
from tasklist_tui.domain.model import TaskList
from tasklist_tui.services.snapshot import Snapshot

Counts = dict[Colour, int]

#: Items looked at in one slice: about 2 ms of lights never asked for before.
SLICE = 60


class ListTally(msgspec.Struct, frozen=True):
    """The counts of one list: of all its items, and of those a committee has a part in."""

    total: Counts
    committees: dict[str, Counts]


class Tally:
    """The counts of a workspace, kept for the lists that did not change since."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[str, tuple[TaskList, Judge, ListTally]] = {}

    def steps(self, snapshot: Snapshot) -> Iterator[None]:
        """Count what is not known yet; stops after every slice, to be continued when there is time."""
        judge = snapshot.lights.judge
        for task_list in snapshot.workspace.lists:
            known = self._known.get(task_list.id)
            if known is not None and known[0] is task_list and known[1] is judge:
                continue
            total: Counts = {}
            committees: dict[str, Counts] = {}
            for number, item in enumerate(task_list.items, start=1):
                colour = snapshot.light(task_list, item).colour
                total[colour] = total.get(colour, 0) + 1
                for committee in item.committees():
                    counts = committees.setdefault(committee, {})
                    counts[colour] = counts.get(colour, 0) + 1
                if number % SLICE == 0:
                    yield
            self._known[task_list.id] = (task_list, judge, ListTally(total, committees))
            yield

    def of_list(self, list_id: str) -> Counts | None:
        """Give the counts of a list, None until they are known."""
        known = self._known.get(list_id)
        return known[2].total if known else None

    def total(self, lists: Iterable[str]) -> Counts:
        """Give the counts of several lists together."""
        return _sum(known[2].total for name in lists if (known := self._known.get(name)))

    def of_committee(self, committee: str, lists: Iterable[str]) -> Counts:
        """Give the counts of the items of some lists that a committee has a part in."""
        return _sum(known[2].committees.get(committee, {}) for name in lists if (known := self._known.get(name)))


def _sum(parts: Iterable[Counts]) -> Counts:
    total: Counts = {}
    for part in parts:
        for colour, count in part.items():
            total[colour] = total.get(colour, 0) + count
    return total
