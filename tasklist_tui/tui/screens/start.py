"""The start screen: open, create, copy, or try the samples; shown when no workspace is there to be opened."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.telling import Cancelled, Progress
from tasklist_tui.i18n import LANGUAGES, _, language, set_language, translate
from tasklist_tui.services.phases import phase_words
from tasklist_tui.tui.gateway import apart
from tasklist_tui.tui.screens.start_dialogs import CloneDialog, CreateDialog, FolderDialog, NewWorkspace, Source
from tasklist_tui.tui.screens.work import WorkScreen
from tasklist_tui.tui.text import cell_width, content
from tasklist_tui.tui.trouble import trouble_lines
from tasklist_tui.tui.widgets.key_hints import Hint, KeyHints
from tasklist_tui.tui.widgets.option_cursor import move_cursor

if TYPE_CHECKING:
    from tasklist_tui.services.session import Session

#: Makes or finds a workspace: given whom to tell how far it is and whom to ask whether to stop.
Make = Callable[[Progress, Cancelled], Path]
#: Below this height only the menu is shown.
_LOW = 16
#: From this width on the menu explains itself.
_ROOMY = 66


class StartScreen(Screen[None]):
    """A menu; every way ends in `Chosen` with an open session, or in a sentence about what went wrong."""

    DEFAULT_CSS = """
    StartScreen { align: center middle; background: $background; }
    StartScreen > .frame {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $primary; padding: 1 2 0 2;
    }
    StartScreen .heading { text-style: bold; height: auto; }
    StartScreen .lead { color: $text-muted; height: auto; margin-bottom: 1; }
    StartScreen OptionList { height: auto; max-height: 60vh; border: none; padding: 0; background: $surface; }
    StartScreen OptionList:focus { border: none; background-tint: $foreground 0%; }
    StartScreen .problem { color: $text-error; height: auto; display: none; }
    StartScreen KeyHints { margin-top: 1; }
    StartScreen.-low > .frame { padding: 0 1; }
    StartScreen.-low .lead { display: none; }
    StartScreen.-low OptionList { max-height: 5; }
    StartScreen.-low KeyHints { margin-top: 0; }
    """
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", show=False),
        Binding("n", "create", show=False),
        Binding("c", "clone", show=False),
        Binding("i", "take_over", show=False),
        Binding("d", "demo", show=False),
        Binding("L", "language", show=False),
        Binding("q,escape", "quit", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    class Chosen(Message):
        """A workspace has been opened; `by_language` says that the person has chosen the language here.

        `then` is the command to begin with, "" for none.
        """

        def __init__(self, session: Session, *, by_language: bool, then: str = "") -> None:
            """Carry it."""
            super().__init__()
            self.session = session
            self.by_language = by_language
            self.then = then

    def __init__(self, *, today: date | None) -> None:
        """Open workspaces as of `today`, None for the day it is."""
        super().__init__()
        self._today = today
        self._recent: list[Path] = []
        self._home = str(Path.home())
        self._language_chosen = False

    def compose(self) -> ComposeResult:
        """Lay out heading, menu and keys."""
        with Vertical(classes="frame"):
            yield Static(content(_("Task lists of the office")), classes="heading", markup=False)
            yield Static(content(_("Which workspace shall it be?")), classes="lead", markup=False)
            yield OptionList(*self._options(), markup=False, compact=True)
            yield Static("", classes="problem", markup=False)
            yield KeyHints(
                [
                    Hint("↑↓", _("choose")),
                    Hint("Enter", _("OK")),
                    Hint("L", "中文/English", "language"),
                    Hint("q", _("Quit"), "quit"),
                ]
            )

    def on_mount(self) -> None:
        """Look for the workspaces opened last."""
        self._do(self._look_for_recent())

    def on_resize(self) -> None:
        """Leave out what a low window has no room for."""
        self.set_class(self.size.height < _LOW, "-low")
        self._fill()

    async def _look_for_recent(self) -> None:
        from tasklist_tui.services.recent import recent

        self._recent = await apart(self.app, recent, name="recent")
        self._fill()
        self.query_one(OptionList).highlighted = 0

    def _options(self) -> list[Option]:
        ways = (
            ("o", _("Open a workspace"), _("a folder on this computer or on a share")),
            ("n", _("Make a new one"), _("for an organisation and its committees")),
            ("i", _("Begin with a ledger"), _("make one and import an Excel, CSV or Word table")),
            ("c", _("Copy one from a server"), _("or from a shared folder of colleagues")),
            ("d", _("Try the samples"), _("a copy to play with; nothing can be broken")),
        )
        widest = max(cell_width(title) for _key, title, _note in ways)
        last = [
            Option(Content.assemble(content(path.name, "bold"), "  ", content(str(path), "dim")), f"recent-{number}")
            for number, path in enumerate(self._recent)
        ]
        entries = [
            Option(
                Content.assemble(
                    content(f"{key}  {title}{' ' * (widest - cell_width(title))}"),
                    "  ",
                    content(note if self.size.width >= _ROOMY else "", "dim"),
                ),
                key,
            )
            for key, title, note in ways
        ]
        return [*last, *entries]

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted
        options.set_options(self._options())
        options.highlighted = min(at or 0, options.option_count - 1)

    # --- the menu

    def action_move(self, step: int) -> None:
        """Move the cursor with j and k."""
        move_cursor(self.query_one(OptionList), step)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        chosen = event.option_id or ""
        if chosen.startswith("recent-"):
            self._do(self._open(self._recent[event.option_index]))
            return
        actions = {
            "o": self.action_open,
            "n": self.action_create,
            "i": self.action_take_over,
            "c": self.action_clone,
            "d": self.action_demo,
        }
        actions[chosen]()

    async def action_language(self) -> None:
        """Use the next language at once."""
        set_language(LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)])
        self._language_chosen = True
        await self.recompose()
        self.query_one(OptionList).focus()
        self._fill()

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def action_open(self) -> None:
        """Ask for a folder and open it."""
        self._do(self._ask_and_open())

    def action_create(self) -> None:
        """Ask for what a workspace needs and make it."""
        self._do(self._create())

    def action_take_over(self) -> None:
        """Make a workspace, and begin in it with the import of a ledger."""
        self._do(self._create(then="import"))

    def action_clone(self) -> None:
        """Ask for an address and copy what is there."""
        self._do(self._clone())

    def action_demo(self) -> None:
        """Make the samples and open the first one."""
        from tasklist_tui.services.demo import AS_OF

        self._do(self._work(_("Preparing the samples"), _demo, str, today=self._today or AS_OF))

    def _do(self, flow: Coroutine[None, None, bool | None]) -> None:
        """Run something that asks or waits; whatever goes wrong is a sentence, not the end of the program."""

        async def run() -> None:
            try:
                await flow
            except Exception as error:  # noqa: BLE001  the menu stays
                self._refuse(error)

        self._refuse(None)
        self.run_worker(run(), group="start", name="flow")

    def _refuse(self, error: Exception | None) -> None:
        line = self.query_one(".problem", Static)
        said = [piece for pieces in (trouble_lines(error, 200) if error else []) for piece, _role in pieces]
        line.update(content(" ".join(map(str.strip, said))))
        line.display = bool(said)

    # --- the ways in

    async def _ask_and_open(self) -> None:
        path = await self.app.push_screen_wait(FolderDialog(f"{self._home}/", self._look_into))
        if path is not None:
            await self._open(path)

    def _look_into(self, dialog: FolderDialog, path: str) -> None:
        async def look() -> None:
            from tasklist_tui.services.places import subfolders

            dialog.show(path, await apart(self.app, partial(subfolders, path), name="folders"))

        # An answer about a path that has been typed over is let go by the dialog itself.
        self._do(look())

    async def _open(self, path: Path, *, then: str = "") -> None:
        await self._work(_("Opening the workspace"), lambda _progress, _cancelled: path, str, then=then)

    async def _create(self, *, then: str = "") -> None:
        known = NewWorkspace(folder=f"{self._home}/tasklist")
        problem = ""
        while True:
            wanted = await self.app.push_screen_wait(CreateDialog(known, problem))
            if wanted is None:
                return
            known = wanted
            try:
                path = await apart(self.app, partial(_init, wanted), name="init")
            except UserError as error:
                problem = " ".join(translate(part) for part in (error.message, error.hint) if part)
                continue
            await self._open(path, then=then)
            return

    async def _clone(self) -> None:
        known = Source(folder=f"{self._home}/")
        while True:
            wanted = await self.app.push_screen_wait(CloneDialog(known))
            if wanted is None:
                return
            if await self._work(_("Copying the workspace"), partial(_clone, wanted), phase_words):
                return
            known = msgspec.structs.replace(wanted)

    async def _work(
        self, title: str, make: Make, words: Callable[[str], str], *, today: date | None = None, then: str = ""
    ) -> bool:
        """Make a workspace and open it; False when that did not come to anything, which has been shown.

        `then` is the command to begin with in it.
        """

        async def work(progress: Progress, cancelled: Cancelled) -> Session:
            def run() -> Session:
                from tasklist_tui.services.session import Session

                return Session.open(make(progress, cancelled), today=today or self._today, sign=False)

            return await apart(self.app, run, name="open")

        session = await self.app.push_screen_wait(WorkScreen(title, work, words))
        if session is None:
            return False
        self.post_message(self.Chosen(session, by_language=self._language_chosen, then=then))
        return True


def _init(wanted: NewWorkspace) -> Path:
    from tasklist_tui.services import setup

    return setup.init(
        Path(wanted.folder).expanduser(),
        organisation=wanted.organisation,
        committees=wanted.committees,
        name=wanted.name,
        committee=wanted.committee.partition("=")[0],
        language=language(),
    )


def _clone(wanted: Source, progress: Progress, cancelled: Cancelled) -> Path:
    from tasklist_tui.services import setup

    return setup.clone(wanted.url, Path(wanted.folder).expanduser(), progress=progress, cancelled=cancelled)


def _demo(progress: Progress, _cancelled: Cancelled) -> Path:
    from tasklist_tui.services.demo import make_demo
    from tasklist_tui.services.recent import data_dir

    return make_demo(data_dir() / "demo", progress).first
