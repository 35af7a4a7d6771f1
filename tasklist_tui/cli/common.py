"""What several commands need: the session, and what goes by the names that were typed."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tasklist_tui import i18n
from tasklist_tui.cli.opening import workspace_path
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.i18n import _
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot


class NotFound(UserError):
    """No item, list, field or committee goes by what was typed."""


@contextmanager
def session(options: argparse.Namespace, *, sign: bool) -> Iterator[Session]:
    """Open the workspace the options name, in its language unless one was chosen; close it afterwards.

    With `sign` a person at a terminal is asked once who they are, when nobody knows.
    """
    opened = Session.open(workspace_path(options), today=options.today, sign=sign)
    try:
        i18n.set_language(i18n.choose(options.lang, opened.language))
        if sign and options.command != "identity":
            _introduce(opened, options)
        yield opened
    finally:
        opened.close()


def _introduce(opened: Session, options: argparse.Namespace) -> None:
    """Ask a person at a terminal for their name, and keep it for this repository."""
    if opened.signed or options.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    name = input(f"{_('Your own name')}: ").strip()
    if name:
        opened.set_identity(name, input(f"{_('Your e-mail address (may be empty)')}: ").strip())


def find_item(snapshot: Snapshot, reference: str) -> tuple[TaskList, Item]:
    """Give the item that `reference` names: an id, the beginning of one, a number, or a title; raises `NotFound`."""
    workspace = snapshot.workspace
    if (exact := workspace.find(reference)) is not None:
        return exact
    entries = [(task_list, item) for task_list in workspace.lists for item in task_list.items]
    matches = matching_items(workspace, entries, reference)
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise NotFound(msg("there is no item “{reference}”", reference=reference), msg("see: tasklist ls"))
    raise NotFound(
        msg("“{reference}” could be several items", reference=reference),
        msg("possible: {ways}", ways=tuple(f"{item.id} {item.title}" for _list, item in matches[:5])),
    )


def matching_items(
    workspace: Workspace, entries: Sequence[tuple[TaskList, Item]], reference: str
) -> list[tuple[TaskList, Item]]:
    """Give the entries that `reference` may name: by id, else number, the beginning of an id, the title, part of it."""
    typed = unicodedata.normalize("NFKC", reference).strip().replace("。", ".")
    words = reference.strip()
    return (
        [entry for entry in entries if entry[1].id in {reference, typed}]
        or [entry for entry in entries if workspace.number_of(*entry) == typed]
        or [entry for entry in entries if typed and entry[1].id.startswith(typed)]
        or [entry for entry in entries if words and entry[1].title == words]
        or [entry for entry in entries if words and words in entry[1].title]
    )


def find_list(snapshot: Snapshot, name: str | None) -> TaskList:
    """Give the list called `name` (id or title), the first one when no name is given; raises `NotFound`."""
    lists = snapshot.workspace.lists
    if not lists and not name:
        raise NotFound(msg("the workspace has no list"), msg("make one: a file lists/NAME.yaml"))
    if not name:
        return lists[0]
    for task_list in lists:
        if name in {task_list.id, task_list.title, task_list.path}:
            return task_list
    if any(problem.path in {f"lists/{name}.yaml", name} for problem in snapshot.workspace.problems):
        raise NotFound(
            msg("the list “{name}” cannot be read", name=name), msg("look at what tasklist check says about it")
        )
    raise NotFound(
        msg("there is no list “{name}”", name=name),
        msg("possible: {ways}", ways=tuple(task_list.id for task_list in lists)),
    )


def find_committee(workspace: Workspace, name: str) -> str:
    """Give the id of the committee called `name` (id, or part of its name that only it has); raises `NotFound`."""
    if name in workspace.committee:
        return name
    committees = workspace.settings.committees
    matches = [c.id for c in committees if name in {c.name, c.name_en}] or [
        c.id for c in committees if name and (name in c.name or name.lower() in c.name_en.lower())
    ]
    if len(matches) == 1:
        return matches[0]
    raise NotFound(
        msg("there is no committee “{id}”", id=name),
        msg("possible: {ways}", ways=tuple(matches or [committee.id for committee in committees])),
    )


def find_field(workspace: Workspace, name: str) -> str:
    """Give the id of the field called `name` (id or label) in any kind; raises `NotFound`."""
    known = [field for kind in workspace.kinds.values() for field in kind.fields]
    found = next((f.id for f in known if name in {f.id, f.title.zh, f.title.en}), None)
    if found is None:
        raise NotFound(
            msg("there is no field “{value}”", value=name),
            msg("possible: {ways}", ways=tuple(dict.fromkeys(field.id for field in known))),
        )
    return found


def find_state(workspace: Workspace, name: str) -> set[str]:
    """Give the ids of the states called `name` (id or label) in any kind; raises `NotFound`."""
    states = [state for kind in workspace.kinds.values() for state in kind.states]
    found = {state.id for state in states if name in {state.id, state.title.zh, state.title.en}}
    if not found:
        raise NotFound(
            msg("there is no state “{value}”", value=name),
            msg("possible: {ways}", ways=tuple(dict.fromkeys(state.id for state in states))),
        )
    return found
