"""What happened to an item in a commit, in one or two words: created, urged, extended, closed …; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.workflow import state_label
from tasklist_tui.i18n import translate

#: A mark of one cell for each sort of event; the words beside it say the same.
MARKS = {"begin": "◇", "end": "◆", "due": "↷", "state": "●", "other": "·"}

_ROWS: dict[str, Message] = {
    "urges": msg("urged"),
    "extensions": msg("extension"),
    "log": msg("note"),
    "milestones": msg("milestone"),
    "assignments": msg("assignment"),
    "occurrences": msg("occurrence"),
}


def what_happened(kind: Kind, changes: Sequence[Change], language: str) -> list[tuple[str, str]]:
    """Give (sort of event, words) for the changes of one item in one commit, the most telling first, each once."""
    order = list(MARKS)
    told = (event for change in changes for event in _events(kind, change, language))
    found = dict.fromkeys((sort, word if isinstance(word, str) else translate(word, language)) for sort, word in told)
    return sorted(found, key=lambda event: order.index(event[0]))


def _events(kind: Kind, change: Change, language: str) -> Iterator[tuple[str, Message | str]]:
    match change.what:
        case What.ADDED:
            yield "begin", msg("created")
        case What.REMOVED:
            yield "end", msg("deleted")
        case What.MOVED:
            yield "other", msg("moved")
        case What.CHANGED if change.field == "status":
            yield _state(kind, change, language)
        case What.CHANGED if change.field == "due":
            yield "due", _due(change)
        case What.CHANGED if change.field == "lead":
            yield "state", msg("reassigned")
        case What.CHANGED if change.field == "progress":
            yield "other", msg("progress")
        case What.CHANGED if change.field == "title":
            yield "other", msg("renamed")
        case _ if change.field in _ROWS:
            yield ("due" if change.field in {"urges", "extensions"} else "other"), _ROWS[change.field]
        case _:
            yield "other", msg("changed")


def _state(kind: Kind, change: Change, language: str) -> tuple[str, Message | str]:
    was, now = (kind.state.get(str(value)) for value in (change.old, change.new))
    label = state_label(kind, str(change.new)).in_language(language) if change.new else ""
    if now is not None and now.final:
        return "end", label
    if was is not None and was.final:
        return "state", msg("reopened")
    return "state", label


def _due(change: Change) -> Message:
    if isinstance(change.old, date) and isinstance(change.new, date):
        return msg("due later") if change.new > change.old else msg("due earlier")
    return msg("due date set") if change.new is not None else msg("due date taken away")
