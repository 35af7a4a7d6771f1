"""The command that tells the rules of the lights, and which of them decided for an item."""

from __future__ import annotations

import argparse

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_item, session
from tasklist_tui.cli.output import item_data, light_data, print_json, say, table
from tasklist_tui.domain.lightrules import NUMBERS, Colour, LightRule
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.lightwords import light_meaning, light_word
from tasklist_tui.services.snapshot import Snapshot


def lights_command(options: argparse.Namespace) -> int:
    """Print the rules in the order they are tried, or what each says of one item."""
    with session(options, sign=False) as opened:
        if options.explain:
            _explain(opened.snapshot, options)
        else:
            _rules(opened.snapshot, options)
    return arguments.OK


def _rules(snapshot: Snapshot, options: argparse.Namespace) -> None:
    lights = snapshot.workspace.settings.lights
    rules = lights.rules()
    if options.json:
        meanings = {colour.value: _meaning(colour, rules) for colour in Colour}
        data = {"source": _source(snapshot), "colours": meanings, "rules": [_rule_data(rule) for rule in rules]}
        print_json("lights", data)
        return
    say(_said_source(snapshot))
    table(
        [[str(number), light_word(rule.colour), translate(rule.describe())] for number, rule in enumerate(rules, 1)],
        [rule.colour for rule in rules],
    )


def _explain(snapshot: Snapshot, options: argparse.Namespace) -> None:
    task_list, item = find_item(snapshot, options.explain)
    verdicts = snapshot.lights.verdicts(task_list, item)
    decided = next(number for number, verdict in enumerate(verdicts) if verdict.light is not None)
    if options.json:
        tried = [
            {**_rule_data(verdict.rule), "light": light_data(verdict.light) if verdict.light else None}
            for verdict in verdicts
        ]
        data = {"item": item_data(snapshot, task_list, item), "source": _source(snapshot), "decided": decided + 1}
        print_json("lights", {**data, "rules": tried})
        return
    light = snapshot.light(task_list, item)
    say(f"{item.id}  {item.title}")
    say(f"{light_word(light.colour)}  {translate(light.reason)}")
    say(_said_source(snapshot))
    table(
        [
            [
                "→" if number == decided else "",
                str(number + 1),
                light_word(verdict.rule.colour),
                translate(verdict.rule.describe()),
                translate(verdict.light.reason) if verdict.light else _("does not hold"),
            ]
            for number, verdict in enumerate(verdicts)
        ],
        [verdict.rule.colour if number == decided else None for number, verdict in enumerate(verdicts)],
    )


def _meaning(colour: Colour, rules: tuple[LightRule, ...]) -> dict[str, str]:
    return {"word": light_word(colour), "meaning": light_meaning(colour, rules)}


def _rule_data(rule: LightRule) -> dict[str, object]:
    number = {NUMBERS[rule.when][0]: rule.number} if rule.when in NUMBERS else {}
    return {"colour": rule.colour.value, "when": rule.when.value, **number, "text": translate(rule.describe())}


def _source(snapshot: Snapshot) -> str:
    return "tasklist.yaml" if snapshot.workspace.settings.lights.own else "usual"


def _said_source(snapshot: Snapshot) -> str:
    source = _("rules of tasklist.yaml") if snapshot.workspace.settings.lights.own else _("the usual rules")
    return _("Tried from above, the first that holds decides ({source}):", source=source)
