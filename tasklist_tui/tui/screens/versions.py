"""The named versions (印发版): open one, see what changed since, name how things stand now."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message as Posted
from textual.screen import ModalScreen
from textual.strip import Strip

from tasklist_tui.i18n import _
from tasklist_tui.services.daywords import weekday
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.state import Past
from tasklist_tui.tui.text import clip
from tasklist_tui.tui.widgets.key_hints import Hint, KeyHints
from tasklist_tui.tui.widgets.row_view import RowView


class Wish(StrEnum):
    """What a person wants with versions."""

    LOOK = "look"
    COMPARE = "compare"
    NEW = "new"


class Wanted(NamedTuple):
    """What a person wants, and the name of the version it is about."""

    wish: Wish
    name: str = ""


class VersionList(RowView):
    """A line for each version, newest first."""

    class Chosen(Posted):
        """A version was opened."""

    def __init__(self, versions: Sequence[Past]) -> None:
        """Show `versions`."""
        super().__init__()
        self._versions = versions
        self.line_count = len(versions)

    @property
    def name_at_cursor(self) -> str:
        """The name of the version under the cursor, "" where there is none."""
        return self._versions[self.cursor].name if self.cursor < len(self._versions) else ""

    def pieces(self, line: int, width: int) -> Line:
        """Give the line of a version."""
        if line >= len(self._versions):
            return []
        version = self._versions[line]
        day = f"{version.day.isoformat()} {weekday(version.day)}  "
        return [
            (day, "label"),
            (clip(version.name, max(0, width - 26)), "strong"),
            (f"  {(version.sha or '')[:8]}", "muted"),
        ]

    def paint_blank(self, row: int, width: int) -> Strip:
        """Say how to make the first one."""
        if row or self._versions:
            return super().paint_blank(row, width)
        said = _("No version has been named yet; n names how things stand now, e.g. 8月印发版")
        return self.paint_pieces([(clip(said, width), "muted")], width, on_cursor=False)

    def action_open(self) -> None:
        """Tell that a version was opened."""
        if self._versions:
            self.post_message(self.Chosen())


class VersionsScreen(ModalScreen[Wanted]):
    """Gives what is wanted with which version, None when the person leaves."""

    DEFAULT_CSS = """
    VersionsScreen { align: center middle; }
    VersionsScreen Vertical {
        width: 90; max-width: 100%; height: 60%; min-height: 12;
        background: $surface; border: round $primary; padding: 0 1;
    }
    VersionsScreen VersionList { height: 1fr; }
    VersionsScreen KeyHints { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Y", "dismiss", show=False),
        Binding("n", "wish('new')", show=False),
        Binding("Z", "wish('compare')", show=False),
    ]

    def __init__(self, versions: Sequence[Past]) -> None:
        """Show `versions`, newest first."""
        super().__init__()
        self._versions = versions

    def compose(self) -> ComposeResult:
        """Lay out list and keys."""
        with Vertical() as frame:
            frame.border_title = _("Versions: {count}", count=len(self._versions))
            yield VersionList(self._versions)
            opening = [
                Hint("Enter", _("look at it"), "wish('look')"),
                Hint("Z", _("what changed since"), "wish('compare')"),
            ]
            new = Hint("n", _("name how things stand now"), "wish('new')")
            yield KeyHints([*(opening if self._versions else []), new, Hint("Esc", _("Close"), "dismiss")])

    def on_version_list_chosen(self) -> None:
        """Look at the version."""
        self.action_wish(Wish.LOOK)

    def action_wish(self, wish: str) -> None:
        """Tell what is wanted."""
        name = self.query_one(VersionList).name_at_cursor
        if name or wish == Wish.NEW:
            self.dismiss(Wanted(Wish(wish), name))
