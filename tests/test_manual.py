"""Both manuals name every command with its keys, every mark of the timeline, and every light."""

from pathlib import Path

import pytest

from tasklist_tui import i18n
from tasklist_tui.domain.lights import Colour
from tasklist_tui.i18n import translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.tui import palette
from tasklist_tui.tui.command import key_text
from tasklist_tui.tui.commands import COMMANDS
from tasklist_tui.tui.widgets.timeline_glyphs import legend

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(params=[("zh", "manual.zh-CN.md"), ("en", "manual.md")], ids=["zh", "en"])
def manual(request):
    language, name = request.param
    i18n.set_language(language)
    yield (DOCS / name).read_text("utf-8")
    i18n.set_language("zh")


def rows(text):
    """The rows of its tables."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_stands_in_the_table_of_keys(manual, command):
    keys = " ".join(f"`{key_text(key)}`" for key in command.keys)
    assert [keys, translate(command.title), translate(command.help)] in rows(manual)


def test_every_mark_of_the_timeline_is_explained(manual):
    explained = {row[0].strip("`") for row in rows(manual)}
    assert {mark for mark, _meaning in legend()} <= explained


def test_every_light_is_explained(manual):
    explained = {row[0] for row in rows(manual)}
    assert {f"{palette.symbol(colour)} {light_word(colour).lower()}" for colour in Colour} <= explained


@pytest.mark.parametrize("name", ["TASKLIST_PLAIN_KEYS", "NO_COLOR", "TASKLIST_HOME", "TASKLIST_FETCH_MINUTES"])
def test_the_variables_that_matter_are_named(manual, name):
    assert name in manual
