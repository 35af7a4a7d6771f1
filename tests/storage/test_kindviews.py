"""Chains, views, links and what steps create: the words of a kind that several kinds share."""

from tasklist_tui.domain.kinds import Creation, FieldType, Label
from tasklist_tui.domain.kindviews import (
    BoardView,
    CalendarView,
    Chain,
    ChainView,
    MatrixView,
    RegisterView,
    RosterView,
    Use,
)
from tasklist_tui.storage.kindfiles import load_kind, read_kinds

TOPIC = """\
kind: study
title: 课题
fields:
- {id: title}
- {id: status, type: state}
- {id: year, type: number}
- {id: number, type: number, default: $next, per: year}
- {id: planned, type: quantity}
- {id: actual, type: quantity}
- {id: held, type: date}
- {id: basis, type: document}
- {id: methods, type: choices, choices: [hear, visit]}
- {id: station, type: link, to: [station], inverse: {zh: 课题, en: topics}}
- {id: stations, type: links}
- {id: problems, type: rows, key: id, fields: [{id: id}, {id: text}]}
- id: suggestions
  type: rows
  key: id
  fields: [{id: id}, {id: text}, {id: problem, type: rowlink, of: problems}, {id: handed, type: link}]
states:
- {id: open, source: 条例, confirm: {zh: 地方规定未见全文}}
- {id: closed, final: true}
chains:
- {id: two, title: 两张清单, lists: [problems, suggestions]}
views:
- {type: matrix, rows: $item, columns: methods}
- {type: matrix, title: 亮灯, rows: methods, columns: stations, cell: light}
- {type: register, planned: planned, actual: actual, by: methods}
- {type: chain, id: lists, chain: two}
- {type: calendar, date: held, by: methods}
- {type: roster, used_by: {kind: activity, field: topic, date: on}, idle_days: 90}
- {type: board}
transitions:
- id: hand_over
  from: open
  confirm: 待主任会议确认
  creates:
    kind: suggestion
    each: suggestions
    where: {text: a}
    fill: {title: $row.text, topic: $item}
    back: handed
- {id: close, from: [open], to: closed, whole: two}
countdowns:
- {id: report, confirm: {zh: 核}, steps: [{title: 送审, phrase: 会前20日}]}
"""


def topic():
    kind, _ = load_kind(TOPIC.encode(), "kinds/study.yaml")
    return kind


def test_fields_of_the_new_types_say_what_they_need():
    kind = topic()
    assert kind.field["methods"].type is FieldType.CHOICES
    assert kind.field["station"].to == ("station",)
    assert kind.field["station"].inverse == Label("课题", "topics")
    assert kind.field["suggestions"].column["problem"].of == "problems"
    assert (kind.field["number"].default, kind.field["number"].per) == ("$next", "year")


def test_chains_and_views_are_values():
    kind = topic()
    assert kind.chain["two"] == Chain("two", ("problems", "suggestions"), Label("两张清单"))
    assert kind.views == (
        MatrixView("matrix", rows="$item", columns="methods"),
        MatrixView("matrix-2", Label("亮灯"), rows="methods", columns="stations", cell="light"),
        RegisterView("register", planned="planned", actual="actual", by="methods"),
        ChainView("lists", chain="two"),
        CalendarView("calendar", date="held", by="methods"),
        RosterView("roster", used_by=Use("activity", "topic", "on"), idle_days=90),
        BoardView("board"),
    )


def test_steps_may_create_items_and_wait_for_a_chain():
    kind = topic()
    assert kind.transition["hand_over"].creates == Creation(
        "suggestion", "suggestions", {"text": "a"}, {"title": "$row.text", "topic": "$item"}, "handed"
    )
    assert kind.transition["close"].whole == "two"


def test_what_is_said_of_other_kinds_is_held_against_them():
    station = "kind: station\nfields: [{id: title}]\n"
    suggestion = "kind: suggestion\nfields: [{id: title}, {id: topic, type: text}]\n"
    activity = "kind: activity\nfields: [{id: topic, type: text}, {id: on, type: date}]\n"
    files = {"station": station, "suggestion": suggestion, "activity": activity, "study": TOPIC}
    own = {f"kinds/{name}.yaml": text.encode() for name, text in files.items()}
    kinds, problems = read_kinds(own)
    found = [(p.path, p.line, p.field, p.code) for p in problems]
    assert kinds["study"].transition["hand_over"].creates.kind == "suggestion"
    assert found == [("kinds/study.yaml", 31, "views.6.used_by.field", "invalid")]


BROKEN = """\
kind: odd
fields:
- {id: title}
- {id: level, type: choice, choices: [a, b, a], default: c}
- {id: text, type: text, default: $next}
- {id: number, type: number, default: $sometime, per: nowhere}
- {id: station, type: link, to: [nothing]}
- {id: row, type: rowlink, of: title}
- {id: first, type: rows, key: id, fields: [{id: id}]}
- {id: second, type: rows, key: id, fields: [{id: id}]}
states:
- {id: new}
- {id: end, final: true}
- {id: late, final: true}
chains:
- {id: one, lists: [first]}
- {id: both, lists: [first, second, third]}
views:
- {type: matrix, rows: nothing, columns: $item, cell: gone}
- {type: matrix, rows: id, columns: level, of: first}
- {type: register, planned: title, actual: number}
- {type: chain, chain: many}
- {type: calendar, date: title}
- {type: roster, used_by: {kind: nobody, field: x}}
transitions:
- {id: a, from: [new], to: end, whole: none, when: {level: d}}
- {id: b, from: [new], to: late, creates: {kind: nobody}}
- {id: c, from: [new], creates: {kind: task, each: first, where: {x: y}, fill: {title: $row.y, colour: $z}, back: id}}
"""


def test_everything_that_does_not_fit_together_is_told_with_its_line():
    _kinds, problems = read_kinds({"kinds/odd.yaml": BROKEN.encode()})
    assert [(p.line, p.field.partition(".")[2], p.code) for p in problems if p.code != "missing"] == [
        (4, "2.choices", "duplicate-id"),
        (4, "2.default", "unknown-choice"),
        (5, "3.default", "invalid"),
        (6, "4.default", "unknown-choice"),
        (6, "4.per", "unknown-field"),
        (7, "5.to", "unknown-kind"),
        (8, "6.of", "invalid"),
        (16, "1.lists", "invalid"),
        (17, "2.lists", "unknown-field"),
        (17, "2.lists", "unknown-field"),
        (19, "1.rows", "unknown-field"),
        (19, "1.cell", "unknown-field"),
        (21, "3.planned", "invalid"),
        (22, "4.chain", "unknown-chain"),
        (23, "5.date", "invalid"),
        (24, "6.used_by.kind", "unknown-kind"),
        (26, "1.when.level", "unknown-choice"),
        (26, "1.whole", "unknown-chain"),
        (27, "2.creates.kind", "unknown-kind"),
        (28, "3.creates.where", "unknown-field"),
        (28, "3.creates.back", "invalid"),
        (28, "3.creates.fill.title", "unknown-field"),
        (28, "3.creates.fill.colour", "unknown-field"),
        (28, "3.creates.fill.colour", "unknown-field"),
    ]
    assert all(problem.hint is not None for problem in problems)


def test_what_is_to_be_confirmed_stands_beside_its_source():
    kind = topic()
    assert kind.state["open"].confirm == Label("地方规定未见全文")
    assert kind.transition["hand_over"].confirm == Label("待主任会议确认")
    assert kind.countdowns[0].confirm == Label("核")


def test_an_own_file_changes_a_view_by_its_id():
    own = "views:\n- {type: matrix, id: matrix-2, columns: methods}\n- {type: calendar, id: lists, date: held}\n"
    changed, _ = load_kind(own.encode(), "kinds/study.yaml", {"study": topic()})
    views = {view.id: view for view in changed.views}
    assert views["matrix-2"] == MatrixView("matrix-2", Label("亮灯"), rows="methods", columns="methods", cell="light")
    assert views["lists"] == CalendarView("lists", date="held")
    assert views["matrix"] == topic().views[0]


def test_a_view_of_no_known_type_or_a_taken_id_is_left_out_and_told():
    text = "views:\n- {type: pie}\n- {type: board}\n- {type: chain, id: board}\n- {title: 无类型}\n"
    kind, problems = load_kind(text.encode(), "kinds/odd.yaml")
    assert kind.views == (BoardView("board"),)
    assert [(p.line, p.field, p.code) for p in problems] == [
        (2, "views.1.type", "unknown-choice"),
        (4, "views.3.id", "duplicate-id"),
        (5, "views.4", "missing"),
    ]
