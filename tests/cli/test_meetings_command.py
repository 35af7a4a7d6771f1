"""Meetings and what counts from them: a countdown made, a meeting moved, everything in one action and undone."""

import pytest

EVENTS = """\
# 会议
events:
- {id: oct, name: 10月常委会会议, date: 2025-10-29}   # 已定
- id: dec
  name: 12月常委会会议
  date: 2025-12-25
  source: 计划
- {id: npc, name: 区人代会}
"""


@pytest.fixture(autouse=True)
def _meetings(root):
    (root / "events.yaml").write_text(EVENTS, "utf-8")


def milestones(answer):
    return {row["title"]: row["due"] for row in answer["item"]["fields"]["milestones"] if "due_text" in row}


def first(ask):
    return ask("ls")["items"][0]["id"]


def test_the_meetings_are_listed_by_day(cli, ask):
    assert [event["id"] for event in ask("meeting")["meetings"]] == ["oct", "dec", "npc"]
    assert "区人代会" in cli("meeting").out


def test_a_countdown_makes_milestones_counted_back_from_the_meeting(ask):
    item = first(ask)
    answer = ask("countdown", item, "report", "--meeting", "12月")
    # 12-05 is a Friday, 12-10 a Wednesday, 12-15 a Monday, 12-18 a Thursday.
    assert list(milestones(answer).values()) == ["2025-12-05", "2025-12-10", "2025-12-15", "2025-12-18"]
    assert answer["item"]["fields"]["due_event"] == "dec"
    again = ask("countdown", item, "report")
    assert again["item"]["fields"]["milestones"] == answer["item"]["fields"]["milestones"]


def test_a_meeting_without_a_date_gives_no_countdown(ask):
    error = ask("countdown", first(ask), "--meeting", "区人代会", code=1)["error"]
    assert "区人代会" in error["message"]


def test_moving_a_meeting_asks_first_and_then_moves_what_counts_from_it(root, ask):
    item = first(ask)
    before = milestones(ask("countdown", item, "--meeting", "dec"))
    assert ask("meeting", "dec", "2025-12-30", code=1)["error"]["code"] == 1
    assert (root / "events.yaml").read_text("utf-8") == EVENTS
    answer = ask("meeting", "dec", "2025-12-30", "--move")
    assert [(change["old"], change["new"]) for change in answer["moved"]] == [
        ("2025-12-05", "2025-12-10"),
        ("2025-12-10", "2025-12-15"),
        ("2025-12-15", "2025-12-19"),  # 12-20 is a Saturday: back to Friday
        ("2025-12-18", "2025-12-23"),
    ]
    assert milestones(ask("show", item)) != before
    assert (root / "events.yaml").read_text("utf-8") == EVENTS.replace("2025-12-25", "2025-12-30")
    ask("undo")
    assert milestones(ask("show", item)) == before
    assert (root / "events.yaml").read_text("utf-8") == EVENTS
    ask("redo")
    assert "2025-12-30" in (root / "events.yaml").read_text("utf-8")


def test_a_meeting_can_move_alone(root, ask):
    item = first(ask)
    before = milestones(ask("countdown", item, "--meeting", "dec"))
    assert ask("meeting", "dec", "12-30", "--keep")["moved"] == []
    assert milestones(ask("show", item)) == before
    assert any(problem["code"] == "words-and-date" for problem in ask("check")["problems"])


def test_dates_set_by_hand_and_milestones_done_stay(ask):
    item = first(ask)
    rows = ask("countdown", item, "--meeting", "dec")["item"]["fields"]["milestones"]
    counted = [row["id"] for row in rows if "due_text" in row]
    ask("set", item, f"milestones.{counted[0]}.due=2025-12-01", f"milestones.{counted[1]}.done=2025-11-09")
    answer = ask("meeting", "dec", "2025-12-30", "--move")
    assert [change["new"] for change in answer["moved"]][:1] != []
    fields = ask("show", item)["item"]["fields"]["milestones"]
    days = {row["id"]: row["due"] for row in fields}
    assert days[counted[0]] == "2025-12-01"
    assert days[counted[1]] == "2025-12-10"


def test_a_new_meeting_and_one_that_gets_its_date(root, ask):
    ask("meeting", "主任会议", "2025-11-20", "--new")
    ask("meeting", "区人代会", "2026-01-15")
    text = (root / "events.yaml").read_text("utf-8")
    assert "# 已定" in text
    assert {event["name"]: event["date"] for event in ask("meeting")["meetings"]} == {
        "10月常委会会议": "2025-10-29",
        "主任会议": "2025-11-20",
        "12月常委会会议": "2025-12-25",
        "区人代会": "2026-01-15",
    }
    ask("meeting", "区人代会", "-")
    assert ask("meeting")["meetings"][-1]["date"] is None


@pytest.mark.parametrize("words", [("没有的会", "2025-12-01"), ("dec", "someday"), ("常委会", "2025-12-01")])
def test_what_cannot_be_understood_changes_nothing(root, ask, words):
    assert ask("meeting", *words, code=1)["error"]["message"]
    assert (root / "events.yaml").read_text("utf-8") == EVENTS


def test_a_workspace_without_meetings_gets_its_file(root, ask):
    (root / "events.yaml").unlink()
    assert ask("meeting")["meetings"] == []
    ask("meeting", "常委会会议", "2025-12-25", "--new")
    assert ask("meeting")["meetings"][0]["date"] == "2025-12-25"
