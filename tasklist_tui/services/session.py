"""An open workspace: read it, save and commit edits, take them back, notice what others change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.edits import Edit
from tasklist_tui.domain.ids import new_id
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.services import clock
from tasklist_tui.services.identity import NO_ADDRESS, person_of
from tasklist_tui.services.lightwords import use_names
from tasklist_tui.services.snapshot import Snapshot, make_snapshot
from tasklist_tui.storage import layout
from tasklist_tui.vcs import merge_driver
from tasklist_tui.vcs.git import git_version
from tasklist_tui.vcs.repository import Identity, Repository

if TYPE_CHECKING:
    from tasklist_tui.services.undo import Undone
    from tasklist_tui.storage.lock import Instance


class IdentityNeeded(UserError):
    """git does not know who this person is; ask once and call `Session.set_identity`."""

    def __init__(self) -> None:
        """Say what is missing and how to give it."""
        super().__init__(
            msg("Nobody knows yet who is making this change"),
            msg("enter your name once: tasklist identity NAME [--email ADDRESS]"),
        )


class NoWorkspace(UserError):
    """There is no workspace where one was looked for."""


class Session:
    """One open workspace.  Not for several threads at once; the UI calls it from one worker at a time."""

    def __init__(self, root: Path, repo: Repository, loaded: layout.Loaded, today: date | None) -> None:
        """Use `open`."""
        self.root = root
        self.repo = repo
        self.loaded = loaded
        self._fixed_today = today
        self._identity: Identity | None = None
        self._status_known_for: tuple[object, ...] = ()
        self._clean_at: str | None = None
        self._window: Instance | None = None
        self.snapshot = make_snapshot(loaded.workspace, self.today, root=str(root), revision=repo.head())
        use_names(loaded.workspace.settings.lights.names)

    @classmethod
    def open(cls, path: Path, *, today: date | None = None, sign: bool = True) -> Session:
        """Open the workspace that `path` lies in.

        `today` fixes the date; `sign=False` leaves out asking git who this is, which reading does not need.
        Raises `UserError` when there is no workspace, it is no git repository, or git cannot be used.
        """
        root = layout.find_root(path)
        if root is None:
            raise NoWorkspace(
                msg("{path} is not a task list workspace: there is no tasklist.yaml", path=str(path)),
                msg("open another folder, or create a workspace here with: tasklist init {path}", path=str(path)),
            )
        repo = Repository.discover(root)
        if repo is None:
            raise NoWorkspace(
                msg("{path} is not under version control, so nothing could be saved or shared", path=str(root)),
                msg("run this once: tasklist init {path}", path=str(root)),
            )
        session = cls(root, repo, layout.load(root, repo.state_dir), today)
        if sign:
            session.identify()
        return session

    @property
    def today(self) -> date:
        """The day it is, or the one that was fixed when the session was opened."""
        return self._fixed_today or clock.today()

    @property
    def today_is_fixed(self) -> bool:
        """Whether the date was given with `--today`."""
        return self._fixed_today is not None

    @property
    def language(self) -> str | None:
        """The language the workspace asks for, None when it does not."""
        return self.snapshot.workspace.settings.language or None

    @property
    def signed(self) -> bool:
        """Whether it is known who makes the changes."""
        return self._identity is not None

    def identify(self) -> Identity | None:
        """Ask git who this is and sign the snapshot with it; None when git does not know.

        Raises `UserError` when git is missing or too old.
        """
        git_version()
        self._identity = self.repo.identity()
        merge_driver.keep_installed(self.repo)
        if self._identity is not None:
            person = person_of(self.loaded.workspace.settings.people, self._identity)
            committee = person.committee if person else ""
            name = self.loaded.workspace.committee_name(committee) if committee else self._identity.name
            self.snapshot = msgspec.structs.replace(self.snapshot, by=name, committee=committee)
        return self._identity

    def set_identity(self, name: str, email: str = "") -> None:
        """Store who this is for this repository."""
        if not name.strip():
            raise UserError(msg("the name is empty"), msg("enter your name"))
        self.repo.set_identity(name.strip(), email.strip() or NO_ADDRESS)
        self.identify()

    def set_remote(self, url: str) -> None:
        """Share through the server or folder `url` from now on; raises `UserError` when it cannot be an address."""
        from tasklist_tui.vcs import remote
        from tasklist_tui.vcs.ancestry import tracking_ref
        from tasklist_tui.vcs.git import run

        before = remote.remote_url(self.repo)
        remote.set_remote(self.repo, url)
        if remote.remote_url(self.repo) != before and (branch := self.repo.branch()) is not None:
            # What was last seen on the other server says nothing about this one.
            run("update-ref", "-d", tracking_ref(branch), root=self.root, writes=True)

    def author(self) -> Identity:
        """Give who this is; raises `IdentityNeeded` when nobody knows."""
        identity = self._identity or self.identify()
        if identity is None:
            raise IdentityNeeded
        return identity

    def new_id(self) -> str:
        """Give an id that no item of the workspace has."""
        import secrets  # random numbers are for writing only, and take 5 ms

        taken = {item.id for task_list in self.snapshot.workspace.lists for item in task_list.items}
        return new_id(taken, secrets.choice)

    def apply(
        self,
        edits: Sequence[Edit],
        *,
        action: str = "edit",
        reason: str = "",
        trailers: Iterable[tuple[str, str]] = (),
        also: Mapping[str, Callable[[str], str]] = MappingProxyType({}),
    ) -> Snapshot:
        """Save and commit `edits` as one action; gives the new snapshot.

        `also` rewrites files that are no lists, by path, in the same action: text before to text after.

        Raises `saving.EditConflict` when somebody changed the same field meanwhile, `IdentityNeeded`, or `UserError`
        for trouble with disk or git.  In every case the files are whole: as before, or as after.
        """
        from tasklist_tui.services import saving  # what only reads does not need it, and it takes 30 ms

        author = self.author()
        saved = saving.save(
            saving.Place(self.root, self.repo),
            saving.Known(self.loaded, self._clean_at, frozenset(self.snapshot.uncommitted)),
            edits,
            saving.Signed(author, self.snapshot.by, clock.now()),
            saving.Why(action, reason, tuple(trailers)),
            also,
        )
        return self._show_written(saved.loaded, saved.revision, saved.paths)

    def took_in(self, paths: Iterable[str]) -> Snapshot:
        """Re-read the workspace after files of these paths were written and committed."""
        loaded = layout.load(self.root, self.repo.state_dir, self.loaded)
        return self._show_written(loaded, self.repo.head(), frozenset(paths))

    def commit_outside_changes(self) -> Snapshot:
        """Commit what was changed in the files by hand or by other programs, as this person's own edit."""
        from tasklist_tui.services import saving

        author = self.author()
        self.refresh(thorough=True)
        signed = saving.Signed(author, self.snapshot.by, clock.now())
        saving.commit_outside(saving.Place(self.root, self.repo), self.loaded, self.snapshot.uncommitted, signed)
        return self._show(self.repo.head())

    def undo(self) -> Undone:
        """Take back this person's newest action, as a new commit; see `services/undo.py`."""
        from tasklist_tui.services import undo

        return undo.undo(self)

    def redo(self) -> Undone:
        """Do again what was undone last."""
        from tasklist_tui.services import undo

        return undo.redo(self)

    def can_undo(self) -> str | None:
        """Give the subject of what undo would take back, None when there is nothing."""
        from tasklist_tui.services import undo

        commit = undo.next_undo(self)
        return commit.subject if commit else None

    def refresh(self, *, thorough: bool = False) -> Snapshot | None:
        """Re-read what changed on disk or in git since; None when nothing did.

        `thorough` compares every file with git, also those that are none of a workspace and show no sign of a change.
        """
        if thorough:
            self._status_known_for = ()
        changed = thorough or layout.changed(self.root, self.loaded)
        head = self.repo.head()
        if not changed and head == self.snapshot.revision and self._status_known_for:
            if self.today == self.snapshot.today:
                return None
            return self._show(head)
        if changed:
            self.loaded = layout.load(self.root, self.repo.state_dir, self.loaded)
        before = self.snapshot
        shown = self._show(head)
        same = shown.workspace is before.workspace and shown.uncommitted == before.uncommitted
        return None if same and shown.revision == before.revision else shown

    def other_windows(self) -> int:
        """Sign on as a window that is open on this copy, until `close`; gives how many others are."""
        from tasklist_tui.storage.lock import Instance

        if self._window is None:
            self._window = Instance(self.repo.state_dir)
        return self._window.others()

    def close(self) -> None:
        """Keep what was learned for the next start and let go of git's processes."""
        if self._window is not None:
            self._window.close()
            self._window = None
        layout.remember(self.loaded, self.repo.state_dir)
        self.repo.close()

    def _show_written(self, loaded: layout.Loaded, revision: str | None, paths: frozenset[str]) -> Snapshot:
        """Show what is loaded now; git need not be asked when only `paths` changed, all of which are committed."""
        before, self.loaded = self.loaded.files, loaded
        digests = [{path: stamp.digest for path, stamp in stamps.items()} for stamps in (before, loaded.files)]
        others = {path for path, _ in digests[0].items() ^ digests[1].items()} - paths
        left = tuple(path for path in self.snapshot.uncommitted if path not in paths)
        return self._show(revision, left if self._status_known_for and not others else None)

    def _show(self, revision: str | None, uncommitted: tuple[str, ...] | None = None) -> Snapshot:
        """Make the snapshot of what is loaded; git is asked for the uncommitted files when they are not given."""
        known = (revision, *((path, stamp.digest) for path, stamp in sorted(self.loaded.files.items())))
        if uncommitted is not None:
            self._status_known_for = known
        elif known == self._status_known_for:
            uncommitted = self.snapshot.uncommitted
        else:
            from tasklist_tui.services import saving

            uncommitted = saving.uncommitted(saving.Place(self.root, self.repo))
            self._status_known_for = known
        self._clean_at = revision
        use_names(self.loaded.workspace.settings.lights.names)
        self.snapshot = make_snapshot(
            self.loaded.workspace,
            self.today,
            self.snapshot,
            root=str(self.root),
            revision=revision,
            by=self.snapshot.by,
            committee=self.snapshot.committee,
            uncommitted=uncommitted,
        )
        return self.snapshot
