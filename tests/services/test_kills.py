"""Ended at every step of a save and of a sync, or refused by the disk there: nothing is lost, nothing is half."""

import errno
import os
import shutil
from datetime import date

import msgspec
import pytest
from faults import Steps, failing, in_child, instants, killed, steps_of
from moulds import cast as cast_all
from offices import FILES, TASKS, assert_sound, cast, git, head, make_mould, open_at, sync

from tasklist_tui.domain.edits import AddItem, SetFields
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item
from tasklist_tui.services import meetings
from tasklist_tui.services.check import problems_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

#: Of the steps of a sync the ordinary run takes the first, the last and every so many, each errno others.
STRIDE = 7


def edits():
    """What is saved: two lists in one action."""
    return [SetFields("tasks", "aa2222", {"progress": 61}), SetFields("more", "ee6666", {"goal": "新目标"})]


def save(session):
    session.apply(edits())


def save_meeting(session):
    """An action that also writes a file that is no list."""
    event = msgspec.structs.replace(meetings.find_event(session.snapshot, "cw19"), date=date(2025, 12, 20))
    meetings.move(session, event, meetings.following(session.snapshot, event))


ACTS = {"save": save, "meeting": save_meeting, "merge": sync, "take over": sync}


#: The latest that a process is ended after its start, in seconds: later it has finished.
LONGEST = 0.25


@pytest.fixture(scope="module")
def moulds(tmp_path_factory):
    """For each act the state before it: a server and two clones."""
    folder = tmp_path_factory.mktemp("moulds")
    (folder / "start").mkdir()
    start = make_mould(folder / "start")
    ready = {}
    for name in ACTS:
        place = ready[name] = folder / name
        mine, other = cast(start, place, 2)
        if name in {"merge", "take over"}:
            others_work(other)
        if name == "merge":
            with_session(mine, save)
    return ready


def with_session(root, act):
    session = open_at(root)
    try:
        return act(session)
    finally:
        session.close()


def others_work(root):
    """The colleague changes two lists and the settings, adds a list, renames none, and sends it all."""

    def work(session):
        session.apply([SetFields("tasks", "bb3333", {"progress": 70}), SetFields("more", "ff7777", {"progress": 71})])
        session.apply([AddItem("tasks", Item("gg8888", {"title": "新增", "lead": "bgs"}), "aa2222")], action="add")
        (root / "lists" / "neu.yaml").write_text("title: 新\nkind: task\nitems: []\n", "utf-8", newline="")
        text = (root / "tasklist.yaml").read_text("utf-8")
        (root / "tasklist.yaml").write_text(text + "- {id: nn, name: 新委}\n", "utf-8", newline="")
        assert sync(session).ok

    with_session(root, work)


@pytest.fixture
def stage(tmp_path, moulds):
    """Give a function that sets the state before an act up anew, and gives the clone that acts."""

    def anew(name):
        here = tmp_path / "stage"
        shutil.rmtree(here, ignore_errors=True)
        return cast_all(moulds[name], here) / "0"

    return anew


def acting(root, name, **fault):
    """Give what the child does: open, then act with the fault; what the program refuses is told in its words."""

    def act():
        session = open_at(root)
        steps = Steps(root.parent, **fault)
        try:
            ACTS[name](session)
        except UserError as error:
            return f"refused: {error.message} / {error.hint}"
        finally:
            steps.on = False
        session.close()
        return ""

    return act


def count_steps(root, name, **options):
    def act(steps):
        session = open_at(root)
        steps.on = True
        ACTS[name](session)
        session.repo.settle()
        steps.on = False

    return steps_of(act, root.parent, **options)


def values(root):
    """Give what the folder says at the places that the acts change: before or after, never anything else."""

    def read(session):
        found = session.snapshot.workspace.find
        assert session.snapshot.workspace.problems == ()
        return {
            "save": (found("aa2222")[1].progress, found("ee6666")[1].text("goal")),
            "meeting": (session.snapshot.workspace.events[0].date, found("cc4444")[1].due),
            "others": (
                found("bb3333")[1].progress,
                found("ff7777")[1].progress,
                found("gg8888") is not None,
                session.snapshot.workspace.task_list("neu") is not None,
                any(one.id == "nn" for one in session.snapshot.workspace.settings.committees),
            ),
        }

    return with_session(root, read)


BEFORE = {
    "save": (0, ""),
    "meeting": (date(2025, 11, 28), date(2025, 11, 18)),
    "others": (0, 0, False, False, False),
}
AFTER = {
    "save": (61, "新目标"),
    "meeting": (date(2025, 12, 20), date(2025, 12, 10)),
    "others": (70, 71, True, True, True),
}
#: What each act changes, and what the state before it has already.
CHANGES = {"save": "save", "meeting": "meeting", "merge": "others", "take over": "others"}


def expected(name):
    before = dict(BEFORE) | ({"save": AFTER["save"]} if name == "merge" else {})
    return before, before | {CHANGES[name]: AFTER[CHANGES[name]]}


def assert_whole(root, name):
    """Every value is the one before or the one after, and nothing is left over of an unfinished write."""
    before, after = expected(name)
    for place, found in values(root).items():
        for was, is_, value in zip(before[place], after[place], found, strict=True):
            assert value in (was, is_), (place, found)


def assert_works_again(root, name):
    """The next sync sends and takes everything; then all is as it should be, here and on the server."""

    def again(session):
        if name in {"save", "meeting"}:
            ACTS[name](session)
        report = sync(session)
        assert report.ok, report.conflicts
        problems = problems_of(session.snapshot.workspace, root)
        assert not problems, problems
        assert session.snapshot.uncommitted == ()

    with_session(root, again)
    assert values(root) == expected(name)[1]
    assert head(root) == head(root.parent / "server.git", "main")
    assert not [path for path in root.rglob("*.tmp") if ".git" not in path.parts]
    assert_sound(root)
    assert git(root.parent / "server.git", "fsck", "--strict", "--no-dangling") == ""


def clear_lock(root, refused):
    """Do what the message says when git itself was ended while it held a lock."""
    locks = [lock for lock in (root / ".git").rglob("*.lock") if "tasklist" not in lock.parts]
    for lock in locks:
        assert lock.name == "index.lock" or str(lock) in refused, (lock, refused)
        lock.unlink()


def chosen(count, request, every=STRIDE):
    """Give the steps at which a run ends the act, all of them in the long one."""
    return range(1, count + 1) if request.config.getoption("--slow") else sorted({1, *range(count, 0, -every)})


@pytest.mark.parametrize("name", ACTS)
def test_ended_at_any_step_nothing_is_lost(stage, name, request):
    count = count_steps(stage(name), name)
    assert count > 15
    for at in chosen(count, request, STRIDE if name in {"merge", "take over"} else 3):
        root = stage(name)
        assert in_child(acting(root, name, at=at, fault=killed)) == "killed", at
        assert_whole(root, name)
        assert_works_again(root, name)


@pytest.mark.parametrize("again", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("name", ACTS)
def test_refused_by_the_disk_at_any_step_all_is_as_before_or_as_after(stage, name, again, request):
    slow = request.config.getoption("--slow")
    count = count_steps(stage(name), name, git=False)
    codes = [errno.ENOSPC, errno.EIO, errno.EROFS]
    for number, at in enumerate(chosen(count, request)):
        for code in codes if slow else [codes[number % len(codes)]]:
            root = stage(name)
            told = in_child(acting(root, name, at=at, fault=failing(code), again=again, git=False))
            assert told == "done" or told.startswith("refused: "), (at, told)
            assert_whole(root, name)
            if not again:
                before, after = expected(name)
                assert values(root) in (before, after), (at, told, values(root))
                assert git(root, "status", "--porcelain") == "", (at, told)
            assert_works_again(root, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTS)
def test_ended_at_random_instants_with_all_that_it_started(stage, name):
    for delay in instants(name, 60, LONGEST):
        root = stage(name)
        in_child(acting(root, name), delay=delay)
        assert_whole(root, name)
        for act in (name, "merge"):
            told = in_child(acting(root, act))
            if told.startswith("refused: "):
                clear_lock(root, told)
        assert_works_again(root, name)


def test_the_files_of_the_moulds_are_those_of_the_offices(moulds):
    assert (moulds["save"] / "1" / "lists" / "tasks.yaml").read_text("utf-8") == TASKS == FILES["lists/tasks.yaml"]
