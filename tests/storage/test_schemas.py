"""The schemas that editors get accept every file that is sound and refuse what the program would complain of."""

from pathlib import Path

import pytest
import yaml12
from jsonschema import Draft202012Validator
from linked import FILES

from tasklist_tui.domain.model import Workspace
from tasklist_tui.storage import layout
from tasklist_tui.storage.kindfiles import builtin_files, builtin_kinds, load_kind
from tasklist_tui.storage.schemas import SCHEMAS, schema_of
from tasklist_tui.storage.settings import read_document, read_events, read_settings

SAMPLES = Path(__file__).parents[2] / "workspace"
FOLDERS = {"lists": "list", "kinds": "kind", "documents": "document", "calendar": "calendar"}


def kind_of_file(path):
    """Give the name of the schema for a path within a workspace."""
    folder, _, name = str(path).replace("\\", "/").rpartition("/")
    return FOLDERS[folder] if folder else name.removesuffix(".yaml")


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    root = tmp_path_factory.mktemp("linked")
    for path, text in FILES.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return layout.load(root, None).workspace


def errors(name, workspace, tree):
    validator = Draft202012Validator(schema_of(name, workspace))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(tree)]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_one(name):
    Draft202012Validator.check_schema(schema_of(name, Workspace(kinds=builtin_kinds())))


@pytest.mark.parametrize("root", sorted(path.parent for path in SAMPLES.glob("*/tasklist.yaml")), ids=lambda p: p.name)
def test_every_file_of_the_samples_passes(root):
    workspace = layout.load(root, None).workspace
    found = {}
    for path in root.rglob("*.yaml"):
        local = path.relative_to(root).as_posix()
        found[local] = errors(kind_of_file(local), workspace, yaml12.parse_yaml(path.read_text("utf-8")))
    assert {path: wrong[:3] for path, wrong in found.items() if wrong} == {}
    assert len(found) >= 3


@pytest.mark.parametrize("path", sorted(FILES))
def test_every_type_of_field_and_word_passes(linked, path):
    assert errors(kind_of_file(path), linked, yaml12.parse_yaml(FILES[path])) == []


@pytest.mark.parametrize("path", sorted(builtin_files()))
def test_the_built_in_kinds_pass(path):
    assert errors("kind", Workspace(), yaml12.parse_yaml(builtin_files()[path].decode())) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("tasklist.yaml", "committees:", "comittees:"),
        ("tasklist.yaml", "language: zh", "language: fr"),
        ("tasklist.yaml", "{id: bgs, name", "{name"),
        ("tasklist.yaml", "path: ../fuyang", "folder: ../fuyang"),
        ("tasklist.yaml", "people:", "lights: {rules: [{light: red, when: behind, days: 3}]}\npeople:"),
        ("documents/rule.yaml", "number: 1", "number: eins"),
        ("documents/rule.yaml", "title: 区代表建议办理办法", "titel: x"),
        ("documents/rule.yaml", "measures:", "state: lost\nmeasures:"),
        ("lists/wishes.yaml", "kind: wish", "kind: wisch"),
        ("lists/wishes.yaml", "status: collected", "status: collekted"),
        ("lists/wishes.yaml", "topics: [road]", "topics: [roads]"),
        ("lists/wishes.yaml", "topics: [road]", "topic: [road]"),
        ("lists/wishes.yaml", "number: 7", "number: sieben"),
        ("lists/wishes.yaml", "title: 修缮东街路面", "name: 修缮东街路面"),
        ("lists/studies.yaml", "{id: p1, text: 路面破损}", "{id: p1, txt: 路面破损}"),
        ("lists/studies.yaml", "{id: p1, text: 路面破损}", "{id: p1}"),
        ("kinds/study.yaml", "type: rowlink", "type: rowlnk"),
        ("kinds/study.yaml", "months: 3", "fortnights: 3"),
        ("kinds/study.yaml", "limit: {months: 3}", "limit: {months: 3, days: 1}"),
        ("kinds/study.yaml", "whole: two", "hole: two"),
        ("kinds/study.yaml", "creates: {kind: wish,", "creates: {"),
        ("kinds/study.yaml", "chains:", "views:\n- {type: matrix, rows: title}\nchains:"),
        ("kinds/study.yaml", "chains:", "views:\n- {type: chain, chain: two, rows: title}\nchains:"),
        ("kinds/study.yaml", "chains:", "views:\n- {type: pie}\nchains:"),
    ],
)
def test_a_slip_is_refused(linked, path, old, new):
    assert old in FILES[path]
    assert errors(kind_of_file(path), linked, yaml12.parse_yaml(FILES[path].replace(old, new, 1))) != []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("calendar", "rest_days: [2027-02-30x]\n"),
        ("calendar", "restdays: []\n"),
        ("events", "events: [{id: a, date: 下周}]\n"),
        ("events", "events: [{name: 常委会}]\n"),
        ("list", "title: x\nitems: [{title: a, progress: 120}]\n"),
        ("list", "title: x\nitems: [{title: a, status: doing}]\n"),
    ],
)
def test_what_is_out_of_bounds_is_refused(name, text):
    assert errors(name, Workspace(kinds=builtin_kinds()), yaml12.parse_yaml(text)) != []


def _filled(schema, definitions):
    """Give a tree with every key that a schema knows, entries of lists with an id."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    for way in schema.get("anyOf", ()):
        if way.get("type") == "array" and "items" in way:
            entry = _filled(way["items"], definitions)
            return [entry] if isinstance(entry, dict) else None
    if "properties" not in schema:
        return None
    names = ("id", "number", "name", "phrase", "kind", "of", "type")
    return {
        key: "1" if key in names and key in schema.get("required", ()) else _filled(inner, definitions)
        for key, inner in schema["properties"].items()
        if not (key == "fields" and "phrase" in schema["properties"])  # columns are fields again
    }


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("tasklist", lambda data: read_settings("tasklist.yaml", data)[1]),
        ("events", lambda data: read_events("events.yaml", data)[1]),
        ("document", lambda data: read_document("documents/a.yaml", data)[1]),
        ("kind", lambda data: load_kind(data, "kinds/a.yaml")[1]),
    ],
)
def test_the_program_knows_every_key_of_a_schema(name, read):
    schema = schema_of(name, Workspace())
    tree = _filled(schema, schema.get("$defs", {}))
    problems = read(yaml12.format_yaml(tree).encode())
    unknown = [problem.field for problem in problems if problem.code == "unknown-key"]
    # What a rule counts with depends on its word, which "1" is none of.
    assert [field for field in unknown if not field.startswith("lights.rules.")] == []
