"""A change that waits counts only 72 hours after the mail about it has left, and never as if it had."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from couples.accounts import delays, delays_sealed, delays_told, due
from couples.accounts.models import DelayedChange
from couples.keys import latest
from couples.mail_queue import queue, sender
from couples.privacy import erasure
from tests.couples.accounts.signing_in import ADDRESS, signed_in
from tests.couples.accounts.waiting import NEW, kim, shown, state

__all__ = ["kim"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
SERVERS = "tests.couples.mail_queue.mail_servers."


def hours_later(hours, kim):
    """The change is older; what was told stays as it is."""
    for change in DelayedChange.objects.all():
        content = delays_sealed.opened(change)
        change.counts_from -= timedelta(hours=hours)
        change.sealed = delays_sealed.sealed(change, content)
        change.save()
    cache.delete(f"mail about changes that wait {kim.pk}")
    due.count_due()


def asked(kim):
    return delays.put_off(kim, delays.Kind.ADDRESS, {"email": NEW})


@pytest.mark.parametrize("server", ["KnowsNobody", "AsksToWait"])
def test_a_change_of_which_no_mail_left_does_not_count_until_one_has_for_72_hours(kim, settings, server):
    usual, settings.MAIL_DELIVERY_BACKEND = settings.MAIL_DELIVERY_BACKEND, SERVERS + server
    change = asked(kim)
    assert "could not be delivered" not in shown(signed_in(kim))
    sender.send_due()
    hours_later(73, kim)
    assert state(kim)[0] == ADDRESS
    assert "could not be delivered" in shown(signed_in(kim))

    settings.MAIL_DELIVERY_BACKEND = usual
    assert delays.tell_untold() == 1
    assert sender.send_due() >= 1
    assert mail.outbox[-1].to == [ADDRESS]
    assert "could not be delivered" not in shown(signed_in(kim))
    change.refresh_from_db()
    wait = delays_told.counts_from(change) - timezone.now()
    assert timedelta(hours=71.9) < wait <= timedelta(hours=72)
    due.count_due()
    assert state(kim)[0] == ADDRESS
    told_earlier = int((timezone.now() - delays.DELAY).timestamp()).to_bytes(8, "big")
    latest.put(delays_told.TOLD, change.pk, told_earlier)
    due.count_due()
    assert state(kim)[0] == NEW


def test_who_fills_a_mailbox_blocks_no_change_for_ever(kim):
    asked(kim)
    hours_later(29 * 24, kim)
    assert state(kim)[0] == ADDRESS
    hours_later(25, kim)
    assert state(kim)[0] == NEW


def test_a_notice_that_could_not_be_stored_is_told_later(kim, monkeypatch):
    def broken(*_anything):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(queue, "put", broken)
        with pytest.raises(OperationalError):
            asked(kim)
    asked(kim)
    assert sender.send_due() == 1


@pytest.mark.parametrize(
    "act", [lambda kim, one: delays.cancel(kim, one.pk), lambda kim, one: erasure.erase(kim)]
)
def test_what_waits_no_more_is_told_no_more(kim, act):
    change = asked(kim)
    act(kim, change)
    assert sender.send_due() == 0
    assert not mail.outbox
