"""Commands about meetings: list them, give one its date with what counts from it, put a countdown into an item."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

import msgspec

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import NotFound, find_item, session
from tasklist_tui.cli.output import item_data, print_json, say, table
from tasklist_tui.domain.countdowns import Moved, begin
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.kinds import Countdown, Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Event
from tasklist_tui.i18n import _, language
from tasklist_tui.services.meetings import find_event, following, move, new_event
from tasklist_tui.services.snapshot import Snapshot


def meeting_command(options: argparse.Namespace) -> int:
    """List the meetings, or give one its date; the dates that count from it follow when the person agrees."""
    with session(options, sign=bool(options.name)) as opened:
        if not options.name:
            return _list(opened.snapshot, options)
        opened.author()
        event = new_event(opened.snapshot, options.name) if options.new else find_event(opened.snapshot, options.name)
        event = msgspec.structs.replace(event, date=_day(options, opened.snapshot))
        moved = following(opened.snapshot, event)
        follow = [change for change in moved if not change.by_hand]
        chosen = moved if follow and _agreed(options, opened.snapshot, event, moved) else ()
        snapshot = move(opened, event, chosen)
        if options.json:
            data = {"revision": snapshot.revision, "meeting": _event_data(event)}
            print_json("meeting", {**data, "moved": [_moved_data(change) for change in moved if change in chosen]})
        else:
            say(_("Saved: {title}", title=f"{event.name} {event.date or _('not fixed')}"))
    return arguments.OK


def countdown_command(options: argparse.Namespace) -> int:
    """Put the milestones of a countdown into an item, counted from a meeting."""
    with session(options, sign=True) as opened:
        snapshot = opened.snapshot
        task_list, item = find_item(snapshot, options.item)
        countdown = _countdown(snapshot.workspace.kind_of(task_list), options.template)
        event = find_event(snapshot, options.meeting or item.text("due_event"))
        where = Where.of(snapshot.workspace, task_list, snapshot.calendar, snapshot.today)
        edit = begin(task_list, item, countdown, event, where, snapshot.workspace.settings.language or "zh")
        snapshot = opened.apply([edit], action="countdown", reason=f"{countdown.title.in_language(language())}")
        found = snapshot.workspace.find(item.id)
        if options.json:
            print_json(
                "countdown", {"revision": snapshot.revision, "item": item_data(snapshot, *found or (task_list, item))}
            )
        else:
            say(_("Saved: {title}", title=f"{item.id} {item.title}"))
    return arguments.OK


def _list(snapshot: Snapshot, options: argparse.Namespace) -> int:
    events = sorted(snapshot.workspace.events, key=lambda event: (event.date is None, event.date or snapshot.today))
    if options.json:
        print_json("meeting", {"meetings": [_event_data(event) for event in events]})
    elif not events:
        say(_("There are no meetings yet; add one: tasklist meeting NAME DATE --new"))
    else:
        table([[event.id, event.date.isoformat() if event.date else _("not fixed"), event.name] for event in events])
    return arguments.OK


def _day(options: argparse.Namespace, snapshot: Snapshot) -> date | None:
    if options.day in {"", "none", "-"}:
        return None
    try:
        return parse_day(options.day, snapshot.today)
    except FieldError as error:
        raise UserError(error.message) from error


def _agreed(options: argparse.Namespace, snapshot: Snapshot, event: Event, moved: Sequence[Moved]) -> bool:
    """Say whether the dates shall follow; asks at a terminal, else `--move` or `--keep` must say it."""
    if options.move or options.keep:
        return bool(options.move)
    if not options.json:
        say(_("These dates count from “{name}”:", name=event.name))
        table([_moved_row(snapshot, change) for change in moved])
    if options.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(
            msg("{count} dates count from this meeting; nothing was changed", count=len(moved)),
            msg("add --move to let them follow, or --keep to leave them"),
        )
    return input(f"{_('Let them follow? (y/n)')} ").strip().lower() in {"y", "yes", "是", "好"}


def _moved_row(snapshot: Snapshot, change: Moved) -> list[str]:
    old = change.old.isoformat() if change.old else _("(empty)")
    said = _("set by hand, stays") if change.by_hand else f"{old} → {change.new}"
    return [change.item.id, change.item.title, change.name or change.words, said]


def _countdown(kind: Kind, wanted: str) -> Countdown:
    for countdown in kind.countdowns:
        if not wanted or wanted in {countdown.id, countdown.title.zh, countdown.title.en}:
            return countdown
    names = tuple(countdown.id for countdown in kind.countdowns)
    message = msg("the kind {kind} has no countdown “{name}”", kind=kind.kind, name=wanted)
    raise NotFound(message, msg("possible: {ways}", ways=names) if names else None)


def _event_data(event: Event) -> dict[str, object]:
    return {"id": event.id, "name": event.name, "date": event.date.isoformat() if event.date else None}


def _moved_data(change: Moved) -> dict[str, object]:
    return {
        "list": change.list_id,
        "item": change.item.id,
        "field": change.field,
        "row": change.name,
        "words": change.words,
        "old": change.old.isoformat() if change.old else None,
        "new": change.new.isoformat(),
    }
