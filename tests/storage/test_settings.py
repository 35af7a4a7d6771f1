"""The small files: typed from the exact text, every problem located, one bad entry never takes the rest down."""

from datetime import date

import pytest

from tasklist_tui.domain.kinds import Label
from tasklist_tui.domain.lightrules import Colour, ColourName, LightRule, LightRules, When
from tasklist_tui.domain.model import CalendarChoice, Committee, DocumentState, Member, Person, Settings
from tasklist_tui.domain.problems import Severity
from tasklist_tui.storage.settings import read_calendar, read_document, read_events, read_settings

GOOD = """\
# 机构
title: 钱塘区人大工作任务
organisation: 钱塘区人大常委会
language: zh
committees:
- {id: bgs, name: 办公室, name_en: Office, kind: office}
- {id: no, name: 007}   # text, whatever YAML thinks
people:
- {name: 张三, committee: bgs, email: a@b.cn, roles: [office, lead]}
- name: 李四
  roles: lead
lights: {soon_workdays: 7, lag_points: 20}
members:
- {name: 下沙街道, url: 'https://example.org/x.git', path: ../xiasha}
"""


def where(problems):
    return [(problem.line, problem.field, problem.code) for problem in problems]


def test_everything_is_read_as_written():
    settings, problems = read_settings("tasklist.yaml", GOOD.encode())
    assert problems == ()
    assert settings == Settings(
        title="钱塘区人大工作任务",
        organisation="钱塘区人大常委会",
        language="zh",
        committees=(Committee("bgs", "办公室", "Office", "office"), Committee("no", "007")),
        people=(Person("张三", "bgs", "a@b.cn", ("office", "lead")), Person("李四", roles=("lead",))),
        lights=LightRules(7, 20),
        members=(Member("下沙街道", "https://example.org/x.git", "../xiasha"),),
    )


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "---\n", "title:\n", "committees: []\npeople: ~\nlights: null\n"]
)
def test_an_empty_file_is_an_ordinary_one(text):
    assert read_settings("tasklist.yaml", text.encode()) == (Settings(), ())


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("{country: US, subdivision: CA}", CalendarChoice("US", "CA")),
        ("{country: usa, subdivision: California}", CalendarChoice("US", "CA")),
        ("{country: NO}", CalendarChoice("NO")),  # Norway, whatever YAML thinks
        ("{country: CN}", CalendarChoice()),
        ("{}", CalendarChoice()),
        ("~", CalendarChoice()),
    ],
)
def test_the_calendar_of_a_country(text, choice):
    settings, problems = read_settings("tasklist.yaml", f"title: x\ncalendar: {text}\n".encode())
    assert (settings.calendar, problems) == (choice, ())


@pytest.mark.parametrize(
    ("text", "choice", "field", "words"),
    [
        ("country: Lummerland", CalendarChoice(), "calendar.country", "CN, HK, US"),
        ("country: Frnace", CalendarChoice(), "calendar.country", "FR"),
        ("country: US\n  subdivision: Bavaria", CalendarChoice("US"), "calendar.subdivision", "whole country"),
        ("country: CN\n  subdivision: ZJ", CalendarChoice(), "calendar.subdivision", "calendar/YYYY.yaml"),
    ],
)
def test_an_unknown_country_or_part_is_told_with_what_is_used_instead(text, choice, field, words):
    settings, problems = read_settings("tasklist.yaml", f"title: x\ncalendar:\n  {text}\n".encode())
    assert settings.calendar == choice
    assert where(problems) == [(3 + text.count("\n"), field, "unknown-choice")]
    assert words in str(problems[0].hint)


def test_line_ends_and_byte_order_mark_do_not_matter():
    data = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert read_settings("tasklist.yaml", data) == read_settings("tasklist.yaml", GOOD.encode())


def test_every_bad_entry_is_told_with_its_line_and_the_rest_is_used():
    text = """\
committees:
- {id: a, name: 甲}
- {id: a, name: 乙}
- 丙
- name: 丁
- {id: e, colour: red, name: [x]}
lights: {soon_workdays: many, lag_points: -3}
language: fr
langauge: zh
"""
    settings, problems = read_settings("tasklist.yaml", text.encode())
    assert [committee.id for committee in settings.committees] == ["a", "e"]
    assert settings.lights == LightRules()
    assert where(problems) == [
        (3, "committees.2.id", "duplicate-id"),
        (4, "committees.3", "invalid"),
        (5, "committees.4", "missing"),
        (6, "committees.5.name", "invalid"),
        (6, "committees.5.colour", "unknown-key"),
        (7, "lights.soon_workdays", "invalid"),
        (7, "lights.lag_points", "invalid"),
        (8, "language", "unknown-choice"),
        (9, "langauge", "unknown-key"),
    ]
    assert all(problem.hint is not None and problem.path == "tasklist.yaml" for problem in problems)
    assert [p.severity for p in problems if p.code == "unknown-key"] == [Severity.WARNING] * 2


@pytest.mark.parametrize("data", [b"title: [\n", b"\xff\xfe", b"a: &x 1\nb: *x\n", b"title: a\ntitle: b\n"])
def test_a_file_that_cannot_be_read_gives_one_problem_and_the_usual_settings(data):
    settings, problems = read_settings("tasklist.yaml", data)
    assert settings == Settings()
    assert [(problem.path, problem.line > 0) for problem in problems] == [("tasklist.yaml", True)]


@pytest.mark.parametrize("text", ["- a\n", "hello\n"])
def test_a_file_of_another_shape_is_told(text):
    _, problems = read_settings("tasklist.yaml", text.encode())
    assert where(problems) == [(1, "", "invalid")]


def test_lists_and_mappings_in_the_wrong_place_are_told():
    _, problems = read_settings("tasklist.yaml", b"title: {a: 1}\ncommittees: {id: a}\nlights: 5\npeople: x\n")
    assert where(problems) == [
        (1, "title", "invalid"),
        (2, "committees", "invalid"),
        (3, "lights", "invalid"),
        (4, "people.1", "invalid"),
    ]


def test_events_keep_dates_and_those_not_fixed_yet():
    text = """\
events:
- {id: h31, name: 第三十一次常委会会议, date: 2025-10-30, source: 年度计划}
- {id: h32, name: 第三十二次会议, date: null}
- {id: h33, date: 2025-02-30}
- {id: h34, date: 10月底}
"""
    events, problems = read_events("events.yaml", text.encode())
    assert [(event.id, event.name, event.date) for event in events] == [
        ("h31", "第三十一次常委会会议", date(2025, 10, 30)),
        ("h32", "第三十二次会议", None),
        ("h33", "h33", None),
        ("h34", "h34", None),
    ]
    assert where(problems) == [(4, "events.3.date", "invalid"), (5, "events.4.date", "invalid")]


def test_a_document_carries_its_measures():
    text = """\
title: 关于加快建设创新钱塘的意见
issuer: 区委
doc_number: 钱委〔2025〕7号
date: 2025-03-01
implements: shi-2025
basis: [宪法, 监督法]
measures:
- {number: 1, title: 举措一, section: 一、, goal: 目标, source: 第1页}
- {number: one, title: 举措二}
- {title: 举措三}
- {number: 12, title: 0x10}
"""
    document, problems = read_document("documents/qiantang-2025.yaml", text.encode())
    assert document.id == "qiantang-2025"
    assert document.date == date(2025, 3, 1)
    assert document.basis == ("宪法", "监督法")
    assert [(measure.number, measure.title) for measure in document.measures] == [(1, "举措一"), (12, "0x10")]
    assert where(problems) == [(9, "measures.2.number", "invalid"), (10, "measures.3", "missing")]


def test_a_document_says_how_far_it_is_and_what_its_measures_implement():
    text = """\
title: 工作举措
implements: 杭州/hangzhou-2025
kind: plan
state: drafting
years: 2025—2027年
measures:
- {number: 1, title: 甲, implements: [1, 3]}
- {number: 2, title: 乙, implements: 4}
- {number: 3, title: 丙}
"""
    document, problems = read_document("documents/own.yaml", text.encode())
    assert problems == ()
    assert (document.implements, document.kind) == ("杭州/hangzhou-2025", "plan")
    assert (document.state, document.years) == (DocumentState.DRAFTING, (2025, 2027))
    assert [measure.implements for measure in document.measures] == [(1, 3), (4,), ()]


def test_years_may_be_one_or_a_list_and_mistakes_are_told():
    assert read_document("documents/a.yaml", b"title: a\nyears: 2025\n")[0].years == (2025, 2025)
    assert read_document("documents/a.yaml", b"title: a\nyears: [2025, 2026, 2027]\n")[0].years == (2025, 2027)
    wrong = "title: a\nstate: lost\nyears: 三年\nmeasures: [{number: 1, title: b, implements: [x, 2]}]\n"
    document, problems = read_document("documents/a.yaml", wrong.encode())
    assert (document.state, document.years, document.measures[0].implements) == (None, None, (2,))
    assert [(problem.line, problem.field) for problem in problems] == [
        (2, "state"),
        (3, "years"),
        (4, "measures.1.implements.1"),
    ]


def test_a_document_that_cannot_be_read_is_none():
    document, problems = read_document("documents/a.yaml", b"a: [")
    assert document is None
    assert len(problems) == 1


def test_a_calendar_gives_rest_days_and_make_up_days():
    text = "rest_days: [2027-01-01, 2027-01-02, 明天, 2028-01-01]\nwork_days:\n- 2027-01-03\nsource: 国务院通知\n"
    calendar, problems = read_calendar("calendar/2027.yaml", text.encode())
    assert calendar.work_days == (date(2027, 1, 3),)
    assert date(2027, 1, 2) in calendar.rest_days
    assert where(problems) == [(1, "rest_days.3", "invalid"), (1, "rest_days", "invalid")]


def test_a_calendar_is_named_after_its_year():
    _, problems = read_calendar("calendar/next.yaml", b"source: x\n")
    assert [problem.code for problem in problems] == ["invalid"]


def test_lights_by_rules_of_the_office():
    text = """\
title: x
lights:
  rules:
  - {light: blue, when: done}
  - {light: red, when: behind}
  - {light: yellow, when: behind, points: 10}
  - {light: green, when: always}
  names:
    yellow: {title: {zh: 橙, en: Orange}, meaning: 落后10至30个百分点}
"""
    settings, problems = read_settings("tasklist.yaml", text.encode())
    assert problems == ()
    assert settings.lights.rules() == (
        LightRule(Colour.BLUE, When.DONE),
        LightRule(Colour.RED, When.BEHIND, 30),
        LightRule(Colour.YELLOW, When.BEHIND, 10),
        LightRule(Colour.GREEN, When.ALWAYS),
    )
    assert settings.lights.names == {
        Colour.YELLOW: ColourName(Label("橙", "Orange"), Label("落后10至30个百分点")),
    }


def test_rules_that_do_not_fit_are_told_and_left_out():
    text = """\
title: x
lights:
  rules:
  - {light: purple, when: done}
  - {light: red, when: tomorrow}
  - {light: red}
  - {light: red, when: due, workdays: soon}
  - {light: green, when: always}
  - {light: red, when: overdue, points: 3}
"""
    settings, problems = read_settings("tasklist.yaml", text.encode())
    assert [(problem.line, problem.field, problem.code) for problem in problems] == [
        (4, "lights.rules.1.light", "unknown-choice"),
        (5, "lights.rules.2.when", "unknown-choice"),
        (6, "lights.rules.3", "missing"),
        (7, "lights.rules.4.workdays", "invalid"),
        (8, "lights.rules.5", "invalid"),
        (9, "lights.rules.6.points", "unknown-key"),
    ]
    assert settings.lights.rules()[-1] == LightRule(Colour.GREEN, When.ALWAYS)
    assert settings.lights.own[-1] == LightRule(Colour.RED, When.OVERDUE, 1)
