"""Milestones that the words of a deadline name, as rows of an item: in its form and from a ledger alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.ids import fresh_id
from tasklist_tui.domain.model import Row

if TYPE_CHECKING:
    from tasklist_tui.domain.phrases.result import Milestone


def titled(nodes: Sequence[Milestone], name: str) -> tuple[Milestone, ...]:
    """Give every node a title; `name` is what one without a title is called, with `{number}` in it."""
    return tuple(
        msgspec.structs.replace(node, title=node.title or name.format(number=number))
        for number, node in enumerate(nodes, start=1)
    )


def milestone_rows(nodes: Sequence[Milestone], there: Sequence[Row]) -> list[Row]:
    """Give rows for the titled nodes of a phrase, without those that are `there` already."""
    known = {(row.get("title"), row.get("due")) for row in there}
    taken = {str(row.get("id")) for row in there}
    made: list[Row] = []
    for node in nodes:
        if (node.title, node.end) in known:
            continue
        row: Row = {"id": fresh_id(node.title, taken), "title": node.title}
        taken.add(str(row["id"]))
        made.append({**row, "due": node.end} if node.end else row)
    return made
