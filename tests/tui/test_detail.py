"""The selected item in full: every field its kind declares, milestones with lights, the log newest first."""

import pytest
from textual.app import App
from workspaces import TASKS, make, snapshot

from tasklist_tui import i18n
from tasklist_tui.tui.item_lines import item_lines
from tasklist_tui.tui.palette import THEMES
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.text import cell_width
from tasklist_tui.tui.widgets.detail import Detail

HOSTILE = """\
title: 恶意
kind: task
items:
- id: xx2222
  title: "[red]标题[/] \\e[31m\\u202e倒[["
  goal: "[link=x]目标\\e]52;c;AAAA\\a"
  lead: nobody
  strange: 未知字段
  log:
  - {text: "\\e[2J清屏"}
"""


class Alone(App[None]):
    def __init__(self, shown, key):
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.shown, self.key = shown, key
        self.wanted = []

    def compose(self):
        yield Detail()

    def on_mount(self):
        self.query_one(Detail).show(self.shown, self.key)

    def on_detail_edit_wanted(self):
        self.wanted.append("edit")

    def on_detail_left(self):
        self.wanted.append("left")


@pytest.fixture
def shown(tmp_path):
    i18n.set_language("zh")
    return snapshot(make(tmp_path / "w", tasks=TASKS))


def page(shown, item_id, width=60, list_id="tasks"):
    task_list = shown.workspace.task_list(list_id)
    lines = item_lines(shown, task_list, task_list.item(item_id), width)
    return ["".join(piece for piece, _ in line) for line in lines]


def test_number_title_light_with_reason_state_and_progress_come_first(shown):
    lines = page(shown, "aa2222")
    assert lines[0] == "1.1 听取和审议规划纲要报告"
    assert lines[1].startswith("◉ 红 · ")
    assert "10" in lines[1]
    assert lines[2].startswith("推进中")
    assert "40%" in lines[2]


def test_fields_are_labelled_in_the_order_of_the_kind_with_names_for_ids(shown):
    lines = page(shown, "aa2222")
    labels = ["举措", "任务目标", "牵头单位", "配合单位", "完成时限", "标签"]
    places = [next(n for n, line in enumerate(lines) if line.startswith(label)) for label in labels]
    assert places == sorted(places)
    assert "1 规划纲要" in lines[places[0]]
    assert "预算工委" in lines[places[2]]
    assert "2025-10-31" in lines[places[4]]


def test_milestones_stand_with_their_lights_and_how_many_are_done(shown):
    lines = page(shown, "aa2222")
    start = next(n for n, line in enumerate(lines) if "时间节点 1/3" in line)
    text = lines[start + 1 : start + 7]
    assert text[0].startswith("✓ 制定方案")
    assert text[2].startswith("▴ 形成报告")
    assert text[4].startswith("◦ 提请审议")


def test_the_log_is_read_from_the_newest_note(shown):
    text = "\n".join(page(shown, "aa2222"))
    assert text.index("报告初稿 [红头] 形成") < text.index("方案已印发")


def test_rows_of_finished_items_have_no_light_of_their_own(tmp_path):
    done = TASKS.replace("status: doing\n  progress: 40", "status: done\n  progress: 40")
    lines = page(snapshot(make(tmp_path / "w", tasks=done)), "aa2222")
    assert next(line for line in lines if "形成报告" in line).startswith("·")


@pytest.mark.parametrize("width", [8, 12, 20, 36, 60, 200])
def test_no_line_is_wider_than_the_page(shown, width):
    for item_id in ("aa2222", "bb3333", "dd5555"):
        for line in page(shown, item_id, width):
            assert cell_width(line) <= max(width, 12)


def test_what_people_wrote_is_shown_never_obeyed(tmp_path, drive, screen_lines):
    shown = snapshot(make(tmp_path / "w", tasks=HOSTILE))

    async def script(pilot):
        return "\n".join(screen_lines(pilot.app))

    text = drive(Alone(shown, ItemKey("tasks", "xx2222")), script, (60, 24))
    assert "[red]标题[/]" in text
    assert "未知字段" in text
    assert not set(text) & set("\x1b\x07\u202e")


def test_enter_edits_and_escape_leaves(shown, drive):
    async def script(pilot):
        await pilot.press("enter", "escape")
        return pilot.app.wanted

    assert drive(Alone(shown, ItemKey("tasks", "aa2222")), script) == ["edit", "left"]


def test_it_stays_scrolled_while_the_item_is_the_same(shown, drive):
    async def script(pilot):
        detail = pilot.app.query_one(Detail)
        await pilot.press("down", "down", "down")
        scrolled = detail.scroll_offset.y
        detail.show(shown, ItemKey("tasks", "aa2222"))
        await pilot.pause()
        kept = detail.scroll_offset.y
        detail.show(shown, ItemKey("tasks", "bb3333"))
        await pilot.pause()
        return scrolled, kept, detail.scroll_offset.y

    scrolled, kept, other = drive(Alone(shown, ItemKey("tasks", "aa2222")), script, (40, 8))
    assert scrolled == kept > 0
    assert other == 0


def test_without_an_item_it_says_so(shown, drive):
    async def script(pilot):
        return pilot.app.query_one(Detail).text

    assert drive(Alone(shown, None), script).strip()


def test_no_line_is_cut_when_a_longer_item_brings_the_scroll_bar(drive, tmp_path):
    long = TASKS.replace("goal: 形成审议意见并交办", "goal: " + "形成审议意见并交办" * 40)
    shown = snapshot(make(tmp_path / "w", tasks=long))

    async def script(pilot):
        detail = pilot.app.query_one(Detail)
        assert not detail.show_vertical_scrollbar
        detail.show(shown, ItemKey("tasks", "aa2222"))
        await pilot.pause()
        assert detail.show_vertical_scrollbar
        return max(map(cell_width, detail.text.splitlines())), detail.scrollable_content_region.width

    widest, room = drive(Alone(shown, ItemKey("tasks", "cc4444")), script, (41, 16))
    assert widest <= room
