"""Chains of linked lists (四张清单): which row belongs to which of the list before, and where something is missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Chain, Field, FieldType, Kind
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, Row

#: So many gaps are named.
_NAMED = 3


class Gap(NamedTuple):
    """A row that nothing of the next list points to: the list it is in, its key, and what it is known by."""

    field: str
    key: str
    label: str


def link_column(field: Field, before: str) -> Field | None:
    """Give the column of a list that names rows of the list `before`."""
    return next((c for c in field.fields if c.type is FieldType.ROWLINK and c.of == before), None)


def lists_of(kind: Kind, chain: Chain) -> tuple[Field, ...]:
    """Give the lists of a chain that the kind has."""
    known = (kind.field.get(name) for name in chain.lists)
    return tuple(field for field in known if field is not None and field.type is FieldType.ROWS)


def followers(item: Item, kind: Kind, before: str, after: str, key: str) -> tuple[Row, ...]:
    """Give the rows of the list `after` that point to the row `key` of the list `before`."""
    column = link_column(kind.field[after], before) if after in kind.field else None
    return tuple(row for row in item.rows(after) if column is not None and row.get(column.id) == key)


def gaps(item: Item, kind: Kind, chain: Chain) -> tuple[Gap, ...]:
    """Give the rows of all lists but the last that nothing of the next list points to, in their order."""
    found: list[Gap] = []
    for field, following in pairwise(lists_of(kind, chain)):
        column = link_column(following, field.id)
        named = {row.get(column.id) for row in item.rows(following.id)} if column is not None else set()
        keyed = ((fields.row_key(field, row), row) for row in item.rows(field.id))
        found.extend(Gap(field.id, key, fields.row_label(field, row)) for key, row in keyed if key not in named)
    return tuple(found)


def gaps_said(kind: Kind, chain: Chain, found: Sequence[Gap]) -> Message:
    """Name the gaps of a chain: in which list, and for which rows the next one has nothing yet."""
    named = tuple(
        msg("“{row}” ({field})", row=gap.label or gap.key, field=kind.field[gap.field].title) for gap in found[:_NAMED]
    )
    if len(found) > _NAMED:
        return msg(
            "“{chain}” has {count} gaps: nothing follows {rows} …", chain=chain.title, count=len(found), rows=named
        )
    return msg("“{chain}” has {count} gaps: nothing follows {rows}", chain=chain.title, count=len(found), rows=named)
