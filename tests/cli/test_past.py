"""The past on the command line: two moments compared, a day as it was, who set what, versions, deleted items."""

import shutil
from datetime import datetime, timedelta, timezone

import moulds
import pytest
from office import git

from tasklist_tui.services import clock

AA = "aa2222"


@pytest.fixture
def on(monkeypatch):
    """Set the clock to a day."""

    def set_to(day):
        moment = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=timezone(timedelta(hours=8)))
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_to


@pytest.fixture(scope="module")
def kept():
    """The workspace of the first test, as it was after the three changes."""
    return moulds.empty()


@pytest.fixture
def past(root, kept, cli, on, monkeypatch):
    """Three changes on three days: a date, a deleted item, a new one."""
    if any(kept.iterdir()):
        shutil.rmtree(root)
        moulds.cast(kept, root)
        on("2025-11-10")
        return
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2025-11-01T09:00:00+08:00")
    git(root, "commit", "-q", "--amend", "--no-edit", "--date=2025-11-01T09:00:00+08:00")
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    on("2025-11-03")
    assert cli("set", "aa", "due=2025-11-20").code == 0
    on("2025-11-05")
    assert cli("rm", "bb").code == 0
    on("2025-11-07")
    assert cli("add", "新增事项", "lead=ysgw").code == 0
    moulds.cast(root, kept)
    on("2025-11-10")


def news(answer):
    return {entry["title"]: entry["news"] for entry in answer["items"]}


def test_what_became_of_the_items_since_a_day(past, ask):
    answer = ask("changes", "2025-11-02")
    assert news(answer) == {"听取报告": ["extended"], "新增事项": ["added"], news_title(ask): ["deleted"]}
    assert answer["new"]["day"] == "2025-11-10"
    assert news(ask("changes", "2025-11-05")) == {"新增事项": ["added"]}
    assert news(ask("changes", "2025-11-03..2025-11-05")) == {news_title(ask): ["deleted"]}
    assert ask("changes", "2025-11-10")["items"] == []


def news_title(ask):
    (item,) = (item for item in ask("at", "2025-11-04")["items"] if item["id"].startswith("bb"))
    return item["title"]


def test_counts_and_markdown(past, cli):
    counts = cli("changes", "2025-11-02", "--by", "committee", "--lang", "zh").out
    assert "预算工委" in counts
    text = cli("changes", "2025-11-02", "--md", "--lang", "en").out
    assert text.startswith("# What changed from 2025-11-02 to 2025-11-10\n")
    assert "| Committee |" in text
    assert "听取报告" in text


def test_a_day_as_it_was_with_its_lights(past, ask):
    now = {item["id"]: item for item in ask("ls")["items"]}
    then = {item["id"]: item for item in ask("at", "2025-11-02")["items"]}
    assert then[AA]["fields"]["due"] == "2025-10-31"
    assert then[AA]["light"]["colour"] == "red"
    assert now[AA]["fields"]["due"] == "2025-11-20"
    assert any(name.startswith("bb") for name in then)
    assert not any(name.startswith("bb") for name in now)


def test_before_the_first_commit_there_was_nothing(past, ask):
    assert ask("at", "2001-01-01") | {"items": []} == ask("at", "2001-01-01")
    assert {tuple(entry["news"]) for entry in ask("changes", "2001-01-01")["items"]} == {
        ("added",),
        ("added", "newly-red"),
    }


def test_who_set_each_field(past, ask):
    fields = {told["field"]: told for told in ask("blame", "aa")["fields"]}
    assert fields["due"]["when"].startswith("2025-11-03")
    assert fields["title"]["when"] != fields["due"]["when"]
    assert set(fields) == set(ask("show", "aa")["item"]["fields"])


def test_a_deleted_item_comes_back_with_its_history(past, ask):
    (item_id,) = (item["id"] for item in ask("at", "2025-11-04")["items"] if item["id"].startswith("bb"))
    before = next(item for item in ask("at", "2025-11-04")["items"] if item["id"] == item_id)
    assert ask("restore", item_id)["item"]["fields"] == before["fields"]
    assert len(ask("history", item_id)["revisions"]) >= 2
    assert "error" in ask("restore", item_id, code=1)
    assert "error" in ask("restore", "zzzzzz", code=1)


def test_a_version_that_was_issued_stays(past, root, ask):
    assert ask("tag", "8月印发版", "-m", "主任会议通过")["versions"][0]["name"] == "8月印发版"
    ask("set", "aa", "due=2025-12-01")
    assert news(ask("changes", "8月印发版")) == {"听取报告": ["extended"]}
    assert [version["name"] for version in ask("tag")["versions"]] == ["8月印发版"]
    assert git(root, "cat-file", "-t", "8月印发版").strip() == "tag"
    assert "error" in ask("tag", "8月印发版", code=1)


@pytest.mark.parametrize("name", ["a b", "a/", "a..b", "a~1", "x.lock", "HEAD", "a\nb"])
def test_what_cannot_be_the_name_of_a_version(past, ask, name):
    assert ask("tag", name, code=1)["error"]["message"]


@pytest.mark.parametrize(
    "words", [["changes", "nowhere"], ["at", "2030-01-01"], ["at", "main^{tree}"], ["changes", "x..y"]]
)
def test_what_names_no_moment_is_told(past, ask, words):
    assert ask(*words, code=1)["error"]["hint"]


def test_hand_edits_are_recorded_before_a_version_is_named(past, root, ask):
    path = root / "lists" / "tasks.yaml"
    path.write_text(path.read_text("utf-8") + "# 手工\n", "utf-8")
    assert ask("tag", "v1", code=1)["error"]["message"]


def test_any_one_change_is_taken_back_and_later_ones_stay(past, root, ask):
    ask("set", "aa", "note=后来的备注")
    (revision,) = (one for one in ask("history", "aa")["revisions"] if any(c["field"] == "due" for c in one["changes"]))
    ask("undo", revision["sha"][:10])
    fields = ask("show", "aa")["item"]["fields"]
    assert (fields["due"], fields["note"]) == ("2025-10-31", "后来的备注")
    ask("set", "aa", "due=2025-12-24")
    assert "error" in ask("undo", revision["sha"], code=4)
    assert "error" in ask("undo", "nowhere", code=1)
    first = git(root, "rev-list", "--max-parents=0", "HEAD").strip()
    assert "error" in ask("undo", first, code=1)


def test_a_meeting_names_its_day(past, root, ask):
    (root / "events.yaml").write_text("events:\n- {id: e, name: 主任会议, date: 2025-11-04}\n", "utf-8")
    assert news(ask("changes", "主任会议")).keys() == {news_title(ask), "新增事项"}


def test_history_is_narrowed_by_its_options(past, ask, cli):
    def found(*options):
        return [
            [change["field"] for change in revision["changes"]] for revision in ask("history", *options)["revisions"]
        ]

    assert found("--field", "due") == [["due"]]
    assert found("--field", "完成时限", "--since", "2025-11-04") == []
    assert found("--person", "没有这人") == []
    assert found("--until", "2025-11-04", "--text", "2025-11-20") == [["due"]]
    assert len(found("--since", "2025-11-05", "--until", "2025-11-07")) == 2
    assert [len(changes) for changes in found("--light", "red")] == [1]
    assert cli("history", "--field", "nonsense").code == 3
    assert "没有符合条件的记录" in cli("history", "--text", "没有这段文字", "--lang", "zh").out


def test_a_deleted_item_has_a_history_by_its_id(past, ask, cli):
    (deleted,) = (item["id"] for item in ask("at", "2025-11-04")["items"] if item["id"].startswith("bb"))
    whats = [[change["what"] for change in revision["changes"]] for revision in ask("history", deleted)["revisions"]]
    assert whats[0] == ["removed"]
    assert cli("history", "zz9999").code == 3


def test_a_part_of_a_change_is_taken_back_and_a_later_one_asked_about(past, ask, cli):
    assert cli("set", "aa", "due=2025-11-25", "progress=30").code == 0
    sha = ask("history", "-n", "1")["revisions"][0]["sha"]
    assert cli("undo", sha, "--item", AA, "--field", "progress").code == 0
    fields = ask("show", AA)["item"]["fields"]
    assert (fields["due"], fields.get("progress")) == ("2025-11-25", 40)
    assert cli("set", "aa", "due=2025-11-28").code == 0
    refused = cli("undo", sha, "--lang", "en")
    assert (refused.code, "--prefer" in refused.err) == (4, True)
    assert cli("undo", sha, "--prefer", "then").code == 0
    assert ask("show", AA)["item"]["fields"]["due"] == "2025-11-20"
    assert cli("undo", "--item", AA).code == 1
    assert cli("undo", sha, "--field", "due").code == 1


def test_what_changed_since_the_last_meeting(past, ask, cli, root):
    assert cli("changes", "last-meeting").code == 1
    assert cli("meeting", "例会", "2025-11-04", "--new").code == 0
    assert news(ask("changes", "上次例会")) == {"新增事项": ["added"], news_title(ask): ["deleted"]}
