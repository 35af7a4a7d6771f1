"""What a deadline phrase says, as values."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from tasklist_tui.domain.message import Message


class PhraseKind(StrEnum):
    """What sort of time a phrase names."""

    DATE = "date"  # one day
    WINDOW = "window"  # from a day to a day; the deadline is its end
    DEADLINE = "deadline"  # until a day, included
    FROM = "from"  # from a day on, no end
    RECURRING = "recurring"  # again and again, by `rrule`; start and end are those of the first time
    RELATIVE = "relative"  # a span counted from or back from an anchor
    EVENT = "event"  # before, after or during a holiday or a meeting
    ONGOING = "ongoing"  # no deadline by intention
    VAGUE = "vague"  # no date can be read; somebody has to be asked
    MULTI = "multi"  # several nodes, in `milestones`
    NONE = "none"  # an empty cell


class Milestone(msgspec.Struct, frozen=True):
    """One node of a phrase with several; `title` is "" when it has none."""

    title: str
    start: date | None = None
    end: date | None = None


class Rule(msgspec.Struct, frozen=True):
    """One recurrence of a phrase: RFC 5545 text, how often in a period when said, and the first time.

    `dtstart` is the day the rule counts from: the first end when it names a day, the first start when each time is a
    whole period.
    """

    rrule: str
    title: str = ""
    times: int | None = None
    start: date | None = None
    end: date | None = None
    dtstart: date | None = None


class Anchor(msgspec.Struct, frozen=True):
    """What a phrase counts from: its words, its day where it is known, and the id of the event in `events.yaml`."""

    name: str
    day: date | None = None
    event: str = ""


class Phrase(msgspec.Struct, frozen=True):
    """What a phrase says.  `text` is what was typed, always; `warnings` say what needs a look.

    Warnings that are also `remarks` speak of the day (past, a rest day), not of how it was read.
    `rolled` is the legal end of a counted period that ends on a rest day (民法典 203: forward; counted back: back).
    `workday` is the last workday on or before an `end` that is a rest day.  `original` is the date before an extension.
    `hedges` and `statuses` are the words that were set aside; `done` is a hint, to be asked about.
    """

    kind: PhraseKind
    text: str
    start: date | None = None
    end: date | None = None
    rules: tuple[Rule, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    anchor: Anchor | None = None
    rolled: date | None = None
    workday: date | None = None
    original: date | None = None
    title: str = ""
    hedges: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    done: bool = False
    warnings: tuple[Message, ...] = ()
    remarks: tuple[Message, ...] = ()

    @property
    def rrule(self) -> str:
        """RFC 5545 text of the first rule, "" when nothing recurs."""
        return self.rules[0].rrule if self.rules else ""

    @property
    def due(self) -> date | None:
        """The day to put into a due field: the rolled end where the law rolls it, else the end."""
        return self.rolled or self.end


class Options(msgspec.Struct, frozen=True):
    """How the fuzzy words are read; offices differ."""

    day_included: bool = True  # 「9月30日前」 includes the 30th
    early_days: int = 5  # 初: days 1–5 of a month
    late_from: int = 21  # 底 as the begin of a range: from day 21
    year_early_months: int = 2  # 年初: January and February
    year_middle: tuple[int, int] = (6, 7)  # 年中: June and July
    plan_early_years: int = 2  # 规划初期: its first two years
