"""Links in the form, in the item in full, and in the steps that make items of items, by their keys."""

import pytest
from linked import FILES
from workspaces import TODAY, app, git, settle

from tasklist_tui import i18n
from tasklist_tui.services import setup
from tasklist_tui.services.session import Session
from tasklist_tui.tui.screens.item_form import ItemForm
from tasklist_tui.tui.screens.notices import ConfirmDialog
from tasklist_tui.tui.state import ItemKey
from tasklist_tui.tui.widgets.detail import Detail

WIDE = (120, 40)


@pytest.fixture(autouse=True)
def _language():
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    root = setup.init(tmp_path / "w", organisation="示例", committees=["bgs=办公室"], name="王", committee="bgs")
    for path, text in FILES.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="")
    session = Session.open(root, today=TODAY)
    session.commit_outside_changes()
    session.close()
    return root


@pytest.fixture
def on(drive, root):
    """Give `on(item, script, size)`: open the program with the cursor on an item (list, id) and run the script."""

    def run(key, script, size=WIDE):
        async def begun(pilot):
            await settle(pilot)
            pilot.app.screen.director.go_to(ItemKey(*key))
            await settle(pilot)
            return await script(pilot)

        return drive(app(root), begun, size)

    return run


def read(root, list_id, item_id):
    session = Session.open(root, today=TODAY, sign=False)
    session.close()
    return session.snapshot.workspace.task_list(list_id).item(item_id)


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def cursor(pilot):
    return pilot.app.screen_stack[0].director.state.cursor


@pytest.mark.parametrize("size", [WIDE, (80, 24)])
def test_enter_follows_a_link_and_backspace_goes_back(on, size):
    async def script(pilot):
        pilot.app.screen.director.show_detail()
        await settle(pilot)
        detail = pilot.app.screen.query_one(Detail)
        text = detail.text
        while detail.cursor is None:
            await press(pilot, "down")
        await press(pilot, "enter")
        there, focused = cursor(pilot), pilot.app.focused is detail
        other = detail.text
        await press(pilot, "backspace")
        return text, there, focused, other, cursor(pilot)

    text, there, focused, other, back = on(("wishes", "wi2222"), script, size)
    assert "Links 2" in text
    assert there == ItemKey("venues", "ve2222")
    assert focused
    assert "Wishes heard" in other
    assert "修缮东街路面" in other
    assert back == ItemKey("wishes", "wi2222")


def test_a_click_follows_a_link(on):
    async def script(pilot):
        detail = pilot.app.screen.query_one(Detail)
        line = next(n for n, text in enumerate(detail.text.split("\n")) if "修缮东街路面" in text)
        await pilot.click(Detail, offset=(20, line))
        await settle(pilot)
        return cursor(pilot)

    assert on(("venues", "ve2222"), script) == ItemKey("wishes", "wi2222")


def test_enter_edits_while_no_link_is_under_the_cursor_and_backspace_says_when_there_is_no_way_back(on):
    async def script(pilot):
        pilot.app.screen.query_one(Detail).focus()
        await press(pilot, "backspace")
        said = pilot.app.screen.query_one("StatusLine").text
        await press(pilot, "enter")
        return said, type(pilot.app.screen)

    said, screen = on(("wishes", "wi2222"), script)
    assert "No link has been followed" in said
    assert screen is ItemForm


def test_a_form_picks_items_by_title_several_with_ticks_and_saves_ids(on, root):
    async def script(pilot):
        await press(pilot, "e")
        form = pilot.app.screen
        form.body.go_to("venue")
        await press(pilot, "西")
        offered = [option.label for option in pilot.app.screen.shown]
        await press(pilot, "enter")
        form.body.go_to("related")
        await press(pilot, "enter", "通", "space", "enter")
        form.body.go_to("topics")
        await press(pilot, "enter", "down", "space", "enter")
        shown = form.body.control("related").render().plain
        await press(pilot, "ctrl+s")
        return offered, shown

    offered, shown = on(("wishes", "wi2222"), script)
    assert offered == ["2 西街站"]
    assert "增设校车站点" in shown
    assert "通学出行调研" in shown
    item = read(root, "wishes", "wi2222")
    assert item.get("venue") == "ve3333"
    assert item.get("related") == ["wi3333", "st2222"]
    assert item.get("topics") == ["road", "school"]


def test_a_new_item_begins_with_the_next_number_and_it_follows_the_year(on):
    async def script(pilot):
        await press(pilot, "n")
        body = pilot.app.screen.body
        first = body.control("number").editor.value
        body.control("year").put(2024)
        await settle(pilot)
        other = body.control("number").editor.value
        body.control("number").put(77)
        body.control("year").put(2025)
        await settle(pilot)
        return first, other, body.control("number").editor.value

    assert on(("wishes", "wi2222"), script) == ("9", "1", "77")


def test_a_row_names_a_row_of_another_list(on, root):
    async def script(pilot):
        await press(pilot, "e")
        form = pilot.app.screen
        form.body.go_to("answers")
        await press(pilot, "a")
        row = pilot.app.screen
        row.body.control("text").put("增开校车")
        row.body.go_to("problem")
        await press(pilot, "enter")
        offered = [option.label for option in pilot.app.screen.shown]
        await press(pilot, "down", "enter", "ctrl+s")
        shown = form.body.control("answers").render().plain
        await press(pilot, "ctrl+s")
        return offered, shown

    offered, shown = on(("studies", "st2222"), script)
    assert offered == ["1 路面破损", "2 校车不足", "(empty)"]
    assert "校车不足" in shown
    assert [row["problem"] for row in read(root, "studies", "st2222").rows("answers")] == ["p1", "p2"]


def test_one_key_makes_items_of_the_rows_and_undo_takes_them_back(on, root):
    async def script(pilot):
        await press(pilot, "N")
        said = pilot.app.screen.query_one("StatusLine").text
        made = [item.title for item in pilot.app.screen.director.snapshot.workspace.task_list("wishes").items]
        await press(pilot, "N")
        again = pilot.app.screen.query_one("StatusLine").text
        await press(pilot, "u")
        return said, made, again

    commits = int(git(root, "rev-list", "--count", "HEAD"))
    said, made, again = on(("studies", "st2222"), script)
    assert "1 new in “建议台账”" in said
    assert made[2:] == ["修补路面"]
    assert "has been taken over already" in again
    assert int(git(root, "rev-list", "--count", "HEAD")) == commits + 2
    assert read(root, "studies", "st2222").rows("answers")[0].get("wish") is None


def test_deleting_says_what_is_linked_with_it(on):
    async def script(pilot):
        await press(pilot, "D")
        return type(pilot.app.screen), "\n".join(
            str(static.render()) for static in pilot.app.screen.query("Static").results()
        )

    screen, text = on(("venues", "ve2222"), script)
    assert screen is ConfirmDialog
    assert "1 items are linked with it" in text
    assert "修缮东街路面" in text


def test_a_list_whose_kind_is_missing_shows_its_items_as_written_and_says_so(on, root, screen_lines):
    (root / "kinds" / "wish.yaml").unlink()

    async def script(pilot):
        detail = pilot.app.screen.query_one(Detail).text
        await press(pilot, "e")
        form = "\n".join(screen_lines(pilot.app))
        await press(pilot, "escape")
        pilot.app.screen_stack[0].director.run("view.board")
        await settle(pilot)
        board = "\n".join(screen_lines(pilot.app))
        return detail, form, board

    detail, form, board = on(("wishes", "wi2222"), script)
    assert "The kind “wish” is not declared" in detail.replace("\n", " ")
    assert "· wi3333" in detail
    assert "修缮东街路面" in form
    assert "修缮东街路面" in board
