"""The cache: values come back exactly, and anything odd about an entry means there is none."""

import os
import pickle
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.kinds import Kind, Label
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Document, Item, TaskList
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.storage import cache as module
from tasklist_tui.storage import packing
from tasklist_tui.storage.cache import Cache, make_key
from tasklist_tui.storage.kindfiles import builtin_kinds

zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
texts = st.text(st.characters(codec="utf-8"), max_size=12)
scalars = st.one_of(
    texts,
    st.integers(-(10**15), 10**15),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(timezones=st.one_of(st.just(UTC), zones)),
    st.datetimes(),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)
items = st.builds(Item, texts, st.dictionaries(texts, values, max_size=5))
lists = st.builds(
    TaskList,
    texts,
    title=texts,
    year=st.none() | st.integers(1900, 2200),
    issued=st.none() | st.dates(),
    items=st.lists(items, max_size=4).map(tuple),
    extra=st.dictionaries(texts, values, max_size=2),
)
arguments = st.one_of(texts, st.integers(0, 9), st.dates(), st.builds(Label, texts, texts))
messages = st.builds(Message, texts, st.dictionaries(texts, arguments | st.lists(arguments).map(tuple), max_size=3))
nested = st.builds(Message, texts, st.dictionaries(texts, messages | arguments, max_size=2))
problems = st.builds(
    Problem, texts, nested, st.none() | messages, line=st.integers(0, 9), severity=st.sampled_from(Severity)
)


def kinds_of(value):
    """Give the value with the type of everything in it, which `==` does not tell apart (True == 1)."""
    if isinstance(value, dict):
        return {key: kinds_of(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [kinds_of(inner) for inner in value]
    offset = value.utcoffset() if isinstance(value, datetime) else None
    return type(value), value, offset


@given(lists, st.lists(problems, max_size=2).map(tuple))
def test_a_list_comes_back_exactly(task_list, found):
    back, noted = packing.unpack(packing.pack(task_list, found), TaskList | None)
    assert back == task_list
    assert noted == found
    for before, after in zip(task_list.items, back.items, strict=True):
        assert kinds_of(dict(before.values)) == kinds_of(dict(after.values))


def test_kinds_and_documents_come_back():
    kinds = dict(builtin_kinds())
    assert packing.unpack(packing.pack(kinds, ()), dict[str, Kind]) == (kinds, ())
    document = Document("a", "标题", date=date(2025, 3, 1), basis=("宪法",))
    assert packing.unpack(packing.pack(document, ()), Document | None) == (document, ())
    assert packing.unpack(packing.pack(None, ()), Document | None) == (None, ())


LIST = TaskList("a", title="清单", items=(Item("ab", {"title": "标题", "due": date(2025, 9, 30)}),))
PROBLEM = Problem("lists/a.yaml", msg("{field} is missing", field=Label("标题", "Title")), line=3)
SHAPE = TaskList | None


@pytest.fixture
def store(tmp_path):
    return Cache(tmp_path)


@pytest.fixture
def entry(store, tmp_path):
    assert store.put("lists/a.yaml", make_key("x"), LIST, (PROBLEM,))
    (path,) = (tmp_path / "cache").iterdir()
    return path


def test_what_was_put_is_got_under_the_same_key_only(store, entry):
    assert store.get("lists/a.yaml", make_key("x"), SHAPE) == (LIST, (PROBLEM,))
    assert store.get("lists/a.yaml", make_key("y"), SHAPE) is None
    assert store.get("lists/b.yaml", make_key("x"), SHAPE) is None


def test_a_new_version_of_a_file_takes_the_place_of_the_old_one(store, entry):
    store.put("lists/a.yaml", make_key("y"), LIST, ())
    assert list(entry.parent.iterdir()) == [entry]
    assert store.get("lists/a.yaml", make_key("x"), SHAPE) is None


def test_every_truncation_and_every_flipped_byte_is_noticed(store, entry):
    data = entry.read_bytes()
    for length in range(len(data)):
        entry.write_bytes(data[:length])
        assert store.get("lists/a.yaml", make_key("x"), SHAPE) is None
    for position in range(len(data)):
        entry.write_bytes(data[:position] + bytes([data[position] ^ 0x20]) + data[position + 1 :])
        assert store.get("lists/a.yaml", make_key("x"), SHAPE) is None


@pytest.mark.parametrize("body", [b"", b"junk", b"\x81", b"\x92\x01\x90", b"\x92\xc0\x91\xd4\x07\x00"])
def test_a_well_wrapped_entry_of_another_shape_is_ignored(store, entry, body):
    key = make_key("x")
    entry.write_bytes(b"TLCACHE1" + key + module._checksum(body) + body)
    assert store.get("lists/a.yaml", key, SHAPE) is None


def test_nothing_is_ever_unpickled(store, entry, tmp_path):
    class Evil:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "pwned"),)

    body = pickle.dumps(Evil())
    entry.write_bytes(b"TLCACHE1" + make_key("x") + module._checksum(body) + body)
    assert store.get("lists/a.yaml", make_key("x"), SHAPE) is None
    assert not (tmp_path / "pwned").exists()


def test_another_version_of_the_program_makes_other_keys(monkeypatch):
    before = make_key("x")
    module._program.cache_clear()
    monkeypatch.setattr("tasklist_tui.__version__", "99.0")
    assert make_key("x") != before
    module._program.cache_clear()


def test_parts_of_a_key_do_not_run_together():
    assert make_key("ab", "c") != make_key("a", "bc")


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "state").write_text("a file")
    store = Cache(tmp_path / "state")
    assert store.put("lists/a.yaml", make_key("x"), LIST, ()) is False
    assert store.get("lists/a.yaml", make_key("x"), SHAPE) is None
    store.prune(set())


def test_without_a_folder_nothing_is_kept():
    store = Cache(None)
    assert store.put("a", make_key("x"), LIST, ()) is False
    assert store.get("a", make_key("x"), SHAPE) is None
    store.prune(set())


def test_what_cannot_be_packed_is_not_kept(store):
    odd = TaskList("a", items=(Item("ab", {"title": "\ud800"}),))
    assert store.put("lists/a.yaml", make_key("x"), odd, ()) is False
    assert store.put("lists/a.yaml", make_key("x"), TaskList("a", items=(Item("b", {"n": 1 << 80}),)), ()) is False


def test_entries_of_files_that_are_gone_are_removed(store, entry):
    store.put("lists/b.yaml", make_key("x"), LIST, ())
    (entry.parent / ".x.bin.tasklist-0123abcd.tmp").write_bytes(b"left by a killed process")
    store.prune({"lists/a.yaml", "kinds"})
    assert list(entry.parent.iterdir()) == [entry]
