"""Two versions of a workspace into one, in memory, from what git holds: files to write, or what to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from tasklist_tui.domain.conflicts import LINES, Answer, Answers, Choice, Clash, Conflict, unanswered
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.merge_text import Piece, merge_lines, pieces
from tasklist_tui.domain.merge_trees import TreeMerge
from tasklist_tui.domain.model import TaskList
from tasklist_tui.services.list_merging import ListMerge, merge_list_texts, relinked_list
from tasklist_tui.services.renaming import Three, renamed
from tasklist_tui.services.versions import list_id_of, read_version
from tasklist_tui.storage.folders import is_ours
from tasklist_tui.storage.lineends import Texts, united
from tasklist_tui.storage.treetext import says, text_of

__all__ = ["MergedFiles", "Three", "merge_files"]


class MergedFiles(msgspec.Struct, frozen=True):
    """What to write over our side (None deletes), what collides, and what was answered.

    With conflicts nothing may be written: `files` is then not the whole of it.  `followed` are files that they did not
    change, as they are on our side: links in them follow items that got another id.
    """

    files: Mapping[str, bytes | None]
    conflicts: tuple[Conflict, ...] = ()
    answered: tuple[tuple[Conflict, Answer], ...] = ()
    followed: Mapping[str, bytes] = {}


def merge_files(
    versions: Mapping[str, Three],
    kinds: Mapping[str, Kind],
    local: Callable[[str], str] = str,
    answers: Answers = unanswered,
    others: Callable[[], Mapping[str, bytes]] = dict,
) -> MergedFiles:
    """Merge files that they changed, by path in the repository; `local` gives the path in the workspace.

    Lists are merged by item and field, the other files of a workspace by what they say, anything else by line.  What
    collides, a file deleted on one side and changed on the other, and one that cannot be read on one side, is asked
    about.  A list that one side renamed is merged under its new name; one that both renamed differently is asked about.

    Where both made new items of one id, ours get another one, and our links follow: also in the lists of our side that
    they did not change, which `others` gives by their path in the repository.
    """
    merge = _merged(versions, versions, kinds, local, answers)
    if merge.conflicts or not merge.copies:
        return MergedFiles(merge.files, tuple(merge.conflicts), tuple(merge.answered))
    copies = merge.copies
    led = {path: _led(path, three, kinds, local, copies) for path, three in versions.items()}
    merge = _merged(led, versions, kinds, local, answers)
    followed: dict[str, bytes] = {}
    for path, data in others().items():
        if path not in versions and (new := relinked_list(local(path), data, kinds, copies)) != data:
            merge.files[path], followed[path] = new, data
    return MergedFiles(merge.files, tuple(merge.conflicts), tuple(merge.answered), followed)


def _merged(
    versions: Mapping[str, Three],
    lie: Mapping[str, Three],
    kinds: Mapping[str, Kind],
    local: Callable[[str], str],
    answers: Answers,
) -> _Merge:
    """Merge `versions`; what our side has at each path is in `lie`."""
    merge = _Merge(kinds, local, answers)
    for path, three in renamed(versions, merge.ids, merge.name).items():
        merge.one(path, three, lie.get(path, three).ours)
    return merge


def _led(
    path: str, three: Three, kinds: Mapping[str, Kind], local: Callable[[str], str], copies: Mapping[str, str]
) -> Three:
    """Give a file with the links of our side led to the new ids of our items."""
    if three.ours is None or three.ours == three.theirs:
        return three
    return msgspec.structs.replace(three, ours=relinked_list(local(path), three.ours, kinds, copies))


class _Merge:
    """One merge of a workspace: what it has decided so far."""

    def __init__(self, kinds: Mapping[str, Kind], local: Callable[[str], str], answers: Answers) -> None:
        self.kinds, self.local, self.answers = kinds, local, answers
        self.files: dict[str, bytes | None] = {}
        self.conflicts: list[Conflict] = []
        self.answered: list[tuple[Conflict, Answer]] = []
        self.copies: dict[str, str] = {}

    def ids(self, path: str, data: bytes | None) -> set[str] | None:
        """Give the ids of the items of a list, None for a file that is none or cannot be read."""
        task_list = read_version(self.local(path), data, self.kinds)
        return None if task_list is None else {item.id for item in task_list.items}

    def name(self, old: str, ours: str, theirs: str) -> str | None:
        """Ask which name a list has that both sides renamed."""
        title = f"{old} → {ours} | {theirs}"
        conflict = Conflict(Clash.VALUES, "", "", title, path=old, base=old, ours=ours, theirs=theirs)
        answer = self.answers(conflict)
        if answer is None:
            self.conflicts.append(conflict)
            return None
        self.answered.append((conflict, answer))
        return {Choice.THEIRS: theirs, Choice.BASE: old}.get(answer.choice, ours)

    def one(self, path: str, three: Three, lies: bytes | None) -> None:
        """Merge a file; `lies` is what our side has at this path."""
        if three.theirs in (three.base, three.ours):
            data = three.ours
        elif three.ours == three.base:
            data = three.theirs
        else:
            left = len(self.conflicts)
            data = self._both_changed(path, three)
            if len(self.conflicts) > left:
                return
        if data != lies:
            self.files[path] = data

    def _both_changed(self, path: str, three: Three) -> bytes | None:
        if three.ours is None or three.theirs is None:
            return self._whole(path, three, Clash.WE_REMOVED if three.ours is None else Clash.THEY_REMOVED)
        merged = self._contents(path, three)
        if merged is None or (merged.data is None and not merged.conflicts):
            return self._whole(path, three, Clash.VALUES)
        self.conflicts.extend(merged.conflicts)
        self.answered.extend(merged.answered)
        self.copies.update(merged.copies)
        return merged.data

    def _contents(self, path: str, three: Three) -> ListMerge | None:
        """Merge what two versions of a file say; None for a file that is only taken as a whole."""
        texts = three_texts(three)
        if texts is None:
            return None
        local = self.local(path)
        list_id = list_id_of(local)
        if list_id is not None:
            base, ours, theirs = (
                read_version(local, data, self.kinds) for data in (three.base, three.ours, three.theirs)
            )
            if three.base is None:
                base = TaskList(list_id)
            if base is None or ours is None or theirs is None:
                return None
            return merge_list_texts(local, texts, (base, ours, theirs), self.kinds, self.answers)
        if is_ours(local):
            return self._trees(local, texts)
        return None if any("\0" in text for text in texts) else self._lines(path, texts)

    def _lines(self, path: str, texts: Texts) -> ListMerge:
        """Merge text by line; where lines collide a person says which of them stay."""
        made = merge_lines(*texts)
        if made is not None:
            return ListMerge(made.encode("utf-8"), [], [])
        plain, form = united(texts)
        conflicts: list[Conflict] = []
        answered: list[tuple[Conflict, Answer]] = []
        lines: list[str] = []
        at = 1
        for piece in pieces(*(text.split("\n") for text in plain)):
            settled = piece.settled()
            if settled is None:
                conflict = _of_lines(path, at, piece)
                answer = self.answers(conflict)
                if answer is None:
                    conflicts.append(conflict)
                    settled = ()
                else:
                    answered.append((conflict, answer))
                    decided = answer.decided(conflict)
                    settled = () if decided is None else str(decided).split("\n")
            lines.extend(settled)
            at += len(piece.base)
        return ListMerge(form.applied("\n".join(lines)).encode("utf-8"), conflicts, answered)

    def _trees(self, path: str, texts: Texts) -> ListMerge | None:
        plain, form = united(texts)
        trees = [says(text) if text.strip() else {} for text in plain]
        if not all(isinstance(tree, dict) for tree in trees):
            return None
        merge = TreeMerge(path, self.answers)
        tree = merge.merge(*trees)
        text = None if merge.conflicts else text_of(tree, *plain)
        data = None if text is None else form.applied(text).encode("utf-8")
        return ListMerge(data, merge.conflicts, merge.answered)

    def _whole(self, path: str, three: Three, clash: Clash) -> bytes | None:
        """Ask about a file as a whole: which of the versions shall stay."""
        shown = (_shown(data) for data in (three.base, three.ours, three.theirs))
        base, ours, theirs = shown
        conflict = Conflict(
            clash, list_id_of(self.local(path)) or "", "", path, path=path, base=base, ours=ours, theirs=theirs
        )
        answer = self.answers(conflict)
        if answer is None:
            self.conflicts.append(conflict)
            return None
        self.answered.append((conflict, answer))
        return {Choice.THEIRS: three.theirs, Choice.BASE: three.base}.get(answer.choice, three.ours)


def three_texts(three: Three) -> Texts | None:
    """Give the three versions as text, a file that does not exist as an empty one; None for what is no text."""
    try:
        base, ours, theirs = ((data or b"").decode("utf-8") for data in (three.base, three.ours, three.theirs))
    except UnicodeDecodeError:
        return None
    return base, ours, theirs


def _of_lines(path: str, number: int, piece: Piece) -> Conflict:
    """Give the conflict about lines of a text, the first of which has `number` in the version before."""
    base, ours, theirs = ("\n".join(side) if side else None for side in (piece.base, piece.ours, piece.theirs))
    return Conflict(
        Clash.VALUES, "", "", path, field=LINES, row=str(number), base=base, ours=ours, theirs=theirs, path=path
    )


def _shown(data: bytes | None) -> str | None:
    """Give a file's content as a conflict names it: its digest, which tells versions apart; None when it is gone."""
    from hashlib import sha256

    return None if data is None else sha256(data).hexdigest()[:12]
