"""The shared views on the screen: matrix, register, linked lists, months, roster, members, coverage."""

import json
import shutil

import pytest
from viewed import commit, make_city, write
from workspaces import app, git, settle

from tasklist_tui import i18n
from tasklist_tui.safetext import cell_width
from tasklist_tui.services.sheets.sheet import Cell, Heading, Sheet, SheetRow, cell
from tasklist_tui.tui.screens.page_dialog import PageDialog
from tasklist_tui.tui.screens.spots import SpotsDialog
from tasklist_tui.tui.sheet_layout import GAP, cell_lines, first_column, lay_out, shown_columns
from tasklist_tui.tui.state import ItemKey, View
from tasklist_tui.tui.widgets.statusbar import StatusLine


@pytest.fixture(autouse=True)
def _chinese():
    i18n.set_language("zh")
    yield
    i18n.set_language("zh")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    city = make_city(tmp_path_factory.mktemp("city"))
    git(city, "config", "user.name", "王")
    git(city, "config", "user.email", "w@example.org")
    return city


@pytest.fixture
def city(kept, tmp_path):
    shutil.copytree(kept.parent, tmp_path / "all")
    return tmp_path / "all" / "city"


@pytest.fixture
def seen(drive, screen_lines):
    """Open the city, press keys, and give (the lines of the screen, what `look(app)` says)."""

    def run(root, keys, look=lambda _app: None, size=(80, 24), language="zh"):
        async def script(pilot):
            await settle(pilot)
            for key in keys.split():
                await pilot.press(key)
                await settle(pilot)
            return screen_lines(pilot.app), look(pilot.app)

        return drive(app(root, language), script, size)

    return run


def line_of(lines, start):
    return next(line for line in lines if line.startswith(start)).split()


def state(shell):
    return shell.screen_stack[0].director.state


def status(shell):
    return next(iter(shell.screen_stack[0].query(StatusLine)))._text


# --- layout (pure)


def sheet(*columns, rows=2, **more):
    made = SheetRow(cell("行"), tuple(cell(text) for text in columns))
    return Sheet("t", tuple(Heading(text) for text in columns), (made,) * rows, corner="角", **more)


@pytest.mark.parametrize("width", [24, 80, 120, 300])
def test_columns_and_headings_never_stand_over_the_width(width):
    long = "很长的标题" * 40
    laid = lay_out(sheet(long, "1", long), width)
    assert laid.beside + GAP + max(laid.widths) <= width
    for cells, head in zip(laid.widths, laid.heads, strict=True):
        assert len(head) <= 3
        assert all(cell_width(line) <= cells for line in head)


def test_columns_share_the_width_as_long_as_each_has_room():
    many = Sheet("t", (Heading("甲"),) * 4, (), abreast=4, least=30)
    assert lay_out(many, 130).widths == (31,) * 4
    assert lay_out(many, 80).widths == (39,) * 4
    assert lay_out(many, 20).widths == (20,) * 4


def test_a_cell_with_more_lines_than_it_may_have_says_so():
    deep = Sheet("t", (), (), deep=3)
    lines = cell_lines(deep, Cell(tuple((str(n), "") for n in range(9))), 20, "+{count}")
    assert ["".join(text for text, _role in line) for line in lines] == ["0", "1", "+7"]
    wrapped = cell_lines(Sheet("t", (), (), deep=2, wraps=True), cell("一二三四五六七八"), 6, "")
    assert len(wrapped) == 2
    assert wrapped[1][0][0].endswith("…")


def test_the_column_wanted_is_scrolled_into_sight_and_no_further():
    widths = (10, 10, 10, 10)
    assert first_column(widths, 34, 0, 2) == 0
    assert first_column(widths, 34, 0, 3) == 1
    assert first_column(widths, 34, 3, 1) == 1
    assert first_column(widths, 4, 0, 2) == 2


@pytest.mark.parametrize(
    ("room", "first", "shown"),
    [
        (34, 0, [(0, 10), (1, 10), (2, 10)]),
        (33, 0, [(0, 10), (1, 10), (2, 9)]),
        (28, 0, [(0, 10), (1, 10)]),
        (34, 2, [(2, 10), (3, 10)]),
        (4, 1, [(1, 4)]),
    ],
)
def test_a_column_without_room_is_cut_and_left_out_when_only_a_few_cells_are_left(room, first, shown):
    assert shown_columns((10, 10, 10, 10), room, first) == shown


# --- choosing a view


def test_one_key_offers_the_views_of_the_list_and_those_that_do_not_apply_say_why(seen, city):
    _lines, said = seen(city.parent / "west", "V", status)
    assert "没有" in said
    lines, _ = seen(city, "V")
    text = "\n".join(lines)
    for wanted in ("活动日历", "走访情况", "体系建设", "站点使用", "任选两个字段的矩阵"):
        assert wanted in text


def test_a_matrix_shows_counts_totals_and_names_its_gaps(seen, city):
    lines, _ = seen(city, "V 2")
    assert line_of(lines, "城东联络点") == ["城东联络点", "2", "2", "·", "·"]
    assert line_of(lines, "村级点") == ["村级点", "空缺", "·", "·", "·"]


def test_enter_on_a_cell_lists_its_items_and_goes_to_the_one_chosen(seen, city):
    lines, where = seen(city, "V 2 down down right enter", lambda shell: type(shell.screen))
    assert where is SpotsDialog
    assert any("走访甲企业" in line for line in lines)
    _lines, after = seen(city, "V 2 down down right enter down enter", lambda s: (state(s).view, state(s).cursor))
    assert after == (View.LIST, ItemKey("activities", "ac2222"))


def test_a_cell_of_one_item_goes_there_at_once_and_an_empty_one_says_so(seen, city):
    _lines, after = seen(city, "V 2 down right enter", lambda shell: (state(shell).view, state(shell).cursor))
    assert after == (View.LIST, ItemKey("activities", "ac3333"))
    _lines, after = seen(city, "V 2 end left right up right right enter", lambda s: (state(s).view, status(s)))
    assert after[0] is View.SUITED
    assert after[1] == "这里没有内容"


def test_other_fields_are_chosen_and_swapped_by_key(seen, city):
    lines, _ = seen(city, "V 2 f s t a t u enter 系 enter enter")
    assert any("状态 × 系列" in line for line in lines)
    lines, _ = seen(city, "V 2 percent_sign")
    assert line_of(lines, "走访  ")[:2] == ["走访", "2"]


def test_a_register_a_roster_and_a_month_are_shown(seen, city):
    lines, _ = seen(city, "V 3")
    assert "缺" in line_of(lines, "  2 城东联络点")
    assert line_of(lines, "  3 城西联络点")[2:] == ["40余", "45"]
    lines, _ = seen(city, "V 4")
    assert line_of(lines, "代表总站")[2:5] == ["2025-07-01", "✗", "闲置"]
    lines, _ = seen(city, "V 1")
    assert any("活动日历  2025-11" in line for line in lines)
    lines, _ = seen(city, "V 1 [ [")
    assert any("活动日历  2025-09" in line for line in lines)


@pytest.mark.parametrize(("size", "there"), [((80, 24), False), ((120, 40), True)])
def test_linked_lists_stand_side_by_side_as_many_as_there_is_room_for(seen, city, size, there):
    lines, _ = seen(city, "V 6", size=size)
    assert any(line.startswith("• 手续多") and "✗ 空缺" in line for line in lines)
    assert any("反馈" in line for line in lines) is there
    lines, _ = seen(city, "V 6 right right", size=size)
    assert any("已发放" in line for line in lines)


def test_the_next_item_of_linked_lists_is_shown_and_an_empty_one_says_what_to_do(seen, city):
    lines, _ = seen(city, "V 6 ]")
    assert any("营商环境" in line for line in lines)
    assert any("都还是空的" in line for line in lines)


# --- members and coverage


def test_the_members_are_rolled_up_and_one_that_cannot_be_read_says_why(seen, city):
    lines, _ = seen(city, "7", size=(120, 40))
    assert line_of(lines, "东区人大常委会")[1:5] == ["2", "3", "3", "1"]
    assert any("起草中 西区工作举措" in line for line in lines)
    _lines, said = seen(city, "7 end enter", status)
    assert "南区" in said
    assert "south" in said


def test_a_number_of_the_whole_lists_the_items_of_every_member(seen, city):
    lines, where = seen(city, "7 right right right enter", lambda shell: type(shell.screen), size=(120, 40))
    assert where is SpotsDialog
    assert any("听取规划报告" in line for line in lines)


def test_the_items_of_a_member_are_listed_and_shown_to_be_read(seen, city):
    lines, where = seen(city, "7 down enter", lambda shell: type(shell.screen))
    assert where is SpotsDialog
    assert any("听取规划报告" in line for line in lines)
    lines, where = seen(city, "7 down enter enter", lambda shell: type(shell.screen))
    assert where is PageDialog
    assert any("东区（只读）" in line for line in lines)


def test_the_coverage_names_holes_and_goes_to_the_tasks_of_a_measure(seen, city):
    lines, _ = seen(city, "8")
    assert line_of(lines, "3 科创平台")[2:4] == ["✗", "空缺"]
    assert any("3 条举措中 1 条空缺" in line for line in lines)
    lines, _ = seen(city, "8 right right enter")
    assert any("听取规划报告" in line and "1 助推规划" in line for line in lines)


def test_members_that_change_are_read_again_when_the_view_comes_back(drive, screen_lines, city):
    east = city.parent / "east"

    async def script(pilot):
        await settle(pilot)
        await pilot.press("7")
        await settle(pilot)
        before = line_of(screen_lines(pilot.app), "东区")[2]
        text = (east / "lists" / "tasks.yaml").read_text("utf-8")
        (east / "lists" / "tasks.yaml").write_text(text + "- {id: e44444, title: 新任务}\n", "utf-8")
        commit(east, "新任务")
        await pilot.press("1")
        await settle(pilot)
        await pilot.press("7")
        await settle(pilot)
        return before, line_of(screen_lines(pilot.app), "东区")[2]

    assert drive(app(city, "zh"), script, (120, 40)) == ("3", "4")


def test_without_members_the_keys_say_why(seen, city):
    west = city.parent / "west"
    _lines, said = seen(west, "7", status)
    assert "members" in said
    lines, _ = seen(west, "1")
    assert "7" not in lines[0].split("2025")[0]


def test_texts_of_others_are_shown_and_never_obeyed(seen, city):
    text = "\x1b[31m\u202e[b]坏"
    write(city, lists__stations=f"title: 坏\nkind: spot\nitems:\n- {{id: b1, title: {json.dumps(text)}, planned: 1}}\n")
    commit(city, "坏")
    for keys in ("V 2", "V 3", "V 4"):
        lines, _ = seen(city, keys)
        assert any("␛[31m‹U+202E›[b]坏" in line for line in lines)
        assert all(cell_width(line) == 80 for line in lines)


@pytest.mark.parametrize("size", [(30, 8), (60, 12), (200, 60)])
def test_every_view_is_painted_in_any_window(seen, city, size):
    for keys in ("V 1 down right", "V 2 end right right", "V 6 end", "7 end right", "8 end"):
        lines, _ = seen(city, keys, size=size)
        assert all(cell_width(line) == size[0] for line in lines)


def test_everything_is_said_in_english_too(seen, city):
    lines, _ = seen(city, "8", language="en")
    assert any("1 of 3 measures are not covered" in line for line in lines)
    assert line_of(lines, "3 科创平台")[2:5] == ["✗", "no", "cover"]
