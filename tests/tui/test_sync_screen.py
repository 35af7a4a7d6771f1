"""The sync dialog with real repositories: what would be exchanged, what was, and what is in the way."""

import asyncio
import shutil
import threading

import pytest
from workspaces import OTHER, TASKS, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.conflicts import Answer, Choice
from tasklist_tui.domain.edits import AddItem, RemoveItem, SetFields
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item
from tasklist_tui.services import setup
from tasklist_tui.services.phases import phase_words
from tasklist_tui.services.questions import give_answers
from tasklist_tui.services.session import Session
from tasklist_tui.services.sync import sync
from tasklist_tui.tui.screens.questions import QuestionsScreen
from tasklist_tui.tui.screens.sync import SyncScreen
from tasklist_tui.tui.screens.work import WorkScreen
from tasklist_tui.tui.trouble import trouble_lines
from tasklist_tui.tui.widgets.fields.line_editor import LineEditor
from tasklist_tui.tui.widgets.statusbar import StatusLine, TopBar

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
    """Press the keys, `s` first, wait for the result of each, and close the dialog.

    Gives what the dialog said after each key, how many screens are left, and what the status line says.
    """

    def run(root, *keys, size=(120, 40)):
        async def script(pilot):
            await settle(pilot)
            texts = []
            for key in ("s", *keys):
                await pilot.press(key)
                texts.append((await finished(pilot)).text)
            await pilot.press("escape")
            await settle(pilot)
            return texts, len(pilot.app.screen_stack), pilot.app.screen.query_one(StatusLine).text

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
def test_what_will_go_out_is_shown_before_and_goes_with_one_more_key(root, tmp_path, synced, size):
    save(root, SetFields("tasks", "aa2222", {"progress": 60}))
    before = git(tmp_path / "server.git", "rev-parse", "HEAD")
    (first, second), screens, status = synced(root, "enter", size=size)
    assert "What will go out" in first
    assert "预算工委  1 items" in first
    assert "听取和审议规划纲要报告" in first
    assert "Progress 40% → 60%" in first
    assert "Sent 1" in second
    assert "What was sent" in second
    assert "Progress 40% → 60%" in second
    assert (screens, "Sent 1" in status) == (1, True)
    assert git(root, "rev-parse", "HEAD") == git(tmp_path / "server.git", "rev-parse", "HEAD") != before


def test_looking_alone_exchanges_nothing(root, other, tmp_path, synced):
    save(other, SetFields("tasks", "cc4444", {"progress": 30}))
    exchange(other)
    save(root, SetFields("tasks", "aa2222", {"progress": 60}))
    before = git(root, "rev-parse", "HEAD"), git(tmp_path / "server.git", "rev-parse", "HEAD")
    (text,), _screens, _status = synced(root)
    assert "What will come in" in text
    assert "What will go out" in text
    assert before == (git(root, "rev-parse", "HEAD"), git(tmp_path / "server.git", "rev-parse", "HEAD"))


def test_what_comes_in_is_told_by_committee_and_item_before_and_after(root, other, synced):
    save(other, SetFields("tasks", "cc4444", {"progress": 30}), SetFields("daily", "ee6666", {"due": None}))
    save(other, AddItem("tasks", Item("ff7777", {"title": "新的[b]事项", "lead": "ysgw", "status": "issued"})))
    exchange(other)
    texts, _screens, status = synced(root, "s")
    for text, said in zip(texts, ("What will come in", "What came in"), strict=True):
        lines = text.split("\n")
        assert said in text
        assert lines.index("法制工委  1 items") < next(n for n, line in enumerate(lines) if "知识产权执法检查" in line)
        assert any("Progress (empty) → 30%" in line for line in lines)
        assert "新的[b]事项" in text
    assert "received 2" in status
    assert snapshot(root).workspace.task_list("tasks").item("ff7777")


def test_enter_on_an_item_that_came_in_goes_to_it(root, other, drive):
    save(other, SetFields("tasks", "bb3333", {"progress": 10}), SetFields("daily", "ee6666", {"due": None}))
    exchange(other)

    async def script(pilot):
        await settle(pilot)
        for key in ("s", "enter"):
            await pilot.press(key)
            await finished(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        return len(pilot.app.screen_stack), pilot.app.screen.director.state.cursor

    assert drive(app(root), script) == (1, ("tasks", "bb3333"))


def test_files_without_items_are_named(root, other, synced):
    settings = other / "tasklist.yaml"
    settings.write_text(settings.read_text("utf-8").replace("示例区人大常委会", "示例区人大"), "utf-8")
    exchange(other)
    (text,), _screens, _status = synced(root)
    assert "Files without items" in text
    assert "tasklist.yaml" in text


def test_files_changed_by_hand_are_said_to_go_out_and_do(root, tmp_path, synced):
    (root / "lists" / "tasks.yaml").write_text(TASKS.replace("progress: 40", "progress: 41"), "utf-8", newline="")
    texts, _screens, _status = synced(root, "enter")
    assert "1 files changed by hand" in texts[0]
    assert "Sent 1" in texts[1]
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("key", ["enter", "s", "escape"])
def test_with_nothing_to_exchange_it_says_so_at_once_and_any_key_closes(root, drive, key):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("s")
        text = (await finished(pilot)).text
        await pilot.press(key)
        await settle(pilot)
        return text, len(pilot.app.screen_stack)

    assert drive(app(root), script) == ("✓ Everything is up to date", 1)


def test_a_server_that_is_gone_is_trouble_with_what_to_do_and_what_goes_out_later(root, tmp_path, synced):
    save(root, SetFields("tasks", "aa2222", {"progress": 60}))
    shutil.move(tmp_path / "server.git", tmp_path / "elsewhere.git")
    (text,), screens, _status = synced(root)
    assert text.startswith("✗")
    assert "→ Check the address" in text.replace("\n  ", " ")
    assert "What goes out later" in text
    assert "Progress 40% → 60%" in text
    assert screens == 1


def test_a_workspace_that_is_not_shared_says_so(tmp_path, synced):
    (text,), _screens, _status = synced(make(tmp_path / "alone"))
    assert "No server has been set" in text
    assert "later" not in text


def test_a_question_stands_in_the_way_and_enter_asks_it(root, other, drive):
    save(other, SetFields("tasks", "cc4444", {"progress": 30}))
    exchange(other)
    save(root, SetFields("tasks", "cc4444", {"progress": 50}))
    before = git(root, "rev-parse", "HEAD")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("s")
        text = (await finished(pilot)).text
        await pilot.press("enter")
        await pilot.pause()
        asked = isinstance(pilot.app.screen, QuestionsScreen)
        await pilot.press("escape")
        await settle(pilot)
        return text, asked, len(pilot.app.screen_stack), pilot.app.screen.query_one(StatusLine).text

    text, asked, screens, status = drive(app(root), script)
    assert "1 places were changed here and by others and need a decision" in text
    assert (asked, screens) == (True, 1)
    assert "Not synced" in status
    assert git(root, "rev-parse", "HEAD") == before


def test_a_question_that_comes_up_between_looking_and_exchanging_is_asked(root, other, drive):
    save(root, SetFields("tasks", "cc4444", {"progress": 50}))

    async def script(pilot):
        await settle(pilot)
        await pilot.press("s")
        await finished(pilot)
        await asyncio.to_thread(save, other, SetFields("tasks", "cc4444", {"progress": 30}))
        await asyncio.to_thread(exchange, other)
        await pilot.press("enter")
        text = (await finished(pilot)).text
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("2")
        done = (await finished(pilot)).text
        return text, done

    text, done = drive(app(root), script)
    assert "nothing was sent" in text
    assert "✓" in done
    assert snapshot(root).workspace.task_list("tasks").item("cc4444").get("progress") == 30


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
            self.push_screen(WorkScreen("Sync", work, phase_words), lambda answer: setattr(self, "answer", answer))

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
        assert isinstance(pilot.app.screen, WorkScreen)
        await pilot.press("escape")
        text = (await finished(pilot)).text
        await pilot.press("escape")
        await pilot.pause()
        return text, pilot.app.answer

    text, answer = drive(work_screen(work), script)
    assert told == ["Receiving 50%"]
    assert "Nothing was changed" in text
    assert answer is None


def test_escape_closes_at_once_while_it_only_looks(drive):
    from textual.app import App

    stopped = threading.Event()

    class Steps:
        async def look(self, _progress, cancelled):
            await asyncio.to_thread(lambda: (until(cancelled), stopped.set()))

    class Host(App):
        answer = "none"

        def on_mount(self):
            self.push_screen(SyncScreen(Steps()), lambda answer: setattr(self, "answer", answer))

    async def script(pilot):
        await pilot.press("escape")
        await pilot.pause()
        return len(pilot.app.screen_stack), pilot.app.answer

    assert drive(Host(), script) == (1, None)
    assert stopped.wait(5)


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


def test_the_members_are_brought_in_after_an_exchange_and_one_that_is_away_is_named(root, tmp_path, synced):
    settings = root / "tasklist.yaml"
    make(tmp_path / "near", tasks=TASKS)
    members = f"members:\n- {{name: 富阳, url: {tmp_path / 'near'}}}\n- {{name: 桐庐, url: {tmp_path / 'nowhere'}}}\n"
    settings.write_text(settings.read_text("utf-8") + members, "utf-8")
    save(root, SetFields("tasks", "aa2222", {"progress": 60}))
    (_first, second), _screens, _status = synced(root, "enter")
    assert "Members" in second
    assert "✓ 富阳" in second
    assert "▴ 桐庐" in second


@pytest.mark.parametrize("shared", [True, False], ids=["nothing to exchange", "not shared"])
def test_the_members_are_brought_in_where_there_is_nothing_to_exchange(root, tmp_path, synced, shared):
    settings = root / "tasklist.yaml"
    make(tmp_path / "near", tasks=TASKS)
    members = f"members:\n- {{name: 富阳, url: {tmp_path / 'near'}}}\n- {{name: 桐庐, url: {tmp_path / 'nowhere'}}}\n"
    settings.write_text(settings.read_text("utf-8") + members, "utf-8")
    git(root, "commit", "-qam", "members")
    git(root, "push", "-q", "origin", "main")
    if not shared:
        git(root, "remote", "remove", "origin")
    (first, *_rest), _screens, _status = synced(root)
    assert ("Everything is up to date" in first) == shared
    assert "✓ 富阳" in first
    assert "▴ 桐庐" in first
    assert [path.name for path in (root / ".git" / "tasklist" / "members").iterdir() if path.is_dir()]


def test_what_was_decided_is_told_as_it_came_out(root, other, synced, drive):
    for folder, progress in ((other, (50, 60)), (root, (51, 61))):
        save(
            folder,
            *(SetFields("tasks", one, {"progress": p}) for one, p in zip(("aa2222", "bb3333"), progress, strict=True)),
        )
        report = exchange(folder)
    ours, theirs = report.conflicts
    session = Session.open(root)
    give_answers(session, {ours.key: Answer(Choice.OURS), theirs.key: Answer(Choice.THEIRS)})
    session.close()
    (_first, told), *_rest = synced(root, "enter")
    came, sent = told.split("What was sent")
    assert "→ 60%" in came
    assert "→ 50%" not in came
    assert "50% → 51%" in sent
    assert "61%" not in sent


def test_what_another_program_left_unfinished_is_said_before_anything_else(root, other, tmp_path, drive):
    save(root, SetFields("tasks", "aa2222", {"progress": 60}))
    (root / ".git" / "MERGE_HEAD").write_text(git(root, "rev-parse", "HEAD"))

    async def script(pilot):
        await settle(pilot)
        await pilot.press("s")
        screen = await finished(pilot)
        keys = str(screen.query_one("#keys").render())
        top = pilot.app.screen_stack[0].query_one(TopBar).render_line(0)
        return screen.text, keys, "".join(segment.text for segment in top)

    text, keys, top = drive(app(root), script)
    assert "git merge --abort" in text
    assert "Exchange" not in keys
    assert "unfinished (s)" in top


def test_an_old_version_counts_nothing_as_waiting(root, other, synced):
    save(root, SetFields("tasks", "aa2222", {"progress": 60}))
    git(root, "checkout", "-q", "--detach")
    (told,), *_rest = synced(root)
    assert "git switch" in told
    assert "What goes out" not in told


def test_a_server_with_something_else_on_it_is_named_before_anything_is_offered(root, other, tmp_path, synced):
    git(tmp_path, "init", "-q", "-b", "x", "strange")
    git(tmp_path / "strange", "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-q", "--allow-empty", "-m", "x")
    branch = git(root, "branch", "--show-current").strip()
    git(tmp_path / "strange", "push", "-q", "--force", str(tmp_path / "server.git"), f"x:{branch}")
    git(root, "update-ref", "-d", f"refs/remotes/origin/{branch}")
    (told,), *_rest = synced(root)
    assert "never had anything in common" in told
    assert "──" not in told


def test_a_list_that_cannot_be_read_there_is_named_and_its_items_are_not_called_deleted(root, other, synced):
    path = other / "lists" / "tasks.yaml"
    path.write_text(TASKS.replace("items:", "items: [", 1), "utf-8", newline="")
    exchange(other)
    (told,), *_rest = synced(root)
    assert "Lists that cannot be read there" in told
    assert "lists/tasks.yaml" in told
    assert "deleted" not in told


def test_an_item_deleted_here_is_not_said_to_have_no_lead(root, other, synced):
    save(other, SetFields("tasks", "aa2222", {"progress": 60}))
    exchange(other)
    save(root, RemoveItem("tasks", "aa2222"))
    (told,), *_rest = synced(root)
    assert "Deleted here  1 items" in told
    assert "No lead" not in told


def test_changes_that_were_taken_back_again_are_not_an_empty_heading(root, synced):
    save(root, SetFields("tasks", "aa2222", {"progress": 60}))
    save(root, SetFields("tasks", "aa2222", {"progress": 40}))
    (told,), *_rest = synced(root)
    assert "2 changes that together leave everything as it was" in told


def test_the_address_of_the_server_is_asked_for_and_can_be_mended(tmp_path, drive):
    root = make(tmp_path / "w", tasks=TASKS)
    branch = git(root, "branch", "--show-current").strip()
    git(tmp_path, "init", "-q", "--bare", f"--initial-branch={branch}", "server.git")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("s")
        told = [(await finished(pilot)).text]
        for address in ("gone.git", "server.git"):
            await pilot.press("enter")
            await settle(pilot)
            pilot.app.screen.query_one(LineEditor).value = str(tmp_path / address)
            await pilot.press("enter")
            await settle(pilot)
            told.append((await finished(pilot)).text)
        await pilot.press("enter")
        return [*told, (await finished(pilot)).text]

    told = drive(app(root), script)
    assert "No server has been set" in told[0]
    assert "There is no workspace at" in told[1]
    assert "What will go out" in told[2]
    assert "✓ Sent 2" in told[3]
    assert git(tmp_path / "server.git", "rev-parse", "HEAD") == git(root, "rev-parse", "HEAD")
