"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError

TODAY = date(2025, 9, 3)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2025-09-30", "2025-09-30"),
        ("2025/9/3", "2025-09-03"),
        ("2025.9.30", "2025-09-30"),
        ("2025年9月30日", "2025-09-30"),
        ("２０２５年９月３０日", "2025-09-30"),
        ("20250930", "2025-09-30"),
        ("9-30", "2026-09-30"),
        ("9/30", "2026-09-30"),
        ("9月30日", "2026-09-30"),
        (" 9 月 30 日 ", "2026-09-30"),
        ("今天", "2025-09-03"),
        ("tomorrow", "2025-09-04"),
        ("+3d", "2025-09-06"),
        ("+2w", "2025-09-17"),
        ("-1", "2025-09-02"),
    ],
)
def test_it_reads(typed, day):
    assert parse_day(typed, TODAY, 2026) == date.fromisoformat(day)


@pytest.mark.parametrize("typed", ["2025-02-30", "13-1", "next week", "9", "2025-", "[red]", "\x1b[0m"])
def test_it_says_what_it_expected(typed):
    with pytest.raises(FieldError):
        parse_day(typed, TODAY)


def test_nothing_is_no_date():
    assert parse_day("  ", TODAY) is None


@given(st.text())
def test_any_text_gives_a_date_nothing_or_a_field_error(typed):
    try:
        found = parse_day(typed, TODAY)
    except FieldError:
        return
    assert found is None or isinstance(found, date)
