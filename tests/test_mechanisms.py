"""Every row of docs/mechanisms.md is run on the samples, and says what the row states."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tasklist_tui import i18n
from tasklist_tui.cli.main import run
from tasklist_tui.services.demo import samples
from tasklist_tui.tui.commands import COMMANDS

PAGE = Path(__file__).parents[1] / "docs" / "mechanisms.md"
REFUSED = "refused: "
#: How many mechanisms the bulletin tells of each organisation.
COUNTED = {"C": 6, "Q": 12, "F": 12, "L": 13, "T": 12, "A": 15, "J": 17}
#: What only looks; a row with another command gets a copy of its own.
LOOKING = {"ls", "show", "links", "counts", "matrix", "register", "chain", "months", "roster", "rollup", "coverage"} | {
    "occurrences",
    "carried",
}
NAMES = {",": "comma", "/": "slash", "#": "number_sign"}


class Step(NamedTuple):
    """One command of a row: the words of the command line, and whether it is to be refused."""

    words: list[str]
    refused: bool


class Row(NamedTuple):
    """One row of the table."""

    code: str
    place: str
    keys: list[str]
    steps: list[Step]
    shows: list[str]


def spans(cell):
    return re.findall(r"`([^`]+)`", cell)


def rows():
    found = []
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if not re.match(r"\| [A-Z]\d+ \|", line):
            continue
        code, _mechanism, place, keys, commands, shows = (cell.strip() for cell in cells)
        steps = [Step(shlex.split(spans(part)[0]), part.startswith(REFUSED)) for part in commands.split(" → ")]
        found.append(Row(code, place, spans(keys), steps, spans(shows)))
    return found


ROWS = rows()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The samples side by side, each a repository with one commit."""
    place = tmp_path_factory.mktemp("mechanisms")
    for sample in samples():
        root = place / sample.name
        shutil.copytree(sample.path, root)
        for words in (
            ["init", "-q", "-b", "main"],
            ["add", "-A"],
            ["-c", "user.name=办公室", "-c", "user.email=bgs@example.org", "commit", "-q", "-m", "示例"],
            ["config", "user.name", "办公室联络员"],
            ["config", "user.email", "bgs@example.org"],
        ):
            subprocess.run(["git", "-C", str(root), *words], check=True)
    return place


@pytest.fixture(autouse=True)
def _own_data(tmp_path, monkeypatch):
    monkeypatch.setenv("TASKLIST_HOME", str(tmp_path / "own"))
    before = i18n.language()
    yield
    i18n.set_language(before)


def test_the_table_has_every_mechanism_once():
    wanted = [f"{letter}{number + 1}" for letter, count in COUNTED.items() for number in range(count)]
    assert [row.code for row in ROWS] == wanted
    assert len(ROWS) == 87


def test_its_keys_are_those_of_the_screen():
    known = {key for command in COMMANDS for key in command.keys}
    assert {NAMES.get(key, key) for row in ROWS for key in row.keys} <= known


def test_no_row_states_what_its_command_says_itself():
    for row in ROWS:
        typed = " ".join(word for word in row.steps[-1].words if not word.startswith("-"))
        assert row.shows
        assert not [text for text in row.shows if text in typed]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_mechanism_shows_what_is_stated(row, folder, tmp_path, capsys):
    names = {step.words[step.words.index("-w") + 1] for step in row.steps}
    if not all(step.words[3] in LOOKING for step in row.steps):
        copies = tmp_path / "copies"
        for name in names:
            shutil.copytree(folder / name, copies / name)
        folder = copies
    said = ""
    for step in row.steps:
        program, option, name, command, *more = step.words
        assert (program, option) == ("tasklist", "-w")
        capsys.readouterr()
        code = run([command, option, str(folder / name), *more, "--today", "2025-11-10", "--lang", "zh"])
        out, err = capsys.readouterr()
        assert (code != 0) == step.refused, out + err
        said = " ".join((out + err).split())
    assert [text for text in row.shows if text not in said] == [], said


def test_a_row_that_states_something_else_is_noticed(folder, tmp_path, capsys):
    wrong = ROWS[0]._replace(shows=["没有这回事"])
    with pytest.raises(AssertionError, match="没有这回事"):
        test_a_mechanism_shows_what_is_stated(wrong, folder, tmp_path, capsys)
