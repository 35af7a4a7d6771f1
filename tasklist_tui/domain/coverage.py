"""Coverage: which measures of other documents, and which tasks, carry each measure of a document out; the holes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tasklist_tui.domain.links import split_target
from tasklist_tui.domain.model import Document, Measure, Workspace
from tasklist_tui.domain.query import Entry


class Known(msgspec.Struct, frozen=True):
    """A workspace that is looked at: this one under the name "", a member under its own."""

    name: str
    workspace: Workspace


class Cover(msgspec.Struct, frozen=True):
    """What one document does for one measure: its own measures, and the items that carry them out."""

    measures: tuple[Measure, ...] = ()
    entries: tuple[Entry, ...] = ()


class Column(msgspec.Struct, frozen=True):
    """A document that implements the one looked at, and whose it is."""

    member: str
    document: Document
    organisation: str = ""


class Coverage(msgspec.Struct, frozen=True):
    """The measures of a document by the documents that implement it; `cells` are by row, then column."""

    member: str
    document: Document
    columns: tuple[Column, ...]
    cells: tuple[tuple[Cover, ...], ...]

    @property
    def holes(self) -> tuple[Measure, ...]:
        """The measures that no measure of any document carries out."""
        pairs = zip(self.document.measures, self.cells, strict=True)
        return tuple(measure for measure, covers in pairs if not any(cover.measures for cover in covers))


def implemented(known: Sequence[Known]) -> tuple[tuple[str, Document], ...]:
    """Give the documents with measures that others implement, with the name of the workspace they are in.

    Those of this workspace come first.
    """
    found: dict[tuple[str, str], Document] = {}
    for place in known:
        for document in place.workspace.documents:
            target = _target(known, place, document)
            if target is not None and target[1].measures:
                found.setdefault((target[0], target[1].id), target[1])
    return tuple((name, document) for (name, _id), document in sorted(found.items(), key=lambda pair: bool(pair[0][0])))


def coverage(known: Sequence[Known], member: str, document: Document) -> Coverage:
    """Give how the measures of a document of `member` are carried out by all documents that implement it."""
    columns: list[Column] = []
    by_column: list[dict[int, Cover]] = []
    for place in known:
        for other in place.workspace.documents:
            target = _target(known, place, other)
            if target is not None and (target == (member, document) or _is_copy(target[1], document)):
                settings = place.workspace.settings
                columns.append(Column(place.name, other, settings.organisation or settings.title))
                by_column.append(_covers(place.workspace, other))
    cells = tuple(tuple(covers.get(measure.number, Cover()) for covers in by_column) for measure in document.measures)
    return Coverage(member, document, tuple(columns), cells)


def _is_copy(copy: Document, document: Document) -> bool:
    """Say whether an office keeps a document as the other one does: districts have the city's paper at hand too."""
    return (copy.id, copy.title) == (document.id, document.title)


def _covers(workspace: Workspace, document: Document) -> dict[int, Cover]:
    """Give what a document does for each measure of the one it implements, by the number of that measure."""
    carried: dict[int, list[Entry]] = {}
    for task_list in workspace.lists:
        if task_list.document == document.id:
            for item in task_list.items:
                if item.measure is not None:
                    carried.setdefault(item.measure, []).append(Entry(task_list, item))
    measures: dict[int, list[Measure]] = {}
    for measure in document.measures:
        for number in measure.implements:
            measures.setdefault(number, []).append(measure)
    return {
        number: Cover(tuple(own), tuple(entry for measure in own for entry in carried.get(measure.number, ())))
        for number, own in measures.items()
    }


def _target(known: Sequence[Known], place: Known, document: Document) -> tuple[str, Document] | None:
    """Give the document that another implements, and where: what it names is looked for where that makes sense.

    `MEMBER/ID` is a name of the workspace the document is in; another one may call that member otherwise, so any
    workspace will do that has the document.  A plain id is first one of the same workspace.
    """
    if not document.implements:
        return None
    member, wanted = split_target(document.implements)
    order = sorted(known, key=lambda other: (other.name != member if member else other is not place, bool(other.name)))
    for other in order:
        target = other.workspace.document.get(wanted)
        if target is not None and target is not document and not (member and other is place):
            return other.name, target
    return None
