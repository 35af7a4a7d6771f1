"""The workspace that the tests of the command line work on, and plain git beside it."""

import subprocess
import sys
from functools import cache

import moulds

LIST = """\
title: 清单
kind: task
document: doc
year: 2025
issued: 2025-08-25
items:
# 举措1
- id: aa2222
  title: 听取报告
  measure: 1
  lead: ysgw
  due: 2025-10-31
  progress: 40
  status: doing
  milestones:
  - {id: a1, title: 制定方案, due: 2025-09-30, done: 2025-09-28}
  - {id: a2, title: 形成报告, due: 2025-10-31}
  assignments:
  - {committee: bgs, role: co, duty: 会务}
- id: bb3333
  title: 视察  # 尾注
  measure: 1
  lead: bgs
  co: [ysgw]
  status: issued
- id: bc4444
  title: 调研
  measure: 3
  lead: fgw
  due: 2025-11-14
  status: draft
"""
SETTINGS = """\
title: 示例清单
organisation: 示例人大
language: zh
committees:
- {id: bgs, name: 办公室, name_en: Office}
- {id: ysgw, name: 预算工委, name_en: Budget Committee}
- {id: fgw, name: 法制工委, name_en: Legal Committee}
people:
- {name: 王, committee: ysgw}
"""
DOCUMENT = "title: 文件\nmeasures:\n- {number: 1, title: 一}\n- {number: 3, title: 三}\n"
PROGRAM = [sys.executable, "-m", "tasklist_tui"]


def git(root, *argv, code=0):
    done = subprocess.run(["git", *argv], cwd=root, check=False, capture_output=True)
    assert done.returncode == code, (argv, done.stdout, done.stderr)
    return done.stdout.decode()


def make(folder, files):
    """Make a workspace of `files` (path → text or bytes) with a first commit, in which the program worked before."""
    return moulds.cast(_mould(tuple(files.items())), folder)


@cache
def _mould(files):
    folder = moulds.empty()
    for path, data in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if isinstance(data, bytes) else data.encode())
    git(folder, "init", "-q", "-b", "main")
    with (folder / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write("[user]\n\tname = 王\n\temail = wang@example.org\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "开始")
    moulds.opened(folder)
    return folder


def text_of(root):
    return (root / "lists" / "tasks.yaml").read_text("utf-8")
