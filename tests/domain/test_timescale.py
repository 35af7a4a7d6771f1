"""The timeline's scale: what a column shows, and what the header says."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasklist_tui.domain.timescale import CELLS_PER_DAY, Unit, Window, Zoom

TODAY = date(2025, 11, 10)
windows = st.builds(
    Window,
    zoom=st.sampled_from(Zoom),
    first=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    width=st.integers(1, 300),
)


@pytest.mark.parametrize(
    ("zoom", "at_least", "at_most"),
    [(Zoom.WEEK, 20, 26), (Zoom.MONTH, 56, 68), (Zoom.QUARTER, 140, 166), (Zoom.YEAR, 440, 500)],
)
def test_a_wide_screen_shows_three_weeks_two_months_five_months_or_sixteen_months(zoom, at_least, at_most):
    window = Window(zoom, TODAY, 94)
    assert at_least <= (window.last - window.first).days + 1 <= at_most


@given(windows, st.integers(-500, 500))
def test_every_column_shows_the_days_that_span_it(window, column):
    first, last = window.days_at(column)
    assert first <= last
    for day in (first, last):
        start, stop = window.span(day, day)
        assert start <= column < stop
    before, after = first - timedelta(1), last + timedelta(1)
    assert window.span(before, before)[0] < column or window.span(before, before)[1] <= column
    assert window.column(after) > column


@given(windows, st.integers(-800, 800), st.integers(0, 400))
def test_a_bar_keeps_its_shape_while_the_window_scrolls(window, offset, length):
    start = window.first + timedelta(offset)
    due = start + timedelta(length)
    left, right = window.span(start, due)
    moved = window.moved(3)
    moved_left, moved_right = moved.span(start, due)
    assert right - left == moved_right - moved_left >= 1


@given(windows, st.integers(0, 400))
def test_a_bar_ends_in_the_column_that_gives_back_its_due_day(window, offset):
    due = window.first + timedelta(offset)
    _, stop = window.span(due, due)
    if CELLS_PER_DAY[window.zoom] >= 1:
        assert window.day_at(stop - 1) == due
    else:
        first, last = window.days_at(stop - 1)
        assert first <= due <= last


@given(windows)
def test_ticks_fill_the_window_without_gap_or_overlap(window):
    for ticks in window.header():
        column = 0
        for tick in ticks:
            assert tick.column == column
            column += tick.width
        assert column == window.width


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([Zoom.MONTH, Zoom.QUARTER]))
def test_a_weekend_has_columns_of_its_own(day, zoom):
    saturday = day + timedelta(5 - day.weekday())
    window = Window(zoom, day, 94)
    start, stop = window.span(saturday, saturday + timedelta(1))
    assert window.days_at(start)[0] == saturday
    assert window.days_at(stop - 1)[1] == saturday + timedelta(1)


def test_the_header_names_months_over_days_when_near_and_years_over_months_when_far():
    upper, lower = Window(Zoom.WEEK, date(2025, 11, 28), 20).header()
    assert [(t.day, t.unit, t.cut) for t in upper] == [
        (date(2025, 11, 1), Unit.MONTH, True),
        (date(2025, 12, 1), Unit.MONTH, False),
    ]
    assert [t.day.day for t in lower] == [28, 29, 30, 1, 2]
    upper, lower = Window(Zoom.YEAR, date(2025, 11, 1), 94).header()
    assert [t.day.year for t in upper] == [2025, 2026, 2027]
    assert lower[0].unit is Unit.MONTH


def test_weeks_begin_on_monday():
    lower = Window(Zoom.QUARTER, TODAY, 60).header()[1]
    assert {t.day.weekday() for t in lower} == {0}


@given(windows, st.integers(-400, 800), st.sampled_from(Zoom))
def test_zooming_keeps_the_anchor_in_sight(window, offset, zoom):
    anchor = window.first + timedelta(offset)
    zoomed = window.zoomed(zoom, anchor)
    slack = max(1, int(CELLS_PER_DAY[zoom]))
    wanted = window.column(anchor) if window.shows(anchor) else window.width // 3
    assert abs(zoomed.column(anchor) - wanted) <= slack


@given(windows, st.integers(-3000, 3000))
@example(Window(Zoom.WEEK, date(2000, 1, 1), 7), 2)
def test_a_day_is_brought_into_sight(window, offset):
    day = window.first + timedelta(offset)
    assert -1 <= window.revealing(day).column(day) <= max(window.width, 4)
    assert window.shows(day) <= (window.revealing(day) == window)


def test_steps_go_back_where_they_came_from():
    window = Window(Zoom.MONTH, TODAY, 90)
    assert window.moved(4).moved(-4) == window
    assert window.paged(1).paged(-1) == window
    assert TODAY < window.paged(1).first <= window.last


def test_the_zooms_form_a_row_with_two_ends():
    assert Zoom.WEEK.closer() is Zoom.WEEK
    assert Zoom.WEEK.farther() is Zoom.MONTH
    assert Zoom.YEAR.farther() is Zoom.YEAR


def test_the_ends_of_the_calendar_are_no_error():
    late = Window(Zoom.YEAR, date(9999, 12, 1), 90)
    assert late.moved(10).first == date.max
    assert late.starting(date(9999, 6, 1)).header()[1]
    assert Window(Zoom.YEAR, date(1, 1, 5), 90).paged(-2).first == date.min
