"""What is learned of the others in the background is painted, but not once the program is ending."""

import asyncio
from types import SimpleNamespace

import pytest

from tasklist_tui.tui.actions import sharing
from tasklist_tui.tui.relations import Relations
from tasklist_tui.tui.state import ItemKey, ViewState


class Stage:
    """As much of a stage as is looked at and changed."""

    def __init__(self):
        self.state = ViewState()

    def change(self, state):
        self.state = state


@pytest.mark.parametrize(("is_running", "painted"), [(True, {ItemKey("tasks", "aa2222")}), (False, set())])
def test_what_is_learned_while_the_program_ends_is_not_painted(monkeypatch, is_running, painted):
    standing = SimpleNamespace(unread=[("tasks", "aa2222")])

    async def learned(_stage):
        return standing

    monkeypatch.setattr(sharing, "learn_standing", learned)
    begun, stage = [], Stage()
    painter = SimpleNamespace(standing=None, table=SimpleNamespace(unread=frozenset()))
    app = SimpleNamespace(is_running=is_running)
    screen = SimpleNamespace(app=app, run_worker=lambda work, **_names: begun.append(work))
    Relations(screen, painter, stage).learn_soon()
    asyncio.run(begun.pop())
    assert stage.state.unread == painted
    assert (painter.standing is standing) == is_running
    assert len(painter.table.unread) == len(painted)
