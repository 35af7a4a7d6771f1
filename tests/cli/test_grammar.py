"""The words of a command line: options anywhere, help and refusals in the chosen language, documented exit codes."""

import json

import pytest
from office import git

from tasklist_tui.cli.commands import COMMANDS
from tasklist_tui.cli.main import run


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "option", [["--json"], ["--lang", "en"], ["--lang=en"], ["--today", "2025-10-31"], ["--today=2025-10-31"]]
)
def test_common_options_before_and_after_the_command(root, capsys, option, place):
    words = ["ls", "报告"]
    assert run(["-w", str(root), *words[:place], *option, *words[place:]]) == 0
    out = capsys.readouterr().out
    assert {"--json": '"command"', "--lang": "Red", "--today": "今天到期"}[option[0].split("=")[0]] in out


@pytest.mark.parametrize("option", [["-w", "{root}"], ["-w{root}"], ["--workspace={root}"], ["--workspace", "{root}"]])
def test_the_workspace_is_named_in_any_usual_way(root, capsys, option):
    words = [word.format(root=root) for word in option]
    assert run(["ls", *words]) == run([*words, "ls"]) == 0
    assert capsys.readouterr().out.count("听取报告") == 2


def test_the_workspace_of_the_current_folder_and_below(root, capsys, monkeypatch):
    monkeypatch.chdir(root / "lists")
    assert run(["ls"]) == 0
    assert "听取报告" in capsys.readouterr().out


def test_options_between_the_words_of_a_command(root, cli, ask):
    assert cli("set", "aa", "-m", "理由", "due=11-15", "progress=50").code == 0
    assert cli("advance", "-m", "理由", "aa", "submit", "deliverable=报告").code == 0
    item = ask("add", "新事项", "--list", "tasks", "measure=3", "lead=bgs")["item"]
    assert item["number"] == "3.2"


def test_text_that_begins_with_a_dash(root, cli, ask):
    assert ask("log", "aa", "-5 度，停工")["item"]["fields"]["log"][0]["text"] == "-5 度，停工"
    assert ask("log", "aa", "-完成")["changed"]
    assert ask("set", "aa", "note=-x")["item"]["fields"]["note"] == "-x"


def test_two_dashes_end_the_options(root, type_):
    assert type_("log", "-w", str(root), "--today", "2025-11-10", "--", "aa", "--json", today=None).code == 0
    assert "--json" in type_("show", "aa", "-w", str(root)).out


@pytest.mark.parametrize(
    "words",
    [
        ["frob"],
        ["ls", "--frob"],
        ["ls", "--light", "pink"],
        ["ls", "--due-from", "someday"],
        ["ls", "--due-from"],
        ["ls", "--sort", "colour"],
        ["ls", "--due-from="],
        ["show"],
        ["show", "a", "b"],
        ["set", "aa"],
        ["set", "aa", "due"],
        ["log", "aa"],
        ["rm"],
        ["history", "-n", "0"],
        ["history", "-n", "-1"],
        ["history", "-n", "many"],
        ["ls", "--today", "2025-02-30"],
        ["ls", "--lang", "fr"],
        ["ls", "-q"],
        ["--frob"],
        ["clone", "url"],
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_command_line_is_refused_with_2(root, capsys, monkeypatch, words, language):
    monkeypatch.chdir(root)
    head = git(root, "rev-parse", "HEAD")
    lang = [] if "--lang" in words else ["--lang", language]
    assert run([*lang, *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 2
    assert "Traceback" not in err
    assert run([*words, *lang, "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["error"]["code"] == 2
    assert answer["error"]["hint"]
    assert git(root, "rev-parse", "HEAD") == head


def test_help_and_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("tasklist ")
    assert run(["--help", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert all((f"    {name} " in out) != command.hidden for name, command in COMMANDS.items())
    for name in COMMANDS:
        assert run([name, "--help"]) == 0
        assert f"tasklist {name}" in capsys.readouterr().out


def test_nothing_there_is_3(tmp_path, type_, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    done = type_("ls", "-w", str(empty))
    assert done.code == 3
    assert "tasklist init" in done.err
    assert type_("ls", "-w", str(empty / "gone")).code == 3
    monkeypatch.chdir(empty)
    assert type_("ls").code == 3
    assert type_("sync", "--json").code == 3


def test_a_name_mistyped_below_a_workspace_does_not_open_the_workspace_around_it(root, type_):
    assert type_("ls", "-w", str(root / "lissts")).code == 3
    assert type_("ls", "-w", str(root / "lists")).code == 0


def test_the_current_folder_was_deleted(tmp_path, type_, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    done = type_("ls")
    assert done.code == 3
    assert done.err


def test_cancelled_is_130(root, type_, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("tasklist_tui.cli.reading.ls_command", interrupted)
    assert type_("ls", "-w", str(root)).code == 130


@pytest.mark.parametrize("terminal", ["dumb", "xterm-256color"])
def test_the_screen_needs_a_terminal(root, type_, monkeypatch, terminal):
    monkeypatch.setenv("TERM", terminal)
    monkeypatch.setattr("sys.stdin.isatty", lambda: terminal == "dumb", raising=False)
    for words in (["-w", str(root)], ["open", str(root)]):
        done = type_(*words, today=None)
        assert done.code == 1
        assert "tasklist ls" in done.err
