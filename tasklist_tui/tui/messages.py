"""What the gateway and the views tell the main screen; everything else bubbles up from the widgets themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING

from textual.message import Message as Posted

from tasklist_tui.domain.message import Message
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.state import ChangeAt, ItemKey

if TYPE_CHECKING:
    from tasklist_tui.tui.stage import Stage

#: What can be done with the stage: at once, or to be waited for.
Act = Callable[["Stage"], Awaitable[None] | None]


class SnapshotChanged(Posted):
    """The workspace is now like this: after it was read, saved, synced, or changed by somebody else."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Carry it."""
        super().__init__()
        self.snapshot = snapshot


class OpenFailed(Posted):
    """The workspace could not be opened."""

    def __init__(self, error: Exception) -> None:
        """Carry it."""
        super().__init__()
        self.error = error


class Busy(Posted):
    """Something takes longer than half a second (None: no longer); `total` is 0 while nobody knows how long."""

    def __init__(self, label: Message | None, done: int = 0, total: int = 0) -> None:
        """Carry it."""
        super().__init__()
        self.label = label
        self.done = done
        self.total = total


class Trouble(Posted):
    """Something went wrong that nobody is waiting for."""

    def __init__(self, error: Exception) -> None:
        """Carry it."""
        super().__init__()
        self.error = error


class Fetched(Posted):
    """The server was asked in the background what is new; `trouble` is what stood in the way."""

    def __init__(self, trouble: Exception | None) -> None:
        """Carry it."""
        super().__init__()
        self.trouble = trouble


class ItemReached(Posted):
    """The cursor of a view stands on this item, None when on none."""

    def __init__(self, key: ItemKey | None) -> None:
        """Carry it."""
        super().__init__()
        self.key = key


class ItemOpened(Posted):
    """A view asks to see this item in full."""

    def __init__(self, key: ItemKey) -> None:
        """Carry it."""
        super().__init__()
        self.key = key


class Wanted(Posted):
    """A view asks for something that only the stage can do: `act` is given the stage."""

    def __init__(self, act: Act, *, quiet: bool = False) -> None:
        """Carry it; keys do not wait for what is `quiet`."""
        super().__init__()
        self.act = act
        self.quiet = quiet


class ChangeReached(Posted):
    """The cursor of the history stands on this, None when on nothing that was changed."""

    def __init__(self, at: ChangeAt | None) -> None:
        """Carry it."""
        super().__init__()
        self.at = at


class DueMoved(Posted):
    """A view asks for another due date; `committee` names the assignment it belongs to, None the item itself."""

    def __init__(self, key: ItemKey, committee: str | None, due: date) -> None:
        """Carry it."""
        super().__init__()
        self.key = key
        self.committee = committee
        self.due = due
