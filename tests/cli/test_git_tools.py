"""Plain git with the merge driver: the same bytes as `tasklist sync`, no markers, and what installs and removes it."""

import os
import shlex
import subprocess
import sys

import pytest
from office import DOCUMENT, LIST, SETTINGS, git, make, text_of

from tasklist_tui.vcs.git import git_version
from tasklist_tui.vcs.merge_driver import driver_command, works

OURS = LIST.replace("due: 2025-10-31\n  progress: 40", "due: 2025-11-15\n  progress: 40").replace("视察", "视察基地")
THEIRS = LIST.replace("progress: 40", "progress: 60").replace("  lead: fgw\n", "  lead: fgw\n  co: [bgs]\n")
COLLIDING = LIST.replace("due: 2025-10-31\n  progress: 40", "due: 2025-11-20\n  progress: 40")


def merge_git(root, *argv, code=0, env=None):
    done = subprocess.run(
        ["git", *argv], cwd=root, capture_output=True, check=False, text=True, env={**os.environ, **(env or {})}
    )
    assert done.returncode == code, (argv, done.stdout, done.stderr)
    return done


def write(root, text, path="lists/tasks.yaml"):
    (root / path).write_text(text, "utf-8", newline="")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


@pytest.fixture
def root(root, cli):
    assert cli("setup-git").code == 0
    return root


@pytest.fixture
def sides(root):
    """Branch main with our change, branch theirs with the others'."""

    def made(theirs=THEIRS, ours=OURS, path="lists/tasks.yaml"):
        git(root, "checkout", "-q", "-b", "theirs")
        write(root, theirs, path)
        git(root, "checkout", "-q", "main")
        write(root, ours, path)

    return made


@pytest.fixture
def synced(tmp_path, root, type_):
    """Give what `tasklist sync` makes of the branches main and theirs, in copies of their own."""

    def result(path="lists/tasks.yaml"):
        git(tmp_path, "init", "-q", "--bare", "-b", "main", "sync.git")
        git(root, "push", "-q", str(tmp_path / "sync.git"), "theirs:main")
        git(tmp_path, "clone", "-q", str(root), "synced")
        git(tmp_path / "synced", "remote", "set-url", "origin", str(tmp_path / "sync.git"))
        git(tmp_path / "synced", "update-ref", "-d", "refs/remotes/origin/main")
        git(tmp_path / "synced", "config", "user.name", "王")
        git(tmp_path / "synced", "config", "user.email", "wang@example.org")
        done = type_("sync", "-w", str(tmp_path / "synced"))
        assert done.code == 0, (done.out, done.err)
        return (tmp_path / "synced" / path).read_bytes()

    return result


def test_merge_gives_the_bytes_of_sync(root, sides, synced):
    sides()
    wanted = synced()
    merge_git(root, "merge", "-q", "theirs", "-m", "m")
    assert (root / "lists/tasks.yaml").read_bytes() == wanted
    assert git(root, "status", "--porcelain") == ""
    for said in ("due: 2025-11-15", "progress: 60", "co: [bgs]", "title: 视察基地  # 尾注"):
        assert said in text_of(root)


def test_rebase_gives_the_bytes_of_sync(root, sides, synced):
    sides()
    wanted = synced()
    merge_git(root, "rebase", "-q", "theirs")
    assert (root / "lists/tasks.yaml").read_bytes() == wanted


def test_cherry_pick_gives_the_bytes_of_sync(root, sides, synced):
    sides()
    wanted = synced()
    merge_git(root, "cherry-pick", "theirs")
    assert (root / "lists/tasks.yaml").read_bytes() == wanted


@pytest.mark.skipif(git_version() < (2, 38, 0), reason="git merge-tree --write-tree came with 2.38")
def test_merge_tree_gives_the_bytes_of_sync_and_touches_nothing(root, sides, synced):
    sides()
    wanted = synced()
    tree = merge_git(root, "merge-tree", "--write-tree", "main", "theirs").stdout.strip()
    assert git(root, "show", f"{tree}:lists/tasks.yaml").encode() == wanted
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["年度 'a' \"b\" $(x) 清单.yaml", "-x;y&z.yaml", "`id` %A.yaml"])
def test_a_name_with_blanks_quotes_and_chinese(root, sides, name):
    path = f"lists/{name}"
    write(root, LIST, path)
    git(root, "rm", "-q", "lists/tasks.yaml")
    sides(path=path)
    merge_git(root, "merge", "-q", "theirs", "-m", "m")
    assert "progress: 60" in (root / path).read_text("utf-8")
    assert "due: 2025-11-15" in (root / path).read_text("utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_collision_is_told_in_words_and_leaves_our_version_without_markers(root, sides, language):
    write(root, SETTINGS.replace("language: zh", f"language: {language}") + "# 注\n", "tasklist.yaml")
    sides(COLLIDING)
    done = merge_git(root, "merge", "theirs", code=1)
    assert text_of(root) == OURS
    for said in (
        "lists/tasks.yaml",
        "听取报告",
        "2025-11-15",
        "2025-11-20",
        "git merge --abort",
        "tasklist sync",
        "git add",
    ):
        assert said in done.stderr
    assert git(root, "ls-files", "-u").count("lists/tasks.yaml") == 3
    git(root, "merge", "--abort")
    assert git(root, "status", "--porcelain") == ""


def test_a_file_broken_on_one_side_is_never_merged(root, sides):
    sides("title: [\n" + THEIRS)
    done = merge_git(root, "merge", "theirs", code=1)
    assert text_of(root) == OURS
    assert "lists/tasks.yaml" in done.stderr
    assert "Traceback" not in done.stderr
    assert "无法" in done.stderr or "读" in done.stderr or "cannot be read" in done.stderr


NEW = "title: 新清单\nkind: task\nitems:\n- id: nn{n}nnn\n  title: 事项{n}\n"


def test_a_list_that_both_sides_add(root, sides, synced):
    sides(NEW.format(n=3), NEW.format(n=4), "lists/new.yaml")
    wanted = synced("lists/new.yaml")
    merge_git(root, "merge", "-q", "theirs", "-m", "m")
    assert (root / "lists/new.yaml").read_bytes() == wanted
    assert b"nn3nnn" in wanted
    assert b"nn4nnn" in wanted


def test_settings_are_merged_by_what_they_say(root, sides):
    sides(SETTINGS + "lights: {soon_workdays: 3}\n", SETTINGS.replace("示例清单", "新名"), "tasklist.yaml")
    merge_git(root, "merge", "-q", "theirs", "-m", "m")
    assert (root / "tasklist.yaml").read_text("utf-8") == SETTINGS.replace("示例清单", "新名") + (
        "lights: {soon_workdays: 3}\n"
    )


OWN_KIND = "kind: task\nfields:\n- {id: remarks, type: longtext}\n"


def test_a_workspace_in_a_subfolder_is_merged_by_its_own_kinds(tmp_path, type_):
    text = LIST.replace("  goal", "  goal").replace(
        "- id: bb3333\n", "- id: bb3333\n  remarks: |\n    一\n    二\n    三\n"
    )
    repo = make(
        tmp_path / "repo",
        {
            "README": "x",
            "办 公/tasklist.yaml": SETTINGS,
            "办 公/kinds/task.yaml": OWN_KIND,
            "办 公/documents/doc.yaml": DOCUMENT,
            "办 公/lists/tasks.yaml": text,
        },
    )
    assert type_("setup-git", "-w", str(repo / "办 公")).code == 0
    path = "办 公/lists/tasks.yaml"
    git(repo, "checkout", "-q", "-b", "theirs")
    write(repo, text.replace("    三", "    三三"), path)
    git(repo, "checkout", "-q", "main")
    write(repo, text.replace("    一", "    一一"), path)
    merge_git(repo / "办 公", "merge", "-q", "theirs", "-m", "m")
    merged = (repo / path).read_text("utf-8")
    assert "    一一\n    二\n    三三\n" in merged


def test_a_criss_cross_merge_asks_about_what_both_decided_differently(root):
    """Two common ancestors that differ in a field: neither counts as the value from before, so nobody loses."""

    def with_due(day):
        return LIST.replace("due: 2025-10-31\n  progress", f"due: {day}\n  progress")

    git(root, "checkout", "-q", "-b", "b")
    write(root, with_due("2025-11-20"))
    git(root, "checkout", "-q", "main")
    write(root, with_due("2025-11-15"))
    for branch, other, day in (("main", "b", "2025-11-15"), ("b", "main^1", "2025-11-20")):
        git(root, "checkout", "-q", branch)
        merge_git(root, "merge", "-q", "--no-commit", other, code=1)
        (root / "lists/tasks.yaml").write_text(with_due(day), "utf-8")
        git(root, "commit", "-q", "-a", "-m", f"{branch} stays at {day}")
    assert git(root, "merge-base", "--all", "main", "b").count("\n") == 2
    done = merge_git(root, "merge", "main", code=1)
    assert "2025-11-15" in done.stderr
    assert "2025-11-20" in done.stderr


def test_without_the_setting_git_falls_back_to_its_line_merge(root, sides, cli):
    """What docs/cli.md says: a clone brings `.gitattributes` along but no settings, and git does not complain."""
    sides()
    assert cli("setup-git", "--remove").code == 0
    done = merge_git(root, "merge", "theirs", code=1)
    assert "tasklist" not in done.stderr
    assert "<<<<<<<" in text_of(root)


def test_nothing_that_lies_in_the_working_tree_is_imported(root, sides):
    for name in ("tasklist_tui", "argparse"):
        (root / name).mkdir()
        (root / name / "__init__.py").write_text("raise SystemExit('imported')", "ascii")
        (root / name / "__main__.py").write_text("raise SystemExit('imported')", "ascii")
    sides()
    merge_git(root, "merge", "-q", "theirs", "-m", "m")
    assert "progress: 60" in text_of(root)


def config(root, key):
    return subprocess.run(["git", "config", key], cwd=root, capture_output=True, text=True, check=False).stdout.strip()


def test_setting_up_twice_changes_nothing_more(root, ask):
    assert (root / ".gitattributes").read_text("ascii") == "*.yaml -text merge=tasklist\n"
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "log", "-1", "--format=%s").startswith("预算工委 · ")
    before = git(root, "rev-parse", "HEAD"), (root / ".git/config").read_bytes()
    answer = ask("setup-git")
    assert (answer["ready"], answer["changed"]) == (True, [])
    assert (git(root, "rev-parse", "HEAD"), (root / ".git/config").read_bytes()) == before


def test_removing_and_checking(root, cli, ask):
    assert ask("setup-git", "--check")["ready"]
    assert cli("setup-git", "--remove").code == 0
    answer = ask("setup-git", "--check", code=1)
    assert (answer["ready"], answer["driver"], answer["attributes"]) == (False, False, True)
    assert "tasklist setup-git" in cli("setup-git", "--check").out
    assert cli("set", "aa", "progress=41").code == 0
    assert not config(root, "merge.tasklist.driver"), "what was taken out stays out"
    assert ask("setup-git")["changed"] == ["driver"]
    assert ask("setup-git", "--check")["ready"]


def test_attributes_with_other_changes_in_them_are_not_committed_behind_ones_back(tmp_path, type_):
    folder = make(
        tmp_path / "w", {"tasklist.yaml": SETTINGS, "lists/tasks.yaml": LIST, ".gitattributes": "*.png -text"}
    )
    (folder / ".gitattributes").write_text("*.png binary", "ascii")
    assert type_("setup-git", "-w", str(folder)).code == 0
    assert (folder / ".gitattributes").read_text("ascii") == "*.png binary\n*.yaml -text merge=tasklist\n"
    assert git(folder, "log", "--format=%s").count("\n") == 1
    assert git(folder, "status", "--porcelain") == " M .gitattributes\n"


def test_a_setting_that_overrules_the_line_is_told(root, cli):
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text("*.yaml merge=union\n", "ascii")
    done = cli("setup-git")
    assert done.code == 1
    assert "info/attributes" in done.err


@pytest.mark.parametrize(
    "command", ["", "'/gone/bin/python' -P -m tasklist_tui merge-driver -- %O %A %B %P", "evil %A", "'unclosed"]
)
def test_opening_a_workspace_mends_the_setting(root, cli, command):
    git(root, "config", "merge.tasklist.driver", command)
    assert cli("set", "aa", "progress=41").code == 0
    assert works(config(root, "merge.tasklist.driver"))
    other = driver_command("/usr/bin/env") if os.name == "posix" else driver_command()
    git(root, "config", "merge.tasklist.driver", other)
    assert cli("set", "aa", "progress=42").code == 0
    assert config(root, "merge.tasklist.driver") == other, "another Python that is there is as good"


def test_opening_a_workspace_with_the_setting_starts_no_further_process(root, monkeypatch):
    from tasklist_tui.services.session import Session
    from tasklist_tui.vcs import git as program

    started = []
    real = program.subprocess.run
    monkeypatch.setattr(program.subprocess, "run", lambda argv, **more: started.append(argv) or real(argv, **more))
    Session.open(root).close()
    assert sum("config" in argv for argv in started) == 1
    assert len([argv for argv in started if "version" not in argv]) == 1


def test_init_clone_and_demo_install_it(tmp_path, type_, server):
    words = ["--organisation", "示例", "--committee", "办公室", "--name", "王"]
    assert type_("init", str(tmp_path / "new"), *words, today=None).code == 0
    assert type_("clone", str(server), str(tmp_path / "copy"), today=None).code == 0
    assert type_("demo", "--dir", str(tmp_path / "demo"), "--no-open", today=None).code == 0
    folders = [tmp_path / "new", tmp_path / "copy", *(p.parent for p in (tmp_path / "demo").glob("*/.git"))]
    assert len(folders) > 2
    for folder in folders:
        assert type_("setup-git", "--check", "-w", str(folder)).code == 0, folder


@pytest.mark.parametrize(
    "python", ["/opt/my python's/bin/python3", "/opt/100%/python", 'C:/Program Files (x86)/Python "3"/python.exe']
)
def test_the_path_of_python_is_quoted_for_sh(python):
    command = driver_command(python)
    assert shlex.split(command)[0].replace("%%", "%").endswith(python)
    assert command.endswith(" -P -m tasklist_tui merge-driver -- %O %A %B %P")
    assert not works(command)
    assert works(driver_command(sys.executable))
