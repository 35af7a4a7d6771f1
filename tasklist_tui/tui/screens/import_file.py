"""Asking which file to import, or which map of columns to use."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content

from tasklist_tui.i18n import _
from tasklist_tui.tui.screens.path_dialog import Look, PathDialog
from tasklist_tui.tui.text import content


class FileDialog(PathDialog[str]):
    """Gives the path of a file; entries are paths, those of folders end with a slash."""

    def __init__(self, title: str, about: str, start: str, look: Look) -> None:
        """Begin at the path `start`; see `PathDialog`."""
        super().__init__(title, about, start, look, completes=_("complete"))

    def line(self, entry: str) -> Content:
        """Give the name of a file or a folder."""
        return content(Path(entry).name + ("/" if entry.endswith("/") else ""))

    def path_of(self, entry: str) -> str:
        """Give the entry: it is a path."""
        return entry

    def is_goal(self, entry: str) -> bool:
        """Say whether it is a file."""
        return not entry.endswith("/")

    def nothing_here(self) -> str:
        """Say that there is no such file."""
        return _("No such file here; Backspace goes back up")

    def missing(self) -> str:
        """Ask for a path."""
        return _("Type the path of a file, or choose one")

    def confirm_typed(self, typed: str) -> None:
        """Take the only entry that begins so, or what was typed: whoever reads it says what is wrong with it."""
        whole = next((entry for entry in self._entries if Path(entry) == Path(typed).expanduser()), None)
        only = self._entries[0] if len(self._entries) == 1 else None
        if (entry := whole or only) is not None:
            self.take(entry)
        elif self._entries:
            self.refuse(_("Several begin like this: choose one with ↑↓"))
        else:
            super().confirm_typed(typed)
