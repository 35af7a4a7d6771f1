"""Checks of what a kind says about lists that belong together, other kinds, and its views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from tasklist_tui.domain.chains import link_column
from tasklist_tui.domain.kinds import Chain, Creation, Field, FieldType, Kind, View
from tasklist_tui.domain.kindviews import (
    COUNT,
    ITEMS,
    LIGHT,
    TOGETHER,
    CalendarView,
    ChainView,
    MatrixView,
    RegisterView,
    RosterView,
)
from tasklist_tui.domain.links import LINK_TYPES
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.problems import Severity
from tasklist_tui.storage.kindparts import Part, Places
from tasklist_tui.storage.sections import Notes
from tasklist_tui.storage.treelines import Place

_NUMBERS = frozenset({FieldType.QUANTITY, FieldType.NUMBER})
_ROWS = frozenset({FieldType.ROWS})
_DATES = frozenset({FieldType.DATE, FieldType.MOMENT})
#: What `fill` may say instead of a field.
_WORDS = frozenset({"item", "today", "now", "me"})


def check_links(notes: Notes, kind: Kind, places: Places) -> None:
    """Note what is wrong with the chains and views of `kind`, as far as the kind alone tells."""
    _Check(notes, kind, places).alone()


def check_across(notes: Notes, kind: Kind, places: Places, kinds: Mapping[str, Kind]) -> None:
    """Note what `kind` says about other kinds that they do not agree with."""
    _Check(notes, kind, places).across(kinds)


class _Check:
    def __init__(self, notes: Notes, kind: Kind, places: Places) -> None:
        self.notes, self.kind, self.places = notes, kind, places

    def alone(self) -> None:
        for chain in self._declared("chain", self.kind.chains):
            self._chain(chain, self.places["chain", chain.id])
        for view in self._declared("view", self.kind.views):
            self._view(view, self.places["view", view.id])
        for transition in self._declared("transition", self.kind.transitions):
            place = self.places["transition", transition.id]
            if transition.whole and transition.whole not in self.kind.chain:
                self._unknown((*place, "whole"), msg("chain"), transition.whole, self.kind.chain)
            if transition.creates is not None:
                self._creation(transition.creates, (*place, "creates"))

    def across(self, kinds: Mapping[str, Kind]) -> None:
        for (part, name), place in self.places.items():
            if part == "field":
                for wanted in self._field_at(name).to:
                    if wanted not in kinds:
                        self._unknown((*place, "to"), msg("kind"), wanted, kinds)
        for transition in self._declared("transition", self.kind.transitions):
            if (creation := transition.creates) is not None:
                self._other((*self.places["transition", transition.id], "creates"), creation, kinds)
        for view in self._declared("view", self.kind.views):
            if isinstance(view, RosterView):
                self._used_by(view, (*self.places["view", view.id], "used_by"), kinds)

    def _field_at(self, name: str) -> Field:
        """Give the field at `field` or `field.column`; only one level of rows is declared."""
        fields, found = self.kind.field, Field(name)
        for step in name.split("."):
            found = fields.get(step, found)
            fields = found.column
        return found

    def _declared(self, part: str, known: Iterable[Part]) -> list[Part]:
        """Give the parts that this file declares; what others declare is told there."""
        return [one for one in known if (part, one.id) in self.places]

    def _chain(self, chain: Chain, place: Place) -> None:
        for name in chain.lists:
            self._field((*place, "lists"), name, _ROWS)
        if len(chain.lists) < 2:
            self.notes.add(
                (*place, "lists"),
                msg("a chain links two lists or more"),
                msg("name fields of the type rows, in order: lists: [problems, suggestions]"),
            )
        for before, after in pairwise(chain.lists):
            field = self.kind.field.get(after)
            if field is None or field.type is not FieldType.ROWS or before not in self.kind.field:
                continue
            if link_column(field, before) is None:
                self.notes.add(
                    (*place, "lists"),
                    msg("the entries of “{after}” cannot name those of “{before}”", after=after, before=before),
                    msg(
                        "add a column to “{after}”: {{id: …, type: rowlink, of: {before}}}", after=after, before=before
                    ),
                    "unknown-field",
                )

    def _view(self, view: View, place: Place) -> None:
        match view:
            case MatrixView():
                self._matrix(view, place)
            case RegisterView():
                self._field((*place, "planned"), view.planned, _NUMBERS)
                self._field((*place, "actual"), view.actual, _NUMBERS)
                if view.by:
                    self._field((*place, "by"), view.by)
            case ChainView():
                if view.chain not in self.kind.chain:
                    self._unknown((*place, "chain"), msg("chain"), view.chain, self.kind.chain)
            case CalendarView():
                self._field((*place, "date"), view.date, _DATES)
                if view.by:
                    self._field((*place, "by"), view.by)

    def _matrix(self, view: MatrixView, place: Place) -> None:
        known: Mapping[str, Field] = self.kind.field
        if view.of:
            self._field((*place, "of"), view.of, _ROWS)
            rows = self.kind.field.get(view.of)
            known = {**known, **(rows.column if rows is not None else {})}
        for key, axis in (("rows", view.rows), ("columns", view.columns)):
            for name in axis.split(TOGETHER):
                if name != ITEMS:
                    self._field((*place, key), name, known=known)
        if view.cell not in {COUNT, LIGHT}:
            self._field((*place, "cell"), view.cell, known=known)

    def _creation(self, creation: Creation, place: Place) -> None:
        rows = self.kind.field.get(creation.each)
        if creation.each:
            self._field((*place, "each"), creation.each, _ROWS)
        known = rows.column if rows is not None else self.kind.field
        for name in creation.where:
            self._field((*place, "where"), name, known=known)
        if creation.back:
            self._field((*place, "back"), creation.back, LINK_TYPES, known)
        elif creation.each:
            self.notes.add(
                place,
                msg("nothing says which entries have been taken over"),
                msg("add a column of the type link, and name it in “back”"),
                "missing",
                Severity.WARNING,
            )
        for name, text in creation.fill.items():
            if text.startswith("$row."):
                column = text.removeprefix("$row.")
                self._field((*place, "fill", name), column, known=rows.column if rows is not None else {})
            elif text.startswith("$") and text[1:] not in _WORDS:
                self._field((*place, "fill", name), text[1:])

    def _other(self, place: Place, creation: Creation, kinds: Mapping[str, Kind]) -> None:
        other = kinds.get(creation.kind)
        if other is None:
            self._unknown((*place, "kind"), msg("kind"), creation.kind, kinds)
            return
        for name in creation.fill:
            if name not in other.field:
                self._no_field((*place, "fill", name), other.kind, name, other.field)

    def _used_by(self, view: RosterView, place: Place, kinds: Mapping[str, Kind]) -> None:
        other = kinds.get(view.used_by.kind)
        if other is None:
            if view.used_by.kind:
                self._unknown((*place, "kind"), msg("kind"), view.used_by.kind, kinds)
            return
        self._field((*place, "field"), view.used_by.field, LINK_TYPES, other.field, other.kind)
        if view.used_by.date:
            self._field((*place, "date"), view.used_by.date, _DATES, other.field, other.kind)

    def _field(
        self,
        place: Place,
        name: str,
        types: frozenset[FieldType] = frozenset(),
        known: Mapping[str, Field] | None = None,
        kind: str = "",
    ) -> None:
        """Note that a field or column is not there, or not of a type that serves."""
        known = self.kind.field if known is None else known
        field = known.get(name)
        if field is None:
            self._no_field(place, kind or self.kind.kind, name, known)
        elif types and field.type not in types:
            wanted = tuple(sorted(kind.value for kind in types))
            self.notes.add(
                place,
                msg("the field “{name}” is not of the type {type}", name=name, type=wanted[0]),
                msg("possible: {ways}", ways=tuple(f.id for f in known.values() if f.type in types) or wanted),
            )

    def _no_field(self, place: Place, kind: str, name: str, known: Iterable[str]) -> None:
        self.notes.add(
            place,
            msg("the kind {kind} has no field “{name}”", kind=kind, name=name),
            msg("possible: {ways}", ways=tuple(known)),
            "unknown-field",
        )

    def _unknown(self, place: Place, what: object, name: str, known: Iterable[str]) -> None:
        self.notes.add(
            place,
            msg("there is no {what} “{name}”", what=what, name=name),
            msg("possible: {ways}", ways=tuple(known)),
            f"unknown-{what}",
        )
