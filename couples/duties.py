"""How duties are run: what goes wrong in one stops no other, and it is known when each was last carried out."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections

from couples import metrics

Duty = tuple[str, Callable[[], int]]

LATE_AFTER: Final = 30.0
"""Seconds after which the others no longer wait for a duty."""

ENDS_AFTER: Final = 300.0
"""Seconds after which the command `tick` waits for no late duty any more."""

last_done: Final[dict[str, float]] = {}
"""When this process last carried out each duty, in seconds of `time.monotonic`. Nothing about what it did."""

log = logging.getLogger(__name__)


@contextmanager
def logged(name: str) -> Iterator[None]:
    """Log an error in the body under the name of a duty, and end it there."""
    try:
        yield
    except Exception as fault:
        metrics.DUTY_FAILURES.labels(name).inc()
        log.error("duty_failed", extra={"duty": name}, exc_info=fault)


def run(name: str, duty: Callable[[], int]) -> int | None:
    """Run a duty here and now and return how much it did; None if it failed in the database, which is logged."""
    began = time.monotonic()
    try:
        done = duty()
    except (DatabaseError, InterfaceError) as trouble:
        metrics.DUTY_FAILURES.labels(name).inc()
        log.warning("duty_missed", extra={"duty": name, "kind": type(trouble).__name__})
        return None
    last_done[name] = time.monotonic()
    metrics.DUTY_SECONDS.labels(name).set(last_done[name] - began)
    metrics.DUTY_ENDED.labels(name).set_to_current_time()
    return done


class Run(Thread):
    """One duty under way, in a thread of its own. The process ends without waiting for it.

    `done`: how much it did; None while it is under way, or if it failed.
    """

    done: int | None = None

    def __init__(self, name: str, duty: Callable[[], int]) -> None:
        super().__init__(name=f"duty: {name}", daemon=True)
        self.duty, self.duty_name, self.began = duty, name, time.monotonic()

    def run(self) -> None:
        with logged(self.duty_name):
            close_old_connections()
            try:
                self.done = run(self.duty_name, self.duty)
            finally:
                close_old_connections()

    def is_late(self, seconds: float) -> bool:
        """Wait so long for its end. Returns whether it is still under way, which is logged by its name."""
        self.join(seconds)
        if not self.is_alive():
            return False
        metrics.DUTY_FAILURES.labels(self.duty_name).inc()
        since = round(time.monotonic() - self.began)
        log.error("duty_late", extra={"duty": self.duty_name, "seconds": since})
        return True


class Rounds:
    """Runs duties one after the other, round after round.

    A duty that is late goes on by itself, while the next ones begin; it is not begun again before it has ended.
    """

    def __init__(self, late_after: float = LATE_AFTER) -> None:
        self.late_after = late_after
        self.late: dict[str, Run] = {}

    def run(self, duties: Sequence[Duty]) -> None:
        for name, duty in duties:
            if name in self.late and self.late[name].is_late(0):
                continue
            self.late.pop(name, None)
            under_way = Run(name, duty)
            under_way.start()
            if under_way.is_late(self.late_after):
                self.late[name] = under_way


def run_once(
    duties: Sequence[Duty], late_after: float = LATE_AFTER, ends_after: float = ENDS_AFTER
) -> dict[str, int | None]:
    """Run each duty once, in a thread of its own. Waits for late ones too, but no longer than `ends_after`.

    Returns how much each did; None for one that failed, or had not ended by then: it ends with the process.
    """
    until, begun = time.monotonic() + ends_after, []
    for name, duty in duties:
        under_way = Run(name, duty)
        under_way.start()
        under_way.is_late(min(late_after, max(0.1, until - time.monotonic())))
        begun.append(under_way)
    for under_way in begun:
        under_way.join(max(0, until - time.monotonic()))
    return {under_way.duty_name: under_way.done for under_way in begun}
