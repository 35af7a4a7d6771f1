"""One git repository: where it is, what its head is, what changed in its folder, who works in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import msgspec

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.vcs import refs
from tasklist_tui.vcs.git import GitError, git_version, refuse_option, run
from tasklist_tui.vcs.index import IndexUpdate, behind
from tasklist_tui.vcs.layout import Layout, find_layout, layout_at
from tasklist_tui.vcs.objects import ObjectStore
from tasklist_tui.vcs.trees import diff_trees
from tasklist_tui.vcs.unfinished import unfinished
from tasklist_tui.vcs.worktree import changed_paths

_BRANCH = "refs/heads/"
_REVISION = re.compile(r"[0-9A-Za-z_./@{}^~][0-9A-Za-z_./@{}^~-]*")


class Identity(msgspec.Struct, frozen=True):
    """Who commits."""

    name: str
    email: str


class Repository:
    """A repository with a working tree. Reading is safe from several threads; `close` it (or use `with`)."""

    def __init__(self, layout: Layout) -> None:
        """Open the repository at `layout`; nothing is read yet."""
        self.layout = layout
        self.objects = ObjectStore(layout)
        self.unsettled: IndexUpdate | None = None
        self._driver: dict[str, str] | None = None

    @classmethod
    def discover(cls, path: Path) -> Repository | None:
        """Open the repository whose folder holds `path`, None where there is none."""
        layout = find_layout(path)
        return None if layout is None else cls(layout)

    @classmethod
    def init(cls, path: Path, branch: str = "main") -> Repository:
        """Make `path` a repository whose first branch is `branch`, and open it; an existing one is only opened.

        Raises:
            UserError: git is missing or too old, or the folder cannot be written.
        """
        git_version()
        layout = layout_at(path.absolute())
        if layout is None:
            try:
                path.mkdir(parents=True, exist_ok=True)
            except OSError as problem:
                raise UserError(
                    msg("The folder {path} cannot be made: {reason}", path=str(path), reason=problem.strerror or "")
                ) from problem
            run("init", "-q", "--template=", f"--initial-branch={refuse_option(branch)}", root=path, writes=True)
            # What is committed are the bytes of the file: line ends are the file's own affair.
            run("config", "--local", "core.autocrlf", "false", root=path, writes=True)
            layout = layout_at(path.absolute())
        if layout is None:
            raise UserError(msg("The folder {path} could not be made a repository.", path=str(path)))
        return cls(layout)

    def __enter__(self) -> Self:
        """Give the repository itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """End the processes it holds; the repository can still be used and starts them again."""
        self.settle()
        self.objects.close()

    def settle(self) -> None:
        """Wait until git's index has followed the last commit."""
        update, self.unsettled = self.unsettled, None
        if update is not None:
            update.result()

    @property
    def behind(self) -> set[str]:
        """Files whose entry in the index could not follow a commit yet; the next update takes them along."""
        return behind(self.layout)

    @property
    def root(self) -> Path:
        """The folder of the working tree."""
        return self.layout.root

    @property
    def git_dir(self) -> Path:
        """The `.git` folder (of this working tree, where there are several)."""
        return self.layout.git_dir

    @property
    def state_dir(self) -> Path:
        """Where this program may keep what it can rebuild; not created here."""
        return self.layout.git_dir / "tasklist"

    def head(self) -> str | None:
        """Give the id of the commit at the head, None on a branch without commits. Starts no process."""
        target = refs.head_target(self.layout)
        return target if refs.is_id(target) else refs.resolve(self.layout, target)

    def branch(self) -> str | None:
        """Give the name of the current branch, None when the head is detached."""
        target = refs.head_target(self.layout)
        return target.removeprefix(_BRANCH) if target.startswith(_BRANCH) else None

    def ref(self, name: str) -> str | None:
        """Give the id the full reference `name` (`refs/…`) stands for, None when it does not exist."""
        return refs.resolve(self.layout, name)

    def refs_under(self, prefix: str) -> list[str]:
        """List the full names of the references below `prefix` (`refs/…`)."""
        return run("for-each-ref", "--format=%(refname)", prefix, root=self.root).decode("utf-8", "replace").split()

    def resolve(self, revision: str) -> str | None:
        """Give the id of the commit called `revision`, None when there is none of that name."""
        if revision == "HEAD":
            return self.head()
        if refs.is_id(revision):
            return revision
        if not _REVISION.fullmatch(revision):
            return None
        wanted = f"{revision}^{{commit}}"
        try:
            answer = run("rev-parse", "--verify", "--quiet", "--end-of-options", wanted, root=self.root, ok=(0, 1))
        except GitError:
            return None
        return answer.decode().strip() or None

    def tree_of(self, commit: str) -> str:
        """Give the id of the tree of `commit`.

        Raises:
            GitError: the commit is missing or damaged.
        """
        found = self.objects.read(commit)
        if found is None or found[0] != "commit" or not found[1].startswith(b"tree "):
            raise GitError(["git", "cat-file", "commit", commit], 128, f"fatal: commit {commit} is missing or damaged")
        return found[1].split(b"\n", 1)[0].removeprefix(b"tree ").decode()

    def blob(self, rev: str, path: str) -> bytes | None:
        """Give the content of the file `path` in the commit `rev`, None when it was not there."""
        commit = self.resolve(rev)
        if commit is None or "\n" in path or "\0" in path:
            return None
        found = self.objects.read(f"{commit}:{path}")
        return found[1] if found is not None and found[0] == "blob" else None

    def changed_paths(self) -> list[str]:
        """List the files whose content differs from the head: changed, deleted and untracked (but not ignored) ones."""
        self.settle()
        head = self.head()
        return changed_paths(self.layout, self.objects, None if head is None else self.tree_of(head))

    def diff_paths(self, old: str | None, new: str | None) -> list[tuple[str, str]]:
        """List (status, path) of the files that differ between two commits; None stands for one without files.

        The status is A, M, D or T (its type changed).

        Raises:
            GitError: one of them is missing.
        """
        trees = [None if commit is None else self.tree_of(commit) for commit in (old, new)]
        found = diff_trees(self.objects, trees[0], trees[1])
        return [(status, path.decode("utf-8", "replace")) for status, path in sorted(found, key=lambda pair: pair[1])]

    def identity(self) -> Identity | None:
        """Give the name and address git is configured with, None unless both are there.

        Raises:
            GitError: git refuses to work in this folder.
        """
        found = self._settings(r"user\.(name|email)")
        name, email = found.get("user.name", ""), found.get("user.email", "")
        return Identity(name, email) if name and email else None

    def merge_driver(self) -> str:
        """Give the command that git starts to merge our files, "" when none is set; what `identity` read counts."""
        return self._driver_settings().get("merge.tasklist.driver", "")

    def declines_merge_driver(self) -> bool:
        """Tell whether somebody has taken the merge driver out on purpose."""
        return self._driver_settings().get("tasklist.mergedriver", "") == "false"

    def forget_settings(self) -> None:
        """Read the settings anew when they are next asked for."""
        self._driver = None

    def _driver_settings(self) -> dict[str, str]:
        return self._settings() if self._driver is None else self._driver

    def _settings(self, wanted: str = "user") -> dict[str, str]:
        """Give the settings whose keys match; those of the merge driver are read along, to save them a process."""
        keys = rf"^({wanted}|merge\.tasklist\.driver|tasklist\.mergedriver)$"
        raw = run("config", "-z", "--get-regexp", keys, root=self.root, ok=(0, 1))
        if not raw:
            self.check_access()
        found: dict[str, str] = {}
        for record in raw.decode("utf-8", "replace").split("\0"):
            key, _, value = record.partition("\n")
            found[key] = value.strip()
        self._driver = found
        return found

    def set_identity(self, name: str, email: str) -> None:
        """Store who works here, for this repository only.

        Raises:
            UserError: one of them is empty or cannot be stored.
        """
        for key, value in (("user.name", name), ("user.email", email)):
            clean = refuse_option(value.strip())
            run("config", "--local", "--replace-all", key, clean, root=self.root, writes=True)

    def in_progress(self) -> str | None:
        """Name what another program left unfinished (`unfinished`), or that the head is `detached`; or None."""
        return unfinished(self.git_dir) or (None if self.branch() is not None else "detached")

    def check_access(self) -> None:
        """Make sure that git works in this folder: reading settings, it passes over a repository it does not trust.

        Raises:
            GitError: it does not, with the reason.
        """
        run("rev-parse", "--git-dir", root=self.root)

    def is_shallow(self) -> bool:
        """Tell whether only the newest part of the history was cloned."""
        return (self.layout.common_dir / "shallow").exists()


@contextmanager
def opened(path: Path) -> Iterator[Repository]:
    """Open the repository that holds `path` for the length of a block.

    Raises:
        UserError: there is none.
    """
    repository = Repository.discover(path)
    if repository is None:
        raise UserError(
            msg("{path} is not in a repository.", path=str(path)),
            hint=msg("Create a workspace there, or open another folder."),
        )
    with repository:
        yield repository
