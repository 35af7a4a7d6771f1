"""Commands for the questions that a sync leaves: list them, answer them, sync with answers from a file."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from tasklist_tui import i18n
from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import NotFound, session
from tasklist_tui.cli.output import print_json, say
from tasklist_tui.domain.conflicts import Answer, Answers, Choice, Conflict
from tasklist_tui.domain.fields import to_plain
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.problems import Problem
from tasklist_tui.i18n import _, translate
from tasklist_tui.services.conflict_words import conflict_text
from tasklist_tui.services.questions import Question, Told, give_answers, own_answer
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot

_KEY_SHOWN = 8


def questions_command(options: argparse.Namespace) -> int:
    """List the questions of the next sync, by what was last seen of the server, with the answers given so far."""
    from tasklist_tui.services.sync import preview

    with session(options, sign=False) as opened:
        found = preview(opened).questions
        if options.json:
            print_json("questions", {"questions": [question_data(question) for question in found]})
        elif not found:
            say(_("Nothing is to be decided."))
        else:
            say_questions(opened.snapshot, found)
    return arguments.OK


def answer_command(options: argparse.Namespace) -> int:
    """Answer a question; the next sync takes the answer."""
    from tasklist_tui.services.sync import preview

    with session(options, sign=False) as opened:
        found = preview(opened).questions
        question = _find(found, options.question)
        answer = None if options.choice == "none" else _answer(opened, question, options.choice, options.value)
        give_answers(opened, {question.conflict.key: answer})
        left = sum(1 for other in found if other.answer is None and other is not question) + (answer is None)
        if options.json:
            print_json("answer", {"key": question.conflict.key, "left": left})
        else:
            say(_("Answered; {count} questions left. Sync again: tasklist sync", count=left))
    return arguments.OK


def take_answers(opened: Session, path: str) -> None:
    """Store the answers of a JSON file: by key a choice, or {"choice": …, "value": …}; raises `UserError`."""
    give_answers(opened, read_answers(path))


def stored_by_file(opened: Session, path: str) -> Answers:
    """Give the answers of a JSON file, whose keys may be shortened, without storing them; raises `UserError`."""
    known = read_answers(path)

    def answer(conflict: Conflict) -> Answer | None:
        found = next((one for key, one in known.items() if key and conflict.key.startswith(key)), None)
        if found is None or found.choice is not Choice.CUSTOM:
            return found
        return own_answer(opened.snapshot, conflict, found.value)

    return answer


def read_answers(path: str) -> dict[str, Answer]:
    """Read a JSON file of answers; raises `UserError`."""
    from tasklist_tui.storage import files

    try:
        plain = msgspec.json.decode(files.read(Path(path)))
    except (msgspec.MsgspecError, ValueError) as error:
        raise UserError(
            msg("{path} holds no answers: {reason}", path=path, reason=str(error)),
            msg('expected JSON like {{"KEY": "theirs"}}; the keys are in tasklist questions --json'),
        ) from error
    if not isinstance(plain, dict):
        raise UserError(msg("{path} holds no answers: {reason}", path=path, reason="JSON"), None)
    return {str(key): _read_answer(path, str(key), value) for key, value in plain.items()}


def _read_answer(path: str, key: str, plain: Any) -> Answer:
    choice, value = (plain.get("choice"), plain.get("value")) if isinstance(plain, dict) else (plain, None)
    try:
        return Answer(Choice(str(choice)), value)
    except ValueError as error:
        raise UserError(
            msg("{path}: “{value}” is no answer to {key}", path=path, value=str(choice), key=key),
            msg("possible: {ways}", ways=tuple(Choice)),
        ) from error


def say_questions(snapshot: Snapshot, found: Sequence[Question]) -> None:
    """Print questions for people: the place, both values with who and when, and the key to answer with."""
    for question in found:
        text = conflict_text(snapshot.workspace, question.conflict, i18n.language())
        say(f"  {question.conflict.key[:_KEY_SHOWN]}  {text}")
        for label, told in ((_("here"), question.ours), (_("there"), question.theirs)):
            if told is not None:
                why = f"  {_('reason: {reason}', reason=told.reason)}" if told.reason else ""
                say(f"            {label}: {told.by} {told.when:%Y-%m-%d %H:%M}{why}")
        for side, problem in _problems(question):
            if problem is not None:
                label = _("here") if side == "ours" else _("there")
                say(f"            {label}: {_cannot_be_read(problem)}")
        if question.answer is not None:
            say(f"            {_('answered')}: {question.answer.choice.value}")
    say(_("Answer with: tasklist answer KEY ours|theirs, or press s on the screen"))


def _problems(question: Question) -> list[tuple[str, Problem | None]]:
    """Give why the file that a question is about cannot be read, by side."""
    file = question.file
    return [("ours", file.ours_problem if file else None), ("theirs", file.theirs_problem if file else None)]


def _cannot_be_read(problem: Problem) -> str:
    return _("cannot be read, line {line}: {reason}", line=problem.line, reason=translate(problem.message))


def question_data(question: Question) -> dict[str, Any]:
    """Give a question for JSON (docs/json.md)."""
    conflict = question.conflict
    return {
        "key": conflict.key,
        **{name: to_plain(value) for name, value in msgspec.structs.asdict(conflict).items()},
        "unreadable": {
            side: {"line": problem.line, "message": translate(problem.message)} if problem else None
            for side, problem in _problems(question)
        },
        "ours_told": _told(question.ours),
        "theirs_told": _told(question.theirs),
        "choices": [choice.value for choice in question.choices],
        "answer": question.answer.choice.value if question.answer else None,
    }


def _told(told: Told | None) -> Mapping[str, str] | None:
    return {"by": told.by, "when": told.when.isoformat(), "reason": told.reason} if told else None


def _find(found: Sequence[Question], key: str) -> Question:
    matches = [question for question in found if key and question.conflict.key.startswith(key)]
    if len(matches) != 1:
        keys = tuple(question.conflict.key[:_KEY_SHOWN] for question in found)
        hint = msg("possible: {ways}", ways=keys) if keys else msg("see: tasklist questions")
        raise NotFound(msg("there is no question “{key}”", key=key), hint)
    return matches[0]


def _answer(opened: Session, question: Question, word: str, value: str | None) -> Answer:
    try:
        choice = Choice(word)
    except ValueError:
        choice = None
    if choice is None or choice not in question.choices or (choice is Choice.CUSTOM) != (value is not None):
        ways = tuple(f"{one.value} VALUE" if one is Choice.CUSTOM else one.value for one in question.choices)
        raise UserError(msg("“{value}” is no answer to this question", value=word), msg("possible: {ways}", ways=ways))
    if choice is Choice.CUSTOM:
        return own_answer(opened.snapshot, question.conflict, value)
    return Answer(choice)
