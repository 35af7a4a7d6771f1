"""Links in a merge: sets unite, and links follow an item that has to take another id."""

from linked import STUDY, VENUE, WISH

from tasklist_tui.services.merging import Three, merge_files
from tasklist_tui.storage.kindfiles import read_kinds
from tasklist_tui.storage.reader import read_list

KINDS, _ = read_kinds({f"kinds/{n}.yaml": t.encode() for n, t in {"v": VENUE, "w": WISH, "s": STUDY}.items()})
VENUES = "title: 站\nkind: venue\nitems:\n- {id: v1, title: 东}\n"
WISHES = "title: 建议\nkind: wish\nitems:\n- id: w1\n  title: 修路\n  venue: v1\n  related: [v1]\n  topics: [road]\n"


def merge(versions, others=None):
    three = {
        path: Three(*(None if side is None else side.encode() for side in sides)) for path, sides in versions.items()
    }
    merged = merge_files(three, KINDS, others=lambda: {path: text.encode() for path, text in (others or {}).items()})
    assert merged.conflicts == ()
    held = {
        path: merged.files.get(path, three[path].ours if path in three else None) for path in {*three, *merged.files}
    }
    lists = {path: read_list(path[6:-5], path, data, KINDS) for path, data in held.items() if data is not None}
    assert all(problems == () for _list, problems in lists.values())
    return {path: task_list for path, (task_list, _problems) in lists.items()}, merged


def test_choices_and_links_of_both_sides_unite():
    ours = WISHES.replace("[road]", "[road, water]").replace("[v1]", "[v1, w9]")
    theirs = WISHES.replace("[road]", "[school]").replace("related: [v1]", "related: [v1, w8]")
    lists, _merged = merge({"lists/w.yaml": (WISHES, ours, theirs)})
    item = lists["lists/w.yaml"].item("w1")
    assert set(item.get("topics")) == {"water", "school"}
    assert set(item.get("related")) == {"v1", "w8", "w9"}


def test_choices_in_a_row_unite_too():
    base = "title: 课题\nkind: study\nitems:\n- {id: s1, title: 题, answers: [{id: a, text: 一, wish: w1}]}\n"
    ours, theirs = base.replace("text: 一", "text: 二"), base.replace("wish: w1", "wish: w2")
    lists, _merged = merge({"lists/s.yaml": (base, ours, theirs)})
    assert lists["lists/s.yaml"].item("s1").rows("answers") == [{"id": "a", "text": "二", "wish": "w2"}]


def test_links_follow_an_item_that_takes_another_id():
    new_here = VENUES + "- {id: vx, title: 南}\n"
    new_there = VENUES + "- {id: vx, title: 北}\n"
    linked_here = WISHES.replace("venue: v1", "venue: vx").replace("related: [v1]", "related: [v1, vx]")
    linked_there = WISHES + "- {id: w2, title: 架桥, venue: vx}\n"
    lists, _merged = merge(
        {"lists/v.yaml": (VENUES, new_here, new_there), "lists/w.yaml": (WISHES, linked_here, linked_there)}
    )
    titles = {item.id: item.title for item in lists["lists/v.yaml"].items}
    assert titles["vx"] == "北"
    (moved,) = [item_id for item_id, title in titles.items() if title == "南"]
    wishes = lists["lists/w.yaml"]
    assert wishes.item("w1").get("venue") == moved
    assert wishes.item("w1").get("related") == ["v1", moved]
    assert wishes.item("w2").get("venue") == "vx"


def test_links_of_a_list_that_they_did_not_change_follow_as_well():
    new_here, new_there = VENUES + "- {id: vx, title: 南}\n", VENUES + "- {id: vx, title: 北}\n"
    linked_here = WISHES.replace("venue: v1", "venue: vx")
    others = {"lists/w.yaml": linked_here, "lists/v.yaml": new_here}
    lists, merged = merge({"lists/v.yaml": (VENUES, new_here, new_there)}, others)
    (moved,) = [item.id for item in lists["lists/v.yaml"].items if item.title == "南"]
    assert merged.followed == {"lists/w.yaml": linked_here.encode()}
    assert merged.files["lists/w.yaml"].decode() == linked_here.replace("venue: vx", f"venue: {moved}")


def test_items_that_both_made_and_that_link_to_each_other_stay_together():
    here = WISHES + "- {id: n1, title: 甲, related: [n2]}\n- {id: n2, title: 乙, related: [n1]}\n"
    there = WISHES + "- {id: n1, title: 丙, related: [n2]}\n- {id: n2, title: 丁, related: [n1]}\n"
    lists, _merged = merge({"lists/w.yaml": (WISHES, here, there)})
    by_title = {item.title: item for item in lists["lists/w.yaml"].items}
    assert by_title["丙"].get("related") == [by_title["丁"].id]
    assert by_title["甲"].get("related") == [by_title["乙"].id]
    assert by_title["乙"].get("related") == [by_title["甲"].id]
    assert len(by_title) == 5
