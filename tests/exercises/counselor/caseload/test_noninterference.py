"""Worlds that differ only in what is not shared with her give byte-equal pages, in each order and with each filter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import scopes
from couples.counseling.models import Counseling
from couples.counseling.scopes import SCOPES, Scope
from couples.meetings import appointments
from exercises.counselor.assignments import stored, taking
from exercises.live import access
from exercises.live.models import Lease
from exercises.live.store import drafts
from tests.couples.counseling.consents import allow, both_allow
from tests.exercises.counselor.at_work import given, page
from tests.exercises.counselor.caseload import pasts
from tests.exercises.live.rooms import LETTER, NEED, opened

pytestmark = pytest.mark.django_db(databases="__all__")
QUERIES = ("", "?only=attention", "?order=attention", "?only=nothing", "?words=alex")
Act = Callable[[list[User], Counseling], object]


def seen(casey) -> list[str]:
    return [page(casey, f"/counsel/{query}") for query in QUERIES]


def differs(casey, act: Callable[[], object]) -> bool:
    """Return whether her pages differ by this act."""
    before = seen(casey)
    with transaction.atomic():
        act()
        after = seen(casey)
        transaction.set_rollback(True)
    return before != after


SHOWN_BY: dict[Scope, Act] = {
    scopes.ANSWERS: pasts.opened_words,
    scopes.BALANCE: pasts.a_check_in,
    scopes.AGREEMENTS: pasts.review_due,
    scopes.LIVE: pasts.in_the_room,
}
"""What each scope shows. A check-in opens words too, so it is told with `answers` withheld."""


@pytest.mark.by_turns
@pytest.mark.parametrize("scope", SHOWN_BY, ids=str)
def test_what_one_scope_shows_changes_no_byte_while_one_of_the_two_withholds_it(
    linked, casey, alex, blair, scope
):
    withheld = {scope, scopes.ANSWERS} if scope is scopes.BALANCE else {scope}
    both_allow(linked, *(one for one in SCOPES if one not in withheld))
    allow(linked, alex, scope)

    def act() -> None:
        SHOWN_BY[scope]([alex, blair], linked)

    assert not differs(casey, act)
    allow(linked, blair, scope)
    assert differs(casey, act)


def test_done_or_not_changes_no_byte_while_progress_is_withheld(linked, casey, alex, blair):
    given(linked, due_on=timezone.localdate() - timedelta(days=1))
    both_allow(linked, *(one for one in SCOPES if one not in (scopes.PROGRESS, scopes.ANSWERS)))

    def act() -> None:
        pasts.opened_words([alex, blair], linked)
        one = stored.given_to(linked)[0]
        linked.couple.streams.filter(played_through=True).update(assignment=one)

    assert not differs(casey, act)
    both_allow(linked, scopes.PROGRESS)
    assert differs(casey, act)


def test_refusals_drafts_presence_and_appointments_of_the_two_change_no_byte(linked, casey, alex, blair):
    both_allow(linked)
    one = given(linked, due_on=timezone.localdate() - timedelta(days=1))
    room = opened(linked.couple, alex, blair, NEED).write_apart()
    soon = timezone.now() + timedelta(days=1)
    granted = access.of_partner(room.id, room.alex.caller)
    for act in (
        lambda: taking.decline(linked.couple, blair, one.pk),
        lambda: drafts.save(granted, room.alex.look()["visit"], "hand_in", {"see": "Not sent"}),
        lambda: room.alex.do("hand_in", **LETTER),
        lambda: Lease.objects.create(stream_id=room.id, person=blair, until=soon),
        lambda: appointments.suggest(linked.couple, alex, soon),
        lambda: User.objects.filter(pk=blair.pk).update(last_login=timezone.now()),
    ):
        assert not differs(casey, act)


def test_a_session_in_which_nothing_opened_changes_no_byte(linked, casey, alex, blair):
    both_allow(linked)
    assert not differs(casey, lambda: pasts.ended_early([alex, blair], linked))
    assert not differs(casey, lambda: pasts.none_is_due([alex, blair], linked))
