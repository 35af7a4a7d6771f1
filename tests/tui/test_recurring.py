"""What recurs, by keys: an occurrence noted, a point collected and settled, and what the item says of it."""

from datetime import date

import pytest
from form_helpers import Asking
from workspaces import TASKS, TODAY, app, git, make, settle, snapshot

from tasklist_tui import i18n
from tasklist_tui.domain.recurrence import first_day, occurrences
from tasklist_tui.i18n import _
from tasklist_tui.safetext import cell_width
from tasklist_tui.tui.item_lines import item_lines
from tasklist_tui.tui.screens.item_form import ItemForm
from tasklist_tui.tui.widgets.fields.occurrences import OccurrencesControl
from tasklist_tui.tui.widgets.statusbar import StatusLine

SIZES = [(80, 24), (120, 40)]

MONTHLY = """\
title: 月度任务清单
kind: task
year: 2025
items:
- id: rr1111
  title: 每月报送建议台账
  lead: ysgw
  start: 2025-08-01
  rrule: FREQ=MONTHLY;BYMONTHDAY=25
  status: doing
  milestones:
  - {id: m1, title: 印发通知, due: 2025-11-20}
  occurrences:
  - {due: 2025-08-25, nominal: 2025-08-25, done: 2025-08-20}
  - {due: 2025-09-25, nominal: 2025-09-25, missed: true, note: 台风}
"""

RHYTHMS = """\
title: 推进机制
kind: cadence
year: 2025
items:
- id: wk1111
  title: 周收集
  lead: ysgw
  rrule: FREQ=WEEKLY;BYDAY=FR
  shift: previous
  start: 2025-11-07
  carries_to: mo2222
  status: running
  points:
  - {id: p1, text: 用地指标不足, on: 2025-11-03, from: 白杨街道}
- id: mo2222
  title: 月协调
  lead: bgs
  rrule: FREQ=MONTHLY;BYMONTHDAY=-1
  shift: previous
  start: 2025-11-01
  status: running
"""


@pytest.fixture(autouse=True)
def _chinese():
    i18n.set_language("zh")
    yield
    i18n.set_language("zh")


@pytest.fixture
def root(tmp_path):
    return make(tmp_path / "w", monthly=MONTHLY)


@pytest.fixture
def rhythms(tmp_path):
    return make(tmp_path / "r", rhythms=RHYTHMS)


@pytest.fixture
def keys(drive):
    """Press keys in the app on a workspace, give what the line of news says."""

    def run(root, pressed, size=(80, 24)):
        async def script(pilot):
            await settle(pilot)
            for key in pressed.split():
                await pilot.press(key)
                await settle(pilot)
            return pilot.app.screen_stack[0].query_one(StatusLine).text

        return drive(app(root, "zh"), script, size)

    return run


def item(root, item_id):
    return snapshot(root).workspace.find(item_id)[1]


def noted(root, due):
    rows = {row["due"]: dict(row) for row in item(root, "rr1111").rows("occurrences")}
    return rows.get(due)


def subject(root):
    return git(root, "log", "-1", "--format=%s")


def said(root, item_id, width=42):
    seen = snapshot(root)
    lines = item_lines(seen, *seen.workspace.find(item_id), width)
    assert all(sum(cell_width(piece) for piece, _role in line) <= width for line in lines)
    return "\n".join("".join(piece for piece, _role in line) for line in lines)


# --- noting an occurrence


@pytest.mark.parametrize("size", SIZES)
def test_m_offers_milestones_and_occurrences_and_notes_the_chosen_one(keys, root, size):
    """First the milestone, then the open occurrence of October, the next one, and those noted before."""
    keys(root, "m 2 按 时 enter", size)
    assert noted(root, date(2025, 10, 25)) == {
        "due": date(2025, 10, 25),
        "nominal": date(2025, 10, 25),
        "done": TODAY,
        "note": "按时",
    }
    assert "2025-10-25" in subject(root)
    assert "按时" in subject(root)


def test_the_milestone_among_them_is_done_today(keys, root):
    keys(root, "m 1")
    assert item(root, "rr1111").rows("milestones")[0]["done"] == TODAY


def test_an_occurrence_done_on_another_day_asks_which(keys, root):
    keys(root, "m 2 down enter ctrl+up enter")
    assert noted(root, date(2025, 10, 25))["done"] == date(2025, 10, 26)


def test_a_day_to_come_is_refused(keys, root):
    before = git(root, "rev-parse", "HEAD")
    keys(root, "m 3 down enter end ctrl+up enter")
    assert git(root, "rev-parse", "HEAD") == before


def test_an_occurrence_that_did_not_take_place_is_missed(keys, root):
    keys(root, "m 2 down down enter")
    assert noted(root, date(2025, 10, 25))["missed"] is True


def test_what_was_noted_wrongly_is_opened_again(keys, root):
    """The last ones that were noted stand behind the open ones, the newest first: September."""
    keys(root, "m 4 up enter")
    assert noted(root, date(2025, 9, 25)) == {"due": date(2025, 9, 25), "nominal": date(2025, 9, 25), "note": "台风"}


def test_one_key_takes_it_back(keys, root):
    keys(root, "m 2 enter u")
    assert noted(root, date(2025, 10, 25)) is None


def test_escape_changes_nothing(keys, root):
    before = git(root, "rev-parse", "HEAD")
    keys(root, "m escape")
    keys(root, "m 2 escape")
    keys(root, "m 2 down enter escape")
    assert git(root, "rev-parse", "HEAD") == before


def test_noting_one_keeps_the_beginning_of_the_rule(keys, root):
    def begun():
        seen = snapshot(root)
        task_list, found = seen.workspace.find("rr1111")
        days = occurrences(found, task_list, until=date(2025, 12, 31), calendar=seen.calendar)
        return first_day(found, task_list), [one.nominal for one in days]

    before = begun()
    keys(root, "m 3 down down enter")
    assert begun() == before


def test_an_item_without_either_says_so(tmp_path, keys):
    root = make(tmp_path / "t", tasks=TASKS)
    assert _("{what} has no open milestone and no occurrence", what=_("“{title}”", title="走访企业")) in keys(
        root, "down m"
    )
    assert git(root, "rev-list", "--count", "HEAD").strip() == "2"


# --- the item in full


def test_the_item_tells_rule_next_late_and_noted_ones(root):
    text = said(root, "rr1111")
    assert "11-25" in text
    assert "◉ 10-25" in text
    assert "✗ 09-25" in text
    assert "台风" in text
    assert "✓ 08-25" in text
    assert "FREQ" not in text


def test_a_finished_item_expects_nothing_more(tmp_path):
    root = make(tmp_path / "d", monthly=MONTHLY.replace("status: doing", "status: done"))
    text = said(root, "rr1111")
    assert "11-25" not in text
    assert "✓ 08-25" in text


@pytest.mark.parametrize("width", [12, 24, 60])
def test_the_lines_fit_every_width(rhythms, root, width):
    for place, name in ((root, "rr1111"), (rhythms, "wk1111"), (rhythms, "mo2222")):
        assert said(place, name, width)


def test_a_cadence_tells_its_points_and_what_is_carried_to_it(rhythms):
    assert "用地指标不足" in said(rhythms, "wk1111")
    text = said(rhythms, "mo2222")
    assert "用地指标不足" in text
    assert "周收集" in text


# --- points


@pytest.mark.parametrize("size", SIZES)
def test_a_point_is_written_down_with_day_and_who_brought_it(keys, rhythms, size):
    keys(rhythms, "P 1 场 地 ctrl+s", size)
    point = item(rhythms, "wk1111").rows("points")[-1]
    assert (point["text"], point["on"], point["from"]) == ("场地", TODAY, "预算工委")


def test_a_point_without_text_is_refused(keys, rhythms):
    keys(rhythms, "P 1 ctrl+s escape escape")
    assert len(item(rhythms, "wk1111").rows("points")) == 1


def test_a_point_is_settled_today_where_it_was_carried_to(keys, rhythms):
    """The monthly meeting settles what the weekly one collected; it is noted where the point stands."""
    keys(rhythms, "down P 2 已 协 调 ctrl+s")
    point = item(rhythms, "wk1111").rows("points")[0]
    assert (point["settled"], point["result"]) == (TODAY, "已协调")
    assert not item(rhythms, "mo2222").rows("points")


def test_only_cadences_collect_points(keys, root):
    before = git(root, "rev-parse", "HEAD")
    assert _("only cadences collect points") in keys(root, "P")
    assert git(root, "rev-parse", "HEAD") == before


# --- the form


def test_the_form_shows_occurrences_of_a_rule_and_adds_none(drive, root, screen_lines):
    seen = snapshot(root)

    async def script(pilot):
        form = pilot.app.screen
        control = form.body.control("occurrences")
        form.body.rows["occurrences"].scroll_visible(animate=False)
        await pilot.pause()
        return control, control.can_enter(), control._lines(70), form.body.changes()

    found = drive(Asking(ItemForm(seen, "monthly", seen.workspace.find("rr1111")[1])), script, (80, 24))
    control, can_enter, lines, changes = found
    assert isinstance(control, OccurrencesControl)
    assert not can_enter
    assert not changes
    assert any("台风" in line for line in lines)
    assert lines[-1] == _("{key} in the list notes what was done or missed", key="m")
