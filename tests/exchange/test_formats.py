"""Every format: well formed, escaped, of itself alone, and the same bytes for the same data."""

import json
import re
from datetime import date, datetime
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import msgspec
import pytest
from exports import STAMP, TODAY, readable

from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Committee, Item, Settings, TaskList, Workspace
from tasklist_tui.domain.query import Query
from tasklist_tui.domain.telling import Stopped, Teller
from tasklist_tui.exchange.markdown import escaped
from tasklist_tui.exchange.timeline_svg import clipped
from tasklist_tui.services.exporting import FORMATS, Options, export, file_name, scope_of
from tasklist_tui.services.snapshot import make_snapshot

SVG = "{http://www.w3.org/2000/svg}"
#: What is read back keeps every character.
COMES_BACK = {"json", "csv", "xlsx"}
HOSTILE = "</title><script>alert(1)</script> \"&amp;' ]]> \x1b[31m\u202e\x00\ufffe <img src=x onerror=y>"


@pytest.fixture
def hostile(workspaces):
    """A workspace in which every text is an attack."""
    values = {
        "title": HOSTILE,
        "goal": HOSTILE,
        "lead": "x",
        "measure": 1,
        "due": date(2025, 11, 1),
        "due_text": HOSTILE,
        "status": "doing",
        "tags": [HOSTILE],
        "milestones": [{"id": "a1", "title": HOSTILE, "due": date(2025, 11, 3)}],
        "log": [{"at": datetime(2025, 9, 28, 10, 30), "by": HOSTILE, "text": HOSTILE}],  # noqa: DTZ001
    }
    settings = Settings(title=HOSTILE, organisation=HOSTILE, committees=(Committee("x", HOSTILE),))
    task_list = TaskList("tasks", title=HOSTILE, items=(Item("aa2222", values),))
    kinds = workspaces["qiantang"].kinds
    return make_snapshot(Workspace(settings, kinds, (task_list,)), TODAY)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "png"])
def test_the_same_data_give_the_same_bytes_in_english_too(exported, name):
    """In Chinese `test_determinism.py` looks at it, in other processes."""
    assert exported(name, language="en") == exported(name, language="en")


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"png", *COMES_BACK}])
def test_hostile_text_stays_text_and_loses_what_is_invisible(exported, hostile, name):
    text = readable(exported(name, hostile))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", text)
    if name in {"html", "svg", "md"}:
        assert "<script" not in text
        assert "<img" not in text


def test_an_export_of_every_sample_can_be_made_in_every_format(exported, snapshots):
    for snapshot in snapshots.values():
        for name in FORMATS:
            if name != "png":
                assert exported(name, snapshot)


def test_svg_shows_every_item_once_with_its_light_in_words(exported, snapshot):
    root = ET.fromstring(exported("svg"))  # noqa: S314  our own
    titles = [title.text for group in root.iter(f"{SVG}g") for title in group.iter(f"{SVG}title")]
    items = [item for task_list in snapshot.workspace.lists for item in task_list.items]
    assert len(titles) == len(items)
    assert any("1.2 开展“十五五”规划重大问题分线专题调研 · 红 · 2025-08-25 – 2025-10-31 · 90%" in t for t in titles)
    shown = [text.text for text in root.iter(f"{SVG}text")]
    assert "今天" in shown
    assert "2025-11" in shown
    assert "预算工委" in shown


class _Reader(HTMLParser):
    """Checks that tags nest, and counts them."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.seen = {}
        self.text = []
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.seen[tag] = self.seen.get(tag, 0) + 1
        self.attributes |= {name for name, _value in attrs}
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(html):
    reader = _Reader()
    reader.feed(html.decode())
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("name", ["svg", "html"])
def test_nothing_is_fetched_and_nothing_runs(exported, hostile, name):
    for data in (exported(name), exported(name, hostile)):
        found = read(data)
        assert not found.seen.keys() & {
            "script",
            "link",
            "img",
            "image",
            "use",
            "iframe",
            "object",
            "embed",
            "base",
            "a",
        }
        assert not {name for name in found.attributes if name.startswith("on") or name in {"src", "href", "style"}}
        assert b"url(" not in data
        assert b"@import" not in data


def test_the_page_nests_and_has_every_item_in_the_list(exported, snapshot):
    page = read(exported("html"))
    text = "".join(page.text)
    for task_list in snapshot.workspace.lists:
        for item in task_list.items:
            assert item.title in text


def test_the_page_shows_both_charts_of_each_committee_and_the_counts(exported):
    page = read(exported("html"))
    assert page.seen["svg"] == 2 * page.seen["figure"] == 22
    assert "18.8%" in "".join(page.text)


def test_a_picture_too_wide_or_narrow_is_refused(exported):
    for width in ("10", "100000", "wide"):
        with pytest.raises(UserError):
            exported("svg", width=width)
    assert b'width="900"' in exported("svg", width="900")


def test_a_picture_of_every_part_shows_supporting_committees_too(exported):
    some = exported("svg").count(b"<title>")
    every = exported("svg", parts="all").count(b"<title>")
    assert (some, every > some) == (48, True)


@pytest.mark.parametrize(
    ("text", "room", "shown"), [("预算", 26, "预算"), ("预算工委", 40, "预算…"), ("预算", 5, ""), ("ab", 26, "ab")]
)
def test_text_is_cut_to_the_room_it_has(text, room, shown):
    assert clipped(text, 13, room) == shown


def test_png_is_made_where_its_library_is_installed(exported):
    pytest.importorskip("resvg_py")
    data = exported("png", query=Query(committees=frozenset({"bgs"}), lead_only=True), width="480")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(data[16:20]) == 960


def test_markdown_cells_keep_their_table():
    assert escaped("a | b\n# c") == r"a \| b \# c"
    assert escaped("- 1. x") == r"\- 1. x"
    assert escaped("1.5 倍") == "1.5 倍"
    assert escaped("1. x") == r"1\. x"


def test_markdown_has_a_row_for_every_item(exported, snapshot):
    rows = [line for line in exported("md").decode().splitlines() if re.match(r"\| [\d.]+ \|", line)]
    assert len(rows) == 48
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 9 for row in rows)


def test_taskwarrior_has_the_fields_of_its_schema(exported):
    """https://taskwarrior.org/docs/design/task/: required fields by state, dates as ISO 8601 basic in UTC."""
    tasks = json.loads(exported("taskwarrior"))
    assert len(tasks) == 48
    assert len({task["uuid"] for task in tasks}) == 48
    dates = {"entry", "due", "end", "start", "scheduled"}
    known = {*dates, "uuid", "status", "description", "project", "priority", "tags", "annotations"}
    for task in tasks:
        assert set(task) <= known
        assert task["description"]
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", task["uuid"])
        assert task["status"] in {"pending", "completed", "deleted"}
        assert ("end" in task) == (task["status"] != "pending")
        assert task.get("priority") in {None, "H", "M", "L"}
        assert all(" " not in tag for tag in task.get("tags", ()))
        moments = [task[name] for name in dates if name in task]
        moments += [note["entry"] for note in task.get("annotations", ())]
        assert all(re.fullmatch(r"\d{8}T\d{6}Z", moment) for moment in moments)
        assert len({note["entry"] for note in task.get("annotations", ())}) == len(task.get("annotations", ()))
    assert sum(task["status"] == "completed" for task in tasks) == 9


TODO = re.compile(
    r"(?:x (?:\d{4}-\d\d-\d\d )?(?:\d{4}-\d\d-\d\d )?|(?:\([A-Z]\) )?(?:\d{4}-\d\d-\d\d )?)\S.*", re.DOTALL
)


def test_todo_txt_lines_follow_its_rules(exported, hostile):
    lines = exported("todotxt").decode().splitlines()
    assert len(lines) == 48
    assert all(TODO.fullmatch(line) for line in lines)
    assert sum(line.startswith("x ") for line in lines) == 9
    assert sum(line.startswith("(A) ") for line in lines) == 6
    assert "due:2025-12-31" in lines[0]
    assert " @预算工委 @办公室 " in lines[0]
    assert len(exported("todotxt", hostile).decode().splitlines()) == 1


def test_words_of_a_title_become_no_tags_of_todo_txt(exported, workspaces):
    items = (Item("aa2222", {"title": "x 2025-01-01 +甲 @乙 丙:丁 http://a", "status": "draft"}),)
    snapshot = make_snapshot(Workspace(Settings(), workspaces["qiantang"].kinds, (TaskList("t", items=items),)), TODAY)
    assert exported("todotxt", snapshot).decode() == "· x 2025-01-01 ＋甲 ＠乙 丙：丁 http://a +t id:aa2222\n"


TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\")*")|([{},])|([A-Za-z0-9_%.\-]+))')


def tokens(text):
    place = 0
    while text[place:].strip():
        found = TOKEN.match(text, place)
        assert found, text[place : place + 60]
        yield found.group(found.lastindex)
        place = found.end()


def parsed(stream):
    """Read TaskJuggler: statements of words and strings, some with a block behind them."""
    found, words = [], []
    for token in stream:
        if token == "{":
            found.append((*words, parsed(stream)))
            words = []
        elif token == "}":
            break
        elif token in ATTRIBUTES and words and words[-1] != ",":
            found.append(tuple(words))
            words = [token]
        else:
            words.append(token)
    return [*found, tuple(words)] if words else found


ATTRIBUTES = {
    *("project", "now", "timeformat", "scenario", "flags", "resource", "task", "start", "end", "complete"),
    *("responsible", "note", "milestone", "taskreport", "formats", "columns"),
}


def leaves(blocks):
    for block in blocks:
        if block[0] == "task":
            inner = [one for one in block[-1] if one[0] == "task"]
            yield from leaves(inner) if inner else [block]


def test_taskjuggler_parses_and_every_task_lies_in_the_project(exported, hostile):
    for data in (exported("tjp"), exported("tjp", hostile)):
        project, *rest = parsed(tokens(data.decode()))
        assert project[0] == "project"
        first, last = project[3].strip(), project[5]
        found = list(leaves(rest))
        assert found
        names = [statement[1] for statement in rest if statement[0] == "resource"]
        assert len(set(names)) == len(names)
        for _task, _id, _title, attributes in found:
            known = {name: rest for name, *rest in attributes}
            assert "complete" in known
            assert first <= known["start"][0] <= last
            assert "milestone" in known or known["start"][0] < known["end"][0] <= last


def test_a_calendar_file_holds_what_is_chosen(exported):
    every = exported("ics").count(b"BEGIN:VEVENT")
    mine = exported("ics", query=Query(committees=frozenset({"fzgw"}))).count(b"BEGIN:VEVENT")
    assert 0 < mine < every
    assert exported("ics", tasks="yes").count(b"BEGIN:VTODO") > 0


def test_anonymised_exports_have_no_people(exported, snapshot):
    task_list = snapshot.workspace.lists[0]
    values = {
        "title": "请李小明转王五办理，电话13800001234",
        "leader": "李小明",
        "status": "doing",
        "lead": "ysgw",
        "note": "a@b.cn 330106199001011234",
        "log": [{"by": "李小明", "text": "李小明已联系"}, {"by": "预算工委", "text": "已办"}],
        "urges": [{"id": "u1", "by": "张主任", "level": "remind"}],
    }
    changed = msgspec.structs.replace(task_list, items=(Item("aa2222", values),))
    people = msgspec.structs.replace(
        snapshot.workspace.settings, people=(*snapshot.workspace.settings.people, _person("李小明"), _person("王五"))
    )
    mine = make_snapshot(msgspec.structs.replace(snapshot.workspace, lists=(changed,), settings=people), TODAY)
    for name in FORMATS:
        if name == "png":
            continue
        text = readable(exported(name, mine, anonymise=True))
        for gone in ("李小明", "王五", "张主任", "13800001234", "a@b.cn", "330106199001011234"):
            assert gone not in text, (name, gone)
        if name in {"json", "csv", "html", "taskwarrior"}:
            assert "预算工委" in text or "ysgw" in text


def _person(name):
    from tasklist_tui.domain.model import Person

    return Person(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j.md"),
        ("..", "tasklist.md"),
        ("", "tasklist.md"),
        ("con", "tasklist-con.md"),
        ("LPT1.old", "tasklist-LPT1.old.md"),
        ("标题 。\u202e\n第二行.", "标题 。 第二行.md"),
        ("字" * 300, "字" * 60 + ".md"),
    ],
)
def test_file_names_suit_every_system(title, name):
    assert file_name(title, ".md") == name


def test_the_words_of_lights_stand_in_every_picture(exported):
    text = exported("svg").decode()
    assert all(f">{word}<" in text for word in ("红", "黄", "绿", "灰", "蓝"))
    assert len(Colour) == 5


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "png"])
def test_every_format_tells_how_far_it_is_and_can_be_stopped(snapshot, name):
    told = []

    def made(stop_after):
        told.clear()
        tell = Teller(lambda done, _total, _what: told.append(done), lambda: len(told) >= stop_after)
        return export(snapshot, FORMATS[name], scope_of(snapshot, Query()), Options(STAMP, tell=tell))

    assert made(10_000)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1000)
    for stop_after in range(1, len(told)):
        with pytest.raises(Stopped):
            made(stop_after)
