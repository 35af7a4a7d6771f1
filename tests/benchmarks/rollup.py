"""Measure the roll-up of 13 members of 1,000 items: `python tests/benchmarks/rollup.py [--members 13] [--items 1000]`.

Cold reads every list from its text, warm from the cache beside the repository in a new session, again in the same
session when nothing changed, and after one member has changed.  `sheet` is the roll-up laid out, `paint` from a key to
the painted screen of the program.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from generate import generate

from tasklist_tui.services.rollup import Rollup, roll_up
from tasklist_tui.services.session import Session
from tasklist_tui.services.sheets.rollup import rollup_sheet

TODAY = date(2025, 11, 10)


def city(folder: Path, members: int, items: int) -> Path:
    """Make a city that reads `members` workspaces of `items` each."""
    root = generate(folder / "city", 10)
    lines = ["members:"]
    for number in range(members):
        generate(folder / f"m{number}", items + number)
        lines.append(f"- {{name: 区{number}, path: ../m{number}}}")
    settings = root / "tasklist.yaml"
    settings.write_text(settings.read_text("utf-8") + "\n".join(lines) + "\n", "utf-8", newline="\n")
    return root


def timed(work: Callable[[], object]) -> float:
    """Give how long something takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def read(root: Path) -> tuple[float, float, float, float]:
    """Give the times of a first roll-up in a session, of the next, of one after a change, and of its sheet."""
    session = Session.open(root, today=TODAY, sign=False)
    found: list[Rollup] = []
    first = timed(lambda: found.append(roll_up(session)))
    again = timed(lambda: roll_up(session))
    one = root.parent / "m3" / "lists" / "tasks-0.yaml"
    one.write_text(one.read_text("utf-8").replace("方案已印发", "方案已报送", 1), "utf-8", newline="\n")
    changed = timed(lambda: roll_up(session))
    sheet = timed(lambda: rollup_sheet(found[0], "zh"))
    session.close()
    return first, again, changed, sheet


async def keys(root: Path) -> list[float]:
    """Give the times from a key to the painted screen, in the roll-up."""
    from tasklist_tui.tui.gateway import Opening
    from tasklist_tui.tui.shell import Shell
    from tasklist_tui.tui.views.rollup import RollupView

    opening = Opening.of(root, TODAY)
    opening.wait(60)
    found = []
    async with Shell(opening, today=TODAY).run_test(size=(120, 40)) as pilot:
        await pilot.press("7")
        while not pilot.app.screen.query(RollupView) or pilot.app.screen.query_one(RollupView).rollup is None:
            await pilot.pause(0.05)
        view = pilot.app.screen.query_one(RollupView)
        for step in ("down", "right") * 20:
            start = time.perf_counter()
            view.action_move(1) if step == "down" else view.action_column(1)
            for y in range(view.size.height):
                view.render_line(y)
            found.append(1000 * (time.perf_counter() - start))
            await pilot.pause()
    return found


def main() -> None:
    """Print the times in milliseconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=13)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = city(Path(temporary), options.members, options.items)
        cold, warm = [], []
        for _run in range(options.runs):
            shutil.rmtree(root / ".git" / "tasklist", ignore_errors=True)
            cold.append(read(root))
            warm.append(read(root))
        painted = asyncio.run(keys(root))
    middle = [statistics.median(column) for column in zip(*warm, strict=True)]
    print(
        json.dumps(
            {
                "members": options.members,
                "items": options.items,
                "cold": round(statistics.median(row[0] for row in cold)),
                "warm": round(middle[0]),
                "again": round(middle[1], 1),
                "one changed": round(middle[2], 1),
                "sheet": round(middle[3], 1),
                "paint": round(statistics.median(painted), 2),
                "paint, worst": round(max(painted), 2),
            }
        )
    )


if __name__ == "__main__":
    main()
