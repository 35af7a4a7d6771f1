"""The merge of one rows field: row by row, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.conflicts import Clash, Conflict
from tasklist_tui.domain.ids import derived_id
from tasklist_tui.domain.kinds import LIST_TYPES, Field, FieldType
from tasklist_tui.domain.merge_dues import Ask, merge_due, worded
from tasklist_tui.domain.merge_order import merged_order
from tasklist_tui.domain.merge_sets import lists_of, merge_sets
from tasklist_tui.domain.merge_text import merge_long_text
from tasklist_tui.domain.model import Item, Row, Value


def merge_rows(
    field: Field, list_id: str, item: Item, versions: tuple[Sequence[Row], Sequence[Row], Sequence[Row]], ask: Ask
) -> list[Row]:
    """Merge the rows of `field` in three versions (base, ours, theirs); what collides is asked, ours until answered."""
    return _RowMerge(field, list_id, item, versions, ask).result()


class _RowMerge:
    def __init__(
        self,
        field: Field,
        list_id: str,
        item: Item,
        versions: tuple[Sequence[Row], Sequence[Row], Sequence[Row]],
        ask: Ask,
    ) -> None:
        self.field, self.list_id, self.item, self.ask = field, list_id, item, ask
        self.base, ours, theirs = (by_key(field, rows) for rows in versions)
        self.ours, self.theirs = self._apart(ours, theirs), self._apart(theirs, ours)

    def result(self) -> list[Row]:
        """Give the merged rows; entries of a log that is kept in order of time stay so."""
        merged: dict[str, Row] = {}
        for key in dict.fromkeys([*self.ours, *self.theirs]):
            row = self._row(key, self.base.get(key), self.ours.get(key), self.theirs.get(key))
            if row is not None:
                merged[key] = row
        order = merged_order(list(self.base), list(self.ours), list(self.theirs))
        rows = [merged[key] for key in order if key in merged]
        if self.field.append_only and all(_in_time(list(side.values())) for side in (self.ours, self.theirs)):
            rows.sort(key=lambda row: str(fields.to_plain(row["at"])))
        return rows

    def _apart(self, rows: dict[str, Row], others: dict[str, Row]) -> dict[str, Row]:
        """Give the rows of a side; a new one whose id the other side took for a row of another name gets another id.

        It is the one whose name sorts last, so that both ends give it the same.
        """
        apart: dict[str, Row] = {}
        for key, row in rows.items():
            other = others.get(key)
            if self.field.key != "id" or key in self.base or other is None or self._label(row) <= self._label(other):
                apart[key] = row
                continue
            new_id = derived_id(self.item.id, key, self._label(row))
            apart[new_id] = {**row, "id": new_id}
        return apart

    def _row(self, key: str, old: Row | None, mine: Row | None, new: Row | None) -> Row | None:
        """Give the merged row, None when it goes."""
        if new in (old, mine):
            return mine
        if mine == old:
            return new
        if mine is None or new is None:
            clash = Clash.WE_REMOVED if mine is None else Clash.THEY_REMOVED
            decided = self._decided(key, mine or new or {}, clash, "", (old, mine, new))
            return dict(decided) if isinstance(decided, Mapping) else None
        return self._columns(key, old or {}, mine, new)

    def _columns(self, key: str, old: Row, mine: Row, new: Row) -> Row:
        row = dict(mine)
        dues = worded(self.field.fields)
        for column in dict.fromkeys([*old, *mine, *new]):
            if (due := dues.get(column)) is not None:
                if column == due.id or due.id not in {*old, *mine, *new}:
                    place = self._place(key, mine, Clash.VALUES, due.id)
                    _set(row, merge_due(due, (old, mine, new), place, self.ask))
                continue
            was, ours, theirs = old.get(column), mine.get(column), new.get(column)
            if theirs in (ours, was):
                continue
            value = theirs if ours == was else self._collision(key, column, mine, (was, ours, theirs))
            _set(row, {column: value})
        return row

    def _collision(self, key: str, column: str, mine: Row, values: tuple[Value, Value, Value]) -> Value:
        known = self.field.column.get(column)
        if known is not None and known.type in LIST_TYPES and (sets := lists_of(str, values)):
            return merge_sets(*sets) or None
        if known is not None and known.type is FieldType.LONGTEXT:
            together = merge_long_text(*values)
            if together is not None:
                return together
        return self._decided(key, mine, Clash.VALUES, column, values)

    def _decided(self, key: str, row: Row, clash: Clash, column: str, values: tuple[Value, Value, Value]) -> Value:
        """Ask, and give the value that was answered; while nothing was, ours."""
        base, ours, theirs = values
        place = self._place(key, row, clash, column)
        conflict = msgspec.structs.replace(place, base=base, ours=ours, theirs=theirs)
        answer = self.ask(conflict)
        return ours if answer is None else answer.decided(conflict)

    def _place(self, key: str, row: Row, clash: Clash, column: str) -> Conflict:
        """Give where a question lies, still without the values."""
        item = self.item
        label = self._label(row)
        return Conflict(
            clash, self.list_id, item.id, item.title, field=self.field.id, row=label, column=column, row_key=key
        )

    def _label(self, row: Row) -> str:
        return fields.row_label(self.field, row)


def _set(row: dict[str, Value], cells: Mapping[str, Value]) -> None:
    """Put cells into a row, and take those out that are empty."""
    for column, value in cells.items():
        if value is None or value == "":
            row.pop(column, None)
        else:
            row[column] = value


def by_key(field: Field, rows: Sequence[Row]) -> dict[str, Row]:
    """Index rows by what identifies them; of several alike the second one is another row than the first."""
    found: dict[str, Row] = {}
    for row in rows:
        key = first = fields.row_key(field, row)
        count = 1
        while key in found:
            count += 1
            key = f"{first}\x1e{count}"
        found[key] = row
    return found


def _in_time(rows: Sequence[Row]) -> bool:
    """Say whether all rows have a time, in order."""
    times = [str(fields.to_plain(row["at"])) for row in rows if row.get("at") is not None]
    return len(times) == len(rows) and times == sorted(times)
