"""occurrences, occurrence and carried, typed as a person would."""

import pytest
from office import SETTINGS, git, make

RHYTHMS = """\
title: 工作机制
kind: cadence
year: 2025
issued: 2025-09-30
items:
- {id: mo0001, title: 月协调, lead: ysgw, rrule: FREQ=MONTHLY;BYMONTHDAY=-1, shift: previous, carries_to: qu0001}
- {id: qu0001, title: 季推进, lead: bgs, rrule: FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1}
- id: wk0001
  title: 周收集  # 每周五
  lead: ysgw
  rrule: FREQ=WEEKLY;BYDAY=FR
  shift: previous
  start: 2025-10-03
  carries_to: mo0001
  points:
  - {id: pa, text: 孵化器租金, on: 2025-10-17, from: 白杨街道}
  - {id: pb, text: 企业用电, on: 2025-10-10, settled: 2025-10-30, result: 已协调}
  - {id: pc, text: 班车, on: 2025-11-07}
- {id: no0001, title: 无}
"""


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "工作区", {"tasklist.yaml": SETTINGS, "lists/rhythms.yaml": RHYTHMS})


@pytest.fixture
def text(root):
    return lambda: (root / "lists" / "rhythms.yaml").read_text("utf-8")


def test_occurrences_are_listed_with_the_next_one_marked(cli):
    out = cli("occurrences", "wk0001", "--until", "11-21", "--lang", "en").out.splitlines()
    assert out[0] == "周收集  every Friday, earlier when that is a rest day"
    assert out[1].split() == ["2025-09-30", "overdue", "instead", "of", "2025-10-03"]
    assert out[-2].split() == ["→", "2025-11-14", "next", "due"]
    assert out[-1].split() == ["2025-11-21", "to", "come"]


def test_occurrences_as_json(ask):
    answer = ask("occurrences", "mo0001")
    assert (answer["item"], answer["next"], answer["rrule"]) == ("mo0001", "2025-11-28", "FREQ=MONTHLY;BYMONTHDAY=-1")
    assert [one["due"] for one in answer["occurrences"]] == ["2025-10-31", "2025-11-28", "2025-12-31"]
    assert [one["state"] for one in answer["occurrences"]] == ["overdue", "next", "open"]
    assert answer["occurrences"][1]["nominal"] == "2025-11-30"


def test_the_next_one_is_listed_though_it_comes_after_the_year(ask):
    answer = ask("occurrences", "wk0001", today="2025-12-27")
    assert answer["next"] is None
    assert ask("occurrences", "qu0001", today="2025-10-01")["next"] == "2025-12-31"


def test_one_is_marked_as_done_today_or_on_a_day(ask, text):
    marked = ask("occurrence", "mo0001", "10-31", "--done")["occurrence"]
    assert (marked["state"], marked["done"]) == ("late", "2025-11-10")
    assert ask("occurrence", "wk0001", "2025-11-07", "--done", "11-6", "--note", "线上")["changed"]
    assert "  - {due: 2025-11-07, nominal: 2025-11-07, done: 2025-11-06, note: 线上}\n" in text()
    assert "title: 周收集  # 每周五\n" in text()


def test_either_day_of_a_shifted_occurrence_names_it(ask):
    assert ask("occurrence", "wk0001", "9-30", "--missed")["occurrence"]["nominal"] == "2025-10-03"
    assert ask("occurrence", "wk0001", "10-3", "--done", "10-3")["occurrence"]["done"] == "2025-10-03"


def test_a_mark_taken_back_leaves_the_file_as_it_was(root, ask, text):
    ask("occurrence", "wk0001", "11-7", "--missed", "--note", "放假")
    kept = ask("occurrence", "wk0001", "11-7", "--reopen")["occurrence"]
    assert (kept["state"], kept["note"], kept["stored"]) == ("overdue", "放假", True)
    ask("occurrence", "wk0001", "11-7", "--note", "")
    assert text() == RHYTHMS
    assert git(root, "rev-list", "--count", "HEAD").strip() == "4"


def test_marking_again_changes_nothing(cli, ask):
    ask("occurrence", "wk0001", "11-7", "--missed")
    assert not ask("occurrence", "wk0001", "11-7", "--missed")["changed"]
    assert "Nothing to change" in cli("occurrence", "wk0001", "11-7", "--missed", "--lang", "en").out


def test_a_marked_one_is_told_by_its_words(cli):
    assert cli("occurrence", "wk0001", "11-7", "--missed", "--note", "放假", "--lang", "en").out == (
        "Saved: 周收集 2025-11-07 missed 放假\n"
    )


def test_a_mark_is_one_action_that_undo_takes_back(ask, text):
    ask("occurrence", "wk0001", "11-7", "--done")
    ask("undo")
    assert text() == RHYTHMS


def test_a_day_that_is_no_occurrence_is_refused_with_the_nearest(cli, text):
    refused = cli("occurrence", "wk0001", "11-8", "--done", "--lang", "en")
    assert refused.code == 3
    assert "2025-11-08 is no occurrence of “周收集”" in refused.err
    assert "2025-10-31, 2025-11-07, 2025-11-14" in refused.err
    assert text() == RHYTHMS


@pytest.mark.parametrize(
    "words",
    [
        ["wk0001", "11-7"],
        ["wk0001", "11-7", "--done", "--missed"],
        ["wk0001", "11-7", "11-6", "--missed"],
        ["wk0001", "nonsense", "--done"],
        ["wk0001", "11-7", "--done", "nonsense"],
        ["wk0001", "", "--done"],
    ],
)
def test_an_unclear_mark_is_a_wrong_command_line(cli, text, words):
    assert cli("occurrence", *words).code == 2
    assert text() == RHYTHMS


@pytest.mark.parametrize("command", [["occurrences"], ["carried"]])
def test_an_item_without_a_rule_does_not_recur(cli, command):
    refused = cli(*command, "no0001", "--lang", "en")
    assert refused.code == 1
    assert "tasklist set no0001 rrule=" in refused.err


def test_what_is_carried_to_the_next_month(cli, ask):
    answer = ask("carried", "mo0001")
    assert (answer["item"], answer["due"]) == ("mo0001", "2025-11-28")
    assert [(one["id"], one["left_over"]) for one in answer["points"]] == [("pa", True), ("pc", False)]
    out = cli("carried", "mo0001", "--lang", "en").out.splitlines()
    assert out[0] == "Carried to “月协调” of 2025-11-28:"
    assert out[1].split() == ["2025-10-17", "周收集", "白杨街道", "left", "over", "孵化器租金"]


def test_what_is_carried_to_a_given_one(cli, ask):
    first, second = ask("carried", "mo0001", "--on", "10-31")["points"]
    assert (first["id"], first["settled"], first["result"]) == ("pb", "2025-10-30", "已协调")
    assert (second["id"], second["from"], second["chain"]) == ("pa", "白杨街道", ["wk0001"])
    assert cli("carried", "mo0001", "--on", "11-01").code == 3


def test_the_quarter_gets_what_no_month_settled(ask, cli):
    assert [(one["id"], one["chain"]) for one in ask("carried", "qu0001")["points"]] == [
        ("pa", ["wk0001", "mo0001"]),
        ("pc", ["wk0001", "mo0001"]),
    ]
    assert "Nothing is carried to it." in cli("carried", "wk0001", "--lang", "en").out
