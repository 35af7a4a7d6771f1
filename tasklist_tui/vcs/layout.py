"""Where a repository keeps its things, read from its files without starting git."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Layout(msgspec.Struct, frozen=True):
    """The folders of a repository: `git_dir` of this working tree, `common_dir` shared by all of them."""

    root: Path
    git_dir: Path
    common_dir: Path
    sha256: bool = False
    plain: bool = True
    """Objects and refs are ordinary files this program may read and write itself."""


def find_layout(start: Path) -> Layout | None:
    """Find the repository whose working tree holds `start`; None where there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        layout = layout_at(folder)
        if layout is not None:
            return layout
    return None


def layout_at(root: Path) -> Layout | None:
    """Read the layout of the repository whose working tree starts at `root`; None when it is none."""
    git_dir = root / ".git"
    try:
        if git_dir.is_file():
            text = git_dir.read_text("utf-8").strip()
            if not text.startswith("gitdir:"):
                return None
            git_dir = (root / text.removeprefix("gitdir:").strip()).resolve()
        common_dir = git_dir
        pointer = git_dir / "commondir"
        if pointer.is_file():
            common_dir = (git_dir / pointer.read_text("utf-8").strip()).resolve()
        if not ((git_dir / "HEAD").exists() and (common_dir / "objects").is_dir()):
            return None
        config = (common_dir / "config").read_bytes().lower() if (common_dir / "config").exists() else b""
    except (OSError, UnicodeDecodeError):
        return None
    # Shared modes, reference tables and further storage formats are left to git itself.
    special = b"sharedrepository" in config or b"refstorage" in config
    return Layout(
        root, git_dir, common_dir, sha256=b"objectformat" in config and b"sha256" in config, plain=not special
    )
