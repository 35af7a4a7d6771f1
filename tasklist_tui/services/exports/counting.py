"""The counts of each committee as a table: total, done, on time, red, extended, rate."""

from __future__ import annotations

from collections.abc import Mapping

from tasklist_tui.domain.counts import Counts
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Workspace
from tasklist_tui.domain.report_facts import rate
from tasklist_tui.i18n import translate


def counts_table(
    workspace: Workspace, committees: Mapping[str, Counts], whole: Counts, language: str
) -> list[tuple[str, ...]]:
    """Give the table: its headings, a row for each committee, and one for all."""
    headings = (
        msg("Committee"),
        msg("Items"),
        msg("Done"),
        msg("On time"),
        msg("Red"),
        msg("Extended"),
        msg("Rate"),
    )
    nobody = translate(msg("No lead"), language)
    return [
        tuple(translate(heading, language) for heading in headings),
        *(_row(workspace.committee_name(name, language) or nobody, counts) for name, counts in committees.items()),
        _row(translate(msg("Total"), language), whole),
    ]


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    numbers = (counts.items, counts.done, counts.on_time, counts.red, counts.extended)
    return (name, *map(str, numbers), rate(counts))
