"""How git is called."""

import subprocess
import sys

import pytest

from tasklist_tui.domain.message import UserError
from tasklist_tui.vcs import git as git_module
from tasklist_tui.vcs.git import GitError, environment, git_program, git_version, parse_version, plain_line, run
from tasklist_tui.vcs.repository import Repository


@pytest.fixture
def forget_git():
    git_program.cache_clear()
    git_version.cache_clear()
    yield
    git_program.cache_clear()
    git_version.cache_clear()


def test_without_git_it_says_how_to_install_it(tmp_path, monkeypatch, forget_git):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="not installed") as caught:
        Repository.init(tmp_path / "x")
    assert caught.value.hint is not None


def test_an_old_git_is_refused(tmp_path, monkeypatch, forget_git):
    old = tmp_path / "git"
    old.write_text("#!/bin/sh\necho git version 2.29.3\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"2\.29\.3 is too old"):
        git_version()


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("git version 2.39.5", (2, 39, 5)),
        ("git version 2.45.1.windows.1", (2, 45, 1)),
        ("git version 2.39.3 (Apple Git-146)", (2, 39, 3)),
        ("git version 3.0", (3, 0, 0)),
        ("nonsense", (0, 0, 0)),
    ],
)
def test_versions_of_every_platform(text, version):
    assert parse_version(text) == version


def test_a_failure_carries_command_code_and_words(tmp_path):
    with pytest.raises(GitError) as caught:
        run("rev-parse", "HEAD", root=tmp_path)
    assert caught.value.code == 128
    assert caught.value.argv[-1] == "HEAD"
    assert "not a git repository" in caught.value.stderr
    assert "not a git repository" in str(caught.value.message)


def test_a_call_that_does_not_end_is_ended(tmp_path, monkeypatch, forget_git):
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nread x < /dev/zero\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="no answer"):
        run("status", timeout=0.1)


def test_messages_are_english_and_no_question_is_asked(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    env = environment()
    assert (env["LC_ALL"], env["LANGUAGE"], env["GIT_TERMINAL_PROMPT"]) == ("C", "", "0")
    assert "GIT_DIR" not in env
    assert env["GIT_OPTIONAL_LOCKS"] == "0"
    assert "GIT_OPTIONAL_LOCKS" not in environment(writes=True)


def test_a_line_for_people_has_no_control_characters_and_no_password():
    assert (
        plain_line("warning: a\nfatal: \x1b]52;c;x\x07 https://u:p@host/x\u202e\r\nhint: b")
        == "fatal: ]52;c;x https://host/x"
    )
    assert plain_line("") == ""
    assert len(plain_line("x" * 1000)) == 200


def test_opening_a_repository_imports_no_gitpython():
    modules = "repository, commit, history, remote"
    code = f"import sys; from tasklist_tui.vcs import {modules}; sys.exit('git' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_program_is_never_taken_from_the_current_folder(tmp_path, monkeypatch, forget_git):
    trap = tmp_path / "git"
    trap.write_text("#!/bin/sh\n")
    trap.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(UserError):
        git_program()
    assert git_module.MINIMUM == (2, 30, 0)
