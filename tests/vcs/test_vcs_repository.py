"""What a repository tells about itself."""

import subprocess

import pytest

from tasklist_tui.domain.message import UserError
from tasklist_tui.vcs.repository import Identity, Repository, opened

from .conftest import assert_sound, plain_git, save


def test_found_from_a_folder_within(repo):
    with Repository.discover(repo.root / "lists") as found:
        assert found.root == repo.root
        assert found.git_dir == repo.root / ".git"
        assert found.state_dir == repo.root / ".git" / "tasklist"


def test_no_repository_is_none_and_opening_says_so(tmp_path):
    assert Repository.discover(tmp_path) is None
    with pytest.raises(UserError, match="not in a repository"), opened(tmp_path):
        pass


def test_init_twice_only_opens(repo):
    head = repo.head()
    with Repository.init(repo.root) as again:
        assert again.head() == head


def test_branch_name_like_an_option_is_refused(tmp_path):
    with pytest.raises(UserError):
        Repository.init(tmp_path / "x", branch="--upload-pack=x")


def test_unborn_branch_has_no_head(empty):
    assert empty.head() is None
    assert empty.branch() == "main"
    assert empty.in_progress() is None


def test_head_agrees_with_git_loose_packed_and_in_a_second_working_tree(repo, tmp_path):
    expected = plain_git(repo, "rev-parse", "HEAD").strip()
    assert repo.head() == expected
    plain_git(repo, "pack-refs", "--all")
    assert not (repo.git_dir / "refs/heads/main").exists()
    assert repo.head() == expected
    plain_git(repo, "worktree", "add", "-q", "-b", "第二", str(tmp_path / "second"))
    with Repository.discover(tmp_path / "second") as second:
        assert second.branch() == "第二"
        assert second.head() == expected
        made = save(second, {"新.yaml": b"x\n"})
        assert second.head() == made.sha != repo.head()
        assert plain_git(second, "status", "--porcelain") == ""


def test_head_starts_no_process(repo, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError

    repo.settle()
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert repo.head()
    assert repo.branch() == "main"
    assert repo.in_progress() is None


def test_detached_head_and_unfinished_merge_are_named(repo):
    plain_git(repo, "checkout", "-q", "--detach")
    assert repo.branch() is None
    assert repo.head() == plain_git(repo, "rev-parse", "HEAD").strip()
    assert repo.in_progress() == "detached"
    plain_git(repo, "checkout", "-q", "main")
    (repo.git_dir / "MERGE_HEAD").write_text(repo.head())
    assert repo.in_progress() == "merge"


def test_blob_of_any_version_also_after_packing(repo):
    old = repo.head()
    save(repo, {"lists/任务.yaml": b"title: b\n"})
    for _ in range(2):
        assert repo.blob("HEAD", "lists/任务.yaml") == b"title: b\n"
        assert repo.blob(old, "lists/任务.yaml") == b"title: a\n"
        assert repo.blob("main", "lists/任务.yaml") == b"title: b\n"
        assert repo.blob("HEAD", "lists") is None
        assert repo.blob("HEAD", "missing.yaml") is None
        assert repo.blob("--output=x", "tasklist.yaml") is None
        assert repo.blob("0" * 40, "tasklist.yaml") is None
        plain_git(repo, "gc", "-q")


def test_blob_of_an_unborn_branch_is_none(empty):
    assert empty.blob("HEAD", "tasklist.yaml") is None


def test_changed_paths_names_changed_deleted_and_untracked_but_not_ignored(repo):
    assert repo.changed_paths() == []
    (repo.root / "lists/任务.yaml").write_bytes(b"other\n")
    (repo.root / "tasklist.yaml").unlink()
    (repo.root / "新 建.yaml").write_bytes(b"new\n")
    (repo.root / ".gitignore").write_bytes(b"*.tmp\n")
    (repo.root / "x.tmp").write_bytes(b"")
    assert repo.changed_paths() == [".gitignore", "lists/任务.yaml", "tasklist.yaml", "新 建.yaml"]


def test_changed_paths_before_the_first_commit(empty):
    (empty.root / "a.yaml").write_bytes(b"x")
    assert empty.changed_paths() == ["a.yaml"]


def test_line_ends_alone_are_no_change(repo):
    (repo.root / "tasklist.yaml").write_bytes(b"title: t\r\n")
    assert repo.changed_paths() == []


def test_changed_paths_runs_no_filter_of_a_foreign_configuration(repo, tmp_path):
    trap = tmp_path / "ran"
    plain_git(repo, "config", "filter.evil.clean", f"touch {trap}; cat")
    plain_git(repo, "config", "core.fsmonitor", f"touch {trap}")
    (repo.root / ".gitattributes").write_bytes(b"*.yaml filter=evil\n")
    (repo.root / "tasklist.yaml").write_bytes(b"changed\n")
    assert repo.changed_paths() == [".gitattributes", "tasklist.yaml"]
    assert not trap.exists()


def test_identity_is_asked_once_and_kept_for_the_repository(repo):
    assert repo.identity() is None
    repo.set_identity(" 张三 ", "zhang@example.org")
    assert repo.identity() == Identity("张三", "zhang@example.org")
    assert plain_git(repo, "config", "--local", "user.name") == "张三\n"
    for name in ("", "--global", "a\nb"):
        with pytest.raises(UserError):
            repo.set_identity(name, "x@y")


def test_diff_paths_from_nothing_and_between_versions(repo):
    old = repo.head()
    save(repo, {"lists/任务.yaml": None, "新.yaml": b"n\n", "tasklist.yaml": b"title: u\n"})
    assert repo.diff_paths(old, repo.head()) == [("D", "lists/任务.yaml"), ("M", "tasklist.yaml"), ("A", "新.yaml")]
    assert repo.diff_paths(None, old) == [("A", "lists/任务.yaml"), ("A", "tasklist.yaml")]
    assert repo.diff_paths(old, old) == []


@pytest.mark.parametrize("options", [["--object-format=sha256"], ["--shared=group"]])
def test_other_storage_formats_work_too(tmp_path, options):
    root = tmp_path / "other"
    plain_git(tmp_path, "init", "-q", "--initial-branch=main", *options, str(root))
    with Repository.discover(root) as repo:
        assert repo.head() is None
        first = save(repo, {"a/一.yaml": b"1\n"})
        second = save(repo, {"a/一.yaml": b"2\n"})
        assert repo.head() == second.sha == plain_git(repo, "rev-parse", "HEAD").strip()
        assert repo.blob(first.sha, "a/一.yaml") == b"1\n"
        assert repo.changed_paths() == []
        assert plain_git(repo, "status", "--porcelain") == ""
        assert_sound(repo)
