"""The command that tells the past: who changed what, narrowed by person, committee, field, light, days and text."""

from __future__ import annotations

import argparse
from datetime import date

from tasklist_tui.cli import arguments
from tasklist_tui.cli.common import NotFound, find_committee, find_field, find_item, find_list, session
from tasklist_tui.cli.output import changes_data, print_json, say
from tasklist_tui.cli.sharing import progress_line
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.history_filter import HistoryFilter
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Workspace
from tasklist_tui.i18n import _, language
from tasklist_tui.services.history import Revision, history_page
from tasklist_tui.services.history_index import extend
from tasklist_tui.services.messages import by_item
from tasklist_tui.services.present import changes_text
from tasklist_tui.services.session import Session


def history_command(options: argparse.Namespace) -> int:
    """Show who changed what, from what to what, when and why."""
    with session(options, sign=False) as opened:
        revisions = _revisions(opened, options)
        if options.json:
            print_json("history", {"revisions": [_data(revision) for revision in revisions]})
            return arguments.OK
        for revision in revisions:
            _say(opened.snapshot.workspace, revision)
        if not revisions:
            say(_("There is no history yet.") if opened.repo.head() is None else _("Nothing matches."))
    return arguments.OK


def _revisions(opened: Session, options: argparse.Namespace) -> tuple[Revision, ...]:
    wanted = _wanted(opened, options)
    if wanted.chooses_changes and not wanted.item_id:
        # What is rare may lie far back: with the index it is found at once, now and the next time.
        show = progress_line(options)
        extend(opened, lambda done, total: show(done, total, "history"))
    return history_page(opened, wanted, limit=options.limit).revisions


def _wanted(opened: Session, options: argparse.Namespace) -> HistoryFilter:
    snapshot = opened.snapshot
    item_id = ""
    if options.item:
        item_id = _item(opened, options.item)
    return HistoryFilter(
        person=options.person,
        committee=find_committee(snapshot.workspace, options.committee) if options.committee else "",
        list_id=find_list(snapshot, options.list).id if options.list else "",
        item_id=item_id,
        field=find_field(snapshot.workspace, options.field) if options.field else "",
        light=options.light,
        since=_day(options.since, opened.today),
        until=_day(options.until, opened.today),
        text=options.text,
    )


def _item(opened: Session, reference: str) -> str:
    """Give the id of an item, also of one that was deleted when its whole id is given."""
    try:
        return find_item(opened.snapshot, reference)[1].id
    except NotFound:
        if history_page(opened, HistoryFilter(item_id=reference), limit=1).revisions:
            return reference
        raise


def _day(text: str | None, today: date) -> date | None:
    try:
        return parse_day(text or "", today)
    except FieldError as error:
        raise UserError(error.message) from error


def _say(workspace: Workspace, revision: Revision) -> None:
    say(f"{revision.when:%Y-%m-%d %H:%M}  {revision.author}  {revision.subject}")
    if revision.reason:
        say("    " + _("reason: {reason}", reason=revision.reason))
    if revision.is_cut:
        say("    " + _("The history of this copy begins here; what was before was not fetched."))
    for group in by_item(revision.changes):
        changed = workspace.task_list(group[0].list_id)
        if changed is not None:
            text = changes_text(workspace, workspace.kind_of(changed), group, language())
            say(f"    {group[0].title}  {text}")


def _data(revision: Revision) -> dict[str, object]:
    return {
        "sha": revision.sha,
        "when": revision.when.isoformat(),
        "author": revision.author,
        "subject": revision.subject,
        "reason": revision.reason,
        "changes": changes_data(revision.changes),
        "files": list(revision.files),
    }
