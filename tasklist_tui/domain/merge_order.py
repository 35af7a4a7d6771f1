"""Three-way merge of an order: the moves of both sides, and what each put in, at its place."""

from __future__ import annotations

from collections.abc import Sequence

from tasklist_tui.domain.changes import longest_increasing


def merged_order(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Give every name of ours and theirs once, in the order that both sides' moves and additions make.

    Names that neither side moved stand as they stood.  Behind each of them comes what they put there, then what we put
    there: theirs is the published order.  What both moved stands where they put it.  A side's moves are the fewest that
    explain its order.  Names in each sequence differ from each other.
    """
    if list(ours) == list(theirs):
        return list(ours)
    here, there = set(ours), set(theirs)
    common = here & there & set(base)
    moved, they_moved = (_moved(base, side, common) for side in (ours, theirs))
    stay = common - moved - they_moved
    from_them = there - stay - (common - they_moved)
    our_groups = _groups(ours, stay, here - stay - from_them)
    their_groups = _groups(theirs, stay, from_them)
    order = [*their_groups.get(None, ()), *our_groups.get(None, ())]
    for name in base:
        if name in stay:
            order += [name, *their_groups.get(name, ()), *our_groups.get(name, ())]
    return order


def _moved(base: Sequence[str], side: Sequence[str], common: set[str]) -> set[str]:
    """Give the fewest of the common names whose moving explains the order of a side."""
    place = {name: number for number, name in enumerate(base)}
    order = [place[name] for name in side if name in common]
    stay = longest_increasing(order)
    return {base[number] for number in order if number not in stay}


def _groups(side: Sequence[str], stay: set[str], chosen: set[str]) -> dict[str | None, list[str]]:
    """Give the chosen names of a side by the staying name that they stand behind, None at the top."""
    groups: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in side:
        if name in stay:
            last = name
        elif name in chosen:
            groups.setdefault(last, []).append(name)
    return groups
