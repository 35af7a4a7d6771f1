"""Whatever is wrong with the machine, the folder or git: a clear message, what to do, and nothing lost."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from office import LIST, PROGRAM, SETTINGS, git, make, text_of

from tasklist_tui.storage import files
from tasklist_tui.vcs import git as vcs_git
from tasklist_tui.vcs import objects


def program(root, *words, **more):
    env = {**os.environ, **more.pop("env", {})}
    argv = [*PROGRAM, "-w", str(root), "--today", "2025-11-10", *words]
    return subprocess.run(argv, capture_output=True, check=False, env=env, stdin=subprocess.DEVNULL, **more)


def assert_refused(done, code=1):
    assert done.code == code, (done.out, done.err)
    assert done.out == ""
    assert len(done.err.splitlines()) == 2, done.err
    assert "Traceback" not in done.err


@pytest.fixture
def forget_git():
    vcs_git.git_program.cache_clear()
    vcs_git.git_version.cache_clear()
    yield
    vcs_git.git_program.cache_clear()
    vcs_git.git_version.cache_clear()


def put_git(folder, script):
    """Put a program called git into a folder, for systems where a script can be one."""
    folder.mkdir()
    path = folder / "git"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(folder)


def test_no_git(root, cli, type_, tmp_path, monkeypatch, forget_git):
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert "听取报告" in cli("ls").out
    assert cli("show", "aa").code == 0
    assert cli("check").code == 0
    for words in (["set", "aa", "progress=5"], ["history"], ["sync"], ["undo"], ["identity"]):
        done = cli(*words)
        assert_refused(done)
        assert "git" in done.err
        assert "install" in done.err
    assert type_("init", str(tmp_path / "new"), "--organisation", "甲", "--committee", "乙", "--name", "丙").code == 1
    assert text_of(root) == LIST


@pytest.mark.skipif(os.name == "nt", reason="a shell script as git")
def test_git_too_old(root, cli, type_, tmp_path, monkeypatch, forget_git):
    monkeypatch.setenv("PATH", put_git(tmp_path / "bin", "echo git version 2.20.1"))
    assert "听取报告" in cli("ls").out
    for words in (["set", "aa", "progress=5"], ["sync"], ["add", "x"], ["undo"]):
        done = cli(*words)
        assert_refused(done)
        assert "2.20.1" in done.err
        assert "2.30" in done.err
    assert type_("clone", str(root), str(tmp_path / "copy"), today=None).code == 1
    assert text_of(root) == LIST


@pytest.mark.skipif(os.name == "nt", reason="a shell script as git")
@pytest.mark.parametrize("script", ["exit 1", "echo nonsense", "echo fatal: no >&2; exit 128"])
def test_something_else_called_git(root, cli, tmp_path, monkeypatch, forget_git, script):
    monkeypatch.setenv("PATH", put_git(tmp_path / "bin", script))
    assert_refused(cli("set", "aa", "progress=5"))
    assert text_of(root) == LIST


def test_nobody_knows_who_this_is(root, cli, ask):
    git(root, "config", "--unset", "user.name")
    for words in (["ls"], ["show", "aa"], ["check"], ["history"]):
        assert cli(*words).code == 0
    for words in (["set", "aa", "progress=5"], ["add", "x"], ["log", "aa", "x"], ["advance", "aa"], ["rm", "aa"]):
        done = cli(*words)
        assert_refused(done)
        assert "tasklist identity" in done.err
    assert_refused(cli("identity"))
    assert text_of(root) == LIST
    assert ask("identity", "赵")["name"] == "赵"
    assert cli("set", "aa", "progress=5").code == 0


def test_at_a_terminal_the_name_is_asked_once_and_kept(root, cli, monkeypatch):
    git(root, "config", "--unset", "user.name")
    git(root, "config", "--unset", "user.email")
    answers = iter(["赵", ""])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    monkeypatch.setenv("NO_COLOR", "1")
    from tasklist_tui.cli import common

    monkeypatch.setattr(common.sys, "stdout", _Tty(sys.stdout))
    assert cli("set", "aa", "progress=5").code == 0
    assert git(root, "log", "-1", "--format=%an <%ae>").strip() == "赵 <nobody@localhost>"
    assert cli("set", "aa", "progress=6").code == 0


class _Tty:
    def __init__(self, stream):
        self._stream = stream

    def isatty(self):
        return True

    def __getattr__(self, name):
        return getattr(self._stream, name)


def test_a_workspace_without_lists(tmp_path, type_):
    root = make(tmp_path / "leer", {"tasklist.yaml": SETTINGS})
    assert type_("ls", "-w", str(root)).out == "还没有事项。\n"
    done = type_("add", "x", "-w", str(root))
    assert_refused(done, 3)
    assert "lists/" in done.err


def test_no_repository(tmp_path, type_):
    (tmp_path / "tasklist.yaml").write_text(SETTINGS, "utf-8")
    done = type_("ls", "-w", str(tmp_path))
    assert_refused(done, 3)
    assert "tasklist init" in done.err


def refuse_to_write(monkeypatch, code, *, only=""):
    """Let every write of a file of the workspace fail with an error of the operating system."""
    real = os.open

    def opened(path, flags, *args, **more):
        if flags & os.O_CREAT and only in str(path) and ".git" not in str(path):
            raise OSError(code, os.strerror(code), str(path))
        return real(path, flags, *args, **more)

    monkeypatch.setattr(files.os, "open", opened)


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_folder_that_cannot_be_written(root, cli, ask, monkeypatch, code):
    head = git(root, "rev-parse", "HEAD")
    refuse_to_write(monkeypatch, code)
    assert cli("ls").code == 0
    assert_refused(cli("set", "aa", "progress=5"))
    error = ask("set", "aa", "progress=5", code=1)["error"]
    assert error["hint"]
    monkeypatch.undo()
    assert text_of(root) == LIST
    assert git(root, "rev-parse", "HEAD") == head
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_history_that_cannot_be_written(root, cli, monkeypatch, code, nth):
    head = git(root, "rev-parse", "HEAD")
    real, calls = objects.ObjectStore._write_loose, []

    def write(path, packed):
        calls.append(path)
        if len(calls) >= nth:
            raise OSError(code, os.strerror(code), str(path))
        return real(path, packed)

    monkeypatch.setattr(objects.ObjectStore, "_write_loose", staticmethod(write))
    assert_refused(cli("set", "aa", "progress=5"))
    monkeypatch.undo()
    assert text_of(root) == LIST
    assert git(root, "rev-parse", "HEAD") == head
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "fsck", "--strict", "--no-dangling") == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_the_output_goes_to_a_full_disk(root):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PROGRAM, "-w", str(root), "ls"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 300 KB, where mounting one is allowed."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed")
    yield place
    subprocess.run(["umount", str(place)], check=False)


def test_a_disk_that_is_really_full(small_disk, type_):
    root = make(small_disk / "w", {"tasklist.yaml": SETTINGS, "lists/tasks.yaml": LIST})
    head = git(root, "rev-parse", "HEAD")
    with (small_disk / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(b"x" * 1024)
        except OSError:
            pass
    assert type_("ls", "-w", str(root)).code == 0
    assert_refused(type_("set", "-w", str(root), "aa", "progress=5"))
    assert text_of(root) == LIST
    assert git(root, "rev-parse", "HEAD") == head
    (small_disk / "ballast").unlink()
    assert type_("set", "-w", str(root), "aa", "progress=5").code == 0
    assert git(root, "fsck", "--strict", "--no-dangling") == ""


@pytest.fixture
def read_only(root):
    """The workspace on a disk that is mounted read-only, where that is allowed."""
    for words in (["mount", "--bind", str(root), str(root)], ["mount", "-o", "remount,bind,ro", str(root)]):
        if subprocess.run(words, capture_output=True, check=False).returncode:
            subprocess.run(["umount", str(root)], capture_output=True, check=False)
            pytest.skip("mounting is not allowed")
    yield root
    subprocess.run(["umount", str(root)], check=False)


def test_a_disk_that_is_really_read_only(read_only, cli):
    assert "听取报告" in cli("ls").out
    assert cli("check").code == 0
    assert cli("history").code == 0
    for words in (["set", "aa", "progress=5"], ["log", "aa", "x"], ["undo"], ["identity", "x"]):
        assert_refused(cli(*words))


def test_a_lock_on_the_index_stops_no_commit_and_status_is_right_later(root, cli):
    lock = root / ".git" / "index.lock"
    lock.write_bytes(b"")
    assert cli("set", "aa", "progress=5").code == 0
    assert "progress: 5" in git(root, "show", "HEAD:lists/tasks.yaml")
    lock.unlink()
    assert cli("set", "aa", "progress=6").code == 0
    assert git(root, "status", "--porcelain") == ""


def test_a_lock_on_the_branch_is_named(root, cli):
    (root / ".git" / "refs" / "heads" / "main.lock").write_bytes(b"")
    done = cli("set", "aa", "progress=5")
    assert_refused(done)
    assert "main.lock" in done.err
    assert text_of(root) == LIST


@pytest.mark.parametrize("state", ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"])
def test_a_merge_in_progress(root, cli, state):
    (root / ".git" / state).write_text(git(root, "rev-parse", "HEAD"), "ascii")
    assert cli("ls").code == 0
    done = cli("set", "aa", "progress=5")
    assert_refused(done)
    assert "git status" in done.err
    assert text_of(root) == LIST


def test_an_old_version_checked_out(root, cli):
    git(root, "checkout", "-q", "--detach")
    assert cli("ls").code == 0
    assert cli("history").code == 0
    assert_refused(cli("set", "aa", "progress=5"))
    assert_refused(cli("sync"))
    assert text_of(root) == LIST


@pytest.mark.parametrize("words", [["set", "{id}", "progress={n}"], ["log", "{id}", "说明{who}-{n}"]])
def test_four_programs_save_at_once(root, words):
    """40 saves of 4 processes on one list: all arrive, each as a commit of its own."""
    script = (
        "import sys; from tasklist_tui.cli.main import run\n"
        "root, who, item = sys.argv[1:4]\n"
        "for n in range(1, 11):\n"
        "    words = [w.format(id=item, n=n, who=who) for w in sys.argv[4:]]\n"
        "    code = run(['-w', root, '--today', '2025-11-10', *words])\n"
        "    if code: sys.exit(code)\n"
    )
    items = ["aa2222", "bb3333", "bc4444", "aa2222" if words[0] == "log" else "dd5555"]
    path = root / "lists" / "tasks.yaml"
    path.write_text(LIST + "- {id: dd5555, title: 第四项, measure: 3, lead: bgs, status: doing}\n", "utf-8")
    git(root, "commit", "-q", "-a", "-m", "x")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(root), str(who), item, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for who, item in enumerate(items)
    ]
    for process in running:
        _out, err = process.communicate(timeout=120)
        assert (process.returncode, err.decode()) == (0, "")
    text = text_of(root)
    if words[0] == "log":
        assert all(f"说明{who}-{n}" in text for who in range(4) for n in range(1, 11))
    else:
        assert text.count("progress: 10") == 4
    assert git(root, "rev-list", "--count", "HEAD").strip() == "42"
    assert git(root, "fsck", "--strict", "--no-dangling") == ""
    assert git(root, "diff", "HEAD", "--stat") == ""


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "POSIX"},
        {"LANG": "xx_YY.ISO-8859-1", "LC_ALL": "xx_YY.ISO-8859-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"LANG": "", "LC_ALL": ""},
    ],
)
def test_a_locale_that_is_missing(root, env):
    done = program(root, "ls", env=env)
    assert done.returncode == 0, done.stderr
    assert "听取报告" in done.stdout.decode()
    assert done.stderr == b""
    done = program(root, "set", "aa", "due=某天", env=env)
    assert done.returncode == 1
    assert "某天" in done.stderr.decode()
    assert program(root, "set", "aa", "title=听取审议", env=env).returncode == 0
    assert "title: 听取审议" in text_of(root)
    assert "听取审议" in git(root, "log", "-1", "--format=%s")


@pytest.mark.parametrize("env", [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {}])
def test_words_that_are_no_text(root, env):
    word = b"title=\xe9\xa2" if not env else "title=某天".encode()
    argv = [os.fsencode(part) for part in [*PROGRAM, "-w", str(root)]]
    assert (
        "听取报告"
        in subprocess.run([*argv, b"ls"], capture_output=True, env={**os.environ, **env}, check=True).stdout.decode()
    )
    done = subprocess.run([*argv, b"set", b"aa", word], capture_output=True, env={**os.environ, **env}, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert text_of(root) == LIST


@pytest.mark.skipif(os.name == "nt", reason="a pipe of a shell")
@pytest.mark.parametrize("words", ["ls", "ls --json", "history", "check", "--help"])
def test_the_reader_of_a_pipe_goes_away(tmp_path, words):
    items = "".join(f"- {{id: q{n:05}, title: 事项{n}, lead: nobody}}\n" for n in range(3000))
    root = make(tmp_path / "many", {"tasklist.yaml": SETTINGS, "lists/tasks.yaml": f"title: x\nitems:\n{items}"})
    command = f'set -o pipefail; "$0" -m tasklist_tui -w "$1" {words} | head -1'
    done = subprocess.run(["bash", "-c", command, sys.executable, str(root)], capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1
    assert done.returncode in {0, 1}


@pytest.mark.parametrize("words", [[], ["open"], ["open", "."]])
def test_the_screen_without_a_terminal(root, words):
    done = program(root, *words, cwd=root)
    assert done.returncode == 1
    assert done.stdout == b""
    assert "tasklist ls" in done.stderr.decode()


def test_files_that_a_killed_program_left_are_swept_by_the_next_save_only(root, cli):
    left = root / "lists" / ".tasks.yaml.tasklist-0123abcd.tmp"
    left.write_bytes(b"half")
    cli("ls")
    cli("check")
    assert left.exists()
    cli("set", "aa", "progress=5")
    assert not left.exists()


def test_huge_values(root, cli, ask):
    text = "很长的说明。" * 20_000
    assert ask("set", "aa", f"note={text}")["item"]["fields"]["note"] == text
    assert cli("show", "aa").code == 0
    assert cli("set", "aa", "title=" + "题" * 5000).code == 0
    lines = cli("ls").out.splitlines()
    assert len(lines) == 3
    assert len(git(root, "log", "-1", "--format=%s")) < 300


def test_more_than_a_file_may_hold_is_refused(root, cli):
    assert cli("set", "bb", "goal=" + "x" * 4_000_000, "note=" + "x" * 4_000_000).code == 0
    before = text_of(root)
    done = cli("set", "aa", "goal=" + "x" * 4_000_000)
    assert_refused(done)
    assert text_of(root) == before


@pytest.mark.parametrize("editor", ["false", "no-such-editor", "sh -c 'exit 3'", "'unfinished"])
def test_an_editor_that_fails(monkeypatch, editor):
    from tasklist_tui.domain.message import UserError
    from tasklist_tui.services.editor import edit_text

    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)
    with pytest.raises(UserError) as refused:
        edit_text("- id: a\n")
    assert refused.value.hint


@pytest.mark.skipif(os.name == "nt", reason="a shell script as editor")
def test_without_an_editor_set_the_usual_one_is_taken(tmp_path, monkeypatch):
    from tasklist_tui.services.editor import edit_text

    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "vi").write_text('#!/bin/sh\necho "# 改" >> "$1"\n', "utf-8")
    (folder / "vi").chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert edit_text("- id: a\n") == "- id: a\n# 改\n"
