"""Reading commands load neither the screen, nor git's library, nor a YAML parser: modules are listed, not timed."""

import os
import subprocess
import sys

import pytest

HEAVY = (
    "textual",
    "rich",
    "git",
    "gitdb",
    "ruamel",
    "yaml12",
    "yaml",
    "filelock",
    "pypinyin",
    "openpyxl",
    "asyncio",
    "holidays",
)
SCRIPT = """
import sys
from tasklist_tui.__main__ import main
sys.argv = ["tasklist", *sys.argv[1:]]
code = main()
print("\\n".join(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
sys.exit(code)
"""


def modules(root, *words):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "-w", str(root), *words],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return set(done.stderr.decode().split())


@pytest.mark.parametrize("words", [["ls"], ["ls", "--json"], ["show", "aa"], ["ls", "--light", "red", "报告"]])
def test_reading_imports_nothing_heavy(root, cli, words):
    cli("ls")  # fills the cache
    loaded = modules(root, *words)
    assert not loaded & set(HEAVY)


def test_saving_imports_neither_the_screen_nor_gits_library(root, cli):
    cli("ls")
    loaded = modules(root, "set", "aa", "progress=50")
    assert not loaded & {"textual", "rich", "git", "gitdb", "asyncio"}


def test_help_reads_nothing(root):
    done = subprocess.run([sys.executable, "-c", SCRIPT, "--help"], capture_output=True, check=True, env={**os.environ})
    assert not set(done.stderr.decode().split()) & {*HEAVY, "subprocess"}


def test_choosing_a_folder_loads_no_network_library():
    script = "import sys, tasklist_tui.services.places; print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env={**os.environ})
    assert not set(done.stdout.decode().split()) & {"urllib.request", "http.client", "email"}
