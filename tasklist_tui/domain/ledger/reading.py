"""Records of a ledger as values of items, with every doubt: what is not plain is said, what has no place is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

import msgspec

from tasklist_tui.domain import fields
from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.ledger.body import Record
from tasklist_tui.domain.ledger.cells import Seen, read_date, read_percent, read_state
from tasklist_tui.domain.ledger.deadlines import holds, named, read_rule
from tasklist_tui.domain.ledger.header import Header
from tasklist_tui.domain.ledger.measures import find_measure
from tasklist_tui.domain.ledger.sheet import Cell, text_of
from tasklist_tui.domain.ledger.synonyms import ID, LIGHT, LOG, NOTE, NUMBER, SKIP, UNITS, Column, folded
from tasklist_tui.domain.ledger.texts import one_line, parts
from tasklist_tui.domain.ledger.units import Directory, Units, Unknown, read_units
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.milestones import titled
from tasklist_tui.domain.model import Document, TaskList, Value, Workspace
from tasklist_tui.domain.phrases.result import Milestone

_PLAIN_NUMBER = re.compile(r"[\d.．\-]+")


class Doubt(msgspec.Struct, frozen=True):
    """Something about one column of an item that a person should look at."""

    heading: str
    message: Message


class ReadItem(msgspec.Struct, frozen=True):
    """What a table says of one item: fields (None: emptied), a progress note, lines for the note; and its doubts.

    `number` and `id` are what it is matched by; `unknown` are names that have to be asked about, by heading.
    `milestones` and `rule` are what the words of the deadline name: they count where those words are new.
    """

    sheet: str
    row: int
    title: str
    number: str = ""
    id: str = ""
    values: Mapping[str, Value] = {}
    log: str = ""
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[tuple[str, Unknown], ...] = ()
    milestones: tuple[Milestone, ...] = ()
    rule: str = ""


class Context(msgspec.Struct, frozen=True, dict=True):
    """What cells are read against."""

    workspace: Workspace
    task_list: TaskList
    where: Where
    directory: Directory
    #: What a milestone without a title is called.
    milestone: str = "{number}"

    @property
    def kind(self) -> Kind:
        """The kind of the list."""
        return self.workspace.kind_of(self.task_list)

    @property
    def document(self) -> Document | None:
        """The document whose measures the list carries out."""
        return self.workspace.document.get(self.task_list.document)

    @cached_property
    def titles(self) -> dict[str, list[tuple[str, str]]]:
        """Kind and id of all items by their title, for links."""
        found: dict[str, list[tuple[str, str]]] = {}
        for task_list in self.workspace.lists:
            for item in task_list.items:
                found.setdefault(folded(item.title), []).append((task_list.kind, item.id))
        return found

    @cached_property
    def units(self) -> dict[tuple[str, str], Units]:
        """What was read as committees already, by text and role: a ledger names the same ones again and again."""
        return {}

    @cached_property
    def measures(self) -> dict[str, tuple[int, Message | None] | None]:
        """What was read as a measure already."""
        return {}


#: What the cells of an item said when a ledger of ours was made, by target; a cell that still says so is no change.
Before = Callable[[str], Mapping[str, str] | None]


def read_record(context: Context, header: Header, record: Record, before: Before | None = None) -> ReadItem:
    """Read one record; with `before`, only cells that say something else than they did count."""
    reader = _Reader(context, record)
    columns = [column for column in header.columns if column.target not in {SKIP, LIGHT}]
    own_id = next((text_of(reader.cell(column)) for column in columns if column.target == ID), "")
    known = before(own_id) if before is not None and own_id else None
    title = next((reader.line(column) for column in columns if column.target == "title"), "")
    has_lead = any(column.target == "lead" for column in columns)
    for column in columns:
        if column.target == ID:
            continue
        if known is not None and column.target in known:
            old, new = known[column.target], "\n".join(text_of(cell) for cell in reader.cells(column))
            if same_text(old, new):
                continue
            reader.changed(column, old)
        elif known is None or column.target in {NOTE, NUMBER}:
            reader.column(column, has_lead=has_lead)
    if known is None:
        reader.band(has_lead=has_lead)
    number = next((text_of(reader.cell(column)) for column in columns if column.target == NUMBER), "")
    return ReadItem(
        record.sheet,
        record.rows[0],
        title,
        number,
        own_id,
        reader.values,
        reader.log,
        tuple(reader.notes),
        tuple(reader.doubts),
        tuple(reader.unknown),
        reader.milestones,
        reader.rule,
    )


def same_text(old: str, new: str) -> bool:
    """Say whether two texts of a cell are alike but for line ends and blanks around lines."""
    return old == new or [line.strip() for line in old.split("\n")] == [line.strip() for line in new.split("\n")]


class _Reader:
    def __init__(self, context: Context, record: Record) -> None:
        self.context, self.kind, self.record = context, context.kind, record
        self.values: dict[str, Value] = {}
        self.log = ""
        self.notes: list[str] = []
        self.doubts: list[Doubt] = [Doubt("", message) for message in record.doubts]
        self.unknown: list[tuple[str, Unknown]] = []
        self.milestones: tuple[Milestone, ...] = ()
        self.rule = ""

    def cells(self, column: Column) -> tuple[Cell, ...]:
        return self.record.cells.get(column.place, ())

    def cell(self, column: Column) -> Cell:
        cells = self.cells(column)
        return cells[0] if cells else None

    def line(self, column: Column) -> str:
        return one_line(text_of(self.cell(column)))

    def doubt(self, column: Column, *messages: Message) -> None:
        self.doubts.extend(Doubt(column.heading, message) for message in messages)

    def keep(self, column: Column, text: str) -> None:
        """Keep a text that has no place of its own, under the heading of its column."""
        if text:
            self.notes.append(f"{one_line(column.heading)}：{text}")

    def changed(self, column: Column, old: str) -> None:
        """Read a cell of our own ledger that says something new; an empty one empties the field."""
        if not self.cells(column):
            if column.target in self.kind.field and self.kind.field[column.target].type is not FieldType.ROWS:
                self.values[column.target] = None
            elif column.target not in {NUMBER, LIGHT}:
                self.doubt(column, msg("an emptied cell takes nothing away here"))
            return
        if column.target == LOG:
            text = "\n".join(text_of(cell) for cell in self.cells(column))
            self.log = text.removeprefix(old).strip() or text
        elif column.target != NUMBER:
            self.column(column, has_lead=True)

    def column(self, column: Column, *, has_lead: bool) -> None:
        """Read what a column says of the item."""
        cells = self.cells(column)
        if not cells or column.target in {NUMBER, ID}:
            if column.target == NUMBER and cells and not _PLAIN_NUMBER.fullmatch(text_of(cells[0])):
                self.keep(column, text_of(cells[0]))
                self.doubt(column, msg("the mark in “{text}” is kept in the note", text=text_of(cells[0])))
            return
        text = "\n".join(text_of(cell) for cell in cells)
        if column.target == NOTE:
            self.keep(column, text)
        elif column.target == LOG:
            self.log = text
        elif column.target == UNITS:
            self._units(column, text, "co" if has_lead else "lead", several_is_doubt=not has_lead)
        else:
            self._field(column, self.kind.field[column.target], cells, text)

    def band(self, *, has_lead: bool) -> None:
        """Take from the band above the item who leads it, or which measure it belongs to; else keep its text."""
        text = self.record.band
        if not text:
            return
        column = Column(-1, "分类", NOTE)
        bare = re.sub(
            r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[章节类部分])\s*", "", text
        )
        led = re.match(r"^(.+?)牵头", bare)
        if led and "lead" in self.kind.field and not self.values.get("lead"):
            units = read_units(led[1], self.context.directory, "lead")
            if units.lead:
                self._take(column, units, "lead", several_is_doubt=True)
                self.doubts.append(Doubt("", msg("the lead is taken from the band “{text}”", text=text)))
                return
        if led and self.values.get("lead"):
            units = read_units(led[1], self.context.directory, "lead")
            if units.lead and units.lead[0] == self.values.get("lead"):
                return
        if "measure" in self.kind.field and "measure" not in self.values:
            found = self._measure(text)
            if found is not None:
                self.values["measure"] = found[0]
                return
        self.keep(column, text)

    def _field(self, column: Column, field: Field, cells: tuple[Cell, ...], text: str) -> None:
        match field.type:
            case FieldType.DATE:
                cell: Cell = cells[0] if len(cells) == 1 else "；".join(text_of(one) for one in cells)
                seen = read_date(cell, field, self.values, self.context.where)
                self.values.update({**seen.values})
                self.doubt(column, *seen.doubts)
                self.keep(column, seen.note)
                self._named(column, field, seen)
            case FieldType.PERCENT:
                percent, doubts = read_percent(cells[0])
                self.doubt(column, *doubts)
                if percent is None:
                    self.keep(column, text)
                else:
                    self.values[field.id] = percent
            case FieldType.STATE:
                state, doubts, more = read_state(text, self.kind)
                self.doubt(column, *doubts)
                self.keep(column, more)
                if state is not None:
                    self.values[field.id] = state
            case FieldType.COMMITTEE | FieldType.COMMITTEES if field.id in {"lead", "co"}:
                self._units(column, text, field.id, several_is_doubt=True)
            case FieldType.COMMITTEE | FieldType.COMMITTEES:
                self._other_units(column, field, text)
            case FieldType.MEASURE:
                found = self._measure(text)
                if found is None:
                    self.keep(column, text)
                    self.doubt(column, msg("“{text}” is no measure of the list's document; it is kept in the note",
                                           text=one_line(text)))  # fmt: skip
                else:
                    self.values[field.id] = found[0]
                    if found[1] is not None:
                        self.doubt(column, found[1])
            case FieldType.TEXTS:
                self.values[field.id] = parts(text)
            case FieldType.LONGTEXT:
                self.values[field.id] = text
            case FieldType.TEXT | FieldType.QUANTITY:
                self._text(column, field, text)
            case FieldType.CHOICE | FieldType.CHOICES:
                self._choices(column, field, text)
            case FieldType.LINK | FieldType.LINKS | FieldType.DOCUMENT:
                self._links(column, field, text)
            case FieldType.NUMBER | FieldType.FLAG | FieldType.MOMENT:
                self._plain(column, field, text)
            case _:
                self.keep(column, text)
                self.doubt(column, msg("what was written here is kept in the note; change it in the program"))

    def _text(self, column: Column, field: Field, text: str) -> None:
        if field.id == "rrule":
            self._recurs(column, field, one_line(text))
            return
        phrased = next((f for f in self.kind.fields if f.type is FieldType.DATE and f.phrase == field.id), None)
        if phrased is not None:
            self._words(column, phrased, text)
        else:
            self.values[field.id] = one_line(text)

    def _words(self, column: Column, field: Field, text: str) -> None:
        """Read the words of a deadline: its day follows, unless the table gives one itself."""
        seen = read_date(text, field, {}, self.context.where)
        given = {**seen.values, field.phrase: text}
        if self.values.get(field.id) is not None and seen.values.get(field.id) is None:
            given.pop(field.id, None)
        self.values.update(given)
        self.doubt(column, *seen.doubts)
        self._named(column, field, seen)

    def _named(self, column: Column, field: Field, seen: Seen) -> None:
        """Take what the words of the deadline name besides its day."""
        if seen.phrase is None:
            return
        found = named(seen.phrase, field, self.context.task_list, self.kind, self.values)
        self.milestones = self.milestones or titled(found.milestones, self.context.milestone)
        self.doubt(column, *found.doubts)
        if found.rule:
            self.rule = found.rule
            if self.values.get(field.id) == seen.values.get(field.id):
                self.values[field.id] = None

    def _recurs(self, column: Column, field: Field, text: str) -> None:
        """Read how often something is done."""
        rule, more = read_rule(text, self.context.where)
        self.keep(column, more)
        if not rule:
            self.doubt(column, msg("“{text}” is no rule that can be followed; it is kept in the note", text=text))
            return
        self.values[field.id] = rule
        if rule != text:
            self.doubt(column, holds(text, self.context.task_list, self.values))

    def _plain(self, column: Column, field: Field, text: str) -> None:
        if field.type is FieldType.FLAG and text in {"√", "✓"}:
            text = "是"
        try:
            self.values[field.id] = fields.parse(field, text)
        except fields.FieldError as error:
            self.keep(column, text)
            self.doubt(column, error.message)

    def _choices(self, column: Column, field: Field, text: str) -> None:
        names = {folded(n): c.id for c in field.choices for n in (c.id, c.title.zh, c.title.en) if n}
        words = parts(text) if field.type is FieldType.CHOICES else [text]
        found = [names[folded(word)] for word in words if folded(word) in names]
        for word in words:
            if folded(word) not in names:
                self.keep(column, word)
                self.doubt(column, msg("“{text}” is none of the choices; it is kept in the note", text=one_line(word)))
        if found:
            self.values[field.id] = found if field.type is FieldType.CHOICES else found[0]

    def _links(self, column: Column, field: Field, text: str) -> None:
        several = field.type is FieldType.LINKS
        found: list[str] = []
        for word in parts(text) if several else [one_line(text)]:
            if field.type is FieldType.DOCUMENT:
                documents = self.context.workspace.documents
                ids = [d.id for d in documents if folded(word) in {folded(d.id), folded(d.title)}]
            else:
                near = self.context.titles.get(folded(word), ())
                ids = [i for kind, i in near if not field.to or kind in field.to]
                ids = ids or ([word] if self.context.workspace.find(word) else [])
            if len(ids) == 1:
                found.append(ids[0])
            else:
                self.keep(column, word)
                self.doubt(column, msg("“{text}” is not found, or is several; it is kept in the note", text=word))
        if found:
            self.values[field.id] = found if several else found[0]

    def _units(self, column: Column, text: str, role: str, *, several_is_doubt: bool) -> None:
        known = self.context.units
        if (text, role) not in known:
            known[text, role] = read_units(text, self.context.directory, role)
        self._take(column, known[text, role], role, several_is_doubt=several_is_doubt)

    def _take(self, column: Column, units: Units, role: str, *, several_is_doubt: bool) -> None:
        self.doubt(column, *units.doubts)
        self.unknown.extend((column.heading, one) for one in units.unknown)
        lead = list(units.lead)
        if lead and role == "lead" and "lead" in self.kind.field and not self.values.get("lead"):
            self.values["lead"] = lead.pop(0)
        if lead and several_is_doubt and role == "lead":
            self.doubt(column, msg("several committees: the first one leads, the others support"))
        helping = [one for one in (*lead, *units.co) if one != self.values.get("lead")]
        if helping and "co" in self.kind.field:
            self.values["co"] = list(dict.fromkeys([*(self.values.get("co") or []), *helping]))
        if units.government:
            if "gov_units" in self.kind.field:
                known = self.values.get("gov_units") or []
                self.values["gov_units"] = list(dict.fromkeys([*known, *units.government]))
            else:
                self.keep(column, "、".join(units.government))
        if units.kept:
            self.keep(column, "、".join(units.kept))

    def _other_units(self, column: Column, field: Field, text: str) -> None:
        units = read_units(text, self.context.directory, "lead")
        found = [*units.lead, *units.co]
        self.doubt(column, *units.doubts)
        self.unknown.extend((column.heading, one) for one in units.unknown)
        if found:
            self.values[field.id] = found if field.type is FieldType.COMMITTEES else found[0]
        rest = [*units.government, *units.kept, *(found[1:] if field.type is FieldType.COMMITTEE else [])]
        if rest:
            self.keep(column, "、".join(self.context.directory.name_of(one) for one in rest))

    def _measure(self, text: str) -> tuple[int, Message | None] | None:
        known = self.context.measures
        if text not in known:
            known[text] = find_measure(text, self.context.document)
        return known[text]
