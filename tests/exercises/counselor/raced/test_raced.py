"""500 times a partner ends what she may read while a page of hers is being made: nothing of it leaves afterwards.

What leaves once the act has been acknowledged is, byte for byte, what she gets when she asks anew, or nothing. Every
other reading is held before its last look at the consents, when all has been made; the others at any moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from config import settings as as_served
from couples.counseling import consent, scopes
from exercises.counselor.brief import pdf
from tests.exercises.counselor.brief.test_pdf import Library
from tests.exercises.counselor.raced.held import IN_VIEW, Reading, raced
from tests.exercises.counselor.raced.world import UNDER, World, act, made
from tests.exercises.counselor.to_one.handing import TOKENS
from tests.long_run import IS_LONG

pytestmark = pytest.mark.django_db(transaction=True)
SHORT = [
    ("brief json", "alex", "balance"),
    ("list", "blair", "progress"),
    ("session, refused", "alex", "opened_live"),
    ("read answers", "blair", "answers"),
]
RACES = 500 if IS_LONG else len(SHORT)
END_IN = 10
"""One race in so many ends all of it: a link, and every third time the couple."""

ENDS = [("alex", "link"), ("blair", "link"), ("alex", "left")]

NOTHING = (404, "")
"""Also where the next one shows what is left: a session may be refused that loses one scope while it is read."""
Case = tuple[str, str, str]


@pytest.fixture(autouse=True)
def _as_served(settings, monkeypatch):
    settings.READINGS_LEAVE_WITHIN = as_served.READINGS_LEAVE_WITHIN
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, IN_VIEW]
    monkeypatch.setattr(pdf, "library", lambda: SimpleNamespace(HTML=Library, CSS=Library))


def shown(answer: Any) -> tuple[int, str]:
    """The answer, but for form tokens; of a wrong address the status alone, for its bar is that of who asks."""
    status = answer.status_code
    return status, "" if status == 404 else TOKENS.sub("", answer.content.decode())


def cases(world: World, chance: Random) -> Iterator[Case]:
    """Yield for ever: a page, a partner, and what they end of what it shows. In the gate, a few of them."""
    if not IS_LONG:
        yield from SHORT
    of_scopes = [
        (page, who, one) for page, several in UNDER.items() for one in several for who in ("alex", "blair")
    ]
    ends = [(page, *end) for page in world.pages for end in ENDS]
    for several in (of_scopes, ends):
        chance.shuffle(several)
    scoped, ended = cycle(of_scopes), cycle(ends)
    while True:
        yield from islice(scoped, END_IN - 1)
        yield next(ended)


def test_nothing_leaves_after_the_acknowledgement(casey):
    chance, world = Random(RACES), made(casey)
    counted: Counter[str] = Counter()
    withheld: Counter[str] = Counter()
    leaks = []
    for number, (page, who, what) in enumerate(islice(cases(world, chance), RACES), 1):
        client, ask = world.browser("casey"), world.pages[page]
        ask(client)  # the first reading of a day writes more than the next
        usual = Reading(partial(ask, client))
        before = shown(usual.run())
        at = usual.moments - 1 if number % 2 or not IS_LONG else chance.randrange(usual.moments)
        meanwhile, is_late = raced(partial(ask, client), at, partial(acknowledged, world, who, what))
        now = shown(ask(client))
        counted.update(acknowledged=is_late, bytes=len(shown(meanwhile)[1]) * is_late)
        withheld[page] += is_late and now != before
        if is_late and shown(meanwhile) not in (now, NOTHING):
            leaks.append((page, who, what, at, usual.moments))
        world = as_before(world, who, what, number)
    print(
        f"{RACES} races, {dict(counted)}, {sum(withheld.values())} withheld, {len(leaks)} leaks; {dict(withheld)}"
    )
    assert not leaks
    assert sum(withheld.values()) > RACES / 4


def as_before(world: World, who: str, what: str, number: int) -> World:
    if what == "left":
        return made(world.casey, number)
    if what == "link":
        return world.linked_again()
    consent.give(world.link, getattr(world, who), scopes.find(what))
    return world


def acknowledged(world: World, who: str, what: str) -> None:
    answer = act(world, world.browser(who), what)
    assert answer.status_code == 302, (what, answer.status_code)
