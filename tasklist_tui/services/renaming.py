"""Lists that a side of a merge gave another file name: told by the items, and brought together under the new name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

#: How much of a list's items another file must have in common to be the same list under another name.
_SAME = 0.5

#: Gives the ids of the items of a list in a file, None for a file that is no list.
Ids = Callable[[str, bytes | None], set[str] | None]

#: Decides between two new names (the old one, ours, theirs), None while nobody has.
Choose = Callable[[str, str, str], str | None]


class Three(msgspec.Struct, frozen=True):
    """One file in three versions; None where it does not exist."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


def renamed(versions: Mapping[str, Three], ids: Ids, choose: Choose) -> dict[str, Three]:
    """Give the files with each renamed list brought together under its new name.

    `choose` decides between two new names; while it does not, neither the old nor the new files are given.
    """
    together = dict(versions)
    for old, three in versions.items():
        known = ids(old, three.base) if three.ours is None or three.theirs is None else None
        if not known:
            continue
        added = {path: other for path, other in together.items() if path != old and other.base is None}
        ours = _new_name(known, {path: other.ours for path, other in added.items()}, ids) if three.ours is None else old
        theirs = (
            _new_name(known, {path: other.theirs for path, other in added.items()}, ids)
            if three.theirs is None
            else old
        )
        names = {name for name in (ours, theirs) if name is not None}
        if not names - {old}:
            continue
        contents = Three(three.base, versions[ours].ours if ours else None, versions[theirs].theirs if theirs else None)
        if ours is None or theirs is None or old in names or len(names) == 1:
            chosen = max(names - {old})
        else:
            chosen = choose(old, ours, theirs) or ""
        for name in {old, *names}:
            together.pop(name, None)
            if chosen:
                together[name] = contents if name == chosen else Three(None, None, None)
    return together


def _new_name(known: set[str], added: Mapping[str, bytes | None], ids: Ids) -> str | None:
    """Give the new file that holds most of the known items, if it holds enough of them."""
    common = {path: len(known & (ids(path, data) or set())) for path, data in added.items() if data is not None}
    best = max(sorted(common), key=lambda path: common[path], default=None)
    return best if best is not None and common[best] >= _SAME * len(known) else None
