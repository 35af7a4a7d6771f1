"""Links, choices, quantities and steps that create, typed on the command line."""

import pytest
import yaml12
from linked import FILES
from office import git, make

from tasklist_tui.services.history_index import extend
from tasklist_tui.services.session import Session


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "工作区", FILES)


def items(root, name):
    return yaml12.parse_yaml((root / "lists" / f"{name}.yaml").read_text("utf-8"))["items"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("venue=西街站", {"venue": "ve3333"}),
        ("venue=ve33", {"venue": "ve3333"}),
        ("venue=2", {"venue": "ve3333"}),
        ("venue=西", {"venue": "ve3333"}),
        ("related=东街站，通学出行调研", {"related": ["ve2222", "st2222"]}),
        ("related=富阳/x9", {"related": ["富阳/x9"]}),
        ("主题=道路,水", {"topics": ["road", "water"]}),
        ("basis=办理办法", {"basis": "rule"}),
        ("venue=", {"venue": None}),
    ],
)
def test_links_and_choices_go_by_id_number_or_title(cli, root, typed, stored):
    assert cli("set", "wi2222", typed).code == 0
    item = items(root, "wishes")[0]
    assert {name: item.get(name) for name in stored} == stored


def test_only_the_lines_of_the_field_change(cli, root):
    before = (root / "lists" / "wishes.yaml").read_text("utf-8").splitlines()
    assert cli("set", "wi2222", "topics=水,道路").code == 0
    after = (root / "lists" / "wishes.yaml").read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == ["  topics: [water, road]"]
    assert [line for line in before if line not in after] == ["  topics: [road]"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("venue=南街", "可用：东街站、西街站"),
        ("venue=街站", "可能是几个事项"),
        ("venue=修缮", "没有可关联的事项"),
        ("related=wi2222,nobody", "没有可关联的事项"),
        ("topics=道路,天空", "天空"),
        ("basis=宪法", "没有文件"),
    ],
)
def test_what_does_not_name_one_thing_is_refused_with_what_is_possible(cli, root, typed, said):
    before = (root / "lists" / "wishes.yaml").read_bytes()
    done = cli("set", "wi2222", typed)
    assert done.code != 0
    assert said in done.err
    assert (root / "lists" / "wishes.yaml").read_bytes() == before


def test_rows_are_added_and_name_each_other(cli, root):
    assert cli("set", "st2222", "answers.+.text=增开校车", "answers.+.problem=校车不足").code == 0
    made = items(root, "studies")[0]["answers"][1]
    assert (made["text"], made["problem"]) == ("增开校车", "p2")
    assert cli("set", "st2222", f"answers.{made['id']}.problem=1").code == 0
    assert items(root, "studies")[0]["answers"][1]["problem"] == "p1"
    refused = cli("set", "st2222", "answers.+.problem=没有")
    assert refused.code != 0
    assert "路面破损" in refused.err


def test_the_history_speaks_of_titles(cli, root):
    cli("set", "wi2222", "venue=西街站", "related=st2222")
    said = cli("history", "wi2222").out
    assert "站点 东街站 → 西街站" in said
    assert "相关事项 增设校车站点 → 通学出行调研" in said


def test_both_ends_are_told(cli, ask):
    answer = ask("links", "ve2222")
    assert [(link["label"], link["incoming"], link["target"]) for link in answer["links"]] == [
        ("收到的建议", True, "wi2222")
    ]
    assert cli("links", "ve2222").out.splitlines() == [
        "ve2222  东街站",
        "收到的建议  wi2222  1 修缮东街路面  建议台账",
    ]
    shown = ask("show", "wi2222")
    assert [link["title"] for link in shown["links"]] == ["东街站", "增设校车站点"]
    assert "收到的建议" in cli("show", "东街站").out or "收到的建议" in cli("show", "ve2222").out


def test_a_link_to_nothing_is_told_and_the_rest_works(cli, ask, root):
    path = root / "lists" / "wishes.yaml"
    path.write_text(path.read_text("utf-8").replace("venue: ve2222", "venue: ve9999"), "utf-8")
    problem = ask("check", code=1)["problems"][0]
    assert (problem["path"], problem["line"], problem["field"], problem["code"]) == (
        "lists/wishes.yaml",
        10,
        "venue",
        "link-to-nothing",
    )
    assert cli("show", "wi2222").code == 0
    assert "ve9999" in cli("links", "wi2222").out


def test_one_step_makes_the_suggestions_in_one_commit_and_undo_takes_all_of_it_back(cli, ask, root):
    before = git(root, "rev-list", "--count", "HEAD")
    lists = {path.name: path.read_bytes() for path in (root / "lists").iterdir()}
    answer = ask("advance", "st2222", "转为建议")
    (made,) = answer["created"]
    assert items(root, "studies")[0]["answers"][0]["wish"] == made
    wish = items(root, "wishes")[2]
    assert (wish["id"], wish["title"], wish["number"], wish["from"]) == (made, "修补路面", 9, "st2222")
    assert int(git(root, "rev-list", "--count", "HEAD")) == int(before) + 1
    assert cli("check").code == 0
    again = cli("advance", "st2222", "hand_over")
    assert again.code == 1
    assert "都已转出" in again.err
    assert cli("undo").code == 0
    assert {path.name: path.read_bytes() for path in (root / "lists").iterdir()} == lists


def test_of_several_lists_one_is_named(cli, root):
    (root / "lists" / "recess.yaml").write_text("title: 闭会建议\nkind: wish\nitems: []\n", "utf-8")
    refused = cli("advance", "st2222", "hand_over")
    assert refused.code == 1
    assert "recess" in refused.err
    assert cli("advance", "st2222", "hand_over", "--into", "闭会建议").code == 0
    assert [item["title"] for item in items(root, "recess")] == ["修补路面"]


def test_a_topic_with_a_gap_is_not_closed(cli):
    refused = cli("advance", "st2222", "close")
    assert refused.code == 1
    assert "校车不足" in refused.err


def test_a_new_item_gets_the_next_number_of_its_year(cli, root):
    assert cli("add", "加装路灯", "--list", "wishes").code == 0
    assert cli("add", "旧案", "year=2024", "--list", "wishes").code == 0
    assert [(item["year"], item["number"]) for item in items(root, "wishes")[2:]] == [(2025, 9), (2024, 1)]


def test_what_is_to_be_confirmed_is_said_beside_its_source(cli, root):
    path = root / "lists" / "studies.yaml"
    path.write_text(
        path.read_text("utf-8") + "  log:\n  - {at: 2025-11-03T08:00:00+08:00, by: 王, state: open}\n", "utf-8"
    )
    assert "示例办法 第五条（待核：期限以本地规定为准）" in cli("show", "st2222").out


def test_what_others_are_linked_with_is_deleted_only_when_that_is_meant(cli, root):
    refused = cli("rm", "ve2222")
    assert refused.code == 1
    assert "修缮东街路面" in refused.err
    assert cli("rm", "ve2222", "--force").code == 0
    assert [item["id"] for item in items(root, "venues")] == ["ve3333"]


def test_items_deleted_together_do_not_stand_in_each_others_way(cli, root):
    assert cli("rm", "ve2222", "wi2222").code == 0
    assert [item["id"] for item in items(root, "wishes")] == ["wi3333"]


def test_a_link_to_a_deleted_item_says_what_that_was_once_the_history_has_been_read(cli, ask, root):
    assert cli("rm", "ve2222", "--force").code == 0
    session = Session.open(root, sign=False)
    assert extend(session)
    session.close()
    (problem,) = [found for found in ask("check", code=1)["problems"] if found["code"] == "link-to-nothing"]
    assert "东街站" in problem["message"]
    assert "tasklist restore ve2222" in problem["hint"]


def test_a_link_into_a_members_workspace_shows_the_title_there(cli, ask, root):
    task = "title: 任务\nkind: task\nitems:\n- {id: fy2222, title: 富阳的举措任务}\n"
    make(root.parent / "fuyang", {"tasklist.yaml": "title: 富阳\n", "lists/tasks.yaml": task})
    assert cli("set", "wi2222", "related=富阳/fy2222,富阳/gone").code == 0
    links = [(link["member"], link["title"], link["found"]) for link in ask("links", "wi2222")["links"][1:]]
    assert links == [("富阳", "富阳的举措任务", True), ("富阳", "", False)]
    assert "富阳的举措任务" in cli("links", "wi2222").out
    assert cli("check").code == 0


def test_the_filter_knows_choices_and_linked_items_by_what_they_are_called(ask):
    assert [item["id"] for item in ask("ls", "东街站", "--list", "wishes")["items"]] == ["wi2222"]
    assert [item["id"] for item in ask("ls", "道路", "--list", "wishes")["items"]] == ["wi2222"]
    assert ask("ls", "学校", "--list", "wishes")["items"] == []
