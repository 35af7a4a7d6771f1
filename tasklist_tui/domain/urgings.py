"""What of an item waits for an answer: an urging (催办) for that of the lead, an extension (延期) for the office's."""

from __future__ import annotations

from tasklist_tui.domain.model import Item, Row


def is_answered(urging: Row) -> bool:
    """Say whether the lead has answered an urging."""
    return bool(urging.get("answered") or urging.get("answer"))


def open_urging(item: Item) -> Row | None:
    """Give the newest urging that has not been answered, None when there is none."""
    return next((row for row in reversed(item.rows("urges")) if not is_answered(row)), None)


def waiting_extension(item: Item) -> Row | None:
    """Give the newest extension that was asked for and not decided, None when there is none."""
    return next((row for row in reversed(item.rows("extensions")) if row.get("decision") == "asked"), None)
