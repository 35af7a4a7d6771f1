"""Measure the merge of two lists: `python tests/benchmarks/merging.py [--items 2000] [--changes 100]`.

Each side changes that many items of its own choice: values, notes, comments, new and deleted items, moves.  The floor
is `git merge-file` on the same texts.  Reading the three versions is not counted: the program keeps what it has read.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from generate import item_lines

from tasklist_tui.domain.model import TaskList
from tasklist_tui.services.list_merging import merge_list_texts
from tasklist_tui.storage.kindfiles import builtin_kinds
from tasklist_tui.storage.reader import read_list

HEAD = "title: 工作任务清单\nkind: task\nyear: 2025\nitems:\n"


def changed(blocks: list[str], count: int, seed: int) -> str:
    """Give the text of a list with `count` items changed, as many kinds of change as people make."""
    rng = random.Random(seed)
    made = list(blocks)
    for number in sorted(rng.sample(range(len(blocks)), count), reverse=True):
        match rng.randrange(10):
            case 0:
                made[number] = f"# 注 {seed}-{number}\n" + made[number]
            case 1:
                del made[number]
            case 2:
                made.insert(number, item_lines(100_000 * seed + number, rng))
            case 3:
                made.insert(rng.randrange(len(made)), made.pop(number))
            case 4 | 5:
                made[number] += f"  - {{at: 2025-09-2{seed}T09:00:00+08:00, by: 预算工委, text: 已报送}}\n"
            case 6:
                made[number] = re.sub(r"status: \w+", "status: paused", made[number])
            case _:
                made[number] = re.sub(r"progress: \d+", f"progress: {rng.randrange(10, 90)}", made[number])
    return HEAD + "".join(made)


def measure(items: int, changes: int, runs: int) -> dict[str, float]:
    """Give the median times of our merge and of git's, in milliseconds."""
    rng = random.Random(items)
    blocks = [item_lines(number, rng) for number in range(items)]
    texts = (HEAD + "".join(blocks), changed(blocks, changes, 1), changed(blocks, changes, 2))
    kinds = builtin_kinds()
    path = "lists/x.yaml"
    ours: list[float] = []
    asked = 0
    for _ in range(runs):
        lists: tuple[TaskList, ...] = tuple(read_list("x", path, text.encode(), kinds)[0] for text in texts)
        started = time.perf_counter()
        merged = merge_list_texts(path, texts, (lists[0], lists[1], lists[2]), kinds, lambda _c: _theirs())
        ours.append(time.perf_counter() - started)
        asked = len(merged.answered)
    floor = [git_merge_file(texts) for _ in range(runs)]
    a, b = statistics.median(ours) * 1000, statistics.median(floor) * 1000
    return {"merge_ms": a, "git_merge_file_ms": b, "ratio": a / b, "answered": asked, "bytes": len(texts[0].encode())}


def _theirs() -> object:
    from tasklist_tui.domain.conflicts import Answer, Choice

    return Answer(Choice.THEIRS)


def git_merge_file(texts: tuple[str, str, str]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in zip(("base", "ours", "theirs"), texts, strict=True):
            (Path(folder) / name).write_text(text, "utf-8", newline="")
        started = time.perf_counter()
        subprocess.run(
            ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=folder, check=False, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    print(json.dumps(measure(options.items, options.changes, options.runs), indent=1))


if __name__ == "__main__":
    main()
