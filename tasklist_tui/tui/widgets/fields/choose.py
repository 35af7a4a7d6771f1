"""Which control a field gets: decided by its type alone, so that a new field of a kind needs no code."""

from __future__ import annotations

from tasklist_tui.domain.defaults import NEXT
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.model import Value
from tasklist_tui.tui.widgets.fields.control import Context, Control
from tasklist_tui.tui.widgets.fields.day_control import DayControl
from tasklist_tui.tui.widgets.fields.lines import LineControl, NextControl, PercentControl
from tasklist_tui.tui.widgets.fields.long import LongControl, TextsControl
from tasklist_tui.tui.widgets.fields.occurrences import OccurrencesControl
from tasklist_tui.tui.widgets.fields.pick import PickControl, SeveralControl
from tasklist_tui.tui.widgets.fields.rows import RowsControl
from tasklist_tui.tui.widgets.fields.small import FixedControl, FlagControl

_CONTROLS: dict[FieldType, type[Control]] = {
    FieldType.TEXT: LineControl,
    FieldType.LONGTEXT: LongControl,
    FieldType.NUMBER: LineControl,
    FieldType.PERCENT: PercentControl,
    FieldType.FLAG: FlagControl,
    FieldType.CHOICE: PickControl,
    FieldType.DATE: DayControl,
    FieldType.MOMENT: LineControl,
    FieldType.STATE: PickControl,
    FieldType.COMMITTEE: PickControl,
    FieldType.COMMITTEES: SeveralControl,
    FieldType.MEASURE: PickControl,
    FieldType.TEXTS: TextsControl,
    FieldType.ROWS: RowsControl,
    FieldType.TRANSITION: FixedControl,
    FieldType.QUANTITY: LineControl,
    FieldType.CHOICES: SeveralControl,
    FieldType.LINK: PickControl,
    FieldType.LINKS: SeveralControl,
    FieldType.DOCUMENT: PickControl,
    FieldType.ROWLINK: PickControl,
}


def control_for(field: Field, context: Context, value: Value) -> Control:
    """Give the control of a field.

    The state of an item that is in the list changes by transitions, so it is only shown.  A list without a document
    has no measures to pick from; the number is typed.  Occurrences of a rule are noted by a command.
    """
    if field.type is FieldType.ROWS and field.id == "occurrences" and context.values.get("rrule"):
        return OccurrencesControl(field, context, value)
    no_measures = context.task_list.document not in context.snapshot.workspace.document
    if field.read_only or (field.type is FieldType.STATE and context.kind.transitions and not context.is_new):
        return FixedControl(field, context, value)
    if (field.type is FieldType.MEASURE and no_measures) or (field.type is FieldType.CHOICE and not field.choices):
        return LineControl(field, context, value)
    if field.type is FieldType.CHOICES and not field.choices:
        return TextsControl(field, context, value)
    if field.default == NEXT and context.is_new:
        return NextControl(field, context, value)
    return _CONTROLS[field.type](field, context, value)
