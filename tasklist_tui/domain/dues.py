"""A due date and the words it was written in: read together, kept together, compared (DESIGN §5).

A date field names the text field that keeps its words (`Field.phrase`).  The words are read as they were meant: in
the year of the list, counted from the item's anchor, from its own meeting where the words say no more than 会.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Event, Item, Row, TaskList, Value, Workspace

if TYPE_CHECKING:
    from tasklist_tui.domain.phrases import Phrase

#: Days between two readings that tell whether words depend on the day they are read.
_APART = 37


class Where(msgspec.Struct, frozen=True, dict=True):
    """What words are read against: the meetings, the calendar, the list's year, and the day it is.

    Readings are kept: a list of thousands of items says a few hundred different things.
    """

    events: tuple[Event, ...]
    calendar: Calendar
    year: int | None
    today: date
    issued: date | None = None

    @classmethod
    def of(cls, workspace: Workspace, task_list: TaskList, calendar: Calendar, today: date) -> Where:
        """Take it from a workspace and one of its lists."""
        return cls(workspace.events, calendar, task_list.year, today, task_list.issued)

    @cached_property
    def readings(self) -> dict[tuple[str, date, str], Phrase]:
        """What was read already, by words, reference day and meeting."""
        return {}


class Due(msgspec.Struct, frozen=True):
    """What was typed into a date: the day, and the words to keep beside it ("" when the day says it all).

    `phrase` is the reading of the words, None for a plain day.  `anchor` is the day that the words count from and that
    has to be kept for them to be read again, None when they count from nothing or it is known already.
    """

    day: date | None
    words: str = ""
    phrase: Phrase | None = None
    anchor: date | None = None

    def values(self, field: Field) -> dict[str, Value]:
        """Give what to store for the date `field`: the day, the words (None for none), the anchor when it is kept."""
        stored: dict[str, Value] = {field.id: self.day}
        if field.phrase:
            stored[field.phrase] = self.words or None
        if field.anchor and self.anchor is not None:
            stored[field.anchor] = self.anchor
        return stored


class Disagreement(msgspec.Struct, frozen=True):
    """A date that is not what its words say: `field` is `due` or, in a row, `milestones.due`."""

    field: str
    row: int | None
    words: str
    day: date | None
    said: date
    event: str = ""


def read_due(text: str, field: Field, values: Mapping[str, Value], where: Where) -> Due:
    """Read what a person typed into the date `field` of an item with the fields `values`.

    A plain day (2025-09-30, 9-30, +3d) is that day; anything else is a deadline phrase, read as of `where.today` or of
    the item's anchor.  Never raises for odd text: what cannot be read has no day and keeps its words.
    """
    typed = text.strip()
    try:
        return Due(parse_day(typed, where.today, where.year))
    except (FieldError, OverflowError):
        pass
    known = _day(values, field.anchor)
    phrase = _read(typed, field, values, where, known or where.today)
    if not field.phrase:
        return Due(phrase.due, typed, phrase)
    if known is None and _depends(typed, field, values, where):
        if phrase.anchor is None:  # 下周五: means the day itself, and nothing later; 每月5日前 goes on
            alone = phrase.due is not None and not phrase.rules and not phrase.milestones
            return Due(phrase.due, "" if alone else typed, phrase)
        if field.anchor and phrase.anchor.day == where.today:
            return Due(phrase.due, typed, phrase, where.today)
    return Due(phrase.due, typed, phrase)


def as_written(field: Field, values: Mapping[str, Value]) -> str:
    """Give the text that stands for a stored date: its words, else the day, "" when there is neither."""
    words, day = values.get(field.phrase) if field.phrase else None, _day(values, field.id)
    return str(words) if words else day.isoformat() if day else ""


def said(words: str, field: Field, values: Mapping[str, Value], where: Where) -> Phrase | None:
    """Read kept words again; None when what they say depends on a day nobody wrote down."""
    known = _day(values, field.anchor)
    if known is None and _depends(words, field, values, where):
        return None
    return _read(words, field, values, where, known or where.issued or where.today)


def disagreements(item: Item, kind: Kind, where: Where) -> Iterator[Disagreement]:
    """Yield the dates of an item that are not what the words beside them say.

    A date that an approved extension set is in order, as are words without a day (条件成熟时).
    """
    extended = {row.get("to_due") for row in item.rows("extensions") if row.get("decision") == "approved"}
    for field in kind.fields:
        if field.type is FieldType.ROWS:
            for column in field.fields:
                if column.phrase:
                    for place, row in enumerate(item.rows(field.id)):
                        yield from _compared(f"{field.id}.{column.id}", place, column, row, item.values, where)
        elif field.phrase and item.get(field.id) not in extended:
            yield from _compared(field.id, None, field, item.values, item.values, where)


def _compared(
    name: str, place: int | None, field: Field, row: Row, values: Mapping[str, Value], where: Where
) -> Iterator[Disagreement]:
    words, day = row.get(field.phrase), _day(row, field.id)
    if not isinstance(words, str) or not words.strip():
        return
    if where.year is None and day is not None:  # a list of no year: words of no year mean that of the date
        where = msgspec.structs.replace(where, year=day.year)
    phrase = said(words, field, values, where)
    if phrase is None or phrase.due is None or len(phrase.milestones) > 1 or phrase.rules:
        return
    if day is None or day not in {phrase.due, phrase.end, phrase.workday, phrase.original}:
        event = phrase.anchor.event if phrase.anchor else ""
        yield Disagreement(name, place, words, day, phrase.due, event)


def _read(text: str, field: Field, values: Mapping[str, Value], where: Where, reference: date) -> Phrase:
    meeting = str(values.get(field.meeting) or "") if field.meeting else ""
    key = (text, reference, meeting)
    known = where.readings.get(key)
    if known is None:
        known = where.readings[key] = _parsed(text, meeting, where, reference)
    return known


def _parsed(text: str, meeting: str, where: Where, reference: date) -> Phrase:
    """Read words; those that say no more than 会 mean the item's own meeting where it has one."""
    from tasklist_tui.domain.phrases import GENERIC, parse  # its patterns take 70 ms to build

    own = tuple(event for event in where.events if event.id == meeting)
    if own and own[0].date:
        phrase = parse(text, reference=reference, year=where.year, calendar=where.calendar, events=own)
        if phrase.anchor is not None and phrase.anchor.event == own[0].id:
            return phrase
    phrase = parse(text, reference=reference, year=where.year, calendar=where.calendar, events=where.events)
    anchor = phrase.anchor
    if anchor is None or anchor.event or anchor.name not in GENERIC:
        return phrase
    # 会前20日 with several meetings, or none: which one is meant has to be said, no day is guessed.
    asked = (msg("which meeting? write its name as in events.yaml, or name it in the item"),)
    return msgspec.structs.replace(phrase, start=None, end=None, rolled=None, workday=None, warnings=asked)


def _depends(text: str, field: Field, values: Mapping[str, Value], where: Where) -> bool:
    """Say whether the day that `text` names depends on the day it is read."""
    first = where.issued or where.today
    dues = {_read(text, field, values, where, first + timedelta(days=days)).due for days in (0, _APART)}
    return len(dues) > 1


def _day(values: Mapping[str, Value], name: str) -> date | None:
    value = values.get(name) if name else None
    return value if isinstance(value, date) else None
