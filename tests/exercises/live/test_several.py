"""Several streams read at once: the same access and the same states as one by one, and never more."""

from dataclasses import replace

import pytest

from couples.keys import data_keys
from couples.pairing import acceptance
from couples.privacy import leaving
from exercises.live import access
from exercises.live.access import AccessDenied, Caller
from exercises.live.models import Stream
from exercises.live.store import several, streams
from tests.exercises.live.rooms import LIMIT, NEED, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def every(couple, alex, blair, drew, casey):
    """Sessions and ledgers of Alex and Blair, and of Drew and Casey, who are another couple here."""
    for pair, one, other in ((couple, alex, blair), (acceptance.pair(drew, casey), drew, casey)):
        opened(pair, one, other, LIMIT).walk(seed=3)
        opened(pair, one, other, NEED).write_apart().alex.do("hand_in", see="S", feel="F", need="N", ask="A?")
    return list(Stream.objects.values_list("pk", flat=True))


def one_by_one(decide, every, caller):
    found = {}
    for stream in every:
        try:
            found[stream] = decide(stream, caller)
        except AccessDenied:
            continue
    return found


@pytest.mark.parametrize(
    ("of_several", "of_one"),
    [
        (several.of_partner, access.of_partner),
        (several.of_former_partner, access.of_former_partner),
    ],
)
@pytest.mark.parametrize("is_over", [False, True])
def test_the_access_to_several_is_the_access_to_each(every, alex, blair, drew, of_several, of_one, is_over):
    if is_over:
        leaving.leave(blair)
    for person in (alex, blair, drew):
        caller = Caller(person.pk)
        assert of_several(every, caller) == one_by_one(of_one, every, caller)


def test_it_is_of_ones_own_couple_alone(every, alex, couple):
    own = set(Stream.objects.filter(couple=couple).values_list("pk", flat=True))
    assert set(several.of_partner(every, Caller(alex.pk))) == own
    assert several.of_former_partner(every, Caller(alex.pk)) == {}


def test_who_is_switched_off_or_signed_out_gets_none(every, alex):
    assert several.of_partner(every, Caller(alex.pk, "no such sign-in", alex.password)) == {}
    alex.is_active = False
    alex.save()
    assert several.of_partner(every, Caller(alex.pk)) == {}


@pytest.mark.parametrize("known", ["nothing", "an older state", "everything"])
def test_the_states_of_several_are_those_of_each(every, alex, known):
    granted = several.of_partner(every, Caller(alex.pk))
    one = next(one for one in granted.values() if one.status == "room")
    if known == "everything":
        several.states(granted.values())
    if known == "an older state":
        streams.state_at(replace(one, head=1))
        assert streams.memory.get(one.stream).sequence == 1 < one.head
    assert several.states(granted.values()) == {pk: streams.rebuilt(each) for pk, each in granted.items()}


def test_the_words_of_an_erased_partner_stay_closed(every, alex, blair):
    several.states(several.of_partner(every, Caller(alex.pk)).values())
    data_keys.destroy(blair.pk)
    granted = several.of_partner(every, Caller(alex.pk))
    assert several.states(granted.values()) == {pk: streams.rebuilt(each) for pk, each in granted.items()}
