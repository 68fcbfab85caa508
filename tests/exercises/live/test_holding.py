"""A counselor holds the room: each act is hers on both screens, and nothing of it outlives what both allow."""

from __future__ import annotations

import threading
from contextlib import suppress
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections, transaction

from couples import hooks
from couples.accounts import users
from couples.counseling import access_log, consent, links, removal, scopes
from couples.facts.changing import taking_away
from couples.privacy import erasure
from exercises.core.pair import Observer, Pair, Partner
from exercises.core.text import Refused
from exercises.core.view import view_of
from exercises.live import batch
from exercises.live.access import AccessDenied, Caller
from exercises.live.database_threads import TROUBLE
from exercises.live.decision import Command
from exercises.live.models import RecordedEvent
from exercises.live.observer import acting
from exercises.live.screens import rendering
from exercises.live.store import streams
from exercises.steps.registry import STEP_KINDS
from exercises.translate import Reader
from tests.cast import with_second_step
from tests.core.test_counselor import at_step
from tests.core.three import CASEY, READING
from tests.couples.counseling.consents import both_allow
from tests.exercises.live.observing import let_in, look, said, signed_in
from tests.exercises.live.rooms import LETTER
from tests.long_run import IS_LONG

__all__ = ["let_in"]
pytestmark = pytest.mark.django_db
WALKED_BY_THREE = tuple(STEP_KINDS) if IS_LONG else ("private_reflection", "floor")
WORDS = "Breathe out, both of you, slowly."


def act(room, person, name, **fields):
    visit = look(room, person).screen["visit"]
    return acting.submit(room.id, Caller(person.pk), Command(uuid4(), name, visit, fields))


def counselor(chair):
    return chair.look()["counselor"]


def test_every_act_is_on_both_screens_with_her_name(let_in, writing, casey):
    act(writing, casey, "ask_to_wait")
    act(writing, casey, "say", words=WORDS)
    act(writing, casey, "pause")
    for chair in writing.chairs:
        page = chair.page()["room"]
        assert "Casey asks you to wait here." in page
        assert "Casey says to both of you:" in page
        assert WORDS in page
        assert "Casey has begun a pause." in page
        assert counselor(chair)["paused"] == counselor(chair)["waits"] == "Casey"
    act(writing, casey, "resume")
    act(writing, casey, "release")
    act(writing, casey, "offer_back")
    for chair in writing.chairs:
        page = chair.page()["room"]
        assert "Casey no longer asks you to wait." in page
        assert "Casey suggests that you go back to" in page
        assert chair.look()["paused"] is False


def test_without_a_counselor_there_is_nothing_of_it(writing):
    assert counselor(writing.alex) is None
    assert "counselor" not in writing.alex.page()["room"]


@pytest.mark.parametrize("act_of_hers", ["ask_to_wait", "pause", "offer_on", "offer_back"])
def test_her_acts_leave_the_parts_of_both_as_they_are_but_for_the_room(let_in, writing, casey, act_of_hers):
    look(writing, casey)
    before = [(chair.page()["theirs"], chair.page()["mine"]) for chair in writing.chairs]
    act(writing, casey, act_of_hers)
    assert [(chair.page()["theirs"], chair.page()["mine"]) for chair in writing.chairs] == before


def test_by_posted_forms_too_and_what_is_refused_comes_back_with_what_she_typed(let_in, writing, casey):
    hers, path = signed_in(casey), f"/sessions/{writing.id}/"
    page = said(hers.get(path))
    assert 'name="command" value="ask_to_wait"' in page
    assert hers.post(path, {"command": "ask_to_wait", "visit": "2"}).status_code == 302
    assert counselor(writing.alex)["waits"] == "Casey"
    long = "so " * 120
    answer = hers.post(path, {"command": "say", "visit": "2", "words": long})
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    assert "longer than 300 characters" in answer.content.decode()
    assert hers.post(path, {"command": "end", "visit": "2"}).status_code == 422
    assert not writing.alex.look()["over"]
    assert (
        "refresh" not in hers.get(f"{path}?write").content.decode().split("</head>")[0].split("noscript")[0]
    )


def test_a_repeated_command_happens_once(let_in, writing, casey):
    look(writing, casey)
    command = Command(uuid4(), "say", 2, {"words": WORDS})
    for _ in range(2):
        acting.submit(writing.id, Caller(casey.pk), command)
    assert len(counselor(writing.alex)["acts"]) == 1
    with pytest.raises(Refused):
        acting.submit(writing.id, Caller(casey.pk), Command(command.id, "say", 2, {"words": "Others."}))


def test_the_threshold_says_what_both_will_read_before_she_is_there(let_in, writing, casey):
    page = signed_in(casey).get(f"/counseling/{let_in.pk}/room/").content.decode()
    assert "Both will read on their screens that you are here" in page
    assert "Alex and Blair" in page
    assert writing.alex.look()["visitors"] == []
    writing.alex.do("end")
    page = signed_in(casey).get(f"/counseling/{let_in.pk}/room/").content.decode()
    assert "There is no open session now" in page
    assert f'href="/counsel/couples/{let_in.pk}/"' in page
    assert "Alex and Blair" in page


# what is stored


def test_her_words_are_sealed_and_gone_with_her_key(let_in, writing, casey):
    act(writing, casey, "say", words=WORDS)
    act(writing, casey, "ask_to_wait")
    stored = str(list(RecordedEvent.objects.values_list("events", flat=True)))
    assert WORDS not in stored
    assert counselor(writing.blair)["acts"][0]["words"] == WORDS
    erasure.erase(casey)
    for chair in writing.chairs:
        assert WORDS not in str(chair.look())
        assert counselor(chair)["waits"] is None
    assert "sealed" not in str(RecordedEvent.objects.filter(person=casey).values_list("events", flat=True))
    writing.open_the_letter()


def test_another_process_that_knew_her_words_forgets_them(let_in, writing, casey):
    """Also on a page that is open there, which goes on from memory."""
    act(writing, casey, "say", words=WORDS)
    look_again = [batch.Look(writing.id, writing.alex.caller)]
    assert WORDS in str(batch.run(look_again))
    known = streams.memory.get(writing.id)
    erasure.erase(casey)
    streams.memory.put(writing.id, known)  # as it is in a process that was told of nothing
    assert WORDS not in str(batch.run(look_again))


def test_her_export_has_her_words_and_nobody_elses(let_in, writing, casey, alex):
    writing.open_the_letter()
    act(writing, casey, "say", words=WORDS)
    found = [section for one in hooks.tell(hooks.exported, casey) for section in one.items()]
    lines = dict(found)["said_in_sessions"]
    assert [line["words"] for line in lines] == [WORDS]
    assert LETTER["see"] not in str(found)
    assert "said_in_sessions" not in {name for one in hooks.tell(hooks.exported, alex) for name in one}


# what ends her access ends what she asks


def _withdrawn(link, casey):
    consent.withdraw(link, link.couple.memberships.get(voice="b").user, scopes.LIVE)


def _ended(link, casey):
    links.end(link)


def _removed(link, casey):
    removal.remove(casey)


def _erased(link, casey):
    erasure._end_access(casey.pk)


def _without_a_factor(link, casey):
    with taking_away(casey):
        Authenticator.objects.filter(user=casey).delete()
        hooks.tell(hooks.counselor_ended, casey.pk)


ENDING = pytest.mark.parametrize("how", [_withdrawn, _ended, _removed, _erased, _without_a_factor])


@pytest.fixture
def with_a_factor(casey, settings):
    settings.DEMO = False
    return with_second_step(casey)


@ENDING
@pytest.mark.usefixtures("with_a_factor")
def test_her_requests_end_with_her_access_and_she_can_do_nothing_more(let_in, writing, casey, how):
    for name in ("ask_to_wait", "pause", "resume", "offer_back", "pause"):
        act(writing, casey, name)
    how(let_in, casey)
    for chair in writing.chairs:
        seen = counselor(chair)
        assert (seen["waits"], seen["paused"], seen["offer"]) == (None, None, None)
        assert not chair.look()["paused"]
    with pytest.raises(AccessDenied):
        acting.submit(writing.id, Caller(casey.pk), Command(uuid4(), "ask_to_wait", 2, {}))
    writing.open_the_letter()


@ENDING
@pytest.mark.usefixtures("with_a_factor")
def test_they_end_in_the_same_transaction(let_in, writing, casey, how):
    """If the act that ends her access is undone, so is the end of what she asks."""
    act(writing, casey, "ask_to_wait")
    with suppress(ZeroDivisionError), transaction.atomic():
        how(let_in, casey)
        raise ZeroDivisionError
    streams.memory.clear()
    assert counselor(writing.alex)["waits"] == "Casey"


def test_when_she_only_drops_they_stay_requests(let_in, writing, casey):
    act(writing, casey, "pause")
    from exercises.live.models import Lease

    Lease.objects.filter(person=casey).delete()
    assert counselor(writing.alex)["paused"] == "Casey"
    for chair in writing.chairs:
        chair.do("go_on_anyway")
    assert not writing.alex.look()["paused"]


def test_nobody_is_woken_by_the_end_of_a_consent_under_which_she_asked_nothing(let_in, writing, casey):
    look(writing, casey)
    _withdrawn(let_in, casey)
    assert writing.records.last().seen_by == ""


# two counselors


@pytest.fixture
def dana(couple, alex, blair):
    person = with_second_step(users.create("dana@example.org", "Dana", is_counselor=True))
    from couples.counseling.models import CounselorProfile

    profile = CounselorProfile.objects.create(user=person, practice="D", confidences="Stays with me.")
    link = links.invite(person)
    for one in (alex, blair):
        bound = links.accept(link, one, profile.confidences_version)
    both_allow(bound, scopes.LIVE)
    return person


def test_a_second_counselor_sees_the_act_and_not_the_name_or_the_words(let_in, writing, casey, dana):
    act(writing, casey, "ask_to_wait")
    act(writing, casey, "say", words=WORDS)
    hers = look(writing, dana).screen
    assert hers["counselor"]["waits"] == ""
    assert [(one["by"], one["what"], one["words"]) for one in hers["counselor"]["acts"]] == [
        ("", "wait", None),
        ("", "words", None),
    ]
    assert "Casey" not in str(hers)
    assert WORDS not in str(hers)
    with pytest.raises(Refused):
        act(writing, dana, "release")
    act(writing, dana, "say", words="From me too.")
    assert {one["by"] for one in counselor(writing.alex)["acts"]} == {"Casey", "Dana"}


def test_what_one_counselor_asks_stays_when_the_other_goes(let_in, writing, casey, dana):
    act(writing, casey, "ask_to_wait")
    act(writing, dana, "pause")
    removal.remove(dana)
    assert counselor(writing.alex)["waits"] == "Casey"
    assert counselor(writing.alex)["paused"] is None


# reading along


def test_she_reads_what_opens_only_under_the_sixth_scope_and_both_can_see_it(
    let_in, writing, couple, casey, alex
):
    writing.alex.do("hand_in", **LETTER)
    assert LETTER["see"] not in str(look(writing, casey).screen)
    both_allow(let_in, scopes.OPENED_LIVE)
    assert LETTER["see"] not in str(look(writing, casey).screen)
    writing.alex.do("open")
    assert LETTER["see"] in str(look(writing, casey).screen)
    assert writing.blair.look()["visitors"] == [{"name": "Casey", "here": True, "reads": True}]
    assert "reads what you open to each other" in writing.blair.page()["room"]
    kinds = [line.what for line in access_log.lines(couple)]
    assert "what you opened in a session, as it opened" in kinds
    assert len(kinds) == 2
    consent.withdraw(let_in, alex, scopes.OPENED_LIVE)
    assert LETTER["see"] not in str(look(writing, casey).screen)
    assert "but nothing that you write or say" in writing.blair.page()["room"]


def test_that_something_opened_is_told_to_her_only_while_she_reads(let_in, room, casey):
    look(room, casey)
    room.write_apart()
    both_allow(let_in, scopes.OPENED_LIVE)
    look(room, casey)
    assert (room.id, Observer()) not in room.alex.do("hand_in", **LETTER).changed
    assert (room.id, Observer()) in room.alex.do("open").changed


# drawn


@pytest.mark.parametrize("name", WALKED_BY_THREE)
def test_every_screen_of_a_held_step_can_be_drawn(name):
    """No page of a kind knows a step that is done and stays."""
    going = at_step(name, name)
    going.add(going.event_of("ask_to_wait"))
    for _ in range(300):
        if going.now.counselor.held or going.now.over:
            break
        going.step()
    assert going.now.counselor.held
    for viewer in (*Partner, CASEY, READING):
        seen = view_of(going.now, viewer, going.at), Reader(viewer, Pair("Alex", "Blair"))
        screens = [make(*seen, names={CASEY.id: "Casey"}) for make in (rendering.as_html, rendering.as_json)]
        assert not isinstance(viewer, Partner) or "Casey" in str(screens[0]["room"])


# raced

RACES = 500 if IS_LONG else 8


@pytest.mark.django_db(transaction=True)
def test_no_act_of_hers_comes_after_a_withdrawal(let_in, writing, casey, blair):
    """Each round both begin at once; whatever she has asked by then is over, and nothing comes afterwards."""
    look(writing, casey)
    acted = 0
    for _ in range(RACES):
        both = threading.Barrier(2)

        def hers(both=both):
            both.wait()
            with suppress(AccessDenied, Refused, *TROUBLE):  # then nothing has happened
                acting.submit(writing.id, Caller(casey.pk), Command(uuid4(), "ask_to_wait", 2, {}))
            connections.close_all()

        going = threading.Thread(target=hers)
        going.start()
        both.wait()
        consent.withdraw(let_in, blair, scopes.LIVE)
        going.join()
        stored = [(row.person_id, row.events[0]["name"]) for row in writing.records.order_by("-sequence")[:2]]
        assert stored[0] == (None, "session.counselor_left")
        acted += stored[1] == (casey.pk, "session.asked_to_wait")
        seen = counselor(writing.alex)
        assert seen is None or seen["waits"] is None
        consent.give(let_in, blair, scopes.LIVE)
    assert acted or not IS_LONG
