"""What becomes of an edit in progress when somebody else changes the same item meanwhile."""

from __future__ import annotations

from tasklist_tui.domain.edits import EditError, apply_all
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge import merge_lists
from tasklist_tui.domain.model import Item, TaskList, Value


def combine(kind: Kind, field_id: str, base: Value, mine: Value, theirs: Value) -> tuple[Value, bool]:
    """Give the value that holds both changes of a field, and whether they collide (then it is `mine`).

    The merge of sync decides, so that a form and a sync treat the same change alike.
    """
    item = Item("item")
    before, ours, other = (
        TaskList("list", items=(item.with_values({field_id: value}),)) for value in (base, mine, theirs)
    )
    merged = merge_lists(kind, before, ours, other)
    if merged.conflicts:
        return mine, True
    try:
        (result,) = apply_all([ours], merged.edits)
    except EditError:
        return mine, True
    return result.items[0].get(field_id), False
