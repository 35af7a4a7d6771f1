"""Lists, lights and committees on the left, with counts as shape and number."""

import pytest
from textual.app import App
from workspaces import OTHER, TASKS, TODAY, make, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.lights import Colour
from tasklist_tui.tui.palette import THEMES
from tasklist_tui.tui.sidebar_rows import Sort, sidebar_rows
from tasklist_tui.tui.state import ViewState
from tasklist_tui.tui.tally import Tally
from tasklist_tui.tui.widgets.sidebar import Sidebar


class Alone(App[None]):
    """The sidebar by itself, painted from a snapshot."""

    def __init__(self, rows):
        super().__init__()
        self.register_theme(THEMES[0])
        self.theme = THEMES[0].name
        self.rows = rows
        self.chosen = []

    def compose(self):
        yield Sidebar()

    def on_mount(self):
        self.query_one(Sidebar).show(self.rows)

    def on_sidebar_chosen(self, event):
        self.chosen.append(event.row)


def counted(shown):
    tally = Tally()
    for _ in tally.steps(shown):
        pass
    return tally


@pytest.fixture
def shown(tmp_path):
    i18n.set_language("zh")
    yield snapshot(make(tmp_path / "w", tasks=TASKS, daily=OTHER))
    i18n.set_language("zh")


def rows_of(shown, state=None, lights=frozenset()):
    return list(sidebar_rows(shown, state or ViewState(), counted(shown), lights))


def test_every_list_light_and_committee_has_a_row(shown):
    rows = rows_of(shown)
    assert [row.id for row in rows if row.sort is Sort.LIST] == ["", "daily", "tasks"]
    assert [row.id for row in rows if row.sort is Sort.LIGHT] == list(Colour)
    assert [row.id for row in rows if row.sort is Sort.COMMITTEE] == ["", "bgs", "ysgw", "fzgw"]


def test_counts_are_those_of_what_choosing_the_row_would_show(shown):
    rows = {(row.sort, row.id): row for row in rows_of(shown)}
    assert rows[Sort.LIST, "tasks"].counts == {Colour.RED: 1, Colour.YELLOW: 1, Colour.GREEN: 1, Colour.BLUE: 1}
    # 办公室 leads one in each list and supports one.
    assert sum(rows[Sort.COMMITTEE, "bgs"].counts.values()) == 3
    only = {(row.sort, row.id): row for row in rows_of(shown, ViewState(list_id="daily"))}
    assert sum(only[Sort.COMMITTEE, "bgs"].counts.values()) == 1
    assert only[Sort.COMMITTEE, "fzgw"].counts == {}


def test_a_list_that_did_not_change_is_not_counted_again(shown):
    tally = counted(shown)
    assert list(tally.steps(shown)) == []


def test_a_broken_list_is_shown_with_its_reason(tmp_path):
    root = make(tmp_path / "w", tasks=TASKS)
    (root / "lists" / "kaputt.yaml").write_text("items: [\n", "utf-8")
    rows = rows_of(snapshot(root))
    broken = [row for row in rows if row.sort is Sort.BROKEN]
    assert [row.id for row in broken] == ["lists/kaputt.yaml"]
    assert broken[0].problem.message
    assert any(row.sort is Sort.PROBLEMS for row in rows)


@pytest.mark.parametrize("width", [12, 22, 30, 50])
def test_it_fits_every_width_and_urgent_counts_go_last(shown, drive, screen_lines, width):
    async def script(pilot):
        return screen_lines(pilot.app)

    lines = drive(Alone(rows_of(shown)), script, (width, 24))
    text = "\n".join(lines)
    assert "委室" in text
    if width >= 22:
        row = next(line for line in lines if "法制工委" in line)
        assert "▴1" in row
        assert "◉1" in next(line for line in lines if "创新任务" in line)


def test_the_cursor_skips_headings_and_enter_chooses(shown, drive):
    async def script(pilot):
        await pilot.press("down", "down", "down", "enter")
        return pilot.app.chosen

    chosen = drive(Alone(rows_of(shown)), script, (30, 24))
    assert [(row.sort, row.id) for row in chosen] == [(Sort.LIGHT, "red")]


def test_a_click_chooses(shown, drive):
    rows = rows_of(shown)
    line = next(number for number, row in enumerate(rows) if row.id == "fzgw")

    async def script(pilot):
        await pilot.click(Sidebar, offset=(3, line))
        return pilot.app.chosen

    assert [row.id for row in drive(Alone(rows), script, (30, 30))] == ["fzgw"]


def test_new_counts_leave_the_cursor_where_it_was(shown, drive):
    rows = rows_of(shown)

    async def script(pilot):
        sidebar = pilot.app.query_one(Sidebar)
        await pilot.press("end")
        before = sidebar.current.id
        sidebar.show(rows[:1] + [row for row in rows[1:] if row.id != "daily"])
        return before, sidebar.current.id

    before, after = drive(Alone(rows), script, (30, 24))
    assert before == after == "fzgw"


def test_the_date_of_the_counts_is_the_one_given(shown):
    assert shown.today == TODAY
