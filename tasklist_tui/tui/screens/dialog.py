"""The frame that all dialogs share: title, body, one line for what is wrong, keys at the foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from tasklist_tui.i18n import _
from tasklist_tui.tui.text import content, content_lines
from tasklist_tui.tui.widgets.key_hints import Hint, KeyHints

T = TypeVar("T")

#: Classes by the rows of the window.  Limits of height are given for each, because textual 8 measures a frame of
#: automatic height as if its parts had no limit when that is given in `vh`.
HEIGHTS = [(0, "-low"), (16, "-mid"), (24, "-tall"), (36, "-high")]


def fit(screen: Screen[T]) -> None:
    """Give a screen the classes of its breakpoints before its widgets are there; textual then styles them once only."""
    size = screen.app.size
    for points, cells in ((screen.HORIZONTAL_BREAKPOINTS, size.width), (screen.VERTICAL_BREAKPOINTS, size.height)):
        reached = [name for least, name in points or () if least <= cells]
        screen.add_class(*reached[-1:], update=False)


class Dialog(ModalScreen[T | None], Generic[T]):
    """Asks for one thing; Enter gives the answer, Esc gives None.

    A dialog says what is in it (`parts`), what the keys are (`hints`) and what the answer is (`action_confirm`).
    """

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > .frame {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        background: $surface; border: round $primary; padding: 0 1;
    }
    Dialog .title { text-style: bold; height: auto; max-height: 3; margin-bottom: 1; }
    Dialog .label { color: $text-muted; height: auto; }
    Dialog .problem { color: $text-error; height: auto; display: none; }
    Dialog .problem.-shown { display: block; }
    Dialog KeyHints { margin-top: 1; }
    Dialog.-low .title, Dialog.-low KeyHints { margin: 0; }
    """
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("enter", "confirm", show=False),
    ]

    def __init__(self, title: str) -> None:
        """Ask under `title`."""
        super().__init__()
        self._heading = title

    def compose(self) -> ComposeResult:
        """Lay out title, parts, problem and keys."""
        fit(self)
        with Vertical(classes="frame"):
            if self._heading:
                yield Static(content(self._heading), classes="title", markup=False)
            yield from self.parts()
            yield Static("", classes="problem", markup=False)
            yield KeyHints(self.hints())

    def parts(self) -> Iterable[Widget]:
        """Give what stands between title and keys."""
        return ()

    def hints(self) -> Sequence[Hint]:
        """Give the keys to name at the foot."""
        return (Hint("Enter", _("OK"), "confirm"), Hint("Esc", _("Cancel"), "cancel"))

    def refuse(self, text: str) -> None:
        """Say why the answer cannot be taken; "" takes that back."""
        line = self.query_one(".problem", Static)
        line.update(content_lines(text))
        line.set_class(bool(text), "-shown")

    def action_confirm(self) -> None:
        """Give the answer."""

    def action_cancel(self) -> None:
        """Give no answer."""
        self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take Enter in a line for the answer."""
        event.stop()
        self.action_confirm()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take note of what is typed."""
        self.typed(event.input, event.value)

    def typed(self, line: Input, text: str) -> None:
        """Forget a refusal as soon as the person goes on typing.

        Overridden rather than the handler, because textual calls the handlers of all base classes.
        """
        self.refuse("")
