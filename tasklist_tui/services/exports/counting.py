"""The counts of each committee as a table: total, done, on time, red, extended, rate."""

from __future__ import annotations

from collections.abc import Sequence

from tasklist_tui.domain.counts import Counts, count_by, total
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.query import Entry
from tasklist_tui.i18n import translate
from tasklist_tui.services.snapshot import Snapshot


def counts_of(snapshot: Snapshot, entries: Sequence[Entry]) -> tuple[dict[str, Counts], Counts]:
    """Give the counts of each lead committee, in the order of the workspace, and those of all."""
    found = count_by(
        entries, lambda entry: entry.item.lead, lambda e: snapshot.workspace.kind_of(e.task_list), snapshot.light
    )
    places = {name: number for number, name in enumerate(snapshot.workspace.committee)}
    ordered = sorted(found.items(), key=lambda pair: places.get(pair[0], len(places)))
    return dict(ordered), total(list(found.values()))


def rate(counts: Counts) -> str:
    """Give the share of items done among those not dropped, in percent; "–" when there are none."""
    whole = counts.items - counts.dropped
    return f"{100 * counts.done / whole:.1f}%" if whole else "–"


def counts_table(snapshot: Snapshot, entries: Sequence[Entry], language: str) -> list[tuple[str, ...]]:
    """Give the table: its headings, a row for each committee, and one for all."""
    by_committee, whole = counts_of(snapshot, entries)
    name = snapshot.workspace.committee_name
    headings = (
        msg("Committee"),
        msg("Items"),
        msg("Done"),
        msg("On time"),
        msg("Red"),
        msg("Extended"),
        msg("Rate"),
    )
    rows = [_row(name(committee, language) or translate(msg("No lead"), language), counts)
            for committee, counts in by_committee.items()]  # fmt: skip
    return [
        tuple(translate(heading, language) for heading in headings),
        *rows,
        _row(translate(msg("Total"), language), whole),
    ]


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    numbers = (counts.items, counts.done, counts.on_time, counts.red, counts.extended)
    return (name, *map(str, numbers), rate(counts))
