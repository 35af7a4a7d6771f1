"""`tasklist` and `python -m tasklist_tui`."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    # A command ends before there is anything to collect; looking for it takes 30 ms with 10,000 items.
    gc.disable()
    from tasklist_tui.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
