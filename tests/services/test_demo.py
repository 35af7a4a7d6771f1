"""The demo: the samples as real repositories with a history that ends in the very files that were shipped."""

import subprocess
from pathlib import Path

import pytest

from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.validate import validate
from tasklist_tui.services import demo
from tasklist_tui.storage import layout
from tasklist_tui.storage.reader import read_list
from tasklist_tui.vcs.git import git_program


def git(folder: Path, *arguments: str) -> str:
    """Run plain git, as a user would look at the result with it."""
    done = subprocess.run([git_program(), "-C", str(folder), *arguments], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return demo.make_demo(tmp_path_factory.mktemp("demo") / "示例 demo")


@pytest.fixture(scope="module")
def qiantang(made):
    return next(path for path in made.workspaces if path.name == "qiantang")


@pytest.fixture(scope="module")
def shas(qiantang):
    return git(qiantang, "log", "--reverse", "--format=%H").split()


def test_every_sample_becomes_a_workspace(made):
    assert [path.name for path in made.workspaces] == [sample.name for sample in demo.samples()]
    assert all(layout.is_workspace(path) for path in made.workspaces)
    assert not made.reused


def test_the_files_are_those_of_the_sample_to_the_byte(made):
    for sample, workspace in zip(demo.samples(), made.workspaces, strict=True):
        names = {p.relative_to(sample.path) for p in sample.path.rglob("*") if p.is_file()}
        copied = {p.relative_to(workspace) for p in workspace.rglob("*") if p.is_file()}
        assert {name for name in copied if name.parts[0] != ".git"} == names
        assert all((workspace / name).read_bytes() == (sample.path / name).read_bytes() for name in names)


def test_the_working_tree_is_clean_and_the_repository_sound(made):
    for workspace in made.workspaces:
        assert git(workspace, "status", "--porcelain") == ""
        assert "error" not in git(workspace, "fsck", "--strict")


def test_many_people_have_worked_on_it_in_office_hours(qiantang, shas):
    assert len(shas) >= 10
    assert len(set(git(qiantang, "log", "--format=%an").split())) >= 8
    stamps = git(qiantang, "log", "--format=%aI").split()
    assert all(stamp.endswith("+08:00") and 9 <= int(stamp[11:13]) < 18 for stamp in stamps)
    assert stamps == sorted(stamps, reverse=True)


def test_commits_speak_of_committee_and_item_and_carry_trailers(qiantang):
    newest = git(qiantang, "log", "-1", "--format=%B")
    assert newest.startswith("预算工委 · ")
    assert "Tasklist-Action: set" in newest
    assert "Tasklist-Item: lists/tasks-2025.yaml#" in newest


def test_the_remote_beside_it_is_in_step(made, qiantang):
    bare = made.folder / demo.REMOTES / "qiantang.git"
    assert git(bare, "rev-parse", "--is-bare-repository").strip() == "true"
    assert git(bare, "rev-parse", "main") == git(qiantang, "rev-parse", "HEAD")
    assert git(qiantang, "rev-parse", "--abbrev-ref", "main@{upstream}").strip() == "origin/main"
    assert git(qiantang, "rev-list", "--count", "--left-right", "HEAD...@{upstream}").split() == ["0", "0"]
    assert git(qiantang, "fetch", "origin") == ""


def test_a_second_clone_gets_the_same_files(made, tmp_path):
    git(tmp_path, "clone", "-q", str(made.folder / demo.REMOTES / "qiantang.git"), "copy")
    shipped = next(sample.path for sample in demo.samples() if sample.name == "qiantang")
    for path in ("tasklist.yaml", "lists/tasks-2025.yaml"):
        assert (tmp_path / "copy" / path).read_bytes() == (shipped / path).read_bytes()


def test_every_version_reads_without_a_problem_and_only_grows(qiantang):
    kinds = layout.load(qiantang).workspace.kinds
    path = "lists/tasks-2025.yaml"
    entries, finished = [], []
    for sha in git(qiantang, "log", "--reverse", "--format=%H", "--", path).split():
        data = subprocess.run(
            [git_program(), "-C", str(qiantang), "show", f"{sha}:{path}"], capture_output=True, check=True
        )
        task_list, problems = read_list("tasks-2025", path, data.stdout, kinds)
        assert not problems
        assert len(task_list.items) == 48
        entries.append(sum(len(item.rows("log")) for item in task_list.items))
        finished.append(sum(item.status == "done" for item in task_list.items))
    assert entries == sorted(entries)
    assert entries[0] == 0
    assert finished == sorted(finished)
    assert (finished[0], finished[-1]) == (0, 9)


def test_an_extension_shows_as_a_change_of_the_due_date(qiantang):
    lines = git(qiantang, "log", "-p", "-S", "to_due: 2025-11-30", "--format=", "--", "lists").splitlines()
    assert "-  due: 2025-10-31" in lines
    assert "+  due: 2025-11-30" in lines


def test_the_commits_touch_only_lines_of_what_changed(qiantang, shas):
    numbers = git(qiantang, "log", "--format=", "--numstat", f"{shas[1]}..HEAD").split("\n")
    removed = [int(line.split("\t")[1]) for line in numbers if line]
    assert max(removed) < 60


def test_an_earlier_demo_is_given_as_it_is(made, qiantang):
    head = git(qiantang, "rev-parse", "HEAD")
    again = demo.make_demo(made.folder)
    assert again.reused
    assert again.workspaces == made.workspaces
    assert git(qiantang, "rev-parse", "HEAD") == head


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        demo.make_demo(tmp_path)
    assert refused.value.hint is not None
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_file_in_the_way_is_refused(tmp_path):
    (tmp_path / "demo").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="not a folder"):
        demo.make_demo(tmp_path / "demo")


def test_an_empty_folder_is_used_and_a_broken_off_demo_made_anew(tmp_path, monkeypatch):
    only = [sample for sample in demo.samples() if sample.name == "linan"]
    monkeypatch.setattr(demo, "samples", lambda: only)
    seen = []

    def stop(done, total, text):
        seen.append((done, total, text))
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.make_demo(tmp_path, stop)
    assert seen[0][0] == 0
    made = demo.make_demo(tmp_path)
    assert not made.reused
    assert all(git(path, "status", "--porcelain") == "" for path in made.workspaces)


def test_a_demo_that_lost_a_workspace_is_not_taken_for_complete(tmp_path):
    (tmp_path / demo.MARKER).write_bytes(b"complete\n")
    with pytest.raises(UserError):
        demo.make_demo(tmp_path)


def test_the_seven_are_made_and_the_one_with_the_task_list_is_opened(made):
    names = ["chunan", "fuyang", "hangzhou", "jiande", "linan", "qiantang", "tonglu"]
    assert [path.name for path in made.workspaces] == names
    assert made.first.name == "qiantang"


def test_the_city_reads_the_others_as_its_members(made):
    city = next(path for path in made.workspaces if path.name == "hangzhou")
    members = layout.load(city).workspace.settings.members
    others = {path.resolve() for path in made.workspaces} - {city.resolve()}
    assert {(city / member.path).resolve() for member in members} == others


def test_every_sample_reads_without_a_problem_and_says_where_each_thing_is_from(made):
    for path in made.workspaces:
        workspace = layout.load(path).workspace
        assert workspace.problems == ()
        assert validate(workspace) == []
        items = [item for task_list in workspace.lists for item in task_list.items]
        assert {item.text("source") for item in items} == {"bulletin", "illustrative"}
