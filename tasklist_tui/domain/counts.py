"""Counts for reports: what is done, on time, late, urged, extended, returned, and waits for close-out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.kinds import Kind, Stage
from tasklist_tui.domain.lights import Colour, stage_of
from tasklist_tui.domain.model import Item, Row
from tasklist_tui.domain.query import Entry, LightOf
from tasklist_tui.domain.urgings import is_answered

_LATER = frozenset({Stage.ACTIVE, Stage.PAUSED, Stage.PLANNED})


class Counts(msgspec.Struct, frozen=True):
    """Counts of some items; they add up with `+`.

    `done` are closed out; `on_time` and `late` those of them with both dates.  `open` are neither done nor dropped;
    `waiting` of them are submitted for close-out.  `urged`, `extended` and `returned` count items, `urgings`,
    `extensions` (granted), `refused`, `asked` (not decided) and `returns` count how often; `levels` counts the urgings
    of each level.
    """

    items: int = 0
    done: int = 0
    on_time: int = 0
    late: int = 0
    dropped: int = 0
    open: int = 0
    red: int = 0
    waiting: int = 0
    urged: int = 0
    urgings: int = 0
    unanswered: int = 0
    levels: Mapping[str, int] = {}
    extended: int = 0
    extensions: int = 0
    refused: int = 0
    asked: int = 0
    returned: int = 0
    returns: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Give the counts of both together."""
        return total([self, other])


def total(counts: Sequence[Counts]) -> Counts:
    """Add counts up."""
    sums = {name: sum([getattr(one, name) for one in counts]) for name in _NUMBERS}
    levels: dict[str, int] = {}
    for one in counts:
        for level, number in one.levels.items():
            levels[level] = levels.get(level, 0) + number
    return Counts(**sums, levels=levels)


_NUMBERS = tuple(name for name in Counts.__struct_fields__ if name != "levels")


def count_item(item: Item, kind: Kind, colour: Colour) -> Counts:
    """Count one item, whose light has `colour`."""
    stage = stage_of(item, kind)
    done, dropped = stage is Stage.DONE, stage is Stage.DROPPED
    done_on, due = item.day("done_on"), item.due
    dated = done and done_on is not None and due is not None
    late = dated and _is_later(done_on, due)
    urgings, extensions = item.rows("urges"), item.rows("extensions")
    levels: dict[str, int] = {}
    for row in urgings:
        level = str(row.get("level", ""))
        levels[level] = levels.get(level, 0) + 1
    granted = _decided(extensions, "approved")
    returns = _returns(item, kind)
    return Counts(
        items=1,
        done=int(done),
        on_time=int(dated and not late),
        late=int(late),
        dropped=int(dropped),
        open=int(not done and not dropped),
        red=int(colour is Colour.RED),
        waiting=int(stage is Stage.SUBMITTED),
        urged=int(bool(urgings)),
        urgings=len(urgings),
        unanswered=0 if done or dropped else sum(not is_answered(row) for row in urgings),
        levels=levels,
        extended=int(granted > 0),
        extensions=granted,
        refused=_decided(extensions, "refused"),
        asked=0 if done or dropped else _decided(extensions, "asked"),
        returned=int(returns > 0),
        returns=returns,
    )


def count_by(
    entries: Iterable[Entry],
    group_of: Callable[[Entry], str],
    kind_of: Callable[[Entry], Kind],
    light_of: LightOf,
) -> dict[str, Counts]:
    """Count items in groups, in the order in which the groups appear."""
    groups: dict[str, list[Counts]] = {}
    for entry in entries:
        groups.setdefault(group_of(entry), []).append(count_item(entry.item, kind_of(entry), light_of(*entry).colour))
    return {name: total(found) for name, found in groups.items()}


def _is_later(done_on: date | None, due: date | None) -> bool:
    return done_on is not None and due is not None and done_on > due


def _decided(extensions: Iterable[Row], decision: str) -> int:
    return sum(row.get("decision") == decision for row in extensions)


def _returns(item: Item, kind: Kind) -> int:
    """Count in the log how often the item went back from a submitted state to one where work goes on."""
    before, found = None, 0
    for row in item.rows("log"):
        state = kind.state.get(str(row.get("state", "")))
        if state is None:
            continue
        step = kind.transition.get(str(row.get("step", "")))
        origins = {kind.state[name].stage for name in step.origins if name in kind.state} if step else {before}
        found += origins == {Stage.SUBMITTED} and state.stage in _LATER
        before = state.stage
    return found
