"""Real repositories: one with a commit, a bare one as its server, and a colleague's clone."""

import os
import subprocess
from datetime import datetime, timedelta, timezone

import pytest

from tasklist_tui.vcs import remote
from tasklist_tui.vcs.commit import commit_files
from tasklist_tui.vcs.repository import Identity, Repository

WHEN = datetime(2025, 11, 10, 9, 30, tzinfo=timezone(timedelta(hours=8)))
ZHANG = Identity("张三", "zhang@example.org")
LI = Identity("李四", "li@example.org")


def plain_git(repo_or_path, *arguments, code=0):
    """Run git as a colleague at a shell would, once the index has followed the last commit; give its output."""
    if isinstance(repo_or_path, Repository):
        repo_or_path.settle()
    where = repo_or_path.root if isinstance(repo_or_path, Repository) else repo_or_path
    env = dict(
        os.environ, GIT_AUTHOR_NAME="w", GIT_AUTHOR_EMAIL="w@x", GIT_COMMITTER_NAME="w", GIT_COMMITTER_EMAIL="w@x"
    )
    done = subprocess.run(["git", *arguments], cwd=where, env=env, capture_output=True, check=False)
    assert done.returncode == code, (arguments, done.stdout, done.stderr)
    return done.stdout.decode()


def save(repo, files, message="change", author=ZHANG, **options):
    """Write `files` into the folder and commit them, as the service does."""
    for path, data in files.items():
        target = repo.root / path
        if data is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    return commit_files(repo, files, message, author, WHEN, **options)


def assert_sound(repo):
    """Nothing git calls broken, and nothing that differs from the head."""
    assert plain_git(repo, "fsck", "--strict", "--full", "--no-dangling") == ""


@pytest.fixture
def empty(tmp_path):
    with Repository.init(tmp_path / "工作区") as repo:
        yield repo


@pytest.fixture
def repo(empty):
    save(empty, {"lists/任务.yaml": b"title: a\n", "tasklist.yaml": b"title: t\n"}, "first")
    return empty


@pytest.fixture
def server(tmp_path, repo):
    """A folder on a share: a bare repository that `repo` has pushed to."""
    path = tmp_path / "server.git"
    plain_git(tmp_path, "init", "-q", "--bare", "--initial-branch=main", str(path))
    remote.set_remote(repo, str(path))
    assert remote.push(repo, repo.head(), "main", None) is remote.Pushed.DONE
    return path


@pytest.fixture
def colleague(tmp_path, server):
    with remote.clone(str(server), tmp_path / "colleague") as repo:
        yield repo
