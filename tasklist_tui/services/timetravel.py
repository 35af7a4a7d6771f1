"""The workspace as it was: at a commit, a tag, a meeting or on a day, with the lights of that day; only for reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

import msgspec

from tasklist_tui.domain.comparison import ItemNews, compare
from tasklist_tui.domain.dates import parse_day
from tasklist_tui.domain.fields import FieldError
from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.services import clock
from tasklist_tui.services.saving import Place
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot, make_snapshot
from tasklist_tui.storage import layout
from tasklist_tui.storage.folders import is_ours
from tasklist_tui.vcs import history as log
from tasklist_tui.vcs.trees import walk_tree

#: What stands for the last meeting before today.
LAST_MEETING = frozenset({"last-meeting", "上次例会", "上次会议", "自上次例会以来"})


class Moment(msgspec.Struct, frozen=True):
    """A state of the workspace: the commit, the day its lights are given for, and what it was called.

    `sha` is None for the time before the first commit.
    """

    sha: str | None
    day: date
    name: str = ""


def find_moment(session: Session, wanted: str, zone: tzinfo | None = None) -> Moment:
    """Give the moment that `wanted` names: a day (the end of it), a meeting, a tag, or a commit; "" is now.

    A day ends in `zone`, that of this machine when it is not given.

    `last-meeting` (上次例会) is the last meeting before today.

    Raises `UserError` when it names nothing, or nothing that has happened yet.
    """
    if not wanted or wanted.upper() == "HEAD":
        return Moment(session.repo.head(), session.today)
    events = session.snapshot.workspace.events
    if wanted in LAST_MEETING:
        last = max((e for e in events if e.date and e.date < session.today), key=lambda e: str(e.date), default=None)
        if last is None or last.date is None:
            raise UserError(
                msg("no meeting has been held yet"), msg("give a meeting its date: tasklist meeting NAME DATE")
            )
        return _on(session, last.date, last.name, zone)
    for event in events:
        if event.date is not None and wanted in {event.id, event.name}:
            return _on(session, event.date, event.name, zone)
    try:
        day = parse_day(wanted, session.today)
    except FieldError:
        day = None
    if day is not None:
        return _on(session, day, wanted, zone)
    if (version := versions(session).get(wanted)) is not None:
        return version
    sha = session.repo.resolve(wanted)
    if sha is None:
        raise UserError(
            msg("“{text}” is no day, meeting, version or commit", text=wanted),
            msg("e.g. 2025-10-31, the name of a meeting, or a version of tasklist tag"),
        )
    (commit,) = log.commits(session.repo, rev=sha, limit=1)
    return Moment(sha, commit.when.date(), wanted)


def _on(session: Session, day: date, name: str, zone: tzinfo | None) -> Moment:
    """Give the state at the end of a day: the newest commit made until then."""
    if day > session.today:
        raise UserError(msg("{day} has not come yet", day=day), msg("choose today or an earlier day"))
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone or clock.now().tzinfo)
    return Moment(log.newest_before(session.repo, int(end.timestamp())), day, name)


def snapshot_at(session: Session, moment: Moment) -> Snapshot:
    """Give the whole workspace as it was at `moment`, with the lights of its day."""
    prefix = Place(session.root, session.repo).in_repo("")
    data: dict[str, bytes] = {}
    if moment.sha:
        files = {
            path.removeprefix(prefix): entry.sha
            for name, entry in walk_tree(session.repo.objects, session.repo.tree_of(moment.sha))
            if (path := name.decode("utf-8", "replace")).startswith(prefix)
        }
        ours = {path: sha for path, sha in files.items() if is_ours(path)}
        contents = log.blobs(session.repo, list(ours.values()))
        data = {path: contents[sha] for path, sha in ours.items() if sha in contents}
    loaded = layout.load_data(data, session.loaded)
    return make_snapshot(loaded.workspace, moment.day, root=str(session.root), revision=moment.sha)


class Comparison(msgspec.Struct, frozen=True):
    """Two states and what became of the items between them."""

    old: Moment
    new: Moment
    before: Snapshot
    after: Snapshot
    items: tuple[ItemNews, ...]


def compare_moments(session: Session, old: Moment, new: Moment) -> Comparison:
    """Compare two states; the newer one may be what lies in the folder now."""
    before = snapshot_at(session, old)
    after = session.snapshot if new.sha == session.repo.head() and not new.name else snapshot_at(session, new)
    return Comparison(old, new, before, after, compare(before.workspace, before.light, after.workspace, after.light))


def versions(session: Session) -> Mapping[str, Moment]:
    """Give the named versions (印发版 …) by name, newest first."""
    from tasklist_tui.vcs.tags import tags_of

    return {name: Moment(sha, when.date(), name) for name, sha, when in tags_of(session.repo)}


def name_version(session: Session, name: str, message: str = "") -> Moment:
    """Give the last commit a name that stays, like 「8月印发版」; raises `UserError` when the name cannot be used."""
    from tasklist_tui.vcs.tags import add_tag

    sha = session.repo.head()
    if sha is None:
        raise UserError(msg("nothing is recorded yet"), msg("make a first change, then name the version"))
    session.refresh()
    if session.snapshot.uncommitted:
        raise UserError(
            msg("{count} files changed by hand are not recorded yet", count=len(session.snapshot.uncommitted)),
            msg("record them first (S on the screen), so that the version holds them"),
        )
    now = clock.now()
    add_tag(session.repo, name.strip(), sha, message.strip() or name.strip(), session.author(), now)
    return Moment(sha, now.date(), name.strip())
