"""Words of somebody who erased their account stay gone, whatever rows are put back that say they are here."""

import pytest

from couples.accounts.models import User
from couples.keys import data_keys
from couples.pairing.models import Membership
from couples.privacy import erasure
from exercises.live.store import streams
from tests import forging
from tests.exercises.browsing import browser
from tests.exercises.live.rooms import LETTER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.forges]


def page(room, who):
    return browser(who).get(f"/sessions/{room.id}/")


def rows_of_the_two() -> list[tuple[str, dict]]:
    return [
        (table, forging.copy_of(table, row.pk))
        for table, rows in (
            ("couples_membership", Membership.objects.all()),
            ("couples_user", User.objects.all()),
        )
        for row in rows
    ]


def test_the_epoch_of_a_key_is_not_put_back(lived, alex, blair):
    """As in another process, which remembers the session as it was."""
    assert LETTER["feel"] in page(lived, blair).content.decode()
    data_keys.destroy(alex.pk)
    remembered = streams.memory.get(lived.id)
    assert LETTER["feel"] not in page(lived, blair).content.decode()
    streams.memory.put(lived.id, remembered)
    forging.run("UPDATE couples_user SET key_epoch = 0 WHERE id = %s", alex.pk)
    assert page(lived, blair).status_code == 404


def test_this_process_forgets_what_it_read_before_the_erasure(lived, alex, blair):
    before = rows_of_the_two()
    assert LETTER["feel"] in page(lived, blair).content.decode()
    erasure.erase(alex)
    assert streams.memory.get(lived.id) is None
    for table, row in before:
        forging.put_back(table, row)
    assert LETTER["feel"] not in page(lived, blair).content.decode()


def test_an_erasure_of_somebody_who_does_not_hold_raises_the_epoch(couple, alex):
    forging.run("UPDATE couples_user SET is_staff = %s WHERE id = %s", True, alex.pk)
    erasure.erase(alex)
    assert data_keys.data_key(alex.pk) is None
    assert User.objects.get(pk=alex.pk).key_epoch == 1
