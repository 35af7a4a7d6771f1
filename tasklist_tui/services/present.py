"""Values and changes as text for people; the commit messages, the command line and the screens all speak through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from tasklist_tui.domain.changes import Change, What
from tasklist_tui.domain.fields import row_key, row_label
from tasklist_tui.domain.kinds import Field, FieldType, Kind, Label, named_columns
from tasklist_tui.domain.lights import Light
from tasklist_tui.domain.message import msg
from tasklist_tui.domain.model import Row, Value, Workspace
from tasklist_tui.domain.stages import StageClock
from tasklist_tui.domain.workflow import field_label, state_label, transition_label
from tasklist_tui.i18n import translate

#: Text longer than this many characters is cut in one-line descriptions.
CLIP = 40


def value_text(
    workspace: Workspace, kind: Kind, field: Field, value: Value, language: str, item: Mapping[str, Value] | None = None
) -> str:
    """Give a value as a person reads it: names for ids, labels for choices, titles for links, "" when empty.

    `item` are the fields of the item, in which a link to a row of its own is looked up.
    """
    if value is None or value == "" or value == []:
        return ""
    match field.type:
        case FieldType.COMMITTEE:
            return workspace.committee_name(str(value), language)
        case FieldType.COMMITTEES if isinstance(value, list):
            return _joined([workspace.committee_name(str(name), language) for name in value], language)
        case FieldType.TEXTS if isinstance(value, list):
            return _joined([str(text) for text in value], language)
        case FieldType.STATE:
            return state_label(kind, str(value)).in_language(language)
        case FieldType.TRANSITION:
            return transition_label(kind, str(value)).in_language(language)
        case FieldType.CHOICE:
            return field.choice_label(str(value), language)
        case FieldType.CHOICES if isinstance(value, list):
            return _joined([field.choice_label(str(name), language) for name in value], language)
        case FieldType.LINK:
            return link_text(workspace, str(value))
        case FieldType.LINKS if isinstance(value, list):
            return _joined([link_text(workspace, str(target)) for target in value], language)
        case FieldType.DOCUMENT:
            document = workspace.document.get(str(value))
            return document.title if document else str(value)
        case FieldType.ROWLINK:
            return rowlink_text(kind, field, str(value), item)
        case FieldType.PERCENT:
            return f"{value}%"
        case FieldType.FLAG:
            return translate(msg("yes") if value else msg("no"), language)
        case FieldType.MOMENT if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M")
        case FieldType.ROWS if isinstance(value, list):
            return _joined([row_text(workspace, kind, field, row, language, item) for row in value], language)
        case _:
            return value.isoformat() if isinstance(value, date) else str(value)


def link_text(workspace: Workspace, target: str) -> str:
    """Give the title of the item that a link names, what is written when there is none or it is a member's."""
    found = workspace.find(target)
    return found[1].title or target if found is not None else target


def rowlink_text(kind: Kind, field: Field, key: str, item: Mapping[str, Value] | None) -> str:
    """Give the name of the row of the same item that `key` names, the key when it is not known."""
    outer = kind.field.get(field.of)
    rows = (item or {}).get(field.of)
    if outer is None or not isinstance(rows, list):
        return key
    named = (row_label(outer, row) for row in rows if isinstance(row, Mapping) and row_key(outer, row) == key)
    return next(named, "") or key


def row_text(
    workspace: Workspace, kind: Kind, field: Field, row: Row, language: str, item: Mapping[str, Value] | None = None
) -> str:
    """Give a row on one line: its filled columns in the order declared, the id left out.

    What is said in brief comes first, the other columns behind it with their names.
    """
    columns = [column for column in field.fields if column.id != "id" and row.get(column.id) is not None]
    if not (brief := brief_text(workspace, kind, field, row, language)):
        return " ".join(value_text(workspace, kind, column, row[column.id], language, item) for column in columns)
    said = named_columns(field.brief.in_language(language))
    rest = (
        f"{column.title.in_language(language) or column.id} "
        + value_text(workspace, kind, column, row[column.id], language, item)
        for column in columns
        if column.id not in said
    )
    return " · ".join([brief, *rest])


def brief_text(workspace: Workspace, kind: Kind, field: Field, row: Row, language: str) -> str:
    """Give a row in the few words its field has for it, "" when it has none or a column that they name is empty.

    Days are given without their year when all days of the row are in the same one.
    """
    text = field.brief.in_language(language)
    columns = named_columns(text)
    if not columns or any(row.get(name) is None for name in columns):
        return ""
    same_year = len({day.year for day in row.values() if isinstance(day, date)}) == 1
    for name in columns:
        value = row[name]
        short = isinstance(value, date) and same_year
        shown = f"{value:%m-%d}" if short else value_text(workspace, kind, field.column[name], value, language)
        text = text.replace(f"{{{name}}}", clip(shown))
    return text


def short_dates(old: Value, new: Value) -> tuple[str, str] | None:
    """Give two days without their year when it is the same one, None when they are not two days."""
    if isinstance(old, date) and isinstance(new, date) and old.year == new.year:
        return old.strftime("%m-%d"), new.strftime("%m-%d")
    return None


def change_text(workspace: Workspace, kind: Kind, change: Change, language: str) -> str:
    """Give a change of one item on one line, without the item's title: `完成时限 10-31 → 11-15`."""
    label = field_label(kind, change.field).in_language(language)
    field = kind.field.get(change.field, Field(change.field))

    def shown(inner: Field, value: Value) -> str:
        found = workspace.find(change.item_id) if inner.type is FieldType.ROWLINK else None
        item = found[1].values if found else None
        return clip(value_text(workspace, kind, inner, value, language, item)) or translate(msg("(empty)"), language)

    match change.what:
        case What.ADDED:
            return translate(msg("added"), language)
        case What.REMOVED:
            return translate(msg("deleted"), language)
        case What.MOVED:
            return translate(msg("moved"), language)
        case What.ROW_ADDED:
            return translate(
                msg("{field} + {row}", field=label, row=_row_summary(workspace, kind, change, language)), language
            )
        case What.ROW_REMOVED:
            return translate(
                msg("{field} − {row}", field=label, row=_row_summary(workspace, kind, change, language)), language
            )
        case What.ROW_CHANGED:
            column = field.column.get(change.column, Field(change.column))
            name = column.title.in_language(language) or change.column
            old, new = short_dates(change.old, change.new) or (shown(column, change.old), shown(column, change.new))
            if field.brief.zh or field.brief.en:
                return f"{label} {name} {old} → {new}" if change.old is not None else f"{label} {name} {new}"
            row = clip(committee_or(workspace, field, change.row, language))
            return f"{label}“{row}” {name} {old} → {new}"
        case _:
            old, new = short_dates(change.old, change.new) or (shown(field, change.old), shown(field, change.new))
            return f"{label} {old} → {new}"


def changes_text(workspace: Workspace, kind: Kind, changes: Sequence[Change], language: str) -> str:
    """Give all changes of one item on one line; what goes without saying is left out.

    That is a log entry that only records the step, and who did it when beside what was done.
    """
    told = [change for change in changes if not _records_step(change)] or changes
    told = [change for change in told if not _is_beside(kind, change, told)]
    return ("；" if language == "zh" else "; ").join(change_text(workspace, kind, c, language) for c in told)


def _records_step(change: Change) -> bool:
    row = change.new if change.what is What.ROW_ADDED and isinstance(change.new, dict) else {}
    return ("state" in row or "step" in row) and "text" not in row


def _is_beside(kind: Kind, change: Change, told: Sequence[Change]) -> bool:
    """Say whether a change is the signature or the day that a step puts beside another change of the same row."""

    def signs(other: Change) -> bool:
        return other.what is What.ROW_CHANGED and any(
            step.of == other.field and step.fills.get(other.column, "") in {"$me", "$today", "$now"}
            for transition in kind.transitions
            if (step := transition.row) is not None
        )

    place = (change.field, change.row)
    return signs(change) and any(
        other.what is What.ROW_CHANGED and (other.field, other.row) == place and not signs(other) for other in told
    )


def stage_text(kind: Kind, clock: StageClock, light: Light, language: str) -> str:
    """Give the time limit that runs on one line: the state, until when, how that stands, and what sets it."""
    said = msg(
        "“{state}” until {day}: {reason}", state=state_label(kind, clock.state), day=clock.due, reason=light.reason
    )
    source = source_text(clock.source, clock.confirm, language)
    return " · ".join(part for part in (translate(said, language), source) if part)


def source_text(source: str, confirm: Label, language: str) -> str:
    """Give what sets a limit, with what about it is still to be confirmed for the place."""
    if not confirm.given:
        return source
    return translate(msg("{source} (to be confirmed: {what})", source=source, what=confirm), language).strip()


def clip(text: str, limit: int = CLIP) -> str:
    """Give the first line of a text, cut at `limit` characters."""
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= limit and line == text.strip() else line[: limit - 1] + "…"


def _row_summary(workspace: Workspace, kind: Kind, change: Change, language: str) -> str:
    field = kind.field.get(change.field, Field(change.field))
    row = change.new or change.old or {}
    return (
        brief_text(workspace, kind, field, row, language)
        or clip(committee_or(workspace, field, change.row, language))
        or clip(row_text(workspace, kind, field, row, language))
    )


def committee_or(workspace: Workspace, field: Field, label: str, language: str) -> str:
    """Give the committee's name when rows are known by their committee, the label otherwise."""
    column = field.column.get(field.key)
    if column is not None and column.type is FieldType.COMMITTEE:
        return workspace.committee_name(label, language)
    return label


def _joined(parts: Sequence[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)
