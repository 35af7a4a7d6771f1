"""The commits of a repository, and many blobs at once. Texts are as the authors wrote them: not made safe here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from tasklist_tui.vcs.git import run
from tasklist_tui.vcs.refs import is_id
from tasklist_tui.vcs.repository import Repository

_FIELDS = 6
_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%ad%x00%B"
_RAW = ("--raw", "-z", "--no-abbrev", "--no-renames")
_TRAILER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*):\s+(.*)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = 300.0


class PathChange(msgspec.Struct, frozen=True):
    """One file a commit changed: `status` is A, M, D or T; a blob id is None where there was no file."""

    status: str
    path: str
    old_blob: str | None
    new_blob: str | None


class Commit(msgspec.Struct, frozen=True):
    """One commit; `paths` compares it with its first parent, so a merge shows what it brought to this side."""

    sha: str
    parents: tuple[str, ...]
    author: str
    email: str
    when: datetime
    subject: str
    body: str
    trailers: Mapping[str, str]
    paths: tuple[PathChange, ...]


def commits(
    repo: Repository, *, paths: Sequence[str] = (), limit: int | None = None, skip: int = 0, rev: str = "HEAD"
) -> list[Commit]:
    """List the commits reachable from `rev` (a commit, a branch, or `A..B`), newest first in topological order.

    With `paths` only those that touch one of them, side branches included. Empty on a branch without commits.

    Raises:
        GitError: the history is damaged.
    """
    wanted = _revisions(repo, rev)
    if wanted is None:
        return []
    bounds = [f"--skip={skip}"] if skip else []
    if limit is not None:
        bounds.append(f"--max-count={limit}")
    raw = run(
        "--literal-pathspecs",
        "log",
        "--topo-order",
        "--full-history",
        "--no-ext-diff",
        "--no-textconv",
        "--no-show-signature",
        "--no-mailmap",
        "--no-notes",
        "--no-color",
        "--encoding=UTF-8",
        "--date=raw",
        f"--format={_FORMAT}",
        *_RAW,
        *bounds,
        *wanted,
        "--",
        *paths,
        root=repo.root,
        timeout=_SECONDS,
    )
    found = list(_parse(raw))
    return _with_merges(repo, found, paths) if any(len(commit.parents) > 1 for commit in found) else found


def blobs(repo: Repository, shas: Sequence[str]) -> dict[str, bytes]:
    """Give the contents of the blobs `shas` by id; those that are missing are left out."""
    return dict(iter_blobs(repo, shas))


def iter_blobs(repo: Repository, shas: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Go through the blobs `shas` in order, holding few in memory at once; those that are missing are left out."""
    wanted = list(dict.fromkeys(sha for sha in shas if is_id(sha)))
    for sha, found in zip(wanted, repo.objects.read_many(wanted), strict=True):
        if found is not None and found[0] == "blob":
            yield sha, found[1]


def split_message(message: str) -> tuple[str, str, dict[str, str]]:
    """Split a commit message into subject, body and trailers (`Key: value` lines of its last paragraph).

    A trailer given several times has its values joined by newlines.
    """
    subject, _, rest = message.strip("\n").partition("\n")
    paragraphs = re.split(r"\n[ \t]*\n", rest.strip("\n"))
    trailers = _trailers(paragraphs[-1])
    if trailers:
        paragraphs.pop()
    return subject, "\n\n".join(paragraphs).strip("\n"), trailers


def _trailers(paragraph: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    key = ""
    for line in paragraph.split("\n"):
        match = _TRAILER.fullmatch(line)
        if match is not None:
            key = match[1]
            found.setdefault(key, []).append(match[2].strip())
        elif key and line.startswith((" ", "\t")):
            found[key][-1] += " " + line.strip()
        else:
            return {}
    return {key: "\n".join(values) for key, values in found.items()}


def _revisions(repo: Repository, rev: str) -> list[str] | None:
    ends = rev.split("..", 1)
    resolved = [repo.resolve(end or "HEAD") for end in ends]
    if resolved[-1] is None:
        return None
    if len(resolved) == 1 or resolved[0] is None:
        return [resolved[-1]]
    return [resolved[-1], f"^{resolved[0]}"]


def _texts(raw: bytes) -> list[str]:
    return raw.decode("utf-8", "replace").split("\0")


def _parse(raw: bytes) -> Iterator[Commit]:
    tokens = _texts(raw)
    position = 0
    while position + _FIELDS <= len(tokens):
        sha, parents, author, email, date, message = tokens[position : position + _FIELDS]
        position += _FIELDS
        start = position
        while position + 1 < len(tokens) and tokens[position].lstrip("\n").startswith(":"):
            position += 2
        subject, body, trailers = split_message(message)
        yield Commit(
            sha=sha.strip(),
            parents=tuple(parents.split()),
            author=author,
            email=email,
            when=_when(date),
            subject=subject,
            body=body,
            trailers=trailers,
            paths=tuple(_changes(tokens[start:position])),
        )


def _changes(tokens: Sequence[str]) -> Iterator[PathChange]:
    for head, path in zip(tokens[::2], tokens[1::2], strict=False):
        _, _, old, new, status = head.split(" ")
        yield PathChange(status[:1], path, old if old.strip("0") else None, new if new.strip("0") else None)


def _when(raw: str) -> datetime:
    """Read git's raw date (seconds and zone); what no calendar can show becomes 1970."""
    try:
        seconds, _, zone = raw.strip().partition(" ")
        offset = int(zone or "0")
        minutes = (abs(offset) // 100 * 60 + abs(offset) % 100) * (-1 if offset < 0 else 1)
        return (_EPOCH + timedelta(seconds=int(seconds))).astimezone(timezone(timedelta(minutes=minutes)))
    except (ValueError, OverflowError):
        return _EPOCH


def _with_merges(repo: Repository, found: Sequence[Commit], paths: Sequence[str]) -> list[Commit]:
    """Fill in what the merges changed; `log` shows that against one parent only from git 2.31 on."""
    merges = [commit for commit in found if len(commit.parents) > 1]
    request = "".join(f"{commit.sha} {commit.parents[0]}\n" for commit in merges).encode()
    raw = run(
        "--literal-pathspecs",
        "diff-tree",
        "--stdin",
        "-r",
        *_RAW,
        "--",
        *paths,
        root=repo.root,
        data=request,
        timeout=_SECONDS,
    )
    changes: dict[str, list[str]] = {}
    current: list[str] = []
    tokens = iter(_texts(raw))
    for token in tokens:
        if token.startswith(":"):
            current += [token, next(tokens, "")]
        else:
            current = changes.setdefault(token.strip(), [])
    return [
        msgspec.structs.replace(commit, paths=tuple(_changes(changes.get(commit.sha, ()))))
        if len(commit.parents) > 1
        else commit
        for commit in found
    ]
