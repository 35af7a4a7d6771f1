"""Lists as people write them by hand: comments, odd indentation, quotes, block texts, brackets, CRLF, BOM, no end."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import strategies as st

from tasklist_tui.domain.edits import AddItem, MoveItem, RemoveItem, SetFields
from tasklist_tui.domain.kinds import Field, FieldType, Kind
from tasklist_tui.domain.model import Item

KIND = Kind(
    "task",
    fields=(
        Field("title"),
        Field("measure", FieldType.MEASURE),
        Field("goal", FieldType.LONGTEXT),
        Field("lead", FieldType.COMMITTEE),
        Field("co", FieldType.COMMITTEES),
        Field("due_text"),
        Field("due", FieldType.DATE),
        Field("progress", FieldType.PERCENT),
        Field("urgent", FieldType.FLAG),
        Field("status", FieldType.STATE),
        Field(
            "milestones",
            FieldType.ROWS,
            fields=(Field("id"), Field("title"), Field("due", FieldType.DATE), Field("done", FieldType.DATE)),
            key="id",
        ),
        Field(
            "log",
            FieldType.ROWS,
            fields=(Field("at", FieldType.MOMENT), Field("by"), Field("text", FieldType.LONGTEXT)),
            append_only=True,
        ),
        Field("tags", FieldType.TEXTS),
        Field("note", FieldType.LONGTEXT),
    ),
)
KINDS = {"task": KIND}

WORDS = [
    "听取和审议“十五五”规划",
    "方案已印发",
    "预算工委 主任",
    "a, b",
    "x: y",
    "see #3",
    "no",
    "007",
    "1:30",
    "2025-10",
    "~",
    "null",
    "true",
    "*号",
    "&co",
    "!重要",
    "- 项",
    "[括号]",
    "{花}",
    "it's",
    '说"好"',
    "tab\there",
    "😀👨‍👩‍👧",
    "　全角",
    "50%",
    "@某",
    "C:\\路径\\",
    "k:v",
    "...",
    "---",
    "# 不是注释",
]
LONG = "听取和审议规划纲要编制情况的报告，" * 12

texts = st.one_of(st.sampled_from([*WORDS, LONG]), st.text(min_size=1, max_size=8).filter(lambda text: text.strip()))
multi_texts = st.one_of(
    texts,
    st.lists(st.sampled_from([*WORDS, "", "  缩进", "行尾 "]), min_size=2, max_size=4).map("\n".join),
)
days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
moments = st.builds(
    lambda day, hour: datetime(day.year, day.month, day.day, hour, 30, tzinfo=timezone(timedelta(hours=8))),
    days,
    st.integers(0, 23),
)
words = st.sampled_from(["ysgw", "bgs", "fzgw", "教科文卫 工委", "123", "no"])


def _without_nothing(pairs):
    return {name: value for name, value in pairs.items() if value not in (None, "")}


milestones = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from(["a1", "a2", "a3", "a4", "12"]), "title": texts},
        optional={"due": days, "done": days, "extra": st.sampled_from(["x", "多余"])},
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row["id"],
)
logs = st.lists(st.fixed_dictionaries({"at": moments, "by": words, "text": multi_texts}), min_size=1, max_size=3)
VALUES = {
    "title": texts,
    "measure": st.integers(-3, 99),
    "goal": multi_texts,
    "lead": words,
    "co": st.lists(words, min_size=1, max_size=4),
    "due_text": texts,
    "due": days,
    "progress": st.integers(0, 100),
    "urgent": st.booleans(),
    "status": st.sampled_from(["doing", "done"]),
    "milestones": milestones,
    "log": logs,
    "tags": st.lists(texts, min_size=1, max_size=12),
    "note": multi_texts,
    "own_key": texts,
    "自定义": texts,
}
values = st.fixed_dictionaries({}, optional=VALUES)

SCALARS = {
    "title": [
        "听取报告",
        "'it''s 单引号'",
        '"double \\"quoted\\" \\u4e2d"',
        "plain # 注释",
        "007",
        "no",
        "~",
        "2025",
        "null # 空",
        "a  b: c".replace(": ", ":"),
        "第一行\n{pad}  第二行",
        '"第一行\n{pad}  第二行"',
        "'第一行\n\n{pad}  第三行'   # 尾注",
        "\n{pad}  下一行的值",
        ">-\n{pad}  折叠\n{pad}  文本",
        "tab\there",
    ],
    "goal": [
        "|\n{pad}  第一\n{pad}  # 不是注释\n\n{pad}  - 第二",
        "|2-\n{pad}    缩进\n{pad}  行",
        "|+\n{pad}  留空\n\n",
        "目标",
        "",
    ],
    "measure": ["3", "'3'", "0x1F", "三", "", "~"],
    "lead": ["ysgw", '"ysgw"', "123", "ysgw  # 牵头"],
    "co": [
        "[bgs, fzgw]",
        "[ bgs , 'fzgw' ]  # 配合",
        "bgs",
        "[]",
        "\n{pad}- bgs\n{pad}# 注\n{pad}- 'fzgw' # 尾",
        "[bgs,\n{pad}   fzgw]",
    ],
    "due": ["2025-10-31", "  2025-10-31 # 延期", "'2025-10-31'", "2026-02-30", "10月底", ""],
    "progress": ["30", "30%", "1e5", "300"],
    "urgent": ["true", "yes", "是", "maybe"],
    "milestones": [
        '\n{pad}- {{id: a1, title: 方案, due: 2025-09-30}}\n{pad}- {{id: a2, title: "调研, 走访"}} # 尾注',
        (
            "\n{pad}# 第一个\n{pad}- id: a1\n{pad}  title: 方案 # 注\n{pad}  due: 2025-09-30\n"
            "\n{pad}- title: 无号\n{pad}  own: x"
        ),
        "\n{pad}  - {{title: 缩进, due: 坏}}\n{pad}  -   id: a2\n{pad}      title: 宽",
        "[{{id: a1, title: 方案}}, {{id: a2, title: b}}]",
        "\n{pad}- {{ id: a1,title: x }}\n{pad}- {{\n{pad}    id: a2, title: y\n{pad}  }}",
        "[]",
        "坏了",
    ],
    "log": [
        "\n{pad}- {{at: 2025-09-28T10:30:00+08:00, by: 工委, text: 印发}}",
        (
            "\n{pad}- at: 2025-09-28T10:30:00+08:00\n{pad}  by: 007\n{pad}  text: |-\n"
            "{pad}    多行\n{pad}    文本\n{pad}# 后注"
        ),
    ],
    "own_key": ["x", "[1, {{a: b}}]", "\n{pad}  deep:\n{pad}  - 1\n{pad}  - [2, 3]", "~"],
    "自定义": ["值", "'引'"],
    "2025": ["数字键"],
}


@st.composite
def item_texts(draw, number, column, gap):
    pad = " " * (column + gap)
    names = draw(st.lists(st.sampled_from([name for name in SCALARS if name != "title"]), unique=True, max_size=6))
    if draw(st.integers(0, 11)):
        names.insert(draw(st.integers(0, min(1, len(names)))), "title")
    ident = draw(st.sampled_from([f"id{number}"] * 6 + ["", "", "same", f"'id{number}'", "12"]))
    pairs = [(name, draw(st.sampled_from(SCALARS[name]))) for name in names]
    if ident:
        pairs.insert(draw(st.sampled_from([0, 0, 0, len(pairs)])), ("id", ident))
    if not pairs:
        pairs = [("id", f"id{number}")]
    lead = draw(st.sampled_from(["", "", "", "\n", "# 注释\n", "\n\n# 一\n  # 二\n", f"{pad}# 深注\n"]))
    if draw(st.integers(0, 9)) == 0:
        flat = [(name, value) for name, value in pairs if "\n" not in value and "#" not in value and "|" not in value]
        body = ", ".join(f"{name}: {_bare(value)}" for name, value in flat) or f"id: id{number}"
        return f"{lead}{' ' * column}- {{{body}}}\n"
    lines = []
    for place, (name, value) in enumerate(pairs):
        if place and draw(st.integers(0, 7)) == 0:
            lines.append(draw(st.sampled_from([f"{pad}# 字段注\n", "\n", "# 靠左\n"])))
        key = draw(st.sampled_from([name] * 5 + [f'"{name}"']))
        shown = value.format(pad=pad)
        shown = shown.removeprefix("\n")
        joint = "\n" if value.startswith("\n") else " " if shown else ""
        lines.append(f"{pad}{key}:{joint}{shown}\n")
    lines[0] = " " * column + "-" + lines[0][column + 1 :]
    return lead + "".join(lines)


def _bare(value):
    shown = value.strip().format(pad="")
    return (
        '""' if not shown else f'"{shown}"' if shown[0] not in "'\"[{" and any(c in shown for c in ",[]{}") else shown
    )


@st.composite
def odd_texts(draw):
    column = draw(st.sampled_from([0, 0, 0, 2, 4]))
    gap = draw(st.sampled_from([2, 2, 2, 4]))
    head = draw(
        st.sampled_from(
            [
                "title: 清单\nkind: task\nyear: 2025\n",
                "# 说明\n\n---\ntitle: '清单' # 注\nown: [a, b]\n",
                "title: 007\nissued: 2025-08-25\ndocument: ~\n",
                "",
            ]
        )
    )
    count = draw(st.integers(0, 5))
    items = [draw(item_texts(number, column, gap)) for number in range(count)]
    if items and draw(st.integers(0, 14)) == 0:
        items.insert(draw(st.integers(0, len(items))), " " * column + "- 不是事项\n")
    tail = draw(st.sampled_from(["", "", "# 尾注\n", "\n\n", "after: x\n", "# c\nafter:\n- 1\n- {a: b}\n"]))
    key = (
        draw(st.sampled_from(["items:", "items: # 注", '"items":']))
        if items
        else draw(st.sampled_from(["items:", "items: []", "items: [] # 空", None]))
    )
    text = head + (f"{key}\n" if key else "") + "".join(items) + tail
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    if draw(st.integers(0, 3)) == 0:
        text = text.replace("\n", "\r\n")
    return "\ufeff" * (draw(st.integers(0, 3)) == 0) + text


@st.composite
def row_changes(draw, rows):
    """Rows as an editor gives them back: a cell changed, one gone, one new, another order."""
    changed = [dict(row) for row in rows]
    for _ in range(draw(st.integers(1, 2))):
        action = draw(st.sampled_from(["set", "drop", "swap", "cut"]))
        if not changed:
            break
        place = draw(st.integers(0, len(changed) - 1))
        if action == "set":
            changed[place]["title" if "title" in changed[place] else "text"] = draw(texts)
        elif action == "drop":
            del changed[place]
        elif action == "swap":
            changed.insert(0, changed.pop(place))
        elif len(changed[place]) > 2:
            changed[place].pop(draw(st.sampled_from(sorted(set(changed[place]) - {"id"}))))
    return changed


@st.composite
def edits_for(draw, task_list, most=3):
    edits = []
    for number in range(draw(st.integers(1, most))):
        ids = [item.id for item in task_list.items]
        places = st.sampled_from(["", None, *ids])
        action = draw(st.sampled_from(["set", "set", "set", "rows", "add", "remove", "move"])) if ids else "add"
        chosen = draw(st.sampled_from(ids)) if ids else ""
        if action == "add":
            edit = AddItem(task_list.id, Item(f"new{number}", draw(values)), draw(places))
        elif action == "remove":
            edit = RemoveItem(task_list.id, chosen)
        elif action == "move":
            edit = MoveItem(task_list.id, chosen, draw(places))
        else:
            item = task_list.items[task_list.index[chosen]]
            names = [name for name in ("milestones", "log") if item.rows(name)]
            if action == "rows" and names:
                name = draw(st.sampled_from(names))
                changed = {name: draw(row_changes(item.rows(name)))}
            else:
                changed = draw(values)
                for name in draw(st.lists(st.sampled_from(sorted({"note", *item.values})), max_size=2)):
                    changed[name] = None
            edit = SetFields(task_list.id, chosen, changed)
        edits.append(edit)
        task_list = edit.apply(task_list)
    return edits
