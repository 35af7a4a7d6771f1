"""export: lists in another format, to a file or to standard output."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_committee, find_list, find_state, session
from tasklist_tui.cli.output import print_json, say
from tasklist_tui.cli.sharing import progress_line
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.query import Query
from tasklist_tui.domain.telling import Teller
from tasklist_tui.i18n import _, language
from tasklist_tui.services import exporting
from tasklist_tui.services.snapshot import Snapshot

#: Stands for standard output where a file is asked for.
STDOUT = "-"


def export_command(options: argparse.Namespace) -> int:
    """Write the chosen items in another format."""
    chosen = _format(options)
    refuse_two_outputs(options)
    with session(options, sign=False) as opened:
        snapshot = opened.snapshot
        scope = exporting.scope_of(snapshot, _query(snapshot, options))
        more = exporting.Options(
            exporting.stamp_of(opened),
            language(),
            anonymise=options.anonymise,
            more=_more(options.set),
            tell=teller(options),
        )
        path = options.output or exporting.file_name(f"{scope.title} {snapshot.today}", chosen.suffix)
        if path != STDOUT:
            exporting.refuse_existing(Path(path), replace=options.force)
        data = exporting.export(snapshot, chosen, scope, more)
        deliver(path, data, replace=options.force)
        if options.json:
            print_json("export", {"format": chosen.id, "path": path, "items": len(scope.entries), "bytes": len(data)})
        elif path != STDOUT:
            say(_("Written: {path}", path=path))
    return arguments.OK


def teller(options: argparse.Namespace) -> Teller:
    """Give what shows on a terminal how far a file has come."""
    return Teller(progress_line(options), what="writing")


def refuse_two_outputs(options: argparse.Namespace) -> None:
    """Refuse to send a file and the JSON answer both to standard output."""
    if options.output == STDOUT and options.json:
        raise arguments.UsageError(
            msg("--json and the file cannot both go to standard output"), msg("name a file: -o FILE")
        )


def deliver(path: str, data: bytes, *, replace: bool) -> None:
    """Write a file, or to standard output for `-`."""
    if path == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    exporting.write_export(Path(path), data, replace=replace)


def _format(options: argparse.Namespace) -> exporting.ExportFormat:
    if not options.format and options.output in {None, STDOUT}:
        raise arguments.UsageError(
            msg("it is not said which format"), msg("add --format, one of: {ways}", ways=tuple(exporting.FORMATS))
        )
    try:
        return exporting.find_format(options.format or "", options.output or "")
    except UserError as error:
        raise arguments.UsageError(error.message, error.hint) from error


def _query(snapshot: Snapshot, options: argparse.Namespace) -> Query:
    return Query(
        lists=frozenset(find_list(snapshot, name).id for name in options.lists),
        committees=frozenset(find_committee(snapshot.workspace, name) for name in options.committee),
        lights=frozenset(Colour(light) for light in options.light),
        states=frozenset(state for name in options.state for state in find_state(snapshot.workspace, name)),
    )


def _more(words: list[str]) -> dict[str, str]:
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise arguments.UsageError(
                msg("“{text}” is no option of a format", text=word), msg("write it as KEY=VALUE")
            )
        found[name.strip()] = value.strip()
    return found
