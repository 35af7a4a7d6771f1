"""What several commands need: the session, items by reference, values from text."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tasklist_tui import i18n
from tasklist_tui.cli.main import workspace_path
from tasklist_tui.domain import fields
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, TaskList, Value, Workspace
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot


class NotFound(UserError):
    """No item, list or committee goes by what was typed."""


@contextmanager
def session(options: argparse.Namespace, *, sign: bool) -> Iterator[Session]:
    """Open the workspace the options name, in its language unless one was chosen; close it afterwards."""
    opened = Session.open(workspace_path(options), today=options.today, sign=sign)
    i18n.set_language(i18n.choose(options.lang, opened.language))
    try:
        yield opened
    finally:
        opened.close()


def find_item(snapshot: Snapshot, reference: str) -> tuple[TaskList, Item]:
    """Give the item that `reference` names: an id, the beginning of one, or a number; raises `NotFound`."""
    workspace = snapshot.workspace
    if (exact := workspace.find(reference)) is not None:
        return exact
    entries = [(task_list, item) for task_list in workspace.lists for item in task_list.items]
    matches = [entry for entry in entries if workspace.number_of(*entry) == reference]
    matches = matches or [entry for entry in entries if entry[1].id.startswith(reference)]
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise NotFound(msg("there is no item “{reference}”", reference=reference), msg("see: tasklist ls"))
    raise NotFound(
        msg("“{reference}” could be several items", reference=reference),
        msg("possible: {ways}", ways=tuple(f"{item.id} {item.title}" for _, item in matches[:5])),
    )


def find_list(snapshot: Snapshot, name: str | None) -> TaskList:
    """Give the list called `name` (id or title), the first one when no name is given; raises `NotFound`."""
    lists = snapshot.workspace.lists
    if not lists:
        raise NotFound(msg("the workspace has no list"), msg("make one: a file lists/NAME.yaml"))
    if not name:
        return lists[0]
    for task_list in lists:
        if name in {task_list.id, task_list.title, task_list.path}:
            return task_list
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


def read_values(snapshot: Snapshot, task_list: TaskList, item: Item, pairs: Sequence[str]) -> dict[str, Value]:
    """Read `field=value` pairs by the kind of the list; rows are reached as `milestones.ID.done=…`.

    Raises `UserError` naming the pair that cannot be read.
    """
    kind = snapshot.workspace.kind_of(task_list)
    values: dict[str, Value] = {}
    for pair in pairs:
        name, mark, text = pair.partition("=")
        if not mark:
            raise UserError(msg("expected FIELD=VALUE, found “{text}”", text=pair))
        parts = name.strip().split(".")
        field = _field(kind, parts[0])
        try:
            if field.type is FieldType.ROWS:
                values[field.id] = _row_value(snapshot, task_list, item.with_values(values), field, parts, text)
            else:
                values[field.id] = _value(snapshot, task_list, field, text)
        except fields.FieldError as error:
            raise UserError(msg("{field}: {message}", field=name, message=error.message)) from error
    return values


def _field(kind: Kind, name: str) -> Field:
    for field in kind.fields:
        if name in {field.id, field.title.zh, field.title.en}:
            return field
    raise UserError(
        msg("the kind {kind} has no field “{name}”", kind=kind.kind, name=name),
        msg("possible: {ways}", ways=tuple(kind.field)),
    )


def _value(snapshot: Snapshot, task_list: TaskList, field: Field, text: str) -> Value:
    text = text.strip() if field.type is not FieldType.LONGTEXT else text
    if not text:
        return None
    match field.type:
        case FieldType.DATE:
            return parse_day(text, snapshot.today, task_list.year)
        case FieldType.COMMITTEE:
            return find_committee(snapshot.workspace, text)
        case FieldType.COMMITTEES:
            return [find_committee(snapshot.workspace, name) for name in _parts(text)]
        case FieldType.TEXTS:
            return _parts(text)
        case _:
            return fields.parse(field, text)


def _row_value(
    snapshot: Snapshot, task_list: TaskList, item: Item, field: Field, parts: list[str], text: str
) -> list[dict[str, Value]]:
    """Give the rows of a field with one column of one row set."""
    if field.append_only or len(parts) != 3:
        raise UserError(
            msg("“{field}” is changed row by row", field=field.title),
            msg("write {field}.ROW.COLUMN=VALUE; ROW is the row's key as tasklist show prints it", field=field.id),
        )
    column = field.column.get(parts[2])
    rows = [dict(row) for row in item.rows(field.id)]
    chosen = [row for row in rows if fields.row_key(field, row) == parts[1]]
    if column is None or not chosen:
        raise NotFound(
            msg("there is no {field}", field=".".join(parts)),
            msg("possible: {ways}", ways=tuple(fields.row_key(field, row) for row in rows) or tuple(field.column)),
        )
    value = _value(snapshot, task_list, column, text)
    chosen[0].update({column.id: value})
    return [{name: inner for name, inner in row.items() if inner is not None} for row in rows]


def _parts(text: str) -> list[str]:
    for mark in "，、;；":
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]
