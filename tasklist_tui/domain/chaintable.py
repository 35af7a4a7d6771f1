"""The lists of a chain side by side: every row beside those of the next list that point to it, gaps in between."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.chains import followers, link_column, lists_of
from tasklist_tui.domain.kinds import Chain, Field, Kind
from tasklist_tui.domain.model import Item, Row


class Sort(StrEnum):
    """What stands in one place of the table."""

    ROW = "row"
    BELOW = "below"
    GAP = "gap"
    BLANK = "blank"


class Place(msgspec.Struct, frozen=True):
    """One place: a row of its list, still the row above (`BELOW`), a gap where one is missing, or nothing.

    `loose` rows point to nothing of the list before.
    """

    sort: Sort = Sort.BLANK
    key: str = ""
    row: Row = {}
    loose: bool = False


class ChainTable(msgspec.Struct, frozen=True):
    """The table: `lines` have one place for each of the `lists`."""

    lists: tuple[Field, ...]
    lines: tuple[tuple[Place, ...], ...]

    @property
    def gaps(self) -> int:
        """How many rows wait for one of the next list."""
        return sum(place.sort is Sort.GAP for line in self.lines for place in line)

    @property
    def loose(self) -> int:
        """How many rows point to nothing of the list before."""
        return sum(place.loose for line in self.lines for place in line if place.sort is Sort.ROW)


_BLANK = Place()


def chain_table(item: Item, kind: Kind, chain: Chain) -> ChainTable:
    """Lay the lists of a chain out; every row of every list stands in it exactly once."""
    lists = lists_of(kind, chain)
    table = _Table(item, kind, lists)
    lines: list[tuple[Place, ...]] = []
    for number, field in enumerate(lists):
        for key, row, loose in table.heads(number, field):
            lines.extend((*([_BLANK] * number), *line) for line in table.block(number, key, row, loose=loose))
    return ChainTable(lists, tuple(lines))


class _Table:
    def __init__(self, item: Item, kind: Kind, lists: Sequence[Field]) -> None:
        self.item = item
        self.kind = kind
        self.lists = lists

    def heads(self, number: int, field: Field) -> list[tuple[str, Row, bool]]:
        """Give the rows of a list that no row of the list before leads to: of the first list all."""
        rows = [(fields.row_key(field, row), row) for row in self.item.rows(field.id)]
        if number == 0:
            return [(key, row, False) for key, row in rows]
        before = self.lists[number - 1]
        known = {fields.row_key(before, row) for row in self.item.rows(before.id)}
        column = link_column(field, before.id)
        return [(key, row, True) for key, row in rows if column is None or row.get(column.id) not in known]

    def block(self, number: int, key: str, row: Row, *, loose: bool = False) -> list[tuple[Place, ...]]:
        """Give a row with all that follows from it, as lines of places from its own list on."""
        here = Place(Sort.ROW, key, row, loose)
        if number == len(self.lists) - 1:
            return [(here,)]
        field, following = self.lists[number], self.lists[number + 1]
        after: list[tuple[Place, ...]] = []
        for next_row in followers(self.item, self.kind, field.id, following.id, key):
            after.extend(self.block(number + 1, fields.row_key(following, next_row), next_row))
        if not after:
            rest = len(self.lists) - number - 2
            return [(here, Place(Sort.GAP), *([_BLANK] * rest))]
        return [(here if line == 0 else Place(Sort.BELOW, key), *places) for line, places in enumerate(after)]
