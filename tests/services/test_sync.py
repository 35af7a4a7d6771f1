"""Sync with real repositories: both sides' work survives, a true overlap changes nothing, a kill loses nothing."""

import os
import shutil
import subprocess
from datetime import date

import moulds
import pytest
from sample_list import LIST, TODAY, text_of

from tasklist_tui.domain.edits import AddItem, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item
from tasklist_tui.services import sync as syncing
from tasklist_tui.services.session import Session
from tasklist_tui.vcs import remote
from tasklist_tui.vcs.remote import RemoteError, Trouble

SETTINGS = """\
title: 清单
organisation: 示例人大
language: zh
committees:
- {id: bgs, name: 办公室}
- {id: ysgw, name: 预算工委}
people:
- {name: 王, committee: ysgw}
"""


def git(root, *argv, code=0, **more):
    done = subprocess.run(["git", *argv], cwd=root, check=False, capture_output=True, **more)
    assert done.returncode == code, (argv, done.stdout, done.stderr)
    return done.stdout.decode()


def set_(item_id="aa2222", **values):
    return SetFields("tasks", item_id, values)


def sync(session):
    return syncing.sync(session, progress=lambda *_: None, cancelled=lambda: False)


def head(root, ref="HEAD"):
    return git(root, "rev-parse", ref).strip()


def assert_sound(*roots):
    for root in roots:
        assert git(root, "fsck", "--strict", "--no-dangling") == ""
        assert git(root, "status", "--porcelain") == ""


@pytest.fixture(scope="module")
def mould(tmp_path_factory):
    """A workspace, a server and a colleague's clone, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("mould")
    root = folder / "工作区"
    for path, text in {"tasklist.yaml": SETTINGS, "lists/tasks.yaml": LIST}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="")
    git(folder, "init", "-q", "--bare", "-b", "main", "server.git")
    git(folder, "init", "-q", "-b", "main", str(root))
    person(root, "王", "wang@example.org")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "开始")
    git(root, "remote", "add", "origin", str(folder / "server.git"))
    git(root, "push", "-q", "-u", "origin", "main")
    git(folder, "clone", "-q", "server.git", "other")
    person(folder / "other", "李", "li@example.org")
    for clone in (root, folder / "other"):
        moulds.opened(clone)
    return folder


def person(root, name, email):
    git(root, "config", "user.name", name)
    git(root, "config", "user.email", email)


@pytest.fixture
def copied(tmp_path, mould):
    return moulds.cast(mould, tmp_path)


@pytest.fixture
def root(copied):
    return copied / "工作区"


@pytest.fixture
def server(copied):
    return copied / "server.git"


@pytest.fixture
def other_root(copied):
    return copied / "other"


@pytest.fixture
def mine(root, server):
    opened = Session.open(root, today=TODAY)
    yield opened
    opened.close()


@pytest.fixture
def theirs(other_root):
    opened = Session.open(other_root, today=TODAY)
    yield opened
    opened.close()


def put(root, path, text, *, push=False):
    """Write a file, commit it with plain git, and push it when asked to."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode() if isinstance(text, str) else text)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")
    if push:
        git(root, "push", "-q", "origin", "main")


def test_nothing_new(mine):
    report = sync(mine)
    assert (report.ok, report.sent, report.received, report.incoming) == (True, 0, 0, ())


def test_only_theirs_is_a_fast_forward(root, mine, theirs):
    theirs.apply([set_(progress=60)])
    sync(theirs)
    report = sync(mine)
    assert (report.ok, report.sent, report.received) == (True, 0, 1)
    assert [(c.field, c.new) for c in report.incoming] == [("progress", 60)]
    assert report.snapshot.workspace.find("aa2222")[1].progress == 60
    assert head(root) == head(theirs.root)
    assert_sound(root)


def test_only_ours_is_sent(root, server, mine):
    mine.apply([set_(progress=60)])
    mine.apply([set_(progress=70)])
    assert sync(mine).sent == 2
    assert head(server, "main") == head(root)


def test_disjoint_items_and_fields_are_both_kept_in_one_merge(root, mine, theirs):
    mine.apply([set_(due=date(2025, 11, 15)), set_("bb3333", goal="形成建议")])
    theirs.apply([set_(progress=60), AddItem("tasks", Item("cc4444", {"title": "新增"}), "aa2222")])
    sync(theirs)
    report = sync(mine)
    assert (report.ok, report.received) == (True, 1)
    item = report.snapshot.workspace.find("aa2222")[1]
    assert (item.due, item.progress) == (date(2025, 11, 15), 60)
    assert [i.id for i in report.snapshot.workspace.lists[0].items] == ["aa2222", "cc4444", "bb3333"]
    assert len(git(root, "log", "-1", "--format=%P").split()) == 2
    assert git(root, "log", "-1", "--format=%s").strip() == "预算工委 · 合入他人的修改"
    assert sync(theirs).ok
    assert text_of(theirs.root) == text_of(root)
    assert head(theirs.root) == head(root)
    assert "# 尾注" in text_of(root)
    assert_sound(root, theirs.root)


def test_the_same_value_on_both_sides_is_no_conflict(mine, theirs):
    mine.apply([set_(progress=60)])
    theirs.apply([set_(progress=60)])
    sync(theirs)
    assert sync(mine).ok


def test_notes_of_both_sides_are_kept_in_order_of_time(mine, theirs):
    from tasklist_tui.domain.workflow import log_entry
    from tasklist_tui.services import clock

    for session, text in ((theirs, "他们"), (mine, "我们"), (theirs, "又一条")):
        item = session.snapshot.workspace.find("aa2222")[1]
        session.apply([log_entry("tasks", item, now=clock.now(), by="x", text=text)])
    sync(theirs)
    report = sync(mine)
    log = report.snapshot.workspace.find("aa2222")[1].rows("log")
    assert [row["text"] for row in log] == ["他们", "我们", "又一条"]


def test_a_true_overlap_is_refused_with_both_values_and_nothing_changes(root, server, mine, theirs):
    mine.apply([set_(due=date(2025, 11, 15)), set_("bb3333", goal="形成建议")])
    theirs.apply([set_(due=date(2025, 11, 20)), set_(progress=60)])
    sync(theirs)
    before = head(root), head(server, "main"), text_of(root)
    report = sync(mine)
    assert (report.ok, report.sent, report.received) == (False, 0, 0)
    (conflict,) = report.conflicts
    assert (conflict.field, conflict.base, conflict.ours, conflict.theirs) == (
        "due",
        date(2025, 10, 31),
        date(2025, 11, 15),
        date(2025, 11, 20),
    )
    assert (head(root), head(server, "main"), text_of(root)) == before
    mine.apply([set_(due=date(2025, 11, 20))])
    assert sync(mine).ok
    assert_sound(root)


def test_one_deletes_an_item_the_other_edits(root, mine, theirs):
    mine.apply([RemoveItem("tasks", "aa2222")])
    theirs.apply([set_(progress=60)])
    sync(theirs)
    assert [c.clash for c in sync(mine).conflicts] == ["we-removed"]
    assert sync(mine).ok is False


def test_both_move_items(mine, theirs):
    mine.apply([MoveItem("tasks", "bb3333", "")])
    theirs.apply([set_(progress=60)])
    sync(theirs)
    report = sync(mine)
    assert report.ok
    assert [i.id for i in report.snapshot.workspace.lists[0].items] == ["bb3333", "aa2222"]


def test_a_new_list_on_one_side(root, mine, theirs):
    put(theirs.root, "lists/更多.yaml", "title: 更多\nitems:\n- {id: dd5555, title: 事项}\n", push=True)
    mine.apply([set_(progress=60)])
    report = sync(mine)
    assert report.ok
    assert report.snapshot.workspace.find("dd5555")
    assert_sound(root)


def test_a_list_deleted_there_and_untouched_here(root, mine, theirs):
    put(theirs.root, "lists/more.yaml", "title: 更多\nitems: []\n", push=True)
    sync(mine)
    git(theirs.root, "rm", "-q", "lists/more.yaml")
    git(theirs.root, "commit", "-q", "-m", "x")
    git(theirs.root, "push", "-q")
    mine.apply([set_(progress=60)])
    assert sync(mine).ok
    assert not (root / "lists" / "more.yaml").exists()
    assert_sound(root)


def test_a_list_deleted_there_and_edited_here(root, mine, theirs):
    mine.apply([set_(progress=60)])
    git(theirs.root, "rm", "-q", "lists/tasks.yaml")
    git(theirs.root, "commit", "-q", "-m", "x")
    git(theirs.root, "push", "-q")
    report = sync(mine)
    assert [(c.clash, c.title) for c in report.conflicts] == [("they-removed", "lists/tasks.yaml")]
    assert "progress: 60" in text_of(root)


@pytest.mark.parametrize(
    ("before", "after", "name", "value", "mine_first"),
    [
        ("year: 2025\n", "year: 2026\n", "year", 2026, False),
        ("title: 清单\n", "title: 新清单\n", "title", "新清单", True),
        ("year: 2025\n", "year: 2025\ndocument: doc\n", "document", "doc", False),
        ("year: 2025\n", "year: 2025\nowner: 张\n", "owner", "张", True),
        ("year: 2025\n", "year: 2025\nowner: 张\n", "owner", "张", False),
    ],
)
def test_the_header_changed_on_one_side(root, mine, theirs, before, after, name, value, mine_first):
    put(theirs.root, "lists/tasks.yaml", LIST.replace(before, after), push=not mine_first)
    mine.apply([set_(progress=60)])
    sync(mine)
    if mine_first:
        sync(theirs)
        sync(mine)
    task_list = mine.snapshot.workspace.lists[0]
    assert (getattr(task_list, name, None) or task_list.extra.get(name)) == value
    assert task_list.items[0].progress == 60
    assert_sound(root)


def test_the_header_changed_on_both_sides_differently(mine, theirs):
    put(theirs.root, "lists/tasks.yaml", LIST.replace("title: 清单", "title: 甲"), push=True)
    put(mine.root, "lists/tasks.yaml", LIST.replace("title: 清单", "title: 乙"))
    (conflict,) = sync(mine).conflicts
    assert (conflict.field, conflict.ours, conflict.theirs) == ("title", "乙", "甲")


@pytest.mark.parametrize("mine_comments", [True, False])
def test_comments_are_kept_from_the_side_that_wrote_them(mine, theirs, mine_comments):
    commented = LIST.replace("# 举措1\n", "# 举措1：经济\n").replace("- id: bb3333", "# 以下暂缓\n- id: bb3333")
    changed = LIST.replace("status: issued", "status: doing\n  progress: 5")
    put(theirs.root, "lists/tasks.yaml", changed if mine_comments else commented, push=True)
    put(mine.root, "lists/tasks.yaml", commented if mine_comments else changed)
    assert sync(mine).ok
    text = text_of(mine.root)
    assert "# 举措1：经济\n" in text
    assert "# 以下暂缓\n" in text
    assert "progress: 5" in text


def test_settings_changed_on_one_side(mine, theirs):
    text = (theirs.root / "tasklist.yaml").read_text("utf-8")
    put(theirs.root, "tasklist.yaml", text + "lights: {soon_workdays: 3}\n", push=True)
    mine.apply([set_(progress=60)])
    assert sync(mine).snapshot.workspace.settings.lights.soon_workdays == 3


def test_settings_changed_on_both_sides_differently_name_the_file(root, mine, theirs):
    text = (theirs.root / "tasklist.yaml").read_text("utf-8")
    put(theirs.root, "tasklist.yaml", text + "lights: {soon_workdays: 3}\n", push=True)
    put(root, "tasklist.yaml", text + "lights: {soon_workdays: 9}\n")
    before = head(root)
    (conflict,) = sync(mine).conflicts
    assert conflict.title == "tasklist.yaml"
    assert head(root) == before
    assert "soon_workdays: 9" in (root / "tasklist.yaml").read_text("utf-8")


def test_a_list_that_cannot_be_read_on_one_side_is_never_merged_by_line(root, mine, theirs):
    put(theirs.root, "lists/tasks.yaml", LIST + "  - broken: [\n", push=True)
    mine.apply([set_("bb3333", progress=60)])
    assert [c.title for c in sync(mine).conflicts] == ["lists/tasks.yaml"]
    assert "broken" not in text_of(root)


def overtaken(monkeypatch, session, times):
    """Let a colleague push between our fetch and our push, `times` times."""
    real, left = remote.fetch, list(range(times))

    def fetch(repo, *args, **more):
        found = real(repo, *args, **more)
        if left and repo.root != session.root:
            number = left.pop()
            session.refresh()
            session.apply([set_(goal=f"目标{number}")])
            session.repo.settle()
            git(session.root, "pull", "-q", "--rebase", "origin", "main")
            git(session.root, "push", "-q", "origin", "main")
        return found

    monkeypatch.setattr(remote, "fetch", fetch)


@pytest.mark.parametrize("times", [1, 3])
def test_somebody_pushes_between_fetch_and_push(root, server, mine, theirs, monkeypatch, times):
    mine.apply([set_("bb3333", progress=60)])
    overtaken(monkeypatch, theirs, times)
    report = sync(mine)
    assert report.ok
    assert report.received == times
    text = git(server, "show", "main:lists/tasks.yaml")
    assert "progress: 60" in text
    assert "目标0" in text
    assert_sound(root)


def test_somebody_is_always_faster(root, mine, theirs, monkeypatch):
    mine.apply([set_("bb3333", progress=60)])
    overtaken(monkeypatch, theirs, 99)
    with pytest.raises(UserError):
        sync(mine)
    assert "progress: 60" in text_of(root)
    assert_sound(root)


def test_hand_edits_are_recorded_first(root, mine, theirs):
    theirs.apply([set_(progress=60)])
    sync(theirs)
    (root / "lists" / "tasks.yaml").write_text(LIST.replace("status: issued", "status: doing"), "utf-8")
    report = sync(mine)
    assert report.ok
    assert (report.sent, report.received) == (2, 1)
    assert "status: doing\n" in text_of(root)
    assert "progress: 60" in text_of(root)
    assert_sound(root)


def test_a_hand_edit_at_the_very_moment_is_taken_along(root, mine, theirs, monkeypatch):
    theirs.apply([set_(progress=60)])
    sync(theirs)
    real, changed = remote.fetch, LIST.replace("status: issued", "status: doing")

    def fetch(*args, **more):
        found = real(*args, **more)
        (root / "lists" / "tasks.yaml").write_text(changed, "utf-8")
        return found

    monkeypatch.setattr(remote, "fetch", fetch)
    assert sync(mine).ok
    assert "status: doing\n" in git(root, "show", "HEAD:lists/tasks.yaml")
    assert "progress: 60" in git(root, "show", "HEAD:lists/tasks.yaml")


def test_files_of_no_workspace_are_left_alone(root, mine):
    (root / "附件.docx").write_bytes(b"\xff" * 100)
    (root / "lists" / ".tasks.yaml.tasklist-0123abcd.tmp").write_bytes(b"half")
    mine.apply([set_(progress=60)])
    assert sync(mine).ok
    assert git(root, "-c", "core.quotepath=off", "status", "--porcelain").split() == ["??", "附件.docx"]
    assert not list((root / "lists").glob(".*.tmp"))


def test_a_file_of_theirs_in_the_place_of_one_that_lies_here(root, mine, theirs):
    put(theirs.root, "附件.docx", b"theirs", push=True)
    (root / "附件.docx").write_bytes(b"mine")
    with pytest.raises(UserError) as refused:
        sync(mine)
    assert "附件.docx" in str(refused.value)
    assert (root / "附件.docx").read_bytes() == b"mine"
    (root / "附件.docx").unlink()
    assert sync(mine).ok
    assert (root / "附件.docx").read_bytes() == b"theirs"


@pytest.mark.parametrize("ahead", [False, True])
def test_a_failure_between_writing_and_moving_the_branch_leaves_no_half_merge(root, mine, theirs, monkeypatch, ahead):
    theirs.apply([set_(progress=60)])
    sync(theirs)
    if ahead:
        mine.apply([set_(goal="目标")])
    before = head(root), text_of(root)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(syncing, "move_branch", full)
        patch.setattr(syncing, "commit_files", full)
        with pytest.raises(OSError, match="No space"):
            sync(mine)
    assert (head(root), text_of(root)) == before
    assert sync(mine).ok
    assert "progress: 60" in text_of(root)
    assert_sound(root)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("place", "ahead"),
    [("_write", False), ("move_branch", False), ("refresh_index", False), ("_write", True), ("commit_files", True)],
)
def test_a_kill_in_the_middle_loses_nothing(root, server, mine, theirs, monkeypatch, place, ahead):
    put(theirs.root, "lists/more.yaml", "title: 更多\nitems:\n- {id: dd5555, title: 事项}\n")
    theirs.apply([set_(progress=60)])
    sync(theirs)
    if ahead:
        mine.apply([set_(goal="目标")])
    real = getattr(syncing, place)

    def killed(*args, **more):
        if place in {"_write", "refresh_index"}:
            real(*args, **more)
        os._exit(9)

    mine.repo.close()
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(syncing, place, killed)
        try:
            sync(mine)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    again = Session.open(root, today=TODAY)
    report = sync(again)
    again.close()
    assert report.ok
    workspace = report.snapshot.workspace
    assert workspace.find("aa2222")[1].progress == 60
    assert workspace.find("aa2222")[1].text("goal") == ("目标" if ahead else "")
    assert workspace.find("dd5555")
    assert head(server, "main") == head(root)
    assert_sound(root)


def test_histories_that_have_nothing_in_common(tmp_path, root, mine):
    stranger = tmp_path / "stranger"
    shutil.copytree(root, stranger, ignore=shutil.ignore_patterns(".git"))
    git(stranger, "init", "-q", "-b", "main")
    git(stranger, "config", "user.name", "x")
    git(stranger, "config", "user.email", "x@x")
    put(stranger, "lists/other.yaml", "title: x\n")
    git(tmp_path, "clone", "-q", "--bare", str(stranger), str(tmp_path / "strange.git"))
    mine.set_remote(str(tmp_path / "strange.git"))
    git(root, "update-ref", "-d", "refs/remotes/origin/main")
    before = head(root)
    with pytest.raises(UserError) as refused:
        sync(mine)
    assert refused.value.hint
    assert head(root) == before
    assert not (root / "lists" / "other.yaml").exists()


def test_the_history_on_the_server_was_replaced(root, server, mine, theirs):
    mine.apply([set_(progress=60)])
    sync(mine)
    git(theirs.root, "commit", "-q", "--amend", "-m", "neu", "--allow-empty")
    git(theirs.root, "push", "-q", "--force")
    with pytest.raises(RemoteError) as refused:
        sync(mine)
    assert refused.value.trouble is Trouble.REWRITTEN
    assert "progress: 60" in text_of(root)


def test_the_first_push_to_an_empty_server(tmp_path, root):
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "empty.git")
    session = Session.open(root, today=TODAY)
    session.set_remote(str(tmp_path / "empty.git"))
    report = sync(session)
    session.close()
    assert (report.ok, report.sent) == (True, 1)
    assert head(tmp_path / "empty.git", "main") == head(root)


def test_no_server(root):
    git(root, "remote", "remove", "origin")
    session = Session.open(root, today=TODAY)
    with pytest.raises(RemoteError) as refused:
        sync(session)
    assert refused.value.trouble is Trouble.NO_REMOTE
    assert syncing.sync_state(session).remote is None
    session.close()


def test_the_server_is_gone_and_comes_back(root, server, mine):
    mine.apply([set_(progress=60)])
    server.rename(server.with_name("away"))
    with pytest.raises(RemoteError) as refused:
        sync(mine)
    assert refused.value.trouble is Trouble.NOT_FOUND
    assert syncing.sync_state(mine).ahead == 1
    server.with_name("away").rename(server)
    assert sync(mine).sent == 1
    assert syncing.sync_state(mine).ahead == 0


def hostile_tree(root, path_parts, mode=b"100644", content=b"evil"):
    """Commit a tree that no ordinary git would make, on top of the head, and push it."""
    entry = git_bytes(root, "hash-object", "-w", "--stdin", data=content)
    for number, name in enumerate(reversed(path_parts)):
        kind = b"40000" if number else mode
        tree = kind + b" " + name + b"\0" + bytes.fromhex(entry.decode())
        if number == len(path_parts) - 1:
            old = subprocess.run(["git", "cat-file", "tree", "HEAD^{tree}"], cwd=root, check=True, capture_output=True)
            tree = old.stdout + tree
        entry = git_bytes(root, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", data=tree)
    commit = git_bytes(root, "commit-tree", entry.decode(), "-p", "HEAD", "-m", "x", data=b"")
    git(root, "push", "-q", "origin", f"{commit.decode()}:refs/heads/main")


def git_bytes(root, *argv, data):
    return subprocess.run(["git", *argv], cwd=root, check=True, capture_output=True, input=data).stdout.strip()


@pytest.mark.parametrize(
    "parts",
    [
        [b".git", b"hooks", b"post-checkout"],
        [b".GIT", b"config"],
        [b"git~1", b"config"],
        [b"..", b"x"],
        [b"zz", b"..", b"..", b"x"],
        [b"z\nb.yaml"],
        [b"z\x1b[31m.yaml"],
        [b"-rf"],
        [b"z\\..\\x"],
        [b"z\xff.yaml"],
    ],
)
def test_hostile_names_from_the_server_are_never_written(tmp_path, root, mine, other_root, parts):
    hostile_tree(other_root, parts)
    if parts[-1] in {b"config", b"x"}:
        mine.apply([set_(progress=60)])
    before = head(root)
    files_before = sorted(str(path) for path in tmp_path.rglob("*") if "objects" not in path.parts)
    with pytest.raises(UserError) as refused:
        sync(mine)
    assert "\x1b" not in str(refused.value)
    assert head(root) == before
    new = {str(path) for path in tmp_path.rglob("*") if "objects" not in path.parts} - set(files_before)
    assert all("server.git" in path or ("/.git/" in path and "hooks" not in path) for path in new), new
    assert not (root / ".git" / "hooks" / "post-checkout").exists()


@pytest.mark.parametrize("ahead", [False, True])
def test_a_link_out_of_the_workspace_is_written_as_a_mere_file(tmp_path, root, mine, other_root, ahead):
    victim = tmp_path / "victim"
    victim.write_text("untouched", "utf-8")
    hostile_tree(other_root, [b"zz.yaml"], b"120000", str(victim).encode())
    if ahead:
        mine.apply([set_(progress=60)])
    sync(mine)
    assert victim.read_text("utf-8") == "untouched"
    assert not (root / "zz.yaml").is_symlink()


@pytest.mark.parametrize("state", ["MERGE_HEAD", "CHERRY_PICK_HEAD", "rebase-merge"])
def test_what_another_program_left_unfinished_stops_sync_and_saving(root, mine, state):
    (root / ".git" / state).write_text(head(root) + "\n", "ascii")
    before = text_of(root)
    for act in (lambda: sync(mine), lambda: mine.apply([set_(progress=60)])):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.hint
    assert text_of(root) == before


def test_an_old_version_is_checked_out(root, mine):
    git(root, "checkout", "-q", "--detach")
    for act in (lambda: sync(mine), lambda: mine.apply([set_(progress=60)])):
        with pytest.raises(UserError, match="old version"):
            act()
    assert text_of(root) == LIST


def test_cancelled(root, mine, theirs):
    theirs.apply([set_(progress=60)])
    sync(theirs)
    before = head(root)
    with pytest.raises(RemoteError) as stopped:
        syncing.sync(mine, progress=lambda *_: None, cancelled=lambda: True)
    assert stopped.value.trouble is Trouble.CANCELLED
    assert head(root) == before


def test_five_people_sync_in_turns_and_see_the_same(tmp_path, server, mine):
    roots = []
    for number in range(4):
        path = tmp_path / f"clone{number}"
        git(tmp_path, "clone", "-q", str(server), str(path))
        git(path, "config", "user.name", f"人{number}")
        git(path, "config", "user.email", f"{number}@example.org")
        roots.append(path)
    sessions = [mine, *(Session.open(path, today=TODAY) for path in roots)]
    for number, session in enumerate(sessions):
        new = Item(f"new{number}", {"title": f"新增{number}", "lead": "bgs"})
        session.apply(
            [
                AddItem("tasks", new),
                set_("bb3333", **{["goal", "note", "method", "deliverable", "leader"][number]: "x"}),
            ]
        )
    for session in [*sessions, *reversed(sessions), *sessions]:
        assert sync(session).ok
    texts = {text_of(session.root) for session in sessions}
    for session in sessions[1:]:
        session.close()
    assert len(texts) == 1
    assert all(f"新增{number}" in next(iter(texts)) for number in range(5))
    assert_sound(mine.root, *roots)


def test_a_file_changed_by_hand_is_noticed_beside_an_edit_that_changes_nothing(root, mine, theirs):
    theirs.apply([set_("bb3333", progress=60)])
    sync(theirs)
    put_by_hand(root, "lists/tasks.yaml", LIST.replace("title: 听取报告", "title: 听取报告\n  leader: 张"))
    mine.refresh()
    mine.apply([set_(status="doing")])
    assert mine.snapshot.uncommitted == ("lists/tasks.yaml",)
    assert sync(mine).ok
    assert "leader: 张" in git(root, "show", "HEAD:lists/tasks.yaml")


def test_another_file_changed_by_hand_just_before_an_edit_is_noticed(root, mine):
    put(root, "events.yaml", "events: []\n", push=True)
    mine.refresh()
    put_by_hand(root, "events.yaml", "events:\n- {id: cw, name: 会议}\n")
    assert mine.apply([set_(progress=60)]).uncommitted == ("events.yaml",)


def test_a_file_that_the_program_never_reads_is_sent_too(root, mine, theirs):
    for text in ("eins\nzwei\ndrei\n", "eins\nzwei\nDREI\n"):
        put(theirs.root, "附件.txt", text, push=True)
    sync(mine)
    put(theirs.root, "附件.txt", "EINS\nzwei\nDREI\n", push=True)
    put_by_hand(root, "附件.txt", "eins\nzwei\nDREI\nvier\n")
    assert sync(mine).ok
    assert git(root, "show", "HEAD:附件.txt") == "EINS\nzwei\nDREI\nvier\n"


def put_by_hand(root, path, text):
    (root / path).write_text(text, "utf-8", newline="")
