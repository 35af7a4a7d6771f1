"""Measure the history of a long repository beside git: `python tests/benchmarks/history.py [--commits N] [--runs N]`.

Everything in one run, on one repository (`long_history.py`): times are medians, `cpu` counts the processor time of all
processes taking part, which other work on the machine leaves alone.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tasklist_tui.domain.history_filter import HistoryFilter
from tasklist_tui.services import history, history_index
from tasklist_tui.services.session import Session
from tasklist_tui.services.timetravel import compare_moments, find_moment

TODAY = date(2025, 12, 1)


def git(folder: Path, *argv: str) -> bytes:
    return subprocess.run(["git", *argv], cwd=folder, check=True, capture_output=True).stdout


def cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def timed(runs: int, work: Callable[[], object], before: Callable[[], object] = lambda: None) -> dict[str, float]:
    """Median milliseconds on the clock and of processor time."""
    wall, spent = [], []
    for _ in range(runs):
        before()
        started, used = time.perf_counter(), cpu()
        work()
        wall.append(time.perf_counter() - started)
        spent.append(cpu() - used)
    return {"ms": round(statistics.median(wall) * 1000, 1), "cpu_ms": round(statistics.median(spent) * 1000)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "long"
        # In a process of its own, so that the memory it takes is not counted.
        counts = ("--commits", str(options.commits), "--items", str(options.items))
        subprocess.run(
            [sys.executable, str(Path(__file__).with_name("long_history.py")), str(root), *counts], check=True
        )
        session = Session.open(root, today=TODAY, sign=False)
        index = session.repo.state_dir / "history.sqlite"
        task_list = session.snapshot.workspace.task_list("main")
        if task_list is None:
            raise RuntimeError
        item = task_list.items[options.items // 2].id
        lines = (root / "lists" / "main.yaml").read_text("utf-8").split("\n")
        first = next(number for number, line in enumerate(lines, start=1) if line == f"- id: {item}")

        def forget() -> None:
            index.unlink(missing_ok=True)
            session.repo.close()

        def item_history() -> None:
            if not history.item_history(session, "main", item, limit=10_000):
                raise RuntimeError

        def page() -> None:
            if len(history.history_page(session, HistoryFilter()).revisions) < 50:
                raise RuntimeError

        def compare() -> None:
            fresh = Session.open(root, today=TODAY, sign=False)
            old, new = find_moment(fresh, "2025-10-01"), find_moment(fresh, "2025-11-01")
            if not compare_moments(fresh, old, new).items:
                raise RuntimeError
            fresh.close()

        def read_changed() -> None:
            """What comparing needs in any case: open the workspace, `git diff`, and read both versions of each list."""
            fresh = Session.open(root, today=TODAY, sign=False)
            ends = [git(root, "rev-list", "-1", f"--before={day}T00:00+08:00", "HEAD").decode().strip() for day in days]
            git(root, "diff", *ends)
            from tasklist_tui.storage.reader import read_list

            for name in ("main", "street", "rest"):
                for end in ends:
                    path = f"lists/{name}.yaml"
                    read_list(
                        name, path, git(root, "cat-file", "blob", f"{end}:{path}"), fresh.snapshot.workspace.kinds
                    )
            fresh.close()

        days = ("2025-10-02", "2025-11-02")
        result: dict[str, object] = {"commits": options.commits, "items": options.items}
        result["item_cold"] = timed(options.runs, item_history, forget)
        result["git_log_L"] = timed(
            options.runs, lambda: git(root, "log", f"-L{first},{first + 14}:lists/main.yaml", "--format=%h")
        )
        result["page_without_index"] = timed(options.runs, page, forget)
        forget()
        built = timed(1, lambda: history_index.extend(session))
        result["index"] = {
            **built,
            "commits_per_s": round(options.commits / built["ms"] * 1000),
            "commits_per_cpu_s": round(options.commits / built["cpu_ms"] * 1000),
            "megabytes": round(index.stat().st_size / 1e6, 1),
        }
        result["item_warm"] = timed(options.runs, item_history)
        result["page_warm"] = timed(options.runs, page)
        result["text_filter"] = timed(
            options.runs, lambda: history.history_page(session, HistoryFilter(text="进展99999"))
        )
        result["compare"] = timed(options.runs, compare)
        result["diff_and_parse"] = timed(options.runs, read_changed)
        result["peak_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        session.close()
        print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
