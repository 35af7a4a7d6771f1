"""Numbers with a qualifier are kept as said, and add up without losing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.quantity import Quantity, Total, parse, total


@pytest.mark.parametrize(
    ("text", "number", "at_least", "about"),
    [
        ("15", 15, False, False),
        ("40余", 40, True, False),
        ("40余项", 40, True, False),
        ("1200余名", 1200, True, False),
        ("１２００ 余名", 1200, True, False),
        ("1,200多人", 1200, True, False),
        ("1.2万余人", 12000, True, False),
        ("四十余", 40, True, False),
        ("百余名", 100, True, False),
        ("两百来个", 200, True, False),
        ("逾30", 30, True, False),
        ("不少于5家", 5, True, False),
        ("3场以上", 3, True, False),
        ("40+", 40, True, False),
        ("约30", 30, False, True),
        ("近百", 100, False, True),
        ("30人左右", 30, False, True),
        ("about 30 people", 30, False, True),
        ("33个点", 33, False, False),
        ("0", 0, False, False),
        ("N", None, False, False),
        ("若干", None, False, False),
        ("0.5", None, False, False),
        ("2-3", None, False, False),
        ("-3", None, False, False),
        ("12a", None, False, False),
        ("", None, False, False),
    ],
)
def test_a_text_says_how_many_and_how_surely(text, number, at_least, about):
    assert parse(text) == Quantity(number, at_least, about, text)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["15", "20"], "35"),
        (["40余", "15"], "over 55"),
        (["约30", "15"], "about 45"),
        (["约30", "40余"], "over 70"),
        (["1", "23", "18", "N"], "42 and 1 open"),
        (["N", "若干"], "2 open"),
        ([], "0"),
    ],
)
def test_a_sum_keeps_the_qualifiers_and_names_the_open_ones(texts, said):
    assert str(total(map(parse, texts)).said()) == said


@given(st.text(max_size=20))
def test_any_text_is_a_quantity_that_keeps_it(text):
    assert parse(text).text == text


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(["", "余", "左右"]))), st.integers(0, 3))
def test_a_total_is_the_sum_of_the_numbers_in_any_order(parts, unknown):
    quantities = [parse(f"{number}{after}") for number, after in parts] + [parse("N")] * unknown
    whole = total(quantities)
    ends = {after for _number, after in parts}
    assert whole == total(reversed(quantities))
    assert whole == Total(sum(number for number, _after in parts), "余" in ends, "左右" in ends, unknown)
