"""The import of one file: read, looked at, decided, saved; nothing is written before the last key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import ProgressBar, Static

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.telling import Cancelled, Progress, Stopped, Teller
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.imports.draft import SAVING, NoTable
from tasklist_tui.tui.gateway import apart
from tasklist_tui.tui.import_lines import differences, doubtful, import_lines, progress_words
from tasklist_tui.tui.import_steps import Drafted, Saved, Steps, Wish
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.screens.dialog import HEIGHTS
from tasklist_tui.tui.screens.dialogs import ConfirmDialog
from tasklist_tui.tui.screens.work import WorkScreen
from tasklist_tui.tui.text import content
from tasklist_tui.tui.trouble import trouble_text
from tasklist_tui.tui.widgets.key_hints import Hint, hints_content
from tasklist_tui.tui.widgets.pages import Page

#: The keys of wishes; an import is what Enter does when nothing has to be decided first.
_KEYS = {
    Wish.NAMES: "n",
    Wish.DECIDE: "c",
    Wish.COLUMNS: "m",
    Wish.HEADER: "t",
    Wish.LIST: "l",
    Wish.MAP: "w",
    Wish.USE: "r",
}


class ImportScreen(WorkScreen[Drafted | Saved]):
    """Reads as soon as it is shown; gives `Saved`, None when it was left or the file cannot be imported (`failed`)."""

    DEFAULT_CSS = """
    ImportScreen > .frame { width: 130; }
    ImportScreen > .frame.-full { height: 100%; max-height: 100%; }
    ImportScreen .summary { height: auto; max-height: 3; text-style: bold; display: none; }
    ImportScreen .said { height: auto; max-height: 3; display: none; }
    ImportScreen .said.-refused { color: $text-error; }
    ImportScreen #keys { height: auto; max-height: 3; }
    """
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        *(Binding(f"{key},{key.upper()}", f"wish('{wish.value}')", show=False) for wish, key in _KEYS.items()),
        Binding("d,D", "doubts", show=False),
        Binding("q", "leave", show=False),
    ]

    def __init__(self, title: str, steps: Steps) -> None:
        """Import under `title` by `steps`."""
        super().__init__(title, self._draft)
        self._steps = steps
        self._drafted: Drafted | None = None
        self._saving = self._only_doubts = False
        self.failed = False

    def head(self) -> Iterable[Widget]:
        """Give the line of counts and the line of what was done last."""
        yield Static(classes="summary", markup=False)
        yield Static(classes="said", markup=False)

    def on_mount(self) -> None:
        """See that keys are for this screen from now on, Esc above all: its work has been begun by the class above."""
        phase = self.query_one("#phase", Static)
        phase.can_focus = True
        phase.focus()

    def on_work_screen_progressed(self, event: WorkScreen.Progressed) -> None:
        """Show a bar only while it is known how much there is to do: else it would look done."""
        self.query_one(ProgressBar).display = bool(event.total)
        if self._saving and not self._finished:
            self.query_one("#keys", Static).update(hints_content(self.working_hints()))

    # --- work

    async def _draft(self, progress: Progress, cancelled: Cancelled) -> Drafted:
        """Make a draft; what is stopped leaves the one before."""
        try:
            return await self._steps.draft(Teller(progress, cancelled))
        except Stopped:
            if self._drafted is None:
                self.leave_now()
                raise
            self._steps.step_back()
            return self._drafted
        except NoTable as error:
            if self._drafted is not None:
                raise
            raise NoTable(
                error.message, msg("Enter: say which row names the columns, and which of them is the task")
            ) from error

    async def _save(self, progress: Progress, cancelled: Cancelled) -> Saved | Drafted:
        if self._drafted is None:
            raise AssertionError
        try:
            return await self._steps.save(self._drafted, Teller(progress, cancelled))
        except Stopped as stopped:
            self._say(translate(stopped.message), refused=True)
            return self._drafted
        finally:
            self._saving = False

    def _tell(self, done: int, total: int, phase: str) -> None:
        """Hear from the working thread how far it has come; from the telling of it on a commit is not cut off."""
        self._saving = phase == SAVING
        self.post_message(self.Progressed(progress_words(done, total, phase), done, total))

    def _switch(self, *, working: bool) -> None:
        """Leave the page where it is while a draft is made anew: that takes a moment."""
        super()._switch(working=working)
        self.query_one(ProgressBar).display = False
        seen = self._drafted is not None or (not working and self._error is None)
        self.query_one(".frame").set_class(seen, "-full")
        if isinstance(self._result, Drafted):
            self._drafted = self._result
        self._show_summary(working=working)

    def _show_summary(self, *, working: bool) -> None:
        line = self.query_one(".summary", Static)
        line.display = not working and self._error is None and self._drafted is not None
        if self._drafted is not None:
            only = "  " + _("Only doubts are shown") if self._only_doubts else ""
            line.update(content(self._drafted.said + only))

    def says(self, result: Drafted | Saved | None) -> bool:
        """Say whether there is something to look at: a draft."""
        return isinstance(result, Drafted)

    def lines(self, result: Drafted | Saved, width: int) -> list[Line]:
        """Give what an import would do."""
        if not isinstance(result, Drafted):
            return []
        texts = (doubtful if self._only_doubts else differences)(result.texts)
        return import_lines(texts, width)

    def _fill(self) -> None:
        """Break the lines of a draft beside the screen: those of 5,000 rows take a second."""
        result = self._result
        if self._error is not None or not isinstance(result, Drafted):
            super()._fill()
            return
        width = max(20, self.query_one(".frame").content_size.width - 1)

        async def fill() -> None:
            lines = await apart(self.app, partial(self.lines, result, width), name="lines")
            page = self.query_one(Page)
            page.styles.height = "1fr"
            page.set_lines(lines, keep_place=True)

        self.run_worker(fill(), group="fill", name="fill", exclusive=True)
        self.query_one(Page).focus()

    def page_height(self, lines: int) -> int | str:
        """Let the page have all the room there is."""
        return "1fr"

    # --- keys

    def working_hints(self) -> Sequence[Hint]:
        """Name Esc, which cannot stop a commit."""
        return [] if self._saving else super().working_hints()

    def hints(self) -> Sequence[Hint]:
        """Name what can be wished, the most needed first."""
        if self._error is not None:
            if self._drafted is not None:
                return [Hint("Enter", _("back to the preview"), "go_on"), Hint("Esc", _("Leave"), "leave")]
            again = Hint("Esc", _("choose another file"), "leave")
            if isinstance(self._error, NoTable):
                return [Hint("Enter", _("say where the columns are"), "go_on"), again]
            return [again]
        wishes = self._drafted.wishes if self._drafted is not None else frozenset()
        first = self._first(wishes)
        said = {
            Wish.IMPORT: _("import"),
            Wish.NAMES: _("say what the names are") if first is Wish.NAMES else _("names"),
            Wish.DECIDE: _("decide what collides") if first is Wish.DECIDE else _("collisions"),
            Wish.COLUMNS: _("columns"),
            Wish.LIST: _("another list"),
            Wish.MAP: _("keep the map"),
            Wish.USE: _("use a map"),
        }
        keys = [Hint("Enter", said[first] if first else _("Close"), "go_on")]
        keys += [
            Hint(key, said[wish], f"wish('{wish.value}')")
            for wish, key in _KEYS.items()
            if wish in wishes and wish is not first
        ]
        doubts = [Hint("d", _("everything") if self._only_doubts else _("only doubts"), "doubts")]
        return [*keys, *(doubts if self._has_doubts() else []), Hint("Esc", _("Leave"), "leave")]

    def show_hints(self) -> None:
        """Name the keys, broken between two of them where they need more than one row."""
        width = self.query_one(".frame").content_size.width
        self.query_one("#keys", Static).update(hints_content(self.hints(), width))

    def on_resize(self) -> None:
        """Break the keys anew."""
        if self._finished:
            self.show_hints()

    def _has_doubts(self) -> bool:
        return self._drafted is not None and bool(self._drafted.draft.doubts or self._drafted.draft.unknown)

    @staticmethod
    def _first(wishes: frozenset[Wish]) -> Wish | None:
        """Give what Enter does: what has to be decided, else the import."""
        drafted = [wish for wish in (Wish.NAMES, Wish.DECIDE) if wish in wishes and Wish.IMPORT not in wishes]
        return drafted[0] if drafted else Wish.IMPORT if Wish.IMPORT in wishes else None

    def action_go_on(self) -> None:
        """Decide what has to be decided, else import; after an error go back to the last draft."""
        if not self._finished:
            return
        if self._error is not None:
            if self._drafted is not None:
                self._steps.step_back()
                self.begin(self._draft)
            elif isinstance(self._error, NoTable):
                self._wish(Wish.HEADER)
            else:
                self.action_leave()
            return
        first = self._first(self._drafted.wishes if self._drafted is not None else frozenset())
        if first is None:
            self.dismiss(None)
        else:
            self._wish(first)

    def action_wish(self, name: str) -> None:
        """Grant a wish, when it can be had."""
        wish = Wish(name)
        if self._finished and self._error is None and self._drafted is not None and wish in self._drafted.wishes:
            self._wish(wish)

    def _wish(self, wish: Wish) -> None:
        self._say("")
        if wish is Wish.IMPORT:
            self.begin(self._save)
        else:
            self.run_worker(self._grant(wish), group="wish", name=wish.value, exclusive=True)

    async def _grant(self, wish: Wish) -> None:
        try:
            said = await self._steps.grant(wish, self._drafted)
        except UserError as error:
            self._say(trouble_text(error), refused=True)
            return
        if said is None:
            self.begin(self._draft)
        else:
            self._say(said)

    def action_doubts(self) -> None:
        """Show only what is doubtful, or everything again."""
        if self._finished and self._error is None and self._has_doubts():
            self._only_doubts = not self._only_doubts
            self._show_summary(working=False)
            self.show_hints()
            self._fill()

    def _say(self, text: str, *, refused: bool = False) -> None:
        """Say below the counts what was done, "" to say nothing."""
        line = self.query_one(".said", Static)
        line.update(content(text))
        line.set_class(refused, "-refused")
        line.display = bool(text)

    def action_leave(self) -> None:
        """Stop while it reads; leave while nothing has been written.  A commit is not cut off."""
        if self._saving:
            return
        if not self._finished:
            if self._drafted is None:
                self.leave_now()
            else:
                super().action_leave()
            return
        self.failed = self._error is not None and self._drafted is None
        if not self._steps.decided:
            self.dismiss(None)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        question = _("Leave the import? Nothing has been written yet.")
        detail = _("What you have decided here is lost; w keeps it as a file.")
        self.app.push_screen(ConfirmDialog(question, detail, _("Leave"), _("Stay")), answered)
