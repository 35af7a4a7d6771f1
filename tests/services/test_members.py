"""Members: other organisations' workspaces, brought in to be read, each by itself, and never written."""

import shutil
import subprocess

import pytest
from sample_list import LIST, TODAY

from tasklist_tui.domain.message import UserError
from tasklist_tui.services.members import fetch_members, member_states, open_member
from tasklist_tui.services.session import Session
from tasklist_tui.vcs import clone as cloning
from tasklist_tui.vcs import mirror
from tasklist_tui.vcs.remote import RemoteError, Trouble


def git(root, *argv, code=0):
    done = subprocess.run(["git", *argv], cwd=root, check=False, capture_output=True)
    assert done.returncode == code, (argv, done.stdout, done.stderr)
    return done.stdout.decode()


def put(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8", newline="")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


@pytest.fixture
def office(tmp_path):
    """Another organisation: its own folder, and the server it shares through."""
    folder = tmp_path / "下沙"
    git(tmp_path, "init", "-q", "-b", "trunk", str(folder))
    git(folder, "config", "user.name", "李")
    git(folder, "config", "user.email", "li@example.org")
    put(folder, "tasklist.yaml", "title: 下沙清单\norganisation: 下沙\ncommittees: [{id: bgs, name: 办公室}]\n")
    put(folder, "lists/tasks.yaml", LIST)
    git(tmp_path, "clone", "-q", "--bare", str(folder), "xiasha.git")
    git(folder, "remote", "add", "origin", str(tmp_path / "xiasha.git"))
    return folder


@pytest.fixture
def with_members(root):
    opened = []

    def made(*lines):
        path = root / "tasklist.yaml"
        kept = path.read_text("utf-8").split("members:")[0]
        path.write_text(kept + "members:\n" + "".join(f"- {line}\n" for line in lines), "utf-8")
        opened.append(Session.open(root, today=TODAY))
        return opened[-1]

    yield made
    for session in opened:
        session.close()


def fetch(session, *names, cancelled=lambda: False, progress=lambda *_: None):
    return fetch_members(session, progress, cancelled, names)


def copies(root):
    return sorted(path.name for path in (root / ".git/tasklist/members").iterdir() if path.is_dir())


def everything(folder):
    return {
        path.relative_to(folder): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_server_is_copied_and_read(root, tmp_path, office, with_members):
    session = with_members(f"{{name: 下沙街道, url: {tmp_path / 'xiasha.git'}}}")
    (before,) = member_states(session)
    assert before.folder is None
    assert "fetch-members" in str(before.hint)
    with pytest.raises(UserError, match="not been fetched"):
        open_member(session, "下沙街道")
    heard = []
    (state,) = fetch(session, progress=lambda *told: heard.append(told))
    assert (state.problem, state.revision) == (None, git(office, "rev-parse", "HEAD").strip())
    assert state.fetched is not None
    assert heard
    workspace = open_member(session, "下沙街道")
    assert workspace.settings.organisation == "下沙"
    assert workspace.find("aa2222")
    assert workspace.problems == ()
    assert member_states(session) == (state,)
    assert git(root, "status", "--porcelain") == " M tasklist.yaml\n"


def test_what_they_change_comes_in_and_what_was_changed_in_the_copy_goes(root, tmp_path, office, with_members):
    session = with_members(f"{{name: x, url: {tmp_path / 'xiasha.git'}}}")
    (state,) = fetch(session)
    (state.folder / "lists/tasks.yaml").write_text("mine", "utf-8")
    (state.folder / "lists/more.yaml").write_text("mine", "utf-8")
    put(office, "lists/tasks.yaml", LIST.replace("title: ", "title: 新", 1))
    git(office, "push", "-q", "origin", "trunk")
    (state,) = fetch(session)
    assert state.revision == git(office, "rev-parse", "HEAD").strip()
    assert not (state.folder / "lists/more.yaml").exists()
    assert open_member(session, "x").lists[0].title.startswith("新")


def test_a_history_replaced_or_a_main_branch_renamed_there_is_followed(tmp_path, office, with_members):
    session = with_members(f"{{name: x, url: {tmp_path / 'xiasha.git'}}}")
    fetch(session)
    git(office, "commit", "-q", "--amend", "-m", "anew")
    git(office, "push", "-q", "--force", "origin", "trunk:haupt")
    git(tmp_path / "xiasha.git", "symbolic-ref", "HEAD", "refs/heads/haupt")
    git(tmp_path / "xiasha.git", "branch", "-D", "trunk")
    (state,) = fetch(session)
    assert (state.problem, state.revision) == (None, git(office, "rev-parse", "HEAD").strip())


@pytest.mark.parametrize("damage", ["lock", "head", "git", "objects", "address"])
def test_a_copy_that_is_damaged_is_made_anew_and_the_repository_around_it_is_untouched(
    root, tmp_path, office, with_members, damage
):
    session = with_members(f"{{name: x, url: {tmp_path / 'xiasha.git'}}}")
    session.commit_outside_changes()
    (state,) = fetch(session)
    own = state.folder / ".git"
    match damage:
        case "lock":
            (own / "index.lock").touch()
        case "head":
            (own / "HEAD").unlink()
        case "git":
            shutil.rmtree(own)
        case "objects":
            shutil.rmtree(own / "objects")
            (own / "objects").mkdir()
        case "address":
            git(state.folder, "remote", "set-url", "origin", str(tmp_path / "elsewhere.git"))
    before = git(root, "rev-parse", "HEAD"), git(root, "for-each-ref")
    (state,) = fetch(session)
    assert state.problem is None
    assert open_member(session, "x").settings.organisation == "下沙"
    assert (git(root, "rev-parse", "HEAD"), git(root, "for-each-ref")) == before
    assert git(root, "status", "--porcelain") == ""


def test_a_folder_of_this_computer_is_read_where_it_is_and_never_written(root, office, with_members):
    session = with_members("{name: 下沙街道, path: ../下沙}")
    before = everything(office)
    (state,) = fetch(session)
    assert (state.problem, state.folder.resolve()) == (None, office)
    assert state.revision == git(office, "rev-parse", "HEAD").strip()
    for _ in range(2):
        assert open_member(session, "下沙街道").find("aa2222")
    assert everything(office) == before


def test_the_path_counts_where_it_is_there_else_the_address(tmp_path, office, with_members):
    session = with_members(f"{{name: x, path: ../nowhere, url: {tmp_path / 'xiasha.git'}}}")
    (state,) = fetch(session)
    assert state.problem is None
    assert ".git" in state.folder.parts


def test_one_that_cannot_be_reached_is_told_and_the_others_go_on(tmp_path, office, with_members):
    session = with_members(
        f"{{name: gone, url: {tmp_path / 'gone.git'}}}",
        "{name: nowhere, path: ../nowhere}",
        "{name: empty}",
        f"{{name: here, url: {tmp_path / 'xiasha.git'}}}",
    )
    *failed, here = fetch(session)
    assert here.problem is None
    assert [state.name for state in failed] == ["gone", "nowhere", "empty"]
    for state in failed:
        assert state.problem
        assert state.hint


def test_a_server_that_is_away_leaves_what_was_fetched(tmp_path, office, with_members):
    session = with_members(f"{{name: x, url: {tmp_path / 'xiasha.git'}}}")
    (before,) = fetch(session)
    (tmp_path / "xiasha.git").rename(tmp_path / "away.git")
    (state,) = fetch(session)
    assert state.problem
    assert (state.folder, state.revision, state.fetched) == (before.folder, before.revision, before.fetched)
    assert open_member(session, "x").find("aa2222")


def test_a_repository_without_a_workspace_is_told(tmp_path, with_members):
    git(tmp_path, "init", "-q", "--bare", "void.git")
    session = with_members(f"{{name: x, url: {tmp_path / 'void.git'}}}")
    for _ in range(2):
        (state,) = fetch(session)
        assert "no task list workspace" in str(state.problem)


def test_a_broken_file_of_a_member_is_a_problem_and_the_rest_is_read(office, with_members):
    put(office, "lists/bad.yaml", "title: [\n")
    workspace = open_member(with_members("{name: x, path: ../下沙}"), "x")
    assert workspace.find("aa2222")
    assert [problem.path for problem in workspace.problems] == ["lists/bad.yaml"]


@pytest.mark.parametrize("way", ["path", "link", "url", "remote", "remote-as-a-folder"])
def test_a_workspace_is_no_member_of_itself(root, tmp_path, with_members, way):
    git(tmp_path, "init", "-q", "--bare", "own.git")
    git(root, "remote", "add", "origin", str(tmp_path / "own.git"))
    (tmp_path / "link").symlink_to(root)
    line = {
        "path": "{name: x, path: .}",
        "link": "{name: x, path: ../link}",
        "url": f"{{name: x, url: {root}}}",
        "remote": f"{{name: x, url: {tmp_path / 'own'}}}",
        "remote-as-a-folder": "{name: x, url: ../own.git}",
    }[way]
    session = with_members(line)
    (state,) = fetch(session)
    assert "itself" in str(state.problem)
    assert copies(root) == []


NAMES = ["../../../evil", "/etc/passwd", "..", "con", "a:b*?", "-x", "甲" * 200, "Ä", "A\u0308", "x", "X", ".git"]


def test_names_are_never_paths(root, tmp_path, office, with_members):
    session = with_members(*(f"{{name: {name!r}, url: {tmp_path / 'xiasha.git'}}}" for name in NAMES))
    states = fetch(session)
    assert [state.problem for state in states] == [None] * len(NAMES)
    found = copies(root)
    assert len({name.casefold() for name in found}) == len(NAMES)
    assert all(len(name) < 40 and not name.startswith((".", "-")) for name in found)
    assert {state.folder.parent for state in states} == {root / ".git/tasklist/members"}


@pytest.mark.parametrize("url", ["ext::sh -c 'touch {tmp}/evil'", "--upload-pack=touch {tmp}/evil", "fd::17"])
def test_addresses_that_run_something_are_refused(tmp_path, with_members, url):
    session = with_members(f'{{name: x, url: "{url.format(tmp=tmp_path)}"}}')
    (state,) = fetch(session)
    assert state.problem
    assert not (tmp_path / "evil").exists()


def test_a_link_in_a_copy_leads_nowhere(tmp_path, office, with_members):
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: geheim\nitems: []\n", "utf-8")
    (office / "lists/zz.yaml").symlink_to(secret)
    git(office, "add", "-A")
    git(office, "commit", "-q", "-m", "x")
    git(office, "push", "-q", "origin", "trunk")
    session = with_members(f"{{name: x, url: {tmp_path / 'xiasha.git'}}}")
    fetch(session)
    workspace = open_member(session, "x")
    assert "geheim" not in [task_list.title for task_list in workspace.lists]
    assert [problem.code for problem in workspace.problems] == ["outside"]


def test_copies_of_members_that_are_gone_are_removed(root, tmp_path, office, with_members):
    lines = [f"{{name: {name}, url: {tmp_path / 'xiasha.git'}}}" for name in "ab"]
    fetch(with_members(*lines))
    (root / ".git/tasklist/members/.b-12345678.x.partial").mkdir()
    assert len(copies(root)) == 3
    session = with_members(lines[0])
    fetch(session)
    assert len(copies(root)) == 1
    assert open_member(session, "a").find("aa2222")


def test_only_those_that_are_named_are_fetched(root, tmp_path, office, with_members):
    session = with_members(*(f"{{name: {name}, url: {tmp_path / 'xiasha.git'}}}" for name in "ab"))
    (state,) = fetch(session, "b")
    assert state.name == "b"
    assert len(copies(root)) == 1


def test_cancelled(root, tmp_path, office, with_members):
    session = with_members(f"{{name: x, url: {tmp_path / 'xiasha.git'}}}")
    with pytest.raises(RemoteError) as stopped:
        fetch(session, cancelled=lambda: True)
    assert stopped.value.trouble is Trouble.CANCELLED
    assert copies(root) == []


def test_without_members_nothing_is_made(root, session):
    assert fetch(session) == ()
    assert not (root / ".git/tasklist/members").exists()


def test_killed_while_a_copy_is_made_anew_the_old_one_or_the_new_one_is_there(
    tmp_path, office, with_members, monkeypatch
):
    session = with_members(f"{{name: x, url: {tmp_path / 'xiasha.git'}}}")
    (state,) = fetch(session)
    (state.folder / ".git/index.lock").touch()

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(mirror, "clone", killed)
    with pytest.raises(KeyboardInterrupt):
        fetch(session)
    assert open_member(session, "x").find("aa2222")
    monkeypatch.setattr(mirror, "clone", cloning.clone)
    assert fetch(session)[0].problem is None
