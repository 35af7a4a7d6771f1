"""Kinds are data: the fields and the workflow of the items of a list, as declared in YAML (DESIGN §4)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property

import msgspec

from tasklist_tui.domain.kindviews import Chain, View
from tasklist_tui.domain.labels import Label
from tasklist_tui.domain.periods import Period, Roll

__all__ = [
    "LIST_TYPES",
    "TEXT_TYPES",
    "Chain",
    "Choice",
    "Countdown",
    "CountdownStep",
    "Creation",
    "Field",
    "FieldType",
    "Kind",
    "Label",
    "Limit",
    "RowStep",
    "Stage",
    "State",
    "Transition",
    "View",
    "named_columns",
]


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
    TRANSITION = "transition"
    QUANTITY = "quantity"
    CHOICES = "choices"
    LINK = "link"
    LINKS = "links"
    DOCUMENT = "document"
    ROWLINK = "rowlink"


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
        FieldType.TRANSITION,
        FieldType.QUANTITY,
        FieldType.CHOICES,
        FieldType.LINK,
        FieldType.LINKS,
        FieldType.DOCUMENT,
        FieldType.ROWLINK,
    }
)

#: Types that hold several texts; the order says nothing, so a merge takes them as sets.
LIST_TYPES = frozenset({FieldType.COMMITTEES, FieldType.TEXTS, FieldType.CHOICES, FieldType.LINKS})


class Choice(msgspec.Struct, frozen=True):
    """One value a choice field may hold."""

    id: str
    title: Label = Label()


class Field(msgspec.Struct, frozen=True, dict=True):
    """One field of an item, or one column of a `rows` field.

    `key` names the column that identifies a row for as long as it lives (`id`, `committee`, `due`); rows without a
    key are identified by their content.  `append_only` rows are never edited or removed by a merge.

    A date field that people write as a phrase names the text field that keeps the words (`phrase`), the date field a
    period in them is counted from (`anchor`) and the field with the id of the meeting they count from (`meeting`);
    anchor and meeting are fields of the item, also for a column.

    `brief` says a row in few words, with columns in braces: `{level}（答复时限 {answer_due}）`.

    A link names the kinds it may lead `to` (none: any), and what the relation is called from the other end
    (`inverse`).  A rowlink holds the key of a row of the field `of` of the same item.  A number whose `default` is
    `$next` begins with the highest of its list and one, counted apart for each value of the field `per`.
    """

    id: str
    type: FieldType = FieldType.TEXT
    title: Label = Label()
    choices: tuple[Choice, ...] = ()
    fields: tuple[Field, ...] = ()
    key: str = ""
    brief: Label = Label()
    required: bool = False
    required_in: tuple[str, ...] = ()
    append_only: bool = False
    read_only: bool = False
    default: str = ""
    help: Label = Label()
    phrase: str = ""
    anchor: str = ""
    meeting: str = ""
    to: tuple[str, ...] = ()
    inverse: Label = Label()
    of: str = ""
    per: str = ""

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


def named_columns(brief: str) -> tuple[str, ...]:
    """Give the columns that a `brief` names in braces."""
    return tuple(_COLUMN.findall(brief))


_COLUMN = re.compile(r"\{(\w+)\}")


class Stage(StrEnum):
    """What a state means for deadlines and counts, whatever a kind calls it."""

    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    SUBMITTED = "submitted"
    DONE = "done"
    DROPPED = "dropped"


class Limit(msgspec.Struct, frozen=True):
    """The time an item may stay in a state: a period from the day it entered it, or from the date field `since`.

    `roll` says where an end on a rest day goes (民法典 203: to the next workday).
    """

    period: Period
    since: str = ""
    roll: Roll = Roll.FORWARD


class State(msgspec.Struct, frozen=True):
    """One state of a workflow; `limit` is the time an item may stay in it, with the `source` that sets it.

    `confirm` says what about the source has to be confirmed for the place (待核), in any of these declarations.
    """

    id: str
    title: Label = Label()
    stage: Stage = Stage.ACTIVE
    final: bool = False
    limit: Limit | None = None
    source: str = ""
    confirm: Label = Label()


class RowStep(msgspec.Struct, frozen=True):
    """What a transition does to the rows of the field `of`: it adds one, or changes the newest where `where` holds.

    `where` gives columns and the text they must have, "" for an empty one.  `asks` are columns a person fills in, all
    of them needed; `optional` ones may stay empty.  `fills` gives columns a value: text, or one of the words
    $today, $now, $me (who does it), $why (the reason given), or $ and a field of the item.  `suggests` gives what a
    form begins with: a deadline phrase for a date (5个工作日内), $next for the choice after that of the newest row.
    `after` gives columns the date field of the item that their day must be later than.

    A transition is refused once there are `at_most` rows where `counted` holds, None setting no bound, and while there
    is a row where `unless` holds: an extension is not asked for while another one waits.
    """

    of: str
    where: dict[str, str] = {}
    asks: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    fills: dict[str, str] = {}
    suggests: dict[str, str] = {}
    after: dict[str, str] = {}
    at_most: int | None = None
    counted: dict[str, str] = {}
    unless: dict[str, str] = {}

    @property
    def adds(self) -> bool:
        """Whether a row is added, rather than one changed."""
        return not self.where


class Creation(msgspec.Struct, frozen=True):
    """New items that a transition makes: one of `kind`, or one for each row of the field `each`.

    Rows count where `where` holds and their column `back` is empty; `back` then gets the link to the new item, without
    `each` it is a field of the item.  `fill` gives fields of the new item their value: text, or `$item` (the link
    back), `$field`, `$row.column`, `$today`, `$me`.
    """

    kind: str
    each: str = ""
    where: dict[str, str] = {}
    fill: dict[str, str] = {}
    back: str = ""


class Transition(msgspec.Struct, frozen=True, rename={"origins": "from"}):
    """A way from one state to another; without `to` it leaves the item in its state (催办, 延期).

    `asks` are fields that must not be empty; `stamps` are date fields set to today; `clears` are emptied; `sets` gives
    other fields a value, where `$column` is that column of the row of `row`; `explain` asks for a reason.  It applies
    only while the fields of `when` have the values given, and up to the day in the date field `before`.  `limit` takes
    the place of that of the state it leads to.  `by` says who should do it (`office`, `lead` or `any`), which the app
    warns about.  It `creates` items of another kind, and is refused while the chain `whole` has gaps.
    """

    id: str
    origins: tuple[str, ...]
    to: str = ""
    title: Label = Label()
    asks: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    sets: dict[str, str] = {}
    row: RowStep | None = None
    explain: bool = False
    when: dict[str, str] = {}
    before: str = ""
    limit: Limit | None = None
    source: str = ""
    confirm: Label = Label()
    by: str = "any"
    main: bool = False
    creates: Creation | None = None
    whole: str = ""


class CountdownStep(msgspec.Struct, frozen=True):
    """One milestone of a countdown: its title, and its day as a deadline phrase that counts from the meeting."""

    title: Label
    phrase: str


class Countdown(msgspec.Struct, frozen=True):
    """Milestones counted from a meeting (会前20日 …), with the `source` that sets them."""

    id: str
    title: Label = Label()
    steps: tuple[CountdownStep, ...] = ()
    source: str = ""
    confirm: Label = Label()


class Kind(msgspec.Struct, frozen=True, dict=True):
    """Fields and workflow of the items of a list.  The first state is the one new items start in."""

    kind: str
    title: Label = Label()
    fields: tuple[Field, ...] = ()
    states: tuple[State, ...] = ()
    transitions: tuple[Transition, ...] = ()
    countdowns: tuple[Countdown, ...] = ()
    chains: tuple[Chain, ...] = ()
    views: tuple[View, ...] = ()

    @cached_property
    def field(self) -> dict[str, Field]:
        """The fields by id, in the order declared."""
        return {field.id: field for field in self.fields}

    @cached_property
    def state(self) -> dict[str, State]:
        """The states by id, in the order declared."""
        return {state.id: state for state in self.states}

    @cached_property
    def limits_by_step(self) -> bool:
        """Whether some transition sets a time limit of its own."""
        return any(transition.limit is not None for transition in self.transitions)

    @cached_property
    def transition(self) -> dict[str, Transition]:
        """The transitions by id, in the order declared."""
        return {transition.id: transition for transition in self.transitions}

    @cached_property
    def chain(self) -> dict[str, Chain]:
        """The chains of linked lists by id, in the order declared."""
        return {chain.id: chain for chain in self.chains}

    def transitions_from(self, state: str) -> tuple[Transition, ...]:
        """Give the transitions that lead out of `state`, main one first, else in the order declared."""
        leading = [t for t in self.transitions if state in t.origins]
        return tuple(sorted(leading, key=lambda t: not t.main))
