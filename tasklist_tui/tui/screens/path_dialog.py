"""Asking for a path: a line to type in, and below it what the path can go on with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tasklist_tui.i18n import _
from tasklist_tui.services.places import is_whole_path, plain_path
from tasklist_tui.tui.screens.dialog import Dialog
from tasklist_tui.tui.screens.entries import label
from tasklist_tui.tui.text import content_lines
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.key_hints import Hint
from tasklist_tui.tui.widgets.option_cursor import move_cursor

E = TypeVar("E")

#: Finds what a typed path can go on with, and brings it to the dialog's `show`.
Look = Callable[[Any, str], None]


class PathDialog(Dialog[Path], Generic[E]):
    """A path to type, and the places it can go on with; Tab completes it.

    A dialog says how an entry is shown (`line`), what stands in the line for it (`path_of`), and whether it is what
    is looked for or only a folder on the way (`is_goal`).
    """

    DEFAULT_CSS = """
    PathDialog OptionList {
        height: auto; max-height: 10; border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1;
    }
    PathDialog.-high OptionList { max-height: 20; }
    PathDialog.-mid OptionList { max-height: 5; }
    PathDialog.-low OptionList { max-height: 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, title: str, about: str, start: str, look: Look, *, completes: str) -> None:
        """Begin at the path `start`; `about` says what is looked for, `completes` what Tab does."""
        super().__init__(title)
        self._about, self._start, self._look = about, start, look
        self._completes = completes
        self._entries: Sequence[E] = ()
        #: The path they belong to, and whether Enter came before they did.
        self._listed, self._confirmed = "", False

    def parts(self) -> Iterable[Widget]:
        """Give the line and the list."""
        yield label(self._about)
        yield LineEditor(self._start)
        options = OptionList(markup=False, compact=True)
        options.can_focus = False
        yield options

    def hints(self) -> Sequence[Hint]:
        """Name the keys that go along the path."""
        return [Hint("↑↓", _("choose")), Hint("Tab", self._completes, "complete"), *super().hints()]

    def on_mount(self) -> None:
        """Look at once."""
        self._look(self, self._start)

    def typed(self, line: LineEditor, text: str) -> None:  # type: ignore[override]  # the line is always a LineEditor
        """Look where the path leads now; a whole path that was pasted behind the first one takes its place."""
        super().typed(line, text)
        if text.startswith(self._start) and is_whole_path(pasted := text.removeprefix(self._start)):
            self._put(plain_path(pasted))
            return
        self._look(self, text)

    def line(self, entry: E) -> Content:
        """Give how an entry is shown."""
        raise NotImplementedError

    def path_of(self, entry: E) -> str:
        """Give the path of an entry; that of a folder ends with a slash."""
        raise NotImplementedError

    def is_goal(self, entry: E) -> bool:
        """Say whether an entry is an answer, and no folder to go into."""
        raise NotImplementedError

    def rests_on(self, entries: Sequence[E]) -> int | None:
        """Give where the cursor stands at first, None for nowhere."""
        return None

    def nothing_here(self) -> str:
        """Say that nothing begins as what was typed."""
        return ""

    def show(self, path: str, entries: Sequence[E]) -> None:
        """List what `path` can go on with, unless the person has typed on since."""
        if not self.is_mounted or path != self.query_one(LineEditor).value:
            return
        self._entries, self._listed = entries, path
        options = self.query_one(OptionList)
        options.set_options(Option(self.line(entry)) for entry in entries)
        if not entries and (said := self.nothing_here()):
            options.add_option(Option(content_lines(said, "dim"), disabled=True))
        options.highlighted = self.rests_on(entries)
        if self._confirmed:
            self.action_confirm()

    def chosen(self) -> E | None:
        """Give the entry under the cursor."""
        place = self.query_one(OptionList).highlighted
        return self._entries[place] if place is not None and place < len(self._entries) else None

    def action_move(self, step: int) -> None:
        """Move in the list."""
        move_cursor(self.query_one(OptionList), step)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take what was clicked."""
        self.take(self._entries[event.option_index])

    def action_complete(self) -> None:
        """Put the chosen entry into the line, the first one when none is chosen."""
        entry = self.chosen() or next(iter(self._entries), None)
        if entry is not None:
            self._put(self.path_of(entry))

    def _put(self, path: str) -> None:
        line = self.query_one(LineEditor)
        line.value = path
        line.cursor_position = len(path)

    def take(self, entry: E) -> None:
        """Answer with an entry, or go into it."""
        if self.is_goal(entry):
            self.dismiss(Path(self.path_of(entry)))
        else:
            self._put(self.path_of(entry))

    def action_confirm(self) -> None:
        """Take the chosen entry, else what was typed, once it is known what begins so."""
        line = self.query_one(LineEditor).value
        self._confirmed = line != self._listed
        if self._confirmed:
            return
        typed = plain_path(line)
        if (entry := self.chosen()) is not None:
            self.take(entry)
        elif typed:
            self.confirm_typed(typed)
        else:
            self.refuse(self.missing())

    def missing(self) -> str:
        """Say that nothing has been typed or chosen yet."""
        raise NotImplementedError

    def confirm_typed(self, typed: str) -> None:
        """Answer with a path as it was typed."""
        self.dismiss(Path(typed).expanduser())
