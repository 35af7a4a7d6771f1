"""Fetching, pushing and cloning, and what is said when it cannot be done."""

import contextlib
import http.server
import itertools
import os
import shutil
import socket
import threading
import time

import pytest

from tasklist_tui.domain.message import UserError
from tasklist_tui.vcs import remote
from tasklist_tui.vcs.commit import move_branch, refresh_index
from tasklist_tui.vcs.problems import classify
from tasklist_tui.vcs.remote import Pushed, RemoteError, Trouble

from .conftest import LI, assert_sound, plain_git, save


def push(repo, expected):
    return remote.push(repo, repo.head(), "main", expected)


def take_over(repo, tip):
    """Fast-forward as the service does: files, branch, index."""
    old = repo.head()
    for status, path in remote.diff_paths(repo, old, tip):
        if status == "D":
            (repo.root / path).unlink()
        else:
            (repo.root / path).write_bytes(repo.blob(tip, path))
    move_branch(repo, tip, old)
    assert refresh_index(repo, [path for _, path in remote.diff_paths(repo, old, tip)])


def test_a_clone_is_the_same_and_ready_to_work_in(repo, colleague):
    assert colleague.head() == repo.head()
    assert colleague.branch() == "main"
    assert colleague.changed_paths() == []
    assert remote.ahead_behind(colleague) == (0, 0)
    assert (colleague.root / "lists/任务.yaml").read_bytes() == b"title: a\n"
    assert plain_git(colleague, "config", "core.autocrlf") == "false\n"


def test_changes_travel_from_one_to_the_other(repo, colleague):
    start = repo.head()
    save(repo, {"lists/任务.yaml": "title: 新\n".encode(), "tasklist.yaml": None})
    assert remote.ahead_behind(repo) == (1, 0)
    assert push(repo, start) is Pushed.DONE
    assert remote.ahead_behind(repo) == (0, 0)
    assert remote.last_fetch(colleague) is None
    result = remote.fetch(colleague)
    assert (result.branch, result.before, result.tip) == ("main", start, repo.head())
    assert remote.last_fetch(colleague) is not None
    assert remote.ahead_behind(colleague) == (0, 1)
    assert colleague.head() == start
    take_over(colleague, result.tip)
    assert colleague.changed_paths() == []
    assert plain_git(colleague, "status", "--porcelain") == ""
    assert_sound(colleague)


def test_plain_git_works_beside_it(repo, colleague):
    start = repo.head()
    save(repo, {"a": b"1"})
    push(repo, start)
    plain_git(colleague, "pull", "-q", "--ff-only")
    assert colleague.head() == repo.head()
    (repo.root / "a").write_bytes(b"2")
    plain_git(repo, "commit", "-qam", "by hand")
    plain_git(repo, "push", "-q")
    assert remote.fetch(colleague).tip == repo.head()


def test_who_comes_second_is_rejected_and_nothing_is_lost(repo, colleague, server):
    start = repo.head()
    save(repo, {"a": b"mine"})
    save(colleague, {"b": b"theirs"}, author=LI)
    assert push(repo, start) is Pushed.DONE
    mine = colleague.head()
    assert push(colleague, start) is Pushed.REJECTED
    assert plain_git(server, "rev-parse", "main").strip() == repo.head()
    tip = remote.fetch(colleague).tip
    assert remote.ahead_behind(colleague) == (1, 1)
    assert remote.merge_base(colleague, mine, tip) == start
    assert remote.count_commits(colleague, start, tip) == 1
    with pytest.raises(RemoteError) as caught:
        remote.push(colleague, mine, "main", tip)
    assert caught.value.trouble is Trouble.DIVERGED
    merged = save(colleague, {"a": b"mine"}, "merge", expected_head=mine, other_parents=[tip])
    assert push(colleague, tip) is Pushed.DONE
    assert plain_git(server, "rev-parse", "main").strip() == merged.sha


def test_the_first_push_into_a_branch_that_exists_meanwhile_is_rejected(repo, server):
    save(repo, {"a": b"1"})
    assert push(repo, None) is Pushed.REJECTED


def test_an_empty_server_is_fine(tmp_path, repo):
    server = tmp_path / "empty.git"
    plain_git(tmp_path, "init", "-q", "--bare", "--initial-branch=main", str(server))
    remote.set_remote(repo, str(server))
    assert remote.fetch(repo).tip is None
    assert remote.ahead_behind(repo) == (1, 0)
    with remote.clone(str(server), tmp_path / "copy") as copy:
        assert copy.head() is None
        assert remote.fetch(copy).tip is None
        save(copy, {"a": b"1"})
        assert push(copy, None) is Pushed.DONE


def test_unrelated_histories_have_no_common_ancestor(repo):
    other = plain_git(repo, "commit-tree", "-m", "x", "HEAD^{tree}").strip()
    assert remote.merge_base(repo, repo.head(), other) is None


def test_a_replaced_history_is_stopped_and_the_old_one_kept(repo, colleague, server):
    old = repo.head()
    other = plain_git(repo, "commit-tree", "-m", "rewritten", "HEAD^{tree}").strip()
    plain_git(repo, "push", "-q", "--force", str(server), f"{other}:refs/heads/main")
    for _ in range(2):
        with pytest.raises(RemoteError) as caught:
            remote.fetch(colleague)
        assert caught.value.trouble is Trouble.REWRITTEN
        assert colleague.ref("refs/remotes/origin/main") == old
    (name,) = plain_git(colleague, "for-each-ref", "--format=%(refname)", "refs/tasklist/rescue").split()
    assert name == f"refs/tasklist/rescue/2025-11-10-{old[:12]}"
    assert colleague.ref(name) == old
    assert remote.fetch(colleague, accept_rewritten=True).tip == other


def names_under(repo, prefix):
    return plain_git(repo, "for-each-ref", "--format=%(refname)", prefix).split()


def test_every_fetch_of_a_replaced_history_lands_by_a_name_of_its_own(repo, colleague, server, monkeypatch):
    """Two processes that fetch at once do not read each other's tip."""
    real, landed = remote.fetch_into, []
    first, second = (plain_git(repo, "commit-tree", "-m", text, "HEAD^{tree}").strip() for text in ("一", "二"))

    def put(commit):
        plain_git(repo, "push", "-q", "--force", str(server), f"{commit}:refs/heads/main")

    def fetch_into(repo, server, refspec, *calling):
        real(repo, server, refspec, *calling)
        if refspec.startswith("+"):
            landed.append(refspec.partition(":")[2])
            if len(landed) == 1:  # the other process comes in between landing and looking
                put(second)
                assert remote.fetch(colleague, accept_rewritten=True).tip == second

    monkeypatch.setattr(remote, "fetch_into", fetch_into)
    put(first)
    assert remote.fetch(colleague, accept_rewritten=True).tip == first
    assert len(set(landed)) == 2
    assert names_under(colleague, "refs/tasklist/incoming") == []


def test_what_a_fetch_that_was_killed_left_is_swept_by_a_later_one(repo, colleague, server):
    old, young = f"refs/tasklist/incoming/{10**15}-aa", f"refs/tasklist/incoming/{time.time_ns()}-bb"
    for name in (old, young, "refs/tasklist/incoming/odd"):
        plain_git(colleague, "update-ref", name, "HEAD")
    other = plain_git(repo, "commit-tree", "-m", "x", "HEAD^{tree}").strip()
    plain_git(repo, "push", "-q", "--force", str(server), f"{other}:refs/heads/main")
    assert remote.fetch(colleague, accept_rewritten=True).tip == other
    assert names_under(colleague, "refs/tasklist/incoming") == [young]


def test_fetches_at_the_same_time_do_not_disturb_each_other(repo, colleague, server):
    """Each gives a commit that the server had, whichever of them got there first."""
    tips, troubles = {repo.head()}, []

    def fetching():
        for _ in range(6):
            try:
                assert remote.fetch(colleague).tip in tips
            except (RemoteError, AssertionError) as error:
                troubles.append(error)

    threads = [threading.Thread(target=fetching) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(6):
        start = repo.head()
        tips.add(save(repo, {"a": b"%d" % number}).sha)
        remote.push(repo, repo.head(), "main", start)
    for thread in threads:
        thread.join()
    assert troubles == []
    assert remote.fetch(colleague).tip == repo.head()


def test_progress_is_told_in_numbers(repo, server, tmp_path):
    heard = []
    start = repo.head()
    save(repo, {f"f{n}": os.urandom(2000) for n in range(60)})
    remote.push(repo, repo.head(), "main", start, lambda *told: heard.append(told))
    assert "sending" in {phase for _, _, phase in heard}
    assert all(0 <= done <= total for done, total, _ in heard if total)
    heard.clear()
    remote.clone(str(server), tmp_path / "again", lambda *told: heard.append(told)).close()
    assert "receiving" in {phase for _, _, phase in heard}


def test_no_server_set(repo):
    assert remote.remote_url(repo) is None
    for act in (lambda: remote.fetch(repo), lambda: push(repo, None)):
        with pytest.raises(RemoteError) as caught:
            act()
        assert caught.value.trouble is Trouble.NO_REMOTE
        assert caught.value.hint is not None


@contextlib.contextmanager
def closed_port():
    with socket.socket() as taken:
        # Bound but not listening: nobody else gets the port, and a connection to it is refused.
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextlib.contextmanager
def silent_server():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield f"git://127.0.0.1:{listening.getsockname()[1]}/x.git"


@contextlib.contextmanager
def answering(code):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(code)
            if code == 401:
                self.send_header("WWW-Authenticate", 'Basic realm="x"')
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://somebody:secret@127.0.0.1:{server.server_port}/x.git"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def trouble_of(repo, url, **options):
    remote.set_remote(repo, url)
    with pytest.raises(RemoteError) as caught:
        remote.fetch(repo, **options)
    return caught.value


@pytest.mark.parametrize("scheme", ["git", "http"])
def test_a_server_that_is_off_is_offline(repo, scheme):
    with closed_port() as port:
        problem = trouble_of(repo, f"{scheme}://127.0.0.1:{port}/x.git")
    assert problem.trouble is Trouble.OFFLINE
    assert "go on working" in str(problem.hint)


@pytest.mark.parametrize(("code", "trouble"), [(401, Trouble.DENIED), (403, Trouble.DENIED), (404, Trouble.NOT_FOUND)])
def test_what_a_web_server_refuses(repo, code, trouble):
    with answering(code) as url:
        problem = trouble_of(repo, url)
    assert problem.trouble is trouble
    assert "secret" not in str(problem.message)


def test_a_folder_that_is_not_there(repo, tmp_path):
    assert trouble_of(repo, str(tmp_path / "gone.git")).trouble is Trouble.NOT_FOUND


def test_a_server_that_says_nothing_times_out(repo):
    with silent_server() as url:
        assert trouble_of(repo, url, silence=0.2).trouble is Trouble.TIMEOUT


def test_cancelled_while_it_waits_the_process_ends_and_nothing_changed(repo):
    before = plain_git(repo, "for-each-ref")
    polls = itertools.count()
    with silent_server() as url:
        assert trouble_of(repo, url, cancelled=lambda: next(polls) > 3).trouble is Trouble.CANCELLED
    assert next(polls) <= 6
    assert plain_git(repo, "for-each-ref") == before
    assert_sound(repo)
    assert not list(repo.git_dir.rglob("*.lock"))


def test_cancelled_in_the_middle_of_a_transfer(repo, colleague, server):
    start = repo.head()
    save(repo, {f"f{n}": os.urandom(3000) for n in range(300)})
    push(repo, start)
    begun = threading.Event()
    with pytest.raises(RemoteError) as caught:
        remote.fetch(colleague, lambda *_: begun.set(), begun.is_set)
    assert caught.value.trouble is Trouble.CANCELLED
    assert colleague.ref("refs/remotes/origin/main") == colleague.head() == start
    assert_sound(colleague)
    assert remote.fetch(colleague).tip == repo.head()


def test_a_cancelled_clone_leaves_nothing(tmp_path):
    polls = itertools.count()
    target = tmp_path / "new" / "copy"
    with silent_server() as url, pytest.raises(RemoteError) as caught:
        remote.clone(url, target, cancelled=lambda: next(polls) > 3)
    assert caught.value.trouble is Trouble.CANCELLED
    assert list(target.parent.iterdir()) == []


def test_a_clone_never_writes_into_a_folder_with_something_in_it(server, tmp_path):
    target = tmp_path / "mine"
    target.mkdir()
    remote.clone(str(server), target).close()
    with pytest.raises(UserError, match="not empty"):
        remote.clone(str(server), target)


def test_a_rule_of_the_server_is_told_in_its_own_words(repo, server):
    hook = server / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'only the office may close items' >&2\nexit 1\n")
    hook.chmod(0o755)
    start = repo.head()
    save(repo, {"a": b"1"})
    with pytest.raises(RemoteError) as caught:
        push(repo, start)
    assert caught.value.trouble is Trouble.REFUSED
    assert "only the office may close items" in str(caught.value.message)
    assert plain_git(server, "rev-parse", "main").strip() == start


def test_a_damaged_server_is_called_damaged(repo, colleague, server):
    start = repo.head()
    made = save(repo, {"a": os.urandom(100)})
    push(repo, start)
    entry = repo.objects.name_of("blob", (repo.root / "a").read_bytes())
    shutil.rmtree(server / "objects" / entry[:2])
    with pytest.raises(RemoteError) as caught:
        remote.fetch(colleague)
    assert caught.value.trouble is Trouble.CORRUPT
    assert colleague.ref("refs/remotes/origin/main") == start != made.sha
    assert_sound(colleague)


@pytest.mark.parametrize("url", ["", "--upload-pack=touch x", "-x", "a\nb"])
def test_addresses_that_git_would_take_for_options_are_refused(repo, tmp_path, url):
    with pytest.raises(UserError):
        remote.set_remote(repo, url)
    with pytest.raises(UserError):
        remote.clone(url, tmp_path / "x")


def test_an_address_that_is_a_command_is_never_run(repo, tmp_path):
    trap = tmp_path / "ran"
    trouble_of(repo, f"ext::touch {trap}")
    assert not trap.exists()


def test_nothing_that_the_configuration_of_the_folder_names_is_run(repo, server, tmp_path):
    trap = tmp_path / "ran"
    bad = f"touch {trap}; false"
    for key in (
        "core.sshCommand",
        "core.askPass",
        "core.gitProxy",
        "core.fsmonitor",
        "credential.helper",
        "remote.origin.uploadpack",
        "remote.origin.receivepack",
        f"remote.{server}.uploadpack",
        f"remote.{server}.receivepack",
        "gpg.program",
    ):
        plain_git(repo, "config", key, f"!{bad}" if key == "credential.helper" else bad)
    plain_git(repo, "config", "push.gpgSign", "if-asked")
    hooks = repo.git_dir / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-push", "reference-transaction", "post-merge", "pre-auto-gc"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {trap}\n")
        (hooks / name).chmod(0o755)
    start = repo.head()
    save(repo, {"a": b"1"})
    assert remote.fetch(repo).tip == start
    assert push(repo, start) is Pushed.DONE
    with answering(401) as url:
        assert trouble_of(repo, url).trouble is Trouble.DENIED
    with closed_port() as port:
        assert trouble_of(repo, f"git://127.0.0.1:{port}/x").trouble is Trouble.OFFLINE
        trouble_of(repo, f"ssh://127.0.0.1:{port}/x")
    assert not trap.exists()


@pytest.mark.parametrize(
    ("stderr", "trouble"),
    [
        (
            "ssh: Could not resolve hostname x: Name or service not known\nfatal: Could not read from remote",
            "offline",
        ),
        ("git@x: Permission denied (publickey).\nfatal: Could not read from remote repository.", "denied"),
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", "login"),
        ("fatal: unable to access 'https://x/': Operation too slow. Less than 1 bytes/sec", "timeout"),
        ("error: file write error: No space left on device\nfatal: index-pack failed", "full"),
        (
            "error: unable to create temporary object directory\n ! [remote rejected] x -> x (unpacker error)",
            "denied",
        ),
        ("fatal: detected dubious ownership in repository at '/x'", "owner"),
        ("fatal: transport 'ext' not allowed", "address"),
        (" ! [remote rejected] m -> m (pre-receive hook declined)", "refused"),
        (" ! [rejected] m -> m (stale info)", "rejected"),
        (" ! [remote rejected] m -> m (unpacker error)", "refused"),
        ("remote: error: cannot lock ref\n ! [remote rejected] m -> m (failed to update ref)", "rejected"),
        (
            "remote: Unable to create 'm.lock': File exists.\n ! [remote rejected] m -> m (failed to update ref)",
            "locked",
        ),
        ("fatal: something new", "other"),
    ],
)
def test_what_git_says_is_told_apart(stderr, trouble):
    assert classify(stderr).value == trouble


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_words_and_advice_without_jargon(trouble):
    problem = RemoteError(trouble, "fatal: \x1b[31mx\u202e", place="https://a:b@c/d")
    text = f"{problem.message} {problem.hint}".lower()
    assert not any(word in text for word in ("rebase", "refspec", "fast-forward", "upstream", "\x1b", "\u202e", "a:b@"))
