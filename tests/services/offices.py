"""A server and several offices with a clone each, made of real repositories, for the tests of sync."""

import itertools
import shutil
import subprocess

import moulds
from sample_list import TODAY

from tasklist_tui.services import sync as syncing
from tasklist_tui.services.session import Session

SETTINGS = """\
title: 清单
organisation: 示例人大
language: zh
committees:
- {id: bgs, name: 办公室}
- {id: ysgw, name: 预算工委}
- {id: fzgw, name: 法制工委}
"""
EVENTS = """\
# 会议
events:
- {id: cw19, name: 第十九次常委会会议, date: 2025-11-28}
"""
TASKS = """\
title: 清单
kind: task
year: 2025
issued: 2025-08-25
items:
# 举措1
- id: aa2222
  title: 听取报告
  goal: |
    形成意见
    交办
    跟踪
  lead: ysgw
  co: [bgs]
  due: 2025-10-31
  status: doing
  milestones:
  - {id: m1, title: 方案, due: 2025-09-30}
  - {id: m2, title: 报告, due: 2025-10-20}
- id: bb3333
  title: 视察  # 尾注
  lead: bgs
  status: issued
# 举措2
- id: cc4444
  title: 审议议案
  lead: fzgw
  due_event: cw19
  due_text: 会前10日
  due: 2025-11-18
  status: doing
- id: dd5555
  title: 调研
  lead: fzgw
  co: [bgs, ysgw]
  status: issued
"""
MORE = """\
title: 更多
kind: task
year: 2025
items:
- id: ee6666
  title: 培训
  lead: bgs
  status: issued
- id: ff7777
  title: 座谈
  lead: bgs
  status: doing
"""
FILES = {"tasklist.yaml": SETTINGS, "events.yaml": EVENTS, "lists/tasks.yaml": TASKS, "lists/more.yaml": MORE}


def git(root, *argv, **more):
    """Run git as a colleague at a shell would; give what it printed."""
    done = subprocess.run(["git", *argv], cwd=root, check=False, capture_output=True, **more)
    assert done.returncode == 0, (argv, done.stdout, done.stderr)
    return done.stdout.decode()


def person(root, number):
    """Say who works in a clone."""
    git(root, "config", "user.name", f"人{number}")
    git(root, "config", "user.email", f"{number}@example.org")


def make_mould(folder, files=None):
    """Make `server.git` with a first commit, and a clone `0` of it; give the folder."""
    first = folder / "0"
    for path, text in (FILES if files is None else files).items():
        (first / path).parent.mkdir(parents=True, exist_ok=True)
        (first / path).write_text(text, "utf-8", newline="")
    git(folder, "init", "-q", "--bare", "-b", "main", "server.git")
    git(folder, "init", "-q", "-b", "main", "0")
    person(first, 0)
    git(first, "add", "-A")
    git(first, "commit", "-q", "-m", "开始")
    git(first, "remote", "add", "origin", str(folder / "server.git"))
    git(first, "push", "-q", "-u", "origin", "main")
    moulds.opened(first)
    return folder


def cast(mould, folder, count):
    """Copy a mould into `folder` with `count` clones, `0` and on; give their roots."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(mould / "server.git", folder / "server.git")
    roots = []
    for number in range(count):
        root = folder / str(number)
        shutil.copytree(mould / "0", root)
        config = root / ".git" / "config"
        text = config.read_text("utf-8").replace(str(mould), str(folder))
        config.write_text(text.replace("人0", f"人{number}").replace("0@example", f"{number}@example"), "utf-8")
        roots.append(root)
    return roots


def open_at(root):
    return Session.open(root, today=TODAY)


def sync(session, **more):
    return syncing.sync(session, progress=lambda *_: None, cancelled=lambda: False, **more)


def head(root, ref="HEAD"):
    return git(root, "rev-parse", ref).strip()


def assert_sound(*roots):
    """Nothing that git calls broken, and nothing that differs from the head."""
    for root in roots:
        assert git(root, "fsck", "--strict", "--no-dangling") == "", root
        assert git(root, "status", "--porcelain") == "", root


def minutes(hour=8):
    """Give a clock for `monkeypatch` that is a minute later at every look, from `hour` of 2025-11-10 on."""
    from datetime import timedelta

    from tasklist_tui.services import clock

    start = clock.now().replace(year=2025, month=11, day=10, hour=hour, minute=0, second=0)
    ticks = itertools.count()
    return lambda: start + timedelta(minutes=next(ticks))
