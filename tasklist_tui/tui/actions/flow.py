"""Commands of the workflow: the next step, any step, urging, asking for an extension."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tasklist_tui.domain.creations import created, list_for, lists_for, no_list
from tasklist_tui.domain.edits import AddItem, Edit
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.rowsteps import is_empty
from tasklist_tui.domain.workflow import (
    REASON,
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
from tasklist_tui.services.present import clip
from tasklist_tui.tui.actions.items import quoted
from tasklist_tui.tui.actions.step_facts import facts
from tasklist_tui.tui.state import Tone, find, key_of

if TYPE_CHECKING:
    from tasklist_tui.domain.kinds import Kind
    from tasklist_tui.domain.model import TaskList, Workspace
    from tasklist_tui.tui.screens.ask_fields import Answers
    from tasklist_tui.tui.screens.choices import Option
    from tasklist_tui.tui.stage import Stage

#: So many items that cannot take a step are named.
_NAMED = 3


class _Able(NamedTuple):
    """An item that can take a step, and the step as it is for this item."""

    entry: Entry
    way: Way


async def advance(stage: Stage) -> None:
    """Take the main step of every target; a single item without one is asked which step it shall be."""
    entries = stage.situation.targets()
    if len(entries) == 1:
        possible = ways(entries[0].item, _kind(stage, entries[0]), stage.snapshot.today)
        if not possible or not possible[0].transition.main:
            await choose(stage)
            return
        await take(stage, entries, possible[0])
        return
    await take(stage, entries, None)


async def urge(stage: Stage) -> None:
    """Urge the lead of every target."""
    await _named(stage, "urge")


async def extend(stage: Stage) -> None:
    """Ask for an extension for every target."""
    await _named(stage, "extend")


async def create(stage: Stage) -> None:
    """Take the step of the item that makes items of another kind; of several the person chooses."""
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog

    entries = stage.situation.targets()
    kind = _kind(stage, entries[0])
    possible = [way for way in ways(entries[0].item, kind, stage.snapshot.today) if way.transition.creates is not None]
    if not possible:
        raise UserError(msg("“{kind}” has no step here that makes new items", kind=kind.title))
    chosen = possible[0].transition.id
    if len(possible) > 1:
        options = [_option(stage.snapshot.workspace, kind, [way]) for way in possible]
        answer = await stage.ask(ChoiceDialog(_("Make what of {what}?", what=quoted(entries)), options))
        if answer is None:
            return
        chosen = answer
    await take(stage, entries, find_way(entries[0].item, kind, stage.snapshot.today, chosen))


async def _named(stage: Stage, transition: str) -> None:
    """Take the transition of that id; raises `UserError` when no target's kind has one or none can take it now."""
    entries = stage.situation.targets()
    for entry in entries:
        known = _kind(stage, entry).transition.get(transition)
        if known is not None:
            await take(stage, entries, Way(known))
            return
    raise UserError(msg("items of this kind have no step “{name}”", name=transition))


async def choose(stage: Stage) -> None:
    """Let the person choose any step that a target can take."""
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog

    entries = stage.situation.targets()
    possible: dict[str, list[_Able]] = {}
    for entry in entries:
        for way in ways(entry.item, _kind(stage, entry), stage.snapshot.today):
            possible.setdefault(way.transition.id, []).append(_Able(entry, way))
    if not possible:
        find_way(entries[0].item, _kind(stage, entries[0]), stage.snapshot.today)  # says why there is none
    states = {
        state_label(_kind(stage, entry), current_state(entry.item, _kind(stage, entry))).in_language(language())
        for entry in entries
    }
    said = {"what": quoted(entries), "state": " / ".join(sorted(states))}
    workspace = stage.snapshot.workspace
    options = [
        _option(workspace, _kind(stage, able[0].entry), [way for _entry, way in able]) for able in possible.values()
    ]
    chosen = await stage.ask(ChoiceDialog(_("{what} is {state}. What next?", **said), options))
    if chosen is not None:
        await take(stage, entries, possible[chosen][0].way)


def _option(workspace: Workspace, kind: Kind, possible: Sequence[Way]) -> Option:
    """Give a step to choose, with what it needs, or why none of the items can take it."""
    from tasklist_tui.tui.screens.dialogs import Option

    way = next((way for way in possible if way.hindrance is None), possible[0])
    transition = way.transition
    label = _label(way)
    if transition.to:
        label += f" → {state_label(kind, transition.to).in_language(language())}"
    needs = [field_label(kind, name).in_language(language()) for name in way.missing]
    if transition.row and transition.row.of in kind.field:
        columns = kind.field[transition.row.of].column
        needs += [columns[name].title.in_language(language()) for name in transition.row.asks if name in columns]
    if transition.explain:
        needs.append(REASON.in_language(language()))
    note = _("needs: {fields}", fields=("、" if language() == "zh" else ", ").join(needs)) if needs else ""
    hindrance = way.hindrance or (no_list(workspace, transition.creates) if transition.creates else None)
    return Option(transition.id, label, note, translate(hindrance) if hindrance else "")


async def take(stage: Stage, entries: Sequence[Entry], way: Way | None) -> None:
    """Take a step with every target, the main one of each when `way` is None, and ask once for what it needs.

    Targets that cannot are named, the others go on.
    """
    wanted = way.transition.id if way else ""
    able, refused = _able(stage, entries, wanted)
    if not able:
        raise refused[0][1]
    given = None
    if _asks(able):
        given = await _ask(stage, able)
        if given is None:
            return
        current = (find(stage.snapshot, key_of(entry)) for entry in entries)
        able, refused = _able(stage, [entry for entry in current if entry is not None], wanted)
    target = await _target(stage, able)
    if target is None and any(one.way.transition.creates for one in able):
        return
    edits: list[Edit] = []
    taken: list[_Able] = []
    for one in able:
        try:
            made = _edits(stage, one, given, target)
            edits.extend(made)
            taken.append(one)
            for edit in made:  # the numbers of the next item's go on from there
                target = edit.apply(target) if target is not None and isinstance(edit, AddItem) else target
        except UserError as error:
            refused.append((one.entry, error))
    if not edits:
        raise refused[0][1] if refused else UserError(msg("the items are gone"))
    said = _said(stage, taken)
    if new := sum(isinstance(edit, AddItem) for edit in edits):
        said = _("{what}, {count} new in “{list}”", what=said, count=new, list=(target and target.title) or "")
    if not await stage.save(edits, said, action="advance"):
        return
    warned = next(filter(None, (_unusual(stage, one.way, one.entry.item.lead) for one in taken)), "")
    if refused:
        stage.say(_refusal(len(taken), refused), Tone.REFUSED)
    elif warned:
        stage.say(f"{_('Saved: {what} (u takes it back)', what=said)} · {warned}", Tone.DONE)


def _able(stage: Stage, entries: Sequence[Entry], wanted: str) -> tuple[list[_Able], list[tuple[Entry, UserError]]]:
    """Give the items that can take the step `wanted` ("" for the main one of each), and the others with the reason."""
    able: list[_Able] = []
    refused: list[tuple[Entry, UserError]] = []
    for entry in entries:
        try:
            able.append(_Able(entry, find_way(entry.item, _kind(stage, entry), stage.snapshot.today, wanted)))
        except UserError as error:
            refused.append((entry, error))
    return able, refused


def _asks(able: Sequence[_Able]) -> bool:
    """Say whether a form is needed: something is to be entered, or a row to be looked at, for one step of all."""
    steps = {one.way.transition.id for one in able}
    return len(steps) == 1 and any(one.way.asks or one.way.transition.row for one in able)


async def _ask(stage: Stage, able: Sequence[_Able]) -> Answers | None:
    """Ask for what a step needs, once for all items that take it; None when the person leaves."""
    from tasklist_tui.tui.screens.ask_fields import StepDialog

    entry, way = able[0]
    title = f"{_label(way)} {quoted([one.entry for one in able])}"
    missing = dict.fromkeys(name for one in able for name in one.way.missing)
    known = "\n".join(facts(stage.snapshot, [(one.entry, one.way) for one in able]))
    return await stage.ask(StepDialog(stage.snapshot, entry.task_list.id, entry.item, way, title, known, missing))


async def _target(stage: Stage, able: Sequence[_Able]) -> TaskList | None:
    """Give the list that the items a step creates go into; asked for when there are several, None for none chosen."""
    transition = next((one.way.transition for one in able if one.way.transition.creates), None)
    if transition is None or transition.creates is None:
        return None
    workspace = stage.snapshot.workspace
    lists = lists_for(workspace, transition.creates)
    if len(lists) < 2:
        return list_for(workspace, transition)
    from tasklist_tui.tui.screens.dialogs import ChoiceDialog, Option

    options = [Option(known.id, known.title or known.id) for known in lists]
    chosen = await stage.ask(ChoiceDialog(_("Into which list?"), options))
    return workspace.task_list(chosen) if chosen else None


def _edits(stage: Stage, one: _Able, given: Answers | None, target: TaskList | None) -> tuple[Edit, ...]:
    """Give the edits of one item; of the fields entered it takes those it lacks."""
    (task_list, item), way = one
    entered = Entered(stage.snapshot.today, stage.now(), stage.snapshot.by)
    if given is not None:
        answers = {name: value for name, value in given.values.items() if is_empty(item.get(name))}
        entered = Entered(entered.today, entered.now, entered.by, given.text, answers, given.row)
    edit = step(task_list.id, item, _kind(stage, one.entry), way, entered)
    if way.transition.creates is None or target is None:
        return (edit,)
    return created(stage.snapshot.workspace, edit, way.transition, target, entered)


def _said(stage: Stage, taken: Sequence[_Able]) -> str:
    """Say what was done: where the items are now, or which step they took in their state."""
    entry, way = taken[0]
    what = quoted([one.entry for one in taken])
    if way.transition.to:
        return f"{what} → {state_label(_kind(stage, entry), way.transition.to).in_language(language())}"
    return f"{_label(way)} {what}"


def _refusal(done: int, refused: Sequence[tuple[Entry, UserError]]) -> str:
    """Name the items that could not take a step, and why the first of them could not."""
    names = " ".join(_("“{title}”", title=clip(entry.item.title, 12)) for entry, _error in refused[:_NAMED])
    if len(refused) > _NAMED:
        names += " …"
    reason = translate(refused[0][1].message)
    return _(
        "{done} advanced, {left} not ({names}): {reason}", done=done, left=len(refused), names=names, reason=reason
    )


def _label(way: Way) -> str:
    return way.transition.title.in_language(language()) or way.transition.id


def _kind(stage: Stage, entry: Entry) -> Kind:
    return stage.snapshot.workspace.kind_of(entry.task_list)


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
