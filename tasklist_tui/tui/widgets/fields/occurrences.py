"""Occurrences in a form: what was noted is shown; noting it is a command, which knows which occurrence it is."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size

from tasklist_tui.i18n import _
from tasklist_tui.tui.command import key_text
from tasklist_tui.tui.commands import BY_ID
from tasklist_tui.tui.text import content, one_line
from tasklist_tui.tui.widgets.fields.control import Control
from tasklist_tui.tui.widgets.fields.rows_paint import paint_rows


class OccurrencesControl(Control):
    """The rows as a table, and below it the key that notes another one.

    Rows written by hand would move the beginning of the rule (`domain.recurrence`), so none is added here.
    """

    DEFAULT_CSS = "OccurrencesControl { padding: 0 1; color: $text-muted; height: auto; }"

    def render(self) -> Content:
        """Paint the table and the hint."""
        return Content("\n").join(content(line) for line in self._lines(max(8, self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give a line for the heading, each row and the hint."""
        return len(self._lines(max(8, width)))

    def show(self, value: object) -> None:
        """Show other rows."""
        self.given = value
        self.refresh(layout=True)

    def can_enter(self) -> bool:
        """Say that nothing can be typed here."""
        return False

    def _lines(self, width: int) -> list[str]:
        rows = self.given if isinstance(self.given, list) else []
        head, lines = paint_rows(self.context, self.field, rows, width)
        key = key_text(BY_ID["item.milestone"].keys[0])
        hint = one_line(_("{key} in the list notes what was done or missed", key=key))
        return [*([head, *lines] if rows else []), hint]
