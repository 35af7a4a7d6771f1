"""Merges of several files, and of other files than lists: (base, ours, theirs) by path, and what we then hold."""

from dataclasses import dataclass

from golden import BOM, CRLF, HEAD, LIST, A, B, C, edit

SETTINGS = """\
# 设置
title: 清单
organisation: 示例人大
committees:
# 内设机构
- {id: bgs, name: 办公室}
- {id: ysgw, name: 预算工委}  # 预算
people:
- {name: 王, committee: ysgw}
- name: 李
  committee: bgs
lights:
  yellow_workdays: 5
  lag: 30
"""
EVENTS = """\
events:
- {id: cwh27, name: 第二十七次常委会会议, date: 2025-10-30}
- {id: cwh28, name: 第二十八次常委会会议}
"""
DOCUMENT = "title: 意见\nmeasures:\n- {number: 1, title: 一}\n- {number: 2, title: 二}\n"
KIND = """\
kind: own
fields:
- {id: title, type: text}
- {id: level, type: choice, choices: [a, b]}
states:
- {id: open}
"""
CALENDAR = "rest_days: [2027-01-01, 2027-01-02]\nwork_days: []\n"
README = "# 说明\n\n一\n\n二\n\n三\n"
X, Y, Z = "lists/x.yaml", "lists/y.yaml", "lists/z.yaml"
LIST_A, LIST_B = edit(LIST, ("甲", "甲改")), edit(LIST, ("乙", "乙改"))
LIST_AB = edit(LIST_A, ("乙", "乙改"))
OTHER = "title: 另一\nitems:\n- id: o\n  title: 另\n"
BROKEN = LIST.replace("title: 清单", "title: [清单")


@dataclass(frozen=True)
class Files:
    """One merge of files; `expected` is what our side holds after it, `asks` the questions by their place."""

    name: str
    versions: dict
    expected: dict | None = None
    swapped: dict | None = None
    asks: tuple = ()


def one(name, path, base, ours, theirs, expected=None, *, swapped=None, asks=()):
    return Files(
        name,
        {path: (base, ours, theirs)},
        None if expected is None else {path: expected},
        None if swapped is None else {path: swapped},
        asks,
    )


def settings(name, ours, theirs, **more):
    both = edit(SETTINGS, *ours, *theirs)
    return one(name, "tasklist.yaml", SETTINGS, edit(SETTINGS, *ours), edit(SETTINGS, *theirs), both, **more)


BGS, YSGW = "- {id: bgs, name: 办公室}\n", "- {id: ysgw, name: 预算工委}  # 预算\n"
NEW_1, NEW_2 = "- {id: fzgw, name: 法制工委}\n", "- {id: dbgw, name: 代表工委}\n"

LISTS = [
    Files("renamed here, edited there", {X: (LIST, None, LIST_A), Y: (None, LIST, None)}, {Y: LIST_A}),
    Files("renamed and edited here, edited there", {X: (LIST, None, LIST_A), Y: (None, LIST_B, None)}, {Y: LIST_AB}),
    Files("renamed here, edited alike there", {X: (LIST, None, LIST_A), Y: (None, LIST_A, None)}, {Y: LIST_A}),
    Files(
        "renamed here, a collision",
        {X: (LIST, None, LIST_A), Y: (None, LIST.replace("甲", "乙"), None)},
        asks=("a.title",),
    ),
    Files("renamed alike on both sides", {X: (LIST, None, None), Y: (None, LIST_A, LIST_B)}, {Y: LIST_AB}),
    Files(
        "renamed differently on both sides",
        {X: (LIST, None, None), Y: (None, LIST_A, None), Z: (None, None, LIST_B)},
        asks=(X,),
    ),
    Files("renamed here, deleted there", {X: (LIST, None, None), Y: (None, LIST, None)}, {}),
    Files("renamed and edited here, deleted there", {X: (LIST, None, None), Y: (None, LIST_A, None)}, asks=(Y,)),
    Files("a list deleted here, another new there", {X: (LIST, None, LIST), Y: (None, None, OTHER)}, {Y: OTHER}),
    Files("a list deleted here, edited there", {X: (LIST, None, LIST_A)}, asks=(X,)),
    Files("a list deleted on both sides", {X: (LIST, None, None)}, {}),
    Files("a list deleted here, untouched there", {X: (LIST, None, LIST)}, {}),
    Files("new lists of different names", {X: (None, LIST, None), Y: (None, None, OTHER)}, {X: LIST, Y: OTHER}),
    Files("the same new list on both sides", {X: (None, LIST, LIST)}, {X: LIST}),
    Files(
        "new lists of one name with different items",
        {X: (None, HEAD + A, HEAD + C)},
        {X: HEAD + C + A},
        swapped={X: HEAD + A + C},
    ),
    Files(
        "new lists of one name and different titles",
        {X: (None, LIST, "title: 另\nkind: task\nyear: 2025\nitems:\n" + B)},
        asks=("title",),
    ),
    Files("broken here, edited there", {X: (LIST, BROKEN, LIST_A)}, asks=(X,)),
    Files("broken here, untouched there", {X: (LIST, BROKEN, LIST)}, {X: BROKEN}),
    Files("broken before, mended there", {X: (BROKEN, BROKEN, LIST)}, {X: LIST}),
    Files("broken before, mended differently", {X: (BROKEN, LIST_A, LIST_B)}, asks=(X,)),
    Files(
        "broken here, another list edited there",
        {X: (LIST, BROKEN, LIST), Y: (OTHER, OTHER, OTHER + "- id: p\n")},
        {X: BROKEN, Y: OTHER + "- id: p\n"},
    ),
    Files("not UTF-8 here", {X: (LIST, LIST.encode("gb18030"), LIST_A)}, asks=(X,)),
    Files("Windows line ends there, a mark here", {X: (LIST, BOM, CRLF)}, {X: "\ufeff" + CRLF}),
    Files(
        "emptied here, edited there",
        {X: (HEAD + C, HEAD.replace("items:", "items: []"), HEAD + C.replace("丙", "丁"))},
        asks=("c",),
    ),
]

OTHERS = [
    settings("two new committees at one place", [(YSGW, YSGW + NEW_1)], [(BGS, BGS + NEW_2)]),
    one(
        "new committees at the end",
        "tasklist.yaml",
        SETTINGS,
        edit(SETTINGS, (YSGW, YSGW + NEW_1)),
        edit(SETTINGS, (YSGW, YSGW + NEW_2)),
        edit(SETTINGS, (YSGW, YSGW + NEW_2 + NEW_1)),
        swapped=edit(SETTINGS, (YSGW, YSGW + NEW_1 + NEW_2)),
    ),
    settings(
        "fields of one person",
        [("name: 李\n", "name: 李\n  email: li@example.org\n")],
        [("committee: bgs", "committee: ysgw")],
    ),
    one(
        "one person on both sides",
        "tasklist.yaml",
        SETTINGS,
        edit(SETTINGS, ("committee: bgs", "committee: ysgw")),
        edit(SETTINGS, ("committee: bgs", "committee: fzgw")),
        asks=("people.李.committee",),
    ),
    one(
        "a person deleted and changed",
        "tasklist.yaml",
        SETTINGS,
        edit(SETTINGS, ("- name: 李\n  committee: bgs\n", "")),
        edit(SETTINGS, ("committee: bgs", "committee: fzgw")),
        asks=("people.李",),
    ),
    settings("different lights", [("yellow_workdays: 5", "yellow_workdays: 7")], [("lag: 30", "lag: 20")]),
    one(
        "one light",
        "tasklist.yaml",
        SETTINGS,
        SETTINGS.replace("30", "20"),
        SETTINGS.replace("30", "40"),
        asks=("lights.lag",),
    ),
    settings("comments of both", [("# 设置", "# 总设置")], [("# 内设机构", "# 机构"), ("# 预算", "# 预算工作")]),
    one(
        "the same comment differently",
        "tasklist.yaml",
        SETTINGS,
        SETTINGS.replace("# 设置", "# 甲说"),
        SETTINGS.replace("# 设置", "# 乙说"),
        SETTINGS.replace("# 设置", "# 乙说\n# 甲说"),
        swapped=SETTINGS.replace("# 设置", "# 甲说\n# 乙说"),
    ),
    settings("a committee deleted, another renamed", [(BGS, "")], [("预算工委}", "预算工作委员会}")]),
    one(
        "Windows line ends here",
        "tasklist.yaml",
        SETTINGS,
        SETTINGS.replace("\n", "\r\n"),
        SETTINGS.replace("lag: 30", "lag: 20"),
        SETTINGS.replace("lag: 30", "lag: 20").replace("\n", "\r\n"),
    ),
    one(
        "broken settings here",
        "tasklist.yaml",
        SETTINGS,
        SETTINGS + "x: [",
        SETTINGS.replace("30", "20"),
        asks=("tasklist.yaml",),
    ),
    one(
        "dates of two meetings, and a new one",
        "events.yaml",
        EVENTS,
        EVENTS.replace("10-30", "10-31"),
        EVENTS.replace("会议}", "会议, date: 2025-12-20}") + "- {id: cwh29, name: 第二十九次}\n",
        EVENTS.replace("10-30", "10-31").replace("会议}", "会议, date: 2025-12-20}")
        + "- {id: cwh29, name: 第二十九次}\n",
    ),
    one(
        "the date of one meeting",
        "events.yaml",
        EVENTS,
        EVENTS.replace("10-30", "10-31"),
        EVENTS.replace("10-30", "11-01"),
        asks=("events.cwh27.date",),
    ),
    one(
        "name and date of one meeting",
        "events.yaml",
        EVENTS,
        EVENTS.replace("10-30", "10-31"),
        EVENTS.replace("第二十七次", "第27次"),
        EVENTS.replace("10-30", "10-31").replace("第二十七次", "第27次"),
    ),
    one(
        "measures of a document",
        "documents/d.yaml",
        DOCUMENT,
        DOCUMENT.replace("title: 一", "title: 一改"),
        DOCUMENT.replace("意见", "实施意见").replace("title: 二", "title: 二改, goal: g"),
        DOCUMENT.replace("title: 一", "title: 一改")
        .replace("意见", "实施意见")
        .replace("title: 二", "title: 二改, goal: g"),
    ),
    one(
        "fields, choices and states of a kind",
        "kinds/own.yaml",
        KIND,
        KIND.replace("[a, b]", "[a, b, c]") + "- {id: shut}\n",
        KIND.replace("[a, b]", "[b]").replace("states", "- {id: note, type: text}\nstates"),
        KIND.replace("[a, b]", "[b, c]").replace("states", "- {id: note, type: text}\nstates") + "- {id: shut}\n",
    ),
    one(
        "days of a calendar",
        "calendar/2027.yaml",
        CALENDAR,
        CALENDAR.replace("-02]", "-02, 2027-01-03]"),
        CALENDAR.replace("2027-01-01, ", "").replace("[]", "[2027-02-07]"),
        "rest_days: [2027-01-02, 2027-01-03]\nwork_days: [2027-02-07]\n",
    ),
    one(
        "lines of a text",
        "README.md",
        README,
        README.replace("一", "1"),
        README.replace("三", "3"),
        README.replace("一", "1").replace("三", "3"),
    ),
    one(
        "the same line of a text",
        "README.md",
        README,
        README.replace("一", "1"),
        README.replace("一", "I"),
        asks=("lines",),
    ),
    one("rows of a table", "data/a.csv", "a,b\n1,2\n\n3,4", "a,b\n1,9\n\n3,4", "a,b\n1,2\n\n3,8", "a,b\n1,9\n\n3,8"),
    one(
        "a binary file on both sides",
        "logo.png",
        b"\x89PNG\x00\xff",
        b"\x89PNG\x01\xff",
        b"\x89PNG\x02\xff",
        asks=("logo.png",),
    ),
    one(
        "a file with zero bytes on both sides",
        "data.bin",
        b"a\0\n1\n2\n",
        b"b\0\n1\n2\n",
        b"a\0\n1\n3\n",
        asks=("data.bin",),
    ),
    one("a file deleted here, changed there", "README.md", README, None, README + "四\n", asks=("README.md",)),
    one("a new file of one name on both sides", "README.md", None, "甲\n", "乙\n", asks=("lines",)),
]
