"""What was read, kept beside the repository by content: safe to delete, ignored when anything about it is odd."""

from __future__ import annotations

import contextlib
import os
from functools import cache as once
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

import tasklist_tui
from tasklist_tui.domain.message import UserError
from tasklist_tui.domain.problems import Problem
from tasklist_tui.storage import files, packing

_MAGIC = b"TLCACHE1"
_SIZE = 16
_SUFFIX = ".bin"

#: Largest entry that is looked at; a list of 10 MB packs to less.
_LIMIT = 64 * 1024 * 1024


def make_key(*parts: str) -> bytes:
    """Give the key of an entry: what it was made from, and the version of the program that made it."""
    text = "\0".join((*parts, _program()))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).digest()


@once
def _program() -> str:
    """Tell this program from every other one: its version, and its source where that can change without a version."""
    facts = [tasklist_tui.__version__, msgspec.__version__]
    package = Path(__file__).parent.parent
    for folder in ("domain", "storage"):
        with contextlib.suppress(OSError), os.scandir(package / folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    info = entry.stat()
                    facts.append(f"{entry.name}:{info.st_mtime_ns}:{info.st_size}")
    return "\n".join(facts)


class Cache:
    """Entries in one folder, one per file of the workspace; a folder of None keeps nothing."""

    def __init__(self, state_dir: Path | None) -> None:
        """Use the folder `cache` in `state_dir`."""
        self._folder = None if state_dir is None else state_dir / "cache"

    def get(self, slot: str, key: bytes, shape: Any) -> tuple[Any, tuple[Problem, ...]] | None:
        """Give the value and problems stored for `slot` under exactly this key, None when there are none."""
        if self._folder is None:
            return None
        try:
            data = files.read(self._path(self._folder, slot), _LIMIT)
        except UserError:
            return None
        head = len(_MAGIC) + 2 * _SIZE
        body = memoryview(data)[head:]
        if data[:head] != _MAGIC + key + _checksum(body):
            return None
        try:
            return packing.unpack(body, shape)
        except (msgspec.MsgspecError, ValueError, OverflowError):
            return None

    def put(self, slot: str, key: bytes, value: object, problems: tuple[Problem, ...]) -> bool:
        """Keep a value; say whether it was kept.  A folder that cannot be written is no error."""
        if self._folder is None:
            return False
        try:
            body = packing.pack(value, problems)
            self._folder.mkdir(parents=True, exist_ok=True)
            data = b"".join((_MAGIC, key, _checksum(body), body))
            files.write_atomic(self._path(self._folder, slot), data, durable=False)
        except (UserError, OSError, TypeError, ValueError, OverflowError):
            return False
        return True

    def prune(self, slots: set[str]) -> None:
        """Remove the entries of all other slots and what killed processes left."""
        if self._folder is None:
            return
        kept = {self._path(self._folder, slot).name for slot in slots}
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in kept:
                    with contextlib.suppress(OSError):
                        path.unlink()

    @staticmethod
    def _path(folder: Path, slot: str) -> Path:
        return folder / (blake2b(slot.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest() + _SUFFIX)


def _checksum(body: bytes | memoryview) -> bytes:
    return blake2b(body, digest_size=_SIZE).digest()
