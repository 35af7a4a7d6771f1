"""`tasklist lights`: the rules as they are tried, and which one decided for an item."""

OFFICE = """\
lights:
  rules:
  - {light: blue, when: done}
  - {light: red, when: behind, points: 30}
  - {light: yellow, when: behind, points: 10}
  names:
    yellow: {title: {zh: 橙, en: Orange}}
"""


def test_the_usual_rules_are_told_in_order(cli, ask):
    told = cli("lights", "--lang", "zh").out
    assert "完成" in told
    answer = ask("lights")
    assert answer["source"] == "usual"
    assert [rule["when"] for rule in answer["rules"]][:2] == ["done", "dropped"]
    assert answer["rules"][-1]["when"] == "always"
    due = answer["rules"][5]
    assert due == {"colour": "yellow", "when": "due", "workdays": 5, "text": due["text"]}


def test_the_rule_that_decided_is_the_light_of_the_item(ask):
    for item in ask("ls")["items"]:
        answer = ask("lights", "--explain", item["id"])
        decided = answer["rules"][answer["decided"] - 1]
        assert decided["light"] == item["light"]
        assert all(rule["light"] is None for rule in answer["rules"][: answer["decided"] - 1])


def test_rules_and_names_of_the_office(root, cli, ask):
    settings = root / "tasklist.yaml"
    settings.write_text(settings.read_text("utf-8") + OFFICE, "utf-8")
    answer = ask("lights")
    assert answer["source"] == "tasklist.yaml"
    assert [(rule["colour"], rule["when"]) for rule in answer["rules"]] == [
        ("blue", "done"),
        ("red", "behind"),
        ("yellow", "behind"),
        ("green", "always"),
    ]
    assert answer["colours"]["yellow"]["word"] == "橙"
    assert "Orange" in cli("lights", "--lang", "en").out
    assert "橙" in cli("lights", "--lang", "zh").out


def test_an_item_that_is_not_there(cli):
    assert cli("lights", "--explain", "zzzzzz").code == 3
