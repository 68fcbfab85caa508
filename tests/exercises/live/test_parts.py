"""Each part of a screen is made once for all it is made from; none is out of date, none outlives the connections."""

from __future__ import annotations

import gc
from uuid import uuid4

import pytest

from couples.accounts.models import User
from couples.keys import data_keys
from exercises.live import access
from exercises.live.access import AccessDenied
from exercises.live.decision import Command
from exercises.live.screens import parts
from exercises.live.store import drafts, streams
from tests.exercises.calls import calls_of
from tests.exercises.live.connected import connected, show, submit
from tests.exercises.live.rooms import EVERY, LETTER, opened

pytestmark = pytest.mark.django_db(transaction=True)


def made_by(call) -> list[str]:
    """The parts that were really made during this call."""
    with calls_of(parts.made) as calls:
        call()
    return [one["part"] for one in calls.arguments["made"]]


def kept() -> str:
    """Every part that this process holds."""
    gc.collect()
    return str([each._made for each in parts._open.values()])


def test_a_further_connection_of_a_person_makes_nothing(writing):
    _first = connected(writing.alex)
    assert made_by(lambda: connected(writing.alex)) == []
    assert sorted(made_by(lambda: connected(writing.blair))) == ["fold", "heading", "mine", "room", "theirs"]


def test_in_another_language_everything_is_made(writing):
    _first = connected(writing.alex)
    assert sorted(made_by(lambda: connected(writing.alex, "de"))) == [
        "fold",
        "heading",
        "mine",
        "room",
        "theirs",
    ]


def test_a_pause_makes_only_the_room_anew_for_both(writing):
    alex, blair = connected(writing.alex), connected(writing.blair)
    assert made_by(lambda: submit(alex, Command(uuid4(), "pause", 2))) == ["room"]
    assert made_by(lambda: show(blair)) == ["room"]


def test_a_draft_of_ones_own_makes_only_ones_own_part_anew(writing):
    alex = connected(writing.alex)
    drafts.save(access.of_partner(writing.id, writing.alex.caller), 2, "hand_in", {"see": "We ate at nine"})
    alex.last = None
    assert made_by(lambda: show(alex)) == ["mine"]
    assert "We ate at nine" in show(alex).screen["mine"]


def test_a_new_name_is_on_the_next_screen(writing):
    alex = connected(writing.alex)
    User.objects.filter(pk=writing.blair.user.pk).update(name="Robin")
    screen = show(alex).screen
    assert "Robin" in str(screen)
    assert screen == writing.alex.page()


@pytest.mark.parametrize("slug", EVERY)
def test_what_is_remembered_is_what_would_be_made(couple, alex, blair, slug):
    room = opened(couple, alex, blair, slug)
    roles = [(connected(chair), chair) for chair in room.chairs]
    for _command in room.walking(seed=11):
        for role, chair in roles:
            role.last = None
            assert show(role).screen == chair.page()


def test_words_taken_back_are_in_no_part_of_any_process(lived):
    alex, blair = connected(lived.alex), connected(lived.blair)
    assert LETTER["feel"] in kept()
    state = streams.memory.get(lived.id)
    lived.alex.do("take_words_back", past="1")
    streams.memory.put(lived.id, state)  # as in a process that has not heard of it
    show(alex)
    show(blair)
    assert LETTER["feel"] not in kept()


def test_words_of_somebody_erased_are_in_no_part(lived):
    _alex, blair = connected(lived.alex), connected(lived.blair)
    data_keys.destroy(lived.alex.user.pk)
    show(blair)
    show(_alex)
    assert LETTER["feel"] not in kept()


def test_nothing_is_kept_when_the_last_connection_is_gone(lived):
    roles = [connected(lived.alex), connected(lived.alex)]
    roles.pop()
    assert LETTER["feel"] in kept()
    roles.pop()
    assert kept() == "[]"


def test_whose_access_has_ended_is_refused_though_their_parts_are_remembered(lived):
    role = connected(lived.blair)
    User.objects.filter(pk=lived.blair.user.pk).update(is_active=False)
    with pytest.raises(AccessDenied):
        show(role)


def test_a_page_without_a_script_is_made_from_nothing_remembered(writing):
    _first = connected(writing.alex)
    made = made_by(lambda: writing.alex.page())
    assert sorted(made) == ["fold", "heading", "mine", "room", "theirs"]
