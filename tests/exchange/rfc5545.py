"""A strict look at a calendar file by the letter of RFC 5545 §3.1 and §3.3.11, without the library that wrote it."""

import re

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,[^";:,]*)*)*):(.*)', re.DOTALL)
_TEXTS = {"SUMMARY", "DESCRIPTION", "X-WR-CALNAME"}
_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_ONCE = {"UID", "DTSTAMP", "SUMMARY"}


def content_lines(data):
    """Give (name, parameters, value) of each unfolded line, after a look at folding and line ends."""
    assert data.endswith(b"\r\n")
    raw = data.removesuffix(b"\r\n").split(b"\r\n")
    unfolded = []
    for line in raw:
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        text = line.decode()
        assert not re.search("[\x00-\x1f\x7f-\x9f]", text), text
        if text.startswith(" "):
            unfolded[-1] += text[1:]
        else:
            unfolded.append(text)
    lines = []
    for text in unfolded:
        match = _LINE.fullmatch(text)
        assert match, text
        if match[1] in _TEXTS:
            assert _TEXT.fullmatch(match[3]), text
        lines.append(match.groups())
    return lines


def components(data):
    """Give the components inside the calendar as (name, properties by name), alarms as such too, in their order."""
    lines = content_lines(data)
    assert lines[0] == ("BEGIN", "", "VCALENDAR")
    assert lines[-1] == ("END", "", "VCALENDAR")
    head = {name: value for name, _parameters, value in lines[1:4]}
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    found, open_ones = [], []
    for name, parameters, value in lines[1:-1]:
        if name == "BEGIN":
            open_ones.append((value, {}))
            found.append(open_ones[-1])
        elif name == "END":
            assert open_ones.pop()[0] == value
        elif open_ones:
            properties = open_ones[-1][1]
            assert name not in properties, f"{name} twice"
            properties[name] = (parameters, value)
    assert not open_ones
    for kind, properties in found:
        if kind != "VALARM":
            assert properties.keys() >= _ONCE
    uids = [properties["UID"] for kind, properties in found if kind != "VALARM"]
    assert len(uids) == len(set(uids))
    return found
