"""The questions of a sync: both values with who and when, a key for each answer, answers that wait and are kept."""

import asyncio
from datetime import date

import pytest
from test_sync_screen import exchange, finished, other, root, save  # noqa: F401  fixtures
from workspaces import TASKS, app, git, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.edits import RemoveItem, SetFields
from tasklist_tui.services.questions import stored_answers
from tasklist_tui.services.session import Session
from tasklist_tui.services.sync import preview
from tasklist_tui.tui.diff_lines import diff_lines, extract_lines
from tasklist_tui.tui.screens.own_value import OwnValue
from tasklist_tui.tui.screens.questions import QuestionsScreen
from tasklist_tui.tui.screens.sync import SyncScreen
from tasklist_tui.tui.widgets.statusbar import StatusLine, TopBar

# ruff: noqa: F811  the fixtures of the sync dialog

SIZES = [(80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


def clash(ours_root, theirs_root, ours, theirs):
    """Let both sides save their edits, theirs first, and send theirs."""
    save(theirs_root, *theirs)
    exchange(theirs_root)
    save(ours_root, *ours)


def fields(item_id="cc4444", **values):
    return SetFields("tasks", item_id, values)


def item(workspace, item_id="cc4444"):
    return snapshot(workspace).workspace.task_list("tasks").item(item_id)


@pytest.fixture
def asked(drive, root):
    """Open the questions, press the keys, and wait until the sync has ended when they were the last ones.

    Gives what was on the screen before each key and at the end, and the screens that are left.
    """

    def run(*keys, size=(120, 40)):
        async def script(pilot):
            await opened(pilot)
            seen = [look(pilot)]
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
                seen.append(look(pilot))
            return seen, len(pilot.app.screen_stack)

        return drive(app(root), script, size)

    return run


async def opened(pilot):
    """Look for what a sync would do, and go on to the questions."""
    await settle(pilot)
    await pilot.press("s")
    await finished(pilot)
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, QuestionsScreen)


async def settled(pilot):
    await settle(pilot)
    if isinstance(pilot.app.screen, SyncScreen):
        await finished(pilot)


def look(pilot):
    screen = pilot.app.screen
    if isinstance(screen, QuestionsScreen):
        parts = [str(screen.query_one(name).render()) for name in (".title", ".place")]
        buttons = [str(button.label) for button in screen.query("Button") if button.display]
        frame = screen.query_one(".frame").border_title
        keys = str(screen.query_one("#keys").render()).replace("\xa0", " ")
        return "\n".join([str(frame), *parts, screen.text, " ".join(buttons), keys])
    if isinstance(screen, SyncScreen):
        return screen.text
    return screen.query_one(StatusLine).text if screen.query(StatusLine) else type(screen).__name__


@pytest.mark.parametrize("size", SIZES)
def test_a_question_names_item_field_both_values_with_who_and_when_and_the_value_before(root, other, asked, size):
    clash(root, other, [fields(due=date(2025, 11, 20))], [fields(due=date(2025, 11, 25))])
    (text,), _screens = asked(size=size)
    for wanted in (
        "To decide: 1 of 1",
        "2.1 知识产权执法检查",
        "2025-11-20",
        "2025-11-25",
        "2025-11-14",
        "预算工委",
        "李",
    ):
        assert wanted in text
    assert "1 Ours 2 Theirs 4 Another value 5 As before" in text


@pytest.mark.parametrize(
    ("key", "day"), [("1", date(2025, 11, 20)), ("2", date(2025, 11, 25)), ("5", date(2025, 11, 14))]
)
def test_after_the_last_answer_it_syncs_at_once_and_says_what_came_of_it(root, other, asked, key, day):
    clash(root, other, [fields(due=date(2025, 11, 20))], [fields(due=date(2025, 11, 25))])
    seen, _screens = asked(key)
    assert "✓ Sent" in seen[-1]
    assert item(root).due == day
    exchange(other)
    assert item(other).due == day
    assert "知识产权执法检查" in git(root, "log", "-1", "--format=%B")


def test_an_answer_can_be_chosen_by_the_arrows_and_enter_too(root, other, asked):
    clash(root, other, [fields(progress=30)], [fields(progress=50)])
    asked("right", "enter")
    assert item(root).get("progress") == 50


def test_long_text_can_be_had_from_both_and_is_shown_as_it_differs(root, other, asked):
    clash(root, other, [fields("aa2222", goal="形成审议意见并督办")], [fields("aa2222", goal="形成专项意见并交办")])
    seen, _screens = asked("3")
    assert "+ 形成审议意见并督办" in seen[0]
    assert "− 形成审议意见并交办" in seen[0]
    assert set(item(root, "aa2222").get("goal").split("\n")) == {"形成审议意见并督办", "形成专项意见并交办"}


def test_words_that_differ_have_weight_chinese_by_the_character():
    lines = list(diff_lines("形成审议意见并交办\n不变", "形成专项意见并交办\n不变", 40))
    assert lines == [
        [("− ", "label"), ("形成审议意见并交办", "label")],
        [("+ ", ""), ("形成", ""), ("专项", "strong"), ("意见并交办", "")],
        [("  ", ""), ("不变", "")],
    ]


def test_a_long_line_keeps_its_weight_where_it_is_broken():
    lines = list(diff_lines("abc", "abc 知识产权知识产权", 10))
    assert "".join(text for line in lines[1:] for text, _role in line[1:]).replace(" ", "") == "abc知识产权知识产权"
    assert all(role == "strong" for line in lines[2:] for text, role in line[1:])


def test_a_value_of_ones_own_is_typed_into_the_control_of_the_field_dates_by_phrase(root, other, asked):
    clash(root, other, [fields(due=date(2025, 11, 20))], [fields(due=date(2025, 11, 25))])
    seen, _screens = asked("4", "1", "2", "月", "底", "前", "ctrl+s")
    assert seen[1] == OwnValue.__name__
    assert "✓ Sent" in seen[-1]
    assert item(root).due == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (["2"], (date(2025, 11, 30), "11月底前")),
        (["5"], (date(2025, 11, 14), "11月中旬")),
        (["4", *"10月底前", "ctrl+s"], (date(2025, 10, 31), "10月底前")),
    ],
)
def test_a_date_and_its_wording_are_one_question(root, other, asked, keys, kept):
    base = {"due": date(2025, 11, 14), "due_text": "11月中旬"}
    save(root, fields(**base))
    exchange(root)
    exchange(other)
    ours = {"due": date(2025, 12, 31), "due_text": "12月底前"}
    theirs = {"due": date(2025, 11, 30), "due_text": "11月底前"}
    clash(root, other, [fields(**ours)], [fields(**theirs)])
    seen, _screens = asked(*keys)
    assert "1 of 1" in seen[0]
    for words in ("2025-12-31  “12月底前”", "2025-11-30  “11月底前”", "2025-11-14  “11月中旬”"):
        assert words in seen[0]
    assert (item(root).due, item(root).get("due_text")) == kept


def test_a_row_is_named_with_its_column(root, other, asked):
    def rows(day):
        found = [dict(row) for row in item(root, "aa2222").get("milestones")]
        return [{**row, "due": day} if row["id"] == "m2" else row for row in found]

    clash(
        root,
        other,
        [fields("aa2222", milestones=rows(date(2025, 11, 18)))],
        [fields("aa2222", milestones=rows(date(2025, 11, 28)))],
    )
    seen, _screens = asked("4", "1", "1", "-", "2", "0", "ctrl+s")
    assert "“形成报告”" in seen[0]
    milestone = next(row for row in item(root, "aa2222").get("milestones") if row["id"] == "m2")
    assert milestone["due"] == date(2025, 11, 20)


def test_deleted_here_and_changed_there_is_asked_in_plain_words(root, other, asked):
    clash(root, other, [RemoveItem("tasks", "cc4444")], [fields(progress=50)])
    seen, _screens = asked("2")
    assert "You deleted this item, the others changed it." in seen[0]
    assert "· Progress (empty) → 50%" in seen[0]
    assert "1 Delete it 2 Keep it" in seen[0]
    assert item(root).get("progress") == 50


def test_deleted_there_and_changed_here_can_go(root, other, asked):
    clash(root, other, [fields(progress=50)], [RemoveItem("tasks", "cc4444")])
    seen, _screens = asked("2")
    assert "The others deleted this item, you changed it." in seen[0]
    assert "1 Keep it 2 Delete it" in seen[0]
    assert item(root) is None


def test_a_broken_file_is_named_and_one_of_the_two_stays(root, other, asked):
    path = other / "lists" / "tasks.yaml"
    path.write_text(TASKS.replace("items:", "items: [", 1), "utf-8", newline="")
    exchange(other)
    save(root, fields(progress=50))
    seen, _screens = asked("1")
    assert "lists/tasks.yaml" in seen[0]
    assert "cannot be put together" in seen[0]
    ours, theirs = (" ".join(row[half] for row in columns(seen[0])) for half in (0, 1))
    assert "cannot be read, line" in theirs
    assert "cannot be read" not in ours
    assert "have the file repaired" in seen[0]
    assert "知识产权执法检查" in ours
    assert "Progress (empty) → 50%" in ours
    assert item(root).get("progress") == 50


def columns(text):
    """The two halves of what stands beside each other."""
    return [line.split("│", 1) for line in text.split("\n") if "│" in line]


def test_lines_of_a_text_are_shown_from_both_sides_and_only_they_are_asked_about(root, other, asked):
    def write(folder, first, last):
        (folder / "README.md").write_text(f"# 说明\n\n{first}\n\n中\n\n{last}\n", "utf-8", newline="")
        git(folder, "add", "README.md")
        git(folder, "commit", "-q", "-m", "说明")
        return exchange(folder)

    write(root, "零", "尾")
    exchange(other)
    write(other, "二", "尾声")
    assert not write(root, "一", "尾").ok
    seen, _screens = asked("3")
    for wanted in ("README.md", "from line 3", "一", "二", "零", "3 Both"):
        assert wanted in seen[0]
    assert "尾" not in seen[0]
    assert (root / "README.md").read_text("utf-8") == "# 说明\n\n一\n二\n\n中\n\n尾声\n"


def test_a_value_of_the_settings_is_placed_in_words_and_is_of_another_sort_than_one_of_an_item(root, other, asked):
    for folder, name in ((other, "法制委"), (root, "法制工作委")):
        path = folder / "tasklist.yaml"
        path.write_text(path.read_text("utf-8").replace("预算工委", name), "utf-8", newline="")
    clash(root, other, [fields(progress=41)], [fields(progress=49)])
    assert len(exchange(root).questions) == 2
    seen, _screens = asked("n", "1")
    assert "Settings of the workspace" in seen[1]
    assert "Committees" in seen[1]
    assert "Name" in seen[1]
    assert "for all" not in seen[2]


def test_the_reason_that_was_given_is_told(root, other, asked):
    clash(root, other, [fields(progress=41)], [])
    session = Session.open(other)
    session.apply([fields(progress=49)], reason="场地未定")
    session.close()
    exchange(other)
    seen, _screens = asked()
    assert "reason: 场地未定" in seen[0]


def test_what_differs_of_a_long_file_is_shown_and_the_rest_left_out():
    old = "\n".join(map(str, range(100)))
    new = old.replace("\n50\n", "\n五十\n")
    shown = ["".join(text for text, _role in line) for line in extract_lines(old, new, 40)]
    assert shown == ["  ⋯", "  49", "− 50", "+ 五十", "  51", "  ⋯"]
    assert list(extract_lines(old, old, 40)) == []
    many = list(extract_lines("", old + old + old, 40))
    assert (len(many), "99 more" in many[-1][1][0]) == (201, True)


@pytest.fixture
def three(root, other):
    """Three questions: two alike, and one about a deleted item."""
    clash(
        root,
        other,
        [fields("aa2222", progress=41), fields("bb3333", progress=11), fields(progress=51)],
        [fields("aa2222", progress=49), fields("bb3333", progress=19), RemoveItem("tasks", "cc4444")],
    )


def test_the_same_for_the_rest_is_offered_and_done_only_for_what_is_of_the_same_sort(root, asked, three):
    seen, _screens = asked("2", "r", "2")
    titles = [text.split("\n")[1] for text in seen[:3]]
    assert len(dict.fromkeys(titles)) == 3
    assert "for all" not in "".join(seen[::2])
    assert "“Theirs” for all 1 left" in seen[1]
    assert {item(root, "aa2222").get("progress"), item(root, "bb3333").get("progress")} == {49, 19}
    assert item(root) is None


def test_an_answer_about_a_deleted_item_is_not_offered_for_values(asked, three):
    seen, _screens = asked("n", "n", "2")
    assert "1 Keep it 2 Delete it" in seen[2]
    assert "for all" not in seen[3]


def test_the_rest_is_offered_where_it_is_of_the_same_sort_and_taken_with_one_key(root, other, asked):
    items = ("aa2222", "bb3333", "cc4444")
    clash(root, other, [fields(one, progress=41) for one in items], [fields(one, progress=49) for one in items])
    seen, _screens = asked("2", "r")
    assert "r “Theirs” for all 2 left" in seen[1]
    assert "✓ Sent" in seen[-1]
    assert {item(root, one).get("progress") for one in items} == {49}


def test_one_can_go_back_and_answer_anew(root, other, asked):
    clash(
        root,
        other,
        [fields("aa2222", progress=41), fields(progress=41)],
        [fields("aa2222", progress=49), fields(progress=49)],
    )
    seen, _screens = asked("1", "b", "2", "1")
    assert "answered:" in seen[2]
    assert {item(root, "aa2222").get("progress"), item(root).get("progress")} == {49, 41}


def test_answers_put_off_are_kept_nothing_is_sent_and_the_work_goes_on(root, other, tmp_path, asked):
    clash(
        root,
        other,
        [fields("aa2222", progress=41), fields(progress=41)],
        [fields("aa2222", progress=49), fields(progress=49)],
    )
    before = git(tmp_path / "server.git", "rev-parse", "HEAD")
    seen, screens = asked("1", "escape")
    assert screens == 1
    assert "Not synced: 1 places wait for a decision (s)" in seen[-1]
    assert git(tmp_path / "server.git", "rev-parse", "HEAD") == before
    save(root, fields("bb3333", progress=5))
    again, _screens = asked("2")
    assert "To decide: 2 of 2" in again[0]
    assert "✓ Sent" in again[-1]
    assert (item(root, "aa2222").get("progress"), item(root).get("progress")) == (41, 49)
    assert item(root, "bb3333").get("progress") == 5


def test_every_answer_is_on_disk_before_the_next_question_is_answered(root, other, drive):
    clash(
        root,
        other,
        [fields("aa2222", progress=41), fields(progress=41)],
        [fields("aa2222", progress=49), fields(progress=49)],
    )

    async def script(pilot):
        await opened(pilot)
        await pilot.press("1")
        await settled(pilot)
        return await asyncio.to_thread(answers)

    def answers():
        session = Session.open(root)
        found = stored_answers(session)
        open_ones = [question for question in preview(session).questions if question.answer is None]
        session.close()
        return len(found), len(open_ones)

    assert drive(app(root), script) == (1, 1)


@pytest.mark.parametrize("size", SIZES)
def test_the_top_line_says_how_many_wait_also_after_a_restart_and_until_they_are_answered(root, other, drive, size):
    clash(root, other, [fields(progress=41)], [fields(progress=49)])

    async def script(pilot):
        await settle(pilot)
        before = top(pilot)
        await pilot.press("s")
        await finished(pilot)
        await pilot.press("escape")
        await settle(pilot)
        return before, top(pilot)

    before, after = drive(app(root), script, size)
    assert "to decide" not in before
    assert "1 to decide (s)" in after

    async def restarted(pilot):
        await settle(pilot)
        waiting = top(pilot)
        await pilot.press("s")
        await finished(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("1")
        await settled(pilot)
        await pilot.press("escape")
        await settle(pilot)
        return waiting, top(pilot)

    waiting, done = drive(app(root), restarted, size)
    assert "1 to decide (s)" in waiting
    assert "in sync" in done


def top(pilot):
    return "".join(segment.text for segment in pilot.app.screen.query_one(TopBar).render_line(0))


def test_who_and_when_are_those_of_the_commit(root, other, asked):
    clash(root, other, [fields(progress=41)], [fields(progress=49)])
    (text,), _screens = asked()
    when = git(root, "log", "-1", "--format=%ad", "--date=format:%Y-%m-%d %H:%M").strip()
    assert when in text


def test_a_place_in_the_settings_is_asked_as_text(root, other, asked):
    for place, name in ((other, "甲区人大"), (root, "乙区人大")):
        settings = place / "tasklist.yaml"
        text = settings.read_text("utf-8").replace("organisation: 示例区人大常委会", f"organisation: {name}")
        settings.write_text(text, "utf-8", newline="")
        session = Session.open(place)
        session.commit_outside_changes()
        session.close()
        if place is other:
            exchange(other)
    seen, _screens = asked("4", "end", "甲", "乙", "enter")
    assert "tasklist.yaml" in seen[0]
    assert "甲区人大" in seen[0]
    assert snapshot(root).workspace.settings.organisation == "乙区人大甲乙"
