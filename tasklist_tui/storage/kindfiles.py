"""Kinds from YAML: the built-in ones, and the workspace's own or changed ones (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from tasklist_tui.domain import fields
from tasklist_tui.domain.kinds import Choice, Field, FieldType, Kind, Label, Stage, State, Transition
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.storage.sections import Notes, Section, unique
from tasklist_tui.storage.treelines import Place

_BUILTIN = Path(__file__).parent.parent / "kinds"
_LIMITS = ("workdays", "days", "weeks", "months", "years")
_BY = ("office", "lead", "any")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Part = TypeVar("Part", bound=_Named)


@cache
def builtin_files() -> Mapping[str, bytes]:
    """Give the built-in kind files, by the path that their problems are shown with."""
    return {f"kinds/{path.name}": path.read_bytes() for path in sorted(_BUILTIN.glob("*.yaml"))}


@cache
def builtin_kinds() -> Mapping[str, Kind]:
    """Give the built-in kinds by name."""
    return read_kinds({})[0]


def read_kinds(own: Mapping[str, bytes]) -> tuple[dict[str, Kind], tuple[Problem, ...]]:
    """Give the kinds of a workspace: the built-in ones with the files `own` (content by path) laid over them."""
    kinds: dict[str, Kind] = {}
    problems: list[Problem] = []
    for path, data in builtin_files().items():
        kind, found = load_kind(data, path)
        kinds[kind.kind] = kind
        problems.extend(found)
    given: dict[str, str] = {}
    for path, data in sorted(own.items()):
        kind, found = load_kind(data, path, kinds)
        problems.extend(found)
        if other := given.get(kind.kind):
            message = msg("the kind “{kind}” is declared in {path} too", kind=kind.kind, path=other)
            hint = msg("put both into one file; this one is laid over the other")
            problems.append(Problem(path, message, hint, field="kind", code="duplicate-id"))
        given[kind.kind] = path
        kinds[kind.kind] = kind
    return kinds, tuple(problems)


def load_kind(data: bytes, path: str, known: Mapping[str, Kind] | None = None) -> tuple[Kind, tuple[Problem, ...]]:
    """Give the kind that a file declares, laid over the one of the same name in `known`, and what is wrong with it.

    Fields, states and transitions of the same id take over what the file says about them and keep the rest; new ones
    come after the others.  What is wrong is left out; the rest of the kind works.
    """
    notes = Notes(path)
    name = PurePosixPath(path).stem
    section = notes.open(data)
    if section is None:
        return (known or {}).get(name) or Kind(name), notes.problems()
    name = section.text("kind", name)
    base = (known or {}).get(name) or Kind(name)
    reader = _KindReader(base)
    kind = Kind(
        name,
        title=section.label("title", base.title),
        fields=reader.fields(section, "fields", base.fields),
        states=reader.states(section),
        transitions=reader.transitions(section),
    )
    section.close()
    _Check(notes, kind, reader.places).all()
    return kind, notes.problems()


def _merged(base: Iterable[Part], changed: Iterable[Part]) -> tuple[Part, ...]:
    parts = {part.id: part for part in base}
    parts.update((part.id, part) for part in changed)
    return tuple(parts.values())


class _KindReader:
    """Reads the parts of a kind; `places` remembers where each one stands, for the checks of the whole."""

    def __init__(self, base: Kind) -> None:
        self.base = base
        self.places: dict[tuple[str, str], Place] = {}

    def fields(self, section: Section, key: str, base: tuple[Field, ...], inside: str = "") -> tuple[Field, ...]:
        old = {field.id: field for field in base}
        changed = []
        for name, part in unique(section.sections(key)):
            self.places["field", inside + name] = part.place
            changed.append(self._field(part, old.get(name) or Field(name), inside))
            part.close()
        return _merged(base, changed)

    def _field(self, part: Section, base: Field, inside: str) -> Field:
        return Field(
            base.id,
            type=part.word("type", FieldType, base.type),
            title=part.label("title", base.title),
            choices=self._choices(part) or base.choices,
            fields=self.fields(part, "fields", base.fields, f"{inside}{base.id}."),
            key=part.text("key", base.key),
            required=part.flag("required", default=base.required),
            required_in=part.texts("required_in", base.required_in),
            append_only=part.flag("append_only", default=base.append_only),
            read_only=part.flag("read_only", default=base.read_only),
            default=part.text("default", base.default),
            help=part.label("help", base.help),
        )

    def _choices(self, part: Section) -> tuple[Choice, ...]:
        choices: dict[str, Choice] = {}
        for entry in part.entries("choices"):
            if isinstance(entry, str):
                choices.setdefault(entry, Choice(entry))
            elif name := entry.required_text("id"):
                choices.setdefault(name, Choice(name, entry.label("title", Label())))
                entry.close()
        return tuple(choices.values())

    def states(self, section: Section) -> tuple[State, ...]:
        changed = []
        for name, part in unique(section.sections("states")):
            base = self.base.state.get(name) or State(name)
            self.places["state", name] = part.place
            changed.append(
                State(
                    name,
                    title=part.label("title", base.title),
                    stage=part.word("stage", Stage, base.stage),
                    final=part.flag("final", default=base.final),
                    limit=self._limit(part) if part.has("limit") else base.limit,
                    source=part.text("source", base.source),
                )
            )
            part.section("limit")
            part.close()
        return _merged(self.base.states, changed)

    def _limit(self, part: Section) -> dict[str, int]:
        section = part.section("limit")
        limit = {unit: number for unit in _LIMITS if (number := section.number(unit)) is not None}
        section.close()
        return limit

    def transitions(self, section: Section) -> tuple[Transition, ...]:
        old = {transition.id: transition for transition in self.base.transitions}
        changed = []
        for name, part in unique(section.sections("transitions")):
            base = old.get(name) or Transition(name, (), "")
            self.places["transition", name] = part.place
            transition = Transition(
                name,
                part.texts("from", base.origins),
                part.text("to", base.to),
                title=part.label("title", base.title),
                asks=part.texts("asks", base.asks),
                stamps=part.texts("stamps", base.stamps),
                clears=part.texts("clears", base.clears),
                sets=self._sets(part, base.sets),
                by=part.text("by", base.by),
                main=part.flag("main", default=base.main),
            )
            if transition.by not in _BY:
                part.not_among(transition.by, _BY, "by")
            changed.append(transition)
            part.close()
        return _merged(self.base.transitions, changed)

    def _sets(self, part: Section, base: dict[str, str]) -> dict[str, str]:
        section = part.section("sets")
        return {name: section.text(name) for name in section.keys()} if part.has("sets") else base  # noqa: SIM118


class _Check:
    """Checks of a whole kind: what its parts say about one another.  Each is noted where the file declares the part."""

    def __init__(self, notes: Notes, kind: Kind, places: Mapping[tuple[str, str], Place]) -> None:
        self.notes = notes
        self.kind = kind
        self.places = places

    def all(self) -> None:
        for transition in self.kind.transitions:
            self._transition(transition)
        for field in self.kind.fields:
            self._field(field, field.id)
        status = self.kind.field.get("status")
        if self.kind.states and (status is None or status.type is not FieldType.STATE):
            self.notes.add(
                ("states",),
                msg("a kind with states needs a field “status” of the type state"),
                msg("add to fields: - {{id: status, type: state}}"),
                "missing",
                Severity.WARNING,
            )

    def _transition(self, transition: Transition) -> None:
        place = self.places.get(("transition", transition.id), ("transitions",))
        for key, state in (*(("from", origin) for origin in transition.origins), ("to", transition.to)):
            if state not in self.kind.state:
                self._unknown_state((*place, key), state)
        if not transition.origins:
            hint = msg("add the states it leads out of: from: [{state}]", state=next(iter(self.kind.state), "…"))
            self.notes.add((*place, "from"), msg("“{name}” is missing", name="from"), hint, "missing")
        for key in ("asks", "stamps", "clears", "sets"):
            for name in getattr(transition, key):
                if name not in self.kind.field:
                    self.notes.add(
                        (*place, key),
                        msg("the kind {kind} has no field “{name}”", kind=self.kind.kind, name=name),
                        msg("possible: {ways}", ways=tuple(self.kind.field)),
                        "unknown-field",
                    )
        for name in transition.stamps:
            if name in self.kind.field and self.kind.field[name].type is not FieldType.DATE:
                message = msg("the field “{name}” is not of the type date", name=name)
                self.notes.add((*place, "stamps"), message, msg("name a field of the type date"))
        for name, text in transition.sets.items():
            if name in self.kind.field:
                try:
                    fields.parse(self.kind.field[name], text)
                except fields.FieldError as error:
                    hint = msg("give a value that fits the type of the field")
                    self.notes.add((*place, "sets", name), error.message, hint)

    def _field(self, field: Field, name: str) -> None:
        place = self.places.get(("field", name), ("fields",))
        for state in field.required_in:
            if state not in self.kind.state:
                self._unknown_state((*place, "required_in"), state)
        if field.key and field.key not in field.column:
            self.notes.add(
                (*place, "key"),
                msg("“{field}” has no column “{name}”", field=name, name=field.key),
                msg("possible: {ways}", ways=tuple(field.column)),
                "unknown-field",
            )
        for column in field.fields:
            self._field(column, f"{name}.{column.id}")

    def _unknown_state(self, place: Place, state: str) -> None:
        self.notes.add(
            place,
            msg("there is no state “{value}”", value=state),
            msg("possible: {ways}", ways=tuple(self.kind.state)),
            "unknown-state",
        )
