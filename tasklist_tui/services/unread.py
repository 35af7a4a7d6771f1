"""Items that a sync changed and nobody has looked at since: marks of this copy, which rebuild to nothing at worst."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable

import msgspec

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.message import UserError
from tasklist_tui.services.session import Session
from tasklist_tui.storage import files
from tasklist_tui.storage.lock import saving_lock

_FILE = "unread.json"

#: What an item is known by: its list and its id.
ItemId = tuple[str, str]


def unread(session: Session) -> frozenset[ItemId]:
    """Give the items that nobody has looked at since a sync changed them, as far as they are still there."""
    workspace = session.snapshot.workspace
    lists = {task_list.id: task_list.index for task_list in workspace.lists}
    return frozenset((name, item) for name, item in _stored(session) if item in lists.get(name, ()))


def note_changed(session: Session, changes: Iterable[Change]) -> None:
    """Mark the items that changes of others brought or altered; marks that cannot be written are done without."""
    changed = {(change.list_id, change.item_id) for change in changes if change.what is not What.REMOVED}
    _store(session, added=changed)


def note_read(session: Session, items: Collection[ItemId]) -> None:
    """Take the marks of items away; marks that cannot be written stay."""
    _store(session, removed=items)


def _stored(session: Session) -> frozenset[ItemId]:
    """Read the marks; a file that is missing or damaged holds none."""
    path = session.repo.state_dir / _FILE
    try:
        return frozenset(msgspec.json.decode(files.read(path), type=list[ItemId]))
    except (msgspec.MsgspecError, UserError, OSError, ValueError):
        return frozenset()


def _store(session: Session, added: Collection[ItemId] = (), removed: Collection[ItemId] = ()) -> None:
    if not added and not removed:
        return
    # They are no part of anybody's work: a full disk or a busy window must not turn into a refusal.
    with contextlib.suppress(UserError, OSError), saving_lock(session.repo.state_dir):
        known = _stored(session)
        left = (known | set(added)) - set(removed)
        if left != known:
            path = session.repo.state_dir / _FILE
            files.write_atomic(path, msgspec.json.encode(sorted(left)), durable=False)
