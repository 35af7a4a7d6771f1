"""What an action may do to the main screen; actions know this and nothing else of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from tasklist_tui.domain.edits import Edit
from tasklist_tui.domain.query import Entry
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.state import ItemKey, Past, Situation, Tone, View, ViewState

if TYPE_CHECKING:
    from textual.screen import Screen

    from tasklist_tui.tui.gateway import Gateway

T = TypeVar("T")


class Stage(Protocol):
    """The main screen as its actions see it."""

    @property
    def situation(self) -> Situation:
        """The snapshot and the state now."""

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot now; actions that ask for it apply only when there is one."""

    @property
    def state(self) -> ViewState:
        """The state now."""

    @property
    def gateway(self) -> Gateway:
        """The way to the services."""

    def change(self, state: ViewState) -> None:
        """Show another state."""

    def show_past(self, snapshot: Snapshot, past: Past) -> None:
        """Show another moment in place of now, in all views and only to be looked at."""

    def show_now(self) -> None:
        """Show how things stand now, the cursor where it was."""

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Put a line into the status bar."""

    async def ask(self, screen: Screen[T]) -> T | None:
        """Show a dialog and give its answer, None when it was left."""

    async def save(self, edits: Sequence[Edit], said: str, *, action: str, reason: str = "") -> bool:
        """Save edits and say so; False when it was refused, which has then been said."""

    def now(self) -> datetime:
        """Give the time now."""

    def rows(self) -> list[Entry]:
        """Give the items as they stand on the screen, collapsed ones left out."""

    def neighbour(self, gone: Sequence[ItemKey]) -> ItemKey | None:
        """Give where the cursor goes when the items `gone` are no more."""

    def show_view(self, view: View) -> None:
        """Switch to a view."""

    def run(self, name: str) -> None:
        """Run a command of the table, or say why it cannot be run now."""

    def refuse(self, error: Exception) -> None:
        """Say why something could not be done, and what to do about it."""

    def go_to(self, key: ItemKey) -> None:
        """Put the cursor on an item, taking filters away that hide it."""

    def mark(self, keys: frozenset[ItemKey]) -> None:
        """Mark these items and no others."""

    def toggle_pane(self, name: Literal["sidebar", "detail"]) -> None:
        """Show or hide a side pane."""

    def repaint(self) -> None:
        """Paint everything again, as after a change of language."""

    def next_theme(self) -> None:
        """Use the next set of colours."""

    def expect(self, key: ItemKey) -> None:
        """Put the cursor on an item that the next snapshot brings, taking filters away should they hide it."""

    def group_of(self, entry: Entry) -> list[str]:
        """Give the ids of the items that stand in the same group and list, in their order on the screen."""

    def reached(self, well: bool) -> None:
        """Note whether the server could be asked what is new, and look anew how things stand with the others."""

    def edit_text(self, text: str) -> str | None:
        """Hand the terminal to the person's editor and give what they saved, None when that is not possible here."""

    def open_palette(self) -> None:
        """Let the person find a command by its name."""

    def open_filter(self) -> None:
        """Let the person type a filter."""

    def leave(self) -> None:
        """End the program as soon as nothing is being saved."""
