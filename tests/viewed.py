"""A city with districts, and kinds that name every shared view, for the tests of all layers."""

from __future__ import annotations

import subprocess
from pathlib import Path

STATION = """\
kind: spot
title: {zh: 站点, en: Station}
fields:
- {id: title, type: text, required: true, title: {zh: 名称, en: Name}}
- id: tier
  type: choice
  title: {zh: 层级, en: Tier}
  choices:
  - {id: main, title: {zh: 总站, en: Main}}
  - {id: point, title: {zh: 联络点, en: Point}}
  - {id: monitor, title: {zh: 监测点, en: Monitor}}
- {id: planned, type: quantity, title: {zh: 计划, en: Planned}}
- {id: actual, type: quantity, title: {zh: 实有, en: Actual}}
views:
- {type: register, id: tiers, title: {zh: 体系建设, en: Network}, planned: planned, actual: actual, by: tier}
- type: roster
  title: {zh: 站点使用, en: Use of stations}
  used_by: {kind: outing, field: station, date: held}
  idle_days: 60
"""

ACTIVITY = """\
kind: outing
title: {zh: 活动, en: Activity}
fields:
- {id: title, type: text, required: true, title: {zh: 名称, en: Name}}
- id: series
  type: choice
  title: {zh: 系列, en: Series}
  choices:
  - {id: visit, title: {zh: 走访, en: Visits}}
  - {id: talk, title: {zh: 面对面, en: Face to face}}
- {id: station, type: link, to: [spot], title: {zh: 站点, en: Station}}
- {id: held, type: date, title: {zh: 日期, en: Held}}
- {id: themes, type: choices, choices: [trade, talent], title: {zh: 主题, en: Themes}}
- {id: status, type: state, title: {zh: 状态, en: State}}
states:
- {id: planned, stage: planned, title: {zh: 计划, en: Planned}}
- {id: held, stage: done, final: true, title: {zh: 已开展, en: Held}}
transitions:
- {id: hold, from: planned, to: held, main: true, title: {zh: 开展, en: Hold}}
views:
- {type: calendar, date: held, by: series}
- {type: matrix, id: visits, title: {zh: 走访情况, en: Visits}, rows: station, columns: series}
"""

TOPIC = """\
kind: inquiry
title: {zh: 课题, en: Topic}
fields:
- {id: title, type: text, required: true, title: {zh: 名称, en: Name}}
- {id: problems, type: rows, key: id, title: {zh: 问题, en: Problems}, fields: [{id: id}, {id: text}]}
- id: suggestions
  type: rows
  key: id
  title: {zh: 建议, en: Suggestions}
  fields: [{id: id}, {id: text}, {id: problem, type: rowlink, of: problems}]
- id: feedback
  type: rows
  key: id
  title: {zh: 反馈, en: Feedback}
  fields: [{id: id}, {id: text}, {id: suggestion, type: rowlink, of: suggestions}]
- id: ticks
  type: rows
  title: {zh: 完成情况, en: Ticks}
  fields:
  - {id: who, title: {zh: 代表, en: Deputy}}
  - {id: problem, type: rowlink, of: problems, title: {zh: 事项, en: Entry}}
  - {id: form, type: choice, choices: [oral, written], title: {zh: 形式, en: Form}}
  - {id: year, type: number, title: {zh: 年度, en: Year}}
chains:
- {id: lists, title: {zh: 清单, en: Lists}, lists: [problems, suggestions, feedback]}
views:
- {type: chain, chain: lists}
- {type: matrix, id: ticks, title: {zh: 打卡, en: Ticks}, rows: problem, columns: who, of: ticks}
- {type: matrix, id: reports, rows: who+form, columns: year, of: ticks, cell: form}
"""

STATIONS = """\
title: 站点名册
kind: spot
items:
- {id: st1111, title: 代表总站, tier: main, planned: 1, actual: 1}
- {id: st2222, title: 城东联络点, tier: point, planned: 23, actual: 20}
- {id: st3333, title: 城西联络点, tier: point, planned: 40余, actual: 45}
- {id: st4444, title: 村级点, tier: point, planned: N, actual: "7"}
"""

ACTIVITIES = """\
title: 活动
kind: outing
items:
- id: ac1111
  title: 走访甲企业
  series: visit
  station: st2222
  held: 2025-11-03
  themes: [trade, talent]
  status: held
- {id: ac2222, title: 走访乙企业, series: visit, station: st2222, held: 2025-11-20, themes: [trade], status: planned}
- {id: ac3333, title: 局长面对面, series: talk, station: st1111, held: 2025-07-01, status: held}
- {id: ac4444, title: 座谈, held: 2025-11-03, status: held}
- {id: ac5555, title: 待定的座谈, series: talk, status: planned}
"""

TOPICS = """\
title: 调研课题
kind: inquiry
items:
- id: to1111
  title: 留塘创业
  problems:
  - {id: p1, text: 房租高}
  - {id: p2, text: 找人难}
  - {id: p3, text: 手续多}
  suggestions:
  - {id: s1, text: 发放补贴, problem: p1}
  - {id: s2, text: 盘活空房, problem: p1}
  - {id: s3, text: 联办招聘, problem: p2}
  - {id: s4, text: 无主的建议}
  feedback:
  - {id: f1, text: 已发放, suggestion: s1}
  ticks:
  - {who: 甲, problem: p1, form: oral, year: 2024}
  - {who: 甲, problem: p2, form: written, year: 2025}
  - {who: 乙, problem: p1, form: written, year: 2025}
- {id: to2222, title: 营商环境}
"""

PLAN = """\
title: 市工作举措
state: issued
measures:
- {number: 1, title: 规划纲要}
- {number: 2, title: 知识产权}
- {number: 3, title: 科创平台}
"""

EAST_PLAN = """\
title: 东区工作举措
implements: city/plan
state: reported
measures:
- {number: 1, title: 助推规划, implements: [1]}
- {number: 2, title: 护航企业, implements: [2, 1]}
"""

WEST_PLAN = """\
title: 西区工作举措
implements: plan
state: drafting
"""

TASKS = """\
title: 任务清单
kind: task
document: east-plan
year: 2025
items:
- {id: e11111, title: 听取规划报告, measure: 1, lead: bgs, due: 2025-10-31, status: doing}
- {id: e22222, title: 走访企业, measure: 2, lead: bgs, due: 2025-12-31, status: doing}
- {id: e33333, title: 执法检查, measure: 2, lead: bgs, due: 2025-10-31, status: done, done_on: 2025-10-20}
"""


def write(root: Path, **files: str) -> None:
    """Write files of a workspace; `lists__tasks` is lists/tasks.yaml."""
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


def commit(root: Path, subject: str) -> None:
    """Commit everything under a fixed name."""
    who = ["-c", "user.name=办公室", "-c", "user.email=bgs@example.org"]
    for argv in (["add", "-A"], [*who, "commit", "-q", "-m", subject]):
        subprocess.run(["git", *argv], cwd=root, check=True, capture_output=True)


def settings(name: str, *members: str) -> str:
    """Give tasklist.yaml of an organisation that reads `members`, each a name and a path."""
    lines = [
        f"title: {name}任务清单",
        f"organisation: {name}人大常委会",
        "language: zh",
        "committees:",
        "- {id: bgs, name: 办公室, name_en: Office}",
        "- {id: ysgw, name: 预算工委, name_en: Budget Committee}",
        *(["members:"] if members else []),
        *(f"- {{name: {member}, path: ../{path}}}" for member, path in (one.split("=") for one in members)),
    ]
    return "\n".join(lines) + "\n"


def make_city(folder: Path) -> Path:
    """Make a city with two districts and a member that is not there; give the city's folder."""
    city, east, west = (folder / name for name in ("city", "east", "west"))
    for root in (city, east, west):
        root.mkdir(parents=True)
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True, capture_output=True)
    write(
        city,
        tasklist=settings("市", "东区=east", "西区=west", "南区=south"),
        kinds__spot=STATION,
        kinds__outing=ACTIVITY,
        kinds__inquiry=TOPIC,
        documents__plan=PLAN,
        lists__stations=STATIONS,
        lists__activities=ACTIVITIES,
        lists__topics=TOPICS,
    )
    write(east, tasklist=settings("东区", "city=city"), **{"documents__east-plan": EAST_PLAN}, lists__tasks=TASKS)
    write(west, tasklist=settings("西区"), **{"documents__west-plan": WEST_PLAN})
    for root in (city, east, west):
        commit(root, "建立工作区")
    return city
