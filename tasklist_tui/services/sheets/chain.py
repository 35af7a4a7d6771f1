"""The sheet of a chain: its lists side by side, each row beside what follows from it, gaps named."""

from __future__ import annotations

from tasklist_tui.domain import fields
from tasklist_tui.domain.chaintable import ChainTable, Place, Sort, chain_table
from tasklist_tui.domain.kinds import Chain, Field, FieldType, Kind
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, Row, TaskList, Workspace
from tasklist_tui.i18n import translate
from tasklist_tui.services.present import value_text
from tasklist_tui.services.sheets.sheet import MUTED, PLAIN, WARN, WRONG, Cell, Heading, Sheet, SheetRow, cell, spot
from tasklist_tui.services.snapshot import Snapshot

#: Cells a list needs to be read beside others.
_LEAST = 28


def find_chain(kind: Kind, name: str = "") -> Chain:
    """Give a chain of a kind by its id, the first one without; raises `UserError` when there is none."""
    for chain in kind.chains:
        if not name or name in {chain.id, chain.title.zh, chain.title.en}:
            return chain
    if not kind.chains:
        raise UserError(
            msg("the kind {kind} has no lists that are linked", kind=kind.kind),
            msg("the kind can name them under “chains”"),
        )
    raise UserError(
        msg("there is no {what} “{name}”", what=msg("chain"), name=name),
        msg("possible: {ways}", ways=tuple(chain.id for chain in kind.chains)),
    )


def chain_sheet(snapshot: Snapshot, task_list: TaskList, name: str, item: Item | None, language: str) -> Sheet:
    """Give the sheet of the chain of one item."""
    kind = snapshot.workspace.kind_of(task_list)
    chain = find_chain(kind, name)
    title = chain.title.in_language(language) or chain.id
    if item is None:
        return Sheet(title, (), (), empty=(translate(msg("This list is empty"), language), ""))
    table = chain_table(item, kind, chain)
    number = snapshot.workspace.number_of(task_list, item)
    columns = (Heading(_heading(field, item, language), texts=True) for field in table.lists)
    rows = (
        SheetRow(
            Cell(),
            tuple(
                _cell(snapshot.workspace, kind, field, place, language, task_list, item)
                for field, place in zip(table.lists, line, strict=True)
            ),
        )
        for line in table.lines
    )
    return Sheet(
        title=f"{title}：{number} {item.title}" if language == "zh" else f"{title}: {number} {item.title}",
        columns=tuple(columns),
        rows=tuple(rows),
        note=chain_note(table, language),
        abreast=len(table.lists),
        least=_LEAST,
        deep=4,
        wraps=True,
        empty=(
            translate(msg("Nothing is in the lists of this item yet"), language),
            translate(msg("Enter rows with e; [ and ] show the other items"), language),
        ),
    )


def chain_note(table: ChainTable, language: str) -> str:
    """Say how many rows nothing follows, and how many point to nothing."""
    parts = [translate(msg("{count} gaps", count=table.gaps) if table.gaps else msg("no gaps"), language)]
    if table.loose:
        parts.append(translate(msg("{count} belong to nothing", count=table.loose), language))
    return " · ".join(parts)


def row_said(workspace: Workspace, kind: Kind, field: Field, row: Row, language: str) -> str:
    """Give a row of a list: what it is known by, then its other columns, ids and links to the list before left out."""
    label = fields.row_label(field, row)
    hidden = {FieldType.ROWLINK}
    rest = (
        value_text(workspace, kind, column, row[column.id], language)
        for column in field.fields
        if column.id != field.key and column.type not in hidden and row.get(column.id) is not None
    )
    return " · ".join(dict.fromkeys(filter(None, (label, *rest))))


def _heading(field: Field, item: Item, language: str) -> str:
    return f"{field.title.in_language(language) or field.id}  {len(item.rows(field.id))}"


def _cell(
    workspace: Workspace, kind: Kind, field: Field, place: Place, language: str, task_list: TaskList, item: Item
) -> Cell:
    match place.sort:
        case Sort.ROW:
            text = row_said(workspace, kind, field, place.row, language) or place.key
            here = (spot(task_list, item, text),)
            if not place.loose:
                return cell(f"• {text}", PLAIN, here)
            lost = translate(msg("✗ belongs to nothing"), language)
            return Cell(((f"• {text}", PLAIN), (lost, WRONG)), here)
        case Sort.GAP:
            return cell(translate(msg("✗ none yet"), language), WARN, (spot(task_list, item),))
        case Sort.BELOW:
            return cell("│", MUTED, (spot(task_list, item),))
        case _:
            return Cell()
