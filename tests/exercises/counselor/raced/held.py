"""Holds a request of hers at one moment inside its view until an act of a partner has been acknowledged.

A moment is a query or the beginning of a template. After the last of them, which is the last look at the consents, a
page leaves within the time for which an acknowledgement waits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from django.db import connections
from django.test.signals import template_rendered

IN_VIEW: Final = "tests.exercises.counselor.raced.held.in_view"
LOCKED: Final = 0.05
"""So long a reading is held that keeps the only lock for writing, as on SQLite: the act has to wait for it."""
LONGEST: Final = 0.6
"""So long it is held where it may keep a lock that the act waits for."""


class Here(threading.local):
    """`reading`: the reading of this thread, and whether its view is being made now."""

    reading: Reading | None = None
    is_in_view = False


here = Here()


def in_view(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A middleware that stands around the view alone."""

    def middleware(request: Any) -> Any:
        here.is_in_view = True
        try:
            return get_response(request)
        finally:
            here.is_in_view = False

    return middleware


@dataclass
class Reading:
    """One request. `at`: the number of the moment at which it is held; None: it is not.

    `left`: when its answer was there. `acknowledged` is set by whoever holds it.
    """

    ask: Callable[[], Any]
    at: int | None = None
    moments: int = 0
    left: float = 0.0
    answer: Any = None
    reached: threading.Event = field(default_factory=threading.Event)
    acknowledged: threading.Event = field(default_factory=threading.Event)

    def run(self) -> Any:
        """Ask, and return the answer, in the thread of the caller."""
        with _noticing(self):
            self.answer = self.ask()
        self.left = monotonic()
        self.reached.set()
        return self.answer

    def moment(self) -> None:
        if self.moments == self.at:
            self.reached.set()
            self.acknowledged.wait(LOCKED if _keeps_the_lock() else LONGEST)
        self.moments += 1


def raced(ask: Callable[[], Any], at: int, act: Callable[[], None]) -> tuple[Any, bool]:
    """Ask, and act when it comes to this moment. Return the answer, and whether the act was acknowledged before."""
    reading = Reading(ask, at)
    going = threading.Thread(target=_alone, args=[reading])
    going.start()
    try:
        assert reading.reached.wait(60)
        act()
        acknowledged = monotonic()
    finally:
        reading.acknowledged.set()
        going.join()
    return reading.answer, acknowledged < reading.left


def _alone(reading: Reading) -> None:
    try:
        reading.run()
    finally:
        reading.reached.set()
        connections.close_all()


def _keeps_the_lock() -> bool:
    return any(one.vendor == "sqlite" and one.in_atomic_block for one in connections.all())


def _noticed(*_sender: Any, **_more: Any) -> None:
    if here.reading is not None and here.is_in_view:
        here.reading.moment()


def _before_each(execute: Callable[..., Any], *asked: Any) -> Any:
    _noticed()
    return execute(*asked)


@contextmanager
def _noticing(reading: Reading) -> Iterator[None]:
    with ExitStack() as ending:
        for connection in connections.all():
            ending.enter_context(connection.execute_wrapper(_before_each))
        here.reading = reading
        template_rendered.connect(_noticed)
        try:
            yield
        finally:
            here.reading = None
