"""The only home of threads: one call at a time, in order, run to its end, trouble told once."""

import asyncio
import threading

from textual.app import App

from tasklist_tui.domain.message import UserError, msg
from tasklist_tui.tui.gateway import Gateway, Opening
from tasklist_tui.tui.messages import Busy, SnapshotChanged, Trouble

LABEL = msg("Saving")


class Fake:
    """A session that does nothing."""

    snapshot = "before"
    closed = False

    def __init__(self):
        self.refreshed = 0
        self.fails = False

    def refresh(self):
        self.refreshed += 1
        if self.fails:
            raise UserError(msg("the folder is gone"))
        return "after"

    def close(self):
        self.closed = True


def run(script):
    """Run `script(gateway, session, posted)` inside an app."""
    session, posted = Fake(), []
    opening = Opening(lambda: session)
    opening.wait(5)

    async def main():
        app = App()
        async with app.run_test():
            return await script(Gateway(app, posted.append, opening), session, posted)

    return asyncio.run(main())


def test_calls_run_one_at_a_time_in_the_order_they_came():
    async def script(gateway, session, posted):
        running, most, order = [], [], []

        def work(number):
            def inner(_session):
                running.append(number)
                most.append(len(running))
                order.append(number)
                sum(range(10**5))  # long enough for another thread to get its turn
                running.remove(number)
                return number

            return inner

        results = await asyncio.gather(*(gateway.call(LABEL, work(number)) for number in range(5)))
        return results, max(most), order

    assert run(script) == ([0, 1, 2, 3, 4], 1, [0, 1, 2, 3, 4])


def test_errors_come_back_to_the_one_who_asked():
    async def script(gateway, session, posted):
        def work(_session):
            raise UserError(msg("disk full"))

        try:
            await gateway.call(LABEL, work)
        except UserError as error:
            return str(error)
        return ""

    assert run(script) == "disk full"


def test_a_call_that_nobody_waits_for_any_more_still_runs_to_its_end():
    async def script(gateway, session, posted):
        begun, go_on, done = threading.Event(), threading.Event(), threading.Event()

        def work(_session):
            begun.set()
            go_on.wait(5)
            done.set()

        task = asyncio.ensure_future(gateway.call(LABEL, work))
        await asyncio.to_thread(begun.wait, 5)
        task.cancel()
        go_on.set()
        for _ in range(200):
            if done.is_set():
                break
            await asyncio.sleep(0.01)
        return done.is_set()

    assert run(script)


def test_what_takes_longer_than_half_a_second_is_said_and_taken_back():
    async def script(gateway, session, posted):
        release = threading.Event()
        task = asyncio.ensure_future(gateway.call(LABEL, lambda _session: release.wait(5)))
        for _ in range(300):
            if any(isinstance(message, Busy) and message.label for message in posted):
                break
            await asyncio.sleep(0.01)
        release.set()
        await task
        return [message.label for message in posted if isinstance(message, Busy)]

    assert run(script) == [LABEL, None]


def test_changes_from_outside_are_posted_and_trouble_is_told_once():
    async def script(gateway, session, posted):
        async def look():
            before = session.refreshed
            gateway._look()
            await gateway._app.workers.wait_for_complete()
            assert session.refreshed == before + 1

        await look()
        session.fails = True
        await look()
        await look()
        return [type(message) for message in posted]

    assert run(script) == [SnapshotChanged, Trouble]


def test_leaving_waits_and_lets_go_of_the_session():
    async def script(gateway, session, posted):
        await gateway.settle()
        return session.closed

    assert run(script)
