"""What is read without git says the same as git does, over random histories and trees."""

import random

import pytest

from tasklist_tui.vcs.ancestry import Compared, compare, descends, merge_bases, reaches
from tasklist_tui.vcs.commit import commit_files, refresh_index
from tasklist_tui.vcs.index import note_behind
from tasklist_tui.vcs.repository import Repository

from .conftest import WHEN, ZHANG, plain_git, save


def histories(repo, rng, count):
    """Make `count` commits, each upon one or two of the earlier ones; give them."""
    tree = plain_git(repo, "mktree").strip()
    made = []
    for number in range(count):
        recent = made[-8:]
        parents = rng.sample(recent, min(len(recent), rng.choice([1, 1, 2])))
        options = [option for parent in parents for option in ("-p", parent)]
        made.append(plain_git(repo, "commit-tree", tree, "-m", str(number), *options).strip())
    return made


@pytest.mark.parametrize("seed", range(6))
def test_two_commits_are_compared_as_git_does(repo, seed):
    rng = random.Random(seed)
    made = histories(repo, rng, 25)
    if seed % 2:
        plain_git(repo, "update-ref", "refs/heads/all", made[-1])
        plain_git(repo, "repack", "-q", "-a", "-d", "-k")
    for _ in range(12):
        a, b = rng.choice(made), rng.choice(made)
        counts = plain_git(repo, "rev-list", "--left-right", "--count", f"{a}...{b}").split()
        bases = tuple(sorted(plain_git(repo, "merge-base", "--all", a, b).split()))
        found = compare(repo, a, b)
        assert found == Compared(int(counts[0]), int(counts[1]), found.bases)
        assert tuple(sorted(found.bases)) == bases == tuple(merge_bases(repo, a, b))
        is_ancestor = a in bases
        assert descends(repo, b, a) == is_ancestor
        assert is_ancestor or not reaches(repo, b, a)


def test_histories_with_nothing_in_common_have_no_base(repo):
    other = plain_git(repo, "commit-tree", "-m", "x", "HEAD^{tree}").strip()
    assert compare(repo, repo.head(), other) == Compared(1, 1, ())


@pytest.mark.parametrize("seed", range(6))
def test_what_differs_between_two_commits_is_what_git_says(repo, seed):
    rng = random.Random(seed)
    commits = [repo.head()]
    for _ in range(6):
        for _ in range(5):
            change_something(repo.root, rng)
        plain_git(repo, "add", "-A")
        plain_git(repo, "commit", "-q", "--allow-empty", "-m", "x")
        commits.append(repo.head())
    for _ in range(10):
        old, new = rng.choice([None, *commits]), rng.choice(commits)
        empty = plain_git(repo, "mktree").strip()
        raw = plain_git(repo, "diff-tree", "-r", "-z", "--no-renames", "--name-status", old or empty, new)
        fields = raw.split("\0")
        assert repo.diff_paths(old, new) == list(zip(fields[:-1:2], fields[1::2], strict=True))


def change_something(root, rng):
    """Write, link, remove or make executable a file; a folder may take a file's place and the other way round."""
    path = root.joinpath(*rng.choices(["a", "b", "会", "a b"], k=rng.choice([1, 2, 3])))
    for parent in path.relative_to(root).parents:
        if (root / parent).is_file() or (root / parent).is_symlink():
            (root / parent).unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir() and not path.is_symlink():
        return
    act = rng.choice(["write", "write", "link", "remove", "mode"])
    if act in {"link", "remove"} or path.is_symlink():
        path.unlink(missing_ok=True)
    if act == "link":
        path.symlink_to("nowhere")
    elif act != "remove":
        path.write_text(str(rng.randrange(3)), "utf-8")
        path.chmod(0o755 if act == "mode" else 0o644)


def test_an_index_left_behind_by_a_killed_process_catches_up(repo):
    done = commit_files(repo, {"tasklist.yaml": b"title: neu\n"}, "x", ZHANG, WHEN)
    repo.settle()
    assert done.index_updated
    (repo.root / "tasklist.yaml").write_bytes(b"title: noch neuer\n")
    # As `commit_files` leaves it when it is ended between branch and index.
    plain_git(repo, "commit", "-q", "-a", "-m", "y")
    plain_git(
        repo,
        "update-index",
        "--cacheinfo",
        f"100644,{repo.objects.name_of('blob', b'title: t' + bytes([10]))},tasklist.yaml",
    )
    note_behind(repo.layout, ["tasklist.yaml"])
    assert plain_git(repo, "status", "--porcelain") != ""
    again = Repository.discover(repo.root)
    assert again.behind == {"tasklist.yaml"}
    assert refresh_index(again, ())
    assert again.behind == set()
    assert plain_git(repo, "status", "--porcelain") == ""


def test_a_save_without_trouble_leaves_no_note(repo):
    save(repo, {"a": b"1"})
    repo.settle()
    assert repo.behind == set()
    assert not list(repo.state_dir.glob("index-behind"))
