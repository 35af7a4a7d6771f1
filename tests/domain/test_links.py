"""Links between items: both ends are known, and what leads to nothing is told."""

import pytest

from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label
from tasklist_tui.domain.links import End, Link, links_of, relinked, split_target
from tasklist_tui.domain.model import Document, Item, Member, Settings, TaskList, Workspace
from tasklist_tui.domain.validate import check_values, validate

STATION = Kind("station", Label("站点", "Station"), (Field("title"),))
SUGGESTION = Kind(
    "suggestion",
    Label("建议", "Suggestion"),
    (
        Field("title"),
        Field(
            "station", FieldType.LINK, Label("站点", "Station"), to=("station",), inverse=Label("收到的建议", "Heard")
        ),
        Field("related", FieldType.LINKS, Label("相关", "Related")),
        Field("basis", FieldType.DOCUMENT, Label("依据", "Basis")),
        Field("problems", FieldType.ROWS, Label("问题", "Problems"), key="id", fields=(Field("id"), Field("text"))),
        Field(
            "answers",
            FieldType.ROWS,
            Label("答复", "Answers"),
            key="id",
            fields=(
                Field("id"),
                Field("problem", FieldType.ROWLINK, Label("问题", "Problem"), of="problems"),
                Field("from", FieldType.LINK, Label("来自", "From")),
            ),
        ),
    ),
)


def workspace(*suggestions, **more):
    stations = TaskList(
        "stations", kind="station", items=(Item("s1", {"title": "东站"}), Item("s2", {"title": "西站"}))
    )
    handed = TaskList("handed", kind="suggestion", items=suggestions)
    return Workspace(kinds={"station": STATION, "suggestion": SUGGESTION}, lists=(stations, handed), **more)


def test_both_ends_of_a_link_are_known():
    one = Item("g1", {"title": "修路", "station": "s1", "related": ["g2", "s2"]})
    two = Item("g2", {"title": "架桥", "answers": [{"id": "a", "from": "s1"}]})
    links = links_of(workspace(one, two))
    assert [end[:2] for end in links.ends("g1")] == [
        (Label("站点", "Station"), "s1"),
        (Label("相关", "Related"), "g2"),
        (Label("相关", "Related"), "s2"),
    ]
    assert links.ends("s1") == (
        End(Label("收到的建议", "Heard"), "g1", links.find("g1"), incoming=True),
        End(Label("建议（来自）", "Suggestion (From)"), "g2", links.find("g2"), incoming=True),
    )
    assert links.to("s1") == (
        Link("handed", "g1", "station", "s1"),
        Link("handed", "g2", "answers", "s1", "from", 0),
    )


def test_items_that_name_each_other_are_said_once():
    one = Item("g1", {"related": ["g2"]})
    two = Item("g2", {"related": ["g1"]})
    assert [(end.text, end.incoming) for end in links_of(workspace(one, two)).ends("g1")] == [("g2", False)]


def test_a_link_into_a_members_workspace_is_found_where_the_member_is_read():
    item = Item("g1", {"related": ["富阳/x9", "富阳/no", "s1"]})
    member = Workspace(lists=(TaskList("tasks", items=(Item("x9", {"title": "甲"}),)),))
    ends = links_of(workspace(item), {"富阳": member}).ends("g1")
    assert [(end.member, end.entry and end.entry[1].title) for end in ends] == [
        ("富阳", "甲"),
        ("富阳", None),
        ("", "东站"),
    ]
    assert split_target("富阳/x9") == ("富阳", "x9")
    assert split_target("x9") == ("", "x9")


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"station": "s1", "related": ["g1", "s2"], "basis": "plan"}, []),
        ({"station": "gone"}, [("station", "link-to-nothing")]),
        ({"station": "g1"}, [("station", "link-to-wrong-kind")]),
        ({"related": ["s1", "gone"]}, [("related", "link-to-nothing")]),
        ({"related": ["富阳/x9"]}, []),
        ({"related": ["萧山/x9"]}, [("related", "unknown-member")]),
        ({"basis": "lost"}, [("basis", "unknown-document")]),
        ({"basis": "富阳/plan"}, []),
        ({"answers": [{"id": "a", "from": "gone"}]}, [("answers.from", "link-to-nothing")]),
        ({"problems": [{"id": "p"}], "answers": [{"id": "a", "problem": "p"}]}, []),
        ({"problems": [], "answers": [{"id": "a", "problem": "q"}]}, [("answers.problem", "row-link-to-nothing")]),
    ],
)
def test_what_leads_nowhere_is_told(values, codes):
    item = Item("g1", {"title": "修路", **values})
    settings = Settings(members=(Member("富阳"),))
    whole = workspace(item, settings=settings, documents=(Document("plan", "方案"),))
    found = check_values(whole, whole.lists[1], item)
    assert [(problem.field, problem.code) for problem in found] == codes
    assert [problem.code for problem in validate(whole)] == [code for _field, code in codes]


def test_links_follow_an_item_that_gets_another_id():
    item = Item("g1", {"station": "s1", "related": ["s1", "s2"], "answers": [{"id": "s1", "from": "s1"}]})
    assert relinked(item, SUGGESTION, {"s1": "n1"}).values == {
        "station": "n1",
        "related": ["n1", "s2"],
        "answers": [{"id": "s1", "from": "n1"}],
    }
    assert relinked(item, SUGGESTION, {"other": "n1"}) is item


def test_what_a_list_links_is_found_once_for_each_value():
    whole = workspace(Item("g1", {"station": "s1"}))
    assert links_of(whole) is links_of(whole)
