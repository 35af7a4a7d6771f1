"""The commits of a repository, and many blobs at once. Texts are as the authors wrote them: not made safe here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from tasklist_tui.vcs.git import run
from tasklist_tui.vcs.refs import is_id
from tasklist_tui.vcs.repository import Repository

_FIELDS = 7
_FORMAT = "%H%x00%P%x00%an%x00%ae%x00%ad%x00%ct%x00%B"
_RAW = ("--raw", "-z", "--no-abbrev", "--no-renames")
_TRAILER = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*):\s+(.*)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = 300.0
#: More blobs than this are worth a process of their own.
_MANY = 64


class PathChange(msgspec.Struct, frozen=True):
    """One file a commit changed: `status` is A, M, D or T; a blob id is None where there was no file."""

    status: str
    path: str
    old_blob: str | None
    new_blob: str | None


class MergedPath(msgspec.Struct, frozen=True):
    """One file of a merge that is as in none of its parents: the blob of each parent, and its own."""

    path: str
    old_blobs: tuple[str | None, ...]
    new_blob: str | None


class Commit(msgspec.Struct, frozen=True):
    """One commit; `paths` compares it with its first parent, so a merge shows what it brought to this side.

    `merged` are the files of a merge that differ from every parent; `committed` are the seconds since 1970 at which
    the commit was made (`when` is when the change was).
    """

    sha: str
    parents: tuple[str, ...]
    author: str
    email: str
    when: datetime
    subject: str
    body: str
    trailers: Mapping[str, str]
    paths: tuple[PathChange, ...]
    committed: int = 0
    merged: tuple[MergedPath, ...] = ()


def commits(
    repo: Repository, *, paths: Sequence[str] = (), limit: int | None = None, skip: int = 0, rev: str = "HEAD"
) -> list[Commit]:
    """List the commits reachable from `rev` (a commit, a branch, or `A..B`), newest first, never before a descendant.

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
    return _log(repo, ("--date-order", "--full-history", *bounds, *wanted), paths)


def commits_of(repo: Repository, shas: Sequence[str]) -> list[Commit]:
    """Give the commits `shas`, in that order.

    Raises:
        GitError: one of them is missing or damaged.
    """
    if not shas:
        return []
    return _log(repo, ("--no-walk=unsorted", "--stdin"), (), data="".join(f"{sha}\n" for sha in shas).encode())


def reachable(repo: Repository, tip: str, without: str = "") -> list[str]:
    """List the ids of the commits reachable from `tip` and not from `without`, parents before their children."""
    bounds = [f"^{without}"] if without else []
    raw = run("rev-list", "--topo-order", "--reverse", tip, *bounds, "--", root=repo.root, timeout=_SECONDS)
    return raw.decode().split()


def newest_before(repo: Repository, seconds: int) -> str | None:
    """Give the newest commit of the history that was made before so many seconds since 1970, None when none was."""
    head = repo.head()
    if head is None:
        return None
    bound = f"--min-age={seconds - 1}"
    found = run("rev-list", "--date-order", "--max-count=1", bound, head, "--", root=repo.root, timeout=_SECONDS)
    return found.decode().strip() or None


def is_ancestor(repo: Repository, older: str, newer: str) -> bool:
    """Say whether `newer` is `older` or descends from it; both are ids of commits that are there."""
    return not run("rev-list", "--max-count=1", older, f"^{newer}", "--", root=repo.root, timeout=_SECONDS).strip()


def cut_off(repo: Repository) -> frozenset[str]:
    """Give the commits at which a shallow clone ends: their parents were not fetched."""
    try:
        return frozenset((repo.layout.common_dir / "shallow").read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _log(repo: Repository, chosen: Sequence[str], paths: Sequence[str], data: bytes | None = None) -> list[Commit]:
    raw = run(
        "--literal-pathspecs",
        "log",
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
        *chosen,
        *(() if data is not None else ("--", *paths)),
        root=repo.root,
        data=data,
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
    read = repo.objects.stream if len(wanted) > _MANY else repo.objects.read_many
    for sha, found in zip(wanted, read(wanted), strict=True):
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
        sha, parents, author, email, date, committed, message = tokens[position : position + _FIELDS]
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
            committed=int(committed) if committed.isdigit() else 0,
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
    first = _diffs(repo, [f"{commit.sha} {commit.parents[0]}" for commit in merges], paths)
    combined = _diffs(repo, [commit.sha for commit in merges], paths, "-c")
    return [
        msgspec.structs.replace(
            commit,
            paths=tuple(_changes(first.get(commit.sha, ()))),
            merged=tuple(_merged(combined.get(commit.sha, ()), len(commit.parents))),
        )
        if len(commit.parents) > 1
        else commit
        for commit in found
    ]


def _diffs(repo: Repository, wanted: Sequence[str], paths: Sequence[str], *options: str) -> dict[str, list[str]]:
    """Give what `diff-tree` says of each commit: heads and paths in turn."""
    raw = run(
        "--literal-pathspecs",
        "diff-tree",
        "--stdin",
        "-r",
        *options,
        *_RAW,
        "--",
        *paths,
        root=repo.root,
        data="".join(f"{line}\n" for line in wanted).encode(),
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
    return changes


def _merged(tokens: Sequence[str], parents: int) -> Iterator[MergedPath]:
    """Read combined differences: a colon for each parent, modes, then a blob for each parent and the merge's own."""
    for head, path in zip(tokens[::2], tokens[1::2], strict=False):
        words = head.lstrip(":").split(" ")
        shas = [sha if sha.strip("0") else None for sha in words[parents + 1 : 2 * parents + 2]]
        yield MergedPath(path, tuple(shas[:-1]), shas[-1])
