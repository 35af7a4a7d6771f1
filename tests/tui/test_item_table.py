"""The item table: keys, mouse, marks, groups, a cursor that stays with its item, and no more built than shown."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.app import App
from textual.events import MouseScrollDown
from textual.widgets import Button

from tasklist_tui.safetext import cell_width
from tasklist_tui.tui.palette import THEMES
from tasklist_tui.tui.widgets.item_table import ItemTable
from tasklist_tui.tui.widgets.table_columns import Column, place
from tasklist_tui.tui.widgets.table_rows import GroupRow, Outline, Place, Section, SectionRows, TableRow

COLUMNS = (
    Column("number", "No.", 4, align="right", drop=3),
    Column("title", "Title", 12, flex=1, match=True),
    Column("lead", "Lead", 8, drop=2),
    Column("due", "Due", 10, drop=1),
    Column("light", "Light", 12, light=True, sortable=False),
)
HOSTILE = [
    "[red]x[/]",
    "[/]",
    "\x1b[31mred\x1b[0m\x1b]52;c;AAAA\x07",
    "\u202egpj.exe",
    "👨\u200d👩\u200d👧👍🏽❤\ufe0f1\ufe0f\u20e3",
    "听取和审议" * 400,
    "",
    "a\nb\tc\r\n",
    "e" + "\u0301" * 500,
    "\ud800\ue000\u3164",
]


def row_of(number):
    light = ("red", "yellow", "green", "grey", "blue")[number % 5]
    return TableRow(f"k{number}", (str(number), f"事项{number} report", "预算工委", "2025-12-31", ""), light)


def rows(count, groups=0, row=row_of):
    """Make a source of `count` rows, in equal groups g0, g1 ... when there are any."""
    if not groups:
        sections, heading = [("", range(count))], None
    else:
        size = count // groups
        sections = [(f"g{g}", range(g * size, (g + 1) * size)) for g in range(groups)]
        heading = lambda key, entries: GroupRow(key, f"Group {key}", f"{len(entries)} items")  # noqa: E731
    return SectionRows(sections, key="k{}".format, row=row, heading=heading)


class Host(App):
    """An owner that pushes rows and writes down the news."""

    CSS = "ItemTable { height: 1fr; } Button { height: 1; border: none; dock: bottom; }"

    def __init__(self, source, **state):
        super().__init__()
        self.source, self.state, self.news = source, state, []
        self.table = self.new_table()

    def new_table(self):
        return ItemTable(COLUMNS)

    def compose(self):
        yield self.table
        yield Button("other")

    def on_mount(self):
        for theme in THEMES:
            self.register_theme(theme)
        for name, value in self.state.items():
            setattr(self.table, name, value)
        self.table.set_source(self.source)
        self.table.focus()

    def heard(self, kind):
        return [message for message in self.news if isinstance(message, kind)]

    def on_item_table_cursor_moved(self, message):
        self.news.append(message)

    on_item_table_opened = on_item_table_marks_changed = on_item_table_cursor_moved
    on_item_table_group_toggled = on_item_table_sort_requested = on_item_table_cursor_moved


def press(drive, app, *keys, size=(80, 24)):
    async def script(pilot):
        await pilot.press(*keys)
        await pilot.pause()

    drive(app, script, size)
    return app.table


# --- the cursor


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ([], "k0"),
        (["down", "down"], "k2"),
        (["j", "j", "k"], "k1"),
        (["up"], "k0"),
        (["end"], "k99"),
        (["G", "home"], "k0"),
        (["pagedown"], "k22"),
        (["ctrl+d"], "k11"),
        (["ctrl+d", "ctrl+u"], "k0"),
        (["end", "pageup"], "k77"),
        (["end", "down", "home"], "k0"),
    ],
)
def test_keys_move_the_cursor(drive, keys, key):
    app = Host(rows(100))
    assert press(drive, app, *keys).cursor_key == key
    assert app.heard(ItemTable.CursorMoved)[-1].key == key


def test_the_cursor_is_always_on_the_screen(drive):
    async def script(pilot):
        table = pilot.app.table
        for key in ("end", "pageup", "up", "home", "pagedown", "ctrl+u", "ctrl+d", "end"):
            await pilot.press(key)
            assert 0 <= table.cursor - table.top_line < table.page_lines
        await pilot.resize_terminal(80, 10)
        await pilot.pause()
        assert 0 <= table.cursor - table.top_line < table.page_lines == 8

    drive(Host(rows(100)), script)


def test_enter_and_double_click_open_the_item(drive):
    async def script(pilot):
        await pilot.press("down", "enter")
        await pilot.double_click(ItemTable, offset=(10, 5))
        await pilot.pause()

    app = Host(rows(9))
    drive(app, script)
    assert [message.key for message in app.heard(ItemTable.Opened)] == ["k1", "k4"]


def test_a_click_moves_the_cursor_and_below_the_rows_does_nothing(drive):
    async def script(pilot):
        await pilot.click(ItemTable, offset=(10, 4))
        assert pilot.app.table.cursor_key == "k3"
        await pilot.click(ItemTable, offset=(10, 15))
        assert pilot.app.table.cursor_key == "k3"

    drive(Host(rows(9)), script)


def test_the_wheel_scrolls_and_leaves_the_cursor(drive):
    async def script(pilot):
        table = pilot.app.table
        for _ in range(5):
            await pilot._post_mouse_events([MouseScrollDown], ItemTable, (5, 5), button=0)
        await pilot.pause()
        assert table.top_line > 0
        assert table.cursor == 0
        await pilot.press("down")
        assert table.top_line == table.cursor == 1

    drive(Host(rows(100)), script)


def test_a_click_on_a_title_asks_for_sorting(drive):
    async def script(pilot):
        for x in (3, 10, 58, 75):
            await pilot.click(ItemTable, offset=(x, 0))
        await pilot.pause()

    app = Host(rows(9))
    drive(app, script)
    assert [message.column for message in app.heard(ItemTable.SortRequested)] == ["number", "title", "due"]


# --- marks


@pytest.mark.parametrize(
    ("keys", "marks"),
    [
        (["space", "space"], {0, 1}),
        (["space", "up", "space"], set()),
        (["down", "shift+down", "shift+down"], {1, 2, 3}),
        (["down", "shift+down", "shift+down", "shift+up"], {1, 2}),
        (["down", "down", "shift+up"], {1, 2}),
        (["shift+down", "down", "down", "shift+down"], {0, 1, 3, 4}),
        (["ctrl+a"], set(range(9))),
        (["ctrl+a", "escape"], set()),
    ],
)
def test_keys_mark_rows(drive, keys, marks):
    app = Host(rows(9))
    assert press(drive, app, *keys).marked == {f"k{number}" for number in marks}
    assert app.heard(ItemTable.MarksChanged)[-1].keys == app.table.marked


def test_control_and_shift_click_mark_rows(drive):
    async def script(pilot):
        table = pilot.app.table
        await pilot.click(ItemTable, offset=(10, 3), control=True)
        await pilot.click(ItemTable, offset=(10, 5), control=True)
        assert table.marked == {"k2", "k4"}
        await pilot.click(ItemTable, offset=(10, 7), shift=True)
        assert table.marked == {"k2", "k4", "k5", "k6"}

    drive(Host(rows(9)), script)


def test_escape_is_left_to_others_while_nothing_is_marked(drive):
    class Outer(Host):
        BINDINGS = (("escape", "leave"),)
        left = False

        def action_leave(self):
            self.left = True

    app = Outer(rows(3))
    press(drive, app, "space", "escape")
    assert not app.left
    app = Outer(rows(3))
    press(drive, app, "escape")
    assert app.left


def test_marks_of_rows_that_are_gone_go_with_them(drive):
    async def script(pilot):
        app = pilot.app
        await pilot.press("ctrl+a")
        app.table.set_source(rows(2))
        await pilot.pause()
        assert app.table.marked == {"k0", "k1"}
        assert app.heard(ItemTable.MarksChanged)[-1].keys == {"k0", "k1"}

    drive(Host(rows(5)), script)


# --- groups


def test_groups_fold_and_unfold(drive, screen_lines):
    async def script(pilot):
        app, table = pilot.app, pilot.app.table
        assert table.line_count == 2 + 6
        assert (table.cursor_key, table.cursor_group) == (None, "g0")
        await pilot.press("left")
        assert table.collapsed == {"g0"}
        assert table.line_count == 2 + 3
        assert "▸ Group g0" in screen_lines(app)[1]
        await pilot.press("right", "right", "down")
        assert table.cursor_key == "k1"
        await pilot.press("left")
        assert (table.cursor_key, table.cursor_group) == (None, "g0")
        await pilot.press("enter")
        assert table.collapsed == {"g0"}
        await pilot.click(ItemTable, offset=(5, 1))
        await pilot.pause()
        assert not table.collapsed
        assert [(m.key, m.collapsed) for m in app.heard(ItemTable.GroupToggled)] == [
            ("g0", True),
            ("g0", False),
            ("g0", True),
            ("g0", False),
        ]

    drive(Host(rows(6, groups=2)), script)


def test_folding_from_outside_takes_the_cursor_to_the_heading(drive):
    async def script(pilot):
        app = pilot.app
        await pilot.press("end")
        app.table.collapsed = frozenset({"g1"})
        await pilot.pause()
        assert (app.table.cursor_key, app.table.cursor_group) == (None, "g1")
        assert (app.news[-1].key, app.news[-1].group) == (None, "g1")

    drive(Host(rows(6, groups=2)), script)


def test_space_on_a_heading_marks_the_group(drive):
    assert press(drive, Host(rows(6, groups=2)), "space").marked == {"k0", "k1", "k2"}
    assert press(drive, Host(rows(6, groups=2)), "space", "space").marked == set()
    table = press(drive, Host(rows(6, groups=2), collapsed=frozenset({"g1"})), "end", "shift+up", "shift+up")
    assert table.marked == {"k1", "k2", "k3", "k4", "k5"}


def test_going_to_an_item_opens_its_group(drive):
    async def script(pilot):
        table = pilot.app.table
        assert table.go_to("k5")
        assert table.cursor_key == "k5"
        assert not table.collapsed
        assert not table.go_to("gone")

    drive(Host(rows(6, groups=2), collapsed=frozenset({"g1"})), script)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=8),
    st.sets(st.integers(0, 7)),
)
def test_lines_and_places_are_each_others_inverse(sections, folded):
    sections = [Section(f"g{number}", size, headed) for number, (size, headed) in enumerate(sections)]
    outline = Outline(sections, {f"g{number}" for number in folded})
    places = [
        Place(number, row)
        for number, section in enumerate(sections)
        for row in range(-1 if section.headed else 0, 0 if section.headed and number in folded else section.size)
    ]
    assert [outline.place(line) for line in range(len(outline))] == places
    assert [outline.line(place) for place in places] == list(range(len(outline)))


# --- new data


def test_the_cursor_stays_with_its_item_on_its_line_of_the_screen(drive):
    async def script(pilot):
        table = pilot.app.table
        table.cursor = 50
        table.put_on_top(40)
        await pilot.pause()
        table.set_source(SectionRows([("", range(20, 200))], key="k{}".format, row=row_of))
        await pilot.pause()
        assert table.cursor_key == "k50"
        assert (table.cursor, table.top_line) == (30, 20)
        assert len(pilot.app.heard(ItemTable.CursorMoved)) == 2

    drive(Host(rows(100)), script)


def test_the_cursor_stays_at_its_height_when_its_item_is_gone(drive):
    async def script(pilot):
        table = pilot.app.table
        table.cursor = 5
        table.set_source(SectionRows([("", [0, 1, 2, 3, 4, 6, 7])], key="k{}".format, row=row_of))
        assert table.cursor_key == "k6"
        table.set_source(rows(2))
        assert table.cursor_key == "k1"
        table.set_source(rows(0))
        assert table.cursor_key is None
        await pilot.press("down", "enter", "space", "shift+down", "left", "right", "end")
        table.set_source(rows(100), keep=False)
        assert table.cursor_key == "k0"

    drive(Host(rows(9)), script)


def test_only_rows_on_the_screen_are_built(drive):
    built = []

    def row(number):
        built.append(number)
        return row_of(number)

    async def script(pilot):
        await pilot.press("end", "pageup")
        assert pilot.app.table.cursor_key == f"k{99_999 - 22}"

    drive(Host(rows(100_000, row=row)), script)
    assert len(set(built)) < 100


def test_a_cursor_move_repaints_two_lines(drive):
    painted = []

    class Counting(ItemTable):
        def paint_line(self, line, width):
            painted.append(line)
            return super().paint_line(line, width)

    class Counter(Host):
        def new_table(self):
            return Counting(COLUMNS)

    async def script(pilot):
        await pilot.pause()
        painted.clear()
        await pilot.press("down")
        await pilot.pause()
        assert sorted(painted) == [0, 1]

    drive(Counter(rows(100)), script)


# --- what is painted


def test_rows_titles_and_lights_are_painted(drive, screen_lines):
    async def script(pilot):
        lines = screen_lines(pilot.app)
        assert lines[0].split() == ["No.", "Title", "▾", "Lead", "Due", "Light"]
        assert lines[1].startswith(">    0 事项0 report")
        assert lines[1].split()[-2:] == ["◉", "红"] or lines[1].split()[-2:] == ["◉", "Red"]
        assert all(cell_width(line) == 80 for line in lines)

    drive(Host(rows(5), sort=("title", True)), script)


def test_groups_show_their_counts_on_the_right_beside_the_scroll_bar(drive, screen_lines):
    async def script(pilot):
        assert screen_lines(pilot.app)[1].endswith("3 items")
        pilot.app.table.set_source(rows(100, groups=2), keep=False)
        await pilot.pause()
        assert screen_lines(pilot.app)[1].rstrip().endswith("50 items")

    drive(Host(rows(6, groups=2)), script)


def test_marked_and_unread_rows_have_signs(drive, screen_lines):
    def row(number):
        return TableRow(f"k{number}", ("", "x", "", "", ""), dim=number == 2)

    async def script(pilot):
        pilot.app.table.unread = frozenset({"k1"})
        await pilot.press("down", "down", "space")
        lines = screen_lines(pilot.app)
        assert lines[2][:2] == " ◊"
        assert lines[3][:2] == " *"
        assert lines[4][:2] == "> "

    drive(Host(rows(9, row=row)), script)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES] + ["textual-dark", "textual-light", "ansi-dark"])
def test_every_segment_has_a_background_in_every_theme(drive, theme):
    async def script(pilot):
        pilot.app.theme = theme
        await pilot.pause()
        table = pilot.app.table
        for y in range(table.size.height):
            strip = table.render_line(y)
            assert strip.cell_length == table.size.width == sum(cell_width(segment.text) for segment in strip)
            assert all(segment.style and segment.style.bgcolor for segment in strip)

    drive(Host(rows(9, groups=3), words="report"), script)


def test_the_cursor_looks_different_without_focus(drive):
    async def script(pilot):
        table = pilot.app.table
        focused = table.render_line(1)
        pilot.app.query_one(Button).focus()
        await pilot.pause()
        assert [segment.style.bgcolor for segment in focused] != [s.style.bgcolor for s in table.render_line(1)]
        assert table.render_line(1).text.startswith(">")

    drive(Host(rows(9)), script)


def test_the_words_of_the_filter_are_shown_in_titles(drive):
    async def script(pilot):
        found = [segment.text for segment in pilot.app.table.render_line(2) if segment.style.underline]
        assert found == ["事项", "rep"]

    drive(Host(rows(9), words="事项  REP"), script)


def test_a_match_inside_a_joined_character_keeps_the_width(drive):
    def row(number):
        return TableRow(f"k{number}", ("", "a1\ufe0f\u20e3b", "", "", ""))

    async def script(pilot):
        strip = pilot.app.table.render_line(2)
        assert sum(cell_width(segment.text) for segment in strip) == strip.cell_length == 80

    drive(Host(rows(9, row=row), words="1"), script)


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (12, 4), (3, 2), (1, 1)])
def test_hostile_text_stays_text_at_every_size(drive, screen_lines, size):
    def row(number):
        text = HOSTILE[number % len(HOSTILE)]
        return TableRow(f"k{number}", (text,) * 5, "red")

    def heading(key, entries):
        return GroupRow(key, key, key)

    source = SectionRows([(text, [n]) for n, text in enumerate(HOSTILE)], key="k{}".format, row=row, heading=heading)

    async def script(pilot):
        for key in ("down", "space", "end", "left", "shift+up", "pageup"):
            await pilot.press(key)
            for line in screen_lines(pilot.app):
                assert line.isprintable()
                assert cell_width(line) == size[0]
        table = pilot.app.table
        table.words = "red [ 听取"
        table.set_empty(*HOSTILE[:2])
        table.set_source(rows(0))
        await pilot.pause()
        assert all(line.isprintable() for line in screen_lines(pilot.app))

    drive(Host(source, words="x 听"), script, size)


def test_an_empty_table_says_so_in_the_middle(drive, screen_lines):
    async def script(pilot):
        pilot.app.table.set_empty("Nothing matches [the filter].", "Esc clears it.")
        await pilot.pause()
        lines = screen_lines(pilot.app)
        middle = next(number for number, line in enumerate(lines) if "Nothing matches [the filter]." in line)
        assert 9 <= middle <= 13
        assert lines[middle + 1].strip() == "Esc clears it."
        assert lines[middle].index("N") == (80 - 29) // 2

    drive(Host(rows(0)), script)


# --- columns


def test_columns_vanish_in_a_narrow_panel_and_share_a_wide_one():
    def ids(width):
        return [placed.column.id for placed in place(COLUMNS, width, 2)]

    assert ids(75) == ["number", "title", "lead", "due", "light"]
    assert ids(50) == ["title", "lead", "due", "light"]
    assert ids(40) == ["title", "due", "light"]
    assert ids(30) == ["title", "light"]
    assert ids(9) == ["title"]
    assert ids(2) == []


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 3), st.integers(0, 5)), max_size=8),
    st.integers(0, 150),
)
@example([(19, 1, 0), (1, 0, 0)], 22)
def test_columns_never_overlap_nor_leave_the_panel(specs, width):
    columns = [Column(str(n), "", width=w, flex=flex, drop=drop) for n, (w, flex, drop) in enumerate(specs)]
    placed = place(columns, width, 2)
    x = 2
    for one in placed:
        assert one.x == x
        assert one.width >= 1
        x += one.width + 1
    assert not placed or x - 1 <= width
    if placed and any(one.column.flex for one in placed) and all(one.width >= one.column.width for one in placed):
        assert x - 1 == width
