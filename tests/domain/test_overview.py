"""The overview of a workspace."""

from datetime import date

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Kind, Stage, State
from tasklist_tui.domain.lights import Colour, Judge, Lights
from tasklist_tui.domain.model import Committee, Item, Settings, TaskList, Workspace
from tasklist_tui.domain.overview import Mark, overview

TODAY = date(2025, 11, 10)
KIND = Kind("task", states=(State("doing"), State("done", stage=Stage.DONE)))


def made(*items):
    committees = (Committee("idle", "无事"), Committee("bgs", "办公室"), Committee("ysgw", "预算工委"))
    workspace = Workspace(Settings(committees=committees), {"task": KIND}, (TaskList("tasks", items=items),))
    return overview(workspace, TODAY, Lights(Judge(TODAY, Calendar()), workspace.kinds).of)


def item(item_id, **values):
    return Item(item_id, {"title": item_id, "lead": "ysgw", "status": "doing", **values})


def test_counts_by_committee_and_light():
    shown = made(
        item("a", due=date(2025, 11, 1)), item("b", due=date(2025, 12, 31), co=["bgs"]), item("c", lead="gone")
    )
    assert [(t.committee, t.led, t.supported) for t in shown.tallies] == [("ysgw", 2, 0), ("gone", 1, 0), ("bgs", 0, 1)]
    assert shown.tallies[0].lights[Colour.RED] == 1
    assert shown.total[Colour.GREEN] == 2


def test_the_most_overdue_comes_first():
    shown = made(item("a", due=date(2025, 11, 5)), item("b", due=date(2025, 10, 1)), item("c", due=date(2025, 11, 12)))
    assert [entry.item.id for entry, _ in shown.overdue] == ["b", "a"]
    assert [entry.item.id for entry, _ in shown.soon] == ["c"]


def test_the_next_fourteen_days_hold_every_open_date():
    day = date(2025, 11, 24)
    shown = made(
        item("a", due=day, start=TODAY),
        item(
            "b",
            milestones=[
                {"id": "m", "title": "方案", "due": date(2025, 11, 12)},
                {"id": "n", "due": TODAY, "done": TODAY},
            ],
        ),
        item("c", assignments=[{"committee": "bgs", "due": date(2025, 11, 13)}]),
        item("d", occurrences=[{"due": date(2025, 11, 14)}, {"due": date(2025, 12, 14)}]),
        item("e", due=date(2025, 11, 25)),
        item("f", due=day, status="done"),
    )
    assert [(c.day.day, c.mark, c.entry.item.id, c.label) for c in shown.coming] == [
        (10, Mark.START, "a", ""),
        (12, Mark.MILESTONE, "b", "方案"),
        (13, Mark.ASSIGNMENT, "c", "bgs"),
        (14, Mark.OCCURRENCE, "d", ""),
        (24, Mark.DUE, "a", ""),
    ]
