"""Copy a workspace from a server into a new folder: wholly, or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.vcs.ancestry import REMOTE
from tasklist_tui.vcs.git import command, git_version, refuse_option
from tasklist_tui.vcs.problems import RemoteError, Trouble
from tasklist_tui.vcs.progress import ignore_progress, never, type_cancelled, type_progress
from tasklist_tui.vcs.repository import Repository
from tasklist_tui.vcs.trusted import trusted
from tasklist_tui.vcs.watched import SILENCE_SECONDS, run_watched


def clone(
    url: str,
    directory: Path,
    progress: type_progress = ignore_progress,
    cancelled: type_cancelled = never,
    *,
    silence: float = SILENCE_SECONDS,
) -> Repository:
    """Clone `url` into `directory`, which must be missing or empty, and open it. What is cut short leaves nothing.

    Raises:
        RemoteError: the server cannot be worked with, or it was cancelled.
        UserError: the folder is not empty or cannot be written.
    """
    git_version()
    address = local_address(refuse_option(url.strip()))
    target = directory.absolute()
    try:
        if target.exists() and any(target.iterdir()):
            raise UserError(
                msg("The folder {path} is not empty.", path=str(directory)),
                hint=msg("Choose a new or an empty folder."),
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        # Cloned beside the target and then renamed: the name appears only once everything is there.
        workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.parent))
    except OSError as problem:
        raise UserError(
            msg("The folder {path} cannot be made: {reason}", path=str(directory), reason=problem.strerror or "")
        ) from problem
    try:
        copy = workshop / "copy"
        options, extra = trusted(workshop)
        argv = command(
            *options,
            "clone",
            "--progress",
            "--no-local",
            "--no-recurse-submodules",
            "--template=",
            f"--origin={REMOTE}",
            "--config=core.autocrlf=false",
            "--",
            address,
            str(copy),
            root=workshop,
        )
        run_watched(argv, progress, cancelled, place=url, extra=extra, silence=silence)
        if cancelled():
            raise RemoteError(Trouble.CANCELLED, place=url)
        if target.exists():
            target.rmdir()
        copy.replace(target)
    finally:
        remove_folder(workshop)
    repository = Repository.discover(target)
    if repository is None:
        raise RemoteError(Trouble.NOT_FOUND, place=url)
    return repository


def local_address(url: str) -> str:
    """Make the address of a folder absolute, since git reads it from elsewhere; leave any other address as it is."""
    path = Path(url).expanduser()
    return str(path.absolute()) if "://" not in url and path.exists() else url


def remove_folder(path: Path) -> None:
    """Remove a folder of ours with all that is in it, also where git has write-protected it; a link is only unlinked.

    Raises:
        OSError: something of it cannot be removed.
    """
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path, onerror=_remove_read_only)


def _remove_read_only(remove: Callable[..., Any], path: str, _: object) -> None:
    """Take the write protection off, which keeps Windows from deleting git's objects, and try once more."""
    if os.path.lexists(path):
        Path(path).chmod(stat.S_IRWXU)
        remove(path)
