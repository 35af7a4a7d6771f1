"""Three-way merge of plain trees: settings, meetings, documents, kinds and calendars as YAML gives them.

Mappings merge by key, lists of mappings by what names their entries (`id`, `number`, `name` …), lists of plain values
as sets in order; anything else that both sides changed differently is a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tasklist_tui.domain.conflicts import Answer, Answers, Clash, Conflict, unanswered
from tasklist_tui.domain.merge_order import merged_order

#: What a tree is made of: mappings, lists, and text, numbers or nothing.
Tree = Any

#: Keys that may name the entries of a list, the first one that all entries have and no two share.
NAMES = ("id", "number", "name", "title", "committee", "phrase")
_GONE = object()


class TreeMerge:
    """One merge of a file; what collides is in `conflicts`, what a person has decided in `answered`."""

    def __init__(self, path: str, answers: Answers = unanswered, *, list_id: str = "", title: str = "") -> None:
        """Merge versions of the file `path`, or with `list_id` what stands above the items of that list."""
        self.path = path
        self.answers = answers
        self.list_id = list_id
        self.title = title
        self.conflicts: list[Conflict] = []
        self.answered: list[tuple[Conflict, Answer]] = []

    def merge(self, base: Tree, ours: Tree, theirs: Tree) -> Tree:
        """Give the tree that says what both sides changed; ours in place of what collides."""
        made = self._any(base, ours, theirs, ())
        return None if made is _GONE else made

    def _any(self, base: Tree, ours: Tree, theirs: Tree, place: tuple[str, ...]) -> Tree:
        if ours == theirs or theirs == base:
            return ours
        if ours == base:
            return theirs
        if isinstance(ours, dict) and isinstance(theirs, dict):
            return self._mapping(base if isinstance(base, dict) else {}, ours, theirs, place)
        if isinstance(ours, list) and isinstance(theirs, list):
            before = base if isinstance(base, list) else []
            name = naming(before, ours, theirs)
            if name:
                return self._entries(name, (before, ours, theirs), place)
            if all(_is_set(side) for side in (before, ours, theirs)):
                return _merged_values(before, ours, theirs)
        return self._asked(base, ours, theirs, place)

    def _mapping(
        self, base: Mapping[str, Tree], ours: Mapping[str, Tree], theirs: Mapping[str, Tree], place: tuple[str, ...]
    ) -> dict[str, Tree]:
        made: dict[str, Tree] = {}
        for key in dict.fromkeys([*ours, *theirs]):
            old, own, other = (side.get(key, _GONE) for side in (base, ours, theirs))
            value = self._any(old, own, other, (*place, str(key)))
            if value is not _GONE:
                made[key] = value
        return made

    def _entries(
        self, name: str, versions: tuple[Sequence[Tree], Sequence[Tree], Sequence[Tree]], place: tuple[str, ...]
    ) -> list[Tree]:
        base, ours, theirs = ({str(entry[name]): entry for entry in side} for side in versions)
        made: dict[str, Tree] = {}
        for key in dict.fromkeys([*ours, *theirs]):
            old, own, other = (side.get(key, _GONE) for side in (base, ours, theirs))
            value = self._any(old, own, other, (*place, key))
            if value is not _GONE:
                made[key] = value
        return [made[key] for key in merged_order(list(base), list(ours), list(theirs)) if key in made]

    def _asked(self, base: Tree, ours: Tree, theirs: Tree, place: tuple[str, ...]) -> Tree:
        clash = Clash.WE_REMOVED if ours is _GONE else Clash.THEY_REMOVED if theirs is _GONE else Clash.VALUES
        old, own, other = (None if value is _GONE else value for value in (base, ours, theirs))
        conflict = Conflict(
            clash,
            self.list_id,
            "",
            self.title or self.path,
            field=".".join(place),
            path="" if self.list_id else self.path,
            base=old,
            ours=own,
            theirs=other,
        )
        answer = self.answers(conflict)
        if answer is None:
            self.conflicts.append(conflict)
            return ours
        self.answered.append((conflict, answer))
        decided = answer.decided(conflict)
        return _GONE if decided is None else decided


def naming(*lists: Sequence[Tree]) -> str:
    """Give the key that names the entries of these lists, "" when there is none."""
    entries = [entry for side in lists for entry in side]
    if not entries or not all(isinstance(entry, dict) for entry in entries):
        return ""
    for name in NAMES:
        if all(isinstance(entry.get(name), str | int) for entry in entries) and all(
            len({str(entry[name]) for entry in side}) == len(side) for side in lists
        ):
            return name
    return ""


def _is_set(values: Sequence[Tree]) -> bool:
    """Say whether a list holds plain values, each once."""
    plain = not any(isinstance(value, dict | list) for value in values)
    return plain and len({str(value) for value in values}) == len(values)


def _merged_values(base: Sequence[Tree], ours: Sequence[Tree], theirs: Sequence[Tree]) -> list[Tree]:
    names = [[str(value) for value in side] for side in (base, ours, theirs)]
    known = {str(value): value for side in (ours, theirs) for value in side}
    gone = (set(names[0]) - set(names[1])) | (set(names[0]) - set(names[2]))
    return [known[name] for name in merged_order(*names) if name not in gone]
