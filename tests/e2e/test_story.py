"""One whole story by keys in a real terminal; what happened is then read with plain git."""

import subprocess

import pytest

from .screen import TMUX, Screen

pytestmark = pytest.mark.skipif(TMUX is None, reason="needs tmux")


def git(folder, *arguments):
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True).stdout.decode()


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "h"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_a_day_at_the_office(home, columns, rows):
    demo = home / "demo"
    with Screen("demo", "--dir", str(demo), "--today", "2025-11-10", home=home, columns=columns, rows=rows) as screen:
        folder = demo / "qiantang"
        screen.wait("芯片") if rows > 30 else screen.wait("3.1")
        commits = int(git(folder, "rev-list", "--count", "HEAD"))

        # Filter to a committee, and to the one task.
        screen.type("/@预算工委 芯片")
        screen.wait("1 项")
        screen.press("Enter").wait("筛选：@预算工委 芯片")

        # Edit the title with Chinese text.
        screen.type("e").wait("工作任务")
        screen.type("（修订稿）").wait("议事和入企调研（修订稿）")
        screen.press("C-s").wait("已保存")

        # Mark a milestone done, advance the workflow, take the last one back.
        screen.type("m")
        screen.wait(lambda text: "节点" in text and ("已保存" in text or "回车" in text or "Enter" in text))
        if "已保存" not in screen.text().splitlines()[-2]:
            screen.press("Enter")
        screen.wait(lambda _: int(git(folder, "rev-list", "--count", "HEAD")) == commits + 2)
        screen.type("a").wait("成果形式 *")
        screen.type("圆桌会议纪要").press("Enter", "Enter")
        screen.wait(lambda _: int(git(folder, "rev-list", "--count", "HEAD")) == commits + 3)
        screen.wait("逾期10天申")
        screen.type("u").wait("已撤销")

        # Share it.
        screen.type("s").wait("将发出的修改")
        screen.press("Enter")
        screen.wait(lambda _: git(folder, "rev-parse", "HEAD") == git(folder, "rev-parse", "origin/main"))
        screen.wait("已发送 4")
        screen.press("Escape").wait("╭─ 同步", gone=True)
        screen.type("q").wait("exit code 0")

    subjects = git(folder, "log", "-4", "--format=%s").splitlines()[::-1]
    assert subjects[0].startswith("办公室 · 开展芯片产业圆桌会议事和入企调研（修订稿）：工作任务 ")
    assert "完成日期 （空） → 2025-11-10" in subjects[1]
    assert "推进中 → 申请销号" in subjects[2]
    assert subjects[3].startswith("办公室 · ")
    assert "撤销：" in subjects[3]
    assert git(folder, "status", "--porcelain") == ""

    colleague = home / "colleague"
    git(home, "clone", "-q", str(demo / "remotes" / "qiantang.git"), str(colleague))
    text = (colleague / "lists" / "tasks-2025.yaml").read_text("utf-8")
    assert text == (folder / "lists" / "tasks-2025.yaml").read_text("utf-8")
    assert text.count("开展芯片产业圆桌会议事和入企调研（修订稿）") == 1
    assert text.count("status: submitted") == 2
