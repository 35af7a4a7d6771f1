"""What is wrong in the files of the workspace: file, line and field, what it is, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.i18n import _, translate
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.option_cursor import move_cursor

if TYPE_CHECKING:
    from tasklist_tui.services.session import Session
    from tasklist_tui.tui.gateway import Gateway


async def find_problems(gateway: Gateway) -> list[Problem]:
    """Look for every problem of the workspace."""

    def work(session: Session) -> list[Problem]:
        from tasklist_tui.services.check import problems_in

        return problems_in(session)

    return await gateway.call(msg("Checking the files"), work, name="check")


class ProblemsScreen(ModalScreen[ItemKey]):
    """A list of problems; Enter goes to the item, where there is one."""

    DEFAULT_CSS = """
    ProblemsScreen { align: center middle; }
    ProblemsScreen Vertical {
        width: 100; max-width: 100%; height: 90%; background: $surface; border: round $primary;
    }
    ProblemsScreen OptionList { height: 1fr; border: none; background: $surface; }
    ProblemsScreen OptionList:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,exclamation_mark", "dismiss", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    def __init__(self, problems: list[Problem]) -> None:
        """Show `problems`."""
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        """List them, or say that there are none."""
        with Vertical() as frame:
            frame.border_title = _("Problems: {count}", count=len(self._problems))
            frame.border_subtitle = _("Enter goes to the item, Esc closes")
            options = [Option(_problem_text(problem), str(number)) for number, problem in enumerate(self._problems)]
            nothing = Option(content(_("Nothing is wrong in the files of this workspace")), disabled=True)
            yield OptionList(*(options or [nothing]))

    def action_move(self, step: int) -> None:
        """Move the cursor with j and k."""
        move_cursor(self.query_one(OptionList), step)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the item."""
        problem = self._problems[event.option_index]
        if problem.item:
            name = problem.path.removeprefix("lists/").removesuffix(".yaml")
            self.dismiss(ItemKey(name, problem.item))


def _problem_text(problem: Problem) -> Content:
    """Give a problem on three lines: where, what, what to do."""
    place = ":".join(filter(None, (problem.path, str(problem.line or ""), problem.field)))
    word = _("Error") if problem.severity is Severity.ERROR else _("Warning")
    style = "$text-error" if problem.severity is Severity.ERROR else "$text-warning"
    parts = [content(f"{word}  {place}", style), content(f"  {translate(problem.message)}")]
    if problem.hint:
        parts.append(content(f"  → {translate(problem.hint)}", "$text-muted"))
    return Content("\n").join(parts)
