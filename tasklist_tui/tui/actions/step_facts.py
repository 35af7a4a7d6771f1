"""What a person has to know before a step: what is asked for and waits, or what there has been of the kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasklist_tui.domain.kinds import Kind, RowStep
from tasklist_tui.domain.model import Item
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.rowsteps import holds, standing_row
from tasklist_tui.domain.workflow import Way
from tasklist_tui.i18n import _, language
from tasklist_tui.services.present import brief_text, clip, row_text, value_text
from tasklist_tui.services.snapshot import Snapshot

#: Of so many items the facts are told.
_TOLD = 3


def facts(snapshot: Snapshot, able: Sequence[tuple[Entry, Way]]) -> Iterator[str]:
    """Yield the facts of the items that take a step, a line for each; of several each behind its title."""
    for (task_list, item), way in able[:_TOLD]:
        step = way.transition.row
        kind = snapshot.workspace.kind_of(task_list)
        if step is None or step.of not in kind.field:
            continue
        told = (
            _waiting(snapshot, kind, item, step) if not step.adds else " · ".join(_so_far(snapshot, kind, item, step))
        )
        if told:
            yield f"{clip(item.title, 16)}  {told}" if len(able) > 1 else told
    if len(able) > _TOLD and able[0][1].transition.row is not None:
        yield _("… and {count} more", count=len(able) - _TOLD)


def _waiting(snapshot: Snapshot, kind: Kind, item: Item, step: RowStep) -> str:
    """Say in full what waits for the step."""
    row = standing_row(item, step)
    return row_text(snapshot.workspace, kind, kind.field[step.of], row, language()) if row is not None else ""


def _so_far(snapshot: Snapshot, kind: Kind, item: Item, step: RowStep) -> Iterator[str]:
    """Yield what the new row takes from the item, how often it may be added, and the newest one there is."""
    field, workspace = kind.field[step.of], snapshot.workspace
    for name, text in step.fills.items():
        source = kind.field.get(text.removeprefix("$")) if text.startswith("$") else None
        if source is not None and name in field.column and item.get(source.id) is not None:
            value = value_text(workspace, kind, source, item.get(source.id), language())
            yield f"{field.column[name].title.in_language(language()) or name} {value}"
    rows = item.rows(step.of)
    if step.at_most is not None:
        used = sum(holds(row, step.counted) for row in rows)
        yield _("granted so far: {count} of {most}", count=used, most=step.at_most)
    if rows:
        newest = brief_text(workspace, kind, field, rows[-1], language())
        yield _("so far {count}, the last: {row}", count=len(rows), row=newest) if newest else ""
