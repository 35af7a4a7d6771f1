"""Deadline phrases for the command line and the forms: read in a workspace, given as JSON.

The parser is imported inside: its patterns take about 70 ms to build, which only typing a phrase should cost.
"""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.model import Workspace
from tasklist_tui.i18n import translate

if TYPE_CHECKING:
    from tasklist_tui.domain.phrases import Anchor, Phrase

_NO_WORKSPACE = Workspace()
_ready = threading.Event()


def prepare() -> None:
    """Build what reading a phrase needs, in a thread, before anybody types one; a second time it costs nothing."""
    if not _ready.is_set():
        read_phrase("9月底前", date(2025, 1, 1))
        _ready.set()


def is_prepared() -> bool:
    """Say whether a phrase can be read without a wait."""
    return _ready.is_set()


def read_phrase(
    text: str,
    reference: date,
    *,
    year: int | None = None,
    workspace: Workspace = _NO_WORKSPACE,
    calendar: Calendar | None = None,
) -> Phrase:
    """Read a deadline phrase as of `reference` with the meetings and the calendar of `workspace`.

    `year` is that of the list; `calendar` spares building one anew for every key typed.
    """
    from tasklist_tui.domain.phrases import parse

    known = calendar or Calendar(workspace.calendars, workspace.settings.calendar)
    return parse(text, reference=reference, year=year, calendar=known, events=workspace.events)


def phrase_json(phrase: Phrase, language: str) -> dict[str, object]:
    """Give a phrase as JSON: dates ISO or null, warnings in `language` (docs/json.md)."""
    return {
        "kind": phrase.kind.value,
        "start": _iso(phrase.start),
        "end": _iso(phrase.end),
        "rrule": phrase.rrule or None,
        "milestones": [
            {"title": node.title, "start": _iso(node.start), "end": _iso(node.end)} for node in phrase.milestones
        ],
        "warnings": [translate(warning, language) for warning in phrase.warnings],
        "text": phrase.text,
        "title": phrase.title,
        "due": _iso(phrase.due),
        "rolled": _iso(phrase.rolled),
        "workday": _iso(phrase.workday),
        "original": _iso(phrase.original),
        "anchor": _anchor_json(phrase.anchor),
        "rules": [
            {"rrule": rule.rrule, "title": rule.title, "times": rule.times, "dtstart": _iso(rule.dtstart)}
            for rule in phrase.rules
        ],
        "done": phrase.done,
    }


def _anchor_json(anchor: Anchor | None) -> dict[str, object] | None:
    if anchor is None:
        return None
    return {"name": anchor.name, "day": _iso(anchor.day), "event": anchor.event or None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
