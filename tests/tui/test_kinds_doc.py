"""The worked example of docs/kinds.md does what it says: its files are sound, its commands run, the screen shows it."""

import asyncio
import re
import shlex
from pathlib import Path

import pytest

from tasklist_tui import i18n
from tasklist_tui.cli.main import run
from tasklist_tui.services import setup
from tasklist_tui.services.session import Session

DOC = (Path(__file__).parents[2] / "docs" / "kinds.md").read_text("utf-8")
FILES = dict(re.findall(r"```yaml example=(\S+)\n(.*?)```", DOC, re.DOTALL))
COMMANDS = [
    line for block in re.findall(r"```sh example\n(.*?)```", DOC, re.DOTALL) for line in block.splitlines() if line
]
TASKS = "title: 任务清单\nkind: task\nyear: 2025\nitems: []\n"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A workspace in which the example has been typed, command by command."""
    monkeypatch.setenv("TASKLIST_HOME", str(tmp_path / "own"))
    root = setup.init(tmp_path / "办公室", organisation="示例", committees=["bgs=办公室"], name="王", committee="bgs")
    for path in root.glob("lists/*.yaml"):
        path.unlink()
    for path, text in {**FILES, "lists/tasks.yaml": TASKS}.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    monkeypatch.chdir(root)
    yield root
    i18n.set_language("zh")


def typed(line):
    """Type a line of the example."""
    words = shlex.split(line)
    assert words[0] == "tasklist"
    return run([*words[1:], "--today", "2025-11-10"])


def test_every_command_of_the_example_runs(office, capsys):
    said = {}
    for line in COMMANDS:
        capsys.readouterr()
        assert typed(line) == 0, (line, capsys.readouterr())
        said[line] = capsys.readouterr().out
    assert "0 个错误" in said["tasklist kinds check kinds/visit.yaml"]
    links = said["tasklist links 东方精工"]
    assert "人才公寓不足" in links
    assert "厂房用地紧张" in links
    matrix = said["tasklist matrix visits"].splitlines()
    assert any(line.split()[:1] == ["东片"] for line in matrix)
    assert any("人才" in line and "用地" in line for line in matrix)
    assert "西岭新材" in said["tasklist ls --list visits"]
    assert run(["check"]) == 0


def test_the_screen_shows_it_without_a_line_of_python(office, capsys):
    from workspaces import TODAY, settle

    from tasklist_tui.tui.gateway import Opening
    from tasklist_tui.tui.shell import Shell

    for line in COMMANDS[:3]:
        assert typed(line) == 0
    i18n.set_language("zh")

    def painted(shell):
        return "\n".join("".join(s.text for s in strip) for strip in shell.screen._compositor.render_strips())

    async def script():
        opening = Opening.of(office, TODAY)
        opening.wait(20)
        shell = Shell(opening, today=TODAY)
        async with shell.run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            director = shell.screen.director
            director.change(director.state.with_(list_id="visits"))
            await settle(pilot)
            await pilot.press("n")
            await settle(pilot)
            form = shell.screen.body
            number = form.control("number").editor.value
            form.control("title").put("南湖软件")
            form.control("headcount").put("约30")
            form.control("themes").put(["talent"])
            await pilot.press("ctrl+s")
            await settle(pilot)
            await pilot.press("a")
            await settle(pilot)
            step = shell.screen.body
            step.control("lead").put("bgs")
            step.control("date").put(TODAY)
            await pilot.press("ctrl+s")
            await settle(pilot)
            shell.screen_stack[0].director.run("view.board")
            await settle(pilot)
            board = painted(shell)
            return number, board

    number, board = asyncio.run(script())
    assert number == "3"
    assert "已走访" in board
    assert "南湖软件" in board
    session = Session.open(office, today=TODAY, sign=False)
    session.close()
    item = next(i for i in session.snapshot.workspace.task_list("visits").items if i.title == "南湖软件")
    assert (item.status, item.get("headcount"), item.get("number")) == ("held", "约30", 3)


def test_all_other_examples_of_the_page_are_sound_pieces_of_a_kind(office):
    import yaml12

    from tasklist_tui.storage.kindfiles import load_kind

    pieces = re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)
    for piece in pieces:
        tree = yaml12.parse_yaml(piece)
        if not isinstance(tree, dict):
            continue
        _kind, problems = load_kind(piece.encode(), "kinds/piece.yaml")
        codes = {problem.code for problem in problems}
        assert codes <= {"unknown-state", "unknown-field", "missing", "value"}, (piece, codes)
