"""A page of lines in a frame over the main screen: the help, the reasons of a light."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from tasklist_tui.i18n import _
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.pages import Page

#: Gives the lines of a page for its width in cells.
LinesFor = Callable[[int], Sequence[Line]]


class PageDialog(ModalScreen[None]):
    """Shows lines under a title, scrollable; Esc closes."""

    DEFAULT_CSS = """
    PageDialog { align: center middle; }
    PageDialog Vertical {
        width: 90; max-width: 100%; height: 90%; background: $surface; border: round $primary; padding: 0 1;
    }
    PageDialog Page { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,f1,enter", "dismiss", show=False)]

    def __init__(self, title: str, lines_for: LinesFor) -> None:
        """Show what `lines_for` gives under `title`."""
        super().__init__()
        self._title = title
        self._lines_for = lines_for

    def compose(self) -> ComposeResult:
        """Hold one page."""
        with Vertical() as frame:
            frame.border_title = content(self._title)
            frame.border_subtitle = _("Esc closes")
            yield Page()

    def on_mount(self) -> None:
        """Fill the page once its width is known."""
        self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        page = self.query_one(Page)
        page.set_lines(self._lines_for(max(page.line_width, 20)), keep_place=True)
