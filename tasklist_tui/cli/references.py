"""What links typed on the command line name: items, documents, rows of the same item."""

from __future__ import annotations

from collections.abc import Sequence

from tasklist_tui.cli.common import NotFound, matching_items
from tasklist_tui.domain.fields import row_key, row_label
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.links import split_target
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, Workspace

#: So many are named when a word could mean several.
_NAMED = 5


def find_link(workspace: Workspace, field: Field, text: str) -> str:
    """Give the id of the item that a link names: by id or its beginning, number, or title; raises `NotFound`.

    Only items of the kinds the field leads to count.  `MEMBER/ID` stays as it is.
    """
    member, _id = split_target(text)
    if member and member in {known.name for known in workspace.settings.members}:
        return text
    entries = [
        (task_list, item)
        for task_list in workspace.lists
        if not field.to or task_list.kind in field.to
        for item in task_list.items
    ]
    found = matching_items(workspace, entries, text)
    if len(found) == 1:
        return found[0][1].id
    if not found:
        raise NotFound(
            msg("“{field}”: there is no item “{reference}” to link to", field=field.title, reference=text),
            msg("possible: {ways}", ways=_titles([item for _list, item in entries]))
            if entries
            else msg("the workspace has no item of the kind {kinds} yet", kinds=field.to),
        )
    raise NotFound(
        msg("“{reference}” could be several items", reference=text),
        msg("possible: {ways}", ways=tuple(f"{item.id} {item.title}" for _list, item in found[:_NAMED])),
    )


def find_document(workspace: Workspace, text: str) -> str:
    """Give the id of the document called `text` (id, title, or part of it); raises `NotFound`."""
    if text in workspace.document or split_target(text)[0]:
        return text
    documents = workspace.documents
    found = [d.id for d in documents if text in {d.title, d.doc_number}] or [d.id for d in documents if text in d.title]
    if len(found) == 1:
        return found[0]
    raise NotFound(
        msg("there is no document “{id}”", id=text),
        msg("possible: {ways}", ways=tuple(found or [document.id for document in documents])),
    )


def find_row(kind: Kind, field: Field, item: Item | None, text: str) -> str:
    """Give the key of the row that a link to a row names: its key, its place from 1, or its text."""
    outer = kind.field.get(field.of)
    rows = item.rows(field.of) if item is not None else ()
    if outer is None:
        return text
    keys = [row_key(outer, row) for row in rows]
    if text in keys:
        return text
    if text.isdecimal() and 1 <= int(text) <= len(keys):
        return keys[int(text) - 1]
    found = [key for key, row in zip(keys, rows, strict=True) if text in row_label(outer, row)]
    if len(found) == 1:
        return found[0]
    raise NotFound(
        msg("“{field}”: no entry of “{rows}” is called “{text}”", field=field.title, rows=outer.title, text=text),
        msg("possible: {ways}", ways=tuple(f"{n} {row_label(outer, row)}" for n, row in enumerate(rows, start=1))),
    )


def _titles(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(item.title for item in items[:_NAMED])
