"""Make a workspace of N items with history: `python tests/benchmarks/generate.py DIR N`.

Items look like those of the sample: Chinese titles, measures, committees, dates around 2025, milestones and a log.
The same N gives the same bytes.
"""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

COMMITTEES = ["bgs", "yjs", "fzgw", "jcsfgw", "ysgw", "cjhzgw", "jkwwgw", "shjsgw", "nyncgw", "dbgw"]
NAMES = [
    "办公室",
    "研究室",
    "法制工委",
    "监察司法工委",
    "预算工委",
    "城建环资工委",
    "教科文卫工委",
    "社会建设工委",
    "农业农村工委",
    "代表工委",
]
WHAT = ["听取和审议专项工作报告", "开展专题调研", "组织视察", "跟踪监督审议意见落实", "开展执法检查", "举办面对面活动"]
WHERE = [
    "科技创新平台建设",
    "知识产权保护",
    "营商环境",
    "预算执行",
    "人工智能应用",
    "人才安居",
    "数字农业",
    "园区绿色转型",
]
STATES = ["issued", "doing", "doing", "doing", "submitted", "done"]
#: A file holds at most this many items; more items make more lists.
PER_LIST = 10_000
LETTERS = "abcdefghjkmnpqrstuvwxyz"


def item_lines(number: int, rng: random.Random) -> str:
    """One item as a person would write it, about 450 bytes."""
    due = date(2025, 9, 1) + timedelta(days=rng.randrange(200))
    state = rng.choice(STATES)
    lead, co = rng.sample(COMMITTEES, 2)
    first = due - timedelta(days=30)
    made = "".join(LETTERS[(number // 23**power) % 23] for power in range(5))
    by = NAMES[COMMITTEES.index(lead)]
    lines = [
        f"- id: q{made}",
        f"  title: {rng.choice(WHAT)}：{rng.choice(WHERE)}情况（第{number}项）",
        f"  measure: {number % 12 + 1}",
        f"  lead: {lead}",
        f"  co: [{co}]",
        "  goal: 形成审议意见并交办",
        f"  due_text: {due.month}月底前",
        f"  due: {due}",
        f"  progress: {100 if state in {'submitted', 'done'} else rng.randrange(10, 90)}",
        f"  status: {state}",
    ]
    if state == "done":
        lines.append(f"  done_on: {due - timedelta(days=1)}")
    if state == "submitted":
        lines.append(f"  submitted_on: {due - timedelta(days=1)}")
    done = f", done: {first}" if state != "issued" else ""
    lines += [
        "  milestones:",
        f"  - {{id: a1, title: 制定工作方案, due: {first}{done}}}",
        f"  - {{id: a2, title: 形成报告, due: {due}}}",
        "  log:",
        f"  - {{at: 2025-09-0{rng.randrange(1, 9)}T10:30:00+08:00, by: {by}, text: 方案已印发}}",
    ]
    return "\n".join(lines) + "\n"


def generate(root: Path, count: int) -> Path:
    """Write the workspace and commit it; gives its folder."""
    rng = random.Random(count)
    for folder in ("lists", "documents"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    committees = "".join(f"- {{id: {i}, name: {n}}}\n" for i, n in zip(COMMITTEES, NAMES, strict=True))
    (root / "tasklist.yaml").write_text(
        f"title: 性能测试清单\norganisation: 测试机关\nlanguage: zh\ncommittees:\n{committees}", "utf-8", newline="\n"
    )
    measures = "".join(f"- {{number: {n}, title: 第{n}项举措}}\n" for n in range(1, 13))
    (root / "documents" / "doc.yaml").write_text(f"title: 文件\nmeasures:\n{measures}", "utf-8", newline="\n")
    for number, first in enumerate(range(0, max(count, 1), PER_LIST)):
        items = "".join(item_lines(n, rng) for n in range(first, min(first + PER_LIST, count)))
        head = f"title: 工作任务清单{number}\nkind: task\ndocument: doc\nyear: 2025\nissued: 2025-08-25\nitems:\n"
        (root / "lists" / f"tasks-{number}.yaml").write_text(head + items, "utf-8", newline="\n")
    for argv in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "预算工委"],
        ["config", "user.email", "ysgw@example.org"],
        ["add", "-A"],
        ["commit", "-q", "-m", "印发清单"],
    ):
        subprocess.run(["git", *argv], cwd=root, check=True)
    return root


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
