"""Three to five clones and a server: whatever people do in whatever order, all end with the same bytes, nothing lost.

The seed says what happens: edits of all kinds, files changed by hand, lists renamed, meetings moved, days offline,
questions answered this way or that, undo, syncs in any order.  `accounts.audit` then checks every merge commit.
"""

import random
from contextlib import suppress
from datetime import date, timedelta

import msgspec
import pytest
from accounts import audit
from offices import assert_sound, cast, git, head, make_mould, open_at, sync

from tasklist_tui.domain.conflicts import Answer, Choice
from tasklist_tui.domain.edits import AddItem, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item
from tasklist_tui.domain.problems import Severity
from tasklist_tui.domain.workflow import log_entry, set_row
from tasklist_tui.services import clock, meetings
from tasklist_tui.services.check import problems_of
from tasklist_tui.services.questions import give_answers
from tasklist_tui.vcs.ancestry import merge_bases

STEPS = 14
#: More rounds than there are clones: in each, everybody syncs once.
ROUNDS = 8


class Office:
    """One clone, and the person who works in it."""

    def __init__(self, root, rng, words):
        self.root, self.rng, self.words = root, rng, words
        self.session = open_at(root)
        self.online = True
        self.commits = set()

    def act(self):
        """Do one thing; what the program refuses is left alone, as a person would."""
        if self.rng.random() < 0.8:
            self.session.refresh()
        act = self.rng.choices(ACTS, WEIGHTS)[0]
        with suppress(UserError, FileNotFoundError):
            act(self)
        self.session.repo.settle()
        self.commits.add(head(self.root))

    def word(self):
        return f"w{next(self.words)}"

    def new_id(self):
        """Give a new id; the program draws one at random, here the same seed gives the same story."""
        return f"new{next(self.words)}"

    def lists(self):
        return [task_list for task_list in self.session.snapshot.workspace.lists if task_list.items]

    def item(self):
        task_list = self.rng.choice(self.lists())
        return task_list, self.rng.choice(task_list.items)

    def set_value(self):
        task_list, item = self.item()
        values = {
            "progress": self.rng.randrange(1, 100),
            "deliverable": self.word(),
            "leader": self.rng.choice([self.word(), None]),
            "due": date(2025, 11, 1) + timedelta(days=self.rng.randrange(60)),
            "lead": self.rng.choice(["bgs", "ysgw", "fzgw"]),
            "title": self.word(),
        }
        names = self.rng.sample(list(values), self.rng.choice([1, 1, 2]))
        self.session.apply([SetFields(task_list.id, item.id, {name: values[name] for name in names})])

    def set_text(self):
        task_list, item = self.item()
        lines = item.text("goal").split("\n")
        lines[self.rng.randrange(len(lines)) : self.rng.choice([None, 1])] = [self.word()]
        self.session.apply([SetFields(task_list.id, item.id, {"goal": "\n".join(lines)})])

    def set_members(self):
        task_list, item = self.item()
        chosen = set(item.get("co") or []) ^ {self.rng.choice(["bgs", "ysgw", "fzgw"])}
        self.session.apply([SetFields(task_list.id, item.id, {"co": sorted(chosen) or None})])

    def note(self):
        task_list, item = self.item()
        entry = log_entry(task_list.id, item, now=clock.now(), by=self.root.name, text=self.word())
        self.session.apply([entry], action="log")

    def set_milestone(self):
        task_list, item = self.item()
        rows = item.rows("milestones")
        if not rows:
            new = {"id": self.word(), "title": self.word(), "due": date(2025, 12, 1)}
            self.session.apply([SetFields(task_list.id, item.id, {"milestones": [new]})])
            return
        row = self.rng.choice(rows)
        day = date(2025, 12, 1) + timedelta(days=self.rng.randrange(30))
        values = self.rng.choice([{"due": day}, {"done": day}, {"title": self.word()}])
        self.session.apply([set_row(task_list.id, item, "milestones", "id", str(row["id"]), values)])

    def add(self):
        task_list, item = self.item()
        after = self.rng.choice([item.id, "", None])
        new = Item(self.new_id(), {"title": self.word(), "lead": "bgs"})
        self.session.apply([AddItem(task_list.id, new, after)], action="add")

    def remove(self):
        task_list, item = self.item()
        if len(task_list.items) > 2:
            self.session.apply([RemoveItem(task_list.id, item.id)], action="remove")

    def move(self):
        task_list, item = self.item()
        after = self.rng.choice([other.id for other in task_list.items if other is not item] + [""])
        self.session.apply([MoveItem(task_list.id, item.id, after)], action="move")

    def move_meeting(self):
        event = msgspec.structs.replace(
            meetings.find_event(self.session.snapshot, "cw19"), date=date(2025, 12, self.rng.randrange(1, 29))
        )
        meetings.move(self.session, event, meetings.following(self.session.snapshot, event))

    def undo(self):
        self.session.undo()

    def comment_by_hand(self):
        task_list, item = self.item()
        path = self.root / task_list.path
        text = path.read_text("utf-8")
        line = f"- id: {item.id}\n"
        path.write_text(text.replace(line, f"# {self.word()}\n{line}", 1), "utf-8", newline="")

    def value_by_hand(self):
        task_list, item = self.item()
        path = self.root / task_list.path
        text = path.read_text("utf-8")
        start = text.index(f"- id: {item.id}\n")
        new = text[:start] + text[start:].replace("  lead: ", f"  method: {self.word()}\n  lead: ", 1)
        if "method" not in item.values and "  lead: " in text[start:]:
            path.write_text(new, "utf-8", newline="")

    def header_by_hand(self):
        path = self.root / self.rng.choice(self.lists()).path
        lines = path.read_text("utf-8").split("\n")
        lines[0] = f"title: {self.word()}"
        path.write_text("\n".join(lines), "utf-8", newline="")

    def settings_by_hand(self):
        path = self.root / "tasklist.yaml"
        path.write_text(path.read_text("utf-8") + f"- {{id: {self.word()}, name: 新}}\n", "utf-8", newline="")

    def new_list_by_hand(self):
        item = f"- id: {self.new_id()}\n  title: {self.word()}\n  lead: bgs\n"
        text = f"title: 新\nkind: task\nitems:\n{item}"
        (self.root / "lists" / f"{self.word()}.yaml").write_text(text, "utf-8", newline="")

    def rename_list(self):
        path = self.root / self.rng.choice(self.lists()).path
        path.rename(path.with_name(f"{self.word()}.yaml"))

    def delete_list(self):
        lists = self.lists()
        if len(lists) > 2:
            (self.root / self.rng.choice(lists).path).unlink()

    def go_offline_or_back(self):
        self.online = not self.online

    def sync(self, *, put_off=0.3):
        """Sync; what is asked is answered at random, or put off for another day."""
        if not self.online:
            return False
        report = sync(self.session)
        while not report.ok:
            if self.rng.random() < put_off:
                return False
            choices = {
                question.conflict.key: Answer(self.rng.choice([Choice.OURS, Choice.THEIRS]))
                for question in report.questions
                if self.rng.random() < 0.9
            }
            give_answers(self.session, choices)
            report = sync(self.session)
        return True


WEIGHTED = {
    Office.set_value: 10,
    Office.set_text: 3,
    Office.set_members: 3,
    Office.note: 3,
    Office.set_milestone: 3,
    Office.add: 3,
    Office.remove: 2,
    Office.move: 2,
    Office.move_meeting: 1,
    Office.undo: 2,
    Office.comment_by_hand: 2,
    Office.value_by_hand: 2,
    Office.header_by_hand: 1,
    Office.settings_by_hand: 1,
    Office.new_list_by_hand: 1,
    Office.rename_list: 1,
    Office.delete_list: 1,
    Office.go_offline_or_back: 1,
    Office.sync: 12,
}
ACTS, WEIGHTS = list(WEIGHTED), list(WEIGHTED.values())


@pytest.fixture(scope="module")
def mould(tmp_path_factory):
    return make_mould(tmp_path_factory.mktemp("mould"))


def live(folder, mould, seed):
    """Let the offices of `seed` work, then bring them together and look at what became of it all."""
    rng = random.Random(seed)
    words = iter(range(100_000))
    roots = cast(mould, folder, rng.randrange(3, 6))
    offices = [Office(root, rng, words) for root in roots]
    try:
        for _ in range(STEPS * len(offices)):
            rng.choice(offices).act()
        bring_together(offices)
        finished(offices, folder / "server.git")
    finally:
        for office in offices:
            office.session.close()
    assert_sound(*roots)


def bring_together(offices):
    """Sync in turns until nobody has anything new."""
    for office in offices:
        office.online = True
    for _ in range(ROUNDS):
        for office in offices:
            office.sync(put_off=0)
        if len({head(office.root) for office in offices}) == 1:
            return
    raise AssertionError("they never came to rest")


def finished(offices, server):
    tip = head(server, "main")
    first = offices[0]
    known = audit(first.session.repo, tip, merge_bases)
    for office in offices:
        office.commits.add(tip)
        assert head(office.root) == tip
        assert office.commits <= known, "a commit is in nobody's history"
        for path in git(first.root, "ls-files", "-z").split("\0")[:-1]:
            assert (office.root / path).read_bytes() == (first.root / path).read_bytes()
        office.session.refresh()
        assert office.session.snapshot.uncommitted == ()
        problems = problems_of(office.session.snapshot.workspace, office.root)
        assert not [problem for problem in problems if problem.severity is Severity.ERROR]


@pytest.mark.parametrize("seed", range(4))
def test_all_clones_end_with_the_same_and_nothing_is_lost(tmp_path, mould, seed):
    live(tmp_path, mould, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_all_clones_end_with_the_same_in_many_runs(tmp_path, mould, seed):
    live(tmp_path, mould, seed)
