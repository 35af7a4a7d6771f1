"""Questions of a sync on the command line: seen, answered, put off, taken from a file, told in the history."""

import json
import shutil

import moulds
import pytest
from office import git


@pytest.fixture(scope="module")
def kept():
    """The folders of the first test, as they were when the two had met."""
    return moulds.empty()


@pytest.fixture
def overlap(tmp_path, root, kept, request):
    """Both sides changed the same date and the same long text."""
    if any(kept.iterdir()):
        shutil.rmtree(root)
        moulds.cast(kept, tmp_path)
        return
    cli, other = request.getfixturevalue("cli"), request.getfixturevalue("other")
    other("set", "aa", "due=11-20", "note=他们的备注")
    other("sync")
    cli("set", "aa", "due=11-15", "note=我们的备注")
    cli("sync")
    moulds.cast(tmp_path, kept)


def by_field(answer, name="questions"):
    return {question["field"]: question for question in answer[name]}


def test_each_question_says_who_and_when_on_both_sides(overlap, ask):
    asked = by_field(ask("questions"))
    assert set(asked) == {"due", "note"}
    due = asked["due"]
    assert (due["base"], due["ours"], due["theirs"]) == ("2025-10-31", "2025-11-15", "2025-11-20")
    assert due["ours_told"]["by"] != ""
    assert due["theirs_told"]["when"].startswith("2025-11-10T")
    assert due["choices"] == ["ours", "theirs", "custom", "base"]
    assert "both" in asked["note"]["choices"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (["ours"], "2025-11-15"),
        (["theirs"], "2025-11-20"),
        (["base"], "2025-10-31"),
        (["custom", "2025-12-01"], "2025-12-01"),
    ],
)
def test_an_answer_is_taken_by_the_next_sync_and_told_in_the_history(overlap, root, tmp_path, ask, choice, expected):
    asked = by_field(ask("questions"))
    assert ask("answer", asked["due"]["key"], *choice)["left"] == 1
    assert by_field(ask("sync", code=4), "conflicts").keys() == {"note"}
    assert ask("answer", asked["note"]["key"][:8], "both")["left"] == 0
    assert ask("sync")["ok"]
    fields = ask("show", "aa")["item"]["fields"]
    assert fields["due"] == expected
    assert sorted(fields["note"].split("\n")) == ["他们的备注", "我们的备注"]
    message = git(root, "log", "-1", "--format=%B")
    assert "完成时限" in message
    assert expected in message
    assert git(root, "status", "--porcelain") == ""
    assert git(tmp_path / "server.git", "rev-parse", "main") == git(root, "rev-parse", "HEAD")
    assert ask("questions")["questions"] == []


def test_work_goes_on_and_answers_wait(overlap, ask):
    due = by_field(ask("questions"))["due"]
    ask("answer", due["key"], "theirs")
    ask("set", "bb", "progress=10")
    assert by_field(ask("questions"))["due"]["answer"] == "theirs"
    ask("answer", due["key"], "none")
    assert by_field(ask("questions"))["due"]["answer"] is None


def test_an_answer_fits_only_what_was_asked(overlap, ask):
    ask("answer", by_field(ask("questions"))["due"]["key"], "theirs")
    ask("set", "aa", "due=11-16")
    assert by_field(ask("questions"))["due"]["answer"] is None


def test_answers_from_a_file(overlap, tmp_path, ask):
    asked = by_field(ask("questions"))
    file = tmp_path / "answers.json"
    file.write_text(
        json.dumps({asked["due"]["key"]: "theirs", asked["note"]["key"]: {"choice": "custom", "value": "商定"}}),
        "utf-8",
    )
    assert ask("sync", "--answers", str(file))["ok"]
    fields = ask("show", "aa")["item"]["fields"]
    assert (fields["due"], fields["note"]) == ("2025-11-20", "商定")


@pytest.mark.parametrize(
    ("answer", "day", "words"),
    [("theirs", "2025-12-31", "12月底前"), ({"choice": "custom", "value": "11月底前"}, "2025-11-30", "11月底前")],
)
def test_an_answer_about_a_date_takes_its_wording_along(cli, other, ask, tmp_path, answer, day, words):
    other("set", "aa", "due=12月底前")
    other("sync")
    cli("set", "aa", "due=11-15")
    (asked,) = ask("sync", code=4)["conflicts"]
    assert (asked["ours"], asked["words"]["theirs"]) == ("2025-11-15", "12月底前")
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({asked["key"]: answer}), "utf-8")
    assert ask("sync", "--answers", str(file))["ok"]
    fields = ask("show", "aa")["item"]["fields"]
    assert (fields["due"], fields["due_text"]) == (day, words)


@pytest.mark.parametrize("text", ["", "[]", '{"x": "maybe"}', "{", '{"x": 5}'])
def test_a_file_without_answers_is_refused(overlap, tmp_path, ask, text):
    file = tmp_path / "answers.json"
    file.write_text(text, "utf-8")
    assert ask("sync", "--answers", str(file), code=1)["error"]["message"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["zzzz", "ours"], 3),
        (["KEY", "perhaps"], 1),
        (["KEY", "custom"], 1),
        (["KEY", "custom", "someday"], 1),
        (["KEY", "both"], 1),
    ],
)
def test_what_is_no_answer_is_refused(overlap, ask, words, code):
    key = by_field(ask("questions"))["due"]["key"]
    assert ask("answer", *[key if word == "KEY" else word for word in words], code=code)["error"]["message"]
    assert by_field(ask("questions"))["due"]["answer"] is None


def test_a_damaged_file_of_answers_holds_none(overlap, root, ask):
    (root / ".git" / "tasklist" / "answers.json").write_bytes(b"\x00not json")
    assert by_field(ask("questions"))["due"]["answer"] is None
