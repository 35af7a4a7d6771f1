"""The history: days, revisions and changes of the workspace and of one item, and the ways to and from the items."""

import subprocess

import pytest
from workspaces import OTHER, TASKS, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.edits import RemoveItem, SetFields
from tasklist_tui.domain.message import msg
from tasklist_tui.safetext import cell_width
from tasklist_tui.services.history import item_history, workspace_history
from tasklist_tui.services.session import Session
from tasklist_tui.tui.history_lines import Painter, Part, places
from tasklist_tui.tui.state import ItemKey, View
from tasklist_tui.tui.views.history import PAGE, HistoryView
from tasklist_tui.tui.widgets.item_table import ItemTable
from tasklist_tui.tui.widgets.statusbar import StatusLine

SIZES = [(80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    """A workspace in which an item was changed, with a reason, and another one deleted."""
    root = make(tmp_path / "w", tasks=TASKS, daily=OTHER)
    session = Session.open(root)
    session.apply([SetFields("tasks", "aa2222", {"progress": 60, "goal": "[b]形成\n意见"})], reason="会议推迟")
    session.apply([SetFields("tasks", "bb3333", {"status": "doing"})])
    session.apply([RemoveItem("daily", "ee6666")], action="remove")
    session.close()
    return root


def page(root, item=None, width=100):
    """Every line of the history, as text, with its part."""
    session = Session.open(root)
    read = item_history(session, *item) if item else workspace_history(session)
    seen = session.snapshot
    session.close()
    painter = Painter(seen, read, item)
    found = places(read, seen, item, is_more=False, is_read=True)
    return [(place.part, "".join(text for text, _ in painter.pieces(place, width, ""))) for place in found]


@pytest.fixture
def on_history(drive, root):
    """Press keys from the list on, and give what `look(app, view)` says."""

    def run(keys, look, size=(120, 40), at=None):
        async def script(pilot):
            await settle(pilot)
            for key in keys.split():
                await pilot.press(key)
                await settle(pilot)
            views = pilot.app.screen.query(HistoryView)
            return look(pilot.app, views.first() if views else None)

        return drive(app(at or root), script, size)

    return run


def shown(_shell, view):
    return ["".join(text for text, _ in view.pieces(line, 100)) for line in range(view.line_count)]


# --- what it says (pure)


def test_a_revision_tells_when_who_and_beneath_it_what_from_what_to_what(root):
    lines = page(root)
    assert [part for part, _ in lines][:2] == [Part.DAY, Part.REVISION]
    said = "\n".join(text for _, text in lines)
    assert "Progress 40% → 60%" in said
    assert "State Issued → In progress" in said
    assert "deleted" in said
    assert "reason: 会议推迟" in said
    assert "王" in next(text for part, text in lines if part is Part.REVISION)


def test_the_title_of_an_item_stands_beside_its_first_change_only(root):
    changes = [text for part, text in page(root) if part is Part.CHANGE]
    assert sum("听取和审议规划纲要报告" in text for text in changes[:4]) == 1


def test_the_history_of_one_item_holds_nothing_of_others_and_begins_with_its_title(root):
    lines = page(root, ItemKey("tasks", "aa2222"))
    assert lines[0][0] is Part.ABOUT
    assert "1.1 听取和审议规划纲要报告" in lines[0][1]
    said = "\n".join(text for part, text in lines if part is Part.CHANGE)
    assert "Progress 40% → 60%" in said
    assert "added" in said
    assert "State" not in said


@pytest.mark.parametrize("width", [20, 40, 79, 120])
def test_no_line_is_wider_than_the_view(root, width):
    assert all(cell_width(text) <= max(width, 34) for _, text in page(root, width=width))


def test_texts_of_others_stay_text(root):
    said = "".join(text for _, text in page(root))
    assert "[b]形成" in said
    assert "\n" not in said


# --- on the screen


@pytest.mark.parametrize("size", SIZES)
def test_key_5_shows_the_history_of_the_workspace(on_history, screen_lines, size):
    text = "\n".join(on_history("5", lambda shell, _view: screen_lines(shell), size))
    assert "Progress 40% → 60%" in text
    assert "走访企业" in text


@pytest.mark.parametrize("size", SIZES)
def test_h_shows_the_history_of_the_item_under_the_cursor_and_escape_goes_back_to_it(on_history, size):
    lines = on_history("h", shown, size)
    assert "Life of “1.1 听取和审议规划纲要报告”" in lines[0]
    assert not any("走访企业" in line for line in lines)
    state, focused = on_history("h escape", lambda shell, _: (shell.screen.director.state, shell.focused), size)
    assert (state.view, state.cursor) == (View.LIST, ItemKey("tasks", "aa2222"))
    assert isinstance(focused, ItemTable)


def test_key_5_after_h_shows_everything_again(on_history):
    assert any("走访企业" in line for line in on_history("h 5", shown))


def test_enter_on_a_change_goes_to_its_item(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        view = pilot.app.screen.query_one(HistoryView)
        view.cursor = next(n for n, line in enumerate(shown(None, view)) if "State Issued" in line)
        await pilot.press("enter")
        await settle(pilot)
        return pilot.app.screen.director.state

    state = drive(app(root), script, (120, 40))
    assert (state.view, state.cursor) == (View.LIST, ItemKey("tasks", "bb3333"))


def test_enter_on_the_change_of_a_deleted_item_says_so(on_history):
    said = on_history("5 enter", lambda shell, _view: shell.screen.query_one(StatusLine).text)
    assert "deleted since" in said


def test_the_cursor_stands_on_revisions_and_changes_only(on_history):
    def look(_shell, view):
        stood = set()
        view.action_first()
        for _ in range(view.line_count):
            stood.add(view._place(view.cursor).part)
            view.action_move(1)
        return stood

    assert on_history("5", look) <= {Part.REVISION, Part.CHANGE, Part.OTHER}


def test_a_new_change_comes_in_while_the_cursor_stays_with_its_own(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        view = pilot.app.screen.query_one(HistoryView)
        view.cursor = next(n for n, line in enumerate(shown(None, view)) if "Progress 40%" in line)
        await pilot.app.screen.director.gateway.save([SetFields("tasks", "cc4444", {"progress": 10})])
        await settle(pilot)
        lines = shown(None, view)
        return lines, lines[view.cursor]

    lines, at_cursor = drive(app(root), script, (120, 40))
    assert any("Progress (empty) → 10%" in line for line in lines[:4])
    assert "Progress 40% → 60%" in at_cursor


def test_files_changed_outside_and_not_recorded_stand_on_top(drive, root):
    async def script(pilot):
        await settle(pilot)
        path = root / "lists" / "tasks.yaml"
        path.write_text(path.read_text("utf-8").replace("知识产权执法检查", "执法检查"), "utf-8", newline="")
        await pilot.app.screen.director.gateway.show(msg("Saving"), lambda s: s.refresh() or s.snapshot)
        await pilot.press("5")
        await settle(pilot)
        return shown(None, pilot.app.screen.query_one(HistoryView))

    lines = drive(app(root), script, (120, 40))
    assert "not recorded yet" in lines[0]
    assert "lists/tasks.yaml" in lines[1]


def test_the_newest_fifty_are_read_first_and_more_at_the_end(drive, tmp_path):
    root = make(tmp_path / "long", tasks=TASKS)
    tip = git(root, "rev-parse", "HEAD").strip()
    lines = []
    data = (root / "lists" / "tasks.yaml").read_text("utf-8")
    for number in range(70):
        text = data.replace("title: 走访企业", f"title: 走访企业{number}").encode()
        lines.append(
            f"commit refs/heads/long\ncommitter 王 <w@x> {1760000000 + 60 * number} +0800\n"
            f"data {len(f'改{number}'.encode())}\n改{number}\n"
            + (f"from {tip}\n" if number == 0 else "")
            + f"M 100644 inline lists/tasks.yaml\ndata {len(text)}\n{text.decode()}\n"
        )
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input="".join(lines).encode(), check=True)
    git(root, "reset", "-q", "--hard", "long")

    async def script(pilot):
        await settle(pilot)
        await pilot.press("5")
        await settle(pilot)
        view = pilot.app.screen.query_one(HistoryView)
        first = len(view._revisions)
        await pilot.press("end")
        await settle(pilot)
        return first, len(view._revisions), len({r.sha for r in view._revisions})

    assert drive(app(root), script, (120, 40)) == (PAGE, 72, 72)


def test_a_workspace_in_which_nothing_happened_says_so(drive, root):
    seen = snapshot(root)
    found = places([], seen, None, is_more=False, is_read=True)
    assert found[-1].part is Part.END
