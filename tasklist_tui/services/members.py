"""Members: the workspaces of other organisations, brought in to be read, never written (`members` in `tasklist.yaml`).

A folder on this computer is read where it is; what lies on a server is copied under `.git/tasklist/members`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Member, Workspace
from tasklist_tui.domain.telling import Progress
from tasklist_tui.services.session import Session
from tasklist_tui.storage import layout
from tasklist_tui.storage.lock import saving_lock
from tasklist_tui.vcs import mirror, remote
from tasklist_tui.vcs.clone import remove_folder
from tasklist_tui.vcs.repository import Repository

_UNSAFE = re.compile(r"[^\w-]+")
#: Windows counts the whole path, 260 characters in all.
_LONGEST = 24


class MemberState(msgspec.Struct, frozen=True):
    """How a member stands: `folder` is where it is read (None: nowhere yet), `revision` the commit that lies there.

    `fetched` is when its server last answered, None for a folder of this computer; `problem` says why it cannot be
    read or could not be brought up to date, `hint` what to do.
    """

    member: Member
    folder: Path | None = None
    revision: str | None = None
    fetched: datetime | None = None
    problem: Message | None = None
    hint: Message | None = None

    @property
    def name(self) -> str:
        """The name it goes by."""
        return self.member.name


def member_states(session: Session) -> tuple[MemberState, ...]:
    """Give how every member stands, by what is on this computer: the network is not asked."""
    return tuple(_state(session, member) for member in session.snapshot.workspace.settings.members)


def fetch_members(
    session: Session, progress: Progress, cancelled: Callable[[], bool], names: Collection[str] = ()
) -> tuple[MemberState, ...]:
    """Bring the members up to date, or only those called `names`; give how each of them stands now.

    One that cannot be reached says so in its `problem`, and the others go on.  Meant for the sync key too.  Copies of
    members that are in the settings no more are removed.  Raises `remote.RemoteError` when it was cancelled,
    `UserError` when the copies cannot be written or another window is fetching.
    """
    members = session.snapshot.workspace.settings.members
    folder = _folder_of_copies(session)
    if not members and not folder.exists():
        return ()
    with saving_lock(folder):
        _sweep(folder, {_safe(member.name) for member in members})
        wanted = [member for member in members if not names or member.name in names]
        return tuple(_fetch(session, member, progress, cancelled) for member in wanted)


def open_member(session: Session, name: str) -> Workspace:
    """Read the workspace of a member; what is wrong with its files is in its `problems`.

    Raises `UserError` when there is no such member, or nothing of it to read yet.
    """
    return load_member(session, name).loaded.workspace


class LoadedMember(msgspec.Struct, frozen=True):
    """A member that was read: the folder it lies in, whether that is a copy of ours, and what was in it."""

    folder: Path
    copied: bool
    loaded: layout.Loaded


def load_member(session: Session, name: str, previous: LoadedMember | None = None) -> LoadedMember:
    """Read a member, of `previous` only what changed since; `previous` itself when nothing did.

    Raises `UserError` when there is no such member, or nothing of it to read yet.
    """
    member = next((known for known in session.snapshot.workspace.settings.members if known.name == name), None)
    if member is None:
        raise UserError(msg("there is no member “{name}”", name=name), msg("look at members in tasklist.yaml"))
    folder = _place(session, member)
    if not layout.is_workspace(folder):
        raise _missing(member, folder)
    if previous is not None and previous.folder == folder and not layout.changed(folder, previous.loaded):
        return previous
    copied = folder == _copy(session, member)
    # A folder of somebody else is never written to, not even for a cache.
    cache = folder / ".git" / "tasklist" if copied else _copy(session, member)
    before = previous.loaded if previous is not None and previous.folder == folder else None
    return LoadedMember(folder, copied, layout.load(folder, cache, before))


def opened_member(place: LoadedMember) -> AbstractContextManager[Repository | None]:
    """Open the repository that a member lies in, None when it is in none; closed afterwards."""
    return _opened(place.folder, copied=place.copied)


def read_members(session: Session, names: Iterable[str]) -> dict[str, Workspace]:
    """Read the workspaces of members by name; those that cannot be read are left out."""
    read: dict[str, Workspace] = {}
    for name in names:
        with suppress(UserError):
            read[name] = open_member(session, name)
    return read


def _fetch(session: Session, member: Member, progress: Progress, cancelled: Callable[[], bool]) -> MemberState:
    try:
        folder = _place(session, member)
        if folder == _copy(session, member):
            mirror.mirror(_address(session, member), folder, progress, cancelled)
    except remote.RemoteError as error:
        if error.trouble is remote.Trouble.CANCELLED:
            raise
        return _with(_state(session, member), error)
    except UserError as error:
        return _with(_state(session, member), error)
    except OSError as error:
        return _with(_state(session, member), UserError(msg("{text}", text=str(error))))
    return _state(session, member)


def _state(session: Session, member: Member) -> MemberState:
    try:
        folder = _place(session, member)
        if not layout.is_workspace(folder):
            raise _missing(member, folder)
    except UserError as error:
        return _with(MemberState(member), error)
    with _opened(folder, copied=folder == _copy(session, member)) as repo:
        if repo is None:
            return MemberState(member, folder)
        fetched = remote.last_fetch(repo) if folder == _copy(session, member) else None
        return MemberState(member, folder, repo.head(), fetched)


@contextmanager
def _opened(folder: Path, *, copied: bool) -> Iterator[Repository | None]:
    """Open the repository that a member's folder lies in, None when it is in none."""
    repo = mirror.mirrored(folder) if copied else Repository.discover(folder)
    try:
        yield repo
    finally:
        if repo is not None:
            repo.close()


def _with(state: MemberState, error: UserError) -> MemberState:
    return msgspec.structs.replace(state, problem=error.message, hint=error.hint)


def _place(session: Session, member: Member) -> Path:
    """Give the folder a member is read from: the one of this computer where it is there, else the copy.

    Raises `UserError` for a member that is this workspace itself, or that says neither where.
    """
    path = session.root / Path(member.path).expanduser() if member.path else None
    if path is not None and (not member.url or layout.is_workspace(path)):
        if _same(path, session.root):
            raise _itself(member)
        return path
    if not member.url:
        raise UserError(
            msg("the member “{name}” has neither a url nor a path", name=member.name),
            msg("add one of them under members in tasklist.yaml"),
        )
    address = _address(session, member)
    own = remote.remote_url(session.repo)
    if _same(Path(address), session.root) or _same(Path(address), session.repo.root) or _plain(address) == _plain(own):
        raise _itself(member)
    return _copy(session, member)


def _address(session: Session, member: Member) -> str:
    """Give the address of a member's server; a folder is named from the workspace, as a path is."""
    local = session.root / Path(member.url).expanduser() if "://" not in member.url else None
    return str(local.resolve()) if local is not None and local.exists() else member.url


def _plain(address: str | None) -> str:
    return (address or "").strip().rstrip("/").removesuffix(".git")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.exists() and one.samefile(other)
    except (OSError, ValueError):
        return False


def _itself(member: Member) -> UserError:
    return UserError(
        msg("the member “{name}” is this workspace itself", name=member.name),
        msg("take it out of members in tasklist.yaml, or correct its address"),
    )


def _missing(member: Member, folder: Path) -> UserError:
    if not member.url:
        return UserError(
            msg("there is no workspace at {path}", path=os.path.normpath(folder)),
            msg("correct the path of “{name}” under members in tasklist.yaml", name=member.name),
        )
    if not folder.exists():
        return UserError(
            msg("the member “{name}” has not been fetched yet", name=member.name), msg("run: tasklist fetch-members")
        )
    return UserError(
        msg("what lies at {url} is no task list workspace", url=member.url),
        msg("correct the address of “{name}” under members in tasklist.yaml", name=member.name),
    )


def _folder_of_copies(session: Session) -> Path:
    return session.repo.state_dir / "members"


def _copy(session: Session, member: Member) -> Path:
    return _folder_of_copies(session) / _safe(member.name)


def _safe(name: str) -> str:
    """Give a folder name for any text: readable, of one part, the same on every system, and its own for each text."""
    readable = _UNSAFE.sub("-", name)[:_LONGEST].strip("-") or "member"
    return f"{readable}-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _sweep(folder: Path, wanted: Collection[str]) -> None:
    """Remove the copies of members that are gone, and what killed processes left."""
    for entry in folder.iterdir():
        if entry.name not in wanted and (entry.is_symlink() or entry.is_dir()):
            remove_folder(entry)
