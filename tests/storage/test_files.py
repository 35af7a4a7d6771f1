"""Files: old or new, never half; every refusal of the system in words; nothing left behind."""

import errno
import os
import random
import signal
import stat
from pathlib import Path

import pytest

from tasklist_tui.domain.message import UserError
from tasklist_tui.storage import files

OLD = "标题: 旧\n".encode() * 2000
NEW = "标题: 新的\n".encode() * 3000


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "重点 任务.yaml"
    path.write_bytes(OLD)
    return path


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_a_write_replaces_the_whole_content(target):
    files.write_atomic(target, NEW)
    assert target.read_bytes() == NEW
    assert names(target.parent) == [target.name]


def test_a_write_makes_a_new_file_and_the_folders_below_the_root(tmp_path):
    path = tmp_path / "documents" / "文件.yaml"
    files.write_atomic(path, NEW, root=tmp_path)
    assert path.read_bytes() == NEW


def test_a_workspace_that_is_gone_is_not_made_again(tmp_path):
    with pytest.raises(UserError, match="no such file or folder"):
        files.write_atomic(tmp_path / "gone" / "lists" / "a.yaml", NEW, root=tmp_path / "gone")
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="mode bits are POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755])
def test_the_mode_bits_stay(target, mode):
    target.chmod(mode)
    files.write_atomic(target, NEW)
    assert stat.S_IMODE(target.stat().st_mode) == mode


def test_the_longest_name_the_disk_takes_can_be_written(tmp_path):
    path = tmp_path / ("长" * 83 + ".yaml")
    files.write_atomic(path, OLD)
    files.write_atomic(path, NEW)
    assert path.read_bytes() == NEW


def test_a_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(UserError, match="the name is too long") as caught:
        files.write_atomic(tmp_path / ("长" * 200 + ".yaml"), NEW)
    assert "shorter name" in str(caught.value.hint)


def test_a_link_inside_the_workspace_is_written_through(tmp_path):
    (tmp_path / "lists").mkdir()
    real = tmp_path / "real.yaml"
    real.write_bytes(OLD)
    link = tmp_path / "lists" / "a.yaml"
    link.symlink_to("../real.yaml")
    files.write_atomic(link, NEW, root=tmp_path)
    assert link.is_symlink()
    assert real.read_bytes() == NEW


def test_a_link_out_of_the_workspace_is_refused(tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(OLD)
    root = tmp_path / "ws"
    root.mkdir()
    (root / "a.yaml").symlink_to(outside)
    (root / "lists").symlink_to(tmp_path)
    for path in (root / "a.yaml", root / "lists" / "outside.yaml"):
        with pytest.raises(UserError, match="leads out of the workspace"):
            files.write_atomic(path, NEW, root=root)
    assert outside.read_bytes() == OLD


FAULTS = [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EMFILE]


@pytest.mark.parametrize("code", FAULTS)
@pytest.mark.parametrize("step", ["open", "fchmod", "write", "fsync", "close", "replace"])
def test_a_fault_at_any_step_leaves_the_old_file_and_nothing_else(target, monkeypatch, step, code):
    real = getattr(os, step)
    broken = []

    def fail(*args, **more):
        if not broken:
            broken.append(step)
            if step == "close":
                real(*args)
            raise OSError(code, os.strerror(code))
        return real(*args, **more)

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(UserError) as caught:
        files.write_atomic(target, NEW)
    monkeypatch.undo()
    assert broken
    assert target.name in str(caught.value)
    assert caught.value.hint is not None
    assert isinstance(caught.value.__cause__, OSError)
    assert target.read_bytes() == OLD
    assert names(target.parent) == [target.name]


def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_file(target, monkeypatch):
    real, room = os.write, [4096]

    def write(descriptor, data):
        if room[0] == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = real(descriptor, bytes(data[: room[0]]))
        room[0] -= written
        return written

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(UserError, match="the disk is full"):
        files.write_atomic(target, NEW)
    assert target.read_bytes() == OLD
    assert names(target.parent) == [target.name]


def test_short_writes_are_continued(target, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:1000])))
    files.write_atomic(target, NEW)
    assert target.read_bytes() == NEW


def test_a_folder_that_cannot_be_synced_says_so_and_has_the_new_file(target, monkeypatch):
    real, calls = os.fsync, []

    def fsync(descriptor):
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(UserError, match="was written, but the disk did not confirm it"):
        files.write_atomic(target, NEW)
    assert target.read_bytes() == NEW


def test_a_disk_that_knows_no_folder_sync_is_fine(target, monkeypatch):
    real, calls = os.fsync, []

    def fsync(descriptor):
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    files.write_atomic(target, NEW)
    assert target.read_bytes() == NEW


@pytest.mark.parametrize(("refusals", "saved"), [(1, True), (5, True), (6, False)])
def test_a_file_held_by_another_program_is_tried_again_a_few_times(target, monkeypatch, refusals, saved):
    real, left = os.replace, [refusals]

    def replace(source, destination):
        if left[0]:
            left[0] -= 1
            error = PermissionError(errno.EACCES, "sharing violation")
            error.winerror = 32
            raise error
        real(source, destination)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(files, "_SHARING_WAITS", [0.0] * 5)
    if saved:
        files.write_atomic(target, NEW)
    else:
        with pytest.raises(UserError, match="not allowed"):
            files.write_atomic(target, NEW)
    assert target.read_bytes() == (NEW if saved else OLD)
    assert names(target.parent) == [target.name]


def test_reading_says_what_is_wrong(tmp_path):
    with pytest.raises(UserError, match="is not there any more"):
        files.read(tmp_path / "none.yaml")
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path / "none.yaml")
    with pytest.raises(UserError, match="cannot be read"):
        files.read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.yaml")
    with pytest.raises(UserError, match="no ordinary file"):
        files.read(tmp_path / "a.yaml")


def test_no_more_is_read_than_can_be_judged_too_large(tmp_path):
    path = tmp_path / "big"
    path.write_bytes(bytes(1000))
    assert len(files.read(path, 100)) == 101
    assert files.read(path, 1000) == bytes(1000)


def test_sweeping_removes_only_our_own_leftovers(tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / ".git").mkdir()
    left = [".a.yaml.tasklist-0123abcd.tmp", "lists/.重点.yaml.tasklist-00000000.tmp"]
    kept = [".git/.a.yaml.tasklist-0123abcd.tmp", "a.tmp", ".a.yaml.tmp", "lists/a.yaml", ".x.tasklist-zz.tmp"]
    for name in left + kept:
        (tmp_path / name).write_bytes(b"x")
    assert files.sweep(tmp_path) == 2
    assert not any((tmp_path / name).exists() for name in left)
    assert all((tmp_path / name).exists() for name in kept)


STEPS = ("open", "write", "fsync", "replace", "close")


def _in_child(work) -> int:
    """Run `work` in a forked process that ends with it; give its process id."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("number", range(8))
def test_killed_at_any_system_call_the_file_is_old_or_new(target, number, after):
    def work():
        count = [0]

        def counted(real):
            def call(*args, **more):
                mine = count[0]
                count[0] += 1
                if mine == number and not after:
                    os.kill(os.getpid(), signal.SIGKILL)
                result = real(*args, **more)
                if mine == number:
                    os.kill(os.getpid(), signal.SIGKILL)
                return result

            return call

        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        files.write_atomic(target, NEW)

    os.waitpid(_in_child(work), 0)
    assert target.read_bytes() in {OLD, NEW}
    files.sweep(target.parent)
    assert names(target.parent) == [target.name]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes")
def test_killed_sixty_times_while_saving_the_file_is_always_whole(target):
    """A process saves the two versions in turn and reports each save; it is killed after a random number of them."""
    chance = random.Random(2025)
    left_over = 0
    for _ in range(60):
        ours, theirs = os.pipe()

        def work(theirs=theirs):
            while True:
                for data in (OLD, NEW):
                    files.write_atomic(target, data, durable=False)
                    os.write(theirs, b"x")

        child = _in_child(work)
        os.read(ours, 1)
        for _ in range(chance.randrange(400)):
            os.read(ours, 1)
            if chance.random() < 0.02:
                break
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ours)
        os.close(theirs)
        assert target.read_bytes() in {OLD, NEW}
        left_over += files.sweep(Path(target.parent))
        assert names(target.parent) == [target.name]
    assert left_over <= 60
