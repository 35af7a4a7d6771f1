"""The kinds of a workspace: where each comes from, who uses it, and whether a file that declares one is sound."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path, PurePosixPath

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.domain.problems import Problem
from tasklist_tui.storage import files, kindfiles, layout


class Origin(StrEnum):
    """Where a kind comes from."""

    BUILTIN = "built-in"
    OWN = "own"
    CHANGED = "changed"


class KindUse(msgspec.Struct, frozen=True):
    """A kind of a workspace, where it comes from, and the ids of the lists that use it."""

    kind: Kind
    origin: Origin
    lists: tuple[str, ...] = ()


class Checked(msgspec.Struct, frozen=True):
    """A kind as a file declares it, and what is wrong with the file."""

    kind: Kind
    problems: tuple[Problem, ...]


def kinds_of(workspace: Workspace) -> tuple[KindUse, ...]:
    """Give the kinds of a workspace, those that lists use first."""
    builtin = kindfiles.builtin_kinds()
    made = []
    for name, kind in workspace.kinds.items():
        origin = Origin.OWN if name not in builtin else Origin.BUILTIN if builtin[name] == kind else Origin.CHANGED
        lists = tuple(task_list.id for task_list in workspace.lists if task_list.kind == name)
        made.append(KindUse(kind, origin, lists))
    return tuple(sorted(made, key=lambda use: (not use.lists, use.kind.kind)))


def check_file(path: Path) -> Checked:
    """Read a file that declares a kind, and hold it against the kinds around it.

    Those are the built-in ones and, where the file lies in a workspace, the other ones of that.  Raises `UserError`
    when the file cannot be read.
    """
    try:
        data = files.read(path)
    except files.FileMissing as error:
        raise UserError(msg("there is no file {path}", path=str(path)), msg("correct the name")) from error
    root = layout.find_root(path.resolve().parent)
    own: dict[str, bytes] = {}
    for other in sorted((root / "kinds").glob("*.yaml")) if root is not None else ():
        if other.resolve() != path.resolve():
            own[f"kinds/{other.name}"] = files.read(other)
    kinds, _problems = kindfiles.read_kinds(own)
    kind, problems = kindfiles.load_kind(data, PurePosixPath(path.as_posix()).as_posix(), kinds)
    return Checked(kind, problems)
