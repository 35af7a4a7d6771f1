"""Text to plain values: resolved and fast, or every scalar as written."""

import subprocess
import sys

import pytest

from tasklist_tui.storage.gate import BOM, FileError
from tasklist_tui.storage.parse import parse, parse_exact


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 007\nb: no\nc: 1:30\nd: 2025-10\n", {"a": "007", "b": "no", "c": "1:30", "d": "2025-10"}),
        ("a: ~\nb:\nc: ''\nd: null # x\n", {"a": "~", "b": None, "c": "", "d": "null"}),
        ("1: x\n0x1: y\n", {"1": "x", "0x1": "y"}),
        ("- {at: 2025-09-28T10:30:00+08:00, n: 7}\n", [{"at": "2025-09-28T10:30:00+08:00", "n": "7"}]),
        ("a: 'x\n  - 1'\nb: |\n  - 7\n  c: 8\nd: .5\n", {"a": "x - 1", "b": "- 7\nc: 8\n", "d": ".5"}),
        ("a: [1.0, 1e3, true, -.inf]\r\n", {"a": ["1.0", "1e3", "true", "-.inf"]}),
        (BOM + "a: 1\n", {"a": "1"}),
        ("- tab\there: 1\n  x: [+1]\n", [{"tab\there": "1", "x": ["+1"]}]),
        ("", None),
        ("# nothing\n", None),
    ],
)
def test_exact_values_are_the_text_that_was_written(text, value):
    assert parse_exact(text) == value


def test_fast_values_are_resolved_but_dates_and_words_stay_text():
    assert parse("a: 7\nb: no\nc: 2025-09-30\nd: true\n") == {"a": 7, "b": "no", "c": "2025-09-30", "d": True}


@pytest.mark.parametrize(
    "last", ["|", "|+", ">", ">+2", "|-", "|\n\n", "|  # x", "|+\n\n", "|+\n  x\n", "|+\n  x >\n\n", "x |"]
)
@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_a_block_text_holds_the_same_at_the_end_of_a_file_as_before_another_key(last, end):
    text = f"a: {last}{end}"
    behind = text if text.endswith("\n") else text + "\n"
    assert parse(text)["a"] == parse_exact(text)["a"] == parse(behind + "b: 1\n")["a"]


@pytest.mark.parametrize("text", ["a: b: c\n", "a: 1\n  b: 2\n", "a: [1, 2\n", 'a: "x" y\n'])
def test_what_is_not_yaml_is_refused_with_its_line(text):
    for read in (parse, parse_exact):
        with pytest.raises(FileError) as caught:
            read("# first\n" + text, "lists/a.yaml")
        assert caught.value.problem.line >= 2
        assert caught.value.problem.path == "lists/a.yaml"
        assert caught.value.hint is not None


def test_exact_text_of_ordinary_files_needs_no_slow_parser():
    code = (
        "import sys; from tasklist_tui.storage.parse import parse_exact;"
        "assert parse_exact('a: 007\\nb: [~, 1.0]\\n') == {'a': '007', 'b': ['~', '1.0']};"
        "assert not any(name.startswith('ruamel') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
