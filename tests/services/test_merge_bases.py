"""Two servers merged crosswise: the merge has two bases, and they are merged first."""

import subprocess

import pytest
from sample_list import LIST, TODAY, text_of

from tasklist_tui.services import setup
from tasklist_tui.services import sync as syncing
from tasklist_tui.services.session import Session
from tasklist_tui.vcs import remote

PATH = "lists/tasks.yaml"


def git(root, *argv):
    return subprocess.run(["git", *argv], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def commit(root, text, *parents):
    """Commit the list as `text` says, on top of the parents; plain plumbing, so that each merge is as it is told."""
    (root / PATH).write_text(text, "utf-8", newline="")
    git(root, "add", "-A")
    tree = git(root, "write-tree")
    made = git(root, "commit-tree", tree, "-m", "x", *(word for parent in parents for word in ("-p", parent)))
    git(root, "update-ref", "HEAD", made)
    return made


@pytest.fixture
def root(tmp_path):
    folder = setup.init(tmp_path / "w", organisation="示例人大", committees=["bgs=办公室"], name="王", committee="bgs")
    git(folder, "config", "user.name", "王")
    git(folder, "config", "user.email", "wang@example.org")
    git(folder.parent, "init", "-q", "--bare", "-b", "main", "server.git")
    git(folder, "remote", "add", "origin", str(folder.parent / "server.git"))
    return folder


def crosswise(root, ours, theirs, first, second):
    """Make a history where our tip and the server's have the two bases `first` and `second`; gives the two bases."""
    start = commit(root, LIST, git(root, "rev-parse", "HEAD"))
    one, two = commit(root, first, start), commit(root, second, start)
    their_tip = commit(root, theirs, two, one)
    git(root, "push", "-q", "origin", f"{their_tip}:refs/heads/main")
    our_tip = commit(root, ours, one, two)
    assert len(remote.merge_bases(_Repo(root), our_tip, their_tip)) == 2


class _Repo:
    def __init__(self, root):
        self.root = root


def synced(root):
    session = Session.open(root, today=TODAY)
    try:
        return syncing.sync(session, progress=lambda *_: None, cancelled=lambda: False)
    finally:
        session.close()


FIRST, SECOND = LIST.replace("听取报告", "听取报告一"), LIST.replace("lead: bgs", "lead: dbgw")
BOTH = FIRST.replace("lead: bgs", "lead: dbgw")


def test_what_both_bases_brought_is_asked_about_by_nobody(root):
    """With one base alone the other's change would look like a change of both sides."""
    crosswise(root, BOTH.replace("status: doing", "status: done"), BOTH.replace("[ysgw]", "[]"), FIRST, SECOND)
    report = synced(root)
    assert report.ok
    assert text_of(root) == BOTH.replace("status: doing", "status: done").replace("[ysgw]", "[]")
    assert git(root, "status", "--porcelain") == ""


def test_a_change_taken_back_on_one_side_stays_taken_back(root):
    """From the first base alone nothing would have changed there, and the change would be back."""
    crosswise(root, BOTH, LIST, FIRST, SECOND)
    assert synced(root).ok
    assert text_of(root) == LIST


def test_bases_that_collide_ask_where_the_sides_still_differ(root):
    first, second = LIST.replace("听取报告", "甲"), LIST.replace("听取报告", "乙")
    crosswise(root, first, second, first, second)
    report = synced(root)
    assert [(c.base, c.ours, c.theirs) for c in report.conflicts] == [("听取报告", "甲", "乙")]


def test_bases_that_collide_ask_nothing_where_the_sides_agree(root):
    first, second = LIST.replace("听取报告", "甲"), LIST.replace("听取报告", "乙")
    crosswise(root, first.replace("status: doing", "status: done"), first, first, second)
    assert synced(root).ok
    assert text_of(root) == first.replace("status: doing", "status: done")
