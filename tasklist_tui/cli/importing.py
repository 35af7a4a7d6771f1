"""import: a ledger or an export of ours into the lists; everything it would do is said before anything is done."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_list, session
from tasklist_tui.cli.import_names import ask_names
from tasklist_tui.cli.output import changes_data, note, print_json, say
from tasklist_tui.cli.questions import stored_by_file
from tasklist_tui.domain.conflicts import unanswered
from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.ledger.units import ADD
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.conflict_words import conflict_text
from tasklist_tui.services.importing import apply_draft, make_draft, read_source
from tasklist_tui.services.imports.draft import Draft, Part, Source
from tasklist_tui.services.imports.mapfile import ImportMap, map_text, read_map, understood
from tasklist_tui.services.imports.wording import draft_lines, summary
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot


def import_command(options: argparse.Namespace) -> int:
    """Read a file, say what it would change, and change it."""
    with session(options, sign=not options.dry_run) as opened:
        source = read_source(Path(options.file).expanduser())
        chosen = read_map(Path(options.map).expanduser()) if options.map else ImportMap()
        if options.sheet:
            chosen = msgspec.structs.replace(chosen, sheets=tuple(options.sheet))
        into = _into(opened, source, options.into)
        answers = stored_by_file(opened, options.answers) if options.answers else unanswered
        draft = make_draft(opened, source, into, chosen, answers)
        if draft.unknown and options.add_units:
            chosen = chosen.with_units({one.name: ADD for one in draft.unknown})
            draft = make_draft(opened, source, into, chosen, answers)
        elif draft.unknown and not options.dry_run and _at_terminal(options):
            chosen = ask_names(opened.snapshot, draft.unknown, chosen)
            draft = make_draft(opened, source, into, chosen, answers)
        if options.save_map:
            _save_map(options, draft, chosen)
        if not options.json:
            _show(opened.snapshot, draft)
        outcome = arguments.OK
        done = False
        if not options.dry_run:
            outcome, done = _carry_out(opened, options, draft)
        elif draft.unknown or draft.conflicts:
            outcome = arguments.CONFLICT
        if options.json:
            print_json("import", _data(opened.snapshot, draft, done=done))
    return outcome


def _into(opened: Session, source: Source, name: str | None) -> str:
    lists = opened.snapshot.workspace.lists
    if name is None and not source.ours and source.lossless is None and len(lists) > 1:
        raise arguments.UsageError(
            msg("it is not said which list it goes into"),
            msg("add --into LIST, one of: {ways}", ways=tuple(one.id for one in lists)),
        )
    return find_list(opened.snapshot, name).id


def _carry_out(opened: Session, options: argparse.Namespace, draft: Draft) -> tuple[int, bool]:
    """Import; at a terminal after asking, elsewhere only what raises no doubt unless --yes is given."""
    if draft.unknown or draft.conflicts:
        if not options.json:
            _say_undecided(opened.snapshot, draft)
            return arguments.CONFLICT, False
        return arguments.CONFLICT, False
    if not draft.edits:
        if not options.json:
            say(_("Nothing would change."))
        return arguments.OK, False
    if not options.yes:
        if _at_terminal(options):
            if input(_("Import this? [y/N]") + " ").strip().lower() not in {"y", "yes", "是"}:
                say(_("Nothing was changed."))
                return arguments.CANCELLED, False
        elif draft.doubts:
            raise UserError(
                msg("{count} things should be looked at first; nothing was changed", count=draft.doubts),
                msg("look with --dry-run, then import with --yes"),
            )
    apply_draft(opened, draft)
    if not options.json:
        say(_("Imported: {count} changes in one commit (tasklist undo takes it back)", count=len(draft.edits)))
    return arguments.OK, True


def _at_terminal(options: argparse.Namespace) -> bool:
    """Say whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not options.json


def _show(snapshot: Snapshot, draft: Draft) -> None:
    """Say how the file was understood, what every row gives, and what is not plain."""
    for line in draft_lines(snapshot, draft):
        say(line)
    say(summary(draft))


def _say_undecided(snapshot: Snapshot, draft: Draft) -> None:
    """Say what has to be decided before anything is written, and how."""
    if draft.unknown:
        note(_("Nothing was changed: say what these names are, in a map file (--map) or with --add-units."))
        note("units:")
        for one in draft.unknown:
            guess = one.alike[0] if one.alike else "+"
            note(f"  {one.name}: {guess}    # {_('id of a committee, + to make one, gov, or note')}")
    for conflict in draft.conflicts:
        note(f"  {conflict.key[:8]}  {conflict_text(snapshot.workspace, conflict, language(), in_file=True)}")
    if draft.conflicts:
        note(_('Nothing was changed: answer with --answers FILE, e.g. {{"KEY": "theirs"}} (the file’s value).'))


def _save_map(options: argparse.Namespace, draft: Draft, chosen: ImportMap) -> None:
    from tasklist_tui.services.exporting import write_export

    path = Path(options.save_map).expanduser()
    write_export(path, map_text(understood(draft, chosen)).encode(), replace=options.yes)
    if not options.json:
        say(_("Written: {path}", path=str(path)))


def _data(snapshot: Snapshot, draft: Draft, *, done: bool) -> dict[str, Any]:
    """Give a draft for JSON (docs/json.md)."""
    return {
        "file": draft.name,
        "ours": draft.ours,
        "done": done,
        "notes": [translate(message) for message in draft.notes],
        "parts": [_part_data(part) for part in draft.parts],
        "unknown": [{"name": one.name, "alike": list(one.alike)} for one in draft.unknown],
        "committees": [{"id": one.id, "name": one.name} for one in draft.committees],
        "conflicts": [
            {"key": conflict.key, "text": conflict_text(snapshot.workspace, conflict, language(), in_file=True)}
            for conflict in draft.conflicts
        ],
        "problems": [
            {"path": one.path, "item": one.item, "field": one.field, "message": translate(one.message)}
            for one in draft.problems
        ],
        "changes": changes_data(change for part in draft.parts for change in part.changes),
    }


def _part_data(part: Part) -> dict[str, Any]:
    return {
        "list": part.list_id,
        "sheets": [
            {
                "sheet": sheet,
                "header": header.top,
                "columns": [{"heading": c.heading, "target": c.target, "sure": c.sure} for c in header.columns],
            }
            for sheet, header in part.headers
        ],
        "doubts": [{"sheet": sheet, "message": translate(message)} for sheet, message in part.doubts],
        "rows": [
            {
                "sheet": match.read.sheet,
                "row": match.read.row,
                "item": match.item_id,
                "new": match.new,
                "title": match.read.title,
                "values": {name: to_plain(value) for name, value in match.read.values.items()},
                "note": list(match.read.notes),
                "log": match.read.log,
                "doubts": [
                    *({"column": d.heading, "message": translate(d.message)} for d in match.read.doubts),
                    *([{"column": "", "message": translate(match.doubt)}] if match.doubt is not None else []),
                ],
                "unknown": [one.name for _heading, one in match.read.unknown],
            }
            for match in part.matches
        ],
        "left": [{"row": one.row, "text": one.text, "reason": translate(one.reason)} for one in part.left],
        "missing": part.missing,
    }
