"""What has to happen by itself now and then. Each duty may run at any time, in several processes at once, and again.

There is no other place where something happens without a person who pressed a button. A duty guards what it does by
a conditional UPDATE or DELETE, never by a lock held here, and returns how much there was to do.
"""

import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Event, Thread
from typing import Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections

from couples.meetings import appointments
from couples.meetings import mails as meeting_mails
from couples.pairing import invitations
from couples.privacy import erasure, leaving

log = logging.getLogger(__name__)


def forget_sign_ins() -> int:
    """Sign-ins that ran out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return 0


DUTIES: Final[list[tuple[str, Callable[[], int]]]] = [
    ("mails before appointments", meeting_mails.send_due),
    ("times that have passed", appointments.forget_over),
    ("invitations that are over", invitations.forget_over),
    ("sign-ins that ran out", forget_sign_ins),
    ("leavings on a chosen day", leaving.leave_due),
    ("erasures that were cut short", erasure.finish_begun),
]
"""Written by hand, in the order in which they run."""


def run() -> dict[str, int | None]:
    """Every duty once. None for one that the database did not let through; the others run all the same."""
    return {name: _try(name, duty) for name, duty in DUTIES}


def run_in_background(seconds: float) -> Callable[[], None]:
    """Run the duties again and again beside the pages of this process; what is returned ends it. 0 seconds: never."""
    ended = Event()
    thread = Thread(target=_run_again, args=(ended, seconds), name="tick", daemon=True)

    def end() -> None:
        ended.set()
        if thread.is_alive():
            thread.join()

    if seconds:
        thread.start()
    return end


def _run_again(ended: Event, seconds: float) -> None:
    """Some of the time is drawn, so that processes do not beat together. A fault in one duty stops no other."""
    with ThreadPoolExecutor(1, thread_name_prefix="duty") as worker:
        while not ended.wait(seconds * random.uniform(0.75, 1.25)):
            for name, duty in DUTIES:
                if fault := worker.submit(_on_its_own, name, duty).exception():
                    log.error("duty_failed", extra={"duty": name}, exc_info=fault)


def _on_its_own(name: str, duty: Callable[[], int]) -> None:
    """With a connection that is given back afterwards."""
    close_old_connections()
    try:
        _try(name, duty)
    finally:
        close_old_connections()


def _try(name: str, duty: Callable[[], int]) -> int | None:
    try:
        return duty()
    except (DatabaseError, InterfaceError) as trouble:
        log.warning("duty_missed", extra={"duty": name, "kind": type(trouble).__name__})
        return None
