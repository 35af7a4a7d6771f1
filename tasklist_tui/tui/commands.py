"""Every command of the main screen, declared once: keys, footer, palette and help come from this table (DESIGN §9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasklist_tui.domain.message import Message, msg
from tasklist_tui.tui.command import Applies, Command, Group
from tasklist_tui.tui.conditions import (
    always,
    can_be_covered,
    filtered,
    has_lists,
    has_members,
    has_rows,
    in_history,
    in_the_past,
    loaded,
    movable,
    now,
    on_change,
    on_item,
    on_item_of_past,
    on_removal,
    on_targets,
    something_marked,
)
from tasklist_tui.tui.state import VIEW_TITLES, View

if TYPE_CHECKING:
    from textual.binding import Binding


#: The conditions of views that do not always apply.
_APPLIES = {View.ROLLUP: has_members, View.COVERAGE: can_be_covered}


def _view(view: View, number: int) -> Command:
    if view is View.SUITED:
        explained = msg("Choose a view that suits the list: matrix, register, linked lists, months, roster")
        return Command(
            f"view.{view.value}", ("V",), VIEW_TITLES[view], explained, Group.VIEW, "suited:choose", has_lists, 14
        )
    return Command(
        f"view.{view.value}",
        (str(number),),
        VIEW_TITLES[view],
        msg("Show the view “{view}”", view=VIEW_TITLES[view]),
        Group.VIEW,
        f"viewing:show_{view.value}",
        _APPLIES.get(view, loaded),
    )


#: The groups whose commands look and arrange; what others do is refused while the past is shown.
_LOOKING = frozenset({Group.SEVERAL, Group.FIND, Group.VIEW, Group.PAST, Group.PROGRAM})


def _c(
    name: str,
    keys: str,
    title: Message,
    explained: Message,
    group: Group,
    run: str,
    applies: Applies = loaded,
    footer: int = 0,
    *,
    looks: bool | None = None,
) -> Command:
    """Declare a command; `looks` says whether it leaves the workspace as it is, by default its group does."""
    in_past = group in _LOOKING if looks is None else looks
    return Command(
        name, tuple(keys.split()), title, explained, group, run, applies if in_past else now(applies), footer
    )


COMMANDS: tuple[Command, ...] = (
    _c("item.new", "n", msg("New"), msg("Add an item below the cursor"), Group.ITEM, "items:new", has_lists, 1),
    _c("item.edit", "e", msg("Edit"), msg("Edit every field of the item"), Group.ITEM, "items:edit", on_item, 2),
    _c(
        "item.advance",
        "a",
        msg("Advance"),
        msg("Take the next step of the workflow"),
        Group.ITEM,
        "flow:advance",
        on_targets,
        3,
    ),
    _c(
        "item.ways",
        "A",
        msg("Choose step"),
        msg("Choose any step of the workflow, with what it needs"),
        Group.ITEM,
        "flow:choose",
        on_targets,
    ),
    _c(
        "item.urge",
        "r",
        msg("Urge"),
        msg("Urge the lead: level, and by when to answer"),
        Group.ITEM,
        "flow:urge",
        on_targets,
    ),
    _c(
        "item.extend",
        "x",
        msg("Extension"),
        msg("Ask for an extension: the new date and why"),
        Group.ITEM,
        "flow:extend",
        on_targets,
    ),
    _c(
        "item.create",
        "N",
        msg("Make of it"),
        msg("Make items of another kind of it, as its kind says: suggestions of what an activity brought up"),
        Group.ITEM,
        "flow:create",
        on_targets,
    ),
    _c("item.log", "l", msg("Log"), msg("Write down progress"), Group.ITEM, "quick:log", on_targets, 4),
    _c(
        "item.milestone",
        "m",
        msg("Mark done"),
        msg("Mark a milestone or an occurrence as done, or the occurrence as missed"),
        Group.ITEM,
        "recurring:mark",
        on_item,
        5,
    ),
    _c(
        "item.progress",
        "p",
        msg("Progress"),
        msg("Set the progress in percent"),
        Group.ITEM,
        "quick:progress",
        on_targets,
        6,
    ),
    _c("item.due", "t", msg("Due"), msg("Change the due date"), Group.ITEM, "quick:due", on_targets, 7),
    _c(
        "item.points",
        "P",
        msg("Points"),
        msg("Write down what a cadence collects, or what became of it"),
        Group.ITEM,
        "points:points",
        on_item,
    ),
    _c(
        "item.countdown",
        "C",
        msg("Countdown"),
        msg("Count milestones of the item from a meeting"),
        Group.ITEM,
        "meetings:countdown",
        on_item,
    ),
    _c("item.lead", "w", msg("Lead"), msg("Change the lead committee"), Group.ITEM, "quick:lead", on_targets),
    _c("item.tags", "number_sign", msg("Tags"), msg("Add or remove tags"), Group.ITEM, "quick:tags", on_targets),
    _c(
        "item.duplicate",
        "d",
        msg("Duplicate"),
        msg("Make a fresh copy below the item"),
        Group.ITEM,
        "items:duplicate",
        on_item,
    ),
    _c(
        "item.delete",
        "D delete",
        msg("Delete"),
        msg("Delete; asks first, undo brings it back"),
        Group.ITEM,
        "items:delete",
        on_targets,
    ),
    _c(
        "item.up", "K alt+up", msg("Move up"), msg("Move the item up in its list"), Group.ITEM, "items:move_up", movable
    ),
    _c(
        "item.down",
        "J alt+down",
        msg("Move down"),
        msg("Move the item down in its list"),
        Group.ITEM,
        "items:move_down",
        movable,
    ),
    _c(
        "item.editor",
        "E",
        msg("In editor"),
        msg("Edit the item as text in $EDITOR"),
        Group.ITEM,
        "items:editor",
        on_item,
    ),
    _c(
        "item.history",
        "h",
        msg("Its history"),
        msg("Show who changed the item, when and what"),
        Group.ITEM,
        "records:of_item",
        on_item_of_past,
        looks=True,
    ),
    _c(
        "item.explain",
        "y",
        msg("Why this light?"),
        msg("Show which rule gave the item its light, and what the others say"),
        Group.ITEM,
        "viewing:explain",
        on_item,
        looks=True,
    ),
    _c("mark.toggle", "space", msg("Mark"), msg("Mark or unmark the item"), Group.SEVERAL, "viewing:mark", on_item, 8),
    _c(
        "mark.all",
        "ctrl+a",
        msg("Mark all"),
        msg("Mark everything that is shown"),
        Group.SEVERAL,
        "viewing:mark_all",
        has_rows,
    ),
    _c(
        "mark.none",
        "M",
        msg("Unmark all"),
        msg("Take all marks away"),
        Group.SEVERAL,
        "viewing:unmark",
        something_marked,
    ),
    _c(
        "change.undo",
        "u",
        msg("Undo"),
        msg("Take back the last change, as a new change"),
        Group.CHANGE,
        "sharing:undo",
        loaded,
        9,
    ),
    _c(
        "change.redo",
        "U ctrl+r",
        msg("Redo"),
        msg("Make the change again that was taken back"),
        Group.CHANGE,
        "sharing:redo",
    ),
    _c("sync", "s", msg("Sync"), msg("Exchange changes with the others"), Group.CHANGE, "sharing:sync", loaded, 10),
    _c(
        "import",
        "ctrl+o",
        msg("Import"),
        msg("Take over a ledger: Excel, CSV, Word, or one that was exported and filled in"),
        Group.CHANGE,
        "importing:start",
        has_lists,
    ),
    _c(
        "outside.commit",
        "S",
        msg("Commit"),
        msg("Record what was changed by hand in the files"),
        Group.CHANGE,
        "sharing:outside",
    ),
    _c(
        "filter",
        "slash",
        msg("Filter"),
        msg("Show only what matches what you type"),
        Group.FIND,
        "viewing:filter_",
        loaded,
        11,
    ),
    _c("filter.clear", "c", msg("Show all"), msg("Take all filters away"), Group.FIND, "viewing:clear", filtered),
    _c(
        "group.next", "g", msg("Group"), msg("Group by the next thing"), Group.FIND, "viewing:next_grouping", loaded, 12
    ),
    _c("sort.next", "o", msg("Sort"), msg("Sort by the next thing"), Group.FIND, "viewing:next_sorting", loaded, 13),
    _c("sort.reverse", "O", msg("Reverse"), msg("Turn the order round"), Group.FIND, "viewing:reverse"),
    _c("mine", "at", msg("Mine"), msg("Show only what my committee takes part in"), Group.FIND, "viewing:mine"),
    *(_view(view, number) for number, view in enumerate(View, start=1)),
    _c(
        "pane.sidebar",
        "b",
        msg("Sidebar"),
        msg("Show or hide lists and committees"),
        Group.VIEW,
        "viewing:sidebar",
        always,
    ),
    _c("pane.detail", "i", msg("Details"), msg("Show or hide the item in full"), Group.VIEW, "viewing:detail", always),
    _c(
        "problems",
        "exclamation_mark",
        msg("Problems"),
        msg("List what is wrong in the files"),
        Group.VIEW,
        "viewing:problems",
        loaded,
        looks=False,
    ),
    _c(
        "meetings",
        "v",
        msg("Meetings"),
        msg("List the meetings, add one, give one another date"),
        Group.VIEW,
        "meetings:listing",
        loaded,
        looks=False,
    ),
    _c(
        "past.travel",
        "z",
        msg("Look back"),
        msg("Show everything as it was on a day, at a meeting or in a version"),
        Group.PAST,
        "past:travel",
        loaded,
    ),
    _c(
        "past.compare",
        "Z",
        msg("What changed"),
        msg("Compare two moments: since the last meeting, between any two days or versions"),
        Group.PAST,
        "past:compare",
        loaded,
    ),
    _c(
        "past.versions",
        "Y",
        msg("Versions"),
        msg("Name how things stand now as a version, look at one, see what changed since"),
        Group.PAST,
        "past:versions",
        loaded,
    ),
    _c(
        "history.details",
        "I",
        msg("Old and new"),
        msg("Show a change in full, old and new beside each other"),
        Group.PAST,
        "records:details",
        on_change,
        -4,
    ),
    _c(
        "history.undo",
        "W",
        msg("Take back"),
        msg("Take back this one change, whoever made it; later ones stay"),
        Group.PAST,
        "taking_back:take_back",
        on_change,
        -3,
        looks=False,
    ),
    _c(
        "history.restore",
        "H",
        msg("Bring back"),
        msg("Bring back the item that this change deleted, with its history"),
        Group.PAST,
        "taking_back:bring_back",
        on_removal,
        -5,
        looks=False,
    ),
    _c(
        "item.field",
        "f",
        msg("One field"),
        msg("Show who changed one field of the item, when, why, from what to what"),
        Group.PAST,
        "records:one_field",
        on_item_of_past,
    ),
    _c(
        "history.narrow",
        "F",
        msg("Narrow"),
        msg("Choose whose or which changes the history shows: person, committee, item, field, light, days"),
        Group.PAST,
        "records:narrow",
        in_history,
        -2,
    ),
    _c(
        "pane.signed",
        "B",
        msg("Who set it"),
        msg("Show or hide beside each field who set it and when"),
        Group.PAST,
        "records:signed",
        on_item,
        looks=False,
    ),
    _c(
        "past.now",
        "escape",
        msg("Back to now"),
        msg("Leave the past and show how things stand now"),
        Group.PAST,
        "past:now",
        in_the_past,
        -1,
    ),
    _c(
        "export",
        "X",
        msg("Export"),
        msg("Write lists as a table, a page, a picture or for another program"),
        Group.PROGRAM,
        "outgoing:export",
        has_lists,
    ),
    _c(
        "report",
        "R",
        msg("Report"),
        msg("Write a report, a notice, a bulletin or urging sheets"),
        Group.PROGRAM,
        "outgoing:report",
        has_lists,
        looks=False,
    ),
    _c("language", "L", msg("Language"), msg("Change the language"), Group.PROGRAM, "viewing:language_", always),
    _c("theme", "T", msg("Colours"), msg("Dark, light, or high contrast"), Group.PROGRAM, "viewing:theme", always),
    _c(
        "palette",
        "ctrl+p",
        msg("Commands"),
        msg("Find a command by its name"),
        Group.PROGRAM,
        "viewing:palette",
        always,
    ),
    _c("help", "question_mark f1", msg("Help"), msg("Show all keys"), Group.PROGRAM, "viewing:help_", always, 15),
    _c("quit", "q", msg("Quit"), msg("Leave; everything is saved already"), Group.PROGRAM, "viewing:quit_", always, 16),
)

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


def footer_commands() -> list[Command]:
    """Give the commands hinted at at the foot, the most useful first."""
    return sorted((command for command in COMMANDS if command.footer), key=lambda command: command.footer)


def bindings() -> list[Binding]:
    """Give the bindings of the main screen, ids included, so that a keymap can change them."""
    from textual.binding import Binding

    return [
        Binding(",".join(command.keys), f"command('{command.id}')", str(command.title), show=False, id=command.id)
        for command in COMMANDS
    ]
