"""What the lines at the top and at the foot say, from a snapshot and a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasklist_tui.domain.message import Message
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.command import key_text
from tasklist_tui.tui.commands import BY_ID, footer_commands
from tasklist_tui.tui.filter_line import Parsed, suggestions
from tasklist_tui.tui.history_filter_line import history_suggestions, parse_history
from tasklist_tui.tui.state import GROUPING_TITLES, SORTING_TITLES, VIEW_TITLES, Situation, View, ViewState
from tasklist_tui.tui.widgets.statusbar import Tab
from tasklist_tui.tui.widgets.table_paint import UNREAD_MARK

if TYPE_CHECKING:
    from tasklist_tui.services.standing import Standing

#: The views that show the whole workspace, whatever is filtered, grouped or sorted.
WHOLE = frozenset({View.OVERVIEW, View.HISTORY, View.ROLLUP, View.COVERAGE, View.SUITED})


#: The views that the top line offers only where they suit the workspace.
_SOMETIMES = frozenset({View.ROLLUP, View.COVERAGE, View.SUITED})


def _offered(view: View, snapshot: Snapshot | None) -> bool:
    """Say whether a view is offered: one for any list only by its key and the palette."""
    return (
        view is not View.SUITED
        and snapshot is not None
        and BY_ID[f"view.{view.value}"].applies(Situation(snapshot)) is None
    )


def organisation(snapshot: Snapshot | None) -> str:
    """Give the name at the top left."""
    if snapshot is None:
        return ""
    settings = snapshot.workspace.settings
    return settings.organisation or settings.title


def tabs(snapshot: Snapshot | None, state: ViewState) -> list[Tab]:
    """Give the views for the top line, those for members and coverage where there is something to show."""
    return [
        Tab(f"view.{view.value}", key_text(BY_ID[f"view.{view.value}"].keys[0]), translate(title), view is state.view)
        for view, title in VIEW_TITLES.items()
        if view not in _SOMETIMES or view is state.view or _offered(view, snapshot)
    ]


def sync_note(standing: Standing, *, asked: bool) -> tuple[str, bool]:
    """Give how a copy stands with the others in a few characters, and whether it deserves a look.

    A mark behind it says that the server could not be asked (`asked` is false): it may know more by now.
    """
    if not standing.shared:
        return _("not shared"), False
    if standing.stuck:
        return _("unfinished (s)"), True
    mark = "" if asked else " !"
    if standing.waiting:
        return _("{count} to decide (s)", count=standing.waiting) + mark, True
    if not standing.ahead and not standing.behind:
        return _("in sync") + mark, False
    parts = [f"↑{standing.ahead}" if standing.ahead else "", f"↓{standing.behind}" if standing.behind else ""]
    return _("to sync {counts} (s)", counts=" ".join(filter(None, parts))) + mark, True


def past_bar(state: ViewState) -> str:
    """Give the line that says which moment is shown in place of now, "" for now."""
    if state.past is None:
        return ""
    return _("How things stood: {moment} (only to look at) · Esc goes back to now", moment=state.past.called)


def notes(snapshot: Snapshot | None, *, fixed: bool, sync: tuple[str, bool], unread: int = 0) -> list[tuple[str, bool]]:
    """Give the right end of the top line: unrecorded changes, who, what nobody has looked at, sync state, today."""
    if snapshot is None:
        return []
    found: list[tuple[str, bool]] = []
    if snapshot.uncommitted:
        found.append((_("{count} files changed by hand (S)", count=len(snapshot.uncommitted)), True))
    if snapshot.by:
        found.append((snapshot.by, False))
    if unread:
        found.append((f"{UNREAD_MARK}{unread}", False))
    if sync[0]:
        found.append(sync)
    day = snapshot.today.isoformat()
    found.append((_("{day} (fixed)", day=day) if fixed else day, fixed))
    return found


def hints(situation: Situation) -> list[tuple[str, str, str]]:
    """Give the keys that do something now as (key, name, command)."""
    return [
        (key_text(command.keys[0]), translate(command.title), command.id)
        for command in footer_commands()
        if command.applies(situation) is None
    ]


def summary(snapshot: Snapshot, state: ViewState, parsed: Parsed, shown: int) -> tuple[str, str]:
    """Give what narrows the view, and how it is arranged, as far as the view heeds either."""
    marked = [_("{count} marked", count=len(state.marked))] if state.marked else []
    if state.view in WHOLE:
        line = state.history_line.strip() if state.view is View.HISTORY else ""
        narrowed = _("Filter: {filter} (c clears)", filter=line) if line else ""
        unknown = [translate(word) for word in parse_history(line, snapshot.workspace, snapshot.today).unknown]
        return narrowed, " · ".join([*unknown, *marked, *_whole(snapshot, state)])
    active: list[str] = []
    if state.committee:
        active.append("@" + snapshot.workspace.committee_name(state.committee, language()))
    if state.filter_line.strip():
        active.append(state.filter_line.strip())
    filtered = ""
    if active:
        filtered = _("Filter: {filter} (c clears)", filter=" ".join(active))
    total = sum(len(task_list.items) for task_list in snapshot.workspace.lists if state.list_id in {"", task_list.id})
    count = _("{shown} of {total} items", shown=shown, total=total) if active else _("{count} items", count=total)
    arranged = [count]
    if state.view is View.LIST:
        arranged.append(translate(GROUPING_TITLES[state.grouping]))
    if state.view in {View.LIST, View.BOARD}:
        arranged.append(translate(SORTING_TITLES[state.sorting]))
        if state.descending:
            arranged.append(_("reversed"))
    said = [translate(unknown) for unknown in parsed.unknown]
    return filtered, " · ".join([*said, *marked, *arranged])


def _whole(snapshot: Snapshot, state: ViewState) -> list[str]:
    """Give what a view that takes no notice of filter and order is about."""
    if state.view is View.OVERVIEW:
        return [_("{count} items", count=sum(len(task_list.items) for task_list in snapshot.workspace.lists))]
    if state.view is not View.HISTORY:
        return []
    # The history of one item names it itself.
    return [] if state.history_of else list(filter(None, [snapshot.workspace.settings.title]))


def typing_help(snapshot: Snapshot, state: ViewState, parsed: Parsed, shown: int) -> tuple[str, str]:
    """Give what stands beside the filter while it is typed: how much is left, and how the word could go on."""
    if state.view is View.HISTORY:
        read = parse_history(state.history_line, snapshot.workspace, snapshot.today)
        parts = [translate(unknown) for unknown in read.unknown]
        found = history_suggestions(state.history_line, snapshot.workspace, language())
    else:
        parts = [_("{count} items", count=shown), *(translate(unknown) for unknown in parsed.unknown)]
        found = suggestions(state.filter_line, snapshot.workspace, language())
    ways = [s.word + (f" {_shown(s.note)}" if s.note else "") for s in found]
    if ways:
        parts.append(_("Tab: {ways}", ways="  ".join(ways)))
    return "", " · ".join(parts)


def _shown(note: str | Message) -> str:
    return note if isinstance(note, str) else translate(note)


def view_missing(view: View) -> str:
    """Give the sentence for a view that this version does not have."""
    return _("The view “{view}” is not part of this version", view=translate(VIEW_TITLES[view]))
