"""Who set each field of an item, and when; and the last state of an item that was deleted."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tasklist_tui.domain.changes import What
from tasklist_tui.domain.edits import AddItem
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item
from tasklist_tui.services.history import Revision, item_history
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot


class SetBy(msgspec.Struct, frozen=True):
    """Who gave a field the value it has, when, in which commit and why."""

    field: str
    author: str
    when: datetime
    sha: str
    subject: str
    reason: str = ""


def blame(session: Session, list_id: str, item_id: str) -> tuple[SetBy, ...]:
    """Give who set each filled field of an item last, in the order of the kind; an added item sets all its fields.

    Raises `UserError` when there is no such item.
    """
    found = session.snapshot.workspace.find(item_id)
    if found is None:
        raise UserError(msg("there is no item “{reference}”", reference=item_id))
    task_list, item = found
    wanted = dict.fromkeys(name for name in item.values)
    told: dict[str, SetBy] = {}
    for revision in item_history(session, list_id, item_id, limit=1_000_000):
        for name in _set_by(revision, item_id, wanted.keys() - told.keys()):
            told[name] = SetBy(name, revision.author, revision.when, revision.sha, revision.subject, revision.reason)
        if len(told) == len(wanted):
            break
    kind = session.snapshot.workspace.kind_of(task_list)
    order = [*kind.field, *(name for name in wanted if name not in kind.field)]
    return tuple(told[name] for name in order if name in told)


def _set_by(revision: Revision, item_id: str, wanted: set[str]) -> set[str]:
    """Give those of the fields that a revision set."""
    set_here: set[str] = set()
    for change in revision.changes:
        if change.item_id != item_id:
            continue
        if change.what is What.ADDED:
            set_here |= wanted & set(change.new or {})
        elif change.field in wanted:
            set_here.add(change.field)
    return set_here


def restore(session: Session, item_id: str) -> Snapshot:
    """Bring a deleted item back as it was, under its own id, so that its history goes on; one commit.

    Raises `UserError` when it is there, was never there, or its list is gone.
    """
    workspace = session.snapshot.workspace
    if workspace.find(item_id) is not None:
        raise UserError(msg("the item {id} has not been deleted", id=item_id))
    for revision in item_history(session, "", item_id, limit=1):
        for change in revision.changes:
            if change.what is not What.REMOVED:
                continue
            task_list = workspace.task_list(change.list_id)
            if task_list is None:
                raise UserError(
                    msg("the list “{name}” that it stood in is gone", name=change.list_id),
                    msg("bring the list back first, with git or by undoing what deleted it"),
                )
            item = Item(item_id, dict(change.old or {}))
            return session.apply([AddItem(task_list.id, item, None)], action="add", reason=revision.subject)
    raise UserError(msg("no deleted item goes by “{reference}”", reference=item_id), msg("see: tasklist history"))
