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
from tasklist_tui.storage.kindfiles import load_kind

TOPIC = """\
kind: topic
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
    kind, _ = load_kind(TOPIC.encode(), "kinds/topic.yaml")
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


def test_what_is_to_be_confirmed_stands_beside_its_source():
    kind = topic()
    assert kind.state["open"].confirm == Label("地方规定未见全文")
    assert kind.transition["hand_over"].confirm == Label("待主任会议确认")
    assert kind.countdowns[0].confirm == Label("核")


def test_an_own_file_changes_a_view_by_its_id():
    own = "views:\n- {type: matrix, id: matrix-2, columns: methods}\n- {type: calendar, id: lists, date: held}\n"
    changed, _ = load_kind(own.encode(), "kinds/topic.yaml", {"topic": topic()})
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
