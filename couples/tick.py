"""Periodic duties, run in every server process or by the command `tick`. Nothing else happens without a person's act.

Each duty can run at any time, repeatedly and in several processes at once: it guards its work by a conditional UPDATE
or DELETE, not by a lock here. It returns how much it did.
"""

import random
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import Final

from couples import clock, traces
from couples.accounts import delays, due, sign_ins
from couples.accounts.sessions import SessionStore
from couples.counseling import links_over
from couples.duties import LATE_AFTER, Duty, Rounds
from couples.meetings import appointments
from couples.meetings import mails as meeting_mails
from couples.pairing import invitations
from couples.privacy import erasure, leaving, unused
from couples.ratelimits import kept, store
from couples.security_log import counts


def forget_sign_ins() -> int:
    """Delete what is left of sign-ins that ended some time ago."""
    SessionStore.clear_expired()
    return 0


DUTIES: Final[list[Duty]] = [
    ("leavings on a chosen day", leaving.leave_due),
    ("interrupted erasures", erasure.finish_interrupted),
    ("rows that came late to an erasure", erasure.delete_late_rows),
    ("changes of accounts that waited", due.count_due),
    ("times that have passed", appointments.forget_over),
    ("invitations that are over", invitations.forget_over),
    ("links of counselors that are over", links_over.forget_over),
    ("sign-ins that have just ended", sign_ins.tell_ended),
    ("expired sign-ins", forget_sign_ins),
    ("what SQLite leaves behind", traces.empty_logs),
    ("counts of attempts that are over", store.forget_over),
    ("counts of attempts in keys that are over", kept.forget_over),
    ("counts of security events that are over", counts.forget_over),
    ("mails before appointments", meeting_mails.send_due),
    ("mails about changes that wait", delays.tell_untold),
    ("unused accounts that are used again", unused.forget_used),
    ("first mails to who uses no account", unused.send_first),
    ("second mails to who uses no account", unused.send_second),
    ("unused accounts", unused.erase_due),
]
"""Each duty with its name in logs, in the order in which they run: what somebody was promised comes first, mails and
tidying up later. `exercises` adds its own at start."""

OWN_DUTIES: Final[list[Duty]] = [
    ("the clock of this machine", clock.measure),
    ("counts of security events", counts.store),
]
"""What each server process has to do for itself, at its start and later, also where a timer runs the duties of all."""


def run_in_background(seconds: float, wanted: Sequence[Duty] | None = None) -> Callable[[], None]:
    """Run the duties about every `seconds` in a thread of this process; 0: never. Returns a function that stops it."""
    ended = Event()
    thread = Thread(
        target=_run_again,
        args=(ended, seconds, DUTIES if wanted is None else wanted),
        name="tick",
        daemon=True,
    )

    def end() -> None:
        ended.set()
        if thread.is_alive():
            thread.join(LATE_AFTER)

    if seconds:
        thread.start()
    return end


def _run_again(ended: Event, seconds: float, wanted: Sequence[Duty]) -> None:
    """Run until `ended`. The interval varies, so that processes do not run together. Errors are logged per duty."""
    wait, rounds = 0.0 if wanted is OWN_DUTIES else seconds, Rounds()
    while not ended.wait(wait * random.uniform(0.75, 1.25)):  # nosec B311 # spreads load
        wait = seconds
        rounds.run(wanted)
