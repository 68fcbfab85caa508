"""What stays of the agreements after leaving: each partner’s own copy, and nobody else’s."""

from __future__ import annotations

import pytest

from couples.privacy import leaving
from exercises.agreements import listing
from exercises.live import access, commands
from exercises.live.access import AccessDenied, Caller
from exercises.live.decision import Command
from exercises.live.models import Stream
from tests.exercises.agreements.test_pages import WORDS, written_down
from tests.exercises.browsing import browser, text

pytestmark = pytest.mark.django_db
either = pytest.mark.parametrize("who", ["alex", "blair"])


@either
def test_agreements_stay_readable_in_the_own_copy_and_no_longer_apply(
    room, couple, alex, blair, who, request
):
    entry = written_down(room)
    leaving.leave(request.getfixturevalue(who))
    for user, other in ((alex, "Blair"), (blair, "Alex")):
        page = text(user, "/agreements/earlier/")
        assert WORDS in page
        assert f"With {other}" in page
        assert (
            browser(user).post("/agreements/", {"command": "close", "entry": entry}).headers["Location"]
            == "/welcome/"
        )
        with pytest.raises(AccessDenied):
            commands.submit(
                Stream.objects.get(kind="ledger").pk, Caller(user.pk), Command(couple.pk, "close", 0)
            )


def test_the_limit_of_the_other_was_only_to_be_read_and_is_gone(room, alex, blair):
    written_down(room, kind="limit")
    assert WORDS in text(blair, "/agreements/")
    leaving.leave(alex)
    assert WORDS in text(alex, "/agreements/earlier/")
    assert WORDS not in text(blair, "/agreements/earlier/")


def test_a_stranger_finds_no_retained_copy_and_a_couple_that_is_one_has_none(room, couple, alex, drew):
    written_down(room)
    stream = Stream.objects.get(kind="ledger").pk
    for user in (alex, drew):
        with pytest.raises(AccessDenied):
            access.of_former_partner(stream, Caller(user.pk))
    leaving.leave(alex)
    with pytest.raises(AccessDenied):
        access.of_former_partner(stream, Caller(drew.pk))
    with pytest.raises(AccessDenied):
        access.of_former_partner(room.id, Caller(alex.pk))
    assert not listing.of_former_couples(drew)
    assert listing.of_former_couples(alex)
