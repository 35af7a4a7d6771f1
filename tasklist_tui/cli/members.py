"""The command that brings in the workspaces of other organisations."""

from __future__ import annotations

import argparse
from typing import Any

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import NotFound, session
from tasklist_tui.cli.output import note, print_json, say
from tasklist_tui.cli.sharing import progress_line
from tasklist_tui.domain.message import msg
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.members import MemberState, fetch_members


def fetch_members_command(options: argparse.Namespace) -> int:
    """Bring members up to date; 5 when one of them could not be."""
    with session(options, sign=False) as opened:
        known = [member.name for member in opened.snapshot.workspace.settings.members]
        unknown = next((name for name in options.names if name not in known), None)
        if unknown is not None:
            hint = msg("possible: {ways}", ways=tuple(known)) if known else msg("look at members in tasklist.yaml")
            raise NotFound(msg("there is no member “{name}”", name=unknown), hint)
        states = fetch_members(opened, progress_line(options), lambda: False, options.names)
    if options.json:
        print_json("fetch-members", {"members": [member_data(state) for state in states]})
    elif not states:
        say(_("tasklist.yaml names no members."))
    else:
        for state in states:
            _tell(state)
    return arguments.UNREACHABLE if any(state.problem for state in states) else arguments.OK


def _tell(state: MemberState) -> None:
    if state.problem is None:
        say(f"{state.name}  {(state.revision or '')[:8]}  {state.folder}")
        return
    note(f"{state.name}: {translate(state.problem)}")
    if state.hint is not None:
        note(_("What to do: {hint}", hint=translate(state.hint)))
    if state.fetched is not None:
        note(_("What was fetched at {when} stays.", when=f"{state.fetched:%Y-%m-%d %H:%M}"))


def member_data(state: MemberState) -> dict[str, Any]:
    """Give the state of a member for JSON (docs/json.md)."""
    return {
        "name": state.name,
        "url": state.member.url,
        "path": state.member.path,
        "folder": str(state.folder) if state.folder else None,
        "revision": state.revision,
        "fetched": state.fetched.isoformat() if state.fetched else None,
        "problem": translate(state.problem) if state.problem else None,
        "hint": translate(state.hint) if state.hint else None,
    }
