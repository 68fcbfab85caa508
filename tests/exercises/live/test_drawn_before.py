"""A question that was drawn for two does not come again in their later sessions, whoever looked at it."""

import pytest

from exercises.core.text import Refused
from exercises.live import access
from exercises.live import start as starting
from exercises.live.models import RecordedEvent
from exercises.live.store import streams
from tests.exercises.live.rooms import Chair

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "one-question-for-both"
SESSIONS = 8
"""So many that some question would surely come again by chance: each draws one of the twelve deepest."""


def started(couple, who, **asked) -> Chair:
    return Chair(starting.start_session(couple, who.pk, SLUG, is_due=True, **asked), who)


def drawn(chair: Chair) -> list[str]:
    state = streams.state_at(access.of_partner(chair.session, chair.caller)).state
    return [one.question.key for one in state.asked]


def test_no_question_comes_again_in_later_sessions(couple, alex, blair):
    keys: list[str] = []
    for number in range(SESSIONS):
        chair = started(couple, (alex, blair)[number % 2], apart=True)
        keys += drawn(chair)
        if number % 2:
            chair.do("another")  # what somebody looked at makes no difference
        chair.do("end")
    assert len(keys) == 5 * SESSIONS
    assert len(set(keys)) == len(keys)


def test_what_one_of_them_looked_at_is_not_in_what_the_next_session_knows(couple, alex, blair):
    first = started(couple, alex, apart=True)
    keys = drawn(first)
    first.do("another")
    first.do("end")
    second = started(couple, blair, apart=True)
    stored = RecordedEvent.objects.get(stream=second.session, sequence=1).events
    (known,) = (one["data"] for one in stored if one["name"] == "session.drawn_before")
    assert known == {"times": dict.fromkeys(keys, 1)}


def test_none_begins_beside_one_that_is_set_aside(couple, alex):
    chair = started(couple, alex)
    chair.do("enough")
    with pytest.raises(Refused) as refused:
        started(couple, alex)
    assert "set one of these aside" in refused.value.message.msgid
