"""How the members stand, read from their workspaces: what was read before is used again where nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from weakref import WeakKeyDictionary

import msgspec

from tasklist_tui.domain.coverage import Known
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.rollup import Standing, Tally, standing
from tasklist_tui.domain.telling import Progress
from tasklist_tui.services.members import LoadedMember, load_member, opened_member
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot, make_snapshot
from tasklist_tui.vcs import history
from tasklist_tui.vcs.git import GitError
from tasklist_tui.vcs.repository import Repository


class Latest(msgspec.Struct, frozen=True):
    """The newest change of a workspace."""

    at: datetime
    by: str
    subject: str


class MemberRead(msgspec.Struct, frozen=True):
    """A member as it was read; `problem` says why it could not be, `hint` what to do about it."""

    name: str
    snapshot: Snapshot | None = None
    standing: Standing | None = None
    latest: Latest | None = None
    problem: Message | None = None
    hint: Message | None = None


class Rollup(msgspec.Struct, frozen=True):
    """All members as they were read, in the order of the settings."""

    members: tuple[MemberRead, ...] = ()

    @property
    def total(self) -> Tally:
        """The numbers of all members that could be read together."""
        whole = Tally()
        for member in self.members:
            if member.standing is not None:
                whole += member.standing.tally
        return whole

    @property
    def snapshots(self) -> dict[str, Snapshot]:
        """The members that could be read, by name."""
        return {member.name: member.snapshot for member in self.members if member.snapshot is not None}

    def member(self, name: str) -> MemberRead | None:
        """Give a member by its name."""
        return next((member for member in self.members if member.name == name), None)


class _Kept(msgspec.Struct, frozen=True):
    """What was read of a member, to be read again cheaply; `log` is for the commit `revision` of HEAD."""

    place: LoadedMember
    read: MemberRead
    superiors: frozenset[str]
    revision: str | None


_kept: WeakKeyDictionary[Session, dict[str, _Kept]] = WeakKeyDictionary()


def roll_up(
    session: Session,
    names: Sequence[str] = (),
    progress: Progress = lambda _done, _all, _what: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Rollup:
    """Read the members, or only those called `names`, by what is on this computer: the network is not asked.

    One that cannot be read says so in its `problem`, and the others go on.  When it is cancelled, those not read yet
    are left out.
    """
    workspace = session.snapshot.workspace
    wanted = [member.name for member in workspace.settings.members if not names or member.name in names]
    superiors = frozenset(document.id for document in workspace.documents)
    known = _kept.setdefault(session, {})
    found: list[MemberRead] = []
    for done, name in enumerate(wanted):
        if cancelled():
            break
        progress(done, len(wanted), name)
        try:
            known[name] = _read(session, name, known.get(name), superiors)
            found.append(known[name].read)
        except UserError as error:
            known.pop(name, None)
            found.append(MemberRead(name, problem=error.message, hint=error.hint))
        except OSError as error:
            known.pop(name, None)
            found.append(MemberRead(name, problem=msg("{text}", text=str(error))))
    progress(len(wanted), len(wanted), "")
    return Rollup(tuple(found))


def known_workspaces(snapshot: Snapshot, members: Mapping[str, Snapshot]) -> tuple[Known, ...]:
    """Give the workspaces a coverage looks at: this one, then the members."""
    return (Known("", snapshot.workspace), *(Known(name, read.workspace) for name, read in members.items()))


def _read(session: Session, name: str, kept: _Kept | None, superiors: frozenset[str]) -> _Kept:
    place = load_member(session, name, kept.place if kept else None)
    snapshot = _snapshot(place, session.today, kept)
    with opened_member(place) as repo:
        revision = repo.head() if repo is not None else None
        same = kept is not None and kept.revision == revision
        latest = kept.read.latest if kept is not None and same else _latest(repo, place)
    if kept is not None and snapshot is kept.read.snapshot and superiors == kept.superiors:
        how = kept.read.standing
    else:
        how = standing(snapshot.workspace, snapshot.light, superiors)
    return _Kept(place, MemberRead(name, snapshot, how, latest), superiors, revision)


def _snapshot(place: LoadedMember, today: date, kept: _Kept | None) -> Snapshot:
    before = kept.read.snapshot if kept else None
    if before is not None and before.workspace is place.loaded.workspace and before.today == today:
        return before
    return make_snapshot(place.loaded.workspace, today, before, root=str(place.folder))


def _latest(repo: Repository | None, place: LoadedMember) -> Latest | None:
    """Give the newest commit that touched the workspace; None when there is none, or git cannot tell."""
    if repo is None:
        return None
    try:
        inside = place.folder.resolve().relative_to(repo.root.resolve()).as_posix()
        found = history.commits(repo, paths=(inside,) if inside != "." else (), limit=1)
    except (GitError, ValueError):
        return None
    return Latest(found[0].when, found[0].author, found[0].subject) if found else None
