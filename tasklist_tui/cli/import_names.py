"""Names in a ledger that are no committee: at a terminal each is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from tasklist_tui.cli.output import say
from tasklist_tui.domain.ledger.units import ADD, GOVERNMENT, KEEP, Directory, Unknown
from tasklist_tui.i18n import _
from tasklist_tui.services.imports.mapfile import ImportMap
from tasklist_tui.services.snapshot import Snapshot

#: What may be typed for the answers that are no committee.
_WORDS = {"+": ADD, "g": GOVERNMENT, "gov": GOVERNMENT, "n": KEEP, "note": KEEP}


def ask_names(snapshot: Snapshot, unknown: Sequence[Unknown], chosen: ImportMap) -> ImportMap:
    """Ask what each name is; nothing typed leaves it open, what is not understood is asked again."""
    settings = snapshot.workspace.settings
    directory = Directory(settings.committees, {}, settings.organisation)
    for one in unknown:
        say(_("“{name}” is no committee. It is:", name=one.name))
        for number, committee in enumerate(one.alike, start=1):
            say(f"  {number}  {snapshot.workspace.committee_name(committee)}")
        say("  " + _("+  a new committee   g  a government unit   n  keep it in the note   or the name of a committee"))
        while typed := input("> ").strip():
            answer = _answer(one, typed, directory)
            if answer:
                chosen = chosen.with_units({one.name: answer})
                break
            say(_("“{text}” is no committee either; Enter leaves it open", text=typed))
    return chosen


def _answer(one: Unknown, typed: str, directory: Directory) -> str:
    """Give the answer that was typed, "" when it is none."""
    if typed.isdecimal() and 1 <= int(typed) <= len(one.alike):
        return one.alike[int(typed) - 1]
    if typed.lower() in _WORDS:
        return _WORDS[typed.lower()]
    found = directory.find(typed)
    return found[0] if found is not None else ""
