"""Fetching one branch into one reference: the tracked one, or one of a process's own."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from tasklist_tui.vcs.ancestry import tracking_ref
from tasklist_tui.vcs.git import GitError, command, run
from tasklist_tui.vcs.problems import RemoteError, Trouble
from tasklist_tui.vcs.progress import type_cancelled, type_progress
from tasklist_tui.vcs.repository import Repository
from tasklist_tui.vcs.watched import run_watched

#: Where a fetch of one process lands before it is looked at; each has a name of its own.
_INCOMING = "refs/tasklist/incoming"
#: A reference of a fetch that was ended by force goes after so long, in seconds: no fetch takes that time.
_STALE_SECONDS = 24 * 3600
#: How often a fetch is tried that another one got in the way of.
_FETCH_TRIES = 5


class Server(msgspec.Struct, frozen=True):
    """The server as it is set up: its address, and what git is told for calls to it."""

    url: str
    options: tuple[str, ...]
    extra: dict[str, str]


def fetch_tracking(
    repo: Repository,
    server: Server,
    branch: str,
    progress: type_progress,
    cancelled: type_cancelled,
    silence: float,
) -> None:
    """Fetch a branch to where it is tracked; again when another process that fetches moved the reference meanwhile."""
    tracking = tracking_ref(branch)
    for last in (*[False] * (_FETCH_TRIES - 1), True):
        seen = repo.ref(tracking)
        try:
            # Without a `+` git itself refuses to go back: what was seen before stays in what is seen now.
            fetch_into(repo, server, f"refs/heads/{branch}:{tracking}", progress, cancelled, silence)
        except RemoteError as problem:
            if last or problem.trouble is not Trouble.LOCKED or repo.ref(tracking) == seen:
                raise
        else:
            return


@contextmanager
def landing_ref(repo: Repository) -> Iterator[str]:
    """Give the name of a reference that no other process uses; it goes at the end, with those that a kill left."""
    stamped = time.time_ns()
    for name in repo.refs_under(_INCOMING):
        made = name.rpartition("/")[2].partition("-")[0]
        if not made.isdigit() or stamped - int(made) > _STALE_SECONDS * 10**9:
            run("update-ref", "-d", name, root=repo.root, writes=True)
    landing = f"{_INCOMING}/{stamped}-{secrets.token_hex(8)}"
    try:
        yield landing
    finally:
        # Only what keeps the commits from being swept goes: whoever took them over holds them by another name.
        with suppress(GitError):
            run("update-ref", "-d", landing, root=repo.root, writes=True)


def fetch_into(
    repo: Repository,
    server: Server,
    refspec: str,
    progress: type_progress,
    cancelled: type_cancelled,
    silence: float,
) -> None:
    """Fetch one branch into one reference."""
    argv = command(
        *server.options,
        "fetch",
        "--progress",
        "--no-tags",
        "--no-recurse-submodules",
        "--no-write-fetch-head",
        "--upload-pack=git-upload-pack",
        "--",
        server.url,
        refspec,
        root=repo.root,
    )
    run_watched(argv, progress, cancelled, place=server.url, extra=server.extra, silence=silence)
