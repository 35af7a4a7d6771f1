"""Dialogs: what is typed is what is given, Esc gives nothing, and no text of a person becomes anything but text."""

from datetime import date
from itertools import groupby

import pytest
from form_helpers import FULL_KIND, HOSTILE, UNANSWERED, Asking, item, snapshot_of, write

from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.kinds import Transition
from tasklist_tui.domain.workflow import Way
from tasklist_tui.i18n import set_language
from tasklist_tui.tui.screens.dialogs import (
    Answers,
    ChoiceDialog,
    ConfirmDialog,
    DateDialog,
    IdentityDialog,
    LogDialog,
    MessageDialog,
    MultiChoiceDialog,
    Option,
    ProgressDialog,
    StepDialog,
    TextDialog,
)

SNAPSHOT = snapshot_of()
OPTIONS = [
    Option("bgs", "办公室"),
    Option("ysgw", "预算工委", "Budget Committee"),
    Option("fzgw", "法制工委"),
    Option("cjhzgw", "城建环资工委", "", "没有职责"),
]


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language("zh")


@pytest.fixture
def ask(drive):
    """Give `ask(dialog, *keys)`: press the keys, several characters in a row at once, give the answer."""

    def run(dialog, *keys, size=(80, 24)):
        async def script(pilot):
            for are_text, run_of_keys in groupby(keys, lambda key: len(key) == 1):
                typed = list(run_of_keys)
                if are_text and len(typed) > 1:
                    await write(pilot, "".join(typed))
                else:
                    await pilot.press(*typed)
            await pilot.pause()
            return pilot.app.answer

        return drive(Asking(dialog), script, size)

    return run


def seen(drive, screen_lines, dialog, size=(80, 24)):
    async def script(pilot):
        return "\n".join(screen_lines(pilot.app))

    return drive(Asking(dialog), script, size)


def test_a_note_is_given_without_blank_ends(ask):
    assert ask(LogDialog("进展"), *"方案已印发 ", "enter") == "方案已印发"


def test_a_note_can_have_several_lines(ask):
    assert ask(LogDialog("进展"), "一", "ctrl+j", "二", "enter") == "一\n二"


def test_an_empty_note_is_refused(ask):
    assert ask(LogDialog("进展"), "enter") is UNANSWERED


def test_the_first_escape_keeps_a_typed_note(ask):
    assert ask(LogDialog("进展"), "一", "escape") is UNANSWERED
    assert ask(LogDialog("进展"), "一", "escape", "escape") is None
    assert ask(LogDialog("进展"), "escape") is None


def test_a_line_is_checked(ask):
    def check(text):
        return "" if text == "好" else "不好"

    assert ask(TextDialog("标题", "名称", "", check), "坏", "enter") is UNANSWERED
    assert ask(TextDialog("标题", "名称", "", check), "坏", "enter", "backspace", "好", "enter") == "好"
    assert ask(TextDialog("标题", "名称", "旧"), *"的", "enter") == "旧的"


DUE = FULL_KIND.field["due"]
WHERE = Where.of(SNAPSHOT.workspace, SNAPSHOT.workspace.lists[0], SNAPSHOT.calendar, SNAPSHOT.today)


def due_dialog(day=None, *, ask_reason=False, **values):
    return DateDialog("时限", DUE, {"due": day, **values}, WHERE, ask_reason=ask_reason)


@pytest.mark.parametrize("typed", ["9-30", "2026-01-05", "+3d", "今天", "9月底前", ""])
def test_a_date_is_given_as_it_was_typed(ask, typed):
    assert ask(due_dialog(), *typed, "enter") == (typed, "")


def test_a_day_that_is_none_is_refused(ask):
    assert ask(due_dialog(), *"2-30", "enter") is UNANSWERED


def test_arrows_shift_a_day_and_the_reason_comes_with_it(ask):
    dialog = due_dialog(date(2025, 12, 31), ask_reason=True)
    assert ask(dialog, "ctrl+up", "shift+up", "tab", *"延期", "enter") == ("2026-01-08", "延期")


def test_the_meaning_of_a_date_is_shown_beneath_it(drive, screen_lines):
    shown = seen(drive, screen_lines, due_dialog(date(2025, 10, 4)))
    assert "2025-10-04 Sat · rest day · 37 days ago" in shown
    assert "Wed · 37 workdays left" in seen(drive, screen_lines, due_dialog(date(2025, 12, 31)))


def test_progress_is_typed_over_or_stepped(ask):
    assert ask(ProgressDialog(40), *"65", "enter") == 65
    assert ask(ProgressDialog(42), "up", "enter") == 45
    assert ask(ProgressDialog(42), "down", "enter") == 40
    assert ask(ProgressDialog(42), *"101", "enter") is UNANSWERED


def test_a_choice_is_made_by_arrows_digit_or_typing(ask):
    assert ask(ChoiceDialog("流转", OPTIONS), "down", "enter") == "ysgw"
    assert ask(ChoiceDialog("流转", OPTIONS), "3") == "fzgw"
    assert ask(ChoiceDialog("流转", OPTIONS), *"法制", "enter") == "fzgw"
    assert ask(ChoiceDialog("流转", OPTIONS), *"budget", "enter") == "ysgw"
    assert ask(ChoiceDialog("流转", OPTIONS, current="fzgw"), "enter") == "fzgw"
    assert ask(ChoiceDialog("流转", OPTIONS), "escape") is None


def test_what_cannot_be_chosen_says_why(drive, ask, screen_lines):
    assert "没有职责" in seen(drive, screen_lines, ChoiceDialog("流转", OPTIONS))
    assert ask(ChoiceDialog("流转", OPTIONS), "4") is UNANSWERED
    assert ask(ChoiceDialog("流转", OPTIONS), *"无此", "enter") is UNANSWERED


def test_a_choice_is_made_by_mouse(drive):
    async def script(pilot):
        await pilot.click("OptionList", offset=(3, 1))
        await pilot.pause()
        return pilot.app.answer

    assert drive(Asking(ChoiceDialog("流转", OPTIONS)), script) == "ysgw"


def test_several_are_ticked_and_unknown_ones_kept(ask):
    assert ask(MultiChoiceDialog("配合", OPTIONS, ["gone", "bgs"]), "space", "down", "space", "enter") == (
        "gone",
        "ysgw",
    )
    assert ask(MultiChoiceDialog("配合", OPTIONS, ["bgs"]), *"法制", "space", "enter") == ("bgs", "fzgw")
    assert ask(MultiChoiceDialog("配合", OPTIONS), "ctrl+a", "enter") == ("bgs", "ysgw", "fzgw")


def test_a_question_is_answered_by_enter_letter_or_arrow(ask):
    assert ask(ConfirmDialog("保存？"), "enter") is True
    assert ask(ConfirmDialog("保存？"), "n") is False
    assert ask(ConfirmDialog("保存？"), "right", "enter") is False
    assert ask(ConfirmDialog("保存？"), "escape") is None


def test_enter_alone_does_no_harm(ask):
    assert ask(ConfirmDialog("删除？", danger=True), "enter") is False
    assert ask(ConfirmDialog("删除？", danger=True), "y") is True


def test_a_name_is_needed_and_an_address_is_not(ask):
    assert ask(IdentityDialog(), "enter") is UNANSWERED
    assert ask(IdentityDialog(), *"联络员", "enter", "enter") == ("联络员", "")
    assert ask(IdentityDialog(), *"联络员", "tab", *"a@b", "enter") == ("联络员", "a@b")
    assert ask(IdentityDialog(), *"联络员", "tab", *"ab", "enter") is UNANSWERED


def test_a_message_says_what_to_do_next(drive, screen_lines, ask):
    shown = seen(drive, screen_lines, MessageDialog("保存失败", "磁盘已满\n" * 40, "清理后再试"))
    assert "保存失败" in shown
    assert "清理后再试" in shown
    assert "Close" in shown
    assert ask(MessageDialog("保存失败", "磁盘已满"), "enter") is None


def fields_of(item_values, *field_ids):
    snapshot = snapshot_of(item("aa1111", **item_values))
    task_list = snapshot.workspace.lists[0]
    way = Way(Transition("issue", ("draft",), "issued", asks=field_ids), missing=field_ids)
    return StepDialog(snapshot, task_list.id, task_list.items[0], way, "下达")


def test_the_fields_a_transition_needs_are_asked_for_and_none_may_stay_empty(ask):
    values = {"title": "听取报告", "status": "draft"}
    assert ask(fields_of(values, "lead", "due"), "ctrl+s") is UNANSWERED
    answer = ask(fields_of(values, "lead", "due"), "enter", "down", "enter", "tab", *"12-1", "ctrl+s")
    assert answer == Answers({"lead": "yjs", "due": date(2025, 12, 1)})


def test_a_note_may_stay_empty(ask):
    values = {"title": "听取报告", "lead": "bgs"}
    assert ask(fields_of(values, "lead"), "ctrl+s") == Answers({"lead": "bgs"})
    assert ask(fields_of(values, "lead"), "tab", *"请抓紧", "ctrl+s") == Answers({"lead": "bgs"}, text="请抓紧")


EVERY = {
    "log": lambda text: LogDialog(text, text),
    "text": lambda text: TextDialog(text, text, text),
    "date": lambda text: DateDialog(text, DUE, {"due_text": text}, WHERE, ask_reason=True),
    "progress": lambda text: ProgressDialog(40, text),
    "choice": lambda text: ChoiceDialog(text, [Option("a", text, text), Option("b", text, "", text)]),
    "multi": lambda text: MultiChoiceDialog(text, [Option("a", text, text)]),
    "confirm": lambda text: ConfirmDialog(text, text, text, text, danger=True),
    "identity": lambda text: IdentityDialog(text, text),
    "message": lambda text: MessageDialog(text, text, text),
}


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
def test_foreign_text_is_shown_as_it_is_and_never_obeyed(drive, screen_lines, make, size):
    shown = seen(drive, screen_lines, make(HOSTILE), size)
    assert not set("\x1b\x07\u202e") & set(shown)
    assert "[/bold]" in shown or "␛" in shown or make is EVERY["identity"]


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_the_keys_can_be_read_in_a_small_window(drive, screen_lines, make):
    shown = seen(drive, screen_lines, make("标题"), (40, 10))
    assert "Enter" in shown or "Esc" in shown
