"""A counselor in the room sees only the step, is seen, can do nothing, and loses access with the consent."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import consent, links, scopes
from couples.counseling.models import AccessRecord
from exercises.core.pair import Observer
from exercises.live import access, commands
from exercises.live.access import NO_SUCH, SIGNED_OUT, AccessDenied, Caller
from exercises.live.commands import Command
from exercises.live.models import Lease
from exercises.live.observer import access as observer_access
from exercises.live.observer import screen as observer_screen
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from tests.couples.counseling.consents import allow, both_allow
from tests.exercises.live.rooms import LETTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def let_in(linked, room):
    both_allow(linked, scopes.LIVE)
    return linked


def look(room, person, render=rendering.as_json):
    return observer_screen.show(room.id, Caller(person.pk), render)


def denied(room, person) -> int | None:
    try:
        look(room, person)
    except AccessDenied as access_code:
        return access_code.code
    return None


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(page) -> str:
    return re.sub(r'csrf\S+ \S+|value="[^"]{60,}"', "", page.content.decode())


def test_both_let_her_in(let_in, room, casey):
    assert denied(room, casey) is None


@pytest.mark.parametrize("who", ["alex", "blair"])
def test_one_alone_does_not_let_her_in(linked, room, casey, request, who):
    allow(linked, request.getfixturevalue(who))
    assert denied(room, casey) == NO_SUCH


def test_every_other_scope_together_does_not_let_her_in(linked, room, casey):
    both_allow(linked, *(scope for scope in scopes.SCOPES if scope != scopes.LIVE))
    assert denied(room, casey) == NO_SUCH


def _ended(link, casey):
    links.end(link)


def _withdrawn(link, casey):
    consent.withdraw(link, link.couple.memberships.get(voice="b").user, scopes.LIVE)


def _left(link, casey):
    link.couple.memberships.update(left_at=timezone.now())


def _couple_ended(link, casey):
    link.couple.ended_at = timezone.now()
    link.couple.save()


def _no_counselor_any_more(link, casey):
    User.objects.filter(pk=casey.pk).update(is_counselor=False)


def _deactivated(link, casey):
    User.objects.filter(pk=casey.pk).update(is_active=False)


@pytest.mark.parametrize(
    "how", [_ended, _withdrawn, _left, _couple_ended, _no_counselor_any_more, _deactivated]
)
def test_without_a_reason_it_answers_as_for_a_session_that_never_was(let_in, room, casey, how):
    look(room, casey)
    how(let_in, casey)
    assert denied(room, casey) == NO_SUCH


def test_another_counselor_and_strangers_find_nothing(let_in, room, drew):
    drew.is_counselor = True
    drew.save()
    assert denied(room, drew) == NO_SUCH
    client = signed_in(drew)
    there, nowhere = (client.get(f"/sessions/{one}/") for one in (room.id, uuid4()))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert said(there) == said(nowhere)


def test_her_sign_in_counts(let_in, room, casey):
    client = signed_in(casey)
    caller = Caller(casey.pk, client.session.session_key, casey.password)
    assert observer_access.of_observer(room.id, caller).who == casey.pk
    client.logout()
    with pytest.raises(AccessDenied) as access_code:
        observer_access.of_observer(room.id, caller)
    assert access_code.value.code == SIGNED_OUT


def test_she_sees_the_steps_by_name_and_nothing_that_was_said(let_in, room, casey):
    room.write_apart().open_the_letter()
    for render in (rendering.as_json, rendering.as_html):
        theirs = str(partner_screen.show(room.id, room.blair.caller, render).screen)
        hers = str(look(room, casey, render).screen)
        for words in LETTER.values():
            assert words in theirs
            assert words not in hers
    assert [step["state"] for step in look(room, casey).screen["steps"]].count("now") == 1


@pytest.mark.parametrize("act", ["pause", "enough", "end"])
def test_she_sees_that_it_is_paused_set_aside_or_over(let_in, room, casey, act):
    before = look(room, casey, rendering.as_html).screen
    room.alex.do(act)
    assert look(room, casey, rendering.as_html).screen != before


def test_a_session_that_was_over_or_set_aside_before_she_came_is_not_there(let_in, room, casey):
    room.alex.do("end")
    assert denied(room, casey) == NO_SUCH


def test_the_ledger_is_no_room(let_in, room, casey, couple):
    from exercises.live.models import Stream

    ledger = Stream.objects.create(
        kind="ledger", couple=couple, person_a=room.alex.user.pk, person_b=room.blair.user.pk
    )
    with pytest.raises(AccessDenied):
        observer_screen.show(ledger.pk, Caller(casey.pk), rendering.as_json)


def test_who_is_here_and_who_has_come_is_nothing_she_can_see(let_in, room, casey):
    seen = look(room, casey)
    assert seen.presence is None
    assert not seen.screen["both_entered"]
    assert not seen.screen["partner_ready"]
    assert seen.screen["commands"] == []


def test_a_private_act_changes_no_byte_of_her_screen_and_notifies_nobody_there(let_in, room, casey):
    room.write_apart()
    before = look(room, casey, rendering.as_html).screen
    assert (room.id, Observer()) not in room.alex.do("hand_in", **LETTER).changed
    assert look(room, casey, rendering.as_html).screen == before
    assert (room.id, Observer()) in room.alex.do("open").changed
    assert room.records.last().seen_by == "abo"


def test_turns_within_a_step_are_nothing_she_can_count(let_in, room, casey):
    room.write_apart().open_the_letter()
    hers, theirs = look(room, casey).screen, room.alex.look()["visit"]
    done = room.blair.do("say_back", words="Yes")
    room.alex.do("not_quite")
    assert room.alex.look()["visit"] > theirs
    assert (room.id, Observer()) not in done.changed
    assert look(room, casey).screen == hers


@pytest.mark.parametrize("name", ["pause", "end", "enter", "ready", "enough"])
def test_she_can_do_nothing_over_the_page_or_by_the_one_way_in(let_in, room, casey, name):
    before = room.sequences()
    with pytest.raises(AccessDenied):
        commands.submit(room.id, Caller(casey.pk), Command(uuid4(), name, 1, {}))
    answer = signed_in(casey).post(f"/sessions/{room.id}/", {"command": name, "visit": "1"})
    assert answer.status_code == 404
    assert room.sequences() == before


def test_both_see_her_while_she_is_there_and_that_she_has_left(let_in, room, casey):
    assert "Casey" not in room.alex.page()["room"]
    look(room, casey)
    for chair in room.chairs:
        assert "Casey is observing this session" in chair.page()["room"]
        assert chair.look()["visitors"] == [{"name": "Casey", "here": True}]
    Lease.objects.filter(person=casey).update(until=timezone.now() - timedelta(seconds=1))
    assert "Casey is no longer observing" in room.blair.page()["room"]


@pytest.mark.parametrize("how", [_ended, _withdrawn])
def test_however_she_goes_both_read_the_same(let_in, room, casey, how):
    look(room, casey)
    how(let_in, casey)
    with_time = [chair.page()["room"] for chair in room.chairs]
    assert all("Casey is no longer observing" in page for page in with_time)


def test_a_withdrawal_of_something_else_does_not_send_her_out(let_in, room, alex, casey):
    allow(let_in, alex, scopes.ANSWERS)
    look(room, casey)
    consent.withdraw(let_in, alex, scopes.ANSWERS)
    assert "Casey is observing this session" in room.alex.page()["room"]


def test_she_is_not_one_of_the_two_who_are_here(let_in, room, casey):
    look(room, casey)
    assert partner_screen.show(room.id, room.alex.caller, rendering.as_json).presence == "not_here"


def test_each_visit_leaves_one_record_however_often_she_looks(let_in, room, casey, couple):
    for _ in range(5):
        look(room, casey)
    records = list(AccessRecord.objects.values_list("couple", "reader", "role", "what"))
    assert records == [(couple.pk, casey.pk, "counselor", "live")]
    Lease.objects.update(until=timezone.now())
    look(room, casey)
    assert AccessRecord.objects.count() == 2


def test_who_is_not_let_in_leaves_no_record_and_no_trace_in_the_room(linked, room, casey):
    with pytest.raises(AccessDenied):
        look(room, casey)
    assert not AccessRecord.objects.exists()
    assert not Lease.objects.filter(person=casey).exists()


def test_a_visit_of_another_session_is_none_of_this_one(let_in, room, casey, alex, couple):
    look(room, casey)
    room.alex.do("end")
    from exercises.live import start as starting
    from tests.exercises.live.rooms import NEED

    fresh = starting.start_session(couple, alex.pk, NEED)
    assert not access.of_partner(fresh, Caller(alex.pk)).visited


def test_her_page_is_whole_and_offers_no_form(let_in, room, casey):
    page = signed_in(casey).get(f"/sessions/{room.id}/").content.decode()
    assert "Where they are" in page
    assert "Alex and Blair" in page
    assert 'method="post"' not in page
    assert "data-command" not in page
