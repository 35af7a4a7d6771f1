"""Checks of a whole kind: what its parts say about one another."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Limit, RowStep, Transition, named_columns
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.problems import Severity
from tasklist_tui.storage.kindstates import check_states
from tasklist_tui.storage.sections import Notes
from tasklist_tui.storage.treelines import Place

_TEXT = frozenset({FieldType.TEXT, FieldType.LONGTEXT})
_ROWS = frozenset({FieldType.ROWS})
#: What a default may say instead of a value.
_BEGINNINGS = ("$next", "$today", "$year", "$me")
_DATE = frozenset({FieldType.DATE})


def check_kind(notes: Notes, kind: Kind, places: Mapping[tuple[str, str], Place]) -> None:
    """Note what is wrong with `kind`, each thing where the file declares the part (`places`)."""
    _Check(notes, kind, places).all()


class _Check:
    def __init__(self, notes: Notes, kind: Kind, places: Mapping[tuple[str, str], Place]) -> None:
        self.notes = notes
        self.kind = kind
        self.places = places

    def all(self) -> None:
        for transition in self.kind.transitions:
            self._transition(transition)
        for field in self.kind.fields:
            self._field(field, field.id)
        check_states(self.kind, self._note_state)
        for state in self.kind.states:
            self._limit(state.limit, self.places.get(("state", state.id), ("states",)))
        status = self.kind.field.get("status")
        if self.kind.states and (status is None or status.type is not FieldType.STATE):
            self.notes.add(
                ("states",),
                msg("a kind with states needs a field “status” of the type state"),
                msg("add to fields: - {{id: status, type: state}}"),
                "missing",
                Severity.WARNING,
            )

    def _note_state(self, state: str, message: Message, hint: Message, code: str, severity: Severity) -> None:
        self.notes.add(self.places.get(("state", state), ("states",)), message, hint, code, severity)

    def _transition(self, transition: Transition) -> None:
        place = self.places.get(("transition", transition.id), ("transitions",))
        for origin in transition.origins:
            if origin not in self.kind.state:
                self._unknown_state((*place, "from"), origin)
        if transition.to and transition.to not in self.kind.state:
            self._unknown_state((*place, "to"), transition.to)
        if not transition.origins:
            hint = msg("add the states it leads out of: from: [{state}]", state=next(iter(self.kind.state), "…"))
            self.notes.add((*place, "from"), msg("“{name}” is missing", name="from"), hint, "missing")
        if not (transition.to or transition.row or transition.sets or transition.creates):
            hint = msg("add the state it leads to (to: …), or the row it adds (row: …)")
            self.notes.add(place, msg("the transition “{name}” does nothing", name=transition.id), hint, "missing")
        for key in ("asks", "stamps", "clears", "sets", "when"):
            for name in getattr(transition, key):
                self._known_field((*place, key), name)
        for name in transition.stamps:
            self._known_field((*place, "stamps"), name, _DATE)
        if transition.before:
            self._known_field((*place, "before"), transition.before, _DATE)
        self._limit(transition.limit, place)
        if transition.row is not None:
            self._row(transition.row, (*place, "row"))
        self._filled(self.kind.field, transition.sets, (*place, "sets"))
        self._filled(self.kind.field, transition.when, (*place, "when"))

    def _row(self, step: RowStep, place: Place) -> None:
        field = self.kind.field.get(step.of)
        if field is None or field.type is not FieldType.ROWS:
            rows = tuple(f.id for f in self.kind.fields if f.type is FieldType.ROWS)
            message = msg("“{name}” is no field of rows", name=step.of)
            self.notes.add((*place, "of"), message, msg("possible: {ways}", ways=rows), "unknown-field")
            return
        for key in ("where", "asks", "optional", "fills", "suggests", "after", "counted", "unless"):
            for name in getattr(step, key):
                if name not in field.column:
                    self._no_column((*place, key), field, name)
        for column, name in step.after.items():
            self._known_field((*place, "after", column), name, _DATE)
        self._filled(field.column, step.fills, (*place, "fills"))

    def _filled(self, known: Mapping[str, Field], given: Mapping[str, str], place: Place) -> None:
        for name, text in given.items():
            if name in known and text and not text.startswith("$"):
                self._fits(known[name], text, (*place, name))

    def _fits(self, field: Field, text: str, place: Place) -> None:
        """Note that a field cannot have the value `text`."""
        try:
            fields.parse(field, text)
        except fields.FieldError as error:
            self.notes.add(place, error.message, msg("give a value that fits the type of the field"))
        choices = [choice.id for choice in field.choices]
        if field.type in {FieldType.CHOICE, FieldType.CHOICES} and choices and text not in choices:
            self.notes.add(
                place,
                msg("“{value}” is not one of the choices", value=text),
                msg("possible: {ways}", ways=tuple(choices)),
                "unknown-choice",
            )

    def _limit(self, limit: Limit | None, place: Place) -> None:
        if limit is not None and limit.since:
            self._known_field((*place, "limit", "from"), limit.since, _DATE)

    def _known_field(self, place: Place, name: str, types: frozenset[FieldType] = frozenset()) -> None:
        field = self.kind.field.get(name)
        if field is None:
            self.notes.add(
                place,
                msg("the kind {kind} has no field “{name}”", kind=self.kind.kind, name=name),
                msg("possible: {ways}", ways=tuple(self.kind.field)),
                "unknown-field",
            )
        elif types and field.type not in types:
            wanted = min(types)
            message = msg("the field “{name}” is not of the type {type}", name=name, type=wanted.value)
            self.notes.add(place, message, msg("name a field of the type {type}", type=wanted.value))

    def _field(self, field: Field, name: str) -> None:
        place = self.places.get(("field", name), ("fields",))
        for state in field.required_in:
            if state not in self.kind.state:
                self._unknown_state((*place, "required_in"), state)
        if field.key and field.key not in field.column:
            self._no_column((*place, "key"), field, field.key)
        for language in (field.brief.zh, field.brief.en):
            for column_name in named_columns(language):
                if column_name not in field.column:
                    self._no_column((*place, "brief"), field, column_name)
        if field.anchor:
            self._known_field((*place, "anchor"), field.anchor, _DATE)
        if field.meeting:
            self._known_field((*place, "meeting"), field.meeting, _TEXT)
        self._phrase(field, name, place)
        self._default(field, place)
        if field.per:
            self._known_field((*place, "per"), field.per)
        if field.type is FieldType.ROWLINK:
            self._known_field((*place, "of"), field.of, _ROWS)
        for column in field.fields:
            self._field(column, f"{name}.{column.id}")

    def _default(self, field: Field, place: Place) -> None:
        """Check that a field can begin with its default."""
        if field.default == "$next" and field.type is not FieldType.NUMBER:
            message = msg("only a number can begin with the next one")
            self.notes.add((*place, "default"), message, msg("give the field the type number, or another default"))
        elif field.default.startswith("$") and field.default not in _BEGINNINGS:
            message = msg("“{value}” is not one of the choices", value=field.default)
            self.notes.add((*place, "default"), message, msg("possible: {ways}", ways=_BEGINNINGS), "unknown-choice")
        elif field.default and not field.default.startswith("$"):
            self._fits(field, field.default, (*place, "default"))

    def _phrase(self, field: Field, name: str, place: Place) -> None:
        """Check that the words of a date stand in a text field beside it."""
        if not field.phrase:
            return
        outer = self.kind.field.get(name.partition(".")[0]) if "." in name else None
        beside = outer.column if outer is not None else self.kind.field
        words = beside.get(field.phrase)
        if words is None or words.type not in _TEXT:
            texts = tuple(other.id for other in beside.values() if other.type in _TEXT)
            message = msg("“{name}” is no text field beside “{field}”", name=field.phrase, field=name)
            self.notes.add((*place, "phrase"), message, msg("possible: {ways}", ways=texts), "unknown-field")

    def _no_column(self, place: Place, field: Field, name: str) -> None:
        self.notes.add(
            place,
            msg("“{field}” has no column “{name}”", field=field.id, name=name),
            msg("possible: {ways}", ways=tuple(field.column)),
            "unknown-field",
        )

    def _unknown_state(self, place: Place, state: str) -> None:
        self.notes.add(
            place,
            msg("there is no state “{value}”", value=state),
            msg("possible: {ways}", ways=tuple(self.kind.state)),
            "unknown-state",
        )
