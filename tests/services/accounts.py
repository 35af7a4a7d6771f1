"""What every commit said and what every merge made of it, read from git without the program's own reader or merge.

Each file is taken apart into facts: a value of an item, a member of a set, a note, a comment.  A merge may do with a
fact only what the two sides did, unless its message lists an answer.  By induction over the history everything that
was ever committed is then in the result, overridden by a later commit, or decided by a person.
"""

import json
import re

import yaml12

from tasklist_tui.vcs.trees import read_tree

_KEYED = {"milestones": "id"}
_COMMENT = re.compile(r"^\s*# (.*)$")


class Commits:
    """The commits of one repository, each read once."""

    def __init__(self, repo):
        self.repo = repo
        self._files = {}

    def parents(self, sha):
        lines = self.repo.objects.read(sha)[1].decode().split("\n\n", 1)[0].split("\n")
        return [line.split(" ")[1] for line in lines if line.startswith("parent ")]

    def message(self, sha):
        return self.repo.objects.read(sha)[1].decode().split("\n\n", 1)[1]

    def files(self, sha):
        """Give the files of a commit by path."""
        if sha not in self._files:
            self._files[sha] = dict(self._walk(self.repo.tree_of(sha), ""))
        return self._files[sha]

    def _walk(self, tree, prefix):
        for name, entry in read_tree(self.repo.objects, tree).items():
            path = prefix + name.decode()
            if entry.is_folder:
                yield from self._walk(entry.sha, path + "/")
            else:
                yield path, self.repo.objects.read(entry.sha)[1].decode()


def facts_of_list(path, text):
    """Give the facts of a list by their place: (item, field, …) for items, (path, key) for the rest."""
    tree = yaml12.parse_yaml(text)
    found = {("", path, key): str(value) for key, value in tree.items() if key != "items"}
    for item in tree.get("items") or []:
        name = item["id"]
        assert (name, "list") not in found, f"{name} twice in {path}"
        found[name, "list"] = path
        for field, value in item.items():
            found.update(_facts_of_value((name, field), value))
    return found


def _facts_of_value(place, value):
    field = place[-1]
    if field in _KEYED:
        return {(*place, row[_KEYED[field]], column): str(cell) for row in value for column, cell in row.items()}
    if isinstance(value, list):
        return {(*place, json.dumps(entry, ensure_ascii=False, default=str)): "member" for entry in value}
    return {place: str(value)}


def comments_of(text):
    """Give each comment line with the item that it stands above ("" below the last one)."""
    found, waiting = {}, []
    for line in text.splitlines():
        if match := _COMMENT.match(line):
            waiting.append(match[1])
        elif match := re.match(r"- id: (\w+)", line):
            found.update(dict.fromkeys(waiting, match[1]))
            waiting = []
    return found | dict.fromkeys(waiting, "")


def facts_of_tree(path, tree, place=()):
    """Give the facts of any other file of a workspace; entries of lists are told apart by their id or name."""
    if isinstance(tree, dict):
        found = {}
        for key, value in tree.items():
            found.update(facts_of_tree(path, value, (*place, key)))
        return found
    if isinstance(tree, list):
        found = {}
        for entry in tree:
            name = entry.get("id") or entry.get("name") if isinstance(entry, dict) else json.dumps(entry)
            found.update(facts_of_tree(path, entry, (*place, name)))
        return found
    return {("", path, *place): str(tree)}


class State:
    """What one commit says."""

    def __init__(self, files):
        self.files = files
        self.facts, self.comments = {}, {}
        for path, text in files.items():
            if path.startswith("lists/"):
                new = facts_of_list(path, text)
                twice = new.keys() & self.facts.keys()
                assert not twice, f"in two lists: {twice}"
                self.comments.update(comments_of(text))
            else:
                new = facts_of_tree(path, yaml12.parse_yaml(text))
            self.facts.update(new)
        self._group()

    def _group(self):
        """Put the facts of one item together."""
        self.items = {}
        for place, value in self.facts.items():
            if place[0]:
                self.items.setdefault(place[0], {})[place[1:]] = value

    def above(self, name):
        """Give the comments above an item."""
        return {comment for comment, owner in self.comments.items() if owner == name}

    def in_list(self, path):
        return {name for name, item in self.items.items() if item[("list",)] == path}


class Side(State):
    """What one commit says, with the lists that were renamed since `base` under the name that they had there."""

    def __init__(self, base, state):
        found = {path: path for path in state.files if path.startswith("lists/")}
        for new in found.keys() - base.files.keys():
            for old in base.files.keys() - state.files.keys():
                common = base.in_list(old) & state.in_list(new)
                if common and len(common) * 2 >= len(base.in_list(old)):
                    found[new] = old
        self.comments = state.comments
        self.files = {found.get(path, path): text for path, text in state.files.items()}
        self.facts = {("", old, "path"): new for new, old in found.items()}
        for place, value in state.facts.items():
            if place[1:] == ("list",):
                self.facts[place] = found[value]
            else:
                self.facts[(place[0], found.get(place[1], place[1]), *place[2:])] = value
        self._group()


class Account:
    """One merge commit, checked against its parents and their base."""

    def __init__(self, base, ours, theirs, merged, message):
        self.base, self.ours, self.theirs, self.merged = (Side(base, state) for state in (base, ours, theirs, merged))
        self.answers = sum(line.startswith("- ") for line in message.splitlines())
        self.asked = set()
        self.settled = set()
        self.renumbered = set()
        self.whole_files = set()
        self.whole_rows = set()

    def check(self):
        """Raise AssertionError when the merge did something that neither side did and nobody answered."""
        self._whole_lists()
        self._whole_items()
        self._twins()
        self._whole_rows()
        for place in self.base.facts.keys() | self.ours.facts.keys() | self.theirs.facts.keys():
            settled = place[0] in self.settled or place[1] in self.whole_files or place[:3] in self.whole_rows
            if not settled:
                self._fact(place)
        for place in self.merged.facts:
            known = any(place in side.facts for side in (self.base, self.ours, self.theirs))
            assert known or place[0] in self.settled | self.renumbered, f"invented: {place}"
        for comment in self.ours.comments.keys() | self.theirs.comments.keys():
            self._comment(comment)
        assert self.answers >= bool(self.asked), f"nobody answered {self.asked}"

    def _whole_lists(self):
        for path, old in self.base.files.items():
            other = self._kept_alone(path)
            if other is None or other.files[path] == old:
                continue
            made = self.merged.files.get(path)
            assert made in (None, other.files[path]), f"{path}: neither gone nor as it was changed"
            self.asked.add(path)
            self.whole_files.add(path)
            self.settled |= self.base.in_list(path) | other.in_list(path)

    def _kept_alone(self, path):
        """Give the one side that still has a file."""
        kept = [side for side in (self.ours, self.theirs) if path in side.files]
        return kept[0] if len(kept) == 1 else None

    def _whole_items(self):
        for name, old in self.base.items.items():
            ours, theirs = (_without_place(side.items.get(name)) for side in (self.ours, self.theirs))
            if name in self.settled or (ours is None) == (theirs is None):
                continue
            changed, keeper = (ours, self.ours) if theirs is None else (theirs, self.theirs)
            made = _without_place(self.merged.items.get(name))
            self.settled.add(name)
            if changed == _without_place(old) and keeper.above(name) == self.base.above(name):
                assert made is None, f"{name} was deleted, and is here again"
            else:
                assert made in (None, changed), f"{name}: neither gone nor as it was changed: {made}"
                self.asked.add(name)

    def _twins(self):
        """Of two new items with one id both are kept, one of them under another id."""
        known = self.base.items.keys() | self.ours.items.keys() | self.theirs.items.keys()
        made = {name: _content(item) for name, item in self.merged.items.items()}
        for name in self.ours.items.keys() & self.theirs.items.keys() - self.base.items.keys():
            both = [_content(side.items[name]) for side in (self.ours, self.theirs)]
            if both[0] != both[1]:
                self.settled.add(name)
                homes = [{new for new, item in made.items() if item == one} for one in both]
                assert all(homes), f"{name}: one of two new items is not here any more"
                self.renumbered |= (homes[0] | homes[1]) - known

    def _whole_rows(self):
        """A row that one side deleted is gone, unless the other one changed a cell of it: then that is asked."""
        for row in {place[:3] for place in self.base.facts if place[0] and place[1] in _KEYED}:
            if row[0] in self.settled:
                continue
            old, ours, theirs, made = (_row(side, row) for side in (self.base, self.ours, self.theirs, self.merged))
            if bool(ours) == bool(theirs):
                continue
            self.whole_rows.add(row)
            if (ours or theirs) == old:
                assert not made, f"{row} was deleted, and is here again"
            else:
                assert made in ({}, ours or theirs), f"{row}: neither gone nor as it was changed: {made}"
                self.asked.add(row)

    def _fact(self, place):
        base, ours, theirs, made = (side.facts.get(place) for side in (self.base, self.ours, self.theirs, self.merged))
        if ours == theirs or theirs == base:
            expected = [ours]
        elif ours == base:
            expected = [theirs]
        else:
            if self._lines_of_both(base, ours, theirs, made):
                return
            expected = [ours, theirs, base]
            self.asked.add(place)
        assert made in expected, f"{place}: base {base!r}, ours {ours!r}, theirs {theirs!r}, merged {made!r}"

    @staticmethod
    def _lines_of_both(base, ours, theirs, made):
        """Say whether a text was merged by line: all that either side put in is there, what one took out is not."""
        if None in (base, ours, theirs, made):
            return False
        old, mine, other, new = (set(text.split("\n")) for text in (base, ours, theirs, made))
        return new == (mine - (old - other)) | (other - (old - mine))

    def _comment(self, comment):
        base, ours, theirs, made = (comment in side.comments for side in self._sides())
        owner = next(side.comments[comment] for side in (self.ours, self.theirs) if comment in side.comments)
        if (ours, theirs) != (base, base) or ours == theirs:
            expected = ours and theirs if base else ours or theirs
            gone = owner not in self.merged.items and owner
            assert made == expected or gone or owner in self.settled, f"comment {comment!r} at {owner}"

    def _sides(self):
        return self.base, self.ours, self.theirs, self.merged


def _row(state, row):
    name, *place = row
    return {key[2]: cell for key, cell in state.items.get(name, {}).items() if key[:2] == tuple(place)}


def _without_place(item):
    return None if item is None else {field: value for field, value in item.items() if field != ("list",)}


def _content(item):
    return {field: value for field, value in item.items() if field not in {("list",), ("id",)}}


def audit(repo, head, merge_bases):
    """Check every merge commit up to `head`; give all commits."""
    commits = Commits(repo)
    states, seen, todo = {}, set(), [head]

    def state(sha):
        if sha not in states:
            states[sha] = State(commits.files(sha))
        return states[sha]

    while todo:
        sha = todo.pop()
        if sha in seen:
            continue
        seen.add(sha)
        parents = commits.parents(sha)
        todo.extend(parents)
        if len(parents) == 2:
            (base,) = merge_bases(repo, *parents)
            account = Account(*(state(one) for one in (base, *parents, sha)), commits.message(sha))
            try:
                account.check()
            except AssertionError as wrong:
                raise AssertionError(f"merge {sha[:8]} of {parents[0][:8]} and {parents[1][:8]}: {wrong}") from None
    return seen
