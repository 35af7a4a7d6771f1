"""Calendar files: by the letter of RFC 5545, and read back by another library than the one that wrote them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from rfc5545 import components, content_lines

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.rules import parse_rule
from tasklist_tui.exchange.ics import Alarm, CalendarEntry, calendar_file, parse_alarms, uid
from tasklist_tui.exchange.plaintext import plain

DAY = date(2025, 11, 14)
STAMP = datetime(2025, 11, 10, 8, 30, tzinfo=timezone(timedelta(hours=8)))
LONG = "听取和审议“十五五”规划纲要编制情况的报告，" * 8


def made(*entries, name="清单"):
    return calendar_file(entries, name=name, stamp=STAMP, language="zh")


def entry(**values):
    return CalendarEntry(**{"uid": "a@b", "day": DAY, "summary": "视察", **values})


def read(data):
    return vobject.readOne(data.decode())


def test_an_event_lasts_the_whole_day_and_leaves_its_owner_free():
    data = made(entry(description="办公室", categories=("时限", "办公室")))
    ((kind, event),) = components(data)
    assert kind == "VEVENT"
    assert event["DTSTART"] == (";VALUE=DATE", "20251114")
    assert event["DTEND"] == (";VALUE=DATE", "20251115")
    assert event["DTSTAMP"] == ("", "20251110T003000Z")
    assert event["TRANSP"] == ("", "TRANSPARENT")
    seen = read(data).vevent
    assert (seen.uid.value, seen.summary.value, seen.description.value) == ("a@b", "视察", "办公室")
    assert (seen.dtstart.value, seen.dtend.value) == (DAY, DAY + timedelta(1))
    assert seen.categories.value == ["时限", "办公室"]


def test_a_task_is_due_and_tells_how_far_it_is():
    task = read(made(entry(is_task=True, begun=True, percent=40, alarms=(DAY - timedelta(1),)))).vtodo
    assert (task.due.value, task.status.value, task.percent_complete.value) == (DAY, "IN-PROCESS", "40")
    assert task.valarm.trigger.params == {"RELATED": ["END"]}
    assert read(made(entry(is_task=True, percent=250))).vtodo.status.value == "NEEDS-ACTION"
    assert components(made(entry(is_task=True, percent=250)))[0][1]["PERCENT-COMPLETE"] == ("", "100")


def test_alarms_ring_at_nine_on_their_day():
    alarms = (DAY, DAY - timedelta(1), DAY - timedelta(7))
    data = made(entry(alarms=alarms))
    seen = [alarm.trigger.value for alarm in read(data).vevent.valarm_list]
    begins = datetime(2025, 11, 14, tzinfo=UTC)
    assert [begins + before for before in seen] == [datetime(d.year, d.month, d.day, 9, tzinfo=UTC) for d in alarms]
    for kind, alarm in components(data)[1:]:
        assert (kind, alarm["ACTION"], alarm["DESCRIPTION"]) == ("VALARM", ("", "DISPLAY"), ("", "视察"))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=WEEKLY;BYDAY=FR;UNTIL=20251231",
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=2MO,-1FR;COUNT=5",
        "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU",
    ],
)
def test_a_rule_comes_back_as_it_was(rule):
    written = read(made(entry(rule=parse_rule(rule)))).vevent.rrule.value
    assert parse_rule(written) == parse_rule(rule)
    assert set(written.split(";")) == set(rule.split(";"))


def test_same_entries_same_bytes():
    entries = [entry(uid=str(n), alarms=(DAY,), categories=("a", "b")) for n in range(3)]
    assert made(*entries) == made(*entries)


def test_rows_of_one_key_are_all_there():
    assert len(components(made(entry(), entry(), entry()))) == 3


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_any_text_comes_through_as_text(summary, description, categories):
    data = made(
        entry(summary=summary, description=description, categories=tuple(categories), alarms=(DAY,)), name=summary
    )
    kinds = [kind for kind, _properties in components(data)]
    assert kinds == ["VEVENT", "VALARM"]


HOSTILE = [
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "a;b,c\\n:d",
    '"x"',
    "\x1b[31m\x00\x07",
    "\u202egpj.exe",
    LONG,
    "𠮷" * 60,
    "\n \n",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_place(text):
    data = made(entry(summary=text, description=text, categories=(text,)), name=text)
    assert [kind for kind, _properties in components(data)] == ["VEVENT"]
    seen = read(data).vevent
    assert seen.summary.value == " ".join(plain(text).split())
    assert getattr(seen, "description", None) is None or seen.description.value == plain(text)


def test_plain_text_keeps_rare_characters_and_drops_what_hides():
    assert plain("𠮷\ue000é—“”") == "𠮷\ue000é—“”"
    assert plain("a\x00b\x1bc\u202ed\u200be\ud800f\tg\r\nh\u2028i") == "abcdef g\nh\ni"


def test_lines_are_folded_between_characters():
    data = made(entry(summary=LONG))
    assert ("SUMMARY", "", LONG) in content_lines(data)


def test_the_last_of_all_days_ends_nothing():
    ((_kind, event),) = components(made(entry(day=date.max)))
    assert "DTEND" not in event


def test_uids_are_stable_and_tell_parts_and_organisations_apart():
    parts = [("甲", "aa2222", "due", ""), ("乙", "aa2222", "due", ""), ("甲", "aa2222", "milestone", "a1")]
    uids = [uid(*part) for part in parts]
    assert uids == [uid(*part) for part in parts]
    assert len(set(uids)) == 3
    assert uids[0].startswith("aa2222.due@")
    assert all(uid("甲", text, "due", text).isascii() for text in [*HOSTILE, "\ud800"])


@pytest.mark.parametrize(
    ("text", "alarms"),
    [
        ("1d", [Alarm(1)]),
        ("1d,5wd", [Alarm(1), Alarm(5, workdays=True)]),
        (" 0D、１０wd  1d 1d ", [Alarm(0), Alarm(10, workdays=True), Alarm(1)]),
    ],
)
def test_alarms_as_they_are_typed(text, alarms):
    assert parse_alarms(text) == tuple(alarms)


@pytest.mark.parametrize("text", ["", "d", "-1d", "1", "1w", "1d;2d", "1000d", "1d,,"])
def test_what_is_no_alarm_is_refused(text):
    with pytest.raises(UserError) as refused:
        parse_alarms(text)
    assert refused.value.hint


def test_workdays_before_a_day_leave_out_the_holidays():
    calendar = Calendar()
    assert Alarm(1, workdays=True).day(date(2025, 10, 9), calendar) == date(2025, 9, 30)
    assert Alarm(1).day(date(2025, 10, 9), calendar) == date(2025, 10, 8)
