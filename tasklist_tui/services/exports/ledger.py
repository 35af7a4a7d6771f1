"""The Excel ledger: a sheet for each list or each committee, with what brings a filled-in copy back."""

from __future__ import annotations

from collections.abc import Sequence

from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.ledger.sheet import Cell
from tasklist_tui.domain.ledger.synonyms import ID, LIGHT, NUMBER
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.telling import Teller
from tasklist_tui.exchange.xlsx_package import sheet_names
from tasklist_tui.exchange.xlsx_read import ORIGIN_SHEET
from tasklist_tui.exchange.xlsx_styles import CENTRED, DATE, PERCENT, TEXT
from tasklist_tui.exchange.xlsx_styles import NUMBER as NUMBER_STYLE
from tasklist_tui.exchange.xlsx_write import Heading, Page, Percent, write_workbook
from tasklist_tui.i18n import translate
from tasklist_tui.services.exporting import Options, Scope
from tasklist_tui.services.exports.headings import page_footer
from tasklist_tui.services.ledger import LedgerColumn, ledger_cell, ledger_columns
from tasklist_tui.services.snapshot import Snapshot

#: The part of the time that goes into the cells; the rest writes them.
_FILLING = 0.6
_CENTRED = {FieldType.STATE, FieldType.CHOICE, FieldType.FLAG, FieldType.COMMITTEE, FieldType.QUANTITY}


def xlsx_file(snapshot: Snapshot, scope: Scope, options: Options) -> bytes:
    """Give a workbook with a sheet for each list; `--set sheets=committee` makes one for each lead committee.

    `--set columns=all` has every field that an item has a value of.
    """
    by_committee = _choice(options, "sheets", ("list", "committee"))
    everything = _choice(options, "columns", ("usual", "all")) == "all"
    language = options.language
    origin = {
        "tasklist": "1",
        "revision": "" if options.anonymise else snapshot.revision or "",
        "today": snapshot.today.isoformat(),
        "language": language,
    }
    parts: list[tuple[str, TaskList, tuple[LedgerColumn, ...], list[Item]]] = []
    for task_list in scope.lists:
        items = [entry.item for entry in scope.of(task_list)]
        columns = ledger_columns(snapshot.workspace.kind_of(task_list), items, language, everything=everything)
        title = task_list.title or task_list.id
        origin.update({f"column:{task_list.id}:{column.heading}": column.target for column in columns})
        if by_committee == "list":
            parts.append((title, task_list, columns, items))
            continue
        for name, own in _by_committee(snapshot, items, language):
            parts.append((f"{name} {title}" if len(scope.lists) > 1 else name, task_list, columns, own))
    names = sheet_names([name for name, *_rest in parts], reserved=[ORIGIN_SHEET])
    pages = []
    named = list(zip(names, parts, strict=True))
    for tell, (name, (shown, task_list, columns, items)) in options.tell.part(0, _FILLING).parts(named):
        origin[f"sheet:{name}"] = task_list.id
        title = task_list.title or task_list.id
        whole = f"{title} · {shown}" if by_committee == "committee" and shown != title else title
        pages.append(_page(snapshot, name, whole, task_list, columns, items, language, tell))
    return write_workbook(pages, origin, options.stamp, page_footer(language), options.tell.part(_FILLING, 1))


def _choice(options: Options, name: str, ways: tuple[str, ...]) -> str:
    """Give the option `name`, the first of the ways when it is not given; raises `UserError` for another word."""
    value = options.more.get(name, ways[0])
    if value not in ways:
        raise UserError(
            msg("“{value}” is no option of the ledger ({name})", value=value, name=name),
            msg("possible: {ways}", ways=ways),
        )
    return value


def _by_committee(snapshot: Snapshot, items: Sequence[Item], language: str) -> list[tuple[str, list[Item]]]:
    """Give the items of each lead committee, in the order of the committees; those without one last."""
    workspace = snapshot.workspace
    order = {committee.id: place for place, committee in enumerate(workspace.settings.committees)}
    leads = sorted({item.lead for item in items}, key=lambda lead: (not lead, order.get(lead, len(order)), lead))
    nobody = translate(msg("(no committee)"), language)
    return [
        (workspace.committee_name(lead, language) if lead else nobody, [item for item in items if item.lead == lead])
        for lead in leads
    ]


def _page(
    snapshot: Snapshot,
    name: str,
    title: str,
    task_list: TaskList,
    columns: Sequence[LedgerColumn],
    items: Sequence[Item],
    language: str,
    tell: Teller,
) -> Page:
    kind = snapshot.workspace.kind_of(task_list)
    rows: list[list[Cell | Percent]] = [
        [ledger_cell(snapshot, task_list, kind, item, column, language) for column in columns]
        for item in tell.each(items)
    ]
    targets = [column.target for column in columns]
    light = targets.index(LIGHT) if LIGHT in targets else None
    subtitle = translate(msg("{count} items, as of {day}", count=len(items), day=snapshot.today), language)
    return Page(
        name,
        title,
        subtitle,
        tuple(_heading(kind, column, language) for column in columns),
        rows,
        targets.index("measure") if "measure" in targets else None,
        light,
        [snapshot.light(task_list, item).colour.value for item in items] if light is not None else (),
    )


def _heading(kind: Kind, column: LedgerColumn, language: str) -> Heading:
    field = column.field or Field(column.target)
    style = TEXT
    choices: tuple[str, ...] = ()
    if column.target in {NUMBER, LIGHT} or field.type in _CENTRED:
        style = CENTRED
    elif field.type is FieldType.DATE:
        style = DATE
    elif field.type is FieldType.PERCENT:
        style = PERCENT
    elif field.type is FieldType.NUMBER:
        style = NUMBER_STYLE
    if field.type is FieldType.STATE:
        choices = tuple(state.title.in_language(language) or state.id for state in kind.states)
    elif field.type is FieldType.CHOICE:
        choices = tuple(choice.title.in_language(language) or choice.id for choice in field.choices)
    return Heading(column.heading, column.width, style, column.target == ID, choices)
