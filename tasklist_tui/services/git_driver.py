"""The merge of one file for git, as its merge driver (DESIGN §7): the very merge that `sync` makes, and no markers."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import msgspec

from tasklist_tui.domain.conflicts import Answer, Choice, Conflict, unanswered
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.services.merging import Three, merge_files
from tasklist_tui.services.versions import list_id_of
from tasklist_tui.storage import files, layout
from tasklist_tui.storage.folders import FOLDERS
from tasklist_tui.storage.kindfiles import builtin_kinds
from tasklist_tui.storage.reader import read_list
from tasklist_tui.vcs.repository import Repository

_NO_LIMIT = 1 << 40


class Files(msgspec.Struct, frozen=True):
    """What git hands over: the common ancestor's, our and their version in temporary files, and the name of the file.

    `path` is relative to the top of the repository; git reads the result from `ours`.
    """

    base: Path
    ours: Path
    theirs: Path
    path: str


class Outcome(msgspec.Struct, frozen=True):
    """What came of it: nothing more to say, or what must be decided and which versions cannot be read.

    With conflicts the file `ours` is as it was.  `workspace` gives their names; its settings say the language.
    """

    workspace: Workspace
    conflicts: tuple[Conflict, ...] = ()
    unreadable: tuple[Message, ...] = ()


def merge_for_git(given: Files, top: Path, *, ancestor: bool = False) -> Outcome:
    """Merge three versions into `given.ours`, by the kinds of the workspace around the file in the working tree `top`.

    With `ancestor` git merges several common ancestors into one: where they differ, what was before them is taken, so
    that the merge proper asks.  Raises `UserError` when a file cannot be read or written.
    """
    base, ours, theirs = (files.read(path, _NO_LIMIT) for path in (given.base, given.ours, given.theirs))
    # Git gives an empty ancestor for a file that both sides added.
    three = Three(base or None, ours, theirs)
    root = layout.find_root((top / given.path).parent)
    local = _local(given.path, top, root)
    workspace = _workspace(root)
    # Answers given for a sync belong to the versions of that sync.
    answers = _as_before if ancestor else unanswered
    merged = merge_files({given.path: three}, workspace.kinds, lambda _: local, answers)
    if merged.conflicts:
        return Outcome(workspace, merged.conflicts, _unreadable(local, three, workspace))
    if given.path in merged.files:
        files.write_atomic(given.ours, merged.files[given.path] or b"", durable=False)
    return Outcome(workspace)


def _as_before(conflict: Conflict) -> Answer:
    return Answer(Choice.BASE)


def _local(path: str, top: Path, root: Path | None) -> str:
    """Give the path in the workspace; where the working tree has none at the moment, it is told by the folder."""
    if root is not None:
        return PurePosixPath(os.path.relpath(top / path, root).replace(os.sep, "/")).as_posix()
    parts = path.split("/")
    return "/".join(parts[-2:] if len(parts) > 1 and parts[-2] in FOLDERS else parts[-1:])


def _workspace(root: Path | None) -> Workspace:
    if root is None:
        return Workspace(kinds=builtin_kinds())
    repo = Repository.discover(root)
    return layout.load(root, repo.state_dir if repo is not None else None).workspace


def _unreadable(local: str, three: Three, workspace: Workspace) -> tuple[Message, ...]:
    """Say of each version of a list that cannot be read why not."""
    sides = ((msg("before"), three.base), (msg("here"), three.ours), (msg("there"), three.theirs))
    found = []
    for side, data in sides if list_id_of(local) is not None else ():
        try:
            read_list("", local, data or b"items: []\n", workspace.kinds)
        except UserError as error:
            found.append(msg("{side}: cannot be read: {reason}", side=side, reason=error.message))
    return tuple(found)
