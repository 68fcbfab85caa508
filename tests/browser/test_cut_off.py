"""The line is cut without a word, and nothing says when it is whole again: what was typed stays and is sent."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import two_people
from tests.browser.people import Room
from tests.faults.line import line
from tests.servers import App

pytestmark = pytest.mark.long
WORDS = "Would you water the plants while I am away?"
QUESTION = "What would you like to put on the table?"
CUT_FOR = 90.0
NOTICED_WITHIN, CURRENT_WITHIN = 15.0, 3.0
SLACK = 1.0
"""Seconds that the browser needs to show it, and this test to see it."""


class InThread:
    """A line on a loop of its own, because this test waits for the browser."""

    def __init__(self, to: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.ready, self.over = threading.Event(), asyncio.Event()
        self.thread = threading.Thread(target=self.loop.run_until_complete, args=(self._run(to),))
        self.thread.start()
        self.ready.wait(10)

    async def _run(self, to: int) -> None:
        async with line(to) as self.line:
            self.ready.set()
            await self.over.wait()

    def call(self, act: str) -> None:
        self.loop.call_soon_threadsafe(getattr(self.line, act))

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join()


@pytest.fixture
def behind_a_line(browser: Browser, house: list[App], cast: None) -> Iterator[tuple[Room, InThread]]:
    between = InThread(house[0].port)
    app = App([], between.line.port, house[0].env, house[0].log)
    for room in two_people(browser, [app, house[-1]]):
        room.alex.watch.forgive("WebSocket connection to .* failed|ERR_|net::")
        yield room, between
        between.call("heal")
    between.end()


def test_what_is_typed_while_the_line_is_cut_stays_and_is_sent_when_it_is_whole(
    behind_a_line: tuple[Room, InThread],
) -> None:
    room, between = behind_a_line
    alex = room.alex
    alex.starts("Sort out one thing between us")
    room.blair.joins()
    room.get_ready()
    alex.at("Write one thing")
    alex.is_connected()
    between.call("cut")
    began = time.monotonic()
    alex.box(QUESTION).fill(WORDS)
    alex.chooses("Which of the three is it?", "A request")
    alex.reads("You can go on writing")
    noticed = time.monotonic() - began
    alex.presses("I’m done")
    alex.reads("Not sent yet")
    alex.page.wait_for_timeout(1000 * (CUT_FOR - (time.monotonic() - began)))
    expect(alex.box(QUESTION)).to_have_value(WORDS)
    between.call("heal")
    healed = time.monotonic()
    alex.at("Read it over once more")
    current = time.monotonic() - healed
    print(f"\nnoticed after {noticed:.1f} s, current again {current:.1f} s after healing")
    alex.reads(WORDS)
    room.both(lambda person: person.goes_home())
    assert noticed <= NOTICED_WITHIN + SLACK
    assert current <= CURRENT_WITHIN + SLACK
