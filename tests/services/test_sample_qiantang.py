"""The sample workspace of 钱塘 is whole: what the bulletin counts, and nothing that points nowhere."""

import pytest

from tasklist_tui.domain.validate import validate
from tasklist_tui.services import demo
from tasklist_tui.storage import layout


@pytest.fixture(scope="module")
def workspace():
    (path,) = [sample.path for sample in demo.samples() if sample.name == "qiantang"]
    return layout.load(path).workspace


@pytest.fixture(scope="module")
def task_list(workspace):
    return workspace.task_list("tasks-2025")


def test_it_reads_without_a_problem(workspace):
    assert workspace.problems == ()
    assert validate(workspace) == []


def test_it_has_48_tasks_under_12_measures_and_17_committees(workspace, task_list):
    assert len(task_list.items) == 48
    document = workspace.document[task_list.document]
    assert sorted(document.measure) == list(range(1, 13))
    assert {item.measure for item in task_list.items} == set(document.measure)
    assert len(workspace.settings.committees) == 17


def test_its_document_implements_that_of_the_city(workspace, task_list):
    upstream = workspace.document[workspace.document[task_list.document].implements]
    assert len(upstream.measures) == 12


def test_every_committee_named_exists_and_has_somebody(workspace, task_list):
    named = {committee for item in task_list.items for committee in item.committees()}
    assert named <= set(workspace.committee)
    assert {person.committee for person in workspace.settings.people} == set(workspace.committee)
    names = {committee.name for committee in workspace.settings.committees}
    assert {row["by"] for item in task_list.items for row in item.rows("log")} <= names


def test_ids_are_unique(task_list):
    assert len({item.id for item in task_list.items}) == 48
    for item in task_list.items:
        ids = [row["id"] for row in item.rows("milestones")]
        assert len(ids) == len(set(ids))


def test_people_are_roles(workspace):
    assert all(person.name.endswith("联络员") for person in workspace.settings.people)
    assert all(person.email.endswith("@qiantang.example") for person in workspace.settings.people)


def test_the_log_tells_how_each_state_was_reached(task_list):
    way = ["doing", "submitted", "done"]
    for item in task_list.items:
        states = [row["state"] for row in item.rows("log") if row.get("state")]
        assert states == (way[: way.index(item.status) + 1] if item.status in way else [])
        times = [row["at"] for row in item.rows("log")]
        assert times == sorted(times)


def test_dates_agree_with_the_log(task_list):
    for item in task_list.items:
        days = {row["state"]: row["at"].date() for row in item.rows("log") if row.get("state")}
        assert item.day("submitted_on") == days.get("submitted")
        assert item.day("done_on") == days.get("done")


def test_each_item_says_where_it_comes_from(task_list):
    assert {item.text("source") for item in task_list.items} == {"bulletin", "illustrative"}
