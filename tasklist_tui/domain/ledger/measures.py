"""Which measure of a document a cell names."""

from __future__ import annotations

import re

from tasklist_tui.domain.ledger.synonyms import folded
from tasklist_tui.domain.ledger.texts import one_line
from tasklist_tui.domain.message import Message, msg
from tasklist_tui.domain.model import Document


def find_measure(text: str, document: Document | None) -> tuple[int, Message | None] | None:
    """Give the number of the measure that a text names by number or title, with a doubt when it is only alike."""
    from difflib import SequenceMatcher

    from tasklist_tui.domain.phrases.numerals import number as numeral

    plain = one_line(text)
    found = re.match(
        r"^(?:举措|措施|第)?\s*[（(]?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:[)）.、．项条]+\s*|\s+|$)(.*)$", plain
    )
    count, rest = None, plain
    if found:
        count, rest = int(found[1]) if found[1].isdecimal() else numeral(found[1]), found[2].strip()
    if document is None or not document.measures:
        return (count, None) if count is not None and not rest else None
    if count in document.measure and not rest:
        return count, None
    wanted = folded(rest or plain)
    scored = []
    for measure in document.measures:
        title = folded(measure.title)
        if title == wanted or folded(plain) == title:
            return measure.number, None
        near = SequenceMatcher(None, wanted, title).ratio()
        if len(wanted) >= 4 and (wanted in title or title in wanted):
            near = max(near, 0.9)
        scored.append((near + (0.1 if measure.number == count else 0), measure))
    near, best = max(scored, key=lambda pair: pair[0])
    if near < 0.75:
        return None
    return best.number, msg("“{text}” is read as measure {number} “{title}”", text=plain, number=best.number,
                            title=best.title)  # fmt: skip
