"""The merge driver in a repository: put in, looked at, taken out; and the line of `.gitattributes` that asks for it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import translate
from tasklist_tui.services import clock
from tasklist_tui.services.messages import ACTION, one_line
from tasklist_tui.services.saving import Place, refuse_unfinished
from tasklist_tui.services.session import Session
from tasklist_tui.storage import files
from tasklist_tui.storage.folders import SETTINGS
from tasklist_tui.storage.layout import ATTRIBUTES
from tasklist_tui.storage.lock import saving_lock
from tasklist_tui.vcs import merge_driver
from tasklist_tui.vcs.commit import commit_files
from tasklist_tui.vcs.git import run

_FILE = ".gitattributes"


class GitSetup(msgspec.Struct, frozen=True):
    """How plain git would merge here.  It takes both: the driver known to git, and files that ask for it.

    `changed` names what was written just now: `driver`, `attributes`; `committed` says whether the latter is committed.
    """

    driver: bool
    attributes: bool
    command: str
    changed: tuple[str, ...] = ()
    committed: bool = True

    @property
    def ready(self) -> bool:
        """Whether plain git merges the files of this workspace as `sync` does."""
        return self.driver and self.attributes


def check(session: Session) -> GitSetup:
    """Look whether plain git merges as `sync` does; nothing is changed."""
    session.repo.forget_settings()
    return GitSetup(
        merge_driver.is_installed(session.repo),
        _asked_for(Place(session.root, session.repo)),
        session.repo.merge_driver(),
    )


def set_up(session: Session) -> GitSetup:
    """Tell git about the driver, and the files to ask for it; what is so already stays untouched.

    The line of `.gitattributes` is committed as this person, so that it reaches the others; where nobody is known or
    the file holds other changes, it waits for the next save.  Raises `UserError` when something cannot be written.
    """
    place = Place(session.root, session.repo)
    changed = ["driver"] if merge_driver.install(session.repo) else []
    committed = True
    if not _asked_for(place):
        committed = _ask_for_it(session, place)
        changed.append("attributes")
        if not _asked_for(place):
            raise UserError(
                msg("Another setting of git overrules the line in {path}", path=_FILE),
                msg("look into .git/info/attributes and the .gitattributes of the folders above"),
            )
    return msgspec.structs.replace(check(session), changed=tuple(changed), committed=committed)


def remove(session: Session) -> GitSetup:
    """Take the driver out of git's settings; `.gitattributes` belongs to everybody and stays."""
    removed = merge_driver.remove(session.repo)
    return msgspec.structs.replace(check(session), changed=("driver",) if removed else ())


def _asked_for(place: Place) -> bool:
    """Ask git which driver it would use for the files of the workspace."""
    paths = [place.in_repo(path) for path in (SETTINGS, "lists/x.yaml")]
    raw = run("check-attr", "-z", "merge", "--", *paths, root=place.repo.root)
    return [*raw.decode("utf-8", "replace").split("\0")[2::3]] == [merge_driver.NAME] * len(paths)


def _ask_for_it(session: Session, place: Place) -> bool:
    """Add the line behind what the file says; give whether it was committed."""
    target, in_repo = session.root / _FILE, place.in_repo(_FILE)
    with saving_lock(session.repo.state_dir):
        refuse_unfinished(session.repo)
        before = _content(target)
        head = session.repo.head()
        after = before + (b"\n" if before and not before.endswith(b"\n") else b"") + ATTRIBUTES
        files.write_atomic(target, after, root=session.root)
        as_committed = (session.repo.blob(head, in_repo) or b"") == before if head else False
        if not as_committed or not session.signed:
            return False
        subject = translate(msg("git merges the files of the workspace by what they say"), session.language or "zh")
        message = f"{one_line(f'{session.snapshot.by} · {subject}')}\n\n{ACTION}: setup-git\n"
        commit_files(session.repo, {in_repo: after}, message, session.author(), clock.now(), expected_head=head)
    return True


def _content(path: Path) -> bytes:
    try:
        return files.read(path)
    except files.FileMissing:
        return b""
