"""This program as git's merge driver (gitattributes(5), “Defining a custom merge driver”), in a repository's settings.

A clone does not bring settings along: without them git merges our files line by line, as any text, and says nothing.
"""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from pathlib import Path

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.vcs.git import run
from tasklist_tui.vcs.repository import Repository

#: The name by which `.gitattributes` calls it.
NAME = "tasklist"
#: The same for git's own merge of several common ancestors, whose result nobody sees: there it never asks.
ANCESTOR_NAME = "tasklist-ancestor"
_DECLINED = "tasklist.mergedriver"
_NOT_SET = 5  # what git answers to taking away a setting that is not there
_TITLE = "task lists by item and field"
#: `-P`: git starts the driver in the working tree, and nothing that lies there may be imported.
_START = ("-P", "-m", "tasklist_tui", "merge-driver")
_FILES = ("--", "%O", "%A", "%B", "%P")


def driver_command(python: str | None = None, *, ancestor: bool = False) -> str:
    """Give the command that git hands to `sh`, with the absolute path of this Python (or of `python`).

    Raises:
        UserError: the program does not know which Python runs it.
    """
    python = python or sys.executable
    if not python:
        raise UserError(
            msg("The program does not know which Python runs it, so git cannot be told."),
            hint=msg("Install it with pip or pipx, then run: tasklist setup-git"),
        )
    # On Windows git brings a shell of its own, to which a backslash is no part of a path; `%` begins a placeholder.
    path = Path(python).absolute().as_posix().replace("%", "%%")
    return " ".join([shlex.quote(path), *_START, *(["--ancestor"] if ancestor else []), *_FILES])


def works(command: str) -> bool:
    """Tell whether a configured command is this program's driver, run by a Python that is (still) there."""
    try:
        python, *arguments = shlex.split(command)
    except ValueError:
        return False
    return tuple(arguments) == (*_START, *_FILES) and Path(python.replace("%%", "%")).is_file()


def settings() -> dict[str, str]:
    """Give the settings of the driver by their keys; raises `UserError` as `driver_command` does."""
    return {
        f"merge.{ANCESTOR_NAME}.name": f"{_TITLE} (several ancestors)",
        f"merge.{ANCESTOR_NAME}.driver": driver_command(ancestor=True),
        f"merge.{NAME}.name": _TITLE,
        f"merge.{NAME}.recursive": ANCESTOR_NAME,
        # The one that is looked at comes last: where it is, all of them are.
        f"merge.{NAME}.driver": driver_command(),
    }


def is_installed(repo: Repository) -> bool:
    """Tell whether git would start the driver in this repository, where `.gitattributes` asks for it."""
    return works(repo.merge_driver())


def install(repo: Repository) -> bool:
    """Write the driver into the settings of this repository alone; False when it was there and works."""
    if is_installed(repo):
        return False
    run("config", "--local", "--unset-all", _DECLINED, root=repo.root, writes=True, ok=(0, _NOT_SET))
    for key, value in settings().items():
        run("config", "--local", "--replace-all", key, value, root=repo.root, writes=True)
    repo.forget_settings()
    return True


def keep_installed(repo: Repository) -> None:
    """Install the driver where it is missing or its Python is gone, unless somebody took it out; never fails.

    Starts nothing where it works.
    """
    with suppress(UserError, OSError):
        if not repo.declines_merge_driver():
            install(repo)


def remove(repo: Repository) -> bool:
    """Take the driver out of the settings of this repository, to stay out; False when it was not there."""
    found = False
    run("config", "--local", _DECLINED, "false", root=repo.root, writes=True)
    for name in (NAME, ANCESTOR_NAME):
        if run("config", "--local", "--get-regexp", rf"^merge\.{name}\.", root=repo.root, ok=(0, 1)):
            run("config", "--local", "--remove-section", f"merge.{name}", root=repo.root, writes=True)
            found = True
    repo.forget_settings()
    return found
