"""The sheet of a roll-up: a row for each member with its numbers, document and newest change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import DocumentState
from tasklist_tui.domain.rollup import Tally, worked
from tasklist_tui.i18n import translate
from tasklist_tui.services.lightwords import light_word
from tasklist_tui.services.rollup import Latest, MemberRead, Rollup
from tasklist_tui.services.sheets.sheet import (
    MUTED,
    PLAIN,
    STRONG,
    WRONG,
    Cell,
    Heading,
    Sheet,
    SheetRow,
    Spot,
    cell,
    light_role,
    number,
    spot,
)
from tasklist_tui.services.snapshot import Snapshot

#: How far the drafting of a document has come.
STATE_WORDS: dict[DocumentState, Message] = {
    DocumentState.STUDYING: msg("studying"),
    DocumentState.DRAFTING: msg("being drafted"),
    DocumentState.APPROVED: msg("approved"),
    DocumentState.ISSUED: msg("issued"),
    DocumentState.REPORTED: msg("reported"),
}


def rollup_sheet(rollup: Rollup, language: str) -> Sheet:
    """Give the sheet of a roll-up."""
    names = (
        msg("Measures"),
        msg("Tasks"),
        msg("Items"),
        *(msg("{text}", text=light_word(colour)) for colour in Colour),
        msg("Done"),
        msg("On time"),
        msg("On-time rate"),
    )
    texts = (msg("Document"), msg("Latest change"))
    readable = [member for member in rollup.members if member.standing is not None]
    lost = len(rollup.members) - len(readable)
    note = [translate(msg("{count} members", count=len(rollup.members)), language)]
    if lost:
        note.append(translate(msg("{count} cannot be read", count=lost), language))
    by_member = {member.name: _by_colour(member.snapshot, member.name) for member in readable if member.snapshot}
    whole = {colour: tuple(chain.from_iterable(found[colour] for found in by_member.values())) for colour in Colour}
    total = SheetRow(
        cell(translate(msg("Total"), language), STRONG, chain.from_iterable(whole.values())),
        (*_numbers(rollup.total, whole, STRONG), Cell(), Cell()),
    )
    return Sheet(
        title=translate(msg("Members"), language),
        columns=(
            *(Heading(translate(name, language)) for name in names),
            *(Heading(translate(name, language), texts=True) for name in texts),
        ),
        rows=(total, *(_row(member, by_member, language) for member in rollup.members)) if rollup.members else (),
        corner=translate(msg("Member"), language),
        note=" · ".join(note),
        empty=(
            translate(msg("This workspace names no members"), language),
            translate(msg("Name them in tasklist.yaml: members: - {{name: …, url: …}}"), language),
        ),
    )


def _row(member: MemberRead, by_member: Mapping[str, Mapping[Colour, tuple[Spot, ...]]], language: str) -> SheetRow:
    standing, snapshot = member.standing, member.snapshot
    if standing is None or snapshot is None:
        said = translate(member.problem, language) if member.problem else ""
        hint = f"（{translate(member.hint, language)}）" if member.hint else ""
        lost = cell(translate(msg("✗ cannot be read"), language), WRONG, key=member.name)
        blank = (Cell() for _number in range(len(Colour) + 5))
        return SheetRow(
            cell(member.name, WRONG, key=member.name),
            (lost, *blank, cell(f"{said}{hint}", WRONG, key=member.name), Cell()),
        )

    by_colour = by_member[member.name]
    document = standing.document
    state = translate(STATE_WORDS[document.state], language) if document is not None and document.state else ""
    drafting = " ".join(filter(None, (state, document.title if document else "")))
    name = member.name if member.name == standing.organisation or not standing.organisation else standing.organisation
    broken = f" !{standing.problems}" if standing.problems else ""
    return SheetRow(
        Cell(((f"{name}{broken}", PLAIN),), tuple(chain.from_iterable(by_colour.values())), member.name),
        (
            *_numbers(standing.tally, by_colour),
            cell(drafting, PLAIN, key=member.name),
            cell(latest_said(member.latest), MUTED, key=member.name),
        ),
    )


def latest_said(latest: Latest | None) -> str:
    """Say the newest change on one line."""
    return f"{latest.at:%m-%d} {latest.by}：{latest.subject}" if latest is not None else ""


def _numbers(tally: Tally, by_colour: Mapping[Colour, tuple[Spot, ...]], role: str = PLAIN) -> Iterator[Cell]:
    every = tuple(chain.from_iterable(by_colour.values()))
    yield number(tally.measures, every, role)
    yield number(tally.tasks, every, role)
    yield number(tally.counts.items, every, role)
    for colour in Colour:
        yield number(tally.light(colour), by_colour.get(colour, ()), light_role(colour))
    done = by_colour.get(Colour.BLUE, ())
    yield number(tally.counts.done, done, role)
    yield number(tally.counts.on_time, done, role)
    yield cell("" if tally.rate is None else f"{tally.rate}%", role)


def _by_colour(snapshot: Snapshot, member: str) -> dict[Colour, tuple[Spot, ...]]:
    """Give the items of a member by their lights, in one pass."""
    found: dict[Colour, list[Spot]] = {colour: [] for colour in Colour}
    for task_list, _kind in worked(snapshot.workspace):
        for item in task_list.items:
            found[snapshot.light(task_list, item).colour].append(spot(task_list, item, member=member))
    return {colour: tuple(spots) for colour, spots in found.items()}
