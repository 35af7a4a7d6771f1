"""Calendar files (RFC 5545): all-day events or tasks with alarms, for the calendar programs of phones and desktops.

A file depends on nothing but what it is made from: same entries and stamp, same bytes.  The lines are written here: the
icalendar library took 8 of the 11 s of a file with 8,600 entries, and is kept to read them back in the tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

import msgspec

from tasklist_tui import __version__
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.rules import WEEKDAYS, Rule
from tasklist_tui.exchange.plaintext import one_line, plain

_DAY = timedelta(days=1)
#: The hour of the local day at which alarms go off: a whole-day date has no zone, it is that of the reader.
_ALARM_HOURS = 9
_LINE_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
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
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//tasklist-tui//{__version__}//{language.upper()}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(one_line(name))}",
    ]
    moment = stamp.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    taken: dict[str, int] = {}
    for entry in entries:
        # Two rows of one key are a mistake in the data; both are shown.
        taken[entry.uid] = number = taken.get(entry.uid, 0) + 1
        lines += _component(entry, entry.uid if number == 1 else f"{number}.{entry.uid}", moment)
    lines.append("END:VCALENDAR")
    return b"".join(map(_folded, lines))


def _component(entry: CalendarEntry, own_uid: str, moment: str) -> Iterator[str]:
    """Yield the lines of an event of the whole day, or of a task."""
    sort = "VTODO" if entry.is_task else "VEVENT"
    yield f"BEGIN:{sort}"
    yield f"UID:{_text(own_uid)}"
    yield f"DTSTAMP:{moment}"
    yield from _task(entry) if entry.is_task else _event(entry)
    summary = _text(one_line(entry.summary))
    yield f"SUMMARY:{summary}"
    if entry.description:
        yield f"DESCRIPTION:{_text(plain(entry.description))}"
    if categories := [_text(text) for text in map(one_line, entry.categories) if text]:
        yield f"CATEGORIES:{','.join(categories)}"
    for day in entry.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{summary}"
        yield f"TRIGGER{';RELATED=END' if entry.is_task else ''}:{_span(_ALARM_HOURS - 24 * (entry.day - day).days)}"
        yield "END:VALARM"
    yield f"END:{sort}"


def _event(entry: CalendarEntry) -> Iterator[str]:
    """Yield the days of an event; it does not make its owner busy.  DTEND is excluded (RFC 5545 §3.6.1)."""
    yield f"DTSTART;VALUE=DATE:{_day(entry.day)}"
    if entry.day < date.max:
        yield f"DTEND;VALUE=DATE:{_day(entry.day + _DAY)}"
    if entry.rule is not None:
        yield f"RRULE:{_recurrence(entry.rule)}"
    yield "TRANSP:TRANSPARENT"


def _task(entry: CalendarEntry) -> Iterator[str]:
    yield f"DUE;VALUE=DATE:{_day(entry.day)}"
    yield f"STATUS:{'IN-PROCESS' if entry.begun else 'NEEDS-ACTION'}"
    if entry.percent is not None:
        yield f"PERCENT-COMPLETE:{min(max(entry.percent, 0), 100)}"


def _recurrence(rule: Rule) -> str:
    """Give a rule as the value of an RRULE (RFC 5545 §3.3.10)."""
    parts: dict[str, object] = {
        "FREQ": rule.freq,
        "UNTIL": _day(rule.until) if rule.until else None,
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
    return ";".join(
        f"{name}={','.join(map(str, value)) if isinstance(value, tuple) else value}"
        for name, value in parts.items()
        if value
    )


def _span(hours: int) -> str:
    """Give a time before (negative) or after the beginning of a day (RFC 5545 §3.3.6)."""
    days, rest = divmod(abs(hours), 24)
    return f"{'-' if hours < 0 else ''}P{f'{days}D' if days else ''}T{rest}H"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _text(text: str) -> str:
    """Give plain text as a value of type TEXT (RFC 5545 §3.3.11)."""
    return text.translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """Give a content line, folded between characters where it is longer than 75 octets (RFC 5545 §3.1)."""
    data = line.encode()
    parts = []
    room = _LINE_OCTETS
    while len(data) > room:
        end = room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(data[:end])
        data, room = data[end:], _LINE_OCTETS - 1
    parts.append(data)
    return b"\r\n ".join(parts) + b"\r\n"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
