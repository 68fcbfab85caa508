"""Who can write to the main database alone can't open, add, move or bring back anything in a session or ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

import pytest

from couples import security_log
from couples.counseling import scopes
from couples.privacy import leaving
from couples.security_log import Kind
from exercises.core.events import Follows
from exercises.core.pair import Partner
from exercises.live import access, batch, commands
from exercises.live.access import NO_SUCH, AccessDenied, Caller
from exercises.live.batch import Look, Result, Submission
from exercises.live.database_threads import in_database
from exercises.live.decision import Command
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import earlier, signing, streams
from tests.couples.counseling.consents import both_allow
from tests.exercises.browsing import browser
from tests.exercises.counselor.at_work import reading_path, signed_in
from tests.exercises.live import forged_records as forged
from tests.exercises.live.forged_records import WAYS, Forge
from tests.exercises.live.observing import denied
from tests.exercises.live.rooms import LETTER, NEED, Room, opened_by_others
from tests.exercises.live.test_batch import undone

pytestmark = pytest.mark.django_db
SEALED: Final = set(LETTER.values())
CONTINUED: Final = Command(uuid4(), "open", 2, {})


@pytest.fixture
def handed_in(writing: Room, linked) -> Room:
    """Alex has written a letter and not opened it. Casey may look on."""
    both_allow(linked, scopes.LIVE)
    writing.alex.do("hand_in", **LETTER)
    return writing


@pytest.fixture
def other(handed_in) -> Room:
    """Another couple, in which somebody has opened theirs. It began later."""
    return opened_by_others(1, NEED).write_apart().open_the_letter()


# What reads ---------------------------------------------------------------------------------------------


def _denied(call: Callable[..., Any], *args: Any) -> bool:
    try:
        call(*args)
    except AccessDenied:
        return True
    return False


def by_command(room, who, _other) -> bool:
    return _denied(commands.submit, room.id, Caller(who.pk), CONTINUED)


def by_draft(room, who, _other) -> bool:
    return _denied(commands.save_draft, room.id, Caller(who.pk), 2, "hand_in", LETTER)


def in_a_batch(room, who, other) -> bool:
    """Another couple's session is looked at in the same batch, and must not be hurt."""
    partner = Partner.A if who in (room.alex.user, other.alex.user) else Partner.B
    ask = Submission(room.id, Caller(who.pk), CONTINUED, partner)
    beside = Look(other.id, other.alex.caller)
    results = batch.run([beside, ask, Look(room.id, Caller(who.pk))])
    assert isinstance(results[0], Result)
    return all(isinstance(one, AccessDenied) for one in results[1:])


def on_its_page(room, who, _other) -> bool:
    return browser(who).get(f"/sessions/{room.id}/").status_code in (403, 404)


def at_home(room, who, _other) -> bool:
    """Home and the list of sessions go on to work."""
    client = browser(who)
    pages = [client.get(path) for path in ("/", "/sessions/", "/agreements/")]
    assert {page.status_code for page in pages} == {200}
    return not any(words in page.content.decode() for page in pages for words in SEALED)


def in_a_download(_room, who, _other) -> bool:
    answer = browser(who).post("/data/download/", {"form": "data"})
    assert answer.status_code == 200
    return not json.loads(answer.content)["sessions"] or who.name != "Blair"


READERS: Final = [by_command, by_draft, in_a_batch]
PAGES: Final = [on_its_page, at_home, in_a_download]


WITH_PAGES: Final = [forged.added, forged.swapped, forged.given_to_others]


@pytest.mark.parametrize("ways", [WAYS, forged.IN_USE], ids=["cold", "in memory"])
def test_whoever_reads_what_was_forged_gets_nothing(handed_in, other, casey, ways: list[Forge]):
    known = streams.memory.get(handed_in.id) if ways is forged.IN_USE else None
    for way in ways:
        with undone():
            way(handed_in, other)
            security_log.take()
            for reads in (*READERS, *(PAGES if way in WITH_PAGES else ())):
                for who in (handed_in.blair.user, other.blair.user):
                    streams.memory.clear()
                    if known:
                        streams.memory.put(handed_in.id, known)
                    assert reads(handed_in, who, other), (way.__name__, reads.__name__, who.name)
            assert denied(handed_in, casey) is not None, way.__name__
            assert security_log.take()[Kind.MAC_BROKEN], way.__name__
            assert [str(handed_in.id) in line for line in signing.whats_wrong()] == [True], way.__name__


def test_without_anything_forged_all_of_them_read(handed_in, other, casey):
    """Or a refusal would prove nothing."""
    for reads in (by_draft, in_a_batch, on_its_page):
        streams.memory.clear()
        assert not reads(handed_in, handed_in.alex.user, other)
    assert denied(handed_in, casey) is None
    assert signing.whats_wrong() == []


async def test_an_open_socket_closes(sockets, alex, blair, room):
    two = await sockets.both(alex, blair)
    await in_database(forged.another_command, room, room)
    await in_database(streams.memory.clear)
    for socket in two:
        await socket.send("pause")
        assert await socket.closed() == NO_SUCH


# Ledgers, reports and what looks back --------------------------------------------------------------------


def test_a_forged_ledger_is_neither_read_nor_continued(lived, alex, casey, linked):
    both_allow(linked, scopes.AGREEMENTS)
    ledger = Stream.objects.get(kind="ledger")
    record = RecordedEvent.objects.get(stream=ledger)
    listed = next(one for one in record.events if one["name"] == "ledger.listed")
    listed["data"]["kind"] = "limit"
    record.save()
    streams.memory.clear()
    assert LETTER["ask"] not in browser(alex).get("/agreements/").content.decode()
    assert signed_in(casey).get(reading_path(linked, scopes.AGREEMENTS)).status_code == 403
    assert signing.whats_wrong() == [
        f"couple {ledger.couple_id}: ledger {ledger.pk}: record 1 is missing or was not written here"
    ]


def test_a_counselor_reads_only_sessions_that_hold(room, casey, linked):
    both_allow(linked, scopes.ANSWERS)
    room.walk(seed=4)
    path, client = reading_path(linked, scopes.ANSWERS), signed_in(casey)
    assert "Alex-" in client.get(path).content.decode()
    forged.another_command(room, room)
    streams.memory.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Alex-" not in answer.content.decode()


def test_an_exercise_is_what_it_was_when_the_session_began(handed_in, blair):
    forged.another_definition(handed_in, handed_in)
    streams.memory.clear()
    assert browser(blair).get(f"/sessions/{handed_in.id}/").status_code == 404
    assert browser(blair).get("/").status_code == 200
    forged.forget_exercises()


def test_nobody_looks_on_at_a_session_that_is_over(handed_in, casey):
    handed_in.alex.do("end")
    forged.stream_of(handed_in).update(status="room")
    assert denied(handed_in, casey) == NO_SUCH


def test_what_a_session_follows_is_left_out_where_it_does_not_hold(handed_in, monkeypatch):
    granted = access.of_partner(handed_in.id, handed_in.alex.caller)
    session = streams.state_at(granted)
    follows = Follows(str(handed_in.id), granted.started_at.date())
    monkeypatch.setattr(earlier, "_shows_earlier", lambda _session: True)
    after = replace(session, follows=follows)
    assert earlier.joined(granted, after) is not after
    forged.seen_by_others(handed_in, handed_in)
    streams.memory.clear()
    again = replace(session, follows=follows)
    assert earlier.joined(granted, again) is again


def test_a_broken_session_keeps_nobody_from_leaving_and_is_not_mended_by_it(handed_in, other, blair):
    forged.added(handed_in, other)
    leaving.leave(blair)
    assert "session.parted" in str(handed_in.records.last().events)
    assert [str(handed_in.id) in line for line in signing.whats_wrong()] == [True]


def test_an_ordinary_look_asks_the_keys_once_where_nothing_is_known(lived, alex, django_assert_num_queries):
    granted = access.of_partner(lived.id, lived.alex.caller)
    with django_assert_num_queries(0, using="keys"):
        streams.state_at(granted)
    streams.memory.clear()
    with django_assert_num_queries(1, using="keys"):
        streams.state_at(granted)
