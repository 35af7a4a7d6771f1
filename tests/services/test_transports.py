"""One workspace over a folder, git's own protocol, ssh and smart HTTP, and what is said when they let nobody in."""

import contextlib
import functools
import os
import pty
import shutil
import time

import pytest
from offices import assert_sound, cast, git, head, make_mould, open_at, person, sync
from servers import Ssh, git_daemon, silent, web_server, why_no_sshd

from tasklist_tui.domain.edits import SetFields
from tasklist_tui.i18n import translate
from tasklist_tui.services import setup
from tasklist_tui.services import sync as syncing
from tasklist_tui.vcs import remote
from tasklist_tui.vcs.remote import RemoteError, Trouble

#: Seconds of silence after which a server is given up in these tests, and the most that giving up may then take.
SILENCE, LIMIT = 0.5, 8.0

needs_ssh = pytest.mark.skipif(bool(why_no_sshd()), reason=why_no_sshd() or "-")
needs_http = pytest.mark.skipif(
    shutil.which("git-http-backend", path=git(".", "--exec-path").strip()) is None, reason="git has no http-backend"
)
needs_daemon = pytest.mark.skipif(
    shutil.which("git-daemon", path=git(".", "--exec-path").strip()) is None, reason="git has no daemon"
)
TRANSPORTS = [
    "folder",
    "file",
    pytest.param("git", marks=needs_daemon),
    pytest.param("ssh", marks=needs_ssh),
    pytest.param("http", marks=needs_http),
]


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return Ssh(tmp_path_factory.mktemp("ssh"))


@pytest.fixture(scope="module")
def mould(tmp_path_factory):
    return make_mould(tmp_path_factory.mktemp("mould"))


@pytest.fixture
def place(tmp_path, mould):
    """A folder with `server.git` and a clone `0` that reaches it by its path."""
    cast(mould, tmp_path, 1)
    return tmp_path


@contextlib.contextmanager
def served(transport, place, request):
    """Serve `server.git`; give its address."""
    server = place / "server.git"
    if transport == "folder":
        yield str(server)
    elif transport == "file":
        yield server.as_uri()
    elif transport == "git":
        with git_daemon(place) as url:
            yield url
    elif transport == "ssh":
        keys = request.getfixturevalue("keys")
        keys.client(request.getfixturevalue("monkeypatch"))
        with keys.serving(server) as url:
            yield url
    else:
        with web_server(place) as url:
            yield url.format("somebody:secret@")


def change(session, item_id="aa2222", **values):
    session.apply([SetFields("tasks", item_id, values)])


def cloned(url, folder):
    """Clone as the program does, and open what came."""
    setup.clone(url, folder, progress=lambda *_: None, cancelled=lambda: False)
    person(folder, 7)
    return open_at(folder)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_clone_and_sync_both_ways(place, transport, request):
    with served(transport, place, request) as url:
        mine, other = cloned(url, place / "copy"), open_at(place / "0")
        change(mine, progress=60)
        assert sync(mine).sent == 1
        change(other, "bb3333", progress=70)
        report = sync(other)
        assert (report.ok, report.received) == (True, 1)
        report = sync(mine)
        assert (report.ok, report.sent) == (True, 0)
        assert [report.snapshot.workspace.find(name)[1].progress for name in ("aa2222", "bb3333")] == [60, 70]
        for session in (mine, other):
            session.close()
    assert head(place / "copy") == head(place / "server.git", "main") == head(place / "0")
    assert_sound(place / "copy", place / "0")
    assert git(place / "server.git", "fsck", "--strict", "--no-dangling") == ""


@contextlib.contextmanager
def refused(place, *troubles):
    """Expect trouble in words, within the time limit, and nothing changed here or there."""
    root, server = place / "0", place / "server.git"
    before = [head(root), head(server, "main"), git(root, "for-each-ref"), git(root, "status", "--porcelain")]
    started = time.monotonic()
    with pytest.raises(RemoteError) as caught:
        yield caught
    assert time.monotonic() - started < LIMIT
    assert caught.value.trouble in troubles, (caught.value.trouble, caught.value.reason)
    assert caught.value.hint is not None
    after = [head(root), head(server, "main"), git(root, "for-each-ref"), git(root, "status", "--porcelain")]
    assert after == before
    assert "secret" not in f"{caught.value.message}{caught.value.hint}"


@pytest.fixture
def mine(place):
    """A session with one change that is not sent yet."""
    session = open_at(place / "0")
    change(session, progress=60)
    session.repo.settle()
    yield session
    session.close()


@needs_ssh
@pytest.mark.parametrize(("key", "hosts"), [("stranger", "known_hosts"), ("known", "nobody")])
def test_ssh_that_knows_neither_the_key_nor_the_server(place, mine, keys, monkeypatch, key, hosts):
    keys.client(monkeypatch, key, hosts)
    with keys.serving(place / "server.git") as url:
        mine.set_remote(url)
        with refused(place, Trouble.DENIED):
            sync(mine)
        with pytest.raises(RemoteError):
            cloned(url, place / "copy")
        assert not (place / "copy").exists()


@needs_http
@pytest.mark.parametrize(
    ("login", "wanted"),
    [("", Trouble.LOGIN), ("somebody@", Trouble.LOGIN), ("somebody:wrong@", Trouble.DENIED)],
)
def test_a_web_server_that_wants_another_password(place, mine, login, wanted):
    with web_server(place) as url:
        mine.set_remote(url.format(login))
        with refused(place, wanted) as caught:
            sync(mine)
        said = translate(caught.value.message, "zh") + translate(caught.value.hint, "zh")
        assert ("credential.helper" in said) is (wanted is Trouble.LOGIN)
        assert "fatal" not in said
        with pytest.raises(RemoteError):
            cloned(url.format(login), place / "copy")
        assert not (place / "copy").exists()


@pytest.mark.parametrize("scheme", ["git", "http", pytest.param("ssh", marks=needs_ssh)])
def test_a_server_that_says_nothing(place, mine, monkeypatch, scheme):
    monkeypatch.setattr(syncing.remote, "fetch", functools.partial(remote.fetch, silence=SILENCE))
    with silent() as port:
        mine.set_remote(f"{scheme}://127.0.0.1:{port}/server.git")
        with refused(place, Trouble.TIMEOUT):
            sync(mine)


@needs_http
def test_a_server_that_falls_silent_while_it_is_sent_to(place, mine, monkeypatch):
    monkeypatch.setattr(syncing.remote, "push", functools.partial(remote.push, silence=SILENCE))
    with web_server(place, hangs=True) as url:
        mine.set_remote(url.format("somebody:secret@"))
        sent = head(place / "server.git", "main")
        with pytest.raises(RemoteError) as caught:
            sync(mine)
        assert caught.value.trouble is Trouble.TIMEOUT
        assert head(place / "server.git", "main") == sent
    with web_server(place) as url:
        mine.set_remote(url.format("somebody:secret@"))
        assert sync(mine).sent == 1


@needs_daemon
def test_a_daemon_that_takes_nothing(place, mine):
    git(place / "server.git", "config", "daemon.receivepack", "false")
    with git_daemon(place) as url:
        mine.set_remote(url)
        with pytest.raises(RemoteError) as caught:
            sync(mine)
        assert caught.value.trouble in {Trouble.DENIED, Trouble.NOT_FOUND, Trouble.REFUSED}
        assert caught.value.hint is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a terminal")
@pytest.mark.parametrize("transport", [pytest.param("ssh", marks=needs_ssh), pytest.param("http", marks=needs_http)])
def test_nobody_is_asked_for_a_password_at_the_terminal(place, mine, transport, request):
    with served(transport, place, request) as url:
        if transport == "ssh":
            request.getfixturevalue("keys").client(request.getfixturevalue("monkeypatch"), "stranger")
        mine.set_remote(url.replace("somebody:secret@", ""))
        assert said_at_terminal(lambda: trouble(mine)) == {"ssh": b"denied", "http": b"login"}[transport]


def trouble(session):
    try:
        sync(session)
    except RemoteError as error:
        return error.trouble.value
    return "nothing"


def said_at_terminal(act):
    """Run `act` in a process with a terminal of its own; give all that appears there: what it returns, and no more."""
    child, terminal = pty.fork()
    if child == 0:
        try:
            os.write(1, act().encode())
        finally:
            os._exit(0)
    told = b""
    # The terminal of a process that is gone answers with an error.
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 4096):
            told += part
    os.close(terminal)
    os.waitpid(child, 0)
    return told
