"""The shared views in the terminal: matrix, register, linked lists, months, roster, roll-up and coverage."""

import json

import pytest
from shapes import check_answer
from viewed import commit, make_city, write


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_city(tmp_path_factory.mktemp("views"))


@pytest.fixture
def root(made):
    return made


def test_the_views_of_every_list_are_told_with_what_opens_them(ask):
    lists = {one["list"]: [(view["id"], view["type"]) for view in one["views"]] for one in ask("views")["lists"]}
    assert lists["activities"] == [("calendar", "calendar"), ("visits", "matrix")]
    assert lists["stations"] == [("tiers", "register"), ("roster", "roster"), ("$matrix", "matrix")]


def test_a_matrix_counts_with_totals_and_says_where_there_is_nothing(cli, ask):
    data = ask("matrix", "activities", "visits")
    titles = [(value["title"], value["total"]) for value in data["rows"]["values"]]
    assert titles == [("代表总站", 1), ("城东联络点", 2), ("城西联络点", 0), ("村级点", 0), ("（未填）", 2)]
    assert data["gaps"] == {"rows": ["st3333", "st4444"], "columns": []}
    assert data["cells"][1][0] == {"count": 2, "text": "2", "light": "grey", "items": ["ac1111", "ac2222"]}
    assert data["total"] == 5
    shown = cli("matrix", "活动").out
    assert "走访情况（站点 × 系列）" in shown
    assert next(line for line in shown.splitlines() if line.startswith("村级点")).split()[1:] == ["空缺", "·", "·", "·"]


def test_a_matrix_of_any_two_fields_can_show_lights_or_a_field(ask):
    lights = ask("matrix", "activities", "--rows", "status", "--columns", "themes", "--cell", "light")
    assert [value["id"] for value in lights["columns"]["values"]] == ["trade", "talent", ""]
    assert lights["cells"][1][0]["text"] == "蓝1"
    ticks = ask("matrix", "topics", "reports")
    assert [value["title"] for value in ticks["rows"]["values"]] == ["甲 · oral", "甲 · written", "乙 · written"]
    assert [[cell["text"] for cell in row] for row in ticks["cells"]] == [
        ["oral", ""],
        ["", "written"],
        ["", "written"],
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("matrix", "activities", "--rows", "nobody"), 1, "nobody"),
        (("matrix", "activities", "nobody"), 3, "nobody"),
        (("matrix", "activities", "--cell", "nobody"), 1, "nobody"),
        (("register", "topics"), 3, "inquiry"),
        (("chain", "st1111"), 1, "chains"),
        (("chain", "to1111", "--chain", "nobody"), 1, "lists"),
        (("months", "activities", "--month", "2025-13"), 2, "2025-13"),
        (("rollup", "--member", "nobody"), 3, "东区"),
        (("coverage", "nobody"), 3, "plan"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(cli, words, code, said):
    done = cli(*words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_register_compares_planned_with_actual_as_said(cli, ask):
    data = ask("register", "stations")
    assert [(row["planned"], row["actual"], row["shortfall"]) for row in data["rows"]] == [
        ("1", "1", None),
        ("23", "20", 3),
        ("40余", "45", None),
        ("N", "7", None),
    ]
    assert [(group["title"], group["planned"]) for group in data["groups"]] == [
        ("总站", "1"),
        ("联络点", "63余（另有1项未定）"),
    ]
    assert (data["short"], data["shortfall"]) == (1, 3)
    assert "缺 3" in cli("register", "stations").out


def test_linked_lists_stand_side_by_side_with_their_gaps(cli, ask):
    data = ask("chain", "to1111")
    problems, suggestions, feedback = (one["rows"] for one in data["lists"])
    assert [(row["id"], row["to"], row["gap"]) for row in problems] == [
        ("p1", ["s1", "s2"], False),
        ("p2", ["s3"], False),
        ("p3", [], True),
    ]
    assert [row["from"] for row in suggestions] == ["p1", "p1", "p2", None]
    assert [(row["from"], row["gap"]) for row in feedback] == [("s1", False)]
    assert (data["gaps"], data["loose"]) == (4, 1)
    assert cli("chain", "to1111").out.count("✗ 空缺") == 4


def test_a_month_tells_what_falls_on_which_day(cli, ask):
    data = ask("months", "activities")
    assert data["month"] == "2025-11"
    assert [(day["date"], len(day["items"])) for day in data["days"]] == [("2025-11-03", 2), ("2025-11-20", 1)]
    assert (data["count"], data["undated"]) == (3, 1)
    assert [(one["title"], one["count"]) for one in data["by"]] == [("走访", 2), ("（未填）", 1)]
    assert "局长面对面" in cli("months", "activities", "--month", "2025-07").out


def test_a_roster_tells_what_each_did_and_who_is_idle(cli, ask):
    data = ask("roster", "stations")
    assert [(row["id"], row["count"], row["last"], row["idle"]) for row in data["rows"]] == [
        ("st1111", 1, "2025-07-01", True),
        ("st2222", 2, "2025-11-03", False),
        ("st3333", 0, None, True),
        ("st4444", 0, None, True),
    ]
    assert "闲置 132 天" in cli("roster", "stations").out


def test_the_roll_up_tells_how_each_member_stands_and_why_one_cannot_be_read(cli, ask):
    data = ask("rollup")
    east, west, south = data["members"]
    assert (east["organisation"], east["measures"], east["tasks"], east["rate"]) == ("东区人大常委会", 2, 3, 100)
    assert {colour: count for colour, count in east["lights"].items() if count} == {"red": 1, "green": 1, "blue": 1}
    assert (east["state"], west["state"], west["document"]) == ("reported", "drafting", "西区工作举措")
    assert east["latest"]["subject"] == "建立工作区"
    assert "south" in south["problem"]
    assert south["hint"]
    assert data["total"]["tasks"] == 3
    done = cli("rollup")
    assert done.code == 0
    assert "南区: " in done.out
    assert [item["id"] for item in ask("rollup", "--member", "东区")["items"]] == ["e11111", "e22222", "e33333"]


def test_the_coverage_names_the_holes(cli, ask):
    data = ask("coverage")
    assert [measure["hole"] for measure in data["measures"]] == [False, False, True]
    assert [(column["member"], column["state"]) for column in data["columns"]] == [
        ("东区", "reported"),
        ("西区", "drafting"),
    ]
    assert data["measures"][0]["cells"][0] == {
        "measures": [{"number": 1, "title": "助推规划"}, {"number": 2, "title": "护航企业"}],
        "tasks": 3,
        "items": ["e11111", "e22222", "e33333"],
        "light": "red",
    }
    assert "✗ 空缺" in next(line for line in cli("coverage").out.splitlines() if line.startswith("3 科创平台"))


def test_a_district_sees_the_city_s_document_and_what_it_covers_itself(made, type_):
    done = type_("coverage", "-w", str(made.parent / "east"), "--json")
    data = json.loads(done.out)
    check_answer(data, "coverage", 0)
    assert data["document"] == "city/plan"
    assert [measure["hole"] for measure in data["measures"]] == [False, False, True]


def test_without_members_and_documents_there_is_a_sentence_and_what_to_do(made, type_):
    west = str(made.parent / "west")
    for command in ("rollup", "coverage"):
        done = type_(command, "-w", west, "--lang", "en")
        assert done.code == 0
        assert len(done.out.splitlines()) == 3
        assert type_(command, "-w", west, "--json").code == 0


def test_texts_of_others_are_shown_and_never_obeyed(tmp_path, type_):
    city = make_city(tmp_path)
    text = "\x1b[31m\u202e[b]坏"
    write(
        city,
        lists__stations=f"title: 坏\nkind: spot\nitems:\n- {{id: ba1111, title: {json.dumps(text)}, planned: 1}}\n",
    )
    commit(city, "坏")
    for words in (("register", "stations"), ("roster", "stations"), ("matrix", "activities")):
        done = type_(*words, "-w", str(city))
        assert done.code == 0
        assert "␛[31m‹U+202E›[b]坏" in done.out
        assert "\x1b" not in done.out
