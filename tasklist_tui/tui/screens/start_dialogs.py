"""What the start screen asks: which folder, what a new workspace is to be called, where to copy one from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

import msgspec
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tasklist_tui.i18n import _
from tasklist_tui.services.places import Folder
from tasklist_tui.tui.screens.dialog import Dialog
from tasklist_tui.tui.screens.entries import label
from tasklist_tui.tui.screens.path_dialog import Look, PathDialog
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.key_hints import Hint

T = TypeVar("T")


class NewWorkspace(msgspec.Struct, frozen=True):
    """What a new workspace is made from; `committees` are names, or `id=name`."""

    folder: str = ""
    organisation: str = ""
    committees: tuple[str, ...] = ()
    name: str = ""
    committee: str = ""


class Source(msgspec.Struct, frozen=True):
    """Where to copy a workspace from, and the folder to put it in."""

    url: str = ""
    folder: str = ""


class FolderDialog(PathDialog[Folder]):
    """Gives a folder that holds a workspace."""

    def __init__(self, start: str, look: Look) -> None:
        """Begin at the folder `start`; see `PathDialog`."""
        super().__init__(_("Open which workspace?"), _("Folder"), start, look, completes=_("go into it"))

    def line(self, entry: Folder) -> Content:
        """Give the name of a folder, and whether it is a workspace."""
        return content(entry.path.name + ("  " + _("workspace") if entry.is_workspace else "/"))

    def path_of(self, entry: Folder) -> str:
        """Give the path that goes on."""
        return f"{entry.path}/"

    def is_goal(self, entry: Folder) -> bool:
        """Say whether it is a workspace."""
        return entry.is_workspace

    def rests_on(self, entries: Sequence[Folder]) -> int | None:
        """Begin on a workspace where there is one: they come first."""
        return 0 if entries and entries[0].is_workspace else None

    def missing(self) -> str:
        """Ask for a path."""
        return _("Type the path of a folder, or choose one")


class LinesDialog(Dialog[T]):
    """Lines to fill in below each other; Enter goes to the next one, from the last one it gives the answer."""

    DEFAULT_CSS = """
    LinesDialog VerticalScroll { height: auto; max-height: 70vh; scrollbar-size-vertical: 1; }
    LinesDialog LongEditor { max-height: 5; }
    LinesDialog .trouble { color: $text-error; height: auto; max-height: 3; }
    LinesDialog.-low VerticalScroll { max-height: 5; }
    LinesDialog.-low .title { margin: 0; max-height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "confirm", show=False)]

    def hints(self) -> Sequence[Hint]:
        """Name the keys between the lines."""
        return [
            Hint("Tab", _("next line")),
            Hint("Ctrl+S", _("OK"), "confirm"),
            Hint("Esc", _("Cancel"), "cancel"),
        ]

    def line(self, name: str) -> str:
        """Give what stands in the line called `name`."""
        return self.query_one(f"#{name}", LineEditor).value.strip()

    def missing(self, name: str, text: str) -> None:
        """Say what is missing, and go to its line."""
        self.refuse(text)
        self.query_one(f"#{name}").focus()

    def on_input_submitted(self, event: LineEditor.Submitted) -> None:
        """Go on to the next line; the last one answers."""
        event.stop()
        # The dialog's own handler would take any Enter for the answer.
        event.prevent_default()
        if event.input is self.query(LineEditor).last():
            self.action_confirm()
        else:
            self.focus_next()


class CreateDialog(LinesDialog[NewWorkspace]):
    """Asks what `init` needs."""

    def __init__(self, known: NewWorkspace, problem: str = "") -> None:
        """Begin with what was entered before, and with what was wrong with it."""
        super().__init__(_("A new workspace"))
        self._known, self._problem = known, problem

    def parts(self) -> Iterable[Widget]:
        """Give the lines."""
        from tasklist_tui.tui.widgets.fields.long_editor import LongEditor

        known = self._known
        if self._problem:
            yield Static(content(self._problem), classes="trouble", markup=False)
        body = VerticalScroll(
            label(_("Name of the organisation")),
            LineEditor(known.organisation, id="organisation"),
            label(_("Committees, one on each line")),
            LongEditor("\n".join(known.committees), id="committees"),
            label(_("Your own name")),
            LineEditor(known.name, id="name"),
            label(_("Your own committee (may be empty)")),
            LineEditor(known.committee, id="committee"),
            label(_("Folder to make it in")),
            LineEditor(known.folder, id="folder"),
        )
        body.can_focus = False
        yield body

    def on_mount(self) -> None:
        """Begin with the first line."""
        self.query_one("#organisation").focus()

    def action_confirm(self) -> None:
        """Give what was entered, once organisation, name and folder are there."""
        from tasklist_tui.tui.widgets.fields.long_editor import LongEditor

        committees = tuple(
            line.strip() for line in self.query_one(LongEditor).text.replace("，", "\n").split("\n") if line.strip()
        )
        own = self.line("committee")
        if not self.line("organisation"):
            self.missing("organisation", _("Enter the name of the organisation"))
        elif not self.line("name"):
            self.missing("name", _("Enter your name; colleagues see it beside your changes"))
        elif own and own not in {part for line in committees for part in (line, *line.split("=", 1))}:
            self.missing("committee", _("Your committee is not among the committees above"))
        elif not self.line("folder"):
            self.missing("folder", _("Enter a folder for it"))
        else:
            self.dismiss(
                NewWorkspace(self.line("folder"), self.line("organisation"), committees, self.line("name"), own)
            )


class CloneDialog(LinesDialog[Source]):
    """Asks where to copy a workspace from and where to."""

    def __init__(self, known: Source) -> None:
        """Begin with what was entered before."""
        super().__init__(_("Copy a workspace from a server or a shared folder"))
        self._known = known
        self._suggested = known.folder

    def parts(self) -> Iterable[Widget]:
        """Give the lines."""
        yield label(_("Address of the server, or path of the shared folder"))
        yield LineEditor(self._known.url, placeholder="https://…  ssh://…  /…", id="url")
        yield label(_("Folder to copy it into"))
        yield LineEditor(self._known.folder, id="folder")

    def on_mount(self) -> None:
        """Begin with the address."""
        self.query_one("#url").focus()

    def on_input_changed(self, event: LineEditor.Changed) -> None:
        """Suggest a folder named like the address, as long as the person has not said another one."""
        folder = self.query_one("#folder", LineEditor)
        if event.input.id == "url" and folder.value == self._suggested:
            name = event.value.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".git")
            folder.value = self._suggested = f"{self._known.folder}{name}"

    def action_confirm(self) -> None:
        """Give both, once they are there."""
        if not self.line("url"):
            self.missing("url", _("Enter the address"))
        elif not self.line("folder"):
            self.missing("folder", _("Enter a folder for it"))
        else:
            self.dismiss(Source(self.line("url"), self.line("folder")))
