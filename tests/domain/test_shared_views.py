"""Register, months, roster and linked lists: the sums, the gaps, and what is idle."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.activities import best_month, month_of
from tasklist_tui.domain.chains import gaps
from tasklist_tui.domain.chaintable import Sort, chain_table
from tasklist_tui.domain.kinds import Chain, Field, FieldType, Kind
from tasklist_tui.domain.kindviews import Use
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.domain.register import register
from tasklist_tui.domain.roster import roster


def planned(*pairs):
    said = ({"planned": p, "actual": a} for p, a in pairs)
    return [Item(str(n), {k: v for k, v in one.items() if v}) for n, one in enumerate(said)]


def registered(*pairs, groups_of=None):
    return register(planned(*pairs), "planned", "actual", groups_of)


# --- register


def test_what_is_missing_is_planned_less_what_there_is_and_a_surplus_makes_up_for_nothing():
    made = registered(("23", "20"), ("5", "9"), ("3", ""))
    assert [row.shortfall for row in made.whole.rows] == [3, None, 3]
    assert (made.whole.shortfall, made.whole.short) == (6, 2)


def test_an_open_number_is_short_of_nothing_that_can_be_told():
    made = registered(("N", "7"), ("18", "N"), ("40余", "38"))
    assert [row.shortfall for row in made.whole.rows] == [None, None, 2]
    assert str(made.whole.planned.said()) == "over 58 and 1 open"


def test_items_that_say_neither_are_left_out_and_groups_keep_those_without_a_value():
    made = registered(("1", "1"), ("", ""), ("2", "1"), groups_of=lambda item: ["a"] if item.id == "0" else [])
    assert [(group.id, len(group.rows), group.shortfall) for group in made.groups] == [("a", 1, 0), ("", 1, 1)]


# --- months


def held(*days):
    return [Item(str(n), {"held": day} if day else {}) for n, day in enumerate(days)]


def test_a_month_holds_its_days_and_counts_sorts_and_what_has_no_day():
    items = held(date(2025, 9, 3), None, date(2025, 9, 3), date(2025, 10, 1))
    made = month_of(items, "held", 2025, 9, lambda item: ["visit", "talk"] if item.id == "0" else [])
    assert [item.id for item in made.items] == ["0", "2"]
    assert {sort: len(found) for sort, found in made.counts.items()} == {"visit": 1, "talk": 1, "": 1}
    assert [item.id for item in made.undated] == ["1"]
    assert (made.first, made.last) == (date(2025, 9, 3), date(2025, 10, 1))


def test_the_month_to_begin_with_is_the_nearest_one_with_something():
    today = date(2025, 11, 10)
    assert best_month(held(date(2025, 9, 3), date(2026, 3, 1)), "held", today) == (2025, 9)
    assert best_month(held(date(2025, 9, 3), date(2025, 11, 30)), "held", today) == (2025, 11)
    assert best_month(held(None), "held", today) == (2025, 11)


# --- roster


def rostered(*days, idle_days=60):
    activities = TaskList(
        "acts",
        kind="activity",
        items=tuple(Item(f"a{n}", {"station": "s1", "held": day} if day else {}) for n, day in enumerate(days)),
    )
    use = Use("activity", "station", "held")
    found = roster(Workspace(lists=(activities,)), [Item("s1"), Item("s2")], use, idle_days, date(2025, 11, 10))
    return [(len(row.deeds), row.last, row.idle) for row in found]


def test_one_is_idle_when_it_was_used_too_long_ago_or_never():
    assert rostered(date(2025, 9, 11)) == [(1, date(2025, 9, 11), False), (0, None, True)]
    assert rostered(date(2025, 9, 10)) == [(1, date(2025, 9, 10), True), (0, None, True)]
    assert rostered(date(2020, 1, 1), idle_days=None)[0] == (1, date(2020, 1, 1), False)


def test_what_is_only_planned_does_not_make_one_active():
    assert rostered(date(2025, 12, 1))[0] == (1, None, True)
    assert rostered(date(2025, 12, 1), date(2025, 11, 10))[0] == (2, date(2025, 11, 10), False)


# --- linked lists

LISTS = ("problems", "suggestions", "feedback")
TOPIC = Kind(
    "topic",
    fields=tuple(
        Field(
            name,
            FieldType.ROWS,
            key="id",
            fields=(Field("id"), Field("text"), Field("of", FieldType.ROWLINK, of=LISTS[n - 1] if n else "")),
        )
        for n, name in enumerate(LISTS)
    ),
)
CHAIN = Chain("four", LISTS)


def shown(table):
    signs = {Sort.GAP: "✗", Sort.BELOW: "│", Sort.BLANK: ""}
    return [
        [f"{'?' if place.loose else ''}{place.key}" if place.sort is Sort.ROW else signs[place.sort] for place in line]
        for line in table.lines
    ]


def test_each_row_stands_beside_what_follows_from_it_with_gaps_where_nothing_does():
    item = Item(
        "t",
        {
            "problems": [{"id": "p1"}, {"id": "p2"}],
            "suggestions": [{"id": "s1", "of": "p1"}, {"id": "s2", "of": "p1"}, {"id": "s3", "of": "gone"}],
            "feedback": [{"id": "f1", "of": "s2"}],
        },
    )
    table = chain_table(item, TOPIC, CHAIN)
    assert shown(table) == [["p1", "s1", "✗"], ["│", "s2", "f1"], ["p2", "✗", ""], ["", "?s3", "✗"]]
    assert (table.gaps, table.loose) == (3, 1)


ROWS = st.lists(st.sampled_from(["r1", "r2", "r3", "nothing"]), max_size=3)


@given(ROWS, ROWS, ROWS)
def test_every_row_stands_in_the_table_once_and_the_gaps_are_those_of_the_chain(first, second, third):
    values = {
        name: [{"id": f"r{n + 1}", "of": of} for n, of in enumerate(rows)]
        for name, rows in zip(LISTS, (first, second, third), strict=True)
    }
    item = Item("t", values)
    table = chain_table(item, TOPIC, CHAIN)
    for number, name in enumerate(LISTS):
        standing = [line[number].key for line in table.lines if line[number].sort is Sort.ROW]
        assert sorted(standing) == [row["id"] for row in values[name]]
    assert table.gaps == len(gaps(item, TOPIC, CHAIN))
    assert all(len(line) == len(LISTS) for line in table.lines)
