"""A small workspace in a real git repository."""

from functools import cache

import moulds
import pytest
from offices import minutes
from sample_list import LIST, TODAY

from tasklist_tui.services import clock, setup
from tasklist_tui.services.session import Session


@pytest.fixture
def root(tmp_path):
    """A workspace with a list of two items and a first commit."""
    return moulds.cast(_mould(), tmp_path / "工作区")


@cache
def _mould():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", minutes(hour=7))
        folder = setup.init(
            moulds.empty(),
            organisation="示例人大",
            committees=["bgs=办公室", "ysgw=预算工委"],
            name="王",
            committee="ysgw",
        )
        (folder / "lists" / "tasks.yaml").write_text(LIST, "utf-8", newline="")
        session = Session.open(folder, today=TODAY)
        session.commit_outside_changes()
        session.close()
    return folder


@pytest.fixture
def session(root):
    opened = Session.open(root, today=TODAY)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _steady_clock(monkeypatch):
    """Every reading of the clock is a minute later than the one before."""
    monkeypatch.setattr(clock, "now", minutes())
