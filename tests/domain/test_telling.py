"""Telling how far something has come, and stopping it."""

import pytest

from tasklist_tui.domain.telling import Stopped, Teller


def test_parts_of_a_whole_never_go_back_and_end_at_the_whole():
    told = []
    tell = Teller(lambda done, total, what: told.append((done, total, what)), what="writing")
    assert list(tell.part(0, 0.5).each(range(50))) == list(range(50))
    for part, things in tell.part(0.5, 1).parts(["abc" * 20, "d", ""]):
        assert list(part.each(things)) == list(things)
    tell.at(1)
    assert [done for done, _total, _what in told] == sorted(done for done, _total, _what in told)
    assert told[0] == (0, 1000, "writing")
    assert told[-1] == (1000, 1000, "writing")


def test_it_stops_at_the_next_time_it_tells():
    told = []
    tell = Teller(lambda done, _total, _what: told.append(done), lambda: len(told) == 3)
    seen = []
    with pytest.raises(Stopped):
        seen.extend(tell.each(range(1000)))
    assert len(told) == 3


def test_nothing_to_do_is_told_too():
    told = []
    tell = Teller(lambda done, total, _what: told.append((done, total)))
    assert list(tell.each([])) == list(tell.parts([])) == []
    tell.at(0, 0)
    assert told == [(0, 1000)]


def test_rows_are_told_as_the_numbers_they_are():
    told = []
    tell = Teller(lambda done, total, what: told.append((done, total, what)), lambda: len(told) == 2)
    with pytest.raises(Stopped):
        list(tell.rows(range(500), "comparing"))
    assert told == [(0, 500, "comparing"), (200, 500, "comparing")]
