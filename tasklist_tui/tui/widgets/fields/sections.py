"""Which fields stand where in a form, by their types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.message import Message, msg

_DATES = frozenset({FieldType.DATE, FieldType.MOMENT})
_TEXTS = frozenset({FieldType.LONGTEXT, FieldType.TEXTS})


class Section(NamedTuple):
    """Fields under a heading; None is no heading."""

    title: Message | None
    fields: Sequence[Field]


def sections(fields: Sequence[Field], unknown: Iterable[str] = ()) -> list[Section]:
    """Give the sections of a form: basics with what is required first, dates, texts, rows, keys no field knows.

    The wording of a date (`due_text` beside `due`) stands with its date.
    """
    dates = {field.id for field in fields if field.type in _DATES}

    def place(field: Field) -> int:
        if field.type is FieldType.ROWS:
            return 3
        if field.type in _TEXTS:
            return 2
        if field.id in dates or field.id.removesuffix("_text") in dates:
            return 1
        return 0

    grouped: list[list[Field]] = [[], [], [], []]
    for field in fields:
        grouped[0 if field.required and field.type is not FieldType.ROWS else place(field)].append(field)
    grouped[0].sort(key=lambda field: not field.required)
    titles = (msg("Basics"), msg("Dates"), msg("Texts"), msg("Details"))
    made = [Section(title, group) for title, group in zip(titles, grouped, strict=True) if group]
    others = [Field(name, read_only=True) for name in unknown]
    return [*made, Section(msg("Kept as it is"), others)] if others else made
