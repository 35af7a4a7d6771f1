"""A ledger that this program made, on its way back: only what differs from what it said then is a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from tasklist_tui.domain.dates import iso_day
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.ledger.matching import Match, Signed, changed_fields, new_values
from tasklist_tui.domain.ledger.reading import Before
from tasklist_tui.domain.message import Message, UserError, msg
from tasklist_tui.domain.model import Item, TaskList, Value
from tasklist_tui.services.ledger import LedgerColumn, ledger_columns, said
from tasklist_tui.services.session import Session
from tasklist_tui.services.snapshot import Snapshot


class Ours:
    """What such a ledger says of itself in `origin`, and the workspace as it was when it was made."""

    def __init__(self, session: Session, origin: Mapping[str, str]) -> None:
        """Look up the version it was made from; `notes` tell when that is not known here."""
        self.session, self.snapshot, self.origin = session, session.snapshot, origin
        self.notes: list[Message] = []
        self.base = self._base()

    def list_of(self, sheet: str) -> str:
        """Give the list that a sheet was made from, "" when there is none by that name."""
        named = self.origin.get(f"sheet:{sheet}", "")
        return named if self.snapshot.workspace.task_list(named) is not None else ""

    def columns(self, kind: Kind, list_id: str) -> dict[str, str]:
        """Give the target of each of its columns, by heading."""
        lead = f"column:{list_id}:"
        return {
            name.removeprefix(lead): target if target.startswith("$") or target in kind.field else "$skip"
            for name, target in self.origin.items()
            if name.startswith(lead)
        }

    def before(self, task_list: TaskList) -> Before:
        """Give what the ledger said of an item when it was made."""
        old = self.base.workspace.task_list(task_list.id)
        language = self.origin.get("language", "zh")

        def of(snapshot: Snapshot, one: TaskList) -> tuple[Snapshot, TaskList, Sequence[LedgerColumn]]:
            return snapshot, one, ledger_columns(snapshot.workspace.kind_of(one), one.items, language, everything=True)

        sources = [of(self.base, old)] if old is not None else []
        sources.append(of(self.snapshot, task_list))

        def before(item_id: str) -> Mapping[str, str] | None:
            for snapshot, one, columns in sources:
                item = one.item(item_id)
                if item is not None:
                    return said(snapshot, one, item, columns, language)
            return None

        return before

    def base_of(self, task_list: TaskList) -> TaskList:
        """Give a list as it was then, with the items that came since, each behind the one it stands behind now."""
        base = self.base.workspace.task_list(task_list.id) or task_list
        ordered = [item.id for item in base.items]
        items = {item.id: item for item in base.items}
        previous: str | None = None
        for item in task_list.items:
            if item.id not in items:
                ordered.insert(ordered.index(previous) + 1 if previous is not None else 0, item.id)
                items[item.id] = item
            previous = item.id
        return msgspec.structs.replace(base, items=tuple(items[name] for name in ordered))

    def theirs(self, kind: Kind, base: TaskList, now: TaskList, matches: Iterable[Match], signed: Signed) -> TaskList:
        """Give the list as the file has it: the items of `base` with what was changed, and the new ones.

        Progress notes that the list holds `now` came from this file before.
        """
        items = {item.id: item for item in base.items}
        behind: dict[str, list[Item]] = {}
        previous = ""
        for match in matches:
            if match.new:
                made = Item(match.item_id, new_values(kind, base, match.read, signed))
                behind.setdefault(previous, []).append(made)
                continue
            item = items[match.item_id]
            if changed := changed_fields(kind, item, match.read, signed):
                items[item.id] = item.with_values(_without_known(now.item(item.id), item, changed))
            previous = match.item_id
        ordered = list(behind.get("", ()))
        for item in items.values():
            ordered.extend([item, *behind.get(item.id, ())])
        return msgspec.structs.replace(base, items=tuple(ordered))

    def _base(self) -> Snapshot:
        """Give the workspace as it was when the ledger was made; as it is now when that is not known here."""
        from tasklist_tui.services.timetravel import Moment, snapshot_at

        revision = self.origin.get("revision", "")
        if revision == self.snapshot.revision and not self.snapshot.uncommitted:
            return self.snapshot
        try:
            sha = self.session.repo.resolve(revision) if revision.isalnum() else None
            if sha is not None:
                day = iso_day(self.origin.get("today", "")) or self.snapshot.today
                return snapshot_at(self.session, Moment(sha, day))
        except UserError:  # a commit that was never here, or is damaged
            pass
        self.notes.append(
            msg("the version this ledger was made from is not known here: every cell that differs is a change")
        )
        return self.snapshot


def _without_known(now: Item | None, base: Item, changed: Mapping[str, Value]) -> dict[str, Value]:
    """Leave out progress notes that the item holds by now: the file has been imported before."""
    kept = dict(changed)
    known = {(row.get("text"), row.get("state")) for row in now.rows("log")} if now is not None else set()
    added = kept.pop("log", None)
    if isinstance(added, list):
        old = len(base.rows("log"))
        new = [row for row in added[old:] if (row.get("text"), row.get("state")) not in known]
        if new:
            kept["log"] = [*added[:old], *new]
    return kept
