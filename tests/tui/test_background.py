"""The server is asked in the background: it shows what is new, touches nothing, and holds nobody up."""

import asyncio
import os
import shutil
import stat
import sys

import pytest
from test_sync_screen import exchange, finished, other, root, save  # noqa: F401  fixtures
from workspaces import TODAY, app, git, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.edits import SetFields
from tasklist_tui.services.session import Session
from tasklist_tui.tui import gateway
from tasklist_tui.tui.app import fetch_seconds
from tasklist_tui.tui.gateway import Opening
from tasklist_tui.tui.shell import Shell
from tasklist_tui.tui.widgets.statusbar import StatusLine, TopBar

# ruff: noqa: F811  the fixtures of the sync dialog

OFTEN = 0.05


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


def program(root, every=OFTEN):
    i18n.set_language("en")
    opening = Opening.of(root, TODAY)
    opening.wait(20)
    return Shell(opening, today=TODAY, fetch_every=every)


def top(pilot):
    return "".join(segment.text for segment in pilot.app.screen.query_one(TopBar).render_line(0))


async def until(pilot, holds):
    for _ in range(2000):
        await pilot.pause()
        if holds():
            return
        await pilot.pause(0.005)
    raise AssertionError(top(pilot))


def test_what_others_have_sent_shows_in_the_top_line_and_nothing_else_changes(drive, root, other):
    save(other, SetFields("tasks", "bb3333", {"progress": 10}))
    exchange(other)
    before = git(root, "rev-parse", "HEAD")

    async def script(pilot):
        await until(pilot, lambda: "↓1" in top(pilot))
        return pilot.app.screen.query_one(StatusLine).text

    assert drive(program(root), script, (120, 40)) == ""
    assert git(root, "rev-parse", "HEAD") == before
    assert git(root, "status", "--porcelain") == ""
    assert snapshot(root).workspace.task_list("tasks").item("bb3333").get("progress") is None


def test_a_question_that_comes_up_shows_without_a_key(drive, root, other):
    save(other, SetFields("tasks", "bb3333", {"progress": 10}))
    exchange(other)
    save(root, SetFields("tasks", "bb3333", {"progress": 20}))

    async def script(pilot):
        await until(pilot, lambda: "1 to decide (s)" in top(pilot))

    drive(program(root), script)


def test_a_failure_is_a_small_mark_and_goes_when_the_server_is_back(drive, root, tmp_path):
    server, away = tmp_path / "server.git", tmp_path / "away.git"
    shutil.move(server, away)

    async def script(pilot):
        await until(pilot, lambda: "in sync !" in top(pilot))
        said = pilot.app.screen.query_one(StatusLine).text
        shutil.move(away, server)
        await until(pilot, lambda: "in sync " in top(pilot) and "!" not in top(pilot))
        return said

    assert drive(program(root), script) == ""


def test_it_is_off_when_it_is_turned_off(drive, root, other):
    save(other, SetFields("tasks", "bb3333", {"progress": 10}))
    exchange(other)

    async def script(pilot):
        await settle(pilot)
        return [worker for worker in pilot.app.workers if worker.group == "fetch"], top(pilot)

    workers, line = drive(program(root, every=0), script)
    assert workers == []
    assert "in sync" in line


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("", 300), ("2", 120), ("0.5", 30), ("0", 0), ("-1", 0), ("no", 300), ("nan", 0), ("inf", 7 * 24 * 3600)],
)
def test_how_often_is_said_in_minutes(said, seconds):
    assert fetch_seconds(said) == seconds


@pytest.fixture
def hanging(root, tmp_path, monkeypatch):
    """A server that never says a word: an ssh that only waits."""
    waits = tmp_path / "ssh"
    waits.write_text(
        f"#!{sys.executable}\nimport signal\nopen({str(tmp_path / 'asked')!r}, 'w').close()\nsignal.pause()\n"
    )
    waits.chmod(waits.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(waits))
    git(root, "remote", "set-url", "origin", "ssh://nobody@server.example/x.git")
    return tmp_path / "asked"


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for ssh")
def test_a_server_that_hangs_stops_neither_a_key_nor_a_save_nor_leaving(drive, root, hanging):
    async def script(pilot):
        await until(pilot, hanging.exists)
        await pilot.press("down", "p", "7", "enter")
        await until(pilot, lambda: "Saved" in pilot.app.screen.query_one(StatusLine).text)
        saved = snapshot(root).workspace.task_list("tasks").item("bb3333").get("progress")
        busy = [worker for worker in pilot.app.workers if worker.group == "fetch" and worker.is_running]
        await pilot.press("q")
        for _ in range(2000):
            if pilot.app._exit:
                break
            await asyncio.sleep(0.005)
        return saved, len(busy), pilot.app._exit

    assert drive(program(root), script) == (7, 1, True)


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for ssh")
def test_the_sync_key_does_not_wait_for_the_server_that_hangs_in_the_background(drive, root, hanging, tmp_path):
    async def script(pilot):
        await until(pilot, hanging.exists)
        git(root, "remote", "set-url", "origin", str(tmp_path / "server.git"))
        await pilot.press("s")
        return (await finished(pilot)).text

    assert "up to date" in drive(program(root, every=3600), script)


@pytest.fixture
def refusing(root, tmp_path, monkeypatch):
    """A server that lets nobody in, and counts who tries."""
    said = tmp_path / "tries"
    ssh = tmp_path / "ssh"
    ssh.write_text(
        f"#!{sys.executable}\nimport sys\nopen({str(said)!r}, 'a').write('x')\n"
        "sys.exit('git@server.example: Permission denied (publickey).')\n"
    )
    ssh.chmod(ssh.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(ssh))
    git(root, "remote", "set-url", "origin", "ssh://git@server.example/x.git")
    return said


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for ssh")
def test_a_server_that_lets_nobody_in_is_not_asked_again_by_itself(drive, root, refusing):
    async def script(pilot):
        await until(pilot, lambda: "!" in top(pilot))
        shut_out = pilot.app.screen.director.gateway._shut_out
        for _ in range(20):
            await pilot.pause(OFTEN)
        return shut_out

    assert drive(program(root), script)
    assert refusing.read_text() == "x"


def test_fetches_follow_one_another(drive, root, monkeypatch):
    from tasklist_tui.services import fetching

    running, most = [], []

    def ask(_session, _cancelled):
        running.append(1)
        most.append(len(running))
        sum(range(10**5))
        running.pop()
        return fetching.Asked()

    monkeypatch.setattr(fetching, "ask_quietly", ask)
    monkeypatch.setattr(gateway, "FETCH_FIRST", 0.01)

    async def script(pilot):
        await until(pilot, lambda: len(most) > 5)
        return max(most)

    assert drive(program(root, every=0.01), script) == 1


@pytest.mark.parametrize(("others", "told"), [(0, ""), (1, "This copy is open in 1 other windows too")])
def test_other_windows_on_the_same_copy_are_told(drive, root, others, told):
    session = Session.open(root)
    if others:
        session.other_windows()

    async def script(pilot):
        await settle(pilot)
        return pilot.app.screen.query_one(StatusLine).text

    said = drive(app(root), script, (120, 40))
    session.close()
    assert said.split(";")[0] == told
