"""A question of a merge in words: both values in full with who and when, the value before; pure, from a width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from tasklist_tui.domain.changes import Change, diff_items
from tasklist_tui.domain.conflicts import Choice, Clash, Conflict, Words
from tasklist_tui.domain.kinds import FieldType, Kind
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Item, Value, Workspace
from tasklist_tui.domain.problems import Problem
from tasklist_tui.i18n import _, language, translate
from tasklist_tui.services.conflict_words import answer_text, conflict_place, conflict_value, file_name
from tasklist_tui.services.file_versions import FileVersions
from tasklist_tui.services.present import change_text, row_text
from tasklist_tui.services.questions import Question, Told, field_of
from tasklist_tui.tui.diff_lines import SAME, diff_lines, extract_lines
from tasklist_tui.tui.item_lines import Line
from tasklist_tui.tui.sync_lines import change_lines
from tasklist_tui.tui.text import cell_width, fit, lines
from tasklist_tui.tui.trouble import paragraph
from tasklist_tui.tui.wrap import wrap

#: From this width on both sides stand beside each other.
_BESIDE = 90
_GAP = 3


class Sides(NamedTuple):
    """What the two sides of a question and the answers for them are called."""

    ours: Message
    theirs: Message
    before: Message
    answers: Mapping[Choice, Message]


#: Two people changed the same place.
MERGING = Sides(
    msg("This side"),
    msg("The other side"),
    msg("Before"),
    {
        Choice.OURS: msg("Ours"),
        Choice.THEIRS: msg("Theirs"),
        Choice.BOTH: msg("Both"),
        Choice.CUSTOM: msg("Another value"),
        Choice.BASE: msg("As before"),
    },
)
#: A ledger that was filled in says something else than was changed here meanwhile.
IMPORTING = Sides(
    msg("In the list now"),
    msg("In the file"),
    msg("When the file was made"),
    {
        Choice.OURS: msg("Keep as it is now"),
        Choice.THEIRS: msg("Take from the file"),
        Choice.BOTH: msg("Both"),
        Choice.CUSTOM: msg("Another value"),
        Choice.BASE: msg("As before"),
    },
)
#: A change is taken back, and a later one touched the same place.
TAKING_BACK = Sides(
    msg("As it is now"),
    msg("As it was before the change"),
    msg("As the change made it"),
    {
        Choice.OURS: msg("Keep as it is now"),
        Choice.THEIRS: msg("Take back all the same"),
        Choice.BOTH: msg("Both"),
        Choice.CUSTOM: msg("Another value"),
        Choice.BASE: msg("As the change made it"),
    },
)


def is_whole_file(conflict: Conflict) -> bool:
    """Say whether a question is about a file as a whole."""
    return bool(conflict.path) and not conflict.field


def is_whole_item(conflict: Conflict) -> bool:
    """Say whether a question is about an item that one side deleted."""
    return not conflict.path and not conflict.field


def heading(workspace: Workspace, conflict: Conflict) -> str:
    """Give what a question is about: the item with its number, or the file."""
    task_list = workspace.task_list(conflict.list_id)
    item = task_list.item(conflict.item_id) if task_list else None
    number = workspace.number_of(task_list, item) if task_list and item else ""
    title = file_name(workspace, conflict.path, language()) if conflict.path else conflict.title
    return f"{number} {title or _('(no title)')}".strip()


def place(workspace: Workspace, conflict: Conflict) -> str:
    """Give where in the item the question lies, and what happened there when a value was deleted."""
    happened = _happened(conflict)
    where = conflict_place(workspace, conflict, language())
    return "  ".join(filter(None, (where, translate(happened) if happened else "")))


def choice_label(conflict: Conflict, choice: Choice, sides: Sides = MERGING) -> str:
    """Give what a choice is called for this question."""
    return translate(_label(conflict, choice, sides))


def _label(conflict: Conflict, choice: Choice, sides: Sides) -> Message:
    removed = {Choice.OURS: Clash.WE_REMOVED, Choice.THEIRS: Clash.THEY_REMOVED}.get(choice)
    if removed is not None and conflict.clash is not Clash.VALUES:
        return msg("Delete it") if conflict.clash is removed else msg("Keep it")
    return sides.answers[choice]


def _happened(conflict: Conflict) -> Message | None:
    what = (is_whole_file(conflict), conflict.clash)
    match what:
        case (True, Clash.WE_REMOVED):
            return msg("You deleted this file, the others changed it.")
        case (True, Clash.THEY_REMOVED):
            return msg("The others deleted this file, you changed it.")
        case (True, _):
            return msg("Both sides changed this file, and it cannot be put together. Which of the two shall stay?")
        case (_, Clash.WE_REMOVED) if is_whole_item(conflict):
            return msg("You deleted this item, the others changed it.")
        case (_, Clash.THEY_REMOVED) if is_whole_item(conflict):
            return msg("The others deleted this item, you changed it.")
        case (_, Clash.WE_REMOVED):
            return msg("You deleted this, the others changed it.")
        case (_, Clash.THEY_REMOVED):
            return msg("The others deleted this, you changed it.")
        case _:
            return None


def question_lines(workspace: Workspace, question: Question, width: int, sides: Sides = MERGING) -> list[Line]:
    """Give both sides of a question, the value before, and the answer given already."""
    conflict, words = question.conflict, question.conflict.words or Words()
    beside = width >= _BESIDE
    room = (width - _GAP) // 2 if beside else width
    if question.file is not None:
        ours, theirs = _files(workspace, conflict, question.file, room)
    else:
        ours = _shown(workspace, conflict, conflict.ours, Clash.WE_REMOVED, room, words.ours)
        theirs = _shown(workspace, conflict, conflict.theirs, Clash.THEY_REMOVED, room, words.theirs)
    ours = _side(translate(sides.ours), question.ours, ours, room)
    theirs = _side(translate(sides.theirs), question.theirs, theirs, room)
    made = list(_columns(ours, theirs, room)) if beside else [*ours, [], *theirs]
    if not is_whole_file(conflict) and not is_whole_item(conflict):
        before = conflict_value(workspace, conflict, conflict.base, language(), removed=False, words=words.base)
        rows = (row for line in lines(before) for row in wrap(line, width - 2))
        made += [[], [(translate(sides.before), "heading")], *([(SAME, ""), (row, "label")] for row in rows)]
    if question.file is not None and (question.file.ours_problem or question.file.theirs_problem):
        later = _("Or decide later (Esc), have the file repaired where it is broken, and sync again.")
        made += [[], *paragraph(later, width, "→ ", "")]
    if question.answer is not None:
        answered = _("answered: {answer}", answer=answer_text(workspace, conflict, question.answer, language()))
        made += [[], *([(row, "done")] for row in wrap(answered, width))]
    return made


def _side(name: str, told: Told | None, value: Sequence[Line], width: int) -> list[Line]:
    """Give one side: its name, who and when, the value."""
    who = f"{told.by}  {told.when:%Y-%m-%d %H:%M}" if told else ""
    first: Line = [(f"{name}  ", "heading"), (fit(who, max(0, min(cell_width(who), width - cell_width(name) - 2))), "")]
    why = wrap(_("reason: {reason}", reason=told.reason), width - 2) if told and told.reason else []
    return [first, *([(SAME, ""), (row, "label")] for row in why), *value]


def _files(
    workspace: Workspace, conflict: Conflict, versions: FileVersions, width: int
) -> tuple[list[Line], list[Line]]:
    """Give what both sides made of a file: why it cannot be read, the changes of a list, else those of its lines."""

    def side(text: str | None, problem: Problem | None, changes: Sequence[Change], removed: Clash) -> list[Line]:
        if conflict.clash is removed or text is None:
            return [[(SAME, ""), (_("(deleted)") if conflict.clash is removed else _("(changed)"), "strong")]]
        if changes:
            return [told.line for told in change_lines(workspace, changes, width)]
        made: list[Line] = []
        if problem is not None:
            told = _("cannot be read, line {line}: {reason}", line=problem.line, reason=translate(problem.message))
            made += paragraph(told, width, "✗ ", "light--red")
        return [*made, *extract_lines(versions.base or "", text, width)]

    return (
        side(versions.ours, versions.ours_problem, versions.ours_changes, Clash.WE_REMOVED),
        side(versions.theirs, versions.theirs_problem, versions.theirs_changes, Clash.THEY_REMOVED),
    )


def _columns(left: Sequence[Line], right: Sequence[Line], room: int) -> Iterator[Line]:
    """Yield lines of two columns."""
    empty: Line = []
    for one, other in zip_longest(left, right, fillvalue=empty):
        used = sum(cell_width(text) for text, _role in one)
        yield [*one, (" " * (room - used), ""), (" │ ", "muted"), *other]


def _shown(
    workspace: Workspace, conflict: Conflict, value: Value, removed: Clash, width: int, words: Value
) -> list[Line]:
    """Give the value of one side, what differs from the value before behind a sign; a date with its wording."""
    gone = conflict.clash is removed
    if not gone and is_whole_item(conflict) and isinstance(value, dict):
        return list(_item_changes(workspace, conflict, value, width))
    text = conflict_value(workspace, conflict, value, language(), removed=gone, words=words)
    before = conflict_value(workspace, conflict, conflict.base, language(), removed=False)
    field = field_of(workspace, conflict)
    if not gone and conflict.row and not conflict.column and isinstance(value, dict):
        text, before = (_row(workspace, conflict, row) for row in (value, conflict.base))
    long = field is not None and field.type is FieldType.LONGTEXT and bool(conflict.base)
    if gone or not (long or "\n" in before):
        return [[(SAME, ""), (row, "strong")] for line in lines(text) for row in wrap(line, width - 2)]
    return list(diff_lines(before, text, width))


def _row(workspace: Workspace, conflict: Conflict, row: Value) -> str:
    task_list = workspace.task_list(conflict.list_id)
    kind = workspace.kind_of(task_list) if task_list else Kind("")
    field = kind.field.get(conflict.field)
    return row_text(workspace, kind, field, row, language()) if field and isinstance(row, dict) else ""


def _item_changes(workspace: Workspace, conflict: Conflict, values: Value, width: int) -> Iterator[Line]:
    """Yield what the side that kept an item changed in it."""
    task_list = workspace.task_list(conflict.list_id)
    kind = workspace.kind_of(task_list) if task_list else Kind("")
    before, after = (Item(conflict.item_id, v if isinstance(v, dict) else {}) for v in (conflict.base, values))
    for change in diff_items(kind, conflict.list_id, before, after):
        for number, row in enumerate(wrap(change_text(workspace, kind, change, language()), width - 2)):
            yield [(SAME if number else "· ", ""), (row, "strong")]
