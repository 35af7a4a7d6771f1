"""The start screen: every way to a workspace, and what is said when one leads nowhere."""

import pytest
from workspaces import TODAY, make, settle

from tasklist_tui import i18n
from tasklist_tui.services import recent
from tasklist_tui.services.places import subfolders
from tasklist_tui.services.session import Session
from tasklist_tui.tui.screens.import_file import FileDialog
from tasklist_tui.tui.screens.main import MainScreen
from tasklist_tui.tui.screens.start import StartScreen
from tasklist_tui.tui.screens.start_dialogs import CloneDialog, CreateDialog, FolderDialog
from tasklist_tui.tui.screens.work import WorkScreen
from tasklist_tui.tui.shell import Shell
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor

SIZES = [(80, 24), (120, 40), (40, 10)]


@pytest.fixture(autouse=True)
def _start(tmp_path, monkeypatch):
    monkeypatch.setenv("TASKLIST_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


async def until(pilot, holds):
    """Wait until something holds of the app."""
    for _ in range(3000):
        await pilot.pause()
        if holds(pilot.app):
            await pilot.pause()
            return
        await pilot.pause(0.005)
    raise AssertionError("it never came to that")


def on_top(screen):
    return lambda shell: isinstance(shell.screen, screen)


async def opened(pilot):
    """Wait for the main screen, and give the folder and the organisation it shows."""
    await until(pilot, on_top(MainScreen))
    await until(pilot, lambda shell: shell.screen.director.situation.snapshot is not None)
    await settle(pilot)
    seen = pilot.app.screen.director.snapshot
    return seen.root, seen.workspace.settings.organisation


def shell():
    return Shell(None, today=TODAY)


def put(pilot, name, text):
    pilot.app.screen.query_one(f"#{name}").value = text


@pytest.mark.parametrize("size", SIZES)
def test_the_ways_are_listed(drive, screen_lines, size):
    async def script(pilot):
        await settle(pilot)
        return "\n".join(screen_lines(pilot.app))

    text = drive(shell(), script, size)
    for way in ("Open a workspace", "Make a new one", "Copy one from a server", "Try the samples"):
        assert way in text


def test_workspaces_opened_last_stand_on_top_and_enter_opens_the_newest(drive, tmp_path, screen_lines):
    old, new = make(tmp_path / "old"), make(tmp_path / "new")
    recent.remember(old)
    recent.remember(new)

    async def script(pilot):
        await settle(pilot)
        text = "\n".join(screen_lines(pilot.app))
        await pilot.press("enter")
        return text, await opened(pilot)

    text, (root, _organisation) = drive(shell(), script)
    assert text.index("new") < text.index("old") < text.index("Open a workspace")
    assert root == str(new)


def test_a_folder_is_found_by_typing_its_beginning(drive, tmp_path):
    root = make(tmp_path / "office")
    (tmp_path / "office-trip").mkdir()

    async def script(pilot):
        await settle(pilot)
        await pilot.press("o")
        await until(pilot, on_top(FolderDialog))
        await pilot.press(*"off")
        await until(pilot, lambda shell: len(shell.screen._entries) == 2)
        await pilot.press("enter")
        return await opened(pilot)

    assert drive(shell(), script)[0] == str(root)


def test_a_workspace_can_begin_with_the_import_of_a_ledger(drive, tmp_path):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("i")
        await until(pilot, on_top(CreateDialog))
        put(pilot, "organisation", "示例区人大常委会")
        put(pilot, "name", "王")
        put(pilot, "folder", str(tmp_path / "new"))
        await pilot.press("ctrl+s")
        await until(pilot, on_top(FileDialog))
        await pilot.press("escape")
        return await opened(pilot)

    assert drive(shell(), script) == (str(tmp_path / "new"), "示例区人大常委会")


def test_tab_goes_into_a_folder(drive, tmp_path):
    root = make(tmp_path / "share" / "office")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("o")
        await until(pilot, on_top(FolderDialog))
        await pilot.press(*"sh")
        await until(pilot, lambda shell: [f.path.name for f in shell.screen._entries] == ["share"])
        await pilot.press("tab")
        await until(pilot, lambda shell: [f.path.name for f in shell.screen._entries] == ["office"])
        await pilot.press("enter")
        return await opened(pilot)

    assert drive(shell(), script)[0] == str(root)


def test_a_folder_without_a_workspace_is_refused_in_a_sentence_and_the_menu_stays(drive, tmp_path):
    (tmp_path / "empty").mkdir()

    async def script(pilot):
        await settle(pilot)
        await pilot.press("o")
        await until(pilot, on_top(FolderDialog))
        line = pilot.app.screen.query_one(LineEditor)
        line.value = str(tmp_path / "empty") + "/"
        await until(pilot, lambda shell: not shell.screen._entries)
        await pilot.press("enter")
        await until(pilot, lambda shell: isinstance(shell.screen, WorkScreen) and shell.screen._finished)
        text = pilot.app.screen.text
        await pilot.press("escape")
        await settle(pilot)
        return text, type(pilot.app.screen)

    text, screen = drive(shell(), script)
    assert "there is no tasklist.yaml" in text.replace("\n  ", " ")
    assert screen is StartScreen


@pytest.mark.parametrize("size", SIZES)
def test_a_workspace_is_made_from_what_is_entered(drive, tmp_path, size):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("n")
        await until(pilot, on_top(CreateDialog))
        put(pilot, "organisation", "示例[区]人大")
        pilot.app.screen.query_one("#committees").text = "办公室\nysgw=预算工委\n"
        put(pilot, "name", "王")
        put(pilot, "committee", "预算工委")
        put(pilot, "folder", str(tmp_path / "made"))
        await pilot.press("ctrl+s")
        return await opened(pilot)

    root, organisation = drive(shell(), script, size)
    assert (root, organisation) == (str(tmp_path / "made"), "示例[区]人大")
    session = Session.open(tmp_path / "made")
    session.close()
    assert [c.name for c in session.snapshot.workspace.settings.committees] == ["办公室", "预算工委"]
    assert session.snapshot.committee == "ysgw"


def test_what_is_missing_is_named_and_nothing_is_made(drive, tmp_path):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("n")
        await until(pilot, on_top(CreateDialog))
        said = []
        for name, value in (("organisation", "x"), ("name", "y")):
            await pilot.press("ctrl+s")
            said.append((pilot.app.screen.focused.id, str(pilot.app.screen.query_one(".problem").render())))
            put(pilot, name, value)
        put(pilot, "committee", "nobody")
        await pilot.press("ctrl+s")
        return said, pilot.app.screen.focused.id

    said, last = drive(shell(), script)
    assert [where for where, _ in said] == ["organisation", "name"]
    assert "organisation" in said[0][1]
    assert last == "committee"
    assert not (tmp_path / "tasklist").exists()


def test_what_the_service_refuses_is_shown_with_the_answers_kept(drive, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "events.yaml").write_text("x: y\n", "utf-8")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("n")
        await until(pilot, on_top(CreateDialog))
        for name, value in (("organisation", "机关"), ("name", "王"), ("folder", str(tmp_path / "full"))):
            put(pilot, name, value)
        await pilot.press("ctrl+s")
        await until(pilot, lambda shell: isinstance(shell.screen, CreateDialog) and bool(shell.screen._problem))
        return str(pilot.app.screen.query_one(".trouble").render()), pilot.app.screen.line("organisation")

    problem, kept = drive(shell(), script)
    assert "events.yaml" in problem
    assert kept == "机关"


def test_enter_goes_from_line_to_line_and_answers_in_the_last(drive, tmp_path):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("c")
        await until(pilot, on_top(CloneDialog))
        await pilot.press("enter")
        return pilot.app.screen.focused.id

    assert drive(shell(), script) == "folder"


def test_a_workspace_is_copied_into_a_folder_named_like_it(drive, tmp_path):
    make(tmp_path / "server")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("c")
        await until(pilot, on_top(CloneDialog))
        put(pilot, "url", str(tmp_path / "server"))
        put(pilot, "folder", str(tmp_path / "copy"))
        await pilot.press("ctrl+s")
        return await opened(pilot)

    assert drive(shell(), script) == (str(tmp_path / "copy"), "示例区人大常委会")


def test_an_address_that_leads_nowhere_says_what_to_do_and_asks_again(drive, tmp_path):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("c")
        await until(pilot, on_top(CloneDialog))
        put(pilot, "url", str(tmp_path / "nowhere"))
        await pilot.pause()
        folder = pilot.app.screen.line("folder")
        await pilot.press("ctrl+s")
        await until(pilot, lambda shell: isinstance(shell.screen, WorkScreen) and shell.screen._finished)
        text = pilot.app.screen.text
        await pilot.press("escape")
        await until(pilot, on_top(CloneDialog))
        await pilot.pause()
        return folder, text, pilot.app.screen.line("url")

    folder, text, kept = drive(shell(), script)
    assert folder == str(tmp_path / "nowhere")
    assert "→ Check the address" in text
    assert kept == str(tmp_path / "nowhere")


@pytest.mark.slow
def test_the_samples_are_made_and_opened(drive):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("d")
        return await opened(pilot)

    assert "钱塘" in drive(shell(), script)[1]


def test_the_language_is_switched_at_once(drive, screen_lines):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("L")
        await settle(pilot)
        return i18n.language(), len("".join(screen_lines(pilot.app)).strip()) > 0

    assert drive(shell(), script) == ("zh", True)


def test_q_leaves(drive):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("q")
        await pilot.pause()
        return pilot.app.is_running

    drive(shell(), script)


def test_folders_with_a_workspace_come_first_and_hidden_ones_only_when_asked_for(tmp_path):
    base = tmp_path / "base"
    for name in ("a", ".hidden", "z"):
        (base / name).mkdir(parents=True)
    (base / "z" / "tasklist.yaml").write_text("title: x\n", "utf-8")
    assert [(f.path.name, f.is_workspace) for f in subfolders(f"{base}/")] == [("z", True), ("a", False)]
    assert [f.path.name for f in subfolders(f"{base}/.h")] == [".hidden"]
    assert subfolders(f"{base}/nowhere/") == []
