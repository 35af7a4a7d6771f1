"""A small workspace in a real git repository."""

import pytest
from sample_list import LIST, TODAY

from tasklist_tui.services import clock, setup
from tasklist_tui.services.session import Session


@pytest.fixture
def root(tmp_path):
    """A workspace with a list of two items and a first commit."""
    folder = setup.init(
        tmp_path / "工作区",
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
    ticks = iter(range(10_000))
    start = clock.now().replace(year=2025, month=11, day=10, hour=8, minute=0, second=0)

    def now():
        from datetime import timedelta

        return start + timedelta(minutes=next(ticks))

    monkeypatch.setattr(clock, "now", now)
