"""The sheet of a coverage: the measures of a document by the documents that implement it; holes say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tasklist_tui.domain.coverage import Column, Cover, Coverage, coverage, implemented
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Document, Measure
from tasklist_tui.i18n import translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.rollup import known_workspaces
from tasklist_tui.services.sheets.rollup import STATE_WORDS
from tasklist_tui.services.sheets.sheet import (
    MUTED,
    NOTHING,
    PLAIN,
    STRONG,
    WRONG,
    Cell,
    Heading,
    Sheet,
    SheetRow,
    cell,
    light_role,
    spot,
)
from tasklist_tui.services.snapshot import Snapshot

Choice = tuple[str, Document]


def choices(snapshot: Snapshot, members: Mapping[str, Snapshot]) -> tuple[Choice, ...]:
    """Give the documents that others implement, with whose they are."""
    return implemented(known_workspaces(snapshot, members))


def make_coverage(snapshot: Snapshot, members: Mapping[str, Snapshot], wanted: str = "") -> Coverage | None:
    """Give the coverage of the document `wanted` (ID or MEMBER/ID), else of the first; None when there is none."""
    known = known_workspaces(snapshot, members)
    for member, document in implemented(known):
        if not wanted or wanted in {document.id, document.title, f"{member}/{document.id}"}:
            return coverage(known, member, document)
    return None


def coverage_sheet(snapshot: Snapshot, members: Mapping[str, Snapshot], language: str, wanted: str = "") -> Sheet:
    """Give the sheet of a coverage."""
    made = make_coverage(snapshot, members, wanted)
    title = translate(msg("Coverage"), language)
    if made is None:
        return Sheet(
            title,
            (),
            (),
            empty=(
                translate(msg("No document is implemented by another one"), language),
                translate(
                    msg("Say in a document which one it implements, and in its measures which of them"), language
                ),
            ),
        )
    snapshots = {"": snapshot, **members}
    holes = {measure.number for measure in made.holes}
    whole = translate(msg("Covered by"), language)
    rows = (
        _row(made, measure, covers, snapshots, language, hole=measure.number in holes)
        for measure, covers in zip(made.document.measures, made.cells, strict=True)
    )
    note = msg("{count} of {total} measures are not covered", count=len(holes), total=len(made.document.measures))
    return Sheet(
        title=f"{title}  {made.document.title}",
        columns=(Heading(whole, role=STRONG), *(_heading(column, language) for column in made.columns)),
        rows=tuple(rows),
        corner=translate(msg("Measure"), language),
        note=translate(note if holes else msg("every measure is covered"), language),
    )


def _heading(column: Column, language: str) -> Heading:
    state = column.document.state
    name = column.member or column.document.title
    said = translate(STATE_WORDS[state], language) if state is not None else ""
    return Heading(f"{name} {said}".strip(), texts=True)


def _row(
    made: Coverage,
    measure: Measure,
    covers: Sequence[Cover],
    snapshots: Mapping[str, Snapshot],
    language: str,
    *,
    hole: bool,
) -> SheetRow:
    role = WRONG if hole else PLAIN
    covering = sum(bool(cover.measures) for cover in covers)
    cells = [_cell(cover, column, snapshots, language) for cover, column in zip(covers, made.columns, strict=True)]
    every = tuple(found for one in cells for found in one.spots)
    whole = cell(translate(msg("✗ no cover"), language), WRONG) if hole else cell(str(covering), STRONG, every)
    return SheetRow(Cell(((f"{measure.number} {measure.title}", role),), every), (whole, *cells))


def _cell(cover: Cover, column: Column, snapshots: Mapping[str, Snapshot], language: str) -> Cell:
    """Say which measures carry one out, and how many tasks with the worst of their lights."""
    if not cover.measures:
        return cell(NOTHING, MUTED)
    snapshot = snapshots[column.member]
    numbers = ("、" if language == "zh" else ", ").join(str(measure.number) for measure in cover.measures)
    spots = tuple(spot(*entry, text=_of(entry.item.measure, cover), member=column.member) for entry in cover.entries)
    said = translate(msg("measure {numbers}", numbers=numbers), language)
    if not cover.entries:
        none = translate(msg("no task"), language)
        return Cell(((f"{said} · {none}", "warn"),), (), f"{column.member}\x1f{column.document.id}")
    worst = min((snapshot.light(*entry) for entry in cover.entries), key=lambda light: light.severity)
    tasks = translate(msg("{count} tasks", count=len(cover.entries)), language)
    return Cell(((f"{said} · {tasks} {light_word(worst.colour)}", light_role(worst.colour)),), spots)


def _of(number: int | None, cover: Cover) -> str:
    """Name the measure that an item carries out."""
    return next((f"{measure.number} {measure.title}" for measure in cover.measures if measure.number == number), "")
