"""The timeline's lanes and bars."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Kind, Limit, State
from tasklist_tui.domain.model import Committee, Item, Settings, TaskList, Workspace
from tasklist_tui.domain.periods import Period, Unit
from tasklist_tui.domain.schedule import OPEN_START_DAYS, BarKey, Mark, Role, entries, lanes

TODAY = date(2025, 11, 10)
COMMITTEES = (
    Committee("ysgw", "预算工委", "Budget Committee"),
    Committee("bgs", "办公室", "Office"),
    Committee("fzgw", "法制工委"),
)

CALENDAR = Calendar()


def workspace(*items, issued=date(2025, 8, 25)):
    task_list = TaskList("l", items=tuple(Item(f"i{n}", v) for n, v in enumerate(items)), issued=issued)
    return Workspace(settings=Settings(committees=COMMITTEES), lists=(task_list,))


def build(*items, light="green", issued=date(2025, 8, 25), **options):
    made = workspace(*items, issued=issued)
    colour = light if callable(light) else lambda _list, _item: light
    return lanes(made, entries(made.lists), today=TODAY, calendar=CALENDAR, light=colour, **options)


def only_bar(*items, **options):
    (lane,) = build(*items, **options)
    (bar,) = lane.bars()
    return bar


def test_lanes_follow_the_workspace_and_leave_out_idle_committees():
    made = build({"lead": "fzgw"}, {"lead": "ysgw"})
    assert [lane.committee_id for lane in made] == ["ysgw", "fzgw"]
    made = build({"lead": "fzgw"}, with_empty=True)
    assert [(lane.committee_id, len(lane)) for lane in made] == [("ysgw", 0), ("bgs", 0), ("fzgw", 1)]


def test_unknown_committees_and_items_without_one_are_shown_after_the_known_ones():
    made = build({}, {"lead": "zzz"}, {"lead": "bgs"})
    assert [lane.committee_id for lane in made] == ["bgs", "zzz", ""]
    assert [lane.name("en") for lane in made] == ["Office", "zzz", ""]


def test_a_filter_chooses_the_items():
    made = workspace({"lead": "bgs", "title": "a"}, {"lead": "ysgw", "title": "b"})
    chosen = entries(made.lists, lambda _list, item: item.title == "b")
    (lane,) = lanes(made, chosen, today=TODAY, calendar=CALENDAR, light=lambda _list, _item: "green")
    assert lane.committee_id == "ysgw"


def test_a_bar_begins_at_the_start_else_at_the_issue_of_the_list_else_openly_before_the_due_date():
    due = date(2025, 12, 31)
    own = only_bar({"lead": "bgs", "start": date(2025, 9, 1), "due": due})
    assert (own.start, own.open_start) == (date(2025, 9, 1), False)
    issued = only_bar({"lead": "bgs", "due": due})
    assert (issued.start, issued.open_start) == (date(2025, 8, 25), False)
    assumed = only_bar({"lead": "bgs", "due": due}, issued=None)
    assert ((due - assumed.start).days, assumed.open_start) == (OPEN_START_DAYS, True)


def test_a_due_date_before_the_issue_of_the_list_does_not_turn_the_bar_round():
    bar = only_bar({"lead": "bgs", "due": date(2025, 8, 1)})
    assert bar.open_start
    assert bar.start < bar.due
    turned = only_bar({"lead": "bgs", "start": date(2025, 10, 1), "due": date(2025, 9, 1)})
    assert turned.start == turned.due


def test_an_item_without_due_date_is_listed_undated_and_last():
    (lane,) = build({"lead": "bgs"}, {"lead": "bgs", "due": date(2025, 12, 1)})
    assert [(bar.key.item_id, bar.undated) for bar in lane.bars()] == [("i1", False), ("i0", True)]


def test_bars_are_sorted_by_start_then_due_then_place_in_the_list():
    days = [(9, 20), (9, 10), (8, 30), (9, 20)]
    (lane,) = build(*({"lead": "bgs", "start": date(2025, m, 1), "due": date(2025, m, d)} for m, d in days))
    assert [bar.key.item_id for bar in lane.bars()] == ["i2", "i1", "i0", "i3"]


def test_an_assignment_is_a_bar_in_its_committees_lane_with_its_own_due_date_and_progress():
    row = {"committee": "fzgw", "duty": "审查", "due": date(2025, 11, 30), "progress": 40}
    lead, support = build(
        {"lead": "bgs", "due": date(2025, 12, 31), "title": "报告", "co": ["fzgw"], "assignments": [row]}
    )
    assert lead.committee_id == "bgs"
    (bar,) = support.bars()
    assert (bar.role, bar.title, bar.due, bar.progress) == (Role.ASSIGNMENT, "审查", date(2025, 11, 30), 40)
    assert bar.key == BarKey("fzgw", "l", "i0", "fzgw")


def test_an_assignment_without_date_or_duty_takes_those_of_the_item():
    made = build({"lead": "bgs", "title": "报告", "due": date(2025, 12, 31), "assignments": [{"committee": "fzgw"}]})
    (bar,) = made[1].bars()
    assert (bar.title, bar.due) == ("报告", date(2025, 12, 31))


def test_a_supporting_committee_without_assignment_has_a_co_bar_that_names_the_item():
    _, support = sorted(build({"lead": "bgs", "co": ["fzgw", "bgs"], "due": TODAY}), key=lambda lane: lane.committee_id)
    (bar,) = support.bars()
    assert (bar.role, bar.key.row_key) == (Role.CO, None)


def test_the_leads_own_assignment_is_drawn_only_when_its_date_differs():
    same = {"committee": "bgs", "due": TODAY}
    other = {"committee": "bgs", "due": date(2025, 11, 1)}
    assert [len(lane) for lane in build({"lead": "bgs", "due": TODAY, "assignments": [same]})] == [1]
    assert [len(lane) for lane in build({"lead": "bgs", "due": TODAY, "assignments": [other]})] == [2]


def test_the_overdue_tail_ends_today_while_open_and_on_the_day_it_was_done_or_submitted_after():
    due = date(2025, 10, 31)
    item = {"lead": "bgs", "due": due}
    assert only_bar(item, light="red").late_until == TODAY
    assert only_bar({**item, "done_on": date(2025, 11, 3)}, light="blue").late_until == date(2025, 11, 3)
    assert only_bar({**item, "submitted_on": date(2025, 11, 5)}, light="red").late_until == date(2025, 11, 5)
    assert only_bar({**item, "submitted_on": date(2025, 10, 30)}).late_until is None
    assert only_bar({**item, "done_on": due}, light="blue").late_until is None
    assert only_bar(item, light="grey").late_until is None
    assert only_bar({"lead": "bgs", "due": TODAY}, light="yellow").late_until is None


def test_a_done_item_is_full_whatever_its_progress_says():
    assert only_bar({"lead": "bgs", "due": TODAY, "progress": 60}, light="blue").progress == 100
    assert only_bar({"lead": "bgs", "due": TODAY, "progress": 160}).progress == 100


def test_an_assignment_is_red_by_its_own_date_not_by_the_items():
    rows = [
        {"committee": "fzgw", "due": date(2025, 12, 1)},
        {"committee": "ysgw", "due": date(2025, 11, 1), "done": date(2025, 11, 4)},
    ]
    made = build({"lead": "bgs", "due": date(2025, 11, 1), "assignments": rows}, light="red")
    light = {lane.committee_id: lane.bar(0).light for lane in made}
    assert light == {"bgs": "red", "fzgw": "green", "ysgw": "blue"}
    assert next(lane for lane in made if lane.committee_id == "ysgw").bar(0).late_until == date(2025, 11, 4)
    asked = build({"lead": "bgs", "assignments": rows[:1]}, light="red", due_light=lambda _day: "yellow")
    assert asked[1].bar(0).light == "yellow"


def test_milestones_and_occurrences_are_marks_on_the_leads_bar():
    milestones = [
        {"title": "审议", "due": date(2025, 12, 1)},
        {"title": "调研", "due": date(2025, 9, 30), "done": date(2025, 10, 2)},
        {"title": "起草", "due": date(2025, 11, 1)},
        {"title": "定稿"},
    ]
    item = {"lead": "bgs", "co": ["fzgw"], "milestones": milestones, "occurrences": [{"due": date(2025, 10, 1)}]}
    lead, support = build(item)
    bar = lead.bar(0)
    assert [(mark.title, mark.done is not None, mark.late) for mark in bar.milestones] == [
        ("调研", True, True),
        ("起草", False, True),
        ("审议", False, False),
    ]
    assert [mark.late for mark in bar.occurrences] == [True]
    assert support.bar(0).milestones == ()


def test_what_stayed_open_on_a_closed_item_is_not_late():
    item = {"lead": "bgs", "milestones": [{"title": "调研", "due": date(2025, 9, 30)}]}
    assert not only_bar(item, light="blue").milestones[0].late


def test_a_lane_counts_its_items_by_light_each_once():
    rows = [{"committee": "bgs", "due": date(2025, 10, 1)}]
    items = [{"lead": "bgs", "due": TODAY, "assignments": rows}, {"lead": "bgs"}]
    (lane,) = build(*items, light=lambda _list, item: "red" if item.id == "i0" else "grey")
    assert (len(lane), lane.item_count, lane.counts) == (3, 2, {"red": 1, "grey": 1})
    assert lane.dues == {date(2025, 10, 1): {"red": 1}, TODAY: {"red": 1}}


days = st.dates(date(2024, 1, 1), date(2027, 1, 1))
items = st.fixed_dictionaries(
    {},
    optional={
        "lead": st.sampled_from(["ysgw", "bgs", "fzgw", "zzz"]),
        "co": st.lists(st.sampled_from(["ysgw", "bgs", "fzgw"]), max_size=3),
        "start": days,
        "due": days,
        "done_on": days,
        "progress": st.integers(0, 100),
        "assignments": st.lists(
            st.fixed_dictionaries(
                {"committee": st.sampled_from(["bgs", "fzgw"])}, optional={"due": days, "done": days}
            ),
            max_size=2,
            unique_by=lambda row: row["committee"],
        ),
    },
)


@given(st.lists(items, max_size=12), st.sampled_from(["red", "yellow", "green", "blue", "grey"]))
def test_every_committee_of_every_item_has_a_bar_that_is_found_by_its_key(values, light):
    made = workspace(*values)
    built = lanes(made, entries(made.lists), today=TODAY, calendar=CALENDAR, light=lambda _list, _item: light)
    drawn = {(bar.key.item_id, lane.committee_id) for lane in built for bar in lane.bars()}
    wanted = {(item.id, name) for item in made.lists[0].items for name in (list(item.committees()) or [""])}
    assert drawn == wanted
    for lane in built:
        for position, bar in enumerate(lane.bars()):
            assert lane.find(bar.key) == position
            assert lane.key(position) == bar.key
            assert bar.due is None or bar.start <= bar.due
            assert bar.late_until is None or bar.late_until > bar.due


def test_a_rule_gives_its_occurrences_and_a_state_its_limit():
    kind = Kind("visit", states=(State("doing", limit=Limit(Period(5, Unit.WORKDAYS))),))
    log = [{"at": datetime(2025, 11, 3, 9, tzinfo=UTC), "state": "doing"}]
    values = {"lead": "bgs", "status": "doing", "rrule": "FREQ=MONTHLY;BYMONTHDAY=-1", "log": log}
    task_list = TaskList("l", kind="visit", year=2025, issued=date(2025, 8, 25), items=(Item("a", values),))
    made = Workspace(settings=Settings(committees=COMMITTEES), lists=(task_list,), kinds={"visit": kind})
    (lane,) = lanes(made, entries(made.lists), today=TODAY, calendar=CALENDAR, light=lambda _list, _item: "green")
    bar = lane.bar(0)
    assert [(mark.day.isoformat(), mark.late) for mark in bar.occurrences] == [
        ("2025-08-31", True),
        ("2025-09-30", True),
        ("2025-10-31", True),
        ("2025-11-30", False),
        ("2025-12-31", False),
    ]
    assert bar.limit == Mark(date(2025, 11, 10))
