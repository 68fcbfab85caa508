"""Commands race with leaving, on threads and connections of their own: none that comes after it is accepted."""

from __future__ import annotations

from threading import Barrier, Thread
from time import perf_counter
from typing import Any

import pytest
from django.db import connections

from couples import refused
from couples.pairing import acceptance, invitations
from couples.pairing.models import Couple, Membership
from couples.privacy import leaving
from exercises.core.text import Refused
from exercises.live import start as starting
from exercises.live.access import AccessDenied
from exercises.live.models import RecordedEvent, Stream
from tests.exercises.live.rooms import NEED, opened

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = range(6)


def at_once(*acts):
    """Run each on its own thread; return each result or refusal."""
    gate = Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            results[number] = act()
        except (Refused, AccessDenied, refused.Refused) as refusal:
            results[number] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("time", TIMES)
def test_no_command_is_accepted_after_the_leaving(couple, alex, blair, time):
    """Each thread notes when its command was acknowledged; the records must end with Parted."""
    room = opened(couple, alex, blair, NEED)
    begun = []

    def hammer(chair):
        accepted = 0
        for _ in range(40):
            before = perf_counter()
            try:
                chair.do("enough" if accepted % 2 else "pick_up")
            except (Refused, AccessDenied):
                return accepted
            accepted += 1
            begun.append(before)
        return accepted

    def go():
        done = leaving.leave(blair)
        return done, perf_counter()

    *_, (left, after) = at_once(lambda: hammer(room.alex), lambda: hammer(room.blair), go)

    assert left
    assert not [moment for moment in begun if moment > after], "a command begun after the commit was accepted"
    names = [event["name"] for row in room.records for event in row.events]
    assert names[-1] == "session.parted"
    assert names.count("session.parted") == 1
    assert room.sequences() == list(range(1, len(room.sequences()) + 1))


@pytest.mark.parametrize("time", TIMES)
def test_both_leave_at_the_same_moment_and_it_is_done_once(couple, alex, blair, time):
    room = opened(couple, alex, blair, NEED)
    results = at_once(lambda: leaving.leave(alex), lambda: leaving.leave(blair), lambda: leaving.leave(alex))
    assert sorted(results) == [False, False, True]
    assert [event["name"] for row in room.records for event in row.events].count("session.parted") == 1


@pytest.mark.parametrize("time", TIMES)
def test_a_session_started_while_leaving_is_open_to_nobody_afterwards(couple, alex, blair, time):
    at_once(lambda: starting.start_session(couple, alex.pk, NEED), lambda: leaving.leave(blair))
    assert not Stream.objects.filter(kind="session").exclude(status="over").exists()


@pytest.mark.parametrize("time", TIMES)
def test_leaving_while_another_invitation_is_accepted_leaves_at_most_one_couple(
    couple, alex, blair, drew, time
):
    invitation, _ = invitations.invite(drew)
    at_once(lambda: leaving.leave(alex), lambda: acceptance.accept(invitation, alex))
    active = Membership.objects.filter(user=alex, left_at__isnull=True)
    assert active.count() <= 1
    couple.refresh_from_db()
    assert couple.ended_at
    for one in Couple.objects.filter(ended_at__isnull=True):
        assert one.memberships.filter(left_at__isnull=True).count() == 2


@pytest.mark.parametrize("time", TIMES)
def test_an_agreement_settled_at_that_moment_is_whole_or_not_there(couple, alex, blair, time):
    room = opened(couple, alex, blair, NEED).write_apart().open_the_letter()
    room.blair.do("say_back", words="You were tired")
    room.alex.do("thats_it")
    room.blair.do("go_on")
    room.blair.do("say_yes")
    at_once(lambda: room.alex.do("end"), lambda: leaving.leave(blair))
    ledgers = Stream.objects.filter(kind="ledger")
    for row in RecordedEvent.objects.filter(stream__in=ledgers).order_by("-sequence")[:1]:
        assert row.events[0]["name"] == "ledger.parted"
    names = [event["name"] for row in room.records for event in row.events]
    assert ("session.ended" in names) == ledgers.exists()
