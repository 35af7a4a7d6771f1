"""The kinds of a workspace are listed, shown and checked on the command line."""

import pytest
from linked import FILES
from office import make

OWN_TASK = "kind: task\nfields:\n- {id: budget, type: number, title: {zh: 经费}}\n"
BROKEN = """\
kind: visit
title: 走访
fields:
- {id: title, type: text}
- {id: status, type: state}
- {id: to, type: link, to: [enterprise]}
states:
- {id: planned, title: 计划}
- {id: lost, title: 搁置}
- {id: held, title: 已开展, final: true}
transitions:
- {id: hold, from: [planned], to: held, asks: [report]}
"""


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "工作区", {**FILES, "kinds/task.yaml": OWN_TASK})


def test_every_kind_says_where_it_comes_from_and_who_uses_it(ask, cli):
    kinds = {kind["kind"]: kind for kind in ask("kinds")["kinds"]}
    assert kinds["study"] == {
        "kind": "study",
        "title": "课题",
        "origin": "own",
        "fields": 5,
        "states": 2,
        "lists": ["studies"],
        "views": [],
    }
    assert kinds["task"]["origin"] == "changed"
    assert kinds["cadence"]["origin"] == "built-in"
    lines = cli("kinds").out.splitlines()
    assert lines[0].split() == ["类型", "名称", "来源", "字段", "状态", "清单", "视图"]
    assert any(line.split()[:6] == ["study", "课题", "自定", "5", "2", "studies"] for line in lines)


def test_one_kind_is_shown_in_full(cli, ask):
    said = cli("kinds", "show", "课题").out
    assert "answers.problem" in said
    assert "→ problems" in said
    assert "3 months" in said
    assert "示例办法 第五条（待核：期限以本地规定为准）" in said
    assert "hand_over" in said
    declared = ask("kinds", "show", "study")["kind"]["declared"]
    assert declared["chains"][0]["lists"] == ["problems", "answers"]
    assert cli("kinds", "show", "nothing").code == 3


def test_a_file_is_checked_with_line_and_what_to_do_wherever_it_lies(cli, ask, tmp_path):
    path = tmp_path / "visit.yaml"
    path.write_text(BROKEN, "utf-8")
    done = cli("kinds", "check", str(path))
    assert done.code == 1
    lines = [line for line in done.out.splitlines() if not line.startswith(" ")]
    assert [line.removeprefix(f"{path}:").split(": ")[0] for line in lines[:-1]] == [
        "6:fields.3.to",
        "9:states.2",
        "12:transitions.1.asks",
    ]
    assert "2 个错误，1 个提醒" in lines[-1]
    assert done.out.count("怎么办") == 3
    answer = ask("kinds", "check", str(path), code=1)
    assert (answer["checked"], answer["errors"]) == ("visit", 2)


def test_a_sound_file_is_said_to_be_sound_and_knows_the_kinds_of_its_workspace(cli, root, tmp_path):
    assert cli("kinds", "check", str(root / "kinds" / "study.yaml")).code == 0
    alone = tmp_path / "study.yaml"
    alone.write_bytes((root / "kinds" / "study.yaml").read_bytes())
    assert "wish" in cli("kinds", "check", str(alone)).out
    assert cli("kinds", "check", str(tmp_path / "none.yaml")).code == 1
    assert cli("kinds", "check").code == 2


def test_a_list_whose_kind_is_missing_is_told_once_and_its_items_are_shown(cli, ask, root):
    (root / "kinds" / "wish.yaml").unlink()
    problems = [problem for problem in ask("check", code=1)["problems"] if problem["path"] == "lists/wishes.yaml"]
    assert [(problem["line"], problem["code"]) for problem in problems] == [(2, "unknown-kind")]
    assert "修缮东街路面" in cli("ls").out
    assert "ve2222" in cli("show", "wi2222").out
    assert cli("set", "wi2222", "title=别的").code == 3


def test_a_running_number_given_twice_is_a_warning(cli, ask):
    assert cli("set", "wi2222", "number=8").code == 0
    (problem,) = ask("check")["problems"]
    assert (problem["item"], problem["field"], problem["code"], problem["severity"]) == (
        "wi3333",
        "number",
        "number-twice",
        "warning",
    )
