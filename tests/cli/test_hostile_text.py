"""No text that people wrote reaches the terminal as a control: titles, names, notes, authors, arguments."""

import json
import unicodedata

import pytest
from office import SETTINGS, git, make

_INNER = [
    "\x1b[31mred",
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]52;c;ZXZpbA==\x1b\\",
    "\x1b]8;;http://x\x07link\x1b]8;;\x07",
    "\x1bP1$r0m\x1b\\",
    "\x1b_apc\x1b\\",
    "\x1b^pm\x1b\\",
    "\x1bX sos\x1b\\",
    "\x1b(0",
    "\x1bc",
    "\x1b[?1049h",
    "\x1b[6n",
    "\x1b[5i",
    "\x1b",
    "\x00",
    "\x01\x02\x03",
    "\x07",
    "\x08\x08\x08",
    "a\rb",
    "a\nb",
    "a\x0bb",
    "a\x0cb",
    "\x0e\x0f",
    "\x11\x13",
    "\x18\x1a",
    "\x1c\x1d\x1e\x1f",
    "\x7f",
    "\x80",
    "\x85",
    "\x84\x8d",
    "\x90q\x9c",
    "\x9b31m",
    "\x9d52;c;x\x9c",
    "\x9e\x9f",
    "\xad",
    "\u061c",
    "\u180e",
    "\u200b\u200c\u200d",
    "\u200e\u200f",
    "\u2028",
    "\u2029",
    "\u202a\u202b\u202c\u202d",
    "\u202egnp.exe",
    "\u2060\u2061\u2062",
    "\u2066\u2067\u2068\u2069",
    "\u206a\u206f",
    "\ufeff",
    "\ufff9\ufffa\ufffb",
    "\U000e0001\U000e0041",
    "\ue000",
    "\U000f0000",
    "\U0001f468\u200d\U0001f469",
    "e" + "\u0301" * 200,
    "\u3164",
    "\u115f\u1160",
    "\ufdd0",
]
_PLAIN = [
    "[red]x[/red]",
    "[link=file:///x]y",
    "{title}",
    "%s%n",
    "$(reboot)",
    "`id`",
    "=cmd|' /C calc'!A0",
    "😀" * 50,
    "题" * 500,
    "ﷺ" * 20,
    "﷽",
    "–m reason",
    "#{x}",
    "\\x1b[31m",
    "&lt;script&gt;",
    "',\"'; --",
    "...",
    "|",
    "\u3000全角空格\u3000",
]
HOSTILE = [*_INNER, *_PLAIN]


def quoted(text):
    """Write a text as a YAML double-quoted scalar with every odd character escaped."""
    out = []
    for character in text:
        code = ord(character)
        if character in '"\\':
            out.append("\\" + character)
        elif 0x20 <= code < 0x7F or (character.isprintable() and code < 0x10000):
            out.append(character)
        else:
            out.append(f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'


def assert_harmless(text):
    for character in text:
        assert character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Zl", "Zp", "Cs"}, (
            hex(ord(character)),
            text[:200],
        )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Every hostile text as title, goal, milestone, note, tag, committee, person, author, and unknown field."""
    items = "".join(
        f"- id: h{n:04}\n  title: {quoted(text)}\n  lead: c{n}\n  goal: {quoted(text)}\n  odd: {quoted(text)}\n"
        f"  due_text: {quoted(text)}\n  tags: [{quoted(text)}]\n  status: doing\n"
        f"  milestones:\n  - {{id: a1, title: {quoted(text)}, due: 2025-12-0{n % 9 + 1}}}\n"
        f"  log:\n  - {{at: 2025-09-28T10:30:00+08:00, by: {quoted(text)}, text: {quoted(text)}}}\n"
        for n, text in enumerate(HOSTILE)
    )
    committees = "".join(f"- {{id: c{n}, name: {quoted('委' + text)}}}\n" for n, text in enumerate(HOSTILE))
    settings = SETTINGS.replace("committees:\n", "committees:\n" + committees)
    root = tmp_path_factory.mktemp("hostile") / "w"
    make(root, {"tasklist.yaml": settings, "lists/tasks.yaml": f"title: {quoted(_INNER[0])}\nitems:\n{items}"})
    for text in ("\x1b]52;c;x\x07作者", "\u202e者作", "\x9b31m"):
        git(root, "-c", f"user.name={text}", "commit", "-q", "--allow-empty", "-m", f"主题{text}")
    return root


def test_there_are_enough_of_them(hostile, type_):
    assert len(HOSTILE) >= 60
    assert len(json.loads(type_("ls", "-w", str(hostile), "--json").out)["items"]) == len(HOSTILE)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", ["ls", "ls --sort lead", "check", "history", "history h0001"])
def test_lists_and_history_are_harmless(hostile, type_, words, language):
    done = type_(*words.split(), "-w", str(hostile), "--lang", language)
    assert_harmless(done.out)
    assert_harmless(done.err)
    assert done.out.count("\n") >= (len(HOSTILE) if words.startswith("ls") else 1)
    if words == "ls":
        assert done.out.count("\n") == len(HOSTILE)


@pytest.mark.parametrize("words", ["ls", "check", "history", "history h0001"])
def test_json_is_harmless_and_gives_the_text_back(hostile, type_, words):
    done = type_(*words.split(), "-w", str(hostile), "--json")
    assert_harmless(done.out)
    answer = json.loads(done.out)
    if words == "ls":
        assert [item["title"] for item in answer["items"]] == HOSTILE


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_one_item_is_harmless(hostile, type_, number):
    assert_harmless(type_("show", f"h{number:04}", "-w", str(hostile)).out)


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\0" not in text])
def test_arguments_are_harmless_in_refusals(hostile, type_, text):
    for words in (
        ["show", text],
        ["ls", "--committee", text],
        ["ls", "--list", text],
        ["ls", "--light", text],
        ["ls", "--due-from", text],
        ["set", "h0001", f"due={text}"],
        ["set", "h0001", f"{text}=x"],
        ["set", "h0001", text],
        ["advance", "h0001", text],
        ["-w", text, "ls"],
        [text],
        ["clone", text, "/nowhere/at/all"],
    ):
        where = [] if words[0] in {"-w", text} else ["-w", str(hostile)]
        done = type_(*words, *where)
        assert_harmless(done.out)
        assert_harmless(done.err)
        assert done.code in {0, 1, 2, 3, 5}


def test_hostile_text_typed_in_is_kept_and_shown_harmless(root, cli, ask):
    for text in [text for text in HOSTILE if "\0" not in text and text.strip() and not text.startswith("-")][::6]:
        done = cli("set", "aa", f"note={text}", "-m", text)
        assert_harmless(done.out + done.err)
        if done.code == 0:
            assert ask("show", "aa")["item"]["fields"]["note"] == text
        assert_harmless(git(root, "log", "-1", "--format=%B"))
    assert git(root, "status", "--porcelain") == ""


def test_what_the_server_says_is_harmless(root, cli, tmp_path):
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "server.git")
    hook = tmp_path / "server.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nprintf '\\033]52;c;x\\007\\033[31mno\\n' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    done = cli("sync", "--remote", str(tmp_path / "server.git"))
    assert done.code == 5
    assert_harmless(done.out + done.err)
