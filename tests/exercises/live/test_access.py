"""Who may come in: the two of a couple, while they are one. Everybody else learns no more than from a wrong address."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.utils import timezone

from couples.accounts.sign_in_ends import FACTS
from couples.pairing import acceptance
from exercises.live import access
from exercises.live.access import NO_SUCH, NOT_YOURS, SIGNED_OUT, AccessDenied, Caller
from exercises.live.models import Stream
from exercises.live.store import ledgers
from tests.stored_sign_ins import key_of

pytestmark = pytest.mark.django_db


def denied(stream, caller) -> int | None:
    try:
        access.of_partner(stream, caller)
    except AccessDenied as access_code:
        return access_code.code
    return None


def test_each_of_the_two_has_access_as_themselves(room, alex, blair):
    assert access.of_partner(room.id, Caller(alex.pk)).me.name == "Alex"
    assert access.of_partner(room.id, Caller(blair.pk)).partner.value == "b"
    assert access.of_partner(room.id, Caller(blair.pk)).names.a == "Alex"


def test_a_stranger_and_the_counselor_find_no_more_than_at_a_wrong_address(room, casey, drew):
    assert denied(room.id, Caller(drew.pk)) == denied(room.id, Caller(casey.pk)) == NO_SUCH
    assert denied(uuid4(), Caller(drew.pk)) == NO_SUCH


def test_a_member_of_another_couple_is_a_stranger(room, casey, drew):
    acceptance.pair(casey, drew)
    assert denied(room.id, Caller(casey.pk)) == NO_SUCH


def test_who_left_the_couple_is_told_that_it_is_theirs_no_longer(room, blair):
    blair.memberships.update(left_at=timezone.now())
    assert denied(room.id, Caller(blair.pk)) == NOT_YOURS


def test_an_inactive_person_counts_as_signed_out(room, blair):
    blair.is_active = False
    blair.save()
    assert denied(room.id, Caller(blair.pk)) == SIGNED_OUT


def signed_in(user) -> tuple[Client, Caller]:
    client = Client()
    client.force_login(user)
    return client, Caller(user.pk, key_of(client), user.password)


def test_a_sign_in_counts_until_it_ends(room, blair):
    client, caller = signed_in(blair)
    assert denied(room.id, caller) is None
    client.logout()
    assert denied(room.id, caller) == SIGNED_OUT


def test_a_sign_in_ends_with_its_time(room, blair, settings):
    client, caller = signed_in(blair)
    session = client.session
    session[FACTS] |= {"used": time.time() - settings.SIGN_IN["idle"].total_seconds()}
    session.save()
    assert denied(room.id, caller) == SIGNED_OUT


def test_a_new_password_ends_the_sign_ins_of_the_old_one(room, blair):
    _client, caller = signed_in(blair)
    blair.set_password("another one entirely")
    blair.save()
    assert denied(room.id, caller) == SIGNED_OUT


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["drew", "casey"])
def test_a_page_of_others_is_not_there(room, casey, drew, method, who):
    client = Client()
    client.force_login({"drew": drew, "casey": casey}[who])
    before = room.sequences()
    answer = getattr(client, method)(f"/sessions/{room.id}/", {"command": "end"})
    nowhere = getattr(client, method)(f"/sessions/{uuid4()}/", {"command": "end"})
    assert (answer.status_code, nowhere.status_code) == (404, 404)
    assert len(answer.content) == len(nowhere.content)
    assert room.sequences() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_left_finds_it_closed_and_reads_nothing_of_it(room, blair, client, method):
    blair.memberships.update(left_at=timezone.now())
    client.force_login(blair)
    before = room.sequences()
    answer = getattr(client, method)(f"/sessions/{room.id}/", {"command": "end"})
    assert answer.status_code == 404
    assert "This session is closed" in answer.content.decode()
    assert "Alex" not in answer.content.decode()
    assert room.sequences() == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/sessions/{}/", "/agreements/"])
def test_nobody_in_particular_is_asked_to_sign_in(room, method, path):
    client = Client()
    answer = getattr(client, method)(path.format(room.id), {"command": "end"})
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")
    assert not get_user(client).is_authenticated


def test_the_ledger_is_no_session_and_has_no_room(room, alex, client):
    room.write_apart().open_the_letter()
    room.blair.do("say_back", words="Yes")
    room.alex.do("thats_it")
    room.blair.do("go_on")
    room.blair.do("say_yes")
    room.alex.do("end")
    ledger = ledgers.of_couple(Stream.objects.get(pk=room.id).couple_id)
    client.force_login(alex)
    assert client.get(f"/sessions/{ledger.pk}/").status_code == 404
    assert client.post(f"/sessions/{ledger.pk}/", {"command": "close"}).status_code == 404


@pytest.mark.parametrize("path", ["/", "/agreements/", "session"])
def test_who_stays_behind_can_still_open_every_page(room, alex, blair, client, path):
    blair.memberships.update(left_at=timezone.now())
    client.force_login(alex)
    answer = client.get(f"/sessions/{room.id}/" if path == "session" else path)
    assert answer.status_code in (200, 302)
