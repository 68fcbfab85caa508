"""Of whom is erased, `keys` keeps the MAC of the emptied rows and nothing else: no day, no mark of a mail."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from couples.accounts import delays, delays_told, first_sign_in, sign_ins
from couples.accounts.models import DelayedChange
from couples.facts.kinds import PERSON
from couples.keys import latest
from couples.keys.models import Latest
from couples.mail_queue import sender
from couples.privacy import erasure
from tests.couples.accounts.signing_in import signed_in, somebody
from tests.couples.accounts.waiting import NEW, kim

__all__ = ["kim"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
NOW = b"\x00" * 8


def is_told(person) -> DelayedChange:
    change = delays.put_off(person, delays.Kind.ADDRESS, {"email": NEW})
    assert sender.send_due() == 1
    return change


def marks() -> set[tuple[str, object]]:
    return set(Latest.objects.values_list("purpose", "subject"))


@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_no_mark_stays_and_all_else_does(kim, capsys):
    robin = somebody("robin@example.org")
    signed_in(robin)
    before = marks()
    change = is_told(kim)
    signed_in(kim)
    first_sign_in.expect(kim.pk)
    latest.put(sign_ins.TOLD_UNUSED, kim.pk, NOW)
    assert (delays_told.TOLD, change.pk) in marks()
    erasure.erase(kim)
    mine = {mark for mark in marks() if mark[1] in (kim.pk, change.pk)}
    assert mine == {(PERSON, kim.pk)}
    assert {mark for mark in before if mark[1] != kim.pk} <= marks()
    call_command("check_records")
    assert capsys.readouterr().out == "Everything holds.\n"


def test_nor_of_a_change_that_a_request_stored_late(kim, later_row):
    assert erasure.delete_late_rows() == 1
    assert not latest.values(delays_told.TOLD)


@pytest.fixture
def later_row(kim):
    """A change that a request under way stored just after the erasure, and that was told."""
    erasure.erase(kim)
    change = DelayedChange(user=kim, kind=delays.Kind.ADDRESS, counts_from=timezone.now(), sealed=b"")
    change.save()
    latest.put(delays_told.TOLD, change.pk, NOW)
