"""The server, called `origin`: fetching from it and pushing to it by address, past what the configuration would run."""

from __future__ import annotations

import enum
import os
import re
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.vcs.ancestry import (
    REMOTE,
    Compared,
    ahead_behind,
    compare,
    count_commits,
    descends,
    known_to_server,
    merge_base,
    merge_bases,
    tracking_ref,
)
from tasklist_tui.vcs.clone import clone, local_address
from tasklist_tui.vcs.git import command, git_version, refuse_option, run
from tasklist_tui.vcs.landing import Server, fetch_into, fetch_tracking, landing_ref
from tasklist_tui.vcs.problems import RemoteError, Trouble
from tasklist_tui.vcs.progress import ignore_progress, never, type_cancelled, type_progress
from tasklist_tui.vcs.repository import Repository
from tasklist_tui.vcs.trusted import settings, trusted
from tasklist_tui.vcs.watched import SILENCE_SECONDS, run_watched

__all__ = [
    "Compared",
    "FetchResult",
    "Pushed",
    "RemoteError",
    "Server",
    "Trouble",
    "ahead_behind",
    "clone",
    "compare",
    "count_commits",
    "descends",
    "diff_paths",
    "fetch",
    "known_to_server",
    "last_fetch",
    "merge_base",
    "merge_bases",
    "push",
    "remote_url",
    "server_of",
    "set_remote",
]

_RESCUE = "refs/tasklist/rescue"
_STAMP = "fetched"


class FetchResult(msgspec.Struct, frozen=True):
    """Where `branch` of the server is: `tip` now (None: it has no such branch yet), `before` when last seen."""

    branch: str
    tip: str | None
    before: str | None


class Pushed(enum.Enum):
    """How a push ended."""

    DONE = "done"
    REJECTED = "rejected"
    """Somebody else was faster: fetch, merge, push again."""


def remote_url(repo: Repository) -> str | None:
    """Give the address of the server, None when none is set.

    Raises:
        GitError: git refuses to work in this folder.
    """
    raw = run("config", "--null", "--get", f"remote.{REMOTE}.url", root=repo.root, ok=(0, 1))
    if not raw:
        repo.check_access()
    return raw.decode("utf-8", "replace").rstrip("\0").strip() or None


def server_of(repo: Repository) -> Server:
    """Look up the server, once for several calls.

    Raises:
        RemoteError: none is set.
    """
    known = settings(repo.root)
    urls = [value.strip() for _, key, value in known if key == f"remote.{REMOTE}.url"]
    if not urls or not urls[-1]:
        raise RemoteError(Trouble.NO_REMOTE)
    options, extra = trusted(repo.root, known)
    return Server(refuse_option(urls[-1]), tuple(options), extra)


def set_remote(repo: Repository, url: str) -> None:
    """Make `url` (any address git knows, or a folder) the server, for plain git too.

    Raises:
        UserError: the address cannot be used.
    """
    address = local_address(refuse_option(url.strip()))
    settings = {
        f"remote.{REMOTE}.url": address,
        f"remote.{REMOTE}.fetch": f"+refs/heads/*:refs/remotes/{REMOTE}/*",
    }
    branch = repo.branch()
    if branch is not None:
        settings |= {f"branch.{branch}.remote": REMOTE, f"branch.{branch}.merge": f"refs/heads/{branch}"}
    for key, value in settings.items():
        run("config", "--local", "--replace-all", key, value, root=repo.root, writes=True)


def fetch(
    repo: Repository,
    progress: type_progress = ignore_progress,
    cancelled: type_cancelled = never,
    *,
    accept_rewritten: bool = False,
    silence: float = SILENCE_SECONDS,
    server: Server | None = None,
) -> FetchResult:
    """Fetch the current branch from the server; neither the working tree nor the branch changes.

    `server` is looked up when it is not given.

    When the server's history was replaced (its tip no longer contains what was there), our commits and the old tip are
    kept under `refs/tasklist/rescue/`, and unless `accept_rewritten` nothing is taken over.

    Raises:
        RemoteError: the server cannot be worked with, it was cancelled, the history was replaced, or the branch is not
            there while others are or it was there before.
    """
    git_version()
    branch = _current_branch(repo)
    server = server or server_of(repo)
    url = server.url
    tracking = tracking_ref(branch)
    before = repo.ref(tracking)
    try:
        fetch_tracking(repo, server, branch, progress, cancelled, silence)
    except RemoteError as problem:
        if problem.trouble is Trouble.REJECTED and before is not None:
            return _replaced(repo, server, (branch, before), accept_rewritten, (progress, cancelled, silence))
        if "couldn't find remote ref" not in problem.reason:
            raise _here_or_there(repo, problem) from problem
        stamp(repo)
        if before is not None:
            raise RemoteError(Trouble.GONE, place=url, branch=branch) from problem
        others = _branches(repo, server, cancelled, silence)
        if others:
            raise RemoteError(Trouble.UNSHARED, place=url, branch=branch, others=", ".join(others)) from problem
        return FetchResult(branch, None, None)
    tip = repo.ref(tracking)
    if tip is None:
        raise RemoteError(Trouble.CORRUPT, place=url)
    stamp(repo)
    return FetchResult(branch, tip, before)


def _replaced(
    repo: Repository,
    server: Server,
    known: tuple[str, str],
    accept: bool,
    calling: tuple[type_progress, type_cancelled, float],
) -> FetchResult:
    """Deal with a server whose history was replaced: keep what we have under names that nothing moves, then ask."""
    branch, _before = known
    with landing_ref(repo) as landing:
        fetch_into(repo, server, f"+refs/heads/{branch}:{landing}", *calling)
        tip = repo.ref(landing)
        if tip is None:
            raise RemoteError(Trouble.CORRUPT, place=server.url)
        return _taken_over(repo, server, known, tip, accept=accept)


def _taken_over(repo: Repository, server: Server, known: tuple[str, str], tip: str, *, accept: bool) -> FetchResult:
    """Make `tip` what is known of the server, keeping what was known where it is not contained in it."""
    branch, before = known
    if not descends(repo, tip, before):
        kept = _rescue(repo, before)
        if not accept:
            raise RemoteError(Trouble.REWRITTEN, place=server.url, kept=", ".join(kept))
    run("update-ref", "-m", "fetch", tracking_ref(branch), tip, root=repo.root, writes=True)
    stamp(repo)
    return FetchResult(branch, tip, before)


def push(
    repo: Repository,
    commit: str,
    branch: str,
    expected: str | None,
    progress: type_progress = ignore_progress,
    cancelled: type_cancelled = never,
    *,
    silence: float = SILENCE_SECONDS,
    server: Server | None = None,
) -> Pushed:
    """Move `branch` of the server from `expected` (None: it must not exist) to `commit`, or not at all.

    Raises:
        RemoteError: the server cannot be worked with, it was cancelled, or `commit` lacks what `expected` has.
    """
    refuse_option(branch)
    server = server or server_of(repo)
    url = server.url
    if expected is not None and not descends(repo, commit, expected):
        raise RemoteError(Trouble.DIVERGED, place=url)
    argv = command(
        *server.options,
        "push",
        "--progress",
        "--no-verify",
        "--no-signed",
        "--no-follow-tags",
        "--no-recurse-submodules",
        "--receive-pack=git-receive-pack",
        # A lease on the tip that was merged, on top of the check above: a compare-and-swap that only moves forward.
        f"--force-with-lease=refs/heads/{branch}:{expected or ''}",
        "--",
        url,
        f"{commit}:refs/heads/{branch}",
        root=repo.root,
    )
    try:
        run_watched(argv, progress, cancelled, place=url, extra=server.extra, silence=silence)
    except RemoteError as problem:
        if problem.trouble is Trouble.REJECTED:
            return Pushed.REJECTED
        raise _here_or_there(repo, problem) from problem
    run("update-ref", "-m", "push", tracking_ref(branch), commit, root=repo.root, writes=True)
    return Pushed.DONE


def last_fetch(repo: Repository) -> datetime | None:
    """Give when the server last answered a fetch, None when it never did."""
    try:
        seconds = (repo.state_dir / _STAMP).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(seconds, UTC).astimezone()


def diff_paths(repo: Repository, old: str | None, new: str | None) -> list[tuple[str, str]]:
    """List (status, path) of the files that differ between two commits; None stands for one without files."""
    return repo.diff_paths(old, new)


def stamp(repo: Repository) -> None:
    """Note that the server has just answered; `last_fetch` gives when."""
    with suppress(OSError):
        repo.state_dir.mkdir(parents=True, exist_ok=True)
        (repo.state_dir / _STAMP).write_bytes(b"")


def _branches(repo: Repository, server: Server, cancelled: type_cancelled, silence: float) -> list[str]:
    """List the branches of the server by name, sorted; names that git could take for an option are left out."""
    listing = ("ls-remote", "--heads", "--upload-pack=git-upload-pack")
    argv = command(*server.options, *listing, "--", server.url, root=repo.root)
    listed = run_watched(argv, ignore_progress, cancelled, place=server.url, extra=server.extra, silence=silence)
    names = (line.partition("\trefs/heads/")[2] for line in listed.splitlines())
    return sorted(name for name in names if name and not name.startswith("-"))


def _rescue(repo: Repository, before: str) -> list[str]:
    """Keep what we have, and what the server had, under names that nothing moves; give the names.

    The date is that of the commit: rescuing the same commit again gives the same name.
    """
    head = repo.head()
    tips = [before] if head is None or head == before else [head] if descends(repo, head, before) else [head, before]
    names = []
    for tip in tips:
        names.append(f"{_RESCUE}/{_day_of(repo, tip)}-{tip[:12]}")
        run("update-ref", names[-1], tip, root=repo.root, writes=True)
    return names


def _day_of(repo: Repository, commit: str) -> str:
    """Give the day a commit was made, in UTC."""
    found = repo.objects.read(commit)
    stamped = re.search(rb"^committer .* (\d+) [+-]\d{4}$", found[1] if found else b"", re.MULTILINE)
    return datetime.fromtimestamp(int(stamped[1]) if stamped else 0, UTC).date().isoformat()


def _here_or_there(repo: Repository, problem: RemoteError) -> RemoteError:
    """Tell a refusal of our own disk from one of the server: git words both alike."""
    if problem.trouble in {Trouble.CANCELLED, Trouble.TIMEOUT, Trouble.OFFLINE, Trouble.FULL}:
        return problem
    writable = os.access(repo.layout.common_dir / "objects", os.W_OK)
    return problem if writable else RemoteError(Trouble.READ_ONLY, problem.reason)


def _current_branch(repo: Repository) -> str:
    branch = repo.branch()
    if branch is None:
        raise UserError(
            msg("The folder shows an old version, not a branch."),
            hint=msg("Switch back to the branch with git, then open the workspace again."),
        )
    return refuse_option(branch)
