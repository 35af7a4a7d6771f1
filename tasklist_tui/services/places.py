"""Folders to choose a workspace from."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tasklist_tui.storage import folders

#: Folders listed at once; a folder with more is narrowed by typing.
MOST = 300


class Folder(msgspec.Struct, frozen=True):
    """A folder, and whether a workspace is in it."""

    path: Path
    is_workspace: bool


def subfolders(typed: str) -> list[Folder]:
    """Give the folders that a typed path can go on with: those in it, or those beside it that begin as its last part.

    Workspaces come first; hidden folders only when a dot was typed.  A folder that cannot be read has none.
    """
    path = Path(typed).expanduser() if typed else Path.home()
    parent, start = (path, "") if not typed or typed.endswith(("/", "\\")) else (path.parent, path.name.casefold())
    try:
        names = [entry for entry in parent.iterdir() if entry.name.casefold().startswith(start)]
        found = [entry for entry in names if entry.is_dir() and entry.name.startswith(".") == start.startswith(".")]
    except OSError:
        return []
    listed = [Folder(entry, folders.is_workspace(entry)) for entry in sorted(found)[:MOST]]
    return sorted(listed, key=lambda folder: not folder.is_workspace)


#: Files an import can read, by the end of their name.
_TABLES = (".xlsx", ".xlsm", ".csv", ".tsv", ".docx", ".json")


def completions(typed: str) -> list[str]:
    """Give the paths that a typed one can go on with: files that can be imported first, then folders with `/`."""
    path = Path(typed).expanduser() if typed else Path.home()
    parent, start = (path, "") if not typed or typed.endswith(("/", "\\")) else (path.parent, path.name.casefold())
    try:
        names = sorted(entry for entry in parent.iterdir() if entry.name.casefold().startswith(start))
        seen = [entry for entry in names if entry.name.startswith(".") == start.startswith(".")][:MOST]
        found = [str(entry) for entry in seen if entry.suffix.lower() in _TABLES and entry.is_file()]
        return [*found, *(f"{entry}/" for entry in seen if entry.is_dir())]
    except OSError:
        return []
