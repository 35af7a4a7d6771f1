"""Locks: one saves at a time, across threads and processes; a dead process holds nothing."""

import errno
import os
import subprocess
import sys
import threading

import pytest

from tasklist_tui.domain.message import UserError
from tasklist_tui.storage import lock
from tasklist_tui.storage.lock import Instance, saving_lock

HOLD = """
import sys
from pathlib import Path
from tasklist_tui.storage.lock import Instance, saving_lock
state = Path(sys.argv[1])
with Instance(state) as me, saving_lock(state):
    print("held", me.others(), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline().startswith("held")
        yield process
        process.kill()


def test_a_second_process_waits_and_then_gives_up_with_words(tmp_path, other):
    with pytest.raises(UserError, match="another window is saving") as caught, saving_lock(tmp_path, timeout=0.05):
        pytest.fail("two held the lock")
    assert caught.value.hint is not None


def test_the_lock_of_a_killed_process_is_free(tmp_path, other):
    other.kill()
    other.wait()
    with saving_lock(tmp_path, timeout=0):
        pass


def test_the_lock_is_had_as_soon_as_the_other_lets_go(tmp_path, other):
    other.stdin.close()
    with saving_lock(tmp_path, timeout=10):
        pass


def test_threads_save_one_after_the_other(tmp_path):
    inside, most = [], []

    def save():
        with saving_lock(tmp_path):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=save) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_an_error_inside_gives_the_lock_back(tmp_path):
    with pytest.raises(RuntimeError), saving_lock(tmp_path):
        raise RuntimeError
    with saving_lock(tmp_path, timeout=0):
        pass


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "state").write_text("a file where a folder should be")
    with pytest.raises(UserError, match="cannot be written"), saving_lock(tmp_path / "state"):
        pytest.fail("no lock can be there")


def test_a_disk_without_locks_is_served_by_a_lock_file(tmp_path, monkeypatch):
    def unsupported(descriptor):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "_lock", unsupported)
    with (
        saving_lock(tmp_path),
        pytest.raises(UserError, match="another window is saving"),
        saving_lock(tmp_path, timeout=0.05),
    ):
        pytest.fail("two held the lock")
    with saving_lock(tmp_path, timeout=0):
        pass


def test_other_windows_are_counted_and_dead_ones_forgotten(tmp_path, other):
    with Instance(tmp_path) as me, Instance(tmp_path):
        assert me.others() == 2
        other.kill()
        other.wait()
        assert me.others() == 1
    with Instance(tmp_path) as me:
        assert me.others() == 0
    assert list((tmp_path / "instances").iterdir()) == []


def test_a_read_only_place_is_no_reason_not_to_open(tmp_path):
    (tmp_path / "state").write_text("")
    with Instance(tmp_path / "state") as me:
        assert me.others() == 0


def test_saving_does_not_import_filelock(tmp_path):
    code = "import sys; from pathlib import Path; from tasklist_tui.storage.lock import saving_lock\n"
    code += "with saving_lock(Path(sys.argv[1])): assert 'filelock' not in sys.modules"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
