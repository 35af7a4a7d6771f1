"""New workspaces: made from nothing, or cloned from a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Committee, Person
from tasklist_tui.i18n import translate
from tasklist_tui.services import clock
from tasklist_tui.services.identity import NO_ADDRESS
from tasklist_tui.storage import files, layout
from tasklist_tui.vcs import merge_driver
from tasklist_tui.vcs.commit import commit_files
from tasklist_tui.vcs.remote import set_remote
from tasklist_tui.vcs.repository import Repository

__all__ = ["NO_ADDRESS", "clone", "init"]


def init(
    directory: Path,
    *,
    organisation: str,
    committees: Sequence[str],
    name: str,
    committee: str = "",
    email: str = "",
    language: str = "zh",
    remote: str = "",
) -> Path:
    """Make a workspace in `directory` with a first commit; give its folder.

    `committees` are names, or `id=name` to choose the id; `committee` is the name or id of the person's own one;
    `remote` is the address to share through.
    An existing git repository is used; one that holds a workspace already only gets its identity set.
    Raises `UserError` when a file of ours is there already, or nothing can be written.
    """
    if not organisation.strip() or not name.strip():
        raise UserError(msg("the organisation and your own name are needed"), msg("give both, then try again"))
    known = list({made.id: made for made in (_committee(text) for text in committees if text.strip())}.values())
    own = next((c.id for c in known if committee in {c.id, c.name}), "") if committee else ""
    if committee and not own:
        raise UserError(
            msg("“{name}” is not one of the committees", name=committee),
            msg("possible: {ways}", ways=tuple(c.name for c in known)),
        )
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            msg("the folder {path} cannot be made: {reason}", path=str(directory), reason=error.strerror or str(error)),
            msg("choose a folder you may write to"),
        ) from error
    repo = Repository.discover(directory) or Repository.init(directory)
    try:
        merge_driver.keep_installed(repo)
        repo.set_identity(name.strip(), email.strip() or NO_ADDRESS)
        identity = repo.identity()
        skeleton = layout.skeleton(
            organisation=organisation.strip(),
            committees=known,
            people=[Person(name.strip(), own, email.strip())],
            language=language,
        )
        if layout.is_workspace(directory):
            if remote:
                set_remote(repo, remote)
            return directory
        taken = [path for path in skeleton if (directory / path).exists() and path != ".gitattributes"]
        if taken:
            raise UserError(
                msg("{path} exists already in {folder}", path=taken[0], folder=str(directory)),
                msg("choose an empty folder, or move that file away"),
            )
        prefix = directory.resolve().relative_to(repo.root.resolve()).as_posix()
        for path, data in skeleton.items():
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
            files.write_atomic(directory / path, data, root=directory)
        if identity is not None:
            subject = translate(msg("Workspace of {organisation} made", organisation=organisation.strip()), language)
            placed = {(path if prefix == "." else f"{prefix}/{path}"): data for path, data in skeleton.items()}
            message = f"{subject}\n\nTasklist-Action: init\n"
            commit_files(repo, placed, message, identity, clock.now(), expected_head=repo.head())
        if remote:
            set_remote(repo, remote)
    finally:
        repo.close()
    return directory


def clone(
    url: str, directory: Path, *, progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]
) -> Path:
    """Copy the workspace at `url` into `directory`; give its folder.

    Raises `UserError` when the folder is not empty or the address cannot be reached, `NoWorkspace` when what is there
    is no workspace.
    """
    from tasklist_tui.services.session import NoWorkspace
    from tasklist_tui.vcs import remote

    if directory.exists() and any(directory.iterdir()):
        raise UserError(
            msg("the folder {path} is not empty", path=str(directory)), msg("choose an empty or a new folder")
        )
    with remote.clone(url, directory, progress=progress, cancelled=cancelled) as repo:
        merge_driver.keep_installed(repo)
    if layout.find_root(directory) is None:
        raise NoWorkspace(
            msg("{url} was copied to {path}, but it holds no task list workspace", url=url, path=str(directory)),
            msg("is it the right address? To begin a workspace in it: tasklist init {path}", path=str(directory)),
        )
    return directory


def _committee(text: str) -> Committee:
    """Read `id=name` or a name; a name alone gets an id that follows from it."""
    left, mark, right = text.partition("=")
    if mark and left.strip() and right.strip():
        return Committee(left.strip(), right.strip())
    return Committee(derived_id("committee", text.strip()), text.strip())
