"""The base of a merge where there are several: two servers were merged crosswise, so no ancestor has all both share.

The ancestors are merged first, as git's recursive strategy does; where they collide, what was before both stands, so
that it is asked about unless both sides have come to the same since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from tasklist_tui.domain.conflicts import Answer, Choice
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.services.merging import Three, merge_files
from tasklist_tui.vcs.ancestry import merge_base
from tasklist_tui.vcs.repository import Repository


def over_all_bases(
    repo: Repository,
    bases: Sequence[str],
    versions_over: Callable[[str | None], Mapping[str, Three]],
    kinds: Mapping[str, Kind],
    local: Callable[[str], str],
) -> dict[str, Three]:
    """Give the versions of every file that changed from any of the bases, with all bases together as the base.

    `versions_over` gives the versions with one base.
    """
    if len(bases) < 2:
        return dict(versions_over(bases[0] if bases else None))
    versions: dict[str, Three] = {}
    for base in bases:
        versions.update(versions_over(base))
    first = bases[0]
    together = {path: repo.blob(first, path) for path in versions}
    for other in bases[1:]:
        below = merge_base(repo, first, other)
        three = {
            path: Three(repo.blob(below, path) if below else None, data, repo.blob(other, path))
            for path, data in together.items()
        }
        together.update(merge_files(three, kinds, local, lambda _conflict: Answer(Choice.BASE)).files)
    return {path: msgspec.structs.replace(three, base=together.get(path)) for path, three in versions.items()}
