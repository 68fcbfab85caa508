"""Every lock of the private pages with every way in which a link ends: who can give, find, tell and read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from couples.accounts.models import User
from couples.counseling import links, removal
from couples.privacy import erasure, leaving
from exercises.private import store
from exercises.private.handouts import received
from tests.couples.lock.opened import opened_store
from tests.couples.lock.unlocking import PIN, tries, with_pin
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.counselor.to_one.handing import MINE, NOTE, WORDS, give, path, tell
from tests.matrix.asking import without_a_trace

pytestmark = pytest.mark.django_db

OTHER: Final = "told of the other"
PINS: Final = {"no PIN": "", "a PIN": PIN}
ENDS: Final[dict[str, tuple[Callable[[Any], object], bool, bool, bool, bool]]] = {
    # how it ends, and then: is it found, can it be told, is what was told read by its author, and by her
    "in force": (lambda cast: None, True, True, True, True),
    "link ended": (lambda cast: links.end(cast["link"]), True, False, True, False),
    "Alex left": (lambda cast: leaving.leave(cast["alex"]), True, False, True, False),
    "Blair left": (lambda cast: leaving.leave(cast["blair"]), True, False, True, False),
    "Alex erased": (lambda cast: erasure.erase(cast["alex"]), False, False, False, False),
    "Blair erased": (lambda cast: erasure.erase(cast["blair"]), True, False, True, False),
    "Casey erased": (lambda cast: erasure.erase(cast["casey"]), False, False, True, False),
    "Casey removed": (lambda cast: removal.remove(cast["casey"]), True, False, True, False),
    "emptied": (lambda cast: store.erase(cast["alex"].pk), False, False, False, False),
}


def test_who_can_find_tell_and_read_in_every_state(linked, alex, blair, casey):
    wrong = []
    for lock, pin in PINS.items():
        with without_a_trace():
            mine, later = _told_of_one(linked, alex, pin)
            cookie = mine.cookies[settings.SESSION_COOKIE_NAME].value
            for end, (act, *wanted) in ENDS.items():
                with without_a_trace():
                    mine.cookies[settings.SESSION_COOKIE_NAME] = (
                        cookie  # that of an erased person is taken away
                    )
                    found = {one.name.lower(): User.objects.get(pk=one.pk) for one in (alex, blair, casey)}
                    act({**found, "link": linked})
                    if (got := _what_is(mine, later, linked)) != wanted:
                        wrong.append((lock, end, got))
    assert wrong == []


def _told_of_one(linked: Any, alex: User, pin: str) -> tuple[Client, UUID]:
    """Casey gives Alex two things, with a PIN while the pages are locked, and Alex tells of the first.

    Returns Alex's browser, in which the pages are open, and the other.
    """
    mine = signed_in(alex)
    if pin:
        store.make(alex.pk)
        with_pin(alex, pin)
        assert mine.get(MINE).status_code == 302
    give(linked)
    give(linked)
    if pin:
        assert tries(mine, pin).status_code == 302
    later, earlier = received.read(opened_store(alex, pin))
    assert tell(mine, earlier.id).status_code == 302
    return mine, later.id


def _what_is(mine: Client, later: UUID, linked: Any) -> list[bool]:
    page = mine.get(MINE).content.decode()
    is_told = tell(mine, later, OTHER).status_code == 302 and OTHER in mine.get(MINE).content.decode()
    hers = signed_in(linked.counselor).get(path(linked)).content.decode()
    return [NOTE in page, is_told, WORDS in page, WORDS in hers]
