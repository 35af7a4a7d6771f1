"""Items as the rows of a ledger: its columns and cells, for writing one and for telling what was changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.ledger.sheet import Cell, Day, text_of
from tasklist_tui.domain.ledger.synonyms import ID, LIGHT, LOG, NUMBER
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.exchange.xlsx_package import clean
from tasklist_tui.exchange.xlsx_write import Percent
from tasklist_tui.i18n import translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.present import row_text, value_text
from tasklist_tui.services.snapshot import Snapshot

#: Fields that a printed ledger has no room for; `columns=all` has them, and all rows.
_SPARE = {
    "method", "gov_units", "start", "due_event", "due_from", "submitted_on", "done_on", "confirmed_by", "rrule",
    "shift", "source", "tags",
}  # fmt: skip
#: Fields that have a column even while no item has a value: a ledger is there to be filled in.
_USUAL = {
    "measure", "title", "goal", "deliverable", "leader", "lead", "co", "due_text", "due", "progress", "status", "log",
    "note",
}  # fmt: skip
_WIDTHS = {
    NUMBER: 5, "measure": 14, "title": 28, "goal": 20, "deliverable": 10, "leader": 9, "lead": 10, "co": 14, LIGHT: 11,
    "due_text": 10, "due": 10, "log": 22, "note": 14,
}  # fmt: skip
_BY_TYPE = {
    FieldType.LONGTEXT: 22,
    FieldType.ROWS: 28,
    FieldType.PERCENT: 6,
    FieldType.DATE: 10,
    FieldType.NUMBER: 7,
    FieldType.STATE: 8,
    FieldType.FLAG: 6,
}


class LedgerColumn(msgspec.Struct, frozen=True):
    """One column: a field of the kind or a special one, what stands above it, its width in characters."""

    target: str
    heading: str
    field: Field | None = None
    width: int = 14


def ledger_columns(
    kind: Kind, items: Iterable[Item], language: str, *, everything: bool = False
) -> tuple[LedgerColumn, ...]:
    """Give the columns for items of a kind: number, measure, title, the other fields as declared, id.

    A field that no item has a value of is left out unless ledgers usually have it; rows and what a printed ledger has
    no room for are left out unless `everything` is asked for.  Keys unknown to the kind have a column.
    """
    filled: dict[str, None] = {}
    for item in items:
        filled.update(dict.fromkeys(item.values))
    wanted = [f for f in kind.fields if f.id in _USUAL or f.required or f.id in filled]
    if not everything:
        wanted = [f for f in wanted if f.id == "log" or (f.id not in _SPARE and f.type is not FieldType.ROWS)]
    ranks = {"measure": 0, "title": 1, "log": 3, "note": 4}
    wanted.sort(key=lambda field: ranks.get(field.id, 2))
    columns = [LedgerColumn(NUMBER, translate(msg("No."), language), width=_WIDTHS[NUMBER])]
    for field in wanted:
        if field.type is FieldType.STATE:
            columns.append(LedgerColumn(LIGHT, translate(msg("Light"), language), width=_WIDTHS[LIGHT]))
        target = LOG if field.id == "log" else field.id
        width = _WIDTHS.get(field.id) or _BY_TYPE.get(field.type, 14)
        heading = field.title.in_language(language) or field.id
        columns.append(LedgerColumn(target, heading, field, width))
    columns += [LedgerColumn(name, name, Field(name)) for name in filled if name not in kind.field]
    columns.append(LedgerColumn(ID, translate(msg("Item id (leave as it is)"), language)))
    return tuple(_told_apart(columns))


def _told_apart(columns: Sequence[LedgerColumn]) -> Iterable[LedgerColumn]:
    """Give every column a heading that no other one has."""
    seen: set[str] = set()
    for column in columns:
        heading = column.heading if column.heading not in seen else f"{column.heading} ({column.target})"
        seen.add(heading)
        yield msgspec.structs.replace(column, heading=heading)


def ledger_cell(
    snapshot: Snapshot, task_list: TaskList, kind: Kind, item: Item, column: LedgerColumn, language: str
) -> Cell | Percent:
    """Give what a ledger says of an item in one column."""
    match column.target:
        case "$number":
            return snapshot.workspace.number_of(task_list, item)
        case "$light":
            light = snapshot.light(task_list, item)
            reason = translate(light.reason, language)
            return f"{light_word(light.colour)}\n{reason}" if reason else light_word(light.colour)
        case "$id":
            return item.id
        case "$log":
            return _last_note(item)
    return _field_cell(snapshot.workspace, task_list, kind, item, column.field or Field(column.target), language)


def _field_cell(
    workspace: Workspace, task_list: TaskList, kind: Kind, item: Item, field: Field, language: str
) -> Cell | Percent:
    value = item.get(field.id)
    if value is None:
        return None
    match field.type:
        case FieldType.DATE if isinstance(value, date):
            return Day(value.isoformat())
        case FieldType.PERCENT if isinstance(value, int):
            return Percent(value)
        case FieldType.NUMBER if isinstance(value, int):
            return value
        case FieldType.MEASURE:
            document = workspace.document.get(task_list.document)
            measure = document.measure.get(value) if document is not None and isinstance(value, int) else None
            return clean(f"{value}. {measure.title}" if measure else str(value))
        case FieldType.ROWS if isinstance(value, list):
            rows = (row_text(workspace, kind, field, row, language, item.values) for row in value)
            return clean("\n".join(rows))
    return clean(value_text(workspace, kind, field, value, language, item.values))


def _last_note(item: Item) -> str:
    """Give the newest progress note with its day."""
    for row in reversed(item.rows("log")):
        if text := row.get("text"):
            at = row.get("at")
            return clean(f"{at:%Y-%m-%d} {text}" if isinstance(at, date) else str(text))
    return ""


def cell_text(cell: Cell | Percent) -> str:
    """Give a cell as the text it shows, to be compared with what a file says."""
    return f"{cell.value}%" if isinstance(cell, Percent) else text_of(cell)


def said(
    snapshot: Snapshot, task_list: TaskList, item: Item, columns: Sequence[LedgerColumn], language: str
) -> Mapping[str, str]:
    """Give what a ledger made of `snapshot` says of an item, by target of the column; number and light are left out."""
    kind = snapshot.workspace.kind_of(task_list)
    return {
        column.target: cell_text(ledger_cell(snapshot, task_list, kind, item, column, language))
        for column in columns
        if column.target not in {NUMBER, LIGHT, ID}
    }
