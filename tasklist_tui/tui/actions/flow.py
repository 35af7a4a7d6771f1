"""Commands of the workflow: the next step, any step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Value
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.workflow import (
    Entered,
    Way,
    current_state,
    field_label,
    find_way,
    state_label,
    ways,
)
from tasklist_tui.domain.workflow import (
    advance as step,
)
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.tui.actions.items import quoted
from tasklist_tui.tui.state import Tone

if TYPE_CHECKING:
    from tasklist_tui.tui.stage import Stage


async def advance(stage: Stage) -> None:
    """Take the main step of every target; asks only where a single item needs something first or has no main step."""
    entries = stage.situation.targets()
    if len(entries) == 1:
        kind = stage.snapshot.workspace.kind_of(entries[0].task_list)
        possible = ways(entries[0].item, kind, stage.snapshot.today)
        if not possible or not possible[0].transition.main:
            await choose(stage)
            return
        await take(stage, entries, possible[0])
        return
    await take(stage, entries, None)


async def choose(stage: Stage) -> None:
    """Let the person choose any step the first target can take."""
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    entries = stage.situation.targets()
    task_list, item = entries[0]
    kind = stage.snapshot.workspace.kind_of(task_list)
    possible = ways(item, kind, stage.snapshot.today)
    if not possible:
        find_way(item, kind, stage.snapshot.today)  # says why there is none
    state = state_label(kind, current_state(item, kind)).in_language(language())
    choices = []
    for way in possible:
        label = way.transition.title.in_language(language()) or way.transition.id
        target = state_label(kind, way.transition.to).in_language(language())
        needs = [field_label(kind, name).in_language(language()) for name in way.missing]
        note = _("needs: {fields}", fields="、".join(needs)) if needs else ""
        choices.append(Option(way.transition.id, f"{label} → {target}", note))
    chosen = await stage.ask(
        ChoiceDialog(_("{what} is {state}. What next?", what=quoted(entries), state=state), choices)
    )
    if chosen is not None:
        await take(stage, entries, next(way for way in possible if way.transition.id == chosen))


async def take(stage: Stage, entries: Sequence[Entry], way: Way | None) -> None:
    """Take a step with every target, asking for what it needs; targets that cannot are named, the others go on."""
    answers: Mapping[str, Value] = {}
    if way is not None and way.missing:
        given = await _answers(stage, entries[0], way)
        if given is None:
            return
        answers = given
    edits: list[SetFields] = []
    refused: list[UserError] = []
    warned = ""
    reached = ""
    for task_list, item in entries:
        kind = stage.snapshot.workspace.kind_of(task_list)
        try:
            taken = find_way(item, kind, stage.snapshot.today, way.transition.id if way else "")
            entered = Entered(stage.snapshot.today, stage.now(), stage.snapshot.by, answers=answers)
            edits.append(step(task_list.id, item, kind, taken, entered))
        except UserError as error:
            refused.append(error)
            continue
        reached = state_label(kind, taken.transition.to).in_language(language())
        warned = warned or _unusual(stage, taken, item.lead)
    if not edits:
        raise refused[0]
    said = f"{quoted(entries[:1] if len(edits) == 1 else entries)} → {reached}"
    if not await stage.save(edits, said, action="advance"):
        return
    if refused:
        reason = translate(refused[0].message)
        counts = {"done": len(edits), "left": len(refused)}
        stage.say(_("{done} advanced, {left} not: {reason}", **counts, reason=reason), Tone.REFUSED)
    elif warned:
        stage.say(f"{_('Saved: {what} (u takes it back)', what=said)} · {warned}", Tone.DONE)


def _unusual(stage: Stage, way: Way, lead: str) -> str:
    """Say when a step is usually somebody else's; the kind states it, nothing forbids it."""
    own = stage.snapshot.committee
    committee = stage.snapshot.workspace.committee.get(own)
    if not own:
        return ""
    if way.transition.by == "office" and (committee is None or committee.kind != "office"):
        return _("this step is usually the office's")
    if way.transition.by == "lead" and lead and own != lead:
        return _("this step is usually the lead committee's")
    return ""


async def _answers(stage: Stage, entry: Entry, way: Way) -> Mapping[str, Value] | None:
    """Ask for the fields that a step needs; None when the person leaves."""
    from tasklist_tui.tui.screens.ask_fields import AskFieldsDialog

    title = way.transition.title.in_language(language()) or way.transition.id
    answers = await stage.ask(AskFieldsDialog(stage.snapshot, entry.task_list.id, entry.item, way.missing, title))
    return None if answers is None else answers.values
