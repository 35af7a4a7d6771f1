"""advance with rows: urging, extension, close-out, return; what is refused, what the history says, and counts."""

import pytest
from office import git, text_of


def subject(root):
    return git(root, "log", "-1", "--format=%s").strip().partition("：")[2]


def test_an_urging_and_its_answer(root, cli, ask):
    (row,) = ask("advance", "aa", "urge", "level=督办", "answer_due=+5d", "-m", "报告未交")["item"]["fields"]["urges"]
    assert {name: row[name] for name in row if name != "id"} == {
        "on": "2025-11-10",
        "level": "supervise",
        "by": "预算工委",
        "reason": "报告未交",
        "answer_due": "2025-11-15",
    }
    assert "督办（答复时限 11-15）" in subject(root)
    assert subject(root).startswith("催办")
    shown = cli("show", "aa").out
    assert "督办（答复时限 11-15）" in shown
    assert "事由 报告未交" in shown
    assert row["id"] not in shown
    fields = ask("advance", "aa", "答复催办", "answer=明日报送")["item"]["fields"]
    assert (fields["urges"][0]["answered"], fields["status"]) == ("2025-11-10", "doing")
    assert subject(root) == "催办 答复 明日报送"


def test_an_extension_asked_for_and_granted(root, ask):
    row = (
        ask("advance", "bc", "issue")
        and ask("advance", "bc", "申请延期", "新时限=12-15", "理由=问卷回收不足", today="2025-11-14")["item"]["fields"][
            "extensions"
        ][0]
    )
    assert (row["from_due"], row["to_due"], row["decision"]) == ("2025-11-14", "2025-12-15", "asked")
    assert "11-14 → 12-15（待批）" in subject(root)
    fields = ask("advance", "bc", "grant")["item"]["fields"]
    assert (fields["due"], fields["extensions"][0]["decision"]) == ("2025-12-15", "approved")
    assert subject(root) == "完成时限 11-14 → 12-15；延期 审批 待批 → 同意"


def test_a_refused_extension_says_why(root, cli, ask):
    ask("advance", "bc", "issue")
    ask("advance", "bc", "extend", "to_due=12-15", "reason=人手不足")
    assert cli("advance", "bc", "refuse").code == 1
    fields = ask("advance", "bc", "refuse", "-m", "时间够用")["item"]["fields"]
    assert (fields["due"], fields["extensions"][0]["decision"]) == ("2025-11-14", "refused")
    assert subject(root).startswith("延期 审批 待批 → 不同意；进展")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["aa", "urge"], 1, ["级别", "答复时限"]),
        (["aa", "urge", "level=督办"], 1, ["答复时限"]),
        (["aa", "urge", "level=大喊", "answer_due=+5d"], 1, ["大喊"]),
        (["aa", "urge", "level=督办", "answer_due=不久"], 1, ["不久"]),
        (["aa", "urge", "lvl=督办"], 3, ["lvl", "级别"]),
        (["aa", "extend", "to_due=2025-12-01", "reason=x"], 1, ["申请延期", "2025-10-31"]),
        (["aa", "answer", "answer=x"], 1, ["答复催办", "催办"]),
        (["aa", "grant"], 1, ["同意延期", "延期"]),
        (["aa", "return"], 1, ["退办"]),
        (["aa"], 1, ["成果形式"]),
        (["bc", "urge", "level=督办", "answer_due=+5d"], 1, ["催办", "拟定"]),
    ],
)
def test_what_cannot_be_done_says_why_and_nothing_changes(root, cli, words, code, told):
    before = text_of(root)
    done = cli("advance", *words)
    assert done.code == code
    assert all(word in done.err for word in told), done.err
    assert text_of(root) == before


def test_an_extension_leads_to_a_later_day_and_is_given_once(cli, ask):
    ask("advance", "bc", "issue")
    assert "2025-11-14" in cli("advance", "bc", "extend", "to_due=11-12", "reason=x").err
    ask("advance", "bc", "extend", "to_due=12-15", "reason=x")
    assert cli("advance", "bc", "extend", "to_due=12-20", "reason=x").code == 1
    ask("advance", "bc", "grant")
    assert cli("advance", "bc", "extend", "to_due=12-20", "reason=x").code == 1


def test_a_return_is_told_by_its_name(root, cli, ask):
    ask("advance", "aa", "deliverable=调研报告")
    assert cli("advance", "aa", "return").code == 1
    ask("advance", "aa", "return", "-m", "缺附件")
    assert "进展" in subject(root)
    assert "缺附件" in subject(root)
    assert "退办" in cli("show", "aa").out


def test_undo_takes_an_urging_back(root, ask):
    before = text_of(root)
    ask("advance", "aa", "urge", "level=提醒", "answer_due=+5d")
    ask("undo")
    assert text_of(root) == before


def test_counts_by_committee_list_and_measure(cli, ask):
    ask("advance", "aa", "urge", "level=提醒", "answer_due=+5d")
    ask("advance", "aa", "urge", "level=督办", "answer_due=+7d")
    answer = ask("counts")
    groups = {group["id"]: group for group in answer["groups"]}
    assert list(groups) == ["bgs", "ysgw", "fgw"]
    assert groups["ysgw"]["name"] == "预算工委"
    assert (groups["ysgw"]["urged"], groups["ysgw"]["urgings"], groups["ysgw"]["levels"]) == (
        1,
        2,
        {"remind": 1, "supervise": 1},
    )
    assert (answer["total"]["items"], answer["total"]["red"], answer["total"]["unanswered"]) == (3, 1, 2)
    assert [group["id"] for group in ask("counts", "--by", "measure")["groups"]] == ["1", "3"]
    assert [group["name"] for group in ask("counts", "--by", "list", "--list", "tasks")["groups"]] == ["清单"]
    lines = cli("counts").out.splitlines()
    assert len(lines) == 5
    assert "1 (2×)" in lines[2]
    assert cli("counts", "--list", "none").code == 3


def test_lists_that_only_keep_record_count_when_they_are_named(root, ask):
    stations = "title: 联络站\nkind: station\nitems:\n- {id: st2222, title: 东街站, status: running}\n"
    (root / "lists" / "stations.yaml").write_text(stations, "utf-8")
    assert ask("counts")["total"]["items"] == 3
    assert ask("counts", "--list", "stations")["total"]["items"] == 1
