"""Whether a counselor may be in the room: only while both allow it, and without a reason when not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import consent, links, scopes
from couples.pairing import acceptance
from exercises.live.access import NO_SUCH, SIGNED_OUT, AccessDenied, Caller
from exercises.live.models import Lease, Stream
from exercises.live.observer import access as observer_access
from exercises.live.observer import screen as observer_screen
from exercises.live.screens import rendering
from tests.cast import with_second_step
from tests.couples.counseling.consents import allow, both_allow
from tests.exercises.live.observing import denied, let_in, look, said, signed_in
from tests.exercises.live.rooms import NEED, opened
from tests.stored_sign_ins import key_of

__all__ = ["let_in"]
pytestmark = pytest.mark.django_db


def test_both_let_her_in(let_in, room, casey):
    assert denied(room, casey) is None


@pytest.mark.parametrize("who", ["alex", "blair"])
def test_one_alone_does_not_let_her_in(linked, room, casey, request, who):
    allow(linked, request.getfixturevalue(who))
    assert denied(room, casey) == NO_SUCH


def test_every_other_scope_together_does_not_let_her_in(linked, room, casey):
    both_allow(linked, *(scope for scope in scopes.SCOPES if scope != scopes.LIVE))
    assert denied(room, casey) == NO_SUCH


def _ended(link, casey):
    links.end(link)


def _withdrawn(link, casey):
    consent.withdraw(link, link.couple.memberships.get(voice="b").user, scopes.LIVE)


def _left(link, casey):
    link.couple.memberships.update(left_at=timezone.now())


def _couple_ended(link, casey):
    link.couple.ended_at = timezone.now()
    link.couple.save()


def _no_counselor_any_more(link, casey):
    User.objects.filter(pk=casey.pk).update(is_counselor=False)


def _deactivated(link, casey):
    User.objects.filter(pk=casey.pk).update(is_active=False)


@pytest.mark.parametrize(
    "how", [_ended, _withdrawn, _left, _couple_ended, _no_counselor_any_more, _deactivated]
)
def test_without_a_reason_it_answers_as_for_a_session_that_never_was(let_in, room, casey, how):
    look(room, casey)
    how(let_in, casey)
    assert denied(room, casey) == NO_SUCH


def test_another_counselor_and_strangers_find_nothing(let_in, room, drew):
    drew.is_counselor = True
    drew.save()
    assert denied(room, drew) == NO_SUCH
    client = signed_in(drew)
    there, nowhere = (client.get(f"/sessions/{one}/") for one in (room.id, uuid4()))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert said(there) == said(nowhere)


def test_her_sign_in_counts(let_in, room, casey):
    client = signed_in(casey)
    caller = Caller(casey.pk, key_of(client), casey.password)
    assert observer_access.of_observer(room.id, caller).who == casey.pk
    client.logout()
    with pytest.raises(AccessDenied) as access_code:
        observer_access.of_observer(room.id, caller)
    assert access_code.value.code == SIGNED_OUT


@pytest.mark.parametrize("what", ["password", "factors"])
def test_her_sign_in_is_one_of_her_password_and_her_factor(let_in, room, casey, what, settings):
    settings.DEMO = False
    with_second_step(casey)
    used = Authenticator.objects.get(user=casey)
    caller = Caller(casey.pk, key_of(signed_in(casey)), casey.password, (used.pk,))
    assert observer_access.of_observer(room.id, caller).who == casey.pk
    changed = {"password": "of before", "factors": ()}[what]
    with pytest.raises(AccessDenied) as refusal:
        observer_access.of_observer(room.id, replace(caller, **{what: changed}))
    assert refusal.value.code == SIGNED_OUT


def _has_a_lease(room, person, minutes) -> None:
    until = timezone.now() + timedelta(minutes=minutes)
    Lease.objects.update_or_create(stream_id=room.id, person=person, defaults={"until": until})


@pytest.mark.parametrize("act", ["end", "enough"])
def test_how_a_session_ended_is_for_who_was_there(let_in, room, casey, drew, act):
    room.alex.do(act)
    _has_a_lease(room, drew, minutes=1)
    assert denied(room, casey) == NO_SUCH  # another was there, and both partners are
    _has_a_lease(room, casey, minutes=-1)
    assert denied(room, casey) == NO_SUCH
    _has_a_lease(room, casey, minutes=1)
    assert denied(room, casey) is None


def test_a_lease_in_another_session_is_none_here(let_in, room, casey, couple, alex, blair):
    room.alex.do("end")
    following = opened(couple, alex, blair, NEED)
    _has_a_lease(following, casey, minutes=1)
    assert denied(room, casey) == NO_SUCH


def test_the_room_is_the_session_that_is_in_it_and_no_other_couples(let_in, room, couple, alex, blair, drew):
    assert observer_access.room_of(couple.pk) == room.id
    other = users.create("kim@example.net", "Kim")
    theirs = acceptance.pair(drew, other)
    assert observer_access.room_of(theirs.pk) is None
    Stream.objects.create(kind="ledger", couple=theirs, person_a=drew.pk, person_b=other.pk)
    assert observer_access.room_of(theirs.pk) is None
    room.alex.do("end")
    assert observer_access.room_of(couple.pk) is None


def test_a_session_that_was_over_or_set_aside_before_she_came_is_not_there(let_in, room, casey):
    room.alex.do("end")
    assert denied(room, casey) == NO_SUCH


def test_the_ledger_is_no_room(let_in, room, casey, couple):
    ledger = Stream.objects.create(
        kind="ledger", couple=couple, person_a=room.alex.user.pk, person_b=room.blair.user.pk
    )
    with pytest.raises(AccessDenied):
        observer_screen.show(ledger.pk, Caller(casey.pk), rendering.as_json)


@pytest.mark.parametrize("how", [_ended, _withdrawn])
def test_however_she_goes_both_read_the_same(let_in, room, casey, how):
    look(room, casey)
    how(let_in, casey)
    with_time = [chair.page()["room"] for chair in room.chairs]
    assert all("Casey is no longer observing" in page for page in with_time)


def test_a_withdrawal_of_something_else_does_not_send_her_out(let_in, room, alex, casey):
    allow(let_in, alex, scopes.ANSWERS)
    look(room, casey)
    consent.withdraw(let_in, alex, scopes.ANSWERS)
    assert "Casey is observing this session" in room.alex.page()["room"]
