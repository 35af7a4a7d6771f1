"""What differs between the folder and a commit, found without running any filter the configuration names."""

from __future__ import annotations

import os
from pathlib import Path

from tasklist_tui.vcs.git import run
from tasklist_tui.vcs.layout import Layout
from tasklist_tui.vcs.objects import ObjectStore
from tasklist_tui.vcs.trees import walk_tree

_LINK = "120000"
_SUBMODULE = "160000"


def changed_paths(layout: Layout, objects: ObjectStore, tree: str | None) -> list[str]:
    """List the files of the working tree that differ from those of `tree` (None: no commit yet), sorted.

    Contents are compared, not dates and not the index; a file that differs in its line ends only counts as the same.
    """
    committed: dict[str, tuple[str, str]] = {}
    if tree is not None:
        committed = {os.fsdecode(path): (entry.mode, entry.sha) for path, entry in walk_tree(objects, tree)}
    present = _records(run("ls-files", "-z", "-c", "-o", "--exclude-standard", root=layout.root))
    changed = []
    for path in sorted({*committed, *present}):
        mode, sha = committed.get(path, ("", ""))
        if mode != _SUBMODULE and not _same(objects, layout.root / path, mode, sha):
            changed.append(path)
    return changed


def _records(raw: bytes) -> list[str]:
    return [os.fsdecode(record) for record in raw.split(b"\0") if record]


def _same(objects: ObjectStore, path: Path, mode: str, sha: str) -> bool:
    try:
        if path.is_symlink():
            return mode == _LINK and objects.name_of("blob", os.fsencode(path.readlink())) == sha
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return not sha
    except IsADirectoryError:
        # A repository within: its files are its own affair.
        return not sha
    if objects.name_of("blob", content) == sha:
        return True
    return b"\r\n" in content and objects.name_of("blob", content.replace(b"\r\n", b"\n")) == sha
