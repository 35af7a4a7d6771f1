"""Merges of lists written in every odd way: what is written says what was decided, or nothing is written."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from tasklist_tui.domain.conflicts import Answer, Choice
from tasklist_tui.domain.merge import merge_items
from tasklist_tui.services.merging import Three, merge_files
from tasklist_tui.storage.blocks import Style
from tasklist_tui.storage.blockwriter import BlockWriter
from tasklist_tui.storage.gate import FileError
from tasklist_tui.storage.reader import read_list
from tasklist_tui.storage.writer import WriteError, rewrite

sys.path.insert(0, str(Path(__file__).parents[1] / "storage"))
from odd_files import KIND, KINDS, edits_for, odd_texts

PATH = "lists/x.yaml"


def read(text):
    return read_list("x", PATH, text.encode(), KINDS)[0]


@st.composite
def three(draw):
    base = draw(odd_texts())
    try:
        before = read(base)
        sides = [rewrite(base, before, draw(edits_for(before)), KIND)[0] for _ in range(2)]
    except (FileError, WriteError):
        assume(condition=False)
    return base, *sides


def theirs_first(conflict):
    return Answer(Choice.THEIRS)


def check(base, ours, theirs):
    merged = merge_files({PATH: Three(base.encode(), ours.encode(), theirs.encode())}, KINDS, answers=theirs_first)
    assert not merged.conflicts
    whole = [conflict for conflict, _ in merged.answered if conflict.path]
    event("as a whole" if whole else "put together")
    text = merged.files.get(PATH, ours.encode()).decode()
    if whole:
        assert text == theirs
        return
    lists = tuple(read(side) for side in (base, ours, theirs))
    decided = merge_items(KIND, lists, theirs_first)
    writer = BlockWriter(KIND, Style())
    if not any(conflict.item_id and not conflict.field for conflict, _ in merged.answered):
        assert [writer.canonical(item) for item in read(text).items] == [writer.canonical(i) for i in decided.items]


FAST = settings(max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@FAST
@given(three())
def test_odd_files_say_what_was_decided(versions):
    check(*versions)


@pytest.mark.slow
@settings(FAST, max_examples=20_000)
@given(three())
def test_odd_files_say_what_was_decided_at_length(versions):
    check(*versions)
