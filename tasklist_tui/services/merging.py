"""Two versions of a workspace into one, in memory, from what git holds: files to write, or what to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from tasklist_tui.domain.conflicts import Answer, Answers, Choice, Clash, Conflict, unanswered
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge_text import merge_lines
from tasklist_tui.domain.merge_trees import TreeMerge
from tasklist_tui.domain.model import TaskList
from tasklist_tui.services.list_merging import merge_list_texts
from tasklist_tui.services.versions import list_id_of, read_version
from tasklist_tui.storage.folders import EVENTS, FOLDERS, SETTINGS

#: How much of a list's items another file must have in common to be the same list under another name.
_SAME = 0.5


class Three(msgspec.Struct, frozen=True):
    """One file in three versions; None where it does not exist."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


class MergedFiles(msgspec.Struct, frozen=True):
    """What to write over our side (None deletes), what collides, and what was answered.

    With conflicts nothing may be written: `files` is then not the whole of it.
    """

    files: Mapping[str, bytes | None]
    conflicts: tuple[Conflict, ...] = ()
    answered: tuple[tuple[Conflict, Answer], ...] = ()


def merge_files(
    versions: Mapping[str, Three],
    kinds: Mapping[str, Kind],
    local: Callable[[str], str] = str,
    answers: Answers = unanswered,
) -> MergedFiles:
    """Merge files that they changed, by path in the repository; `local` gives the path in the workspace.

    Lists are merged by item and field, the other files of a workspace by what they say, anything else by line.  What
    collides, a file deleted on one side and changed on the other, and one that cannot be read on one side, is asked
    about.  A list that one side renamed is merged under its new name.
    """
    merge = _Merge(kinds, local, answers)
    for path, three in merge.renamed(versions).items():
        if three.theirs in (three.base, three.ours):
            if three.ours is None or three.theirs != three.base:
                continue
        elif three.ours == three.base:
            merge.files[path] = three.theirs
        else:
            merge.one(path, three)
    return MergedFiles(merge.files, tuple(merge.conflicts), tuple(merge.answered))


class _Merge:
    """One merge of a workspace: what it has decided so far."""

    def __init__(self, kinds: Mapping[str, Kind], local: Callable[[str], str], answers: Answers) -> None:
        self.kinds, self.local, self.answers = kinds, local, answers
        self.files: dict[str, bytes | None] = {}
        self.conflicts: list[Conflict] = []
        self.answered: list[tuple[Conflict, Answer]] = []
        #: New names of lists that they renamed: our side has no file of that name yet.
        self.moved_in: set[str] = set()

    def one(self, path: str, three: Three) -> None:
        """Merge a file that both sides changed."""
        if three.ours is None or three.theirs is None:
            self._whole(path, three, Clash.WE_REMOVED if three.ours is None else Clash.THEY_REMOVED)
            return
        merged = self._contents(path, three)
        if merged is None:
            self._whole(path, three, Clash.VALUES)
            return
        data, conflicts, answered = merged
        self.conflicts.extend(conflicts)
        self.answered.extend(answered)
        if data is None and not conflicts:
            self._whole(path, three, Clash.VALUES)
        elif data is not None and not conflicts and (data != three.ours or path in self.moved_in):
            self.files[path] = data

    def _contents(
        self, path: str, three: Three
    ) -> tuple[bytes | None, list[Conflict], list[tuple[Conflict, Answer]]] | None:
        """Give the merged bytes (None when they cannot be written), and what collides; None for a file as a whole."""
        local = self.local(path)
        if list_id_of(local) is not None:
            lists = [read_version(local, data, self.kinds) for data in (three.base, three.ours, three.theirs)]
            if three.base is None:
                lists[0] = TaskList(list_id_of(local) or "")
            base, ours, theirs = lists
            if base is None or ours is None or theirs is None:
                return None
            return merge_list_texts(local, three_texts(three), (base, ours, theirs), self.kinds, self.answers)
        texts = _decoded(three)
        if texts is None:
            return None
        if _is_ours(local):
            return self._trees(local, texts)
        made = merge_lines(*texts)
        return None if made is None else (made.encode("utf-8"), [], [])

    def _trees(
        self, path: str, texts: tuple[str, str, str]
    ) -> tuple[bytes | None, list[Conflict], list[tuple[Conflict, Answer]]] | None:
        from tasklist_tui.storage.treetext import says, text_of

        trees = [says(text) for text in texts]
        if not texts[0].strip():
            trees[0] = {}
        if not all(isinstance(tree, dict) for tree in trees):
            return None
        merge = TreeMerge(path, self.answers)
        tree = merge.merge(*trees)
        text = None if merge.conflicts else text_of(tree, *texts)
        return None if text is None else text.encode("utf-8"), merge.conflicts, merge.answered

    def _whole(self, path: str, three: Three, clash: Clash) -> None:
        """Ask about a file as a whole: which of the two versions shall stay."""
        shown = (_shown(data) for data in (three.base, three.ours, three.theirs))
        base, ours, theirs = shown
        conflict = Conflict(
            clash, list_id_of(self.local(path)) or "", "", path, path=path, base=base, ours=ours, theirs=theirs
        )
        answer = self.answers(conflict)
        if answer is None:
            self.conflicts.append(conflict)
            return
        self.answered.append((conflict, answer))
        if answer.choice is Choice.THEIRS:
            self.files[path] = three.theirs
        elif answer.choice is Choice.BASE:
            self.files[path] = three.base

    def renamed(self, versions: Mapping[str, Three]) -> dict[str, Three]:
        """Give the files with a list that one side renamed brought together under its new name."""
        together = dict(versions)
        for old, three in versions.items():
            if three.base is None or (three.ours is None) == (three.theirs is None):
                continue
            new = self._new_name(old, three, versions)
            if new is None:
                continue
            moved = versions[new]
            if three.theirs is None:
                together[new] = Three(three.base, three.ours, moved.theirs)
                together[old] = Three(three.base, three.base, None)
                self.moved_in.add(new)
            else:
                together[new] = Three(three.base, moved.ours, three.theirs)
                together[old] = Three(None, None, None)
        return together

    def _new_name(self, old: str, three: Three, versions: Mapping[str, Three]) -> str | None:
        ids = self._ids(old, three.base)
        if not ids:
            return None
        for new, other in versions.items():
            added = other.theirs if three.theirs is None else other.ours
            if new != old and other.base is None and added is not None and (other.ours is None or other.theirs is None):
                common = ids & self._ids(new, added)
                if len(common) >= _SAME * len(ids):
                    return new
        return None

    def _ids(self, path: str, data: bytes | None) -> set[str]:
        task_list = read_version(self.local(path), data, self.kinds)
        return {item.id for item in task_list.items} if task_list is not None else set()


def three_texts(three: Three) -> tuple[str, str, str]:
    """Give the three versions as text; a file that does not exist is empty."""
    base, ours, theirs = ((data or b"").decode("utf-8") for data in (three.base, three.ours, three.theirs))
    return base, ours, theirs


def _decoded(three: Three) -> tuple[str, str, str] | None:
    try:
        return three_texts(three)
    except UnicodeDecodeError:
        return None


def _is_ours(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return path in {SETTINGS, EVENTS} or (folder in FOLDERS and name.endswith(".yaml"))


def _shown(data: bytes | None) -> str | None:
    """Give a file's content as a conflict names it: its digest, which tells versions apart; None when it is gone."""
    from hashlib import sha256

    return None if data is None else sha256(data).hexdigest()[:12]
