"""Asking which file to import: a path to type, and below it what it can go on with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tasklist_tui.i18n import _
from tasklist_tui.tui.screens.dialog import Dialog
from tasklist_tui.tui.screens.entries import label
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.key_hints import Hint


class ImportFileDialog(Dialog[Path]):
    """Gives the path of a file; Tab completes it."""

    DEFAULT_CSS = """
    ImportFileDialog OptionList {
        height: auto; max-height: 45vh; border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, start: str, look: Callable[[ImportFileDialog, str], None]) -> None:
        """Begin at `start`; `look` finds what a path can go on with and brings it to `show`."""
        super().__init__(_("Import which file?"))
        self._start, self._look = start, look
        self._paths: Sequence[str] = ()

    def parts(self) -> Iterable[Widget]:
        """Give the line and the list."""
        yield label(_("Excel (.xlsx), CSV, Word table (.docx), or an export of this program"))
        yield LineEditor(self._start)
        options = OptionList(markup=False, compact=True)
        options.can_focus = False
        yield options

    def hints(self) -> Sequence[Hint]:
        """Name the keys that complete the path."""
        return [Hint("↑↓", _("choose")), Hint("Tab", _("complete"), "complete"), *super().hints()]

    def on_mount(self) -> None:
        """Look at once."""
        self._look(self, self._start)

    def typed(self, line: LineEditor, text: str) -> None:  # type: ignore[override]  # the line is always a LineEditor
        """Look where the path leads now."""
        super().typed(line, text)
        self._look(self, text)

    def show(self, path: str, paths: Sequence[str]) -> None:
        """List what `path` can go on with, unless the person has typed on since."""
        if not self.is_mounted or path != self.query_one(LineEditor).value:
            return
        self._paths = paths
        options = self.query_one(OptionList)
        options.set_options(Option(content(Path(one).name + ("/" if one.endswith("/") else ""))) for one in paths)
        options.highlighted = None

    def action_move(self, step: int) -> None:
        """Move in the list."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def _chosen(self) -> str | None:
        place = self.query_one(OptionList).highlighted
        return self._paths[place] if place is not None and place < len(self._paths) else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a clicked file, or go into a clicked folder."""
        self._take(self._paths[event.option_index])

    def action_complete(self) -> None:
        """Put the chosen path into the line, the first one when none is chosen."""
        chosen = self._chosen() or next(iter(self._paths), None)
        if chosen is not None:
            self._put(chosen)

    def _put(self, path: str) -> None:
        line = self.query_one(LineEditor)
        line.value = path
        line.cursor_position = len(path)

    def _take(self, path: str) -> None:
        if path.endswith("/"):
            self._put(path)
        else:
            self.dismiss(Path(path))

    def action_confirm(self) -> None:
        """Give the chosen file, else the one typed."""
        typed = self.query_one(LineEditor).value.strip()
        if (chosen := self._chosen()) is not None:
            self._take(chosen)
        elif typed:
            self.dismiss(Path(typed).expanduser())
        else:
            self.refuse(_("Type the path of a file, or choose one"))
