"""What the gateway tells the screens; everything else bubbles up from the widgets themselves."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message as Posted

from tasklist_tui.domain.message import Message
from tasklist_tui.services.snapshot import Snapshot


@dataclass
class SnapshotChanged(Posted):
    """The workspace is now like this: after it was read, saved, synced, or changed by somebody else."""

    snapshot: Snapshot


@dataclass
class OpenFailed(Posted):
    """The workspace could not be opened."""

    error: Exception


@dataclass
class Busy(Posted):
    """Something takes longer than half a second (None: no longer); `total` is 0 while nobody knows how long."""

    label: Message | None
    done: int = 0
    total: int = 0


@dataclass
class Trouble(Posted):
    """Something went wrong that nobody is waiting for."""

    error: Exception
