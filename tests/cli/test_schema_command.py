"""The schemas of the files are named, printed and written for editors."""

import json

from office import git


def test_the_schemas_are_named_with_the_line_that_ties_a_file_to_one(cli, ask):
    said = cli("schema").out
    assert "# yaml-language-server: $schema=../.tasklist/schema/list.json" in said
    assert "# yaml-language-server: $schema=.tasklist/schema/tasklist.json" in said
    assert [schema["name"] for schema in ask("schema")["schemas"]] == [
        "tasklist",
        "events",
        "document",
        "list",
        "kind",
        "calendar",
    ]


def test_a_schema_is_printed_as_json_with_the_names_of_the_workspace(cli):
    schema = json.loads(cli("schema", "list").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "ysgw" in schema["$defs"]["item-task"]["properties"]["lead"]["enum"]
    assert cli("schema", "nothing").code == 3


def test_all_of_them_are_written_and_git_leaves_them_alone(cli, ask, root):
    written = ask("schema", "--write")["written"]
    assert ".tasklist/schema/kind.json" in written
    for path in written:
        assert json.loads((root / path).read_text("utf-8"))["title"]
    assert git(root, "status", "--porcelain") == ""
    assert cli("check").code == 0
