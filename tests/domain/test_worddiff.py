"""Two texts compared by word, Chinese by character."""

from hypothesis import given
from hypothesis import strategies as st

from tasklist_tui.domain.worddiff import Fate, Run, word_diff

TEXT = st.text(alphabet="ab 12一二。\n_", max_size=40)


def test_chinese_is_compared_by_character():
    assert word_diff("形成审议意见并交办", "形成专项审议意见，交办") == (
        Run(Fate.SAME, "形成"),
        Run(Fate.NEW, "专项"),
        Run(Fate.SAME, "审议意见"),
        Run(Fate.GONE, "并"),
        Run(Fate.NEW, "，"),
        Run(Fate.SAME, "交办"),
    )


def test_latin_words_and_numbers_are_not_cut():
    assert [run for run in word_diff("due 2025", "due 2026") if run.fate is not Fate.SAME] == [
        Run(Fate.GONE, "2025"),
        Run(Fate.NEW, "2026"),
    ]


def test_nothing_against_something():
    assert word_diff("", "甲") == (Run(Fate.NEW, "甲"),)
    assert word_diff("甲", "") == (Run(Fate.GONE, "甲"),)
    assert word_diff("", "") == ()


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_the_runs(old, new):
    runs = word_diff(old, new)
    assert "".join(run.text for run in runs if run.fate is not Fate.NEW) == old
    assert "".join(run.text for run in runs if run.fate is not Fate.GONE) == new
    assert all(run.text for run in runs)


@given(TEXT)
def test_a_text_differs_from_itself_in_nothing(text):
    assert all(run.fate is Fate.SAME for run in word_diff(text, text))


def test_very_long_texts_that_share_nothing_take_no_longer_than_a_look():
    old, new = "甲" * 5000, "乙" * 5000
    assert word_diff(old, new) == (Run(Fate.GONE, old), Run(Fate.NEW, new))
