"""Measure the real program against floors of the same run: `python tests/benchmarks/run.py [--sizes 50,1000,10000]`.

Every figure stands beside its floor and as a ratio, because machines differ and are noisy; medians of several runs.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from generate import generate
from terminal import Terminal

EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    CSS = "Static { dock: bottom; height: 1; }"
    def compose(self):
        yield Static("LAST-ROW")
Empty().run()
"""
TODAY = "2025-11-10"
PROGRAM = [sys.executable, "-m", "tasklist_tui"]


def timed(argv: list[str], cwd: Path | None = None) -> float:
    started = time.perf_counter()
    subprocess.run(argv, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def start_up(folder: Path, runs: int) -> dict[str, float]:
    """First useful paint: an item of the list is on the screen and the keys at the foot."""

    def useful(text: str) -> bool:
        return "项）" in text and "?" in text.splitlines()[-1]

    ours, floor, memory = [], [], []
    argv = [*PROGRAM, "-w", str(folder), "--today", TODAY, "--lang", "zh"]
    for _ in range(runs):
        with Terminal([sys.executable, "-c", EMPTY_APP]) as terminal:
            floor.append(terminal.first_paint(lambda text: "LAST-ROW" in text))
        with Terminal(argv) as terminal:
            ours.append(terminal.first_paint(useful))
            memory.append(terminal.peak_memory())
    a, b = statistics.median(ours), statistics.median(floor)
    return {"first_paint_s": a, "empty_app_s": b, "ratio": a / b, "peak_mib": statistics.median(memory)}


def keys(folder: Path, names: list[str], count: int) -> dict[str, float]:
    """Key to the first and to the last change of the screen; `names` are pressed before, to get to the view.

    The first is the cursor; the last includes the pane that shows the item in full.
    """
    argv = [*PROGRAM, "-w", str(folder), "--today", TODAY, "--lang", "zh"]
    with Terminal(argv) as terminal:
        terminal.first_paint(lambda text: "项）" in text)
        terminal.settle(1.0)
        for name in names:
            terminal.key(name, 0.5)
        taken = [pair for pair in (terminal.key("down") for _ in range(count)) if pair is not None]
    result: dict[str, float] = {"keys": len(taken)}
    for name, values in (("first", [pair[0] for pair in taken]), ("full", [pair[1] for pair in taken])):
        ordered = sorted(seconds * 1000 for seconds in values)
        result[f"{name}_median_ms"] = statistics.median(ordered)
        result[f"{name}_p95_ms"] = ordered[int(0.95 * (len(ordered) - 1))]
    return result


def listing(folder: Path, runs: int) -> dict[str, float]:
    floor = statistics.median(timed([sys.executable, "-c", "pass"]) for _ in range(runs))
    ours = statistics.median(timed([*PROGRAM, "-w", str(folder), "--today", TODAY, "ls"]) for _ in range(runs))
    return {"ls_ms": ours * 1000, "python_pass_ms": floor * 1000, "ratio": ours / floor}


def saving(folder: Path, runs: int) -> dict[str, float]:
    """One change saved and committed by the service, against git commit of the same change; taken in turns.

    `with_index_ms` counts until git's index has followed too, which the program does not wait for.
    """
    from tasklist_tui.domain.edits import SetFields
    from tasklist_tui.services.session import Session

    session = Session.open(folder, today=date.fromisoformat(TODAY))
    task_list = session.snapshot.workspace.lists[0]
    path = folder / task_list.path
    ours, settled, floor = [], [], []
    for number in range(runs):
        edit = SetFields(task_list.id, task_list.items[number % len(task_list.items)].id, {"progress": number % 90 + 5})
        started = time.perf_counter()
        session.apply([edit])
        ours.append(time.perf_counter() - started)
        session.repo.settle()
        settled.append(time.perf_counter() - started)
        path.write_bytes(re.sub(rb"progress: \d+", b"progress: %d" % (number % 90 + 8), path.read_bytes(), count=1))
        floor.append(timed(["git", "commit", "-q", "-a", "-m", "x"], folder))
        session.refresh()
    session.close()
    a, c, b = statistics.median(ours), statistics.median(settled), statistics.median(floor)
    return {"save_ms": a * 1000, "with_index_ms": c * 1000, "git_commit_ms": b * 1000, "ratio": a / b}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="50,1000,10000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keys", type=int, default=40)
    options = parser.parse_args()
    results: dict[str, object] = {"python": platform.python_version(), "machine": platform.machine()}
    with tempfile.TemporaryDirectory() as temporary:
        for size in map(int, options.sizes.split(",")):
            folder = generate(Path(temporary) / str(size), size)
            cold = timed([*PROGRAM, "-w", str(folder), "ls"])
            result = {
                "cold_first_ls_s": cold,
                "start": start_up(folder, options.runs),
                "keys_list": keys(folder, [], options.keys),
                "keys_timeline": keys(folder, ["2"], options.keys),
                "ls": listing(folder, options.runs * 2),
                "save": saving(folder, options.runs * 4),
            }
            results[str(size)] = result
            print(json.dumps({size: result}, indent=1), flush=True)


if __name__ == "__main__":
    main()
