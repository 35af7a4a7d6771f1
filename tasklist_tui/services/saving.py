"""Saving: one action of a person becomes whole files and one commit, or nothing (DESIGN §6).

Lock → re-read → merge with what changed meanwhile → rewrite the lines → replace the files → commit.  A crash before the
commit leaves whole files that no commit holds; the next start sees them as changes made outside and keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import msgspec

from tasklist_tui.domain.changes import Change, diff_items, diff_lists
from tasklist_tui.domain.edits import Edit, EditError, SetFields, apply_all
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge import Conflict, merge_lists
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList, Workspace
from tasklist_tui.services import messages
from tasklist_tui.storage import files, layout
from tasklist_tui.storage.folders import EVENTS, FOLDERS, SETTINGS
from tasklist_tui.storage.gate import MAX_BYTES
from tasklist_tui.storage.lock import saving_lock
from tasklist_tui.vcs.commit import commit_files, refresh_index
from tasklist_tui.vcs.repository import Identity, Repository
from tasklist_tui.vcs.unfinished import refusal

#: A file larger than this, in bytes, is not recorded; git itself would take minutes over it.
_LARGEST = 200_000_000


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


#: A change to a file that is no list: its text before to its text after.
Rewrite = Callable[[str], str]


class Known(msgspec.Struct, frozen=True):
    """What is known before saving: the files of `loaded` are as in the commit `revision`, but for `uncommitted`."""

    loaded: layout.Loaded
    revision: str | None = None
    uncommitted: frozenset[str] = frozenset()


class Saved(msgspec.Struct, frozen=True):
    """What is on disk now, HEAD, and the files that were committed: none when the edits changed nothing."""

    loaded: layout.Loaded
    revision: str | None
    paths: frozenset[str] = frozenset()


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
    place: Place,
    known: Known,
    edits: Sequence[Edit],
    signed: Signed,
    why: Why,
    also: Mapping[str, Rewrite] = MappingProxyType({}),
) -> Saved:
    """Save and commit `edits`, made on the workspace as it is in `known`.

    `also` rewrites other files, by path, in the same commit; one that is not there is made.

    Raises `EditConflict`, or `UserError` for trouble with files or git; when git cannot commit, the files are put back.
    """
    with saving_lock(place.repo.state_dir):
        refuse_unfinished(place.repo)
        files.sweep(place.root)
        current = layout.load(place.root, place.repo.state_dir, known.loaded)
        rewritten, changes = _rewrite(place, known.loaded.workspace, current.workspace, edits)
        others = _rewrite_others(place, also)
        if not changes and not others:
            return Saved(current, place.repo.head())
        before: dict[str, bytes | None] = {path: data for path, (data, _, _) in rewritten.items()}
        before.update((path, old) for path, (old, _) in others.items())
        after = {path: new for path, (_, new, _) in rewritten.items()}
        after.update((path, new) for path, (_, new) in others.items())
        _commit_outside_of(place, current, _unsure(known, current, before, place.repo.head()), signed)
        message = messages.compose(
            current.workspace,
            changes,
            by=signed.by or signed.author.name,
            action=why.action,
            reason=why.reason,
            trailers=why.trailers,
        )
        # Into the history first: what a full disk cannot take there is known before a file is touched.
        for data in after.values():
            _keep(place, data)
        head = place.repo.head()
        _replace(place, before, after)
        try:
            revision = _commit(place, after, message, signed)
        except BaseException:
            # Interrupted behind the commit, the files are right as they are.
            if place.repo.head() == head:
                _replace(place, after, before)
            raise
        lists = {path: (new, task_list) for path, (_, new, task_list) in rewritten.items()}
        loaded = layout.with_lists(place.root, current, lists)
        if others:
            loaded = layout.load(place.root, place.repo.state_dir, loaded)
        return Saved(loaded, revision, frozenset(after))


def commit_outside(place: Place, loaded: layout.Loaded, paths: Iterable[str], signed: Signed) -> str | None:
    """Commit files that were changed outside the program, with a message that says what changed; give the new HEAD."""
    with saving_lock(place.repo.state_dir):
        refuse_unfinished(place.repo)
        files.sweep(place.root)
        data: dict[str, bytes | None] = {}
        for path in paths:
            try:
                data[path] = _whole(place.root / path)
            except FileNotFoundError:
                data[path] = None
        return _commit_hand_edits(place, loaded.workspace, data, signed)


def uncommitted(place: Place) -> tuple[str, ...]:
    """Give the files of the workspace that differ from the last commit, relative to its folder.

    A new file counts when it is one of a workspace; what else people put into the folder is their own affair, until
    they add it to git.
    """
    refresh_index(place.repo, ())  # a save that was cut short behind its commit is made up for
    prefix = place.in_repo("")
    head = place.repo.head()
    found = []
    for path in place.repo.changed_paths():
        local = path.removeprefix(prefix)
        if not path.startswith(prefix) or not _is_text(path) or (place.root / local).is_symlink():
            continue
        if _belongs(local) or (head is not None and place.repo.blob(head, path) is not None):
            found.append(local)
    return tuple(found)


def _is_text(path: str) -> bool:
    """Say whether a name can be written down; git knows others, which are no names of ours."""
    return not any(character < " " or character == "\x7f" or "\ud800" <= character <= "\udfff" for character in path)


def _belongs(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    if not folder:
        return name in {SETTINGS, EVENTS, ".gitattributes"}
    return folder in FOLDERS and name.endswith(".yaml") and not name.startswith((".", "#"))


def refuse_unfinished(repo: Repository) -> None:
    """Raise `UserError` while another program has left a merge or the like unfinished in this folder."""
    unfinished = repo.in_progress()
    if unfinished is not None:
        raise refusal(unfinished)


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
            rewritten[now.path] = (data, _readable(now.path, text), new)
            changes.extend(found)
    return rewritten, changes


def _rewrite_others(place: Place, also: Mapping[str, Rewrite]) -> dict[str, tuple[bytes | None, bytes]]:
    """Give the bytes before (None where there was no file) and after of the files in `also` that change."""
    others: dict[str, tuple[bytes | None, bytes]] = {}
    for path, change in also.items():
        try:
            data = files.read(place.root / path)
        except files.FileMissing:
            data = None
        new = _readable(path, change((data or b"").decode("utf-8")))
        if new != data:
            others[path] = (data, new)
    return others


def _changes(kind: Kind, before: TaskList, after: TaskList, edits: Sequence[Edit]) -> list[Change]:
    """Give what the edits changed; of a long list only the items that they set are compared."""
    if not all(isinstance(edit, SetFields) for edit in edits):
        return diff_lists(kind, before, after)
    places = [before.index[item_id] for item_id in dict.fromkeys(edit.item_id for edit in edits)]
    pairs = [(before.items[place], after.items[place]) for place in places]
    return [change for old, new in pairs for change in diff_items(kind, after.id, old, new)]


def _readable(path: str, text: str) -> bytes:
    """Give the bytes of a list; refuse to write more than will be read again."""
    data = text.encode("utf-8")
    if len(data) > MAX_BYTES:
        raise UserError(
            msg("{path} would become larger than {limit} MB", path=path, limit=MAX_BYTES // 1_000_000),
            msg("shorten the text, or begin another list; nothing was changed"),
        )
    return data


def _rebased(current: Workspace, old: TaskList, now: TaskList, edits: Sequence[Edit]) -> list[Edit]:
    """Give the edits as they apply to the list that somebody else changed meanwhile."""
    (wanted,) = apply_all([old], edits)
    merged = merge_lists(current.kind_of(now), old, now, wanted)
    if merged.conflicts:
        raise EditConflict(merged.conflicts)
    return list(merged.edits)


def _unsure(
    known: Known, current: layout.Loaded, data: Mapping[str, bytes | None], head: str | None
) -> Mapping[str, bytes | None]:
    """Give the files that may differ from the last commit; comparing reads them from git, so others are left out."""
    if known.revision is None or head != known.revision:
        return data
    same = {path for path in data if current.files.get(path) == known.loaded.files.get(path)}
    return {path: content for path, content in data.items() if path not in same or path in known.uncommitted}


def _commit_outside_of(place: Place, loaded: layout.Loaded, data: Mapping[str, bytes | None], signed: Signed) -> None:
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


def _whole(path: Path) -> bytes:
    """Give the content of a file that git keeps, which may be longer than one of ours."""
    data = files.read(path, _LARGEST)
    if len(data) > _LARGEST:
        raise UserError(
            msg("{path} is too large to be recorded", path=str(path)),
            msg("move it out of the folder of the workspace, or record it with git"),
        )
    return data


def _keep(place: Place, data: bytes) -> None:
    """Put a content into the object store, where the commit will find it."""
    try:
        place.repo.objects.write("blob", data)
    except OSError as error:
        message = msg(
            "the history of {path} cannot be written: {reason}", path=str(place.root), reason=files.reason(error)
        )
        raise files.explain(error, message) from error


def _replace(place: Place, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> None:
    """Replace several files; when one cannot be written, all get their old content back, if the disk lets them."""
    begun: list[str] = []
    try:
        for path, data in after.items():
            # Noted first: what the disk only fails to confirm has been replaced already.
            begun.append(path)
            _put(place, path, data)
    except BaseException:
        for path in begun:
            with suppress(OSError, UserError):
                _put(place, path, before[path])
        raise


def _put(place: Place, path: str, data: bytes | None) -> None:
    """Give a file its content; None takes it away."""
    if data is None:
        (place.root / path).unlink(missing_ok=True)
    else:
        files.write_atomic(place.root / path, data, root=place.root)


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
