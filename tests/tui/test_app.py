"""Starting: what is imported, what is painted first, and what is said when a workspace cannot be opened."""

import subprocess
import sys
import threading
from datetime import date

import pytest
from workspaces import TASKS, TODAY, app, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.services.session import Session
from tasklist_tui.tui.gateway import Opening
from tasklist_tui.tui.shell import Shell
from tasklist_tui.tui.widgets.item_table import ItemTable
from tasklist_tui.tui.widgets.statusbar import StatusLine

LATE = ("git", "gitdb", "ruamel", "yaml12", "tasklist_tui.exchange", "tasklist_tui.tui.screens.dialogs",
        "tasklist_tui.tui.screens.item_form", "tasklist_tui.tui.screens.help", "tasklist_tui.tui.widgets.timeline",
        "tasklist_tui.tui.actions.items", "tasklist_tui.services.undo", "tasklist_tui.services.sync")  # fmt: skip

PAINT = """
import asyncio, sys
from datetime import date
from pathlib import Path
from tasklist_tui import i18n
from tasklist_tui.tui.gateway import Opening
opening = Opening.of(Path(sys.argv[1]), date(2025, 11, 10))
from tasklist_tui.tui.shell import Shell
i18n.set_language("zh")
opening.wait(20)
shell = Shell(opening, today=date(2025, 11, 10))
from tasklist_tui.tui.director import Director
begin = Director._begin_work
def painted(director):
    shown = ["".join(s.text for s in strip) for strip in director._screen._compositor.render_strips()]
    assert any("规划纲要报告" in line for line in shown), shown
    print("\\n".join(sorted(sys.modules)))
    shell.exit()
Director._begin_work = painted
async def main():
    async with shell.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def _language():
    yield
    i18n.set_language("zh")


def test_items_are_painted_before_git_yaml_forms_and_other_views_are_imported(tmp_path):
    root = make(tmp_path / "w", tasks=TASKS)
    snapshot(root)  # fills the cache of parsed lists, as every start after the first finds it
    done = subprocess.run([sys.executable, "-c", PAINT, str(root)], check=True, capture_output=True, text=True)
    imported = set(done.stdout.split())
    assert "tasklist_tui.tui.widgets.item_table" in imported
    for name in LATE:
        assert not {module for module in imported if module == name or module.startswith(name + ".")}, name


def test_reading_begins_without_textual():
    code = "import sys, tasklist_tui.tui.app; print('textual' in sys.modules, 'rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_frame_is_painted_while_the_workspace_is_still_being_read(tmp_path, drive):
    root = make(tmp_path / "w", tasks=TASKS)
    go_on = threading.Event()

    def slowly():
        go_on.wait(20)
        return Session.open(root, today=TODAY, sign=False)

    async def script(pilot):
        before = pilot.app.screen.query_one(StatusLine).text, pilot.app.screen.query_one(ItemTable).line_count
        await pilot.press("j", "e", "g", "slash", "escape")
        refused = pilot.app.screen.query_one(StatusLine).text
        go_on.set()
        for _ in range(200):
            await pilot.pause(0.02)
            if pilot.app.screen.query_one(ItemTable).line_count:
                break
        await settle(pilot)
        return before, refused, pilot.app.screen.query_one(ItemTable).line_count

    i18n.set_language("en")
    before, refused, lines = drive(Shell(Opening(slowly), today=TODAY), script, (120, 40))
    assert before == ("Reading the workspace", 0)
    assert "Reading" in refused
    assert lines > 0


@pytest.mark.parametrize(
    "error", [UserError(msg("This is no workspace"), msg("open another folder")), RuntimeError("boom")]
)
def test_a_workspace_that_cannot_be_opened_is_a_sentence_with_what_to_do(drive, screen_lines, error):
    def fails():
        raise error

    async def script(pilot):
        await pilot.pause(0.1)
        return "\n".join(screen_lines(pilot.app))

    i18n.set_language("en")
    text = drive(Shell(Opening(fails), today=None), script, (80, 24))
    assert str(error) in text
    if isinstance(error, UserError):
        assert "open another folder" in text


def test_an_empty_workspace_says_what_to_do(tmp_path, drive, screen_lines):
    root = make(tmp_path / "w", tasks="title: 空\nkind: task\nitems: []\n")

    async def script(pilot):
        await settle(pilot)
        return "\n".join(screen_lines(pilot.app))

    assert "n adds the first item" in drive(app(root), script, (80, 24))


def test_quitting_waits_for_what_is_being_saved(tmp_path, drive):
    root = make(tmp_path / "w", tasks=TASKS)

    async def script(pilot):
        await settle(pilot)
        await pilot.press("down", "a", "q")
        await pilot.pause(0.2)

    drive(app(root), script, (80, 24))
    after = Session.open(root, today=date(2025, 11, 10))
    after.close()
    assert after.snapshot.workspace.find("bb3333")[1].status == "doing"
    assert after.snapshot.uncommitted == ()


def test_the_palette_finds_commands_by_their_name(tmp_path, drive, screen_lines):
    root = make(tmp_path / "w", tasks=TASKS)

    async def script(pilot):
        await settle(pilot)
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        shown = "\n".join(screen_lines(pilot.app))
        await pilot.press(*"urgency")
        await pilot.pause(0.5)
        return shown, "\n".join(screen_lines(pilot.app))

    everything, found = drive(app(root), script, (120, 40))
    assert "Advance" in everything
    assert "by urgency" in found
