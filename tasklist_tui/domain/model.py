"""The values a workspace is made of.  All frozen; a change makes a new value (`edits.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

import msgspec

from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.lightrules import LightRules
from tasklist_tui.domain.problems import Problem

#: A typed value of a field: text, number, flag, date, moment, list of texts, or rows (see `fields.py`).
#: Lists and dicts are never changed in place.
Value = Any
Row = Mapping[str, Value]


#: The kind of lists that say none; they stand before the others.
TASK = "task"


class Item(msgspec.Struct, frozen=True):
    """One entry of a list, whatever its kind: an id and typed values by field id.

    A field that is empty is absent from `values`.  Keys the kind does not know are kept as plain text values.
    The properties name the fields that every kind shares (domain vocabulary, DESIGN §2).
    """

    id: str
    values: Mapping[str, Value] = {}

    def get(self, field: str) -> Value:
        """Give the value of `field`, or None when it is empty."""
        return self.values.get(field)

    def text(self, field: str) -> str:
        """Give the value of a text field, "" when it is empty or not text."""
        value = self.values.get(field)
        return value if isinstance(value, str) else ""

    def rows(self, field: str) -> Sequence[Row]:
        """Give the rows of a `rows` field, empty when there are none."""
        value = self.values.get(field)
        return cast("Sequence[Row]", value) if isinstance(value, list) else ()

    def day(self, field: str) -> date | None:
        """Give the value of a date field, None when it is empty or not a date."""
        value = self.values.get(field)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    @property
    def title(self) -> str:
        """标题."""
        return self.text("title")

    @property
    def lead(self) -> str:
        """牵头: id of the lead committee."""
        return self.text("lead")

    @property
    def co(self) -> Sequence[str]:
        """配合: ids of the supporting committees."""
        value = self.values.get("co")
        return value if isinstance(value, list) else ()

    @property
    def status(self) -> str:
        """状态: id of the state."""
        return self.text("status")

    @property
    def start(self) -> date | None:
        """Day the work may begin."""
        return self.day("start")

    @property
    def due(self) -> date | None:
        """完成时限: last day, included."""
        return self.day("due")

    @property
    def progress(self) -> int:
        """进度 in percent, 0 when not given."""
        value = self.values.get("progress")
        return value if isinstance(value, int) else 0

    @property
    def measure(self) -> int | None:
        """举措: number of the measure in the list's document."""
        value = self.values.get("measure")
        return value if isinstance(value, int) else None

    def committees(self) -> Iterator[str]:
        """Yield every committee that has a part in the item, lead first, each once."""
        seen = set()
        for name in (self.lead, *self.co, *(row.get("committee", "") for row in self.rows("assignments"))):
            if name and name not in seen:
                seen.add(name)
                yield name

    def with_values(self, changed: Mapping[str, Value]) -> Item:
        """Give the item with the fields of `changed` set, those that are None or empty removed."""
        values = {**self.values, **changed}
        return Item(self.id, {k: v for k, v in values.items() if v is not None and v != "" and v != []})


class TaskList(msgspec.Struct, frozen=True, dict=True):
    """One YAML file under `lists/`; `id` is its name without `.yaml`, `extra` the header keys we do not know."""

    id: str
    title: str = ""
    kind: str = TASK
    document: str = ""
    year: int | None = None
    issued: date | None = None
    items: tuple[Item, ...] = ()
    extra: Mapping[str, Value] = {}

    @property
    def path(self) -> str:
        """Path of the file in the workspace."""
        return f"lists/{self.id}.yaml"

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each item by id."""
        return {item.id: number for number, item in enumerate(self.items)}

    def item(self, item_id: str) -> Item | None:
        """Give the item with the id `item_id`, None when it is not in the list."""
        position = self.index.get(item_id)
        return None if position is None else self.items[position]


class Committee(msgspec.Struct, frozen=True):
    """委室: a working committee, special committee, office, street committee or deputies' group."""

    id: str
    name: str
    name_en: str = ""
    kind: str = ""

    def in_language(self, language: str) -> str:
        """Give the name in `language`, else the Chinese one."""
        return (self.name_en or self.name) if language.startswith("en") else self.name


class Person(msgspec.Struct, frozen=True):
    """人员: somebody who edits this workspace; `committee` is an id."""

    name: str
    committee: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()


class Measure(msgspec.Struct, frozen=True):
    """举措: one numbered measure of a document.

    It `implements` measures, by number, of the document that its own document implements.
    """

    number: int
    title: str
    section: str = ""
    goal: str = ""
    source: str = ""
    implements: tuple[int, ...] = ()


class DocumentState(StrEnum):
    """How far the drafting of a document has come."""

    STUDYING = "studying"
    DRAFTING = "drafting"
    APPROVED = "approved"
    ISSUED = "issued"
    REPORTED = "reported"


class Document(msgspec.Struct, frozen=True, dict=True):
    """文件: a source document; `id` is the name of its file without `.yaml`.

    It `implements` another one, named by its id here or in a member (`MEMBER/ID`); `years` are the first and the last
    one it is for.
    """

    id: str
    title: str
    issuer: str = ""
    doc_number: str = ""
    date: date | None = None
    implements: str = ""
    basis: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    source: str = ""
    kind: str = ""
    state: DocumentState | None = None
    years: tuple[int, int] | None = None

    @cached_property
    def measure(self) -> dict[int, Measure]:
        """The measures by number."""
        return {measure.number: measure for measure in self.measures}


class Event(msgspec.Struct, frozen=True):
    """会议: a meeting that deadlines count from; `date` is None while it is not fixed."""

    id: str
    name: str
    date: date | None = None
    source: str = ""


class CalendarChoice(msgspec.Struct, frozen=True):
    """Whose workdays count: a country (ISO 3166-1) and a part of it (ISO 3166-2), "" for the whole country."""

    country: str = "CN"
    subdivision: str = ""

    @property
    def name(self) -> str:
        """The codes as ISO 3166 joins them: `US-CA`."""
        return f"{self.country}-{self.subdivision}" if self.subdivision else self.country


class Member(msgspec.Struct, frozen=True):
    """Another organisation's workspace that this one reads."""

    name: str
    url: str = ""
    path: str = ""


class Settings(msgspec.Struct, frozen=True):
    """`tasklist.yaml`: the organisation and what its workspace is set to."""

    title: str = ""
    organisation: str = ""
    language: str = ""
    committees: tuple[Committee, ...] = ()
    people: tuple[Person, ...] = ()
    lights: LightRules = LightRules()
    members: tuple[Member, ...] = ()
    calendar: CalendarChoice = CalendarChoice()


class YearCalendar(msgspec.Struct, frozen=True):
    """`calendar/YYYY.yaml`: rest days and make-up workdays of one year, laid over what is known of it."""

    rest_days: tuple[date, ...] = ()
    work_days: tuple[date, ...] = ()
    source: str = ""


class Workspace(msgspec.Struct, frozen=True, dict=True):
    """Everything read from one workspace.  A file that cannot be read is in `problems` and missing elsewhere."""

    settings: Settings = Settings()
    kinds: Mapping[str, Kind] = {}
    lists: tuple[TaskList, ...] = ()
    documents: tuple[Document, ...] = ()
    events: tuple[Event, ...] = ()
    calendars: Mapping[int, YearCalendar] = {}
    problems: tuple[Problem, ...] = ()

    @cached_property
    def committee(self) -> dict[str, Committee]:
        """The committees by id."""
        return {committee.id: committee for committee in self.settings.committees}

    @cached_property
    def document(self) -> dict[str, Document]:
        """The documents by id."""
        return {document.id: document for document in self.documents}

    def task_list(self, list_id: str) -> TaskList | None:
        """Give the list with the id `list_id`, None when there is none."""
        return next((task_list for task_list in self.lists if task_list.id == list_id), None)

    def kind_of(self, task_list: TaskList) -> Kind:
        """Give the kind of a list; a list whose kind is missing shows its items with an empty kind."""
        return self.kinds.get(task_list.kind) or Kind(task_list.kind)

    def find(self, item_id: str) -> tuple[TaskList, Item] | None:
        """Give the list and the item with the id `item_id`, None when there is none."""
        for task_list in self.lists:
            if (item := task_list.item(item_id)) is not None:
                return task_list, item
        return None

    def committee_name(self, committee_id: str, language: str = "zh") -> str:
        """Give the name of a committee, or the id as written when the workspace does not know it."""
        committee = self.committee.get(committee_id)
        return committee.in_language(language) if committee else committee_id

    def number_of(self, task_list: TaskList, item: Item) -> str:
        """Give the number people see: `3.2` is the second item of measure 3; computed, never stored."""
        return _numbers(task_list).get(item.id, "")


def _numbers(task_list: TaskList) -> dict[str, str]:
    """Number the items of a list once; the result is kept on the (immutable) list."""
    cached = task_list.__dict__.get("_numbers")
    if cached is None:
        counts: dict[int | None, int] = {}
        cached = {}
        for item in task_list.items:
            measure = item.values.get("measure")
            measure = measure if isinstance(measure, int) else None
            counts[measure] = counts.get(measure, 0) + 1
            cached[item.id] = f"{measure}.{counts[measure]}" if measure is not None else str(counts[measure])
        task_list.__dict__["_numbers"] = cached
    return cast("dict[str, str]", cached)
