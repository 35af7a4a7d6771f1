"""Two moments compared on the screen, named versions, and deleted items brought back."""

from datetime import datetime, timedelta, timezone

import pytest
from workspaces import OTHER, TASKS, TODAY, app, git, make, settle

from tasklist_tui import i18n
from tasklist_tui.domain.edits import RemoveItem, SetFields
from tasklist_tui.safetext import cell_width
from tasklist_tui.services import clock
from tasklist_tui.services.comparison_text import markdown
from tasklist_tui.services.session import Session
from tasklist_tui.services.timetravel import compare_moments, find_moment, name_version, versions
from tasklist_tui.tui.comparison_lines import ComparedPainter, compared_rows
from tasklist_tui.tui.screens.compare import ComparedView, CompareScreen
from tasklist_tui.tui.screens.versions import VersionsScreen
from tasklist_tui.tui.state import ItemKey, View
from tasklist_tui.tui.widgets.statusbar import PastBar, StatusLine


@pytest.fixture(autouse=True)
def _language():
    i18n.set_language("en")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A workspace of 20 October in which on 5 November a due date moved, an item was deleted, one was done."""

    def at(day):
        moment = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=timezone(timedelta(hours=8)))
        monkeypatch.setattr(clock, "now", lambda: moment)

    at("2025-10-20")
    root = make(tmp_path / "w", tasks=TASKS, daily=OTHER)
    git(root, "config", "core.logAllRefUpdates", "true")
    session = Session.open(root)
    name_version(session, "印发版")
    at("2025-11-05")
    session.apply([SetFields("tasks", "bb3333", {"due": "2025-12-15"})])
    session.apply([RemoveItem("daily", "ee6666")], action="remove")
    session.apply([SetFields("tasks", "cc4444", {"lead": "ysgw", "title": "[red]检查\x1b[31m"})])
    session.close()
    return root


def compared(root, old="印发版"):
    session = Session.open(root, today=TODAY)
    found = compare_moments(session, find_moment(session, old), find_moment(session, ""))
    session.close()
    return found


def rows(found, committee=None, width=100):
    painter = ComparedPainter(found, committee)
    return ["".join(text for text, _ in painter.pieces(row, width)) for row in compared_rows(found, committee)]


# --- what it says (pure)


def test_the_table_counts_by_committee_and_the_items_stand_beneath_with_old_and_new(root):
    lines = rows(compared(root))
    assert lines[0].startswith("What changed from 印发版 (2025-10-20) to")
    assert any(line.split()[0] == "办公室" for line in lines)
    text = "\n".join(lines)
    assert "11-30 → 12-15" in text
    assert "── deleted 1 ─" in text
    assert "── reassigned 1 ─" in text
    assert "编印信息专报" in text


def test_one_committee_narrows_the_items_and_not_the_table(root):
    found = compared(root)
    text = "\n".join(rows(found, "ysgw"))
    assert "▸ 预算工委" in text
    assert "编印信息专报" not in text
    assert "办公室" in text


@pytest.mark.parametrize("width", [38, 74, 100, 136])
def test_no_row_is_wider_than_the_screen(root, width):
    assert all(cell_width(line) <= width for line in rows(compared(root), width=width))


def test_what_was_typed_stays_text(root):
    text = "\n".join(rows(compared(root)))
    assert "[red]检查" in text
    assert "\x1b" not in text


def test_nothing_changed_is_said(root):
    session = Session.open(root, today=TODAY)
    moment = find_moment(session, "")
    found = compare_moments(session, moment, moment)
    session.close()
    assert rows(found)[-1] == "Nothing changed."


# --- on the screen


def pressed(drive, root, keys, look, size=(120, 40)):
    async def script(pilot):
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        return look(pilot.app)

    return drive(app(root), script, size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_versions_lead_to_what_changed_since_and_copy_gives_the_markdown(drive, root, size, screen_lines):
    def look(shell):
        assert isinstance(shell.screen, CompareScreen)
        shell.screen.action_copy()
        return "\n".join(screen_lines(shell)), shell.clipboard

    text, copied = pressed(drive, root, ["Y", "Z"], look, size)
    assert "印发版 (2025-10-20) → " in text
    assert "11-30 → 12-15" in text or size == (80, 24)
    assert copied == markdown(compared(root))


def test_enter_on_a_committee_narrows_and_on_an_item_goes_to_it(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("Y", "Z")
        await settle(pilot)
        view = pilot.app.screen.query_one(ComparedView)
        await pilot.press("enter")
        await settle(pilot)
        narrowed = view.committee
        await pilot.press("enter")
        await settle(pilot)
        view.go_to_item(ItemKey("tasks", "bb3333"))
        await pilot.press("enter")
        await settle(pilot)
        return narrowed, view.committee, pilot.app.screen.director.state

    narrowed, wide, state = drive(app(root), script)
    assert narrowed == "ysgw"
    assert wide is None
    assert (state.view, state.cursor) == (View.LIST, ItemKey("tasks", "bb3333"))


def test_a_deleted_item_is_brought_back_with_one_change_that_u_takes_back(drive, root):
    async def script(pilot):
        await settle(pilot)
        await pilot.press("Y", "Z")
        await settle(pilot)
        pilot.app.screen.query_one(ComparedView).go_to_item(ItemKey("daily", "ee6666"))
        await pilot.press("R")
        await settle(pilot)
        snapshot = pilot.app.screen.director.snapshot
        there = snapshot.workspace.find("ee6666") is not None
        said = pilot.app.screen.query_one(StatusLine).text
        await pilot.press("u")
        await settle(pilot)
        return there, said, pilot.app.screen.director.snapshot.workspace.find("ee6666")

    before = git(root, "rev-list", "--count", "HEAD")
    there, said, after = drive(app(root), script)
    assert there
    assert "Brought back: 编印信息专报" in said
    assert after is None
    assert int(git(root, "rev-list", "--count", "HEAD")) == int(before) + 2


def test_saving_writes_the_markdown_and_asks_before_replacing(drive, root, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    def files(_shell):
        return sorted(tmp_path.glob("*.md"))

    (written,) = pressed(drive, root, ["Y", "Z", "w", "enter"], files)
    assert written.read_text("utf-8") == markdown(compared(root))
    written.write_text("mine", "utf-8")
    pressed(drive, root, ["Y", "Z", "w", "enter", "n"], files)
    assert written.read_text("utf-8") == "mine"
    pressed(drive, root, ["Y", "Z", "w", "enter", "y"], files)
    assert written.read_text("utf-8") != "mine"


def test_another_moment_is_chosen_with_f(drive, root):
    keys = ["Z", "f", *"11-05", "enter"]
    text = pressed(drive, root, keys, lambda shell: shell.screen.query_one("Vertical").border_title)
    assert str(text).startswith("2025-11-05 → ")


# --- versions


def test_a_name_that_cannot_be_one_says_why_and_can_be_mended(drive, root):
    keys = ["Y", "n", *"a b", "enter", "backspace", "backspace", *"c", "enter"]
    there = pressed(drive, root, keys, lambda shell: isinstance(shell.screen, VersionsScreen))
    assert there
    session = Session.open(root)
    assert list(versions(session)) == ["ac", "印发版"]
    session.close()


def test_a_version_is_looked_at_read_only(drive, root):
    bar = pressed(drive, root, ["Y", "enter"], lambda shell: shell.screen.query_one(PastBar).text)
    assert "How things stood: 印发版 2025-10-20" in bar


def test_without_versions_it_is_said_how_to_make_one(drive, tmp_path, screen_lines):
    plain = make(tmp_path / "plain")
    text = pressed(drive, plain, ["Y"], lambda shell: "\n".join(screen_lines(shell)))
    assert "No version has been named yet" in text
