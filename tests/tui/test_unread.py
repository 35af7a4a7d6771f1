"""What a sync changed is marked in the list until somebody has looked at it; the marks outlive a restart."""

import json

import pytest
from test_sync_screen import exchange, finished, other, root, save  # noqa: F401  fixtures
from workspaces import app, git, settle

from tasklist_tui import i18n
from tasklist_tui.domain.edits import RemoveItem, SetFields
from tasklist_tui.services import unread
from tasklist_tui.services.session import Session
from tasklist_tui.tui.widgets.filterbar import FilterBar
from tasklist_tui.tui.widgets.item_table import ItemTable
from tasklist_tui.tui.widgets.statusbar import TopBar

# ruff: noqa: F811  the fixtures of the sync dialog

WIDE, SMALL = (120, 40), (80, 24)


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture
def came(root, other):
    """Two items of the others came in, by whatever means."""
    save(other, SetFields("tasks", "bb3333", {"progress": 10}), SetFields("tasks", "cc4444", {"progress": 30}))
    exchange(other)
    exchange(root)
    return root


def marks(root):
    session = Session.open(root)
    found = {item for _list, item in unread.unread(session)}
    session.close()
    return found


def shown(pilot):
    """The items whose row has the mark, and the number in the top line."""
    screen = pilot.app.screen
    table = screen.query_one(ItemTable)
    rows = ["".join(s.text for s in table.render_line(y)) for y in range(table.size.height)]
    top = "".join(s.text for s in screen.query_one(TopBar).render_line(0))
    return sum(row[1:2] == "◊" for row in rows), "◊" in top and int(top.split("◊")[1].split()[0])


def play(drive, root, *keys, size=SMALL):
    async def script(pilot):
        await settle(pilot)
        seen = [shown(pilot)]
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
            # The cursor has rested when the item stands in the detail.
            await pilot.pause(0.1)
            await settle(pilot)
            seen.append(shown(pilot))
        return seen

    return drive(app(root), script, size)


@pytest.mark.parametrize("size", [WIDE, SMALL])
def test_what_came_in_is_marked_and_counted(drive, came, size):
    assert play(drive, came, size=size) == [(2, 2)]


def test_opening_an_item_takes_its_mark_away_for_good(drive, came):
    assert play(drive, came, "down", "enter")[-1][1] == 1
    assert marks(came) == {"cc4444"}


def test_passing_by_without_the_detail_in_view_takes_no_mark(drive, came):
    assert play(drive, came, "down", "down", "down")[-1] == (2, 2)


def test_resting_on_an_item_whose_detail_is_in_view_takes_its_mark_away(drive, came):
    assert play(drive, came, "down", size=WIDE)[-1] == (1, 1)
    assert marks(came) == {"cc4444"}


def test_the_last_mark_takes_the_number_along(drive, came):
    assert play(drive, came, "down", "down", "down", size=WIDE)[-1] == (0, False)


@pytest.mark.parametrize("word", ["unread", "未读"])
def test_a_word_of_the_filter_shows_only_what_is_marked(drive, came, word):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("slash", *word, "enter")
        await settle(pilot)
        ids = [entry.item.id for entry in pilot.app.screen.director.rows()]
        return ids, pilot.app.screen.query_one(FilterBar).text

    ids, said = drive(app(came), script, WIDE)
    assert ids == ["bb3333", "cc4444"]
    assert "2 of 5 items" in said


def test_own_changes_and_deleted_items_are_not_marked(root, other):
    save(other, RemoveItem("tasks", "bb3333"))
    exchange(other)
    save(root, SetFields("tasks", "cc4444", {"progress": 30}))
    exchange(root)
    assert marks(root) == set()


def test_a_mark_of_an_item_that_is_gone_since_counts_no_more(came):
    save(came, RemoveItem("tasks", "bb3333"))
    assert marks(came) == {"cc4444"}


@pytest.mark.parametrize("text", [b"", b"{", b'[["tasks"]]', b'{"a": 1}', b"\xff\xfe"])
def test_a_damaged_file_counts_as_no_marks_and_is_replaced(root, other, text):
    path = root / ".git" / "tasklist" / "unread.json"
    path.write_bytes(text)
    assert marks(root) == set()
    save(other, SetFields("tasks", "bb3333", {"progress": 10}))
    exchange(other)
    exchange(root)
    assert marks(root) == {"bb3333"}
    assert json.loads(path.read_bytes()) == [["tasks", "bb3333"]]


def test_marks_that_cannot_be_written_do_not_stand_in_the_way_of_a_sync(root, other):
    (root / ".git" / "tasklist" / "unread.json").mkdir()
    save(other, SetFields("tasks", "bb3333", {"progress": 10}))
    exchange(other)
    assert exchange(root).received == 1
    assert marks(root) == set()


def test_marks_are_this_copys_own_and_not_shared(came):
    assert git(came, "status", "--porcelain") == ""


def test_a_sync_in_the_program_marks_at_once_what_came_in(drive, root, other):
    save(other, SetFields("tasks", "bb3333", {"progress": 10}))
    exchange(other)

    async def script(pilot):
        await settle(pilot)
        for key in ("s", "enter"):
            await pilot.press(key)
            await finished(pilot)
        await pilot.press("escape")
        await settle(pilot)
        return shown(pilot)

    assert drive(app(root), script) == (1, 1)
