"""Saving: one action of a person becomes whole files and one commit, or nothing (DESIGN §6).

Lock → re-read → merge with what changed meanwhile → rewrite the lines → replace the files → commit.  A crash before the
commit leaves whole files that no commit holds; the next start sees them as changes made outside and keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from tasklist_tui.domain.changes import Change, diff_items, diff_lists
from tasklist_tui.domain.edits import Edit, EditError, SetFields, apply_all
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge import Conflict, merge_lists
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList, Workspace
from tasklist_tui.services import messages
from tasklist_tui.storage import files, layout
from tasklist_tui.storage.lock import saving_lock
from tasklist_tui.vcs.commit import commit_files
from tasklist_tui.vcs.repository import Identity, Repository


class Place(msgspec.Struct, frozen=True):
    """Where a workspace lives: its folder and the repository around it."""

    root: Path
    repo: Repository

    def in_repo(self, path: str) -> str:
        """Give a path of the workspace as git knows it."""
        prefix = self.root.resolve().relative_to(self.repo.root.resolve()).as_posix()
        return path if prefix == "." else f"{prefix}/{path}".removesuffix("/.")

    def in_workspace(self, path: str) -> str:
        """Give a path of the repository as the workspace names it; one that lies outside stays as it is."""
        return path.removeprefix(self.in_repo(""))


class Signed(msgspec.Struct, frozen=True):
    """Who makes a change, how they sign, and when."""

    author: Identity
    by: str
    when: datetime


class Why(msgspec.Struct, frozen=True):
    """What kind of change it is, the reason given, and trailers for programs."""

    action: str
    reason: str = ""
    trailers: tuple[tuple[str, str], ...] = ()


class Known(msgspec.Struct, frozen=True):
    """What is known before saving: the files of `loaded` are as in the commit `revision`, but for `uncommitted`."""

    loaded: layout.Loaded
    revision: str | None = None
    uncommitted: frozenset[str] = frozenset()


class EditConflict(UserError):
    """Somebody else changed the same field meanwhile; nothing was saved."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        """Carry every place that collides."""
        first = conflicts[0]
        super().__init__(
            msg("“{title}” was changed meanwhile by somebody else in the same place", title=first.title),
            msg("look at the new value, then make your change again"),
        )
        self.conflicts = tuple(conflicts)


def save(
    place: Place, known: Known, edits: Sequence[Edit], signed: Signed, why: Why
) -> tuple[layout.Loaded, str | None]:
    """Save and commit `edits`, made on the workspace as it is in `known`; give what is on disk now and HEAD.

    Raises `EditConflict`, or `UserError` for trouble with files or git; when git cannot commit, the files are put back.
    """
    with saving_lock(place.repo.state_dir):
        current = layout.load(place.root, place.repo.state_dir, known.loaded)
        rewritten, changes = _rewrite(place, known.loaded.workspace, current.workspace, edits)
        if not changes:
            return current, place.repo.head()
        before = {path: data for path, (data, _, _) in rewritten.items()}
        _commit_outside_of(place, current, _unsure(known, current, before, place.repo.head()), signed)
        after = {path: new for path, (_, new, _) in rewritten.items()}
        message = messages.compose(
            current.workspace,
            changes,
            by=signed.by or signed.author.name,
            action=why.action,
            reason=why.reason,
            trailers=why.trailers,
        )
        _replace(place, before, after)
        try:
            revision = _commit(place, after, message, signed)
        except BaseException:
            _replace(place, after, before)
            raise
        lists = {path: (new, task_list) for path, (_, new, task_list) in rewritten.items()}
        return layout.with_lists(place.root, current, lists), revision


def commit_outside(place: Place, loaded: layout.Loaded, paths: Iterable[str], signed: Signed) -> str | None:
    """Commit files that were changed outside the program, with a message that says what changed; give the new HEAD."""
    with saving_lock(place.repo.state_dir):
        data: dict[str, bytes | None] = {}
        for path in paths:
            try:
                data[path] = files.read(place.root / path)
            except FileNotFoundError:
                data[path] = None
        return _commit_hand_edits(place, loaded.workspace, data, signed)


def uncommitted(place: Place) -> tuple[str, ...]:
    """Give the files of the workspace that differ from the last commit, relative to its folder."""
    prefix = place.in_repo("")
    paths = (path for path in place.repo.changed_paths() if path.startswith(prefix))
    return tuple(path.removeprefix(prefix) for path in paths)


def _rewrite(
    place: Place, base: Workspace, current: Workspace, edits: Sequence[Edit]
) -> tuple[dict[str, tuple[bytes, bytes, TaskList]], list[Change]]:
    """Give, for each file the edits touch, its bytes before and after and its list after; and the changes."""
    from tasklist_tui.storage.writer import rewrite

    rewritten: dict[str, tuple[bytes, bytes, TaskList]] = {}
    changes: list[Change] = []
    for list_id in dict.fromkeys(edit.list_id for edit in edits):
        group = [edit for edit in edits if edit.list_id == list_id]
        old, now = base.task_list(list_id), current.task_list(list_id)
        if old is None or now is None:
            raise UserError(
                msg("the list {path} cannot be read any more", path=f"lists/{list_id}.yaml"),
                msg("look at what tasklist check says about it"),
            )
        if now is not old:
            group = _rebased(current, old, now, group)
        data = files.read(place.root / now.path)
        try:
            text, new = rewrite(data.decode("utf-8"), now, group, current.kind_of(now))
        except EditError as error:
            raise UserError(error.message, msg("look at the list again, then repeat what you did")) from error
        if found := _changes(current.kind_of(now), now, new, group):
            rewritten[now.path] = (data, text.encode("utf-8"), new)
            changes.extend(found)
    return rewritten, changes


def _changes(kind: Kind, before: TaskList, after: TaskList, edits: Sequence[Edit]) -> list[Change]:
    """Give what the edits changed; of a long list only the items that they set are compared."""
    if not all(isinstance(edit, SetFields) for edit in edits):
        return diff_lists(kind, before, after)
    places = [before.index[item_id] for item_id in dict.fromkeys(edit.item_id for edit in edits)]
    pairs = [(before.items[place], after.items[place]) for place in places]
    return [change for old, new in pairs for change in diff_items(kind, after.id, old, new)]


def _rebased(current: Workspace, old: TaskList, now: TaskList, edits: Sequence[Edit]) -> list[Edit]:
    """Give the edits as they apply to the list that somebody else changed meanwhile."""
    (wanted,) = apply_all([old], edits)
    merged = merge_lists(current.kind_of(now), old, now, wanted)
    if merged.conflicts:
        raise EditConflict(merged.conflicts)
    return list(merged.edits)


def _unsure(known: Known, current: layout.Loaded, data: Mapping[str, bytes], head: str | None) -> Mapping[str, bytes]:
    """Give the files that may differ from the last commit; comparing reads them from git, so others are left out."""
    if known.revision is None or head != known.revision:
        return data
    same = {path for path in data if current.files.get(path) == known.loaded.files.get(path)}
    return {path: content for path, content in data.items() if path not in same or path in known.uncommitted}


def _commit_outside_of(place: Place, loaded: layout.Loaded, data: Mapping[str, bytes], signed: Signed) -> None:
    """Commit hand edits of the files about to be saved first, so that they are not mixed into this action."""
    head = place.repo.head()
    if head is None:
        return
    changed = {path: new for path, new in data.items() if place.repo.blob(head, place.in_repo(path)) != new}
    if changed:
        _commit_hand_edits(place, loaded.workspace, changed, signed)


def _commit_hand_edits(
    place: Place, workspace: Workspace, data: Mapping[str, bytes | None], signed: Signed
) -> str | None:
    from tasklist_tui.services.versions import list_at

    head = place.repo.head()
    if not data:
        return head
    changes: list[Change] = []
    for path in data:
        task_list = next((known for known in workspace.lists if known.path == path), None)
        if task_list is not None:
            old = list_at(place.repo, head, place.in_repo(path), path, workspace.kinds)
            changes.extend(diff_lists(workspace.kind_of(task_list), old, task_list))
    message = messages.compose_outside(workspace, changes, sorted(data), by=signed.by or signed.author.name)
    return _commit(place, data, message, signed)


def _replace(place: Place, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Replace several files; when one cannot be written, those already written get their old content back."""
    written: list[str] = []
    try:
        for path, data in after.items():
            files.write_atomic(place.root / path, data, root=place.root)
            written.append(path)
    except BaseException:
        for path in written:
            files.write_atomic(place.root / path, before[path], root=place.root)
        raise


def _commit(place: Place, data: Mapping[str, bytes | None], message: str, signed: Signed) -> str:
    done = commit_files(
        place.repo,
        {place.in_repo(path): content for path, content in data.items()},
        message,
        signed.author,
        signed.when,
        expected_head=place.repo.head(),
    )
    return done.sha
