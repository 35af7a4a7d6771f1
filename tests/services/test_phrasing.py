"""Phrases as the command line and the forms get them: in a workspace, as JSON."""

import json
import subprocess
import sys
from datetime import date

from tasklist_tui.domain.model import Event, Workspace
from tasklist_tui.services.phrasing import phrase_json, read_phrase

REFERENCE = date(2025, 9, 3)


def test_the_json_has_every_key_with_dates_as_iso_or_null():
    shape = phrase_json(read_phrase("9月底前制定方案，12月底前形成报告", REFERENCE), "en")
    assert (shape["kind"], shape["start"], shape["end"], shape["rrule"]) == ("multi", None, "2025-12-31", None)
    assert shape["milestones"] == [
        {"title": "制定方案", "start": None, "end": "2025-09-30"},
        {"title": "形成报告", "start": None, "end": "2025-12-31"},
    ]
    assert shape["warnings"] == []
    json.dumps(shape)


def test_a_rule_is_given_with_the_day_it_counts_from():
    shape = phrase_json(read_phrase("每月25日前报送", REFERENCE), "zh")
    assert shape["rrule"] == "FREQ=MONTHLY;BYMONTHDAY=25"
    assert shape["rules"] == [
        {"rrule": "FREQ=MONTHLY;BYMONTHDAY=25", "title": "报送", "times": None, "dtstart": "2025-09-25"}
    ]


def test_the_due_day_is_the_rolled_end():
    shape = phrase_json(read_phrase("10日内", REFERENCE), "zh")
    assert (shape["end"], shape["rolled"], shape["due"]) == ("2025-09-13", "2025-09-15", "2025-09-15")


def test_meetings_come_from_the_workspace():
    workspace = Workspace(events=(Event("oct", "10月常委会会议", date(2025, 10, 29)),))
    shape = phrase_json(read_phrase("常委会会议召开前10日", REFERENCE, workspace=workspace), "zh")
    assert shape["anchor"] == {"name": "常委会会议", "day": "2025-10-29", "event": "oct"}
    assert shape["end"] == "2025-10-19"


def test_warnings_are_sentences():
    shape = phrase_json(read_phrase("3月底前", REFERENCE), "en")
    assert shape["warnings"] == ["2025-03-31 is already past"]


def test_the_parser_is_loaded_only_when_a_phrase_is_read():
    code = "import sys, tasklist_tui.services.phrasing; print(any('domain.phrases' in name for name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
