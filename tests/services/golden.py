"""Merges told as three short texts and what comes of them: the cases of `test_merging.py`.

A side is told by what it puts in place of what; `expected` likewise, from the base, or as a whole text.
"""

from dataclasses import dataclass

HEAD = """\
# 说明
title: 清单
kind: task
year: 2025
items:
"""
A = """\
# 举措1
- id: a
  title: 甲
  lead: ysgw
  co: [bgs, fzgw]
  milestones:
  - {id: m1, title: 方案, due: 2025-09-30}
  - {id: m2, title: 报告}
  log:
  - {at: 2025-09-01T10:00:00+08:00, by: 王, text: 印发}
  tags: [重点]
"""
B = """\

# 举措2
- id: b
  title: 乙  # 尾注
  # 内注
  goal: |-
    一
    二
    三
  note: x
"""
C = "- id: c\n  title: 丙\n"
END = "# 文末\n"
LIST = HEAD + A + B + C + END
LIST_PATH = "lists/x.yaml"


def edit(text, *pairs):
    """Replace, each once, what stands in the text."""
    for old, new in pairs:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


@dataclass(frozen=True)
class Case:
    """One merge: `ours` and `theirs` (pairs or a text), what comes of it, and of the merge the other way round.

    `asks` are the questions by their place; the text is then not looked at.  `rows` are an item, a field of it, and the
    titles of its rows, where the text holds ids made up on the way.
    """

    name: str
    ours: object
    theirs: object
    expected: object = None
    swapped: object = None
    asks: tuple = ()
    base: str | None = LIST
    path: str = LIST_PATH
    rows: tuple | None = None

    def text(self, told):
        return told if isinstance(told, str | bytes | type(None)) else edit(self.base, *told)


def both(name, ours, theirs, **more):
    """Both sides' edits at different places: all of them are in the result, whoever merges."""
    return Case(name, ours, theirs, [*ours, *theirs], **more)


A_GONE, C_GONE = (A, ""), (C, "")
TITLE_A, TITLE_B, TITLE_C = ("甲", "甲改"), ("乙", "乙改"), ("丙", "丙改")
LEAD_A = ("lead: ysgw", "lead: dbgw")
N, M = "- id: n\n  title: 新\n", "- id: m\n  title: 又新\n"
NEW_N, NEW_M = (END, N + END), (END, M + END)
LOG = "  - {at: 2025-09-01T10:00:00+08:00, by: 王, text: 印发}\n"
LOG_2 = "  - {at: 2025-09-02T10:00:00+08:00, by: 李, text: 二}\n"
LOG_3 = "  - {at: 2025-09-03T10:00:00+08:00, by: 张, text: 三}\n"
M1, M2 = "  - {id: m1, title: 方案, due: 2025-09-30}\n", "  - {id: m2, title: 报告}\n"
M3, M4 = "  - {id: m3, title: 座谈}\n", "  - {id: m4, title: 走访}\n"
FLOW_C = (C, "- {id: c, title: 丙}\n")
CRLF, BOM = LIST.replace("\n", "\r\n"), "\ufeff" + LIST
URGED = "  urges:\n  - {id: u1, answer_due: 2025-10-01, level: remind}\n"
URGE_2 = "  - {id: u2, answer_due: 2025-10-02, level: remind}\n"
URGE_3 = "  - {id: u3, answer_due: 2025-10-03, level: supervise}\n"
EXTENDED = "  extensions:\n  - {id: e1, asked_on: 2025-10-01, to_due: 2025-12-01}\n"
PAST = "  occurrences:\n  - {due: 2025-09-30, note: 次}\n"
ID_LESS = "title: 清单\nitems:\n- title: 甲\n- title: 甲\n  lead: ysgw\n- title: 乙\n"
EMPTY = "title: 清单\nitems: []\n"
INDENTED = HEAD + "".join("  " + line if line != "\n" else line for line in (A + B + C).splitlines(keepends=True)) + END
STRAY = "title: 清单\nitems:\n- id: a\n  title: 甲\n- 待定\n- id: b\n  title: 乙\n"
BRACKETS = "title: 清单\nitems: [{id: a, title: 甲}, {id: b, title: 乙}]\n"
TWICE = "title: 清单\nitems:\n- id: a\n  title: 甲\n- id: a\n  title: 乙\n"


def behind_c(*lines):
    return (C, C + "".join(lines))


FIELDS = [
    both("different items", [TITLE_A], [TITLE_B]),
    both("different fields of one item", [TITLE_A], [LEAD_A]),
    both("neighbouring fields", [TITLE_B], [("    一\n", "    一改\n")]),
    Case("the same value on both sides", [TITLE_A], [TITLE_A], [TITLE_A]),
    Case("the same field differently", [TITLE_A], [("甲", "甲二")], asks=("a.title",)),
    Case("two fields differently", [TITLE_A, TITLE_B], [("甲", "A"), ("乙", "B")], asks=("a.title", "b.title")),
    Case("a field emptied and changed", [("  lead: ysgw\n", "")], [LEAD_A], asks=("a.lead",)),
    both("a field emptied on one side", [("  lead: ysgw\n", "")], [TITLE_A]),
    both(
        "a field new on each side",
        [("  lead: ysgw\n", "  measure: 1\n  lead: ysgw\n")],
        [("  tags: [重点]\n", "  tags: [重点]\n  note: 注\n")],
    ),
    Case(
        "fields new at the same place",
        [behind_c("  lead: ysgw\n")],
        [behind_c("  progress: 30\n")],
        [behind_c("  progress: 30\n", "  lead: ysgw\n")],
        swapped=[behind_c("  lead: ysgw\n", "  progress: 30\n")],
    ),
    both("a long text by line", [("    一\n", "    一改\n")], [("    三\n", "    三改\n    四\n")]),
    Case(
        "a long text where lines collide", [("    一\n", "    一改\n")], [("    一\n", "    二一\n")], asks=("b.goal",)
    ),
    both("a line of a long text taken out", [("    一\n", "")], [("    三\n", "    三改\n")]),
    Case("a long text emptied and changed", [("note: x", "note: y")], [("  note: x\n", "")], asks=("b.note",)),
    both("sets", [("[bgs, fzgw]", "[fzgw, dbgw]"), ("[重点]", "[重点, 新]")], [TITLE_A]),
    Case(
        "sets changed on both sides",
        [("[bgs, fzgw]", "[fzgw, dbgw]"), ("[重点]", "[重点, 新]")],
        [("[bgs, fzgw]", "[bgs, fzgw, rsgw]"), ("[重点]", "[急]")],
        [("[bgs, fzgw]", "[fzgw, rsgw, dbgw]"), ("[重点]", "[急, 新]")],
        swapped=[("[bgs, fzgw]", "[fzgw, dbgw, rsgw]"), ("[重点]", "[新, 急]")],
    ),
    both("unknown keys", [behind_c("  own: {deep: [1, 2]}\n")], [TITLE_A, ("note: x", "note: x\n  mine: ~")]),
    Case(
        "an unknown key on both sides",
        [("note: x", "note: x\n  own: [1]")],
        [("note: x", "note: x\n  own: [2]")],
        asks=("b.own",),
    ),
    both("text that looks like something else", [("note: x", "note: 'no'")], [("title: 丙", "title: 007")]),
]

ITEMS = [
    both("an item deleted, another edited", [TITLE_B], [C_GONE]),
    both("the first item deleted, its neighbour edited", [A_GONE], [TITLE_B]),
    Case("an item deleted on both sides", [C_GONE], [C_GONE, TITLE_A], [C_GONE, TITLE_A]),
    Case("an item deleted and edited", [C_GONE], [TITLE_C], asks=("c",)),
    Case("an item deleted, a comment put into it", [C_GONE], [("title: 丙", "title: 丙  # 待查")], asks=("c",)),
    Case("an item deleted, a comment put above it", [C_GONE], [(C, "# 重要\n" + C)], asks=("c",)),
    Case("an item deleted, only written otherwise", [C_GONE, TITLE_A], [FLOW_C], [C_GONE, TITLE_A]),
    both("new items at different places", [("# 举措1\n", "# 举措0\n" + N + "# 举措1\n")], [NEW_M]),
    Case(
        "new items at the same place, the published one first",
        [NEW_N],
        [NEW_M],
        [(END, M + N + END)],
        swapped=[(END, N + M + END)],
    ),
    Case("the same new item on both sides", [NEW_N], [NEW_N, TITLE_A], [NEW_N, TITLE_A]),
    Case("a new item behind a deleted one", [C_GONE], HEAD + A + B + C + N + END, HEAD + A + B + N + END),
    Case("moved and edited", HEAD + C + A + B + END, [TITLE_C], HEAD + C.replace("丙", "丙改") + A + B + END),
    Case("moved alike", HEAD + C + A + B + END, HEAD + C + A + B + END, HEAD + C + A + B + END),
    Case("one moved, another edited", HEAD + C + A + B + END, [TITLE_A], HEAD + C + A.replace("甲", "甲改") + B + END),
    Case("moved and deleted", HEAD + C + A + B + END, [C_GONE], HEAD + A + B + END),
    Case(
        "moved, a new one behind",
        HEAD + A + C + B + END,
        HEAD + A + N + B + C + END,
        HEAD + A + N + C + B + END,
        swapped=HEAD + A + C + N + B + END,
    ),
    Case(
        "different items moved",
        HEAD + B + A + C + M + N + END,
        HEAD + A + B + C + N + M + END,
        asks=(),
        base=HEAD + A + B + C + N + M + END,
        expected=HEAD + B + A + C + M + N + END,
    ),
    Case(
        "moved on both sides",
        HEAD + B + A + C + N + M + END,
        HEAD + A + B + C + M + N + END,
        HEAD + B + A + C + M + N + END,
        base=HEAD + A + B + C + N + M + END,
    ),
    Case(
        "the same item moved differently: where it is published",
        HEAD + C + A + B + END,
        HEAD + A + C + B + END,
        HEAD + A + C + B + END,
        swapped=HEAD + C + A + B + END,
    ),
    Case(
        "the first items of a list",
        "title: 清单\nitems:\n" + N,
        "title: 清单\nitems:\n" + M,
        "title: 清单\nitems:\n" + M + N,
        swapped="title: 清单\nitems:\n" + N + M,
        base=EMPTY,
    ),
    Case(
        "each deletes one of two items",
        "items:\n- id: b\n",
        "items:\n- id: a\n",
        "items: []\n",
        base="items:\n- id: a\n- id: b\n",
    ),
    Case(
        "no id: edits and new ones",
        ID_LESS.replace("lead: ysgw", "lead: bgs"),
        ID_LESS + "- title: 丙\n",
        ID_LESS.replace("lead: ysgw", "lead: bgs") + "- title: 丙\n",
        base=ID_LESS,
    ),
    Case(
        "no id: the first of two alike goes",
        ID_LESS.replace("- title: 甲\n", "", 1),
        ID_LESS.replace("title: 乙", "title: 乙\n  lead: bgs"),
        ID_LESS.replace("- title: 甲\n", "", 1).replace("title: 乙", "title: 乙\n  lead: bgs"),
        base=ID_LESS,
    ),
    Case(
        "an id used twice",
        TWICE.replace("乙", "乙\n  lead: bgs"),
        TWICE.replace("甲", "甲\n  lead: ysgw"),
        TWICE.replace("乙", "乙\n  lead: bgs").replace("甲", "甲\n  lead: ysgw"),
        base=TWICE,
    ),
]

ROWS = [
    Case("notes of both", [(LOG, LOG + LOG_2)], [(LOG, LOG + LOG_3)], [(LOG, LOG + LOG_2 + LOG_3)]),
    Case(
        "the same note on both sides",
        [(LOG, LOG + LOG_2)],
        [(LOG, LOG + LOG_2), TITLE_A],
        [(LOG, LOG + LOG_2), TITLE_A],
    ),
    Case("a note taken out, another added", [("  log:\n" + LOG, "")], [(LOG, LOG + LOG_2)], [(LOG, LOG_2)]),
    Case(
        "urgings and extensions of both",
        [behind_c(URGED, EXTENDED)],
        [behind_c(URGED.replace("u1", "u2"), EXTENDED.replace("e1", "e2"))],
        [behind_c(URGED.replace("u1", "u2"), URGED[9:], EXTENDED.replace("e1", "e2"), EXTENDED[14:])],
        swapped=[behind_c(URGED, URGED[9:].replace("u1", "u2"), EXTENDED, EXTENDED[14:].replace("e1", "e2"))],
    ),
    Case(
        "occurrences by their day",
        [("09-30, note: 次}\n", "09-30, note: 次, done: 2025-09-29}\n  - {due: 2025-10-31}\n")],
        [("note: 次", "note: 记")],
        [("09-30, note: 次}\n", "09-30, note: 记, done: 2025-09-29}\n  - {due: 2025-10-31}\n")],
        swapped=[("09-30, note: 次}\n", "09-30, done: 2025-09-29, note: 记}\n  - {due: 2025-10-31}\n")],
        base=LIST.replace(C, C + PAST),
    ),
    Case(
        "milestones added by both", [(M2, M2 + M3)], [(M2, M2 + M4)], [(M2, M2 + M4 + M3)], swapped=[(M2, M2 + M3 + M4)]
    ),
    Case("milestones added first and last", [(M1, M3 + M1)], [(M2, M2 + M4)], [(M1, M3 + M1), (M2, M2 + M4)]),
    Case(
        "columns of one milestone",
        [(M1, M1.replace("}", ", done: 2025-09-28}"))],
        [(M1, M1.replace("方案", "总方案"))],
        [(M1, "  - {id: m1, title: 总方案, due: 2025-09-30, done: 2025-09-28}\n")],
    ),
    Case(
        "one column differently",
        [(M1, M1.replace("09-30", "10-15"))],
        [(M1, M1.replace("09-30", "10-31").replace("方案", "总方案"))],
        asks=("a.milestones.m1.due",),
    ),
    Case("a milestone deleted, another edited", [(M1, "")], [("报告", "总报告")], [(M1, ""), ("报告", "总报告")]),
    Case("a milestone deleted and edited", [(M1, "")], [("方案", "总方案")], asks=("a.milestones.m1.",)),
    Case("milestones in another order", [(M1 + M2, M2 + M1)], [(M2, M2 + M3)], [(M1 + M2, M2 + M1 + M3)]),
    Case(
        "a milestone of one id, new on both sides",
        [(M2, M2 + M3)],
        [(M2, M2 + M4.replace("m4", "m3"))],
        rows=("a", "milestones", ["方案", "报告", "走访", "座谈"]),
    ),
    Case(
        "two milestones of one id stay two",
        [("报告}\n", "报告}\n" + M3)],
        [("报告}\n", "报告}\n" + M4)],
        [("报告}\n", "报告}\n" + M4 + M3)],
        swapped=[("报告}\n", "报告}\n" + M3 + M4)],
        base=LIST.replace("id: m2", "id: m1"),
    ),
    Case(
        "a comment between milestones",
        [(M2, "  # 第二步\n" + M2)],
        [(M2, M2 + M4)],
        [(M2, "  # 第二步\n" + M2 + M4)],
    ),
]

TEXT = [
    both("comments above", [("# 举措1", "# 举措一")], [("# 举措2", "# 举措二")]),
    both("a comment above, the item below", [("# 举措1", "# 举措一")], [TITLE_A]),
    both("a comment behind, the value before it", [("# 尾注", "# 尾注改")], [TITLE_B]),
    both("a comment inside, a field beside it", [("# 内注", "# 内注改")], [("note: x", "note: y")]),
    both("comments of one item", [("# 内注", "# 内注改")], [("# 尾注", "# 尾注改")]),
    Case(
        "the same comment, differently: both stay",
        [("# 举措1", "# 甲说")],
        [("# 举措1", "# 乙说")],
        [("# 举措1", "# 乙说\n# 甲说")],
        swapped=[("# 举措1", "# 甲说\n# 乙说")],
    ),
    Case(
        "the same comment behind a value, differently: both stay",
        [("# 尾注", "# 甲说")],
        [("# 尾注", "# 乙说")],
        [("# 尾注", "# 乙说"), ("- id: b", "# 甲说\n- id: b")],
        swapped=[("# 尾注", "# 甲说"), ("- id: b", "# 乙说\n- id: b")],
    ),
    Case("a comment taken out, the item edited", [("  # 尾注", "")], [TITLE_B], [("  # 尾注", ""), TITLE_B]),
    both("a comment for an item edited there", [(C, "# 注\n" + C)], [TITLE_C]),
    both("at the top and at the end", [("# 说明", "# 新说明")], [("# 文末", "# 新文末")]),
    both("blank lines", [("\n# 举措2", "\n\n# 举措2")], [(C, "\n" + C)]),
    both("blank lines inside", [("  note: x", "\n  note: x")], [TITLE_B]),
    both("order of fields", [("  title: 甲\n  lead: ysgw\n", "  lead: ysgw\n  title: 甲\n")], [TITLE_B]),
    Case(
        "order of fields in the item edited there",
        [("  title: 甲\n  lead: ysgw\n", "  lead: ysgw\n  title: 甲\n")],
        [TITLE_A],
        [("  title: 甲\n  lead: ysgw\n", "  lead: ysgw\n  title: 甲改\n")],
    ),
    Case("written in brackets here, edited there", [FLOW_C], [TITLE_C], [(C, "- {id: c, title: 丙改}\n")]),
    Case(
        "in quotes here, edited there",
        [("title: 丙", "title: '丙'")],
        [behind_c("  lead: bgs\n")],
        [(C, "- id: c\n  title: '丙'\n  lead: bgs\n")],
    ),
    Case(
        "a list in lines here, added to there",
        [("  co: [bgs, fzgw]\n", "  co:\n  - bgs\n  - fzgw\n")],
        [("[bgs, fzgw]", "[bgs, fzgw, dbgw]")],
        [("  co: [bgs, fzgw]\n", "  co:\n  - bgs\n  - fzgw\n  - dbgw\n")],
    ),
    both(
        "an item in brackets on both sides",
        [("{id: c, title: 丙}", "{id: c, title: 丙, lead: bgs}")],
        [TITLE_A],
        base=LIST.replace(*FLOW_C),
    ),
    Case("Windows line ends here, edited there", CRLF, [TITLE_A], CRLF.replace("甲", "甲改")),
    Case(
        "Windows line ends on both sides",
        CRLF.replace("乙", "乙改"),
        CRLF.replace("甲", "甲改"),
        CRLF.replace("甲", "甲改").replace("乙", "乙改"),
        base=CRLF,
    ),
    Case("a byte order mark here, edited there", BOM, [TITLE_A], BOM.replace("甲", "甲改")),
    Case(
        "a byte order mark taken out here, edited there",
        LIST,
        BOM.replace("甲", "甲改"),
        LIST.replace("甲", "甲改"),
        base=BOM,
    ),
    Case(
        "no last line end here, edited there",
        LIST.removesuffix("\n"),
        [TITLE_A],
        LIST.removesuffix("\n").replace("甲", "甲改"),
    ),
    Case(
        "a last line end added here, edited there",
        LIST,
        LIST.removesuffix("\n").replace("甲", "甲改"),
        LIST.replace("甲", "甲改"),
        base=LIST.removesuffix("\n"),
    ),
    Case(
        "indented here, edited there",
        INDENTED,
        [TITLE_A, NEW_N],
        INDENTED.replace("甲", "甲改").replace(END, "  " + N.replace("\n  ", "\n    ") + END),
    ),
    Case(
        "entries that are no items, items edited on both sides",
        STRAY.replace("甲", "甲改"),
        STRAY.replace("乙", "乙改"),
        STRAY.replace("甲", "甲改").replace("乙", "乙改"),
        base=STRAY,
    ),
    Case(
        "an entry that is no item, added there",
        STRAY.replace("甲", "甲改"),
        STRAY + "- 又待定\n",
        STRAY.replace("甲", "甲改") + "- 又待定\n",
        base=STRAY,
    ),
    Case(
        "entries that are no items, added on both sides",
        STRAY + "- 甲说\n",
        STRAY + "- 乙说\n",
        base=STRAY,
        asks=("lists/x.yaml",),
    ),
    Case(
        "items in brackets",
        BRACKETS.replace("甲", "甲改"),
        BRACKETS.replace("乙", "乙改"),
        base=BRACKETS,
        rows=None,
        expected="title: 清单\nitems:\n- id: a\n  title: 甲改\n- id: b\n  title: 乙改\n",
    ),
]

HEADERS = [
    both("a header key here, an item there", [("title: 清单", "title: 总清单")], [TITLE_A]),
    both("different header keys", [("title: 清单", "title: 总清单")], [("year: 2025", "year: 2026")]),
    Case("a header key on both sides", [("year: 2025", "year: 2026")], [("year: 2025", "year: 2027")], asks=("year",)),
    both("a header key taken out", [("year: 2025\n", "")], [TITLE_A]),
    both("a header key added", [("kind: task\n", "kind: task\ndocument: d\n")], [TITLE_A, ("# 说明", "# 新说明")]),
    Case(
        "a header key added on each side",
        [("year: 2025\n", "year: 2025\ndocument: d\n")],
        [("year: 2025\n", "year: 2025\nissued: 2025-08-01\n")],
        [("year: 2025\n", "year: 2025\nissued: 2025-08-01\ndocument: d\n")],
        swapped=[("year: 2025\n", "year: 2025\ndocument: d\nissued: 2025-08-01\n")],
    ),
    both("an unknown header key with a list", [("year: 2025\n", "year: 2025\nown:\n- x\n# 注\n- y\n")], [TITLE_A]),
    Case(
        "a list in the header, added to on both sides",
        "own: [x, y]\nitems:\n- id: a\n",
        "own: [x, z]\nitems:\n- id: a\n",
        "own: [x, z, y]\nitems:\n- id: a\n",
        swapped="own: [x, y, z]\nitems:\n- id: a\n",
        base="own: [x]\nitems:\n- id: a\n",
    ),
    both("keys behind the items", [("after: 1", "after: 2")], [TITLE_A], base=LIST + "after: 1\n"),
]
