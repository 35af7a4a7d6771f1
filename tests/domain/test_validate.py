"""Problems of values that do not fit together."""

from datetime import date

from tasklist_tui.domain.kinds import Choice, Field, FieldType, Kind, State
from tasklist_tui.domain.model import Committee, Document, Item, Measure, Settings, TaskList, Workspace
from tasklist_tui.domain.validate import validate

KIND = Kind(
    "task",
    fields=(
        Field("title", required=True),
        Field("measure", FieldType.MEASURE),
        Field("lead", FieldType.COMMITTEE, required_in=("doing",)),
        Field("co", FieldType.COMMITTEES),
        Field("status", FieldType.STATE),
        Field("start", FieldType.DATE),
        Field("due", FieldType.DATE),
        Field("level", FieldType.CHOICE, choices=(Choice("a"),)),
        Field("milestones", FieldType.ROWS, fields=(Field("title", required=True), Field("due", FieldType.DATE))),
    ),
    states=(State("draft"), State("doing")),
)


def problems(*items, document="d"):
    workspace = Workspace(
        Settings(committees=(Committee("bgs", "办公室"),)),
        kinds={"task": KIND},
        documents=(Document("d", "文件", measures=(Measure(1, "一"),)),),
        lists=(
            TaskList("tasks", document=document, items=items),
            TaskList("more", items=(Item("zz", {"title": "t"}),)),
        ),
    )
    return [(p.item, p.field, p.code) for p in validate(workspace)]


def item(item_id="aa", **values):
    return Item(item_id, {"title": "t", **values})


def test_a_sound_list_has_no_problems():
    assert problems(item(measure=1, lead="bgs", co=["bgs"], status="doing", level="a")) == []


def test_each_thing_that_does_not_fit_is_named_with_its_field():
    assert problems(item(lead="xx", co=["bgs", "yy"], measure=9, status="gone", level="b")) == [
        ("aa", "measure", "unknown-measure"),
        ("aa", "lead", "unknown-committee"),
        ("aa", "co", "unknown-committee"),
        ("aa", "status", "unknown-state"),
        ("aa", "level", "unknown-choice"),
    ]


def test_required_fields():
    assert problems(Item("aa", {"status": "doing"})) == [("aa", "title", "missing"), ("aa", "lead", "missing")]
    assert problems(item(milestones=[{"due": date(2025, 1, 1)}])) == [("aa", "milestones.title", "missing")]


def test_dates_in_impossible_order():
    day = date(2025, 1, 2)
    assert problems(item(start=date(2025, 1, 3), due=day)) == [("aa", "due", "due-before-start")]
    later = [{"title": "m", "due": date(2025, 1, 3)}]
    assert problems(item(due=day, milestones=later)) == [("aa", "milestones.due", "milestone-after-due")]


def test_an_id_used_in_two_lists_and_a_missing_document():
    expected = [("", "document", "unknown-document"), ("zz", "id", "duplicate-id")]
    assert problems(item("zz"), document="gone") == expected


def test_an_unknown_field_is_kept_and_said():
    assert problems(item(colour="x")) == [("aa", "colour", "unknown-field")]
