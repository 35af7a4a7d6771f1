"""A list of the same content is parsed once; another content, other kinds or a broken file is read anew."""

import pytest

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import UserError
from tasklist_tui.storage import reader, recent

TEXT = "title: 清单\nitems:\n- {id: aa2222, title: %s, due: %s}\n"
KINDS = {"task": Kind("task")}


@pytest.fixture
def reads(monkeypatch):
    """Every reading that really takes place, by path."""
    monkeypatch.setattr(recent, "_known", type(recent._known)())
    real, made = reader.read_list, []

    def read_list(list_id, path, data, kinds):
        made.append(path)
        return real(list_id, path, data, kinds)

    monkeypatch.setattr(reader, "read_list", read_list)
    return made


def read(text, kinds=KINDS, name="a", **options):
    return recent.read_recent(name, f"lists/{name}.yaml", text.encode(), kinds, **options)


def test_the_same_content_is_read_once(reads):
    first, second = read(TEXT % ("一", 1)), read(TEXT % ("一", 1))
    assert first[0] is second[0]
    assert len(reads) == 1


@pytest.mark.parametrize("other", [{"text": TEXT % ("二", 1)}, {"kinds": dict(KINDS)}, {"name": "b"}])
def test_another_content_other_kinds_or_another_path_is_read(reads, other):
    read(TEXT % ("一", 1))
    read(**{"text": TEXT % ("一", 1), **other})
    assert len(reads) == 2


def test_what_cannot_be_read_is_refused_every_time(reads):
    for _ in range(2):
        with pytest.raises(UserError):
            read("items: [\n")
    assert len(reads) == 2


def test_a_noted_list_is_not_read_again(reads):
    text = TEXT % ("一", 1)
    task_list, problems = reader.read_list("a", "lists/a.yaml", text.encode(), KINDS)
    reads.clear()
    recent.note_list(text.encode(), KINDS, task_list, problems)
    assert read(text)[0] is task_list
    assert reads == []


def test_another_version_is_read_by_its_likeness_to_one_without_problems(reads):
    text = "items:\n" + "".join(f"- id: a{n}\n  title: 事项{n}\n" for n in range(5))
    first, _ = read(text)
    second, problems = read(text.replace("事项3", "别的"))
    assert (second.items[3].values, problems) == ({"title": "别的"}, ())
    assert [one is other for one, other in zip(first.items, second.items, strict=True)] == [True] * 3 + [False, True]
    assert len(reads) == 1
    _, problems = read(text.replace("a3", "a2"))
    assert problems
    assert len(reads) == 2


def test_no_more_is_kept_than_the_limit(reads, monkeypatch):
    size = len((TEXT % ("10", 1)).encode())
    monkeypatch.setattr(recent, "_LIMIT", 3 * size)
    for number in range(10, 20):
        read(TEXT % (number, 1))
    assert len(recent._known) == 3
    read(TEXT % (19, 1))
    assert len(reads) == 10
