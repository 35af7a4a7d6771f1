"""Lights: one colour, one word and one reason for how an item stands against its dates (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Kind, Stage
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, LightRules, Row, TaskList


class Colour(StrEnum):
    """The five lights, worst first."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"
    BLUE = "blue"


#: Progress of finished work, in percent.
FULL = 100

_SEVERITY = {colour: number for number, colour in enumerate(Colour)}


class Light(msgspec.Struct, frozen=True):
    """How an item stands: the colour and, in words, why.

    `days` orders items of one colour by urgency: calendar days to the date that decided, negative when it is past,
    None when no date did.
    """

    colour: Colour
    reason: Message
    days: int | None = None

    @property
    def severity(self) -> int:
        """0 for the worst colour."""
        return _SEVERITY[self.colour]


class Judge(msgspec.Struct, frozen=True):
    """Gives lights as of a day; everything it depends on is said once, here."""

    today: date
    calendar: Calendar
    rules: LightRules = LightRules()

    def light(self, item: Item, kind: Kind, issued: date | None = None) -> Light:
        """Give the light of `item`; `issued` is the day its list was issued, from which it runs when it has no start.

        The worst of the item's own light and those of its open milestones, assignments and occurrences.
        """
        stage = stage_of(item, kind)
        if stage is Stage.DONE:
            return _finished(item)
        if stage is Stage.DROPPED:
            return Light(Colour.GREY, msg("Cancelled"))
        if stage is Stage.PAUSED:
            return Light(Colour.GREY, msg("Paused"))
        if stage is Stage.SUBMITTED:
            return self._submitted(item)
        own = self._own(item, stage, issued)
        parts = [light for light in self._parts(item) if light.colour in {Colour.RED, Colour.YELLOW}]
        return min([own, *parts], key=lambda light: (light.severity, light.days if light.days is not None else 0))

    def day_light(self, due: date) -> Light:
        """Give the light of anything open that is due on `due`: red past, yellow soon, else green."""
        left = (due - self.today).days
        if left < 0:
            return Light(Colour.RED, msg("Overdue by {days} days", days=-left), left)
        workdays = self.calendar.workdays_after(self.today, due)
        colour = Colour.YELLOW if workdays <= self.rules.soon_workdays else Colour.GREEN
        if left == 0:
            return Light(colour, msg("Due today"), left)
        return Light(colour, msg("{days} workdays left", days=workdays), left)

    def _submitted(self, item: Item) -> Light:
        due, submitted = item.due, item.day("submitted_on") or self.today
        if due is not None and submitted > due:
            late = (submitted - due).days
            return Light(Colour.RED, msg("Submitted {days} days late", days=late), -late)
        return Light(Colour.GREEN, msg("Awaiting close-out"))

    def _own(self, item: Item, stage: Stage, issued: date | None) -> Light:
        due, start = item.due, item.start or issued
        waiting = stage is Stage.PLANNED
        if due is None:
            if waiting and not item.rows("occurrences"):
                return Light(Colour.GREY, msg("No date yet"))
            return Light(Colour.GREEN, self._next_occurrence(item) or msg("Under way, no fixed date"))
        light = self.day_light(due)
        if light.colour is not Colour.GREEN:
            return light
        if start is not None and start > self.today:
            if waiting:
                return Light(Colour.GREY, msg("Starts on {day}", day=start), light.days)
            return light
        behind = self._behind(item, start, due)
        if behind >= self.rules.lag_points:
            return Light(Colour.YELLOW, msg("Progress {points} points behind", points=behind), light.days)
        return light

    def _behind(self, item: Item, start: date | None, due: date) -> int:
        """Give elapsed % − progress %, rounded down."""
        if start is None or start >= due:
            return 0
        return int(100 * (self.today - start).days / (due - start).days) - item.progress

    def _parts(self, item: Item) -> Iterator[Light]:
        """Yield the lights of the open rows that have a date."""
        for row in item.rows("milestones"):
            if light := self._row_light(row):
                yield _said(light, msg("Milestone “{name}”: {reason}", name=row.get("title", ""), reason=light.reason))
        for row in item.rows("assignments"):
            if row.get("progress") != FULL and (light := self._row_light(row)):
                name = row.get("committee", "")
                yield _said(light, msg("Assignment of {name}: {reason}", name=name, reason=light.reason))
        for row in item.rows("occurrences"):
            if light := self._row_light(row):
                yield _said(light, msg("Occurrence of {day}: {reason}", day=row.get("due"), reason=light.reason))

    def _row_light(self, row: Row) -> Light | None:
        due = row.get("due")
        return self.day_light(due) if isinstance(due, date) and not row.get("done") else None

    def _next_occurrence(self, item: Item) -> Message | None:
        days = [row["due"] for row in item.rows("occurrences") if not row.get("done") and isinstance(row["due"], date)]
        return msg("Next on {day}", day=min(days)) if days else None


def _said(light: Light, reason: Message) -> Light:
    return Light(light.colour, reason, light.days)


def _finished(item: Item) -> Light:
    done, due = item.day("done_on"), item.due
    if done is not None and due is not None and done > due:
        return Light(Colour.BLUE, msg("Done {days} days late", days=(done - due).days))
    return Light(Colour.BLUE, msg("Done"))


def stage_of(item: Item, kind: Kind) -> Stage:
    """Give what the item's state means; an item without a known state counts as planned, or active without workflow."""
    state = kind.state.get(item.status)
    if state is not None:
        return state.stage
    return kind.states[0].stage if kind.states else Stage.ACTIVE


def is_closed(item: Item, kind: Kind) -> bool:
    """Say whether the item is done or dropped."""
    return stage_of(item, kind) in {Stage.DONE, Stage.DROPPED}


def light_counts(lights: Iterator[Light]) -> dict[Colour, int]:
    """Count lights by colour, every colour present."""
    counts = dict.fromkeys(Colour, 0)
    for light in lights:
        counts[light.colour] += 1
    return counts


class Lights:
    """The lights of one snapshot of a workspace, each worked out when it is first asked for."""

    def __init__(self, judge: Judge, kind_of: Mapping[str, Kind]) -> None:
        """Use `judge` and the kinds by name."""
        self.judge = judge
        self._kinds = kind_of
        self._known: dict[tuple[str, str], tuple[Item, Light]] = {}

    def of(self, task_list: TaskList, item: Item) -> Light:
        """Give the light of an item of `task_list`."""
        key = (task_list.id, item.id)
        known = self._known.get(key)
        if known is None or known[0] is not item:
            kind = self._kinds.get(task_list.kind) or Kind(task_list.kind)
            known = self._known[key] = (item, self.judge.light(item, kind, task_list.issued))
        return known[1]
