"""`tasklist date`: what a deadline phrase means."""

import json

import pytest

from tasklist_tui.cli.main import run

REF = ["--ref", "2025-09-03", "--year", "2025"]


def answer(capsys, *words):
    code = run(["date", *words])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("phrase", "kind", "start", "end"),
    [
        ("9月底前", "deadline", None, "2025-09-30"),
        ("10月中旬", "window", "2025-10-11", "2025-10-20"),
        ("每季度末", "recurring", None, "2025-09-30"),
        ("自交办之日起3个月内", "relative", None, "2025-12-03"),
        ("适时", "vague", None, None),
        ("/", "none", None, None),
    ],
)
def test_json_has_the_documented_keys(capsys, phrase, kind, start, end):
    code, out = answer(capsys, phrase, *REF, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["kind"], found["start"], found["end"], found["text"]) == (kind, start, end, phrase)
    assert {"rrule", "milestones", "warnings", "schema", "command"} <= set(found)


def test_several_nodes_are_listed(capsys):
    _, out = answer(capsys, "9月底前制定方案，12月底前形成报告", *REF, "--lang", "zh")
    assert "2025-09-30 制定方案" in out
    assert "2025-12-31 形成报告" in out


def test_warnings_are_said(capsys):
    _, out = answer(capsys, "3月底前", *REF, "--lang", "zh")
    assert "提醒: 2025-03-31 已经过去" in out


def test_a_wrong_reference_is_refused(capsys):
    assert run(["date", "9月底前", "--ref", "2025-02-30"]) == 1
    assert "2025-02-30" in capsys.readouterr().err
