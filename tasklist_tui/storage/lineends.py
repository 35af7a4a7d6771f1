"""How the lines of a file end, and putting three versions of a file into one form to be merged."""

from __future__ import annotations

import msgspec

from tasklist_tui.storage.gate import BOM

Texts = tuple[str, str, str]


class LineEnds(msgspec.Struct, frozen=True):
    """The form of a file: its line ends ("" when they are mixed), whether it has a BOM, whether its last line ends."""

    newline: str = "\n"
    bom: bool = False
    ended: bool = True

    def applied(self, text: str) -> str:
        """Give a text that has LF line ends, no BOM and an ended last line in this form."""
        made = text.replace("\n", "\r\n") if self.newline == "\r\n" else text
        if not self.ended:
            made = made.removesuffix("\n").removesuffix("\r")
        return BOM * self.bom + made


def ends_of(text: str) -> LineEnds:
    """Read off the form of a text."""
    windows = text.count("\r\n")
    newline = "\n" if not windows else "\r\n" if windows == text.count("\n") else ""
    return LineEnds(newline, text.startswith(BOM), text.endswith("\n") or not text)


def united(texts: Texts) -> tuple[Texts, LineEnds]:
    """Give base, ours and theirs with LF line ends, without BOM, with an ended last line, and the form of the merge.

    The form is that of the side that changed it, ours when both did.  Mixed line ends stay as they are.
    """
    forms = [ends_of(text) for text in texts]
    if not texts[0]:
        forms[0] = forms[1]
    base, ours, theirs = forms
    mixed = not all(form.newline for form in forms)
    form = LineEnds(
        "" if mixed else theirs.newline if ours.newline == base.newline else ours.newline,
        theirs.bom if ours.bom == base.bom else ours.bom,
        theirs.ended if ours.ended == base.ended else ours.ended,
    )
    first, second, third = (_plain(text, keep=mixed) for text in texts)
    return (first, second, third), form


def _plain(text: str, *, keep: bool) -> str:
    made = text.removeprefix(BOM)
    if not keep:
        made = made.replace("\r\n", "\n")
    return made if made.endswith("\n") or not made else made + ("\r\n" if "\r\n" in made else "\n")
