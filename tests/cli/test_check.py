"""check on a folder of broken files: each named with file, line, field and hint; everything else still listed."""

import json

import pytest
from office import SETTINGS, make
from shapes import check_answer

GOOD = "title: 好的\nkind: task\nitems:\n- {id: ok1111, title: 完好的事项, lead: bgs, status: doing, due: 2025-12-01}\n"

#: File → content, line of the first problem (0: the whole file), its code, and a word of field or message.
BROKEN = {
    "lists/yaml.yaml": ("title: x\nitems:\n- id: b1\n  title: [a\n", None, "unreadable", ""),
    "lists/quote.yaml": ('title: x\nitems:\n- id: b2\n  title: "a\n', None, "unreadable", ""),
    "lists/tabs.yaml": ("title: x\nitems:\n-\tid: b3\n\ttitle: a\n", 4, "unreadable", ""),
    "lists/control.yaml": ("title: x\nitems:\n- title: a\x1b[31mb\n", 3, "unreadable", "U+001B"),
    "lists/null.yaml": ("title: x\nitems:\n- title: a\x00b\n", 3, "unreadable", "U+0000"),
    "lists/anchor.yaml": ("title: x\nitems:\n- &a {id: b4, title: a}\n- *a\n", 3, "unreadable", "&"),
    "lists/bomb.yaml": ("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", 1, "unreadable", "&"),
    "lists/tag.yaml": ("title: !!python/object:os.system x\nitems: []\n", 1, "unreadable", "!"),
    "lists/merge.yaml": ("title: x\nitems:\n- id: b5\n  <<: {title: a}\n", 4, "unreadable", "<<"),
    "lists/twice.yaml": ("title: x\nitems:\n- id: b6\n  title: a\n  title: b\n", 5, "unreadable", "title"),
    "lists/conflict.yaml": (
        "title: x\nitems:\n<<<<<<< HEAD\n- title: a\n=======\n- title: b\n>>>>>>> them\n",
        3,
        "conflict-marks",
        "",
    ),
    "lists/gbk.yaml": ("title: 中文清单\nitems: []\n".encode("gbk"), 1, "encoding", "UTF-8"),
    "lists/utf16.yaml": ("title: x\nitems: []\n".encode("utf-16"), 1, "encoding", "UTF-8"),
    "lists/deep.yaml": ("title: x\nitems: " + "[" * 100 + "]" * 100 + "\n", 2, "unreadable", "32"),
    "lists/notlist.yaml": ("title: x\nitems: hello\n", 2, "unreadable", "items"),
    "lists/scalar.yaml": ("hello\n", 1, "unreadable", "items"),
    "lists/rows.yaml": ("title: x\nitems:\n- id: b7\n  title: a\n  milestones: soon\n", 5, "value", "milestones"),
    "lists/entry.yaml": ("title: x\nitems:\n- just text\n- {id: b8, title: a}\n", 3, "not-an-item", ""),
    "lists/dates.yaml": (
        "title: x\nitems:\n- id: b9\n  title: a\n  due: 2025-02-30\n  start: soon\n",
        5,
        "value",
        "2025-02-30",
    ),
    "lists/percent.yaml": ("title: x\nitems:\n- id: c1\n  title: a\n  progress: 120\n", 5, "value", "120"),
    "lists/rowdate.yaml": (
        "title: x\nitems:\n- id: c2\n  title: a\n  milestones:\n  - {title: m}\n  - {id: a2, due: 13-45, title: n}\n",
        7,
        "value",
        "13-45",
    ),
    "lists/same.yaml": (
        "title: x\nitems:\n- {id: c3, title: a}\n- {id: d3, title: c}\n- id: c3\n  title: b\n",
        5,
        "duplicate-id",
        "c3",
    ),
    "lists/other.yaml": ("title: x\nitems:\n- title: a\n  id: ok1111\n", 4, "duplicate-id", "ok1111"),
    "lists/committee.yaml": (
        "title: x\nitems:\n- id: c4\n  title: a\n  lead: nobody\n",
        5,
        "unknown-committee",
        "nobody",
    ),
    "lists/co.yaml": (
        "title: x\nitems:\n- id: c5\n  title: a\n  co:\n  - bgs\n  - nobody\n",
        5,
        "unknown-committee",
        "nobody",
    ),
    "lists/state.yaml": ("title: x\nitems:\n- id: c6\n  title: a\n  status: flying\n", 5, "unknown-state", "flying"),
    "lists/kind.yaml": ("title: x\nkind: sport\nitems:\n- {id: c7, title: a}\n", 2, "unknown-kind", "sport"),
    "lists/document.yaml": ("title: x\ndocument: gone\nitems: []\n", 2, "unknown-document", "gone"),
    "lists/untitled.yaml": ("title: x\nitems:\n- id: c8\n  goal: a\n", 3, "missing", "title"),
    "lists/backwards.yaml": (
        "title: x\nitems:\n- {id: c9, title: a}\n- id: d1\n  title: b\n  start: 2025-12-01\n  due: 2025-11-01\n",
        7,
        "due-before-start",
        "2025-12-01",
    ),
    "lists/ext.yml": ("title: x\nitems: []\n", 0, "extension", "ext.yaml"),
    "documents/bad.yaml": ("title: x\nmeasures:\n- {number: eins, title: a}\n", 3, None, "eins"),
    "kinds/bad.yaml": ("kind: bad\nfields:\n- {id: a, type: colour}\n", 3, None, "colour"),
    "kinds/text.yaml": ("just text\n", 1, None, ""),
    "events.yaml": ("events:\n- {id: e1, name: 会, date: 2025-13-01}\n", 2, None, "2025-13-01"),
    "calendar/2031.yaml": ("rest_days: [2031-02-30]\n", 1, None, "2031-02-30"),
}
EMPTY = {"lists/empty.yaml": "", "lists/blank.yaml": "\n\n", "lists/comment.yaml": "# nothing yet\n"}


@pytest.fixture
def broken(tmp_path):
    files = {path: data[0] for path, data in BROKEN.items()}
    return make(tmp_path / "坏文件", {"tasklist.yaml": SETTINGS, "lists/good.yaml": GOOD, **files, **EMPTY})


@pytest.fixture(scope="module")
def once():
    """What is found out once for all tests."""
    return {}


@pytest.fixture
def problems(once, request):
    if not once:
        broken, type_ = request.getfixturevalue("broken"), request.getfixturevalue("type_")
        done = type_("check", "-w", str(broken), "--json")
        assert done.code == 1
        answer = json.loads(done.out)
        check_answer(answer, "check", 1)
        assert answer["errors"] == sum(problem["severity"] == "error" for problem in answer["problems"])
        once["problems"] = answer["problems"]
    return once["problems"]


@pytest.mark.parametrize("path", BROKEN)
def test_every_broken_file_is_named_with_line_and_hint(problems, path):
    _data, line, code, word = BROKEN[path]
    mine = [problem for problem in problems if problem["path"] == path]
    assert mine, problems
    first = mine[0]
    assert first["hint"], first
    if line is not None:
        assert first["line"] == line, mine
    else:
        assert first["line"] > 0
    if code:
        assert first["code"] == code, mine
    assert any(word in "".join([p["message"], p["hint"], p["field"], p["item"]]) for p in mine), mine


def test_all_is_reported_in_one_run_and_nothing_about_good_files(problems):
    assert {problem["path"] for problem in problems} == set(BROKEN)
    dates = [problem for problem in problems if problem["path"] == "lists/dates.yaml"]
    assert [(problem["line"], problem["field"]) for problem in dates] == [(5, "due"), (6, "start")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_lines_of_check_can_be_jumped_to(broken, type_, language):
    done = type_("check", "-w", str(broken), "--lang", language)
    assert done.code == 1
    lines = done.out.splitlines()
    assert any(line.startswith("lists/dates.yaml:5:due [b9]: ") for line in lines)
    assert any(line.startswith("lists/rowdate.yaml:7:milestones.due [c2]: ") for line in lines)
    assert any(line.startswith("lists/gbk.yaml:1: ") for line in lines)
    assert "\x1b" not in done.out
    assert "{" not in lines[-1]


def test_everything_that_can_be_read_is_still_listed(broken, type_):
    done = type_("ls", "-w", str(broken))
    assert done.code == 0
    assert "完好的事项" in done.out
    for item in ["b7", "b8", "b9", "c1", "c2", "c3", "c4", "c6", "c7"]:
        assert f"{item}  " in done.out, item
    assert "tasklist check" in done.err
    assert type_("show", "-w", str(broken), "ok1111").code == 0


def test_the_good_list_can_be_edited_and_the_broken_ones_stay(broken, type_):
    before = {path: (broken / path).read_bytes() for path in BROKEN}
    assert type_("set", "-w", str(broken), "ok1111", "progress=50").code == 0
    assert type_("log", "-w", str(broken), "b9", "说明").code == 0
    after = {path: (broken / path).read_bytes() for path in BROKEN}
    assert [path for path in BROKEN if before[path] != after[path]] == ["lists/dates.yaml"]
    assert b"due: 2025-02-30\n" in after["lists/dates.yaml"]


def test_a_broken_list_is_refused_by_name(broken, type_):
    done = type_("add", "-w", str(broken), "x", "--list", "gbk")
    assert done.code == 3
    assert "tasklist check" in done.err


@pytest.mark.parametrize(
    "settings", ["", "committees: nobody\n", "- a\n", "title: [\n", "\xff", "committees:\n- {name: x}\n"]
)
def test_broken_settings_leave_the_items_readable(tmp_path, type_, settings):
    root = make(tmp_path / "w", {"tasklist.yaml": settings.encode("latin-1"), "lists/good.yaml": GOOD})
    assert "完好的事项" in type_("ls", "-w", str(root)).out
    assert type_("check", "-w", str(root)).code == 1


def test_a_good_workspace_has_no_problem(cli, ask):
    assert ask("check") == {"errors": 0, "problems": []}
    assert cli("check").out == "共 3 个事项，0 个错误，0 个提醒\n"


def test_warnings_alone_are_no_failure(root, cli):
    path = root / "lists" / "tasks.yaml"
    path.write_text(path.read_text("utf-8").replace("status: issued", "status: issued\n  colour: red"), "utf-8")
    done = cli("check")
    assert done.code == 0
    assert "lists/tasks.yaml:" in done.out
    assert ":colour [bb3333]" in done.out
