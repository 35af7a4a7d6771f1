"""Servers on loopback for the tests of sync: git's own, ssh and smart HTTP; every port is chosen by the system."""

import base64
import contextlib
import getpass
import http.server
import os
import shutil
import socket
import subprocess
import threading
from pathlib import Path

LOOPBACK = "127.0.0.1"
SSH = shutil.which("ssh")
SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")


@contextlib.contextmanager
def listening(argv, **more):
    """Start `argv` for each connection, with the connection as its input and output (as inetd does); give the port."""
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        started = []

        def serve():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    started.append(
                        subprocess.Popen(argv, stdin=connection, stdout=connection, stderr=subprocess.DEVNULL, **more)
                    )

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for process in started:
                process.kill()
                process.wait()


@contextlib.contextmanager
def git_daemon(folder):
    """Serve the repositories of a folder as `git daemon` does; give the address of `server.git`."""
    daemon = ["git", "daemon", "--inetd", f"--base-path={folder}", "--export-all", "--enable=receive-pack"]
    with listening(daemon) as port:
        yield f"git://{LOOPBACK}:{port}/server.git"


def why_no_sshd():
    """Give why no ssh server can be started here, "" when one can."""
    if None in (SSH, SSHD):
        return "openssh-server is not installed"
    if os.getuid() == 0:
        # What its own start script does: run by root it wants an empty folder of root's.
        with contextlib.suppress(OSError):
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        if not Path("/run/sshd").is_dir():
            return "sshd run by root wants /run/sshd"
    return ""


class Ssh:
    """An ssh server that lets one key in, and a client that knows it."""

    def __init__(self, folder):
        """Make the keys and settings in `folder`."""
        self.folder = folder
        for name in ("host", "known", "stranger"):
            argv = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(argv, check=True, stdin=subprocess.DEVNULL)
        shutil.copy(folder / "known.pub", folder / "authorized_keys")
        settings = {
            "HostKey": folder / "host",
            "AuthorizedKeysFile": folder / "authorized_keys",
            "PasswordAuthentication": "yes",
            "KbdInteractiveAuthentication": "no",
            "PermitRootLogin": "yes",
            "StrictModes": "no",
            "UsePAM": "no",
            "PidFile": "none",
            "SetEnv": "GIT_CONFIG_GLOBAL=/dev/null",
        }
        (folder / "sshd_config").write_text("".join(f"{key} {value}\n" for key, value in settings.items()), "utf-8")

    @contextlib.contextmanager
    def serving(self, repository):
        """Serve; give the address of `repository`."""
        argv = [SSHD, "-i", "-f", str(self.folder / "sshd_config")]
        with listening(argv) as port:
            key = (self.folder / "host.pub").read_text("ascii").split(" ")[:2]
            (self.folder / "known_hosts").write_text(f"[{LOOPBACK}]:{port} {' '.join(key)}\n", "ascii")
            yield f"ssh://{getpass.getuser()}@{LOOPBACK}:{port}{repository}"

    def client(self, monkeypatch, key="known", hosts="known_hosts"):
        """Let `ssh` use these settings: its own are those of whoever runs the tests."""
        settings = {
            "IdentityFile": self.folder / key,
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "UserKnownHostsFile": self.folder / hosts,
            "GlobalKnownHostsFile": "/dev/null",
        }
        lines = "".join(f"{key} {value}\n" for key, value in settings.items())
        (self.folder / "ssh_config").write_text(lines, "utf-8")
        tools = self.folder / "bin"
        tools.mkdir(exist_ok=True)
        (tools / "ssh").write_text(f'#!/bin/sh\nexec {SSH} -F {self.folder}/ssh_config "$@"\n', "utf-8")
        (tools / "ssh").chmod(0o755)
        monkeypatch.setenv("PATH", str(tools) + os.pathsep + os.environ["PATH"])


class _Backend(http.server.BaseHTTPRequestHandler):
    """Smart HTTP: every request is git's own CGI program's; `folder`, `login` and `held` are set by `web_server`."""

    folder: Path
    login: str
    held: threading.Event | None
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self._answer(b"")

    def do_POST(self):
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, *_):
        pass

    def _answer(self, body):
        wanted = "Basic " + base64.b64encode(self.login.encode()).decode()
        if self.headers.get("Authorization") != wanted:
            self._send(b"HTTP/1.1 401 Unauthorized", [b'WWW-Authenticate: Basic realm="x"'], b"")
            return
        if self.held is not None and self.path.endswith("/git-receive-pack"):
            self.held.wait()
            self.close_connection = True
            return
        head, _, content = self._run(body).partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        status = [line.split(b": ", 1)[1] for line in lines if line.startswith(b"Status: ")]
        self._send(b"HTTP/1.1 " + (status or [b"200 OK"])[0], lines, content)

    def _run(self, body):
        path, _, query = self.path.partition("?")
        env = dict(
            os.environ,
            GIT_PROJECT_ROOT=str(self.folder),
            GIT_HTTP_EXPORT_ALL="1",
            PATH_INFO=path,
            QUERY_STRING=query,
            REQUEST_METHOD=self.command,
            REMOTE_USER="somebody",
            CONTENT_TYPE=self.headers.get("Content-Type", ""),
            CONTENT_LENGTH=str(len(body)),
            HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
            GIT_PROTOCOL=self.headers.get("Git-Protocol", ""),
        )
        return subprocess.run(["git", "http-backend"], input=body, env=env, capture_output=True, check=False).stdout

    def _send(self, status, lines, content):
        lines = [line for line in lines if not line.startswith((b"Status: ", b"Content-Length: "))]
        self.wfile.write(b"\r\n".join([status, *lines, b"Content-Length: %d" % len(content), b"", content]))


@contextlib.contextmanager
def web_server(folder, login="somebody:secret", *, hangs=False):
    """Serve a folder by smart HTTP to whoever knows `login`; give the address of `server.git` without it.

    `hangs`: what is sent is never answered.
    """
    held = threading.Event() if hangs else None
    handler = type("Backend", (_Backend,), {"folder": folder, "login": login, "held": held})
    server = http.server.ThreadingHTTPServer((LOOPBACK, 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://{{}}{LOOPBACK}:{server.server_port}/server.git"
    finally:
        if held is not None:
            held.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def silent():
    """Give the port of a server that takes connections and says nothing."""
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]
