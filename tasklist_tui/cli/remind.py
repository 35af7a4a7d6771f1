"""The command for cron: tell what has become yellow or red since the last time, and pass it to a program."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_committee, session
from tasklist_tui.cli.output import SCHEMA, item_data, note, print_json, table
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.problems import Severity
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.remind import Reminder, reminders, run_program
from tasklist_tui.services.snapshot import Snapshot


def remind_command(options: argparse.Namespace) -> int:
    """Print what became yellow or red since the last time, nothing when nothing did; then it counts as told."""
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        for problem in snapshot.workspace.problems:
            if problem.severity is Severity.ERROR:
                note(_("Not all could be read: {path}; see tasklist check", path=problem.path))
                break
        committee = find_committee(snapshot.workspace, options.committee) if options.committee else ""
        level, remember = Colour(options.level), not options.dry_run
        with reminders(opened, committee=committee, level=level, remember=remember) as news:
            data = _data(snapshot, committee, news)
            if options.program is not None and news and remember:
                whole = {"schema": SCHEMA, "command": "remind", **data}
                if said := run_program(options.program, msgspec.json.encode(whole)):
                    note(said)
            if options.json:
                print_json("remind", data)
            else:
                _print(snapshot, news)
            # What could not be written was not told.
            sys.stdout.flush()
    return arguments.OK


def _print(snapshot: Snapshot, news: Sequence[Reminder]) -> None:
    table(
        [
            [
                light_word(reminder.light.colour),
                _("was {light}", light=light_word(reminder.was)) if reminder.was else _("new"),
                translate(reminder.light.reason),
                snapshot.workspace.committee_name(reminder.entry.item.lead, language()),
                reminder.entry.item.id,
                reminder.entry.item.title,
            ]
            for reminder in news
        ],
        [reminder.light.colour for reminder in news],
    )


def _data(snapshot: Snapshot, committee: str, news: Sequence[Reminder]) -> dict[str, Any]:
    return {
        "today": snapshot.today.isoformat(),
        "committee": committee or None,
        "items": [
            {
                **item_data(snapshot, *reminder.entry),
                "committees": list(reminder.entry.item.committees()),
                "was": reminder.was.value if reminder.was else None,
            }
            for reminder in news
        ],
    }
