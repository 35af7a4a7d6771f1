"""What the start screen asks: which folder, what a new workspace is to be called, where to copy one from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

import msgspec
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tasklist_tui.i18n import _
from tasklist_tui.services.places import Folder
from tasklist_tui.tui.screens.dialog import Dialog
from tasklist_tui.tui.screens.entries import label
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


class FolderDialog(Dialog[Path]):
    """A path to type, and below it the folders it can go on with; gives a folder that holds a workspace."""

    DEFAULT_CSS = """
    FolderDialog OptionList {
        height: auto; max-height: 45vh; border: none; padding: 0; background: $surface; scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("tab", "complete", show=False, priority=True),
    ]

    def __init__(self, start: str, look: Callable[[FolderDialog, str], None]) -> None:
        """Begin at the folder `start`; `look` reads the folders of a path and brings them to `show`."""
        super().__init__(_("Open which workspace?"))
        self._start = start
        self._look = look
        self._folders: Sequence[Folder] = ()

    def parts(self) -> Iterable[Widget]:
        """Give the line and the list."""
        yield label(_("Folder"))
        yield LineEditor(self._start)
        options = OptionList(markup=False, compact=True)
        options.can_focus = False
        yield options

    def hints(self) -> Sequence[Hint]:
        """Name the keys that go through the folders."""
        return [Hint("↑↓", _("choose")), Hint("Tab", _("go into it"), "complete"), *super().hints()]

    def on_mount(self) -> None:
        """Look into the first folder."""
        self._look(self, self._start)

    def on_input_changed(self, event: LineEditor.Changed) -> None:
        """Look where the path leads now."""
        self._look(self, event.value)

    def show(self, path: str, folders: Sequence[Folder]) -> None:
        """List the folders of `path`, unless the person has typed on since."""
        if not self.is_mounted or path != self.query_one(LineEditor).value:
            return
        self._folders = folders
        options = self.query_one(OptionList)
        options.set_options(
            Option(content(folder.path.name + ("  " + _("workspace") if folder.is_workspace else "/")))
            for folder in folders
        )
        options.highlighted = 0 if folders and folders[0].is_workspace else None

    def _chosen(self) -> Folder | None:
        place = self.query_one(OptionList).highlighted
        return self._folders[place] if place is not None and place < len(self._folders) else None

    def action_move(self, step: int) -> None:
        """Move in the list."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a clicked folder."""
        self._enter(self._folders[event.option_index])

    def action_complete(self) -> None:
        """Go into the chosen folder, the first one when none is chosen."""
        folder = self._chosen() or next(iter(self._folders), None)
        if folder is not None:
            self._go(folder)

    def _go(self, folder: Folder) -> None:
        line = self.query_one(LineEditor)
        line.value = f"{folder.path}/"
        line.cursor_position = len(line.value)

    def _enter(self, folder: Folder) -> None:
        if folder.is_workspace:
            self.dismiss(folder.path)
        else:
            self._go(folder)

    def action_confirm(self) -> None:
        """Open the chosen folder or go into it; without a choice open what was typed."""
        chosen, typed = self._chosen(), self.query_one(LineEditor).value.strip()
        if chosen is not None:
            self._enter(chosen)
        elif typed:
            self.dismiss(Path(typed).expanduser())
        else:
            self.refuse(_("Type the path of a folder, or choose one"))


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
