"""Deadline phrases: the corpus, its variants, and what must hold for any text."""

import csv
import random
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tasklist_tui.domain.calendar import Calendar
from tasklist_tui.domain.legal import last_day
from tasklist_tui.domain.model import Event
from tasklist_tui.domain.periods import Period, Unit
from tasklist_tui.domain.phrases import Options, PhraseKind, parse

DATA = Path(__file__).parents[1] / "data"
CALENDAR = Calendar()
REFERENCE = date(2025, 9, 3)
EVENTS = (
    Event("oct", "10月常委会会议", date(2025, 10, 29)),
    Event("dec", "12月常委会会议", date(2025, 12, 25)),
    Event("congress", "区人民代表大会会议", date(2026, 1, 20)),
    Event("chairs", "第三十二次主任会议", date(2025, 9, 18)),
    Event("open", "代表建议交办会"),
)


def read(text, reference=REFERENCE, year=None, events=(), options=None):
    return parse(text, reference=reference, year=year, calendar=CALENDAR, events=events, options=options or Options())


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def shown(day):
    return day.isoformat() if day else "-"


def warned(phrase):
    return " | ".join(map(str, phrase.warnings))


# The corpus


def noted(note, phrase):
    """Yield what the note of a corpus row states and the phrase does not say."""
    if rule := re.match(r"FREQ=[A-Z0-9;=,-]+", note):
        wanted = rule[0].rstrip(";")
        if wanted not in {phrase.rrule, "FREQ=YEARLY"} and not phrase.rrule.startswith(wanted):
            yield f"rrule {phrase.rrule}"
    if " due" in note and phrase.start is not None:
        yield "not due"
    if rolled := re.search(r"rolled end (\S+)|roll (?:BACK|back) to (\S+)", note):
        day = (rolled[1] or rolled[2]).rstrip(";,")
        if shown(phrase.rolled) != day:
            yield f"rolled {shown(phrase.rolled)}"
    workday = re.search(r"= Friday (\d\d-\d\d) -> workday_before", note)
    if workday and shown(phrase.workday)[5:] != workday[1]:
        yield f"workday {shown(phrase.workday)}"
    if re.search(r"\bwarn\b", note, re.IGNORECASE) and not phrase.warnings:
        yield "no warning"
    if "needs the" in note and not phrase.warnings:
        yield "no warning of what is missing"
    if nodes := re.findall(r"(\d{4}-\d\d-\d\d)(?: (\S+))?(?:;|$)", note) if note.startswith("nodes") else []:
        told = [(shown(node.end), node.title) for node in phrase.milestones]
        if told != [tuple(node) for node in nodes]:
            yield f"nodes {told}"
    if "done=true" in note and not phrase.done:
        yield "not done"
    if "four rules" in note and len(phrase.rules) != 4:
        yield f"{len(phrase.rules)} rules"


def test_every_column_of_the_corpus():
    misses = []
    for row in rows("phrases.tsv"):
        phrase = read(row["phrase"], date.fromisoformat(row["reference"]))
        got = (shown(phrase.start), shown(phrase.end), phrase.kind.value)
        wanted = (row["start"], row["end"], row["kind"])
        if got != wanted:
            misses.append(f"{row['phrase']}: wanted {wanted}, got {got}")
        misses += [f"{row['phrase']}: {miss} ({row['note']})" for miss in noted(row["note"], phrase)]
    print("\n".join(misses))
    assert misses == []


def test_every_column_of_our_own_cases():
    misses = []
    for row in rows("phrases_more.tsv"):
        phrase = read(row["phrase"], date.fromisoformat(row["reference"]))
        got = (shown(phrase.start), shown(phrase.end), phrase.kind.value, phrase.rrule or "-", shown(phrase.rolled))
        wanted = tuple(row[column] for column in ("start", "end", "kind", "rrule", "rolled"))
        if got != wanted:
            misses.append(f"{row['phrase']}: wanted {wanted}, got {got}")
    print("\n".join(misses))
    assert misses == []


@pytest.mark.parametrize("year", [None, 2025])
def test_the_list_year_changes_nothing_when_it_is_the_year_of_the_reference(year):
    for row in rows("phrases.tsv"):
        reference = date.fromisoformat(row["reference"])
        phrase = read(row["phrase"], reference, year and reference.year)
        assert (shown(phrase.start), shown(phrase.end)) == (row["start"], row["end"]), row["phrase"]


# Spelling does not matter

PHRASES = [row["phrase"] for row in rows("phrases.tsv")]
WIDE = {ord(digit): chr(ord(digit) - ord("0") + ord("０")) for digit in "0123456789"}
SAID = ("kind", "start", "end", "rrule", "rolled")


def said(phrase):
    return [getattr(phrase, name) for name in SAID] + [(node.start, node.end) for node in phrase.milestones]


@pytest.mark.parametrize("phrase", PHRASES)
def test_full_width_digits_read_the_same(phrase):
    assert said(read(phrase.translate(WIDE))) == said(read(phrase))


@pytest.mark.parametrize("phrase", [phrase for phrase in PHRASES if not re.search(r"\d{2}", phrase)])
def test_spaces_between_characters_read_the_same(phrase):
    assert said(read("　".join(phrase))) == said(read(phrase))


@pytest.mark.parametrize("dash", "-－—–―−~～〜至到")
def test_every_dash_makes_a_range(dash):
    assert said(read(f"9{dash}11月")) == said(read("9—11月"))
    assert said(read(f"2025年9月{dash}2026年3月")) == said(read("2025年9月至2026年3月"))


@pytest.mark.parametrize("zero", "〇○零")
def test_every_zero_is_one(zero):
    assert read(f"二{zero}二五年九月底前").end == date(2025, 9, 30)


any_day = st.dates(date(2020, 1, 1), date(2035, 12, 31))
SPELLINGS = (
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0.year}年{0:%m}月{0:%d}号",
    "{0.year}-{0.month}-{0.day}",
    "{0:%Y/%m/%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0:%Y%m%d}",
    "{0:%Y-%m-%d} 17:30",
    "{0:%Y-%m-%d}T08:00:00",
    "“{0.year}年{0.month}月{0.day}日”",
)


@given(any_day, st.sampled_from(SPELLINGS))
def test_a_full_date_is_that_day_however_it_is_written(day, spelling):
    phrase = read(spelling.format(day))
    assert (phrase.kind, phrase.start, phrase.end) == (PhraseKind.DATE, day, day)


@given(any_day, st.sampled_from(["前", "之前", "以前", "前完成", "24时前", "（含）前", "下班前"]))
def test_a_day_with_before_is_a_deadline_that_includes_it(day, before):
    phrase = read(f"{day.year}年{day.month}月{day.day}日{before}")
    assert (phrase.kind, phrase.start, phrase.end) == (PhraseKind.DEADLINE, None, day)


@given(any_day, any_day, st.sampled_from(["至", "—", "-", "～", "到"]))
def test_two_days_make_a_window_or_are_refused_backwards(first, last, dash):
    phrase = read(f"{first:%Y年%m月%d日}{dash}{last:%Y年%m月%d日}")
    if first <= last:
        assert (phrase.kind, phrase.start, phrase.end) == (PhraseKind.WINDOW, first, last)
    else:
        assert phrase.kind is PhraseKind.VAGUE


@given(st.integers(1, 12), st.integers(2024, 2030))
def test_a_month_of_the_list_year_ends_on_its_last_day(month, year):
    end = read(f"{month}月底前", date(year, 1, 1), year).end
    assert (end.year, end.month, (end + timedelta(days=1)).day) == (year, month, 1)


@given(st.integers(1, 300), any_day)
def test_days_within_are_counted_as_the_law_counts(count, reference):
    phrase = read(f"{count}日内", reference)
    assert phrase.end == reference + timedelta(days=count)
    assert (phrase.rolled or phrase.end) == CALENDAR.next_workday(phrase.end)


@given(st.integers(1, 60), any_day)
def test_workdays_within_end_on_a_workday_and_never_roll(count, reference):
    phrase = read(f"自收到之日起{count}个工作日内", reference)
    assert phrase.end == last_day(reference, Period(count, Unit.WORKDAYS), CALENDAR)
    assert phrase.rolled is None


# Years


def test_a_past_date_stays_in_the_list_year_and_is_warned_of():
    phrase = read("3月底前")
    assert phrase.end == date(2025, 3, 31)
    assert "past" in warned(phrase)


def test_the_list_year_is_the_year_of_a_date_without_one():
    assert read("3月底前", year=2026).end == date(2026, 3, 31)
    assert read("每月底前", year=2026).end == date(2026, 1, 31)


def test_a_year_said_once_holds_for_what_follows():
    phrase = read("2026年3月底前制定方案，6月底前形成报告")
    assert [node.end for node in phrase.milestones] == [date(2026, 3, 31), date(2026, 6, 30)]


def test_a_range_over_the_new_year_says_so():
    phrase = read("11—2月")
    assert phrase.end == date(2026, 2, 28)
    assert "2026" in warned(phrase)


def test_a_leap_day_is_read_in_leap_years_only():
    assert read("2月29日", date(2024, 1, 1)).start == date(2024, 2, 29)
    assert read("2月29日", date(2025, 1, 1)).kind is PhraseKind.VAGUE


# What is said besides


def test_the_weekday_written_beside_a_date_is_checked():
    assert read("9月15日（周一）前").warnings == ()
    assert "weekday" in warned(read("9月15日（周二）前"))


def test_a_deadline_on_a_rest_day_names_it_and_the_workday_before():
    phrase = read("10月5日前")
    assert phrase.workday == date(2025, 9, 30)
    assert "National Day" in warned(phrase)


def test_hedges_and_states_are_kept_but_do_not_matter():
    phrase = read("力争9月底前完成（推进中）")
    assert (phrase.end, phrase.hedges, phrase.statuses) == (date(2025, 9, 30), ("力争",), ("推进中",))
    assert not phrase.done
    assert not read("9月底前（未完成）").done
    assert read("9月底前（已完成）").done


def test_titles_are_kept_as_typed_quotes_included():
    phrase = read("9月底前起草《“双百”行动方案》；12月底前形成报告（送审稿）")
    assert [node.title for node in phrase.milestones] == ["起草《“双百”行动方案》", "形成报告（送审稿"]


def test_titles_stand_before_or_after_their_times():
    wanted = [("制定方案", date(2025, 9, 30)), ("组织实施", date(2025, 11, 30)), ("总结", date(2025, 12, 31))]
    for text in (
        "制定方案（9月底前）、组织实施（10—11月）、总结（12月底前）",
        "9月底前：制定方案\n10-11月：组织实施\n12月底前：总结",
        "1.9月底前制定方案；2.11月底前组织实施；3.12月底前总结",
        "①制定方案9月底前；②组织实施11月底前；③总结12月底前",
    ):
        assert [(node.title, node.end) for node in read(text).milestones] == wanted


def test_an_extension_counts_and_keeps_the_date_before_it():
    phrase = read("原定于10月底完成，现延期至11月底")
    assert (phrase.kind, phrase.end, phrase.original) == (
        PhraseKind.DEADLINE,
        date(2025, 11, 30),
        date(2025, 10, 31),
    )


def test_four_rhythms_of_one_cell_are_all_kept():
    phrase = read("季推进、月协调、周收集")
    assert [(rule.title, rule.rrule) for rule in phrase.rules] == [
        ("推进", "FREQ=MONTHLY;INTERVAL=3"),
        ("协调", "FREQ=MONTHLY"),
        ("收集", "FREQ=WEEKLY"),
    ]


def test_how_often_is_kept():
    assert read("每年不少于2次").rules[0].times == 2
    assert read("每月至少一次").rules[0].times == 1


def test_options_move_the_fuzzy_words():
    options = Options(day_included=False, early_days=10, late_from=25, year_early_months=3, plan_early_years=3)
    assert read("9月30日前", options=options).end == date(2025, 9, 29)
    assert read("9月初", options=options).end == date(2025, 9, 10)
    assert read("9月底至10月中旬", options=options).start == date(2025, 9, 25)
    assert read("2026年初", options=options).end == date(2026, 3, 31)
    assert read("“十五五”初期", options=options).end == date(2028, 12, 31)


# Meetings


@pytest.mark.parametrize(
    ("text", "start", "end", "event"),
    [
        ("10月常委会会议前", None, "2025-10-28", "oct"),
        ("12月常委会会议召开前10日", None, "2025-12-15", "dec"),
        ("12月常委会会议举行的20日前", None, "2025-12-05", "dec"),
        ("12月常委会会议后10日内", None, "2026-01-04", "dec"),
        ("下次常委会会议前", None, "2025-10-28", "oct"),
        ("主任会议前", None, "2025-09-17", "chairs"),
        ("主任会议后5个工作日内", None, "2025-09-25", "chairs"),
        ("区人代会前", None, "2026-01-19", "congress"),
        ("区人民代表大会会议召开前一个月", None, "2025-12-20", "congress"),
        ("两会后", "2026-01-21", None, "congress"),
        ("提交10月常委会会议审议", "2025-10-29", "2025-10-29", "oct"),
    ],
)
def test_a_meeting_is_found_by_name_or_part_of_it(text, start, end, event):
    phrase = read(text, events=EVENTS)
    assert (shown(phrase.start), shown(phrase.end)) == (start or "-", end or "-")
    assert phrase.anchor.event == event


def test_a_name_that_fits_several_meetings_is_not_guessed():
    phrase = read("常委会会议前", events=EVENTS)
    assert (phrase.kind, phrase.end, phrase.anchor.day) == (PhraseKind.EVENT, None, None)
    assert "several" in warned(phrase)


def test_a_meeting_without_a_date_is_known_but_gives_none():
    phrase = read("代表建议交办会前", events=EVENTS)
    assert (phrase.end, phrase.anchor.event) == (None, "open")
    assert phrase.warnings


def test_words_for_any_meeting_count_from_the_reference_day():
    phrase = read("会前20日", date(2025, 10, 28), events=EVENTS)
    assert (phrase.end, phrase.rolled, phrase.anchor.event) == (date(2025, 10, 8), date(2025, 9, 30), "")


def test_the_end_of_the_term_is_an_event():
    term = Event("term", "本届人大换届选举", date(2027, 1, 15))
    assert read("届内", events=(term,)).end == date(2027, 1, 15)


# Recurrence


def recurring():
    for row in rows("phrases.tsv") + rows("phrases_more.tsv"):
        if row["kind"] == "recurring":
            yield row["phrase"], date.fromisoformat(row["reference"])


@pytest.mark.parametrize(("text", "reference"), list(recurring()))
def test_the_rule_yields_the_first_time_the_phrase_gives(text, reference):
    for rule in read(text, reference).rules:
        moment = datetime.combine(rule.dtstart, datetime.min.time())
        assert rrulestr(rule.rrule, dtstart=moment)[0] == moment


@pytest.mark.parametrize(
    ("text", "reference"), [case for case in recurring() if "工作日" not in case[0] and "春节" not in case[0]]
)
def test_the_rule_goes_on_as_the_phrase_does(text, reference):
    """The second time of the rule is the first one of the phrase read a day after its first end."""
    (rule, *_) = read(text, reference).rules
    moment = datetime.combine(rule.dtstart, datetime.min.time())
    following = rrulestr(rule.rrule, dtstart=moment).after(moment)
    assert following.date() == read(text, rule.end + timedelta(days=1)).rules[0].dtstart


# Anything at all

PIECES = [
    *"年月日号旬季周天初中末底前后内起至到自从于在每按逢隔第一二三四五六七八九十廿卅百千两〇零今明本下上去节会届",
    *"0123456789-/.~—、，；。（） \n",
    *("季度", "上半年", "工作日", "个月", "十五五", "期间", "国庆节", "春节", "常委会", "会议", "启动", "完成", "原定"),
    *("延期至", "已完成", "持续", "尽快", "2025", "9月", "底前", "以内", "之前", "之日起", "半年", "Q", "q4", "年底"),
    *("每季度", "末月", "最后一个", "次", "end of", "Sep", "by", "+", "d", "25", "31", "30日", "2月", "会前", "双月"),
]


def holds(text, phrase):
    assert phrase.text == text
    if phrase.start and phrase.end:
        assert phrase.start <= phrase.end
    if phrase.kind is PhraseKind.VAGUE:
        assert phrase.start is phrase.end is None
        assert phrase.warnings
    if phrase.kind is PhraseKind.MULTI:
        assert len(phrase.milestones) > 1
    if phrase.kind is PhraseKind.RECURRING:
        assert phrase.rrule
        assert phrase.end
    if phrase.rolled:
        assert CALENDAR.is_workday(phrase.rolled)


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)), st.dates())
@settings(max_examples=400)
def test_no_text_and_no_reference_day_raises(text, reference):
    holds(text, read(text, reference, events=EVENTS))


@given(st.sampled_from(PHRASES), st.integers(0, 40), st.sampled_from(PIECES), st.integers(-10, 12_000))
@settings(max_examples=400)
def test_no_damaged_phrase_raises(phrase, place, piece, year):
    text = phrase[:place] + piece + phrase[place:]
    holds(text, read(text, year=year))


@pytest.mark.slow
def test_a_hundred_thousand_texts():
    chance = random.Random(20250903)
    for _ in range(100_000):
        if chance.random() < 0.3:
            text = "".join(chr(chance.randint(0x4E00, 0x9FFF)) for _ in range(chance.randint(1, 30)))
        elif chance.random() < 0.3:
            phrase = chance.choice(PHRASES)
            place = chance.randint(0, len(phrase))
            text = phrase[:place] + chance.choice(PIECES) + phrase[place + chance.randint(0, 2) :]
        else:
            text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 16)))
        reference = REFERENCE if chance.random() < 0.7 else date.fromordinal(chance.randint(1, date.max.toordinal()))
        holds(text, read(text, reference, chance.choice([None, 2025, 2031, 0, 99_999])))


def test_ordinary_chinese_text_is_no_date():
    chance = random.Random(3)
    common = (
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
        "行学法所民得经"
    )
    for _ in range(3000):
        text = "".join(chance.choice(common) for _ in range(chance.randint(4, 12)))
        phrase = read(text)
        assert phrase.kind in {PhraseKind.VAGUE, PhraseKind.EVENT} or phrase.warnings, text


@pytest.mark.parametrize(
    "piece", ["一", "9月底前、", "会", "自", "每月5日", "9、", "(", "十五五", "2025.", "星期一", "sep "]
)
def test_long_texts_are_refused_or_read_and_never_hang(piece):
    holds(piece * 100_000, read(piece * 100_000))
    text = (piece * 1000)[:1000]
    holds(text, read(text))
