"""The counts of security events: each process adds its own, nothing is lost or counted twice, and they expire."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from couples import security_log, tick
from couples.security_log import Kind, counts
from couples.security_log.models import SecurityCount

pytestmark = pytest.mark.django_db
FAILED, LIMITED = Kind.PASSWORD_FAILED, Kind.LIMIT_FOR_VISITOR


@pytest.fixture(autouse=True)
def nothing_noted():
    security_log.take()


def noted(kind, times=1):
    for _ in range(times):
        security_log.note(kind)


def day():
    return counts.since(timezone.now() - timedelta(days=1))


def test_what_was_noted_is_added_once():
    noted(FAILED, 3)
    assert counts.store() == 3
    noted(FAILED)
    noted(LIMITED)
    assert counts.store() == 2
    assert counts.store() == 0

    assert (day()[FAILED].number, day()[LIMITED].number, day()[Kind.OVERLOADED].number) == (4, 1, 0)
    assert day()[FAILED].most_in_an_hour == 4


def test_a_transaction_that_is_undone_takes_no_event_away():
    with transaction.atomic():
        noted(Kind.MAC_BROKEN)
        transaction.set_rollback(True)
    counts.store()
    assert day()[Kind.MAC_BROKEN].number == 1


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_stored_is_stored_later():
    noted(FAILED, 2)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE couples_securitycount RENAME TO away")
    try:
        with pytest.raises(DatabaseError):
            counts.store()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO couples_securitycount")
    assert counts.store() == 2


@pytest.mark.django_db(transaction=True)
def test_several_processes_add_to_the_same_hour():
    def one(_number: int) -> int:
        try:
            noted(FAILED)
            return counts.store()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(12))) == 12
    assert day()[FAILED].number == 12


def test_counts_expire():
    noted(FAILED)
    counts.store()
    assert counts.forget_over() == 0
    SecurityCount.objects.update(hour=timezone.now() - counts.KEPT - timedelta(minutes=1))
    assert counts.forget_over() == 1


def test_each_server_process_stores_its_own_counts():
    noted(FAILED)
    assert dict(tick.OWN_DUTIES)["counts of security events"]() == 1


def test_the_operator_reads_the_numbers():
    noted(FAILED, 7)
    counts.store()
    SecurityCount.objects.create(kind=FAILED, hour=timezone.now() - timedelta(days=2), number=400)
    out = StringIO()
    call_command("security_counts", stdout=out)

    line = next(line for line in out.getvalue().splitlines() if line.startswith(FAILED))
    assert line.split()[1:5] == ["7", "7", "407", "400"]
    assert out.getvalue().count("\n") == 1 + len(Kind)
