"""Coverage of a document's measures by the documents that implement it, and the numbers of a member."""

from tasklist_tui.domain.coverage import Known, coverage, implemented
from tasklist_tui.domain.kinds import Kind, Stage, State
from tasklist_tui.domain.lights import Colour, Light
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Document, DocumentState, Item, Measure, Settings, TaskList, Workspace
from tasklist_tui.domain.rollup import Tally, own_document, standing, tally


def document(name, implements="", *measures, **more):
    made = tuple(Measure(n, f"{name}{n}", implements=tuple(of)) for n, of in enumerate(measures, start=1))
    return Document(name, name, implements=implements, measures=made, **more)


CITY = Known("", Workspace(documents=(document("plan", "", (), (), ()),)))


def district(name, *documents, lists=()):
    return Known(name, Workspace(Settings(organisation=name), documents=documents, lists=lists))


def numbers(cover):
    return [measure.number for measure in cover.measures], [entry.item.id for entry in cover.entries]


def test_each_measure_is_covered_by_the_measures_and_tasks_of_the_documents_that_implement_it():
    tasks = TaskList("t", document="east", items=(Item("a", {"measure": 1}), Item("b", {"measure": 2}), Item("c")))
    east = district("东", document("east", "city/plan", (1,), (1, 3)), lists=(tasks,))
    found = coverage((CITY, east), "", CITY.workspace.documents[0])
    assert [(column.member, column.document.id) for column in found.columns] == [("东", "east")]
    assert [numbers(covers[0]) for covers in found.cells] == [([1, 2], ["a", "b"]), ([], []), ([2], ["b"])]
    assert [measure.number for measure in found.holes] == [2]


def test_a_district_sees_its_own_cover_of_a_document_of_the_city():
    own = district("", document("east", "市/plan", (2,)))
    city = Known("市", CITY.workspace)
    assert implemented((own, city)) == (("市", CITY.workspace.documents[0]),)
    found = coverage((own, city), "市", CITY.workspace.documents[0])
    assert [measure.number for measure in found.holes] == [1, 3]


def test_a_plain_id_is_first_a_document_of_the_same_workspace():
    east = district("东", document("plan", "", ()), document("own", "plan", (1,)))
    assert implemented((CITY, east)) == (("东", east.workspace.documents[0]),)


def test_a_copy_of_the_paper_that_a_district_keeps_is_the_paper():
    paper = CITY.workspace.documents[0]
    east = district("东", paper, document("own", "plan", (1,)))
    other = district("西", Document("plan", "西区自己的文件"), document("own", "plan", (2,)))
    found = coverage((CITY, east, other), "", paper)
    assert [column.member for column in found.columns] == ["东"]
    assert [measure.number for measure in found.holes] == [2, 3]


def test_a_document_that_implements_itself_or_nothing_there_is_covers_nothing():
    lone = district("", document("plan", "plan", (1,)), document("other", "gone", (1,)))
    assert implemented((lone,)) == ()


def test_a_document_still_being_drafted_has_a_column_and_leaves_the_holes_open():
    west = district("西", Document("west", "西区举措", implements="plan", state=DocumentState.DRAFTING))
    found = coverage((CITY, west), "", CITY.workspace.documents[0])
    assert [column.organisation for column in found.columns] == ["西"]
    assert len(found.holes) == 3


# --- the roll-up

FLOW = Kind("task", states=(State("doing"), State("done", stage=Stage.DONE, final=True)))


def light_of(_list, item):
    return Light(Colour.BLUE if item.status == "done" else Colour.RED, msg("x"))


def test_a_member_is_counted_by_its_tasks_lights_and_its_own_measures():
    lists = (
        TaskList("t", kind="task", items=(Item("a", {"status": "done"}), Item("b"))),
        TaskList("people", kind="person", items=(Item("p"),)),
    )
    documents = (document("plan", "", (), ()), document("own", "plan", (1,), (), ()))
    found = tally(Workspace(kinds={"task": FLOW}, lists=lists, documents=documents), light_of)
    assert (found.measures, found.tasks, found.counts.items) == (3, 2, 2)
    assert (found.light(Colour.RED), found.light(Colour.BLUE), found.counts.done) == (1, 1, 1)
    assert found.rate is None


def test_numbers_of_members_add_up():
    one = tally(Workspace(kinds={"task": FLOW}, lists=(TaskList("t", kind="task", items=(Item("a"),)),)), light_of)
    assert one + Tally() == one
    assert ((one + one).tasks, (one + one).light(Colour.RED), (one + one).counts.items) == (2, 2, 2)


def test_the_document_of_a_member_is_the_one_that_implements_ours():
    documents = (document("a", "", ()), document("b", "somebody/else", ()), document("c", "city/plan", ()))
    assert own_document(documents, frozenset({"plan"})).id == "c"
    assert own_document(documents[:2], frozenset({"plan"})).id == "b"
    assert own_document(documents[:1], frozenset()).id == "a"
    assert own_document((Document("n", "通知"),), frozenset()) is None


def test_a_member_tells_how_many_problems_its_files_have():
    found = standing(Workspace(Settings(title="东区"), problems=()), light_of)
    assert (found.organisation, found.problems, found.document) == ("东区", 0, None)
