"""The same id, moment, day or truth written in another way is another one: it hides nothing and counts no sooner."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from couples.accounts import delays, due
from couples.accounts.models import User
from couples.facts import holding, signing
from couples.pairing.models import Membership
from tests import forging
from tests.couples.accounts.signing_in import somebody

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.forges,
    pytest.mark.sqlite_alone,
]


def test_what_waits_counts_no_sooner_because_its_moment_is_written_with_another_offset(monkeypatch):
    user = somebody()
    change = delays.put_off(user, delays.Kind.ADDRESS, {"email": "theirs@example.org"})
    west = (change.counts_from.astimezone(UTC) - timedelta(hours=23, minutes=59)).replace(tzinfo=None)
    forging.run("UPDATE couples_delayedchange SET counts_from = %s", f"{west}-23:59")
    then = timezone.now() + timedelta(hours=49)
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert due.count_due() == 0
    assert signing.whats_wrong([user.pk]) == {user.pk: "MAC"}


def capitals(table: str, column: str, value) -> None:
    with forging.anybody_may_write(), connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(f"UPDATE {table} SET {column} = upper({column}) WHERE {column} = %s", [value.hex])
        assert cursor.rowcount


@pytest.fixture
def foreign_keys():
    yield
    connection.close()


@pytest.mark.usefixtures("foreign_keys")
def test_an_id_in_capitals_hides_nobody(alex, blair, couple):
    capitals("couples_user", "id", alex.pk)
    wrong = signing.whats_wrong(signing.all_people())
    assert len(wrong) == 1
    assert blair.pk not in wrong
    capitals("couples_membership", "user_id", blair.pk)
    assert signing.whats_wrong([blair.pk]) == {blair.pk: "MAC"}


def test_a_day_and_a_truth_have_one_form_too(alex, blair, couple):
    day = timezone.localdate() + timedelta(days=3)
    Membership.objects.filter(user=alex).update(leaves_on=day)
    forging.run(
        "UPDATE couples_membership SET leaves_on = %s WHERE user_id = %s", day.strftime("%Y%m%d"), alex.pk
    )
    assert signing.whats_wrong([alex.pk]) == {alex.pk: "MAC"}
    forging.run("UPDATE couples_user SET is_counselor = 2 WHERE id = %s", blair.pk)
    assert User.objects.filter(pk=blair.pk, is_counselor=True).exists()
    assert holding.who_hold([blair.pk]) == set()


def test_a_text_is_not_the_bytes_that_it_names(alex):
    change = delays.put_off(alex, delays.Kind.ADDRESS, {"email": "theirs@example.org"})
    forging.run("UPDATE couples_delayedchange SET sealed = %s", bytes(change.sealed).hex())
    assert signing.whats_wrong([alex.pk]) == {alex.pk: "MAC"}
