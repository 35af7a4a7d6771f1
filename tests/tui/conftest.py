"""How the terminal UI is tested: an app without a terminal, driven by a coroutine."""

import asyncio

import pytest


@pytest.fixture
def drive():
    """Give `run(app, script, size=(80, 24))`: start the app, await `script(pilot)`, give what that returned."""

    def run(app, script, size=(80, 24)):
        async def session():
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                return await script(pilot)

        return asyncio.run(session())

    return run


@pytest.fixture
def screen_lines():
    """Give `lines(app)`: what the screen shows, a string for each row."""

    def lines(app):
        return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]

    return lines
