"""The overview: what it says of committees, dates, changes and sharing, and where Enter leads."""

import shutil
from pathlib import Path

import pytest
from workspaces import OTHER, TASKS, app, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.overview import overview
from tasklist_tui.safetext import cell_width
from tasklist_tui.services import demo
from tasklist_tui.services.sync import SyncState
from tasklist_tui.tui.overview_lines import GAP, TWO_COLUMNS, Facts, columns
from tasklist_tui.tui.state import ItemKey, View
from tasklist_tui.tui.views.overview import OverviewView

SIZES = [(80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "w", tasks=TASKS, daily=OTHER)


def facts(root, **more):
    seen = snapshot(root)
    return Facts(seen, overview(seen.workspace, seen.today, seen.light), **more)


def texts(column):
    return ["".join(piece for piece, _role in row.line) for row in column]


def everything(made):
    return "\n".join(line for column in made for line in texts(column))


@pytest.fixture
def on_overview(drive, root):
    """Open the overview, press keys, and give what `look(app, view)` says."""

    def run(keys, look, size=(120, 40), at=None):
        async def script(pilot):
            await settle(pilot)
            await pilot.press("3")
            await settle(pilot)
            for key in keys.split():
                await pilot.press(key)
                await settle(pilot)
            return look(pilot.app, pilot.app.screen.query_one(OverviewView))

        return drive(app(at or root), script, size)

    return run


def go_to(view, wanted):
    """Put the cursor on the row whose jump is accepted by `wanted`."""
    for column, rows in enumerate(view._columns):
        for line, row in enumerate(rows):
            if row.jump is not None and wanted(row.jump):
                view._go(column, line)
                return
    raise AssertionError("no such row")


# --- what it says (pure)


def test_each_committee_has_a_row_with_the_count_of_every_light(root):
    column = texts(columns(facts(root), 80)[0])
    assert next(line for line in column if line.startswith("预算工委")).split()[1:7] == ["◉1", "·", "·", "·", "·", "1"]
    assert next(line for line in column if line.startswith("Total")).split() == [
        "Total",
        "◉1",
        "▴2",
        "◦1",
        "·",
        "✓1",
        "5",
    ]


def test_counts_stand_below_each_other(root):
    rows = columns(facts(root), 80)[0][2:6]
    ends = [[sum(cell_width(piece) for piece, _role in row.line[: n + 1]) for n in range(7)] for row in rows]
    assert len(ends) == 4
    assert all(end == ends[0] for end in ends)


@pytest.mark.parametrize("width", [40, 60, 80, 99, 100, 120, 200])
def test_no_row_is_wider_than_its_column(root, width):
    made = columns(facts(root, recent=(), sync=SyncState("https://example.org/" + "x" * 200, 3, 2)), width)
    room = width if width < TWO_COLUMNS else (width - GAP) // 2
    assert len(made) == (1 if width < TWO_COLUMNS else 2)
    assert all(cell_width(line) <= room for column in made for line in texts(column))


def test_overdue_and_soon_name_committee_title_and_reason(root):
    said = everything(columns(facts(root), 99))
    assert "Overdue  1" in said
    assert "1.1 听取和审议规划纲要报告" in said
    assert "Overdue by 10 days" in said
    assert "Soon due or behind  2" in said


def test_the_next_days_show_weekday_milestones_and_rest_days(root):
    column = texts(columns(facts(root), 80)[0])
    assert any("11-12 Wed" in line and "编印信息专报" in line for line in column)
    assert any("11-15 Sat rest" in line and "形成报告 · 1.1" in line for line in column)


def test_long_lists_end_in_a_row_that_leads_to_all_of_them(tmp_path):
    items = "".join(
        f"- id: a{n:05}\n  title: 事项{n}\n  lead: bgs\n  due: 2025-10-01\n  status: doing\n" for n in range(30)
    )
    root = make(tmp_path / "many", many="title: 清单\nkind: task\nitems:\n" + items)
    made = columns(facts(root), 80)[0]
    row = next(row for row in made if "… and 18 more" in "".join(piece for piece, _ in row.line))
    assert row.jump.light == "red"


def test_an_empty_workspace_says_what_to_do(tmp_path):
    said = everything(columns(facts(make(tmp_path / "e", none="title: 空\nkind: task\nitems: []\n"), recent=()), 80))
    for sentence in ("n in the list adds the first one", "Nothing is overdue", "Nothing has been changed yet"):
        assert sentence in said


def test_text_of_colleagues_cannot_reach_the_terminal_as_control_codes(tmp_path):
    evil = TASKS.replace("title: 走访企业", 'title: "\\e]52;c;AA\\a[red]x\\u202e"\n  due_text: x').replace(
        "due: 2025-11-30", "due: 2025-11-12"
    )
    root = make(tmp_path / "evil", tasks=evil)
    for width in SIZES[0][0], SIZES[1][0]:
        said = everything(columns(facts(root), width))
        assert "\x1b" not in said
        assert "\u202e" not in said


# --- on the screen


@pytest.mark.parametrize("size", SIZES)
def test_it_shows_committees_changes_and_sharing(on_overview, screen_lines, size):
    def look(shell, view):
        view.cursor = view.line_count - 1
        return "\n".join(texts(row for column in view._columns for row in column)), "\n".join(screen_lines(shell))

    said, shown = on_overview("", look, size)
    assert "Recent changes" in said
    assert "not shared with anybody" in said
    assert "预算工委" in said
    assert "Overview" in shown


def test_recent_changes_come_in_by_themselves(on_overview):
    recent = on_overview("", lambda _shell, view: view._facts.recent)
    assert len(recent) == 2


def test_the_cursor_goes_over_every_row_that_leads_somewhere(on_overview):
    def look(_shell, view):
        seen = []
        view._go(0, 0)
        for _step in range(200):
            seen.append((view._column, view.cursor))
            view.action_move(1)
        return set(seen), {(c, n) for c, rows in enumerate(view._columns) for n, row in enumerate(rows) if row.jump}

    seen, wanted = on_overview("", look)
    assert seen == wanted


def test_enter_on_a_committee_shows_its_items_in_the_list(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("3")
        await settle(pilot)
        go_to(pilot.app.screen.query_one(OverviewView), lambda jump: jump.committee == "fzgw")
        await pilot.press("enter")
        await settle(pilot)
        director = pilot.app.screen.director
        return director.state.view, director.state.committee, [entry.item.id for entry in director.rows()]

    assert drive(app(root), script, (120, 40)) == (View.LIST, "fzgw", ["cc4444", "dd5555"])


@pytest.mark.parametrize("size", SIZES)
def test_enter_on_an_item_puts_the_cursor_of_the_list_on_it(drive, root, size):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("3")
        await settle(pilot)
        go_to(pilot.app.screen.query_one(OverviewView), lambda jump: jump.item == ItemKey("daily", "ee6666"))
        await pilot.press("enter")
        await settle(pilot)
        state = pilot.app.screen.director.state
        return state.view, state.cursor

    assert drive(app(root), script, size) == (View.LIST, ItemKey("daily", "ee6666"))


def test_right_goes_to_the_column_beside(on_overview):
    assert on_overview("right", lambda _shell, view: view._column) == 1
    assert on_overview("right left", lambda _shell, view: view._column) == 0


def test_the_language_changes_at_once(on_overview):
    said = on_overview("L", lambda _shell, view: everything(view._columns))
    assert "逾期" in said


def test_the_sample_of_48_items_is_counted(tmp_path, monkeypatch):
    sample = next(info.path for info in demo.samples() if info.name == "qiantang")
    root = tmp_path / "qt"
    shutil.copytree(sample, root)
    for other in [path for path in (root / "lists").iterdir() if path.stem != "tasks-2025"]:
        other.unlink()
    from tasklist_tui.services import setup

    setup.init(Path(root), organisation="x", committees=[], name="王")
    made = columns(facts(root), 80)[0]
    total = next(line for line in texts(made) if line.startswith("Total"))
    assert total.split()[-1] == "48"
