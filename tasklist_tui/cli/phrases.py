"""The command that reads a deadline phrase: what an office's words mean in dates."""

from __future__ import annotations

import argparse
from datetime import date

from tasklist_tui.cli import arguments
from tasklist_tui.cli.opening import workspace_path
from tasklist_tui.cli.output import print_json, say, table
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Workspace
from tasklist_tui.i18n import _, language, translate


def date_command(options: argparse.Namespace) -> int:
    """Read a phrase as of the reference date, with the meetings and calendar of the workspace where there is one."""
    from tasklist_tui.services import clock
    from tasklist_tui.services.phrasing import phrase_json, read_phrase

    today = options.today or clock.today()
    phrase = read_phrase(
        options.phrase, _reference(options.ref, today), year=options.year, workspace=workspace_around(options)
    )
    if options.json:
        print_json("date", phrase_json(phrase, language()))
        return arguments.OK
    rows = [
        [_("read as"), _kinds()[phrase.kind.value]],
        [_("from"), _day(phrase.start)],
        [_("to"), _day(phrase.end)],
        [_("due"), _day(phrase.due)],
        *([_("recurs"), rule.rrule] for rule in phrase.rules),
        *([_("milestone"), f"{_day(node.end)} {node.title}".strip()] for node in phrase.milestones),
    ]
    table([row for row in rows if row[1]])
    for warning in phrase.warnings:
        say(f"{_('warning')}: {translate(warning)}")
    return arguments.OK


def _kinds() -> dict[str, str]:
    return {
        "date": _("a day"),
        "window": _("a period; due on its last day"),
        "deadline": _("a deadline"),
        "from": _("from a day on"),
        "recurring": _("recurring"),
        "relative": _("counted from a day"),
        "event": _("counted from a meeting or holiday"),
        "ongoing": _("ongoing, no deadline"),
        "vague": _("not a date; the text is kept"),
        "multi": _("several milestones"),
        "none": _("nothing"),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _reference(text: str | None, today: date) -> date:
    try:
        return (parse_day(text, today) if text else None) or today
    except FieldError as error:
        raise UserError(error.message) from error


def workspace_around(options: argparse.Namespace) -> Workspace:
    """Give the workspace the options name, or the one around; none is needed."""
    from tasklist_tui.storage import layout

    root = layout.find_root(workspace_path(options))
    return layout.load(root).workspace if root else Workspace()
