"""Cells that name committees: several in one, in brackets, with 牵头 and 配合, 各工委, names not quite ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cached_property

import msgspec

from tasklist_tui.domain.ledger.synonyms import folded
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Committee

#: Answers for a name nobody knows: make a committee of it, take it for a government unit, keep it in the note.
ADD, GOVERNMENT, KEEP = "+", "gov", "note"

_SEPARATORS = re.compile(r"[、，,;；/／\n\r\t]+|\s{1,}")
_LED = re.compile(r"^(.*?)(?:牵头|主办)(?:负责|办理|落实|抓总)?(?:[，,、:： ]|$)")
_LABEL = re.compile(r"^(牵头|主办|责任|配合|协办|会办|参与)(?:单位|委室|部门)?[:：]")
_HELPING = re.compile(r"^(.*?)(?:等)?(?:配合|协办|会办|协助|参与)(?:落实|办理|推进|完成|实施|做好)?[。.]?$")
_ALL = re.compile(r"^(?:区|市|县)?(?:人大)?(?:常委会)?(?:机关)?(?:各|全体|所有)(.+)$")
#: What 各… stands for, by kind of committee; "" is every one that is no street's and no group of deputies.
_KINDS = {
    "工委": ("working_committee",),
    "工作委员会": ("working_committee",),
    "街道工委": ("street_committee",),
    "街道人大工委": ("street_committee",),
    "街道": ("street_committee",),
    "镇街": ("street_committee",),
    "镇街人大": ("street_committee",),
    "专委": ("special_committee",),
    "专委会": ("special_committee",),
    "专门委员会": ("special_committee",),
    "专工委": ("special_committee", "working_committee"),
    "办事机构": ("office",),
    "代表小组": ("deputy_group", "deputies_group"),
    "委室": ("office", "working_committee", "special_committee"),
    "委办": ("office", "working_committee", "special_committee"),
    "委办室": ("office", "working_committee", "special_committee"),
    "部门": ("office", "working_committee", "special_committee"),
    "工委办": ("office", "working_committee"),
    "单位": ("office", "working_committee", "special_committee", "street_committee"),
}
_ALIKE = 0.5


class Unknown(msgspec.Struct, frozen=True):
    """A name that is none of the committees, with those most like it (ids), best first."""

    name: str
    alike: tuple[str, ...] = ()


class Units(msgspec.Struct, frozen=True):
    """What a cell says of who does it: ids of committees, other bodies, names to be asked about, remarks."""

    lead: tuple[str, ...] = ()
    co: tuple[str, ...] = ()
    government: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    doubts: tuple[Message, ...] = ()


class Directory(msgspec.Struct, frozen=True, dict=True):
    """The committees of a workspace, and what a person answered about other names (`answers`: id, +, gov or note)."""

    committees: tuple[Committee, ...]
    answers: Mapping[str, str] = {}
    organisation: str = ""

    @cached_property
    def names(self) -> dict[str, str]:
        """Ids by every exact name."""
        return {folded(name): c.id for c in self.committees for name in (c.id, c.name_en, c.name) if name}

    @cached_property
    def short(self) -> dict[str, str]:
        """Ids by the name in its shortest usual form; a form that several have is left out."""
        found: dict[str, list[str]] = {}
        for committee in self.committees:
            found.setdefault(shortened(committee.name), []).append(committee.id)
        return {name: ids[0] for name, ids in found.items() if len(ids) == 1}

    @cached_property
    def answered(self) -> dict[str, str]:
        """What a person answered, by the name without its spaces."""
        return {folded(name): answer for name, answer in self.answers.items()}

    @cached_property
    def known(self) -> dict[str, tuple[str, bool] | None]:
        """What was looked up already."""
        return {}

    def find(self, name: str) -> tuple[str, bool] | None:
        """Give the id (or answer) for a name and whether the name is exactly that, None when it is not known."""
        if name not in self.known:
            self.known[name] = self._find(name)
        return self.known[name]

    def _find(self, name: str) -> tuple[str, bool] | None:
        text = folded(name)
        if text in self.answered:
            return self.answered[text], True
        if text in self.names:
            return self.names[text], True
        short = shortened(name)
        return (self.short[short], False) if short and short in self.short else None

    def alike(self, name: str) -> tuple[str, ...]:
        """Give the committees whose name is most like this one, at most three."""
        text = shortened(name)
        scored = [
            (SequenceMatcher(None, text, shortened(c.name)).ratio() + (0.3 if _within(text, c.name) else 0), c.id)
            for c in self.committees
        ]
        return tuple(c for score, c in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:3] if score >= _ALIKE)

    def of_kinds(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Give the ids of the committees of these kinds."""
        wanted = set(kinds)
        return tuple(committee.id for committee in self.committees if committee.kind in wanted)

    def name_of(self, committee_id: str) -> str:
        """Give the name of a committee."""
        return next((c.name for c in self.committees if c.id == committee_id), committee_id)


def shortened(name: str) -> str:
    """Give a name in its shortest usual form: 区人大常委会预算工作委员会 is 预算工委."""
    text = folded(name)
    text = re.sub(r"^(?:.{0,6}(?:省|市|区|县))?(?:人民代表大会|人大)(?:常务委员会|常委会)", "", text) or text
    text = re.sub(r"^(?:区|市|县)?(?:常委会|人大机关|机关)", "", text) or text
    text = text.replace("工作委员会", "工委").replace("委员会", "委").replace("街道人大工委", "街道工委")
    text = text.replace("和", "").replace("与", "").replace("(筹)", "")
    return re.sub(r"专委$", "委", text)


def _within(text: str, name: str) -> bool:
    """Say whether every character of a short form is in the name, in order: 教科工委 in 教科文卫工委."""
    place = 0
    whole = shortened(name)
    for character in text:
        place = whole.find(character, place) + 1
        if not place:
            return False
    return len(text) > 1


class _Cell:
    """One cell being read."""

    def __init__(self, directory: Directory, role: str) -> None:
        self.directory, self.role = directory, role
        self.found: dict[str, list[str]] = {"lead": [], "co": [], GOVERNMENT: [], KEEP: []}
        self.unknown: list[Unknown] = []
        self.doubts: list[Message] = []

    def read(self, text: str) -> None:
        for part in re.split(r"[;；。\n]+", text):
            self._clause(part.strip())

    def _clause(self, text: str) -> None:
        role = self.role
        label = _LABEL.match(text)
        if label:
            role = "lead" if label[1] in {"牵头", "主办", "责任"} else "co"
            text = text[label.end() :]
        elif (led := _LED.match(text)) and led[1].strip("（( ") and not re.search(r"[（(][^）)]*$", led[1]):
            self._names(led[1], "lead")
            text, role = text[led.end() :], "co" if self.role == "lead" else self.role
        # Brackets first: 预算工委（办公室、法工委配合落实）
        for inner in re.findall(r"[（(]([^（）()]*)[）)]", text):
            self._bracket(inner)
        bare = re.sub(r"[（(][^（）()]*[）)]", lambda found: self._mark(found[0]), text)
        helping = _HELPING.match(bare.strip())
        if helping and not label:
            role, bare = "co", helping[1]
        self._names(bare, role)

    def _mark(self, bracket: str) -> str:
        """Keep 「（配合）」 behind a name as a mark; other brackets were read apart."""
        inner = bracket[1:-1]
        if re.fullmatch(r"牵头|主办|配合|协办|会办", inner):
            return "@lead " if inner in {"牵头", "主办"} else "@co "
        return " "

    def _bracket(self, inner: str) -> None:
        if re.fullmatch(r"牵头|主办|配合|协办|会办|筹|代", inner):
            return
        led = re.match(r"^(.*?)(?:牵头|主办)$", inner)
        helping = _HELPING.match(inner)
        if led:
            self._names(led[1], "lead")
        else:
            label = _LABEL.match(inner)
            self._names(helping[1] if helping else inner[label.end() :] if label else inner, "co")

    def _names(self, text: str, role: str) -> None:
        for piece in _SEPARATORS.split(text):
            name, mark, marked = piece.strip("。.:： ").partition("@")
            self._name(name.strip(), marked if mark and marked else role)

    def _name(self, name: str, role: str) -> None:
        if not name or name in {"等", "和", "及"}:
            return
        found = self.directory.find(name)
        if found is not None:
            self._take(name, found, role)
            return
        bare = re.sub(r"(?:等|等单位|等部门)$", "", name)
        if bare != name and bare:
            self.doubts.append(msg("“{text}” names more than it says", text=name))
            self._name(bare, role)
            return
        everyone = _ALL.match(name)
        if everyone and (kinds := _KINDS.get(everyone[1])) and (ids := self.directory.of_kinds(kinds)):
            self.doubts.append(msg("“{text}” stands for {count} committees", text=name, count=len(ids)))
            self.found[role].extend(ids)
            return
        for halves in re.finditer(r"以及|[和及与]", name):
            left, right = name[: halves.start()], name[halves.end() :]
            if left and right and self.directory.find(left) and (self.directory.find(right) or _ALL.match(right)):
                self._name(left, role)
                self._name(right, role)
                return
        if all(other.name != name for other in self.unknown):
            self.unknown.append(Unknown(name, self.directory.alike(name)))

    def _take(self, name: str, found: tuple[str, bool], role: str) -> None:
        answer, exact = found
        if answer in {GOVERNMENT, KEEP}:
            self.found[answer].append(name)
            return
        if answer == ADD:
            answer = f"{ADD}{name}"
        if not exact:
            self.doubts.append(msg("“{text}” is read as {name}", text=name, name=self.directory.name_of(answer)))
        self.found[role].append(answer)


def read_units(text: str, directory: Directory, role: str) -> Units:
    """Read a cell that names who does it; names without a role get `role` (`lead` or `co`).

    A committee that is to be made is given as `+` and its name.
    """
    cell = _Cell(directory, role)
    cell.read(text)
    lead = tuple(dict.fromkeys(cell.found["lead"]))
    return Units(
        lead,
        tuple(one for one in dict.fromkeys(cell.found["co"]) if one not in lead),
        tuple(dict.fromkeys(cell.found[GOVERNMENT])),
        tuple(dict.fromkeys(cell.found[KEEP])),
        tuple(cell.unknown),
        tuple(cell.doubts),
    )
