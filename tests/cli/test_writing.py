"""add, set, advance, log, rm, undo, redo, identity: values of every type, refusals with what was expected."""

import pytest
from office import LIST, git, text_of

HEAD = ("rev-parse", "HEAD")


@pytest.mark.parametrize(
    ("pair", "field", "value"),
    [
        ("title=听取专项报告", "title", "听取专项报告"),
        ("工作任务=听取专项报告", "title", "听取专项报告"),
        ("Goal=形成意见", "goal", "形成意见"),
        ("goal=第一行\n第二行", "goal", "第一行\n第二行"),
        ("measure=3", "measure", 3),
        ("progress=60", "progress", 60),
        ("progress=60%", "progress", 60),
        ("进度=60％", "progress", 60),
        ("due=2025-11-15", "due", "2025-11-15"),
        ("due=11-15", "due", "2025-11-15"),
        ("due=9-30", "due", "2025-09-30"),
        ("due=9月30日", "due", "2025-09-30"),
        ("due=２０２５年９月３０日", "due", "2025-09-30"),
        ("due=2025/9/30", "due", "2025-09-30"),
        ("due=20250930", "due", "2025-09-30"),
        ("due=today", "due", "2025-11-10"),
        ("due=今天", "due", "2025-11-10"),
        ("due=+3d", "due", "2025-11-13"),
        ("due=＋1周", "due", "2025-11-17"),
        ("lead=法制工委", "lead", "fgw"),
        ("lead=法制", "lead", "fgw"),
        ("牵头单位=bgs", "lead", "bgs"),
        ("co=bgs,fgw", "co", ["bgs", "fgw"]),
        ("co=办公室，法制工委", "co", ["bgs", "fgw"]),
        ("co=办公室、法制工委；bgs", "co", ["bgs", "fgw"]),
        ("co=Office; Legal Committee", "co", ["bgs", "fgw"]),
        ("tags=重点、民生，公开", "tags", ["重点", "民生", "公开"]),
        ("status=paused", "status", "paused"),
        ("status=暂缓", "status", "paused"),
        ("method=007", "method", "007"),
        ("method=no", "method", "no"),
        ("method=a=b", "method", "a=b"),
        ("note=“引号”、: # - [x] {y}", "note", "“引号”、: # - [x] {y}"),
        ("goal＝全角等号", "goal", "全角等号"),
    ],
)
def test_a_value_of_each_type(root, ask, pair, field, value):
    answer = ask("set", "aa", pair)
    assert answer["changed"]
    assert answer["item"]["fields"][field] == value
    assert ask("show", "aa")["item"]["fields"][field] == value
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("pair", "place"),
    [
        ("milestones.a1.done=today", ("milestones", 0, "done", "2025-11-10")),
        ("milestones.a1.title=新方案", ("milestones", 0, "title", "新方案")),
        ("时间节点.a2.时限=11-20", ("milestones", 1, "due", "2025-11-20")),
        ("assignments.bgs.progress=60", ("assignments", 0, "progress", 60)),
        ("assignments.办公室.progress=60", ("assignments", 0, "progress", 60)),
        ("assignments.bgs.role=牵头", ("assignments", 0, "role", "lead")),
    ],
)
def test_a_column_of_a_row(ask, pair, place):
    field, number, column, value = place
    assert ask("set", "aa", pair)["item"]["fields"][field][number][column] == value


def test_several_columns_of_rows_at_once(ask):
    rows = ask("set", "aa", "milestones.a1.done=", "milestones.a2.done=10-30", "milestones.a2.title=报告")["item"]
    assert rows["fields"]["milestones"] == [
        {"id": "a1", "title": "制定方案", "due": "2025-09-30"},
        {"id": "a2", "title": "报告", "due": "2025-10-31", "done": "2025-10-30"},
    ]


def test_an_empty_value_removes_the_field_and_only_its_line(root, ask):
    ask("set", "aa", "progress=")
    assert text_of(root) == LIST.replace("  progress: 40\n", "")
    ask("set", "bb", "co=")
    assert "co" not in ask("show", "bb")["item"]["fields"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["set", "aa", "due=2025-02-30"], 1, "2025-02-30"),
        (["set", "aa", "due=很久"], 1, "2025-09-30"),
        (["set", "aa", "due=2025-02-29"], 1, "2025-02-29"),
        (["set", "aa", "progress=101"], 1, "100"),
        (["set", "aa", "progress=很多"], 1, "很多"),
        (["set", "aa", "progress=-1"], 1, "-1"),
        (["set", "aa", "measure=2"], 1, "1、3"),
        (["set", "aa", "status=flying"], 1, "draft"),
        (["set", "aa", "lead=财政局"], 3, "ysgw"),
        (["set", "aa", "lead=工委"], 3, "ysgw、fgw"),
        (["set", "aa", "co=bgs,财政局"], 3, "财政局"),
        (["set", "aa", "title="], 1, "title"),
        (["set", "aa", "title=   "], 1, "title"),
        (["set", "aa", "lead="], 1, "lead"),
        (["set", "aa", "start=2025-12-01"], 1, "2025-12-01"),
        (["set", "aa", "colour=red"], 3, "due"),
        (["set", "aa", "=red"], 3, "due"),
        (["set", "aa", "due"], 2, "due=2025-11-15"),
        (["set", "aa", "due.x=1"], 1, "due="),
        (["set", "aa", "milestones=x"], 1, "milestones."),
        (["set", "aa", "log.1.text=x"], 1, "log."),
        (["set", "aa", "milestones.zz.done=today"], 3, "a1、a2"),
        (["set", "aa", "milestones.a1.colour=x"], 3, "title"),
        (["set", "aa", "milestones.a1.id=zz"], 1, "title"),
        (["set", "aa", "milestones.a1.title="], 1, "milestones.title"),
        (["set", "aa", "milestones.a1.due=11-31"], 1, "11-31"),
        (["set", "aa", "assignments.bgs.committee=fgw"], 1, "duty"),
        (["set", "aa", "assignments.bgs.role=boss"], 1, "co"),
        (["set", "aa", "due=11-15", "progress=abc"], 1, "abc"),
        (["set", "zz", "due=11-15"], 3, "zz"),
        (["set", "b", "due=11-15"], 3, "bb3333"),
        (["add", ""], 1, "title"),
        (["add", "  "], 1, "title"),
        (["add", "x", "lead=财政局"], 3, "财政局"),
        (["add", "x", "--list", "other"], 3, "tasks"),
        (["advance", "aa", "close"], 1, "submit"),
        (["advance", "aa", "nowhere"], 1, "submit"),
        (["advance", "zz"], 3, "zz"),
        (["log", "aa", "  "], 1, ""),
        (["log", "zz", "x"], 3, "zz"),
        (["rm", "aa", "zz"], 3, "zz"),
        (["identity", "  "], 1, ""),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_does_not_fit_is_refused_and_nothing_changes(root, cli, words, code, told, language):
    head = git(root, *HEAD)
    done = cli(*words, "--lang", language)
    assert (done.code, done.out) == (code, "")
    assert told.replace("、", ", ") in done.err if language == "en" else told in done.err
    assert "Traceback" not in done.err
    assert "{" not in done.err
    assert text_of(root) == LIST
    assert git(root, *HEAD) == head


def test_what_was_wrong_before_does_not_stand_in_the_way(root, ask):
    path = root / "lists" / "tasks.yaml"
    path.write_text(LIST.replace("co: [ysgw]", "co: [gone]"), "utf-8")
    assert ask("set", "bb", "progress=5")["changed"]


def test_nothing_to_change(cli, ask):
    assert ask("set", "aa", "progress=40")["changed"] is False
    assert cli("set", "aa", "progress=40").out == "没有需要修改的内容。\n"


def test_add_puts_the_item_behind_the_last_of_its_measure(root, cli, ask):
    answer = ask("add", "视察数字农业", "measure=1", "lead=法制工委", "co=办公室", "due=12-20")
    item = answer["item"]
    assert item["number"] == "1.3"
    assert item["fields"]["status"] == "draft"
    assert [i["number"] for i in ask("ls")["items"]] == ["1.1", "1.2", "1.3", "3.1"]
    assert git(root, "log", "-1", "--format=%s").startswith("预算工委 · 视察数字农业：新增")
    assert cli("add", "又一项").out.endswith(" 又一项\n")


def test_a_change_of_text_says_what_it_saved(cli):
    assert cli("set", "1.1", "progress=50").out == "已保存：aa2222 听取报告\n"
    assert cli("rm", "1.1", "1.2").out == "已保存：2 项\n"


def test_the_reason_is_kept(root, cli):
    cli("set", "aa", "due=11-15", "-m", "问卷\n回收不足")
    message = git(root, "log", "-1", "--format=%B")
    assert message.splitlines()[0] == "预算工委 · 听取报告：完成时限 10-31 → 11-15（问卷 回收不足）"
    assert "Tasklist-Reason: 问卷 回收不足" in message


@pytest.mark.parametrize("way", [[], ["submit"], ["submitted"], ["申请销号"], ["Submit"]])
def test_advance_takes_the_next_step_or_the_one_named(ask, way):
    fields = ask("advance", "aa", *way, "成果形式=报告", "-m", "材料齐全")["item"]["fields"]
    assert (fields["status"], fields["progress"], fields["submitted_on"]) == ("submitted", 100, "2025-11-10")
    assert fields["log"][-1]["state"] == "submitted"
    assert fields["log"][-1]["text"] == "材料齐全"


def test_advance_asks_for_the_fields_it_needs(root, cli, ask):
    (root / "kinds").mkdir()
    (root / "kinds" / "task.yaml").write_text(
        "kind: task\ntransitions:\n- {id: submit, from: [doing], to: submitted, asks: [deliverable, method]}\n", "utf-8"
    )
    done = cli("advance", "aa")
    assert done.code == 1
    assert "成果形式、工作方式" in done.err
    assert cli("advance", "aa", "deliverable=报告").code == 1
    assert text_of(root) == LIST
    fields = ask("advance", "aa", "成果形式=报告", "method=座谈")["item"]["fields"]
    assert (fields["status"], fields["deliverable"], fields["method"]) == ("submitted", "报告", "座谈")


def test_what_a_state_requires_is_asked_when_it_is_entered(root, cli):
    path = root / "lists" / "tasks.yaml"
    path.write_text(LIST.replace("  lead: ysgw\n", ""), "utf-8")
    assert cli("advance", "aa", "deliverable=报告").code == 0  # missing before: no worse now
    path.write_text(LIST.replace("  lead: fgw\n", ""), "utf-8")
    assert cli("set", "bc", "status=doing").code == 1


def test_the_whole_workflow(ask):
    steps = [[], [], ["deliverable=报告"], ["return", "-m", "缺附件"], [], []]
    states = [ask("advance", "bc", *words)["item"]["fields"]["status"] for words in steps]
    assert states == ["issued", "doing", "submitted", "doing", "submitted", "done"]


def test_undo_and_redo(root, cli, ask):
    cli("set", "aa", "progress=50")
    cli("set", "aa", "progress=60")
    assert ask("undo")["subject"].endswith("50% → 60%")
    assert cli("undo").out == "已撤销：预算工委 · 听取报告：进度 40% → 50%\n"
    assert text_of(root) == LIST
    assert cli("undo").code == 1
    assert ask("redo")["subject"]
    assert cli("redo").code == 0
    assert "progress: 60" in text_of(root)
    assert ask("redo", code=1)["error"]["message"]
    assert git(root, "rev-list", "--count", "HEAD").strip() == "7"


def test_undo_brings_deleted_items_back_to_their_places(root, ask):
    ask("rm", "aa", "bb", "-m", "重复")
    assert [item["id"] for item in ask("ls")["items"]] == ["bc4444"]
    ask("undo")
    assert [item["id"] for item in ask("ls")["items"]] == ["aa2222", "bb3333", "bc4444"]


def test_undo_passes_over_files_edited_by_hand(root, cli, ask):
    cli("set", "aa", "progress=50")
    path = root / "tasklist.yaml"
    path.write_text(path.read_text("utf-8").replace("示例清单", "清单"), "utf-8")
    git(root, "commit", "-q", "-a", "-m", "x\n\nTasklist-Action: outside")
    assert ask("undo")["subject"].endswith("40% → 50%")


def test_two_people_without_an_address_do_not_undo_each_other(root, cli, ask):
    assert cli("identity", "王").code == 0
    cli("set", "aa", "progress=50")
    assert cli("identity", "李").code == 0
    assert ask("undo", code=1)["error"]["message"]
    assert cli("identity", "王").code == 0
    assert ask("undo")["subject"]


def test_undo_meets_a_later_change_of_somebody_else(root, cli, ask):
    cli("set", "aa", "progress=50")
    cli("identity", "李", "--email", "li@example.org")
    cli("set", "aa", "progress=70")
    cli("identity", "王", "--email", "wang@example.org")
    assert ask("undo", code=4)["error"]["hint"]
    assert "progress: 70" in text_of(root)


def test_identity_says_and_sets_who_you_are(root, cli, ask):
    assert ask("identity") == {"name": "王", "email": "wang@example.org", "by": "预算工委"}
    assert cli("identity", "赵", "--email", "zhao@example.org").out == "赵 <zhao@example.org> (赵)\n"
    assert git(root, "config", "--local", "user.name").strip() == "赵"


def test_log_appends_a_note_with_time_and_person(ask):
    entry = ask("log", "1.2", "已联系\n两家单位")["item"]["fields"]["log"][-1]
    assert (entry["by"], entry["text"]) == ("预算工委", "已联系\n两家单位")
    assert entry["at"].startswith("2025-11-10T08:")


def test_an_edit_touches_only_its_lines(root, cli):
    cli("set", "bb", "due=12-01", "title=视察青年人才")
    rest = [line for line in text_of(root).splitlines() if line != "  due: 2025-12-01"]
    assert rest == LIST.replace("title: 视察  # 尾注", "title: 视察青年人才  # 尾注").splitlines()
