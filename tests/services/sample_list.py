"""The list that the tests of the services work on."""

from datetime import date
from pathlib import Path

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


def text_of(root: Path) -> str:
    return (root / "lists" / "tasks.yaml").read_bytes().decode()
