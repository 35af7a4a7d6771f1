"""Make a workspace with a long history: `python tests/benchmarks/long_history.py DIR [--commits 5000] [--items 200]`.

One commit changes one field of one item, as an action of the program does; a list of 200 items gets most of them, two
smaller ones the rest.  Written through `git fast-import`, then packed once, as a clone is.  The same numbers give the
same bytes.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
from pathlib import Path

from generate import generate, item_lines

#: Seconds since 1970 of the first change: 2025-08-25 08:00 in China.
_FIRST = 1756080000
_HOUR = 3600
_FIELD = re.compile(r"^  progress: \d+$|^  due: [\d-]+$|^  goal: .*$", re.MULTILINE)
AUTHORS = ("办公室", "预算工委", "代表工委", "下沙街道人大工委")


class _List:
    """The entries of one list, changed one field at a time."""

    def __init__(self, name: str, items: int, rng: random.Random) -> None:
        self.path = f"lists/{name}.yaml"
        self.head = f"title: {name}\nkind: task\ndocument: doc\nyear: 2025\nissued: 2025-08-25\nitems:\n"
        self.entries = [item_lines(number, rng).replace("id: q", f"id: {name[0]}") for number in range(items)]

    def change(self, number: int, rng: random.Random) -> str:
        """Change a field of an item, or its log; gives what a person would call it."""
        entry = self.entries[number]
        if rng.random() < 0.2:
            day = f"2025-10-{rng.randrange(1, 29):02}"
            self.entries[number] = (
                entry + f"  - {{at: {day}T09:00:00+08:00, by: 办公室, text: 进展{rng.randrange(10**6)}}}\n"
            )
            return "记录进展"
        places = list(_FIELD.finditer(entry))
        place = rng.choice(places)
        name = place[0].split(":")[0].strip()
        value = {
            "progress": str(rng.randrange(100)),
            "due": f"2025-{rng.randrange(9, 13):02}-{rng.randrange(1, 29):02}",
            "goal": f"形成审议意见{rng.randrange(10**6)}",
        }[name]
        self.entries[number] = f"{entry[: place.start()]}  {name}: {value}{entry[place.end() :]}"
        return f"修改{name}"

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return (self.head + "".join(self.entries)).encode()


def long_history(root: Path, commits: int = 5000, items: int = 200) -> Path:
    """Make the workspace in `root`; gives its folder."""
    generate(root, 0)
    rng = random.Random(commits)
    lists = [
        _List("main", items, rng),
        _List("street", max(items // 10, 1), rng),
        _List("rest", max(items // 10, 1), rng),
    ]
    subprocess.run(["git", "rm", "-q", "lists/tasks-0.yaml"], cwd=root, check=True)
    stream: list[bytes] = []

    def commit(number: int, subject: str, changed: list[_List]) -> None:
        author = AUTHORS[number % len(AUTHORS)].encode()
        when = b"%d +0800" % (_FIRST + number * _HOUR // 2)
        said = f"{author.decode()} · {subject}\n\nReason: 例会决定\nTasklist-Action: edit\n".encode()
        stream.append(b"commit refs/heads/main\nauthor %s <a@example.org> %s\n" % (author, when))
        stream.append(b"committer %s <a@example.org> %s\ndata %d\n%s" % (author, when, len(said), said))
        if number == 0:
            stream.append(b"from refs/heads/main^0\nD lists/tasks-0.yaml\n")
        for task_list in changed:
            data = task_list.data
            stream.append(b"M 100644 inline %s\ndata %d\n%s\n" % (task_list.path.encode(), len(data), data))
        stream.append(b"\n")

    commit(0, "印发清单", lists)
    for number in range(1, commits):
        task_list = rng.choices(lists, (8, 1, 1))[0]
        item = rng.randrange(len(task_list.entries))
        commit(number, task_list.change(item, rng), [task_list])
    subprocess.run(["git", "fast-import", "--quiet"], cwd=root, input=b"".join(stream), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=root, check=True)
    subprocess.run(["git", "repack", "-q", "-a", "-d", "--window=10"], cwd=root, check=True)
    return root


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--items", type=int, default=200)
    options = parser.parse_args()
    long_history(options.root, options.commits, options.items)
