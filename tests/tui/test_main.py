"""The main screen by its keys: what is shown, what is saved, and where the cursor is afterwards."""

from datetime import date

import pytest
from workspaces import OTHER, TASKS, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.edits import RemoveItem, SetFields
from tasklist_tui.domain.query import Grouping, Sorting
from tasklist_tui.services.session import Session
from tasklist_tui.tui.screens.main import MainScreen
from tasklist_tui.tui.screens.page_dialog import PageDialog
from tasklist_tui.tui.screens.problems import ProblemsScreen
from tasklist_tui.tui.state import ItemKey, View
from tasklist_tui.tui.widgets.detail import Detail
from tasklist_tui.tui.widgets.filterbar import FilterBar
from tasklist_tui.tui.widgets.item_table import ItemTable
from tasklist_tui.tui.widgets.sidebar import Sidebar
from tasklist_tui.tui.widgets.statusbar import StatusLine

WIDE = (120, 40)


@pytest.fixture(autouse=True)
def _language():
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "w", tasks=TASKS, daily=OTHER)


@pytest.fixture
def keys(drive, root):
    """Press keys in the app on `root`, run `look(app)` at the end, give what it returns."""

    def run(pressed, look, size=WIDE):
        async def script(pilot):
            await settle(pilot)
            for key in pressed.split():
                await pilot.press(key)
                await settle(pilot)
            return look(pilot.app)

        return drive(app(root), script, size)

    return run


def state(shell):
    return shell.screen_stack[0].director.state


def status(shell):
    return shell.screen_stack[0].query_one(StatusLine).text


def item(root, item_id, list_id="tasks"):
    return snapshot(root).workspace.task_list(list_id).item(item_id)


def titles(shell):
    return [entry.item.id for entry in shell.screen_stack[0].director.rows()]


# --- what is shown


def test_three_panes_stand_side_by_side_in_a_wide_window(keys, screen_lines):
    text = "\n".join(keys("", screen_lines))
    for wanted in (
        "示例区人大常",
        "创新任务清单",
        "预算工委",
        "听取和审议规划纲要报告",
        "形成审议意见并交办",
        "2025-11-10",
    ):
        assert wanted in text


def test_in_80_columns_the_item_is_shown_by_enter_and_left_by_escape(keys):
    def panes(shell):
        return shell.screen.query_one(Sidebar).display, shell.screen.query_one(Detail).display

    assert keys("", panes, (80, 24)) == (True, False)
    assert keys("enter", panes, (80, 24)) == (False, True)
    assert keys("enter escape", panes, (80, 24)) == (True, False)
    assert keys("b", panes, (80, 24)) == (False, False)


@pytest.mark.parametrize("size", [(40, 10), (30, 6), (20, 3), (10, 2), (300, 80), (59, 12), (60, 11)])
def test_every_size_shows_something(keys, screen_lines, size):
    lines = keys("", screen_lines, size)
    assert len(lines) == size[1]
    assert any(line.strip() for line in lines)


def test_in_40_columns_the_table_stands_alone(keys, screen_lines):
    def look(shell):
        screen = shell.screen
        return screen.query_one(Sidebar).display, screen.query_one(Detail).display, "\n".join(screen_lines(shell))

    sidebar, detail, text = keys("", look, (40, 10))
    assert (sidebar, detail) == (False, False)
    assert "听取" in text


def test_a_window_that_is_too_small_says_so(keys, screen_lines):
    assert "larger" in "\n".join(keys("", screen_lines, (40, 4)))


def test_panes_change_with_the_window_while_it_runs(drive, root):
    async def script(pilot):
        await settle(pilot)
        seen = []
        for size in ((120, 40), (80, 24), (40, 10), (20, 4), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            screen = pilot.app.screen
            seen.append((screen.query_one(Sidebar).display, screen.query_one(Detail).display))
        return seen, pilot.app.focused

    seen, focused = drive(app(root), script, WIDE)
    assert seen[0] == seen[4] == (True, True)
    assert seen[1] == (True, False)
    assert seen[2] == (False, False)
    assert focused is not None


def test_a_fixed_date_is_marked(keys, screen_lines):
    assert "2025-11-10 (fixed)" in keys("", screen_lines)[0]


# --- finding


def test_g_cycles_through_the_groupings_and_says_so(keys):
    grouping, said = keys("g", lambda shell: (state(shell).grouping, status(shell)))
    assert grouping is Grouping.COMMITTEE
    assert "by committee" in said
    assert keys("g g g g g g", lambda shell: state(shell).grouping) is Grouping.MEASURE


def test_o_cycles_through_the_sortings_and_the_cursor_stays_on_its_item(keys):
    sorting, cursor = keys("down down o", lambda shell: (state(shell).sorting, state(shell).cursor))
    assert sorting is Sorting.DUE
    assert cursor == ItemKey("tasks", "bb3333") or cursor is not None


def test_typing_filters_with_every_keystroke(keys):
    assert keys("slash 知 识", titles) == ["cc4444"]


def test_escape_clears_the_filter_and_enter_keeps_it(keys):
    assert len(keys("slash 知 escape", titles)) == 5
    assert keys("slash 知 enter", lambda shell: (state(shell).filter_line, titles(shell))) == ("知", ["cc4444"])
    assert len(keys("slash 知 enter c", titles)) == 5


def test_tab_takes_the_first_suggestion(keys):
    line = keys("slash @ 法 tab", lambda shell: state(shell).filter_line)
    assert line.strip() == "@法制工委" or line.strip().startswith("@")


def test_what_narrows_the_list_is_named_with_the_key_that_clears_it(keys):
    summary = keys("slash 知 enter", lambda shell: shell.screen.query_one(FilterBar).text)
    assert "知" in summary
    assert "c clears" in summary
    assert "1 of 5" in summary


def test_a_committee_chosen_in_the_sidebar_narrows_the_list(drive, root):
    async def script(pilot):
        await settle(pilot)
        sidebar = pilot.app.screen.query_one(Sidebar)
        line = next(n for n, row in enumerate(sidebar.rows) if row.id == "fzgw")
        await pilot.click(Sidebar, offset=(4, line))
        await settle(pilot)
        narrowed = titles(pilot.app)
        await pilot.click(Sidebar, offset=(4, line))
        await settle(pilot)
        return narrowed, len(titles(pilot.app))

    assert drive(app(root), script, WIDE) == (["cc4444", "dd5555"], 5)


def test_counts_in_the_sidebar_come_after_the_first_paint(drive, root):
    async def script(pilot):
        await settle(pilot)
        for _ in range(20):
            await pilot.pause(0.02)
            rows = pilot.app.screen.query_one(Sidebar).rows
            if any(row.counts for row in rows):
                return True
        return False

    assert drive(app(root), script, WIDE)


# --- changing


def test_a_advances_at_once_when_nothing_is_asked(keys, root):
    said = keys("down a", status)
    assert item(root, "bb3333").status == "doing"
    assert "Saved" in said
    assert "u takes it back" in said
    assert "Tasklist-Action: advance" in git(root, "log", "-1", "--format=%B")


def test_capital_a_offers_every_way(keys, root):
    keys("A 7", status)
    assert item(root, "aa2222").status == "paused"


def test_u_takes_the_last_change_back_and_capital_u_does_it_again(keys, root):
    assert "Taken back" in keys("down a u", status)
    assert item(root, "bb3333").status == "issued"
    keys("down a u U", status)
    assert item(root, "bb3333").status == "doing"


def test_nothing_to_undo_is_a_sentence(tmp_path, drive):
    root = make(tmp_path / "fresh")
    git(root, "config", "user.email", "somebody@else.example")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        return status(pilot.app)

    assert "nothing" in drive(app(root), script, WIDE)


def test_p_sets_the_progress(keys, root):
    keys("p 8 0 enter", status)
    assert item(root, "aa2222").progress == 80


def test_l_logs_progress_signed_with_the_committee(keys, root):
    keys("l 好 enter", status)
    entry = item(root, "aa2222").rows("log")[-1]
    assert (entry["text"], entry["by"]) == ("好", "预算工委")


def test_m_asks_which_milestone_and_marks_it_done_today(keys, root):
    keys("m 1", status)
    rows = {row["id"]: row.get("done") for row in item(root, "aa2222").rows("milestones")}
    assert rows == {"m1": date(2025, 9, 28), "m2": date(2025, 11, 10), "m3": None}


def test_marked_items_change_together_in_one_commit(keys, root):
    before = int(git(root, "rev-list", "--count", "HEAD"))
    keys("space space p 7 0 enter", status)
    assert item(root, "aa2222").progress == item(root, "bb3333").progress == 70
    assert int(git(root, "rev-list", "--count", "HEAD")) == before + 1


def test_marked_items_that_cannot_advance_are_named_and_the_others_go_on(keys, root):
    said = keys("g g g g g ctrl+a a", status)
    assert "advanced" in said or "Saved" in said
    assert item(root, "bb3333").status == "doing"


def test_deleting_asks_first_and_the_cursor_goes_to_the_next(keys, root):
    assert keys("D n", titles) == keys("", titles)
    cursor = keys("D y", lambda shell: state(shell).cursor)
    assert item(root, "aa2222") is None
    assert cursor == ItemKey("tasks", "bb3333")


def test_a_copy_begins_anew_and_takes_the_cursor(keys, root):
    cursor = keys("d", lambda shell: state(shell).cursor)
    copy = item(root, cursor.item_id)
    assert cursor.item_id != "aa2222"
    assert copy.title == item(root, "aa2222").title
    assert copy.status == "draft"
    assert not copy.rows("log")
    assert not any(row.get("done") for row in copy.rows("milestones"))


def test_capital_j_and_k_move_the_item_and_the_cursor_goes_along(keys, root):
    def order():
        return [entry.id for entry in snapshot(root).workspace.task_list("tasks").items]

    assert keys("J", lambda shell: state(shell).cursor) == ItemKey("tasks", "aa2222")
    assert order()[:2] == ["bb3333", "aa2222"]
    keys("down K", status)
    assert order()[:2] == ["aa2222", "bb3333"]


def test_moving_past_the_end_of_a_group_is_refused_with_the_reason(keys):
    assert "first one" in keys("K", status)


def test_a_refusal_is_a_sentence(keys):
    assert "as in the file" in keys("o J", status)
    assert "No item is marked" in keys("M", status)


# --- others


def test_a_change_from_outside_is_picked_up_and_the_cursor_stays(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("down")
        other = Session.open(root)
        other.apply([SetFields("tasks", "aa2222", {"title": "改过的标题"})])
        other.close()
        pilot.app.screen.director.gateway._look()
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)
        director = pilot.app.screen.director
        return director.snapshot.workspace.find("aa2222")[1].title, director.state.cursor

    title, cursor = drive(app(root), script, WIDE)
    assert title == "改过的标题"
    assert cursor == ItemKey("tasks", "bb3333")


def test_an_item_deleted_by_somebody_else_leaves_the_cursor_at_its_height(drive, root):
    async def script(pilot):
        await settle(pilot)
        other = Session.open(root)
        other.apply([RemoveItem("tasks", "aa2222")])
        other.close()
        pilot.app.screen.director.gateway._look()
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)
        return state(pilot.app).cursor

    assert drive(app(root), script, WIDE) == ItemKey("tasks", "bb3333")


def test_without_an_identity_the_first_change_asks_for_it(tmp_path, drive):
    root = make(tmp_path / "w")
    git(root, "config", "--unset", "user.name")
    git(root, "config", "--unset", "user.email")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("down", "a")
        await settle(pilot)
        asked = type(pilot.app.screen).__name__
        await pilot.press(*"Li", "enter", "enter")
        await settle(pilot)
        return asked, status(pilot.app)

    asked, said = drive(app(root), script, WIDE)
    assert asked == "IdentityDialog"
    assert "Saved" in said
    assert git(root, "log", "-1", "--format=%an").strip() == "Li"


# --- views, panes, program


def test_the_timeline_is_made_when_it_is_first_shown(keys):
    assert keys("", lambda shell: len(shell.screen.query("#timeline"))) == 0
    view, there = keys("2", lambda shell: (state(shell).view, len(shell.screen.query("#timeline"))))
    assert (view, there) == (View.TIMELINE, 1)
    assert keys("2 1", lambda shell: (state(shell).view, type(shell.focused))) == (View.LIST, ItemTable)


def test_the_language_changes_at_once(keys, screen_lines):
    text = "\n".join(keys("L", screen_lines))
    assert "(fixed)" not in text
    assert i18n.language() == "zh"


def test_the_help_opens_and_closes(keys):
    assert isinstance(keys("question_mark", lambda shell: shell.screen), PageDialog)
    assert isinstance(keys("question_mark escape", lambda shell: shell.screen), MainScreen)


def test_problems_are_listed_with_file_line_and_field(tmp_path, drive, screen_lines):
    root = make(tmp_path / "w", tasks=TASKS.replace("lead: fzgw", "lead: nobody", 1))

    async def script(pilot):
        await settle(pilot)
        await pilot.press("exclamation_mark")
        await settle(pilot)
        shown = "\n".join(screen_lines(pilot.app))
        kind = type(pilot.app.screen)
        await pilot.press("end", "enter")
        await settle(pilot)
        return kind, shown, state(pilot.app).cursor

    kind, shown, cursor = drive(app(root), script, WIDE)
    assert kind is ProblemsScreen
    assert "lists/tasks.yaml:" in shown
    assert ":lead" in shown
    assert cursor == ItemKey("tasks", "cc4444")


def test_every_theme_can_be_chosen(keys):
    assert keys("T", lambda shell: shell.theme) == "tasklist-light"
    assert keys("T T T", lambda shell: shell.theme) == "tasklist-dark"
