"""Workspaces for the tests of the main screen: a real repository on disk, and the app on it."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from tasklist_tui import i18n
from tasklist_tui.services import setup
from tasklist_tui.services.session import Session
from tasklist_tui.tui.gateway import Opening
from tasklist_tui.tui.screens.work import WorkScreen
from tasklist_tui.tui.shell import Shell

TODAY = date(2025, 11, 10)

DOCUMENT = """\
title: 工作举措
measures:
- {number: 1, title: 规划纲要}
- {number: 2, title: 知识产权}
"""

TASKS = """\
title: 创新任务清单
kind: task
document: plan
year: 2025
items:
- id: aa2222
  title: 听取和审议规划纲要报告
  measure: 1
  lead: ysgw
  co: [bgs]
  goal: 形成审议意见并交办
  due: 2025-10-31
  status: doing
  progress: 40
  tags: [规划]
  milestones:
  - {id: m1, title: 制定方案, due: 2025-09-30, done: 2025-09-28}
  - {id: m2, title: 形成报告, due: 2025-11-15}
  - {id: m3, title: 提请审议, due: 2025-12-20}
  log:
  - {at: 2025-09-28T10:30:00+08:00, by: 预算工委, text: 方案已印发}
  - {at: 2025-10-28T09:00:00+08:00, by: 预算工委, text: "报告初稿 [红头] 形成"}
- id: bb3333
  title: 走访企业
  measure: 1
  lead: bgs
  due: 2025-11-30
  status: issued
- id: cc4444
  title: 知识产权执法检查
  measure: 2
  lead: fzgw
  due: 2025-11-14
  status: doing
- id: dd5555
  title: 典型案例汇编
  measure: 2
  lead: fzgw
  status: done
  done_on: 2025-10-20
  due: 2025-10-31
"""

OTHER = """\
title: 日常事务清单
kind: task
items:
- id: ee6666
  title: 编印信息专报
  lead: bgs
  due: 2025-11-12
  status: doing
"""


def git(root: Path, *argv: str) -> str:
    return subprocess.run(["git", *argv], cwd=root, check=True, capture_output=True).stdout.decode()


def make(folder: Path, *, name: str = "王", **lists: str) -> Path:
    """A workspace with the given lists (TASKS and OTHER when there are none) and a first commit.

    Each is made once for a process and copied: nothing in it names the folder that it lies in.
    """
    mould = _mould(name, tuple((lists or {"tasks": TASKS, "daily": OTHER}).items()))
    shutil.copytree(mould, folder, symlinks=True)
    return folder


@cache
def _mould(name: str, lists: tuple[tuple[str, str], ...]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="tasklist-mould-")) / "w"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    root = setup.init(
        folder,
        organisation="示例区人大常委会",
        committees=["bgs=办公室", "ysgw=预算工委", "fzgw=法制工委"],
        name=name,
        committee="ysgw",
    )
    (root / "documents").mkdir(exist_ok=True)
    (root / "documents" / "plan.yaml").write_text(DOCUMENT, "utf-8", newline="")
    for list_id, text in lists:
        (root / "lists" / f"{list_id}.yaml").write_text(text, "utf-8", newline="")
    session = Session.open(root, today=TODAY)
    session.commit_outside_changes()
    session.close()
    return root


def snapshot(root: Path):
    session = Session.open(root, today=TODAY)
    session.close()
    return session.snapshot


def app(root: Path, language: str = "en") -> Shell:
    """The program on a workspace, which has been read already."""
    i18n.set_language(language)
    opening = Opening.of(root, TODAY)
    opening.wait(20)
    return Shell(opening, today=TODAY)


async def settle(pilot) -> None:
    """Wait until nothing is being done any more, or a dialog waits for a person, and all of it is painted."""
    for turn in range(500):
        await pilot.pause()
        asking = len(pilot.app.screen_stack) > 1
        # A dialog above a screen that works is waited for by that screen's own work.
        waits = {"action"} if isinstance(pilot.app.screen, WorkScreen) else {"action", "work", "wish"}
        if not any(w.is_running and not (asking and w.group in waits) for w in pilot.app.workers if w.group != "watch"):
            if turn:  # what was waited for has just ended: let it be painted
                await pilot.pause()
            return
        await pilot.pause(0.01)
