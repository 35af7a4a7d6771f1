"""The agenda on the screen: spans, days, what stands on each, the filter, and where Enter leads."""

import threading

import pytest
from workspaces import OTHER, TASKS, TODAY, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.agenda import AgendaLine, Mark, Span
from tasklist_tui.i18n import _, translate
from tasklist_tui.safetext import cell_width
from tasklist_tui.tui.agenda_lines import SPAN_TITLES, Heading, Layout, rows, span_tabs, whole
from tasklist_tui.tui.screens.meetings import MeetingsScreen
from tasklist_tui.tui.state import ItemKey, View, key_of
from tasklist_tui.tui.views.agenda import AgendaView
from tasklist_tui.tui.widgets.detail import Detail

SIZES = [(80, 24), (120, 40)]

EVENTS = "events:\n- {id: zr, name: 主任会议, date: 2025-11-14}\n"

MONTHLY = """\
title: 月度清单
kind: task
year: 2025
items:
- id: rr1111
  title: 每月台账
  lead: ysgw
  start: 2025-09-01
  rrule: FREQ=MONTHLY;BYMONTHDAY=15
  status: doing
"""


@pytest.fixture(autouse=True)
def _chinese():
    i18n.set_language("zh")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    made = make(tmp_path / "w", tasks=TASKS, daily=OTHER, monthly=MONTHLY)
    (made / "events.yaml").write_text(EVENTS, "utf-8", newline="")
    git(made, "commit", "-q", "-a", "-m", "会议")
    return made


@pytest.fixture
def on_agenda(drive, root):
    """Open the agenda, press keys, and give what `look(app, view)` says."""

    def run(keys, look, size=(80, 24), at=None):
        async def script(pilot):
            await settle(pilot)
            await pilot.press("6")
            await settle(pilot)
            for key in keys.split():
                await pilot.press(key)
                await settle(pilot)
            return look(pilot.app, pilot.app.screen_stack[0].query_one(AgendaView))

        return drive(app(at or root, "zh"), script, size)

    return run


def made(root, span=Span.MONTH, lets=lambda _line: True):
    seen = snapshot(root)
    return rows(whole(seen), span, TODAY, lets)


def laid_out(root, width):
    seen = snapshot(root)
    return Layout(seen, width, whole(seen))


def go_to(view, wanted):
    view.cursor = view._first(wanted, -1)
    assert wanted(view._row(view.cursor))


# --- what it says


def test_what_is_overdue_stands_first_then_the_days(root):
    headings = [row.day for row in made(root) if isinstance(row, Heading)]
    assert headings[0] is None
    assert headings[1:] == sorted(headings[1:])
    overdue = [row for row in made(root)[1:] if isinstance(row, AgendaLine)][:2]
    assert [(row.mark, row.more) for row in overdue] == [(Mark.OCCURRENCE, 1), (Mark.DUE, 0)]


def test_each_span_shows_its_own_days(root):
    def days(span):
        return [row.day.day for row in made(root, span) if isinstance(row, Heading) and row.day]

    assert days(Span.TODAY) == []
    assert days(Span.WEEK) == [12, 14, 15]
    assert days(Span.FORTNIGHT) == [12, 14, 15]
    assert days(Span.MONTH) == [12, 14, 15, 30]


@pytest.mark.parametrize("width", [30, 58, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_fits(root, width, language):
    i18n.set_language(language)
    layout = laid_out(root, width)
    for row in made(root):
        assert sum(cell_width(text) for text, _role in layout.line(row)) <= width
    if width >= 58:
        assert sum(cell_width(text) for text, _role, _span in span_tabs(Span.WEEK, TODAY, width)) <= width


def test_a_row_has_light_shape_and_word_mark_committee_and_title(root):
    row = next(row for row in made(root) if isinstance(row, AgendaLine) and row.mark is Mark.MILESTONE)
    text = "".join(text for text, _role in laid_out(root, 100).line(row))
    for part in ("▴", _("Yellow"), _("milestone"), "预算工委", "形成报告 · 1.1 听取和审议"):
        assert part in text


def test_what_is_overdue_from_another_year_names_it(tmp_path):
    root = make(tmp_path / "old", tasks=TASKS.replace("due: 2025-10-31", "due: 2024-12-31"))
    layout = laid_out(root, 80)
    text = "\n".join("".join(text for text, _role in layout.line(row)) for row in made(root))
    assert "2024-12-31" in text


def test_a_rest_day_and_today_say_so(root):
    layout = laid_out(root, 100)
    saturday = next(row for row in made(root) if isinstance(row, Heading) and row.day and row.day.day == 15)
    text = "".join(text for text, _role in layout.line(saturday))
    assert "11-15 " + _("Sat") in text
    assert _("weekend") in text or "周末" in text
    assert _("today") in "".join(text for text, _role in layout.line(Heading(TODAY, 1)))


def test_text_of_colleagues_cannot_reach_the_terminal_as_control_codes(tmp_path):
    evil = TASKS.replace("title: 走访企业", 'title: "\\e]52;c;AA\\a[red]x\\u202e"').replace("2025-11-30", "2025-11-12")
    root = make(tmp_path / "evil", tasks=evil)
    layout = laid_out(root, 80)
    said = "".join(text for row in made(root) for text, _role in layout.line(row))
    assert "\x1b" not in said
    assert "\u202e" not in said


# --- on the screen


@pytest.mark.parametrize("size", SIZES)
def test_it_shows_this_week_and_names_the_spans(on_agenda, screen_lines, size):
    def look(shell, _view):
        return "\n".join(screen_lines(shell))

    seen = on_agenda("", look, size)
    assert f"[{translate(SPAN_TITLES[Span.WEEK])}]" in seen
    assert "11-10 – 11-16" in seen
    assert "主任会议" in seen
    assert "编印信息专报" in seen


def test_arrows_choose_the_span_and_stop_at_the_ends(on_agenda):
    assert on_agenda("right", lambda _shell, view: view.span) is Span.FORTNIGHT
    assert on_agenda("right right right", lambda _shell, view: view.span) is Span.MONTH
    assert on_agenda("left left", lambda _shell, view: view.span) is Span.TODAY


def test_a_click_chooses_the_span(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("6")
        await settle(pilot)
        view = pilot.app.screen.query_one(AgendaView)
        cells = 0
        for text, _role, span in span_tabs(view.span, TODAY, view.line_width):
            if span is Span.MONTH:
                break
            cells += cell_width(text)
        await pilot.click(AgendaView, offset=(cells + 1, 0))
        await settle(pilot)
        return view.span

    assert drive(app(root, "zh"), script, (80, 24)) is Span.MONTH


def test_the_cursor_goes_over_what_can_be_opened_and_stays_with_it(on_agenda):
    def look(_shell, view):
        seen = set()
        for _step in range(view.line_count + 2):
            seen.add(view.cursor)
            view.action_move(1)
        return seen, {number for number, row in enumerate(view._rows) if isinstance(row, AgendaLine)}

    seen, wanted = on_agenda("right right", look)
    assert seen == wanted

    def stood(_shell, view):
        go_to(view, lambda row: row.mark is Mark.MILESTONE)
        view.action_span(1)
        view.action_span(1)
        return view._row(view.cursor).label

    assert on_agenda("", stood) == "形成报告"


def test_the_committee_of_the_sidebar_narrows_it_and_meetings_stay(on_agenda):
    def look(shell, view):
        director = shell.screen.director
        director.change(director.state.with_(committee="fzgw"))
        return [(row.mark, row.entry and row.entry.item.id) for row in view._rows if isinstance(row, AgendaLine)]

    assert on_agenda("", look) == [(Mark.MEETING, None), (Mark.DUE, "cc4444")]


def test_words_narrow_it_to_items_that_have_them(on_agenda):
    def look(shell, view):
        director = shell.screen.director
        director.change(director.state.with_(filter_line="知识"))
        return [row.entry.item.id for row in view._rows if isinstance(row, AgendaLine)]

    assert on_agenda("", look) == ["cc4444"]


def test_commands_act_on_the_item_under_the_cursor(on_agenda, root):
    def look(shell, view):
        return key_of(view._row(view.cursor).entry), shell.screen.director.state.cursor

    assert on_agenda("down down", look) == (ItemKey("daily", "ee6666"), ItemKey("daily", "ee6666"))


def test_what_is_done_leaves_the_agenda(on_agenda, root):
    def look(_shell, view):
        return [row.mark for row in view._rows if isinstance(row, AgendaLine) and row.late]

    before = on_agenda("", look)
    assert before == [Mark.OCCURRENCE, Mark.DUE]
    on_agenda("m 1 enter m 1 enter", look)
    assert on_agenda("", look) == [Mark.DUE]


@pytest.mark.parametrize("size", SIZES)
def test_enter_opens_the_item(drive, root, size):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("6")
        await settle(pilot)
        go_to(pilot.app.screen.query_one(AgendaView), lambda row: row.key == "m2")
        await pilot.press("enter")
        await settle(pilot)
        screen = pilot.app.screen
        return screen.director.state.view, screen.director.state.cursor, screen.query_one(Detail).display

    assert drive(app(root, "zh"), script, size) == (View.AGENDA, ItemKey("tasks", "aa2222"), True)


def test_enter_on_a_meeting_opens_the_meetings(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("6")
        await settle(pilot)
        go_to(pilot.app.screen.query_one(AgendaView), lambda row: row.mark is Mark.MEETING)
        await pilot.press("enter")
        await settle(pilot)
        return isinstance(pilot.app.screen, MeetingsScreen)

    assert drive(app(root, "zh"), script, (80, 24))


@pytest.mark.parametrize("size", SIZES)
def test_when_nothing_presses_it_says_so(on_agenda, tmp_path, screen_lines, size):
    empty = make(tmp_path / "e", none="title: 空\nkind: task\nitems: []\n")
    seen = on_agenda("", lambda shell, _view: "\n".join(screen_lines(shell)), size, empty)
    assert _("Nothing is overdue, and nothing falls on these days") in seen


def test_a_large_workspace_is_worked_out_beside_the_screen(tmp_path, on_agenda, monkeypatch):
    items = "".join(
        f"- {{id: a{n:05}, title: 事项{n}, lead: bgs, due: 2025-11-12, status: doing}}\n" for n in range(300)
    )
    root = make(tmp_path / "many", many="title: 清单\nkind: task\nitems:\n" + items)
    threads = []

    def work(snapshot):
        threads.append(threading.current_thread())
        return whole(snapshot)

    monkeypatch.setattr("tasklist_tui.tui.views.agenda.whole", work)
    assert on_agenda("", lambda _shell, view: view.line_count, at=root) == 301
    assert threads
    assert threading.main_thread() not in threads


def test_the_language_changes_at_once(on_agenda, screen_lines):
    seen = on_agenda("L", lambda shell, _view: "\n".join(screen_lines(shell)))
    assert "[This week]" in seen
    assert "milestone" in seen
