"""`tasklist agenda`: what is due, starts, recurs or runs out, on the screen, as JSON and as a calendar file."""

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
import vobject
from office import PROGRAM, make, text_of
from test_imports import HEAVY, modules

SAMPLE = Path(__file__).parents[2] / "workspace" / "qiantang"
EVENTS = "events:\n- {id: cwh, name: 常委会会议, date: 2025-11-14}\n"
RECURRING = """\
title: 机制
kind: task
items:
- {id: we2222, title: 周收集, lead: bgs, status: doing, start: 2025-11-11, rrule: FREQ=WEEKLY;BYDAY=TU}
- {id: mo2222, title: 月协调, lead: bgs, start: 2025-11-01, rrule: FREQ=MONTHLY;BYMONTHDAY=15, shift: next}
"""


@pytest.fixture
def more(root):
    """The workspace with a meeting and what recurs."""
    (root / "events.yaml").write_text(EVENTS, "utf-8")
    (root / "lists" / "rhythms.yaml").write_text(RECURRING, "utf-8")
    return root


@pytest.fixture
def sample(tmp_path):
    """The sample of 48 tasks as a repository of its own."""
    return make(tmp_path / "qiantang", {f"{path.relative_to(SAMPLE)}": path.read_bytes() for path in files_of(SAMPLE)})


def files_of(folder):
    """The files of the sample, of its lists only that of the tasks."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if path.parent.name != "lists" or path.stem == "tasks-2025"]


def test_what_is_overdue_comes_first_then_day_by_day(cli, more):
    assert cli("agenda", "--lang", "en").out.splitlines() == [
        "Overdue (2)",
        "2025-10-31 Fri  Red  due        10 days late  Budget Committee  听取报告",
        "                Red  milestone  10 days late  Budget Committee  形成报告 · 听取报告",
        "",
        "2025-11-10 – 2025-11-16",
        "2025-11-11 Tue  Yellow  recurs     Office           周收集",
        "2025-11-14 Fri          meeting                     常委会会议",
        "                Yellow  due        Legal Committee  调研",
    ]


def test_days_have_their_weekday_and_the_name_of_their_rest(cli, more):
    shown = cli("agenda", "--from", "2026-10-06", "--to", "2026-10-13").out
    assert "2026-10-06 周二 国庆节" in shown
    assert "2026-10-13 周二  " in shown
    assert cli("agenda", "today", today="2025-11-11").out.splitlines()[-1].startswith("2025-11-11 周二 今天")


def test_an_empty_agenda_says_so(cli):
    shown = cli("agenda", "--from", "2026-03-01", "--to", "2026-03-02", "--lang", "en")
    assert (shown.code, shown.out) == (0, "Nothing from 2026-03-01 to 2026-03-02.\n")


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ([], "2025-11-10", "2025-11-16"),
        (["today"], "2025-11-10", "2025-11-10"),
        (["week"], "2025-11-10", "2025-11-16"),
        (["14"], "2025-11-10", "2025-11-24"),
        (["month"], "2025-11-01", "2025-11-30"),
        (["--from", "12-01"], "2025-12-01", "2025-12-15"),
        (["--to", "+3d"], "2025-11-10", "2025-11-13"),
        (["--from", "2025-10-01", "--to", "10月31日"], "2025-10-01", "2025-10-31"),
        (["--from", "9999-12-31"], "9999-12-31", "9999-12-31"),
    ],
)
def test_the_days_are_a_span_or_from_and_to(ask, words, first, last):
    answer = ask("agenda", *words)
    assert (answer["first"], answer["last"]) == (first, last)


def test_what_is_overdue_is_told_while_today_is_among_the_days(ask):
    assert len(ask("agenda")["overdue"]) == 2
    assert ask("agenda", "--from", "11-11")["overdue"] == []
    (day,) = ask("agenda", "--from", "10-31", "--to", "10-31")["days"]
    assert [(line["what"], line["late"]) for line in day["lines"]] == [("due", 10), ("milestone", 10)]


def test_of_one_committee(cli, ask, more):
    answer = ask("agenda", "--committee", "法制")
    assert answer["committee"] == "fgw"
    assert [line["item"] for day in answer["days"] for line in day["lines"]] == [None, "bc4444"]
    assert cli("agenda", "--committee", "nobody").code == 3


def test_by_committee(cli, more):
    shown = cli("agenda", "--by", "committee", "--lang", "en").out.splitlines()
    headings = [line for line in shown if line and not line.startswith(("2025", " "))]
    assert headings == ["Meetings", "Office", "Budget Committee", "Legal Committee"]


def test_json_tells_of_each_line_what_it_is(ask, more):
    answer = ask("agenda")
    meeting, due = answer["days"][-1]["lines"]
    assert (meeting["what"], meeting["title"], meeting["light"], meeting["item"]) == (
        "meeting",
        "常委会会议",
        None,
        None,
    )
    assert (due["what"], due["item"], due["list"], due["light"]["colour"]) == ("due", "bc4444", "tasks", "yellow")
    assert answer["days"][-1]["workday"] is True


@pytest.mark.parametrize(
    "words",
    [
        ["tomorrow"],
        ["week", "--from", "11-01"],
        ["--from", "11-10", "--to", "11-09"],
        ["--from", "someday"],
        ["--todo"],
        ["--no-alarms"],
        ["--alarms", "1d"],
        ["--ics", "x.ics", "--alarms", "soon"],
        ["--ics", "x.ics", "--alarms", "1d", "--no-alarms"],
        ["--by", "light"],
    ],
)
def test_what_makes_no_sense_is_refused(cli, words):
    done = cli("agenda", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_urgings_and_extensions_wait_for_their_answer(cli, ask):
    assert cli("advance", "aa", "urge", "level=remind", "answer_due=2025-11-13").code == 0
    assert cli("set", "aa", "due=2025-11-28").code == 0
    assert cli("advance", "aa", "extend", "to_due=2025-12-15", "reason=资料未齐").code == 0
    found = {line["what"]: line for day in ask("agenda", "--lang", "en")["days"] for line in day["lines"]}
    assert found["urging"]["text"] == "answer the urging: 听取报告"
    assert (found["urging"]["day"], found["urging"]["label"]) == ("2025-11-13", "remind")
    assert found["extension"]["text"] == "decide on the extension to 2025-12-15: 听取报告"
    assert (found["extension"]["day"], found["extension"]["label"]) == ("2025-11-10", "2025-12-15")


def test_text_of_others_is_harmless_on_a_terminal(cli, root):
    (root / "events.yaml").write_text('events:\n- {id: x, name: "\\e]0;x\\a会\\u202e", date: 2025-11-12}\n', "utf-8")
    cli("add", "恶意\x1b]52;c;x\x07\u202e", "due=2025-11-12", "lead=bgs")
    for words in (["agenda"], ["agenda", "--by", "committee"], ["agenda", "--json"], ["remind", "--dry-run"]):
        shown = cli(*words).out
        assert "恶意" in shown
        assert shown.replace("\n", "").isprintable()


@pytest.mark.parametrize("words", [["agenda"], ["agenda", "month", "--json"], ["remind"], ["remind", "--json"]])
def test_telling_imports_nothing_heavy(root, cli, words):
    cli("ls")  # fills the cache
    assert not modules(root, *words) & {*HEAVY, "icalendar"}


# --- calendar files


@pytest.fixture
def export(cli, tmp_path):
    """Write a calendar file; gives what another library than the writer reads in it."""

    def exported(*words, **more):
        target = tmp_path / "out.ics"
        done = cli("agenda", "--ics", str(target), *words, **more)
        assert (done.code, done.err) == (0, "")
        return vobject.readOne(target.read_bytes().decode())

    return exported


def test_a_calendar_program_gets_an_event_for_every_line(export, more):
    events = export("--lang", "en").vevent_list
    assert [(event.dtstart.value, event.summary.value) for event in events] == [
        (date(2025, 10, 31), "[Red] 听取报告"),
        (date(2025, 10, 31), "[Red] 形成报告 · 听取报告"),
        (date(2025, 11, 11), "周收集"),
        (date(2025, 11, 14), "常委会会议"),
        (date(2025, 11, 14), "[Yellow] 调研"),
    ]
    assert events[-1].dtend.value == date(2025, 11, 15)
    assert events[-1].categories.value == ["due", "Legal Committee"]
    assert events[-1].description.value.splitlines()[0] == "Lead: Legal Committee"


def test_what_recurs_without_shift_is_one_event_that_recurs(export, more):
    events = export("14").vevent_list
    rules = {event.summary.value: event.rrule.value for event in events if hasattr(event, "rrule")}
    assert rules == {"周收集": "FREQ=WEEKLY;BYDAY=TU"}
    assert [event.dtstart.value for event in events if "月协调" in event.summary.value] == [date(2025, 11, 17)]


def test_what_was_noted_makes_occurrences_events_of_their_own(cli, export, more):
    cli("occurrence", "we2222", "2025-11-11", "--done")
    events = [event for event in export("14").vevent_list if "周收集" in event.summary.value]
    assert [(event.dtstart.value, hasattr(event, "rrule")) for event in events] == [(date(2025, 11, 18), False)]


def alarms_of(calendar):
    """Give how many days before the day of each event its alarms ring at nine."""
    nine = timedelta(hours=9)
    return {
        event.summary.value[-2:]: [(nine - alarm.trigger.value).days for alarm in getattr(event, "valarm_list", [])]
        for event in calendar.vevent_list
    }


def test_the_usual_alarm_is_a_workday_before_at_nine(export, more):
    assert alarms_of(export("14")) == {"报告": [], "收集": [1], "会议": [1], "调研": [1], "协调": [3]}


def test_other_alarms_and_none(export, more):
    assert alarms_of(export("14", "--alarms", "0d,5wd"))["协调"] == [0, 7]
    assert alarms_of(export("14", "--alarms", "5wd"))["调研"] == []  # that day is past
    assert set(map(len, alarms_of(export("14", "--no-alarms")).values())) == {0}


def test_tasks_instead_of_events(export, more):
    calendar = export("14", "--todo")
    tasks = {task.summary.value: task for task in calendar.vtodo_list}
    assert tasks["【红】听取报告"].percent_complete.value == "40"
    assert tasks["【红】听取报告"].status.value == "IN-PROCESS"
    assert tasks["【黄】调研"].status.value == "NEEDS-ACTION"
    assert [event.summary.value for event in calendar.vevent_list] == ["常委会会议"]


def test_a_second_export_has_the_same_bytes_and_after_a_change_the_same_uids(cli, tmp_path, more):
    def written(name):
        assert cli("agenda", "month", "--ics", str(tmp_path / name)).code == 0
        return (tmp_path / name).read_bytes()

    def days(data):
        return {event.uid.value: event.dtstart.value for event in vobject.readOne(data.decode()).vevent_list}

    first = written("1.ics")
    assert written("2.ics") == first
    assert cli("set", "bc4444", "due=2025-11-20").code == 0
    changed = days(written("3.ics"))
    assert changed.keys() == days(first).keys()
    assert [day for uid, day in changed.items() if uid.startswith("bc4444")] == [date(2025, 11, 20)]


def test_all_48_tasks_of_the_sample(type_, sample, tmp_path):
    target = tmp_path / "sample.ics"
    words = ["-w", str(sample), "--from", "2025-09-01", "--to", "2026-12-31", "--ics", str(target)]
    assert type_("agenda", *words).code == 0
    data = target.read_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data.count(b"\n") == data.count(b"\r\n")
    events = vobject.readOne(data.decode()).vevent_list
    found = {event.uid.value.split(".")[0] for event in events}
    answer = json.loads(type_("ls", "-w", str(sample), "--json").out)
    dated = {item["id"] for item in answer["items"] if item["fields"].get("due") or item["fields"].get("rrule")}
    still_open = {item["id"] for item in answer["items"] if item["light"]["colour"] != "blue"}
    assert len(answer["items"]) == 48
    assert dated & still_open <= found
    assert len({event.uid.value for event in events}) == len(events)


def test_standard_output_gets_the_very_bytes(root, tmp_path, cli):
    target = tmp_path / "x.ics"
    cli("agenda", "--ics", str(target))
    words = ["agenda", "-w", str(root), "--today", "2025-11-10", "--ics", "-"]
    done = subprocess.run([*PROGRAM, *words], capture_output=True, check=True)
    assert done.stdout == target.read_bytes()
    assert cli("agenda", "--ics", "-", "--json").code == 2


def test_a_file_is_named_in_json_and_written_over_only_when_it_is_a_calendar(cli, ask, root, tmp_path):
    target = tmp_path / "x.ics"
    assert ask("agenda", "--ics", str(target))["ics"] == str(target)
    assert ask("agenda", "--ics", str(target))["ics"] == str(target)
    before = text_of(root)
    assert cli("agenda", "--ics", str(root / "lists" / "tasks.yaml")).code == 1
    assert text_of(root) == before
    assert cli("agenda", "--ics", str(tmp_path / "no" / "such" / "x.ics")).code == 1


def test_text_that_would_break_the_file_is_text(cli, export):
    cli("add", "恶意\x1b]0;x\x07;,\\n", "due=2025-11-12", "lead=bgs")
    (event,) = [event for event in export().vevent_list if "恶意" in event.summary.value]
    assert event.summary.value == "【黄】恶意]0;x;,\\n"
