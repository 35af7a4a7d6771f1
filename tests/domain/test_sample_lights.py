"""The 48 tasks of the sample workspace have the lights that were worked out by hand, as of 2025-11-10."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from tasklist_tui.services.snapshot import make_snapshot
from tasklist_tui.storage import layout

ROOT = Path(__file__).parents[2]


def test_expected_lights():
    workspace = layout.load(ROOT / "workspace" / "qiantang", None).workspace
    snapshot = make_snapshot(workspace, date(2025, 11, 10))
    task_list = workspace.task_list("tasks-2025")
    found = {item.id: snapshot.light(task_list, item) for item in task_list.items}
    with (ROOT / "tests" / "data" / "expected_lights.tsv").open(encoding="utf-8", newline="") as file:
        expected = {row[0]: row[2] for row in csv.reader(file, delimiter="\t") if row and row[0] in found}
    assert len(expected) == 48
    wrong = {
        i: (str(found[i].colour), str(found[i].reason), expected[i]) for i in expected if found[i].colour != expected[i]
    }
    assert not wrong
    assert Counter(expected.values()) == {"green": 25, "blue": 9, "red": 6, "yellow": 5, "grey": 3}
    late = [light for light in found.values() if "late" in light.reason.template]
    assert len(late) == 1
