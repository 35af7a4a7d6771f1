"""`tasklist remind`: what became yellow or red since the last time, for cron and for programs."""

import json
import os
import subprocess
import sys
import threading

import pytest
from office import PROGRAM, git, text_of

from tasklist_tui.services import remind
from tasklist_tui.storage import files


@pytest.fixture
def told(ask):
    """Remind with more words; gives (id, light, light told before) of what is told."""

    def reminded(*words, **more):
        items = ask("remind", *words, **more)["items"]
        return [(item["id"], item["light"]["colour"], item["was"]) for item in items]

    return reminded


@pytest.fixture
def program(tmp_path):
    """A program that keeps its input in `heard`, says something and ends with the code in `code`."""
    script = tmp_path / "程序 notify.py"
    script.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys\n"
        "here = pathlib.Path(__file__).parent\n"
        "with (here / 'heard').open('ab') as heard: heard.write(sys.stdin.buffer.read() + b'\\n')\n"
        "code = here / 'code'\n"
        "print('said', sys.argv[1:])\n"
        "sys.exit(int(code.read_text()) if code.exists() else 0)\n",
        "utf-8",
    )
    script.chmod(0o755)
    return script


def heard(program):
    path = program.parent / "heard"
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


ALL = [("aa2222", "red", None), ("bc4444", "yellow", None)]


def test_first_everything_then_only_what_is_new(cli, told):
    assert told() == ALL
    assert told() == []
    cli("set", "bb3333", "due=2025-11-12")
    assert told() == [("bb3333", "yellow", None)]
    assert told() == []


def test_nothing_new_prints_nothing(cli):
    first = cli("remind", "--lang", "en")
    assert first.out.splitlines() == [
        "Red     new  Overdue by 10 days  Budget Committee  aa2222  听取报告",
        "Yellow  new  4 workdays left     Legal Committee   bc4444  调研",
    ]
    again = cli("remind")
    assert (first.code, first.err) == (again.code, again.err) == (0, "")
    assert again.out == ""


def test_what_becomes_worse_is_told_again_and_what_becomes_better_is_not(cli, told):
    told()
    assert told(today="2025-11-17") == [("bc4444", "red", "yellow")]
    cli("set", "aa2222", "due=2025-11-20", "milestones.a2.done=2025-11-10")
    assert told(today="2025-11-17") == []
    assert told(today="2025-11-21") == [("aa2222", "red", "yellow")]


def test_what_was_better_meanwhile_is_told_anew(cli, told):
    told()
    cli("set", "bc4444", "due=2025-12-31", "progress=90")
    assert told() == []
    assert told(today="2025-12-29") == [("bc4444", "yellow", None)]


def test_what_is_closed_is_not_told(cli, told):
    cli("set", "aa2222", "status=done", "done_on=2025-11-09")
    assert told() == ALL[1:]


def test_red_only_leaves_the_yellow_ones_for_later(told):
    assert told("--level", "red") == ALL[:1]
    assert told("--level", "red") == []
    assert told() == ALL[1:]
    assert told("--level", "red", today="2025-11-17") == [("bc4444", "red", "yellow")]


def test_every_committee_is_reminded_for_itself(told):
    assert told("--committee", "ysgw") == ALL[:1]
    assert told("--committee", "预算工委") == []
    assert told("--committee", "fgw") == ALL[1:]
    assert told() == ALL


def test_a_dry_run_remembers_nothing_and_runs_nothing(told, program, root):
    assert told("--dry-run", "--exec", str(program)) == ALL
    assert heard(program) == []
    assert not (root / ".git" / "tasklist" / "remind").exists()
    assert told() == ALL


def test_the_working_tree_and_the_history_stay_as_they_are(root, told):
    before = git(root, "rev-parse", "HEAD")
    told()
    assert git(root, "status", "--porcelain", "--ignored") == ""
    assert git(root, "rev-parse", "HEAD") == before


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"told": {"tasks/aa2222": "pink"}}', b"\xff\xfe", b"[" * 100_000, b'{"told": 1}']
)
def test_a_broken_memory_counts_as_none(root, told, data):
    told()
    (root / ".git" / "tasklist" / "remind" / "all.json").write_bytes(data)
    assert told() == ALL
    assert told() == []


def test_what_was_told_of_a_list_that_cannot_be_read_is_not_forgotten(root, cli, told):
    told()
    whole = text_of(root)
    (root / "lists" / "tasks.yaml").write_text("items: [", "utf-8")
    broken = cli("remind")
    assert (broken.code, broken.out) == (0, "")
    assert "lists/tasks.yaml" in broken.err
    (root / "lists" / "tasks.yaml").write_text(whole, "utf-8", newline="")
    assert told() == []


# --- programs


@pytest.mark.skipif(os.name == "nt", reason="needs a script that can be run as it is")
class TestProgram:
    def test_it_hears_the_json_once_for_all(self, told, program, cli):
        assert told("--dry-run") == ALL
        done = cli("remind", "--exec", str(program))
        assert done.code == 0
        assert done.out.count("\n") == 2
        assert done.err == "said []\n"
        (whole,) = heard(program)
        assert (whole["schema"], whole["command"], whole["today"]) == (1, "remind", "2025-11-10")
        assert [item["id"] for item in whole["items"]] == ["aa2222", "bc4444"]
        assert whole["items"][0]["committees"] == ["ysgw", "bgs"]
        assert whole["items"][0]["light"]["reason"]

    def test_it_is_left_alone_when_nothing_is_new(self, told, program, cli):
        told()
        assert cli("remind", "--exec", str(program)).out == ""
        assert heard(program) == []

    def test_when_it_fails_nothing_counts_as_told(self, told, program, cli):
        (program.parent / "code").write_text("3")
        done = cli("remind", "--exec", str(program), "--lang", "en")
        assert (done.code, done.out) == (1, "")
        assert "ended with code 3: said []" in done.err
        (program.parent / "code").unlink()
        assert cli("remind", "--exec", str(program)).code == 0
        assert len(heard(program)) == 2
        assert told() == []

    @pytest.mark.parametrize("name", ["no-such-program", "/no/such/program", "", ".", "a\0b"])
    def test_one_that_is_not_there_is_an_error(self, told, cli, name):
        done = cli("remind", "--exec", name)
        assert (done.code, done.out) == (1, "")
        assert done.err
        assert told() == ALL

    def test_one_that_cannot_be_started_is_an_error(self, told, cli, program):
        program.write_text("#!/no/such/interpreter\n")
        done = cli("remind", "--exec", str(program))
        assert (done.code, done.out) == (1, "")
        assert told() == ALL

    def test_one_that_takes_too_long_is_ended(self, told, cli, program, monkeypatch):
        monkeypatch.setattr(remind, "PROGRAM_SECONDS", 0.3)
        program.write_text(f"#!{sys.executable}\nimport threading\nthreading.Event().wait(30)\n")
        assert cli("remind", "--exec", str(program)).code == 1
        assert told() == ALL

    def test_no_shell_reads_its_name(self, cli, tmp_path):
        mark = tmp_path / "mark"
        assert cli("remind", "--exec", f"true; touch {mark}").code == 1
        assert not mark.exists()

    def test_saving_does_not_wait_for_it(self, root, cli, program):
        save = [sys.executable, "-m", "tasklist_tui", "set", "-w", str(root), "bb3333", "note=x"]
        program.write_text(
            f"#!{sys.executable}\nimport subprocess, sys\nsys.exit(subprocess.call({save!r}))\n", "utf-8"
        )
        assert cli("remind", "--exec", str(program)).code == 0
        assert "note: x" in text_of(root)


def test_a_memory_that_cannot_be_written_is_an_error_and_told_again(told, cli, monkeypatch):
    def full(*_args, **_more):
        raise files.explain(OSError(28, "full"), files.reason(OSError(28, "full")))

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_atomic", full)
        assert cli("remind").code == 1
    assert told() == ALL


def test_two_at_once_tell_everything_once(root):
    words = [*PROGRAM, "remind", "-w", str(root), "--today", "2025-11-10", "--json"]
    answers = []

    def run():
        done = subprocess.run(words, capture_output=True, check=True)
        answers.extend(item["id"] for item in json.loads(done.stdout)["items"])

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["aa2222", "bc4444"]
