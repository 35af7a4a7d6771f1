"""Finding the header of a table by the names of its columns, under titles and over bands, one row high or two."""

from __future__ import annotations

from collections.abc import Container, Mapping

import msgspec

from tasklist_tui.domain.ledger.sheet import Sheet, column_letter, text_of
from tasklist_tui.domain.ledger.synonyms import LOG, NOTE, NUMBER, SPECIAL, UNITS, Column, Names, folded, is_single
from tasklist_tui.domain.message import Message, UserError, msg

#: How far down a header is looked for, in rows that are not empty.
_REACH = 40


class Header(msgspec.Struct, frozen=True):
    """Where a header stands (first and last row) and what its columns are taken for."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    doubts: tuple[Message, ...] = ()

    def of(self, target: str) -> Column | None:
        """Give the first column of a target."""
        return next((column for column in self.columns if column.target == target), None)


def find_header(
    sheet: Sheet, names: Names, given: Mapping[str, str] | None = None, row: int | None = None
) -> Header | None:
    """Find the header of a table, None when no row names a task.

    `given` are targets that a person chose, by heading or by letter of the column; `row` is the header a person named.
    """
    given = given or {}
    best, most = None, 1
    for candidate in sheet.rows[:_REACH]:
        if row is not None and candidate.number != row:
            continue
        texts = _texts(sheet, candidate.number)
        targets = {found[0] for text in texts.values() if (found := _exact(names, text, given)) is not None}
        score = len(targets) + (1 if "title" in targets else 0)
        if len(texts) >= 2 and (score > most or row is not None) and targets - {NOTE}:
            best, most = candidate.number, score
    if best is None and any(column_letter(place) in given for place in range(_width(sheet))):
        # Columns named by their letters: with no header at all, every row is one of the body.
        best, most = (row or (sheet.rows[0].number - 1 if sheet.rows else 0)), 0
        columns = _columns(sheet, best, best, names, given)
        return _settled(names, best, best, columns, given)
    if best is None:
        return None
    if most < 3 and row is None and not given:
        return None
    top, bottom = _height(sheet, best, names)
    columns = _columns(sheet, top, bottom, names, given)
    return _settled(names, top, bottom, columns, given)


def _texts(sheet: Sheet, number: int) -> dict[int, str]:
    """Give the texts of a row by column; a merged range counts once, a long text is no heading."""
    place = sheet.places.get(number)
    cells = sheet.rows[place].cells if place is not None else ()
    found = {column: text_of(cell) for column, cell in enumerate(cells) if cell is not None}
    for merge in sheet.by_row.get(number, ()):
        if merge.top < number and (text := text_of(sheet.cell(merge.top, merge.left))):
            found[merge.left] = text
    return {column: text for column, text in found.items() if text and len(text) <= 40}


def _exact(names: Names, text: str, given: Mapping[str, str]) -> tuple[str, bool] | None:
    if (chosen := _chosen(text, given)) is not None:
        return chosen
    found = names.find(text)
    return found if found is not None and found[1] else None


def _chosen(text: str, given: Mapping[str, str]) -> tuple[str, bool] | None:
    """Give what a person chose for a heading."""
    target = next((target for heading, target in given.items() if folded(heading) == folded(text)), None)
    return (target, True) if target is not None else None


def _height(sheet: Sheet, row: int, names: Names) -> tuple[int, int]:
    """Give the first and last row of a header that may be merged over two."""
    top = bottom = row
    for merge in sheet.by_row.get(row, ()):
        if merge.top < row <= merge.bottom and merge.bottom - merge.top <= 2:
            top = min(top, merge.top)
    for merge in sheet.by_row.get(top, ()):
        if merge.top == top and top <= merge.bottom <= top + 2 and merge.right - merge.left < 6:
            bottom = max(bottom, merge.bottom)
    below = _texts(sheet, bottom + 1)
    own = {column: text for column, text in below.items() if sheet.cell(bottom + 1, column) is not None}
    named = sum(1 for text in own.values() if _exact(names, text, {}) is not None)
    grouped = any(
        merge.right > merge.left and merge.top == bottom == merge.bottom for merge in sheet.by_row.get(bottom, ())
    )
    if own and named >= (1 if grouped else 2) and named * 2 >= len(own):
        bottom += 1
    return top, bottom


def _width(sheet: Sheet) -> int:
    return max((len(row.cells) for row in sheet.rows), default=0)


def _columns(sheet: Sheet, top: int, bottom: int, names: Names, given: Mapping[str, str]) -> list[Column]:
    columns: list[Column] = []
    for place in range(_width(sheet)):
        parts = list(dict.fromkeys(text_of(sheet.shown(number, place)) for number in range(top, bottom + 1)))
        parts = [part for part in parts if part]
        heading = " ".join(reversed(parts)) if len(parts) > 1 else "".join(parts)
        by_letter = given.get(column_letter(place))
        if not parts and by_letter is None:
            if any(text_of(row.cells[place]) for row in sheet.rows if row.number > bottom and place < len(row.cells)):
                columns.append(Column(place, column_letter(place), NOTE, sure=False))
            continue
        texts = ("".join(parts), "".join(reversed(parts)), *reversed(parts))
        found = next((chosen for text in texts if (chosen := _chosen(text, given)) is not None), None)
        for text in (*reversed(parts), "".join(parts), "".join(reversed(parts))):
            found = found or _exact(names, text, {})
        if found is None:
            found = next((guess for text in reversed(parts) if (guess := names.find(text)) is not None), None)
        target, sure = (by_letter, True) if by_letter is not None else found or (NOTE, False)
        columns.append(Column(place, heading or column_letter(place), target, sure))
    return columns


def _settled(names: Names, top: int, bottom: int, columns: list[Column], given: Mapping[str, str]) -> Header | None:
    """Let each field have one column, and see to it that there is one of the tasks; say what was not plain."""
    kind = names.kind
    doubts: list[Message] = []
    for number, column in enumerate(columns):
        if column.target not in SPECIAL and column.target not in kind.field:
            raise UserError(
                msg("the kind {kind} has no field “{name}”", kind=kind.kind, name=column.target),
                msg("possible: {ways}", ways=(*kind.field, *SPECIAL)),
            )
        if not is_single(kind, column.target):
            continue
        rivals = [other for other in columns if other.target == column.target]
        by_person = {folded(heading) for heading in given}
        chosen = min(rivals, key=lambda other: (not _named(other, by_person), not other.sure))
        if column is not chosen:
            doubts.append(
                msg("“{heading}” goes to the note: “{other}” is “{field}” already", heading=column.heading,
                    other=chosen.heading, field=field_title(names, column.target))
            )  # fmt: skip
            columns[number] = Column(column.place, column.heading, NOTE)
    found = {column.target for column in columns}
    if "title" not in found:
        stand_in = next((c for wanted in ("measure", "goal") for c in columns if c.target == wanted), None)
        if stand_in is None:
            return None
        doubts.append(
            msg("“{heading}” is taken for the task itself: no other column names it", heading=stand_in.heading)
        )
        columns[columns.index(stand_in)] = Column(stand_in.place, stand_in.heading, "title", sure=False)
    doubts.extend(
        msg("“{heading}” is taken for “{field}”", heading=column.heading, field=field_title(names, column.target))
        for column in columns
        if not column.sure and column.target not in {NOTE, "title"}
    )
    if UNITS in found and "lead" not in kind.field:
        columns = [c if c.target != UNITS else Column(c.place, c.heading, NOTE) for c in columns]
    return Header(top, bottom, tuple(columns), tuple(doubts))


def _named(column: Column, given: Container[str]) -> bool:
    """Say whether a person said what a column is, by its heading or its letter."""
    return folded(column.heading) in given or folded(column_letter(column.place)) in given


def field_title(names: Names, target: str) -> object:
    """Give what a target is called: the label of its field, or words for what is none."""
    if target in names.kind.field:
        return names.kind.field[target].title
    return {
        NUMBER: msg("number in the ledger"),
        UNITS: msg("lead and supporting"),
        LOG: msg("progress note"),
        NOTE: msg("kept in the note"),
        "$light": msg("light (not read)"),
        "$id": msg("id"),
        "$skip": msg("not read"),
    }.get(target, target)
