"""The command that tells what is due, starts, recurs or runs out: on the screen, as JSON or as a calendar file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_committee, session
from tasklist_tui.cli.output import light_data, note, print_json, say, table
from tasklist_tui.domain import fields
from tasklist_tui.domain.agenda import FORTNIGHT_DAYS, Agenda, AgendaLine, Span, bounds
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.kinds import Label
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.problems import Severity
from tasklist_tui.i18n import _, language
from tasklist_tui.services.agenda import agenda_of, day_kind_word, line_text, mark_word
from tasklist_tui.services.daywords import weekday
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot

_EXAMPLE = msg("e.g. tasklist agenda 14, or tasklist agenda --from 11-01 --to 11-30")
_STDOUT = "-"
#: Stands among the ids of committees for the lines that are meetings; no id has a blank.
_MEETINGS = " "


def agenda_command(options: argparse.Namespace) -> int:
    """Print what falls on the days of a span, what is overdue first."""
    _refuse_unclear(options)
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        committee = find_committee(snapshot.workspace, options.committee) if options.committee else ""
        found = agenda_of(snapshot, *_days(options, snapshot.today), committee=committee)
        if options.ics:
            _export(opened, found, options)
        if options.json:
            print_json("agenda", _data(snapshot, found, committee, options.ics))
        elif not options.ics:
            _print(snapshot, found, by_committee=options.by == "committee")
        for problem in snapshot.workspace.problems:
            if problem.severity is Severity.ERROR:
                note(_("Not all could be read: {path}; see tasklist check", path=problem.path))
                break
    return arguments.OK


def _refuse_unclear(options: argparse.Namespace) -> None:
    if options.span and (options.first or options.last):
        raise arguments.UsageError(msg("a span and --from or --to exclude each other"), _EXAMPLE)
    if options.ics == _STDOUT and options.json:
        raise arguments.UsageError(
            msg("--json and a calendar file cannot both go to standard output"), msg("name a file: --ics agenda.ics")
        )
    if not options.ics and (options.todo or options.alarms is not None or options.no_alarms):
        raise arguments.UsageError(
            msg("--todo, --alarms and --no-alarms are about calendar files"), msg("add --ics FILE")
        )
    if options.alarms is not None and options.no_alarms:
        raise arguments.UsageError(msg("--alarms and --no-alarms exclude each other"), msg("leave one of them out"))


def _days(options: argparse.Namespace, today: date) -> tuple[date, date]:
    """Give the first and the last day the options name."""
    if not (options.first or options.last):
        return bounds(Span(options.span or Span.WEEK), today)
    first = _day(options.first, today) or today
    room = min(FORTNIGHT_DAYS, (date.max - first).days)
    last = _day(options.last, today) or first + timedelta(days=room)
    if last < first:
        raise arguments.UsageError(
            msg("the last day, {last}, lies before the first, {day}", last=last, day=first), _EXAMPLE
        )
    return first, last


def _day(text: str | None, today: date) -> date | None:
    """Give the day an option names, counted from the day that was chosen with `--today`."""
    try:
        day = parse_day(text, today) if text else None
    except FieldError as error:
        raise arguments.UsageError(error.message, _EXAMPLE) from error
    return day


def _export(opened: Session, found: Agenda, options: argparse.Namespace) -> None:
    """Write the calendar file, and say so where standard output is free."""
    from tasklist_tui.exchange.ics import parse_alarms
    from tasklist_tui.services.agenda_file import USUAL_ALARMS, agenda_file, write_calendar
    from tasklist_tui.services.exporting import stamp_of

    try:
        alarms = USUAL_ALARMS if options.alarms is None else parse_alarms(options.alarms)
    except UserError as error:
        raise arguments.UsageError(error.message, error.hint) from error
    chosen = () if options.no_alarms else alarms
    data = agenda_file(opened.snapshot, found, stamp_of(opened), alarms=chosen, as_tasks=options.todo)
    if options.ics == _STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_calendar(Path(options.ics), data)
    if not options.json:
        say(_("Written: {path}", path=options.ics))


def _print(snapshot: Snapshot, found: Agenda, *, by_committee: bool) -> None:
    if not found:
        say(_("Nothing from {first} to {last}.", first=found.first.isoformat(), last=found.last.isoformat()))
        return
    groups = _by_committee(snapshot, found) if by_committee else _by_day(found)
    for number, (heading, lines) in enumerate(groups):
        if number:
            say("")
        if heading:
            say(heading)
        table(
            [
                _row(snapshot, line, is_first=place == 0 or lines[place - 1].day != line.day)
                for place, line in enumerate(lines)
            ],
            [line.light.colour if line.light else None for line in lines],
        )


_Groups = list[tuple[str, Sequence[AgendaLine]]]


def _by_day(found: Agenda) -> _Groups:
    """Give what is overdue under a heading of its own, then all days in one table."""
    groups: _Groups = []
    if found.overdue:
        groups.append((_("Overdue ({count})", count=len(found.overdue)), found.overdue))
    if found.days:
        heading = f"{found.first} – {found.last}" if found.first != found.last else ""
        groups.append((heading, [line for _day, lines in found.days for line in lines]))
    return groups


def _by_committee(snapshot: Snapshot, found: Agenda) -> _Groups:
    """Give the lines of each committee that has the foremost part in them, in the order of the workspace."""
    workspace = snapshot.workspace
    groups: dict[str, list[AgendaLine]] = {committee: [] for committee in [_MEETINGS, *workspace.committee]}
    for line in found.lines():
        foremost = next(iter(line.committees), "") if line.entry else _MEETINGS
        groups.setdefault(foremost, []).append(line)
    names = {_MEETINGS: _("Meetings"), "": _("No committee")}
    return [
        (names.get(key) or workspace.committee_name(key, language()), lines) for key, lines in groups.items() if lines
    ]


def _row(snapshot: Snapshot, line: AgendaLine, *, is_first: bool) -> list[str]:
    workspace = snapshot.workspace
    return [
        _day_text(snapshot, line.day) if is_first else "",
        light_word(line.light.colour) if line.light else "",
        mark_word(line.mark),
        _("{days} days late", days=line.late) if line.late else "",
        workspace.committee_name(line.committees[0], language()) if line.committees else "",
        line_text(workspace, line),
    ]


def _day_text(snapshot: Snapshot, day: date) -> str:
    """Give a day with its weekday, and what is special about it: today, a holiday, a make-up workday."""
    special = [_("today")] if day == snapshot.today else []
    return " ".join(filter(None, [day.isoformat(), weekday(day), *special, day_kind_word(day, snapshot.calendar)]))


def _data(snapshot: Snapshot, found: Agenda, committee: str, file: str | None) -> Mapping[str, Any]:
    return {
        "today": snapshot.today.isoformat(),
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "committee": committee or None,
        "overdue": _lines_data(snapshot, found.overdue),
        "days": [
            {
                "day": day.isoformat(),
                "workday": snapshot.calendar.is_workday(day),
                "name": day_kind_word(day, snapshot.calendar),
                "lines": _lines_data(snapshot, lines),
            }
            for day, lines in found.days
        ],
        "ics": file,
    }


def _lines_data(snapshot: Snapshot, lines: Iterable[AgendaLine]) -> list[dict[str, Any]]:
    return [
        {
            "day": line.day.isoformat(),
            "what": str(line.mark),
            "text": line_text(snapshot.workspace, line),
            "list": line.entry.task_list.id if line.entry else None,
            "item": line.entry.item.id if line.entry else None,
            "title": line.entry.item.title if line.entry else str(line.label),
            "label": _label_data(line.label),
            "committees": list(line.committees),
            "light": light_data(line.light) if line.light else None,
            "late": line.late,
            "more": line.more,
        }
        for line in lines
    ]


def _label_data(label: Any) -> str:
    """Give a label as JSON has it: a state in the language in use, a day as ISO text."""
    return label.in_language(language()) if isinstance(label, Label) else str(fields.to_plain(label))
