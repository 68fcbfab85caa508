"""What somebody typed is kept as their draft when it is refused: whatever the reason, over the socket and by POST."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from asgiref.sync import async_to_sync
from django.db import IntegrityError
from django.test import Client

from exercises.core.text import Refused
from exercises.live import access
from exercises.live.database_threads import in_database
from exercises.live.decision import Command
from exercises.live.models import Draft
from exercises.live.store import drafts, records
from tests.couples.counseling.consents import both_allow
from tests.exercises.live.rooms import LETTER, Room
from tests.exercises.live.sockets import HTML, Sockets

pytestmark = pytest.mark.django_db(transaction=True)
USED = uuid4()
WORDS = {**LETTER, "see": "What I had typed meanwhile"}
TOO_LITTLE = {"see": "What I had typed meanwhile"}


def nothing(room: Room) -> None:
    """As it is: Alex writes."""


def id_was_used(room: Room) -> None:
    room.alex.send(Command(USED, "hand_in", 2, LETTER))


REFUSALS = {
    "invalid": (nothing, "hand_in", TOO_LITTLE),
    "moved_on": (Room.open_the_letter, "hand_in", WORDS),
    "paused": (lambda room: room.blair.do("pause"), "say_back", TOO_LITTLE),
    "over": (lambda room: room.blair.do("end"), "hand_in", WORDS),
    "not_your_turn": (nothing, "say_back", TOO_LITTLE),
    "repeated": (id_was_used, "hand_in", WORDS),
}


def by_socket(room: Room, command: Command) -> str:
    async def said() -> str:
        sockets = Sockets(room.id)
        async with sockets.ending:
            socket = await sockets.open(room.alex.user)
            await socket.settle()
            refused = await socket.do(command.name, command.id, command.visit, **command.fields)
            return str(refused["code"])

    return async_to_sync(said)()


def by_post(room: Room, command: Command) -> int:
    client = Client()
    client.force_login(room.alex.user)
    form = {"command": command.name, "visit": command.visit, "id": command.id, **command.fields}
    answer = client.post(f"/sessions/{room.id}/", form)
    return answer.status_code


WAYS: list[tuple[Callable[[Room, Command], object], Callable[[str], object]]] = [
    (by_socket, lambda code: code),
    (by_post, lambda code: 422),
]


def typed_by(chair) -> list[dict]:
    return drafts.all_of(access.of_partner(chair.session, chair.caller))


@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize(("send", "expected"), WAYS, ids=["socket", "post"])
def test_refused_words_are_kept_for_their_author_alone(writing, send, expected, code):
    arrange, name, fields = REFUSALS[code]
    arrange(writing)
    used: UUID = USED if code == "repeated" else uuid4()
    assert send(writing, Command(used, name, 2, fields)) == expected(code)
    assert typed_by(writing.alex) == [fields]
    assert typed_by(writing.blair) == []


@pytest.mark.parametrize(("send", "expected"), WAYS, ids=["socket", "post"])
def test_a_refused_button_leaves_no_draft(writing, send, expected):
    assert send(writing, Command(uuid4(), "open", 2)) == expected("not_your_turn")
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(("send", "expected"), WAYS, ids=["socket", "post"])
def test_words_for_a_visit_that_has_not_come_are_kept_nowhere(writing, send, expected):
    assert send(writing, Command(uuid4(), "hand_in", 3, WORDS)) == expected("moved_on")
    assert Draft.objects.count() == 0


async def test_a_form_that_does_not_fit_stays_on_the_screen_as_it_is(sockets, writing, alex):
    socket = await sockets.open(alex, HTML)
    await socket.settle()
    refused = await socket.do("hand_in", uuid4(), 2, **TOO_LITTLE)
    assert refused["code"] == "invalid"
    assert await socket.is_silent()


def test_who_loses_each_race_is_told_to_try_again_and_who_loses_some_is_not():
    def lost() -> None:
        raise IntegrityError

    attempts = iter([lost] * 3)
    assert records.with_retries(lambda: next(attempts, lambda: "written")()) == "written"
    with pytest.raises(Refused, match="try_again"):
        records.with_retries(lost)


async def test_an_observers_words_are_kept_nowhere(sockets, linked, room, casey):
    await in_database(both_allow, linked)
    hers = await sockets.open(casey)
    await hers.settle()
    assert (await hers.do("hand_in", uuid4(), 1, **WORDS))["code"] == "not_yours"
    assert await in_database(Draft.objects.count) == 0


async def test_words_refused_in_a_pause_are_in_the_form_again_after_it(sockets, writing, alex, blair):
    await in_database(writing.open_the_letter)
    pausing, mine = await sockets.both(alex, blair, HTML)
    visit = (await in_database(writing.alex.look))["visit"]
    await pausing.do("pause", visit=visit)
    await mine.settle()
    assert (await mine.do("say_back", uuid4(), visit, words=WORDS["see"]))["code"] == "paused"
    await pausing.do("resume", visit=visit)
    while WORDS["see"] not in (await mine.until("screen"))["parts"].get("mine", ""):
        pass


async def test_a_sheet_handed_in_while_the_other_has_paused_is_known_to_nobody_else(
    sockets, writing, alex, blair
):
    mine, pausing = await sockets.both(alex, blair)
    await pausing.do("pause", visit=2)
    await mine.settle()
    await pausing.settle()
    assert (await mine.do("hand_in", uuid4(), 2, **WORDS))["type"] == "accepted"
    assert (await mine.do("resume", uuid4(), 2))["code"] == "paused"
    assert await pausing.is_silent()
    assert (await mine.do("ask_to_go_on", uuid4(), 2))["type"] == "accepted"
    assert (await pausing.until("screen"))["view"]["asked_to_go_on"]
