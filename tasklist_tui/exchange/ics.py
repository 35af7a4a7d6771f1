"""Calendar files (RFC 5545): all-day events or tasks with alarms, for the calendar programs of phones and desktops.

A file depends on nothing but what it is made from: same entries and stamp, same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui import __version__
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.rules import WEEKDAYS, Rule
from tasklist_tui.exchange.plaintext import one_line, plain

if TYPE_CHECKING:
    from icalendar import Alarm as AlarmComponent
    from icalendar import Event, Todo

_DAY = timedelta(days=1)
#: The hour of the local day at which alarms go off: a whole-day date has no zone, it is that of the reader.
_ALARM_HOUR = timedelta(hours=9)
_ALARM = re.compile(r"(\d{1,3})(d|wd)", re.ASCII)
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)


class Alarm(msgspec.Struct, frozen=True):
    """A reminder at 09:00 so many days, or workdays, before the day."""

    count: int
    workdays: bool = False

    def day(self, due: date, calendar: Calendar) -> date:
        """Give the day it goes off; raises `OverflowError` before all dates."""
        return calendar.add_workdays(due, -self.count) if self.workdays else due - self.count * _DAY


class CalendarEntry(msgspec.Struct, frozen=True):
    """One entry of a calendar file.

    `uid` names it for good; `alarms` are days on which it reminds; `rule` lets it recur, from `day` on.  As a task
    (`is_task`) it is due on `day`, `percent` done and `begun` or not.
    """

    uid: str
    day: date
    summary: str
    description: str = ""
    categories: tuple[str, ...] = ()
    alarms: tuple[date, ...] = ()
    rule: Rule | None = None
    is_task: bool = False
    begun: bool = False
    percent: int | None = None


def parse_alarms(text: str) -> tuple[Alarm, ...]:
    """Read `1d,5wd`: one day before and five workdays before; raises `UserError`."""
    found = []
    for part in re.split("[,、\\s]+", unicodedata.normalize("NFKC", text).strip().lower()):
        match = _ALARM.fullmatch(part)
        if match is None:
            raise UserError(
                msg("“{text}” is no alarm", text=part), msg("e.g. 1d,5wd: a day before, and five workdays before")
            )
        found.append(Alarm(int(match[1]), match[2] == "wd"))
    return tuple(dict.fromkeys(found))


def uid(organisation: str, item: str, part: str, key: str = "") -> str:
    """Give the UID of a part of an item, the same in every export: RFC 5545 §3.8.4.7, unique by RFC 7986 §5.3."""
    short = f".{_digest(key)}" if key else ""
    own = item if _PLAIN_ID.fullmatch(item) else _digest(item)
    return f"{own}.{part}{short}@{_digest(organisation)}.tasklist"


def calendar_file(entries: Iterable[CalendarEntry], *, name: str, stamp: datetime, language: str) -> bytes:
    """Give the file with the entries in their order; `stamp` is when the data was last changed, `name` its title."""
    from icalendar import Calendar as File  # 75 ms that only exports should cost
    from icalendar import vText

    file = File()
    file.add("PRODID", f"-//tasklist-tui//{__version__}//{language.upper()}")
    file.add("VERSION", "2.0")
    file.add("CALSCALE", "GREGORIAN")
    # The library escapes what it knows as text; of a name that begins with X- it knows nothing.
    file.add("X-WR-CALNAME", vText(one_line(name)))
    taken: dict[str, int] = {}
    for entry in entries:
        # Two rows of one key are a mistake in the data; both are shown.
        taken[entry.uid] = number = taken.get(entry.uid, 0) + 1
        own_uid = entry.uid if number == 1 else f"{number}.{entry.uid}"
        file.add_component(_component(entry, own_uid, stamp.astimezone(UTC)))
    return bytes(file.to_ical())


def _component(entry: CalendarEntry, own_uid: str, stamp: datetime) -> Event | Todo:
    component = _task(entry) if entry.is_task else _event(entry)
    component.add("UID", own_uid)
    component.add("DTSTAMP", stamp)
    component.add("SUMMARY", one_line(entry.summary))
    if entry.description:
        component.add("DESCRIPTION", plain(entry.description))
    if categories := [text for text in map(one_line, entry.categories) if text]:
        component.add("CATEGORIES", categories)
    for day in entry.alarms:
        component.add_component(_alarm(entry, day))
    return component


def _event(entry: CalendarEntry) -> Event:
    """Give an event of the whole day; it does not make its owner busy.  DTEND is excluded (RFC 5545 §3.6.1)."""
    from icalendar import Event

    event = Event()
    event.add("DTSTART", entry.day)
    if entry.day < date.max:
        event.add("DTEND", entry.day + _DAY)
    event.add("TRANSP", "TRANSPARENT")
    if entry.rule is not None:
        event.add("RRULE", _recurrence(entry.rule))
    return event


def _task(entry: CalendarEntry) -> Todo:
    from icalendar import Todo

    task = Todo()
    task.add("DUE", entry.day)
    task.add("STATUS", "IN-PROCESS" if entry.begun else "NEEDS-ACTION")
    if entry.percent is not None:
        task.add("PERCENT-COMPLETE", min(max(entry.percent, 0), 100))
    return task


def _alarm(entry: CalendarEntry, day: date) -> AlarmComponent:
    """Give an alarm as the time between it and the beginning of the entry's day (RFC 5545 §3.8.6.3)."""
    from icalendar import Alarm as AlarmComponent

    alarm = AlarmComponent()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", one_line(entry.summary))
    alarm.add("TRIGGER", _ALARM_HOUR - (entry.day - day), {"RELATED": "END"} if entry.is_task else {})
    return alarm


def _recurrence(rule: Rule) -> dict[str, object]:
    """Give a rule by the parts of an RRULE (RFC 5545 §3.3.10)."""
    parts: dict[str, object] = {
        "FREQ": rule.freq,
        "UNTIL": rule.until,
        "COUNT": rule.count,
        "INTERVAL": rule.interval if rule.interval > 1 else None,
        "BYMONTH": rule.months,
        "BYWEEKNO": rule.weeks,
        "BYYEARDAY": rule.year_days,
        "BYMONTHDAY": rule.month_days,
        "BYDAY": tuple(f"{place or ''}{WEEKDAYS[day]}" for place, day in rule.days),
        "BYSETPOS": rule.places,
        "WKST": WEEKDAYS[rule.week_start] if rule.week_start else None,
    }
    return {name: list(value) if isinstance(value, tuple) else value for name, value in parts.items() if value}


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
