"""The rules of the lights are data: each names a colour and what must hold, and the first that holds decides.

Offices differ (银川, 宿迁, 三明, 宜昌 and 大足 each have another scheme), so `tasklist.yaml` may give rules of its own,
other thresholds, and other names for the five colours.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

import msgspec

from tasklist_tui.domain.kinds import Label
from tasklist_tui.domain.message import Message, msg


class Colour(StrEnum):
    """The five lights, worst first."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"
    BLUE = "blue"


class When(StrEnum):
    """What a rule asks of an item; `OF_DATES` also look at its open milestones, assignments and occurrences."""

    DONE = "done"
    DONE_LATE = "done-late"
    DROPPED = "dropped"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    SUBMITTED_LATE = "submitted-late"
    OVERDUE = "overdue"
    DUE = "due"
    UNANSWERED = "unanswered"
    NOT_BEGUN = "not-begun"
    WAITING = "waiting"
    BEHIND = "behind"
    PROGRESS_BELOW = "progress-below"
    SILENT = "silent"
    UNDATED = "undated"
    ALWAYS = "always"


#: What a condition counts with: the key of its number in `tasklist.yaml`, and the number when none is given.
NUMBERS: Mapping[When, tuple[str, int]] = {
    When.OVERDUE: ("days", 1),
    When.DUE: ("workdays", 5),
    When.UNANSWERED: ("days", 1),
    When.NOT_BEGUN: ("days", 1),
    When.BEHIND: ("points", 30),
    When.PROGRESS_BELOW: ("percent", 30),
    When.SILENT: ("days", 30),
}


class LightRule(msgspec.Struct, frozen=True):
    """`colour` when `when` holds; `number` is what it counts with (`NUMBERS`), None where it counts nothing."""

    colour: Colour
    when: When
    number: int | None = None

    def describe(self) -> Message:
        """Give the condition in words."""
        return _words(self.when, self.number or 0)


class ColourName(msgspec.Struct, frozen=True):
    """What an office calls a colour, and what it means there."""

    title: Label = Label()
    meaning: Label = Label()


class LightRules(msgspec.Struct, frozen=True):
    """How a workspace lights its items: two thresholds of the usual rules, or rules of its own.

    `soon_workdays`: workdays left that count as soon; `lag_points`: elapsed % − progress % that counts as late.
    """

    soon_workdays: int = 5
    lag_points: int = 30
    own: tuple[LightRule, ...] = ()
    names: Mapping[Colour, ColourName] = {}

    def rules(self) -> tuple[LightRule, ...]:
        """Give the rules in the order they are tried; the last one always holds."""
        given = self.own or usual_rules(self.soon_workdays, self.lag_points)
        return given if given[-1].when is When.ALWAYS else (*given, LightRule(Colour.GREEN, When.ALWAYS))


@lru_cache
def usual_rules(soon_workdays: int, lag_points: int) -> tuple[LightRule, ...]:
    """Give the rules that hold unless an office sets its own (DESIGN §5)."""
    return (
        LightRule(Colour.BLUE, When.DONE),
        LightRule(Colour.GREY, When.DROPPED),
        LightRule(Colour.GREY, When.PAUSED),
        LightRule(Colour.RED, When.SUBMITTED_LATE),
        LightRule(Colour.RED, When.OVERDUE, 1),
        LightRule(Colour.YELLOW, When.DUE, soon_workdays),
        LightRule(Colour.GREEN, When.SUBMITTED),
        LightRule(Colour.YELLOW, When.UNANSWERED, 1),
        LightRule(Colour.GREY, When.WAITING),
        LightRule(Colour.YELLOW, When.BEHIND, lag_points),
        LightRule(Colour.GREY, When.UNDATED),
        LightRule(Colour.GREEN, When.ALWAYS),
    )


def _words(when: When, number: int) -> Message:
    match when:
        case When.DONE:
            return msg("finished")
        case When.DONE_LATE:
            return msg("finished after its due date")
        case When.DROPPED:
            return msg("cancelled")
        case When.PAUSED:
            return msg("paused")
        case When.SUBMITTED:
            return msg("submitted, awaiting close-out")
        case When.SUBMITTED_LATE:
            return msg("submitted after its due date")
        case When.OVERDUE:
            return msg("past due by {days} days or more, itself or a part of it", days=number)
        case When.DUE:
            return msg("due within {days} workdays, itself or a part of it", days=number)
        case When.UNANSWERED:
            return msg("an urging is unanswered {days} days or more after its answer was due", days=number)
        case When.NOT_BEGUN:
            return msg("should have begun {days} days ago or earlier and has not", days=number)
        case When.WAITING:
            return msg("not begun, and its start lies ahead")
        case When.BEHIND:
            return msg("progress is {points} points or more behind the time elapsed", points=number)
        case When.PROGRESS_BELOW:
            return msg("progress is below {percent} %", percent=number)
        case When.SILENT:
            return msg("no progress note for {days} days or more", days=number)
        case When.UNDATED:
            return msg("not begun, and it has no date")
        case When.ALWAYS:
            return msg("everything else")
