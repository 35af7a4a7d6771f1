"""Points in the calendar as Chinese writes them: 2025年9月底, 十月中旬, 第三季度, 上半年, 年中, 25日."""

from __future__ import annotations

import re

import msgspec
from dateutil.relativedelta import relativedelta

from tasklist_tui.domain.message import msg
from tasklist_tui.domain.phrases.numerals import NUMBER, NUMERALS, number
from tasklist_tui.domain.phrases.reading import Cursor, Reading, Unreadable
from tasklist_tui.domain.phrases.stretch import (
    Grain,
    Stretch,
    a_day,
    half,
    months,
    part_of,
    quarter,
    single,
    whole_year,
)
from tasklist_tui.domain.phrases.weeks import nth_of_month

_N = NUMBER
_DASH = r"(?:-{1,3}|~{1,2}|至|到)"
_AND = r"[、和及与,]"
_Q = "[一二三四1234]"
_FOUR = r"(?:\d{4}|[零一二三四五六七八九]{4})"
_YEAR = re.compile(
    rf"(?:(?<!\d)(?P<full>{_FOUR})(?:年度?|(?={_DASH}{_FOUR}年)"
    rf"|(?=第{_Q}季|[底末初](?!步|稿)|[上下]半年| ?q[1-4]|h[12]))"
    rf"|(?<!\d)(?P<short>[2-4]\d)年度?(?=(?:\d{{1,2}}|[十一二三四五六七八九]{{1,2}})月|[上下]半年|[底末初]|第?{_Q}季)"
    r"|(?P<word>[今本当明次翌后去]|(?<!以)上|前(?=年底))年度?(?!级|龄|轮))"
)
_YEAR_WORDS = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "翌": 1, "后": 2, "去": -1, "上": -1, "前": -2}

#: Characters that make another word of 初, 中, 末, 底 when they follow.
_NO_WORD = r"(?!步|稿|审|级|评|心|央|秋|国|间|层|小|长|数|线|型|选|核|试|衷)"
_EDGE = rf"(?:初{_NO_WORD}|中{_NO_WORD}(?!旬|期|下旬)|末尾?|底{_NO_WORD}|终|尾)"
_YEAR_EDGE = re.compile(rf"年?(?P<part>{_EDGE}|岁末)(?!端)")
_OF_YEAR = re.compile(r"年?(?:全年|(?=内|之内|以内))")

_MONTH = re.compile(
    rf"(?:(?P<n>{_N})(?:月份?|(?={_DASH}{_N}月)|(?={_AND}(?:{_N}{_AND}){{0,11}}{_N}月))(?!报|度|供|薪|嫂)|(?P<first>元)月份?"
    r"|(?P<word>[本当这该下上次]|下下|[这下上]一?个)月份?(?!报|度))"
)
_MONTH_WORDS = {"下": 1, "次": 1, "下个": 1, "下一个": 1, "上": -1, "上个": -1, "上一个": -1, "下下": 2}
_PART = re.compile(
    rf"(?P<part>上旬?[、和及与或]中旬|中旬?[、和及与或]下旬|上中旬|中下旬|[上中下]旬|[上下]半月|月[底末中](?!旬)|{_EDGE})"
)
_DAY = re.compile(
    rf"(?P<n>{_N})(?:日|号|(?={_DASH}{_N}[日号])|(?={_AND}(?:{_N}[日号]?{_AND}){{0,9}}{_N}[日号])"
    rf"|(?=$|之?前|以前|起|止|[-~;\n()]|至|到))(?!间|内)"
)
_BARE_DAY = re.compile(
    rf"(?<!第)(?<!少于)(?<!低于)(?<!超过)(?<!至少)(?<!为期)(?<!历时)(?P<n>{_N})(?:日|号)(?=$|之?前|以前|之?后|以后|起|开始|止|[-~至到、;,\n(]|截|左右)|(?<!第)(?P<left>{_N})(?={_DASH}{_N}[日号](?!内))"
)

_QUARTER = re.compile(
    rf"(?:第(?P<nth>{_Q})(?:个?季度|季(?!节|刊)|(?={_DASH}第?{_Q}个?季度)|(?={_AND}第?{_Q}个?季度))"
    rf"|(?P<bare>{_Q})(?:季度|季(?=$|[末初底前]|完成)|(?={_DASH}第?{_Q}季)|(?={_AND}{_Q}季度))"
    rf"|(?P<two>[一二三][二三四])季度|q ?(?P<q>[1-4])(?!\d)|(?P<eng>[1-4])q(?![a-z\d])"
    rf"|前(?P<upto>[一二三两123])个?季度|(?P<word>[本当这下上次首末]|下下|[这下上]一?个|头一个)(?:一)?季度?(?!节|刊|报))"
)
_QUARTER_WORDS = {
    "本": 0,
    "当": 0,
    "这": 0,
    "这个": 0,
    "下": 1,
    "次": 1,
    "下个": 1,
    "下一个": 1,
    "上": -1,
    "上个": -1,
    "下下": 2,
}
_MONTH_OF_QUARTER = re.compile(r"(?P<which>首|末|中间|(?:第?[一二三123]|最后一)个)月(?!份?底)?")
_HALF = re.compile(r"(?:(?P<n>上下|[上下前后])半年|h(?P<h>[12])(?![a-z\d]))")
_FIRST_MONTHS = re.compile(rf"前(?P<n>{_N})个?月(?!内)")

_NOT_AFTER = rf"(?<![\d{NUMERALS}个每本下上次当该这那半双单隔逐按逢首末])"
_LONE_EDGE = re.compile(
    rf"{_NOT_AFTER}(?:月(?P<month>{_EDGE}|[上中下]旬)|季度?(?P<quarter>{_EDGE})|(?P<year>年{_EDGE}|岁末)"
    rf"|(?P<tens>上中旬|中下旬|[上中下]旬|[上下]半月)|(?P<within>[年月季])度?(?=之?内|以内))"
)
_COUNT_OR_DAY = re.compile(r"之?前|以前")
_ALL_YEAR = re.compile(r"(?:贯穿)?全年度?(?!级)")
_TWO_YEARS = re.compile(r"今明两年")
_TURN = re.compile(r"岁末年初|年末岁初|年[底末]年初")


def year_led(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take what begins with a year: 2025年, 今年6月, 明年上半年, 二〇二五年底."""
    match = cursor.take(_YEAR)
    if match is None:
        return None
    if match["word"]:
        following = match["word"] in "次翌" and reading.near_year is not None
        year = (reading.year if following else reading.reference.year) + _YEAR_WORDS[match["word"]]
        if match["word"] in "当本":
            year = reading.year
    else:
        year = number(match["full"] or match["short"]) or 0
        if match["short"]:
            year += 2000
            reading.warn(msg("“{text}” is read as {year}", text=match[0], year=year))
    reading.near_year = year
    found = within_year(cursor, reading)
    if found is None:
        cursor.take(_OF_YEAR)
        found = whole_year(year)
        if part := cursor.take(_YEAR_EDGE):
            found = part_of(found, _edge(part["part"]), reading)
    return msgspec.structs.replace(found, dated=True)


def within_year(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take a month, a quarter or a half-year, of the reading's year unless it says another."""
    return _month_led(cursor, reading) or _quarter_led(cursor, reading) or _half_led(cursor, reading)


def _edge(part: str) -> str:
    return {"岁末": "末", "终": "末", "尾": "末"}.get(part, part)


def _month_led(cursor: Cursor, reading: Reading) -> Stretch | None:
    begun = cursor.place
    match = cursor.take(_MONTH)
    if match is None:
        return None
    if match["word"]:
        moved = reading.reference + relativedelta(day=1, months=_MONTH_WORDS.get(match["word"], 0))
        year, month, dated = moved.year, moved.month, True
        if match["word"] == "次" and reading.near_month:
            year, month = reading.near_month
            year, month = year + month // 12, month % 12 + 1
    else:
        year, month, dated = reading.year, 1 if match["first"] else _value(match["n"]), False
        if match["n"] and match["n"] == match[0] and cursor.text[cursor.place :][:1] in "、和及与,":
            return _shared_unit(cursor, reading, begun, match["n"], "月")
    whole = months(year, month, month, dated=dated)
    reading.near_month = (year, month)
    return of_month(cursor, reading, whole)


def of_month(cursor: Cursor, reading: Reading, whole: Stretch) -> Stretch:
    """Take a day, a part or a week of the month `whole`; the month itself when none follows."""
    if part := cursor.take(_PART):
        return part_of(whole, _edge(re.sub("旬?[、和及与或]", "", part["part"])), reading)
    begun = cursor.place
    if match := cursor.take(_DAY):
        if match["n"] == match[0] and cursor.text[cursor.place :][:1] in "、和及与,":
            return _shared_unit(cursor, reading, begun, match["n"], "日")
        return a_day(whole.start.year, whole.start.month, _value(match["n"]), dated=whole.dated)
    return nth_of_month(cursor, reading, whole) or whole


def _shared_unit(cursor: Cursor, reading: Reading, begun: int, typed: str, unit: str) -> Stretch:
    """Read the first of 6、12月底前 with the unit and the part that stand after the last: 6月底."""
    tail = re.compile(rf"(?:{_AND}{_N}[日号]?)+(?P<tail>{unit}.{{0,4}})", re.DOTALL).match(cursor.text, cursor.place)
    rest = tail["tail"] if tail else unit
    if unit == "日" and reading.near_month:
        year, month = reading.near_month
        return a_day(year, month, _value(typed))
    found = _month_led(Cursor(f"{typed}{rest}"), reading)
    if found is None:
        raise Unreadable(msg("“{text}” could not be read", text=cursor.text[begun : cursor.place]))
    return found


def _quarter_led(cursor: Cursor, reading: Reading) -> Stretch | None:
    match = cursor.take(_QUARTER)
    if match is None:
        return None
    year, dated = reading.year, False
    if match["word"] in {"首", "头一个", "末"}:
        found = quarter(year, 4 if match["word"] == "末" else 1)
    elif match["word"]:
        moved = reading.reference + relativedelta(day=1, months=3 * _QUARTER_WORDS.get(match["word"], 0))
        found, dated = quarter(moved.year, (moved.month + 2) // 3), True
    elif match["upto"]:
        found = months(year, 1, 3 * _value(match["upto"]), Grain.QUARTER)
    elif match["two"]:
        first, last = map(_value, match["two"])
        if first >= last:
            raise Unreadable(msg("“{text}” could not be read", text=match[0]))
        found = months(year, 3 * first - 2, 3 * last, Grain.QUARTER)
    else:
        found = quarter(year, _value(match["nth"] or match["bare"] or match["q"] or match["eng"]))
    found = msgspec.structs.replace(found, dated=dated)
    if which := cursor.take(_MONTH_OF_QUARTER):
        offset = {"首": 0, "末": 2, "最后一个": 2, "中间": 1}.get(which["which"])
        offset = _value(which["which"].strip("第个")) - 1 if offset is None else offset
        month = found.start.month + offset
        return of_month(cursor, reading, months(found.start.year, month, month, dated=dated))
    return _with_part(cursor, reading, found)


def _half_led(cursor: Cursor, reading: Reading) -> Stretch | None:
    if match := cursor.take(_HALF):
        if match["n"] == "上下":
            return whole_year(reading.year)
        first = match["n"] in {"上", "前"} or match["h"] == "1"
        return _with_part(cursor, reading, half(reading.year, 1 if first else 2))
    if match := cursor.take(_FIRST_MONTHS):
        return months(reading.year, 1, _value(match["n"]), Grain.QUARTER)
    return None


_WHOLE_PART = re.compile(rf"(?P<part>{_EDGE})")


def _with_part(cursor: Cursor, reading: Reading, whole: Stretch) -> Stretch:
    part = cursor.take(_WHOLE_PART)
    return part_of(whole, _edge(part["part"]), reading) if part else whole


def lone_part(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take a part of the month, quarter or year that is running: 月底, 季末, 年中, 中旬, 全年, 25日."""
    today, year = reading.reference, reading.year
    if cursor.take(_TURN):
        reading.warn(msg("the turn of the year is read as December to February"))
        return Stretch(months(year, 12, 12).start, months(year + 1, 1, 2).end, Grain.QUARTER)
    if cursor.take(_TWO_YEARS):
        return Stretch(months(today.year, 1, 1).start, months(today.year + 1, 12, 12).end, Grain.YEAR, dated=True)
    if cursor.take(_ALL_YEAR):
        return whole_year(year)
    if match := cursor.take(_LONE_EDGE):
        if match["year"]:
            return part_of(whole_year(year), _edge(match["year"].removeprefix("年")), reading)
        if match["within"] == "年":
            return whole_year(year)
        if match["quarter"] or match["within"] == "季":
            whole = quarter(today.year, (today.month + 2) // 3, dated=True)
            return part_of(whole, _edge(match["quarter"]), reading) if match["quarter"] else whole
        in_year, month = reading.near_month if match["tens"] and reading.near_month else (today.year, today.month)
        part = match["month"] or match["tens"]
        whole = months(in_year, month, month, dated=True)
        return part_of(whole, _edge(part), reading) if part else whole
    if match := cursor.take(_BARE_DAY):
        in_year, month = reading.near_month or (today.year, today.month)
        if not reading.near_month and _COUNT_OR_DAY.match(cursor.text, cursor.place):
            reading.warn(msg("“{text}前” is read as a day of the month", text=match[0]))
        return a_day(in_year, month, _value(match["n"] or match["left"]))
    return None


_TODAY = re.compile(
    r"今[天日]|即日|即时(?=起)|(?:现在|目前)(?=起|开始|至|到)|明[天日]|大后[天日]|后[天日](?!起草)|昨[天日]|(?<!以)前天"
)
_TODAY_WORDS = {"今": 0, "即": 0, "现": 0, "目": 0, "明": 1, "大": 3, "后": 2, "昨": -1, "前": -2}


def day_word(cursor: Cursor, reading: Reading) -> Stretch | None:
    """Take 今天, 明天, 即日."""
    match = cursor.take(_TODAY)
    if match is None:
        return None
    return single(reading.reference + relativedelta(days=_TODAY_WORDS[match[0][0]]), dated=True)


def _value(text: str) -> int:
    """Give a number; raises `Unreadable` for a malformed one."""
    value = number(text)
    if value is None:
        raise Unreadable(msg("“{text}” is no number", text=text))
    return value
