"""When a sign-in ends by itself: without use and in all, sooner for counselors and operators; and what is said then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from couples.accounts import sign_ins
from couples.accounts.models import SignIn
from tests import ticking
from tests.couples.accounts.signing_in import is_in, proves_it_again, sign_in, signed_in, somebody, text_of
from tests.couples.accounts.telling import told
from tests.stored_sign_ins import goes_by, key_of, row_of

__all__ = ["told"]
pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PARTNER = {"idle": 14 * DAY, "total": 30 * DAY}
SHORT = {"idle": 30 * MINUTE, "total": 12 * HOUR}
ROLES = [({}, PARTNER), ({"is_counselor": True}, SHORT), ({"is_staff": True}, SHORT)]


def seen_by(client) -> bool:
    """A counselor without a factor is sent to set one up: she is signed in."""
    return bool(client.get(reverse("mfa_index")).status_code == 200)


@pytest.mark.parametrize(("role", "lasts"), ROLES)
def test_it_ends_without_use(role, lasts):
    client = signed_in(somebody(**role))
    goes_by(client, lasts["idle"] - 2 * MINUTE)
    assert seen_by(client)
    goes_by(client, lasts["idle"])
    assert not seen_by(client)


@pytest.mark.parametrize(("role", "lasts"), ROLES)
def test_it_ends_in_all_however_much_it_is_used(role, lasts):
    client = signed_in(somebody(**role))
    goes_by(client, MINUTE, began=lasts["total"] - 2 * MINUTE)
    assert seen_by(client)
    goes_by(client, MINUTE, began=lasts["total"])
    assert not seen_by(client)


def test_a_use_begins_the_time_without_use_anew():
    client = signed_in(somebody())
    for _again in range(2):
        goes_by(client, 13 * DAY)
        assert is_in(client)
    assert row_of(client).expire_date - timezone.now() > 13 * DAY


def test_whoever_changes_when_a_row_ends_prolongs_nothing():
    client = signed_in(somebody())
    goes_by(client, 15 * DAY)
    SignIn.objects.update(expire_date=timezone.now() + 100 * DAY)
    assert not is_in(client)


def test_a_new_role_counts_at_once():
    kim = somebody()
    client = signed_in(kim)
    goes_by(client, HOUR / 3)
    kim.write(is_counselor=True)
    assert seen_by(client)
    assert row_of(client).expire_date - timezone.now() <= 30 * MINUTE

    goes_by(client, HOUR)
    assert not seen_by(client)


@pytest.mark.parametrize(("role", "every"), [({}, HOUR), ({"is_counselor": True}, MINUTE)])
def test_a_use_is_stored_now_and_then_only(role, every, django_assert_num_queries):
    client = signed_in(somebody(**role))
    seen_by(client)
    goes_by(client, every - MINUTE / 6)
    before = row_of(client).session_data
    seen_by(client)
    assert row_of(client).session_data == before
    goes_by(client, every)
    before = row_of(client).session_data
    seen_by(client)
    assert row_of(client).session_data != before


@pytest.mark.parametrize(
    ("unused", "began", "said"),
    [
        (15 * DAY, 15 * DAY, "because nothing was done for two weeks"),
        (MINUTE, 30 * DAY, "a sign-in ends after thirty days"),
    ],
)
@pytest.mark.parametrize("who_comes", ["she does", "somebody else does"])
@pytest.mark.parametrize("first", ["/account/", "/"])
def test_the_next_sign_in_says_calmly_why_to_that_person_alone(unused, began, said, who_comes, first):
    """Whoever opens the site in this browser would read that somebody had an account, and when it was used."""
    kim, lee = somebody(), somebody("lee@example.org")
    client = signed_in(kim)
    goes_by(client, unused, began=began)
    answer = client.get(first, follow=True)
    assert "You were signed out" not in text_of(answer)

    sign_in(client, kim.email if who_comes == "she does" else lee.email)
    page = text_of(client.get("/account/"))
    assert (f"You were signed out here{':' if 'ends' in said else ','} {said}" in page) == (
        who_comes == "she does"
    )
    assert "You were signed out" not in text_of(client.get("/account/"))


def test_whoever_signed_out_or_was_signed_out_elsewhere_reads_nothing_of_it():
    kim = somebody()
    here, there = signed_in(kim), signed_in(kim)
    proves_it_again(here)
    here.post("/account/sign-ins/")
    assert not is_in(there)
    here.post("/account/logout/")
    for client in (here, there):
        assert "You were signed out" not in text_of(client.get("/account/", follow=True))


def test_signing_in_again_begins_all_of_it_anew():
    kim = somebody()
    client = signed_in(kim)
    goes_by(client, 13 * DAY, began=29 * DAY)
    client.post("/account/logout/")
    client.post("/account/login/", {"login": kim.email, "password": "a quiet lake 7"})
    assert row_of(client).expire_date - timezone.now() > 13 * DAY


def test_open_sockets_are_told_of_an_end_and_its_row_goes_later(told):
    kim = somebody()
    client = signed_in(kim)
    goes_by(client, 14 * DAY)
    ticking.run()
    assert told == [kim.pk]
    assert [row.pk for row in SignIn.objects.all()] == [key_of(client)]

    SignIn.objects.update(expire_date=timezone.now() - 8 * DAY)
    ticking.run()
    assert told == [kim.pk]
    assert not SignIn.objects.exists()


def test_one_that_is_used_elsewhere_than_on_pages_is_counted(settings):
    client = signed_in(somebody())
    goes_by(client, 13 * DAY)
    after = sign_ins.use([key_of(client), "unknown"])
    assert after == {key_of(client): HOUR.total_seconds()}
    assert row_of(client).expire_date - timezone.now() > 13 * DAY

    goes_by(client, 14 * DAY)
    assert sign_ins.use([key_of(client)]) == {}
    assert not is_in(client)
