"""Conflicts of a merge and the answers to them in words, for the screen, the command line and the history."""

from __future__ import annotations

from tasklist_tui.domain.conflicts import Answer, Choice, Clash, Conflict, Words
from tasklist_tui.domain.kinds import Field, Kind
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Value, Workspace
from tasklist_tui.domain.workflow import field_label
from tasklist_tui.i18n import translate
from tasklist_tui.services.present import clip, committee_or, value_text
from tasklist_tui.services.versions import list_id_of
from tasklist_tui.storage.folders import EVENTS, SETTINGS

#: What the keys of a workspace's own files are called where people see their lists.
_KEYS = {
    "calendar": msg("Calendar"),
    "committee": msg("Committee"),
    "committees": msg("Committees"),
    "date": msg("Date"),
    "email": msg("E-mail"),
    "events": msg("Meetings"),
    "issuer": msg("Issued by"),
    "language": msg("Language"),
    "lights": msg("Lights"),
    "measures": msg("Measures"),
    "members": msg("Members"),
    "name": msg("Name"),
    "organisation": msg("Organisation"),
    "people": msg("People"),
    "roles": msg("Roles"),
    "state": msg("State"),
    "title": msg("Title"),
    "url": msg("Address"),
}


def file_name(workspace: Workspace, path: str, language: str) -> str:
    """Give a file as people know it, with its path."""
    task_list = workspace.task_list(list_id_of(path) or "")
    document = next((one for one in workspace.documents if f"documents/{one.id}.yaml" == path), None)
    if task_list is not None or document is not None:
        title = task_list.title if task_list is not None else document.title if document is not None else ""
        return f"{title}  {path}".strip()
    name = {SETTINGS: msg("Settings of the workspace"), EVENTS: msg("Meetings")}.get(path)
    return f"{translate(name, language)}  {path}" if name else path


def _place_in_file(workspace: Workspace, place: str, language: str) -> str:
    """Give where in a file of the workspace a value stands: keys in words, entries by their names."""
    shown: list[str] = []
    above = ""
    for part in place.split("."):
        if above == "committees":
            shown.append(workspace.committee_name(part, language))
        elif above == "events":
            shown.append(next((event.name for event in workspace.events if event.id == part), part))
        else:
            shown.append(translate(_KEYS[part], language) if part in _KEYS else part)
        above = part
    return "  ".join(shown)


def conflict_place(workspace: Workspace, conflict: Conflict, language: str) -> str:
    """Give where a conflict lies, without its title: the field, the row and the column by their labels."""
    kind, field, column = _of_conflict(workspace, conflict)
    if conflict.is_lines:
        return translate(msg("from line {number}", number=conflict.row), language)
    if conflict.path and not conflict.list_id:
        return _place_in_file(workspace, conflict.field, language)
    places = [field_label(kind, conflict.field).in_language(language)] if conflict.field else []
    if conflict.row:
        places.append(f"“{clip(committee_or(workspace, field, conflict.row, language))}”")
    if column is not None:
        places.append(column.title.in_language(language) or column.id)
    return "  ".join(places)


def conflict_value(
    workspace: Workspace, conflict: Conflict, value: Value, language: str, *, removed: bool, words: Value = None
) -> str:
    """Give one side's value of a conflict for people: in full, or that it was deleted or changed as a whole.

    A date has its wording (`words`) behind it.
    """
    if removed:
        return translate(msg("(deleted)"), language)
    if not conflict.field or isinstance(value, dict):
        return translate(msg("(changed)"), language)
    kind, field, column = _of_conflict(workspace, conflict)
    text = value_text(workspace, kind, column or field, value, language) or translate(msg("(empty)"), language)
    return f"{text}  “{words}”" if words else text


def conflict_text(workspace: Workspace, conflict: Conflict, language: str, *, in_file: bool = False) -> str:
    """Give a conflict on one line: the item, the place in it, and both values; the other one may be `in_file`."""
    words = conflict.words or Words()
    ours, theirs = (
        conflict_value(workspace, conflict, value, language, removed=conflict.clash is removed, words=said)
        for value, removed, said in (
            (conflict.ours, Clash.WE_REMOVED, words.ours),
            (conflict.theirs, Clash.THEY_REMOVED, words.theirs),
        )
    )
    both = {"ours": clip(ours), "theirs": clip(theirs)}
    said = msg("in the list: {ours}, in the file: {theirs}", **both)
    values = translate(said if in_file else msg("here: {ours}, there: {theirs}", **both), language)
    place = conflict_place(workspace, conflict, language)
    return "  ".join(part for part in (clip(conflict.title or conflict.list_id), place, values) if part)


def answer_text(workspace: Workspace, conflict: Conflict, answer: Answer, language: str) -> str:
    """Give an answer on one line for the history: the place, and which value was taken."""
    decided = answer.decided(conflict)
    said = answer.decided_words(conflict)
    removed = decided is None and not conflict.field
    shown = conflict_value(workspace, conflict, decided, language, removed=removed, words=said)
    words = {
        Choice.OURS: msg("this side's"),
        Choice.THEIRS: msg("the other side's"),
        Choice.BASE: msg("as it was before"),
        Choice.BOTH: msg("both"),
        Choice.CUSTOM: msg("decided anew"),
    }
    taken = translate(msg("{which}: {value}", which=words[answer.choice], value=clip(shown)), language)
    place = conflict_place(workspace, conflict, language)
    return "  ".join(part for part in (clip(conflict.title or conflict.list_id), place, taken) if part)


def _of_conflict(workspace: Workspace, conflict: Conflict) -> tuple[Kind, Field, Field | None]:
    task_list = workspace.task_list(conflict.list_id)
    kind = workspace.kind_of(task_list) if task_list is not None else Kind("")
    field = kind.field.get(conflict.field, Field(conflict.field))
    return kind, field, field.column.get(conflict.column, Field(conflict.column)) if conflict.column else None
