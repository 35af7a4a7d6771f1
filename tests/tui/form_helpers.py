"""Values that the tests of forms and dialogs share."""

from datetime import date

import msgspec
from textual import events
from textual.app import App

from tasklist_tui.domain.model import Committee, Document, Item, Measure, Settings, TaskList, Workspace
from tasklist_tui.services.snapshot import make_snapshot
from tasklist_tui.storage.kindfiles import builtin_kinds

HOSTILE = "听取[/bold] [b]红[/b] [@click=app.bell]x[/] \x1b[31m\u202e\x07 标题"
FULL_KIND = builtin_kinds()["task"]
_FEW = ("title", "measure", "goal", "method", "lead", "co", "start", "due", "progress", "status")
_ROWS = ("milestones", "assignments", "log", "tags")
#: The built-in kind with one field of each type, because a form of all 28 takes four times as long to open.
KIND = msgspec.structs.replace(FULL_KIND, fields=tuple(FULL_KIND.field[name] for name in (*_FEW, *_ROWS)))
COMMITTEES = (
    Committee("bgs", "办公室", "Office"),
    Committee("yjs", "研究室", "Research Office"),
    Committee("fzgw", "法制工委", "Legislative Committee"),
    Committee("ysgw", "预算工委", "Budget Committee"),
)
DOCUMENT = Document("qt", "工作举措", measures=(Measure(1, "助推规划"), Measure(2, "助推[创新]")))
UNANSWERED = object()


def item(item_id, **values):
    """Give an item."""
    return Item(item_id, values)


def snapshot_of(*items, kind=KIND, **more):
    """Give a snapshot of a workspace with one list, as of 2025-11-10."""
    task_list = TaskList("main", "任务清单", document="qt", year=2025, items=items)
    workspace = Workspace(
        Settings(committees=COMMITTEES), kinds={"task": kind}, lists=(task_list,), documents=(DOCUMENT,)
    )
    return make_snapshot(workspace, date(2025, 11, 10), by="研究室", committee="yjs", **more)


class Asking(App):
    """Shows one dialog and keeps its answer."""

    def __init__(self, dialog):
        super().__init__()
        self.animation_level = "none"
        self.dialog = dialog
        self.answer = UNANSWERED

    def on_mount(self):
        self.push_screen(self.dialog, self.keep)

    def keep(self, answer):
        self.answer = answer


async def write(pilot, text):
    """Put text where the cursor is, at once; a key takes 60 ms."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()
