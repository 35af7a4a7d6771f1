"""ls, show, history: what is printed, by which name an item is found, in both languages."""

import pytest
from office import SETTINGS, git


def test_ls_shows_number_light_committee_date_title_and_reason(cli):
    done = cli("ls")
    assert done.code == 0
    assert done.err == ""
    assert done.out.splitlines() == [
        "aa2222  1.1  红  预算工委  2025-10-31  听取报告 （逾期10天）",
        "bb3333  1.2  灰  办公室                视察 （尚无时限）",
        "bc4444  3.1  黄  法制工委  2025-11-14  调研 （剩4个工作日）",
    ]


def test_ls_in_english(cli):
    lines = cli("ls", "--lang", "en").out.splitlines()
    assert lines[0] == "aa2222  1.1  Red     Budget Committee  2025-10-31  听取报告 (Overdue by 10 days)"


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["报告"], ["aa2222"]),
        (["预算工委"], ["aa2222", "bb3333"]),
        (["--committee", "预算工委"], ["aa2222", "bb3333"]),
        (["--committee", "法制"], ["bc4444"]),
        (["--committee", "legal"], ["bc4444"]),
        (["--light", "red"], ["aa2222"]),
        (["--light", "red", "--light", "yellow"], ["aa2222", "bc4444"]),
        (["--state", "draft"], ["bc4444"]),
        (["--state", "推进中"], ["aa2222"]),
        (["--list", "tasks"], ["aa2222", "bb3333", "bc4444"]),
        (["--list", "清单", "--sort", "title"], ["aa2222", "bb3333", "bc4444"]),
        (["--due-from", "11-1"], ["bc4444"]),
        (["--due-from", "+1d", "--due-to", "＋1周"], ["bc4444"]),
        (["--due-to", "2025-10-31"], ["aa2222"]),
        (["--sort", "due"], ["aa2222", "bc4444", "bb3333"]),
        (["--sort", "light"], ["aa2222", "bc4444", "bb3333"]),
        (["没有的事"], []),
    ],
)
def test_ls_selects_and_sorts(ask, words, ids):
    found = [item["id"] for item in ask("ls", *words)["items"]]
    assert (sorted(found), found if "due" in words else ids) == (sorted(ids), ids)


def test_ls_says_when_nothing_matches(cli):
    assert cli("ls", "没有的事").out == "没有符合条件的事项。\n"
    assert cli("ls", "没有的事", "--lang", "en").out == "No item matches.\n"


@pytest.mark.parametrize(
    "words", [["--committee", "财政局"], ["--list", "other"], ["--state", "flying"], ["--committee", ""]]
)
def test_ls_by_a_name_nobody_has(ask, words):
    error = ask("ls", *words, code=3)["error"]
    assert error["hint"]


def test_json_gives_the_values_as_they_stand_in_the_file(ask):
    answer = ask("ls")
    assert answer["today"] == "2025-11-10"
    first = answer["items"][0]
    assert first["light"] == {"colour": "red", "word": "红", "reason": "逾期10天", "days": -10}
    assert first["fields"]["due"] == "2025-10-31"
    assert first["fields"]["milestones"][1] == {"id": "a2", "title": "形成报告", "due": "2025-10-31"}


@pytest.mark.parametrize("today", ["2025-10-31", "10月31日", "20251031", "2025年10月31日"])
def test_today_can_be_fixed(ask, today):
    light = ask("ls", "听取", today=today)["items"][0]["light"]
    assert light["days"] == 0


@pytest.mark.parametrize("reference", ["aa2222", "aa", "a", "1.1", "１.１", " 1.1 "])
def test_an_item_by_id_beginning_or_number(ask, reference):
    assert ask("show", reference)["item"]["id"] == "aa2222"


def test_a_beginning_that_fits_several_items_names_them(cli, ask):
    done = cli("show", "b")
    assert done.code == 3
    assert "bb3333 视察" in done.err
    assert "bc4444 调研" in done.err
    ask("show", "b", code=3)


@pytest.mark.parametrize("reference", ["zz", "9.9", "", "  ", "-"])
def test_an_item_nobody_has(ask, reference):
    ask("show", reference, code=3)


def test_show_prints_every_filled_field(cli):
    out = cli("show", "1.1").out
    for text in [
        "1.1  听取报告",
        "红 逾期10天",
        "预算工委",
        "40%",
        "推进中",
        "[a1] 制定方案 2025-09-30 2025-09-28",
        "[bgs] 办公室 配合 会务",
    ]:
        assert text in out
    assert "In progress" in cli("show", "1.1", "--lang", "en").out


def test_show_keeps_the_lines_of_a_long_text(root, cli):
    path = root / "lists" / "tasks.yaml"
    path.write_text(path.read_text("utf-8").replace("  progress: 40\n", "  goal: |\n    一\n    二\n"), "utf-8")
    lines = [line.split() for line in cli("show", "1.1").out.splitlines()]
    assert ["任务目标", "一"] in lines
    assert ["二"] in lines


def test_history_tells_who_what_from_what_to_what_and_why(cli, ask):
    cli("set", "aa", "due=11-15", "-m", "问卷回收不足")
    cli("log", "bb", "已联系")
    newest, second, first = ask("history")["revisions"]
    assert newest["author"] == "王"
    assert second["reason"] == "问卷回收不足"
    assert second["changes"][0] | {"title": ""} == {
        "what": "changed",
        "list": "tasks",
        "item": "aa2222",
        "title": "",
        "field": "due",
        "row": "",
        "column": "",
        "old": "2025-10-31",
        "new": "2025-11-15",
    }
    assert first["files"] == ["documents/doc.yaml", "tasklist.yaml"]
    assert len(ask("history", "-n", "1")["revisions"]) == 1
    only = ask("history", "aa")["revisions"]
    assert [revision["changes"][0]["what"] for revision in only] == ["changed", "added"]
    assert "完成时限 10-31 → 11-15" in cli("history", "1.1").out


def test_history_of_a_workspace_without_commits(tmp_path, type_):
    (tmp_path / "tasklist.yaml").write_text(SETTINGS, "utf-8")
    git(tmp_path, "init", "-q", "-b", "main")
    assert type_("history", "-w", str(tmp_path)).out == "还没有历史记录。\n"
    assert type_("ls", "-w", str(tmp_path)).out == "还没有事项。\n"
