"""The merge of one rows field: row by row, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tasklist_tui.domain import fields
from tasklist_tui.domain.conflicts import Answer, Clash, Conflict
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.merge_text import merge_lines
from tasklist_tui.domain.model import Item, Row, Value

#: Notes a conflict and gives the answer to it, None while there is none.
Ask = Callable[[Conflict], Answer | None]


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
        self.base, self.ours, self.theirs = (fields.rows_by_key(field, rows) for rows in versions)

    def result(self) -> list[Row]:
        """Give the merged rows: ours in their order, new ones of theirs behind the row they follow."""
        merged = dict(self._kept())
        order = self._order(list(merged))
        previous: str | None = None
        for key, row in self.theirs.items():
            if key not in merged and (key not in self.base or self._restored(key, row)):
                merged[key] = row
                place = order.index(previous) + 1 if previous in order else len(order)
                order.insert(len(order) if self.field.append_only else place, key)
            previous = key
        rows = [merged[key] for key in order]
        if self.field.append_only and all("at" in row for row in rows):
            rows.sort(key=lambda row: str(fields.to_plain(row["at"])))
        return rows

    def _order(self, kept: list[str]) -> list[str]:
        """Give the kept rows in our order, or in theirs when only they put them in another one."""
        common = [key for key in kept if key in self.base and key in self.theirs]
        was = [key for key in self.base if key in common]
        new = [key for key in self.theirs if key in common]
        if common != was or new == was:
            return kept
        moved = iter(new)
        return [next(moved) if key in common else key for key in kept]

    def _kept(self) -> Iterator[tuple[str, Row]]:
        for key, mine in self.ours.items():
            old, new = self.base.get(key), self.theirs.get(key)
            if new is None:
                if old is None or self.field.append_only or not self._gone(old, mine):
                    yield key, mine
            elif new in (old, mine):
                yield key, mine
            elif mine == old:
                yield key, new
            else:
                yield key, self._columns(old or {}, mine, new)

    def _gone(self, old: Row, mine: Row) -> bool:
        """Say whether a row that they took out goes; one that we changed is asked about."""
        if mine == old:
            return True
        return self._decided(mine, Clash.THEY_REMOVED, "", (old, mine, None)) is None

    def _restored(self, key: str, new: Row) -> bool:
        """Say whether a row that we took out comes back; it is asked about when they changed it."""
        old = self.base[key]
        if new == old:
            return False
        return self._decided(new, Clash.WE_REMOVED, "", (old, None, new)) is not None

    def _columns(self, old: Row, mine: Row, new: Row) -> Row:
        row = dict(mine)
        for column in dict.fromkeys([*old, *mine, *new]):
            was, ours, theirs = old.get(column), mine.get(column), new.get(column)
            if theirs in (ours, was):
                continue
            value = theirs if ours == was else self._collision(column, mine, was, ours, theirs)
            if value is None:
                row.pop(column, None)
            else:
                row[column] = value
        return row

    def _collision(self, column: str, mine: Row, was: Value, ours: Value, theirs: Value) -> Value:
        known = self.field.column.get(column)
        if known is not None and known.type is FieldType.LONGTEXT:
            together = merge_lines(str(was or ""), str(ours or ""), str(theirs or ""))
            if together is not None:
                return together
        return self._decided(mine, Clash.VALUES, column, (was, ours, theirs))

    def _decided(self, row: Row, clash: Clash, column: str, values: tuple[Value, Value, Value]) -> Value:
        """Ask, and give the value that was answered; ours while nothing was."""
        base, ours, theirs = values
        conflict = Conflict(
            clash,
            self.list_id,
            self.item.id,
            self.item.title,
            field=self.field.id,
            row=fields.row_label(self.field, row),
            column=column,
            base=base,
            ours=ours,
            theirs=theirs,
        )
        answer = self.ask(conflict)
        return ours if answer is None else answer.decided(conflict)
