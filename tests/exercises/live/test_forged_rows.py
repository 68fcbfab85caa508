"""A live session verifies the rows that it reads: memberships, the caller's own, and what an observer is allowed."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from couples.accounts import users
from couples.counseling import consent, links, scopes
from couples.counseling.models import Consent
from couples.pairing import acceptance
from couples.pairing.models import Membership
from exercises.live import access
from exercises.live.access import NO_SUCH, AccessDenied, Caller
from exercises.live.observer import access as observer_access
from exercises.live.socket.roles import role_of
from tests import forging
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import reading_path, signed_in
from tests.exercises.live.observing import denied, let_in
from tests.stored_sign_ins import key_of

__all__ = ["let_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.forges]


def refused(room, who) -> int | None:
    try:
        access.of_partner(room.id, Caller(who.pk))
    except AccessDenied as refusal:
        return refusal.code
    return None


def membership_of(user) -> Membership:
    return Membership.objects.get(user=user, left_at=None)


def test_a_stranger_written_into_a_couple_gets_nothing_nor_does_anybody_then(room, alex, blair, drew):
    forging.run("UPDATE couples_membership SET user_id = %s WHERE id = %s", drew.pk, membership_of(blair).pk)
    assert [refused(room, one) for one in (drew, alex, blair)] == [NO_SUCH] * 3


def test_a_membership_that_ended_is_not_lived_on(room, alex, blair):
    Membership.objects.update(left_at=timezone.now())
    forging.run("UPDATE couples_membership SET left_at = NULL WHERE left_at IS NOT NULL AND 1 = %s", 1)
    assert refused(room, alex) == NO_SUCH


def test_a_membership_with_the_mac_of_another_couple_is_none(room, alex, blair):
    others = [users.create(f"{name}@example.net", name) for name in ("Kim", "Robin")]
    acceptance.pair(*others)
    theirs = forging.copy_of("couples_membership", membership_of(others[0]).pk)
    forging.run(
        "UPDATE couples_membership SET row_mac = %s WHERE id = %s", theirs["row_mac"], membership_of(alex).pk
    )
    assert refused(room, alex) == NO_SUCH


@pytest.mark.parametrize(("column", "value"), [("is_active", True), ("password", "!own")])
def test_ones_own_row_is_verified(room, alex, blair, column, value):
    alex.write(is_active=column != "is_active")
    forging.run(f"UPDATE couples_user SET {column} = %s WHERE id = %s", value, alex.pk)
    assert refused(room, alex) == NO_SUCH
    assert refused(room, blair) is None


def test_it_costs_no_query_and_no_other_database(room, alex):
    refused(room, alex)
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        assert refused(room, alex) is None
    assert (len(main), len(keys)) == (1, 0)


def test_no_observer_sees_a_couple_that_somebody_else_wrote(let_in, room, casey, alex, blair):
    forging.run("UPDATE couples_membership SET row_mac = %s WHERE id = %s", b"x" * 32, membership_of(alex).pk)
    assert denied(room, casey) == NO_SUCH


def test_an_observers_own_row_is_verified(let_in, room, casey, caplog, settings):
    caller = Caller(casey.pk, key_of(signed_in(casey)), casey.password)
    assert observer_access.of_observer(room.id, caller).who == casey.pk
    forging.run("UPDATE couples_user SET row_mac = %s WHERE id = %s", b"x" * 32, casey.pk)
    with caplog.at_level("INFO", "security"), pytest.raises(AccessDenied) as refusal:
        observer_access.of_observer(room.id, caller)
    assert refusal.value.code == NO_SUCH
    assert [one.message for one in caplog.records if one.name == "security"] == ["mac_broken"]


def test_an_observer_needs_a_consent_that_was_given_here(let_in, room, casey, drew):
    assert denied(room, casey) is None
    live = Consent.objects.filter(scope="live", withdrawn_at=None)
    forging.run("UPDATE couples_consent SET row_mac = %s WHERE id = %s", b"x" * 32, live.first().pk)
    assert denied(room, casey) == NO_SUCH


def test_a_withdrawn_consent_is_not_given_again_by_the_database(let_in, room, casey, linked):
    partner = linked.couple.memberships.get(voice="b").user
    consent.withdraw(linked, partner, scopes.LIVE)
    forging.run("UPDATE couples_consent SET withdrawn_at = NULL WHERE person_id = %s", partner.pk)
    assert denied(room, casey) == NO_SUCH


def test_a_consent_is_not_moved_to_another_scope(linked, room, casey):
    both_allow(linked, scopes.PROGRESS)
    forging.run("UPDATE couples_consent SET scope = %s WHERE scope = %s", "live", "progress")
    assert denied(room, casey) == NO_SUCH


def test_no_reading_rests_on_a_consent_that_was_put_back(
    linked, casey, alex, blair, django_capture_on_commit_callbacks
):
    both_allow(linked, scopes.AGREEMENTS)
    counselor, path = signed_in(casey), reading_path(linked, scopes.AGREEMENTS)
    assert counselor.get(path).status_code == 200
    old = forging.copy_of("couples_consent", Consent.objects.get(person=blair).pk)
    with django_capture_on_commit_callbacks(execute=True):
        consent.withdraw(linked, blair, scopes.AGREEMENTS)
    assert counselor.get(path).status_code == 200  # the page that says only that it is not allowed
    forging.put_back("couples_consent", old)
    assert counselor.get(path).status_code == 403


@pytest.mark.parametrize("path", ["room", "session"])
def test_nobody_observes_by_an_old_consent(
    linked, room, casey, blair, django_capture_on_commit_callbacks, path
):
    both_allow(linked, scopes.LIVE)
    counselor: Client = signed_in(casey)
    address = f"/counseling/{linked.pk}/room/" if path == "room" else f"/sessions/{room.id}/"
    assert counselor.get(address).status_code in (200, 302)
    old = forging.copy_of("couples_consent", Consent.objects.get(person=blair).pk)
    with django_capture_on_commit_callbacks(execute=True):
        links.end(linked)
    assert counselor.get(address).status_code == 404
    forging.put_back("couples_consent", old)
    forging.run("UPDATE couples_counseling SET ended_at = NULL WHERE id = %s", linked.pk)
    assert counselor.get(address).status_code in (403, 404)


def test_no_socket_of_an_observer_opens_by_an_old_consent(
    let_in, room, casey, blair, linked, django_capture_on_commit_callbacks
):
    old = forging.copy_of("couples_consent", Consent.objects.get(person=blair).pk)
    role_of(room.id, Caller(casey.pk), whole=True, language="en")
    with django_capture_on_commit_callbacks(execute=True):
        consent.withdraw(linked, blair, scopes.LIVE)
    forging.put_back("couples_consent", old)
    with pytest.raises(AccessDenied):
        role_of(room.id, Caller(casey.pk), whole=True, language="en")


def test_without_any_mac_right_nothing_is_read(linked, casey, alex):
    both_allow(linked, scopes.AGREEMENTS)
    forging.run("UPDATE couples_user SET facts_mac = %s WHERE id = %s", b"", alex.pk)
    assert signed_in(casey).get(reading_path(linked, scopes.AGREEMENTS)).status_code == 403
