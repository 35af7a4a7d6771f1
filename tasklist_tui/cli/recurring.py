"""Commands of what recurs: list occurrences, mark one, show what rhythms carry to the next one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import NotFound, find_item, session
from tasklist_tui.cli.output import item_data, print_json, say, table
from tasklist_tui.domain import recurrence
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.recurrence import Occurrence
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.snapshot import Snapshot

#: Days beyond today and the day typed that are looked through for an occurrence.
_AHEAD = 400
_NEAREST = 3


def occurrences_command(options: argparse.Namespace) -> int:
    """List the occurrences of an item through the end of the year or the day given, the next one marked."""
    from tasklist_tui.domain.rule_words import describe

    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        task_list, item = _recurring(snapshot, options.item)
        ahead = recurrence.next_open(item, task_list, snapshot.today, snapshot.calendar)
        until = _day(options.until, task_list, snapshot.today) or max(
            date(snapshot.today.year, 12, 31), ahead.due if ahead else date.min
        )
        found = recurrence.occurrences(item, task_list, until=until, calendar=snapshot.calendar)
        words = translate(describe(item.text("rrule"), recurrence.shift_of(item), item.start))
        if options.json:
            listed = [_data(occurrence, ahead, snapshot.today) for occurrence in found]
            head = {"item": item.id, "rrule": item.text("rrule"), "words": words}
            print_json("occurrences", {**head, "next": ahead and ahead.due.isoformat(), "occurrences": listed})
            return arguments.OK
        say(f"{item.title}  {words}".rstrip())
        table([_row(occurrence, ahead, snapshot.today) for occurrence in found])
        if not found:
            say(_("Nothing recurs up to {day}.", day=until.isoformat()))
    return arguments.OK


def occurrence_command(options: argparse.Namespace) -> int:
    """Mark one occurrence as done or missed, open it again, or note something about it."""
    _refuse_unclear(options)
    with session(options, sign=True) as opened:
        task_list, item = _recurring(opened.snapshot, options.item)
        day = _needed_day(options.day, task_list, opened.today)
        occurrence = _find(opened.snapshot, task_list, item, day)
        done, missed = occurrence.done, occurrence.missed
        if options.done:
            done, missed = _day(options.done_on, task_list, opened.today) or opened.today, False
        elif options.missed or options.reopen:
            done, missed = None, bool(options.missed)
        note = occurrence.note if options.note is None else options.note.strip()
        edit = recurrence.mark(task_list.id, item, occurrence, done=done, missed=missed, note=note)
        before = opened.snapshot.revision
        snapshot = opened.apply([edit], action="set")
        return _report(options, snapshot, item.id, occurrence, changed=snapshot.revision != before)


def carried_command(options: argparse.Namespace) -> int:
    """Show the points that other rhythms carry to the next occurrence of this one, or to the one of a day."""
    from tasklist_tui.domain.cadence import carried, meeting

    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        task_list, item = _recurring(snapshot, options.item)
        if options.on:
            day = _needed_day(options.on, task_list, snapshot.today)
            occurrence: Occurrence | None = _find(snapshot, task_list, item, day)
        else:
            occurrence = meeting(task_list, item, snapshot.today, snapshot.calendar)
        if occurrence is None:
            raise NotFound(msg("“{title}” has no occurrence", title=item.title), msg("fill in the start and the rule"))
        points = carried(snapshot.workspace, task_list, item, occurrence, snapshot.calendar)
        if options.json:
            listed = [
                {
                    "id": point.id,
                    "text": point.text,
                    "on": _iso(point.on),
                    "from": point.brought_by,
                    "settled": _iso(point.settled),
                    "result": point.result,
                    "chain": list(point.chain),
                    "left_over": point.left_over,
                }
                for point in points
            ]
            print_json("carried", {"item": item.id, "due": occurrence.due.isoformat(), "points": listed})
            return arguments.OK
        say(_("Carried to “{title}” of {day}:", title=item.title, day=occurrence.due.isoformat()))
        table(
            [
                [
                    _iso(point.on) or "",
                    _chain(snapshot, point.chain),
                    point.brought_by,
                    _("left over") if point.left_over else "",
                    _settled(point.settled, point.result),
                    point.text,
                ]
                for point in points
            ]
        )
        if not points:
            say(_("Nothing is carried to it."))
    return arguments.OK


def _recurring(snapshot: Snapshot, reference: str) -> tuple[TaskList, Item]:
    """Give the item that goes by `reference`; raises `UserError` when it does not recur."""
    task_list, item = find_item(snapshot, reference)
    if not recurrence.recurs(item):
        raise UserError(
            msg("“{title}” does not recur", title=item.title),
            msg("give it a rule: tasklist set {id} rrule='FREQ=MONTHLY;BYMONTHDAY=-1'", id=item.id),
        )
    return task_list, item


def _find(snapshot: Snapshot, task_list: TaskList, item: Item, day: date) -> Occurrence:
    """Give the occurrence of a day: the one the rule names by it, else the first open one due on it.

    Raises `NotFound` with the nearest ones.
    """
    last = date.fromordinal(min(max(day, snapshot.today).toordinal() + _AHEAD, date.max.toordinal()))
    found = recurrence.occurrences(item, task_list, until=last, calendar=snapshot.calendar)
    exact = [one for one in found if one.nominal == day] or sorted(
        (one for one in found if one.due == day), key=lambda one: not one.open
    )
    if exact:
        return exact[0]
    nearest = sorted(sorted(found, key=lambda one: abs(one.due - day))[:_NEAREST], key=lambda one: one.due)
    raise NotFound(
        msg("{day} is no occurrence of “{title}”", day=day, title=item.title),
        msg("the nearest are: {ways}", ways=tuple(one.due for one in nearest))
        if nearest
        else msg("it has none; give it a rule and a start"),
    )


def _refuse_unclear(options: argparse.Namespace) -> None:
    """Refuse two marks at once, none at all, and a day of being done without `--done`."""
    marks = [options.done, options.missed, options.reopen]
    if sum(map(bool, marks)) > 1 or (not any(marks) and options.note is None) or (options.done_on and not options.done):
        raise arguments.UsageError(
            msg("say one of --done, --missed, --reopen, or give a --note"),
            msg("e.g. tasklist occurrence {item} {day} --done", item=options.item, day=options.day),
        )


def _report(options: argparse.Namespace, snapshot: Snapshot, item_id: str, before: Occurrence, *, changed: bool) -> int:
    """Tell how the occurrence stands now."""
    found = snapshot.workspace.find(item_id)
    after = before
    if found is not None:
        listed = recurrence.occurrences(found[1], found[0], until=before.due, calendar=snapshot.calendar)
        after = next((one for one in listed if one.nominal == before.nominal), before)
    if options.json:
        data: dict[str, Any] = {"revision": snapshot.revision, "changed": changed}
        data["occurrence"] = _data(after, None, snapshot.today)
        print_json("occurrence", {**data, "item": item_data(snapshot, *found)} if found else data)
    elif not changed:
        say(_("Nothing to change."))
    else:
        title = found[1].title if found else item_id
        state = _words(_state(after, None, snapshot.today))
        say(_("Saved: {title}", title=f"{title} {after.due.isoformat()} {state} {after.note}".rstrip()))
    return arguments.OK


def _state(occurrence: Occurrence, ahead: Occurrence | None, today: date) -> str:
    """Give how an occurrence stands, as the id that JSON shows."""
    if occurrence.done is not None:
        return "late" if occurrence.done > occurrence.due else "done"
    if occurrence.missed:
        return "missed"
    if occurrence.due < today:
        return "overdue"
    return "next" if occurrence == ahead else "open"


def _words(state: str) -> str:
    return {
        "done": _("done"),
        "late": _("done late"),
        "missed": _("missed"),
        "overdue": _("overdue"),
        "next": _("next due"),
        "open": _("to come"),
    }[state]


def _row(occurrence: Occurrence, ahead: Occurrence | None, today: date) -> Sequence[str]:
    state = _state(occurrence, ahead, today)
    return [
        "→" if state == "next" else "",
        occurrence.due.isoformat(),
        _words(state),
        _iso(occurrence.done) or "",
        "" if occurrence.nominal == occurrence.due else _("instead of {day}", day=occurrence.nominal.isoformat()),
        occurrence.note,
    ]


def _data(occurrence: Occurrence, ahead: Occurrence | None, today: date) -> dict[str, Any]:
    """Give an occurrence for JSON."""
    return {
        "due": occurrence.due.isoformat(),
        "nominal": occurrence.nominal.isoformat(),
        "state": _state(occurrence, ahead, today),
        "done": _iso(occurrence.done),
        "missed": occurrence.missed,
        "note": occurrence.note,
        "stored": occurrence.stored,
    }


def _chain(snapshot: Snapshot, chain: Sequence[str]) -> str:
    """Give the titles of the cadences a point came through."""
    found = [snapshot.workspace.find(item_id) for item_id in chain]
    return " → ".join(entry[1].title for entry in found if entry)


def _settled(day: date | None, result: str) -> str:
    return f"{_('settled')} {day.isoformat()} {result}".rstrip() if day else result


def _needed_day(text: str, task_list: TaskList, today: date) -> date:
    day = _day(text, task_list, today)
    if day is None:
        raise arguments.UsageError(msg("a date is missing"), msg("e.g. tasklist occurrence ITEM 2025-11-28 --done"))
    return day


def _day(text: str | None, task_list: TaskList, today: date) -> date | None:
    """Read a day as people type it; one without a year is in the year of the list."""
    try:
        return parse_day(text, today, task_list.year) if text else None
    except FieldError as error:
        raise arguments.UsageError(error.message, msg("e.g. tasklist occurrence ITEM 2025-11-28 --done")) from error


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
