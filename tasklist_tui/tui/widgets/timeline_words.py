"""The timeline's sentences: header labels, what the cursor stands on, and where a due date would move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.schedule import Bar, Lane, Role
from tasklist_tui.domain.timescale import Tick, Unit, Zoom
from tasklist_tui.i18n import _
from tasklist_tui.services.daywords import weekday
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.tui.palette import symbol

ZOOM_TITLES: dict[Zoom, Message] = {
    Zoom.WEEK: msg("Weeks"),
    Zoom.MONTH: msg("Months"),
    Zoom.QUARTER: msg("Quarters"),
    Zoom.YEAR: msg("Years"),
}


# From here on the line about a move has room for whole words.
_ROOMY = 60

#: The lights a lane's heading counts; the others go without saying.
COUNTED = ("red", "yellow")


class Move(msgspec.Struct, frozen=True):
    """A due date on its way: nothing is changed until it is confirmed; `old` is None for a bar without one."""

    old: date | None
    new: date


def day_text(day: date, today: date) -> str:
    """Give a day as `12-31`, with its year when that is not today's."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def tick_texts(tick: Tick) -> tuple[str, ...]:
    """Give the labels a tick may carry, the longest first."""
    day = tick.day
    if tick.unit is Unit.YEAR:
        return (_("{year}", year=day.year),)
    if tick.unit is Unit.MONTH:
        number = f"{day.month:02d}"
        return _("{year}-{month}", year=day.year, month=number), _("M{month}", month=day.month), str(day.month)
    if tick.unit is Unit.WEEK:
        return f"{day:%m-%d}", f"{day.day:02d}"
    return (f"{day.day:02d}",)


def lane_title(lane: Lane, language: str) -> str:
    """Give the name of a lane."""
    return lane.name(language) or _("No committee")


def lane_sentence(lane: Lane, language: str) -> str:
    """Say how a lane stands: its items, counted by light."""
    counts = lane.counts
    shown = [light for light in ("red", "yellow", "green", "grey", "blue") if counts.get(light)]
    parts = [f"{symbol(light)} {light_word(light)} {counts[light]}" for light in shown]
    return " · ".join([_("{n} items", n=lane.item_count), *parts])


def bar_sentence(bar: Bar, today: date) -> str:
    """Say what the title and the light leave out: span, progress, lateness, next milestone, role."""
    parts = []
    if bar.due is None:
        parts.append(_("no due date"))
    else:
        due = f"{day_text(bar.due, today)} {weekday(bar.due)}"
        start = day_text(bar.start, today) if bar.start is not None and not bar.open_start else "?"
        parts.append(f"{start} → {due}")
    parts.append(f"{bar.progress}%")
    if bar.late_until is not None and bar.due is not None:
        parts.append(_("{days} days late", days=(bar.late_until - bar.due).days))
    if upcoming := next((mark for mark in bar.milestones if mark.done is None), None):
        parts.append(f"{_('next')} {day_text(upcoming.day, today)} {upcoming.title}".rstrip())
    if bar.limit is not None:
        parts.append(_("time limit {day}", day=day_text(bar.limit.day, today)))
    if bar.role is Role.CO:
        parts.append(_("supporting"))
    elif bar.role is Role.ASSIGNMENT:
        parts.append(_("assignment"))
    return " · ".join(parts)


def move_sentence(move: Move, today: date, is_rest: Callable[[date], bool]) -> str:
    """Say where the due date would go: both days, the weekday, whether it is a rest day, and by how much."""
    before = day_text(move.old, today) if move.old is not None else _("no due date")
    parts = [f"{before} → {day_text(move.new, today)} {weekday(move.new)}"]
    parts.append(_("a rest day!") if is_rest(move.new) else _("a workday"))
    if move.old is not None:
        parts.append(_("{days} days", days=f"{(move.new - move.old).days:+d}"))
    return " · ".join(parts)


def move_keys(width: int) -> str:
    """Say which keys end the preview of a move, shorter in a narrow window."""
    return _("Enter: move   Esc: leave") if width >= _ROOMY else _("Enter/Esc")
