"""Kinds and lists with every type of field that names something, for the tests of all layers."""

SETTINGS = """\
title: 示例
organisation: 示例区人大常委会
language: zh
committees:
- {id: bgs, name: 办公室, name_en: Office, kind: office}
- {id: ysgw, name: 预算工委, name_en: Budget Committee}
people:
- {name: 王, committee: bgs, email: wang@example.org}
members:
- {name: 富阳, path: ../fuyang}
"""

VENUE = """\
kind: venue
title: {zh: 站点, en: Venue}
fields:
- {id: title, type: text, required: true, title: {zh: 名称, en: Name}}
- {id: planned, type: quantity, title: {zh: 计划数, en: Planned}}
- {id: actual, type: quantity, title: {zh: 实有数, en: Actual}}
"""

WISH = """\
kind: wish
title: {zh: 建议, en: Wish}
fields:
- {id: title, type: text, required: true, title: {zh: 标题, en: Title}}
- {id: year, type: number, default: $year, title: {zh: 年度, en: Year}}
- {id: number, type: number, default: $next, per: year, title: {zh: 编号, en: Number}}
- {id: venue, type: link, to: [venue], inverse: {zh: 收到的建议, en: Wishes heard}, title: {zh: 站点, en: Venue}}
- {id: from, type: link, to: [study], inverse: {zh: 转出的建议, en: Wishes made}, title: {zh: 来自课题, en: From study}}
- {id: related, type: links, title: {zh: 相关事项, en: Related}}
- id: topics
  type: choices
  title: {zh: 主题, en: Topics}
  choices:
  - {id: road, title: {zh: 道路, en: Roads}}
  - {id: school, title: {zh: 学校, en: Schools}}
  - {id: water, title: {zh: 水, en: Water}}
- {id: basis, type: document, title: {zh: 依据, en: Basis}}
- {id: status, type: state, title: {zh: 状态, en: State}}
- id: log
  type: rows
  append_only: true
  title: {zh: 进展, en: Log}
  fields:
  - {id: at, type: moment}
  - {id: by}
  - {id: text, type: longtext}
  - {id: state, type: state}
states:
- {id: collected, stage: planned, title: {zh: 已收集, en: Collected}}
- {id: closed, stage: done, final: true, title: {zh: 办结, en: Closed}}
transitions:
- {id: close, from: [collected], to: closed, main: true, title: {zh: 办结, en: Close}}
"""

STUDY = """\
kind: study
title: {zh: 课题, en: Study}
fields:
- {id: title, type: text, required: true, title: {zh: 标题, en: Title}}
- {id: status, type: state, title: {zh: 状态, en: State}}
- id: problems
  type: rows
  key: id
  title: {zh: 问题清单, en: Problems}
  fields:
  - {id: id, read_only: true}
  - {id: text, required: true, title: {zh: 问题, en: Problem}}
- id: answers
  type: rows
  key: id
  title: {zh: 建议清单, en: Answers}
  fields:
  - {id: id, read_only: true}
  - {id: text, required: true, title: {zh: 建议, en: Answer}}
  - {id: problem, type: rowlink, of: problems, title: {zh: 对应问题, en: Problem}}
  - {id: wish, type: link, to: [wish], inverse: {zh: 出自清单, en: From list}, title: {zh: 已转建议, en: Handed over}}
- id: log
  type: rows
  append_only: true
  title: {zh: 进展, en: Log}
  fields:
  - {id: at, type: moment}
  - {id: by}
  - {id: text, type: longtext}
  - {id: state, type: state}
  - {id: step, type: transition}
states:
- id: open
  title: {zh: 进行中, en: Open}
  limit: {months: 3}
  source: 示例办法 第五条
  confirm: {zh: 期限以本地规定为准, en: local rule}
- {id: closed, stage: done, final: true, title: {zh: 结题, en: Closed}}
chains:
- {id: two, title: {zh: 两张清单, en: Two lists}, lists: [problems, answers]}
transitions:
- {id: close, from: [open], to: closed, main: true, whole: two, title: {zh: 结题, en: Close}}
- id: hand_over
  from: [open]
  title: {zh: 转为建议, en: Hand over}
  creates: {kind: wish, each: answers, fill: {title: $row.text, from: $item, topics: 'road'}, back: wish}
"""

DOCUMENT = "title: 区代表建议办理办法\nmeasures:\n- {number: 1, title: 甲}\n"

VENUES = """\
title: 站点名册
kind: venue
items:
- {id: ve2222, title: 东街站, planned: 40余, actual: 约30}
- {id: ve3333, title: 西街站, planned: N}
"""

WISHES = """\
title: 建议台账
kind: wish
year: 2025
items:
# 站点收到
- id: wi2222
  title: 修缮东街路面
  year: 2025
  number: 7
  venue: ve2222
  related: [wi3333]
  topics: [road]
  status: collected
- id: wi3333
  title: 增设校车站点
  year: 2025
  number: 8
  status: collected
"""

STUDIES = """\
title: 课题清单
kind: study
items:
- id: st2222
  title: 通学出行调研
  status: open
  problems:
  - {id: p1, text: 路面破损}
  - {id: p2, text: 校车不足}
  answers:
  - {id: a1, text: 修补路面, problem: p1}
"""

FILES = {
    "tasklist.yaml": SETTINGS,
    "kinds/venue.yaml": VENUE,
    "kinds/wish.yaml": WISH,
    "kinds/study.yaml": STUDY,
    "documents/rule.yaml": DOCUMENT,
    "lists/venues.yaml": VENUES,
    "lists/wishes.yaml": WISHES,
    "lists/studies.yaml": STUDIES,
}
