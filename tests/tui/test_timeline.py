"""The timeline: what it shows at every size, its keys and mouse, moving a due date, and no more built than shown."""

import unicodedata
from datetime import date, timedelta

import pytest
from textual.app import App
from textual.events import MouseScrollDown, MouseScrollRight

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.model import Committee, Item, Settings, TaskList, Workspace
from tasklist_tui.domain.schedule import BarKey, entries, lanes
from tasklist_tui.domain.timescale import Zoom
from tasklist_tui.i18n import _
from tasklist_tui.safetext import cell_width
from tasklist_tui.tui.palette import THEMES
from tasklist_tui.tui.widgets.timeline import Timeline
from tasklist_tui.tui.widgets.timeline_glyphs import FINE, PLAIN, Glyphs, legend
from tasklist_tui.tui.widgets.timeline_paint import label_width

TODAY = date(2025, 11, 10)
SIZES = [(80, 24), (120, 40), (40, 10), (200, 50), (20, 5)]
NAMES = ("预算工委", "办公室", "法制工委")
COMMITTEES = tuple(Committee(f"c{n}", name) for n, name in enumerate(NAMES))
LIGHTS = {"late": "red", "done": "blue", "vague": "grey"}
ITEMS = {
    "report": {
        "title": "听取和审议“十五五”规划纲要编制情况的报告",
        "lead": "c0",
        "co": ["c1"],
        "start": date(2025, 9, 1),
        "due": date(2025, 12, 10),
        "progress": 50,
        "assignments": [{"committee": "c2", "duty": "调研", "due": date(2025, 11, 28)}],
        "milestones": [
            {"title": "方案", "due": date(2025, 9, 30), "done": date(2025, 9, 30)},
            {"title": "审议", "due": date(2025, 12, 1)},
        ],
    },
    "late": {
        "title": "开展芯片产业圆桌会议",
        "lead": "c0",
        "start": date(2025, 10, 10),
        "due": date(2025, 10, 31),
        "milestones": [{"title": "会议", "due": date(2025, 10, 20)}],
    },
    "done": {
        "title": "走访企业",
        "lead": "c1",
        "start": date(2025, 9, 1),
        "due": date(2025, 10, 31),
        "done_on": date(2025, 10, 20),
    },
    "vague": {"title": "持续关注水权交易", "lead": "c1", "occurrences": [{"due": date(2025, 12, 1)}]},
}


CALENDAR = Calendar()


def weekend(day):
    return day.weekday() >= 5


def lanes_of(items, today=TODAY):
    task_list = TaskList(
        "l", items=tuple(Item(name, values) for name, values in items.items()), issued=date(2025, 8, 25)
    )
    workspace = Workspace(settings=Settings(committees=COMMITTEES), lists=(task_list,))
    light = lambda _list, item: LIGHTS.get(item.id, "green")  # noqa: E731
    return lanes(workspace, entries(workspace.lists), today=today, calendar=CALENDAR, light=light)


class Host(App):
    """An owner that pushes lanes and writes down the news."""

    CSS = "Timeline { height: 1fr; }"

    def __init__(self, items=ITEMS, glyphs=FINE, theme=THEMES[0].name):
        super().__init__()
        self.items, self.glyphs, self.wanted, self.news = items, glyphs, theme, []

    def compose(self):
        yield Timeline(glyphs=self.glyphs)

    def on_mount(self):
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.wanted
        self.push(self.items)
        self.timeline.focus()

    def push(self, items, today=TODAY):
        self.timeline.show(lanes_of(items, today), today, weekend, "zh")

    @property
    def timeline(self):
        return self.query_one(Timeline)

    def on_timeline_opened(self, event):
        self.news.append(("open", event.list_id, event.item_id))

    def on_timeline_due_move_requested(self, event):
        self.news.append((event.list_id, event.item_id, event.row_key, event.new_due))

    def standing(self):
        timeline = self.timeline
        key = timeline.cursor_key
        return (timeline.cursor_lane, None) if key is None else (key.committee_id, key.item_id)


def many(count):
    start = date(2025, 6, 1)
    return {
        f"i{n}": {
            "title": f"事项{n}",
            "lead": f"c{n % 3}",
            "co": [f"c{(n + 1) % 3}"],
            "start": start + timedelta(n % 200),
            "due": start + timedelta(n % 200 + 30),
        }
        for n in range(count)
    }


def chart(app, title):
    """Give the chart's cells of the row that shows `title`."""
    row = next(text for text in (painted(app)) if title in text)
    return row[cells_to_index(row, label_width(app.timeline.line_width)) :]


def painted(app):
    timeline = app.timeline
    return [timeline.render_line(y).text for y in range(timeline.size.height)]


def cells_to_index(text, cells):
    index = 0
    while cell_width(text[:index]) < cells:
        index += 1
    return index


# --- what is shown


@pytest.mark.parametrize("size", SIZES)
def test_every_row_fills_the_screen_exactly_with_a_background_everywhere(drive, size):
    async def script(pilot):
        timeline = pilot.app.timeline
        for keys in ((), ("down", "right_square_bracket"), ("Z",)):
            await pilot.press(*keys)
            for zoom in Zoom:
                timeline.zoom_to(zoom)
                for y in range(timeline.size.height):
                    strip = timeline.render_line(y)
                    assert cell_width(strip.text) == strip.cell_length == timeline.line_width
                    assert all(segment.style.bgcolor is not None for segment in strip)

    drive(Host(), script, size)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_every_theme_paints(drive, theme):
    async def script(pilot):
        return painted(pilot.app)

    assert any("预算工委" in line for line in drive(Host(theme=theme), script, (120, 40)))


def test_what_people_wrote_is_shown_never_obeyed(drive):
    texts = ["[red]x[/]", "[/", "\x1b]52;c;AAAA\x07", "\u202egpj", "👨\u200d👩\u200d👧", "e" + "\u0301" * 99, "a\nb\tc"]

    async def script(pilot):
        lines = painted(pilot.app)
        for _step in range(pilot.app.timeline.line_count):
            pilot.app.timeline.action_move(1)
            lines.append(pilot.app.timeline.render_line(0).text)
        return pilot.app.timeline.line_width, lines

    items = {}
    for number, text in enumerate(texts):
        row = {"committee": "c1", "duty": text}
        marks = [{"title": text, "due": TODAY}]
        items[f"i{number}"] = {"title": text, "lead": "c0", "due": TODAY, "assignments": [row], "milestones": marks}
    width, lines = drive(Host(items), script, (80, 30))
    assert len(lines) == 30 + 2 + 2 * len(texts)
    for line in lines:
        assert not any(unicodedata.category(character) in {"Cc", "Cf"} for character in line)
        assert cell_width(line) == width


def test_each_meaning_has_a_shape_of_its_own_so_colour_can_go(drive):
    async def script(pilot):
        app = pilot.app
        return {title: chart(app, title) for title in ("1 听取", "2 开展", "调研", "走访", "持续")}

    shown = drive(Host(), script, (120, 40))
    report, late, assigned, done, vague = (shown[name] for name in ("1 听取", "2 开展", "调研", "走访", "持续"))
    assert FINE.done in report
    assert FINE.rest in report
    assert FINE.met in report
    assert FINE.milestone in report
    assert FINE.due in report
    assert FINE.tail in late
    assert FINE.missed in late
    assert FINE.assigned_rest in assigned
    assert FINE.finished in done
    assert FINE.undated in vague
    assert FINE.occurrence in vague
    assert not set(vague) & {FINE.done, FINE.rest, FINE.due}


def test_the_leads_bar_the_assignment_and_the_supporting_bar_stand_in_three_lanes(drive):
    async def script(pilot):
        return painted(pilot.app)

    text = "\n".join(drive(Host(), script, (120, 40)))
    lane = {name: text.index(name) for name in NAMES}
    assert lane["预算工委"] < text.index(FINE.rest) < lane["办公室"] < text.index(FINE.co_rest * 3)
    assert lane["法制工委"] < text.index(FINE.assigned_rest * 3)


def test_the_due_date_stands_behind_the_bar_and_at_the_edge_when_the_bar_is_out_of_sight(drive):
    async def script(pilot):
        app, seen = pilot.app, []
        seen.append(chart(app, "1 听取"))
        await pilot.press("shift+right", "shift+right")
        seen.append(chart(app, "1 听取"))
        await pilot.press("t", "shift+left", "shift+left", "shift+left")
        seen.append(chart(app, "1 听取"))
        return seen

    here, before, after = drive(Host(), script, (120, 40))
    assert f"{FINE.due} 12-10" in here
    assert before.startswith(f"{FINE.before} 12-10")
    assert after.rstrip().endswith(f"12-10 {FINE.after}")


def test_the_today_line_goes_through_every_row_and_the_header(drive):
    async def script(pilot):
        timeline = pilot.app.timeline
        column = label_width(timeline.line_width) + timeline.window.column(TODAY)
        rows = [timeline.render_line(y).crop(column, column + 1).text for y in range(2, timeline.size.height)]
        assert rows[0] == FINE.today_head
        assert set(rows[1:]) == {FINE.today}

    drive(Host(), script, (120, 40))


def test_rest_days_have_another_ground_than_workdays(drive):
    async def script(pilot):
        timeline = pilot.app.timeline
        timeline.zoom_to(Zoom.WEEK)
        strip, label = timeline.render_line(timeline.size.height - 1), label_width(timeline.line_width)

        def ground(day):
            column = label + timeline.window.column(day)
            return strip.crop(column, column + 1)._segments[0].style.bgcolor

        friday, saturday, sunday = (date(2025, 11, day) for day in (14, 15, 16))
        assert ground(saturday) == ground(sunday) != ground(friday)

    drive(Host(), script, (120, 40))


def contrast(style):
    """Give the contrast of a style's two colours (WCAG 2.1, 1.4.3)."""
    parts = []
    for colour in (style.color, style.bgcolor):
        channels = [value / 255 for value in colour.get_truecolor()]
        linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
        parts.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(parts) + 0.05) / (min(parts) + 0.05)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_text_and_bars_stand_out_from_what_is_behind_them(drive, theme):
    async def script(pilot):
        timeline, worst = pilot.app.timeline, {}
        for _step in range(timeline.line_count):
            for y in range(timeline.size.height):
                for segment in timeline.render_line(y):
                    if segment.text.strip(f" {FINE.grid}"):
                        worst[segment.text] = contrast(segment.style)
            timeline.action_move(1)
        return min(worst.items(), key=lambda found: found[1])

    text, ratio = drive(Host(theme=theme), script, (120, 40))
    assert ratio >= 3, text


def test_a_folded_lane_shows_how_many_bars_end_where(drive):
    async def script(pilot):
        await pilot.press("Z")
        return chart(pilot.app, "办公室"), len(pilot.app.timeline._rows)

    shown, count = drive(Host(), script, (120, 40))
    assert count == len(NAMES)
    assert shown.count("1") == 2


def test_an_empty_timeline_says_so(drive):
    async def script(pilot):
        await pilot.press("down", "enter", "space", "Z", "right_square_bracket", "full_stop", "plus", "t")
        return "\n".join(painted(pilot.app))

    assert _("There is nothing to put on the timeline") in drive(Host({}), script)


@pytest.mark.parametrize("glyphs", [FINE, PLAIN])
def test_every_glyph_is_one_cell_and_the_ones_that_may_meet_differ(glyphs):
    values = {name: getattr(glyphs, name) for name in Glyphs.__struct_fields__}
    assert all(len(value) == 1 and cell_width(value) == 1 for value in values.values())
    bars = ["done", "rest", "assumed", "assigned_done", "assigned_rest", "co_rest", "tail", "due", "finished", "today"]
    marks = ["milestone", "met", "missed", "occurrence", "occurred"]
    assert len({values[name] for name in bars + marks}) == len(bars + marks)
    assert legend(glyphs)


def test_the_plain_glyphs_are_ascii_and_the_fine_marks_are_narrow_everywhere():
    assert all(getattr(PLAIN, name).isascii() for name in Glyphs.__struct_fields__)
    marks = (FINE.milestone, FINE.met, FINE.missed, FINE.occurrence, FINE.occurred, FINE.due, FINE.tail, FINE.finished)
    assert all(unicodedata.east_asian_width(mark) in {"N", "Na"} for mark in marks)


# --- keys


def test_the_arrow_keys_go_over_lanes_and_bars(drive):
    async def script(pilot):
        app, seen = pilot.app, [pilot.app.standing()]
        for key in ("down", "down", "down", "up", "end", "home"):
            await pilot.press(key)
            seen.append(app.standing())
        return seen

    assert drive(Host(), script) == [
        ("c0", None),
        ("c0", "report"),
        ("c0", "late"),
        ("c1", None),
        ("c0", "late"),
        ("c2", "report"),
        ("c0", None),
    ]


def test_left_right_and_today_scroll_the_days(drive):
    async def script(pilot):
        timeline, firsts = pilot.app.timeline, []
        for key in ("right", "left", "shift+right", "shift+left", "shift+right", "t"):
            await pilot.press(key)
            firsts.append(timeline.window.first)
        return firsts

    right, home, far, back, _far, today = drive(Host(), script)
    assert home < right < far
    assert home == back == today


def test_plus_and_minus_zoom_with_today_in_sight(drive):
    async def script(pilot):
        timeline, zooms = pilot.app.timeline, []
        for key in ("plus", "plus", "plus", "minus", "minus", "minus", "minus"):
            await pilot.press(key)
            zooms.append(timeline.window.zoom.value)
            assert timeline.window.shows(TODAY)
        return zooms

    assert drive(Host(), script) == ["month", "week", "week", "month", "quarter", "year", "year"]


def test_a_full_stop_brings_the_bar_into_sight(drive):
    async def script(pilot):
        timeline = pilot.app.timeline
        timeline.zoom_to(Zoom.WEEK)
        await pilot.press("down", "full_stop")
        return timeline.window.shows(ITEMS["report"]["due"])

    assert drive(Host(), script)


def test_enter_opens_an_item_and_folds_a_lane(drive):
    async def script(pilot):
        app = pilot.app
        await pilot.press("down", "enter", "up", "enter")
        return app.news, app.timeline.folded

    assert drive(Host(), script) == ([("open", "l", "report")], {"c0"})


def test_space_folds_the_lane_of_a_bar_and_the_cursor_goes_to_its_heading(drive):
    async def script(pilot):
        app = pilot.app
        await pilot.press("down", "down", "space")
        folded = app.standing(), app.timeline.line_count
        await pilot.press("space")
        return folded, app.timeline.line_count

    assert drive(Host(), script) == ((("c0", None), 7), 9)


def test_all_lanes_fold_and_unfold(drive):
    async def script(pilot):
        counts = []
        for key in ("Z", "z"):
            await pilot.press(key)
            counts.append(pilot.app.timeline.line_count)
        return counts

    assert drive(Host(), script) == [3, 9]


# --- moving a due date


def test_brackets_preview_a_new_due_date_and_enter_asks_the_owner_for_it(drive):
    async def script(pilot):
        app = pilot.app
        await pilot.press("down", "right_square_bracket", "right_square_bracket", "right_square_bracket")
        info, row = painted(app)[0], chart(app, "1 听取")
        assert app.news == []
        await pilot.press("enter")
        return info, row, app.news, app.timeline.move

    info, row, news, move = drive(Host(), script, (120, 40))
    assert "12-10 → 12-13" in info
    assert _("Sat") in info
    assert _("a rest day!") in info
    assert FINE.later in row
    assert "12-13" in row
    assert news == [("l", "report", None, date(2025, 12, 13))]
    assert move is None


def test_braces_move_by_a_week_and_back_to_the_old_date_is_no_move(drive):
    async def script(pilot):
        timeline = pilot.app.timeline
        await pilot.press("down", "left_curly_bracket")
        moved = timeline.move
        await pilot.press("right_curly_bracket")
        return moved.new, timeline.move

    assert drive(Host(), script) == (date(2025, 12, 3), None)


def test_an_input_methods_brackets_move_too(drive):
    async def script(pilot):
        await pilot.press("down", "left_black_lenticular_bracket")
        return pilot.app.timeline.move.new

    assert drive(Host(), script) == date(2025, 12, 9)


@pytest.mark.parametrize("keys", [("escape",), ("down",)])
def test_escape_and_leaving_the_bar_give_the_move_up(drive, keys):
    async def script(pilot):
        app = pilot.app
        await pilot.press("down", "right_square_bracket", *keys)
        return app.timeline.move, app.news

    assert drive(Host(), script) == (None, [])


def test_the_due_date_of_an_assignment_is_moved_by_its_row(drive):
    async def script(pilot):
        app = pilot.app
        assert app.timeline.select(BarKey("c2", "l", "report", "c2"))
        await pilot.press("right_square_bracket", "enter")
        return app.news

    assert drive(Host(), script) == [("l", "report", "c2", date(2025, 11, 29))]


def test_an_undated_item_gets_its_due_date_from_today_on(drive):
    async def script(pilot):
        app = pilot.app
        app.timeline.select(BarKey("c1", "l", "vague"))
        await pilot.press("right_square_bracket", "right_square_bracket", "enter")
        return app.news

    assert drive(Host(), script) == [("l", "vague", None, TODAY + timedelta(1))]


def test_a_date_moved_out_of_the_window_is_scrolled_to(drive):
    async def script(pilot):
        timeline = pilot.app.timeline
        await pilot.press("down")
        timeline.action_move_due(84)
        return timeline.window.shows(timeline.move.new)

    assert drive(Host(), script)


def test_a_move_ends_when_the_date_was_changed_underneath(drive):
    async def script(pilot):
        app = pilot.app
        await pilot.press("down", "right_square_bracket")
        app.push(ITEMS)
        kept = app.timeline.move
        app.push({**ITEMS, "report": {**ITEMS["report"], "due": date(2025, 12, 20)}})
        return kept.new, app.timeline.move

    assert drive(Host(), script) == (date(2025, 12, 11), None)


# --- new data


def test_cursor_scroll_and_window_stay_when_data_is_pushed_again(drive):
    async def script(pilot):
        app, items = pilot.app, many(300)
        await pilot.press("pagedown", "pagedown", "down", "right", "right")
        before = app.standing(), app.timeline.window, app.timeline.cursor - app.timeline.top_line
        first = {"new": {"title": "新", "lead": "c0", "start": date(2025, 1, 1), "due": date(2025, 1, 2)}}
        app.push({**first, **items})
        return before, (app.standing(), app.timeline.window, app.timeline.cursor - app.timeline.top_line)

    before, after = drive(Host(many(300)), script)
    assert before == after


def test_a_cursor_whose_item_is_gone_stays_on_its_line(drive):
    async def script(pilot):
        app = pilot.app
        await pilot.press("down")
        app.push({name: values for name, values in ITEMS.items() if name != "report"})
        return app.timeline.cursor, app.standing()

    assert drive(Host(), script) == (1, ("c0", "late"))


def test_another_day_brings_the_window_to_it(drive):
    async def script(pilot):
        app = pilot.app
        app.push(ITEMS, TODAY + timedelta(400))
        return app.timeline.window.shows(TODAY + timedelta(400))

    assert drive(Host(), script)


# --- mouse


def test_a_click_selects_a_bar_a_second_one_opens_it_and_a_click_on_a_heading_folds(drive):
    async def script(pilot):
        app = pilot.app
        await pilot.click(Timeline, offset=(5, 5))
        selected = app.standing(), list(app.news)
        await pilot.click(Timeline, offset=(5, 5), times=2)
        await pilot.click(Timeline, offset=(5, 3))
        return selected, app.news, app.timeline.folded

    selected, news, folded = drive(Host(), script)
    assert selected == (("c0", "late"), [])
    assert news == [("open", "l", "late")]
    assert folded == {"c0"}


def test_the_end_of_a_bar_is_dragged_and_then_confirmed(drive):
    async def script(pilot):
        app = pilot.app
        timeline = app.timeline
        timeline.zoom_to(Zoom.MONTH)
        timeline.action_scroll_time(2)
        await pilot.pause()
        due, goal = ITEMS["report"]["due"], date(2025, 12, 5)
        start = label_width(timeline.line_width) + timeline.window.span(due, due)[1] - 1
        stop = label_width(timeline.line_width) + timeline.window.span(goal, goal)[1] - 1
        await pilot.mouse_down(Timeline, offset=(start, 4))
        await pilot.hover(Timeline, offset=(stop, 4))
        await pilot.mouse_up(Timeline, offset=(stop, 4))
        assert app.news == []
        moved = timeline.move.new
        await pilot.press("enter")
        return moved, app.news

    moved, news = drive(Host(), script, (120, 40))
    assert moved == date(2025, 12, 5)
    assert news == [("l", "report", None, date(2025, 12, 5))]


def test_a_click_on_the_line_above_confirms_a_move(drive):
    async def script(pilot):
        await pilot.press("down", "right_square_bracket")
        await pilot.click(Timeline, offset=(60, 0))
        return pilot.app.news

    assert drive(Host(), script) == [("l", "report", None, date(2025, 12, 11))]


def test_the_wheel_scrolls_lines_and_with_shift_days(drive):
    async def script(pilot):
        timeline = pilot.app.timeline

        def wheel(kind, **modifiers):
            where = {"x": 5, "y": 5, "delta_x": 0, "delta_y": 1, "button": 0, "screen_x": 5, "screen_y": 5}
            return kind(timeline, **where, **{"shift": False, "meta": False, "ctrl": False, **modifiers})

        first = timeline.window.first
        timeline.post_message(wheel(MouseScrollDown))
        await pilot.pause()
        lines = timeline.top_line, timeline.window.first == first
        timeline.post_message(wheel(MouseScrollDown, shift=True))
        timeline.post_message(wheel(MouseScrollRight))
        await pilot.pause()
        return lines, timeline.window.first > first

    (top, same), later = drive(Host(many(100)), script)
    assert top > 0
    assert same
    assert later


# --- cost


def test_of_ten_thousand_items_only_the_bars_on_the_screen_are_built(drive):
    async def script(pilot):
        timeline = pilot.app.timeline
        await pilot.press("down", "pagedown", "end", "right", "plus")
        return sum(len(lane._built) for lane in timeline._rows.lanes), timeline.line_count

    built, count = drive(Host(many(10_000)), script, (120, 40))
    assert count == 20_003
    assert built <= 4 * 40


def test_a_step_of_the_cursor_paints_two_lines_and_the_one_about_it(drive):
    async def script(pilot):
        timeline, rows = pilot.app.timeline, []
        await pilot.press("down", "down")
        paint = timeline.render_line
        timeline.render_line = lambda y: rows.append(y) or paint(y)
        await pilot.press("down")
        return rows

    assert sorted(set(drive(Host(many(100)), script))) == [0, 5, 6]


def test_a_scrolled_line_is_not_painted_again(drive):
    async def script(pilot):
        timeline, painted_lines = pilot.app.timeline, []
        timeline.action_move(timeline.page_lines)
        await pilot.pause()
        paint = timeline._paint
        timeline._paint = lambda line, width, scene: painted_lines.append(line) or paint(line, width, scene)
        await pilot.press("down")
        return timeline.top_line, len(set(painted_lines))

    top, count = drive(Host(many(100)), script)
    assert top == 2
    assert count <= 3
