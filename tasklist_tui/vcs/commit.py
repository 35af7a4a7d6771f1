"""Commit exactly some files, past git's index: what others have staged is neither taken along nor lost.

The objects are written first and made durable, then the branch moves by compare-and-swap; then the index follows:
a process ended at any instant leaves the old head or the new one, never less.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import msgspec

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.vcs.git import GitError, run
from tasklist_tui.vcs.index import IndexUpdate, note_behind, update_index
from tasklist_tui.vcs.repository import Identity, Repository
from tasklist_tui.vcs.trees import change_tree, check_path, find_entry


class HeadMoved(UserError):
    """Somebody else committed in between: the head is `found`, no longer `expected`. Nothing was changed."""

    def __init__(self, expected: str | None, found: str | None) -> None:
        """Keep both heads."""
        super().__init__(
            msg("Another program saved changes at the same moment."),
            hint=msg("Nothing is lost: read the folder again and repeat the last step."),
        )
        self.expected = expected
        self.found = found


class Committed(msgspec.Struct, frozen=True):
    """What a commit came to: `sha` is the head now; `index` follows by itself, None when nothing was committed."""

    sha: str
    index: IndexUpdate | None = None

    @property
    def created(self) -> bool:
        """False when the files were so already and no commit was needed."""
        return self.index is not None

    @property
    def index_updated(self) -> bool:
        """False when the index was locked; `refresh_index` repairs it later.  Waits until that is known."""
        return self.index is None or self.index.result()


class NewCommit(msgspec.Struct, frozen=True):
    """One commit of a series: the files that change (None deletes), the message, who and when."""

    files: Mapping[str, bytes | None]
    message: str
    author: Identity
    when: datetime


def commit_series(repo: Repository, commits: Iterable[NewCommit]) -> str | None:
    """Make commits one after the other on an unborn branch, and move it once, to the last one; None when there is none.

    Raises as `commit_files` does.
    """
    head = tree = None
    paths: set[str] = set()
    with _plain_errors():
        for new in commits:
            changes = {check_path(path): content for path, content in new.files.items()}
            blobs = {p: None if data is None else repo.objects.write("blob", data) for p, data in changes.items()}
            tree = change_tree(repo.objects, tree, blobs) or repo.objects.write("tree", b"")
            parents: list[str] = [] if head is None else [head]
            head = repo.objects.write("commit", _commit_object(tree, parents, new.author, new.when, new.message))
            paths |= new.files.keys()
        if head is not None:
            move_branch(repo, head, None, reason="commit")
    refresh_index(repo, tuple(paths))
    return head


def commit_files(
    repo: Repository,
    files: Mapping[str, bytes | None],
    message: str,
    author: Identity,
    when: datetime,
    *,
    expected_head: str | msgspec.UnsetType | None = msgspec.UNSET,
    other_parents: Sequence[str] = (),
) -> Committed:
    """Commit `files` (path in the repository → content, None deletes) on top of `expected_head` and move the branch.

    Without `expected_head` it is whatever the head is now. The message is kept as it is, the working tree is not
    touched. With `other_parents` it is a merge commit.

    Raises:
        HeadMoved: the branch is not at `expected_head` (None: no commit yet) any more.
        UserError: detached head, no space, no permission, a name that cannot be used.
        GitError: git refused for another reason.
        ValueError: `when` without time zone.
    """
    branch = repo.branch()
    if branch is None:
        raise UserError(
            msg("The folder shows an old version, not a branch: nothing can be saved to the history."),
            hint=msg("Switch back to the branch with git, then open the workspace again."),
        )
    found = repo.head()
    if isinstance(expected_head, msgspec.UnsetType):
        expected_head = found
    if found != expected_head:
        raise HeadMoved(expected_head, found)
    changes = {check_path(path): content for path, content in files.items()}
    with _plain_errors():
        blobs = {parts: None if data is None else repo.objects.write("blob", data) for parts, data in changes.items()}
        before = None if expected_head is None else repo.tree_of(expected_head)
        tree = change_tree(repo.objects, before, blobs) or repo.objects.write("tree", b"")
        if tree == before and expected_head is not None and not other_parents:
            return Committed(expected_head)
        parents = ([] if expected_head is None else [expected_head]) + list(other_parents)
        sha = repo.objects.write("commit", _commit_object(tree, parents, author, when, message))
        repo.settle()
        note_behind(repo.layout, files)
        entries = {path: find_entry(repo.objects, tree, path) for path in repo.behind | files.keys()}
        move_branch(repo, sha, expected_head, reason="commit: " + message.split("\n", 1)[0])
    # Git's process for the index takes a third of the time of a save and nothing of ours needs it, so nobody waits.
    update = IndexUpdate(repo.layout, entries)
    repo.unsettled = update
    return Committed(sha, update)


def move_branch(repo: Repository, new: str, old: str | None, *, reason: str = "tasklist") -> None:
    """Move the current branch from `old` (None: it must not exist yet) to `new`, or not at all.

    Raises:
        HeadMoved: it is not at `old`.
        UserError: the head is detached.
        GitError: git refused for another reason.
    """
    branch = repo.branch()
    if branch is None:
        raise UserError(msg("The folder shows an old version, not a branch."))
    zero = "0" * len(new)
    note = re.sub(r"[\x00-\x1f]", " ", reason)
    try:
        run("update-ref", "-m", note, f"refs/heads/{branch}", new, old or zero, root=repo.root, writes=True)
    except GitError as problem:
        found = repo.head()
        if found != old:
            raise HeadMoved(old, found) from problem
        if ".lock" in problem.stderr and "File exists" in problem.stderr:
            raise UserError(
                msg("Another program is writing to the history of this folder, or was stopped while it did."),
                hint=msg(
                    "Wait a moment and try again. If no other program is running, delete {file}.",
                    file=str(repo.layout.common_dir / f"refs/heads/{branch}.lock"),
                ),
            ) from problem
        raise


def refresh_index(repo: Repository, paths: Sequence[str]) -> bool:
    """Bring the index up to date with the head for `paths`; False when it is locked or cannot be written now.

    What it is behind with since an earlier commit is made up for too.
    """
    repo.settle()
    head = repo.head()
    tree = None if head is None else repo.tree_of(head)
    try:
        wanted = {path: find_entry(repo.objects, tree, path) for path in repo.behind.union(paths)}
        return update_index(repo.layout, wanted)
    except GitError:
        # The commit stands; a damaged or unwritable index is no reason to call it failed.
        return False


def _commit_object(tree: str, parents: Sequence[str], author: Identity, when: datetime, message: str) -> bytes:
    offset = when.utcoffset()
    if offset is None:
        raise ValueError(when)
    minutes = int(offset.total_seconds() // 60)
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    person = f"{_person(author.name)} <{_person(author.email)}> {int(when.timestamp())} {zone}"
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents), f"author {person}", f"committer {person}"]
    text = message.replace("\0", "")
    return ("\n".join(lines) + "\n\n" + text + ("" if text.endswith("\n") else "\n")).encode("utf-8", "replace")


def _person(text: str) -> str:
    clean = "".join(character for character in text if character not in "<>" and character >= " ").strip(" .,:;\"'\\")
    if not clean:
        raise UserError(
            msg("The history needs the name and the address of who made the change."),
            hint=msg("Enter your name and e-mail address in the settings."),
        )
    return clean


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise _explained(problem.errno, str(problem.strerror or problem)) from problem
    except GitError as problem:
        text = problem.stderr
        if "No space left" in text or "Disk quota" in text:
            raise _explained(errno.ENOSPC, text) from problem
        if "Permission denied" in text or "insufficient permission" in text:
            raise _explained(errno.EACCES, text) from problem
        if "Read-only file system" in text:
            raise _explained(errno.EROFS, text) from problem
        raise


def _explained(code: int | None, reason: str) -> UserError:
    if code in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return UserError(
            msg("The disk is full: the change could not be added to the history."),
            hint=msg("Make room on the disk, then save again. Nothing that was saved before is lost."),
        )
    if code in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return UserError(
            msg("The folder may not be written: the change could not be added to the history."),
            hint=msg("Ask for permission to write in this folder, or work in a copy of your own."),
        )
    return UserError(
        msg("The change could not be added to the history: {reason}", reason=reason),
        hint=msg("Nothing was changed. If it happens again, copy the folder to another disk."),
    )
