"""JSON and CSV exports read back: the edits that bring the workspace to what the file says."""

from __future__ import annotations

from typing import Any

import msgspec

from tasklist_tui.domain.changes import edits_between
from tasklist_tui.domain.edits import Edit
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.exchange import csv_lists, json_lists
from tasklist_tui.exchange.json_lists import PlainItem, PlainList
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.storage.itemtypes import type_values


class Back(msgspec.Struct, frozen=True):
    """What a file says anew, and what of it could not be taken."""

    edits: tuple[Edit, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_lossless(data: bytes) -> bool:
    """Say whether a file is a JSON or CSV export of ours, which `read_back` reads."""
    return json_lists.is_ours(data) or csv_lists.is_ours(data)


def read_back(snapshot: Snapshot, data: bytes) -> Back:
    """Give the edits that a JSON or CSV export asks for; raises `UserError` when it is damaged.

    What is equal gives none; items that the file leaves out stay.  New ones come behind the item they follow there.
    """
    workspace = snapshot.workspace
    found = json_lists.read(data) if json_lists.is_ours(data) else csv_lists.read(workspace, data)
    edits: list[Edit] = []
    problems: list[Problem] = []
    for plain in found:
        task_list = workspace.task_list(plain.id)
        if task_list is None:
            problems.append(_problem(plain, "", "", msg("there is no list “{name}”", name=plain.id)))
            continue
        items = [_item(workspace, task_list, plain, one, problems) for one in plain.items]
        edits.extend(edits_between(task_list, _together(task_list, items)))
    return Back(tuple(edits), tuple(problems))


def _item(workspace: Workspace, task_list: TaskList, plain: PlainList, one: PlainItem, problems: list[Problem]) -> Item:
    written = {name: _as_text(value) for name, value in one.values.items()}
    values, misfits = type_values(written, workspace.kind_of(task_list).field, written)
    item_id = one.id or derived_id(task_list.id, str(written.get("title", "")), "import")
    before = task_list.item(item_id)
    for misfit in misfits:
        name = misfit.path[0]
        if before is None or before.get(name) != values.get(name):
            problems.append(_problem(plain, item_id, ".".join(misfit.path), misfit.message))
    return Item(item_id, values)


def _together(task_list: TaskList, items: list[Item]) -> TaskList:
    """Give the list with the items of the file in it."""
    given = {item.id: item for item in items}
    whole = [given.get(item.id, item) for item in task_list.items]
    places = {item.id: place for place, item in enumerate(whole)}
    behind: dict[str, list[Item]] = {}
    previous = whole[-1].id if whole and not any(item.id in places for item in items) else ""
    for item in items:
        if item.id in places:
            previous = item.id
        elif given[item.id] is item:
            behind.setdefault(previous, []).append(item)
    ordered = list(behind.get("", ()))
    for item in whole:
        ordered.extend([item, *behind.get(item.id, ())])
    return msgspec.structs.replace(task_list, items=tuple(ordered))


def _as_text(value: Any) -> Any:
    """Give a value of JSON as a file of a workspace has it: every scalar as text."""
    if isinstance(value, dict):
        return {str(key): _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _problem(plain: PlainList, item: str, field: str, message: Message) -> Problem:
    severity = Severity.WARNING if item else Severity.ERROR
    return Problem(f"lists/{plain.id}.yaml", message, item=item, field=field, code="import", severity=severity)
