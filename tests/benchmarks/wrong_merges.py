"""Count wrong merges, ours and git's: `python tests/benchmarks/wrong_merges.py [--merges 2000] [--git 2000]`.

Two people change different tasks of one list: each makes some edits (fields set, tasks added, deleted, moved) in a half
of the tasks of their own.  What has to come out are both's edits.  Anything else is wrong when it is given out without
a question; the first `--git` of the merges are given to `git merge-file` too, and what it calls clean is read.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tasklist_tui.domain.edits import AddItem, Edit, MoveItem, RemoveItem, SetFields, apply_all
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList, Value
from tasklist_tui.services.merging import Three, merge_files
from tasklist_tui.storage.kindfiles import builtin_kinds
from tasklist_tui.storage.reader import read_list
from tasklist_tui.storage.writer import render, rewrite

KINDS = builtin_kinds()
KIND = KINDS["task"]
PATH = "lists/x.yaml"


def random_list(rng: random.Random, count: int) -> TaskList:
    states = ["issued", "doing", "done"]
    values = [{"title": f"事项{n % 3}", "lead": "bgs", "status": rng.choice(states)} for n in range(count)]
    items = [Item(f"id{n:03}aa", one) for n, one in enumerate(values)]
    return TaskList("x", title="清单", items=tuple(items))


def random_edits(rng: random.Random, ids: list[str], count: int, mark: str, everybody: list[str]) -> list[Edit]:
    """Give one person's edits to some of `ids`."""
    made: list[Edit] = []
    for number, chosen in enumerate(rng.sample(ids, count)):
        match rng.randrange(5):
            case 0:
                made.append(rng.choice([RemoveItem("x", chosen), MoveItem("x", chosen, rng.choice(everybody))]))
            case 1:
                values = {"title": f"事项{rng.randrange(7)}", "lead": "bgs", "status": "issued"}
                made.append(AddItem("x", Item(f"{mark}{number}nn", values), chosen))
            case _:
                name = rng.choice(["lead", "status"])
                made.append(SetFields("x", chosen, {name: rng.choice(["dbgw", "paused", None])}))
    return made


def says(text: str) -> Mapping[str, Mapping[str, Value]] | None:
    """Give the items of a text by id, None when it is no list any more."""
    try:
        task_list, problems = read_list("x", PATH, text.encode("utf-8"), KINDS)
    except UserError:
        return None
    if any(problem.code == "duplicate-id" for problem in problems):
        return None
    return {item.id: item.values for item in task_list.items}


def git_merge(folder: Path, texts: tuple[str, str, str]) -> str | None:
    """Give what git's line merge makes of base, ours and theirs; None where it leaves a conflict."""
    for name, text in zip(("base", "ours", "theirs"), texts, strict=True):
        (folder / name).write_text(text, "utf-8", newline="")
    argv = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    done = subprocess.run(argv, cwd=folder, check=False, capture_output=True)
    return done.stdout.decode("utf-8") if done.returncode == 0 else None


def measure(merges: int, with_git: int, items: int, edits: int, seed: int) -> dict[str, float]:
    """Give how many merges were asked about and how many came out wrong, of ours and of git's."""
    rng = random.Random(seed)
    found: Counter[str] = Counter(ours_asked=0, ours_wrong=0, git_conflicts=0, git_clean=0, git_wrong=0)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(merges):
            before = random_list(rng, items)
            everybody = [item.id for item in before.items]
            ids = rng.sample(everybody, items)
            half = items // 2
            ours = random_edits(rng, ids[:half], edits, "our", everybody)
            theirs = random_edits(rng, ids[half:], edits, "the", everybody)
            (wanted,) = apply_all([before], [*ours, *theirs])
            expected = {item.id: item.values for item in wanted.items}
            base = render(before, KIND)
            texts = (base, *(rewrite(base, before, side, KIND)[0] for side in (ours, theirs)))
            merged = merge_files({PATH: Three(*(text.encode("utf-8") for text in texts))}, KINDS)
            if merged.conflicts:
                found["ours_asked"] += 1
            else:
                found["ours_wrong"] += says((merged.files.get(PATH) or texts[1].encode()).decode("utf-8")) != expected
            if number < with_git:
                text = git_merge(Path(folder), (texts[0], texts[1], texts[2]))
                found["git_conflicts"] += text is None
                found["git_clean"] += text is not None
                found["git_wrong"] += text is not None and says(text) != expected
    return {"merges": merges, "with_git": with_git, **found, "seconds": round(time.perf_counter() - started, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--merges", type=int, default=2000)
    parser.add_argument("--git", type=int, default=2000)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--edits", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2025)
    options = parser.parse_args()
    found = measure(options.merges, options.git, options.items, options.edits, options.seed)
    print(json.dumps(found, indent=1))
    raise SystemExit(bool(found["ours_wrong"] or found["ours_asked"]))


if __name__ == "__main__":
    main()
