"""Commits as values."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.vcs.history import blobs, commits, split_message

from .conftest import LI, WHEN, plain_git, save


def test_an_unborn_branch_has_no_history(empty):
    assert commits(empty) == []


def test_a_commit_is_read_back_as_it_was_made(repo):
    message = "预算工委 · 改\n\n第一段\n\n第二段\n\nTasklist-Action: set\nTasklist-Item: 8m3kq2\n"
    old = repo.head()
    made = save(repo, {"lists/任务.yaml": b"b\n", "新.yaml": b"n\n"}, message, author=LI)
    newest, first = commits(repo)
    assert (newest.sha, newest.parents, newest.author, newest.email) == (made.sha, (old,), "李四", "li@example.org")
    assert newest.when == WHEN
    assert newest.when.utcoffset() == timedelta(hours=8)
    assert newest.subject == "预算工委 · 改"
    assert newest.body == "第一段\n\n第二段"
    assert newest.trailers == {"Tasklist-Action": "set", "Tasklist-Item": "8m3kq2"}
    assert [(change.status, change.path) for change in newest.paths] == [("M", "lists/任务.yaml"), ("A", "新.yaml")]
    assert blobs(repo, [newest.paths[0].old_blob, newest.paths[0].new_blob]) == {
        newest.paths[0].old_blob: b"title: a\n",
        newest.paths[0].new_blob: b"b\n",
    }
    assert newest.paths[1].old_blob is None
    assert first.parents == ()
    assert {change.status for change in first.paths} == {"A"}


def test_limit_skip_range_and_path(repo):
    start = repo.head()
    shas = [save(repo, {f"{n % 2}.yaml": b"%d" % n}, str(n)).sha for n in range(6)]
    assert [commit.subject for commit in commits(repo, limit=2)] == ["5", "4"]
    assert [commit.subject for commit in commits(repo, limit=2, skip=1)] == ["4", "3"]
    assert [commit.subject for commit in commits(repo, paths=["1.yaml"])] == ["5", "3", "1"]
    assert [commit.subject for commit in commits(repo, rev=f"{shas[2]}..HEAD")] == ["5", "4", "3"]
    assert [commit.sha for commit in commits(repo, rev=start)] == [start]
    assert commits(repo, paths=["no.yaml"]) == []
    assert commits(repo, rev="--all") == []


def test_odd_texts_do_not_break_the_reading(repo):
    odd = ":100644 x\n\x1b[31m\u202e:(glob)\n:000000 000000\n"
    save(repo, {":(glob)*.yaml": b"x", "a b": b"y"}, odd)
    newest = commits(repo)[0]
    assert newest.subject == ":100644 x"
    assert [change.path for change in newest.paths] == [":(glob)*.yaml", "a b"]
    assert [commit.sha for commit in commits(repo, paths=[":(glob)*.yaml"])] == [newest.sha]


def test_a_merge_shows_what_it_brought_to_this_side(repo):
    base = repo.head()
    ours = save(repo, {"ours.yaml": b"1"}, "ours").sha
    plain_git(repo, "checkout", "-q", "-b", "side", base)
    theirs = save(repo, {"theirs.yaml": b"2"}, "theirs").sha
    plain_git(repo, "checkout", "-q", "main")
    made = save(repo, {"theirs.yaml": b"2"}, "merge", expected_head=ours, other_parents=[theirs])
    found = {commit.subject: commit for commit in commits(repo)}
    assert set(found) == {"merge", "ours", "theirs", "first"}
    assert found["merge"].sha == made.sha
    assert [(change.status, change.path) for change in found["merge"].paths] == [("A", "theirs.yaml")]
    assert commits(repo)[-1].subject == "first"


def test_a_merge_that_changed_nothing_here_has_no_paths(repo):
    base = repo.head()
    ours = save(repo, {"a": b"1"}, "ours").sha
    theirs = plain_git(repo, "commit-tree", "-p", base, "-m", "empty", f"{base}^{{tree}}").strip()
    save(repo, {}, "merge", expected_head=ours, other_parents=[theirs])
    assert commits(repo, limit=1)[0].paths == ()


def test_missing_and_malformed_blobs_are_left_out(repo):
    assert blobs(repo, ["0" * 40, "nonsense", "--batch-all-objects"]) == {}


def test_many_blobs_come_back_exact_and_in_one_go(repo):
    contents = {f"f/{n}.yaml": (b"%d\n" % n) * (n * 37) for n in range(150)}
    save(repo, contents)
    plain_git(repo, "gc", "-q")
    paths = {change.path: change.new_blob for change in commits(repo, limit=1)[0].paths}
    found = blobs(repo, list(paths.values()))
    assert {path: found[sha] for path, sha in paths.items()} == contents


def test_a_date_no_calendar_shows_does_not_stop_the_history(repo):
    tree = plain_git(repo, "rev-parse", "HEAD^{tree}").strip()
    raw = f"tree {tree}\nparent {repo.head()}\nauthor a <b> 99999999999999 +9999\ncommitter a <b> 0 +0000\n\nodd\n"
    sha = repo.objects.write("commit", raw.encode())
    plain_git(repo, "update-ref", "refs/heads/main", sha)
    assert commits(repo)[0].subject == "odd"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("s", ("s", "", {})),
        ("s\n\nA: 1\nA: 2\n", ("s", "", {"A": "1\n2"})),
        ("s\n\nbody: not one\nbut text\n", ("s", "body: not one\nbut text", {})),
        ("s\n\nb\n\nKey: long\n  more\n", ("s", "b", {"Key": "long more"})),
        ("", ("", "", {})),
    ],
)
def test_subject_body_and_trailers(message, expected):
    assert split_message(message) == expected


@given(st.text())
def test_any_message_can_be_split(message):
    split_message(message)
