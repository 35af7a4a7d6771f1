"""Commands that change items: add, set, advance, log, rm, undo, redo, identity."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_field, find_item, find_list, session
from tasklist_tui.cli.output import item_data, print_json, say
from tasklist_tui.cli.values import Reader
from tasklist_tui.domain.creations import created, list_for
from tasklist_tui.domain.defaults import Begun, starting
from tasklist_tui.domain.edits import AddItem, Edit, RemoveItem, SetFields
from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.links import left_hanging
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.problems import Severity
from tasklist_tui.domain.validate import check_values
from tasklist_tui.domain.workflow import Entered, advance, find_way, log_entry
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.session import Session


def add_command(options: argparse.Namespace) -> int:
    """Add an item at the end of its list (or of its measure)."""
    with session(options, sign=True) as opened:
        task_list = find_list(opened.snapshot, options.list)
        kind = opened.snapshot.workspace.kind_of(task_list)
        empty = Item(opened.new_id()).with_values({"title": options.title.strip()})
        given = empty.with_values(_reader(opened, task_list).values(empty, options.values))
        begun = Begun(opened.today, opened.snapshot.by)
        item = given.with_values(starting(kind, task_list, given.values, begun))
        _refuse_errors(opened, task_list, None, item)
        return _done(opened, options, [AddItem(task_list.id, item, _last_of(task_list, item.measure))], "add", item.id)


def _last_of(task_list: TaskList, measure: int | None) -> str | None:
    """Give the item a new one of `measure` goes behind, None for the end of the list."""
    return next((item.id for item in reversed(task_list.items) if item.measure == measure), None)


def set_command(options: argparse.Namespace) -> int:
    """Set fields of an item."""
    with session(options, sign=True) as opened:
        task_list, item = find_item(opened.snapshot, options.item)
        values = _reader(opened, task_list).values(item, options.values)
        _refuse_errors(opened, task_list, item, item.with_values(values))
        return _done(opened, options, [SetFields(task_list.id, item.id, values)], "set", item.id)


def advance_command(options: argparse.Namespace) -> int:
    """Take a transition of the workflow, filling the fields it asks for from the values given."""
    with session(options, sign=True) as opened:
        pairs = list(options.values)
        wanted = options.transition
        if "=" in wanted or "＝" in wanted:
            pairs, wanted = [wanted, *pairs], ""
        opened.author()
        task_list, item = find_item(opened.snapshot, options.item)
        kind = opened.snapshot.workspace.kind_of(task_list)
        way = find_way(item, kind, opened.today, _way_id(kind, wanted))
        answers, row = _reader(opened, task_list).answers(item, way.transition, pairs)
        entered = Entered(opened.today, _now(), opened.snapshot.by, options.reason, answers, row)
        edit = advance(task_list.id, item, kind, way, entered)
        _refuse_errors(opened, task_list, item, item.with_values(edit.values))
        edits: tuple[Edit, ...] = (edit,)
        if way.transition.creates is not None:
            workspace = opened.snapshot.workspace
            target = list_for(workspace, way.transition, options.into)
            edits = created(workspace, edit, way.transition, target, entered)
        return _done(opened, options, edits, "advance", item.id)


def log_command(options: argparse.Namespace) -> int:
    """Append a progress note."""
    if not options.text.strip():
        raise UserError(msg("the note is empty"))
    with session(options, sign=True) as opened:
        opened.author()
        task_list, item = find_item(opened.snapshot, options.item)
        edit = log_entry(task_list.id, item, now=_now(), by=opened.snapshot.by, text=options.text.strip())
        return _done(opened, options, [edit], "log", item.id)


def rm_command(options: argparse.Namespace) -> int:
    """Delete items in one action; undo brings them back."""
    with session(options, sign=True) as opened:
        found = [find_item(opened.snapshot, reference) for reference in dict.fromkeys(options.items)]
        if not options.force and not _may_hang(opened, options, [item for _list, item in found]):
            raise KeyboardInterrupt
        edits = [RemoveItem(task_list.id, item.id) for task_list, item in found]
        return _done(opened, options, edits, "remove", "")


def _may_hang(opened: Session, options: argparse.Namespace, items: Sequence[Item]) -> bool:
    """Ask whether links may lead to nothing; without a person to ask it is refused."""
    workspace = opened.snapshot.workspace
    hanging = left_hanging(workspace, {item.id for item in items})
    if not hanging:
        return True
    names = tuple(dict.fromkeys(link.item_id for link in hanging))
    titles = tuple(f"{name} {found[1].title}" for name in names if (found := workspace.find(name)))
    said = msg("{count} items are linked with what is to be deleted: {items}", count=len(names), items=titles)
    if options.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UserError(said, msg("add --force to delete it anyway; those links then lead to nothing"))
    say(translate(said))
    question = _("Delete it anyway? (y/n)")
    return input(f"{question} ").strip().lower() in {"y", "yes", "是", "好"}


def undo_command(options: argparse.Namespace) -> int:
    """Take back this person's newest action, or the change that is named, or a part of it."""
    from tasklist_tui.domain.conflicts import Answer, Choice, Conflict
    from tasklist_tui.domain.takeback import Part
    from tasklist_tui.services.saving import EditConflict
    from tasklist_tui.services.undo import undo, undo_change, undo_commit

    def answer(_conflict: Conflict) -> Answer | None:
        return {"then": Answer(Choice.THEIRS), "now": Answer(Choice.OURS)}.get(options.prefer)

    if (options.item or options.prefer) and not options.change:
        raise UserError(msg("say which change is meant"), msg("its id is in: tasklist history --json"))
    if options.field and not options.item:
        raise UserError(msg("say of which item the field is"), msg("add --item ITEM"))
    with session(options, sign=True) as opened:
        try:
            if options.item:
                field = find_field(opened.snapshot.workspace, options.field) if options.field else ""
                subject = undo_change(opened, options.change, Part(options.item, field), answer).subject
            else:
                subject = (undo_commit(opened, options.change, answer) if options.change else undo(opened)).subject
        except EditConflict as error:
            if options.change:
                error.hint = msg("say which value holds: --prefer then (as before the change), or --prefer now")
            raise
        _report(options, {"subject": subject}, _("Undone: {subject}", subject=subject))
    return arguments.OK


def redo_command(options: argparse.Namespace) -> int:
    """Do again what was undone."""
    from tasklist_tui.services.undo import redo

    with session(options, sign=True) as opened:
        subject = redo(opened).subject
        _report(options, {"subject": subject}, _("Done again: {subject}", subject=subject))
    return arguments.OK


def identity_command(options: argparse.Namespace) -> int:
    """Say or set who makes the changes here."""
    with session(options, sign=True) as opened:
        if options.name:
            opened.set_identity(options.name, options.email)
        author = opened.author()
        by = opened.snapshot.by
        _report(
            options, {"name": author.name, "email": author.email, "by": by}, f"{author.name} <{author.email}> ({by})"
        )
    return arguments.OK


def _done(opened: Session, options: argparse.Namespace, edits: Sequence[Edit], action: str, item_id: str) -> int:
    """Apply the edits as one action and report the item as it is now."""
    before = opened.snapshot.revision
    data: dict[str, object]
    reason = getattr(options, "reason", "") if action != "advance" else ""
    snapshot = opened.apply(edits, action=action, reason=reason)
    found = snapshot.workspace.find(item_id)
    if options.json:
        data = {"revision": snapshot.revision, "changed": snapshot.revision != before}
        if action == "advance":
            data["created"] = [edit.item_id for edit in edits if isinstance(edit, AddItem)]
        print_json(options.command, {**data, "item": item_data(snapshot, *found)} if found else data)
    elif snapshot.revision == before:
        say(_("Nothing to change."))
    else:
        say(
            _(
                "Saved: {title}",
                title=f"{found[1].id} {found[1].title}" if found else _("{count} items", count=len(edits)),
            )
        )
        for edit in edits if action == "advance" else ():
            if isinstance(edit, AddItem):
                say(f"+ {edit.item.id} {edit.item.title} → lists/{edit.list_id}.yaml")
    return arguments.OK


def _reader(opened: Session, task_list: TaskList) -> Reader:
    return Reader(opened.snapshot.workspace, task_list, opened.today)


def _way_id(kind: Kind, wanted: str) -> str:
    """Give the id of the transition or state that goes by a label; what is none stays."""
    labels = {known.title: known.id for known in kind.states} | {known.title: known.id for known in kind.transitions}
    return next((name for title, name in labels.items() if wanted and wanted in {title.zh, title.en}), wanted)


def _refuse_errors(opened: Session, task_list: TaskList, before: Item | None, after: Item) -> None:
    """Refuse values that do not fit; what was wrong before and is not touched does not stand in the way."""
    workspace = opened.snapshot.workspace
    old = check_values(workspace, task_list, before) if before else []
    known = {(problem.field, problem.code) for problem in old}
    touched = {name for name in after.values if before is None or after.get(name) != before.get(name)}
    for problem in check_values(workspace, task_list, after):
        new = (problem.field, problem.code) not in known or problem.field.split(".")[0] in touched
        if problem.severity is Severity.ERROR and new:
            raise UserError(msg("{field}: {message}", field=problem.field, message=problem.message), problem.hint)


def _report(options: argparse.Namespace, data: dict[str, object], text: str) -> None:
    if options.json:
        print_json(options.command, to_plain(data))
    else:
        say(text)


def _now() -> datetime:
    from tasklist_tui.services import clock

    return clock.now()
