"""The index of the history: the same as the commits themselves say, whatever happens to repository and file."""

import random
import re
import sqlite3
import subprocess
import sys
from datetime import date

import pytest
from sample_list import LIST, TODAY
from test_history import by_hand, git, set_

from tasklist_tui.domain.edits import AddItem, MoveItem, RemoveItem
from tasklist_tui.domain.history_filter import HistoryFilter
from tasklist_tui.domain.model import Item
from tasklist_tui.services import history_index
from tasklist_tui.services.history import field_history, history_page, item_history, workspace_history
from tasklist_tui.services.history_index import extend
from tasklist_tui.services.session import Session

EVERYTHING = HistoryFilter()


def index_of(session):
    return session.repo.state_dir / "history.sqlite"


def indexed(session, wanted=EVERYTHING, **more):
    page = history_page(session, wanted, **more)
    assert page.indexed
    return page.revisions


def unindexed(session, wanted=EVERYTHING):
    index_of(session).unlink(missing_ok=True)
    page = history_page(session, wanted, limit=10_000)
    assert not page.indexed
    return page.revisions


def random_history(root, session, rng, steps):
    """Edits by the program and by hand, on side branches that are merged; what cannot be merged is left out.

    `steps` are numbers that were not used before.
    """
    for step in steps:
        session.refresh()
        session.repo.settle()
        ids = [item.id for item in session.snapshot.workspace.task_list("tasks").items]
        target = rng.choice(ids)
        match rng.randrange(6):
            case 0:
                session.apply([set_(target, progress=rng.randrange(100), due=date(2025, 11, rng.randrange(1, 29)))])
            case 1:
                item = Item(f"n{step:05}", {"title": f"事项{step}", "lead": rng.choice(["bgs", "ysgw"])})
                session.apply([AddItem("tasks", item, rng.choice([None, "", target]))], action="add")
            case 2 if len(ids) > 2:
                session.apply([RemoveItem("tasks", target)], action="remove")
            case 3:
                session.apply([MoveItem("tasks", target, rng.choice(["", *(i for i in ids if i != target)]))])
            case 4:
                git(root, "checkout", "-q", "-b", f"side{step}", "HEAD~1")
                text = (root / "lists" / "tasks.yaml").read_bytes().decode()
                by_hand(root, re.sub(r"title: 清单\d*", f"title: 清单{step}", text, count=1), f"seite {step}")
                (root / "lists" / f"more{step}.yaml").write_text("title: 更多\nitems:\n- title: 无编号\n", "utf-8")
                git(root, "add", "-A")
                git(root, "commit", "-q", "-m", "更多")
                git(root, "checkout", "-q", "main")
                done = subprocess.run(
                    ["git", "merge", "-q", "--no-edit", f"side{step}"], cwd=root, capture_output=True, check=False
                )
                if done.returncode:
                    git(root, "merge", "--abort")
            case _:
                text = (root / "lists" / "tasks.yaml").read_bytes().decode()
                by_hand(root, text.replace("status: doing", "status: paused", 1) + f"# {step}\n", f"手改 {step}")


@pytest.mark.parametrize("seed", [0, 1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 20))])
def test_an_index_made_bit_by_bit_is_the_one_made_at_once_and_says_what_the_commits_say(root, session, seed):
    rng = random.Random(seed)
    session.apply([set_(progress=1)])
    for start in (0, 4, 8):
        random_history(root, session, rng, range(start, start + 4))
        session.refresh()
        assert extend(session)
    bit_by_bit = indexed(session, limit=10_000)
    direct = unindexed(session)
    assert extend(session)
    at_once = indexed(session, limit=10_000)
    assert bit_by_bit == at_once
    assert {r.sha: r for r in direct} == {r.sha: r for r in at_once}
    for item in {change.item_id for revision in direct for change in revision.changes}:
        with_index = item_history(session, "", item)
        index_of(session).unlink()
        without = item_history(session, "", item)
        assert {r.sha: r.changes for r in with_index} == {r.sha: r.changes for r in without}
        assert extend(session)


def test_commits_come_after_their_parents_whatever_their_clocks_say(root, session):
    session.apply([set_(progress=1)])
    env = {"GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z", "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z"}
    subprocess.run(
        ["git", "commit", "-q", "--allow-empty", "-m", "falsche Uhr"], cwd=root, env=env | environ(), check=True
    )
    session.refresh()
    session.apply([set_(progress=2)])
    assert extend(session)
    assert [r.subject for r in indexed(session)] == [r.subject for r in workspace_history_of_all(session)]
    assert indexed(session)[1].subject == "falsche Uhr"


def environ():
    import os

    return dict(os.environ)


def workspace_history_of_all(session):
    from tasklist_tui.vcs import history as log

    return log.commits(session.repo)


def test_pages_follow_one_another_with_and_without_the_index(session):
    for number in range(7):
        session.apply([set_(progress=number + 1)])
    whole = [r.sha for r in unindexed(session)]
    for has_index in (False, True):
        if has_index:
            assert extend(session)
        found, after = [], None
        while True:
            page = history_page(session, EVERYTHING, after, limit=3)
            found += [r.sha for r in page.revisions]
            if page.next is None:
                break
            after = page.next
        assert found == whole


FILTERS = {
    "person": HistoryFilter(person="王"),
    "nobody": HistoryFilter(person="李"),
    "field": HistoryFilter(field="due"),
    "item": HistoryFilter(item_id="bb3333"),
    "committee": HistoryFilter(committee="bgs"),
    "turned red": HistoryFilter(light="red"),
    "text": HistoryFilter(text="延期"),
    "text of a value": HistoryFilter(text="2025-12-01"),
    "signs of SQL": HistoryFilter(text="_%'"),
    "day": HistoryFilter(since=date(2025, 11, 10), until=date(2025, 11, 10)),
    "before": HistoryFilter(until=date(2024, 1, 1)),
    "both": HistoryFilter(committee="ysgw", field="progress"),
}
#: What each finds, as (item, field) of the changes, newest first.
FOUND = {
    "nobody": [],
    "field": [[("aa2222", "due")], [("aa2222", "due")]],
    "item": [[("bb3333", "progress")], [("bb3333", "")]],
    "committee": [[("bb3333", "progress")], [("bb3333", "")]],
    "turned red": [[("aa2222", "due")], [("aa2222", "")]],
    "text": [[("aa2222", "due")]],
    "text of a value": [[("aa2222", "due")], [("aa2222", "due")]],
    "signs of SQL": [],
    "before": [],
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_the_same_with_and_without_the_index(session, name):
    session.apply([set_(due=date(2025, 12, 1))], reason="延期")
    session.apply([set_("bb3333", progress=10)])
    session.apply([set_(due=date(2025, 10, 1))])
    direct = unindexed(session, FILTERS[name])
    assert extend(session)
    assert [r.sha for r in indexed(session, FILTERS[name])] == [r.sha for r in direct]
    assert [r.changes for r in indexed(session, FILTERS[name])] == [r.changes for r in direct]
    if name in FOUND:
        assert [[(c.item_id, c.field) for c in r.changes] for r in direct] == FOUND[name]
    else:
        assert direct


def test_history_that_was_replaced_leaves_the_index(root, session):
    session.apply([set_(progress=5)])
    assert extend(session)
    git(root, "reset", "-q", "--hard", "HEAD~1")
    by_hand(root, LIST.replace("doing", "paused"), "anders")
    git(root, "reflog", "expire", "--expire=now", "--all")
    git(root, "gc", "-q", "--prune=now")
    session.repo.close()
    session.refresh()
    assert indexed(session)[0].subject == "anders"
    assert all(change.new != 5 for r in indexed(session) for change in r.changes)


def test_where_a_shallow_clone_begins_nothing_is_claimed(root, session, tmp_path):
    for number in range(4):
        session.apply([set_(progress=number + 1)])
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{root}", "flach")
    shallow = Session.open(tmp_path / "flach", today=TODAY, sign=False)
    direct = unindexed(shallow)
    assert extend(shallow)
    assert indexed(shallow) == direct
    assert [r.is_cut for r in direct] == [False, False, True]
    assert direct[-1].changes == ()
    assert [len(r.changes) for r in item_history(shallow, "tasks", "aa2222")] == [1, 1]
    git(shallow.root, "fetch", "-q", "--unshallow")
    shallow.refresh()
    assert extend(shallow)
    assert [r.is_cut for r in indexed(shallow)] == [False] * len(workspace_history_of_all(shallow))
    assert len(item_history(shallow, "tasks", "aa2222")) == 5
    shallow.close()


@pytest.mark.parametrize("damage", ["garbage", "empty", "other version", "no tables", "a folder"])
def test_an_index_that_cannot_be_used_is_made_anew_or_done_without(session, damage):
    session.apply([set_(progress=5)])
    assert extend(session)
    path, whole = index_of(session), indexed(session)
    if damage == "garbage":
        path.write_bytes(b"not a database at all " * 1000)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "a folder":
        path.unlink()
        path.mkdir()
    else:
        db = sqlite3.connect(path)
        db.execute("PRAGMA user_version = 99" if damage == "other version" else "DROP TABLE changes")
        db.commit()
        db.close()
    assert history_page(session, EVERYTHING).revisions == whole
    assert extend(session) is (damage != "a folder")
    assert history_page(session, EVERYTHING).revisions == whole


def test_other_kinds_or_rules_make_the_index_anew(root, session):
    session.apply([set_(progress=5)])
    assert extend(session)
    (root / "kinds").mkdir()
    text = "kind: task\nfields:\n- {id: progress, type: text, title: {zh: 进度, en: Progress}}\n"
    by_hand(root, text, path="kinds/task.yaml")
    session.refresh()
    assert not history_page(session, EVERYTHING).indexed
    assert extend(session)
    assert indexed(session, HistoryFilter(field="progress"))[0].changes[0].new == "5"


def test_a_build_that_is_cancelled_or_killed_goes_on_where_it_was(session, monkeypatch):
    monkeypatch.setattr(history_index, "_BATCH", 2)
    for number in range(6):
        session.apply([set_(progress=number + 1)])
    calls = iter([False, False, True])
    told = []
    assert not extend(session, lambda done, total: told.append((done, total)), lambda: next(calls))
    assert extend(session, lambda done, total: told.append((done, total)))
    assert told[:2] == [(0, 8), (2, 8)]
    assert told[-1] == (4, 4)
    assert list(indexed(session)) == list(unindexed(session))


_KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from tasklist_tui.services import history_index
from tasklist_tui.services.session import Session
from tasklist_tui.storage.history_store import HistoryStore
history_index._BATCH = 2
count = 0
add = HistoryStore._add
def dying(self, commit):
    global count
    count += 1
    if count == int(sys.argv[2]):
        os._exit(9)
    add(self, commit)
HistoryStore._add = dying
history_index.extend(Session.open(Path(sys.argv[1]), today=date(2025, 11, 10), sign=False))
"""


def test_a_process_killed_inside_a_transaction_leaves_nothing_half(session):
    for number in range(5):
        session.apply([set_(progress=number + 1)])
    whole = unindexed(session)
    for at in (1, 2, 4, 7):
        index_of(session).unlink(missing_ok=True)
        done = subprocess.run([sys.executable, "-c", _KILLED, str(session.root), str(at)], check=False)
        assert done.returncode == 9
        assert extend(session)
        assert indexed(session) == whole


def test_several_processes_build_it_at_once(session):
    for number in range(12):
        session.apply([set_(progress=number + 1)])
    whole = unindexed(session)
    command = [sys.executable, "-c", _KILLED, str(session.root), "1000"]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert indexed(session) == whole


def test_who_changed_the_date_and_when(session):
    session.apply([set_(due=date(2025, 11, 15))], reason="例会同意")
    session.apply([set_(progress=5)])
    session.apply([set_(due=date(2025, 11, 30))])
    found = field_history(session, "tasks", "aa2222", "due")
    assert [(f.old, f.new, f.reason) for f in found] == [
        (date(2025, 11, 15), date(2025, 11, 30), ""),
        (date(2025, 10, 31), date(2025, 11, 15), "例会同意"),
        (None, date(2025, 10, 31), ""),
    ]


def test_a_merge_that_decides_itself_tells_what_it_decided(root, session):
    git(root, "checkout", "-q", "-b", "side")
    by_hand(root, LIST.replace("2025-10-31", "2025-12-01"), "side")
    git(root, "checkout", "-q", "main")
    by_hand(root, LIST.replace("2025-10-31", "2025-12-02"), "main")
    subprocess.run(["git", "merge", "-q", "side"], cwd=root, capture_output=True, check=False)
    by_hand(root, LIST.replace("2025-10-31", "2025-12-03"), "entschieden")
    session.refresh()
    newest = workspace_history(session, limit=1)[0]
    assert len(newest.parents) == 2
    assert [(c.field, c.old, c.new) for c in newest.changes] == [("due", date(2025, 12, 2), date(2025, 12, 3))]
    assert item_history(session, "tasks", "aa2222")[0].subject == "entschieden"
