"""What one reading of a phrase depends on and remembers: the day it is read from, the list's year, what came before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.message import Message
from tasklist_tui.domain.model import Event
from tasklist_tui.domain.phrases.result import Options

__all__ = ["Cursor", "Options", "Reading", "Unreadable"]


class Unreadable(Exception):
    """A time was written that cannot be: 2月30日, 13月.  The phrase becomes vague, never half-read."""

    def __init__(self, message: Message) -> None:
        """Say in `message` what is wrong."""
        super().__init__(str(message))
        self.message = message


class Reading:
    """The givens of one phrase, the year and month said last in it, and the warnings so far."""

    def __init__(
        self,
        reference: date,
        year: int | None,
        calendar: Calendar,
        events: Sequence[Event],
        options: Options,
    ) -> None:
        """Read as of `reference`, in a list of `year` (else the reference's year)."""
        self.reference = reference
        self.list_year = year if year is not None else reference.year
        self.calendar = calendar
        self.events = events
        self.options = options
        self.near_year: int | None = None
        self.near_month: tuple[int, int] | None = None
        self.not_before: date | None = None
        self.warnings: list[Message] = []
        self.remarks: list[Message] = []

    @property
    def year(self) -> int:
        """The year of a date written without one: that said before it in the phrase, else the list's."""
        return self.near_year if self.near_year is not None else self.list_year

    @property
    def base(self) -> date:
        """The day from which recurring and moving dates are looked for: the reference, not before the list's year.

        Nor before a begin that was said: 2026年起每年12月底前.
        """
        list_begin = date(self.list_year, 1, 1) if date.min.year <= self.list_year <= date.max.year else date.min
        return max(self.reference, list_begin, self.not_before or date.min)

    def warn(self, message: Message) -> None:
        """Note what needs a look, once."""
        if message not in self.warnings:
            self.warnings.append(message)

    def remark(self, message: Message) -> None:
        """Note something about the day, whose reading is plain."""
        self.warn(message)
        self.remarks.append(message)


class Cursor:
    """A place in the cleaned text that moves over what is recognised."""

    def __init__(self, text: str, place: int = 0) -> None:
        """Start at `place`."""
        self.text = text
        self.place = place

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Give the match of `pattern` here and move behind it, None when there is none."""
        match = pattern.match(self.text, self.place)
        if match is not None:
            self.place = match.end()
        return match

    def sees(self, pattern: re.Pattern[str]) -> bool:
        """Say whether `pattern` matches here, without moving."""
        return pattern.match(self.text, self.place) is not None

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.place >= len(self.text)
