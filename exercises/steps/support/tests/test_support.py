"""Support: up to two questions, one offer, and the owner chooses. Nobody votes on the plan."""

from dataclasses import replace

from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.steps.support.kind import KIND
from exercises.steps.support.turn import Asked, Chosen, LeftOpen, Offered, OutOfTheWay, Replied

from .example import EXAMPLE

OWNER, OTHER = Partner
HERE = Here("support", EXAMPLE.settings, {"speaker": OWNER})


def after(*events):
    state = KIND.start(HERE)
    for event in events:
        state = KIND.evolve(HERE, state, event)
    return state


def names(state, who, here=HERE):
    return [one.name for one in KIND.offers(here, state, who)]


def test_the_other_asks_or_offers_and_the_owner_waits():
    assert names(after(), OTHER) == ["ask", "offer", "out_of_the_way"]
    assert names(after(), OWNER) == []


def test_after_two_questions_one_thing_is_offered():
    asked = (Asked(OTHER, "What is it like?"), Replied(OWNER, "Fine"), Asked(OTHER, "And then?"))
    assert names(after(*asked), OWNER) == ["reply", "leave_open"]
    assert names(after(*asked, LeftOpen(OWNER)), OTHER) == ["offer", "out_of_the_way"]


def test_the_owner_takes_it_or_does_it_alone_and_both_are_the_end():
    for offer in (Offered(OTHER, "I cook"), OutOfTheWay(OTHER)):
        assert names(after(offer), OWNER) == ["take_it", "do_it_alone"]
        assert names(after(offer), OTHER) == []
    for takes in (True, False):
        assert KIND.finished(after(Offered(OTHER, "I cook"), Chosen(OWNER, takes)))


def test_in_the_same_room_nothing_is_typed_and_on_a_call_it_may_be_left_out():
    for together, fields in (("room", []), ("call", [False]), ("writing", [True])):
        here = replace(HERE, carried={**HERE.carried, "together": together})
        (ask, *_others) = KIND.offers(here, after(), OTHER)
        assert [one.required for one in ask.fields] == fields
