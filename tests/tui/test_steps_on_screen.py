"""Urging, extension, close-out and return on the screen, in Chinese at 80×24: the forms, the choice, what is shown."""

from datetime import date

import pytest
from workspaces import TASKS, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.tui.item_lines import item_lines
from tasklist_tui.tui.row_source import rows
from tasklist_tui.tui.screens.ask_fields import StepDialog
from tasklist_tui.tui.screens.choices import ChoiceDialog
from tasklist_tui.tui.widgets.statusbar import StatusLine
from tasklist_tui.tui.widgets.table_rows import Place

#: As `TASKS`, with an urging that nobody answered and an extension that waits.
WAITING = TASKS.replace(
    "  status: issued\n",
    """\
  status: issued
  urges:
  - {id: u1, on: 2025-11-03, level: remind, by: 办公室, answer_due: 2025-11-07, reason: 未报进展}
  extensions:
  - id: x1
    asked_on: 2025-11-10
    asked_by: 预算工委
    from_due: 2025-11-30
    to_due: 2025-12-15
    reason: 人手不足
    decision: asked
""",
)


@pytest.fixture(autouse=True)
def _language():
    before = i18n.language()
    yield
    i18n.set_language(before)


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "w", tasks=WAITING)


@pytest.fixture
def press(drive, screen_lines, root):
    """Press keys in the Chinese program at 80×24; gives what the screen shows at the end."""

    def run(*keys, give=None):
        async def script(pilot):
            await settle(pilot)
            for key in keys:
                await pilot.press(key)
                await settle(pilot)
            return give(pilot.app) if give else "\n".join(screen_lines(pilot.app))

        return drive(app(root, "zh"), script, (80, 24))

    return run


def item(root, item_id):
    return snapshot(root).workspace.find(item_id)[1]


def status(shell):
    return shell.screen_stack[0].query_one(StatusLine).text


# --- forms


def test_an_urging_begins_with_the_first_level_and_five_workdays(press):
    shown = press("r")
    for wanted in ("催办 “听取和审议规划纲要报告”", "级别 *", "提醒", "答复时限 *", "2025-11-17", "事由"):
        assert wanted in shown


def test_the_next_urging_begins_one_level_up_and_tells_the_last(press):
    shown = press("down", "r")
    assert "督办" in shown
    assert "提醒（答复时限 11-07）" in shown


def test_an_urging_is_saved_with_what_was_entered(press, root):
    press("r", "tab", "tab", *"报告未交", "enter")
    (row,) = item(root, "aa2222").rows("urges")
    assert (row["level"], row["answer_due"], row["reason"]) == ("remind", date(2025, 11, 17), "报告未交")
    assert "提醒（答复时限 11-17）" in git(root, "log", "-1", "--format=%s")


def test_an_extension_tells_the_old_date_and_asks_for_both(press, root):
    shown = press("down", "down", "down", "x")
    assert "原时限 2025-11-14" in shown
    press("down", "down", "down", "x", "ctrl+s")
    assert not item(root, "cc4444").rows("extensions")
    press("down", "down", "down", "x", *"12-15", "tab", *"人手不足", "ctrl+s")
    (row,) = item(root, "cc4444").rows("extensions")
    assert (row["from_due"], row["to_due"], row["reason"]) == (date(2025, 11, 14), date(2025, 12, 15), "人手不足")


def test_an_extension_that_is_no_later_is_refused_beside_the_field(press, root):
    shown = press("down", "down", "down", "x", *"11-12", "tab", *"人手不足", "ctrl+s")
    assert "2025-11-14" in shown
    assert not item(root, "cc4444").rows("extensions")


def test_too_late_for_an_extension_says_so(press):
    assert "2025-10-31" in press("x", give=status)


def test_granting_shows_what_was_asked(press, root):
    possible = press("down", "A", give=lambda shell: {o.id: n for n, o in enumerate(shell.screen.options, 1)})
    shown = press("down", "A", str(possible["grant"]))
    for wanted in ("同意延期", "11-30 → 12-15", "预算工委", "人手不足"):
        assert wanted in shown
    press("down", "A", str(possible["grant"]), "ctrl+s")
    assert item(root, "bb3333").due == date(2025, 12, 15)
    assert item(root, "bb3333").rows("extensions")[0]["decision"] == "approved"


def test_refusing_needs_a_reason(press, root):
    possible = press("down", "A", give=lambda shell: {o.id: n for n, o in enumerate(shell.screen.options, 1)})
    number = str(possible["refuse"])
    assert press("down", "A", number, "ctrl+s", give=lambda shell: isinstance(shell.screen, StepDialog))
    press("down", "A", number, *"时间够用", "enter")
    assert item(root, "bb3333").rows("extensions")[0]["decision"] == "refused"
    assert item(root, "bb3333").rows("log")[-1]["text"] == "时间够用"


def test_close_out_asks_for_the_deliverable_and_takes_a_note(press, root):
    shown = press("a")
    assert "成果形式 *" in shown
    press("a", *"调研报告", "tab", *"材料齐全", "ctrl+s")
    done = item(root, "aa2222")
    assert (done.status, done.values["deliverable"]) == ("submitted", "调研报告")
    assert done.rows("log")[-1]["text"] == "材料齐全"


# --- the choice


def test_what_cannot_be_taken_is_shown_with_the_reason_and_says_it_when_tried(press):
    def look(shell):
        options = {option.id: option for option in shell.screen.options}
        return options["urge"], options["grant"], options["pause"]

    urge, grant, pause = press("A", give=look)
    assert urge.label == "催办"
    assert "级别、答复时限" in urge.detail
    assert "延期" in grant.disabled_reason
    assert "→ 暂缓" in pause.label
    tried = press("A", "5", give=lambda shell: (isinstance(shell.screen, ChoiceDialog), shell.screen))
    assert tried[0]


# --- several at once


def test_marked_items_are_urged_by_one_form_in_one_commit(press, root):
    before = int(git(root, "rev-list", "--count", "HEAD"))
    press("ctrl+a", "r", "tab", "tab", "enter")
    urged = {name: len(item(root, name).rows("urges")) for name in ("aa2222", "bb3333", "cc4444", "dd5555")}
    assert urged == {"aa2222": 1, "bb3333": 2, "cc4444": 1, "dd5555": 0}
    assert int(git(root, "rev-list", "--count", "HEAD")) == before + 1


def test_those_that_cannot_are_named(press):
    said = press("ctrl+a", "r", "tab", "tab", "enter", give=status)
    assert "典型案例汇编" in said


# --- what is shown


def shown(root, item_id, width=50):
    i18n.set_language("zh")
    seen = snapshot(root)
    entry = seen.workspace.find(item_id)
    return "\n".join("".join(text for text, _style in line) for line in item_lines(seen, *entry, width))


def test_the_page_says_first_what_waits_and_then_every_row(root):
    text = shown(root, "bb3333")
    head, _blank, rest = text.partition("\n\n")
    assert "提醒" in head
    assert "11-30 → 12-15" in head
    assert "提醒 · 办公室 11-03" in rest
    assert "逾期3天" in rest
    assert "未报进展" in rest
    assert "预算工委 11-10" in rest
    assert "人手不足" in rest


def test_a_decided_extension_and_an_answer_are_told(press, root):
    possible = press("down", "A", give=lambda shell: {o.id: n for n, o in enumerate(shell.screen.options, 1)})
    press("down", "A", str(possible["grant"]), "ctrl+s")
    press("down", "A", str(possible["answer"]), *"已补报", "enter")
    text = shown(root, "bb3333")
    head, _blank, rest = text.partition("\n\n")
    assert "提醒" not in head
    assert "已补报" in rest
    assert "预算工委 11-10" in rest
    assert "同意延期" in rest


def test_no_line_is_wider_than_the_page(root):
    from tasklist_tui.safetext import cell_width

    for width in (16, 24, 38, 60):
        assert all(cell_width(line) <= width for line in shown(root, "bb3333", width).split("\n"))


def test_the_list_marks_what_waits(root):
    from tasklist_tui.domain.query import Entry, Grouping

    i18n.set_language("en")
    seen = snapshot(root)
    entries = [Entry(*seen.workspace.find(name)) for name in ("aa2222", "bb3333")]
    source = rows(seen, [("", entries)], Grouping.NONE)
    titles = [source.row(Place(0, number)).cells[1] for number in range(2)]
    assert titles == ["听取和审议规划纲要报告", "[urged] [extension?] 走访企业"]
