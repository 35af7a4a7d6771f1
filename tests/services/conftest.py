"""A small workspace in a real git repository."""

from datetime import date
from pathlib import Path

import pytest

from tasklist_tui.services import clock, setup
from tasklist_tui.services.session import Session

TODAY = date(2025, 11, 10)
LIST = """\
title: 清单
kind: task
year: 2025
issued: 2025-08-25
items:
# 举措1
- id: aa2222
  title: 听取报告
  lead: ysgw
  due: 2025-10-31
  status: doing
- id: bb3333
  title: 视察  # 尾注
  lead: bgs
  co: [ysgw]
  status: issued
"""


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


def text_of(root: Path) -> str:
    return (root / "lists" / "tasks.yaml").read_bytes().decode()


@pytest.fixture(autouse=True)
def _steady_clock(monkeypatch):
    """Every reading of the clock is a minute later than the one before."""
    ticks = iter(range(10_000))
    start = clock.now().replace(year=2025, month=11, day=10, hour=8, minute=0, second=0)

    def now():
        from datetime import timedelta

        return start + timedelta(minutes=next(ticks))

    monkeypatch.setattr(clock, "now", now)
