"""Meetings by keys: the list, a new one, another date with what follows it, and a countdown into an item."""

from datetime import date

import pytest
from workspaces import TASKS, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.i18n import _
from tasklist_tui.safetext import cell_width
from tasklist_tui.services import meetings
from tasklist_tui.tui.meeting_lines import meeting_line, moved_lines
from tasklist_tui.tui.screens.meetings import FollowDialog, MeetingList, MeetingsScreen
from tasklist_tui.tui.widgets.pages import Page
from tasklist_tui.tui.widgets.statusbar import StatusLine

SIZES = [(80, 24), (120, 40)]

EVENTS = """\
# 会议
events:
- {id: oct, name: 10月常委会会议, date: 2025-10-29}
- {id: dec, name: 12月常委会会议, date: 2025-12-25}
- {id: npc, name: 区人代会}
"""

COUNTED = """\
title: 会议材料清单
kind: task
year: 2025
items:
- id: kk1111
  title: 审议债务报告
  lead: ysgw
  due_event: dec
  status: doing
  milestones:
  - {id: s1, title: 送征求意见, due_text: 会前20日, due: 2025-12-05}
  - {id: s2, title: 修改后送, due_text: 会前10日, due: 2025-12-15, done: 2025-11-08}
  - {id: s3, title: 发送材料, due_text: 会前7日, due: 2025-12-01}
- {id: kk2222, title: 走访企业, lead: bgs, status: doing}
"""


@pytest.fixture(autouse=True)
def _chinese():
    i18n.set_language("zh")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    return with_events(make(tmp_path / "w", counted=COUNTED))


@pytest.fixture
def keys(drive):
    """Press keys in the app on a workspace, give what `look(app)` says."""

    def run(root, pressed, look=lambda shell: shell.screen_stack[0].query_one(StatusLine).text, size=(80, 24)):
        async def script(pilot):
            await settle(pilot)
            for key in pressed.split():
                await pilot.press(key)
                await settle(pilot)
            return look(pilot.app)

        return drive(app(root, "zh"), script, size)

    return run


def with_events(root, text=EVENTS):
    (root / "events.yaml").write_text(text, "utf-8", newline="")
    git(root, "add", "events.yaml")
    git(root, "commit", "-q", "-m", "会议")
    return root


def days(root, item_id="kk1111"):
    rows = snapshot(root).workspace.find(item_id)[1].rows("milestones")
    return [f"{row['due']:%m-%d}" for row in rows if "due" in row]


def events(root):
    return (root / "events.yaml").read_text("utf-8")


def head(root):
    return git(root, "rev-parse", "HEAD")


#: Opens the list, goes to the December meeting and makes it the 30th.
MOVE = "v enter end backspace backspace 3 0 enter"


# --- the list


@pytest.mark.parametrize("size", SIZES)
def test_the_meetings_stand_by_day_with_how_much_counts_from_each(keys, root, screen_lines, size):
    shown = keys(root, "v", lambda shell: "\n".join(screen_lines(shell)), size)
    lines = [line for line in shown.splitlines() if "会议" in line or "区人代会" in line]
    assert [line for line in lines if "2025-10-29" in line]
    december = next(line for line in lines if "2025-12-25" in line)
    assert _("{count} dates count from it", count=2) in december
    assert _("{days} workdays left", days=33) in december
    assert _("not fixed") in next(line for line in lines if "区人代会" in line)


def test_the_cursor_begins_on_the_next_meeting(keys, root):
    def look(shell):
        listed = shell.screen.query_one(MeetingList)
        return listed._events[listed.cursor].id

    assert keys(root, "v", look) == "dec"


def test_without_meetings_it_says_how_to_add_one(tmp_path, keys, screen_lines):
    root = make(tmp_path / "none", tasks=TASKS)
    (root / "events.yaml").unlink(missing_ok=True)
    shown = keys(root, "v", lambda shell: "\n".join(screen_lines(shell)))
    assert _("There are no meetings yet; n adds the first one") in shown


def test_a_click_on_a_meeting_twice_asks_for_another_date(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        await pilot.click(MeetingList, offset=(4, 0), times=2)
        await settle(pilot)
        return type(pilot.app.screen).__name__

    assert drive(app(root, "zh"), script, (80, 24)) == "DateDialog"


# --- a new one


@pytest.mark.parametrize("size", SIZES)
def test_n_adds_a_meeting_with_name_and_date(keys, root, size):
    keys(root, "v n 主 任 会 议 tab 1 2 - 0 2 ctrl+s escape", size=size)
    added = next(event for event in snapshot(root).workspace.events if event.name == "主任会议")
    assert added.date == date(2025, 12, 2)
    assert "主任会议" in git(root, "log", "-1", "--format=%s")
    assert events(root).startswith(EVENTS)


def test_a_meeting_needs_a_name_of_its_own(keys, root):
    before = head(root)
    keys(root, "v n ctrl+s escape escape")
    keys(root, "v n 区 人 代 会 ctrl+s escape y escape")
    assert head(root) == before


def test_after_adding_the_list_stands_on_the_new_one(keys, root):
    def look(shell):
        listed = shell.screen.query_one(MeetingList)
        return isinstance(shell.screen, MeetingsScreen), listed._events[listed.cursor].name

    assert keys(root, "v n 主 任 会 议 ctrl+s", look) == (True, "主任会议")


# --- another date


@pytest.mark.parametrize("size", SIZES)
def test_what_follows_is_shown_old_and_new_before_anything_is_changed(keys, root, size):
    before = head(root)

    def look(shell):
        return isinstance(shell.screen, FollowDialog), shell.screen.query_one(Page).text

    asked, text = keys(root, MOVE, look, size)
    assert asked
    assert "审议债务报告" in text
    assert "2025-12-05 → 2025-12-10" in text
    assert _("{day}, set by hand, stays", day="2025-12-01") in text
    assert "修改后送" not in text
    assert head(root) == before


def test_enter_moves_meeting_and_dates_as_one_change_and_u_takes_it_back(keys, root):
    before = int(git(root, "rev-list", "--count", "HEAD"))
    keys(root, f"{MOVE} enter escape")
    assert days(root) == ["12-10", "12-15", "12-01"]
    assert "2025-12-30" in events(root)
    assert int(git(root, "rev-list", "--count", "HEAD")) == before + 1
    keys(root, "u")
    assert days(root) == ["12-05", "12-15", "12-01"]
    assert events(root) == EVENTS


def test_n_leaves_the_dates_and_moves_the_meeting(keys, root):
    keys(root, f"{MOVE} n escape")
    assert days(root) == ["12-05", "12-15", "12-01"]
    assert "2025-12-30" in events(root)


def test_escape_changes_nothing(keys, root):
    before = head(root)
    keys(root, f"{MOVE} escape escape")
    keys(root, "v enter escape escape")
    keys(root, "v enter enter escape")
    assert head(root) == before


def test_a_meeting_nothing_counts_from_moves_without_a_question(keys, root):
    keys(root, "v home enter end backspace 8 enter escape")
    assert "2025-10-28" in events(root)


def test_an_emptied_date_is_not_fixed_any_more(keys, root):
    keys(root, "v home enter home ctrl+k enter escape")
    event = meetings.find_event(snapshot(root), "oct")
    assert event.date is None


def test_long_lists_scroll_by_keys(keys, tmp_path):
    values = "lead: bgs, due_event: dec, due_text: 会前20日, due: 2025-12-05, status: doing"
    item = f"- {{{{id: a{{0:05}}, title: 事项{{0}}, {values}}}}}\n"
    many = "title: 清单\nkind: task\nyear: 2025\nitems:\n" + "".join(item.format(n) for n in range(40))
    root = with_events(make(tmp_path / "many", many=many))
    assert keys(root, f"{MOVE} pagedown", lambda shell: shell.screen.query_one(Page).scroll_offset.y) > 0
    assert keys(root, f"{MOVE} down", lambda shell: shell.screen.query_one(Page).scroll_offset.y) == 1


@pytest.mark.parametrize("width", [24, 30, 66, 96])
def test_the_lines_fit_every_width(root, width):
    seen = snapshot(root)
    event = meetings.find_event(seen, "dec")
    moved = meetings.following(seen, type(event)(event.id, event.name, date(2025, 12, 30)))
    listed = [meeting_line(seen, one, {"dec": 2}, width) for one in seen.workspace.events]
    for line in [*moved_lines(seen, moved, width), *listed]:
        assert sum(cell_width(text) for text, _role in line) <= width


# --- a countdown


@pytest.mark.parametrize("size", SIZES)
def test_capital_c_puts_the_milestones_of_a_template_into_the_item(keys, root, size):
    keys(root, "down C 1 2 enter", size=size)
    found = snapshot(root).workspace.find("kk2222")[1]
    assert found.text("due_event") == "dec"
    assert days(root, "kk2222") == ["12-05", "12-10", "12-15", "12-18"]
    assert "听取和审议专项工作报告" in git(root, "log", "-1", "--format=%s")


def test_the_days_are_shown_before_anything_is_changed(keys, root, screen_lines):
    before = head(root)
    shown = keys(root, "down C 1 2", lambda shell: "\n".join(screen_lines(shell)))
    assert "2025-12-05" in shown
    assert "会前20日" in shown
    keys(root, "down C 1 2 escape")
    assert head(root) == before


def test_only_a_dated_meeting_and_the_item_s_own_can_be_chosen(keys, root):
    def title(shell):
        return type(shell.screen).__name__

    assert keys(root, "down C 1 3", title) == "ChoiceDialog"
    assert keys(root, "C 1 1", title) == "ChoiceDialog"
    assert keys(root, "C 1 2", title) == "ConfirmDialog"


def test_without_meetings_a_countdown_says_what_to_do(tmp_path, keys):
    root = make(tmp_path / "none", tasks=TASKS)
    (root / "events.yaml").unlink(missing_ok=True)
    assert _("there are no meetings yet") in keys(root, "C 1")
