"""`tasklist calendar`: the year with its rest days, make-up days and source."""

import json
import os
import subprocess
import sys

import pytest
from office import SETTINGS, make

from tasklist_tui.cli.columns import width
from tasklist_tui.cli.main import run

NOTICE = "rest_days: [2027-02-09, 2027-02-10, 2027-02-11]\nwork_days: [2027-01-31]\nsource: 国办发明电〔2026〕8号\n"


@pytest.fixture(autouse=True)
def _outside_every_workspace(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")


@pytest.fixture
def screen(monkeypatch, type_):
    """Print for a screen of so many columns; gives the lines."""

    def printed(columns, *words):
        monkeypatch.setenv("COLUMNS", str(columns))
        done = type_("calendar", *words)
        assert (done.code, done.err) == (0, "")
        return done.out.splitlines()

    return printed


@pytest.fixture
def abroad(tmp_path):
    def made(choice, files=None):
        return str(make(tmp_path / "abroad", {"tasklist.yaml": f"{SETTINGS}calendar: {choice}\n", **(files or {})}))

    return made


def answer(capsys, *words):
    assert run(["calendar", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_year_in_json(ask):
    found = ask("calendar", "2026")
    assert (found["year"], found["month"], found["grade"], found["workdays"]) == (2026, None, "official", 248)
    assert (found["country"], found["subdivision"]) == ("CN", "")
    assert found["make_up"] == ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
    assert [rest["days"] for rest in found["rest"]] == [3, 9, 3, 5, 3, 3, 7]
    assert found["rest"][1] == {"start": "2026-02-15", "end": "2026-02-23", "name": "春节", "days": 9}


def test_without_a_workspace_it_is_china_and_the_year_of_today(capsys):
    found = answer(capsys, "--today", "2025-11-10", "--lang", "zh")
    assert (found["year"], found["country"]) == (2025, "CN")
    assert found["rest"][-1]["name"] == "国庆节、中秋节"


def test_a_month(capsys):
    found = answer(capsys, "2026", "--month", "2", "--lang", "en")
    assert (found["month"], found["workdays"], found["make_up"]) == (2, 16, ["2026-02-14", "2026-02-28"])
    assert [rest["name"] for rest in found["rest"]] == ["Spring Festival"]


def test_the_year_says_first_where_it_comes_from(screen):
    lines = screen(80, "2026", "--lang", "en")
    assert lines[1].split() == ["grade", "official"]
    assert "State Council" in lines[2]
    assert lines[3].split() == ["workdays", "248"]
    assert "01-04 Sun, 02-14 Sat" in lines[4]
    assert "2026-10-01 – 2026-10-07  7     National Day" in lines


def test_an_estimate_is_marked_in_words(screen):
    lines = screen(80, "2027", "--lang", "en")
    assert lines[1].split() == ["grade", "estimate"]
    assert "no make-up days are known" in lines[2]


def test_rest_periods_and_weekdays_in_chinese(screen):
    lines = screen(80, "2025", "--lang", "zh")
    assert "2025-10-01 – 2025-10-08  8     国庆节、中秋节" in lines
    assert any("01-26 周日、02-08 周六、04-27 周日、09-28 周日" in line for line in lines)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_months_stand_beside_each_other_on_80_columns(screen, language):
    lines = screen(80, "2026", "--lang", language)
    assert any(line.count("16") == 3 for line in lines)
    assert all(width(line) <= 80 for line in lines)


@pytest.mark.parametrize(("columns", "language"), [(120, "zh"), (60, "zh"), (60, "en"), (24, "en"), (21, "zh")])
def test_months_never_leave_the_screen(screen, columns, language):
    lines = screen(columns, "2026", "--lang", language)
    months = lines[lines.index("", lines.index("") + 1) + 1 : -1]
    assert len(months) > 24
    assert all(width(line) <= columns for line in months)


def test_signs_stand_beside_the_days_without_any_colour(screen):
    narrow = "\n".join(screen(80, "2026", "--month", "2", "--lang", "en"))
    assert " 9 10 11 12 13 14+15*" in narrow
    assert " 2  3  4  5  6  7. 8." in narrow
    roomy = "\n".join(screen(120, "2026", "--month", "2", "--lang", "zh"))
    assert "13   14班 15休" in roomy
    assert "\x1b" not in narrow + roomy


def test_columns_of_days_are_straight_with_wide_signs(screen):
    lines = screen(120, "2026", "--lang", "zh")
    weeks = [line for line in lines if "休" in line and "–" not in line and line[:2].strip().isdigit()]
    assert len(weeks) > 5
    for line in weeks:
        cells = "".join(character + " " if width(character) == 2 else character for character in line)
        assert all(cells[start : start + 2].strip().isdigit() or not cells[start].strip() for start in (0, 5, 10, 15))


def test_a_workspace_in_another_country(capsys, abroad):
    found = answer(capsys, "2026", "-w", abroad("{country: us, subdivision: california}"))
    assert (found["country"], found["subdivision"], found["grade"]) == ("US", "CA", "official")
    assert {"start": "2026-09-05", "end": "2026-09-07", "name": "Labor Day", "days": 3} in found["rest"]


def test_a_weekend_on_friday_and_saturday(screen, abroad):
    lines = screen(80, "2026", "--month", "11", "-w", abroad("{country: SA}"), "--lang", "en")
    assert " 2  3  4  5  6. 7. 8" in lines


def test_the_file_of_the_office_with_its_source(capsys, abroad):
    found = answer(capsys, "2027", "-w", abroad("{country: CN}", {"calendar/2027.yaml": NOTICE}))
    assert found["grade"] == "office"
    assert "国办发明电〔2026〕8号" in found["source"]
    assert found["make_up"] == ["2027-01-31"]
    assert {"start": "2027-02-05", "end": "2027-02-11", "name": "春节", "days": 7} in found["rest"]


def test_an_unknown_country_is_told_by_check_and_china_is_used(capsys, abroad):
    root = abroad("{country: Germny}")
    assert answer(capsys, "2026", "-w", root)["country"] == "CN"
    assert run(["check", "-w", root, "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["path"], problem["line"], problem["field"]) == ("tasklist.yaml", 10, "calendar.country")
    assert "DE" in problem["hint"]


@pytest.mark.parametrize(
    "words",
    [["0"], ["99999"], ["abc"], ["-5"], ["²"], ["9" * 5000], ["2026", "2027"], ["--month", "13"], ["--month", "x"]],
)
def test_a_wrong_year_or_month_is_a_wrong_command_line(type_, words):
    done = type_("calendar", *words)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 2


@pytest.mark.parametrize("year", ["1", "9999"])
def test_the_first_and_the_last_year_there_are(capsys, year):
    assert answer(capsys, year)["grade"] == "estimate"


def test_china_does_not_import_the_calendars_of_other_countries(root):
    script = "import sys\nfrom tasklist_tui.cli.main import run\nrun(sys.argv[1:])\nsys.exit('holidays' in sys.modules)"
    argv = [sys.executable, "-c", script, "calendar", "2027", "-w", str(root)]
    assert subprocess.run(argv, capture_output=True, check=False, env={**os.environ}).returncode == 0
