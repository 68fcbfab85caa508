"""What is stored beside a stream is what its state says, also of streams from before it was stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Closing, Settlement
from exercises.live import access
from exercises.live.models import Stream
from exercises.live.store import ledgers, readable
from tests.exercises.balance_check_ins import checked_in
from tests.exercises.live.rooms import EVERY, Chair, opened

pytestmark = pytest.mark.django_db(databases="__all__")
STORED = ("pk", "readable", "reviews")


def stored() -> set[tuple]:
    return set(Stream.objects.values_list(*STORED))


@pytest.mark.parametrize("slug", EVERY)
def test_it_is_the_same_as_from_the_records(couple, alex, blair, slug):
    room = opened(couple, alex, blair, slug).walk(seed=3)
    stream = Stream.objects.get(pk=room.id)
    assert (stream.completed_at is not None) == stream.played_through
    before, ended = stored(), stream.completed_at
    Stream.objects.update(readable=readable.UNKNOWN, reviews=readable.UNKNOWN, completed_at=None)
    readable.fill_in()
    assert stored() == before
    stream.refresh_from_db()
    assert stream.completed_at == ended


def test_it_is_the_same_after_words_are_taken_back(couple, alex, blair):
    checked_in(couple, alex, blair, "1", "2", "3")
    stream = Stream.objects.get(kind="session")
    ended, taken = stream.completed_at, 0
    assert stream.readable == "answers balance"
    for chair in (Chair(stream.pk, alex), Chair(stream.pk, blair)):
        while offer := offered(chair):
            chair.do("take_words_back", past=offer)
            taken += 1
            now = stored()
            Stream.objects.update(readable=readable.UNKNOWN)
            readable.fill_in()
            assert stored() == now
    stream.refresh_from_db()
    assert taken
    assert stream.completed_at == ended


def offered(chair: Chair) -> str:
    """Return the first step of which this person has words to take back; nothing if there is none."""
    for one in chair.look()["commands"]:
        if one["name"] == "take_words_back":
            return str(one["fields"][0]["choices"][0]["value"])
    return ""


def test_an_agreement_has_its_day_of_review(room, alex):
    granted = access.of_partner(room.id, room.alex.caller)
    today = timezone.localdate()
    words, review = Pair("At eight", "At eight"), today + timedelta(days=14)
    settled = Settlement("agreement", Partner.A, words, today, review, key="first")
    ledger = ledgers.enter(granted, [settled], timezone.now())
    assert Stream.objects.get(pk=ledger).reviews == str(today + timedelta(days=14))
    for days, is_due in ((13, False), (14, True), (28, True), (29, False)):
        assert readable.is_review_due(str(today + timedelta(days=14)), today + timedelta(days=days)) == is_due
    ledgers.enter(granted, [Closing(Partner.B, "first")], timezone.now())
    assert Stream.objects.get(pk=ledger).reviews == ""
