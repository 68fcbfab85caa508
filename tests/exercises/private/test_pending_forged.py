"""What is sent to a locked page is sealed to nobody else, whatever is written into the row of its lock."""

import pytest

from couples.keys import boxes
from couples.lock import locks
from couples.lock.models import StoreLock
from exercises.private import pending, store
from exercises.private.models import PrivateStore
from tests import forging
from tests.couples.lock.opened import opened_store
from tests.exercises.private.locked_pages import MINE, locked, text_of

__all__ = ["locked"]
pytestmark = [pytest.mark.django_db, pytest.mark.forges]
THEIRS = boxes.public_of(b"s" * 32)
FULL = "could not be kept"


@pytest.fixture
def older(locked, drew):
    """The row of an earlier lock of Drew's, whose key the pages no longer have."""
    opened_store(drew)
    store.make(drew.pk)
    row = forging.copy_of("couples_storelock", StoreLock.objects.get(person=drew).pk)
    locks.renew(drew.pk)
    return row


@pytest.mark.parametrize("column", [{"public": THEIRS}, {}])
def test_nothing_is_kept_for_a_key_that_does_not_hold(locked, older, drew, column):
    right = forging.copy_of("couples_storelock", older["id"])
    before = bytes(PrivateStore.objects.get(person=drew).pending)
    forging.put_back("couples_storelock", (right if column else older) | column)
    refused = locked.post("/alone/b/", {"limit": MINE}, follow=True)
    assert bytes(PrivateStore.objects.get(person=drew).pending) == before

    forging.put_back("couples_storelock", right)
    assert locked.post("/alone/b/", {"limit": MINE}).status_code == 302
    assert pending.read(opened_store(drew)).fields == {"limit": MINE}
    full = locked.post("/alone/b/", {"limit": MINE}, follow=True)
    assert FULL in text_of(refused)
    assert refused.redirect_chain == full.redirect_chain, "it says no more than that there is no room"
