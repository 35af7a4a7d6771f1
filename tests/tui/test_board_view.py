"""The board: columns by state, cards that say what matters, and moves that follow the workflow."""

import pytest
from textual.events import MouseDown, MouseUp
from workspaces import OTHER, TASKS, TODAY, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.query import Entry, Query
from tasklist_tui.safetext import cell_width
from tasklist_tui.tui.board_columns import EMPTY, GAP, board, card, first_shown, way_towards, widths
from tasklist_tui.tui.screens.ask_fields import StepDialog
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.views.board import BoardView
from tasklist_tui.tui.widgets.detail import Detail
from tasklist_tui.tui.widgets.statusbar import StatusLine

SIZES = [(80, 24), (120, 40)]
STATES = ["draft", "issued", "doing", "paused", "submitted", "done", "cancelled"]


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "w", tasks=TASKS, daily=OTHER)


@pytest.fixture
def on_board(drive, root):
    """Open the board, press keys, and give what `look(app, board)` says."""

    def run(keys, look, size=(120, 40), at=None):
        async def script(pilot):
            await settle(pilot)
            await pilot.press("4")
            await settle(pilot)
            for key in keys.split():
                await pilot.press(key)
                await settle(pilot)
            return look(pilot.app, pilot.app.screen_stack[0].query_one(BoardView))

        return drive(app(at or root), script, size)

    return run


def cursor(shell, _view):
    return shell.screen_stack[0].director.state.cursor


def status(shell, _view=None):
    return shell.screen_stack[0].query_one(StatusLine).text


def item(root, item_id, list_id="tasks"):
    return snapshot(root).workspace.task_list(list_id).item(item_id)


# --- columns (pure)


def test_there_is_a_column_for_every_state_of_the_kind_in_its_order(root):
    columns = board(snapshot(root), Query())
    assert [column.state for column in columns] == STATES
    assert {column.state: len(column.entries) for column in columns if column.entries} == {
        "issued": 1,
        "doing": 3,
        "done": 1,
    }


def test_a_state_the_kind_does_not_know_gets_a_column_of_its_own(tmp_path):
    root = make(tmp_path / "odd", tasks=TASKS.replace("status: issued", "status: nowhere"))
    assert board(snapshot(root), Query())[-1].state == "nowhere"


@pytest.mark.parametrize("room", [20, 40, 80, 120, 133, 200])
def test_widths_fill_the_room_or_are_scrolled_through(root, room):
    columns = board(snapshot(root), Query())
    sizes = widths(columns, room)
    used = sum(sizes) + GAP * (len(sizes) - 1)
    assert used == room or used > room
    assert all(size == EMPTY for size, column in zip(sizes, columns, strict=True) if not column.entries)
    for wanted in range(len(sizes)):
        first = first_shown(sizes, room, 0, wanted)
        assert first <= wanted
        assert sum(sizes[first : wanted + 1]) + GAP * (wanted - first) <= max(room, sizes[wanted])


@pytest.mark.parametrize("width", [19, 24, 40, 80])
def test_a_card_says_light_number_title_reason_and_lead_and_never_overflows(root, width):
    seen = snapshot(root)
    task_list = seen.workspace.task_list("tasks")
    lines = card(seen, Entry(task_list, task_list.item("aa2222")), width, 2)
    texts = ["".join(piece for piece, _role in line) for line in lines]
    assert len(texts) == 3
    assert all(cell_width(text) <= width for text in texts)
    assert texts[0].startswith(" ◉ 1.1")
    assert "Overdue" in texts[2]
    if width >= 40:
        assert "预" in texts[2]


def test_to_the_right_goes_the_main_way_and_to_the_left_the_way_back(root):
    seen = snapshot(root)
    kind = seen.workspace.kinds["task"]
    doing = seen.workspace.task_list("tasks").item("aa2222")
    assert way_towards(doing, kind, TODAY, STATES, 1).transition.id == "submit"
    assert way_towards(doing.with_values({"status": "submitted"}), kind, TODAY, STATES, -1).transition.id == "return"
    assert way_towards(doing.with_values({"status": "done"}), kind, TODAY, STATES, -1).transition.id == "reopen"


def test_where_no_step_leads_the_reason_and_the_possible_steps_are_named(root):
    seen = snapshot(root)
    kind = seen.workspace.kinds["task"]
    with pytest.raises(UserError, match="no step leads further left") as refused:
        way_towards(seen.workspace.task_list("tasks").item("aa2222"), kind, TODAY, STATES, -1)
    assert "Submit" in str(refused.value.hint)


# --- on the screen


@pytest.mark.parametrize("size", SIZES)
def test_it_shows_labels_counts_and_cards(on_board, screen_lines, size):
    text = "\n".join(on_board("", lambda shell, _view: screen_lines(shell), size))
    for wanted in ("In progress 3", "Issued 1", "◉ 1.1", "Overdue by"):
        assert wanted in text


def test_arrows_go_from_card_to_card_and_skip_empty_columns(on_board):
    assert on_board("", cursor) == ItemKey("tasks", "aa2222")
    assert on_board("home", cursor) == ItemKey("daily", "ee6666")
    assert on_board("home down", cursor) == ItemKey("tasks", "aa2222")
    assert on_board("left", cursor) == ItemKey("tasks", "bb3333")
    assert on_board("left right right", cursor) == ItemKey("tasks", "dd5555")
    assert on_board("right right right", cursor) == ItemKey("tasks", "dd5555")


@pytest.mark.parametrize("size", [*SIZES, (40, 10)])
def test_the_column_of_the_cursor_is_always_on_the_screen(on_board, screen_lines, size):
    text = "\n".join(on_board("right", lambda shell, _view: screen_lines(shell), size))
    assert "典型" in text


def test_greater_than_takes_the_next_step_and_the_cursor_goes_with_the_card(on_board, root):
    seen = on_board("left greater_than_sign", lambda shell, view: (cursor(shell, view), view._here().state))
    assert seen == (ItemKey("tasks", "bb3333"), "doing")
    assert item(root, "bb3333").status == "doing"
    assert "走访企业" in git(root, "log", "-1", "--format=%s")


def test_less_than_takes_the_step_back(on_board, root):
    on_board("right less_than_sign", cursor)
    assert item(root, "dd5555").status == "doing"


def test_a_refused_move_says_why_and_changes_nothing(on_board, root):
    before = git(root, "rev-parse", "HEAD")
    assert "no step leads further left" in on_board("left less_than_sign", status)
    assert git(root, "rev-parse", "HEAD") == before


def test_what_a_step_asks_for_is_asked(drive, tmp_path):
    draft = TASKS.replace("  lead: bgs\n  due: 2025-11-30\n  status: issued", "  due: 2025-11-30\n  status: draft")
    root = make(tmp_path / "asks", tasks=draft)

    async def script(pilot):
        await settle(pilot)
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("left", "greater_than_sign")
        await settle(pilot)
        return isinstance(pilot.app.screen, StepDialog)

    assert drive(app(root), script, (120, 40))
    assert item(root, "bb3333").status == "draft"


def test_undo_brings_the_card_back(on_board, root):
    on_board("left greater_than_sign u", cursor)
    assert item(root, "bb3333").status == "issued"


def test_enter_shows_the_item_in_full_and_escape_comes_back(on_board):
    assert on_board("enter", lambda shell, _view: isinstance(shell.focused, Detail))
    assert on_board("enter escape", lambda shell, _view: isinstance(shell.focused, BoardView))


def test_a_filter_and_a_committee_narrow_the_board_too(on_board):
    def look(shell, view):
        director = shell.screen.director
        director.change(director.state.with_(committee="fzgw"))
        return [len(column.entries) for column in view._columns if column.entries]

    assert on_board("", look) == [1, 1]


def test_a_card_dragged_to_another_column_moves_there(drive, root):
    def mouse(kind, view, x, y):
        region = view.region
        return kind(view, x, y, 0, 0, 1, False, False, False, region.x + x, region.y + y)

    async def script(pilot):
        await settle(pilot)
        await pilot.press("4")
        await settle(pilot)
        view = pilot.app.screen.query_one(BoardView)
        issued = sum(view._sizes[:1]) + GAP
        doing = sum(view._sizes[:2]) + 2 * GAP
        view.post_message(mouse(MouseDown, view, issued + 3, 2))
        view.post_message(mouse(MouseUp, view, doing + 3, 2))
        await settle(pilot)

    drive(app(root), script, (120, 40))
    assert item(root, "bb3333").status == "doing"


def test_an_empty_board_still_has_its_columns(on_board, tmp_path, screen_lines):
    root = make(tmp_path / "e", none="title: 空\nkind: task\nitems: []\n")
    text = "\n".join(on_board("down right enter greater_than_sign", lambda shell, _view: screen_lines(shell), at=root))
    assert "In p" in text


def test_only_cards_on_the_screen_are_made(on_board, tmp_path):
    items = "".join(f"- id: a{n:05}\n  title: 事项{n}\n  lead: bgs\n  status: doing\n" for n in range(3000))
    root = make(tmp_path / "many", many="title: 清单\nkind: task\nitems:\n" + items)
    made, reached = on_board("end", lambda shell, view: (len(view._cards), cursor(shell, view)), at=root)
    assert reached == ItemKey("many", "a02999")
    assert made < 60


def test_hostile_titles_stay_text(on_board, tmp_path, screen_lines):
    evil = TASKS.replace("title: 走访企业", 'title: "\\e]52;c;AA\\a[red]x[/]\\u202e"')
    text = "\n".join(on_board("left", lambda shell, _view: screen_lines(shell), at=make(tmp_path / "evil", tasks=evil)))
    assert "[red]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
