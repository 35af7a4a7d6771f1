"""report: what a period brought, a notice, a bulletin, hand-over lists and urging sheets, in Word and other formats."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import find_item, find_list, session
from tasklist_tui.cli.exporting import STDOUT, deliver, refuse_two_outputs, teller
from tasklist_tui.cli.output import print_json, say
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.domain.reports import ReportKind
from tasklist_tui.i18n import _
from tasklist_tui.services import reporting
from tasklist_tui.services.exporting import refuse_existing
from tasklist_tui.services.session import Session


def report_command(options: argparse.Namespace) -> int:
    """Write a report, or put its template into the workspace."""
    try:
        kind = reporting.find_kind(options.kind)
    except UserError as error:
        raise arguments.UsageError(error.message, error.hint) from error
    refuse_two_outputs(options)
    chosen = _format(options)
    with session(options, sign=kind is ReportKind.BULLETIN) as opened:
        if options.save_template:
            say(_("Written: {path}", path=str(reporting.save_template(opened, kind))))
            return arguments.OK
        wanted = _wanted(opened, kind, options)
        if options.output and options.output != STDOUT:
            refuse_existing(Path(options.output), replace=options.force)
        if kind is ReportKind.BULLETIN and opened.signed and (numbers := reporting.missing_numbers(opened, wanted)):
            opened.apply(numbers)
        tell = teller(options)
        report = reporting.make_report(opened, wanted, tell.part(0, 0.3))
        data = reporting.render(opened, report, chosen, tell.part(0.3, 1))
        tell.at(1)
        path = options.output or reporting.report_name(report, chosen)
        deliver(path, data, replace=options.force)
        period = wanted.period(opened.today)
        if options.json:
            days = {"since": period.since.isoformat(), "until": period.until.isoformat()}
            print_json("report", {"kind": kind.value, "format": chosen.id, "path": path, **days, "bytes": len(data)})
        elif path != STDOUT:
            say(_("Written: {path}", path=path))
    return arguments.OK


def _format(options: argparse.Namespace) -> reporting.ReportFormat:
    """Give the format named, else the one the file's name says, else Word."""
    if options.format:
        return reporting.FORMATS[options.format]
    if options.output in {None, STDOUT}:
        return reporting.FORMATS["docx" if options.output is None else "md"]
    suffix = Path(options.output).suffix.lower()
    found = next((each for each in reporting.FORMATS.values() if each.suffix == suffix), None)
    if found is None:
        raise arguments.UsageError(
            msg("“{name}” is no format to export to", name=suffix or options.output),
            msg("possible: {ways}", ways=tuple(reporting.FORMATS)),
        )
    return found


def _wanted(opened: Session, kind: ReportKind, options: argparse.Namespace) -> reporting.Wanted:
    lists = frozenset(find_list(opened.snapshot, name).id for name in options.list)
    item = find_item(opened.snapshot, options.item)[1].id if options.item else ""
    return reporting.Wanted(kind, _day(options.since, opened.today), _day(options.until, opened.today), lists, item)


def _day(text: str | None, today: date) -> date | None:
    try:
        return parse_day(text, today) if text else None
    except FieldError as error:
        raise arguments.UsageError(error.message, msg("e.g. --since 2025-10-01 --until 2025-10-31")) from error
