"""Two moments compared: counts per committee, the items with old and new, ways to other moments and to the items."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message as Posted
from textual.screen import ModalScreen

from tasklist_tui.domain.comparison import News
from tasklist_tui.i18n import _
from tasklist_tui.services.comparison_text import markdown, named
from tasklist_tui.services.timetravel import Comparison
from tasklist_tui.tui.comparison_lines import ComparedPainter, ComparedRow, compared_rows
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.key_hints import Hint, KeyHints
from tasklist_tui.tui.widgets.row_view import RowView


class Wish(StrEnum):
    """What a person wants next."""

    OLD = "old"
    NEW = "new"
    SAVE = "save"
    ITEM = "item"
    RESTORE = "restore"


class Wanted(NamedTuple):
    """What a person wants next, and the item it is about."""

    wish: Wish
    key: ItemKey | None = None


class ComparedView(RowView):
    """The rows; Enter on a committee narrows the items to it, Enter on an item opens it."""

    class Opened(Posted):
        """An item was opened."""

        def __init__(self, row: ComparedRow) -> None:
            """Say which."""
            super().__init__()
            self.row = row

    def __init__(self, found: Comparison) -> None:
        """Show `found`."""
        super().__init__()
        self._found = found
        self.committee: str | None = None
        self.rows: list[ComparedRow] = []
        self._painter = ComparedPainter(found, None)
        self._lay_out()

    def _lay_out(self) -> None:
        self._painter = ComparedPainter(self._found, self.committee)
        self.rows = compared_rows(self._found, self.committee)
        self.line_count = len(self.rows)
        self.refresh()

    @property
    def row(self) -> ComparedRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) and self.rows[self.cursor].stands else None

    def narrow(self, committee: str | None) -> None:
        """Show the items of one lead committee, of all for None."""
        self.committee = committee
        self._lay_out()

    def go_to_item(self, key: ItemKey) -> None:
        """Put the cursor on an item."""
        for number, row in enumerate(self.rows):
            if row.stands and row.entry is not None and (row.entry.list_id, row.entry.item.id) == key:
                self.cursor = number
                return

    def pieces(self, line: int, width: int) -> Line:
        """Give the pieces of a row."""
        return self._painter.pieces(self.rows[line], width) if line < len(self.rows) else []

    def stands(self, line: int) -> bool:
        """Stand on committees and items."""
        return line < len(self.rows) and self.rows[line].stands

    def action_open(self) -> None:
        """Narrow to a committee, or tell that an item was opened."""
        row = self.row
        if row is None:
            return
        if row.committee is not None:
            again = row.committee in {self.committee, "*"}
            self.narrow(None if again else row.committee)
        else:
            self.post_message(self.Opened(row))


class CompareScreen(ModalScreen[Wanted]):
    """Shows a comparison; gives what the person wants next, None when they leave."""

    DEFAULT_CSS = """
    CompareScreen { align: center middle; }
    CompareScreen Vertical {
        width: 100%; max-width: 140; height: 100%; background: $surface; border: round $primary; padding: 0 1;
    }
    CompareScreen ComparedView { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Z", "dismiss", show=False),
        Binding("f", "wish('old')", show=False),
        Binding("t", "wish('new')", show=False),
        Binding("w", "wish('save')", show=False),
        Binding("c", "copy", show=False),
        Binding("R", "restore", show=False),
    ]

    def __init__(self, found: Comparison, at: ItemKey | None = None, note: str = "") -> None:
        """Show `found`, the cursor on the item `at`; `note` says what came of the last wish."""
        super().__init__()
        self._found, self._at, self._note = found, at, note

    def compose(self) -> ComposeResult:
        """Lay out rows and keys."""
        with Vertical() as frame:
            frame.border_title = content(f"{named(self._found.old)} → {named(self._found.new)}")
            frame.border_subtitle = content(self._note)
            yield ComparedView(self._found)
            yield KeyHints(
                [
                    Hint("Enter", _("open, or only this committee")),
                    Hint("f", _("from …"), "wish('old')"),
                    Hint("t", _("to …"), "wish('new')"),
                    Hint("c", _("copy"), "copy"),
                    Hint("w", _("save as Markdown"), "wish('save')"),
                    *([Hint("R", _("bring back"), "restore")] if self._any_deleted() else []),
                    Hint("Esc", _("Close"), "dismiss"),
                ]
            )

    def _any_deleted(self) -> bool:
        return any(News.DELETED in entry.news for entry in self._found.items)

    def on_mount(self) -> None:
        """Begin where the person was."""
        if self._at is not None:
            self.query_one(ComparedView).go_to_item(self._at)

    @property
    def text(self) -> str:
        """What it says, as plain text."""
        view = self.query_one(ComparedView)
        return "\n".join("".join(text for text, _role in view.pieces(line, 100)) for line in range(view.line_count))

    def on_compared_view_opened(self, event: ComparedView.Opened) -> None:
        """Go to the item."""
        if event.row.entry is not None:
            self.dismiss(Wanted(Wish.ITEM, ItemKey(event.row.entry.list_id, event.row.entry.item.id)))

    def action_wish(self, wish: str) -> None:
        """Tell what is wanted."""
        self.dismiss(Wanted(Wish(wish)))

    def action_restore(self) -> None:
        """Bring the deleted item under the cursor back."""
        row = self.query_one(ComparedView).row
        if row is not None and row.entry is not None and News.DELETED in row.entry.news:
            self.dismiss(Wanted(Wish.RESTORE, ItemKey(row.entry.list_id, row.entry.item.id)))
        else:
            self._say(_("This item has not been deleted"))

    def action_copy(self) -> None:
        """Put everything into the clipboard, as Markdown."""
        self.app.copy_to_clipboard(markdown(self._found))
        self._say(_("Copied as Markdown"))

    def _say(self, text: str) -> None:
        self.query_one(Vertical).border_subtitle = content(text)
