"""Filtering, grouping and sorting."""

from datetime import date

import pytest

from tasklist_tui.domain.kinds import Kind, State
from tasklist_tui.domain.lights import Colour, Light
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Committee, Item, Settings, TaskList, Workspace
from tasklist_tui.domain.query import Grouping, Query, Sorting, arrange, select

ITEMS = (
    Item("aa", {"title": "听取报告", "measure": 2, "lead": "ysgw", "status": "doing", "due": date(2025, 12, 31)}),
    Item("bb", {"title": "视察", "measure": 1, "lead": "bgs", "co": ["ysgw"], "tags": ["人才"], "progress": 10}),
    Item("cc", {"title": "Survey", "note": "备注X", "lead": "bgs", "status": "doing", "due": date(2025, 10, 1)}),
)
WORKSPACE = Workspace(
    Settings(committees=(Committee("bgs", "办公室"), Committee("ysgw", "预算工委", "Budget"))),
    kinds={"task": Kind("task", states=(State("draft"), State("doing")))},
    lists=(TaskList("tasks", items=ITEMS),),
)


def light_of(task_list, item):
    return Light(Colour.RED if item.id == "cc" else Colour.GREEN, msg("x"), 0)


def found(**query):
    return "".join(entry.item.id for entry in select(WORKSPACE, Query(**query), light_of))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({}, "aabbcc"),
        ({"text": "报告"}, "aa"),
        ({"text": "预算"}, "aabb"),
        ({"text": "budget 视察"}, "bb"),
        ({"text": "人才"}, "bb"),
        ({"text": "SURVEY"}, "cc"),
        ({"text": "备注x"}, "cc"),
        ({"text": "bb"}, "bb"),
        ({"text": "2.1"}, "aa"),
        ({"committees": frozenset({"ysgw"})}, "aabb"),
        ({"committees": frozenset({"ysgw"}), "lead_only": True}, "aa"),
        ({"lights": frozenset({Colour.RED})}, "cc"),
        ({"states": frozenset({"doing"})}, "aacc"),
        ({"due_to": date(2025, 11, 1)}, "cc"),
        ({"due_from": date(2025, 11, 1)}, "aa"),
        ({"lists": frozenset({"other"})}, ""),
        ({"text": "[red]"}, ""),
    ],
)
def test_a_query_selects(query, ids):
    assert found(**query) == ids


@pytest.mark.parametrize(
    ("grouping", "groups"),
    [
        (Grouping.MEASURE, {"1": "bb", "2": "aa", "": "cc"}),
        (Grouping.COMMITTEE, {"bgs": "bbcc", "ysgw": "aa"}),
        (Grouping.STATE, {"draft": "bb", "doing": "aacc"}),
        (Grouping.LIGHT, {"red": "cc", "green": "aabb"}),
        (Grouping.NONE, {"": "aabbcc"}),
    ],
)
def test_groups_stand_in_their_natural_order(grouping, groups):
    sections = arrange(WORKSPACE, Query(grouping=grouping), light_of)
    assert [(s.key, "".join(e.item.id for e in s.entries)) for s in sections] == list(groups.items())


@pytest.mark.parametrize(
    ("sorting", "ids"),
    [(Sorting.ORDER, "aabbcc"), (Sorting.DUE, "ccaabb"), (Sorting.LIGHT, "ccaabb"), (Sorting.PROGRESS, "aaccbb")],
)
def test_items_are_sorted_inside_a_group(sorting, ids):
    (section,) = arrange(WORKSPACE, Query(grouping=Grouping.NONE, sorting=sorting), light_of)
    assert "".join(entry.item.id for entry in section.entries) == ids
