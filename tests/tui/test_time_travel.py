"""Another moment in place of now: all views as of then, only to be looked at, and the way back."""

import pytest
from workspaces import OTHER, TASKS, app, git, make, settle

from tasklist_tui import i18n
from tasklist_tui.domain.edits import AddItem, SetFields
from tasklist_tui.domain.model import Item
from tasklist_tui.i18n import translate
from tasklist_tui.services.session import Session
from tasklist_tui.tui.command import Group
from tasklist_tui.tui.commands import BY_ID, COMMANDS
from tasklist_tui.tui.moments import day_meant, last_meeting, moment_options
from tasklist_tui.tui.state import ItemKey, Past, Situation, View, ViewState
from tasklist_tui.tui.widgets.item_table import ItemTable
from tasklist_tui.tui.widgets.statusbar import PastBar, StatusLine

SIZES = [(80, 24), (120, 40)]
EVENTS = """\
events:
- {id: oct, name: 十月会议, date: 2025-10-29}
- {id: dec, name: 十二月会议, date: 2025-12-25}
"""


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A workspace begun on 20 October, in which the progress of an item and a new one came on 5 November."""
    root = make(tmp_path / "w", tasks=TASKS, daily=OTHER)
    (root / "events.yaml").write_text(EVENTS, "utf-8", newline="")
    git(root, "add", ".")
    amend(root, "2025-10-20T09:00:00+08:00")
    session = Session.open(root)
    item = Item("ff7777", {"title": "后来加的", "lead": "bgs", "status": "issued"})
    session.apply([SetFields("tasks", "aa2222", {"progress": 60}), AddItem("tasks", item)])
    session.close()
    git(root, "commit", "-q", "--amend", "--no-edit", "--date=2025-11-05T09:00:00+08:00")
    return root


def amend(root, when):
    """Give all that was done so far the date `when`."""
    tree = git(root, "write-tree").strip()
    patch = pytest.MonkeyPatch()
    patch.setenv("GIT_COMMITTER_DATE", when)
    patch.setenv("GIT_AUTHOR_DATE", when)
    sha = git(root, "commit-tree", tree, "-m", "建立").strip()
    patch.undo()
    git(root, "reset", "-q", "--hard", sha)


@pytest.fixture
def travelled(drive, root):
    """Type a moment, press keys, and give what `look(shell)` says."""

    def run(moment, keys, look, size=(120, 40), before=""):
        async def script(pilot):
            await settle(pilot)
            for key in [*before.split(), "z"]:
                await pilot.press(key)
                await settle(pilot)
            await pilot.press(*moment, "enter")
            await settle(pilot)
            for key in keys.split():
                await pilot.press(key)
                await settle(pilot)
            return look(pilot.app)

        return drive(app(root), script, size)

    return run


def titles(shell):
    snapshot = shell.screen.director.snapshot
    return [item.title for task_list in snapshot.workspace.lists for item in task_list.items]


@pytest.mark.parametrize("size", SIZES)
def test_a_day_typed_shows_the_workspace_of_that_day_and_a_bar_says_so(travelled, screen_lines, size):
    lines = travelled("10-25", "", screen_lines, size)
    assert "How things stood: 2025-10-25 (only to look at) · Esc goes back to now" in lines[1]
    text = "\n".join(lines)
    assert "知识产权执法检查" in text
    assert "后来加的" not in text


def test_the_lights_are_those_of_the_day(travelled):
    def look(shell):
        snapshot = shell.screen.director.snapshot
        task_list = snapshot.workspace.task_list("tasks")
        return snapshot.today.isoformat(), snapshot.light(task_list, task_list.item("aa2222")).colour.value

    assert travelled("10-25", "", look)[0] == "2025-10-25"
    assert travelled("10-25", "", look)[1] != "red"
    assert travelled("11-06", "", look) == ("2025-11-06", "red")


def test_every_view_shows_that_day(drive, root, screen_lines):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("z", *"10-25", "enter")
        seen = {}
        for view in View:
            command = BY_ID[f"view.{view.value}"]
            if view is View.SUITED or command.applies(pilot.app.screen.director.situation) is not None:
                continue
            await pilot.press(command.keys[0])
            await settle(pilot)
            assert pilot.app.screen.director.state.view is view
            seen[view] = "\n".join(screen_lines(pilot.app))
        return seen

    for view, text in drive(app(root), script, (120, 40)).items():
        assert "How things stood: 2025-10-25" in text, view
        assert "后来加的" not in text, view


def test_a_meeting_is_found_by_a_part_of_its_name(travelled):
    bar = travelled("十月会", "", lambda shell: shell.screen.query_one(PastBar).text)
    assert "十月会议 2025-10-29" in bar


def test_escape_comes_back_to_now_with_the_cursor_where_it_was(travelled):
    def look(shell):
        state = shell.screen.director.state
        focused = isinstance(shell.focused, ItemTable)
        return state.past, state.view, state.cursor, focused, shell.screen.query_one(PastBar).text, titles(shell)

    past, view, cursor, focused, bar, shown = travelled("10-25", "3 escape", look, before="down")
    assert (past, view, focused, bar) == (None, View.LIST, True, "")
    assert cursor == ItemKey("tasks", "bb3333")
    assert "后来加的" in shown


def test_what_changes_something_says_why_it_cannot(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("z", *"10-25", "enter")
        await settle(pilot)
        for key in ["n", "e", "a", "l", "D", "u", "t", "s", "S", "J", "v"]:
            line = pilot.app.screen.query_one(StatusLine)
            line.say("")
            await pilot.press(key)
            await settle(pilot)
            assert "only to be looked at; Esc goes back to now" in line.text, key
            assert len(pilot.app.screen_stack) == 1, key

    head = git(root, "rev-parse", "HEAD")
    drive(app(root), script)
    assert git(root, "rev-parse", "HEAD") == head


def test_every_command_on_items_and_changes_that_is_not_for_looking_refuses_in_the_past(root):
    session = Session.open(root)
    session.close()
    state = ViewState(cursor=ItemKey("tasks", "aa2222"), past=Past(session.today))
    situation = Situation(session.snapshot, state, 5)
    refused = {
        c.id for c in COMMANDS if (reason := c.applies(situation)) and "only to be looked at" in translate(reason)
    }
    changing = {c.id for c in COMMANDS if c.group in {Group.ITEM, Group.CHANGE}}
    assert changing - refused <= {"item.history", "item.explain", "item.field", "history.details"}
    assert {"meetings", "problems"} <= refused


def test_saving_is_refused_in_the_past_whoever_asks(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("z", *"10-25", "enter")
        await settle(pilot)
        stage = pilot.app.screen.director
        return await stage.save([SetFields("tasks", "aa2222", {"progress": 90})], "x", action="edit")

    head = git(root, "rev-parse", "HEAD")
    assert drive(app(root), script) is False
    assert git(root, "rev-parse", "HEAD") == head


def test_what_others_change_meanwhile_waits_for_the_way_back(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("z", *"10-25", "enter")
        await settle(pilot)
        await pilot.app.screen.director.gateway.save([SetFields("tasks", "bb3333", {"title": "走访新企业"})])
        await settle(pilot)
        then = titles(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        return then, titles(pilot.app)

    then, now = drive(app(root), script)
    assert "走访新企业" not in then
    assert "走访新企业" in now


def test_before_the_first_commit_there_is_nothing_and_it_is_said(travelled):
    said, shown = travelled("2024-01-01", "", lambda s: (s.screen.query_one(StatusLine).text, titles(s)))
    assert "nothing yet on 2024-01-01" in said
    assert shown == []


def test_words_that_name_no_moment_are_refused_in_the_dialog(travelled):
    assert travelled("xyz", "", lambda shell: len(shell.screen_stack)) == 2


def test_a_day_without_a_year_is_the_last_one(root):
    session = Session.open(root)
    session.close()
    today = session.snapshot.today
    said = f"{today.month}-{today.day}"
    assert day_meant(said, session.snapshot) == today
    assert day_meant("2999-01-01", session.snapshot) is None
    assert day_meant("", session.snapshot) is None


def test_the_last_meeting_held_is_the_one_offered_for_since(root):
    from workspaces import snapshot

    shown = snapshot(root)
    assert last_meeting(shown) == "oct"
    assert [option.id for option in moment_options(shown, ())][:2] == ["*", "oct"]
    assert "dec" not in [option.id for option in moment_options(shown, ())]
