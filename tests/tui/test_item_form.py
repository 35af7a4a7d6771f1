"""The form of an item: typed in, checked beside the field, given back as edits, never lost."""

from datetime import date, datetime

import msgspec
import pytest
from form_helpers import FULL_KIND, HOSTILE, KIND, Asking, item, snapshot_of, write

from tasklist_tui.domain.edits import AddItem, SetFields
from tasklist_tui.domain.kinds import Field, FieldType, Label
from tasklist_tui.i18n import set_language
from tasklist_tui.tui.screens.dialogs import ChoiceDialog, ConfirmDialog
from tasklist_tui.tui.screens.item_form import ItemForm
from tasklist_tui.tui.screens.row_form import RowForm

NOW = datetime.fromisoformat("2025-11-10T09:00:00+08:00")
ITEM = item(
    "aa1111",
    title="听取报告",
    measure=1,
    lead="ysgw",
    co=["bgs"],
    goal="形成审议意见\n并交办",
    due=date(2025, 12, 31),
    progress=55,
    status="doing",
    milestones=[{"id": "m1", "title": "制定方案", "due": date(2025, 9, 30)}],
    log=[{"at": NOW, "by": "预算工委", "text": "方案已印发"}],
)


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language("zh")


@pytest.fixture
def form(drive):
    """Give `form(script, item)`: run `script(pilot, form)` on the form of an item, give what the form gave.

    `only` names the fields the kind has; a form opens the faster the fewer there are.
    """

    def run(script, edited=ITEM, kind=KIND, size=(80, 24), only="", **options):
        if only:
            kind = msgspec.structs.replace(kind, fields=tuple(kind.field[name] for name in only.split()))
            edited = edited and item(edited.id, **{name: edited.get(name) for name in only.split()}).with_values({})
        snapshot = snapshot_of(*([ITEM] if edited is None else [edited]), kind=kind)
        screen = ItemForm(snapshot, "main", edited, now=lambda: NOW, **options)

        async def driven(pilot):
            await script(pilot, screen)
            await pilot.pause()
            return pilot.app.answer

        return drive(Asking(screen), driven, size)

    return run


async def go(pilot, screen, field):
    screen.body.go_to(field)
    await pilot.pause()


async def type_over(pilot, screen, field, text):
    await go(pilot, screen, field)
    await pilot.press("ctrl+u")
    await write(pilot, text)


async def save(pilot):
    await pilot.pause()
    await pilot.press("ctrl+s")
    await pilot.pause()


def said(screen, field):
    return " ".join(text for _severity, text in screen.body.rows[field].remarks)


def test_only_the_fields_that_changed_are_in_the_edit(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "title", "听取专项报告")
        await type_over(pilot, screen, "due", "12月20日")
        await save(pilot)

    expected = {"title": "听取专项报告", "due": date(2025, 12, 20)}
    assert form(script, only="title lead due") == (SetFields("main", "aa1111", expected),)


def test_saving_without_a_change_is_no_edit(form):
    async def script(pilot, screen):
        await save(pilot)

    assert form(script, only="title due co") == ()


def test_a_field_typed_back_to_what_it_was_is_not_in_the_edit(form):
    async def script(pilot, screen):
        await go(pilot, screen, "title")
        await pilot.press("x", "backspace")
        await save(pilot)

    assert form(script, only="title due") == ()


def test_an_emptied_field_is_given_as_none(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "due", "")
        await save(pilot)

    assert form(script, only="title due") == (SetFields("main", "aa1111", {"due": None}),)


def test_a_new_item_starts_with_the_first_state_and_the_defaults_of_the_caller(form):
    async def script(pilot, screen):
        await pilot.press(*"新任务")
        await save(pilot)

    (edit,) = form(script, None, after="aa1111", new_id="zz9999", defaults={"measure": 2, "lead": "bgs"})
    assert edit == AddItem("main", item("zz9999", title="新任务", status="draft", measure=2, lead="bgs"), "aa1111")


def test_a_new_item_is_left_in_peace_until_it_is_saved_and_then_the_cursor_goes_to_what_is_wrong(form):
    async def script(pilot, screen):
        assert said(screen, "title") == ""
        await go(pilot, screen, "goal")
        await save(pilot)
        assert said(screen, "title") == "“Task” is missing"
        assert screen.body.current().field.id == "title"
        await pilot.press(*"有了")
        assert said(screen, "title") == ""
        await save(pilot)

    (edit,) = form(script, None, new_id="zz9999", only="title goal status")
    assert edit.item.title == "有了"


def test_what_is_wrong_is_said_beside_the_field_while_typing_and_is_not_saved(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "due", "2-30")
        await pilot.pause()
        assert said(screen, "due") == "there is no such day: “2-30”"
        await type_over(pilot, screen, "progress", "120")
        await pilot.pause()
        assert said(screen, "progress") == "expected 0 to 100, found 120"
        await go(pilot, screen, "title")
        await save(pilot)
        assert pilot.app.screen is screen
        assert screen.body.current().field.id in {"due", "progress"}

    form(script, only="title due progress")


def test_a_warning_does_not_keep_from_saving(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "due", "9-1")
        await pilot.pause()
        assert "is due after the item itself" in said(screen, "milestones")
        await save(pilot)

    assert form(script, only="title due milestones") == (SetFields("main", "aa1111", {"due": date(2025, 9, 1)}),)


def test_two_dates_in_the_wrong_order_are_refused(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "start", "2026-01-05")
        await save(pilot)
        assert "before the start" in said(screen, "due")
        assert pilot.app.screen is screen

    form(script, only="title start due")


def test_every_field_of_the_built_in_kind_has_a_control_that_gives_back_what_it_was_given(form):
    async def script(pilot, screen):
        assert set(screen.body.values()) == {field.id for field in FULL_KIND.fields}
        assert "due_text" not in screen.body.rows
        assert screen.body.changes() == {}
        await save(pilot)

    assert form(script, kind=FULL_KIND) == ()


def test_escape_leaves_at_once_when_nothing_was_typed(form):
    async def script(pilot, screen):
        await pilot.press("escape")

    assert form(script, only="title") is None


def test_escape_asks_before_typed_text_is_lost(form):
    async def script(pilot, screen):
        await pilot.press("x", "escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ConfirmDialog)
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.body.changes() == {"title": "听取报告x"}
        await pilot.press("escape", "y")

    assert form(script, only="title") is None


def test_a_date_that_is_not_one_yet_counts_as_typed(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "due", "9-")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ConfirmDialog)

    form(script, only="title due")


def test_a_committee_is_picked_by_typing_a_part_of_its_name(form):
    async def script(pilot, screen):
        await go(pilot, screen, "lead")
        await pilot.press("法")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await pilot.press("enter")
        await save(pilot)

    assert form(script, only="title lead") == (SetFields("main", "aa1111", {"lead": "fzgw"}),)


def test_several_committees_are_ticked(form):
    async def script(pilot, screen):
        await go(pilot, screen, "co")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("down", "down", "space", "enter")
        await save(pilot)

    assert form(script, only="title co") == (SetFields("main", "aa1111", {"co": ["bgs", "fzgw"]}),)


def test_backspace_takes_the_last_committee_away(form):
    async def script(pilot, screen):
        await go(pilot, screen, "co")
        await pilot.press("backspace")
        await save(pilot)

    assert form(script, only="title co") == (SetFields("main", "aa1111", {"co": None}),)


def test_a_measure_is_picked_by_its_number_and_title(form, screen_lines):
    async def script(pilot, screen):
        await go(pilot, screen, "measure")
        await pilot.press("enter")
        await pilot.pause()
        assert "2. 助推[创新]" in "\n".join(screen_lines(pilot.app))
        await pilot.press("2", "enter")
        await save(pilot)

    assert form(script, only="title measure") == (SetFields("main", "aa1111", {"measure": 2}),)


def test_the_state_of_an_item_in_the_list_is_only_shown(form, screen_lines):
    async def script(pilot, screen):
        assert "In progress  (changed by the steps of the workflow)" in "\n".join(screen_lines(pilot.app))
        assert not screen.body.control("status").can_enter()
        await pilot.press("escape")

    form(script, size=(120, 40), only="title status")


def test_long_text_keeps_its_lines(form):
    async def script(pilot, screen):
        await go(pilot, screen, "goal")
        await pilot.press("ctrl+end", "enter")
        await write(pilot, "跟踪落实")
        await save(pilot)

    assert form(script, only="title goal") == (SetFields("main", "aa1111", {"goal": "形成审议意见\n并交办\n跟踪落实"}),)


def test_texts_are_one_on_each_line(form):
    async def script(pilot, screen):
        await go(pilot, screen, "tags")
        await write(pilot, "规划\n\n预算")
        await save(pilot)

    assert form(script, only="title tags") == (SetFields("main", "aa1111", {"tags": ["规划", "预算"]}),)


def test_a_row_is_added_with_an_id_of_its_own(form):
    async def script(pilot, screen):
        await go(pilot, screen, "milestones")
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RowForm)
        await write(pilot, "召开会议")
        await pilot.press("tab", *"10-20", "ctrl+s")
        await save(pilot)

    ((edit),) = form(script, only="title milestones")
    first, second = edit.values["milestones"]
    assert first == ITEM.rows("milestones")[0]
    assert second["title"] == "召开会议"
    assert second["due"] == date(2025, 10, 20)
    assert second["id"] not in {"", "m1"}


def test_a_row_is_edited_and_keeps_what_the_kind_does_not_know(form):
    odd = ITEM.with_values({"milestones": [{"id": "m1", "title": "制定方案", "odd": "保留"}]})

    async def script(pilot, screen):
        await go(pilot, screen, "milestones")
        await pilot.press("enter")
        await pilot.pause()
        await write(pilot, "并印发")
        await pilot.press("ctrl+s")
        await save(pilot)

    (edit,) = form(script, odd, only="title milestones")
    assert edit.values == {"milestones": [{"id": "m1", "title": "制定方案并印发", "odd": "保留"}]}


def test_rows_are_removed_taken_back_and_moved(form):
    rows = [{"id": name, "title": name} for name in ("m1", "m2", "m3")]

    async def script(pilot, screen):
        await go(pilot, screen, "milestones")
        await pilot.press("d", "u", "down", "d", "shift+down")
        assert [row["id"] for row in screen.body.control("milestones").read()] == ["m1", "m3"]
        await pilot.press("up", "shift+down")
        await save(pilot)

    (edit,) = form(script, ITEM.with_values({"milestones": rows}), only="title milestones")
    assert [row["id"] for row in edit.values["milestones"]] == ["m3", "m1"]


def test_a_required_column_must_be_filled_and_a_key_be_its_own(form):
    duties = ITEM.with_values({"assignments": [{"committee": "bgs", "role": "co"}]})

    async def script(pilot, screen):
        await go(pilot, screen, "assignments")
        await pilot.press("a")
        await pilot.pause()
        row = pilot.app.screen
        row.body.control("duty").put("汇总")
        await save(pilot)
        assert said(row, "committee") == "“Committee” is missing"
        row.body.control("committee").put("bgs")
        await save(pilot)
        assert said(row, "committee") == "there is an entry with this value already"
        row.body.control("committee").put("fzgw")
        await save(pilot)
        await save(pilot)

    (edit,) = form(script, duties, only="title assignments")
    assert edit.values["assignments"][1] == {"committee": "fzgw", "duty": "汇总"}


def test_a_log_can_be_added_to_with_time_and_person_and_what_is_there_stays(form):
    async def script(pilot, screen):
        await go(pilot, screen, "log")
        await pilot.press("d", "shift+down")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("x", "escape")
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        await go(pilot, pilot.app.screen, "text")
        await pilot.press(*"已报送")
        await save(pilot)
        await save(pilot)

    (edit,) = form(script, only="title log")
    assert edit.values["log"] == [*ITEM.rows("log"), {"at": NOW, "by": "研究室", "text": "已报送"}]


def test_keys_the_kind_does_not_know_are_shown_and_kept(form, screen_lines):
    odd = ITEM.with_values({"remark_x": "手写的", "nested": {"a": "1"}})

    async def script(pilot, screen):
        assert screen.body.control("remark_x").read() == "手写的"
        await pilot.press("x")
        screen.body.rows["remark_x"].scroll_visible(animate=False)
        await pilot.pause()
        assert "手写的" in "\n".join(screen_lines(pilot.app))
        await save(pilot)

    assert form(script, odd) == (SetFields("main", "aa1111", {"title": "听取报告x"}),)


def test_a_field_added_in_the_workspace_needs_no_code(form, screen_lines):
    extra = Field("budget", FieldType.NUMBER, Label("经费", "Budget"), help=Label("单位：万元", "in 10,000 yuan"))
    kind = msgspec.structs.replace(KIND, fields=(extra, *KIND.fields))

    async def script(pilot, screen):
        await go(pilot, screen, "budget")
        await pilot.pause()
        shown = "\n".join(screen_lines(pilot.app))
        assert "Budget" in shown
        assert "in 10,000 yuan" in shown
        await pilot.press(*"35")
        await save(pilot)

    assert form(script, kind=kind) == (SetFields("main", "aa1111", {"budget": 35}),)


def test_what_others_change_meanwhile_shows_in_untouched_fields_and_leaves_typed_ones(form, screen_lines):
    async def script(pilot, screen):
        await type_over(pilot, screen, "title", "我的标题")
        theirs = ITEM.with_values({"title": "他们的标题", "method": "调研", "due": date(2026, 1, 15)})
        screen.update_snapshot(snapshot_of(theirs))
        await pilot.pause()
        assert screen.body.control("method").read() == "调研"
        assert screen.body.control("due").read() == date(2026, 1, 15)
        assert screen.body.control("title").read() == "我的标题"
        assert said(screen, "title") == "changed meanwhile by others: 他们的标题"
        await save(pilot)

    assert form(script, only="title method due") == (SetFields("main", "aa1111", {"title": "我的标题"}),)


def test_a_change_that_arrives_while_the_form_opens_is_followed(drive):
    screen = ItemForm(snapshot_of(ITEM), "main", ITEM)
    screen.update_snapshot(snapshot_of(ITEM.with_values({"method": "调研"})))

    async def script(pilot):
        return screen.body.control("method").read()

    assert drive(Asking(screen), script) == "调研"


def test_rows_and_sets_that_both_sides_added_to_are_put_together(form):
    log = [*ITEM.rows("log"), {"at": NOW, "by": "办公室", "text": "催办"}]

    async def script(pilot, screen):
        screen.body.control("co").put(["bgs", "yjs"])
        screen.body.control("log").set_row(None, {"at": NOW, "by": "研究室", "text": "我的"})
        await pilot.pause()
        screen.update_snapshot(snapshot_of(ITEM.with_values({"co": ["bgs", "fzgw"], "log": log})))
        await pilot.pause()
        assert said(screen, "log") == ""
        await save(pilot)

    (edit,) = form(script, only="title co log")
    assert set(edit.values["co"]) == {"bgs", "yjs", "fzgw"}
    assert {row["text"] for row in edit.values["log"]} == {"方案已印发", "催办", "我的"}


def test_text_that_is_no_value_yet_stays_when_others_change_the_field(form):
    async def script(pilot, screen):
        await type_over(pilot, screen, "due", "9-")
        screen.update_snapshot(snapshot_of(ITEM.with_values({"due": date(2026, 1, 15)})))
        await pilot.pause()
        assert screen.body.control("due").editor.value == "9-"
        assert "2026-01-15" in said(screen, "due")

    form(script, only="title due")


def test_an_item_deleted_by_others_comes_back_when_the_edit_is_saved(form, screen_lines):
    async def script(pilot, screen):
        await pilot.press("x")
        screen.update_snapshot(snapshot_of())
        await pilot.pause()
        assert "deleted this item meanwhile" in "\n".join(screen_lines(pilot.app))
        await save(pilot)

    (edit,) = form(script, kind=KIND)
    assert edit == AddItem("main", ITEM.with_values({"title": "听取报告x"}), None)


def test_a_draft_is_handed_out_and_brought_back(form):
    drafts = []

    async def typing(pilot, screen):
        await pilot.press("x")
        await pilot.pause(0.05)

    form(typing, on_draft=drafts.append, draft_seconds=0.001, only="title due")
    assert drafts[-1] == {"title": "听取报告x"}

    async def again(pilot, screen):
        await save(pilot)

    assert form(again, draft=drafts[-1], only="title due") == (SetFields("main", "aa1111", drafts[-1]),)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 10)])
def test_foreign_text_is_text_in_every_field(form, screen_lines, size):
    hostile = item(
        "aa1111",
        title=HOSTILE,
        goal=HOSTILE,
        lead=HOSTILE,
        co=[HOSTILE],
        tags=[HOSTILE],
        status=HOSTILE,
        milestones=[{"id": "m1", "title": HOSTILE}],
        odd=HOSTILE,
    )

    async def script(pilot, screen):
        for name, row in screen.body.rows.items():
            await go(pilot, screen, name) if row.control.can_enter() else row.scroll_visible(animate=False)
            shown = "".join(screen_lines(pilot.app))
            assert not set("\x1b\x07\u202e\n") & set(shown)
        assert screen.body.changes() == {}
        await pilot.press("escape")

    assert form(script, hostile, size=size) is None


def test_names_stand_above_the_controls_in_a_narrow_window(form, screen_lines):
    async def script(pilot, screen):
        lines = screen_lines(pilot.app)
        place = next(n for n, line in enumerate(lines) if "Task *" in line)
        assert "听取报告" in lines[place + 1]
        await pilot.press("escape")

    form(script, size=(40, 20), only="title due")


def test_arrows_and_enter_go_from_field_to_field(form):
    async def script(pilot, screen):
        visited = [screen.body.current().field.id]
        for key in ("down", "up", "enter", "tab", "shift+tab"):
            await pilot.press(key)
            await pilot.pause()
            visited.append(screen.body.current().field.id)
        assert visited == ["title", "measure", "title", "measure", "method", "measure"]
        await pilot.press("escape")

    form(script, only="title measure method")


def test_save_can_be_clicked(form):
    async def script(pilot, screen):
        await pilot.press("x")
        await pilot.click("KeyHints", offset=(2, 0))

    assert form(script, only="title") == (SetFields("main", "aa1111", {"title": "听取报告x"}),)


def test_the_bare_arrows_go_through_the_fields_and_change_none(form):
    async def script(pilot, screen):
        await pilot.press("down", "down")
        assert screen.body.current() is screen.body.control("method")
        await pilot.press("up")
        assert screen.body.current() is screen.body.control("progress")
        assert not screen.body.edited
        await pilot.press("ctrl+up")
        assert screen.body.changes() == {"progress": 60}

    form(script, only="title progress method")
