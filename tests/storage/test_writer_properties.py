"""Random edits of odd files: the text says what the edits say, and every other byte stays."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tasklist_tui.domain.edits import apply_all
from tasklist_tui.storage.blocks import find_sequence
from tasklist_tui.storage.gate import FileError
from tasklist_tui.storage.reader import read_list
from tasklist_tui.storage.writer import WriteError, render, rewrite

from .odd_files import KIND, KINDS, edits_for, odd_texts


def read(text):
    return read_list("x", "lists/x.yaml", text.encode(), KINDS)[0]


def blocks(text):
    """The text in front of the items, each item's lines with the comments in front, the text behind."""
    found = find_sequence(text)
    if found is None or found.sequence is None:
        return text, [], ""
    entries = found.sequence
    places = [entries.begin(number) for number in range(len(entries) + 1)]
    parts = [text[start:end] for start, end in pairwise(places)]
    return text[: places[0]], parts, text[places[-1] :]


def check(data):
    text = data.draw(odd_texts())
    try:
        before = read(text)
    except FileError:
        event("unreadable")
        return
    edits = data.draw(edits_for(before))
    expected = apply_all([before], edits)[0]
    try:
        written, after = rewrite(text, before, edits, KIND)
    except WriteError as error:
        event(f"refused: {error}")
        raise
    again = read(written)
    assert again.items == expected.items
    assert after == again
    assert after.extra == before.extra
    # A block text that keeps its blank lines (|+) and comes to stand last needs its line end.
    kept = written.endswith(("\n\n", "\n\r\n"))
    assert written.endswith("\n") == text.endswith("\n") or kept or not text or not before.items or not after.items
    assert written.startswith("\ufeff") == text.startswith("\ufeff")
    head, parts, tail = blocks(text)
    new_head, new_parts, new_tail = blocks(written)
    if parts and len(parts) == len(before.items) and new_parts:
        touched = {edit.item_id for edit in edits}
        assert new_head == head
        assert new_tail.rstrip("\r\n") == tail.rstrip("\r\n")
        old = dict(zip([item.id for item in before.items], parts, strict=True))
        for item, part in zip(after.items, new_parts, strict=True):
            if item.id not in touched and part.rstrip("\r\n") != old[item.id].rstrip("\r\n"):
                assert without_id(part, item.id) == without_id(old[item.id], item.id), "more than a missing id written"


def without_id(part, item_id):
    """An item's lines without its id, which may be written or replaced where it is used twice."""
    text = "".join(part.split())
    for written in (item_id, "same", "12"):
        text = text.replace(f"id:{written}", "").replace(f'"id":{written}', "")
    return text.replace(",}", "}").replace("{,", "{")


FAST = settings(max_examples=250, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@FAST
@given(st.data())
def test_edits_of_odd_files_change_the_items_they_name_and_nothing_else(data):
    check(data)


@pytest.mark.slow
@settings(FAST, max_examples=100_000)
@given(st.data())
def test_edits_of_odd_files_at_length(data):
    check(data)


def check_new(data):
    text = data.draw(odd_texts())
    try:
        before = read(text)
    except FileError:
        return
    made = render(before, KIND)
    again = read(made)
    assert again.items == before.items
    assert (again.title, again.extra) == (before.title, before.extra)


@FAST
@given(st.data())
def test_a_new_file_reads_as_the_list_it_was_made_from(data):
    check_new(data)


@pytest.mark.slow
@settings(FAST, max_examples=5_000)
@given(st.data())
def test_a_new_file_reads_as_the_list_it_was_made_from_at_length(data):
    check_new(data)
