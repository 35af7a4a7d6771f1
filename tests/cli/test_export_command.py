"""export: the chosen items, in the format named, in a file that is written whole or not at all."""

import json

import pytest


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder that the command is typed in."""
    folder = tmp_path / "导出"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_the_suffix_says_the_format(cli, here):
    done = cli("export", "-o", "清单.json")
    assert (done.code, done.out, done.err) == (0, "已写入：清单.json\n", "")
    lists = json.loads((here / "清单.json").read_bytes())["lists"]
    assert [item["id"] for item in lists[0]["items"]] == ["aa2222", "bb3333", "bc4444"]


def test_without_a_name_the_title_and_the_day_are_the_name(cli, here):
    assert cli("export", "--format", "md").code == 0
    assert [path.name for path in here.iterdir()] == ["清单 2025-11-10.md"]


def test_standard_output_takes_nothing_but_the_file(cli, here):
    done = cli("export", "--format", "md", "-o", "-")
    assert done.code == 0
    assert done.out.startswith("# 清单\n")
    assert "| 3.1 | 黄 · 剩4个工作日 | 调研 | 法制工委 |" in done.out
    assert list(here.iterdir()) == []


def test_conditions_choose_the_items(here, ask):
    assert ask("export", "tasks", "--committee", "法制工委", "-o", "a.csv", "--force")["items"] == 1
    assert ask("export", "--state", "推进中", "-o", "a.csv", "--force")["items"] == 1
    assert ask("export", "--light", "red", "-o", "a.csv", "--force")["items"] == 1


def test_a_file_that_is_there_is_left_alone_unless_forced(cli, here):
    (here / "a.md").write_text("mine")
    done = cli("export", "-o", "a.md")
    assert done.code == 1
    assert "a.md 已经存在" in done.err
    assert "--force" in done.err
    assert (here / "a.md").read_text() == "mine"
    assert cli("export", "-o", "a.md", "--force").code == 0
    assert (here / "a.md").read_text("utf-8").startswith("# 清单")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["-o", "a.doc"], 2, ".doc"),
        (["--format", "pdf", "-o", "a.md"], 2, "pdf"),
        (["-o", "-"], 2, "--format"),
        (["--format", "md", "-o", "-", "--json"], 2, "--json"),
        (["--format", "md", "-o", "no/such/a.md"], 1, "no/such"),
        (["--format", "md", "-o", "."], 1, "文件夹"),
        (["nolist", "-o", "a.md"], 3, "nolist"),
        (["--light", "grey", "-o", "a.md", "--state", "done"], 1, "没有可导出的事项"),
        (["-o", "a.md", "--set", "wide"], 2, "wide"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_no_file(cli, here, words, code, told):
    done = cli("export", *words)
    assert done.code == code
    assert told in done.err + done.out
    assert list(here.iterdir()) == []


def test_the_same_workspace_and_day_give_the_same_bytes(cli, here):
    for name in ("a", "b"):
        assert cli("export", "-o", f"{name}.json").code == 0
    assert (here / "a.json").read_bytes() == (here / "b.json").read_bytes()
