"""Meetings: give one its date, and let the dates that count from it follow, as one action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tasklist_tui.domain import countdowns
from tasklist_tui.domain.countdowns import Moved
from tasklist_tui.domain.ids import new_id
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Event
from tasklist_tui.i18n import translate
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.storage.eventfile import put_event
from tasklist_tui.storage.folders import EVENTS


def find_event(snapshot: Snapshot, wanted: str) -> Event:
    """Give the meeting with this id or name, or the only one whose name holds it; raises `UserError`."""
    events = snapshot.workspace.events
    exact = [event for event in events if wanted in {event.id, event.name}]
    found = exact or [event for event in events if wanted and wanted in event.name]
    if len(found) == 1:
        return found[0]
    names = tuple(event.name for event in found or events)
    message = (
        msg("there is no meeting “{name}”", name=wanted) if not found else msg("“{name}” fits several", name=wanted)
    )
    raise UserError(
        message, msg("possible: {ways}", ways=names) if names else msg("add it: tasklist meeting NAME DATE --new")
    )


def new_event(snapshot: Snapshot, name: str, day: date | None = None) -> Event:
    """Make a meeting; raises `UserError` when there is one of that name already."""
    import secrets  # random numbers are for writing only, and take 5 ms

    known = snapshot.workspace.events
    if any(name in {event.id, event.name} for event in known):
        raise UserError(msg("there is a meeting “{name}” already", name=name), msg("give it another name"))
    return Event(new_id({event.id for event in known}, secrets.choice), name.strip(), day)


def following(snapshot: Snapshot, event: Event) -> tuple[Moved, ...]:
    """Give the open dates that change when the meeting is held on the day that `event` says."""
    return tuple(countdowns.follow(snapshot.workspace, event, snapshot.calendar, snapshot.today))


def counting(snapshot: Snapshot) -> dict[str, int]:
    """Give how many open dates count from each meeting, by its id."""
    return countdowns.counting(snapshot.workspace, snapshot.calendar, snapshot.today)


def move(session: Session, event: Event, moved: Sequence[Moved]) -> Snapshot:
    """Give a meeting the day that `event` says (None: not fixed any more) or a new one its entry, and move `moved`."""
    known = next((one for one in session.snapshot.workspace.events if one.id == event.id), None)
    language = session.snapshot.workspace.settings.language or "zh"
    unfixed = translate(msg("not fixed"), language)
    old = known.date.isoformat() if known and known.date else unfixed
    new = event.date.isoformat() if event.date else unfixed
    reason = f"{event.name} {old} → {new}" if known else f"{event.name} {new}"
    edits = countdowns.edits(moved)
    return session.apply(edits, action="meeting", reason=reason, also={EVENTS: lambda text: put_event(text, event)})
