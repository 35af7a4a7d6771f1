"""Repositories in states that other hands left: recognised, put into words with a way on, and nothing changed."""

import os
import re
import shutil
import subprocess

import pytest
from sample_list import TODAY, text_of
from test_sync import LIST, copied, git, head, mine, mould, other_root, put, root, server, set_, sync, theirs

from tasklist_tui.domain.message import UserError
from tasklist_tui.i18n import translate
from tasklist_tui.services.session import Session
from tasklist_tui.services.sync import preview, sync_state
from tasklist_tui.vcs import remote, repository
from tasklist_tui.vcs.index import refuse_locked_index
from tasklist_tui.vcs.remote import RemoteError, Trouble

__all__ = ["copied", "mine", "mould", "other_root", "root", "server", "theirs"]


def state(*roots):
    """Everything of repositories that is anybody's work: branches, head and files; not what was seen of the server."""
    seen = []
    for folder in roots:
        for words in (["for-each-ref"], ["symbolic-ref", "-q", "HEAD"], ["rev-parse", "HEAD"]):
            out = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=False).stdout
            seen.append([line for line in out.splitlines() if not re.search(rb"refs/(tasklist|remotes)/", line)])
        seen.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.yaml")})
    return seen


def refused(session, *words, kind=UserError):
    """The refusal of a sync, with words in message or hint; every language says all of it."""
    with pytest.raises(kind) as caught:
        sync(session)
    error = caught.value
    said = translate(error.message, "en") + " " + translate(error.hint, "en")
    for word in words:
        assert word in said, said
    for language in ("zh", "en"):
        assert translate(error.message, language)
        assert translate(error.hint, language)
    return error


def test_a_shallow_clone_works_while_what_is_in_common_was_cloned(copied, server, theirs):
    git(copied, "clone", "-q", "--depth=1", f"file://{server}", "shallow")
    theirs.apply([set_(progress=60)])
    sync(theirs)
    git(copied / "shallow", "config", "user.name", "王")
    git(copied / "shallow", "config", "user.email", "w@example.org")
    session = Session.open(copied / "shallow", today=TODAY)
    session.apply([set_("bb3333", goal="建议")])
    assert sync(session).ok
    session.close()


def test_a_shallow_clone_without_what_is_in_common_is_told_how_to_fetch_the_rest(copied, server, theirs):
    theirs.apply([set_(progress=60)])
    sync(theirs)
    git(copied, "clone", "-q", "--depth=1", f"file://{server}", "shallow")
    folder = copied / "shallow"
    git(folder, "config", "user.name", "王")
    git(folder, "config", "user.email", "w@example.org")
    start = git(theirs.root, "rev-parse", "HEAD~1").strip()
    git(theirs.root, "push", "-q", "--force", str(server), f"{start}:refs/heads/main")
    git(folder, "update-ref", "-d", "refs/remotes/origin/main")
    before = state(folder, server)
    session = Session.open(folder, today=TODAY)
    refused(session, "git fetch --unshallow", "newest part of the history")
    assert state(folder, server) == before
    git(folder, "fetch", "-q", "--unshallow")
    assert sync(session).ok
    session.close()


def test_histories_with_nothing_in_common(tmp_path, root, mine, server):
    git(tmp_path, "init", "-q", "-b", "main", "strange")
    git(tmp_path / "strange", "config", "user.name", "x")
    git(tmp_path / "strange", "config", "user.email", "x@y")
    put(tmp_path / "strange", "lists/other.yaml", "title: x\nitems: []\n")
    git(tmp_path / "strange", "push", "-q", "--force", str(server), "main")
    git(root, "update-ref", "-d", "refs/remotes/origin/main")
    before = state(root, server)
    refused(mine, "never had anything in common", "clone")
    assert state(root, server) == before


def test_a_history_replaced_on_the_server_leaves_ours_and_keeps_it_under_a_name(root, server, mine, theirs):
    theirs.apply([set_(progress=60)])
    sync(theirs)
    sync(mine)
    seen = head(root)
    mine.apply([set_("bb3333", goal="建议")])
    git(theirs.root, "commit", "-q", "--amend", "-m", "anew")
    git(theirs.root, "push", "-q", "--force")
    before = state(root, server)
    for _ in range(2):
        error = refused(mine, "was replaced", "refs/tasklist/rescue/", kind=RemoteError)
        assert error.trouble is Trouble.REWRITTEN
        assert state(root, server) == before
    (name,) = git(root, "for-each-ref", "--format=%(refname)", "refs/tasklist/rescue").split()
    assert re.fullmatch(rf"refs/tasklist/rescue/\d{{4}}-\d\d-\d\d-{head(root)[:12]}", name)
    assert name in str(error.hint)
    git(root, "merge-base", "--is-ancestor", seen, name)
    git(root, "push", "-q", "--force", "origin", f"{name}:main")
    assert sync(mine).ok, "what our copy kept can bring the server back"


def test_a_branch_deleted_on_the_server_is_not_made_again_behind_anybodys_back(root, server, mine):
    mine.apply([set_(progress=60)])
    git(server, "update-ref", "-d", "refs/heads/main")
    before = state(root, server)
    error = refused(mine, "“main” is no longer on the server", "git push origin main", kind=RemoteError)
    assert error.trouble is Trouble.GONE
    assert state(root, server) == before
    git(root, "push", "-q", "origin", "main")
    assert sync(mine).ok


def test_a_branch_the_server_does_not_know_is_not_shared_in_silence(root, server, mine):
    git(root, "switch", "-q", "-c", "草稿")
    mine.refresh()
    before = state(root, server)
    error = refused(mine, "no branch “草稿”, only: main", "git switch", "git push origin 草稿", kind=RemoteError)
    assert error.trouble is Trouble.UNSHARED
    assert state(root, server) == before
    git(root, "push", "-q", "origin", "草稿")
    assert sync(mine).ok


def test_what_a_branch_the_server_does_not_know_would_send_is_what_no_other_branch_of_it_has(root, server, mine):
    git(root, "switch", "-q", "-c", "草稿")
    mine.refresh()
    assert (preview(mine).outgoing, sync_state(mine).ahead) == ((), 0)
    mine.apply([set_(progress=60)])
    (change,) = preview(mine).outgoing
    assert (change.item_id, sync_state(mine).ahead) == ("aa2222", 1)


def test_a_branch_without_upstream_is_synced_with_the_one_of_its_name(root, mine, theirs):
    git(root, "branch", "--unset-upstream")
    theirs.apply([set_(progress=60)])
    sync(theirs)
    assert sync(mine).received == 1


def test_an_unborn_branch_and_an_empty_server(tmp_path, root):
    shutil.rmtree(root / ".git")
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "empty.git")
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "王")
    git(root, "config", "user.email", "w@example.org")
    git(root, "remote", "add", "origin", str(tmp_path / "empty.git"))
    session = Session.open(root, today=TODAY)
    assert sync(session).sent == 1
    session.close()


def test_an_unborn_branch_beside_a_server_with_a_history(root, server):
    shutil.rmtree(root / ".git")
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "王")
    git(root, "config", "user.email", "w@example.org")
    git(root, "remote", "add", "origin", str(server))
    before = state(server), text_of(root)
    session = Session.open(root, today=TODAY)
    refused(session, "never had anything in common", "clone it into a new folder")
    session.close()
    assert (state(server), text_of(root)) == before


def test_a_detached_head(root, server, mine):
    git(root, "checkout", "-q", "--detach")
    before = state(root, server)
    refused(mine, "old version", "git switch")
    assert state(root, server) == before


def collide(folder):
    """Two branches that git cannot put together by itself."""
    git(folder, "switch", "-q", "-c", "andere")
    put(folder, "lists/tasks.yaml", LIST.replace("2025-10-31", "2025-11-12"))
    git(folder, "switch", "-q", "main")
    put(folder, "lists/tasks.yaml", LIST.replace("2025-10-31", "2025-11-14"))


@pytest.mark.parametrize(
    ("begun", "abort"),
    [
        (["merge", "andere"], "git merge --abort"),
        (["rebase", "andere"], "git rebase --abort"),
        (["rebase", "--apply", "andere"], "git rebase --abort"),
        (["cherry-pick", "andere"], "git cherry-pick --abort"),
        (["revert", "--no-edit", "HEAD~1"], "git revert --abort"),
    ],
)
def test_what_plain_git_left_in_the_middle_is_named_with_the_way_out(root, server, mine, begun, abort):
    collide(root)
    put(root, "lists/tasks.yaml", LIST.replace("2025-10-31", "2025-11-16"))
    done = subprocess.run(["git", *begun], cwd=root, capture_output=True, check=False)
    assert done.returncode
    before = state(root, server)
    refused(mine, "unfinished", begun[0], abort, "git status")
    assert state(root, server) == before
    git(root, *abort.split()[1:])
    assert sync(mine).ok


def test_a_series_of_cherry_picks_between_two_steps(root, mine):
    (root / ".git/sequencer").mkdir()
    refused(mine, "git cherry-pick --abort")


def test_a_lock_on_the_index_left_behind_is_named_after_a_moment(root, mine):
    refuse_locked_index(mine.repo.layout)
    lock = root / ".git/index.lock"
    lock.touch()
    with pytest.raises(UserError) as caught:
        refuse_locked_index(mine.repo.layout, seconds=0.1)
    assert str(lock) in translate(caught.value.hint, "zh")


@pytest.mark.parametrize("known", [True, False], ids=["signed", "unsigned"])
def test_a_folder_of_another_user(root, server, monkeypatch, known):
    """What git says of somebody else's folder; its own tests pretend so with the same variable."""
    if known:
        git(root, "config", "--global", "user.name", "王")
        git(root, "config", "--global", "user.email", "w@example.org")
    before = state(root, server)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    session = Session.open(root, today=TODAY, sign=False)
    refused(session, "belongs to another user", "git config --global --add safe.directory", str(root))
    session.close()
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    assert state(root, server) == before


@pytest.fixture
def mounted(tmp_path):
    """Mount something for the length of a test, where that is allowed."""
    folders = []

    def mount(*words, folder):
        if subprocess.run(["mount", *words, str(folder)], capture_output=True, check=False).returncode:
            pytest.skip("mounting is not allowed")
        if "-o" not in words or "-t" in words:
            folders.append(folder)

    yield mount
    for folder in reversed(folders):
        subprocess.run(["umount", str(folder)], check=False)


def test_a_repository_on_a_disk_that_cannot_be_written(root, server, mine, theirs, mounted):
    theirs.apply([set_(progress=60)])
    sync(theirs)
    before = state(root, server)
    mounted("--bind", str(root), folder=root)
    mounted("-o", "remount,bind,ro", folder=root)
    refused(mine, "written")
    with pytest.raises(RemoteError) as caught:
        remote.fetch(mine.repo)
    assert caught.value.trouble is Trouble.READ_ONLY
    assert state(root, server) == before
    assert repository.Repository.discover(root).in_progress() is None


def test_a_full_disk_while_fetching(tmp_path, server, theirs, mounted):
    """The disk has room for the copy but not for what comes in."""
    small = tmp_path / "small"
    small.mkdir()
    mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", folder=small)
    git(small, "clone", "-q", str(server), "copy")
    git(small / "copy", "config", "user.name", "王")
    git(small / "copy", "config", "user.email", "w@example.org")
    put(theirs.root, "anlage.bin", os.urandom(2_000_000), push=True)
    before = state(small / "copy", server)
    session = Session.open(small / "copy", today=TODAY)
    refused(session, "disk is full", "Make room")
    session.close()
    assert state(small / "copy", server) == before
    assert git(small / "copy", "fsck", "--no-dangling") == ""
