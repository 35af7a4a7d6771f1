"""A copy of somebody else's repository that is only read: it always shows what the server's main branch holds.

Nobody works in it, so it is overwritten without asking, and made anew whenever it does not do as it should.
"""

from __future__ import annotations

from pathlib import Path

from tasklist_tui.vcs.ancestry import REMOTE
from tasklist_tui.vcs.clone import clone, local_address, remove_folder
from tasklist_tui.vcs.git import GitError, command, git_version, refuse_option, run
from tasklist_tui.vcs.layout import layout_at
from tasklist_tui.vcs.problems import RemoteError, Trouble
from tasklist_tui.vcs.progress import ignore_progress, never, type_cancelled, type_progress
from tasklist_tui.vcs.remote import stamp
from tasklist_tui.vcs.repository import Repository
from tasklist_tui.vcs.trusted import trusted
from tasklist_tui.vcs.watched import SILENCE_SECONDS, run_watched

_FETCHED = "refs/tasklist/fetched"


def mirror(
    url: str,
    folder: Path,
    progress: type_progress = ignore_progress,
    cancelled: type_cancelled = never,
    *,
    silence: float = SILENCE_SECONDS,
) -> None:
    """Make `folder` show what the main branch of the server at `url` holds; what was in it is lost.

    When the server cannot be reached, `folder` stays as it is.

    Raises:
        RemoteError: the server cannot be worked with, or it was cancelled.
        UserError: the address or the folder cannot be used.
    """
    git_version()
    address = local_address(refuse_option(url.strip()))
    if _comes_from(folder, address):
        try:
            _update(address, folder, progress, cancelled, silence)
        except RemoteError as problem:
            if problem.trouble not in {Trouble.CORRUPT, Trouble.LOCKED, Trouble.OTHER}:
                raise
        except GitError:
            pass  # damaged, or locked by a process that was ended: made anew
        else:
            return
    fresh = folder.with_name(f"{folder.name}.new")
    remove_folder(fresh)
    clone(address, fresh, progress, cancelled, silence=silence).close()
    remove_folder(folder)
    fresh.replace(folder)
    with mirrored(folder) as repo:
        stamp(repo)


def mirrored(folder: Path) -> Repository:
    """Open the copy in `folder`; never the repository around it.

    Raises:
        RemoteError: there is none.
    """
    layout = layout_at(folder)
    if layout is None:
        raise RemoteError(Trouble.NOT_FOUND, place=str(folder))
    return Repository(layout)


def _inside(folder: Path) -> tuple[str, str]:
    """Name the repository outright: a damaged one would make git take the one around it."""
    return f"--git-dir={folder / '.git'}", f"--work-tree={folder}"


def _comes_from(folder: Path, address: str) -> bool:
    if layout_at(folder) is None:
        return False
    try:
        raw = run(*_inside(folder), "config", "--local", "--get", f"remote.{REMOTE}.url", root=folder, ok=(0, 1))
    except GitError:
        return False
    return raw.decode("utf-8", "replace").strip() == address


def _update(address: str, folder: Path, progress: type_progress, cancelled: type_cancelled, silence: float) -> None:
    options, extra = trusted(None)
    argv = command(
        *options,
        *_inside(folder),
        "fetch",
        "--progress",
        "--no-tags",
        "--no-recurse-submodules",
        "--no-write-fetch-head",
        "--upload-pack=git-upload-pack",
        "--",
        address,
        f"+HEAD:{_FETCHED}",
        root=folder,
    )
    run_watched(argv, progress, cancelled, place=address, extra=extra, silence=silence)
    run(*_inside(folder), "reset", "--quiet", "--hard", _FETCHED, root=folder, writes=True)
    run(*_inside(folder), "clean", "-ffdxq", root=folder, writes=True)
    with mirrored(folder) as repo:
        stamp(repo)
