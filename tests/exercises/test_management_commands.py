"""Beginning a session, the demo command and the replay of everything stored."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from couples import demo
from couples.pairing import membership
from exercises.catalog.models import DefinitionVersion
from exercises.core.text import Refused
from exercises.live import start as starting
from exercises.live.models import RecordedEvent, Stream
from tests.exercises.live.rooms import BALANCE, EVERY, LIMIT, NEED, OFFERED, Chair, opened

pytestmark = pytest.mark.django_db


def told(*words: str) -> dict:
    out = StringIO()
    call_command("demo", "--json", *words, stdout=out)
    found: dict = json.loads(out.getvalue())
    return found


def test_the_demo_prints_json_and_nothing_else_and_its_addresses_work():
    found = told()
    assert set(found) == {"session", "path", "socket", "exercise", "exercises", "sign_in"}
    assert found["path"] == f"/sessions/{found['session']}/"
    assert found["socket"] == f"/ws/sessions/{found['session']}/"
    assert set(found["exercises"]) == set(OFFERED)
    assert set(found["sign_in"]) == {"alex", "blair", "casey", "drew"}
    client = Client(REMOTE_ADDR="127.0.0.1", headers={"host": "localhost"})
    assert client.get(found["sign_in"]["blair"]).status_code == 302
    assert client.get(found["path"]).status_code == 200


@pytest.mark.parametrize("slug", EVERY)
def test_the_demo_ends_the_session_in_the_room_and_opens_the_exercise_asked_for(slug):
    before = told()
    after = told("--exercise", slug)
    assert after["exercise"] == slug
    statuses = dict(Stream.objects.values_list("id", "status"))
    assert {
        str(key): status
        for key, status in statuses.items()
        if str(key) in (before["session"], after["session"])
    } == {
        before["session"]: "over",
        after["session"]: "room",
    }


@pytest.mark.parametrize("state", ["blair opened it", "paused", "set aside", "walked"])
def test_the_demo_ends_whatever_session_is_there(state):
    people = demo.make_people()
    couple = membership.couple_of(people["alex"])
    if state == "blair opened it":
        starting.start_session(couple, people["blair"].pk, NEED)
    else:
        room = opened(couple, people["alex"], people["blair"], LIMIT)
        {
            "paused": lambda: room.alex.do("pause"),
            "set aside": lambda: room.alex.do("enough"),
            "walked": room.walk,
        }[state]()
    told()
    assert Stream.objects.filter(couple=couple, kind="session", status="room").count() == 1


def test_the_demo_knows_its_exercises():
    with pytest.raises(CommandError, match="There is no exercise"):
        told("--exercise", "nothing")


def test_a_session_begins_with_who_opened_it(couple, alex, blair):
    chair = Chair(starting.start_session(couple, blair.pk, BALANCE), blair)
    assert (chair.look()["entered"], chair.look()["both_entered"]) == (True, False)
    assert not Chair(chair.session, alex).look()["entered"]


@pytest.mark.parametrize("slug", ["", "nothing", "../etc", "\x00", "x" * 999])
def test_there_is_no_such_exercise(couple, alex, slug):
    with pytest.raises(Refused, match="invalid"):
        starting.start_session(couple, alex.pk, slug)


def test_nobody_starts_for_others_or_alone(couple, alex, blair, drew):
    with pytest.raises(Refused, match="not_yours"):
        starting.start_session(couple, drew.pk, NEED)
    blair.memberships.update(left_at=timezone.now())
    with pytest.raises(Refused, match="not_yours"):
        starting.start_session(couple, alex.pk, NEED)


def test_a_second_start_leads_home_and_says_that_one_is_open(room, client, blair):
    client.force_login(blair)
    answer = client.post("/sessions/start/", {"slug": NEED}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "already open" in answer.content.decode()
    assert Stream.objects.filter(status="room").count() == 1


def test_sessions_of_one_exercise_share_one_version(couple, alex, blair):
    for _ in range(2):
        opened(couple, alex, blair, NEED).alex.do("end")
    assert DefinitionVersion.objects.count() == 1


def test_all_that_is_stored_replays(couple, alex, blair):
    for slug in EVERY:
        opened(couple, alex, blair, slug).walk(seed=8)
    out = StringIO()
    call_command("replay_sessions", stdout=out)
    assert out.getvalue().strip().endswith("streams replay.")


@pytest.mark.parametrize("damage", ["name", "status", "data"])
def test_what_was_tampered_with_is_reported_and_the_rest_is_looked_at(room, damage):
    room.write_apart().open_the_letter()
    record = room.records.get(sequence=5)
    stored = record.events[0]
    if damage == "status":
        other = room.records.get(sequence=6)
        RecordedEvent.objects.filter(pk=other.pk).update(events=record.events)
    else:
        stored[damage] = "sheet.unknown" if damage == "name" else {}
        RecordedEvent.objects.filter(pk=record.pk).update(events=[stored])
    errors = StringIO()
    with pytest.raises(CommandError, match="1 of 1 streams do not replay"):
        call_command("replay_sessions", stderr=errors)
    assert "We ate" not in errors.getvalue()
