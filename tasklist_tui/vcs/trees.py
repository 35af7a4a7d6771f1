"""Trees: the folders of a commit, read, changed at some paths and written again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.vcs.git import GitError, refuse_option
from tasklist_tui.vcs.objects import ObjectStore

FILE_MODE = "100644"
_TREE_MODE = "40000"
_LINK_MODES = {"120000", "160000"}


class Entry(msgspec.Struct, frozen=True):
    """One name of a folder: its mode as git writes it, and the id of its content."""

    mode: str
    sha: str

    @property
    def is_folder(self) -> bool:
        """Tell whether the entry is a tree."""
        return self.mode == _TREE_MODE


def check_path(path: str) -> tuple[str, ...]:
    """Give the parts of a path inside the repository (`/` between them).

    Raises:
        UserError: it is absolute, leaves the folder, names git's own folder or looks like an option.
    """
    parts = tuple(refuse_option(path).split("/"))
    bad = any(part in {"", ".", ".."} or part.lower().rstrip(". ") in {".git", "git~1"} for part in parts)
    if bad or any(part.startswith("-") for part in parts) or PurePosixPath(path).is_absolute() or "\\" in path:
        raise UserError(
            msg("The file name “{path}” cannot be used.", path=path),
            hint=msg("Choose an ordinary name inside the folder of the workspace."),
        )
    return parts


def read_tree(store: ObjectStore, sha: str) -> dict[bytes, Entry]:
    """Give the entries of the tree `sha` by their names as stored.

    Raises:
        GitError: it is missing or no tree.
    """
    found = store.read(sha)
    if found is None or found[0] != "tree":
        raise GitError(["git", "cat-file", "tree", sha], 128, f"fatal: object {sha} is missing or damaged")
    content, width = found[1], 32 if store.layout.sha256 else 20
    entries: dict[bytes, Entry] = {}
    position = 0
    while position < len(content):
        space = content.index(b" ", position)
        end = content.index(b"\0", space)
        after = end + 1 + width
        entries[content[space + 1 : end]] = Entry(content[position:space].decode(), content[end + 1 : after].hex())
        position = after
    return entries


def walk_tree(store: ObjectStore, tree: str, folder: bytes = b"") -> Iterator[tuple[bytes, Entry]]:
    """Go through the files of a tree, those of its folders included, by their whole path."""
    for name, entry in read_tree(store, tree).items():
        if entry.is_folder:
            yield from walk_tree(store, entry.sha, folder + name + b"/")
        else:
            yield folder + name, entry


def diff_trees(
    store: ObjectStore, old: str | None, new: str | None, folder: bytes = b""
) -> Iterator[tuple[str, bytes]]:
    """Go through (status, path) of the files that differ between two trees (None: an empty one), in no order.

    The status is A, M, D or T (its type changed).  Folders that are the same are not looked into.
    """
    before, after = ({} if tree is None else read_tree(store, tree) for tree in (old, new))
    for name in before.keys() | after.keys():
        was, is_ = before.get(name), after.get(name)
        if was == is_:
            continue
        path = folder + name
        folders = [entry.sha if entry is not None and entry.is_folder else None for entry in (was, is_)]
        if folders != [None, None]:
            yield from diff_trees(store, folders[0], folders[1], path + b"/")
        files = [entry if entry is not None and not entry.is_folder else None for entry in (was, is_)]
        if status := _status(*files):
            yield status, path


def _status(was: Entry | None, is_: Entry | None) -> str:
    if was is None or is_ is None:
        return "" if was is is_ else "A" if was is None else "D"
    return "M" if was.mode[:3] == is_.mode[:3] else "T"


def write_tree(store: ObjectStore, entries: Mapping[bytes, Entry]) -> str:
    """Store a tree and give its id; names are put in git's order (a folder sorts as if it ended with `/`)."""
    ordered = sorted(entries.items(), key=lambda pair: pair[0] + b"/" if pair[1].is_folder else pair[0])
    content = b"".join(entry.mode.encode() + b" " + name + b"\0" + bytes.fromhex(entry.sha) for name, entry in ordered)
    return store.write("tree", content)


def find_entry(store: ObjectStore, tree: str | None, path: str) -> Entry | None:
    """Give the entry at `path` under `tree`, None when there is none."""
    entry = None if tree is None else Entry(_TREE_MODE, tree)
    for part in path.split("/"):
        if entry is None or not entry.is_folder:
            return None
        entry = read_tree(store, entry.sha).get(part.encode())
    return entry


def change_tree(store: ObjectStore, tree: str | None, changes: Mapping[tuple[str, ...], str | None]) -> str | None:
    """Give the id of `tree` with the blobs of `changes` put at their paths, or taken out (None).

    Modes are kept, a folder left empty disappears: None when nothing is left.

    Raises:
        UserError: a file would take the place of a folder, or the other way round.
    """
    entries = {} if tree is None else read_tree(store, tree)
    deeper: dict[str, dict[tuple[str, ...], str | None]] = {}
    for parts, blob in changes.items():
        name = parts[0].encode()
        old = entries.get(name)
        if len(parts) > 1:
            deeper.setdefault(parts[0], {})[parts[1:]] = blob
        elif old is not None and (old.is_folder or old.mode in _LINK_MODES):
            raise _clash(parts[0])
        elif blob is None:
            entries.pop(name, None)
        else:
            entries[name] = Entry(FILE_MODE if old is None else old.mode, blob)
    for folder, below in deeper.items():
        old = entries.get(folder.encode())
        if old is not None and not old.is_folder:
            raise _clash(folder)
        changed = change_tree(store, None if old is None else old.sha, below)
        if changed is None:
            entries.pop(folder.encode(), None)
        else:
            entries[folder.encode()] = Entry(_TREE_MODE, changed)
    return write_tree(store, entries) if entries else None


def _clash(name: str) -> UserError:
    return UserError(
        msg("“{name}” cannot be saved: a folder and a file want the same name.", name=name),
        hint=msg("Give one of them another name."),
    )
