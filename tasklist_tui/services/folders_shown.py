"""Showing a file's folder in the desktop's file manager: a program named by us, never by data, without a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs


def documents_folder() -> Path:
    """Give the person's folder for documents, their home where there is none."""
    folder = Path(platformdirs.user_documents_dir())
    return folder if folder.is_dir() else Path.home()


def open_folder(folder: Path) -> bool:
    """Show a folder in the file manager; say whether a program for it could be started."""
    command = _command()
    if command is None:
        return False
    try:
        subprocess.Popen(
            [*command, str(folder.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True


def can_open_folders() -> bool:
    """Say whether there is a desktop to show a folder on."""
    return _command() is not None


def _command() -> list[str] | None:
    """Give the program of this system; None where there is no desktop, as over ssh."""
    if os.name == "nt":
        return ["explorer.exe"]
    if sys.platform == "darwin":
        return ["/usr/bin/open"]
    on_desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    program = shutil.which("xdg-open") if on_desktop else None
    return [program] if program else None
