"""Reports: made from a session, in a format, with the office's own template where it has one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from tasklist_tui.domain.edits import SetFields
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.query import Entry, Query
from tasklist_tui.domain.report_facts import is_register
from tasklist_tui.domain.reports import PERIODIC, Period, Report, ReportKind, period_of
from tasklist_tui.domain.telling import SILENT, Teller
from tasklist_tui.i18n import language, translate
from tasklist_tui.services.exporting import file_name, scope_of, stamp_of
from tasklist_tui.services.reports.asked import Asked
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot
from tasklist_tui.storage import files

if TYPE_CHECKING:
    from tasklist_tui.services.timetravel import Comparison

#: What each kind of report is called.
TITLES = {
    ReportKind.WEEKLY: msg("Weekly report"),
    ReportKind.MONTHLY: msg("Monthly report"),
    ReportKind.QUARTERLY: msg("Quarterly report"),
    ReportKind.HALF_YEAR: msg("Half-year report"),
    ReportKind.YEAR_END: msg("Report of the year"),
    ReportKind.NOTICE: msg("Notice to all committees"),
    ReportKind.BULLETIN: msg("Bulletin"),
    ReportKind.HANDOVER: msg("Hand-over list of suggestions"),
    ReportKind.URGING: msg("Urging sheets"),
}
TEMPLATES = "templates"
_DAY = timedelta(days=1)


class ReportFormat(NamedTuple):
    """A format of reports."""

    id: str
    title: Message
    suffix: str


FORMATS = {
    each.id: each
    for each in (
        ReportFormat("docx", msg("Word"), ".docx"),
        ReportFormat("xlsx", msg("Excel"), ".xlsx"),
        ReportFormat("html", msg("Web page"), ".html"),
        ReportFormat("md", msg("Markdown"), ".md"),
    )
}


class Wanted(msgspec.Struct, frozen=True):
    """What report somebody wants; days and items that are not given follow from the kind."""

    kind: ReportKind
    since: date | None = None
    until: date | None = None
    lists: frozenset[str] = frozenset()
    item: str = ""

    def period(self, today: date) -> Period:
        """Give the days the report is about; raises `UserError`."""
        return period_of(self.kind, today, self.since, self.until)


def make_report(session: Session, wanted: Wanted, tell: Teller = SILENT) -> Report:
    """Give a report, the state at the end of its period compared with that before it; raises `UserError`, `Stopped`."""
    period = wanted.period(session.today)
    if wanted.kind in PERIODIC:
        return _writer(wanted.kind)(_asked_of_period(session, wanted, period, tell))
    snapshot = session.snapshot
    scope = scope_of(snapshot, Query(lists=wanted.lists))
    chosen = chosen_bulletin(snapshot, wanted)
    return _writer(wanted.kind)(
        Asked(wanted.kind, snapshot, scope.title, scope.entries, period, language(), chosen=chosen)
    )


def _asked_of_period(session: Session, wanted: Wanted, period: Period, tell: Teller) -> Asked:
    """Give what a periodic report is asked: about the lists wanted, else all whose items can be done."""
    tell.at()
    found = _compared(session, period)
    tell.at(2, 3)

    def is_meant(list_id: str) -> bool:
        if wanted.lists:
            return list_id in wanted.lists
        for workspace in (found.after.workspace, found.before.workspace):
            if task_list := workspace.task_list(list_id):
                return not is_register(workspace.kind_of(task_list))
        return False

    scope = scope_of(found.after, Query(lists=wanted.lists))
    return Asked(
        wanted.kind,
        found.after,
        scope.title,
        tuple(entry for entry in scope.entries if is_meant(entry.task_list.id)),
        period,
        language(),
        tuple(one for one in found.items if is_meant(one.list_id)),
        from_the_first=found.old.sha is None,
    )


def _compared(session: Session, period: Period) -> Comparison:
    """Compare the ends of two days; they end where the last change was made, so that all machines see the same."""
    from tasklist_tui.services.timetravel import compare_moments, find_moment

    zone = stamp_of(session).tzinfo
    old = find_moment(session, (period.since - _DAY).isoformat(), zone)
    new = find_moment(session, "" if period.until == session.today else period.until.isoformat(), zone)
    return compare_moments(session, old, new)


def _writer(kind: ReportKind) -> Callable[[Asked], Report]:
    if kind is ReportKind.URGING:
        from tasklist_tui.services.reports.urging import urging_report

        return urging_report
    if kind is ReportKind.HANDOVER:
        from tasklist_tui.services.reports.handover import handover_report

        return handover_report
    if kind is ReportKind.BULLETIN:
        from tasklist_tui.services.reports.bulletin import bulletin_report

        return bulletin_report
    from tasklist_tui.services.reports.periodic import periodic_report

    return periodic_report


def chosen_bulletin(snapshot: Snapshot, wanted: Wanted) -> Entry | None:
    """Give the issue a bulletin is made from: the one named, else the newest."""
    if wanted.kind is not ReportKind.BULLETIN:
        return None
    if wanted.item:
        found = snapshot.workspace.find(wanted.item)
        return Entry(*found) if found else None
    from tasklist_tui.services.reports.bulletin import bulletins

    return next(iter(bulletins(scope_of(snapshot, Query(lists=wanted.lists)).entries)), None)


def missing_numbers(session: Session, wanted: Wanted) -> list[SetFields]:
    """Give the edit that puts issue and running number into a bulletin that lacks them, nothing when it has them."""
    from tasklist_tui.services.reports.bulletin import next_numbers

    chosen = chosen_bulletin(session.snapshot, wanted)
    if chosen is None:
        return []
    day = chosen.item.day("date") or session.today
    missing = next_numbers(chosen.task_list, chosen.item, day.year)
    return [SetFields(chosen.task_list.id, chosen.item.id, missing)] if missing else []


def render(session: Session, report: Report, chosen: ReportFormat, tell: Teller = SILENT) -> bytes:
    """Give the file of a report; raises `UserError` when the office's template cannot be used, and `Stopped`."""
    tell.at()
    if chosen.id == "docx":
        from tasklist_tui.exchange.docx_report import docx_file

        name, template = _template(session, report.kind)
        return docx_file(report, stamp_of(session), template, name, tell)
    if chosen.id == "xlsx":
        from tasklist_tui.exchange.xlsx_report import xlsx_report
        from tasklist_tui.services.exports.headings import page_footer

        return xlsx_report(report, stamp_of(session), page_footer(report.language), tell)
    from tasklist_tui.exchange import report_text

    return report_text.html_file(report) if chosen.id == "html" else report_text.markdown_file(report)


def _template(session: Session, kind: ReportKind) -> tuple[str, bytes | None]:
    """Give name and content of the office's template: that of the kind, else the one for all periodic reports."""
    names = [f"{kind}.docx", *(["report.docx"] if kind in PERIODIC else [])]
    for name in names:
        path = session.root / TEMPLATES / name
        try:
            data = files.read(path)
        except files.FileMissing:
            continue
        return f"{TEMPLATES}/{name}", data
    return "", None


def save_template(session: Session, kind: ReportKind) -> Path:
    """Put the built-in template of a kind into the workspace, to be changed there; one that is there is left alone."""
    from tasklist_tui.exchange.docx_report import template_file

    path = session.root / TEMPLATES / f"{kind}.docx"
    if path.exists() or path.is_symlink():
        raise UserError(
            msg("{path} is there already; nothing was written", path=str(path)),
            msg("change that one, or take it away first"),
        )
    files.write_atomic(path, template_file(kind, stamp_of(session)), root=session.root)
    return path


def report_name(report: Report, chosen: ReportFormat) -> str:
    """Give the name of the file of a report."""
    number = report.fields.get("issue", "") if report.kind is ReportKind.BULLETIN else ""
    return file_name(" ".join(filter(None, [report.title, number, report.fields.get("date", "")])), chosen.suffix)


def find_kind(name: str) -> ReportKind:
    """Give the kind of report called `name`, by id or title; raises `UserError`."""
    for kind, title in TITLES.items():
        if name in {kind.value, translate(title, "zh"), translate(title, "en")}:
            return kind
    raise UserError(
        msg("there is no report “{name}”", name=name),
        msg("possible: {ways}", ways=tuple(kind.value for kind in TITLES)),
    )
