"""Steps that make items of another kind, chains of lists without gaps, and numbers that go on."""

from datetime import UTC, date, datetime

import pytest
from linked import STUDY, VENUE, WISH

from tasklist_tui.domain.chains import Gap, followers, gaps
from tasklist_tui.domain.creations import created, list_for, no_list
from tasklist_tui.domain.defaults import Begun, starting
from tasklist_tui.domain.edits import AddItem, apply_all, inverse_all
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.domain.validate import validate
from tasklist_tui.domain.workflow import Entered, advance, find_way, ways
from tasklist_tui.storage.kindfiles import load_kind

KINDS = {
    name: load_kind(text.encode(), f"kinds/{name}.yaml")[0]
    for name, text in {"study": STUDY, "wish": WISH, "venue": VENUE}.items()
}
TODAY = date(2025, 11, 10)
NOW = Entered(TODAY, datetime(2025, 11, 10, 8, tzinfo=UTC), "办公室")
PROBLEMS = [{"id": "p1", "text": "路面破损"}, {"id": "p2", "text": "校车不足"}]
ANSWERS = [{"id": "a1", "text": "修补路面", "problem": "p1"}, {"id": "a2", "text": "增开校车", "problem": "p2"}]


def study(**values):
    return Item("st", {"title": "通学出行调研", "status": "open", **values})


def workspace(item, *wishes, lists=("wishes",)):
    return Workspace(
        kinds=KINDS,
        lists=(
            TaskList("studies", kind="study", items=(item,)),
            *(TaskList(name, name, kind="wish", year=2025, items=wishes) for name in lists),
        ),
    )


def hand_over(whole, entered=NOW):
    item = whole.lists[0].items[0]
    way = find_way(item, KINDS["study"], TODAY, "hand_over")
    edit = advance("studies", item, KINDS["study"], way, entered)
    return created(whole, edit, way.transition, list_for(whole, way.transition), entered)


def test_each_row_becomes_an_item_and_both_know_of_each_other():
    whole = workspace(study(problems=PROBLEMS, answers=ANSWERS), Item("w7", {"title": "旧", "year": 2025, "number": 7}))
    edits = hand_over(whole)
    studies, wishes = apply_all(whole.lists, edits)
    made = wishes.items[1:]
    assert [item.values for item in made] == [
        {
            "title": text,
            "from": "st",
            "topics": ["road"],
            "status": "collected",
            "year": 2025,
            "number": number,
        }
        for text, number in (("修补路面", 8), ("增开校车", 9))
    ]
    assert [row["wish"] for row in studies.items[0].rows("answers")] == [item.id for item in made]
    assert validate(Workspace(kinds=KINDS, lists=(studies, wishes))) == []
    assert apply_all((studies, wishes), inverse_all(whole.lists, edits)) == whole.lists


def test_rows_that_have_their_item_are_left_alone():
    handed = [{**ANSWERS[0], "wish": "w7"}, ANSWERS[1]]
    whole = workspace(study(answers=handed), Item("w7", {"title": "旧"}))
    added = [edit.item.title for edit in hand_over(whole) if isinstance(edit, AddItem)]
    assert added == ["增开校车"]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([], "there is nothing under “Answers” yet"),
        ([{"id": "a", "text": "x", "wish": "w7"}], "every entry under “Answers” has been taken over already"),
    ],
)
def test_a_step_that_would_make_nothing_says_why(answers, reason):
    way = next(w for w in ways(study(answers=answers), KINDS["study"], TODAY) if w.transition.id == "hand_over")
    assert str(way.hindrance) == reason


def test_without_a_list_of_the_kind_the_step_is_refused_with_what_to_do():
    whole = workspace(study(answers=ANSWERS), lists=())
    assert str(no_list(whole, KINDS["study"].transition["hand_over"].creates)) == (
        "the workspace has no list of the kind “Wish”"
    )
    with pytest.raises(UserError) as caught:
        hand_over(whole)
    assert "kind: wish" in str(caught.value.hint)


def test_of_several_lists_one_has_to_be_named():
    whole = workspace(study(answers=ANSWERS), lists=("大会", "闭会"))
    transition = KINDS["study"].transition["hand_over"]
    with pytest.raises(UserError, match="into which list"):
        list_for(whole, transition)
    assert list_for(whole, transition, "闭会").id == "闭会"


def test_a_chain_with_a_gap_keeps_an_item_from_being_closed():
    item = study(problems=PROBLEMS, answers=ANSWERS[:1])
    chain = KINDS["study"].chain["two"]
    assert gaps(item, KINDS["study"], chain) == (Gap("problems", "p2", "校车不足"),)
    assert followers(item, KINDS["study"], "problems", "answers", "p1") == (ANSWERS[0],)
    with pytest.raises(UserError, match="“Two lists” has 1 gaps: nothing follows “校车不足” \\(Problems\\)"):
        find_way(item, KINDS["study"], TODAY, "close")
    whole = study(problems=PROBLEMS, answers=ANSWERS)
    assert find_way(whole, KINDS["study"], TODAY, "close").hindrance is None


def test_a_number_goes_on_from_the_highest_of_its_year():
    wishes = TaskList(
        "wishes",
        kind="wish",
        year=2025,
        items=(
            Item("a", {"year": 2024, "number": 31}),
            Item("b", {"year": 2025, "number": 4}),
            Item("c", {"year": 2025, "number": 2}),
        ),
    )
    begun = Begun(TODAY)
    assert starting(KINDS["wish"], wishes, {}, begun)["number"] == 5
    assert starting(KINDS["wish"], wishes, {"year": 2024}, begun)["number"] == 32
    assert starting(KINDS["wish"], wishes, {"year": 2026}, begun)["number"] == 1
    assert starting(KINDS["wish"], wishes, {"number": 9}, begun)["number"] == 9
