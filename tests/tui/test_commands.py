"""One table of commands: keys, footer, help and refusals come from it (DESIGN §9)."""

from importlib import import_module
from inspect import signature

import pytest
from workspaces import make, snapshot

from tasklist_tui.domain.lightrules import LightRules
from tasklist_tui.domain.query import Sorting
from tasklist_tui.i18n import translate
from tasklist_tui.tui.command import GROUP_TITLES, Group, key_text
from tasklist_tui.tui.commands import BY_ID, COMMANDS, bindings, footer_commands
from tasklist_tui.tui.screens.help import help_lines
from tasklist_tui.tui.state import ItemKey, Situation, View, ViewState
from tasklist_tui.tui.text import cell_width


@pytest.fixture
def situation(tmp_path):
    shown = snapshot(make(tmp_path / "w"))
    return Situation(shown, ViewState(cursor=ItemKey("tasks", "aa2222")), rows=5)


def test_no_key_and_no_id_is_used_twice():
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    assert len(BY_ID) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_leads_to_a_function_of_a_stage(command):
    module, _, name = command.run.partition(":")
    function = getattr(import_module(f"tasklist_tui.tui.actions.{module}"), name)
    assert list(signature(function).parameters) == ["stage"]


def test_the_keys_that_people_were_promised():
    promised = {
        "n": "item.new", "e": "item.edit", "d": "item.duplicate", "D": "item.delete", "delete": "item.delete",
        "J": "item.down", "K": "item.up", "a": "item.advance", "A": "item.ways", "l": "item.log",
        "m": "item.milestone", "p": "item.progress", "t": "item.due", "E": "item.editor", "u": "change.undo",
        "U": "change.redo", "ctrl+r": "change.redo", "s": "sync", "g": "group.next", "o": "sort.next",
        "slash": "filter", "question_mark": "help", "ctrl+p": "palette", "q": "quit", "L": "language",
        "1": "view.list", "2": "view.timeline", "3": "view.overview", "4": "view.board", "5": "view.history",
        "6": "view.agenda", "v": "meetings", "C": "item.countdown", "P": "item.points",
    }  # fmt: skip
    found = {key: command.id for command in COMMANDS for key in command.keys}
    assert promised.items() <= found.items()


def test_bindings_carry_ids_so_that_a_keymap_can_change_them():
    assert {binding.id for binding in bindings()} == set(BY_ID)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_before_the_workspace_is_read_a_command_applies_or_says_why_not(command):
    reason = command.applies(Situation())
    assert reason is None or translate(reason)


def test_commands_on_items_refuse_without_one(situation):
    nothing = Situation(situation.snapshot, ViewState(), rows=0)
    for name in ("item.edit", "item.advance", "item.log", "item.due", "item.delete", "mark.toggle"):
        assert "No item" in str(BY_ID[name].applies(nothing))
        assert BY_ID[name].applies(situation) is None


def test_items_are_moved_only_while_they_stand_as_in_the_file(situation):
    sorted_by_due = Situation(situation.snapshot, situation.state.with_(sorting=Sorting.DUE), rows=5)
    assert BY_ID["item.up"].applies(situation) is None
    assert "as in the file" in str(BY_ID["item.up"].applies(sorted_by_due))


def test_showing_all_applies_only_while_something_is_hidden(situation):
    assert BY_ID["filter.clear"].applies(situation) is not None
    narrowed = Situation(situation.snapshot, situation.state.with_(committee="bgs"), rows=5)
    assert BY_ID["filter.clear"].applies(narrowed) is None


def test_the_foot_begins_with_the_commonest_commands(situation):
    shown = [command for command in footer_commands() if command.applies(situation) is None]
    assert [command.id for command in shown[:3]] == ["item.new", "item.edit", "item.advance"]
    assert [command.id for command in shown[-2:]] == ["help", "quit"]


@pytest.mark.parametrize("width", [30, 60, 86])
def test_the_help_names_every_command_and_fits(width):
    lines = help_lines(width, LightRules().rules())
    text = "\n".join("".join(piece for piece, _ in line) for line in lines)
    for command in COMMANDS:
        assert key_text(command.keys[0]) in text
    assert all(sum(cell_width(piece) for piece, _ in line) <= width for line in lines)


def test_every_group_has_a_title():
    assert set(GROUP_TITLES) == set(Group)


def test_keys_are_written_as_on_the_keyboard():
    assert [key_text(key) for key in ("slash", "ctrl+p", "alt+up", "f1", "delete", "D")] == [
        "/", "^p", "Alt+↑", "F1", "Del", "D",
    ]  # fmt: skip


def test_every_view_has_its_number():
    assert [BY_ID[f"view.{view.value}"].keys for view in View] == [(key,) for key in "12345678V"]
