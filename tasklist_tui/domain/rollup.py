"""The roll-up: how each member stands, from its workspace: measures, tasks, lights, done on time, its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from tasklist_tui.domain.counts import Counts, count_item, total
from tasklist_tui.domain.kinds import Kind
from tasklist_tui.domain.lights import Colour
from tasklist_tui.domain.links import split_target
from tasklist_tui.domain.model import Document, TaskList, Workspace
from tasklist_tui.domain.query import LightOf

#: The kind that is counted as tasks; the lights are those of all items with a workflow.
TASK = "task"


class Tally(msgspec.Struct, frozen=True):
    """Numbers of one member; they add up."""

    measures: int = 0
    tasks: int = 0
    counts: Counts = Counts()
    lights: tuple[int, ...] = (0,) * len(Colour)

    def light(self, colour: Colour) -> int:
        """Give how many items have a light."""
        return self.lights[list(Colour).index(colour)]

    @property
    def rate(self) -> int | None:
        """How many of a hundred that are done with both dates were done on time; None when there are none."""
        dated = self.counts.on_time + self.counts.late
        return None if dated == 0 else round(100 * self.counts.on_time / dated)

    def __add__(self, other: Tally) -> Tally:
        """Give the numbers of both together."""
        return Tally(
            self.measures + other.measures,
            self.tasks + other.tasks,
            total([self.counts, other.counts]),
            tuple(map(sum, zip(self.lights, other.lights, strict=True))),
        )


class Standing(msgspec.Struct, frozen=True):
    """How a workspace stands: its numbers, and the document that stands for its drafting (None: it has none)."""

    organisation: str
    tally: Tally
    document: Document | None
    problems: int = 0


def standing(workspace: Workspace, light_of: LightOf, superiors: Iterable[str] = ()) -> Standing:
    """Give how a workspace stands; `superiors` are the ids of documents that its own one may implement."""
    settings = workspace.settings
    return Standing(
        settings.organisation or settings.title,
        tally(workspace, light_of),
        own_document(workspace.documents, frozenset(superiors)),
        len(workspace.problems),
    )


def tally(workspace: Workspace, light_of: LightOf) -> Tally:
    """Count the measures of the workspace's own documents, its tasks, and the items that have a workflow."""
    counts: list[Counts] = []
    lights = dict.fromkeys(Colour, 0)
    tasks = 0
    for task_list, kind in worked(workspace):
        tasks += len(task_list.items) if task_list.kind == TASK else 0
        for item in task_list.items:
            colour = light_of(task_list, item).colour
            lights[colour] += 1
            counts.append(count_item(item, kind, colour))
    measures = sum(len(document.measures) for document in own_documents(workspace.documents))
    return Tally(measures, tasks, total(counts), tuple(lights.values()))


def worked(workspace: Workspace) -> Iterable[tuple[TaskList, Kind]]:
    """Yield the lists whose items have a workflow, with their kind."""
    for task_list in workspace.lists:
        kind = workspace.kind_of(task_list)
        if kind.states:
            yield task_list, kind


def own_documents(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Give the documents that none of the same workspace implements: what others wrote is kept there for reference."""
    above = {split_target(document.implements)[1] for document in documents if document.implements}
    return tuple(document for document in documents if document.id not in above)


def own_document(documents: Sequence[Document], superiors: frozenset[str]) -> Document | None:
    """Give the document that stands for the work of a member.

    The one that implements a document of ours, else one that implements any, else the first with measures or a state.
    """

    def rank(document: Document) -> int:
        _member, wanted = split_target(document.implements)
        if wanted and wanted in superiors:
            return 0
        if wanted:
            return 1
        return 2 if document.measures else 3 if document.state is not None else 4

    ranked = sorted(own_documents(documents), key=rank)
    return ranked[0] if ranked and rank(ranked[0]) < 4 else None
