"""The sample workspace as a snapshot of 2025-11-10, and a place beside the other tests' helpers."""

import sys
from pathlib import Path

import msgspec
import pytest
from exports import STAMP, TODAY

from tasklist_tui import i18n
from tasklist_tui.domain.query import Query
from tasklist_tui.services.demo import samples
from tasklist_tui.services.exporting import FORMATS, Options, export, scope_of
from tasklist_tui.services.lightwords import use_names
from tasklist_tui.services.snapshot import make_snapshot
from tasklist_tui.storage import layout

sys.path.insert(0, str(Path(__file__).parents[1] / "domain"))


@pytest.fixture(scope="session")
def workspaces():
    """The sample workspaces by name."""
    return {sample.name: layout.load(sample.path).workspace for sample in samples()}


@pytest.fixture(scope="session")
def snapshots(workspaces):
    """The sample workspaces as snapshots of 2025-11-10."""
    return {name: make_snapshot(workspace, TODAY) for name, workspace in workspaces.items()}


@pytest.fixture
def snapshot(workspaces):
    """The sample with 48 tasks, without its other lists."""
    workspace = workspaces["qiantang"]
    return make_snapshot(msgspec.structs.replace(workspace, lists=(workspace.task_list("tasks-2025"),)), TODAY)


@pytest.fixture(autouse=True)
def _in_chinese():
    before = i18n.language()
    i18n.set_language("zh")
    use_names({})
    yield
    i18n.set_language(before)


@pytest.fixture
def exported(snapshot):
    """Export a snapshot (the largest sample) in a format; gives the bytes."""

    def made(name, given=None, *, query=None, language="zh", anonymise=False, **more):
        given = given or snapshot
        options = Options(STAMP, language, anonymise=anonymise, more=more)
        return export(given, FORMATS[name], scope_of(given, query or Query()), options)

    return made
