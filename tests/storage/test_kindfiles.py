"""Kinds are data: built-in ones are flawless, a workspace changes or adds them, mistakes are told by line."""

import pytest

from tasklist_tui.domain.kinds import Choice, Field, FieldType, Label, Limit, Stage
from tasklist_tui.domain.periods import Period, Unit
from tasklist_tui.storage.kindfiles import builtin_kinds, load_kind, read_kinds

OWN = """\
kind: visit
title: 走访
fields:
- {id: title, type: text, required: true, title: {zh: 标题, en: Title}}
- {id: status, type: state}
- {id: place, type: choice, choices: [town, {id: village, title: 村}], default: town}
- {id: on, type: date}
- id: people
  type: rows
  key: name
  fields:
  - {id: name}
  - {id: role, help: {en: what they do}}
states:
- {id: new, stage: planned, limit: {workdays: 5}, source: 办法 第三条}
- {id: done, stage: done, final: true, title: 办结}
transitions:
- {id: finish, from: new, to: done, asks: [on], stamps: [on], sets: {place: village}, by: lead, main: true}
"""


def where(problems):
    return [(problem.line, problem.field, problem.code) for problem in problems]


def test_the_built_in_kinds_have_no_problem():
    kinds, problems = read_kinds({})
    assert problems == ()
    assert kinds["task"].title == Label("任务", "Task")
    assert [field.id for field in kinds["task"].fields][:2] == ["title", "measure"]
    assert kinds["task"].field["milestones"].column["due"].type is FieldType.DATE
    assert {name: kind.kind for name, kind in kinds.items()} == {name: name for name in kinds}


def test_a_kind_of_a_new_name_stands_alone():
    kinds, problems = read_kinds({"kinds/visit.yaml": OWN.encode()})
    visit = kinds["visit"]
    assert problems == ()
    assert visit.title == Label("走访")
    assert visit.field["place"].choices == (Choice("town"), Choice("village", Label("村")))
    assert visit.field["people"].column["role"].help == Label(en="what they do")
    assert visit.state["new"].limit == Limit(Period(5, Unit.WORKDAYS))
    assert visit.state["done"].title == Label("办结")
    assert visit.transitions[0].origins == ("new",)
    assert visit.transitions[0].sets == {"place": "village"}
    assert kinds["task"] == builtin_kinds()["task"]


def test_a_file_of_a_built_in_name_changes_only_what_it_names():
    text = """\
title: 工作任务
fields:
- {id: goal, title: 目标}
- {id: budget, type: number, title: 经费}
- {id: milestones, fields: [{id: place}]}
states:
- {id: doing, limit: {months: 3}}
- {id: checked, stage: submitted, final: true}
transitions:
- {id: submit, asks: [deliverable]}
- {id: check, from: [submitted], to: checked}
"""
    kinds, problems = read_kinds({"kinds/task.yaml": text.encode()})
    old, new = builtin_kinds()["task"], kinds["task"]
    assert problems == ()
    assert new.title == Label("工作任务", "Task")
    assert new.field["goal"] == Field("goal", FieldType.LONGTEXT, Label("目标", "Goal"))
    assert [field.id for field in new.fields] == [*old.field, "budget"]
    assert list(new.field["milestones"].column) == [*old.field["milestones"].column, "place"]
    assert new.field["milestones"].key == "id"
    assert new.state["doing"].limit == Limit(Period(3, Unit.MONTHS))
    assert new.state["doing"].stage is Stage.ACTIVE
    assert list(new.state) == [*old.state, "checked"]
    submit = next(transition for transition in new.transitions if transition.id == "submit")
    assert submit.asks == ("deliverable",)
    assert submit.origins == ("doing",)
    assert submit.sets == {"progress": "100"}


def test_every_mistake_is_told_where_it_stands():
    text = """\
kind: visit
colour: red
fields:
- {id: status, type: state}
- {id: title, type: txet, required_in: [gone]}
- {id: title}
- {id: rows, type: rows, key: nothing, fields: [{id: a, type: what}]}
- {id: day, type: text, title: [x]}
- {id: percent, type: percent}
states:
- {id: new, stage: soon, limit: {fortnights: 2, days: some}}
- {title: 没有标识}
transitions:
- {id: a, from: [new, lost], to: nowhere}
- {id: b, from: [new], to: new, asks: [x], stamps: [day], clears: [y], sets: {z: '1', percent: '101'}, by: all}
- {id: c, to: new}
"""
    kind, problems = load_kind(text.encode(), "kinds/visit.yaml")
    assert where(problems) == [
        (2, "colour", "unknown-key"),
        (5, "fields.2.type", "unknown-choice"),
        (5, "fields.2.required_in", "unknown-state"),
        (6, "fields.3.id", "duplicate-id"),
        (7, "fields.4.fields.1.type", "unknown-choice"),
        (7, "fields.4.key", "unknown-field"),
        (8, "fields.5.title", "invalid"),
        (11, "states.1.stage", "unknown-choice"),
        (11, "states.1.limit.days", "invalid"),
        (11, "states.1.limit.fortnights", "unknown-key"),
        (12, "states.2", "missing"),
        (14, "transitions.1.from", "unknown-state"),
        (14, "transitions.1.to", "unknown-state"),
        (15, "transitions.2.by", "unknown-choice"),
        (15, "transitions.2.asks", "unknown-field"),
        (15, "transitions.2.clears", "unknown-field"),
        (15, "transitions.2.sets", "unknown-field"),
        (15, "transitions.2.stamps", "invalid"),
        (15, "transitions.2.sets.percent", "invalid"),
        (16, "transitions.3.from", "missing"),
    ]
    assert all(problem.path == "kinds/visit.yaml" for problem in problems)
    assert all(problem.hint is not None for problem in problems)
    assert list(kind.field) == ["status", "title", "rows", "day", "percent"]
    assert list(kind.state) == ["new"]


def test_states_need_a_field_that_holds_them():
    _, problems = load_kind(b"fields: [{id: title}]\nstates: [{id: a}]\n", "kinds/x.yaml")
    assert where(problems) == [(2, "states", "missing")]


@pytest.mark.parametrize("data", [b"kind: [", b"\xff", b"- a\n"])
def test_a_broken_file_leaves_the_built_in_kind(data):
    kinds, problems = read_kinds({"kinds/task.yaml": data})
    assert kinds["task"] == builtin_kinds()["task"]
    assert [problem.path for problem in problems] == ["kinds/task.yaml"]


def test_two_files_for_one_kind_are_told():
    kinds, problems = read_kinds(
        {"kinds/a.yaml": b"kind: x\nfields: [{id: p}]\n", "kinds/b.yaml": b"kind: x\nfields: [{id: q}]\n"}
    )
    assert [(problem.path, problem.code) for problem in problems] == [("kinds/b.yaml", "duplicate-id")]
    assert list(kinds["x"].field) == ["p", "q"]


def test_the_words_of_a_row_step_are_checked_against_its_columns():
    text = """\
kind: x
fields:
- {id: status, type: state}
- {id: due, type: date}
- {id: title}
- {id: rows, type: rows, brief: '{day} {gone}', fields: [{id: day, type: date}]}
states: [{id: a}]
transitions:
- id: add
  from: [a]
  row: {of: rows, suggests: {lost: $next}, after: {day: title, missing: due}, unless: {none: x}}
- {id: bad, from: [a], row: {of: title}}
- {id: idle, from: [a]}
"""
    kind, problems = load_kind(text.encode(), "kinds/x.yaml")
    step = kind.transition["add"].row
    assert (step.suggests, step.after, step.unless) == (
        {"lost": "$next"},
        {"day": "title", "missing": "due"},
        {"none": "x"},
    )
    assert sorted(where(problems)) == [
        (6, "fields.4.brief", "unknown-field"),
        (11, "transitions.1.row.after", "unknown-field"),
        (11, "transitions.1.row.after.day", "invalid"),
        (11, "transitions.1.row.suggests", "unknown-field"),
        (11, "transitions.1.row.unless", "unknown-field"),
        (12, "transitions.2.row.of", "unknown-field"),
        (13, "transitions.3", "missing"),
    ]


STATES = "kind: k\nfields:\n- {id: title}\n- {id: status, type: state}\n- {id: on, type: date}\nstates:\n"


def flow(*lines):
    """Give what is wrong with a workflow, from its first line on."""
    _kind, problems = load_kind((STATES + "".join(f"{line}\n" for line in lines)).encode(), "kinds/k.yaml")
    return [(problem.line - 6, problem.code, problem.severity.value) for problem in problems]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["- {id: a}", "- {id: b, final: true}", "transitions:", "- {id: t, from: [a], to: b}"], []),
        (["- {id: a}", "- {id: b, final: true}"], []),
        (
            ["- {id: a}", "- {id: b, final: true}", "- {id: c}", "transitions:", "- {id: t, from: [a, c], to: b}"],
            [(3, "unreachable-state", "warning")],
        ),
        (
            ["- {id: a}", "- {id: b}", "transitions:", "- {id: t, from: [a], to: b}"],
            [(2, "dead-end", "warning")],
        ),
        (  # what is final may be opened again
            [
                "- {id: a, limit: {days: 5}}",
                "- {id: b, final: true}",
                "transitions:",
                "- {id: t, from: [a], to: b}",
                "- {id: again, from: [b], to: a}",
            ],
            [],
        ),
        (
            [
                "- {id: a, limit: {days: 5}}",
                "- {id: b, limit: {days: 5}}",
                "- {id: c, limit: {days: 9}}",
                "- {id: d, final: true}",
                "transitions:",
                "- {id: t, from: [a], to: b}",
                "- {id: u, from: [b], to: c}",
                "- {id: v, from: [c], to: b}",
            ],
            [(2, "limit-loop", "error"), (4, "unreachable-state", "warning")],
        ),
        (  # a station runs, stands idle and runs again, without an end
            ["- {id: a}", "- {id: b}", "transitions:", "- {id: t, from: [a], to: b}", "- {id: u, from: [b], to: a}"],
            [],
        ),
        (
            [
                "- {id: a}",
                "- {id: b}",
                "- {id: c}",
                "- {id: d, final: true}",
                "transitions:",
                "- {id: t, from: [a], to: b}",
                "- {id: x, from: [a], to: d}",
                "- {id: u, from: [b], to: c}",
                "- {id: v, from: [c], to: b}",
            ],
            [(2, "no-end", "warning")],
        ),
    ],
)
def test_a_workflow_that_contradicts_itself_is_told(lines, found):
    assert flow(*lines) == found


def test_a_source_may_stand_inside_of_its_limit():
    text = STATES + "- {id: a, limit: {months: 3, source: 办法 第五条, confirm: 待核}}\n"
    kind, problems = load_kind(text.encode(), "kinds/k.yaml")
    assert problems == ()
    assert (kind.state["a"].source, kind.state["a"].confirm) == ("办法 第五条", Label("待核"))
