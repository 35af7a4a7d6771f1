"""Sync: fetch what the others did, merge it in memory, send what was done here (DESIGN §7).

The working tree never holds a half merge: files are replaced whole, then the branch moves.  A kill in between leaves
the merged files as changes made outside; they hold what both sides said, so the next sync finds nothing lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.merge import Conflict
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.services import clock
from tasklist_tui.services.history import changes_between
from tasklist_tui.services.merging import Three, merge_files
from tasklist_tui.services.messages import ACTION, one_line
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.storage import files
from tasklist_tui.storage.lock import saving_lock
from tasklist_tui.vcs import remote
from tasklist_tui.vcs.commit import commit_files, move_branch, refresh_index
from tasklist_tui.vcs.trees import check_path

Progress = Callable[[int, int, str], None]
#: How often a push that somebody else overtook is tried again.
TRIES = 5


class SyncState(msgspec.Struct, frozen=True):
    """How this copy stands to the server as last seen: nothing here asks the network.

    `ahead` and `behind` count commits; `uncommitted` counts files changed outside the program; `last` is when the
    server was last asked.
    """

    remote: str | None
    ahead: int = 0
    behind: int = 0
    uncommitted: int = 0
    last: datetime | None = None


class SyncReport(msgspec.Struct, frozen=True):
    """What a sync did.  With conflicts `ok` is False and nothing was changed on either side."""

    ok: bool
    sent: int
    received: int
    incoming: tuple[Change, ...]
    message: Message
    conflicts: tuple[Conflict, ...]
    snapshot: Snapshot


def sync_state(session: Session) -> SyncState:
    """Give how this copy stands to the server as last seen."""
    repo = session.repo
    url = remote.remote_url(repo)
    if url is None:
        return SyncState(None, uncommitted=len(session.snapshot.uncommitted))
    ahead, behind = remote.ahead_behind(repo)
    return SyncState(url, ahead, behind, len(session.snapshot.uncommitted), remote.last_fetch(repo))


def sync(session: Session, *, progress: Progress, cancelled: Callable[[], bool]) -> SyncReport:
    """Fetch, merge, push; a push that somebody overtook is tried again, at most `TRIES` times.

    Raises `remote.RemoteError` for trouble with the server, `UserError` for anything else that stands in the way.
    """
    session.author()
    _refuse_unfinished(session)
    session.refresh()
    if session.snapshot.uncommitted:
        session.commit_outside_changes()
    start = session.repo.head()
    for _ in range(TRIES):
        fetched = remote.fetch(session.repo, progress, cancelled)
        ours, theirs = session.repo.head(), fetched.tip
        if theirs is not None and theirs != ours:
            conflicts = _take_in(session, ours, theirs)
            if conflicts:
                return _conflicting(session, conflicts)
        head = session.repo.head()
        if head is None or head == theirs:
            return _report(session, start, theirs, sent=0)
        ahead, _behind = remote.ahead_behind(session.repo)
        pushed = remote.push(
            session.repo, head, fetched.branch, expected=theirs, progress=progress, cancelled=cancelled
        )
        if pushed is remote.Pushed.DONE:
            return _report(session, start, theirs, sent=ahead)
    raise UserError(
        msg("Others were faster {count} times in a row; your changes are saved here but not sent yet", count=TRIES),
        msg("sync again in a moment"),
    )


def _refuse_unfinished(session: Session) -> None:
    unfinished = session.repo.in_progress()
    if unfinished is not None:
        raise UserError(
            msg("Another program left something unfinished in this folder: {what}", what=unfinished),
            msg("finish or cancel it with git (git status says how), then sync again"),
        )


def _take_in(session: Session, ours: str | None, theirs: str) -> Sequence[Conflict]:
    """Bring their commits in: fast-forward, or a merge commit; give the conflicts, with which nothing is changed."""
    repo = session.repo
    base = remote.merge_base(repo, ours, theirs) if ours is not None else None
    if base == theirs:
        return ()
    if ours is not None and base is None:
        raise UserError(
            msg("What is on the server and what is here never had anything in common; nothing was changed"),
            msg("check the address of the server, or clone it into a new folder"),
        )
    place = Place(session.root, repo)
    changed = [path for _, path in remote.diff_paths(repo, base, theirs)]
    versions = {path: Three(*(repo.blob(r, path) if r else None for r in (base, ours, theirs))) for path in changed}
    merged = merge_files(versions, session.snapshot.workspace.kinds, place.in_workspace)
    if merged.conflicts:
        return merged.conflicts
    with saving_lock(repo.state_dir):
        _write(repo.root, versions, merged.files)
        if base == ours:
            move_branch(repo, theirs, ours, reason="sync: fast-forward")
            refresh_index(repo, list(merged.files))
        else:
            author = session.author()
            subject = one_line(f"{session.snapshot.by or author.name} · {_merge_subject(session)}")
            commit_files(
                repo,
                merged.files,
                f"{subject}\n\n{ACTION}: sync\n",
                author,
                clock.now(),
                expected_head=ours,
                other_parents=(theirs,),
            )
    session.refresh()
    return ()


def _write(root: Path, versions: Mapping[str, Three], after: Mapping[str, bytes | None]) -> None:
    """Replace files of the working tree; refuse, before the first one, when one is not what git says it is.

    Names come from the server, so each is checked before it becomes a path.
    """
    targets = {path: root.joinpath(*check_path(path)) for path in after}
    for path, target in targets.items():
        found = files.read(target) if target.exists() else None
        if found not in (versions[path].ours, after[path]):
            raise UserError(
                msg("{path} was changed at this very moment", path=path), msg("sync again; nothing is lost")
            )
    for path, data in after.items():
        if data is None:
            targets[path].unlink(missing_ok=True)
        else:
            targets[path].parent.mkdir(parents=True, exist_ok=True)
            files.write_atomic(targets[path], data, root=root)


def _merge_subject(session: Session) -> str:
    from tasklist_tui.i18n import translate

    language = "en" if (session.language or "zh").startswith("en") else "zh"
    return translate(msg("took in the others' changes"), language)


def _conflicting(session: Session, conflicts: Sequence[Conflict]) -> SyncReport:
    message = msg("{count} places were changed here and by others; nothing was sent or taken in", count=len(conflicts))
    return SyncReport(False, 0, 0, (), message, tuple(conflicts), session.snapshot)


def _report(session: Session, start: str | None, theirs: str | None, *, sent: int) -> SyncReport:
    """Say what came in and what went out."""
    incoming: tuple[Change, ...] = ()
    received = 0
    if start is not None and theirs is not None:
        base = remote.merge_base(session.repo, start, theirs)
        if base != theirs:
            received = remote.count_commits(session.repo, base, theirs)
            incoming = tuple(changes_between(session, base, theirs))
    session.refresh()
    if not sent and not received:
        message = msg("Everything is up to date")
    else:
        message = msg("Sent {sent}, received {received} changes", sent=sent, received=received)
    return SyncReport(True, sent, received, incoming, message, (), session.snapshot)
