"""Measure a sync against plain git doing the same: `python tests/benchmarks/sync.py [--sizes 50,1000] [--runs 15]`.

Each run gives both pairs of clones one change on the server and one here, in other items; then the program's sync and
`git fetch`, `git merge`, `git push` are timed in turns.  `sends` has no change on the server: git's merge does nothing.
The ratio of processor time, all processes together, hardly depends on what else the machine does.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generate import generate

from tasklist_tui.domain.edits import SetFields
from tasklist_tui.services import sync as syncing
from tasklist_tui.services.session import Session

TODAY = date(2025, 11, 10)


def git(folder: Path, *argv: str) -> None:
    subprocess.run(["git", *argv], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Pair:
    """A server and two clones of it."""

    def __init__(self, source: Path, folder: Path) -> None:
        folder.mkdir()
        git(folder, "clone", "-q", "--bare", str(source), "server.git")
        self.here, self.there = folder / "here", folder / "there"
        for number, clone in enumerate((self.here, self.there)):
            git(folder, "clone", "-q", "server.git", clone.name)
            git(clone, "config", "user.name", f"人{number}")
            git(clone, "config", "user.email", f"{number}@example.org")
        self.list = next((self.here / "lists").glob("*.yaml")).name

    def change(self, clone: Path, item: int, value: int) -> None:
        """Commit another progress of an item, as a person with an editor and git."""
        path = clone / "lists" / self.list
        places = list(re.finditer(rb"progress: \d+", path.read_bytes()))
        start, end = places[item % len(places)].span()
        data = path.read_bytes()
        path.write_bytes(data[:start] + b"progress: %d" % value + data[end:])
        git(clone, "commit", "-q", "-a", "-m", "x")

    def change_there(self, value: int) -> None:
        git(self.there, "pull", "-q", "--ff-only")
        self.change(self.there, 1, value)
        git(self.there, "push", "-q", "origin", "main")


class Taken(NamedTuple):
    """Seconds on the clock, and of the processor."""

    clock: float
    cpu: float


def now() -> Taken:
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Taken(time.perf_counter(), sum(use.ru_utime + use.ru_stime for use in uses))


def since(started: Taken) -> Taken:
    return Taken(*(after - before for before, after in zip(started, now(), strict=True)))


def plain_sync(clone: Path) -> Taken:
    started = now()
    git(clone, "fetch", "-q", "origin")
    git(clone, "merge", "-q", "--no-edit", "origin/main")
    git(clone, "push", "-q", "origin", "main")
    return since(started)


def our_sync(session: Session) -> Taken:
    started = now()
    report = syncing.sync(session, progress=lambda *_: None, cancelled=lambda: False)
    clock = since(started).clock
    session.repo.settle()
    taken = Taken(clock, since(started).cpu)
    if not report.ok or not report.sent:
        raise RuntimeError(report.message)
    return taken


def measure(source: Path, folder: Path, runs: int, *, merges: bool) -> dict[str, float]:
    folder.mkdir()
    plain, ours = Pair(source, folder / "plain"), Pair(source, folder / "ours")
    session = Session.open(ours.here, today=TODAY)
    task_list = session.snapshot.workspace.lists[0]
    taken: dict[str, list[Taken]] = {"plain": [], "ours": []}
    for number in range(-2, runs):
        value = 10 + number % 80
        if merges:
            plain.change_there(value)
            ours.change_there(value)
        plain.change(plain.here, 30, value + 1)
        session.apply([SetFields(task_list.id, task_list.items[30].id, {"progress": value + 1})])
        session.repo.settle()
        seconds = {"plain": plain_sync(plain.here), "ours": our_sync(session)}
        if number >= 0:
            for name, one in seconds.items():
                taken[name].append(one)
    session.close()
    a, b = (statistics.median(one.clock for one in taken[name]) for name in ("ours", "plain"))
    c, d = (statistics.median(one.cpu for one in taken[name]) for name in ("ours", "plain"))
    return {"sync_ms": a * 1000, "git_ms": b * 1000, "ratio": a / b, "cpu_ratio": c / d}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="50,1000")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for size in map(int, options.sizes.split(",")):
            source = generate(Path(temporary) / f"source-{size}", size)
            result = {
                name: measure(source, Path(temporary) / f"{size}-{name}", options.runs, merges=name == "merges")
                for name in ("sends", "merges")
            }
            print(json.dumps({size: result}, indent=1), flush=True)


if __name__ == "__main__":
    main()
