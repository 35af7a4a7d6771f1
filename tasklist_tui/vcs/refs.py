"""References read straight from their files: no process, so that asking for the head costs nothing."""

from __future__ import annotations

import re
from pathlib import Path

from tasklist_tui.vcs.git import GitError, run
from tasklist_tui.vcs.layout import Layout

_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_MAX_HOPS = 5


def is_id(text: str) -> bool:
    """Tell whether `text` is a full object id."""
    return _ID.fullmatch(text) is not None


def head_target(layout: Layout) -> str:
    """Give what HEAD points at: `refs/heads/NAME`, or an object id when it is detached."""
    if layout.plain:
        return _read(layout.git_dir / "HEAD").removeprefix("ref:").strip()
    try:
        return run("symbolic-ref", "HEAD", root=layout.root).decode().strip()
    except GitError:
        return run("rev-parse", "--verify", "HEAD", root=layout.root).decode().strip()


def resolve(layout: Layout, name: str) -> str | None:
    """Give the object id of the full reference name `name` (`refs/…`), None when it does not exist."""
    if not layout.plain:
        found = run("rev-parse", "--verify", "--quiet", name, root=layout.root, ok=(0, 1)).decode().strip()
        return found or None
    for _ in range(_MAX_HOPS):
        text = _read(layout.common_dir / name)
        if is_id(text):
            return text
        if not text.startswith("ref:"):
            return _packed(layout, name)
        name = text.removeprefix("ref:").strip()
    return None


def _packed(layout: Layout, name: str) -> str | None:
    wanted = f" {name}"
    for line in _read(layout.common_dir / "packed-refs").splitlines():
        if line.endswith(wanted) and is_id(line.removesuffix(wanted)):
            return line.removesuffix(wanted)
    return None


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace").strip()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
    except PermissionError:
        # Windows answers so for a folder, and for the instant in which another program replaces the file.
        if path.is_dir():
            return ""
        raise
