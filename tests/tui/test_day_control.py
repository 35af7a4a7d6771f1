"""The date control: a phrase is typed, its meaning stands beneath it, a month beside it, day and words are kept."""

from datetime import date

import msgspec
import pytest
from form_helpers import FULL_KIND, HOSTILE, Asking, item, snapshot_of, write
from textual import events
from workspaces import TASKS, app, make, settle

from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.model import Event
from tasklist_tui.i18n import set_language
from tasklist_tui.services import phrasing
from tasklist_tui.services.snapshot import make_snapshot
from tasklist_tui.tui.screens.item_form import ItemForm
from tasklist_tui.tui.widgets.fields.day_control import DayControl
from tasklist_tui.tui.widgets.month_calendar import MonthCalendar

FIELDS = ("title", "start", "due_text", "due", "due_event", "due_from", "milestones", "extensions", "note")
KIND = msgspec.structs.replace(FULL_KIND, fields=tuple(FULL_KIND.field[name] for name in FIELDS))
EVENTS = (
    Event("oct", "10月常委会会议", date(2025, 10, 28)),
    Event("dec", "12月常委会会议", date(2025, 12, 25)),
)


@pytest.fixture(autouse=True)
def _english():
    phrasing.prepare()
    set_language("en")
    yield
    set_language("zh")


@pytest.fixture
def form(drive):
    """Give `form(script, size=..., **values)`: run `script(pilot, form)` on the form of an item, give its answer."""

    def run(script, size=(120, 40), kind=KIND, **values):
        edited = item("aa1111", title="听取报告", **values)
        snapshot = snapshot_of(edited, kind=kind)
        workspace = msgspec.structs.replace(snapshot.workspace, events=EVENTS)
        screen = ItemForm(make_snapshot(workspace, date(2025, 11, 10)), "main", edited)

        async def driven(pilot):
            await script(pilot, screen)
            await pilot.pause()
            return pilot.app.answer

        return drive(Asking(screen), driven, size)

    return run


async def type_over(pilot, screen, text, field="due"):
    screen.body.go_to(field)
    await pilot.pause()
    await pilot.press("ctrl+u")
    await write(pilot, text)
    await pilot.pause()


def typed(text, *keys, field="due"):
    """Give a script that types into a field, presses keys, and saves."""

    async def script(pilot, screen):
        await type_over(pilot, screen, text, field)
        await pilot.press(*keys, "ctrl+s")

    return script


def changed(**values):
    return (SetFields("main", "aa1111", values),)


def meaning(screen, field="due"):
    return [text for _severity, text in screen.body.control(field).day_editor._lines]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("9月底前", {"due": date(2025, 9, 30), "due_text": "9月底前"}),
        ("国庆节前", {"due": date(2025, 9, 30), "due_text": "国庆节前"}),
        ("end of Sep", {"due": date(2025, 9, 30), "due_text": "end of Sep"}),
        ("2026-02-14", {"due": date(2026, 2, 14)}),
        ("明天", {"due": date(2025, 11, 11)}),
        ("+3d", {"due": date(2025, 11, 13)}),
        ("20日内", {"due": date(2025, 12, 1), "due_text": "20日内", "due_from": date(2025, 11, 10)}),
        ("条件成熟时", {"due_text": "条件成熟时"}),
        ("每月5日前", {"due": date(2025, 12, 5), "due_text": "每月5日前"}),
        (
            "9月底前完成方案，11月底前形成报告",
            {"due": date(2025, 11, 30), "due_text": "9月底前完成方案，11月底前形成报告"},
        ),
        ("[red]", {"due_text": "[red]"}),
    ],
)
def test_what_is_typed_is_stored_as_day_and_words(form, text, stored):
    assert form(typed(text)) == changed(**stored)


def test_a_plain_day_takes_the_words_away_and_words_without_a_day_the_date(form):
    before = {"due": date(2025, 9, 30), "due_text": "9月底前"}
    assert form(typed("2025-11-15"), **before) == changed(due=date(2025, 11, 15), due_text=None)
    assert form(typed("长期坚持"), **before) == changed(due=None, due_text="长期坚持")
    assert form(typed(""), **before) == changed(due=None, due_text=None)


def test_words_count_from_the_day_the_item_has_for_it(form):
    stored = {"due": date(2025, 9, 11), "due_text": "10日内"}
    assert form(typed("10日内"), due_from=date(2025, 9, 1)) == changed(**stored)


def test_the_day_that_words_count_from_gives_way_to_the_one_that_is_entered(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "10日内")
        await type_over(pilot, screen, "2025-09-01", "due_from")
        assert meaning(screen)[0].startswith("2025-09-11 Thu")
        await pilot.press("ctrl+s")

    stored = {"due": date(2025, 9, 11), "due_text": "10日内", "due_from": date(2025, 9, 1)}
    assert form(script) == changed(**stored)


def test_words_are_read_from_the_meeting_of_the_item(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "dec", "due_event")
        await type_over(pilot, screen, "会前20日")
        assert meaning(screen)[1] == "counted from 2025-12-25 (12月常委会会议)"
        await pilot.press("ctrl+s")

    assert form(script) == changed(due=date(2025, 12, 5), due_text="会前20日", due_event="dec")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9月底前", ["2025-09-30 Tue · 41 days ago · a deadline"]),
        ("11-15", ["2025-11-15 Sat · rest day · 4 workdays left"]),
        ("10月中旬", ["2025-10-20 Mon · 21 days ago · a period; due on its last day · 2025-10-11 – 2025-10-20"]),
        (
            "12月6日起15日内",
            [
                "2025-12-22 Mon · 30 workdays left",
                "moved on: 2025-12-21 is a rest day (Weekend), so 2025-12-22 (Civil Code art. 203)",
                "counted from 2025-12-06",
            ],
        ),
        ("长期坚持", ["ongoing, no deadline · the words are kept, the date stays empty"]),
        ("条件成熟时", ["names no day · the words are kept, the date stays empty"]),
        ("12月1日起", ["from a day on · from 2025-12-01 · the words are kept, the date stays empty"]),
        ("2040-03-01", ["2040-03-01 Thu · 5225 days left · estimate"]),
        ("9999-12-31", ["9999-12-31 Fri · 2912494 days left · estimate"]),
    ],
)
def test_what_it_means_is_said_beneath_the_line(form, text, said):
    async def script(pilot, screen):
        await type_over(pilot, screen, text)
        assert meaning(screen)[: len(said)] == said

    form(script)


def test_a_holiday_that_moves_a_day_is_named_with_the_article(form, screen_lines):
    async def script(pilot, screen):
        await type_over(pilot, screen, "自9月28日起10日内")
        await pilot.pause()
        assert meaning(screen)[0].startswith("2025-10-09 Thu")
        assert "2025-10-08" in meaning(screen)[1]
        assert "National Day" in meaning(screen)[1]
        assert "art. 203" in meaning(screen)[1]

    form(script)


def test_a_day_counted_back_is_moved_back(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "会前20日")
        assert "moved back: 2025-10-08 is a rest day" in meaning(screen)[1]
        assert meaning(screen)[1].endswith("so 2025-09-30")

    form(script, due_event="oct")


def test_several_milestones_are_shown_each_with_its_day(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "9月底前完成方案，11月底前形成报告")
        assert "• 2025-09-30 Tue 完成方案" in meaning(screen)
        assert "• 2025-11-30 Sun 形成报告" in meaning(screen)

    form(script)


def test_several_milestones_become_rows_once_when_asked_for(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "9月底前完成方案，11月底前形成报告")
        assert meaning(screen)[-1] == "F6 puts them into the milestones of the item"
        await pilot.press("f6", "f6")
        await pilot.pause()
        await pilot.press("ctrl+s")

    (edit,) = form(script)
    rows = [(row["title"], row["due"]) for row in edit.values["milestones"]]
    assert rows == [("完成方案", date(2025, 9, 30)), ("形成报告", date(2025, 11, 30))]
    assert len({row["id"] for row in edit.values["milestones"]}) == 2
    assert edit.values["due_text"] == "9月底前完成方案，11月底前形成报告"


def test_a_date_that_is_not_edited_writes_nothing_and_says_that_it_disagrees_with_its_words(form, screen_lines):
    async def script(pilot, screen):
        screen.body.go_to("due")
        await pilot.pause()
        assert meaning(screen)[1] == "the words say 2025-10-31, stored is 2025-11-30"
        assert "⚠ the words say 2025-10-31" in "\n".join(screen_lines(pilot.app))
        await type_over(pilot, screen, "标题", "title")
        await pilot.press("ctrl+s")

    assert form(script, due=date(2025, 11, 30), due_text="10月底前") == changed(title="标题")


def test_a_date_typed_back_to_what_it_was_writes_nothing(form):
    async def script(pilot, screen):
        screen.body.go_to("due")
        await pilot.press("x", "backspace", "ctrl+s")

    assert form(script, due=date(2025, 11, 30), due_text="10月底前") == ()


def test_words_have_no_line_of_their_own_and_what_is_wrong_with_them_is_said_at_the_date(form):
    async def script(pilot, screen):
        assert "due_text" not in screen.body.rows
        assert screen.body.control("due_text") is screen.body.control("due")
        screen.tell("due_text", "odd")
        screen.check()
        assert [text for _severity, text in screen.body.rows["due"].remarks] == ["odd"]

    form(script)


def test_words_of_a_date_that_is_only_shown_are_shown_too(form):
    fixed = msgspec.structs.replace(KIND.field["due"], read_only=True)
    kind = msgspec.structs.replace(KIND, fields=(KIND.field["title"], KIND.field["due_text"], fixed))

    async def script(pilot, screen):
        assert set(screen.body.rows) == {"title", "due_text", "due"}

    form(script, kind=kind)


def test_a_date_without_a_field_for_words_takes_phrases_with_a_day_only(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "9月底前", "start")
        assert screen.body.control("start").read() == date(2025, 9, 30)
        await type_over(pilot, screen, "条件成熟时", "start")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert "not a date" in screen.body.rows["start"].remarks[0][1]
        await type_over(pilot, screen, "9月底前", "start")
        await pilot.press("ctrl+s")

    assert form(script) == changed(start=date(2025, 9, 30))


def test_what_others_make_of_the_words_shows_while_they_are_not_edited_and_collides_when_they_are(form):
    async def script(pilot, screen):
        def others(**values):
            theirs = item("aa1111", title="听取报告", **values)
            screen.update_snapshot(snapshot_of(theirs, kind=KIND))

        others(due=date(2025, 11, 30), due_text="11月底前")
        await pilot.pause()
        control = screen.body.control("due")
        assert (control.editor.value, control.edited) == ("11月底前", False)
        await type_over(pilot, screen, "9月底前")
        others(due=date(2025, 12, 31), due_text="12月底前")
        await pilot.pause()
        assert control.editor.value == "9月底前"
        assert "12月底前 2025-12-31" in screen.body.rows["due"].remarks[0][1]
        await pilot.press("ctrl+s")

    assert form(script, due=date(2025, 10, 31)) == changed(due=date(2025, 9, 30), due_text="9月底前")


def test_a_draft_brings_words_back(drive):
    edited = item("aa1111", title="听取报告")
    draft = {"due": date(2025, 9, 30), "due_text": "9月底前"}
    screen = ItemForm(snapshot_of(edited, kind=KIND), "main", edited, draft=draft)

    async def script(pilot):
        await pilot.pause()
        assert screen.body.changes() == draft

    drive(Asking(screen), script)


def test_a_milestone_keeps_its_words_too_and_leaves_the_day_of_the_item_alone(form):
    async def script(pilot, screen):
        screen.body.go_to("milestones")
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        await write(pilot, "方案")
        await pilot.press("tab")
        await write(pilot, "10日内")
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.press("ctrl+s")

    (edit,) = form(script)
    assert list(edit.values) == ["milestones"]
    (row,) = edit.values["milestones"]
    assert (row["due"], row["due_text"]) == (date(2025, 11, 20), "10日内")


def test_the_month_stands_beside_the_line_and_a_day_is_picked_by_arrow_keys(form, screen_lines):
    async def script(pilot, screen):
        screen.body.go_to("due")
        await pilot.pause()
        shown = screen_lines(pilot.app)
        line = next(row for row in shown if "9月底前" in row)
        assert "2025-9" in line or "2025-9" in shown[shown.index(line) + 1]
        await pilot.press("down")
        await pilot.pause()
        assert isinstance(pilot.app.focused, MonthCalendar)
        await pilot.press("down", "right", "pagedown", "enter")
        await pilot.pause()
        control = screen.body.control("due")
        assert control.editor.has_focus
        assert control.editor.value == "2025-11-08"
        await pilot.press("ctrl+s")

    before = {"due": date(2025, 9, 30), "due_text": "9月底前"}
    assert form(script, **before) == changed(due=date(2025, 11, 8), due_text=None)


def test_the_month_is_left_without_a_change_and_tab_goes_past_it(form):
    async def script(pilot, screen):
        screen.body.go_to("due")
        await pilot.pause()
        await pilot.press("f4", "down", "home", "escape")
        await pilot.pause()
        assert screen.body.control("due").editor.has_focus
        await pilot.press("tab")
        await pilot.pause()
        assert screen.body.current().field.id != "due"
        assert not screen.query_one(MonthCalendar).display
        await pilot.press("ctrl+s")

    assert form(script, due=date(2025, 9, 30)) == ()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_a_click_picks_a_day_and_the_arrows_of_the_title_turn_the_month(form, screen_lines, size):
    async def script(pilot, screen):
        screen.body.go_to("due")
        await pilot.pause()
        await pilot.pause()
        month = screen.query_one(MonthCalendar)
        assert month.region.bottom <= size[1]
        assert month.region.right <= size[0]
        await pilot.click(MonthCalendar, offset=(month.region.width - 4, 1))
        assert month.cursor == date(2025, 12, 10)
        await pilot.click(MonthCalendar, offset=(2 + 1, 3))
        await pilot.pause()
        assert screen.body.control("due").read() == date(2025, 12, 1)
        assert screen.body.control("due").editor.has_focus
        await pilot.press("ctrl+s")

    assert form(script, size=size) == changed(due=date(2025, 12, 1))


def test_the_month_never_covers_the_line_it_belongs_to(form):
    async def script(pilot, screen):
        for _ in range(28):
            await pilot.press("tab")
            await pilot.pause()
            control = screen.body.current()
            if isinstance(control, DayControl):
                await pilot.pause()
                month = control.query_one(MonthCalendar)
                assert month.display
                assert not month.region.overlaps(control.editor.region)

    form(script, size=(80, 24), kind=FULL_KIND)


def test_the_wheel_turns_the_month(form):
    async def script(pilot, screen):
        screen.body.go_to("due")
        await pilot.pause()
        await pilot.pause()
        month = screen.query_one(MonthCalendar)
        await pilot._post_mouse_events([events.MouseScrollDown], MonthCalendar, button=0)
        assert month.cursor == date(2025, 12, 10)

    form(script)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_all_dates_are_no_obstacle(form, day):
    async def script(pilot, screen):
        screen.body.go_to("due")
        await pilot.pause()
        await pilot.press("down", "up", "left", "pageup", "down", "down", "right", "pagedown", "pagedown", "enter")

    form(script, due=day)


@pytest.mark.parametrize(
    ("language", "signs"), [("zh", ("1休", "11班", "12.", "2025年10月")), ("en", ("1*", "11+", "12.", "2025-10"))]
)
def test_rest_days_and_make_up_days_have_signs_of_their_own(form, screen_lines, language, signs):
    async def script(pilot, screen):
        set_language(language)
        screen.body.go_to("due")
        await pilot.pause()
        await pilot.pause()
        shown = screen_lines(pilot.app)
        assert all(any(sign in row for row in shown) for sign in signs)

    form(script, due=date(2025, 10, 9))


def test_in_a_narrow_window_the_month_does_not_cover_its_line_and_words_wrap(form, screen_lines):
    async def script(pilot, screen):
        await type_over(pilot, screen, "自9月28日起10日内")
        await pilot.pause()
        month = screen.query_one(MonthCalendar)
        assert month.display
        assert not month.region.overlaps(screen.body.control("due").region)
        shown = "".join("".join(screen_lines(pilot.app)).split())
        assert "so2025-10-09(CivilCodeart.203)" in shown

    form(script, size=(80, 24), kind=FULL_KIND)


@pytest.mark.parametrize("text", [HOSTILE, "[/red]9月底前\x1b[31m", "九" * 10_000, "9月底前" * 200, "\u202e9月\x07"])
@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
def test_foreign_words_are_shown_as_text(form, screen_lines, text, size):
    async def script(pilot, screen):
        screen.body.go_to("due")
        await pilot.pause()
        assert not set("\x1b\x07\u202e") & set("".join(screen_lines(pilot.app)))
        screen.body.control("due").put(text + "x")
        await pilot.pause()
        assert not set("\x1b\x07\u202e") & set("".join(screen_lines(pilot.app)))
        assert sum(map(len, meaning(screen))) < 2000

    form(script, size=size, due_text=text, due=date(2025, 9, 30))


def test_a_date_of_a_kind_of_its_own_needs_no_code(form):
    fields = (Field("title"), Field("said"), Field("by", FieldType.DATE, phrase="said"))

    async def script(pilot, screen):
        assert isinstance(screen.body.control("by"), DayControl)
        await type_over(pilot, screen, "9月底前", "by")
        await pilot.press("ctrl+s")

    assert form(script, kind=Kind("own", fields=fields)) == changed(by=date(2025, 9, 30), said="9月底前")


def test_the_key_for_the_due_date_takes_a_phrase_and_a_plain_day_takes_its_words_away(drive, tmp_path):
    root = make(tmp_path / "w", tasks=TASKS)
    text = root / "lists" / "tasks.yaml"

    async def script(pilot):
        await settle(pilot)
        for phrase, kept in (("12月底前", "  due_text: 12月底前\n"), ("2025-12-20", "  due: 2025-12-20\n")):
            await pilot.press("t")
            await settle(pilot)
            await pilot.press("ctrl+u")
            await write(pilot, phrase)
            await pilot.press("enter")
            await settle(pilot)
            assert kept in text.read_text("utf-8")
        assert "due_text" not in text.read_text("utf-8")

    drive(app(root), script, (120, 40))
