"""Pictures of every screen, on a frozen day, of a workspace that is the same on every machine.

After a change that is meant to be seen run `pytest tests/tui/test_snapshots.py --snapshot-update`, and look at them.
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from viewed import commit, make_city, settings, write
from workspaces import TODAY, git, settle

from tasklist_tui import i18n
from tasklist_tui.exchange import table_child
from tasklist_tui.services import folders_shown, importing
from tasklist_tui.services.session import Session
from tasklist_tui.tui.gateway import Opening
from tasklist_tui.tui.screens.import_screen import ImportScreen
from tasklist_tui.tui.screens.meetings import MeetingList
from tasklist_tui.tui.screens.work import WorkScreen
from tasklist_tui.tui.shell import Shell
from tasklist_tui.tui.views.history import HistoryView
from tasklist_tui.tui.views.overview import OverviewView
from tasklist_tui.tui.views.rollup import MembersView

SAMPLE = Path(__file__).parents[2] / "workspace" / "qiantang"
WIDE, SMALL = (120, 40), (80, 24)
AT = datetime(2025, 11, 7, 1, 30, tzinfo=UTC).isoformat()


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The tasks of the sample with two revisions of a fixed time, and nobody to share them with."""
    root = tmp_path_factory.mktemp("snapshots") / "qiantang"
    shutil.copytree(SAMPLE, root)
    for other in [path for path in (root / "lists").iterdir() if path.stem != "tasks-2025"]:
        other.unlink()
    # What the program would put there itself, at a time of its own.
    (root / ".gitattributes").write_bytes(b"*.yaml merge=tasklist\n")
    patch = pytest.MonkeyPatch()
    for name, value in {
        "GIT_AUTHOR_DATE": AT,
        "GIT_COMMITTER_DATE": AT,
        "GIT_CONFIG_NOSYSTEM": "1",
        "TZ": "Asia/Shanghai",
    }.items():
        patch.setenv(name, value)
    git(root, "init", "-q", "--initial-branch=main")
    git(root, "config", "user.name", "办公室")
    git(root, "config", "user.email", "bgs@qiantang.example")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "建立工作任务清单")
    tasks = next((root / "lists").glob("*.yaml"))
    tasks.write_bytes(tasks.read_bytes().replace(b"progress: 55", b"progress: 60", 1))
    git(root, "commit", "-q", "-a", "-m", "预算工委 · 进度 55% → 60%")
    patch.undo()
    return root


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """A city of two districts with stations, activities and linked lists, all recorded at a fixed time."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
            patch.setenv(name, AT)
        patch.setenv("TZ", "Asia/Shanghai")
        root = make_city(tmp_path_factory.mktemp("city"))
        git(root, "config", "user.name", "办公室")
        git(root, "config", "user.email", "bgs@city.example")
        # Why the third one cannot be read names its folder, another one in every run.
        write(root, tasklist=settings("市", "东区=east", "西区=west"))
        commit(root, "成员单位")
    return root


@pytest.fixture
def divided(sample, tmp_path, monkeypatch):
    """A copy of the sample whose goal, due date and progress of one item a colleague has changed too."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, AT)
    server, root, other = (tmp_path / name for name in ("server.git", "ours", "theirs"))
    git(tmp_path, "clone", "-q", "--bare", str(sample), str(server))
    sides = {
        other: ("办公室", "形成审议意见并交办区政府\\n报送区委", "2025-11-30", "11月底前"),
        root: ("预算工委", "形成专项审议意见，交办并跟踪督办", "2025-12-20", "12月20日前"),
    }
    for place, (by, goal, due, words) in sides.items():
        git(tmp_path, "clone", "-q", str(server), str(place))
        git(place, "config", "user.name", by)
        git(place, "config", "user.email", "one@qiantang.example")
        tasks = next((place / "lists").glob("*.yaml"))
        text = tasks.read_text("utf-8").replace("goal: 形成审议意见并交办\n", f'goal: "{goal}"\n', 1)
        text = text.replace("due_text: 12月底前\n  due: 2025-12-31", f"due_text: {words}\n  due: {due}", 1)
        tasks.write_text(text, "utf-8", newline="")
        git(place, "commit", "-q", "-a", "-m", f"{by} · 任务目标、完成时限")
    git(other, "push", "-q")
    return root


@pytest.fixture(autouse=True)
def _calm(monkeypatch, tmp_path):
    monkeypatch.setenv("TASKLIST_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(Session, "other_windows", lambda _session: 0)  # the picture before is still closing
    i18n.set_language("zh")


def pressed(*keys):
    """Give what presses keys, each when what the last one began is finished."""

    async def script(pilot):
        await counted(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await until(pilot, lambda: read(pilot.app))

    return script


async def counted(pilot):
    """Wait until the workspace is shown, its lights are counted, and it is known how it stands with the others."""
    painter = pilot.app.screen.director._painter
    await until(pilot, lambda: painter.standing and painter._counting is None)


def read(shell):
    """Say whether what is read in the background has come."""
    ended = [not isinstance(shell.screen, WorkScreen) or shell.screen._finished]
    main = shell.screen_stack[0]
    ended += [view._facts is not None and view._facts.recent is not None for view in main.query(OverviewView)]
    ended += [view._is_read and not view._reading for view in main.query(HistoryView)]
    ended += [bool(view._painted and view.sheet.rows) for view in main.query(MembersView) if view.display]
    ended += [listed._counts is not None for listed in shell.screen.query(MeetingList)]
    return all(ended)


async def until(pilot, holds):
    """Wait until something holds and is painted."""
    for _ in range(1000):
        await settle(pilot)
        if holds():
            await settle(pilot)
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came to that")


def program(root):
    opening = Opening.of(root, TODAY)
    opening.wait(20)
    return Shell(opening, today=TODAY)


SCREENS = {
    "main": ["down"],
    "form": ["down", "e"],
    "timeline": ["2", "down"],
    "overview": ["3"],
    "board": ["4"],
    "history": ["5"],
    "agenda": ["6", "right", "down"],
    "meetings": ["v"],
    "help": ["question_mark"],
    "sync": ["s"],
    "past": ["z", *"2025-11-07", "enter"],
    "compare": ["Z"],
    "life": ["down", "h"],
    "change": ["5", "down", "I"],
    "signed": ["down", "B"],
}

SHARED = {"matrix": ["V", "2"], "linked": ["V", "6"], "members": ["7"], "coverage": ["8"]}


@pytest.mark.parametrize("name", SCREENS)
def test_wide(name, sample, snap_compare):
    assert snap_compare(program(sample), terminal_size=WIDE, run_before=pressed(*SCREENS[name]))


@pytest.mark.parametrize(
    "name", ["main", "form", "timeline", "overview", "agenda", "past", "compare", "life", "change", "signed"]
)
def test_small(name, sample, snap_compare):
    assert snap_compare(program(sample), terminal_size=SMALL, run_before=pressed(*SCREENS[name]))


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x40", "80x24"])
@pytest.mark.parametrize("keys", [["s"], ["s", "enter"], ["s", "enter", "3"]], ids=["outlook", "text", "date"])
def test_a_sync_with_questions(keys, size, divided, snap_compare):
    assert snap_compare(program(divided), terminal_size=size, run_before=pressed(*keys))


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", SHARED)
def test_views_of_lists_and_members(name, size, city, snap_compare):
    assert snap_compare(program(city), terminal_size=size, run_before=pressed(*SHARED[name]))


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x40", "80x24"])
def test_an_import_before_it_is_done(size, sample, tmp_path, monkeypatch, snap_compare):
    rows = ["1,走访科技企业,预算工委,11月底前,进行中,逐户走访", "2,编印专刊,财经工委,尽快,未启动,", "合计,2项"]
    (tmp_path / "台账.csv").write_text("\n".join(["序号,具体任务,牵头单位,完成时限,完成状态,工作要求", *rows]), "utf-8")
    monkeypatch.setattr(importing, "read_book", lambda data, name, *_more: table_child.read(data, name))
    monkeypatch.setattr(folders_shown, "documents_folder", lambda: tmp_path)

    async def script(pilot):
        await pressed("ctrl+o", *"台账", "enter")(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen) and pilot.app.screen._finished)

    assert snap_compare(program(sample), terminal_size=size, run_before=script)


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x40", "80x24"])
def test_start_screen(size, snap_compare):
    assert snap_compare(Shell(None, today=TODAY), terminal_size=size, run_before=settle)
