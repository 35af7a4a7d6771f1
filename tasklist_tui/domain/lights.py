"""Lights: one colour, one word and one reason for how an item stands against its dates (DESIGN §5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Kind, Stage
from tasklist_tui.domain.lightrules import Colour, LightRule, LightRules, When
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, Row, TaskList, Value
from tasklist_tui.domain.recurrence import next_open, open_before, recurs
from tasklist_tui.domain.stages import stage_clock
from tasklist_tui.domain.workflow import state_label

__all__ = [
    "Colour",
    "Judge",
    "Light",
    "Lights",
    "Part",
    "Verdict",
    "is_closed",
    "light_counts",
    "open_parts",
    "stage_of",
]


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


class Verdict(msgspec.Struct, frozen=True):
    """What one rule said of an item: the light it gives, None when it does not hold."""

    rule: LightRule
    light: Light | None


class Judge(msgspec.Struct, frozen=True):
    """Gives lights as of a day; everything it depends on is said once, here."""

    today: date
    calendar: Calendar
    rules: LightRules = LightRules()

    def light(self, item: Item, kind: Kind, task_list: TaskList) -> Light:
        """Give the light of `item` of `task_list`: that of the first rule that holds.

        An item without a start runs from the day its list was issued.
        """
        case = _Case(self, item, kind, task_list)
        for rule in self.rules.rules():
            light = case.try_rule(rule)
            if light is not None:
                return light
        raise AssertionError  # the last rule always holds

    def verdicts(self, item: Item, kind: Kind, task_list: TaskList) -> tuple[Verdict, ...]:
        """Give what each rule says of `item`, in the order they are tried; the first one with a light decided."""
        case = _Case(self, item, kind, task_list)
        return tuple(Verdict(rule, case.try_rule(rule)) for rule in self.rules.rules())

    def day_light(self, due: date) -> Light:
        """Give the light of anything open that is due on `due`, by the rules about dates alone."""
        part = Part(due)
        for rule in self.rules.rules():
            if rule.when in _OF_DATES and _date_holds(self, rule, due):
                return Light(rule.colour, self.say(part), (due - self.today).days)
        return Light(Colour.GREEN, self.say(part), (due - self.today).days)

    def say(self, part: Part) -> Message:
        """Give in words how a date lies to today."""
        left = (part.due - self.today).days
        if left < 0:
            reason = msg("Overdue by {days} days", days=-left)
        elif left == 0:
            reason = msg("Due today")
        else:
            reason = msg("{days} workdays left", days=self.calendar.workdays_after(self.today, part.due))
        return part.named(reason)


class Part(msgspec.Struct, frozen=True):
    """Something open with a date: the item itself, a row of it, or the time it may stay in its state.

    `field` is "" for the item itself; `name` is what people call the part, `key` what tells it from its like.
    """

    due: date
    field: str = ""
    name: Value = ""
    key: str = ""

    def named(self, reason: Message) -> Message:
        """Put the part's name in front of a reason."""
        match self.field:
            case "milestones":
                return msg("Milestone “{name}”: {reason}", name=self.name, reason=reason)
            case "assignments":
                return msg("Assignment of {name}: {reason}", name=self.name, reason=reason)
            case "occurrences":
                return msg("Occurrence of {day}: {reason}", day=self.name, reason=reason)
            case "status":
                return msg("Time limit of “{state}”: {reason}", state=self.name, reason=reason)
            case _:
                return reason


#: Conditions that ask about dates, of the item and of its open parts.
_OF_DATES = frozenset({When.OVERDUE, When.DUE})


def _date_holds(judge: Judge, rule: LightRule, due: date) -> bool:
    number = rule.number or 0
    if rule.when is When.OVERDUE:
        return (judge.today - due).days >= number
    return due >= judge.today and judge.calendar.workdays_after(judge.today, due) <= number


class _Case:
    """One item before the judge; what several rules ask for is worked out once."""

    def __init__(self, judge: Judge, item: Item, kind: Kind, task_list: TaskList) -> None:
        self.judge, self.item, self.kind, self.task_list = judge, item, kind, task_list
        self.stage = stage_of(item, kind)
        self._dates: list[Part] | None = None

    def try_rule(self, rule: LightRule) -> Light | None:
        """Give the light of `rule`, None when it does not hold."""
        found = _CONDITIONS[rule.when](self, rule)
        return None if found is None else Light(rule.colour, *found)

    @property
    def open(self) -> bool:
        """Whether dates still press: not finished, submitted, paused or cancelled."""
        return self.stage in {Stage.PLANNED, Stage.ACTIVE}

    @property
    def start(self) -> date | None:
        return self.item.start or self.task_list.issued

    def dates(self) -> list[Part]:
        """Give what is open and has a date, the item itself first."""
        if self._dates is None:
            self._dates = list(self._open_dates()) if self.open else list(self._waiting_dates())
        return self._dates

    def _waiting_dates(self) -> Iterator[Part]:
        """Yield the time limit of a submitted item: its dates are met, but whoever closes it out has a day too."""
        if self.stage is Stage.SUBMITTED:
            yield from (
                part for part in open_parts(self.item, self.kind, self.judge.calendar) if part.field == "status"
            )

    def _open_dates(self) -> Iterator[Part]:
        item, judge = self.item, self.judge
        yield from open_parts(item, self.kind, judge.calendar)
        if recurs(item):
            for occurrence in open_before(item, self.task_list, judge.today, judge.calendar):
                yield Part(occurrence.due, "occurrences", occurrence.due)
            coming = next_open(item, self.task_list, judge.today, judge.calendar)
            if coming is not None and coming.due >= judge.today:
                yield Part(coming.due, "occurrences", coming.due)

    def finished(self, *, late: bool = False) -> _Found:
        if self.stage is not Stage.DONE:
            return None
        done, due = self.item.day("done_on"), self.item.due
        if done is not None and due is not None and done > due:
            return msg("Done {days} days late", days=(done - due).days), None
        return None if late else (msg("Done"), None)

    def in_stage(self, stage: Stage, reason: Message) -> _Found:
        return (reason, None) if self.stage is stage else None

    def submitted_late(self) -> _Found:
        due, submitted = self.item.due, self.item.day("submitted_on") or self.judge.today
        if self.stage is not Stage.SUBMITTED or due is None or submitted <= due:
            return None
        late = (submitted - due).days
        return msg("Submitted {days} days late", days=late), -late

    def date_rule(self, rule: LightRule) -> _Found:
        """Find the most pressing date for which a rule holds."""
        pressing = [part for part in self.dates() if _date_holds(self.judge, rule, part.due)]
        if not pressing:
            return None
        part = min(pressing, key=lambda part: part.due)
        return self.judge.say(part), (part.due - self.judge.today).days

    def unanswered(self, rule: LightRule) -> _Found:
        waiting = [
            row["answer_due"]
            for row in self.item.rows("urges")
            if not row.get("answered") and isinstance(row.get("answer_due"), date)
        ]
        if not self.open or not waiting:
            return None
        late = (self.judge.today - min(waiting)).days
        if late < (rule.number or 0):
            return None
        return msg("Urging unanswered for {days} days", days=late), -late

    def waiting(self) -> _Found:
        start = self.start
        if self.stage is not Stage.PLANNED or start is None or self.item.due is None or start <= self.judge.today:
            return None
        return msg("Starts on {day}", day=start), (self.item.due - self.judge.today).days

    def not_begun(self, rule: LightRule) -> _Found:
        start = self.item.start
        late = (self.judge.today - start).days if start else 0
        if self.stage is not Stage.PLANNED or start is None or late < (rule.number or 0):
            return None
        return msg("Should have begun {days} days ago", days=late), -late

    @property
    def measured(self) -> bool:
        """Whether progress is kept at all: topics and suggestions have none, so they are never behind."""
        return "progress" in self.kind.field or self.item.get("progress") is not None

    def behind(self, rule: LightRule) -> _Found:
        due, start = self.item.due, self.start
        if not self.open or due is None or start is None or start >= due or start > self.judge.today:
            return None
        if not self.measured:
            return None
        elapsed = int(100 * (self.judge.today - start).days / (due - start).days)
        points = elapsed - self.item.progress
        if points < (rule.number or 0):
            return None
        return msg("Progress {points} points behind", points=points), (due - self.judge.today).days

    def progress_below(self, rule: LightRule) -> _Found:
        if not self.open or not self.measured or self.item.progress >= (rule.number or 0):
            return None
        return msg("Progress {percent} %", percent=self.item.progress), None

    def silent(self, rule: LightRule) -> _Found:
        """Count from the last note, else from when the work may have begun."""
        moments = [row["at"].date() for row in self.item.rows("log") if isinstance(row.get("at"), datetime)]
        last = max(moments, default=self.start)
        if self.stage is not Stage.ACTIVE or last is None:
            return None
        days = (self.judge.today - last).days
        return (msg("No note for {days} days", days=days), None) if days >= (rule.number or 0) else None

    def undated(self) -> _Found:
        if self.stage is not Stage.PLANNED or self.item.due is not None or recurs(self.item):
            return None
        return msg("No date yet"), None

    def rest(self) -> _Found:
        """Say how an item stands of which no other rule says anything."""
        due = self.item.due
        if due is not None:
            return self.judge.say(Part(due)), (due - self.judge.today).days
        coming = [part.due for part in self.dates() if part.field == "occurrences" and part.due >= self.judge.today]
        return (msg("Next on {day}", day=min(coming)) if coming else msg("Under way, no fixed date")), None


#: The reason and the days to the date that decided; None when a condition does not hold.
_Found = tuple[Message, int | None] | None

_CONDITIONS: Mapping[When, Callable[[_Case, LightRule], _Found]] = {
    When.DONE: lambda case, _: case.finished(),
    When.DONE_LATE: lambda case, _: case.finished(late=True),
    When.DROPPED: lambda case, _: case.in_stage(Stage.DROPPED, msg("Cancelled")),
    When.PAUSED: lambda case, _: case.in_stage(Stage.PAUSED, msg("Paused")),
    When.SUBMITTED: lambda case, _: case.in_stage(Stage.SUBMITTED, msg("Awaiting close-out")),
    When.SUBMITTED_LATE: lambda case, _: case.submitted_late(),
    When.OVERDUE: _Case.date_rule,
    When.DUE: _Case.date_rule,
    When.UNANSWERED: _Case.unanswered,
    When.NOT_BEGUN: _Case.not_begun,
    When.WAITING: lambda case, _: case.waiting(),
    When.BEHIND: _Case.behind,
    When.PROGRESS_BELOW: _Case.progress_below,
    When.SILENT: _Case.silent,
    When.UNDATED: lambda case, _: case.undated(),
    When.ALWAYS: lambda case, _: case.rest(),
}


def open_parts(item: Item, kind: Kind, calendar: Calendar) -> Iterator[Part]:
    """Yield what is open of an item and has a date: itself, its milestones and assignments, the limit of its state.

    Occurrences are left out: how far ahead they are wanted depends on who asks.
    """
    if item.due is not None:
        yield Part(item.due)
    for row in item.rows("milestones"):
        if due := _open_due(row):
            title = row.get("title", "")
            yield Part(due, "milestones", title, key=str(row.get("id") or title))
    for row in item.rows("assignments"):
        if row.get("progress") != FULL and (due := _open_due(row)):
            committee = row.get("committee", "")
            yield Part(due, "assignments", committee, key=str(committee))
    if (clock := stage_clock(item, kind, calendar)) is not None:
        yield Part(clock.due, "status", state_label(kind, clock.state), key=clock.state)


def _open_due(row: Row) -> date | None:
    due = row.get("due")
    return due if isinstance(due, date) and not row.get("done") else None


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
            known = self._known[key] = (item, self.judge.light(item, self._kind(task_list), task_list))
        return known[1]

    def verdicts(self, task_list: TaskList, item: Item) -> tuple[Verdict, ...]:
        """Give what each rule says of an item of `task_list`, in the order they are tried."""
        return self.judge.verdicts(item, self._kind(task_list), task_list)

    def _kind(self, task_list: TaskList) -> Kind:
        return self._kinds.get(task_list.kind) or Kind(task_list.kind)
