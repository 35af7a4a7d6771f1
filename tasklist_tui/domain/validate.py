"""Problems of a workspace that every file is fine for itself but that do not fit together; nothing raises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.defaults import NEXT
from tasklist_tui.domain.dues import Where, disagreements
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label
from tasklist_tui.domain.links import split_target, targets
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, TaskList, Value, Workspace
from tasklist_tui.domain.problems import Problem, Severity


def validate(workspace: Workspace) -> list[Problem]:
    """Give the problems of all lists: duplicate ids, unknown committees, states, measures, dates in no order.

    Lines are not known here; the reader adds them.
    """
    problems: list[Problem] = []
    seen: dict[str, TaskList] = {}
    calendar = Calendar(workspace.calendars, workspace.settings.calendar)
    for task_list in workspace.lists:
        check = _ListCheck(workspace, task_list)
        where = Where.of(workspace, task_list, calendar, task_list.issued or date(task_list.year or 1, 1, 1))
        problems.extend(check.header())
        for item in task_list.items:
            if (other := seen.setdefault(item.id, task_list)) is not task_list:
                problems.append(
                    check.problem(
                        item,
                        "id",
                        "duplicate-id",
                        msg("the id {id} is used in {path} too", id=item.id, path=other.path),
                        msg("delete the id line here; the program gives a new one at the next save"),
                    )
                )
            problems.extend(check.item(item))
            problems.extend(check.words(item, where))
        problems.extend(check.numbers())
    return problems


def check_values(workspace: Workspace, task_list: TaskList, item: Item, *, partial: bool = False) -> list[Problem]:
    """Give the problems of one item, as a form shows them beside its fields.

    `partial` says that only some of its rows are there, so that nothing is said of links to other rows.
    """
    return list(_ListCheck(workspace, task_list, partial=partial).item(item))


class _ListCheck:
    """Checks of one list against its workspace."""

    def __init__(self, workspace: Workspace, task_list: TaskList, *, partial: bool = False) -> None:
        self.partial = partial
        self.members = {member.name for member in workspace.settings.members}
        self.workspace = workspace
        self.task_list = task_list
        self.kind: Kind = workspace.kind_of(task_list)
        document = workspace.document.get(task_list.document)
        self.measures = set(document.measure) if document else None

    def problem(
        self,
        item: Item | None,
        field: str,
        code: str,
        message: Message,
        hint: Message | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        return Problem(
            self.task_list.path, message, hint, item=item.id if item else "", field=field, code=code, severity=severity
        )

    def header(self) -> Iterator[Problem]:
        document = self.task_list.document
        if document and document not in self.workspace.document:
            yield self.problem(
                None,
                "document",
                "unknown-document",
                msg("there is no document “{id}”", id=document),
                msg("put it into documents/{id}.yaml, or correct the name", id=document),
            )

    def item(self, item: Item) -> Iterator[Problem]:
        if self.workspace.kinds and self.task_list.kind not in self.workspace.kinds:
            return  # the list itself has been told of; its items are shown as they are written
        for field in self.kind.fields:
            value = item.get(field.id)
            if value is None:
                if field.required or item.status in field.required_in:
                    yield self.problem(
                        item, field.id, "missing", msg("“{field}” is missing", field=field.title), msg("fill it in")
                    )
            else:
                yield from self._value(item, field, value, field.id)
        for name in item.values:
            if name not in self.kind.field:
                yield self.problem(
                    item,
                    name,
                    "unknown-field",
                    msg("the kind {kind} has no field “{name}”", kind=self.kind.kind, name=name),
                    msg("it is kept as it is; declare it in kinds/{kind}.yaml to edit it", kind=self.kind.kind),
                    Severity.WARNING,
                )
        yield from self._dates(item)

    def numbers(self) -> Iterator[Problem]:
        """Yield the items whose running number another one has: two people gave it at the same time."""
        for field in self.kind.fields:
            if field.default != NEXT:
                continue
            seen: dict[tuple[Value, Value], Item] = {}
            for item in self.task_list.items:
                number = item.get(field.id)
                if number is None:
                    continue
                first = seen.setdefault((item.get(field.per) if field.per else None, number), item)
                if first is not item:
                    yield self.problem(
                        item,
                        field.id,
                        "number-twice",
                        msg(
                            "“{field}” {number} is that of “{title}” too",
                            field=field.title,
                            number=number,
                            title=first.title,
                        ),
                        msg("give one of them the next free number"),
                        Severity.WARNING,
                    )

    def words(self, item: Item, where: Where) -> Iterator[Problem]:
        """Yield the dates that are not what the words beside them say."""
        for found in disagreements(item, self.kind, where):
            field = self.kind.field[found.field.partition(".")[0]]
            name = field.title if found.row is None else fields.row_label(field, item.rows(field.id)[found.row])
            stored = found.day.isoformat() if found.day else msg("(empty)")
            yield self.problem(
                item,
                found.field,
                "words-and-date",
                msg(
                    "“{words}” means {said}, but the date of “{field}” is {day}",
                    words=found.words,
                    said=found.said,
                    field=name,
                    day=stored,
                ),
                msg("enter the date again in the form: it writes both; or correct the words"),
                Severity.WARNING,
            )

    def _value(self, item: Item, field: Field, value: Value, place: str) -> Iterator[Problem]:
        match field.type:
            case FieldType.COMMITTEE:
                yield from self._committees(item, place, [value])
            case FieldType.COMMITTEES:
                yield from self._committees(item, place, value if isinstance(value, list) else [])
            case FieldType.STATE if self.kind.states and value not in self.kind.state:
                yield self.problem(
                    item,
                    place,
                    "unknown-state",
                    msg("there is no state “{value}”", value=str(value)),
                    msg("possible: {ways}", ways=tuple(self.kind.state)),
                )
            case FieldType.CHOICE if field.choices and value not in {choice.id for choice in field.choices}:
                yield self.problem(
                    item,
                    place,
                    "unknown-choice",
                    msg("“{value}” is not one of the choices", value=str(value)),
                    msg("possible: {ways}", ways=tuple(choice.id for choice in field.choices)),
                )
            case FieldType.MEASURE if self.measures is not None and value not in self.measures:
                yield self.problem(
                    item,
                    place,
                    "unknown-measure",
                    msg("the document has no measure {value}", value=str(value)),
                    msg("possible: {ways}", ways=tuple(map(str, sorted(self.measures)))),
                )
            case FieldType.CHOICES if field.choices and isinstance(value, list):
                for one in value:
                    yield from self._value(item, msgspec.structs.replace(field, type=FieldType.CHOICE), one, place)
            case FieldType.LINK | FieldType.LINKS:
                yield from self._links(item, field, value, place)
            case FieldType.DOCUMENT if isinstance(value, str) and not self._knows_document(value):
                yield self.problem(
                    item,
                    place,
                    "unknown-document",
                    msg("there is no document “{id}”", id=value),
                    msg("put it into documents/{id}.yaml, or correct the name", id=value),
                )
            case FieldType.ROWLINK if field.of:
                yield from self._rowlink(item, field, value, place)
            case FieldType.ROWS:
                for row in item.rows(field.id):
                    for column in field.fields:
                        inner = row.get(column.id)
                        name = f"{place}.{column.id}"
                        if inner is not None:
                            yield from self._value(item, column, inner, name)
                        elif column.required:
                            yield self.problem(
                                item,
                                name,
                                "missing",
                                msg("“{field}” is missing", field=column.title),
                                msg("fill it in"),
                            )

    def _links(self, item: Item, field: Field, value: Value, place: str) -> Iterator[Problem]:
        """Yield the links that lead to nothing, to an item of another kind, or into a workspace nobody knows."""
        for target in targets(value):
            member, item_id = split_target(target)
            if member:
                if member not in self.members:
                    yield self.problem(
                        item,
                        place,
                        "unknown-member",
                        msg("there is no member “{name}”", name=member),
                        msg("add it to members in tasklist.yaml, or correct the link “{id}”", id=target),
                    )
                continue
            found = self.workspace.find(item_id)
            if found is None:
                yield self.problem(
                    item,
                    place,
                    "link-to-nothing",
                    msg("“{field}” leads to “{id}”, and there is no such item", field=field.title, id=target),
                    msg("choose another one in the form, or empty the field; the rest is used as it is"),
                )
            elif field.to and found[0].kind not in field.to:
                yield self.problem(
                    item,
                    place,
                    "link-to-wrong-kind",
                    msg(
                        "“{field}” leads to “{title}”, which is “{kind}”",
                        field=field.title,
                        title=found[1].title,
                        kind=_kind_label(self.workspace, found[0].kind),
                    ),
                    msg("possible: {ways}", ways=tuple(_kind_label(self.workspace, name) for name in field.to)),
                )

    def _knows_document(self, name: str) -> bool:
        member, _, document = name.rpartition("/")
        return member in self.members if member else document in self.workspace.document

    def _rowlink(self, item: Item, field: Field, value: Value, place: str) -> Iterator[Problem]:
        outer = self.kind.field.get(field.of)
        if outer is None or not isinstance(value, str) or self.partial:
            return
        if value not in {fields.row_key(outer, row) for row in item.rows(field.of)}:
            yield self.problem(
                item,
                place,
                "row-link-to-nothing",
                msg("“{field}” names an entry that is not under “{rows}”", field=field.title, rows=outer.title),
                msg("choose one of them in the form, or empty the field"),
            )

    def _committees(self, item: Item, place: str, names: list[Value]) -> Iterator[Problem]:
        for name in names:
            if name not in self.workspace.committee:
                yield self.problem(
                    item,
                    place,
                    "unknown-committee",
                    msg("there is no committee “{id}”", id=str(name)),
                    msg("add it to committees in tasklist.yaml, or correct the id"),
                )

    def _dates(self, item: Item) -> Iterator[Problem]:
        start, due = item.start, item.due
        if start and due and start > due:
            yield self.problem(
                item,
                "due",
                "due-before-start",
                msg("due on {due}, before the start on {start}", due=due, start=start),
                msg("correct one of the two dates"),
            )
        for row in item.rows("milestones"):
            day = row.get("due")
            if due and isinstance(day, date) and day > due:
                yield self.problem(
                    item,
                    "milestones.due",
                    "milestone-after-due",
                    msg("the milestone “{name}” is due after the item itself", name=str(row.get("title", ""))),
                    msg("move one of the two dates"),
                    Severity.WARNING,
                )


def _kind_label(workspace: Workspace, name: str) -> Label:
    kind = workspace.kinds.get(name)
    return kind.title if kind is not None and kind.title.given else Label(name, name)
