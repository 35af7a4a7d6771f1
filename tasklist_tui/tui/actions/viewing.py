"""Commands that change what is shown and nothing else."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import msgspec

from tasklist_tui.domain.lightrules import LightRules
from tasklist_tui.domain.query import Grouping, Sorting
from tasklist_tui.i18n import LANGUAGES, _, language, set_language, translate
from tasklist_tui.tui.sidebar_rows import Sort
from tasklist_tui.tui.state import GROUPING_TITLES, SORTING_TITLES, Tone, View, key_of

if TYPE_CHECKING:
    from tasklist_tui.tui.sidebar_rows import SidebarRow
    from tasklist_tui.tui.stage import Stage

E = TypeVar("E", bound=StrEnum)


def show_list(stage: Stage) -> None:
    """Show the items as a list."""
    stage.show_view(View.LIST)


def show_timeline(stage: Stage) -> None:
    """Show the items in time."""
    stage.show_view(View.TIMELINE)


def show_overview(stage: Stage) -> None:
    """Show how the committees stand."""
    stage.show_view(View.OVERVIEW)


def show_board(stage: Stage) -> None:
    """Show the items by state, side by side."""
    stage.show_view(View.BOARD)


def show_history(stage: Stage) -> None:
    """Show who changed what in the whole workspace."""
    stage.change(stage.state.with_(history_of=None))
    stage.show_view(View.HISTORY)


def show_agenda(stage: Stage) -> None:
    """Show what is overdue and what the next days ask for."""
    stage.show_view(View.AGENDA)


def show_rollup(stage: Stage) -> None:
    """Show how the members stand."""
    stage.show_view(View.ROLLUP)


def show_coverage(stage: Stage) -> None:
    """Show who carries out the measures of a document."""
    stage.show_view(View.COVERAGE)


def filter_(stage: Stage) -> None:
    """Let the person type a filter."""
    stage.open_filter()


def clear(stage: Stage) -> None:
    """Show everything."""
    if stage.state.view is View.HISTORY:
        stage.change(stage.state.with_(history_line=""))
        return
    stage.change(msgspec.structs.replace(stage.state.unfiltered(), list_id=""))


def next_grouping(stage: Stage) -> None:
    """Group by the next thing that tells items apart here."""
    group_by(stage, _next(Grouping, stage.state.grouping))


def group_by(stage: Stage, grouping: Grouping) -> None:
    """Group by one thing; what was collapsed opens."""
    stage.change(msgspec.structs.replace(stage.state, grouping=grouping, collapsed=frozenset()))
    stage.say(_("Grouped: {how}", how=translate(GROUPING_TITLES[grouping])))


def next_sorting(stage: Stage) -> None:
    """Sort by the next thing."""
    sort_by(stage, _next(Sorting, stage.state.sorting))


def sort_by(stage: Stage, sorting: Sorting) -> None:
    """Sort by one thing."""
    stage.change(msgspec.structs.replace(stage.state, sorting=sorting, descending=False))
    stage.say(_("Sorted: {how}", how=translate(SORTING_TITLES[sorting])))


def reverse(stage: Stage) -> None:
    """Turn the order round."""
    stage.change(msgspec.structs.replace(stage.state, descending=not stage.state.descending))


def mine(stage: Stage) -> None:
    """Show only the items of this person's committee, or everybody's again."""
    own = stage.snapshot.committee
    if not own:
        stage.say(_("Your committee is not known: add yourself to people in tasklist.yaml"), Tone.REFUSED)
        return
    committee = "" if stage.state.committee == own else own
    stage.change(msgspec.structs.replace(stage.state, committee=committee))


def mark(stage: Stage) -> None:
    """Mark or unmark the item under the cursor."""
    current = stage.situation.current()
    if current is not None:
        stage.mark(stage.state.marked ^ {key_of(current)})


def mark_all(stage: Stage) -> None:
    """Mark everything that is shown."""
    stage.mark(frozenset(map(key_of, stage.rows())))


def unmark(stage: Stage) -> None:
    """Take all marks away."""
    stage.mark(frozenset())


def sidebar(stage: Stage) -> None:
    """Show or hide the sidebar."""
    stage.toggle_pane("sidebar")


def detail(stage: Stage) -> None:
    """Show or hide the item in full."""
    stage.toggle_pane("detail")


def language_(stage: Stage) -> None:
    """Use the next language at once."""
    set_language(LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)])
    stage.repaint()
    stage.say(_("Language: English"))


def theme(stage: Stage) -> None:
    """Use the next set of colours."""
    stage.next_theme()


def palette(stage: Stage) -> None:
    """Let the person find a command by its name."""
    stage.open_palette()


async def help_(stage: Stage) -> None:
    """Show all keys."""
    from tasklist_tui.tui.screens.help import help_lines
    from tasklist_tui.tui.screens.page_dialog import PageDialog

    snapshot = stage.situation.snapshot
    rules = (snapshot.workspace.settings.lights if snapshot else LightRules()).rules()
    await stage.ask(PageDialog(_("Help: keys and commands"), lambda width: help_lines(width, rules)))


async def explain(stage: Stage) -> None:
    """Show why the item under the cursor has its light."""
    from tasklist_tui.tui.explain_lines import explain_lines
    from tasklist_tui.tui.screens.page_dialog import PageDialog

    entry = stage.situation.current()
    if entry is not None:
        snapshot = stage.snapshot
        await stage.ask(PageDialog(_("Why this light?"), lambda width: explain_lines(snapshot, entry, width)))


async def problems(stage: Stage) -> None:
    """List what is wrong in the files."""
    from tasklist_tui.tui.screens.problems import ProblemsScreen, find_problems

    chosen = await stage.ask(ProblemsScreen(await find_problems(stage.gateway)))
    if chosen is not None:
        stage.go_to(chosen)


def quit_(stage: Stage) -> None:
    """Leave."""
    stage.leave()


def choose_row(stage: Stage, row: SidebarRow) -> None:
    """Narrow the views to what was chosen in the sidebar; choosing it again takes it back."""
    state = stage.state
    match row.sort:
        case Sort.LIST:
            stage.change(msgspec.structs.replace(state, list_id="" if state.list_id == row.id else row.id))
        case Sort.COMMITTEE:
            stage.change(msgspec.structs.replace(state, committee="" if state.committee == row.id else row.id))
        case Sort.LIGHT:
            stage.change(msgspec.structs.replace(state, filter_line=_with_light(state.filter_line, row.id)))
        case Sort.BROKEN if row.problem is not None:
            reason = translate(row.problem.message)
            place = f"{row.problem.path}:{row.problem.line}" if row.problem.line else row.problem.path
            stage.say(
                _("{place} cannot be read: {reason} (! lists all problems)", place=place, reason=reason), Tone.REFUSED
            )
        case Sort.PROBLEMS:
            stage.run("problems")
        case _:
            return


def _with_light(line: str, colour: str) -> str:
    """Give the filter line with a light added, or taken out when it is there."""
    word = f"light:{colour}"
    words = line.split()
    words = [other for other in words if other != word] if word in words else [*words, word]
    return " ".join(words)


def _next(values: type[E], current: E) -> E:
    members = list(values)
    return members[(members.index(current) + 1) % len(members)]
