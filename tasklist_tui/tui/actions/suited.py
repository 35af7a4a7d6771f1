"""Choosing and arranging the views that suit a list, and going from their cells to the items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from tasklist_tui.domain.axes import possible_axes
from tasklist_tui.domain.kinds import FieldType
from tasklist_tui.domain.kindviews import COUNT, ITEMS, LIGHT, MatrixView
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.sheets import suited
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.tui.commands import BY_ID
from tasklist_tui.tui.state import ItemKey, Suited, Tone, View

if TYPE_CHECKING:
    from tasklist_tui.domain.model import TaskList
    from tasklist_tui.services.sheets.sheet import Spot
    from tasklist_tui.tui.stage import Stage
    from tasklist_tui.tui.state import ViewState

#: Up to so many items are listed at once, in some 10 ms; above, in a thread.
_AT_ONCE = 200
_SEPARATOR = "\x1f"


def chosen_list(snapshot: Snapshot, state: ViewState) -> TaskList | None:
    """Give the list whose views are meant: the one in the sidebar, the one shown, that of the cursor, the first."""
    workspace = snapshot.workspace
    wanted = (state.list_id, state.suited.list_id, state.cursor.list_id if state.cursor else "")
    found = (workspace.task_list(name) for name in wanted if name)
    return next((task_list for task_list in found if task_list is not None), next(iter(workspace.lists), None))


async def choose(stage: Stage) -> None:
    """Let the person choose a view of the list, of another list, or two fields."""
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    snapshot = stage.snapshot
    here = chosen_list(snapshot, stage.state)
    if here is None:
        return
    options = [Option(f"{way.list_id}{_SEPARATOR}{way.view}", title, where) for where, title, way in shown_ways(stage)]
    options.append(Option(f"{here.id}{_SEPARATOR}", _("Matrix of any two fields …"), here.title or here.id))
    for command in ("view.board", "view.rollup", "view.coverage"):
        made = BY_ID[command]
        reason = made.applies(stage.situation)
        options.append(Option(command, translate(made.title), "", translate(reason) if reason else ""))
    wanted = await stage.ask(ChoiceDialog(_("Other views"), options))
    if wanted is None:
        return
    if wanted in BY_ID:
        stage.run(wanted)
        return
    list_id, _between, view_id = wanted.partition(_SEPARATOR)
    if view_id:
        show(stage, Suited(list_id, view_id))
    else:
        await fields(stage)


def shown_ways(stage: Stage) -> Iterator[tuple[str, str, Suited]]:
    """Yield the views that suit the lists, those of the chosen list first: the list, the title, and what to show."""
    snapshot = stage.situation.snapshot
    here = chosen_list(snapshot, stage.state) if snapshot is not None else None
    if snapshot is None or here is None:
        return
    for task_list in (here, *(other for other in snapshot.workspace.lists if other is not here)):
        kind = snapshot.workspace.kind_of(task_list)
        for view in suited.views_of(kind):
            title = suited.title_of(view, kind, language())
            yield task_list.title or task_list.id, title, Suited(task_list.id, view.id)


def show(stage: Stage, shown: Suited) -> None:
    """Show a view of a list; a list chosen in the sidebar gives way to it."""
    state = stage.state
    list_id = shown.list_id if state.list_id else ""
    stage.change(state.with_(suited=shown, list_id=list_id))
    if state.view is not View.SUITED:
        stage.show_view(View.SUITED)


async def fields(stage: Stage) -> None:
    """Let the person choose what stands in rows, columns and cells of a matrix."""
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    snapshot = stage.snapshot
    task_list = chosen_list(snapshot, stage.state)
    if task_list is None:
        return
    kind = snapshot.workspace.kind_of(task_list)
    before = shown_matrix(snapshot, stage.state, task_list)
    rows_fields = [field for field in kind.fields if field.type is FieldType.ROWS and possible_axes(kind, field.id)]
    of = before.of
    if rows_fields:
        ways = [Option("", _("items"), task_list.title)]
        ways += [Option(field.id, field.title.in_language(language()) or field.id) for field in rows_fields]
        chosen = await stage.ask(ChoiceDialog(_("Count what?"), ways, current=of))
        if chosen is None:
            return
        of = chosen
    known = {ITEMS: _("The items themselves")}
    for field in (*(possible_axes(kind, of) if of else ()), *possible_axes(kind)):
        known.setdefault(field.id, field.title.in_language(language()) or field.id)
    options = [Option(name, label) for name, label in known.items()]
    rows = await stage.ask(ChoiceDialog(_("What stands in the rows?"), options, current=before.rows, digits=False))
    if rows is None:
        return
    columns = await stage.ask(
        ChoiceDialog(_("What stands in the columns?"), options, current=before.columns, digits=False)
    )
    if columns is None:
        return
    cells = [Option(COUNT, _("how many")), Option(LIGHT, _("the worst light")), *options[1:]]
    shown = await stage.ask(ChoiceDialog(_("What stands in the cells?"), cells, current=before.cell, digits=False))
    if shown is not None:
        matrix = MatrixView(suited.FREE, rows=rows, columns=columns, of=of, cell=shown)
        show(stage, Suited(task_list.id, suited.FREE, matrix))


def shown_matrix(snapshot: Snapshot, state: ViewState, task_list: TaskList) -> MatrixView:
    """Give the matrix that is shown, or would be shown first, of a list."""
    if state.suited.list_id == task_list.id and state.suited.matrix is not None:
        return state.suited.matrix
    for name in (state.suited.view, ""):
        try:
            return suited.find_view_of(snapshot.workspace, task_list, name, MatrixView)
        except UserError:
            continue
    return MatrixView(suited.FREE)


def turn(stage: Stage) -> None:
    """Swap the rows and the columns of the matrix."""
    task_list = chosen_list(stage.snapshot, stage.state)
    if task_list is None:
        return
    matrix = shown_matrix(stage.snapshot, stage.state, task_list)
    turned = msgspec.structs.replace(matrix, rows=matrix.columns, columns=matrix.rows)
    show(stage, Suited(task_list.id, suited.FREE, turned))


async def drill(stage: Stage, *, title: str, spots: Sequence[Spot], members: Mapping[str, Snapshot]) -> None:
    """Go to the item a cell stands for; of several, let the person choose."""
    from tasklist_tui.services.sheets.spots import spots_sheet
    from tasklist_tui.tui.screens.spots import SpotsDialog

    if not spots:
        stage.say(_("Nothing stands here"), Tone.REFUSED)
        return
    wanted: Spot | None = spots[0]
    if len(spots) > 1 or spots[0].member:
        snapshots = {"": stage.snapshot, **members}
        make = partial(spots_sheet, "", spots, snapshots, language())
        many = len(spots) > _AT_ONCE
        sheet = await stage.gateway.call(msg("Counting"), lambda _session: make(), name="spots") if many else make()
        wanted = await stage.ask(SpotsDialog(title, sheet, snapshots))
    if wanted is not None:
        stage.go_to(ItemKey(wanted.list_id, wanted.item_id))


def say_problem(stage: Stage, *, text: str) -> None:
    """Say why something cannot be read."""
    stage.say(text, Tone.REFUSED)


async def choose_document(stage: Stage, *, members: Mapping[str, Snapshot]) -> None:
    """Let the person choose the document whose coverage is shown."""
    from tasklist_tui.services.sheets.coverage import choices
    from tasklist_tui.tui.screens.choices import ChoiceDialog, Option

    found = choices(stage.snapshot, members)
    if not found:
        stage.say(_("No document is implemented by another one"), Tone.REFUSED)
        return
    options = [
        Option(f"{member}/{document.id}" if member else document.id, document.title, member)
        for member, document in found
    ]
    wanted = await stage.ask(ChoiceDialog(_("Coverage of which document?"), options, current=stage.state.covered))
    if wanted is not None:
        stage.change(stage.state.with_(covered=wanted))
