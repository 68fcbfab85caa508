"""A counselor reads nothing where a row about her or either partner was forged. Those of others close nothing."""

import time

import pytest
from django.urls import reverse

from couples.accounts import users
from couples.counseling import consent, removal, scopes
from couples.pairing import acceptance
from tests import forging
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import couple_path, reading_path, signed_in
from tests.exercises.page_costs import browsers

pytestmark = pytest.mark.django_db
PAGES = {"couple": couple_path, "answers": lambda linked: reading_path(linked, "answers")}


@pytest.fixture
def others():
    pair = [users.create(f"{name}@example.net", name) for name in ("Kim", "Robin")]
    acceptance.pair(*pair)
    return pair


def forge(person) -> None:
    forging.run("UPDATE couples_user SET is_staff = %s WHERE id = %s", True, person.pk)


@pytest.mark.forges
@pytest.mark.parametrize("page", PAGES)
def test_rows_of_the_reader_or_of_either_partner_close_it_and_those_of_others_do_not(
    lived, linked, alex, blair, others, page
):
    both_allow(linked)
    client, path = signed_in(linked.counselor), PAGES[page](linked)
    forge(others[0])
    assert client.get(path).status_code == 200
    for person in (alex, blair):
        before = forging.copy_of("couples_user", person.pk)
        forge(person)
        assert client.get(path).status_code == 403
        forging.put_back("couples_user", before)
        assert client.get(path).status_code == 200


@pytest.mark.forges
def test_a_consent_that_is_there_while_it_is_read_opens_nothing(lived, linked, alex, blair, monkeypatch):
    """Both consents are forged whenever somebody looks for them, and away while it is asked whether all holds."""
    both_allow(linked, scopes.PROGRESS)
    client, path = signed_in(linked.counselor), reading_path(linked, scopes.AGREEMENTS.value)
    honest = consent.allowed_now

    def with_forged_rows(*given):
        for person in (alex, blair):
            forging.run(FORGED, linked.pk, person.pk, scopes.AGREEMENTS.value)
        found = honest(*given)
        forging.run("DELETE FROM couples_consent WHERE scope = %s", scopes.AGREEMENTS.value)
        return found

    monkeypatch.setattr(consent, "allowed_now", with_forged_rows)
    assert client.get(path).status_code == 403
    monkeypatch.setattr(consent, "allowed_now", honest)
    assert client.get(path).status_code == 200


FORGED = (
    "INSERT INTO couples_consent (counseling_id, person_id, scope, version, given_at, withdrawn_at, row_mac)"
    " VALUES (%s, %s, %s, 1, CURRENT_TIMESTAMP, NULL, '')"
)


ACTS = {
    "withdrawn": lambda linked, partner: signed_in(partner).post(
        reverse("choose", args=[linked.pk]), {"scope": scopes.SCOPES[0].value, "answer": "not"}
    ),
    "ended": lambda linked, partner: signed_in(partner).post(reverse("end_counseling", args=[linked.pk])),
    "removed": lambda linked, _partner: removal.remove(linked.counselor),
    "left": lambda _linked, partner: signed_in(partner).post(reverse("leave"), {"act": "now"}),
    "erased": lambda _linked, partner: browsers.signed_in(partner).post(reverse("erase"), {"sure": "yes"}),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_ends_a_reading_waits_until_pages_under_way_have_left(
    linked, blair, act, settings, monkeypatch
):
    settings.READINGS_LEAVE_WITHIN = 0.125
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    both_allow(linked)
    ACTS[act](linked, blair)
    assert waited == [0.125]
