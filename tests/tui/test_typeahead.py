"""Keys wait for the dialog that is opening, and for nothing once the program is ending."""

import asyncio
from types import SimpleNamespace

import pytest

from tasklist_tui.tui.typeahead import KeyLine


class Program:
    """As much of an app as a line of keys needs; what it is asked to do later is only noted."""

    def __init__(self):
        self.is_running = True
        self.given, self.later = [], []
        self.focused = SimpleNamespace(post_message=lambda _message: False, is_attached=True, is_running=True)

    @property
    def screen(self):
        raise AssertionError("no screen is asked for while a widget has the focus")

    def set_timer(self, _seconds, act):
        self.later.append(act)

    async def forward(self, key):
        self.given.append(key)


@pytest.fixture
def program():
    return Program()


@pytest.fixture
def keys(program):
    return KeyLine(program, program.forward)


def test_keys_wait_until_what_is_opening_is_there(program, keys):
    ready = []
    keys.hold(lambda: bool(ready))
    asyncio.run(keys.take("x"))
    assert program.given == []
    ready.append(True)
    asyncio.run(program.later.pop()())
    assert program.given == ["x"]


def test_keys_that_wait_when_the_program_ends_are_given_to_nobody(program, keys):
    keys.hold(lambda: False)
    asyncio.run(keys.take("x"))
    program.is_running = False

    def nobody():
        raise AssertionError("a program that ends is not asked whether its dialog is there")

    keys.hold(nobody)
    asyncio.run(program.later.pop()())
    assert program.given == []
    assert program.later == []
