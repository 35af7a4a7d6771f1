"""sync, init, clone between real folders: what people read, exit codes, JSON; nothing is changed by a refusal."""

import json

import pytest
from office import git, text_of

from tasklist_tui.cli.main import run


def test_changes_of_different_fields_meet(root, cli, ask, other):
    cli("set", "aa", "due=11-15")
    other("set", "aa", "progress=60")
    assert other("sync").out == "已发送 1 次修改，收到 0 次修改\n"
    answer = ask("sync")
    assert (answer["ok"], answer["received"], answer["conflicts"]) == (True, 1, [])
    assert [(change["field"], change["new"]) for change in answer["incoming"]] == [("progress", 60)]
    assert other("sync").code == 0
    assert text_of(root) == text_of(other.folder)
    assert ask("sync")["sent"] == 0


def test_an_overlap_is_refused_naming_both_values_and_nothing_changes(root, cli, ask, server, other):
    other("set", "aa", "due=11-20", "milestones.a2.due=11-18")
    other("sync")
    cli("set", "aa", "due=11-15", "milestones.a2.due=11-12", "note=我的")
    before = git(root, "rev-parse", "HEAD"), git(server, "rev-parse", "main"), text_of(root)
    done = cli("sync")
    assert done.code == 4
    assert "听取报告  完成时限  " in done.out
    for text in ("2025-11-20", "2025-11-15", "“形成报告”", "2025-11-18", "2025-11-12"):
        assert text in done.out
    answer = ask("sync", code=4)
    assert not answer["ok"]
    assert {(c["field"], c["column"], c["ours"], c["theirs"]) for c in answer["conflicts"]} == {
        ("due", "", "2025-11-15", "2025-11-20"),
        ("milestones", "due", "2025-11-12", "2025-11-18"),
    }
    assert (git(root, "rev-parse", "HEAD"), git(server, "rev-parse", "main"), text_of(root)) == before
    assert git(root, "status", "--porcelain") == ""


def test_a_deleted_item_that_somebody_edited_is_named(cli, other):
    other("rm", "aa")
    other("sync")
    cli("set", "aa", "due=11-15")
    done = cli("sync", "--lang", "en")
    assert done.code == 4
    assert "听取报告" in done.out
    assert "(deleted)" in done.out


def test_settings_changed_on_both_sides_name_the_file(root, cli, other):
    for folder, days in ((other.folder, 3), (root, 9)):
        path = folder / "tasklist.yaml"
        path.write_text(path.read_text("utf-8") + f"lights: {{soon_workdays: {days}}}\n", "utf-8")
    assert other("sync").code == 0
    done = cli("sync")
    assert done.code == 4
    assert "tasklist.yaml" in done.out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_server_is_5_with_what_to_do(cli, ask, language):
    done = cli("sync", "--lang", language)
    assert done.code == 5
    assert len(done.err.splitlines()) == 2
    ask("sync", code=5)


@pytest.mark.parametrize(
    "url",
    ["{tmp}/nowhere.git", "file:///nowhere/at/all.git", "http://127.0.0.1:9/x.git", "https://localhost:1/x.git"],
)
def test_a_server_that_cannot_be_reached_is_5_and_the_work_stays(root, cli, ask, tmp_path, url):
    git(root, "remote", "add", "origin", url.format(tmp=tmp_path))
    cli("set", "aa", "progress=60")
    error = ask("sync", code=5)["error"]
    assert error["hint"]
    assert "progress: 60" in text_of(root)


def test_a_server_is_set_by_sync(root, cli, tmp_path):
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "new.git")
    assert cli("sync", "--remote", str(tmp_path / "new.git")).code == 0
    assert git(tmp_path / "new.git", "rev-parse", "main") == git(root, "rev-parse", "HEAD")
    assert cli("sync", "--remote", "--upload-pack=evil").code in {1, 2}
    assert cli("sync", "--remote=--upload-pack=evil").code == 1


INIT = ["--organisation", "示例人大", "--committee", "办公室", "--committee", "ysgw=预算工委", "--name", "王"]


def test_init_makes_a_workspace_that_works(tmp_path, type_):
    folder = tmp_path / "新 工作区"
    done = type_("init", str(folder), *INIT, "--own-committee", "预算工委", today=None)
    assert done.code == 0
    assert str(folder) in done.out
    assert type_("check", "-w", str(folder)).code == 0
    assert type_("ls", "-w", str(folder)).out == "还没有事项。\n"
    assert type_("add", "第一项", "lead=办公室", "-w", str(folder)).code == 0
    assert git(folder, "log", "-1", "--format=%s").startswith("预算工委 · 第一项")
    assert git(folder, "status", "--porcelain") == ""


def test_init_in_english_and_as_json(tmp_path, capsys):
    folder = tmp_path / "office"
    words = ["init", str(folder), "--organisation", "Office", "--committee", "Budget", "--name", "W", "--lang", "en"]
    assert run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"schema": 1, "command": "init", "path": str(folder)}
    assert "language: en" in (folder / "tasklist.yaml").read_text("utf-8")
    assert git(folder, "log", "-1", "--format=%s").startswith("Workspace of")


@pytest.mark.parametrize("committees", ["办公室,预算工委", "办公室，预算工委", "办公室、预算工委"])
def test_init_asks_for_what_was_not_given(tmp_path, type_, monkeypatch, committees):
    answers = iter(["示例人大", committees, "王", "预算工委"])
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or next(answers))
    folder = tmp_path / "new"
    assert type_("init", str(folder), "--lang", "zh", today=None).code == 0
    assert len(asked) == 4
    settings = (folder / "tasklist.yaml").read_text("utf-8")
    assert settings.count("name:") == 3
    assert type_("identity", "-w", str(folder)).out.endswith("(预算工委)\n")


def test_init_ended_by_ctrl_d_makes_nothing(tmp_path, type_, monkeypatch):
    def ended(_question):
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", ended)
    assert type_("init", str(tmp_path / "new"), today=None).code == 130
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("missing", ["--organisation", "--committee", "--name"])
def test_init_without_a_terminal_names_the_option_that_is_missing(tmp_path, type_, missing):
    words = {"--organisation": "甲", "--committee": "乙", "--name": "丙"}
    del words[missing]
    done = type_("init", str(tmp_path / "new"), *[word for pair in words.items() for word in pair], today=None)
    assert done.code == 1
    assert missing in done.err
    assert not (tmp_path / "new").exists()


def test_init_never_overwrites(tmp_path, type_):
    folder = tmp_path / "used"
    (folder / "lists").mkdir(parents=True)
    (folder / "lists" / "tasks.yaml").write_text("mine", "utf-8")
    assert type_("init", str(folder), *INIT, today=None).code == 1
    assert (folder / "lists" / "tasks.yaml").read_text("utf-8") == "mine"
    (tmp_path / "file").write_text("x", "utf-8")
    assert type_("init", str(tmp_path / "file"), *INIT, today=None).code == 1
    assert type_("init", str(tmp_path / "a"), *INIT, "--own-committee", "财政局", today=None).code == 1


def test_init_again_sets_only_who_you_are_and_the_server(root, type_, tmp_path):
    before = text_of(root), git(root, "rev-parse", "HEAD")
    assert type_("init", str(root), *INIT, "--remote", str(tmp_path / "s.git"), today=None).code == 0
    assert (text_of(root), git(root, "rev-parse", "HEAD")) == before
    assert git(root, "remote", "get-url", "origin").strip() == str(tmp_path / "s.git")


@pytest.mark.parametrize(
    "name", ["甲: 乙", "# x", "- y", "a'b\"c", "{x}", "%s", "no", "1.0", "\x1b[31mred", "x" * 3000]
)
def test_init_with_odd_names(tmp_path, type_, name):
    folder = tmp_path / "odd"
    words = ["--organisation", name, "--committee", f"c1={name}", "--name", "王"]
    assert type_("init", str(folder), *words, today=None).code == 0
    assert type_("check", "-w", str(folder)).code == 0
    assert type_("add", name, "lead=c1", "-w", str(folder)).code == 0
    assert "\x1b" not in type_("ls", "-w", str(folder)).out


def test_clone_copies_or_leaves_nothing(tmp_path, type_, server):
    folder = tmp_path / "copy"
    answer = json.loads(type_("clone", str(server), str(folder), "--json", today=None).out)
    assert answer["path"] == str(folder)
    assert "听取报告" in type_("ls", "-w", str(folder)).out
    assert type_("clone", str(server), str(folder), today=None).code == 1
    done = type_("clone", str(tmp_path / "nowhere"), str(tmp_path / "second"), today=None)
    assert done.code == 5
    assert not (tmp_path / "second").exists()
    assert not list(tmp_path.glob(".second*"))


def test_clone_of_something_else(tmp_path, type_):
    git(tmp_path, "init", "-q", "-b", "main", "plain")
    (tmp_path / "plain" / "x").write_text("x", "utf-8")
    git(tmp_path / "plain", "add", "x")
    git(tmp_path / "plain", "-c", "user.name=x", "-c", "user.email=x", "commit", "-q", "-m", "x")
    done = type_("clone", str(tmp_path / "plain"), str(tmp_path / "copy"), today=None)
    assert done.code == 3
    assert "tasklist init" in done.err
