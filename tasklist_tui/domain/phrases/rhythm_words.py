"""The words of recurrence, as patterns: what names the period, and what names the day in it."""

from __future__ import annotations

import re

from tasklist_tui.domain.phrases.numerals import NUMBER
from tasklist_tui.domain.phrases.rhythm import Per
from tasklist_tui.domain.phrases.weeks import WEEK

#: Periods: unit and how many of it.
UNITS = {
    **dict.fromkeys(("工作日", "天", "日"), (Per.DAY, 1)),
    **dict.fromkeys(("周", "星期", "礼拜"), (Per.WEEK, 1)),
    **dict.fromkeys(("旬", "月", "半月", "半个月"), (Per.MONTH, 1)),
    **dict.fromkeys(("季", "季度"), (Per.MONTH, 3)),
    **dict.fromkeys(("半年", "半年度"), (Per.MONTH, 6)),
    **dict.fromkeys(("年", "年度"), (Per.YEAR, 1)),
    "双周": (Per.WEEK, 2),
}

_END = r"(?=$|[;,、\n()。\ue000])"
_WORK = (
    "收集|协调|推进|调度|通报|报告|例会|小结|总结|汇总|研判|会商|督查|督办|报送|反馈|评估|考核|分析|研究|检查|巡查|走访"
    "|统计|晾晒|点评"
)
#: 按月 and 逐月 must end there or be followed by a deed: 按年度计划 is no rhythm.
_DEED = rf"(?={_END}|{_WORK}|报|完成|上报|开展|更新|公布|召开|组织|分解|跟踪|督|进行|落实|实施|填报|排名|调研)"
_LEAST = "至少|不少于|不低于|最少"

EVERY = re.compile(
    rf"(?:每(?:间?隔|满)?(?P<n>{NUMBER})?个?"
    r"(?P<unit>工作日|天|日|周|星期|礼拜|旬|半个?月|月|季度?|半年度?|年度?(?!级)|双周)(?!次)"
    rf"|每?(?P<skip>隔)一?个?(?P<skipped>日|天|{WEEK}|月|年)"
    r"|每?逢?(?P<parity>[双单])(?P<what>月|周)份?"
    rf"|[按逐](?P<by>月|季度?|周|旬|日|半年|年)度?{_DEED}"
    rf"|每?逢(?P<on>)(?={NUMBER}(?:日|号|、))|[各逢](?P<each>季度?|月份?|年)(?=[末底初])"
    rf"|(?P<many>{NUMBER})?个?(?P<often>半个?月|半年|[天日周旬月年]|星期|季度?)"
    rf"(?=(?:{_LEAST})?[一两二三四五六1-9]次))"
)

_START = r"(?<![^;,、\n(:。\ue000])"
_DID = r"[一-鿿]{1,4}?"
#: 一季一通报, 半年一视察, 年终一测评, 季推进, 月报, 季度.
SLOGAN = re.compile(
    r"(?:(?:一(?:日|天|周|旬|月|季度?|年)|每(?:月|季度?|年))(?P<n>[一两二三四])(?!次|个|季|月|日|号)"
    rf"(?P<title>{_DID}){_END}"
    rf"|(?P<half>半年)一(?!次)(?P<half_title>{_DID}){_END}"
    rf"|{_START}年终(?P<end>)一(?P<end_title>{_DID}){_END}"
    rf"|{_START}(?P<plain>日|周|旬|月|季度?|半年|年)度?(?P<plain_title>{_WORK}|报(?!告|送|到)){_END}"
    rf"|{_START}(?P<lone>[周月旬]度|季度|半年度){_END})"
)
TIMES = re.compile(
    rf"(?:{_LEAST}|开展|召开|组织|报送|举行|通报|听取|进行)*(?P<n>{NUMBER})(?:至|-|~|到)?(?:{NUMBER})?次"
)
DUE = re.compile(r"(?:结束)?(?:之前|以前|前(?!期|往|提|后)|以内|之内|内)")

_AND = r"(?:[、,和及与]|或)"
_WEEKDAY = "[一二三四五六日天1-6]"
WEEKDAYS_SAID = re.compile(
    rf"{WEEK}?(?P<first>{_WEEKDAY})(?!次|个)(?:(?:至|到|-|~){WEEK}?(?P<last>{_WEEKDAY})"
    rf"|(?P<more>(?:{_AND}{WEEK}?{_WEEKDAY}(?![一-鿿]*次))*))|(?P<weekend>末)|(?P<begin>初)"
)
DAYS_SAID = re.compile(
    rf"的?(?P<first>{NUMBER})(?:日|号)?(?:(?:至|到|-|~)(?:(?P<last>{NUMBER})(?:日|号)|(?P<to_end>月?[底末]))"
    rf"|(?P<more>(?:{_AND}{NUMBER}(?:日|号)?)*)(?<=[日号]))(?!内)"
)
MONTH_PART = re.compile(
    r"(?P<part>月?[底末终]|[上下]中旬|中下旬|[上中下]旬|[上下]半月|月?初|月?中(?!期))"
    r"|最后一?[天日](?P<last>)|(?:首日|第一天)(?P<head>)"
)
NTH = re.compile(
    rf"的?(?:第(?P<n>{NUMBER})个?|(?P<last>最后一?个?)|(?P<first>首个?))"
    rf"(?P<what>工作日|{WEEK}(?P<day>[一二三四五六日天])?)"
)
QUARTER_PART = re.compile(
    r"(?:的)?(?:(?P<first>首月|首个月|第一个月|初)|(?P<middle>第二个月|中间一?个?月|中(?!期|旬))"
    r"|(?P<last>末月|最后一?个?月|第三个月)|(?P<end>季?末|底)|(?=第一|首)(?P<head>)|(?=最后)(?P<tail>))"
)
YEAR_EDGE = re.compile(r"年?(?P<part>[初中底末终])(?!期)")
AFTER_END = re.compile(
    rf"(?:结束|终了|过)?(?:之?后|以后)(?:的)?第?(?P<n>{NUMBER})(?P<unit>个?工作日|日|天)(?:之?内|以内|前)?"
)
FIRST_DAYS = re.compile(rf"前(?P<n>{NUMBER})(?P<unit>个?工作日|日|天)(?:之?内|以内)?")
AND_MONTH = re.compile(rf"{_AND}(?=(?:每年)?{NUMBER}(?:月|、))(?:每年)?")

#: Parts of a month by their first and last day, −1 for the month's last.
PARTS = {
    "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, -1), "上半月": (1, 15), "下半月": (16, -1), "上中旬": (1, 20),
    "中下旬": (11, -1), "中": (11, 20),
}  # fmt: skip
