"""A date and its words: what is typed becomes both, and both are compared later."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.dues import Where, disagreements, read_due, said
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.model import Event, Item

DUE = Field("due", FieldType.DATE, phrase="due_text", anchor="due_from", meeting="due_event")
KIND = Kind(
    "task",
    fields=(
        Field("due_text"),
        DUE,
        Field("due_from", FieldType.DATE),
        Field("milestones", FieldType.ROWS, key="id", fields=(Field("id"), Field("title"), Field("due_text"), DUE)),
    ),
)
MEETINGS = (Event("oct", "10月常委会会议", date(2025, 10, 29)), Event("dec", "12月常委会会议", date(2025, 12, 25)))
WHERE = Where(MEETINGS, Calendar(), 2025, date(2025, 11, 10), date(2025, 8, 25))


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("typed", "expected", "words"),
    [
        ("2025-11-15", "2025-11-15", ""),
        ("11-15", "2025-11-15", ""),
        ("+3d", "2025-11-13", ""),
        ("明天", "2025-11-11", ""),
        ("", "", ""),
        ("12月底前", "2025-12-31", "12月底前"),
        ("12月常委会会议前10日", "2025-12-15", "12月常委会会议前10日"),
        ("条件成熟时", "", "条件成熟时"),
        ("长期坚持", "", "长期坚持"),
        ("下周五", "2025-11-21", ""),
    ],
)
def test_a_plain_day_needs_no_words_and_a_phrase_keeps_its_own(typed, expected, words):
    due = read_due(typed, DUE, {}, WHERE)
    assert (due.day, due.words, due.anchor) == (day(expected), words, None)


def test_a_period_from_today_keeps_the_day_it_counts_from():
    due = read_due("3个月内", DUE, {}, WHERE)
    assert (due.day, due.words, due.anchor) == (date(2026, 2, 10), "3个月内", WHERE.today)
    again = said("3个月内", DUE, {"due_from": due.anchor}, WHERE)
    assert again.due == due.day


def test_a_period_from_the_day_of_handing_over():
    due = read_due("自交办之日起3个月内", DUE, {"due_from": date(2025, 8, 26)}, WHERE)
    assert (due.day, due.anchor) == (date(2025, 11, 26), None)


def test_a_meeting_without_a_name_is_the_one_of_the_item():
    assert read_due("会前20日", DUE, {"due_event": "dec"}, WHERE).day == date(2025, 12, 5)
    assert read_due("会前20日", DUE, {"due_event": "oct"}, WHERE).day == date(2025, 10, 9)


def test_a_meeting_without_a_name_is_none_when_there_are_several():
    due = read_due("会前20日", DUE, {}, WHERE)
    assert (due.day, due.words, due.anchor) == (None, "会前20日", None)
    assert due.phrase.warnings
    one = msgspec.structs.replace(WHERE, events=MEETINGS[1:])
    assert read_due("会前20日", DUE, {}, one).day == date(2025, 12, 5)


def found(**values):
    return [(d.field, d.row, d.day, d.said) for d in disagreements(Item("a", values), KIND, WHERE)]


def test_words_that_say_another_day_are_found():
    assert found(due_text="10月底前", due=date(2025, 11, 30)) == [
        ("due", None, date(2025, 11, 30), date(2025, 10, 31)),
    ]
    assert found(due_text="10月底前") == [("due", None, None, date(2025, 10, 31))]
    rows = [{"id": "a", "due_text": "9月底前", "due": date(2025, 9, 30)}, {"id": "b", "due_text": "9月底前"}]
    assert found(milestones=rows) == [("milestones.due", 1, None, date(2025, 9, 30))]


@pytest.mark.parametrize(
    "values",
    [
        {"due_text": "10月底前", "due": date(2025, 10, 31)},
        {"due": date(2025, 10, 31)},
        {"due_text": "条件成熟时", "due": date(2025, 10, 31)},
        {"due_text": "每月25日", "due": date(2025, 10, 31)},
        {"due_text": "3个月内", "due": date(2025, 10, 31)},
        {
            "due_text": "10月底前",
            "due": date(2025, 11, 30),
            "extensions": [{"to_due": date(2025, 11, 30), "decision": "approved"}],
        },
    ],
)
def test_nothing_to_say_of_words_that_agree_say_no_day_or_were_extended(values):
    assert found(**values) == []


def test_a_refused_extension_changes_nothing():
    rows = [{"to_due": date(2025, 11, 30), "decision": "refused"}]
    assert len(found(due_text="10月底前", due=date(2025, 11, 30), extensions=rows)) == 1


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_day_or_keeps_the_words(text):
    due = read_due(text, DUE, {}, WHERE)
    assert due.day is not None or due.words == text.strip()
    list(disagreements(Item("a", {"due_text": text, "due": due.day}), KIND, WHERE))


@given(
    st.sampled_from(["12月底前", "12月上旬", "国庆节前", "年底前", "12月常委会会议前", "第四季度", "2个月内", "15日内"])
)
def test_what_is_stored_agrees_with_itself(text):
    due = read_due(text, DUE, {}, WHERE)
    values = {"due_text": due.words, "due": due.day, "due_from": due.anchor}
    assert found(**{name: value for name, value in values.items() if value}) == []
