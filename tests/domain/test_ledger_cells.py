"""Cells of dates: a doubt is about how a cell was read, not about the day it names."""

from datetime import date

import pytest

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.dues import Where
from tasklist_tui.domain.kinds import Field, FieldType
from tasklist_tui.domain.ledger.cells import read_date

DUE = Field("due", FieldType.DATE, phrase="due_text")
WHERE = Where((), Calendar(), 2025, date(2025, 11, 10))


@pytest.mark.parametrize(
    ("words", "day", "doubts"),
    [
        ("9月底前", date(2025, 9, 30), []),  # past
        ("11月15日前", date(2025, 11, 15), []),  # a Saturday
        ("12月中旬左右", date(2025, 12, 20), ["the date is approximate"]),
        ("9月中旬左右", date(2025, 9, 20), ["the date is approximate"]),
    ],
)
def test_only_a_reading_that_is_not_plain_is_a_doubt(words, day, doubts):
    seen = read_date(words, DUE, {}, WHERE)
    assert (seen.values, [str(doubt) for doubt in seen.doubts]) == ({"due": day, "due_text": words}, doubts)
