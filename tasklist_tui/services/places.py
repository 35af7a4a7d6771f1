"""Folders to choose a workspace from, files to choose one to import from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


def plain_path(typed: str) -> str:
    """Give a path as it was typed, copied or dropped on the window: without blanks and quotes around it, no address."""
    path = typed.strip()
    for quote in "\"'":
        if len(path) > 1 and path[0] == path[-1] == quote:
            path = path[1:-1]
    if path.startswith("file://"):
        address = urlsplit(path)
        if address.netloc in {"", "localhost"}:
            path = re.sub(r"^/(?=[A-Za-z]:(?:/|$))", "", unquote(address.path, errors="surrogateescape"))
    return path


def is_whole_path(text: str) -> bool:
    """Say whether a text is a path from the root on, as it is copied or dropped on the window."""
    return bool(re.match(r"""["']?(?:/|~/|file://|[A-Za-z]:[\\/])""", text.strip()))


#: Files an import can read, by the end of their name, and those it can say what to do with.
TABLES = (".xlsx", ".xlsm", ".csv", ".tsv", ".docx", ".json", ".xls", ".et", ".ods", ".xlsb")
#: Maps of columns.
MAPS = (".yaml", ".yml")


def completions(typed: str, endings: Sequence[str] = TABLES) -> list[str]:
    """Give the paths that a typed one can go on with: files with these endings first, then folders with `/`."""
    typed = plain_path(typed)
    path = Path(typed).expanduser() if typed else Path.home()
    parent, start = (path, "") if not typed or typed.endswith(("/", "\\")) else (path.parent, path.name.casefold())
    try:
        names = sorted(entry for entry in parent.iterdir() if entry.name.casefold().startswith(start))
        seen = [entry for entry in names if entry.name.startswith(".") == start.startswith(".")][:MOST]
        found = [str(entry) for entry in seen if entry.suffix.lower() in endings and entry.is_file()]
        return [*found, *(f"{entry}/" for entry in seen if entry.is_dir())]
    except OSError:
        return []
