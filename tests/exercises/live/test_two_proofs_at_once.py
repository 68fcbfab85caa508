"""Two right proofs that really come at one moment, in two threads: one of them lets somebody go on, and one alone."""

from __future__ import annotations

from copy import copy
from typing import Any

import pytest
from django.test import Client

from couples.accounts.models import SignIn
from tests.couples.lock.unlocking import for_real
from tests.exercises.live.test_passing import Device, device, room
from tests.exercises.test_leaving_races import at_once
from tests.long_run import IS_LONG

__all__ = ["device", "for_real", "room"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("for_real")]
ROUNDS = 20 if IS_LONG else 2


def proves(device: Device, form: dict[str, Any]) -> tuple[Client, Any]:
    own = Client()  # of this thread
    own.cookies = copy(device.client.cookies)
    return own, own.post(device.cover, form)


@pytest.mark.parametrize("who", ["other", "own"])
def test_of_two_right_proofs_in_two_threads_one_is_taken(device, who):
    """`who`: whose proof the second one is; the first is of whoever the device is passed to."""
    ways = (device.part, device.session)
    for _round in range(ROUNDS):
        assert device.covers().url == device.cover
        forms = [device.typed("other"), device.typed(who)]
        answers = at_once(*[lambda form=form: proves(device, form) for form in forms])
        let_in = [client for client, answer in answers if answer.headers.get("Location") in ways]
        assert len(let_in) == 1, [answer.headers.get("Location") for _client, answer in answers]
        assert SignIn.objects.count() <= 2, "the covered one, and at most the one beside it"
        assert device.client.get(device.session).status_code == 302, "with the cookie from before the proofs"
        device.client = let_in[0]
        if device.client.get(device.part).status_code == 200:
            device.gives_back()
            device.goes_on("own")
