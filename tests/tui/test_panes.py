"""How a window is shared out: three panes, two, one, or a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.tui.panes import panes
from tasklist_tui.tui.state import View, ViewState


def test_wide_windows_have_three_panes_and_leave_half_to_the_items():
    shown = panes(120, 40, ViewState())
    assert shown.sidebar
    assert shown.detail
    assert 120 - shown.sidebar - shown.detail >= 56


def test_other_views_have_the_whole_width_unless_the_item_is_asked_for():
    assert panes(120, 40, ViewState(view=View.TIMELINE)).detail == 0
    assert panes(120, 40, ViewState(view=View.TIMELINE, detail=True)).detail


def test_the_agenda_has_the_committees_beside_it_where_there_is_room():
    assert panes(120, 40, ViewState(view=View.AGENDA)).sidebar
    assert not panes(80, 24, ViewState(view=View.AGENDA)).sidebar
    assert panes(80, 24, ViewState(view=View.AGENDA, sidebar=True)).sidebar


def test_80_columns_have_the_sidebar_or_the_item():
    assert (panes(80, 24, ViewState()).sidebar, panes(80, 24, ViewState()).detail) == (22, 0)
    reading = panes(80, 24, ViewState(detail=True))
    assert reading.sidebar == 0
    assert 30 <= reading.detail <= 50


def test_narrow_windows_have_one_pane():
    assert panes(40, 10, ViewState()).main
    assert not panes(40, 10, ViewState(detail=True)).main
    assert not panes(40, 10, ViewState(sidebar=True)).main


def test_low_windows_give_rows_what_keys_and_summary_took_unless_a_filter_is_on():
    assert not panes(80, 10, ViewState()).hints
    assert not panes(80, 10, ViewState()).filter_line
    assert panes(80, 10, ViewState(filter_line="x")).filter_line
    assert panes(80, 10, ViewState(), filtering=True).filter_line


def test_what_was_hidden_stays_hidden():
    shown = panes(200, 50, ViewState(sidebar=False, detail=False))
    assert (shown.sidebar, shown.detail) == (0, 0)


@pytest.mark.parametrize("size", [(23, 40), (120, 4), (0, 0)])
def test_a_window_that_is_too_small_is_told_so(size):
    assert panes(*size, ViewState()).too_small


states = st.builds(
    ViewState,
    view=st.sampled_from(View),
    sidebar=st.sampled_from([None, True, False]),
    detail=st.sampled_from([None, True, False]),
)


@given(st.integers(0, 400), st.integers(0, 120), states)
def test_panes_never_take_more_than_there_is(width, height, state):
    shown = panes(width, height, state)
    assert shown.sidebar + shown.detail <= max(width, 0)
    assert shown.too_small or shown.main or shown.sidebar or shown.detail
    if shown.main:
        assert width - shown.sidebar - shown.detail >= 20
