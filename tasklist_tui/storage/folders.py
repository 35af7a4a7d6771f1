"""The files of a workspace: which there are, and which of them are not read, and why."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.storage import files

SETTINGS = "tasklist.yaml"
EVENTS = "events.yaml"
FOLDERS = ("calendar", "documents", "kinds", "lists")

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10))}
)
_REFUSED = frozenset('<>:"|?*\\') | frozenset(map(chr, range(32)))


class Found(msgspec.Struct, frozen=True):
    """The files to read, by path relative to the workspace, in the order of their names; and what is not read."""

    files: Mapping[str, os.stat_result]
    problems: tuple[Problem, ...] = ()


def is_workspace(path: Path) -> bool:
    """Say whether the folder holds a workspace."""
    return os.path.isfile(path / SETTINGS)  # noqa: PTH113  unlike Path.is_file it never raises


def find_root(start: Path) -> Path | None:
    """Give the workspace that `start` lies in: the nearest folder upwards, within the same git repository."""
    here = Path(os.path.abspath(start))  # noqa: PTH100  links stay as the person named them
    for folder in (here, *here.parents):
        if is_workspace(folder):
            return folder
        if os.path.lexists(folder / ".git"):
            return None
    return None


def is_ours(path: str) -> bool:
    """Say whether a path of a workspace is one that is read, by its name alone."""
    folder, slash, name = path.partition("/")
    if not slash:
        return path in {SETTINGS, EVENTS}
    return folder in FOLDERS and "/" not in name and name.endswith(".yaml") and not name.startswith((".", "#"))


def find_files(root: Path) -> Found:
    """List the files of a workspace; nothing is opened."""
    found: dict[str, os.stat_result] = {}
    problems: list[Problem] = []
    real_root = os.path.realpath(root)
    for name in (SETTINGS, EVENTS):
        if os.path.lexists(root / name):
            _judge(real_root, root / name, name, found, problems)
    if SETTINGS not in found and not problems:
        message = msg("there is no {path} in this folder", path=SETTINGS)
        problems.append(Problem(SETTINGS, message, msg("create a workspace here with: tasklist init"), code="missing"))
    for folder in FOLDERS:
        seen: dict[str, str] = {}
        for name in _names(root, folder, real_root, problems):
            path = f"{folder}/{name}"
            _judge(real_root, root / folder / name, path, found, problems)
            twin = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), path)
            if twin != path:
                message = msg("the name differs from {path} only in a way that some computers do not see", path=twin)
                problems.append(_warning(path, message, "twin-name"))
    return Found(found, tuple(problems))


def _names(root: Path, folder: str, real_root: str, problems: list[Problem]) -> Iterator[str]:
    """Yield the YAML files of a folder by name; warn of what looks like one but is not read."""
    place = root / folder
    try:
        names = sorted(os.listdir(place))  # noqa: PTH208  names are enough
    except FileNotFoundError:
        return
    except OSError as error:
        message = msg("{path} cannot be read: {reason}", path=folder, reason=files.reason(error))
        problems.append(Problem(folder, message, code="unreadable"))
        return
    if not _inside(real_root, place):
        problems.append(_outside(folder))
        return
    for name in names:
        if name.startswith((".", "#")) or name.endswith("~"):
            continue
        lower = name.lower()
        path = f"{folder}/{name}"
        try:
            name.encode()
        except UnicodeEncodeError:
            path = os.fsencode(path).decode("utf-8", "replace")
            problems.append(Problem(path, msg("the file name is not UTF-8 text"), _RENAME, code="file-name"))
            continue
        if name.endswith(".yaml"):
            if refused := _refused_by_windows(name):
                problems.append(_warning(path, refused, "file-name"))
            yield name
        elif lower.endswith((".yml", ".yaml")):
            hint = msg("rename it to {name}", name=name[: lower.rindex(".")] + ".yaml")
            problems.append(
                Problem(
                    path,
                    msg("only files whose names end in .yaml are read"),
                    hint,
                    code="extension",
                    severity=Severity.WARNING,
                )
            )
        elif (place / name).is_dir():
            message = msg("folders inside {folder} are not read", folder=folder)
            hint = msg("move its files up into {folder}", folder=folder)
            problems.append(Problem(path, message, hint, code="folder", severity=Severity.WARNING))


def _judge(real_root: str, place: Path, path: str, found: dict[str, os.stat_result], problems: list[Problem]) -> None:
    """Put the file into `found`, or say why it is not read."""
    try:
        info = place.lstat()
        if stat.S_ISLNK(info.st_mode):
            if not _inside(real_root, place):
                problems.append(_outside(path))
                return
            info = place.stat()
    except OSError as error:
        message = msg("{path} cannot be read: {reason}", path=path, reason=files.reason(error))
        problems.append(Problem(path, message, code="unreadable"))
        return
    if stat.S_ISREG(info.st_mode):
        found[path] = info
    else:
        problems.append(Problem(path, msg("it is no ordinary file"), msg("delete or rename it"), code="unreadable"))


def _inside(real_root: str, place: Path) -> bool:
    return Path(os.path.realpath(place)).is_relative_to(real_root)


def _outside(path: str) -> Problem:
    message = msg("it is a symbolic link that leads out of the workspace")
    return Problem(path, message, msg("replace the link by the file itself"), code="outside")


_RENAME = msg("rename the file")


def _warning(path: str, message: Message, code: str) -> Problem:
    return Problem(path, message, _RENAME, code=code, severity=Severity.WARNING)


def _refused_by_windows(name: str) -> Message | None:
    stem = name.split(".", 1)[0].strip().lower()
    if stem in _RESERVED:
        return msg("Windows reserves the name {name}", name=stem)
    bad = next((character for character in name if character in _REFUSED), "")
    if bad:
        return msg("Windows refuses file names with {character}", character=bad if bad >= " " else repr(bad))
    return None
