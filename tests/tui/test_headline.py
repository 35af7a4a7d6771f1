"""The line above the views says only what is true of the view below it."""

import pytest
from workspaces import app, make, settle

from tasklist_tui import i18n
from tasklist_tui.tui.widgets.filterbar import FilterBar


@pytest.fixture(autouse=True)
def _language():
    yield
    i18n.set_language("zh")


@pytest.fixture
def line(drive, tmp_path):
    """Press keys, give the line above the view."""

    def run(pressed):
        async def script(pilot):
            await settle(pilot)
            for key in pressed.split():
                await pilot.press(key)
                await settle(pilot)
            return pilot.app.screen.query_one(FilterBar).text

        return drive(app(make(tmp_path / "w")), script, (120, 40))

    return run


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("1", "5 items · by measure · as in the file"),
        ("2", "5 items"),
        ("3", "5 items"),
        ("4", "5 items · as in the file"),
        ("5", "示例区人大常委会"),
        ("6", "5 items"),
        ("h", ""),
        ("space 3", "1 marked · 5 items"),
    ],
)
def test_only_what_holds_for_the_view_is_said(line, keys, said):
    assert line(keys).strip() == said


@pytest.mark.parametrize("view", ["3", "5"])
def test_a_view_of_the_whole_workspace_names_no_filter(line, view):
    assert "知" not in line(f"slash 知 enter {view}")


@pytest.mark.parametrize("view", ["1", "2", "4", "6"])
def test_a_view_of_what_is_filtered_names_the_filter_and_how_much_is_left(line, view):
    said = line(f"slash 知 enter {view}")
    assert "知" in said
    assert "1 of 5 items" in said


@pytest.mark.parametrize("view", ["2", "4"])
def test_the_count_follows_a_filter_taken_away_in_another_view(line, view):
    assert "5 items" in line(f"slash 知 enter {view} c")
