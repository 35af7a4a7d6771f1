"""Who set each field of an item and when, as it stands beside the fields; kept for each revision once it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tasklist_tui.tui.state import ItemKey, ViewState

if TYPE_CHECKING:
    from tasklist_tui.services.blame import SetBy
    from tasklist_tui.services.snapshot import Snapshot
    from tasklist_tui.tui.messages import Act

#: So many items are kept; a person looks at far fewer before the next revision.
_MOST = 500


class Signatures:
    """What was read so far, by revision and item."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[tuple[str | None, ItemKey], Mapping[str, str]] = {}

    def of(self, snapshot: Snapshot, state: ViewState) -> Mapping[str, str]:
        """Give who set the fields of the item under the cursor, nothing while that is not wanted or not known."""
        if not state.signed or state.past is not None or state.cursor is None:
            return {}
        return self._known.get((snapshot.revision, state.cursor), {})

    def wanted(self, snapshot: Snapshot, state: ViewState, then: Callable[[], None]) -> Act | None:
        """Give what reads them where they are wanted and were not asked for yet; `then` is called with the answer."""
        from tasklist_tui.tui.actions import records

        key = state.cursor
        if not state.signed or state.past is not None or key is None or (snapshot.revision, key) in self._known:
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[snapshot.revision, key] = {}

        def give(found: Sequence[SetBy]) -> None:
            self._known[snapshot.revision, key] = signatures(found, snapshot)
            then()

        return partial(records.set_by, key=key, give=give)


def signatures(found: Sequence[SetBy], snapshot: Snapshot) -> dict[str, str]:
    """Give who set each field and when: 「预算工委 10-31」, a day of another year with its year."""
    this_year = snapshot.today.year
    return {
        told.field: f"{told.author} {told.when:%m-%d}"
        if told.when.year == this_year
        else f"{told.author} {told.when:%Y-%m-%d}"
        for told in found
    }
