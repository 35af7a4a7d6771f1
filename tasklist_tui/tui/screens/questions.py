"""The questions that a merge leaves, one at a time: both values with who and when, and a key for each answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tasklist_tui.domain.conflicts import Answer, Choice, Clash, Conflict
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Value
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.questions import Question, field_of
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.question_lines import MERGING, Sides, choice_label, heading, is_whole_file, place, question_lines
from tasklist_tui.tui.screens.dialog import HEIGHTS, fit
from tasklist_tui.tui.screens.entries import LogDialog, TextDialog
from tasklist_tui.tui.screens.own_value import OwnValue
from tasklist_tui.tui.text import content
from tasklist_tui.tui.widgets.key_hints import Hint, hints_content
from tasklist_tui.tui.widgets.pages import Page

#: Stores answers by the key of their question; None takes one back.
Keep = Callable[[Mapping[str, Answer | None]], Awaitable[None]]

#: The key of each choice: always the same one, whichever of them there are.
_KEYS: dict[Choice, str] = {
    Choice.OURS: "1",
    Choice.THEIRS: "2",
    Choice.BOTH: "3",
    Choice.CUSTOM: "4",
    Choice.BASE: "5",
}
_SIDES = frozenset({Choice.OURS, Choice.THEIRS})

#: What questions that are answered together have in common: how they collide, and whether in a list or in which file.
_Sort = tuple[Clash, str, bool]


def _sort(conflict: Conflict) -> _Sort:
    return conflict.clash, conflict.path, is_whole_file(conflict)


class QuestionsScreen(ModalScreen[int]):
    """Asks one question after the other; gives how many are put off, 0 when all are answered.

    Every answer is kept at once, so whatever ends the program loses none.
    """

    DEFAULT_CSS = """
    QuestionsScreen { align: center middle; }
    QuestionsScreen > .frame {
        width: 130; max-width: 100%; height: 100%; max-height: 34;
        background: $surface; border: round $primary; padding: 0 1;
    }
    QuestionsScreen .title { height: auto; max-height: 2; text-style: bold; }
    QuestionsScreen .place { height: auto; max-height: 2; color: $text-accent; }
    QuestionsScreen Page { height: 1fr; margin-top: 1; }
    QuestionsScreen Horizontal { height: 1; }
    QuestionsScreen Button { width: auto; min-width: 8; height: 1; margin-right: 1; border: none; padding: 0; }
    QuestionsScreen Button:focus { text-style: bold reverse; }
    QuestionsScreen .problem { color: $text-error; height: auto; max-height: 3; display: none; }
    QuestionsScreen #keys { height: auto; max-height: 2; color: $text-muted; }
    QuestionsScreen.-low Page { margin: 0; }
    """
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"choose('{choice.value}')", show=False) for choice, key in _KEYS.items()),
        Binding("r", "same_for_rest", show=False),
        Binding("b,backspace", "go(-1)", show=False),
        Binding("n", "go(1)", show=False),
        Binding("right", "button(1)", show=False),
        Binding("left", "button(-1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("pageup", "scroll_page(-1)", show=False),
        Binding("pagedown,space", "scroll_page(1)", show=False),
        Binding("escape,q", "put_off", show=False),
    ]

    def __init__(self, snapshot: Snapshot, questions: Sequence[Question], keep: Keep, sides: Sides = MERGING) -> None:
        """Ask `questions` about `snapshot`, beginning with the first that has no answer; `sides` names the answers."""
        super().__init__()
        self._sides = sides
        self._snapshot, self._questions, self._keep = snapshot, list(questions), keep
        self._number = self._next_open(0) or 0
        self._last: tuple[_Sort, Choice] | None = None
        self._ended = False

    def compose(self) -> ComposeResult:
        """Lay out what is asked, both sides, the answers and the keys."""
        fit(self)
        with Vertical(classes="frame"):
            yield Static(classes="title", markup=False)
            yield Static(classes="place", markup=False)
            page = Page()
            page.can_focus = False
            yield page
            yield Static(classes="problem", markup=False)
            with Horizontal():
                for choice in _KEYS:
                    yield Button("", id=choice.value, compact=True)
            yield Static(id="keys", markup=False)

    @property
    def question(self) -> Question:
        """The question that is asked now."""
        return self._questions[self._number]

    @property
    def text(self) -> str:
        """Both sides as they are shown, as plain text."""
        return self.query_one(Page).text

    def on_mount(self) -> None:
        """Ask."""
        self._show()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._fill, keep_place=True)

    def _show(self) -> None:
        """Show the question that is asked now."""
        question, workspace = self.question, self._snapshot.workspace
        conflict = question.conflict
        frame = self.query_one(".frame", Vertical)
        frame.border_title = content(
            _("To decide: {number} of {count}", number=self._number + 1, count=len(self._questions))
        )
        self.query_one(".title", Static).update(content(heading(workspace, conflict)))
        self.query_one(".place", Static).update(content(place(workspace, conflict)))
        for choice, key in _KEYS.items():
            button = self.query_one(f"#{choice.value}", Button)
            button.display = choice in question.choices
            button.label = content(f"{key} {choice_label(conflict, choice, self._sides)}")
        chosen = question.answer.choice if question.answer else Choice.OURS
        self.query_one(f"#{chosen.value}", Button).focus()
        self.query_one("#keys", Static).update(hints_content(self._hints()))
        self.refuse("")
        self.call_after_refresh(self._fill, keep_place=False)

    def _fill(self, *, keep_place: bool) -> None:
        page = self.query_one(Page)
        width = max(20, page.line_width)
        page.set_lines(
            question_lines(self._snapshot.workspace, self.question, width, self._sides), keep_place=keep_place
        )

    def _hints(self) -> list[Hint]:
        hints = []
        if rest := self._like_the_last():
            choice = choice_label(self.question.conflict, rest[1], self._sides)
            label = _("“{choice}” for all {count} left", choice=choice, count=len(rest[0]))
            hints.append(Hint("r", label, "same_for_rest"))
        if len(self._questions) > 1:
            hints += [Hint("b", _("Back"), "go(-1)"), Hint("n", _("Skip"), "go(1)")]
        return [*hints, Hint("↑↓", _("Scroll")), Hint("Esc", _("Decide later"), "put_off")]

    def refuse(self, text: str) -> None:
        """Say why an answer cannot be taken; "" takes that back."""
        line = self.query_one(".problem", Static)
        line.update(content(text))
        line.display = bool(text)

    # --- answers

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the answer of a button."""
        event.stop()
        self.action_choose(event.button.id or "")

    def action_choose(self, name: str) -> None:
        """Answer the question, or ask for the value first."""
        choice = Choice(name)
        if self._ended or choice not in self.question.choices:
            return
        if choice is Choice.CUSTOM:
            self._ask_value()
            return
        self._last = (_sort(self.question.conflict), choice) if choice in _SIDES else None
        self._give({self._number: Answer(choice)})

    def action_same_for_rest(self) -> None:
        """Answer all questions that are left and of the same sort as the last one."""
        if rest := self._like_the_last():
            self._give(dict.fromkeys(rest[0], Answer(rest[1])))

    def _like_the_last(self) -> tuple[list[int], Choice] | None:
        """Give the open questions of the same sort as the one answered last, if this is one of them, and the answer."""
        if self._last is None or _sort(self.question.conflict) != self._last[0] or self.question.answer is not None:
            return None
        sort, choice = self._last
        found = enumerate(self._questions)
        alike = [n for n, q in found if q.answer is None and _sort(q.conflict) == sort and choice in q.choices]
        return alike, choice

    def _give(self, answers: Mapping[int, Answer]) -> None:
        """Keep answers and go on to the next open question; after the last one all of them have been kept."""
        for number, answer in answers.items():
            self._questions[number] = msgspec.structs.replace(self._questions[number], answer=answer)
        after = self._next_open(self._number)
        self._ended = after is None
        kept = {self._questions[number].conflict.key: answer for number, answer in answers.items()}
        self.run_worker(self._store(kept), group="keep", name="keep")
        if after is not None:
            self._number = after
            self._show()

    async def _store(self, answers: Mapping[str, Answer | None]) -> None:
        ended = self._ended
        try:
            await self._keep(answers)
        except Exception as error:  # noqa: BLE001  whatever it is, the person reads it here and answers again
            self._ended = False
            self._questions = [
                msgspec.structs.replace(q, answer=None) if q.conflict.key in answers else q for q in self._questions
            ]
            self._show()
            self.refuse(translate(error.message) if isinstance(error, UserError) else str(error))
            return
        if ended and self._ended:
            self.dismiss(0)

    def _next_open(self, start: int) -> int | None:
        """Give the next question without an answer from `start` on, round to the first."""
        order = [*range(start, len(self._questions)), *range(start)]
        return next((number for number in order if self._questions[number].answer is None), None)

    # --- a value of one's own

    def _ask_value(self) -> None:
        """Ask for a value with the control of its field; what is no value of an item is typed as text."""
        conflict, snapshot = self.question.conflict, self._snapshot
        field = field_of(snapshot.workspace, conflict)
        if field is None:
            begun = "" if conflict.ours is None else str(conflict.ours)
            if conflict.is_lines:
                self.app.push_screen(LogDialog(heading(snapshot.workspace, conflict), begun), self._typed_text)
                return
            self.app.push_screen(TextDialog(place(snapshot.workspace, conflict), value=begun), self._typed_text)
            return
        form = OwnValue(snapshot, conflict, field, with_words=conflict.words is not None)
        self.app.push_screen(form, self._typed_value)

    def _typed_text(self, text: str | None) -> None:
        if text is not None:
            self._give({self._number: Answer(Choice.CUSTOM, text)})

    def _typed_value(self, values: Mapping[str, Value] | None) -> None:
        if values is None:
            return
        field = field_of(self._snapshot.workspace, self.question.conflict)
        if field is None:
            return
        self._last = None
        words = values.get(field.phrase) if field.phrase else None
        self._give({self._number: Answer(Choice.CUSTOM, values.get(field.id), words)})

    # --- moving

    def action_go(self, step: int) -> None:
        """Ask the next or the previous question, answered or not."""
        if not self._ended:
            self._number = (self._number + step) % len(self._questions)
            self._show()

    def action_button(self, step: int) -> None:
        """Put the focus on the next or the previous answer."""
        if step > 0:
            self.focus_next(Button)
        else:
            self.focus_previous(Button)

    def action_scroll(self, step: int) -> None:
        """Scroll by a line."""
        page = self.query_one(Page)
        page.scroll_to(y=page.scroll_offset.y + step, animate=False)

    def action_scroll_page(self, step: int) -> None:
        """Scroll by a page."""
        page = self.query_one(Page)
        page.scroll_to(y=page.scroll_offset.y + step * max(1, page.size.height - 1), animate=False)

    def action_put_off(self) -> None:
        """Leave the rest for later."""
        if not self._ended:
            self.dismiss(sum(question.answer is None for question in self._questions))
