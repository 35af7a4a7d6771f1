"""The dialog of work that is mostly done at once: it shows itself only when that takes longer than one notices."""

from __future__ import annotations

from typing import TypeVar

from tasklist_tui.tui.gateway import PATIENCE
from tasklist_tui.tui.screens.work import WorkScreen

T = TypeVar("T")


class PatientScreen(WorkScreen[T]):
    """Takes the keys from the beginning, so that Esc stops the work, but is seen only after half a second."""

    DEFAULT_CSS = """
    PatientScreen.-early { background: transparent; }
    PatientScreen.-early > .frame { visibility: hidden; }
    """

    def on_mount(self) -> None:
        """Wait a moment before it is seen."""
        self.add_class("-early")
        self.set_timer(PATIENCE, lambda: self.remove_class("-early"))
