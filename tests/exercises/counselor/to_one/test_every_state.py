"""Every lock of the private pages with every way in which a link ends: who can give, find, tell and read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any, Final

import pytest

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
    for lock, end in product(PINS, ENDS):
        with without_a_trace():
            cast = {person.name.lower(): User.objects.get(pk=person.pk) for person in (alex, blair, casey)}
            got = _what_is({**cast, "link": linked}, PINS[lock], end)
        if got != ENDS[end][1:]:
            wrong.append((lock, end, got))
    assert wrong == []


def _what_is(cast: Any, pin: str, end: str) -> tuple[bool, ...]:
    alex, linked = cast["alex"], cast["link"]
    mine = signed_in(alex)
    if pin:
        store.make(alex.pk)
        with_pin(alex, pin)
        assert mine.get(MINE).status_code == 302
        give(linked)
        assert tries(mine, pin).status_code == 302
    else:
        give(linked)
    give(linked)
    later, earlier = received.read(opened_store(alex, pin))
    assert tell(mine, earlier.id).status_code == 302
    ENDS[end][0](cast)
    page = mine.get(MINE).content.decode()
    can_tell = tell(mine, later.id, "x").status_code == 302 and "I did this" in page
    hers = signed_in(linked.counselor).get(path(linked)).content.decode()
    return NOTE in page, can_tell and end != "Alex erased", WORDS in page, WORDS in hers
