"""Each control: a value goes in, a person edits it, a typed value comes out."""

from datetime import date, datetime

import pytest
from form_helpers import HOSTILE, KIND, Asking, item, snapshot_of, write
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.kinds import Choice, Field, FieldType, Kind, Label
from tasklist_tui.i18n import set_language
from tasklist_tui.tui.screens.choices import Option, matching
from tasklist_tui.tui.screens.item_form import ItemForm
from tasklist_tui.tui.screens.rebase import combine
from tasklist_tui.tui.widgets.fields.control import Context, same
from tasklist_tui.tui.widgets.fields.day_words import echo
from tasklist_tui.tui.widgets.fields.mask import mask
from tasklist_tui.tui.widgets.fields.percent_editor import bar
from tasklist_tui.tui.widgets.fields.rows_paint import paint_rows
from tasklist_tui.tui.widgets.fields.sections import sections

LEVELS = (Choice("low", Label("低", "low")), Choice("high", Label("高", "high")))


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language("zh")


@pytest.fixture
def edit(drive):
    """Give `edit(field, value, *keys)`: press keys in the control of a field, give what it reads then."""

    def run(field, value, *keys, text=""):
        kind = Kind("one", fields=(field,))
        edited = item("aa1111", **({} if value is None else {field.id: value}))
        screen = ItemForm(snapshot_of(edited, kind=kind), "main", edited)

        async def script(pilot):
            control = screen.body.control(field.id)
            assert control.read() == value
            assert not control.edited
            screen.body.go_to(field.id)
            await pilot.pause()
            if text:
                await write(pilot, text)
            await pilot.press(*keys)
            await pilot.pause()
            return control.read()

        return drive(Asking(screen), script)

    return run


@pytest.mark.parametrize(
    ("kind", "value", "text", "keys", "result"),
    [
        (FieldType.TEXT, "旧", "的", (), "旧的"),
        (FieldType.TEXT, None, " 007 ", (), "007"),
        (FieldType.TEXT, "旧", "", ("backspace",), None),
        (FieldType.LONGTEXT, "一", "\n二", (), "一\n二"),
        (FieldType.NUMBER, 4, "2", (), 42),
        (FieldType.NUMBER, None, "-3", (), -3),
        (FieldType.PERCENT, 50, "", ("ctrl+up",), 55),
        (FieldType.PERCENT, 52, "", ("ctrl+down",), 50),
        (FieldType.PERCENT, None, "100%", ("ctrl+up",), 100),
        (FieldType.FLAG, None, "", ("space",), True),
        (FieldType.FLAG, True, "", ("enter",), False),
        (FieldType.DATE, None, "9月30日", (), date(2025, 9, 30)),
        (FieldType.DATE, None, "", ("ctrl+up",), date(2025, 11, 10)),
        (FieldType.DATE, date(2025, 12, 31), "", ("ctrl+up",), date(2026, 1, 1)),
        (FieldType.DATE, date(2026, 1, 5), "", ("ctrl+down", "shift+down"), date(2025, 12, 28)),
        (FieldType.MOMENT, None, "2025-09-30 10:30", (), datetime(2025, 9, 30, 10, 30)),  # noqa: DTZ001  as typed
        (FieldType.CHOICE, "low", "", ("2",), "high"),
        (FieldType.CHOICE, "low", "", ("delete",), None),
        (FieldType.STATE, None, "", (), None),
        (FieldType.COMMITTEE, None, "", ("enter", "down", "enter"), "yjs"),
        (FieldType.COMMITTEES, ["yjs"], "", ("enter", "space", "enter"), ["yjs", "bgs"]),
        (FieldType.MEASURE, 1, "", ("enter", "down", "enter"), 2),
        (FieldType.TEXTS, ["甲"], "\n乙", (), ["甲", "乙"]),
    ],
)
def test_a_control_gives_a_typed_value(edit, kind, value, text, keys, result):
    assert edit(Field("x", kind, choices=LEVELS), value, *keys, text=text) == result


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldType.TEXT, HOSTILE),
        (FieldType.TEXT, " 两头空格\n两行 "),
        (FieldType.LONGTEXT, "一\r\n二\t\u2028三 \n"),
        (FieldType.LONGTEXT, "一\u2028"),
        (FieldType.TEXTS, ["一\n二", " ", "三"]),
        (FieldType.CHOICE, "没有的选项"),
        (FieldType.COMMITTEES, ["没有的委室", "bgs"]),
        (FieldType.MEASURE, 99),
        (FieldType.ROWS, [{"odd": "x"}]),
    ],
)
def test_what_is_not_edited_stays_exactly_as_it_was(edit, kind, value):
    assert edit(Field("x", kind, choices=LEVELS), value, "tab") == value


def test_what_is_not_visible_has_a_sign_of_its_own():
    assert mask("a\x1b[31m\u202eb\n\t") == "a␛[31m�b␊␉"


@given(st.text())
def test_a_sign_stands_for_each_character(text):
    shown = mask(text)
    assert len(shown) == len(text)
    assert mask(shown) == shown
    assert not any(ord(character) < 32 for character in shown)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 11, 10), "Mon · today"),
        (date(2025, 11, 8), "Sat · rest day · 2 days ago"),
        (date(2025, 11, 17), "Mon · 5 workdays left"),
        (date(2025, 10, 11), "Sat · 30 days ago"),
        (date(2040, 3, 1), "Thu · "),
    ],
)
def test_a_day_is_said_in_words_with_make_up_workdays(day, words):
    assert echo(day, date(2025, 11, 10), Calendar()).startswith(words)


def test_the_bar_is_full_at_a_hundred():
    assert [bar(value, 4) for value in (0, 50, 100)] == ["░░░░", "██░░", "████"]


def test_a_filter_looks_into_name_detail_and_id_and_prefers_beginnings():
    options = [Option("a", "区法制办"), Option("b", "法制工委", "Legal"), Option("c", "办公室")]
    assert [option.id for option in matching(options, "法制")] == ["b", "a"]
    assert [option.id for option in matching(options, "LEGAL")] == ["b"]
    assert [option.id for option in matching(options, "法制 b")] == ["b"]


@given(st.integers(1, 100), st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_a_table_of_rows_fits_its_width(width, titles):
    context = Context(snapshot_of(), snapshot_of().workspace.lists[0], KIND)
    rows = [{"title": title, "due": date(2025, 9, 30), "due_text": title} for title in titles]
    head, lines = paint_rows(context, KIND.field["milestones"], rows, width)
    assert all(cell_len(line) <= width for line in (head, *lines))


def test_required_fields_stand_first_and_the_wording_of_a_date_with_its_date():
    fields = (
        Field("note", FieldType.LONGTEXT),
        Field("due", FieldType.DATE),
        Field("due_text"),
        Field("rows", FieldType.ROWS),
        Field("title"),
        Field("lead", FieldType.COMMITTEE, required=True),
    )
    grouped = [[field.id for field in section.fields] for section in sections(fields, ["odd"])]
    assert grouped == [["lead", "title"], ["due", "due_text"], ["note"], ["rows"], ["odd"]]


def test_two_changes_of_one_value_collide_and_of_a_set_do_not():
    assert combine(KIND, "title", "甲", "乙", "丙") == ("乙", True)
    assert combine(KIND, "title", "甲", "乙", "乙") == ("乙", False)
    assert combine(KIND, "co", ["a"], ["a", "b"], ["a", "c"])[1] is False
    assert set(combine(KIND, "co", ["a"], ["a", "b"], ["a", "c"])[0]) == {"a", "b", "c"}


def test_no_value_is_the_same_as_an_empty_one():
    assert same(None, [])
    assert same("", None)
    assert not same(0, None)
    assert not same(False, None)
