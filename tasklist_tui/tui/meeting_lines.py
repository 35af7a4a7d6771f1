"""What is said of meetings, as lines: the meetings with their days, and what follows one to another day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tasklist_tui.domain.countdowns import Moved
from tasklist_tui.domain.model import Event
from tasklist_tui.i18n import _
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.text import cell_width, clip, fit
from tasklist_tui.tui.widgets.fields.day_words import echo

_DAY_CELLS = 11
_NAME_CELLS = 12
_ROOMY = 90
_ARROW = " → "


def in_order(events: Iterable[Event]) -> list[Event]:
    """Give the meetings by day, those without one last."""
    return sorted(events, key=lambda event: event.date or date.max)


def meeting_line(snapshot: Snapshot, event: Event, counts: Mapping[str, int] | None, width: int) -> Line:
    """Give a meeting on one line; `counts` are the open dates that count from each, None while they are counted."""
    far = echo(event.date, snapshot.today, snapshot.calendar) if event.date else ""
    day = event.date.isoformat() if event.date else _("not fixed")
    count = "…" if counts is None else _("{count} dates count from it", count=counts.get(event.id, 0))
    past = event.date is not None and event.date < snapshot.today
    aside: Line = []
    for text, cells, style in (
        (far, 30 if width >= _ROOMY else 25, "muted"),
        (count, 22 if width >= _ROOMY else 16, "" if (counts or {}).get(event.id) else "muted"),
    ):
        if width - _DAY_CELLS - sum(cell_width(known) for known, _style in aside) - cells - 1 >= _NAME_CELLS:
            aside.append((" " + fit(text, cells, "right" if aside else "left"), style))
    room = max(0, width - _DAY_CELLS - sum(cell_width(text) for text, _style in aside))
    return [
        (fit(day, _DAY_CELLS), "label" if event.date else "muted"),
        (fit(event.name, room), "muted" if past else "strong"),
        *aside,
    ]


def moved_lines(snapshot: Snapshot, moved: Sequence[Moved], width: int) -> list[Line]:
    """Give what follows a meeting: the item under its own title once, each of its dates beneath it, old → new."""
    made: list[Line] = []
    before = ""
    for change in moved:
        if change.item.id != before:
            before = change.item.id
            task_list = snapshot.workspace.task_list(change.list_id)
            number = snapshot.workspace.number_of(task_list, change.item) if task_list else ""
            made.append([(clip(f"{number} {change.item.title}".strip(), width), "strong")])
        old = change.old.isoformat() if change.old else _("(empty)")
        said = _("{day}, set by hand, stays", day=old) if change.by_hand else f"{old}{_ARROW}{change.new.isoformat()}"
        name = " ".join(filter(None, (change.name, _("“{text}”", text=change.words))))
        style = "muted" if change.by_hand else "label"
        room = width - cell_width(said) - 3
        if room >= _NAME_CELLS:
            made.append([("  " + fit(name, room) + " ", ""), (said, style)])
        else:
            made += [[("  " + clip(name, width - 2), "")], [("    " + clip(said, width - 4), style)]]
    return made
