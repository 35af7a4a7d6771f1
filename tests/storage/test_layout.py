"""A workspace from disk: everything once, only what changed again, one broken file never the rest."""

import os
import subprocess
import sys
from datetime import date

import pytest

from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.model import Committee, Item, Person, Settings, TaskList
from tasklist_tui.domain.problems import Severity
from tasklist_tui.storage import files, layout
from tasklist_tui.storage.cache import Cache

LONG_AGO = 1_700_000_000_000_000_000

TASKS = """\
title: 清单一
kind: task
items:
- {id: aaaaaa, title: 甲, due: 2025-09-30}
- {id: bbbbbb, title: 乙, tags: [no, 007]}
"""


class Folder:
    """A workspace whose files are as old as the test says; two versions of a file never share a time."""

    def __init__(self, root):
        self.root = root
        self.state = root / ".git" / "tasklist"
        self.tick = 0
        for path, text in {
            "tasklist.yaml": "title: 工作区\ncommittees:\n- {id: bgs, name: 办公室}\n",
            "events.yaml": "events:\n- {id: h1, name: 会议, date: 2025-10-30}\n",
            "documents/文件 一.yaml": "title: 文件\nmeasures:\n- {number: 1, title: 举措}\n",
            "calendar/2027.yaml": "rest_days: [2027-01-01]\n",
            "lists/a.yaml": TASKS,
            "lists/重点 任务.yaml": TASKS.replace("aaaaaa", "cccccc").replace("bbbbbb", "dddddd"),
        }.items():
            self.write(path, text)

    def write(self, path, text):
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.tick += 1
        os.utime(place, ns=(LONG_AGO, LONG_AGO + self.tick * 1_000_000))

    def load(self, previous=None):
        return layout.load(self.root, self.state, previous)

    def problems(self):
        return [(problem.path, problem.code) for problem in self.load().workspace.problems]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "工作区")


@pytest.fixture
def reads(monkeypatch):
    """The files of the workspace that were opened."""
    opened, real = [], files.read

    def read(path, *rest):
        if path.suffix == ".yaml":
            opened.append(path.name)
        return real(path, *rest)

    monkeypatch.setattr(files, "read", read)
    return opened


def test_everything_in_a_workspace_is_read(folder):
    workspace = folder.load().workspace
    assert workspace.problems == ()
    assert workspace.settings == Settings(title="工作区", committees=(Committee("bgs", "办公室"),))
    assert [event.date for event in workspace.events] == [date(2025, 10, 30)]
    assert [document.id for document in workspace.documents] == ["文件 一"]
    assert workspace.calendars[2027].rest_days == (date(2027, 1, 1),)
    assert [task_list.id for task_list in workspace.lists] == ["a", "重点 任务"]
    assert workspace.lists[0].items == (
        Item("aaaaaa", {"title": "甲", "due": date(2025, 9, 30)}),
        Item("bbbbbb", {"title": "乙", "tags": ["no", "007"]}),
    )
    assert "task" in workspace.kinds


def test_the_cache_gives_the_same_workspace(folder, monkeypatch):
    folder.write("lists/broken.yaml", "title: [\n")
    folder.write("lists/odd.yaml", "items:\n- {id: eeeeee, title: 丙, due: 明天}\n")
    cold = folder.load()
    monkeypatch.setattr(layout, "_read", None)
    warm = folder.load()
    assert warm.workspace == cold.workspace
    assert len(cold.workspace.problems) == 2
    assert all(part.kept for part in warm.parts.values())


def test_a_workspace_that_did_not_change_is_not_opened_again(folder, reads):
    first = folder.load()
    reads.clear()
    assert not layout.changed(folder.root, first)
    again = folder.load(first)
    assert reads == []
    assert again.workspace is first.workspace


def test_only_the_file_that_changed_is_read_and_all_else_stays_the_same_object(folder, reads):
    first = folder.load()
    folder.write("lists/a.yaml", TASKS.replace("乙", "丙"))
    assert layout.changed(folder.root, first)
    reads.clear()
    second = folder.load(first)
    old, new = first.workspace, second.workspace
    assert reads == ["a.yaml"]
    assert new.lists[1] is old.lists[1]
    assert new.settings is old.settings
    assert new.kinds is old.kinds
    assert new.lists[0] != old.lists[0]
    assert new.lists[0].items[0] is old.lists[0].items[0]
    assert new.lists[0].items[1].title == "丙"


def test_a_file_written_again_with_the_same_content_keeps_the_same_list(folder):
    first = folder.load()
    folder.write("lists/a.yaml", TASKS)
    assert layout.changed(folder.root, first)
    second = folder.load(first)
    assert second.workspace is first.workspace
    assert not layout.changed(folder.root, second)


def test_a_comment_changes_the_file_but_not_the_list(folder):
    first = folder.load()
    folder.write("lists/a.yaml", "# 说明\n" + TASKS)
    second = folder.load(first)
    assert second.workspace is first.workspace
    assert second.files["lists/a.yaml"].digest != first.files["lists/a.yaml"].digest


def test_new_and_removed_files_are_seen(folder):
    first = folder.load()
    folder.write("lists/b.yaml", "title: 新\nitems: []\n")
    (folder.root / "lists/a.yaml").unlink()
    assert layout.changed(folder.root, first)
    second = folder.load(first)
    assert [task_list.id for task_list in second.workspace.lists] == ["b", "重点 任务"]
    assert second.workspace.lists[1] is first.workspace.lists[1]
    layout.remember(second, folder.state)
    assert len(list((folder.state / "cache").iterdir())) == len(second.parts)


def test_a_file_that_has_just_changed_is_read_once_more_because_its_time_proves_nothing(folder, reads):
    fresh = folder.root / "lists/a.yaml"
    os.utime(fresh)
    first = folder.load()
    assert first.files["lists/a.yaml"].fresh
    info = fresh.stat()
    fresh.write_bytes(TASKS.replace("甲", "丁").encode())
    os.utime(fresh, ns=(info.st_atime_ns, info.st_mtime_ns))
    reads.clear()
    assert folder.load(first).workspace.lists[0].items[0].title == "丁"
    assert reads == ["a.yaml"]


def test_a_broken_list_is_told_and_the_others_work_on(folder):
    folder.write("lists/broken.yaml", "title: x\nitems:\n- {id: a\n")
    workspace = folder.load().workspace
    assert [task_list.id for task_list in workspace.lists] == ["a", "重点 任务"]
    (problem,) = workspace.problems
    assert problem.path == "lists/broken.yaml"
    assert problem.line > 0


def test_every_file_broken_still_gives_a_workspace(folder):
    for path in [*folder.load().files, "kinds/task.yaml"]:
        folder.write(path, b"\xff\xfe\x00")
    workspace = folder.load().workspace
    assert workspace.settings == Settings()
    assert workspace.lists == ()
    assert "task" in workspace.kinds
    assert len(workspace.problems) == 7


def test_a_list_without_its_kind_shows_its_items(folder):
    folder.write("lists/a.yaml", TASKS.replace("kind: task", "kind: visit"))
    workspace = folder.load().workspace
    (problem,) = [problem for problem in workspace.problems if problem.code == "unknown-kind"]
    assert (problem.path, problem.line, problem.field) == ("lists/a.yaml", 2, "kind")
    assert [item.title for item in workspace.lists[0].items] == ["甲", "乙"]


def test_a_change_of_a_kind_types_the_lists_anew(folder):
    folder.write("lists/a.yaml", "items:\n- {id: aaaaaa, title: 甲, budget: 12}\n")
    first = folder.load()
    assert first.workspace.lists[0].items[0].get("budget") == "12"
    folder.write("kinds/task.yaml", "fields: [{id: budget, type: number}]\n")
    second = folder.load(first)
    assert second.workspace.lists[0].items[0].get("budget") == 12
    assert second.workspace.lists[1] is first.workspace.lists[1]
    assert folder.load().workspace == second.workspace


def test_a_kind_file_may_come_and_go(folder):
    folder.write("kinds/visit.yaml", "kind: visit\nfields: [{id: title}]\n")
    first = folder.load()
    assert "visit" in first.workspace.kinds
    (folder.root / "kinds/visit.yaml").unlink()
    assert "visit" not in folder.load(first).workspace.kinds


def test_files_that_are_not_lists_are_left_alone(folder):
    for name in (".a.yaml.swp", ".#a.yaml", "#a.yaml#", "a.yaml~", ".hidden.yaml", "notes.txt", "a.yaml.orig"):
        folder.write(f"lists/{name}", "x: [")
    assert folder.problems() == []
    assert len(folder.load().workspace.lists) == 2


@pytest.mark.parametrize(
    ("name", "code"),
    [("b.yml", "extension"), ("b.YAML", "extension"), ("con.yaml", "file-name"), ("a:b.yaml", "file-name")],
)
def test_names_that_cause_trouble_elsewhere_are_warned_of(folder, name, code):
    folder.write(f"lists/{name}", "items: []\n")
    (problem,) = folder.load().workspace.problems
    assert (problem.path, problem.code, problem.severity) == (f"lists/{name}", code, Severity.WARNING)
    assert problem.hint is not None


def test_names_that_some_computers_take_for_the_same_are_warned_of(folder):
    folder.write("lists/A.yaml", "items: []\n")
    assert folder.problems() == [("lists/a.yaml", "twin-name")]


def test_a_folder_of_lists_inside_lists_is_warned_of(folder):
    folder.write("lists/2024/a.yaml", TASKS)
    assert folder.problems() == [("lists/2024", "folder")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_a_name_that_is_no_text_is_told(folder):
    with open(os.fsencode(folder.root) + b"/lists/\xff.yaml", "wb"):  # noqa: PTH123  no Path of bytes
        pass
    assert folder.problems() == [("lists/�.yaml", "file-name")]


def test_links_out_of_the_workspace_are_refused(folder, tmp_path):
    (tmp_path / "outside.yaml").write_text(TASKS)
    (folder.root / "lists/link.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder.root / "lists/inside.yaml").symlink_to("a.yaml")
    (folder.root / "lists/nowhere.yaml").symlink_to("gone.yaml")
    (folder.root / "kinds").symlink_to(tmp_path)
    assert folder.problems() == [
        ("kinds", "outside"),
        ("lists/link.yaml", "outside"),
        ("lists/nowhere.yaml", "unreadable"),
    ]
    assert [task_list.id for task_list in folder.load().workspace.lists] == ["a", "inside", "重点 任务"]


def test_a_file_that_may_not_be_read_is_told_and_tried_again(folder, monkeypatch):
    real = files.read

    def refuse(path, *rest):
        if path.name == "a.yaml":
            raise UserError(layout.msg("{path} cannot be read: {reason}", path="a.yaml", reason="no"))
        return real(path, *rest)

    monkeypatch.setattr(files, "read", refuse)
    first = folder.load()
    assert [problem.path for problem in first.workspace.problems] == ["lists/a.yaml"]
    assert folder.load(first).workspace is first.workspace
    monkeypatch.undo()
    assert layout.changed(folder.root, first)
    assert len(folder.load(first).workspace.lists) == 2


def test_a_file_that_goes_away_between_looking_and_reading_is_just_gone(folder, monkeypatch):
    real = files.read

    def vanish(path, *rest):
        if path.name == "a.yaml":
            path.unlink()
        return real(path, *rest)

    monkeypatch.setattr(files, "read", vanish)
    assert [task_list.id for task_list in folder.load().workspace.lists] == ["重点 任务"]


def test_a_folder_without_settings_is_told(tmp_path):
    workspace = layout.load(tmp_path).workspace
    assert [(problem.path, problem.code) for problem in workspace.problems] == [("tasklist.yaml", "missing")]


def test_without_a_place_for_state_nothing_is_written(folder):
    workspace = layout.load(folder.root, None).workspace
    assert len(workspace.lists) == 2
    assert not folder.state.exists()


def test_a_place_for_state_that_cannot_be_written_is_no_error(folder):
    folder.write(".git/tasklist", "a file")
    assert len(folder.load().workspace.lists) == 2


def test_a_damaged_cache_is_made_again(folder):
    first = folder.load()
    for path in (folder.state / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert folder.load().workspace == first.workspace
    assert folder.load().parts["lists/a.yaml"].kept


def saved(folder, loaded, text, task_list):
    folder.write("lists/a.yaml", text)
    return layout.with_lists(folder.root, loaded, {"lists/a.yaml": (text.encode(), task_list)})


def test_a_list_just_saved_is_not_read_again_and_goes_to_the_cache_later(folder, monkeypatch):
    first = folder.load()
    old = first.workspace.lists[0]
    new = TaskList("a", title="清单一", items=(old.items[0].with_values({"title": "新"}), old.items[1]))
    second = saved(folder, first, TASKS.replace("甲", "新"), new)
    assert second.workspace.lists == (new, first.workspace.lists[1])
    assert second.workspace.lists[0] is new
    assert not second.parts["lists/a.yaml"].kept
    assert layout.changed(folder.root, second)
    layout.remember(second, folder.state)
    monkeypatch.setattr(layout, "_read", None)
    assert folder.load().workspace == second.workspace
    assert folder.load(second).workspace is second.workspace


def test_problems_of_a_list_just_saved_are_found_again_at_their_new_lines(folder):
    folder.write("lists/a.yaml", TASKS + "- {id: eeeeee, title: 戊, due: 明天}\n")
    first = folder.load()
    (before,) = first.workspace.problems
    new = TaskList("a", title="清单一", items=first.workspace.lists[0].items[1:])
    text = TASKS.replace("- {id: aaaaaa, title: 甲, due: 2025-09-30}\n", "") + "- {id: eeeeee, title: 戊, due: 明天}\n"
    second = saved(folder, first, text, new)
    assert second.workspace.problems == (before,)
    third = folder.load(second)
    assert [problem.line for problem in third.workspace.problems] == [before.line - 1]
    assert third.workspace.lists[0] is new


def test_the_root_is_found_upwards_within_the_repository(folder):
    deep = folder.root / "lists"
    assert layout.find_root(folder.root) == folder.root
    assert layout.find_root(deep) == folder.root
    assert layout.find_root(deep / "a.yaml") == folder.root
    (folder.root / "sub" / ".git").mkdir(parents=True)
    assert layout.find_root(folder.root / "sub") is None
    assert layout.find_root(folder.root.parent) is None
    assert layout.is_workspace(folder.root)
    assert not layout.is_workspace(deep)


def test_a_new_workspace_has_no_problem_and_what_was_given(tmp_path):
    made = layout.skeleton(
        organisation="钱塘区人大常委会",
        committees=[Committee("no", "办公室", "Office"), Committee("ysgw", "预算工委: [财经] #1")],
        people=[Person("张三", "no", "a@b.cn", ("office",)), Person("007")],
        list_title="重点任务",
        year=2025,
    )
    assert set(made) == {".gitattributes", "tasklist.yaml", "events.yaml", "lists/tasks.yaml"}
    assert made[".gitattributes"] == b"*.yaml -text merge=tasklist\n"
    for path, data in made.items():
        files.write_atomic(tmp_path / path, data, root=tmp_path)
    workspace = layout.load(tmp_path).workspace
    assert workspace.problems == ()
    assert workspace.settings == Settings(
        title="钱塘区人大常委会",
        organisation="钱塘区人大常委会",
        language="zh",
        committees=(Committee("no", "办公室", "Office"), Committee("ysgw", "预算工委: [财经] #1")),
        people=(Person("张三", "no", "a@b.cn", ("office",)), Person("007")),
    )
    assert workspace.lists == (TaskList("tasks", title="重点任务", year=2025),)


def test_a_warm_load_imports_neither_a_parser_nor_git_nor_the_screen(folder):
    folder.load()
    code = """
import sys
from pathlib import Path
from tasklist_tui.storage import layout
loaded = layout.load(Path(sys.argv[1]), Path(sys.argv[2]))
assert len(loaded.workspace.lists) == 2 and not layout.changed(Path(sys.argv[1]), loaded)
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder.root), str(folder.state)], check=True, capture_output=True, text=True
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "msgspec" in loaded
    assert not loaded & {"yaml12", "ruamel", "textual", "rich", "git", "filelock", "chinese_calendar", "subprocess"}
    assert not {"tasklist_tui.storage.reader", "tasklist_tui.storage.gate"} & set(done.stdout.split())


def test_the_cache_of_a_list_is_of_no_use_under_another_name(folder):
    first = folder.load()
    (folder.root / "lists/a.yaml").rename(folder.root / "lists/b.yaml")
    second = folder.load(first)
    assert [task_list.id for task_list in second.workspace.lists] == ["b", "重点 任务"]
    assert Cache(folder.state).get("lists/a.yaml", first.parts["lists/a.yaml"].key, TaskList | None) is None


def test_lists_of_tasks_stand_before_the_others(tmp_path):
    folder = Folder(tmp_path)
    (tmp_path / "lists" / "0 会.yaml").write_text("title: 活动\nkind: activity\nitems: []\n", "utf-8")
    assert [known.id for known in layout.load(folder.root).workspace.lists] == ["a", "重点 任务", "0 会"]
