"""Either partner leaves alone: the space closes for both alike, nothing private is shown, and both can start again."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from couples import hooks
from couples.counseling.models import Counseling
from couples.meetings.models import Meeting, MeetingMail
from couples.pairing import acceptance, membership
from couples.pairing.models import Couple, Membership
from couples.privacy import leaving
from exercises.core.text import Refused
from exercises.live import access
from exercises.live import start as starting
from exercises.live.access import AccessDenied, Caller
from exercises.live.models import Lease, RecordedEvent, Stream
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from exercises.live.store import streams
from tests.exercises.agreements.test_pages import WORDS, written_down
from tests.exercises.browsing import browser, text
from tests.exercises.live.rooms import LIMIT, NEED, opened

pytestmark = pytest.mark.django_db
SENTENCE = "The space the two of you shared here is closed."
either = pytest.mark.parametrize("who", ["alex", "blair"])


@either
def test_one_press_ends_it_for_both_and_who_it_was_is_nowhere(room, couple, alex, blair, who, request):
    leaving.choose_day(blair, timezone.localdate() + timedelta(days=9))
    answer = browser(request.getfixturevalue(who)).post("/leave/", {"act": "now"})
    assert answer.headers["Location"] == "/welcome/"
    couple.refresh_from_db()
    mine, theirs = Membership.objects.filter(couple=couple)
    assert mine.left_at == theirs.left_at == couple.ended_at
    assert mine.leaves_on is theirs.leaves_on is None
    last = RecordedEvent.objects.filter(stream=room.id).latest("sequence")
    assert last.person is None
    assert [event["name"] for event in last.events] == ["session.parted"]
    assert "by" not in last.events[0]["data"]
    heads = [text(user, "/").replace(user.name, "…").split("<h1")[0] for user in (alex, blair)]
    assert len({re.sub(r'"page-owner" content="[^"]*"', "", head) for head in heads}) == 1


def test_both_read_one_neutral_sentence_on_their_own_page_for_a_while(room, couple, alex, blair, drew):
    leaving.leave(blair)
    for user, other in ((alex, "Blair"), (blair, "Alex")):
        page = text(user, "/")
        assert SENTENCE in page
        assert other not in page
    assert SENTENCE not in text(drew, "/")
    Membership.objects.update(
        left_at=timezone.now() - timedelta(days=31), joined_at=timezone.now() - timedelta(days=90)
    )
    assert SENTENCE not in text(alex, "/")


def test_the_page_before_shows_the_very_words_and_changes_nothing(room, couple, alex):
    page = text(alex, "/leave/")
    assert SENTENCE in page
    couple.refresh_from_db()
    assert couple.ended_at is None


def test_what_was_typed_when_the_other_left_is_given_back_and_kept_nowhere(writing, alex, blair):
    """Without a script the page does not know in time: the command arrives for a closed session."""
    leaving.leave(blair)
    sent = {"command": "hand_in", "visit": "2", "see": "We ate at nine again", "text_field": "see"}
    answer = browser(alex).post(f"/sessions/{writing.id}/", sent)

    assert answer.status_code == 404
    for words in ("This session is closed", "We ate at nine again", "were not sent"):
        assert words in answer.content.decode()
    assert "We ate" not in text(alex, f"/sessions/{writing.id}/")


def test_what_had_come_before_the_other_left_and_comes_again_is_not_called_unsent(writing, alex, blair):
    offer = writing.alex.offered()[0]
    sent = {"command": offer, "visit": writing.alex.look()["visit"], "id": str(uuid4())}
    sent |= dict.fromkeys(("see", "feel", "need", "ask"), "We ate at nine again") | {"text_field": "see"}
    first = browser(alex).post(f"/sessions/{writing.id}/", sent)
    leaving.leave(blair)
    again = browser(alex).post(f"/sessions/{writing.id}/", sent).content.decode()
    other = browser(alex).post(f"/sessions/{writing.id}/", sent | {"see": "We ate at ten"}).content.decode()

    assert first.status_code == 302
    assert "You had sent this" in again
    assert "were not sent" not in again
    assert "were not sent" in other


def test_no_session_of_theirs_opens_any_more(room, couple, alex, blair):
    done = opened_and_ended(room)
    leaving.leave(alex)
    for user in (alex, blair):
        for path in (f"/sessions/{room.id}/", f"/sessions/{done}/", f"/sessions/{room.id}/here.css"):
            assert browser(user).get(path).status_code == 404
        with pytest.raises(AccessDenied) as denied:
            access.of_partner(room.id, Caller(user.pk))
        assert denied.value.code == access.NOT_YOURS
        with pytest.raises(AccessDenied):
            partner_screen.show(room.id, Caller(user.pk), rendering.as_json)
    assert not Stream.objects.filter(kind="session").exclude(status="over").exists()


def opened_and_ended(room):
    room.alex.do("end")
    return starting.start_session(Couple.objects.get(), room.alex.user.pk, NEED)


def test_what_was_typed_and_not_sent_stays_with_its_author_and_nobody_is_here_any_more(room, alex, blair):
    from exercises.live.store import drafts, presence

    for chair in room.chairs:
        granted = access.of_partner(room.id, chair.caller)
        presence.arrive(granted)
        assert drafts.save(granted, 1, "ready", {"see": f"Half a sentence of {chair.user.name}"})
    leaving.leave(alex)
    assert not Lease.objects.exists()
    for one, other in ((alex, blair), (blair, alex)):
        page = browser(one).get(f"/sessions/{room.id}/").content.decode()
        assert f"Half a sentence of {one.name}" in page
        assert f"Half a sentence of {other.name}" not in page
    assert browser(blair).post(f"/sessions/{room.id}/", {"as_draft": "drop"}).status_code == 302
    assert "Half a sentence" not in browser(blair).get(f"/sessions/{room.id}/").content.decode()
    assert "Half a sentence of Alex" in browser(alex).get(f"/sessions/{room.id}/").content.decode()


def test_a_closed_form_stays_closed_and_settles_nothing(couple, alex, blair):
    room = opened(couple, alex, blair, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    for chair in room.chairs:
        chair.do("hand_in", words=f"Own words of {chair.user.name}", kind="limit")
    leaving.leave(blair)
    assert not Stream.objects.filter(kind="ledger").exists()
    assert "Own words of Blair" not in text(alex, "/agreements/earlier/") + text(alex, "/")


def test_meetings_and_counseling_end_with_it_and_are_told(room, couple, alex, blair, casey):
    soon = timezone.now() + timedelta(days=2)
    agreed = Meeting.objects.create(couple=couple, suggested_by=alex, starts_at=soon, state="agreed")
    MeetingMail.objects.create(meeting=agreed, person=blair)
    linked = Counseling.objects.create(
        counselor=casey, couple=couple, token_hash="x", expires_at=soon, linked_at=soon
    )
    told: list[Counseling] = []
    hooks.withdrawn.append(told.append)
    try:
        leaving.leave(blair)
    finally:
        hooks.withdrawn.remove(told.append)
    agreed.refresh_from_db()
    linked.refresh_from_db()
    assert agreed.state == "taken_back"
    assert not MeetingMail.objects.exists()
    assert linked.ended_at
    assert told == [linked]


def test_leaving_twice_and_alone_changes_nothing(room, couple, alex, blair, drew):
    assert leaving.leave(alex)
    before = RecordedEvent.objects.count()
    assert not leaving.leave(alex)
    assert not leaving.leave(blair)
    assert not leaving.leave(drew)
    assert RecordedEvent.objects.count() == before
    assert browser(drew).post("/leave/", {"act": "now"}).headers["Location"] == "/welcome/"


def test_both_pair_again_with_each_other_or_with_somebody_else_and_start_empty(
    room, couple, alex, blair, drew
):
    written_down(room)
    leaving.leave(alex)
    again = acceptance.pair(alex, drew)
    assert SENTENCE not in text(alex, "/")
    assert WORDS not in text(alex, "/agreements/") + text(drew, "/agreements/") + text(
        drew, "/agreements/earlier/"
    )
    starting.start_session(again, drew.pk, NEED)
    assert WORDS in text(alex, "/agreements/earlier/")
    leaving.leave(drew)
    anew = acceptance.pair(blair, alex)
    assert membership.couple_of(alex) == anew
    assert WORDS not in text(alex, "/agreements/")
    assert text(alex, "/agreements/earlier/").count(WORDS) == 1


def test_replaying_goes_on_and_a_session_cannot_be_opened_by_who_came_too_late(room, couple, alex):
    from django.core.management import call_command

    leaving.leave(alex)
    streams.memory.clear()
    call_command("replay_sessions", verbosity=0)
    with pytest.raises(Refused):
        starting.start_session(couple, alex.pk, NEED)
