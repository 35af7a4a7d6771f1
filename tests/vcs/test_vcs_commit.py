"""A commit holds exactly its files, and is there wholly or not at all."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tasklist_tui.domain.message import UserError
from tasklist_tui.vcs import commit as commit_module
from tasklist_tui.vcs import index as index_module
from tasklist_tui.vcs.commit import HeadMoved, NewCommit, commit_files, commit_series, move_branch, refresh_index
from tasklist_tui.vcs.git import GitError
from tasklist_tui.vcs.history import commits
from tasklist_tui.vcs.objects import ObjectStore
from tasklist_tui.vcs.repository import Identity

from .conftest import WHEN, ZHANG, assert_sound, plain_git, save


def test_the_first_commit_of_an_unborn_branch(empty):
    made = save(empty, {"lists/任务.yaml": "title: 一\n".encode()}, "建立", expected_head=None)
    assert empty.head() == made.sha
    assert made.created
    assert made.index_updated
    assert plain_git(empty, "show", "HEAD:lists/任务.yaml") == "title: 一\n"
    assert plain_git(empty, "status", "--porcelain") == ""
    assert_sound(empty)


def test_a_series_becomes_one_commit_after_the_other(empty):
    given = [
        NewCommit({"a.yaml": b"1\n", "lists/b.yaml": b"1\n"}, "一", ZHANG, WHEN),
        NewCommit({"lists/b.yaml": b"2\n"}, "二", ZHANG, WHEN + timedelta(days=1)),
        NewCommit({"a.yaml": None}, "三", ZHANG, WHEN + timedelta(days=2)),
    ]
    assert commit_series(empty, given) == empty.head()
    assert plain_git(empty, "log", "--reverse", "--format=%s").split() == ["一", "二", "三"]
    assert plain_git(empty, "ls-files").split() == ["lists/b.yaml"]
    assert plain_git(empty, "show", "HEAD~1:lists/b.yaml") == "2\n"
    assert_sound(empty)


def test_a_series_of_nothing_leaves_the_branch_unborn(empty):
    assert commit_series(empty, []) is None
    assert empty.head() is None


def test_a_series_starts_a_history_and_never_replaces_one(repo):
    before = repo.head()
    with pytest.raises(HeadMoved):
        commit_series(repo, [NewCommit({"a.yaml": b"1\n"}, "一", ZHANG, WHEN)])
    assert repo.head() == before


def test_author_message_and_time_zone_are_kept_as_given(repo):
    message = "改《任务》\n\n正文  \n\nTasklist-Action: set\n"
    save(repo, {"tasklist.yaml": b"x\n"}, message)
    assert (
        plain_git(repo, "log", "-1", "--format=%an|%ae|%cn|%ai|%B")
        == f"张三|zhang@example.org|张三|2025-11-10 09:30:00 +0800|{message}\n"
    )


@pytest.mark.parametrize(
    ("offset", "shown"),
    [(timedelta(hours=-3, minutes=-30), "-0330"), (timedelta(0), "+0000"), (timedelta(hours=14), "+1400")],
)
def test_every_time_zone(repo, offset, shown):
    commit_files(repo, {"a": b""}, "m", ZHANG, datetime(2025, 1, 1, tzinfo=timezone(offset)))
    assert plain_git(repo, "log", "-1", "--format=%ai").endswith(shown + "\n")


def test_a_time_without_zone_is_a_mistake_of_the_caller(repo):
    with pytest.raises(ValueError, match="2025"):
        commit_files(repo, {"a": b""}, "m", ZHANG, datetime(2025, 1, 1))  # noqa: DTZ001 - the point of the test


def test_deleting_the_last_file_of_a_folder_takes_the_folder_out(repo):
    save(repo, {"lists/任务.yaml": None})
    assert plain_git(repo, "ls-tree", "-r", "--name-only", "HEAD") == "tasklist.yaml\n"
    save(repo, {"tasklist.yaml": None})
    assert plain_git(repo, "ls-tree", "-r", "HEAD") == ""
    assert plain_git(repo, "status", "--porcelain") == ""
    assert_sound(repo)


def test_names_sort_as_git_sorts_them(repo):
    save(repo, {"a/x": b"1", "a.b": b"2", "a0": b"3", "a-": b"4", "b/c/d/e": b"5"})
    assert_sound(repo)
    assert plain_git(repo, "status", "--porcelain") == ""


def test_what_others_staged_stays_staged_and_is_not_taken_along(repo):
    (repo.root / "fremd.txt").write_bytes(b"staged\n")
    plain_git(repo, "add", "fremd.txt")
    save(repo, {"tasklist.yaml": b"x\n"})
    assert plain_git(repo, "status", "--porcelain") == "A  fremd.txt\n"
    assert plain_git(repo, "ls-tree", "--name-only", "HEAD", "fremd.txt") == ""


def test_the_mode_of_a_file_is_kept(repo):
    (repo.root / "tasklist.yaml").chmod(0o755)
    plain_git(repo, "commit", "-qam", "mode")
    save(repo, {"tasklist.yaml": b"y\n"})
    assert plain_git(repo, "ls-tree", "HEAD", "tasklist.yaml").startswith("100755")


def test_nothing_to_commit_makes_no_commit(repo):
    head = repo.head()
    made = save(repo, {"tasklist.yaml": b"title: t\n"})
    assert (made.sha, made.created) == (head, False)
    assert repo.head() == head


def test_a_merge_commit_has_both_parents(repo):
    base = repo.head()
    ours = save(repo, {"a": b"1"}).sha
    plain_git(repo, "branch", "-q", "side", base)
    theirs = plain_git(repo, "commit-tree", "-p", base, "-m", "side", f"{base}^{{tree}}").strip()
    made = save(repo, {"a": b"1"}, "merge", expected_head=ours, other_parents=[theirs])
    assert plain_git(repo, "log", "-1", "--format=%P").split() == [ours, theirs]
    assert made.created


def test_a_head_that_moved_is_told_apart_and_nothing_changes(repo):
    old = repo.head()
    new = save(repo, {"a": b"1"}).sha
    with pytest.raises(HeadMoved) as caught:
        commit_files(repo, {"b": b"2"}, "late", ZHANG, WHEN, expected_head=old)
    assert (caught.value.expected, caught.value.found) == (old, new)
    with pytest.raises(HeadMoved):
        commit_files(repo, {"b": b"2"}, "late", ZHANG, WHEN, expected_head=None)
    assert repo.head() == new


def test_a_colleague_who_commits_between_look_and_move_wins(repo, monkeypatch):
    """The race itself: the other commit lands after the head was checked, just before the branch moves."""
    move = commit_module.move_branch

    def overtaken(*arguments, **options):
        plain_git(repo, "commit", "-q", "--allow-empty", "-m", "faster")
        return move(*arguments, **options)

    monkeypatch.setattr(commit_module, "move_branch", overtaken)
    with pytest.raises(HeadMoved):
        save(repo, {"tasklist.yaml": b"mine\n"})
    assert [commit.subject for commit in commits(repo)] == ["faster", "first"]
    assert (repo.root / "tasklist.yaml").read_bytes() == b"mine\n"
    assert repo.changed_paths() == ["tasklist.yaml"]


def test_a_detached_head_is_refused(repo):
    plain_git(repo, "checkout", "-q", "--detach")
    with pytest.raises(UserError, match="not a branch"):
        save(repo, {"a": b"1"})
    with pytest.raises(UserError, match="not a branch"):
        move_branch(repo, repo.head(), repo.head())


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/x",
        "../x",
        "a/../b",
        "a//b",
        ".git/config",
        "a/.GIT/x",
        ".git./x",
        "git~1/x",
        "-x",
        "a/-x",
        "a\nb",
        "a\\b",
        "./a",
    ],
)
def test_paths_that_leave_the_folder_or_mislead_git_are_refused(repo, path):
    head = repo.head()
    with pytest.raises(UserError):
        commit_files(repo, {path: b"x"}, "m", ZHANG, WHEN)
    assert repo.head() == head


@pytest.mark.parametrize("path", ["lists", "tasklist.yaml/x"])
def test_a_file_never_takes_the_place_of_a_folder_nor_the_reverse(repo, path):
    with pytest.raises(UserError, match="same name"):
        commit_files(repo, {path: b"x"}, "m", ZHANG, WHEN)


def test_an_author_without_name_is_refused_and_brackets_are_dropped(repo):
    with pytest.raises(UserError, match="name"):
        commit_files(repo, {"a": b"1"}, "m", Identity(" <>", "x"), WHEN)
    commit_files(repo, {"a": b"1"}, "m", Identity("a\n<b>", "x>y"), WHEN)
    assert plain_git(repo, "log", "-1", "--format=%an|%ae") == "ab|xy\n"
    assert_sound(repo)


def test_a_locked_index_delays_only_the_index(repo):
    repo.settle()
    lock = repo.git_dir / "index.lock"
    lock.write_bytes(b"")
    made = save(repo, {"tasklist.yaml": b"locked\n"})
    assert repo.head() == made.sha
    assert not made.index_updated
    assert repo.changed_paths() == []
    assert not save(repo, {"tasklist.yaml": b"again\n"}).index_updated
    lock.unlink()
    save(repo, {"other.yaml": b"the next save repairs what was left behind\n"})
    assert plain_git(repo, "status", "--porcelain") == ""


def test_a_locked_branch_is_reported_with_the_file_to_delete(repo, monkeypatch):
    head = repo.head()
    monkeypatch.setattr("tasklist_tui.vcs.git._OPTIONS", ("-c", "core.filesRefLockTimeout=1"))
    (repo.git_dir / "refs/heads/main.lock").write_bytes(b"")
    with pytest.raises(UserError) as caught:
        save(repo, {"tasklist.yaml": b"x\n"})
    assert "main.lock" in str(caught.value.hint)
    assert repo.head() == head


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("kind", ["blob", "tree", "tree 2", "commit", "rename", "fsync", "move", "moved", "index"])
def test_ended_at_any_step_the_head_is_the_old_or_the_new_and_nothing_is_lost(repo, monkeypatch, kind):
    old = repo.head()
    content = "title: 新\n".encode()
    seen = []

    def write(self, what, data, original=ObjectStore.write):
        seen.append(what)
        if kind == what or kind == f"{what} {seen.count(what)}":
            raise Killed
        return original(self, what, data)

    def killed(*_, **__):
        raise Killed

    def moved(*arguments, original=commit_module.move_branch, **options):
        original(*arguments, **options)
        raise Killed

    monkeypatch.setattr(ObjectStore, "write", write)
    if kind == "rename":
        monkeypatch.setattr(Path, "replace", killed)
    elif kind == "fsync":
        monkeypatch.setattr(os, "fsync", killed)
    elif kind in {"move", "moved"}:
        monkeypatch.setattr(commit_module, "move_branch", killed if kind == "move" else moved)
    elif kind == "index":
        monkeypatch.setattr(index_module, "update_index", killed)

    def save_and_settle():
        save(repo, {"lists/任务.yaml": content})
        repo.settle()

    with pytest.raises(Killed):
        save_and_settle()
    monkeypatch.undo()
    landed = kind in {"moved", "index"}
    assert (repo.head() != old) is landed
    assert_sound(repo)
    assert (repo.root / "lists/任务.yaml").read_bytes() == content
    assert repo.changed_paths() == ([] if landed else ["lists/任务.yaml"])
    again = save(repo, {"lists/任务.yaml": content})
    assert repo.blob(again.sha, "lists/任务.yaml") == content
    assert refresh_index(repo, ["lists/任务.yaml"])
    assert plain_git(repo, "status", "--porcelain") == ""
    assert_sound(repo)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "may not be written"),
        (errno.EACCES, "may not be written"),
        (errno.EIO, "could not be added"),
    ],
)
def test_trouble_with_the_disk_is_said_in_plain_words(repo, monkeypatch, code, words):
    head = repo.head()

    def fail(_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match=words) as caught:
        save(repo, {"a": b"1"})
    assert not isinstance(caught.value, GitError)
    monkeypatch.undo()
    assert repo.head() == head
    assert not list(repo.git_dir.glob("objects/*/tmp_obj_*"))


def test_no_hook_and_no_signing_program_of_the_repository_runs(repo, tmp_path):
    trap = tmp_path / "ran"
    hooks = repo.git_dir / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "post-commit", "commit-msg", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {trap}\n")
        (hooks / name).chmod(0o755)
    for key, value in {
        "commit.gpgsign": "true",
        "gpg.program": f"touch {trap}",
        "core.fsmonitor": f"touch {trap}",
        "core.editor": f"touch {trap}",
    }.items():
        plain_git(repo, "config", key, value)
    save(repo, {"tasklist.yaml": b"x\n"})
    commits(repo)
    assert not trap.exists()


def test_works_on_a_packed_repository(repo):
    plain_git(repo, "gc", "-q", "--prune=now")
    save(repo, {"lists/任务.yaml": b"b\n"})
    assert plain_git(repo, "status", "--porcelain") == ""
    assert_sound(repo)


_COMMIT_FOREVER = """
import itertools, pathlib, sys
from datetime import UTC, datetime
from tasklist_tui.vcs.commit import commit_files
from tasklist_tui.vcs.repository import Identity, Repository

repo = Repository.discover(pathlib.Path(sys.argv[1]))
for n in itertools.count():
    data = str(n).encode()
    commit_files(repo, {"a.yaml": data, "x/b.yaml": data}, str(n), Identity("a", "b"), datetime.now(UTC))
    print(n, flush=True)
"""


def test_a_real_kill_leaves_a_sound_repository(repo, tmp_path):
    """Committed in a loop by another process that is killed at some instant, six times."""
    for turn in range(6):
        process = subprocess.Popen([sys.executable, "-c", _COMMIT_FOREVER, str(repo.root)], stdout=subprocess.PIPE)
        for _ in range(3 + turn):
            process.stdout.readline()
        process.kill()
        process.communicate()
        (repo.git_dir / "index.lock").unlink(missing_ok=True)
        (repo.git_dir / "refs/heads/main.lock").unlink(missing_ok=True)
        assert_sound(repo)
        assert repo.blob("HEAD", "a.yaml") == repo.blob("HEAD", "x/b.yaml")
    made = commit_files(repo, {"a.yaml": b"end"}, "end", ZHANG, datetime(2025, 1, 1, tzinfo=UTC))
    assert repo.head() == made.sha
