"""Small changes of settings files: one more entry, one value; the rest stays."""

import pytest

from tasklist_tui.storage.writer import WriteError, add_list_entry, set_top_level

PERSON = {"name": "王, 芳", "committee": "bgs"}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("title: x\n", "title: x\npeople:\n- {name: '王, 芳', committee: bgs}\n"),
        ("", "people:\n- {name: '王, 芳', committee: bgs}\n"),
        ("people: []\nz: 1\n", "people:\n- {name: '王, 芳', committee: bgs}\nz: 1\n"),
        ("people: # c\nz: 1\n", "people: # c\n- {name: '王, 芳', committee: bgs}\nz: 1\n"),
        (
            "people:\r\n  - name: a # c\r\n# end\r\nz: 1",
            "people:\r\n  - name: a # c\r\n  - name: 王, 芳\r\n    committee: bgs\r\n# end\r\nz: 1",
        ),
        ("people:\n- {name: a}", "people:\n- {name: a}\n- {name: '王, 芳', committee: bgs}"),
    ],
)
def test_an_entry_goes_to_the_end_of_its_list(text, result):
    assert add_list_entry(text, "people", PERSON) == result


def test_a_list_in_brackets_is_not_touched():
    with pytest.raises(WriteError):
        add_list_entry("people: [{name: a}]\n", "people", PERSON)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("language: en # c\nx: 1\n", "language: zh # c\nx: 1\n"),
        ("language:\n", "language: zh\n"),
        ("title: x\n# people\npeople:\n- a\n", "title: x\nlanguage: zh\n# people\npeople:\n- a\n"),
        ("\ufefftitle: x", "\ufefftitle: x\r\nlanguage: zh".replace("\r", "")),
        ("", "language: zh\n"),
        ("language: |\n  en\n  fr\nx: 1\n", "language: zh\nx: 1\n"),
    ],
)
def test_a_value_is_set_in_its_place(text, result):
    assert set_top_level(text, "language", "zh") == result
