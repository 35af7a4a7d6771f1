"""简报: a numbered bulletin from the item that holds its texts; issue numbers count on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.model import Item, Row, TaskList, Value, Workspace
from tasklist_tui.domain.query import Entry
from tasklist_tui.domain.reports import ArticleTitle, Block, Paragraph, Report
from tasklist_tui.services.exports.columns import told
from tasklist_tui.services.reports.asked import Asked

KIND = "bulletin"
#: What the columns of an article may be called.
_TITLES = ("title", "heading")
_TEXTS = ("lead_text", "lead", "text", "content", "body", "parts")
_UNITS = ("organisation", "unit", "district", "from")


def bulletins(entries: Iterable[Entry]) -> list[Entry]:
    """Give the issues among items, the newest first: by date, then by running number."""
    found = [entry for entry in entries if entry.task_list.kind == KIND]
    return sorted(
        found, key=lambda entry: (str(entry.item.get("date") or "9999"), _number(entry.item, "total_no")), reverse=True
    )


def next_numbers(task_list: TaskList, item: Item, year: int) -> dict[str, Value]:
    """Give the numbers an issue lacks: after the highest issue of its year, and after the highest of all."""
    others = [other for other in task_list.items if other.id != item.id]
    missing: dict[str, Value] = {}
    if not _number(item, "issue_no"):
        same_year = [_number(other, "issue_no") for other in others if _year(other) == year]
        missing["issue_no"] = max(same_year, default=0) + 1
    if not _number(item, "total_no"):
        missing["total_no"] = max((_number(other, "total_no") for other in others), default=0) + 1
    return missing


def _number(item: Item, name: str) -> int:
    value = item.get(name)
    return value if isinstance(value, int) else int(value) if isinstance(value, str) and value.isdecimal() else 0


def _year(item: Item) -> int | None:
    day = item.day("date")
    return _number(item, "year") or (day.year if day else None)


def bulletin_report(asked: Asked) -> Report:
    """Give the bulletin of the chosen issue; raises `UserError` when there is none, or nothing in it."""
    if asked.chosen is None:
        raise UserError(
            msg("there is no bulletin"),
            msg("add one to a list of kind bulletin; its form asks for the editor's note and the articles"),
        )
    item = asked.chosen.item
    blocks = tuple(_body(asked, item))
    if not blocks:
        raise UserError(
            msg("the bulletin “{title}” has neither a note nor articles", title=item.title),
            msg("fill them in its form first"),
        )
    day = item.day("date") or asked.snapshot.today
    numbers = {**next_numbers(asked.chosen.task_list, item, day.year), **item.values}
    fields = {
        "title": item.title,
        "head": item.text("name") or item.title or asked.title,
        "edition": _bracketed(_told(asked, "edition")),
        "issue": asked.say(
            msg("No. {number} ({total} in all)", number=numbers.get("issue_no"), total=numbers.get("total_no"))
        ),
        "editor": item.text("editor"),
        "date": asked.day(day),
        "organisation": item.text("editor") or asked.organisation(),
        "send": _send(item),
        "printed": item.text("editor") or asked.organisation(),
        "copies": asked.say(msg("{count} copies printed", count=copies)) if (copies := _told(asked, "copies")) else "",
    }
    return Report(asked.kind, item.title, asked.language, fields, blocks)


def _told(asked: Asked, name: str) -> str:
    if asked.chosen is None:
        return ""
    workspace: Workspace = asked.snapshot.workspace
    return told(workspace, workspace.kind_of(asked.chosen.task_list), asked.chosen.item, name, asked.language)


def _bracketed(text: str) -> str:
    return f"（{text}）" if text and not text.startswith(("（", "(")) else text


def _send(item: Item) -> str:
    """Give the circulation list, a line for each entry; the first begins with 送 unless it says so itself."""
    value = item.get("send_to")
    lines = [str(line) for line in value] if isinstance(value, list) else str(value or "").split("\n")
    lines = [line.strip() for line in lines if line.strip()]
    if lines and not lines[0].startswith(("送", "报", "抄")):
        lines[0] = f"送：{lines[0]}"
    return "\n".join(lines)


def _body(asked: Asked, item: Item) -> Iterator[Block]:
    if note := item.text("editor_note"):
        said = note if note.startswith("编者按") else asked.say(msg("Editor's note: {text}", text=note))
        yield Paragraph(said, "note")
    articles = item.get("articles")
    for article in articles if isinstance(articles, list) else ():
        if not isinstance(article, Mapping):
            yield Paragraph(str(article))
            continue
        if title := _first(article, _TITLES):
            yield ArticleTitle(title)
        if unit := _first(article, _UNITS):
            yield Paragraph(f"（{asked.committee(unit)}）", "flush")
        for column in _TEXTS:
            if text := article.get(column):
                yield Paragraph(str(text))


def _first(row: Row, names: Iterable[str]) -> str:
    return next((str(row[name]) for name in names if row.get(name)), "")
