"""The sheet of a register: a row for each group with its sums, below it one for each item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tasklist_tui.domain.axes import Unit, axis
from tasklist_tui.domain.kindviews import RegisterView
from tasklist_tui.domain.labels import Label
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import TaskList
from tasklist_tui.domain.quantity import Quantity
from tasklist_tui.domain.register import Group, Register, RegisterRow, register
from tasklist_tui.i18n import translate
from tasklist_tui.services.sheets.sheet import (
    MUTED,
    NOTHING,
    PLAIN,
    STRONG,
    WRONG,
    Cell,
    Heading,
    Sheet,
    SheetRow,
    Spot,
    cell,
    spot,
    spots_of,
)
from tasklist_tui.services.snapshot import Snapshot


def make_register(
    snapshot: Snapshot, task_list: TaskList, view: RegisterView
) -> tuple[Register, Callable[[str], Label]]:
    """Give the register of a view, and what its groups are called; raises `UserError` for a field that is missing."""
    known = snapshot.workspace.kind_of(task_list).field
    for name in (view.planned, view.actual):
        if name not in known:
            raise UserError(
                msg("the kind {kind} has no field “{name}”", kind=task_list.kind, name=name),
                msg("possible: {ways}", ways=tuple(known)),
            )
    if not view.by:
        return register(task_list.items, view.planned, view.actual), lambda value: Label(value, value)
    by = axis(view.by, snapshot.workspace, task_list)
    made = register(task_list.items, view.planned, view.actual, lambda item: by.read(Unit(item)))
    order = {value.id: number for number, value in enumerate(by.values)}
    groups = tuple(sorted(made.groups, key=lambda group: order.get(group.id, len(order))))
    return Register(made.whole, groups), by.called


def register_sheet(snapshot: Snapshot, task_list: TaskList, view: RegisterView, language: str) -> Sheet:
    """Give the sheet of a register."""
    made, called = make_register(snapshot, task_list, view)
    kind = snapshot.workspace.kind_of(task_list)
    labels = [_label(kind.field[name].title.in_language(language), name) for name in (view.planned, view.actual)]
    short = made.whole.short
    note = msg("{count} short, {missing} missing in all", count=short, missing=made.whole.shortfall)
    return Sheet(
        title=view.title.in_language(language) or " / ".join(labels),
        columns=(*(Heading(label, texts=True) for label in labels), Heading(translate(msg("Missing"), language))),
        rows=tuple(_rows(snapshot, task_list, made, called, language)) if made.whole.rows else (),
        corner=translate(msg("Item"), language),
        note=translate(note if short else msg("nothing is short"), language),
        empty=(
            translate(msg("No item says what was planned or what there is"), language),
            translate(msg("Fill in “{planned}” and “{actual}” (e)", planned=labels[0], actual=labels[1]), language),
        ),
    )


def _label(title: str, name: str) -> str:
    return title or name


def _rows(
    snapshot: Snapshot, task_list: TaskList, made: Register, called: Callable[[str], Label], language: str
) -> Iterator[SheetRow]:
    yield _sums(task_list, translate(msg("Total"), language), made.whole, language)
    grouped = len(made.groups) > 1 or bool(made.groups[0].id)
    for group in made.groups:
        if grouped:
            yield _sums(task_list, called(group.id).in_language(language), group, language)
        yield from (_row(snapshot, task_list, row, grouped, language) for row in group.rows)


def _sums(task_list: TaskList, name: str, group: Group, language: str) -> SheetRow:
    spots = tuple(spots_of(task_list, (row.item for row in group.rows)))
    short = tuple(spots_of(task_list, (row.item for row in group.rows if row.shortfall)))
    sums = [cell(translate(found.said(), language), STRONG, spots) for found in (group.planned, group.actual)]
    return SheetRow(
        cell(f"{name}  {len(group.rows)}", STRONG, spots), (*sums, _missing(group.shortfall, short, language))
    )


def _row(snapshot: Snapshot, task_list: TaskList, row: RegisterRow, grouped: bool, language: str) -> SheetRow:
    spots = (spot(task_list, row.item),)
    indent = "  " if grouped else ""
    number = snapshot.workspace.number_of(task_list, row.item)
    return SheetRow(
        cell(f"{indent}{number} {row.item.title or row.item.id}", PLAIN, spots),
        (
            _quantity(row.planned, spots),
            _quantity(row.actual, spots),
            _missing(row.shortfall or 0, spots, language),
        ),
    )


def _quantity(quantity: Quantity | None, spots: Sequence[Spot]) -> Cell:
    return cell(quantity.text, PLAIN, spots) if quantity is not None else cell(NOTHING, MUTED, spots)


def _missing(count: int, spots: Sequence[Spot], language: str) -> Cell:
    if not count:
        return cell("", PLAIN, spots)
    return cell(translate(msg("{count} missing", count=count), language), WRONG, spots)
