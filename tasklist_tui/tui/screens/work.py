"""A dialog for work that takes a while: how far it has come, a safe stop, and in the end what came of it."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from tasklist_tui.domain.telling import Cancelled, Progress
from tasklist_tui.i18n import _
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import content
from tasklist_tui.tui.trouble import trouble_lines
from tasklist_tui.tui.widgets.key_hints import Hint, hints_content
from tasklist_tui.tui.widgets.pages import Page

T = TypeVar("T")

#: Does the work somewhere else: told whom to tell how far it has come, and whom to ask whether to stop.
Work = Callable[[Progress, Cancelled], Awaitable[T]]


#: Rows of the frame that are not the page's: two of the border and the keys.
_FRAME_ROWS = 3


class WorkScreen(ModalScreen[T | None], Generic[T]):
    """Starts its work as soon as it is shown; gives the result, None when there is none.

    A result is given at once unless a subclass has lines to say about it; trouble is always shown.
    """

    DEFAULT_CSS = """
    WorkScreen { align: center middle; }
    WorkScreen > .frame {
        width: 84; max-width: 100%; height: auto; max-height: 90%;
        background: $surface; border: round $primary; padding: 0 1;
    }
    WorkScreen #phase { height: 1; }
    WorkScreen ProgressBar { height: 1; width: 100%; }
    WorkScreen Page { background: $surface; height: auto; max-height: 1fr; display: none; }
    WorkScreen #keys { height: 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("enter,q", "close", show=False),
    ]

    class Progressed(Message):
        """So far it has come; posted from the thread that works."""

        def __init__(self, text: str, done: int, total: int) -> None:
            """Carry it."""
            super().__init__()
            self.text, self.done, self.total = text, done, total

    def __init__(self, title: str, work: Work[T], words: Callable[[str], str] = str) -> None:
        """Show under `title` how `work` goes; `words` says in words what is being done."""
        super().__init__()
        self._heading = title
        self._work = work
        self._words = words
        self._stop = threading.Event()
        self._finished = self._gone = False
        self._result: T | None = None
        self._error: Exception | None = None

    def compose(self) -> ComposeResult:
        """Lay out progress, result and keys."""
        with Vertical(classes="frame") as frame:
            frame.border_title = content(self._heading)
            yield Static(content(_("One moment …")), id="phase", markup=False)
            yield ProgressBar(total=None, show_eta=False, show_percentage=False)
            yield from self.head()
            yield self.page()
            yield Static(hints_content(self.working_hints()), id="keys", markup=False)

    def head(self) -> Iterable[Widget]:
        """Give what stands above the page of a result."""
        return ()

    def page(self) -> Page:
        """Make the page for the lines of a result."""
        return Page()

    def hints(self) -> Sequence[Hint]:
        """Give the keys to name once there are lines to read."""
        return [Hint("Esc", _("Close"), "leave")]

    def working_hints(self) -> Sequence[Hint]:
        """Give the keys to name while it works."""
        return [Hint("Esc", _("Stop"), "leave")]

    def on_mount(self) -> None:
        """Begin."""
        self.begin(self._work)

    def begin(self, work: Work[T]) -> None:
        """Do `work` now, in place of what was shown."""
        self._work, self._finished, self._error = work, False, None
        self._stop = threading.Event()
        self.query_one("#phase", Static).update(content(_("One moment …")))
        self.query_one(ProgressBar).update(total=None, progress=0)
        self.query_one("#keys", Static).update(hints_content(self.working_hints()))
        self.query_one(Page).scroll_home(animate=False)
        self._switch(working=True)
        self.run_worker(self._run(), group="work", name="work")

    def _switch(self, *, working: bool) -> None:
        self.query_one("#phase").display = working
        self.query_one(ProgressBar).display = working
        self.query_one(Page).display = not working

    def lines(self, result: T, width: int) -> list[Line]:
        """Give what to say about a result; nothing to go on at once."""
        return []

    def says(self, result: T | None) -> bool:
        """Say whether there is something to say about a result."""
        return result is not None and bool(self.lines(result, 40))

    async def _run(self) -> None:
        try:
            self._result = await self._work(self._tell, self._stop.is_set)
        except Exception as error:  # noqa: BLE001  whatever it is, the person reads it here
            self._error = error
        if self._gone:
            return
        self._finished = True
        if self._error is None and not self.says(self._result):
            self.dismiss(self._result)
            return
        self._switch(working=False)
        self.show_hints()
        self.call_after_refresh(self._fill)

    def show_hints(self) -> None:
        """Name the keys of a result."""
        self.query_one("#keys", Static).update(hints_content(self.hints()))

    def _tell(self, done: int, total: int, phase: str) -> None:
        """Hear from the working thread how far it has come."""
        words = self._words(phase)
        self.post_message(self.Progressed(f"{words} {100 * done // total}%" if total else f"{words} …", done, total))

    def on_work_screen_progressed(self, event: Progressed) -> None:
        """Show how far it has come."""
        if not self._finished and not self._stop.is_set():
            self.query_one("#phase", Static).update(content(event.text))
            self.query_one(ProgressBar).update(total=event.total or None, progress=event.done)

    def on_resize(self) -> None:
        """Break the lines anew."""
        if self._finished:
            self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        page = self.query_one(Page)
        # The page has no width yet while it is hidden; one cell stays for its scroll bar.
        width = max(20, self.query_one(".frame").content_size.width - 1)
        lines = self._lines(width)
        page.styles.height = self.page_height(len(lines))
        page.set_lines(lines, keep_place=True)
        self.filled(width)
        page.focus()

    def page_height(self, lines: int) -> int | str:
        """Give the height of a page of so many lines.

        A page as high as its lines would push the keys out of the frame, which is as high as 90 % of the window.
        """
        return max(1, min(lines, self.size.height * 9 // 10 - _FRAME_ROWS))

    def filled(self, width: int) -> None:
        """Hear that the lines of the result stand on the page, which is `width` cells wide."""

    def _lines(self, width: int) -> list[Line]:
        if self._error is not None:
            return trouble_lines(self._error, width)
        return self.lines(self._result, width) if self._result is not None else []

    @property
    def text(self) -> str:
        """What the result says, as plain text."""
        return self.query_one(Page).text

    def action_leave(self) -> None:
        """Stop at the next safe place while it works, close when it has ended."""
        if self._finished:
            self.action_close()
        else:
            self._stop.set()
            self.query_one("#phase", Static).update(content(_("Stopping as soon as that is safe …")))

    def leave_now(self) -> None:
        """Close at once; the work, which must be one that may be left alone, is told to stop."""
        self._stop.set()
        self._gone = True
        self.dismiss(None)

    def action_close(self) -> None:
        """Close when it has ended."""
        if self._finished:
            self.dismiss(self._result)
