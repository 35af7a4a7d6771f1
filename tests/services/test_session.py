"""One action, one save, one commit; nothing lost whatever happens meanwhile (DESIGN §6)."""

import subprocess
from datetime import date

import pytest
from sample_list import LIST, TODAY, text_of

from tasklist_tui.domain.edits import AddItem, RemoveItem, SetFields
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item
from tasklist_tui.services import saving
from tasklist_tui.services.session import IdentityNeeded, NoWorkspace, Session


def git(root, *argv):
    return subprocess.run(["git", *argv], cwd=root, check=True, capture_output=True).stdout.decode()


def set_(item_id="aa2222", **values):
    return SetFields("tasks", item_id, values)


def test_a_change_is_written_committed_and_shown(root, session):
    before = session.snapshot
    after = session.apply([set_(due=date(2025, 11, 15))], reason="问卷回收不足")
    assert after.workspace.find("aa2222")[1].due == date(2025, 11, 15)
    assert text_of(root) == LIST.replace("2025-10-31", "2025-11-15")
    session.repo.settle()
    assert git(root, "status", "--porcelain") == ""
    subject, _, rest = git(root, "log", "-1", "--format=%an%n%B").partition("\n")[2].partition("\n")
    assert subject == "预算工委 · 听取报告：完成时限 10-31 → 11-15（问卷回收不足）"
    assert "Tasklist-Item: lists/tasks.yaml#aa2222" in rest
    assert "Tasklist-Reason: 问卷回收不足" in rest
    assert before.workspace.find("aa2222")[1].due == date(2025, 10, 31)


def test_several_edits_are_one_commit(root, session):
    count = int(git(root, "rev-list", "--count", "HEAD"))
    new = Item("cc4444", {"title": "新增事项", "lead": "bgs"})
    session.apply([set_(progress=50), RemoveItem("tasks", "bb3333"), AddItem("tasks", new, "aa2222")])
    assert int(git(root, "rev-list", "--count", "HEAD")) == count + 1
    assert [item.id for item in session.snapshot.workspace.lists[0].items] == ["aa2222", "cc4444"]
    assert git(root, "log", "-1", "--format=%s").strip() == "预算工委 · 修改 3 个事项"


def test_an_edit_that_changes_nothing_makes_no_commit(root, session):
    head = session.snapshot.revision
    assert session.apply([set_(status="doing")]).revision == head


def test_what_others_changed_in_other_fields_is_kept(root, session):
    changed = LIST.replace("title: 视察  # 尾注", "title: 视察青年人才  # 尾注")
    (root / "lists" / "tasks.yaml").write_text(changed, "utf-8", newline="")
    session.apply([set_(progress=50)])
    assert "title: 视察青年人才  # 尾注" in text_of(root)
    assert "progress: 50" in text_of(root)
    subjects = git(root, "log", "-2", "--format=%s").splitlines()
    assert subjects == [
        "预算工委 · 听取报告：进度 （空） → 50%",
        "预算工委 · 视察青年人才：工作任务 视察 → 视察青年人才",
    ]


def test_the_same_field_changed_meanwhile_is_refused_and_nothing_is_saved(root, session):
    changed = LIST.replace("2025-10-31", "2025-12-01")
    (root / "lists" / "tasks.yaml").write_text(changed, "utf-8", newline="")
    with pytest.raises(saving.EditConflict) as conflict:
        session.apply([set_(due=date(2025, 11, 15))])
    assert conflict.value.conflicts[0].ours == date(2025, 12, 1)
    assert text_of(root) == changed


def test_the_item_deleted_meanwhile_is_refused(root, session):
    (root / "lists" / "tasks.yaml").write_text("title: 清单\nitems: []\n", "utf-8", newline="")
    with pytest.raises(UserError):
        session.apply([set_(due=date(2025, 11, 15))])


def test_a_second_session_sees_what_the_first_one_saved(root, session):
    other = Session.open(root, today=TODAY)
    session.apply([set_(progress=30)])
    assert other.refresh().workspace.find("aa2222")[1].progress == 30
    other.apply([set_("bb3333", progress=10)])
    other.close()
    assert session.refresh().workspace.find("bb3333")[1].progress == 10
    assert session.refresh() is None


def test_two_sessions_change_one_list_without_looking(root, session):
    other = Session.open(root, today=TODAY)
    session.apply([set_(progress=30)])
    other.apply([set_(goal="目标")])
    other.close()
    assert (session.refresh().workspace.find("aa2222")[1].progress, "goal: 目标" in text_of(root)) == (30, True)


def test_files_changed_by_hand_are_noticed_and_recorded(root, session):
    session.refresh()
    assert session.snapshot.uncommitted == ()
    (root / "lists" / "tasks.yaml").write_text(LIST.replace("doing", "submitted"), "utf-8", newline="")
    assert session.refresh().uncommitted == ("lists/tasks.yaml",)
    assert session.commit_outside_changes().uncommitted == ()
    assert git(root, "log", "-1", "--format=%s").strip() == "预算工委 · 听取报告：状态 推进中 → 申请销号"
    session.repo.settle()
    assert git(root, "status", "--porcelain") == ""


def test_a_failed_commit_puts_the_files_back(root, session, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(saving, "commit_files", full)
    with pytest.raises(OSError, match="No space"):
        session.apply([set_(progress=50)])
    assert text_of(root) == LIST


def test_undo_and_redo_work_across_restarts_as_new_commits(root, session):
    session.apply([set_(progress=50)])
    session.apply([set_(goal="目标")])
    session.close()
    again = Session.open(root, today=TODAY)
    assert again.undo().subject.endswith("→ 目标")
    assert again.undo().subject.endswith("→ 50%")
    assert text_of(root) == LIST
    assert again.redo().subject.startswith("预算工委")
    assert "progress: 50" in text_of(root)
    again.close()
    third = Session.open(root, today=TODAY)
    third.redo()
    assert "goal: 目标" in text_of(root)
    with pytest.raises(UserError):
        third.redo()
    third.undo()
    assert "goal" not in text_of(root)
    third.close()


def test_undo_keeps_later_changes_of_others(root, session):
    session.apply([set_(progress=50)])
    git(root, "config", "user.email", "other@example.org")
    git(root, "config", "user.name", "李")
    other = Session.open(root, today=TODAY)
    other.apply([set_(goal="他人的目标")])
    with pytest.raises(UserError):
        other.redo()
    other.close()
    session.refresh()
    session.undo()
    assert "goal: 他人的目标" in text_of(root)
    assert "progress" not in text_of(root)


def test_undo_is_refused_when_somebody_changed_the_same_field_later(root, session):
    session.apply([set_(progress=50)])
    (root / "lists" / "tasks.yaml").write_text(
        text_of(root).replace("progress: 50", "progress: 60"), "utf-8", newline=""
    )
    session.refresh()
    with pytest.raises(saving.EditConflict):
        session.undo()
    assert "progress: 60" in text_of(root)


def test_undo_brings_a_deleted_item_back_to_its_place(root, session):
    session.apply([RemoveItem("tasks", "aa2222")], action="remove")
    session.undo()
    assert [item.id for item in session.snapshot.workspace.lists[0].items] == ["aa2222", "bb3333"]
    assert session.snapshot.workspace.lists[0].items[0].title == "听取报告"


def test_nothing_of_mine_to_undo(root):
    git(root, "config", "user.email", "new@example.org")
    session = Session.open(root, today=TODAY)
    assert session.can_undo() is None
    with pytest.raises(UserError):
        session.undo()
    session.close()


def test_without_an_identity_saving_asks_for_one(root):
    git(root, "config", "--unset", "user.name")
    session = Session.open(root, today=TODAY)
    with pytest.raises(IdentityNeeded):
        session.apply([set_(progress=1)])
    session.set_identity("赵", "")
    assert session.apply([set_(progress=1)]).by == "赵"
    session.close()


def test_no_workspace_and_no_repository(tmp_path, root):
    with pytest.raises(NoWorkspace):
        Session.open(tmp_path)
    loose = tmp_path / "loose"
    loose.mkdir()
    (loose / "tasklist.yaml").write_text("title: x\n", "utf-8")
    with pytest.raises(NoWorkspace):
        Session.open(loose)


def test_a_workspace_inside_a_larger_repository(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "other.txt").write_text("x", "utf-8")
    from tasklist_tui.services import setup

    root = setup.init(tmp_path / "a" / "b", organisation="机关", committees=["办公室"], name="王")
    session = Session.open(root, today=TODAY)
    task_list = session.snapshot.workspace.lists[0]
    session.apply([AddItem(task_list.id, Item("aa2222", {"title": "事项"}))], action="add")
    session.refresh()
    assert session.snapshot.uncommitted == ()
    session.repo.settle()
    assert git(tmp_path, "status", "--porcelain").split() == ["??", "other.txt"]
    session.undo()
    assert session.snapshot.workspace.lists[0].items == ()
    session.close()


def test_messages_of_people_cannot_forge_trailers(root, session):
    session.apply([set_(goal="x\n\nTasklist-Undoes: 1234")], reason="y\nTasklist-Redoes: 5678\x1b[31m")
    body = git(root, "log", "-1", "--format=%(trailers:key=Tasklist-Undoes)%(trailers:key=Tasklist-Redoes)")
    assert body.strip() == ""
    assert "\x1b" not in git(root, "log", "-1", "--format=%B")
