"""Everything an import would do, before it is done: the mapping, every row as it was read, every doubt."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tasklist_tui.i18n import _
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.screens.dialog import HEIGHTS
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.key_hints import Hint, KeyHints
from tasklist_tui.tui.widgets.pages import Page
from tasklist_tui.tui.wrap import wrap

_ROLES = {"!": "light--yellow", "?": "light--red", "+": "light--green", "~": "light--blue", "=": "muted", "-": "muted"}


class Wish(StrEnum):
    """What a person wants after looking."""

    IMPORT = "import"
    COLUMNS = "columns"
    NAMES = "names"
    DECIDE = "decide"
    MAP = "map"


def preview_lines(texts: Sequence[str], width: int) -> list[Line]:
    """Give the lines of a draft, wrapped behind their marks."""
    lines: list[Line] = []
    for text in texts:
        bare = text.lstrip()
        indent = len(text) - len(bare)
        role = _ROLES.get(bare[:1], "") if bare[1:2] == " " else ""
        rows = wrap(bare, max(width - indent - 2, 10))
        for number, row in enumerate(rows):
            lines.append([(" " * (indent if not number else indent + 2), ""), (row, role if not number else "")])
    return lines


class ImportPreview(ModalScreen[Wish | None]):
    """Shows what an import would do; gives what to do next, None to leave it."""

    DEFAULT_CSS = """
    ImportPreview { align: center middle; }
    ImportPreview > .frame {
        width: 130; max-width: 100%; height: 100%; background: $surface; border: round $primary; padding: 0 1;
    }
    ImportPreview .summary { height: auto; max-height: 3; text-style: bold; }
    ImportPreview Page { height: 1fr; background: $surface; }
    """
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "wish('import')", show=False),
        Binding("m", "wish('columns')", show=False),
        Binding("n", "wish('names')", show=False),
        Binding("c", "wish('decide')", show=False),
        Binding("w", "wish('map')", show=False),
        Binding("escape,q", "cancel", show=False),
    ]

    def __init__(self, title: str, summary: str, texts: Sequence[str], wishes: Sequence[Wish]) -> None:
        """Show `texts` under `title`; only `wishes` can be had."""
        super().__init__()
        self._title, self._summary, self._texts, self._wishes = title, summary, texts, wishes

    def compose(self) -> ComposeResult:
        """Lay out counts, lines and keys."""
        with Vertical(classes="frame") as frame:
            frame.border_title = content(self._title)
            yield Static(content(self._summary), classes="summary", markup=False)
            yield Page()
            yield KeyHints(self._hints())

    def _hints(self) -> Sequence[Hint]:
        said = {
            Wish.NAMES: ("N", _("say what the names are")),
            Wish.DECIDE: ("C", _("decide what collides")),
            Wish.IMPORT: ("Enter", _("import")),
            Wish.COLUMNS: ("M", _("change a column")),
            Wish.MAP: ("W", _("keep the mapping as a file")),
        }
        keys = [Hint(*said[wish], f"wish('{wish.value}')") for wish in said if wish in self._wishes]
        return [*keys, Hint("Esc", _("Cancel"), "cancel")]

    def on_mount(self) -> None:
        """Fill the page once its width is known."""
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        page = self.query_one(Page)
        page.set_lines(preview_lines(self._texts, max(page.scrollable_content_region.width, 20)), keep_place=True)
        page.focus()

    def action_wish(self, name: str) -> None:
        """Give the wish, when it can be had."""
        if Wish(name) in self._wishes:
            self.dismiss(Wish(name))

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)
