"""Nobody becomes a counselor, or is linked with a couple, because somebody wrote so into the main database."""

import hashlib
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from couples.counseling import consent, counselors, links, removal, scopes
from couples.counseling.models import Counseling, CounselingAcceptance, CounselorInvitation
from couples.facts import signing
from couples.facts.holding import DoesNotHold
from tests import forging
from tests.cast import with_second_step
from tests.couples.accounts.signing_in import somebody

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.forges]
INVITATIONS, LINKS, ACCEPTED = (
    *("couples_counselorinvitation", "couples_counseling"),
    "couples_counselingacceptance",
)
CONFIDENCES = "What one of you tells me alone stays with me."


def invitation() -> dict:
    return forging.copy_of(INVITATIONS, CounselorInvitation.objects.get().pk)


def becomes_one(user, token) -> bool:
    client = Client()
    client.force_login(user)
    client.post(
        f"/counselor/invitation/{token}/",
        {"practice": "", "confidences": CONFIDENCES, "response_time": "By the next evening."},
    )
    user.refresh_from_db()
    return bool(user.is_counselor)


@pytest.fixture
def kim():
    return somebody()


@pytest.fixture
def token(kim):
    return counselors.invite(kim.email)


def test_who_is_invited_becomes_one(kim, token):
    assert becomes_one(kim, token)


@pytest.mark.parametrize("hashed", [lambda token: hashlib.sha256(token.encode()).hexdigest(), str])
def test_an_invitation_of_their_own_makes_nobody_a_counselor(kim, token, hashed):
    mine = "a-secret-of-their-own"
    forging.put_back(INVITATIONS, invitation() | {"id": 900, "token_hash": hashed(mine)})
    assert counselors.find(mine) is None
    assert not becomes_one(kim, mine)


@pytest.mark.parametrize("column", ["email", "expires_at", "token_hash"])
def test_nor_one_that_was_changed(kim, token, column, monkeypatch):
    other = somebody("thief@example.net")
    second = counselors.invite("erin@example.org")
    theirs = forging.copy_of(INVITATIONS, CounselorInvitation.objects.get(email="erin@example.org").pk)
    changed = {
        "email": other.email,
        "expires_at": "2099-01-01 00:00:00+00:00",
        "token_hash": theirs["token_hash"],
    }
    right = forging.copy_of(INVITATIONS, CounselorInvitation.objects.get(email=kim.email).pk)
    if column == "token_hash":
        forging.delete(INVITATIONS, theirs["id"])
    forging.put_back(INVITATIONS, right | {column: changed[column]})
    assert not becomes_one(other, token)
    assert not becomes_one(kim, second if column == "token_hash" else token)


@pytest.mark.parametrize("end", ["used", "removed", "replaced"])
def test_nor_an_older_one_put_back(kim, token, end):
    old = invitation()
    if end == "used":
        assert becomes_one(kim, token)
        forging.put_back(INVITATIONS, old)
        assert counselors.find(token) is None
    removal.remove(kim)
    if end == "replaced":
        counselors.invite(kim.email)
    forging.put_back(INVITATIONS, old)
    assert not becomes_one(kim, token)


@pytest.fixture
def counselor_page(casey):
    with_second_step(casey)
    client = Client()
    client.force_login(casey)
    return lambda: client.get("/counsel/")


def test_a_counselor_is_linked_with_nobody_by_a_row(linked, couple, casey, drew, counselor_page, alex):
    assert "Alex" in str(counselor_page().content)
    links.end(linked)
    ended = forging.copy_of(LINKS, linked.pk)
    assert counselor_page().status_code == 200
    forging.put_back(LINKS, ended | {"ended_at": None})
    assert counselor_page().status_code == 403
    with pytest.raises(DoesNotHold):
        consent.give(Counseling.objects.get(pk=linked.pk), alex, scopes.LIVE)
    forging.put_back(LINKS, ended)
    assert counselor_page().status_code == 200
    forging.put_back(LINKS, ended | {"id": _id(1), "token_hash": "-1", "ended_at": None})
    assert counselor_page().status_code == 403


def test_a_link_put_back_as_it_was_is_an_older_one(linked, casey, counselor_page):
    before = {
        LINKS: forging.copy_of(LINKS, linked.pk),
        "couples_user": forging.copy_of("couples_user", casey.pk),
    }
    links.end(linked)
    for table, row in before.items():
        forging.put_back(table, row)
    assert counselor_page().status_code == 403
    assert signing.whats_wrong([casey.pk]) == {casey.pk: "version"}


def test_one_of_the_two_cannot_accept_for_the_other(couple, alex, blair, casey):
    counselors.save_profile(casey, "", CONFIDENCES, "By the next evening.")
    link = links.invite(casey)
    bound = links.accept(link, alex, 1)
    mine = forging.copy_of(ACCEPTED, CounselingAcceptance.objects.get().pk)
    other = forging.copy_of("couples_user", blair.pk)["id"]
    forging.put_back(ACCEPTED, mine | {"id": 900, "person_id": other})
    with pytest.raises(DoesNotHold):
        links.accept(link, alex, 1)
    bound.refresh_from_db()
    assert bound.linked_at is None
    forging.delete(ACCEPTED, 900)
    assert links.accept(link, blair, 1).linked_at


def test_nor_with_an_acceptance_that_was_taken_back(couple, alex, blair, casey):
    counselors.save_profile(casey, "", CONFIDENCES, "By the next evening.")
    link = links.invite(casey)
    links.accept(link, alex, 1)
    bound = links.accept(link, alex, 1)
    theirs = CounselingAcceptance.objects.get()
    old = forging.copy_of(ACCEPTED, theirs.pk)
    links.withdraw_acceptance(bound, alex)
    again = links.accept(link, blair, 1)
    forging.put_back(ACCEPTED, old | {"counseling_id": forging.copy_of(LINKS, again.pk)["id"]})
    with pytest.raises(DoesNotHold):
        links.accept(link, blair, 1)
    assert not Counseling.objects.filter(linked_at__isnull=False).exists()


def _id(number: int) -> object:
    made = UUID(int=number)
    return made.hex if connection.vendor == "sqlite" else made
