"""When commands apply: each condition gives the reason why not, as a sentence for the status line."""

from __future__ import annotations

from collections.abc import Callable

from tasklist_tui.domain.changes import What
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.query import Sorting
from tasklist_tui.tui.state import Past, Situation, View


def always(situation: Situation) -> Message | None:
    """Apply at any time."""
    return None


def loaded(situation: Situation) -> Message | None:
    """Apply once the workspace has been read."""
    return None if situation.snapshot else msg("The workspace is still being read")


def has_lists(situation: Situation) -> Message | None:
    """Apply where there is a list to put something into."""
    if reason := loaded(situation):
        return reason
    assert situation.snapshot is not None  # noqa: S101  `loaded` has said so
    return None if situation.snapshot.workspace.lists else msg("There is no list that can be read")


def has_members(situation: Situation) -> Message | None:
    """Apply where the workspace names members to read."""
    if reason := loaded(situation):
        return reason
    assert situation.snapshot is not None  # noqa: S101  `loaded` has said so
    named = situation.snapshot.workspace.settings.members
    return None if named else msg("This workspace has no members; name them under members in tasklist.yaml")


def can_be_covered(situation: Situation) -> Message | None:
    """Apply where documents may implement one another: where one says so, or members may."""
    if reason := loaded(situation):
        return reason
    assert situation.snapshot is not None  # noqa: S101  `loaded` has said so
    workspace = situation.snapshot.workspace
    if workspace.settings.members or any(document.implements for document in workspace.documents):
        return None
    return msg("No document says which one it implements, and there are no members whose documents could")


def on_item(situation: Situation) -> Message | None:
    """Apply to the item under the cursor."""
    if reason := loaded(situation):
        return reason
    return None if situation.current() else msg("No item is selected")


def on_targets(situation: Situation) -> Message | None:
    """Apply to the marked items, else to the one under the cursor."""
    if reason := loaded(situation):
        return reason
    return None if situation.state.marked or situation.current() else msg("No item is selected")


def movable(situation: Situation) -> Message | None:
    """Apply where rows stand in the order of the file, which is what moving changes."""
    if reason := on_item(situation):
        return reason
    if situation.state.sorting is not Sorting.ORDER or situation.state.descending:
        return msg("Items can be moved only while they stand as in the file; press o until they do")
    return None


def has_rows(situation: Situation) -> Message | None:
    """Apply where the list shows something."""
    if reason := loaded(situation):
        return reason
    return None if situation.rows else msg("There are no items to show")


def something_marked(situation: Situation) -> Message | None:
    """Apply while items are marked."""
    return None if situation.state.marked else msg("No item is marked; mark items with the space bar")


def filtered(situation: Situation) -> Message | None:
    """Apply while something narrows the list."""
    state = situation.state
    if state.view is View.HISTORY:
        return None if state.history_line.strip() else msg("Everything is shown already")
    return None if state.is_filtered() or state.list_id else msg("Everything is shown already")


def only_to_look_at(past: Past) -> Message:
    """Give the reason why nothing can be changed in the past."""
    return msg("This is how things stood on {day}, only to be looked at; Esc goes back to now", day=past.day)


def now(applies: Callable[[Situation], Message | None]) -> Callable[[Situation], Message | None]:
    """Apply where `applies` does, but to how things stand now: the past is only looked at."""

    def check(situation: Situation) -> Message | None:
        past = situation.state.past
        return only_to_look_at(past) if past is not None else applies(situation)

    return check


def in_the_past(situation: Situation) -> Message | None:
    """Apply while a past moment is shown."""
    return None if situation.state.past else msg("This is how things stand now")


def in_history(situation: Situation) -> Message | None:
    """Apply where the history is shown."""
    return None if situation.state.view is View.HISTORY else msg("This is for the history; 5 shows it")


def on_change(situation: Situation) -> Message | None:
    """Apply to the change under the cursor of the history."""
    if reason := in_history(situation):
        return reason
    return None if situation.state.change else msg("No change is selected")


def on_removal(situation: Situation) -> Message | None:
    """Apply to a deleted item in the history."""
    if reason := on_change(situation):
        return reason
    at = situation.state.change
    deleted = at is not None and any(change.what is What.REMOVED for change in at.changes)
    return None if deleted else msg("This change deleted no item")


def on_item_of_past(situation: Situation) -> Message | None:
    """Apply to the item under the cursor, in the history to the one that was changed."""
    at = situation.state.change if situation.state.view is View.HISTORY else None
    return None if at is not None and at.changes else on_item(situation)
