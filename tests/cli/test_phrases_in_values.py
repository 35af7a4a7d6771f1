"""Deadline phrases wherever a date is typed on the command line: the words and the date are both stored."""

import pytest


@pytest.fixture
def item(ask):
    return ask("ls")["items"][0]["id"]


def fields(ask, item):
    return ask("show", item)["item"]["fields"]


def test_a_phrase_is_stored_with_its_date(ask, item):
    ask("set", item, "due=12月底前")
    assert (fields(ask, item)["due"], fields(ask, item)["due_text"]) == ("2025-12-31", "12月底前")
    ask("set", item, "due=2025-12-20")
    assert fields(ask, item)["due"] == "2025-12-20"
    assert "due_text" not in fields(ask, item)


def test_a_period_keeps_the_day_it_counts_from(ask, item):
    ask("set", item, "due=3个月内")
    stored = fields(ask, item)
    assert (stored["due"], stored["due_text"], stored["due_from"]) == ("2026-02-10", "3个月内", "2025-11-10")


def test_words_without_a_day_are_kept_and_the_date_is_emptied(ask, item):
    ask("set", item, "due=长期坚持")
    assert fields(ask, item)["due_text"] == "长期坚持"
    assert "due" not in fields(ask, item)


def test_a_field_without_words_takes_the_day_of_a_phrase(ask, item):
    ask("set", item, "start=8月上旬", "done_on=11月上旬")
    assert (fields(ask, item)["start"], fields(ask, item)["done_on"]) == ("2025-08-10", "2025-11-10")


@pytest.mark.parametrize("text", ["someday", "2025-02-30", "尽快"])
def test_what_is_no_date_is_refused(ask, item, text):
    before = fields(ask, item)
    assert ask("set", item, f"due={text}", code=1)["error"]["message"]
    assert fields(ask, item) == before
