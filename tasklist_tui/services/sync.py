"""Sync: fetch what the others did, merge it in memory, send what was done here (DESIGN §7).

The working tree never holds a half merge: files are replaced whole, then the branch moves.  A kill in between leaves
the merged files as changes made outside; they hold what both sides said, so the next sync finds nothing lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from tasklist_tui.domain.changes import Change
from tasklist_tui.domain.merge import Conflict
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.telling import Progress
from tasklist_tui.services import clock
from tasklist_tui.services.file_versions import unreadable
from tasklist_tui.services.history import changes_between
from tasklist_tui.services.merge_bases import over_all_bases
from tasklist_tui.services.merging import MergedFiles, Three, merge_files
from tasklist_tui.services.messages import ACTION, one_line
from tasklist_tui.services.questions import Question, answers_of, forget, questions
from tasklist_tui.services.saving import Place, refuse_unfinished
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.services.unread import note_changed
from tasklist_tui.services.versions import list_id_of
from tasklist_tui.storage import files
from tasklist_tui.storage.lock import saving_lock
from tasklist_tui.storage.recent import note_list
from tasklist_tui.vcs import remote
from tasklist_tui.vcs.ancestry import tracking_ref
from tasklist_tui.vcs.commit import HeadMoved, commit_files, move_branch, refresh_index
from tasklist_tui.vcs.index import note_behind, refuse_locked_index
from tasklist_tui.vcs.repository import Repository
from tasklist_tui.vcs.trees import check_path

#: How often a push that somebody else overtook is tried again.
TRIES = 10
_NO_LIMIT = 1 << 40


class ChangedMeanwhile(UserError):
    """A file was changed between looking and writing; looking again helps."""


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
    """What a sync did.  With conflicts `ok` is False and nothing was changed on either side.

    `incoming` is what became another value here; `outgoing` what became one on the server, None where nobody decided
    anything: then it is what was waiting to be sent.
    """

    ok: bool
    sent: int
    received: int
    incoming: tuple[Change, ...]
    message: Message
    conflicts: tuple[Conflict, ...]
    snapshot: Snapshot
    questions: tuple[Question, ...] = ()
    outgoing: tuple[Change, ...] | None = None


class _Taken(msgspec.Struct, frozen=True):
    """What came of taking in the others' commits: conflicts, which change nothing; else whether there were some."""

    conflicts: Sequence[Conflict] = ()
    answered: bool = False


class Preview(msgspec.Struct, frozen=True):
    """What a sync would do as far as known here: changes that go out and come in, and what would be asked.

    The files are those that hold no list (settings, meetings, documents), and lists that cannot be read there.
    """

    outgoing: tuple[Change, ...] = ()
    incoming: tuple[Change, ...] = ()
    questions: tuple[Question, ...] = ()
    outgoing_files: tuple[str, ...] = ()
    incoming_files: tuple[str, ...] = ()


def sync_state(session: Session) -> SyncState:
    """Give how this copy stands to the server as last seen."""
    repo = session.repo
    url = remote.remote_url(repo)
    if url is None:
        return SyncState(None, uncommitted=len(session.snapshot.uncommitted))
    ahead, behind = remote.ahead_behind(repo)
    return SyncState(url, ahead, behind, len(session.snapshot.uncommitted), remote.last_fetch(repo))


def fetch(session: Session, *, progress: Progress, cancelled: Callable[[], bool]) -> SyncState:
    """Ask the server what is new, and change nothing here; gives how this copy stands to it now.

    Raises `remote.RemoteError` for trouble with the server.
    """
    remote.fetch(session.repo, progress, cancelled)
    return sync_state(session)


def refuse_obstacles(session: Session) -> None:
    """Raise `UserError` for what others left in this folder that no sync works with."""
    refuse_unfinished(session.repo)
    refuse_locked_index(session.repo.layout)


def preview(session: Session) -> Preview:
    """Give what a sync would send and take in, by what was last seen of the server; nothing here asks the network.

    Raises `UserError` where this copy and the server have nothing in common.
    """
    repo = session.repo
    branch, head = repo.branch(), repo.head()
    if branch is None:
        return Preview()
    theirs = repo.ref(tracking_ref(branch))
    base = remote.merge_base(repo, head, theirs) if head and theirs else None
    if head and theirs and base is None:
        raise _unrelated()
    # A branch that the server lacks goes out with what none of its other branches has.
    known = remote.known_to_server(repo, head) if head and theirs is None else base
    sends = head is not None and (theirs is None or head != base)
    outgoing = changes_between(session, known, head) if sends else []
    out_files = _other_files(session, known, head) if sends else ()
    if theirs is None or theirs == base:
        return Preview(tuple(outgoing), outgoing_files=out_files)
    conflicts: Sequence[Conflict] = ()
    if head is not None and base is not None and base != head:
        place = Place(session.root, repo)
        versions = _over_all_bases(session, remote.merge_bases(repo, head, theirs), head, theirs)
        kinds = session.snapshot.workspace.kinds
        conflicts = merge_files(versions, kinds, place.in_workspace).conflicts
    return Preview(
        tuple(outgoing),
        tuple(changes_between(session, base, theirs)),
        questions(session, conflicts, base, theirs),
        out_files,
        _other_files(session, base, theirs),
    )


def _other_files(session: Session, old: str | None, new: str | None) -> tuple[str, ...]:
    """Give the files that differ between two commits and hold no list, or one that cannot be read, as a person does."""
    place, repo, kinds = Place(session.root, session.repo), session.repo, session.snapshot.workspace.kinds
    found = []
    for _status, path in remote.diff_paths(repo, old, new):
        name = place.in_workspace(path)
        if list_id_of(name) is None or unreadable(name, repo.blob(new, path) if new else None, kinds) is not None:
            found.append(name)
    return tuple(found)


def _unrelated() -> UserError:
    return UserError(
        msg("What is on the server and what is here never had anything in common; nothing was taken in or sent"),
        msg("check the address of the server, or clone it into a new folder"),
    )


def sync(session: Session, *, progress: Progress, cancelled: Callable[[], bool]) -> SyncReport:
    """Fetch, merge, push; when somebody was faster it is tried again, at most `TRIES` times.

    Raises `remote.RemoteError` for trouble with the server, `UserError` for anything else that stands in the way.
    """
    session.author()
    refuse_obstacles(session)
    server: remote.Server | None = None
    start: str | None = None
    steps: list[tuple[str | None, str]] = []
    answered = False
    busy: UserError | None = None
    for attempt in range(TRIES):
        # Whatever lies here uncommitted is a change of this person's, also in a file that the program never reads.
        session.commit_outside_changes()
        start = start if attempt else session.repo.head()
        server = server or remote.server_of(session.repo)
        fetched = remote.fetch(session.repo, progress, cancelled, server=server)
        ours = session.repo.head()
        stand = remote.compare(session.repo, ours, fetched.tip) if ours and fetched.tip else None
        try:
            taken = _take_in(session, ours, fetched.tip, stand)
        except (HeadMoved, ChangedMeanwhile) as meanwhile:
            busy = meanwhile
            continue
        busy = None
        if taken.conflicts and fetched.tip is not None:
            return _conflicting(session, taken.conflicts, fetched.tip)
        head = session.repo.head()
        if head is not None and head != ours:
            steps.append((ours, head))
        answered = answered or taken.answered
        known = stand if start == ours else None
        if head is None or head == fetched.tip:
            return _report(session, (start, fetched.tip, known), steps, sent=0)
        pushed = remote.push(session.repo, head, fetched.branch, fetched.tip, progress, cancelled, server=server)
        if pushed is remote.Pushed.DONE:
            # What went out is what was here alone, and the merge of it.
            sent = stand.ahead + (head != ours) if stand else remote.count_commits(session.repo, None, head)
            gone = tuple(changes_between(session, fetched.tip, head)) if answered else None
            return _report(session, (start, fetched.tip, known), steps, sent=sent, outgoing=gone)
    if busy is not None:
        raise busy
    raise UserError(
        msg("Others were faster {count} times in a row; your changes are saved here but not sent yet", count=TRIES),
        msg("sync again in a moment"),
    )


def _take_in(session: Session, ours: str | None, theirs: str | None, stand: remote.Compared | None) -> _Taken:
    """Bring their commits in: fast-forward, or a merge commit."""
    repo = session.repo
    if theirs is None or theirs == ours:
        return _Taken()
    bases = stand.bases if stand else ()
    base = bases[0] if bases else None
    if base == theirs:
        return _Taken()
    if ours is not None and base is None:
        raise _unrelated()
    place = Place(session.root, repo)
    versions = _over_all_bases(session, bases, ours, theirs)
    _note_ours(session, place, versions)
    merged = merge_files(
        versions,
        session.snapshot.workspace.kinds,
        place.in_workspace,
        answers_of(session),
        lambda: _our_lists(session, ours),
    )
    if merged.conflicts:
        return _Taken(merged.conflicts)
    versions.update({path: Three(data, data, data) for path, data in merged.followed.items()})
    with saving_lock(repo.state_dir):
        files.sweep(session.root)
        if repo.head() != ours:
            raise HeadMoved(ours, repo.head())
        before = _as_they_stand(repo.root, versions, merged.files)
        try:
            _write(repo.root, merged.files)
            _move(session, ours, theirs, merged, fast_forward=base == ours)
        except BaseException:
            # A half merge would look like changes made by hand; behind the commit there is nothing to put back.
            if repo.head() == ours:
                _put_back(repo.root, before)
            raise
    if merged.answered:
        forget(session, [conflict.key for conflict, _ in merged.answered])
    session.took_in(map(place.in_workspace, merged.files))
    return _Taken(answered=bool(merged.answered))


def _note_ours(session: Session, place: Place, versions: Mapping[str, Three]) -> None:
    """Note what is read of our side already: the other versions are read by their likeness to it."""
    loaded, workspace = session.loaded, session.snapshot.workspace
    for path, three in versions.items():
        local = place.in_workspace(path)
        stamp, part = loaded.files.get(local), loaded.parts.get(local)
        if three.ours is None or stamp is None or part is None or not isinstance(part.value, TaskList):
            continue
        if files.digest(three.ours) == stamp.digest:
            note_list(three.ours, workspace.kinds, part.value, part.problems)


def _our_lists(session: Session, ours: str | None) -> dict[str, bytes]:
    """Give every list of our side, by its path in the repository."""
    place = Place(session.root, session.repo)
    paths = [place.in_repo(task_list.path) for task_list in session.snapshot.workspace.lists] if ours else []
    read = {path: session.repo.blob(str(ours), path) for path in paths}
    return {path: data for path, data in read.items() if data is not None}


def _over_all_bases(session: Session, bases: Sequence[str], ours: str | None, theirs: str) -> dict[str, Three]:
    """Give the three versions of every file they changed, from all the ancestors that are best."""
    repo, kinds = session.repo, session.snapshot.workspace.kinds
    place = Place(session.root, repo)
    return over_all_bases(repo, bases, lambda base: _versions(repo, base, ours, theirs), kinds, place.in_workspace)


def _versions(repo: Repository, base: str | None, ours: str | None, theirs: str) -> dict[str, Three]:
    """Give the three versions of every file they changed; names come from the server, so each is checked first.

    Raises `UserError` for what could not be written here, or would be lost by a merge of contents.
    """
    versions: dict[str, Three] = {}
    changed = remote.diff_paths(repo, base, theirs)
    # A list that we renamed is told by the file that came in its place.
    added = [(status, path) for status, path in remote.diff_paths(repo, base, ours) if status == "A"] if ours else []
    for status, path in dict.fromkeys([*changed, *added]):
        check_path(path)
        versions[path] = Three(*(repo.blob(revision, path) if revision else None for revision in (base, ours, theirs)))
        if (status, path) in changed and status != "D" and versions[path].theirs is None:
            raise UserError(
                msg("The server sends something that is no ordinary file: {path}; nothing was taken in", path=path),
                msg("ask who put it there to take it out again"),
            )
    return versions


def _move(session: Session, ours: str | None, theirs: str, merged: MergedFiles, *, fast_forward: bool) -> None:
    """Move the branch to their commit, or to a new one that joins both sides."""
    if fast_forward:
        note_behind(session.repo.layout, merged.files)
        move_branch(session.repo, theirs, ours, reason="sync: fast-forward")
        refresh_index(session.repo, list(merged.files))
        return
    author = session.author()
    subject = one_line(f"{session.snapshot.by or author.name} · {_merge_subject(session)}")
    commit_files(
        session.repo,
        merged.files,
        f"{subject}\n\n{_answers_text(session, merged)}{ACTION}: sync\n",
        author,
        clock.now(),
        expected_head=ours,
        other_parents=(theirs,),
    )


def _answers_text(session: Session, merged: MergedFiles) -> str:
    """List what a person decided, one line each, for the message of the merge."""
    from tasklist_tui.services.conflict_words import answer_text

    language = "en" if (session.language or "zh").startswith("en") else "zh"
    workspace = session.snapshot.workspace
    lines = [one_line(answer_text(workspace, conflict, answer, language)) for conflict, answer in merged.answered]
    return "".join(f"- {line}\n" for line in lines) + ("\n" if lines else "")


def _as_they_stand(
    root: Path, versions: Mapping[str, Three], after: Mapping[str, bytes | None]
) -> dict[str, bytes | None]:
    """Give the content of the files about to be replaced; refuse when one is not what git says it is."""
    before: dict[str, bytes | None] = {}
    for path, new in after.items():
        target = root.joinpath(*check_path(path))
        before[path] = files.read(target, _NO_LIMIT) if target.exists() else None
        if before[path] in (versions[path].ours, new):
            continue
        if versions[path].ours is None:
            raise UserError(
                msg("A new file came from the others, but one of that name lies here already: {path}", path=path),
                msg("rename the one that lies here, then sync again; nothing was changed"),
            )
        raise ChangedMeanwhile(
            msg("{path} was changed at this very moment", path=path), msg("sync again; nothing is lost")
        )
    return before


def _write(root: Path, after: Mapping[str, bytes | None]) -> None:
    """Replace files of the working tree, each whole."""
    for path, data in after.items():
        target = root.joinpath(*check_path(path))
        if data is None:
            target.unlink(missing_ok=True)
        else:
            files.write_atomic(target, data, root=root)


def _put_back(root: Path, before: Mapping[str, bytes | None]) -> None:
    """Give files their old content back, each as far as the disk lets it."""
    for path, data in before.items():
        with suppress(OSError, UserError):
            _write(root, {path: data})


def _merge_subject(session: Session) -> str:
    from tasklist_tui.i18n import translate

    language = "en" if (session.language or "zh").startswith("en") else "zh"
    return translate(msg("took in the others' changes"), language)


def _conflicting(session: Session, conflicts: Sequence[Conflict], theirs: str) -> SyncReport:
    message = msg("{count} places were changed here and by others; nothing was sent or taken in", count=len(conflicts))
    head = session.repo.head()
    base = remote.merge_base(session.repo, head, theirs) if head else None
    asked = questions(session, conflicts, base, theirs)
    return SyncReport(False, 0, 0, (), message, tuple(conflicts), session.snapshot, asked)


def _report(
    session: Session,
    stood: tuple[str | None, str | None, remote.Compared | None],
    steps: Sequence[tuple[str | None, str]],
    *,
    sent: int,
    outgoing: tuple[Change, ...] | None = None,
) -> SyncReport:
    """Say what came in by `steps` of our branch and what went out.

    `stood` is our commit before, theirs, and how they stood to each other, where that is known.
    """
    start, theirs, stand = stood
    received = 0
    if theirs is not None:
        if stand is None and start is not None:
            stand = remote.compare(session.repo, start, theirs)
        if (stand.bases[0] if stand and stand.bases else None) != theirs:
            received = stand.behind if stand else remote.count_commits(session.repo, None, theirs)
    incoming = tuple(change for step in steps for change in changes_between(session, *step))
    session.refresh()
    note_changed(session, incoming)
    if not sent and not received:
        message = msg("Everything is up to date")
    else:
        message = msg("Sent {sent}, received {received} changes", sent=sent, received=received)
    return SyncReport(True, sent, received, incoming, message, (), session.snapshot, outgoing=outgoing)
