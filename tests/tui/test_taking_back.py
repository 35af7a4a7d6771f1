"""On the history: filters, details, fields, who set them, one change taken back, a deleted item brought back."""

import pytest
from workspaces import OTHER, TASKS, app, git, make, settle

from tasklist_tui import i18n
from tasklist_tui.domain.edits import RemoveItem, SetFields
from tasklist_tui.services.session import Session
from tasklist_tui.tui.screens.page_dialog import PageDialog
from tasklist_tui.tui.screens.questions import QuestionsScreen
from tasklist_tui.tui.state import View
from tasklist_tui.tui.views.history import HistoryView
from tasklist_tui.tui.widgets.detail import Detail
from tasklist_tui.tui.widgets.filterbar import FilterBar
from tasklist_tui.tui.widgets.pages import Page
from tasklist_tui.tui.widgets.statusbar import StatusLine


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    """A workspace in which progress and goal of an item changed together, then the progress again; one was deleted."""
    root = make(tmp_path / "w", tasks=TASKS, daily=OTHER)
    session = Session.open(root)
    session.apply([SetFields("tasks", "aa2222", {"progress": 60, "goal": "形成专项审议意见"})], reason="会议推迟")
    session.apply([SetFields("tasks", "aa2222", {"progress": 80})])
    session.apply([RemoveItem("daily", "ee6666")], action="remove")
    session.close()
    return root


def text(view):
    return ["".join(piece for piece, _ in view.pieces(line, 100)) for line in range(view.line_count)]


def on(drive, root, script, size=(120, 40)):
    async def run(pilot):
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        return await script(pilot, pilot.app.screen.query_one(HistoryView))

    return drive(app(root), run, size)


async def put(pilot, view, wanted):
    view.cursor = next(n for n, line in enumerate(text(view)) if wanted in line)
    await settle(pilot)


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def item(shell, item_id="aa2222"):
    found = shell.screen_stack[0].director.snapshot.workspace.find(item_id)
    return found[1] if found else None


# --- looking


def test_a_filter_narrows_the_history_and_c_shows_all_again(drive, root):
    async def script(pilot, view):
        await press(pilot, "slash", *"field:goal", "enter")
        await pilot.pause(0.3)
        await settle(pilot)
        narrowed = "\n".join(text(view))
        said = pilot.app.screen.query_one(FilterBar).text
        await press(pilot, "c")
        await pilot.pause(0.3)
        await settle(pilot)
        return narrowed, said, "\n".join(text(view))

    narrowed, said, everything = on(drive, root, script)
    assert "形成专项审议意见" in narrowed
    assert "60% → 80%" not in narrowed
    assert "Filter: field:goal (c clears)" in said
    assert "60% → 80%" in everything


def test_what_matches_nothing_says_so(drive, root):
    async def script(pilot, view):
        await press(pilot, "slash", *"zzzz", "enter")
        await pilot.pause(0.3)
        await settle(pilot)
        return text(view)

    assert "No change is like that" in on(drive, root, script)[-1]


def test_a_person_is_chosen_with_a_key(drive, root):
    async def script(pilot, _view):
        await press(pilot, "F", "1", "down", "enter")
        return pilot.app.screen.director.state.history_line

    assert on(drive, root, script) == "by:王"


def test_details_show_old_and_new_and_a_field_its_history(drive, root):
    async def script(pilot, view):
        await put(pilot, view, "形成专项审议意见")
        await press(pilot, "I")
        assert isinstance(pilot.app.screen, PageDialog)
        full = pilot.app.screen.query_one(Page).text
        await press(pilot, "escape", "f", *"progress", "enter")
        return full, pilot.app.screen.query_one(Page).text

    full, field = on(drive, root, script)
    assert "〔+专项+〕" in full
    assert "reason: 会议推迟" in full
    assert field.index("60% → 80%") < field.index("40% → 60%")


def test_h_in_the_history_shows_the_life_of_the_changed_item(drive, root):
    async def script(pilot, view):
        await put(pilot, view, "60% → 80%")
        await press(pilot, "h")
        return text(view)

    lines = on(drive, root, script)
    assert "Life of “1.1 听取和审议规划纲要报告”" in lines[0]
    assert any("created" in line for line in lines)
    assert any(line.startswith("  │") for line in lines)


def test_who_set_each_field_stands_beside_it(drive, root):
    async def run(pilot):
        await settle(pilot)
        await press(pilot, "B")
        await settle(pilot)
        shown = pilot.app.screen.query_one(Detail).text
        await press(pilot, "B")
        return shown, pilot.app.screen.query_one(Detail).text

    shown, hidden = drive(app(root), run, (120, 40))
    goal = next(line for line in shown.splitlines() if "专项审议" in line or "王" in line)
    assert "王" in shown
    assert goal
    assert "王 " not in hidden


# --- taking back


def test_one_field_of_an_older_change_is_taken_back_and_later_ones_stay(drive, root):
    async def script(pilot, view):
        await put(pilot, view, "形成专项审议意见")
        await press(pilot, "W")
        said = pilot.app.screen.query_one(StatusLine).text
        return said, item(pilot.app).get("goal"), item(pilot.app).get("progress")

    before = int(git(root, "rev-list", "--count", "HEAD"))
    said, goal, progress = on(drive, root, script)
    assert "Taken back" in said
    assert (goal, progress) == ("形成审议意见并交办", 80)
    assert int(git(root, "rev-list", "--count", "HEAD")) == before + 1


@pytest.mark.parametrize(("answer", "progress"), [("1", 80), ("2", 40)])
def test_where_a_later_change_touched_the_same_field_it_is_asked(drive, root, answer, progress):
    async def script(pilot, view):
        await put(pilot, view, "40% → 60%")
        await press(pilot, "W")
        asked = isinstance(pilot.app.screen, QuestionsScreen)
        shown = pilot.app.screen.text if asked else ""
        await press(pilot, answer)
        return asked, shown, item(pilot.app).get("progress")

    asked, shown, found = on(drive, root, script)
    assert asked
    assert "As it is now" in shown
    assert "80%" in shown
    assert found == progress


def test_leaving_the_question_takes_nothing_back(drive, root):
    async def script(pilot, view):
        await put(pilot, view, "40% → 60%")
        await press(pilot, "W", "escape")
        return pilot.app.screen.query_one(StatusLine).text, item(pilot.app).get("progress")

    assert on(drive, root, script) == ("Nothing was taken back", 80)


def test_u_takes_the_taking_back_back(drive, root):
    async def script(pilot, view):
        await put(pilot, view, "形成专项审议意见")
        await press(pilot, "W", "u")
        return item(pilot.app).get("goal")

    assert on(drive, root, script) == "形成专项审议意见"


def test_a_deleted_item_is_brought_back_from_the_history(drive, root):
    async def script(pilot, view):
        await put(pilot, view, "deleted")
        await press(pilot, "H")
        return item(pilot.app, "ee6666"), pilot.app.screen.query_one(StatusLine).text

    found, said = on(drive, root, script)
    assert found is not None
    assert "Brought back: 编印信息专报" in said


def test_bringing_back_says_where_nothing_was_deleted(drive, root):
    async def script(pilot, view):
        await put(pilot, view, "60% → 80%")
        await press(pilot, "H")
        return pilot.app.screen.query_one(StatusLine).text

    assert "deleted no item" in on(drive, root, script)


# --- odd repositories


def test_hostile_names_and_messages_stay_text(drive, root, screen_lines):
    hostile = "user.name=\u202e[red]坏\x1b[31m"
    git(root, "-c", hostile, "commit", "-q", "--amend", "--reset-author", "-m", "[b]\x1b]0;x\x07改")

    async def script(pilot, view):
        await press(pilot, "home")
        return "\n".join([*text(view), *screen_lines(pilot.app)])

    shown = on(drive, root, script)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[b]" in shown


def test_a_shallow_clone_shows_what_it_has(drive, root, tmp_path):
    git(tmp_path, "clone", "-q", "--depth=2", root.as_uri(), str(tmp_path / "shallow"))
    git(tmp_path / "shallow", "config", "user.name", "王")

    async def script(pilot, view):
        return "\n".join(text(view)), pilot.app.screen.director.state.view

    shown, view = on(drive, tmp_path / "shallow", script)
    assert view is View.HISTORY
    assert "编印信息专报" in shown
