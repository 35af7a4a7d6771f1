"""The sync dialog with real repositories: what was sent, what came in, what collides, and what is in the way."""

import asyncio
import shutil
import threading

import pytest
from workspaces import OTHER, TASKS, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.edits import AddItem, SetFields
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item
from tasklist_tui.services import setup
from tasklist_tui.services.session import Session
from tasklist_tui.services.sync import sync
from tasklist_tui.tui.screens.sync import SyncScreen
from tasklist_tui.tui.screens.work import WorkScreen
from tasklist_tui.tui.trouble import trouble_lines
from tasklist_tui.tui.widgets.statusbar import StatusLine

SIZES = [(80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


def exchange(root):
    session = Session.open(root)
    report = sync(session, progress=lambda *_: None, cancelled=lambda: False)
    session.close()
    return report


def save(root, *edits):
    session = Session.open(root)
    session.apply(edits)
    session.close()


@pytest.fixture
def root(tmp_path):
    """A workspace shared through a bare repository in a folder."""
    root = make(tmp_path / "w", tasks=TASKS, daily=OTHER)
    branch = git(root, "branch", "--show-current").strip()
    git(tmp_path, "init", "-q", "--bare", f"--initial-branch={branch}", "server.git")
    git(root, "remote", "add", "origin", str(tmp_path / "server.git"))
    exchange(root)
    return root


@pytest.fixture
def other(root, tmp_path):
    """A colleague's copy."""
    copy = setup.clone(
        str(tmp_path / "server.git"), tmp_path / "other", progress=lambda *_: None, cancelled=lambda: False
    )
    session = Session.open(copy)
    session.set_identity("李", "li@example.org")
    session.close()
    return copy


@pytest.fixture
def synced(drive):
    """Press `s`, wait for the result, give `look(app, screen)` and close the dialog."""

    def run(root, look=lambda _shell, screen: screen.text, size=(120, 40)):
        async def script(pilot):
            await settle(pilot)
            await pilot.press("s")
            screen = await finished(pilot)
            found = look(pilot.app, screen)
            await pilot.press("escape")
            await settle(pilot)
            return found, len(pilot.app.screen_stack), pilot.app.screen.query_one(StatusLine).text

        return drive(app(root), script, size)

    return run


async def finished(pilot):
    """Wait until the work of the dialog on top has ended and is painted."""
    for _ in range(2000):
        await pilot.pause()
        screen = pilot.app.screen
        if isinstance(screen, WorkScreen) and screen._finished:
            await pilot.pause()
            return screen
        await pilot.pause(0.005)
    raise AssertionError("it never ended")


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sent_is_named(root, tmp_path, synced, size):
    save(root, SetFields("tasks", "aa2222", {"progress": 60}))
    text, screens, status = synced(root, size=size)
    assert "Sent 1" in text
    assert "What was sent" in text
    assert "进度 40% → 60%" in text
    assert (screens, "Sent 1" in status) == (1, True)
    assert git(root, "rev-parse", "HEAD") == git(tmp_path / "server.git", "rev-parse", "HEAD")


def test_what_came_in_is_told_by_committee_and_item(root, other, synced):
    save(other, SetFields("tasks", "cc4444", {"progress": 30}), SetFields("daily", "ee6666", {"due": None}))
    save(other, AddItem("tasks", Item("ff7777", {"title": "新的[b]事项", "lead": "ysgw", "status": "issued"})))
    exchange(other)
    text, _screens, status = synced(root)
    lines = text.split("\n")
    assert "What came in" in text
    assert lines.index("法制工委") < next(n for n, line in enumerate(lines) if "知识产权执法检查" in line)
    assert any("Progress (empty) → 30%" in line for line in lines)
    assert "新的[b]事项" in text
    assert "received 2" in status
    assert snapshot(root).workspace.task_list("tasks").item("ff7777")


def test_a_second_sync_says_that_everything_is_up_to_date(root, synced):
    assert "up to date" in synced(root)[0]


def test_what_both_changed_differently_is_shown_with_both_values_and_nothing_is_changed(root, other, synced):
    save(other, SetFields("tasks", "cc4444", {"progress": 30}))
    exchange(other)
    save(root, SetFields("tasks", "cc4444", {"progress": 50}))
    before = git(root, "rev-parse", "HEAD")
    text, _screens, status = synced(root)
    assert "知识产权执法检查" in text
    assert "50%" in text
    assert "30%" in text
    assert "Then sync again" in text
    assert "nothing was sent" in status
    assert git(root, "rev-parse", "HEAD") == before


def test_entering_the_others_value_settles_it(root, other, synced):
    save(other, SetFields("tasks", "cc4444", {"progress": 30}))
    exchange(other)
    save(root, SetFields("tasks", "cc4444", {"progress": 50}))
    synced(root)
    save(root, SetFields("tasks", "cc4444", {"progress": 30}))
    assert "✓" in synced(root)[0]


def test_a_server_that_is_gone_is_trouble_with_what_to_do(root, tmp_path, synced):
    shutil.move(tmp_path / "server.git", tmp_path / "elsewhere.git")
    text, screens, _status = synced(root)
    assert text.startswith("✗")
    assert "→ Check the address" in text.replace("\n  ", " ")
    assert screens == 1


def test_a_workspace_that_is_not_shared_says_so(tmp_path, synced):
    text, _screens, _status = synced(make(tmp_path / "alone"))
    assert "No server has been set" in text


def test_who_this_is_is_asked_before_anything_is_exchanged(root, drive):
    git(root, "config", "--unset", "user.name")
    git(root, "config", "--unset", "user.email")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        asked = type(pilot.app.screen).__name__
        await pilot.press("escape")
        await settle(pilot)
        return asked, pilot.app.screen.query_one(StatusLine).text

    asked, status = drive(app(root), script)
    assert asked == "IdentityDialog"
    assert "Not synced" in status


def until(cancelled):
    gate = threading.Event()
    while not cancelled():
        gate.wait(0.005)


def work_screen(work):
    """A host with a dialog that does `work`."""
    from textual.app import App

    class Host(App):
        answer = "none"

        def on_mount(self):
            self.push_screen(SyncScreen(work), lambda answer: setattr(self, "answer", answer))

    return Host()


def test_progress_is_phase_and_percent_and_escape_stops_at_a_safe_place(drive):
    told = []

    async def work(progress, cancelled):
        progress(30, 60, "receiving")
        await asyncio.to_thread(until, cancelled)
        raise UserError(msg("Cancelled."), msg("Nothing was changed. You can sync at any time."))

    async def script(pilot):
        while "%" not in str(pilot.app.screen.query_one("#phase").render()):
            await pilot.pause()
        told.append(str(pilot.app.screen.query_one("#phase").render()))
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, SyncScreen)
        await pilot.press("escape")
        text = (await finished(pilot)).text
        await pilot.press("escape")
        await pilot.pause()
        return text, pilot.app.answer

    text, answer = drive(work_screen(work), script)
    assert told == ["Receiving 50%"]
    assert "Nothing was changed" in text
    assert answer is None


def test_a_mistake_of_the_program_is_shown_and_does_not_end_it(drive):
    async def work(_progress, _cancelled):
        raise ZeroDivisionError("x")

    async def script(pilot):
        return (await finished(pilot)).text

    assert "ZeroDivisionError" in drive(work_screen(work), script)


def test_messages_of_a_server_cannot_reach_the_terminal_as_control_codes():
    lines = trouble_lines(UserError(msg("{x}", x="remote: \x1b]0;t\x07 \u202e")), 40)
    text = "".join(piece for line in lines for piece, _role in line)
    assert "\x1b" not in text
    assert "\u202e" not in text
