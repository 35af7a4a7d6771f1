"""The merge of one list: what both sides changed, decided by item and field, put into the text of the file."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain.changes import edits_between
from tasklist_tui.domain.conflicts import Answer, Answers, Clash, Conflict
from tasklist_tui.domain.edits import EditError
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge import Merged, merge_lists
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import TaskList, Value
from tasklist_tui.services.versions import read_version
from tasklist_tui.storage.mergedtext import Version, with_text_of_both
from tasklist_tui.storage.writer import rewrite, set_top_level

#: Header keys of a list that hold plain values.
_HEADER = ("title", "kind", "document", "year", "issued")

Decided = list[tuple[Conflict, Answer]]
Lists = tuple[TaskList, TaskList, TaskList]


def merge_list_texts(
    path: str, texts: tuple[str, str, str], lists: Lists, kinds: Mapping[str, Kind], answers: Answers
) -> tuple[bytes | None, list[Conflict], Decided]:
    """Merge base, ours and theirs of the list at `path`: its bytes, the conflicts and what was answered.

    The bytes are None while something collides, or when nothing can be written that says what was decided.
    """
    base, ours, theirs = lists
    kind = kinds.get(ours.kind) or Kind(ours.kind)
    merged = merge_lists(kind, base, ours, theirs, answers)
    header, conflicts, decided = _merge_headers(path, base, ours, theirs, answers)
    conflicts = [*merged.conflicts, *conflicts]
    decided = [*merged.answered, *decided]
    if conflicts:
        return None, conflicts, decided
    return _written(path, texts, lists, kinds, (merged, header)), [], decided


def _written(
    path: str,
    texts: tuple[str, str, str],
    lists: Lists,
    kinds: Mapping[str, Kind],
    decided: tuple[Merged, Mapping[str, Value]],
) -> bytes | None:
    """Put what was decided into our text; None when what is written does not say it."""
    base, ours, theirs = lists
    kind = kinds.get(ours.kind) or Kind(ours.kind)
    merged, header = decided
    try:
        text, result = rewrite(texts[1], ours, merged.edits, kind)
        for name, value in header.items():
            text = set_top_level(text, name, value)
    except (EditError, UserError):
        return None
    wanted = {**header_of(ours), **header}

    def says_it(data: bytes) -> bool:
        again = read_version(path, data, kinds)
        return again is not None and not edits_between(again, result) and header_of(again) == wanted

    versions = (Version(texts[0], base), Version(texts[1], ours), Version(texts[2], theirs))
    better = with_text_of_both(Version(text, result), versions, kind).encode("utf-8")
    if says_it(better):
        return better
    plain = text.encode("utf-8")
    # What was written is read once more: a merge that does not say what was decided must never be committed.
    return plain if says_it(plain) else None


def header_of(task_list: TaskList) -> dict[str, Value]:
    """Give what stands above the items, by key; empty values are left out."""
    values = {**{name: getattr(task_list, name) for name in _HEADER}, **task_list.extra}
    return {name: value for name, value in values.items() if value is not None and value != ""}


def _merge_headers(
    path: str, base: TaskList, ours: TaskList, theirs: TaskList, answers: Answers
) -> tuple[dict[str, Value], list[Conflict], Decided]:
    """Give the header values to take over from them, those that collide, and those that were answered."""
    taken: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    decided: Decided = []
    was, mine, new = (header_of(version) for version in (base, ours, theirs))
    for name in {**was, **mine, **new}:
        old, own, other = (values.get(name) for values in (was, mine, new))
        if other in (old, own):
            continue
        if own == old and name in new and not isinstance(other, list | dict):
            taken[name] = other
            continue
        conflict = Conflict(Clash.VALUES, ours.id, "", ours.title or path, field=name, base=old, ours=own, theirs=other)
        answer = answers(conflict)
        if answer is None:
            conflicts.append(conflict)
            continue
        decided.append((conflict, answer))
        value = answer.decided(conflict)
        if value != own:
            taken[name] = value
    return taken, conflicts, decided
