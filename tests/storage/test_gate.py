"""The gate: what no YAML parser gets to see, and that nothing but a located `FileError` comes out."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasklist_tui.storage.gate import BOM, MAX_BYTES, MAX_LINES, FileError, admit
from tasklist_tui.storage.parse import parse, parse_exact
from tasklist_tui.storage.reader import read_list

from .odd_files import KINDS, odd_texts


def refused(text):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(FileError) as caught:
        admit(data, "lists/a.yaml")
    problem = caught.value.problem
    assert problem.path == "lists/a.yaml"
    return problem


def test_ordinary_text_passes_unchanged_with_its_bom_and_line_ends():
    text = BOM + "title: 清单\r\nitems:\r\n- {id: a, title: 'x'}\r\n"
    assert admit(text.encode(), "a") == text


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b"a: \xff\n", 1, "UTF-8"),
        (b"a: b\nc: \xed\xa0\x80\n", 2, "UTF-8"),
        ("a: b\nc: \x1b[31m\n", 2, "U+001B"),
        ("a: \x85\n", 1, "U+0085"),
        ("a: b\x00\n", 1, "U+0000"),
        ("a: &x b\n", 1, "anchors"),
        ("a: b\nc: *x\n", 2, "anchors"),
        ("- [a, *x]\n", 1, "anchors"),
        ("- {a: b, c: &x 1}\n", 1, "anchors"),
        ("a: !!python/object x\n", 1, "tags"),
        ("a: [\n  !x b]\n", 2, "tags"),
        ("a:\n  <<: {b: c}\n", 2, "merge"),
        ("a: {<<: {b: c}}\n", 1, "merge"),
        ("a: b\n---\nc: d\n", 2, "second document"),
        ("a: b\n...\nc: d\n", 3, "second document"),
        ("%YAML 1.1\n---\na: b\n", 1, "directives"),
        ("a: b\na: c\n", 2, "“a” stands here a second time"),
        ("a: b\n'a': c\n", 2, "a second time"),
        ('a: b\n"\\x61": c\n', 2, "a second time"),
        ("items:\n- id: a\n  title: b\n  id: c\n", 4, "“id” stands"),
        ("items:\n- {id: a, title: b, id: c}\n", 2, "“id” stands"),
        ("items:\n- {id: a,\n   title: b,\n   id: c}\n", 4, "“id” stands"),
        ("a: {b, b}\n", 1, "a second time"),
        ("a: x\n  y\nb: 1\na: 2\n", 4, "a second time"),
        ("a: |\n  a: 1\n  a: 2\na: 3\n", 4, "a second time"),
        ("? a\n: b\n", 1, "key before the colon"),
        ("a: b\n: c\n", 2, "key before the colon"),
        ("[a, b]: c\n", 1, "key before the colon"),
        ("a:\n\t- b\n", 2, "tab"),
        ("items:\n- title: 'not closed\n- title: b\n", 3, "line 2 is not closed"),
        ("a: [b,\nc]\n", 2, "line 1 is not closed"),
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", 2, "conflict"),
        ("a: 1\r\n||||||| base\r\n", 2, "conflict"),
    ],
)
def test_what_is_refused_is_named_with_its_line_and_a_hint(text, line, words):
    problem = refused(text)
    assert words in str(problem.message)
    assert problem.line == line
    assert problem.hint is not None


def test_a_conflict_left_by_git_has_its_own_code():
    assert refused("<<<<<<< ours\na: b\n").code == "conflict-marks"


def test_a_file_beyond_the_limit_is_refused_unread():
    assert refused(b"#" * (MAX_BYTES + 1)).code == "too-large"


def test_a_file_of_endless_lines_is_refused():
    assert refused("\r\n" * MAX_LINES + "\n").code == "too-large"
    assert admit(b"\r\n" * 1000, "a")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "-\t" * 100_000,
        "- - " * 17 + "a",
        "".join("  " * depth + "a:\n" for depth in range(60)),
        "".join(" " * depth + "-\n" for depth in range(60)),
        "a: [\n" + " [\n" * 40,
        "a:\n- b:\n  - c:\n" + "".join(" " * (4 + 2 * n) + "- c:\n" for n in range(30)),
    ],
    ids=lambda text: text[:12],
)
def test_deep_nesting_is_refused_before_it_can_hurt(text):
    assert "levels" in str(refused(text).message)


@pytest.mark.parametrize(
    "text",
    [
        "a: b & c * d ! e\nf: 'x: &y'\ng: \"*z\"\n",
        "a: |\n  &x *y !z\n  <<: {}\n  - - - -\n  ---\n",
        "a: x\n  &y *z\n",
        "a: [b&c, 'd, *e', \"[[[\"]\n",
        "# &x\na: b # *c\n",
        "a: b: \n".replace(": \n", "：\n"),
        "a:\n- b\n-\n  c: d\n",
        "---\na: b\n...\n",
        "a: =======\n",
        "a: 　全角 空格\n",
        "a:\u2028b: c\n",
        "'a b': [c: d, {e: f}, [g]]\n",
        "- '[': ']'\n  \"{\": }\n".replace(": }", ": '}'"),
    ],
)
def test_what_only_looks_dangerous_passes(text):
    assert admit(text.encode(), "a") == text


bits = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "|",
        ">",
        "#",
        " #",
        "&",
        "*",
        "!",
        "? ",
        ": ",
        ":",
        ",",
        "\n",
        "\n  ",
        "\n    ",
        "\t",
        "\\",
        "中",
        "\r\n",
        "---\n",
        "...\n",
        "%",
        "@",
        "~",
        "1",
        "|2-\n",
        "\r",
        "\ufeff",
        "-",
        "<<: ",
    ]
)
yaml_like = st.lists(bits, max_size=40).map("".join)


def nesting(value):
    deepest, open_values = 0, [(value, 0)]
    while open_values:
        inner, depth = open_values.pop()
        deepest = max(deepest, depth)
        if isinstance(inner, dict):
            open_values += [(part, depth + 1) for pair in inner.items() for part in pair]
        elif isinstance(inner, list):
            open_values += [(part, depth + 1) for part in inner]
    return deepest


def survives(data):
    """Every function that meets bytes gives a value or a `FileError`."""
    for read in (
        lambda: parse(admit(data, "x"), "x"),
        lambda: parse_exact(admit(data, "x"), "x"),
        lambda: read_list("x", "x", data, KINDS),
    ):
        caught = None
        try:
            value = read()
        except FileError as error:
            caught = error.problem
        if caught is None:
            assert isinstance(value, tuple) or nesting(value) <= 32
        else:
            assert caught.path == "x"
            assert caught.line >= 0


@settings(max_examples=300, deadline=None, database=None)
@given(st.binary(max_size=200) | yaml_like.map(str.encode))
@example(b"a: '\xef\xbb\xbf")
@example(b"\xef\xbb\xbf")
@example(b"items: [1, ~, {}]\n")
@example(b"items: {a: b}\n")
@example(b"items: ''\n1: 2\n0x1: 3\n")
def test_no_bytes_bring_out_anything_but_a_file_error(data):
    survives(data)


@pytest.mark.slow
@settings(max_examples=300_000, deadline=None, database=None)
@given(st.binary(max_size=300) | yaml_like.map(str.encode))
def test_no_bytes_bring_out_anything_but_a_file_error_at_length(data):
    survives(data)


@st.composite
def broken(draw):
    """An odd file with pieces cut out, put in or doubled."""
    data = draw(odd_texts()).encode()
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(data)))
        cut = draw(st.integers(0, 6))
        data = data[:place] + draw(st.binary(max_size=2) | bits.map(str.encode)) + data[place + cut :]
    return data


@settings(max_examples=150, deadline=None, database=None)
@given(broken())
def test_a_damaged_list_is_read_or_refused(data):
    survives(data)


@pytest.mark.slow
@settings(max_examples=100_000, deadline=None, database=None)
@given(broken())
def test_a_damaged_list_is_read_or_refused_at_length(data):
    survives(data)
