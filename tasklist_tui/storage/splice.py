"""Change some values of one item in its text; every line that does not change stays as it was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from tasklist_tui.domain.fields import row_key
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.model import Value
from tasklist_tui.storage import emit
from tasklist_tui.storage.blocks import Style
from tasklist_tui.storage.flowcells import Unusual, cells, place_in, rewritten, slot
from tasklist_tui.storage.outline import Outline, Part


class Change(msgspec.Struct, frozen=True, order=True):
    """Text to put in place of what stands between two offsets."""

    start: int
    end: int
    text: str


def splice(
    raw: str,
    old: Mapping[str, Value],
    wanted: Mapping[str, Value],
    columns: Mapping[str, Field],
    style: Style,
    *,
    fill_ids: bool = False,
) -> str:
    """Give the text of an item with the values of `wanted` set (None takes a field out); `old` are its values so far.

    A row without a written id gets it when it changes, with `fill_ids` also when another row of its field does.
    Raises `Unusual` where the style of the text does not allow that piece by piece.
    """
    outline = Outline(raw)
    entries = outline.children(-1)
    if len(entries) != 1 or entries[0].mark.name is not None:
        raise Unusual
    return applied(raw, Splicer(outline, style, fill_ids=fill_ids).entry(entries[0], old, wanted, columns))


def applied(text: str, changes: Sequence[Change], start: int = 0, end: int | None = None) -> str:
    """Give `text[start:end]` with the changes made; raises `Unusual` when they overlap."""
    pieces: list[str] = []
    position = start
    for change in sorted(changes):
        if change.start < position:
            raise Unusual
        pieces += [text[position : change.start], change.text]
        position = change.end
    pieces.append(text[position : len(text) if end is None else end])
    return "".join(pieces)


class Splicer:
    """Makes the changes for one outline."""

    def __init__(self, outline: Outline, style: Style, *, fill_ids: bool = False) -> None:
        """Work on `outline`, writing new lines in `style`."""
        self.outline = outline
        self._fill_ids = fill_ids
        self.style = style

    def entry(
        self, entry: Part, old: Mapping[str, Value], wanted: Mapping[str, Value], columns: Mapping[str, Field]
    ) -> list[Change]:
        """Give the changes for the mapping behind a dash."""
        mark = entry.mark
        if mark.style == "{":
            if mark.end < 0:
                raise Unusual
            line = self.outline.lines[mark.line]
            order = ["id", *(name for name in columns if name != "id")]
            text = rewritten(line, mark.start, mark.end, wanted, order)
            return [Change(self._offset(mark.line, mark.start), self._offset(mark.line, mark.end), text)]
        fields = self.outline.children(entry.index)
        if not fields or any(field.mark.name is None for field in fields):
            raise Unusual
        return self.mapping(fields, old, wanted, columns)

    def mapping(
        self,
        fields: Sequence[Part],
        old: Mapping[str, Value],
        wanted: Mapping[str, Value],
        columns: Mapping[str, Field],
    ) -> list[Change]:
        """Give the changes for a mapping in block style whose keys are `fields`."""
        present = {field.mark.name: number for number, field in enumerate(fields)}
        changes: list[Change] = []
        gone: set[int] = set()
        for name, value in wanted.items():
            if name in present and value is None:
                gone.add(present[name])
            elif name in present:
                field = fields[present[name]]
                changes += self.value(field, old.get(name), value, columns.get(name))
        order = ["id", *(name for name in columns if name != "id")]
        added = sorted(
            (name for name in wanted if name not in present and wanted[name] is not None), key=place_in(order)
        )
        names = [field.mark.name or "" for field in fields]
        places: dict[int, dict[str, Value]] = {}
        for name in added:
            places.setdefault(slot(names, name, order), {})[name] = wanted[name]
        if 0 in gone and self._shares_line(fields[0]):
            changes += self._first_gone(fields, gone, {**places.pop(0, {}), **places.pop(1, {})})
        changes += self._removals(fields, gone)
        changes += [self._insertion(fields, place, group) for place, group in places.items()]
        return changes

    def value(self, field: Part, old: Value, new: Value, column: Field | None) -> list[Change]:
        """Give the changes that set the value of a key.

        A comment behind it stays; those between the lines of the old value go above the key.
        """
        outline, mark = self.outline, field.mark
        entries = outline.children(field.index)
        listed = bool(entries) and entries[0].mark.name is None
        if listed and isinstance(new, list) and isinstance(old, list) and len(old) == len(entries):
            return [self._sequence(entries, old, new, column)]
        line = outline.lines[mark.line].rstrip("\r\n")
        ends_here = mark.end >= 0 or mark.start < 0
        tail = line[mark.end if mark.end >= 0 else mark.after :] if ends_here else ""
        tail = tail.rstrip(" \t") if "#" in tail else ""
        comments = outline.comments_in(mark.line + bool(tail), field.stop)
        if len(comments) == 1 and not tail and not entries:
            tail, comments = "  " + comments[0], []
        made = emit.lines(new, mark.column, self.style.row_gap, emit.width(line[: mark.after]) + 1)
        start = mark.start if mark.start >= 0 and made.inline else mark.after
        inline = (" " if start == mark.after else "") + made.inline if made.inline else ""
        text = self._joined([inline + tail, *made.below])
        change = Change(self._offset(mark.line, start), outline.offsets[field.stop], text)
        return [*self._above(field, comments, mark.column), change]

    def _above(self, part: Part, comments: Sequence[str], column: int) -> list[Change]:
        """Put comments on lines of their own above a key or entry."""
        if not comments:
            return []
        offset = self.outline.offsets[part.first]
        return [Change(offset, offset, self._joined([" " * column + comment for comment in comments]))]

    def _shares_line(self, field: Part) -> bool:
        return bool(self.outline.lines[field.first][: field.mark.column].strip(" "))

    def _removals(self, fields: Sequence[Part], gone: set[int]) -> list[Change]:
        """Take fields out with their lines; the comments in front stay in the item, because somebody wrote them.

        Those of its last fields go above the last one that stays: at the end they would belong to the next item.
        """
        offsets = self.outline.offsets
        kept = [number for number in range(len(fields)) if number not in gone]
        changes: list[Change] = []
        saved = ""
        for number in sorted(gone):
            field = fields[number]
            comments = self.outline.text[offsets[field.lead] : offsets[field.first]]
            stays = "#" in comments and bool(kept)
            if stays and number < kept[-1]:
                changes.append(Change(offsets[field.first], offsets[field.stop], ""))
                continue
            changes.append(Change(offsets[field.lead], offsets[field.stop], ""))
            saved += comments if stays else ""
        if saved:
            offset = offsets[fields[kept[-1]].first]
            changes.append(Change(offset, offset, saved))
        return changes

    def _first_gone(self, fields: Sequence[Part], gone: set[int], values: Mapping[str, Value]) -> list[Change]:
        """Take out the field on the line of the dash: a new one or the next that stays moves up to the dash.

        The numbers of the fields that go with it leave `gone`.
        """
        first = fields[0]
        start = self._offset(first.first, first.mark.column)
        gone.discard(0)
        if values:
            lines = emit.mapping_lines(values, first.mark.column, self.style.row_gap)
            return [Change(start, self.outline.offsets[first.stop], self._joined(lines)[first.mark.column :])]
        staying = next((number for number in range(1, len(fields)) if number not in gone), None)
        if staying is None:
            raise Unusual
        gone.difference_update(range(staying))
        after = fields[staying]
        line_start = self.outline.offsets[first.first]
        comments = self.outline.text[self.outline.offsets[after.lead] : self.outline.offsets[after.first]]
        moved = Change(start, self._offset(after.first, after.mark.column), "")
        return [Change(line_start, line_start, comments), moved] if comments else [moved]

    def _insertion(self, fields: Sequence[Part], place: int, values: Mapping[str, Value]) -> Change:
        column = fields[0].mark.column
        lines = emit.mapping_lines(values, column, self.style.row_gap)
        if place == 0:
            offset = self._offset(fields[0].mark.line, column)
            return Change(offset, offset, self._joined(lines)[column:] + " " * column)
        offset = self.outline.offsets[fields[place - 1].stop]
        return Change(offset, offset, self._joined(lines))

    def _sequence(self, entries: Sequence[Part], old: list[Value], new: list[Value], column: Field | None) -> Change:
        """Give the change for a list in block style: entries that stay keep their lines."""
        outline = self.outline
        pieces: list[str] = []
        for value, number in zip(new, paired(old, new, column), strict=True):
            if number is None:
                pieces.append(self._new_entry(entries, value))
                continue
            entry = entries[number]
            start, end = outline.offsets[entry.lead], outline.offsets[entry.stop]
            keyed = column is not None and column.key == "id" and isinstance(value, Mapping)
            if old[number] == value and not (keyed and self._fill_ids and not self._has_id(entry)):
                pieces.append(outline.text[start:end])
                continue
            try:
                columns = column.column if column is not None else {}
                differences = _differences(old[number], value)
                if keyed and not self._has_id(entry):
                    differences["id"] = value.get("id")
                changes = self.entry(entry, old[number], differences, columns)
                pieces.append(applied(outline.text, changes, start, end))
            except (Unusual, AttributeError, TypeError):
                comments = outline.comments_in(entry.first, entry.stop)
                above = self._joined([" " * entry.mark.column + comment for comment in comments])
                lead = outline.text[start : outline.offsets[entry.first]]
                pieces.append(lead + above + self._new_entry(entries, value))
        start, end = outline.offsets[entries[0].lead], outline.offsets[entries[-1].stop]
        return Change(start, end, "".join(pieces))

    def _has_id(self, entry: Part) -> bool:
        mark = entry.mark
        if mark.style == "{" and mark.end >= 0:
            return any(cell.name == "id" for cell in cells(self.outline.lines[mark.line], mark.start, mark.end))
        return any(part.mark.name == "id" for part in self.outline.children(entry.index))

    def _new_entry(self, entries: Sequence[Part], value: Value) -> str:
        """Give a new entry in the style of its neighbours."""
        like = entries[-1].mark
        following = self.outline.children(entries[-1].index)
        block = bool(following) and following[0].mark.name is not None
        gap = following[0].mark.column - like.column if block and following[0].mark.line == like.line else 2
        return self._joined(emit.entry_lines(value, like.column, gap, block=block, row_gap=self.style.row_gap))

    def _joined(self, lines: Sequence[str]) -> str:
        return "".join(line + self.style.newline for line in lines)

    def _offset(self, line: int, column: int) -> int:
        return self.outline.offset(line, column)


def paired(old: Sequence[Value], new: Sequence[Value], column: Field | None) -> list[int | None]:
    """Give, for each new entry, the number of the old one it was: by key, else by its place."""
    waiting: dict[str, list[int]] = {}
    for number, value in enumerate(old):
        waiting.setdefault(_entry_key(value, column), []).append(number)
    pairs: list[int | None] = []
    for value in new:
        numbers = waiting.get(_entry_key(value, column))
        pairs.append(numbers.pop(0) if numbers else None)
    used = {number for number in pairs if number is not None}
    if column is None or not column.key:
        for place in range(min(len(pairs), len(old))):
            if pairs[place] is None and place not in used:
                pairs[place] = place
                used.add(place)
    return pairs


def _entry_key(value: Value, column: Field | None) -> str:
    if column is not None and column.type is FieldType.ROWS and isinstance(value, Mapping):
        return row_key(column, value)
    return repr(value)


def _differences(old: Mapping[str, Value], new: Mapping[str, Value]) -> dict[str, Value]:
    """Give what changes between two rows; None for what goes."""
    changed = {name: value for name, value in new.items() if old.get(name) != value}
    return {**changed, **{name: None for name in old if name not in new}}
