"""Kinds from YAML: the built-in ones, and the workspace's own or changed ones (DESIGN §4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from tasklist_tui.domain.kinds import (
    Choice,
    Countdown,
    CountdownStep,
    Creation,
    Field,
    FieldType,
    Kind,
    Label,
    Limit,
    RowStep,
    Stage,
    State,
    Transition,
)
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.periods import Period, Roll, Unit
from tasklist_tui.domain.problems import Problem
from tasklist_tui.storage.kindcheck import check_kind
from tasklist_tui.storage.kindlinks import check_across, check_links
from tasklist_tui.storage.kindparts import Places, merged_parts, texts_by_name
from tasklist_tui.storage.kindviews import read_chains, read_views
from tasklist_tui.storage.sections import Notes, Section, unique

_BUILTIN = Path(__file__).parent.parent / "kinds"
_BY = ("office", "lead", "any")


@cache
def builtin_files() -> Mapping[str, bytes]:
    """Give the built-in kind files, by the path that their problems are shown with."""
    return {f"kinds/{path.name}": path.read_bytes() for path in sorted(_BUILTIN.glob("*.yaml"))}


@cache
def builtin_kinds() -> Mapping[str, Kind]:
    """Give the built-in kinds by name."""
    return _builtin()[0]


def read_kinds(own: Mapping[str, bytes]) -> tuple[dict[str, Kind], tuple[Problem, ...]]:
    """Give the kinds of a workspace: the built-in ones with the files `own` (content by path) laid over them."""
    if own:
        return _read_all(own)
    kinds, problems = _builtin()
    return dict(kinds), problems


@cache
def _builtin() -> tuple[Mapping[str, Kind], tuple[Problem, ...]]:
    """Read the built-in kinds once: they take 0.1 s."""
    return _read_all({})


def _read_all(own: Mapping[str, bytes]) -> tuple[dict[str, Kind], tuple[Problem, ...]]:
    kinds: dict[str, Kind] = {}
    read: list[_Read] = []
    for path, data in builtin_files().items():
        read.append(_read(data, path, {}))
        kinds[read[-1].kind.kind] = read[-1].kind
    given: dict[str, str] = {}
    twice: list[Problem] = []
    for path, data in sorted(own.items()):
        read.append(_read(data, path, kinds))
        kind = read[-1].kind
        if other := given.get(kind.kind):
            message = msg("the kind “{kind}” is declared in {path} too", kind=kind.kind, path=other)
            hint = msg("put both into one file; this one is laid over the other")
            twice.append(Problem(path, message, hint, field="kind", code="duplicate-id"))
        given[kind.kind] = path
        kinds[kind.kind] = kind
    for one in read:
        check_across(one.notes, one.kind, one.places, kinds)
    return kinds, (*(problem for one in read for problem in one.notes.problems()), *twice)


def load_kind(data: bytes, path: str, known: Mapping[str, Kind] | None = None) -> tuple[Kind, tuple[Problem, ...]]:
    """Give the kind that a file declares, laid over the one of the same name in `known`, and what is wrong with it.

    Fields, states and transitions of the same id take over what the file says about them and keep the rest; new ones
    come after the others.  What is wrong is left out; the rest of the kind works.  What it says about other kinds is
    held against `known`, where that is given.
    """
    read = _read(data, path, known or {})
    if known is not None:
        check_across(read.notes, read.kind, read.places, {**known, read.kind.kind: read.kind})
    return read.kind, read.notes.problems()


class _Read(NamedTuple):
    """A kind as a file declares it, with what there is to say about it and where its parts stand."""

    kind: Kind
    notes: Notes
    places: Places


def _read(data: bytes, path: str, known: Mapping[str, Kind]) -> _Read:
    notes = Notes(path)
    name = PurePosixPath(path).stem
    section = notes.open(data)
    if section is None:
        return _Read(known.get(name) or Kind(name), notes, {})
    name = section.text("kind", name)
    base = known.get(name) or Kind(name)
    reader = _KindReader(base)
    kind = Kind(
        name,
        title=section.label("title", base.title),
        fields=reader.fields(section, "fields", base.fields),
        states=reader.states(section),
        transitions=reader.transitions(section),
        countdowns=reader.countdowns(section),
        chains=read_chains(section, base.chains, reader.places),
        views=read_views(section, base.views, reader.places),
    )
    section.close()
    check_kind(notes, kind, reader.places)
    check_links(notes, kind, reader.places)
    return _Read(kind, notes, reader.places)


class _KindReader:
    """Reads the parts of a kind; `places` remembers where each one stands, for the checks of the whole."""

    def __init__(self, base: Kind) -> None:
        self.base = base
        self.places: Places = {}

    def fields(self, section: Section, key: str, base: tuple[Field, ...], inside: str = "") -> tuple[Field, ...]:
        old = {field.id: field for field in base}
        changed = []
        for name, part in unique(section.sections(key)):
            self.places["field", inside + name] = part.place
            changed.append(self._field(part, old.get(name) or Field(name), inside))
            part.close()
        return merged_parts(base, changed)

    def _field(self, part: Section, base: Field, inside: str) -> Field:
        return Field(
            base.id,
            type=part.word("type", FieldType, base.type),
            title=part.label("title", base.title),
            choices=self._choices(part) or base.choices,
            fields=self.fields(part, "fields", base.fields, f"{inside}{base.id}."),
            key=part.text("key", base.key),
            brief=part.label("brief", base.brief),
            required=part.flag("required", default=base.required),
            required_in=part.texts("required_in", base.required_in),
            append_only=part.flag("append_only", default=base.append_only),
            read_only=part.flag("read_only", default=base.read_only),
            default=part.text("default", base.default),
            help=part.label("help", base.help),
            phrase=part.text("phrase", base.phrase),
            anchor=part.text("anchor", base.anchor),
            meeting=part.text("meeting", base.meeting),
            to=part.texts("to", base.to),
            inverse=part.label("inverse", base.inverse),
            of=part.text("of", base.of),
            per=part.text("per", base.per),
        )

    def _choices(self, part: Section) -> tuple[Choice, ...]:
        choices: dict[str, Choice] = {}
        for entry in part.entries("choices"):
            if isinstance(entry, str):
                choice = Choice(entry)
            else:
                choice = Choice(entry.required_text("id"), entry.label("title", Label()))
                entry.close()
            if choice.id in choices:
                message = msg("“{id}” is there twice", id=choice.id)
                hint = msg("give one of them another name; the second one is left out")
                part.notes.add(part.at("choices"), message, hint, "duplicate-id")
            elif choice.id:
                choices[choice.id] = choice
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
                    **self._limited(part, base),
                )
            )
            part.close()
        return merged_parts(self.base.states, changed)

    def _limited(self, part: Section, base: State | Transition) -> dict[str, Any]:
        """Give the time limit of a part, and what sets it; the source may stand inside of the limit too."""
        limit, source, confirm = base.limit, part.text("source", base.source), part.label("confirm", base.confirm)
        if part.has("limit"):
            section = part.section("limit")
            limit = self._limit(section)
            source, confirm = section.text("source", source), section.label("confirm", confirm)
            section.close()
        return {"limit": limit, "source": source, "confirm": confirm}

    def _limit(self, section: Section) -> Limit | None:
        given = [(number, unit) for unit in Unit if (number := section.number(unit.value)) is not None]
        since, roll = section.text("from"), section.word("roll", Roll, Roll.FORWARD)
        if len(given) == 1 and given[0][0] > 0:
            return Limit(Period(*given[0]), since, roll)
        if given or not any(section.has(unit.value) for unit in Unit):
            hint = msg("for example limit: {{workdays: 5}}; possible units: {ways}", ways=tuple(Unit))
            section.notes.add(section.place, msg("a limit is one number of days, workdays, months …"), hint)
        return None

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
                sets=texts_by_name(part, "sets", base.sets),
                row=self._row_step(part, base.row),
                explain=part.flag("explain", default=base.explain),
                when=texts_by_name(part, "when", base.when),
                before=part.text("before", base.before),
                **self._limited(part, base),
                by=part.text("by", base.by),
                main=part.flag("main", default=base.main),
                creates=self._creation(part, base.creates),
                whole=part.text("whole", base.whole),
            )
            if transition.by not in _BY:
                part.not_among(transition.by, _BY, "by")
            changed.append(transition)
            part.close()
        return merged_parts(self.base.transitions, changed)

    def _row_step(self, part: Section, base: RowStep | None) -> RowStep | None:
        if not part.has("row"):
            return base
        section = part.section("row")
        step = RowStep(
            section.required_text("of"),
            where=texts_by_name(section, "where", {}),
            asks=section.texts("asks"),
            optional=section.texts("optional"),
            fills=texts_by_name(section, "fills", {}),
            suggests=texts_by_name(section, "suggests", {}),
            after=texts_by_name(section, "after", {}),
            at_most=section.number("at_most"),
            counted=texts_by_name(section, "counted", {}),
            unless=texts_by_name(section, "unless", {}),
        )
        section.close()
        return step if step.of else None

    def _creation(self, part: Section, base: Creation | None) -> Creation | None:
        if not part.has("creates"):
            return base
        section = part.section("creates")
        creation = Creation(
            section.required_text("kind"),
            each=section.text("each"),
            where=texts_by_name(section, "where", {}),
            fill=texts_by_name(section, "fill", {}),
            back=section.text("back"),
        )
        section.close()
        return creation if creation.kind else None

    def countdowns(self, section: Section) -> tuple[Countdown, ...]:
        old = {countdown.id: countdown for countdown in self.base.countdowns}
        changed = []
        for name, part in unique(section.sections("countdowns")):
            base = old.get(name) or Countdown(name)
            steps = []
            for step in part.sections("steps"):
                steps.append(CountdownStep(step.label("title", Label()), step.required_text("phrase")))
                step.close()
            countdown = Countdown(
                name,
                part.label("title", base.title),
                tuple(steps) or base.steps,
                part.text("source", base.source),
                part.label("confirm", base.confirm),
            )
            changed.append(countdown)
            part.close()
        return merged_parts(self.base.countdowns, changed)
