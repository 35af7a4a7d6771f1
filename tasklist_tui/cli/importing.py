"""import: a ledger or an export of ours into the lists; everything it would do is said before anything is done."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_list, session
from tasklist_tui.cli.output import changes_data, note, print_json, say, table
from tasklist_tui.cli.questions import stored_by_file
from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.conflicts import unanswered
from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.ledger.header import field_title
from tasklist_tui.domain.ledger.synonyms import Names
from tasklist_tui.domain.ledger.units import ADD
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.importing import Draft, Part, Source, apply_draft, make_draft, read_source
from tasklist_tui.services.importmap import ImportMap, map_text, read_map
from tasklist_tui.services.messages import by_item
from tasklist_tui.services.present import changes_text, clip, conflict_text, value_text
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
        if sys.stdin.isatty() and sys.stdout.isatty() and not options.json:
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


def _show(snapshot: Snapshot, draft: Draft) -> None:
    """Say how the file was understood, what every row gives, and what is not plain."""
    for message in draft.notes:
        say(f"! {translate(message)}")
    for problem in draft.problems:
        say(f"! {problem.path} {problem.item} {problem.field}: {translate(problem.message)}")
    for part in draft.parts:
        _show_part(snapshot, part)
    if draft.committees:
        say(_("New committees: {names}", names="、".join(c.name for c in draft.committees)))
    for one in draft.unknown:
        alike = "、".join(f"{name} {snapshot.workspace.committee_name(name)}" for name in one.alike)
        say(f"? {one.name}: " + (_("no committee; perhaps {names}", names=alike) if alike else _("no committee")))


def _show_part(snapshot: Snapshot, part: Part) -> None:
    task_list = snapshot.workspace.task_list(part.list_id)
    if task_list is None:
        return
    kind = snapshot.workspace.kind_of(task_list)
    names = Names(kind)
    for sheet, header in part.headers:
        say(_("“{sheet}”, header in row {row} → {list}", sheet=sheet, row=header.top, list=task_list.title))
        said = [(f"  {c.heading}", "→", _words(field_title(names, c.target))) for c in header.columns]
        table(said)
    for sheet, message in part.doubts:
        say(f"! {sheet}: {translate(message)}")
    changed = {group[0].item_id: group for group in by_item(part.changes)}
    for match in part.matches:
        read = match.read
        mark = "+" if match.new else "~" if match.item_id in changed else "="
        place = f"{read.sheet}:{read.row}" if len(part.headers) > 1 else str(read.row)
        say(f"{mark} {place:>4}  {clip(read.title)}")
        _show_values(snapshot, part, match.item_id, changed.get(match.item_id, ()))
        for doubt in read.doubts:
            say(f"        ! {doubt.heading + ': ' if doubt.heading else ''}{translate(doubt.message)}")
        if match.doubt is not None:
            say(f"        ! {translate(match.doubt)}")
        for heading, one in read.unknown:
            say(f"        ? {heading}: {one.name}")
    if not part.matches:
        for group in changed.values():
            say(f"~ {clip(group[0].title)}: {changes_text(snapshot.workspace, kind, group, language())}")
    for left in part.left:
        say(f"- {left.row:>4}  {clip(left.text)} ({translate(left.reason)})")
    new = sum(1 for match in part.matches if match.new)
    same = sum(1 for match in part.matches if not match.new and match.item_id not in changed)
    say(
        _(
            "{new} new, {changed} changed, {same} as they are, {left} rows not read; {missing} not in the file",
            new=new,
            changed=len(changed) - new,
            same=same,
            left=len(part.left),
            missing=part.missing,
        )
    )


def _show_values(snapshot: Snapshot, part: Part, item_id: str, changes: Sequence[Change]) -> None:
    task_list = snapshot.workspace.task_list(part.list_id)
    if task_list is None or not changes:
        return
    kind = snapshot.workspace.kind_of(task_list)
    if changes[0].what is not What.ADDED:
        say(f"        {changes_text(snapshot.workspace, kind, changes, language())}")
        return
    values = changes[0].new or {}
    told = []
    for field in kind.fields:
        if field.id in values and field.id != "title":
            shown = value_text(snapshot.workspace, kind, field, values[field.id], language())
            told.append(f"{field.title.in_language(language()) or field.id} {clip(shown)}")
    say(f"        {' · '.join(told)}")


def _say_undecided(snapshot: Snapshot, draft: Draft) -> None:
    """Say what has to be decided before anything is written, and how."""
    if draft.unknown:
        note(_("Nothing was changed: say what these names are, in a map file (--map) or with --add-units."))
        note("units:")
        for one in draft.unknown:
            guess = one.alike[0] if one.alike else "+"
            note(f"  {one.name}: {guess}    # {_('id of a committee, + to make one, gov, or note')}")
    for conflict in draft.conflicts:
        note(f"  {conflict.key[:8]}  {conflict_text(snapshot.workspace, conflict, language())}")
    if draft.conflicts:
        note(_('Nothing was changed: answer with --answers FILE, e.g. {{"KEY": "theirs"}} (the file’s value).'))


def _save_map(options: argparse.Namespace, draft: Draft, chosen: ImportMap) -> None:
    from tasklist_tui.services.exporting import write_export

    columns = {c.heading: c.target for part in draft.parts for _sheet, h in part.headers for c in h.columns}
    units = {one.name: one.alike[0] if one.alike else ADD for one in draft.unknown}
    whole = ImportMap({**columns, **chosen.columns}, {**units, **chosen.units}, chosen.sheets, chosen.header)
    path = Path(options.save_map).expanduser()
    write_export(path, map_text(whole).encode(), replace=options.yes)
    if not options.json:
        say(_("Written: {path}", path=str(path)))


def _words(title: object) -> str:
    if isinstance(title, Message):
        return translate(title)
    return getattr(title, "in_language", lambda _language: str(title))(language())


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
            {"key": conflict.key, "text": conflict_text(snapshot.workspace, conflict, language())}
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
