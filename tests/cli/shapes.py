"""The JSON shapes of docs/json.md, as a checker: keys are exactly those listed there, values of the right type."""

import re
from datetime import date, datetime

DAY = object()
MOMENT = object()
ANY = object()
SHA = re.compile(r"[0-9a-f]{40}")

LIGHT = {
    "colour": {"red", "yellow", "green", "blue", "grey"},
    "word": str,
    "reason": str,
    "days": (int, type(None)),
}
ITEM = {
    "id": str,
    "list": str,
    "number": str,
    "title": str,
    "light": LIGHT,
    "stage": (dict, type(None)),
    "fields": dict,
}
CHANGE = {
    "what": {"added", "removed", "moved", "changed", "row-added", "row-removed", "row-changed"},
    "list": str,
    "item": str,
    "title": str,
    "field": str,
    "row": str,
    "column": str,
    "old": ANY,
    "new": ANY,
}
REVISION = {
    "sha": SHA,
    "when": MOMENT,
    "author": str,
    "subject": str,
    "reason": str,
    "changes": [CHANGE],
    "files": [str],
}
PROBLEM = {
    "path": str,
    "line": int,
    "item": str,
    "field": str,
    "code": str,
    "severity": {"error", "warning"},
    "message": str,
    "hint": str,
}
CONFLICT = {
    "clash": {"values", "we-removed", "they-removed"},
    "list_id": str,
    "item_id": str,
    "title": str,
    "field": str,
    "row": str,
    "column": str,
    "base": ANY,
    "ours": ANY,
    "theirs": ANY,
    "path": str,
    "row_key": str,
    "words": (dict, type(None)),
    "key": str,
    "unreadable": {"ours": (dict, type(None)), "theirs": (dict, type(None))},
    "ours_told": (dict, type(None)),
    "theirs_told": (dict, type(None)),
    "choices": list,
    "answer": (str, type(None)),
}
OCCURRENCE = {
    "due": DAY,
    "nominal": DAY,
    "state": {"done", "late", "missed", "overdue", "next", "open"},
    "done": (str, type(None)),
    "missed": bool,
    "note": str,
    "stored": bool,
}
POINT = {
    "id": str,
    "text": str,
    "on": (str, type(None)),
    "from": str,
    "settled": (str, type(None)),
    "result": str,
    "chain": list,
    "left_over": bool,
}
AXIS = {"axis": str, "title": str, "values": [{"id": str, "title": str, "total": int}]}
REGISTERED = {"planned": str, "actual": str}
TALLY = {
    "measures": int,
    "tasks": int,
    "items": int,
    "lights": dict,
    "done": int,
    "on_time": int,
    "late": int,
    "rate": (int, type(None)),
}
MOMENT_OF = {"sha": (str, type(None)), "day": DAY, "name": str}
EVENT = {"id": str, "name": str, "date": (str, type(None))}
MOVED = {
    "list": str,
    "item": str,
    "field": str,
    "row": str,
    "words": str,
    "old": (str, type(None)),
    "new": DAY,
}
AGENDA_LINE = {
    "day": DAY,
    "what": {"due", "start", "milestone", "assignment", "occurrence", "stage", "urging", "extension", "meeting"},
    "text": str,
    "list": (str, type(None)),
    "item": (str, type(None)),
    "title": str,
    "label": str,
    "committees": list,
    "light": (dict, type(None)),
    "late": int,
    "more": int,
}
LIGHT_RULE = {"colour": LIGHT["colour"], "when": str, "text": str}
CHANGED = {"revision": SHA, "changed": bool, "item": ITEM}
COUNTS = {
    **dict.fromkeys(("items", "done", "on_time", "late", "dropped", "open", "red", "waiting"), int),
    **dict.fromkeys(("urged", "urgings", "unanswered", "extended", "extensions", "refused", "asked"), int),
    **dict.fromkeys(("returned", "returns"), int),
    "levels": dict,
}
MEMBER = {
    "name": str,
    "url": str,
    "path": str,
    "folder": (str, type(None)),
    "revision": (str, type(None)),
    "fetched": (str, type(None)),
    "problem": (str, type(None)),
    "hint": (str, type(None)),
}
LINK = {
    "label": str,
    "incoming": bool,
    "target": str,
    "member": str,
    "found": bool,
    "list": str,
    "title": str,
}
KIND = {
    "kind": str,
    "title": str,
    "origin": {"built-in", "own", "changed"},
    "fields": int,
    "states": int,
    "lists": list,
    "views": list,
}
SHAPES = {
    "counts": {
        "today": DAY,
        "by": {"committee", "list", "measure"},
        "groups": [{"id": str, "name": str, **COUNTS}],
        "total": COUNTS,
    },
    "ls": {"today": DAY, "items": [ITEM]},
    "show": {"item": ITEM, "links": [LINK]},
    "links": {"item": str, "list": str, "title": str, "links": [LINK]},
    "add": CHANGED,
    "set": CHANGED,
    "advance": {**CHANGED, "created": list},
    "log": CHANGED,
    "rm": {"revision": SHA, "changed": bool},
    "undo": {"subject": str},
    "redo": {"subject": str},
    "identity": {"name": str, "email": str, "by": str},
    "history": {"revisions": [REVISION]},
    "check": {"errors": int, "problems": [PROBLEM]},
    "calendar": {
        "year": int,
        "month": (int, type(None)),
        "grade": {"official", "office", "estimate"},
        "source": str,
        "country": str,
        "subdivision": str,
        "workdays": int,
        "rest": [{"start": DAY, "end": DAY, "name": str, "days": int}],
        "make_up": [DAY],
    },
    "occurrences": {
        "item": str,
        "rrule": str,
        "words": str,
        "next": (str, type(None)),
        "occurrences": [OCCURRENCE],
    },
    "occurrence": {**CHANGED, "occurrence": OCCURRENCE},
    "carried": {"item": str, "due": DAY, "points": [POINT]},
    "agenda": {
        "today": DAY,
        "first": DAY,
        "last": DAY,
        "committee": (str, type(None)),
        "overdue": [AGENDA_LINE],
        "days": [{"day": DAY, "workday": bool, "name": str, "lines": [AGENDA_LINE]}],
        "ics": (str, type(None)),
    },
    "remind": {
        "today": DAY,
        "committee": (str, type(None)),
        "items": [{**ITEM, "committees": list, "was": (str, type(None))}],
    },
    "changes": {
        "old": MOMENT_OF,
        "new": MOMENT_OF,
        "items": [
            {
                "list": str,
                "item": str,
                "title": str,
                "lead": str,
                "news": list,
                "before": (dict, type(None)),
                "after": (dict, type(None)),
                "changes": [CHANGE],
            }
        ],
        "committees": [dict],
    },
    "at": {**MOMENT_OF, "items": [ITEM]},
    "blame": {
        "item": str,
        "fields": [{"field": str, "author": str, "when": MOMENT, "sha": SHA, "subject": str, "reason": str}],
    },
    "restore": CHANGED,
    "tag": {"versions": [MOMENT_OF]},
    "meeting": {"meetings": [EVENT]},
    "meeting NAME": {"revision": SHA, "meeting": EVENT, "moved": [MOVED]},
    "countdown": {"revision": SHA, "item": ITEM},
    "kinds": {"kinds": [KIND]},
    "kinds show": {"kind": {**KIND, "declared": dict}},
    "kinds check": {"checked": str, "errors": int, "problems": [PROBLEM]},
    "schema": {"schemas": [{"name": str, "files": str}]},
    "schema --write": {"written": list},
    "lights": {"source": {"usual", "tasklist.yaml"}, "colours": dict, "rules": list},
    "lights --explain": {"item": ITEM, "source": {"usual", "tasklist.yaml"}, "decided": int, "rules": list},
    "sync": {
        "ok": bool,
        "sent": int,
        "received": int,
        "message": str,
        "incoming": [CHANGE],
        "conflicts": [CONFLICT],
    },
    "questions": {"questions": [CONFLICT]},
    "answer": {"key": str, "left": int},
    "views": {"lists": [{"list": str, "kind": str, "views": [{"id": str, "type": str, "title": str}]}]},
    "matrix": {
        "list": str,
        "view": str,
        "rows": AXIS,
        "columns": AXIS,
        "cells": [[{"count": int, "text": str, "light": (str, type(None)), "items": [str]}]],
        "total": int,
        "gaps": {"rows": [str], "columns": [str]},
    },
    "register": {
        "list": str,
        "view": str,
        "rows": [{"id": str, "title": str, "by": [str], **REGISTERED, "shortfall": (int, type(None))}],
        "groups": [{"by": str, "title": str, "items": int, **REGISTERED, "shortfall": int}],
        **REGISTERED,
        "shortfall": int,
        "short": int,
    },
    "chain": {
        "item": str,
        "list": str,
        "title": str,
        "chain": str,
        "lists": [
            {
                "id": str,
                "title": str,
                "rows": [{"id": str, "text": str, "from": (str, type(None)), "to": [str], "gap": bool}],
            }
        ],
        "gaps": int,
        "loose": int,
    },
    "months": {
        "list": str,
        "view": str,
        "month": str,
        "days": [{"date": DAY, "items": [{"id": str, "title": str, "by": [str]}]}],
        "count": int,
        "undated": int,
        "by": [{"id": str, "title": str, "count": int}],
    },
    "roster": {
        "list": str,
        "view": str,
        "idle_days": (int, type(None)),
        "rows": [
            {
                "id": str,
                "title": str,
                "count": int,
                "last": (str, type(None)),
                "idle": bool,
                "used_by": [{"id": str, "title": str, "date": (str, type(None))}],
            }
        ],
        "idle": int,
    },
    "rollup": {
        "members": [
            {
                "name": str,
                "organisation": str,
                **TALLY,
                "document": str,
                "state": str,
                "latest": (dict, type(None)),
                "problem": (str, type(None)),
                "hint": str,
            }
        ],
        "total": TALLY,
        "items": [{"id": str, "list": str, "title": str, "light": str, "status": str, "due": (str, type(None))}],
    },
    "coverage": {
        "document": str,
        "title": str,
        "columns": [{"member": str, "document": str, "title": str, "state": str}],
        "measures": [
            {
                "number": int,
                "title": str,
                "cells": [
                    {
                        "measures": [{"number": int, "title": str}],
                        "tasks": int,
                        "items": [str],
                        "light": (str, type(None)),
                    }
                ],
                "hole": bool,
            }
        ],
        "holes": int,
    },
    "fetch-members": {"members": [MEMBER]},
    "setup-git": {
        "ready": bool,
        "driver": bool,
        "attributes": bool,
        "runs": str,
        "changed": list,
        "committed": bool,
    },
    "report": {"kind": str, "format": str, "path": str, "since": DAY, "until": DAY, "bytes": int},
    "import": {
        "file": str,
        "ours": bool,
        "done": bool,
        "notes": [str],
        "parts": [
            {
                "list": str,
                "sheets": [{"sheet": str, "header": int, "columns": [{"heading": str, "target": str, "sure": bool}]}],
                "doubts": [{"sheet": str, "message": str}],
                "rows": [
                    {
                        "sheet": str,
                        "row": int,
                        "item": str,
                        "new": bool,
                        "title": str,
                        "values": dict,
                        "note": [str],
                        "log": str,
                        "doubts": [{"column": str, "message": str}],
                        "unknown": [str],
                    }
                ],
                "left": [{"row": int, "text": str, "reason": str}],
                "missing": int,
            }
        ],
        "unknown": [{"name": str, "alike": [str]}],
        "committees": [{"id": str, "name": str}],
        "conflicts": [{"key": str, "text": str}],
        "problems": [{"path": str, "item": str, "field": str, "message": str}],
        "changes": [CHANGE],
    },
    "export": {"format": str, "path": str, "items": int, "bytes": int},
    "init": {"path": str},
    "clone": {"path": str},
    "demo": {"path": str, "workspaces": [str]},
}
ERROR = {"code": int, "message": str, "hint": str}


def check(value, shape, where="answer"):
    if shape is ANY:
        return
    if shape is DAY:
        assert isinstance(date.fromisoformat(value), date), where
    elif shape is MOMENT:
        assert datetime.fromisoformat(value).tzinfo is not None, where
    elif isinstance(shape, re.Pattern):
        assert shape.fullmatch(value), (where, value)
    elif isinstance(shape, set):
        assert value in shape, (where, value)
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for number, inner in enumerate(value):
            check(inner, shape[0], f"{where}.{number}")
    elif isinstance(shape, dict):
        assert set(value) == set(shape), (where, set(value) ^ set(shape))
        for key, inner in shape.items():
            check(value[key], inner, f"{where}.{key}")
    else:
        assert isinstance(value, shape), (where, value)
        assert shape is not int or not isinstance(value, bool), where


def check_answer(answer, command, code):
    assert answer.pop("schema") == 1
    assert answer.pop("command") == command
    if "error" in answer:
        check(answer, {"error": ERROR})
        assert answer["error"]["code"] == code
        assert answer["error"]["message"]
    else:
        more = {
            "lights": ("item", "lights --explain"),
            "meeting": ("meeting", "meeting NAME"),
            "schema": ("written", "schema --write"),
        }
        if command == "kinds":
            more["kinds"] = ("kind", "kinds show") if "kind" in answer else ("checked", "kinds check")
        key, other = more.get(command, ("", ""))
        check(answer, SHAPES[other if key in answer else command])
        for rule in answer["rules"] if command == "lights" else []:
            check({key: rule[key] for key in LIGHT_RULE}, LIGHT_RULE)
