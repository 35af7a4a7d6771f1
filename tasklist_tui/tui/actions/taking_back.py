"""Taking back any one change, whoever made it and whatever came later; bringing deleted items back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tasklist_tui.domain.changes import What
from tasklist_tui.domain.conflicts import Answer, Conflict
from tasklist_tui.domain.message import msg
from tasklist_tui.i18n import _
from tasklist_tui.tui.state import ItemKey, Tone

if TYPE_CHECKING:
    from tasklist_tui.services.questions import Question, Told
    from tasklist_tui.services.session import Session
    from tasklist_tui.services.undo import Undone
    from tasklist_tui.tui.stage import Stage
    from tasklist_tui.tui.state import ChangeAt


async def take_back(stage: Stage) -> None:
    """Take back the change under the cursor; where a later one touched the same place, ask which shall hold."""
    from tasklist_tui.services.saving import EditConflict
    from tasklist_tui.tui.actions.sharing import signed

    at = stage.state.change
    if at is None:
        return
    answers: dict[str, Answer] = {}
    is_life = stage.state.history_of is not None
    done: list[Undone] = []

    async def save() -> None:
        done.append(await stage.gateway.call_shown(msg("Saving"), lambda session: _undo(session, at, is_life, answers)))

    while True:
        try:
            is_signed = await signed(stage, save)
        except EditConflict as clash:
            if any(conflict.key in answers for conflict in clash.conflicts):
                raise
            if not await _decide(stage, clash.conflicts, answers):
                stage.say(_("Nothing was taken back"))
                return
            continue
        if is_signed and done:
            stage.say(_("Taken back: {what} (u does it again)", what=done[-1].subject), Tone.DONE)
        return


def _undo(session: Session, at: ChangeAt, is_life: bool, answers: Mapping[str, Answer]) -> Undone:
    """Take back a change of a commit, all it did to an item whose life is looked at, or the whole commit."""
    from tasklist_tui.domain.takeback import Part
    from tasklist_tui.services.undo import undo_change, undo_commit

    def answer(conflict: Conflict) -> Answer | None:
        return answers.get(conflict.key)

    change = at.change
    if change is None and not is_life:
        return undo_commit(session, at.revision.sha, answer)
    if change is None:
        return undo_change(session, at.revision.sha, Part(at.revision.changes[0].item_id), answer)
    part = Part(change.item_id, change.field, change.row, change.column)
    return undo_change(session, at.revision.sha, part, answer)


async def _decide(stage: Stage, conflicts: Sequence[Conflict], answers: dict[str, Answer]) -> bool:
    """Ask which value shall hold where a later change touched the same place; say whether all were answered."""
    from tasklist_tui.tui.question_lines import TAKING_BACK
    from tasklist_tui.tui.screens.questions import QuestionsScreen

    def work(session: Session) -> list[Question]:
        from tasklist_tui.services.questions import Question, choices_for

        workspace = session.snapshot.workspace
        return [
            Question(conflict, _told(session, conflict), None, choices_for(workspace, conflict))
            for conflict in conflicts
        ]

    async def keep(given: Mapping[str, Answer | None]) -> None:
        for key, answer in given.items():
            answers.pop(key, None)
            if answer is not None:
                answers[key] = answer

    questions = await stage.gateway.call(msg("Reading the history"), work, name="questions")
    put_off = await stage.ask(QuestionsScreen(stage.snapshot, questions, keep, TAKING_BACK))
    return put_off == 0


def _told(session: Session, conflict: Conflict) -> Told | None:
    """Give who made the later change, as far as a field tells."""
    from tasklist_tui.services.history import field_history
    from tasklist_tui.services.questions import Told

    if not conflict.field:
        return None
    found = field_history(session, conflict.list_id, conflict.item_id, conflict.field, conflict.row, conflict.column)
    return Told(found[0].author, found[0].when) if found else None


async def bring_back(stage: Stage) -> None:
    """Bring back the item that the change under the cursor deleted."""
    from tasklist_tui.tui.actions.past import restore

    at = stage.state.change
    gone = next((change for change in at.changes if change.what is What.REMOVED), None) if at is not None else None
    if gone is not None:
        await restore(stage, ItemKey(gone.list_id, gone.item_id))
