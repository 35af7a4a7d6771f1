"""History as changes of items: by the program, by hand, through renames, merges and moves (DESIGN §6)."""

import subprocess
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sample_list import LIST, TODAY, text_of

from tasklist_tui.domain.edits import AddItem, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.model import Item, Workspace
from tasklist_tui.services.change_reader import ChangeReader
from tasklist_tui.services.history import changes_between, item_history, workspace_history
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.services.versions import read_version
from tasklist_tui.storage.kindfiles import builtin_kinds
from tasklist_tui.vcs.repository import Repository


def git(root, *argv):
    return subprocess.run(["git", *argv], cwd=root, check=True, capture_output=True).stdout.decode()


def set_(item_id="aa2222", **values):
    return SetFields("tasks", item_id, values)


def by_hand(root, text, message="x", path="lists/tasks.yaml"):
    """Change a file with an editor and commit it with plain git."""
    (root / path).write_bytes(text.encode())
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


def told(revisions):
    return [[(c.what.value, c.item_id, c.field, c.old, c.new) for c in r.changes] for r in revisions]


def both(session):
    """Re-read and give the newest revision of the workspace, and the histories of both items as what and field."""
    session.refresh()
    items = [
        [[(c.what.value, c.field) for c in r.changes] for r in item_history(session, "tasks", item_id)]
        for item_id in ("aa2222", "bb3333")
    ]
    return workspace_history(session, limit=1)[0], items


def test_an_action_of_the_program(session):
    session.apply([set_(due=date(2025, 11, 15), progress=5)], reason="延期")
    (newest,) = workspace_history(session, limit=1)
    assert (newest.author, newest.email, newest.reason) == ("王", "nobody@localhost", "延期")
    assert newest.subject.startswith("预算工委 · 听取报告")
    assert told([newest]) == [
        [
            ("changed", "aa2222", "due", date(2025, 10, 31), date(2025, 11, 15)),
            ("changed", "aa2222", "progress", None, 5),
        ]
    ]


def test_a_change_by_hand_is_read_like_any_other(root, session):
    by_hand(root, LIST.replace("status: issued", "status: doing\n  progress: 10"))
    newest, (first, second) = both(session)
    assert told([newest]) == [
        [("changed", "bb3333", "progress", None, 10), ("changed", "bb3333", "status", "issued", "doing")]
    ]
    assert second[0] == [("changed", "progress"), ("changed", "status")]
    assert first == [[("added", "")]]


def test_a_file_that_was_only_reformatted_has_no_change(root, session):
    flow = (
        "# umgestellt\ntitle: '清单'\nkind: task\nyear: 2025\nissued: 2025-08-25\n\nitems:\n"
        '  - {status: doing, due: 2025-10-31, lead: "ysgw", title: 听取报告, id: aa2222}\n\n'
        "  - co:\n    - ysgw\n    id: bb3333\n    title: >-\n      视察\n    lead: bgs\n    status: issued\n"
    )
    by_hand(root, flow)
    newest, items = both(session)
    assert newest.changes == ()
    assert items == [[[("added", "")]], [[("added", "")]]]
    by_hand(root, flow.replace("\n", "\r\n"))
    assert both(session)[0].changes == ()


def test_other_files_are_named(root, session):
    text = (root / "tasklist.yaml").read_text("utf-8")
    by_hand(root, text + "# x\n", path="tasklist.yaml")
    newest, _ = both(session)
    assert (newest.changes, newest.files) == ((), ("tasklist.yaml",))


def test_a_renamed_file_is_no_change_of_its_items(root, session):
    session.apply([set_(progress=5)])
    git(root, "mv", "lists/tasks.yaml", "lists/清单.yaml")
    git(root, "commit", "-q", "-m", "umbenannt")
    session.refresh()
    newest = workspace_history(session, limit=1)[0]
    assert newest.changes == ()
    assert newest.files == ("lists/tasks.yaml", "lists/清单.yaml")
    revisions = item_history(session, "清单", "aa2222")
    assert told(revisions) == [[("changed", "aa2222", "progress", None, 5)], told(revisions)[1]]
    assert told(revisions)[1][0][0] == "added"


def test_a_renamed_file_with_a_change_tells_the_change(root, session):
    git(root, "mv", "lists/tasks.yaml", "lists/neu.yaml")
    by_hand(root, LIST.replace("2025-10-31", "2025-12-01"), path="lists/neu.yaml")
    session.refresh()
    wanted = [("changed", "aa2222", "due", date(2025, 10, 31), date(2025, 12, 1))]
    assert told(workspace_history(session, limit=1)) == [wanted]
    assert told(item_history(session, "neu", "aa2222"))[0] == wanted


def test_an_item_that_goes_to_another_list_keeps_its_history(root, session):
    session.apply([set_(progress=5)])
    head, item, rest = text_of(root).partition("- id: aa2222")
    item, mark, rest = (item + rest).partition("- id: bb3333")
    (root / "lists" / "more.yaml").write_text("title: 更多\nitems:\n" + item.replace("doing", "paused"), "utf-8")
    by_hand(root, head + mark + rest)
    session.refresh()
    wanted = [("moved", "aa2222", "", None, None), ("changed", "aa2222", "status", "doing", "paused")]
    assert told(workspace_history(session, limit=1)) == [wanted]
    assert told(item_history(session, "more", "aa2222"))[:2] == [wanted, [("changed", "aa2222", "progress", None, 5)]]


def test_moves_between_positions_belong_to_the_item_that_moved(session):
    session.apply([AddItem("tasks", Item("cc4444", {"title": "三"}))], action="add")
    session.apply([AddItem("tasks", Item("dd5555", {"title": "四"}))], action="add")
    session.apply([set_(progress=5)])
    session.apply([MoveItem("tasks", "aa2222", "cc4444")])
    session.apply([set_(progress=6)])
    session.apply([MoveItem("tasks", "aa2222", "")])
    assert [[(c.what.value, c.new) for c in r.changes] for r in item_history(session, "tasks", "aa2222")][:4] == [
        [("moved", None)],
        [("changed", 6)],
        [("moved", None)],
        [("changed", 5)],
    ]
    assert [[c.what.value for c in r.changes] for r in item_history(session, "tasks", "bb3333")] == [["added"]]
    assert [[c.what.value for c in r.changes] for r in item_history(session, "tasks", "dd5555")] == [["added"]]


def test_an_item_deleted_and_brought_back(session):
    session.apply([RemoveItem("tasks", "aa2222")], action="remove")
    session.undo()
    assert [[c.what.value for c in r.changes] for r in item_history(session, "tasks", "aa2222")] == [
        ["added"],
        ["removed"],
        ["added"],
    ]


def test_what_a_merge_brought_together_is_told_where_it_was_changed_and_nowhere_else(root, session):
    git(root, "checkout", "-q", "-b", "side")
    by_hand(root, LIST.replace("status: issued", "status: doing"), "side")
    git(root, "checkout", "-q", "main")
    by_hand(root, LIST.replace("2025-10-31", "2025-12-01"), "main")
    git(root, "merge", "-q", "--no-edit", "-m", "zusammen", "side")
    newest, (first, second) = both(session)
    assert newest.subject == "zusammen"
    assert told([newest]) == [[]]
    assert first == [[("changed", "due")], [("added", "")]]
    assert second[0] == [("changed", "status")]


def test_versions_that_cannot_be_read_are_passed_over(root, session):
    by_hand(root, "title: [\n", "kaputt")
    by_hand(root, LIST.replace("2025-10-31", "2025-12-01"), "heil")
    _newest, (first, _second) = both(session)
    assert first[0][0][0] in {"added", "changed"}


def test_limit_and_skip(session):
    for number in range(5):
        session.apply([set_(progress=number + 1)])
    subjects = [r.subject for r in workspace_history(session)]
    assert [r.subject for r in workspace_history(session, limit=2, skip=1)] == subjects[1:3]
    assert len(item_history(session, "tasks", "aa2222", limit=3)) == 3
    assert len(item_history(session, "tasks", "aa2222")) == 6
    assert item_history(session, "tasks", "nobody") == []


def test_changes_between_two_revisions(root, session):
    start = session.repo.head()
    session.apply([set_(progress=5)])
    session.apply([set_(progress=6), set_("bb3333", goal="目标")])
    changes = changes_between(session, start, session.repo.head())
    assert [(c.item_id, c.field, c.new) for c in changes] == [("aa2222", "progress", 6), ("bb3333", "goal", "目标")]
    assert len(changes_between(session, None, start)) == 2


def test_a_workspace_inside_a_larger_repository(tmp_path):
    from tasklist_tui.services import setup

    git(tmp_path, "init", "-q", "-b", "main")
    root = setup.init(tmp_path / "a" / "b", organisation="机关", committees=["办公室"], name="王")
    (tmp_path / "outside.txt").write_text("x", "utf-8")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "outside")
    opened = Session.open(root, today=TODAY)
    opened.apply([AddItem("tasks", Item("aa2222", {"title": "事项"}))], action="add")
    assert len(workspace_history(opened)) == 2
    assert len(item_history(opened, "tasks", "aa2222")) == 1
    opened.close()


KINDS = builtin_kinds()
_TITLE = st.text("甲乙ab: #-'\"{}[]|>\\", max_size=6)
_STYLES = ["block", "flow", "derived", "last-key"]


@st.composite
def lists(draw):
    """Text of a list in several hand-written styles; some items carry no id."""
    text = draw(st.sampled_from(["title: x\nitems:\n", "# c\nkind: task\nitems:\n\n", "items:\n# c\n"]))
    for name in draw(st.permutations(["aa2222", "bb3333", "a1", "cc4444"])):
        title, style = draw(_TITLE).replace("\\", "").replace("'", "''"), draw(st.sampled_from(_STYLES))
        rows = draw(st.sampled_from(["", "  milestones:\n  - {id: a1, title: m}\n  - id: aa2222\n    title: n\n"]))
        if style == "flow":
            text += f"- {{title: '{title}', id: {name}, milestones: [{{id: bb3333, title: m}}]}}\n"
        elif style == "derived":
            text += f"- title: '{title}'\n{rows}"
        elif style == "last-key":
            text += f"- title: '{title}'\n{rows}  note: |\n    id: {name}x\n    id: aa2222\n  id: {name}\n\n"
        else:
            text += f"- id: {name}\n  title: '{title}'\n{rows}# c\n"
    return text


@given(lists(), lists(), st.booleans())
@settings(deadline=None)
def test_the_entries_that_differ_tell_what_the_whole_lists_tell(before, after, near):
    """Near: the second version is the first with one place changed, as an edit leaves it."""
    if near and len(before) > 20:
        after = before[: len(before) // 2] + before[len(before) // 2 :].replace("title: '", "title: 'x", 1)
    with tempfile.TemporaryDirectory() as folder:
        reader = reader_in(Path(folder))
        path, old, new = "lists/x.yaml", before.encode(), after.encode()
        whole = [read_version(path, data, KINDS) for data in (old, new)]
        assert reader.diff(reader.between(path, old, new)) == reader.diff((whole[0], whole[1]))


def reader_in(folder):
    """A reader for an empty workspace with the built-in kinds."""
    git(folder, "init", "-q")
    repo = Repository.discover(folder)
    return ChangeReader(Place(folder, repo), Workspace(kinds=KINDS))
