"""The command that opens the screen; it imports little, because people wait for what follows."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tasklist_tui.domain.message import UserError, msg


def open_command(options: argparse.Namespace) -> int:
    """Open the screen on the chosen folder, the current one, or the one used last."""
    need_screen()
    if getattr(options, "folder", None):
        options.workspace = options.folder
    return open_screen(workspace_path(options) if options.workspace else _default(), options)


def _default() -> Path | None:
    """Give the workspace of the current folder, else the one opened last, None for the start screen."""
    from tasklist_tui.services.recent import last_opened
    from tasklist_tui.storage.layout import find_root

    return find_root(Path.cwd()) or last_opened()


def need_screen() -> None:
    """Refuse where no screen can be shown: the program would paint escape codes into a file."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") in {"dumb", "unknown"}:
        raise UserError(
            msg("the screen needs a terminal"), msg("use the commands instead, e.g. tasklist ls; see tasklist --help")
        )


def open_screen(path: Path | None, options: argparse.Namespace) -> int:
    """Show the workspace at `path`, the start screen when it is None."""
    need_screen()
    from tasklist_tui.tui.app import run

    return run(path, options.today, options.lang, offline=getattr(options, "offline", False))


def workspace_path(options: argparse.Namespace) -> Path:
    """Give the folder the command works on; raises `NoWorkspace` when it is not there."""
    from tasklist_tui.services.session import NoWorkspace

    try:
        path = Path(options.workspace).expanduser() if options.workspace else Path.cwd()
    except (OSError, RuntimeError) as error:
        raise NoWorkspace(
            msg("the current folder is not there any more"), msg("change to another folder, or name one with -w DIR")
        ) from error
    if not os.path.lexists(path):
        # Looking further up from a folder that is not there would open the workspace around a typing mistake.
        raise NoWorkspace(
            msg("there is no folder {path}", path=str(path)),
            msg("check the name; a new workspace is made with: tasklist init {path}", path=str(path)),
        )
    return path
