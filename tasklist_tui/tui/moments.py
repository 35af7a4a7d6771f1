"""The moments of the past that a person can name: a day, a meeting that was held, a version that was issued."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tasklist_tui.domain.dues import Where, read_due
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.model import TaskList
from tasklist_tui.i18n import _
from tasklist_tui.services import phrasing
from tasklist_tui.services.daywords import weekday
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.meeting_lines import in_order
from tasklist_tui.tui.screens.choices import Option
from tasklist_tui.tui.state import Past

#: The answer that stands for a day chosen in the calendar; no moment is called so.
CALENDAR = "*"
#: The answer that stands for how things stand now.
NOW = "HEAD"
_FIELD = Field("day", FieldType.DATE)


def day_meant(text: str, snapshot: Snapshot) -> date | None:
    """Give the past day that a person means, None when it is none: a day without a year is the last such day."""
    today = snapshot.today
    where = Where.of(snapshot.workspace, TaskList(""), snapshot.calendar, today)
    if not text.strip():
        return None
    # Building what reads phrases takes a moment, which no key waits for.
    day = read_due(text, _FIELD, {}, where).day if phrasing.is_prepared() else _plain(text, today)
    if day is not None and day > today and str(day.year) not in text:
        day = _year_before(day)
    return day if day is not None and day <= today else None


def _plain(text: str, today: date) -> date | None:
    from tasklist_tui.domain.dates import parse_day
    from tasklist_tui.domain.fields import FieldError

    try:
        return parse_day(text, today)
    except (FieldError, OverflowError):
        return None


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def moment_options(snapshot: Snapshot, versions: Iterable[Past], *, with_now: bool = False) -> list[Option]:
    """Give what can be chosen: now where it makes sense, a day, the meetings held so far, the versions."""
    today = snapshot.today
    options = [Option(NOW, _("Now"))] if with_now else []
    options.append(Option(CALENDAR, _("Another day …"), _("with the calendar")))
    options.extend(
        Option(event.id, event.name, day_label(event.date))
        for event in reversed(in_order(snapshot.workspace.events))
        if event.date is not None and event.date <= today
    )
    options.extend(
        Option(version.name, version.name, _("version of {day}", day=version.day.isoformat())) for version in versions
    )
    for days, label in ((1, _("Yesterday")), (7, _("A week ago")), (30, _("Thirty days ago"))):
        day = today - timedelta(days=days)
        options.append(Option(day.isoformat(), label, day_label(day)))
    return options


def day_label(day: date) -> str:
    """Give a day with its weekday."""
    return f"{day.isoformat()} {weekday(day)}"


def last_meeting(snapshot: Snapshot) -> str:
    """Give the id of the meeting held last before today, else the day a week ago."""
    held = [event for event in in_order(snapshot.workspace.events) if event.date and event.date < snapshot.today]
    return held[-1].id if held else (snapshot.today - timedelta(days=7)).isoformat()
