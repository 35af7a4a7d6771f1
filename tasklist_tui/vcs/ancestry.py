"""How commits stand to each other: what one side has and the other has not."""

from __future__ import annotations

import msgspec

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.vcs.git import run
from tasklist_tui.vcs.repository import Repository

REMOTE = "origin"
#: How many commits, and how many candidates for a base, are looked at before git is asked.
_NEAR = 40
_EDGES = 3


def tracking_ref(branch: str) -> str:
    """Give the full name of the reference that records where the server's `branch` was last seen."""
    return f"refs/remotes/{REMOTE}/{branch}"


def ahead_behind(repo: Repository) -> tuple[int, int]:
    """Count the commits that only this branch has, and those that only the server had when last asked."""
    head, branch = repo.head(), repo.branch()
    if branch is None:
        return (0, 0)
    theirs = repo.ref(tracking_ref(branch))
    if head is None:
        return (0, count_commits(repo, None, theirs) if theirs else 0)
    if theirs is None:
        return (count_commits(repo, known_to_server(repo, head), head), 0)
    if head == theirs:
        return (0, 0)
    left, right = run("rev-list", "--left-right", "--count", f"{head}...{theirs}", root=repo.root).split()
    return (int(left), int(right))


class Compared(msgspec.Struct, frozen=True):
    """How two commits stand to each other: how many the first has that the other lacks, the reverse, and their bases.

    The bases are the best common ancestors: several where two servers were merged crosswise, none at all where the
    histories have nothing in common.
    """

    ahead: int
    behind: int
    bases: tuple[str, ...]


def compare(repo: Repository, a: str, b: str) -> Compared:
    """Compare two commits, starting git once where their history is simple.

    Raises:
        UserError: as `merge_bases` does.
    """
    if a == b:
        return Compared(0, 0, (a,))
    listed = run("rev-list", "--left-right", "--boundary", f"{a}...{b}", root=repo.root).decode().split()
    edges = [line[1:] for line in listed if line[0] == "-"]
    # Every base is at the edge of what git lists; what another commit there leads back to is none.
    best = next((one for one in edges[:_EDGES] if all(reaches(repo, one, other) for other in edges)), None)
    bases = [best] if best is not None else merge_bases(repo, a, b)
    ahead, behind = (sum(line[0] == mark for line in listed) for mark in "<>")
    return Compared(ahead, behind, tuple(bases))


def known_to_server(repo: Repository, head: str) -> str | None:
    """Give the newest commit of `head` that any branch of the server had when last seen, None when there is none."""
    tips = repo.refs_under(f"refs/remotes/{REMOTE}")
    found = run("merge-base", head, *tips, root=repo.root, ok=(0, 1)) if tips else b""
    return found.decode().strip() or None


def reaches(repo: Repository, new: str, old: str) -> bool:
    """Tell whether one of the commits nearest to `new` is `old`; read without starting git, False proves nothing."""
    seen, todo = {new}, [new]
    for sha in todo:
        if sha == old:
            return True
        if len(seen) < _NEAR:
            todo.extend(parent for parent in _parents(repo, sha) if parent not in seen)
            seen.update(todo)
    return False


def _parents(repo: Repository, sha: str) -> list[str]:
    found = repo.objects.read(sha)
    if found is None or found[0] != "commit":
        return []
    lines = found[1].partition(b"\n\n")[0].split(b"\n")
    return [line.removeprefix(b"parent ").decode() for line in lines if line.startswith(b"parent ")]


def count_commits(repo: Repository, old: str | None, new: str) -> int:
    """Count the commits of `new` that `old` (None: nothing) does not have."""
    return int(run("rev-list", "--count", new, *([f"^{old}"] if old else []), root=repo.root))


def merge_bases(repo: Repository, a: str, b: str) -> list[str]:
    """List the best common ancestors of two commits, sorted: several where two servers were merged crosswise.

    Raises:
        UserError: there is none in the part of the history that was cloned.
    """
    found = sorted(run("merge-base", "--all", a, b, root=repo.root, ok=(0, 1)).decode().split())
    if not found and repo.is_shallow():
        raise UserError(
            msg("This copy holds only the newest part of the history: what both sides have in common is not in it."),
            msg("Fetch the rest once, in this folder: git fetch --unshallow; then sync again. Nothing was changed."),
        )
    return found


def merge_base(repo: Repository, a: str, b: str) -> str | None:
    """Give the common ancestor of two commits, None when they have nothing in common."""
    return next(iter(merge_bases(repo, a, b)), None)


def descends(repo: Repository, new: str, old: str) -> bool:
    """Tell whether `new` contains all that `old` has."""
    return reaches(repo, new, old) or merge_base(repo, new, old) == old
