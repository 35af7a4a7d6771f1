"""Everybody syncs at once with one server, after every change: each change arrives, exactly once."""

import os
import threading

import pytest
from faults import in_child
from offices import assert_sound, cast, git, head, make_mould, open_at, sync

from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.workflow import log_entry
from tasklist_tui.services import clock

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

#: How often a person presses the key again when the program says that others were faster.
PATIENCE = 20


def note_and_sync(session, text):
    """Add a note to the item that everybody works on, and sync; give how often others were said to be faster."""
    session.refresh()
    item = session.snapshot.workspace.find("aa2222")[1]
    session.apply([log_entry("tasks", item, now=clock.now(), by="x", text=text)], action="log")
    for again in range(PATIENCE):
        try:
            assert sync(session).ok
        except UserError as error:
            if "faster" not in str(error.message):
                raise
        else:
            return again
    raise AssertionError("nobody is that patient")


def race(roots, changes):
    """Let the person of each clone add so many notes, all at the same time; give what each of them was told."""
    told = {}

    def work(root):
        session = open_at(root)
        refused = sum(note_and_sync(session, f"{root.name}-{number}") for number in range(changes))
        session.close()
        return f"refused {refused}"

    def run(root):
        told[root.name] = in_child(lambda: work(root))

    threads = [threading.Thread(target=run, args=(root,)) for root in roots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.parametrize(("people", "changes"), [(3, 8), pytest.param(5, 40, marks=pytest.mark.slow)])
def test_every_change_of_a_push_race_arrives(tmp_path, people, changes):
    (tmp_path / "mould").mkdir()
    roots = cast(make_mould(tmp_path / "mould"), tmp_path / "race", people)
    told = race(roots, changes)
    assert all(words.startswith("refused ") for words in told.values()), told
    with_all = open_at(roots[0])
    assert sync(with_all).ok
    notes = [str(row["text"]) for row in with_all.snapshot.workspace.find("aa2222")[1].rows("log")]
    with_all.close()
    assert sorted(notes) == sorted(f"{root.name}-{number}" for root in roots for number in range(changes))
    server = tmp_path / "race" / "server.git"
    assert head(server, "main") == head(roots[0])
    assert git(server, "fsck", "--strict", "--no-dangling") == ""
    assert_sound(*roots)
