"""The agenda as a calendar file: which events or tasks it has, their words, alarms and recurrence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from tasklist_tui.domain import rules
from tasklist_tui.domain.agenda import Agenda, AgendaLine, Mark
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Kind, Stage
from tasklist_tui.domain.lights import stage_of
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.recurrence import Shift, last_day, occurrences, shift_of
from tasklist_tui.domain.rules import Rule
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.domain.workflow import field_label
from tasklist_tui.exchange.ics import Alarm, CalendarEntry, calendar_file, uid
from tasklist_tui.i18n import language, translate
from tasklist_tui.services.agenda import line_text, mark_word
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import value_text
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.storage import files

#: One workday before, where nobody says otherwise.
USUAL_ALARMS: tuple[Alarm, ...] = (Alarm(1, workdays=True),)
#: What the description of an entry tells of its item, in this order.
_TOLD = ("lead", "co", "goal", "deliverable")
_ROWS = {Mark.MILESTONE: ("milestones", "id", "title"), Mark.ASSIGNMENT: ("assignments", "committee", "committee")}
#: What nobody has to be ready for by the day.
_WITHOUT_ALARM = frozenset({Mark.START, Mark.EXTENSION})
#: Years over which a rule must give the very days of the occurrences to be written as a rule.
_COMPARED = 2
_BEGIN = b"BEGIN:VCALENDAR"


def agenda_file(
    snapshot: Snapshot,
    agenda: Agenda,
    stamp: datetime,
    *,
    alarms: Sequence[Alarm] = USUAL_ALARMS,
    as_tasks: bool = False,
    tell: Teller = SILENT,
) -> bytes:
    """Give the calendar file of an agenda; `stamp` is when the data was last changed, not now."""
    settings = snapshot.workspace.settings
    return calendar_file(
        _Maker(snapshot, alarms, as_tasks=as_tasks).entries(tell.each(tuple(agenda.lines()))),
        name=settings.title or settings.organisation,
        stamp=stamp,
        language=language(),
    )


def write_calendar(path: Path, data: bytes) -> None:
    """Write a calendar file; raises `UserError` when it cannot be written, or would replace a file of another sort."""
    try:
        before = files.read(path)
    except files.FileMissing:
        before = _BEGIN
    if not before.startswith(_BEGIN):
        raise UserError(
            msg("{path} is there and is no calendar file", path=str(path)),
            msg("choose another name; nothing was changed"),
        )
    files.write_atomic(path, data)


class _Maker:
    """Makes the entries of one file."""

    def __init__(self, snapshot: Snapshot, alarms: Sequence[Alarm], *, as_tasks: bool) -> None:
        self._snapshot = snapshot
        self._workspace = snapshot.workspace
        self._alarms = alarms
        self._as_tasks = as_tasks
        settings = snapshot.workspace.settings
        self._organisation = settings.organisation or settings.title

    def entries(self, lines: Iterable[AgendaLine]) -> Iterator[CalendarEntry]:
        """Yield an entry for each line; occurrences that a rule can tell are one entry that recurs."""
        series: dict[str, bool] = {}
        for line in lines:
            if line.mark is Mark.OCCURRENCE and line.entry is not None and not self._as_tasks:
                key = f"{line.entry.task_list.id}/{line.entry.item.id}"
                if key in series:
                    if series[key]:
                        continue
                else:
                    found = series_of(line.entry, self._snapshot.calendar, line.day.year + _COMPARED)
                    series[key] = found is not None
                    if found is not None:
                        yield self._recurring(line, line.entry, *found)
                        continue
            yield self._entry(line)

    def _entry(self, line: AgendaLine) -> CalendarEntry:
        item = line.entry.item if line.entry else None
        is_task = self._as_tasks and item is not None
        days = self._alarm_days(self._alarms, line.day)
        return CalendarEntry(
            uid(self._organisation, item.id, line.mark, line.key) if item else self._uid_of_meeting(line),
            line.day,
            self._summary(line),
            self._description(line),
            self._categories(line),
            () if line.mark in _WITHOUT_ALARM else tuple(day for day in days if day >= self._snapshot.today),
            is_task=is_task,
            begun=self._is_begun(line),
            percent=item.progress if item and line.mark is Mark.DUE else None,
        )

    def _recurring(self, line: AgendaLine, entry: Entry, first: date, rule: Rule) -> CalendarEntry:
        """Give the entry of a whole series; its alarms cannot know workdays, they count days instead."""
        alarms = dict.fromkeys(Alarm(alarm.count) for alarm in self._alarms)
        return CalendarEntry(
            uid(self._organisation, entry.item.id, "series"),
            first,
            entry.item.title,
            self._description(line),
            self._categories(line),
            tuple(self._alarm_days(alarms, first)),
            rule=rule,
        )

    def _uid_of_meeting(self, line: AgendaLine) -> str:
        return uid(self._organisation, line.key, line.mark)

    def _alarm_days(self, alarms: Iterable[Alarm], day: date) -> Iterator[date]:
        """Yield the days of alarms before `day`; where dates end there is none."""
        for alarm in alarms:
            with contextlib.suppress(OverflowError):
                yield alarm.day(day, self._snapshot.calendar)

    def _summary(self, line: AgendaLine) -> str:
        text = line_text(self._workspace, line)
        if line.light is None:
            return text
        word = light_word(line.light.colour)
        return f"【{word}】{text}" if language() == "zh" else f"[{word}] {text}"

    def _categories(self, line: AgendaLine) -> tuple[str, ...]:
        names = [self._workspace.committee_name(name, language()) for name in line.committees[:1]]
        return (mark_word(line.mark), *names)

    def _description(self, line: AgendaLine) -> str:
        if line.entry is None:
            return ""
        item, kind = line.entry.item, self._kind(line.entry)
        told = [(field_label(kind, name), self._value(kind, line.entry, name)) for name in _TOLD]
        told.append((field_label(kind, "due_text"), _words_of_deadline(line, line.entry)))
        colon = "：" if language() == "zh" else ": "
        lines = [f"{label.in_language(language())}{colon}{text}" for label, text in told if text]
        if line.light is not None:
            lines.append(f"{light_word(line.light.colour)}{colon}{translate(line.light.reason)}")
        number = self._workspace.number_of(line.entry.task_list, item)
        lines.append(" ".join(filter(None, [line.entry.task_list.title, number])))
        return "\n".join(filter(None, lines))

    def _value(self, kind: Kind, entry: Entry, name: str) -> str:
        field = kind.field.get(name)
        return value_text(self._workspace, kind, field, entry.item.get(name), language()) if field else ""

    def _is_begun(self, line: AgendaLine) -> bool:
        return line.entry is not None and stage_of(line.entry.item, self._kind(line.entry)) is Stage.ACTIVE

    def _kind(self, entry: Entry) -> Kind:
        return self._workspace.kind_of(entry.task_list)


def series_of(entry: Entry, calendar: Calendar, last_year: int) -> tuple[date, Rule] | None:
    """Give the first day and the rule of an item's occurrences, where a rule of RFC 5545 says exactly these days.

    None when rest days shift them, one was done, missed or moved, or they follow from more than the rule; they are
    compared up to the end of `last_year`.
    """
    task_list, item = entry
    if shift_of(item) is not Shift.NONE or not item.text("rrule"):
        return None
    until = date(min(last_year, 9999), 12, 31)
    found = occurrences(item, task_list, until=until, calendar=calendar)
    if not all(occurrence.open for occurrence in found):
        return None
    days = [occurrence.due for occurrence in found]
    try:
        rule = rules.parse_rule(item.text("rrule"))
    except rules.RuleError:
        return None
    rule = rule if item.start else rules.completed(rule)
    if not rule.ends and (end := last_day(item, task_list)):
        rule = msgspec.structs.replace(rule, until=end)
    if not days or days != [day for day in rules.days(rule, days[0], until.year) if day <= until]:
        return None
    return days[0], rule


def _words_of_deadline(line: AgendaLine, entry: Entry) -> str:
    """Give the deadline as it was written: that of the row, else that of the item."""
    if line.mark in _ROWS:
        rows, *keys = _ROWS[line.mark]
        for row in entry.item.rows(rows):
            if line.key and line.key in {str(row.get(key)) for key in keys} and row.get("due") == line.day:
                return str(row.get("due_text") or "")
    return entry.item.text("due_text")
