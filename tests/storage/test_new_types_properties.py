"""Quantities, choices, links and rows that name rows: through the writer and back, and through a merge, unharmed."""

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linked import STUDY, WISH

from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.merge import merge_lists
from tasklist_tui.domain.model import Item, TaskList
from tasklist_tui.storage.kindfiles import read_kinds
from tasklist_tui.storage.reader import read_list
from tasklist_tui.storage.writer import render, rewrite

MORE = """\
kind: wish
fields:
- {id: head, type: quantity}
- id: parts
  type: rows
  key: id
  fields: [{id: id}, {id: count, type: quantity}, {id: kinds, type: choices, choices: [a, b]}, {id: who, type: links}]
- id: follow
  type: rows
  key: id
  fields: [{id: id}, {id: part, type: rowlink, of: parts}, {id: to, type: link}]
"""
KINDS, _ = read_kinds({"kinds/a.yaml": WISH.encode(), "kinds/b.yaml": MORE.encode(), "kinds/s.yaml": STUDY.encode()})
KIND = KINDS["wish"]

said = st.sampled_from(
    ["40余", "约30", "N", "15", "007", "1_000", "0x1F", "no", "~", "1:30", "#3", "- 5", "[8]", "人：20", " 9"]
)
quantities = said | st.text(min_size=1, max_size=6).filter(lambda text: text.strip() == text and text.isprintable())
ids = st.sampled_from(["ab2222", "cd3333", "富阳/ef4444", "12e4", "null", "no/7"])
several = st.lists(ids, min_size=1, max_size=3, unique=True)
topics = st.lists(st.sampled_from(["road", "school", "water"]), min_size=1, max_size=3, unique=True)
keys = st.sampled_from(["p1", "p2"])
parts = st.lists(
    st.fixed_dictionaries(
        {"id": keys}, optional={"count": quantities, "kinds": st.just(["a"]) | st.just(["b", "a"]), "who": several}
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda row: row["id"],
)
follow = st.lists(
    st.fixed_dictionaries({"id": st.just("f1"), "part": keys}, optional={"to": ids}), min_size=1, max_size=1
)
values = st.fixed_dictionaries(
    {"title": st.just("修路")},
    optional={
        "head": quantities,
        "venue": ids,
        "related": several,
        "topics": topics,
        "basis": ids,
        "parts": parts,
        "follow": follow,
    },
)
FAST = settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def lists(*items):
    return TaskList("w", title="建议", kind="wish", items=items)


@FAST
@given(values, values)
def test_what_is_written_is_read_again_and_other_items_keep_their_bytes(before, after):
    task_list = lists(Item("aa2222", before), Item("bb3333", {"title": "别的", "head": "40余", "related": ["aa2222"]}))
    text = render(task_list, KIND).replace("- id: bb3333", "# 一句话\n- id: bb3333")
    read, problems = read_list("w", "lists/w.yaml", text.encode(), KINDS)
    assert problems == ()
    assert read.items[0].values == before
    changed = {name: after.get(name) for name in {*before, *after}}
    written, _list = rewrite(text, read, [SetFields("w", "aa2222", changed)], KIND)
    again, _problems = read_list("w", "lists/w.yaml", written.encode(), KINDS)
    assert again.items[0].values == after
    assert written[written.index("# 一句话") :] == text[text.index("# 一句话") :]


@FAST
@given(st.lists(several | st.none(), min_size=3, max_size=3), st.lists(topics | st.none(), min_size=3, max_size=3))
def test_sets_of_both_sides_unite_whichever_side_one_stands_on(related, chosen):
    made = [
        lists(Item("aa2222", {"title": "修路"}).with_values({"related": links, "topics": choices}))
        for links, choices in zip(related, chosen, strict=True)
    ]
    base, ours, theirs = made
    results = []
    for mine, other in ((ours, theirs), (theirs, ours)):
        merged = merge_lists(KIND, base, mine, other)
        assert merged.conflicts == ()
        item = mine.items[0]
        for edit in merged.edits:
            item = edit.apply(msgspec.structs.replace(mine, items=(item,))).items[0]
        results.append(item)
    for name in ("related", "topics"):
        old, one, two = (set(task_list.items[0].get(name) or ()) for task_list in made)
        held = [set(item.get(name) or ()) for item in results]
        assert held[0] == held[1] == (one & two) | ((one | two) - old)
