"""The merge of values whose order says nothing: committees, tags, choices, links."""

from __future__ import annotations

from typing import Any

from tasklist_tui.domain.merge_order import merged_order
from tasklist_tui.domain.model import Value


def lists_of(kind: type, versions: tuple[Value, Value, Value]) -> tuple[list[Any], list[Any], list[Any]] | None:
    """Give the versions of a value as lists of entries of one type; None when one holds anything else."""
    for version in versions:
        if version is not None and not (
            isinstance(version, list) and all(isinstance(entry, kind) for entry in version)
        ):
            return None
    base, ours, theirs = (version or [] for version in versions)
    return base, ours, theirs


def merge_sets(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Give what both left of the base, and what either put in."""
    kept = set(ours) & set(theirs) | (set(ours) | set(theirs)) - set(base)
    order = merged_order(*(list(dict.fromkeys(side)) for side in (base, ours, theirs)))
    return [name for name in order if name in kept]
