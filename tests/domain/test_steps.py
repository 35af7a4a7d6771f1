"""催办, 延期, 销号, 退办: the steps of a task that add rows or change them, as the built-in kind declares them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.counts import Counts, count_by, count_item, total
from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label, RowStep, State, Transition
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.merge import merge_lists
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.domain.rowsteps import suggested
from tasklist_tui.domain.urgings import open_urging, waiting_extension
from tasklist_tui.domain.workflow import Entered, Way, advance, find_way, ways
from tasklist_tui.storage.kindfiles import builtin_kinds

TASK = builtin_kinds()["task"]
TODAY = date(2025, 11, 10)
NOW = datetime(2025, 11, 10, 9, 0, tzinfo=UTC)
DUE = date(2025, 11, 30)
DOING = Item("a", {"title": "专题调研", "lead": "ysgw", "status": "doing", "due": DUE})
WHERE = Where((), Calendar({}), 2025, TODAY)
LEVELS = ["remind", "supervise", "report"]


def go(item, step, text="", *, kind=TASK, day=TODAY, now=NOW, by="办公室", answers=(), **row):
    way = find_way(item, kind, day, step)
    edit = advance("tasks", item, kind, way, Entered(day, now, by, text, dict(answers), row))
    return item.with_values(edit.values)


def way_of(item, step, day=TODAY):
    return next(way for way in ways(item, TASK, day) if way.transition.id == step)


def urged(item=DOING, level="remind", **more):
    return go(item, "urge", level=level, answer_due=TODAY + timedelta(days=7), **more)


def asked(item=DOING, **more):
    return go(item, "extend", to_due=date(2025, 12, 15), reason="问卷回收不足", by="预算工委", **more)


# --- urging


def test_an_urging_is_a_row_and_an_entry_of_the_log_and_the_state_stays():
    item = urged()
    (row,) = item.rows("urges")
    assert {name: row[name] for name in row if name != "id"} == {
        "on": TODAY,
        "level": "remind",
        "by": "办公室",
        "answer_due": date(2025, 11, 17),
    }
    assert row["id"]
    assert item.rows("log") == [{"at": NOW, "by": "办公室", "step": "urge"}]
    assert item.status == "doing"


def test_the_reason_given_goes_into_the_row_unless_its_column_was_filled():
    assert urged(text="逾期").rows("urges")[0]["reason"] == "逾期"
    assert urged(text="逾期", reason="两次未报").rows("urges")[0]["reason"] == "两次未报"


def test_what_an_urging_needs_is_named_by_its_labels():
    with pytest.raises(UserError) as refused:
        go(DOING, "urge")
    assert refused.value.message.args["fields"] == (Label("级别", "Level"), Label("答复时限", "Answer due"))


def test_the_way_names_the_columns_to_fill_in():
    way = way_of(DOING, "urge")
    assert way.columns == ("level", "answer_due", "reason")
    assert way.asks


def test_a_form_begins_with_the_next_level_and_five_workdays():
    item, seen = DOING, []
    for _ in range(4):
        begun = suggested(TASK.field["urges"], TASK.transition["urge"].row, item, WHERE)
        assert begun["answer_due"] == date(2025, 11, 17)
        seen.append(begun["level"])
        item = urged(item, begun["level"])
    assert seen == [*LEVELS, "report"]


def test_an_answer_changes_the_newest_urging_that_has_none():
    item = go(urged(urged(), "supervise"), "answer", answer="已补报", by="预算工委")
    first, second = item.rows("urges")
    assert "answered" not in first
    assert (second["answered"], second["answer"]) == (TODAY, "已补报")
    assert open_urging(item) == first
    assert open_urging(go(item, "answer", answer="一并答复")) is None


def test_without_an_urging_there_is_nothing_to_answer():
    assert "waits" in str(way_of(DOING, "answer").hindrance)
    with pytest.raises(UserError, match="waits"):
        go(DOING, "answer", answer="x")


# --- extension


def test_an_extension_keeps_the_old_date_and_waits():
    item = asked()
    (row,) = item.rows("extensions")
    assert {name: row[name] for name in row if name != "id"} == {
        "asked_on": TODAY,
        "asked_by": "预算工委",
        "from_due": DUE,
        "to_due": date(2025, 12, 15),
        "reason": "问卷回收不足",
        "decision": "asked",
    }
    assert item.due == DUE
    assert waiting_extension(item) == row


def test_a_granted_extension_moves_the_date_and_is_signed():
    item = go(asked(), "grant", by="分管副主任", day=TODAY + timedelta(days=1))
    (row,) = item.rows("extensions")
    assert item.due == date(2025, 12, 15)
    assert (row["decision"], row["decided_by"], row["decided_on"]) == ("approved", "分管副主任", date(2025, 11, 11))
    assert row["from_due"] == DUE


def test_a_refused_one_needs_a_reason_and_leaves_the_date():
    with pytest.raises(UserError, match="Reason"):
        go(asked(), "refuse")
    item = go(asked(), "refuse", "时间够用")
    assert item.due == DUE
    assert item.rows("extensions")[0]["decision"] == "refused"
    assert item.rows("log")[-1]["text"] == "时间够用"


@pytest.mark.parametrize(("day", "possible"), [(DUE, True), (DUE + timedelta(days=1), False)])
def test_it_is_asked_for_up_to_the_old_date(day, possible):
    assert (way_of(DOING, "extend", day).hindrance is None) is possible
    if not possible:
        with pytest.raises(UserError, match="2025-11-30"):
            asked(day=day)


def test_the_new_date_is_later_than_the_old_one():
    with pytest.raises(UserError, match="2025-11-30"):
        go(DOING, "extend", to_due=DUE, reason="x")


def test_there_is_one_extension_and_only_a_granted_one_counts():
    assert "used up" in str(way_of(go(asked(), "grant"), "extend").hindrance)
    assert way_of(go(asked(), "refuse", "不行"), "extend").hindrance is None


def test_while_one_waits_no_other_is_asked_for():
    assert "still waiting" in str(way_of(asked(), "extend").hindrance)


def test_nothing_waits_nothing_is_granted():
    for step in ("grant", "refuse"):
        assert way_of(DOING, step).hindrance is not None


# --- close-out and return


def test_close_out_names_the_deliverable_and_who_confirmed():
    with pytest.raises(UserError, match="Deliverable"):
        go(DOING, "submit")
    item = go(go(DOING, "submit", answers={"deliverable": "调研报告"}), "close", by="分管副主任")
    assert (item.status, item.values["deliverable"], item.values["confirmed_by"]) == ("done", "调研报告", "分管副主任")


def test_a_return_needs_a_reason_and_is_named_in_the_log():
    submitted = go(DOING, "submit", answers={"deliverable": "调研报告"})
    with pytest.raises(UserError, match="Reason"):
        go(submitted, "return")
    item = go(submitted, "return", "缺附件")
    assert item.status == "doing"
    assert "submitted_on" not in item.values
    assert {name: item.rows("log")[-1][name] for name in ("state", "step", "text")} == {
        "state": "doing",
        "step": "return",
        "text": "缺附件",
    }


# --- the words of the kind language

ROWS = Field(
    "rows",
    FieldType.ROWS,
    fields=(Field("at", FieldType.MOMENT), Field("by"), Field("why"), Field("from"), Field("what")),
)
WORDS = RowStep("rows", fills={"at": "$now", "by": "$me", "why": "$why", "from": "$goal", "what": "固定"})
SMALL = Kind(
    "small",
    fields=(Field("title"), Field("goal"), Field("result"), ROWS, Field("last")),
    states=(State("open"),),
    transitions=(
        Transition("note", ("open",), row=WORDS, sets={"last": "$what"}),
        Transition("redo", ("open",), row=WORDS, when={"result": "不满意"}),
    ),
)


def test_words_stand_for_time_person_reason_and_fields_of_the_item():
    item = go(Item("a", {"goal": "目标"}), "note", "理由", kind=SMALL)
    assert item.rows("rows") == [{"at": NOW, "by": "办公室", "why": "理由", "from": "目标", "what": "固定"}]
    assert item.values["last"] == "固定"


def test_a_step_is_offered_only_when_its_condition_holds():
    assert [way.transition.id for way in ways(Item("a"), SMALL, TODAY)] == ["note"]
    assert len(ways(Item("a", {"result": "不满意"}), SMALL, TODAY)) == 2


def test_a_step_that_only_adds_a_row_asks_nothing():
    assert ways(Item("a"), SMALL, TODAY)[0] == Way(SMALL.transition["note"])


# --- two people at once


def merged(ours, theirs):
    base, mine, other = (TaskList("tasks", items=(item,)) for item in (DOING, ours, theirs))
    return merge_lists(TASK, base, mine, other)


def test_two_who_urge_leave_two_urgings():
    result = merged(urged(by="办公室"), urged(level="supervise", by="研究室", now=NOW + timedelta(hours=1)))
    assert not result.conflicts
    (edit,) = result.edits
    assert {row["by"] for row in edit.values["urges"]} == {"办公室", "研究室"}
    assert [row["by"] for row in edit.values["log"]] == ["办公室", "研究室"]


def test_grant_against_refuse_is_a_question():
    base = asked()
    lists = [TaskList("tasks", items=(item,)) for item in (base, go(base, "grant"), go(base, "refuse", "不行"))]
    result = merge_lists(TASK, *lists)
    assert ("extensions", "decision") in [(clash.field, clash.column) for clash in result.conflicts]


# --- counts


def test_counts_of_one_item():
    item = go(asked(urged(urged(), "supervise")), "grant")
    item = go(go(item, "submit", answers={"deliverable": "报告"}), "return", "缺附件")
    item = go(item, "submit")
    counts = count_item(item, TASK, Colour.RED)
    assert counts == Counts(
        items=1,
        open=1,
        red=1,
        waiting=1,
        urged=1,
        urgings=2,
        unanswered=2,
        levels={"remind": 1, "supervise": 1},
        extended=1,
        extensions=1,
        returned=1,
        returns=1,
    )


@pytest.mark.parametrize(("done_on", "expected"), [(DUE, (1, 0)), (DUE + timedelta(days=1), (0, 1)), (None, (0, 0))])
def test_done_on_time_or_late(done_on, expected):
    counts = count_item(DOING.with_values({"status": "done", "done_on": done_on}), TASK, Colour.BLUE)
    assert (counts.done, counts.open, counts.on_time, counts.late) == (1, 0, *expected)


def test_a_closed_item_waits_for_nobody():
    counts = count_item(asked(urged()).with_values({"status": "done"}), TASK, Colour.BLUE)
    assert (counts.urgings, counts.unanswered, counts.asked) == (1, 0, 0)


def test_a_return_is_told_by_the_states_where_the_log_names_no_step():
    log = [{"state": "doing"}, {"text": "进展"}, {"state": "submitted"}, {"state": "doing"}, {"state": "submitted"}]
    assert count_item(DOING.with_values({"log": log}), TASK, Colour.GREEN).returns == 1


def test_groups_add_up_to_the_whole():
    from tasklist_tui.domain.lights import Light
    from tasklist_tui.domain.message import msg
    from tasklist_tui.domain.query import Entry

    items = (urged(), asked(), DOING.with_values({"lead": "bgs", "status": "cancelled"}))
    entries = [Entry(TaskList("tasks"), item) for item in items]
    found = count_by(entries, lambda e: e.item.lead, lambda _e: TASK, lambda *_e: Light(Colour.GREEN, msg("x")))
    assert {name: counts.items for name, counts in found.items()} == {"ysgw": 2, "bgs": 1}
    whole = total(list(found.values()))
    assert (whole.items, whole.dropped, whole.urged, whole.asked) == (3, 1, 1, 1)
    assert found["ysgw"] + found["bgs"] == whole
