"""What is wrong with rules of recurrence and with the chains of cadences; nothing raises, lines are added later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tasklist_tui.domain.cadence import cadences
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, TaskList, Workspace
from tasklist_tui.domain.problems import Problem, Severity
from tasklist_tui.domain.recurrence import first_day
from tasklist_tui.domain.rules import RULE_HINT, parse_rule, rule_problem


def recurrence_problems(workspace: Workspace) -> list[Problem]:
    """Give the problems of all rules and all cadences of a workspace."""
    return [*rule_problems(workspace), *cadence_problems(workspace)]


def cadence_problems(workspace: Workspace) -> list[Problem]:
    """Give what is wrong with where cadences carry to: no such item, one that does not recur, or a loop."""
    chained = [(task_list, item) for task_list, item in cadences(workspace) if item.text("carries_to")]
    targets = {item.id: item.text("carries_to") for _task_list, item in chained}
    loops = (_loop(targets, item_id) for item_id in targets)
    told_at = {min(loop) for loop in loops if loop}
    problems: list[Problem] = []
    for task_list, item in chained:
        if wrong := _target_wrong(workspace, targets[item.id]):
            problems.append(_problem(task_list, item, "carries_to", "unknown-cadence", *wrong))
        elif item.id in told_at:
            message = msg("what is carried on comes back: {ids}", ids=(*_loop(targets, item.id), item.id))
            hint = msg("empty the field of one of them; until then the chain is cut here")
            problems.append(_problem(task_list, item, "carries_to", "loop", message, hint))
    return problems


def _target_wrong(workspace: Workspace, target: str) -> tuple[Message, Message] | None:
    """Say why nothing can be carried to `target` and what to do, None when it can."""
    found = workspace.find(target)
    if found is None:
        return (
            msg("there is no cadence “{id}” to carry to", id=target),
            msg("correct the id, or empty the field; see: tasklist ls"),
        )
    task_list, item = found
    if "rrule" in workspace.kind_of(task_list).field:
        return None
    return (
        msg("“{title}” does not recur, nothing can be carried to it", title=item.title),
        msg("name a cadence, or a task with a recurrence rule"),
    )


def rule_problems(workspace: Workspace) -> list[Problem]:
    """Give the rules of all items that are no rules, that begin nowhere, or that end before they begin."""
    return [
        problem
        for task_list in workspace.lists
        if "rrule" in workspace.kind_of(task_list).field
        for item in task_list.items
        if item.text("rrule")
        for problem in _of_rule(task_list, item)
    ]


def _of_rule(task_list: TaskList, item: Item) -> Iterator[Problem]:
    text, begin = item.text("rrule"), first_day(item, task_list)
    if message := rule_problem(text):
        yield _problem(task_list, item, "rrule", "bad-rule", message, RULE_HINT)
        return
    if begin is None:
        message = msg("nothing says when the rule begins, so nothing recurs")
        hint = msg("fill in the start of the item, or “issued” or “year” at the head of the list")
        yield _problem(task_list, item, "rrule", "rule-without-start", message, hint, Severity.WARNING)
        return
    until = parse_rule(text).until
    if until is not None and until < begin:
        message = msg("the rule ends on {until}, before it begins on {begin}", until=until, begin=begin)
        hint = msg("correct UNTIL in the rule, or the start of the item")
        yield _problem(task_list, item, "rrule", "rule-ends-early", message, hint, Severity.WARNING)


def _problem(
    task_list: TaskList,
    item: Item,
    field: str,
    code: str,
    message: Message,
    hint: Message,
    severity: Severity = Severity.ERROR,
) -> Problem:
    return Problem(task_list.path, message, hint, item=item.id, field=field, code=code, severity=severity)


def _loop(targets: Mapping[str, str], start: str) -> list[str]:
    """Give the ids of the loop that `start` is a part of, beginning with it; empty when it is in none."""
    path = [start]
    while (after := targets.get(path[-1])) is not None and after not in path:
        path.append(after)
    return path if after == start else []
