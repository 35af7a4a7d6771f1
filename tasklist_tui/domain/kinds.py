"""Kinds are data: the fields and the workflow of the items of a list, as declared in YAML (DESIGN §4)."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

import msgspec


class FieldType(StrEnum):
    """What a field holds; the type decides how text is read, checked, edited, compared and merged."""

    TEXT = "text"
    LONGTEXT = "longtext"
    NUMBER = "number"
    PERCENT = "percent"
    FLAG = "flag"
    CHOICE = "choice"
    DATE = "date"
    MOMENT = "moment"
    STATE = "state"
    COMMITTEE = "committee"
    COMMITTEES = "committees"
    MEASURE = "measure"
    TEXTS = "texts"
    ROWS = "rows"


#: Types whose text must be kept exactly as typed (`007`, `no`, `1:30`).
TEXT_TYPES = frozenset(
    {
        FieldType.TEXT,
        FieldType.LONGTEXT,
        FieldType.CHOICE,
        FieldType.STATE,
        FieldType.COMMITTEE,
        FieldType.COMMITTEES,
        FieldType.TEXTS,
    }
)


class Label(msgspec.Struct, frozen=True):
    """A name in the languages of the interface."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Give the name in `language` (`zh` or `en`), else in the other one."""
        return (self.en or self.zh) if language.startswith("en") else (self.zh or self.en)


class Choice(msgspec.Struct, frozen=True):
    """One value a choice field may hold."""

    id: str
    title: Label = Label()


class Field(msgspec.Struct, frozen=True, dict=True):
    """One field of an item, or one column of a `rows` field.

    `key` names the column that identifies a row for as long as it lives (`id`, `committee`, `due`); rows without a
    key are identified by their content.  `append_only` rows are never edited or removed by a merge.
    """

    id: str
    type: FieldType = FieldType.TEXT
    title: Label = Label()
    choices: tuple[Choice, ...] = ()
    fields: tuple[Field, ...] = ()
    key: str = ""
    required: bool = False
    required_in: tuple[str, ...] = ()
    append_only: bool = False
    read_only: bool = False
    default: str = ""
    help: Label = Label()

    @cached_property
    def column(self) -> dict[str, Field]:
        """The columns of a `rows` field by id."""
        return {field.id: field for field in self.fields}

    def choice_label(self, value: str, language: str) -> str:
        """Give the label of the choice `value`, or the value itself when it is not one of the choices."""
        for choice in self.choices:
            if choice.id == value:
                return choice.title.in_language(language) or value
        return value


class Stage(StrEnum):
    """What a state means for deadlines and counts, whatever a kind calls it."""

    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    DONE = "done"
    DROPPED = "dropped"


class State(msgspec.Struct, frozen=True):
    """One state of a workflow; `limit` is the time an item may stay in it, with the `source` that sets it."""

    id: str
    title: Label = Label()
    stage: Stage = Stage.ACTIVE
    final: bool = False
    limit: dict[str, int] = {}
    source: str = ""


class Transition(msgspec.Struct, frozen=True, rename={"origins": "from"}):
    """A way from one state to another.

    `asks` are fields that must not be empty; `stamps` are date fields set to today; `clears` are emptied; `sets` gives
    other fields a value; `by` says who should do it (`office`, `lead` or `any`), which the app warns about.
    """

    id: str
    origins: tuple[str, ...]
    to: str
    title: Label = Label()
    asks: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    sets: dict[str, str] = {}
    by: str = "any"
    main: bool = False


class Kind(msgspec.Struct, frozen=True, dict=True):
    """Fields and workflow of the items of a list.  The first state is the one new items start in."""

    kind: str
    title: Label = Label()
    fields: tuple[Field, ...] = ()
    states: tuple[State, ...] = ()
    transitions: tuple[Transition, ...] = ()

    @cached_property
    def field(self) -> dict[str, Field]:
        """The fields by id, in the order declared."""
        return {field.id: field for field in self.fields}

    @cached_property
    def state(self) -> dict[str, State]:
        """The states by id, in the order declared."""
        return {state.id: state for state in self.states}

    def transitions_from(self, state: str) -> tuple[Transition, ...]:
        """Give the transitions that lead out of `state`, main one first, else in the order declared."""
        leading = [t for t in self.transitions if state in t.origins]
        return tuple(sorted(leading, key=lambda t: not t.main))
