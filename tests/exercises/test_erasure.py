"""Erasing oneself: at once, alone, for good, even after an interruption; and an old backup reveals nothing."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.management import CommandError, call_command
from django.test import Client

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling.models import Consent, Counseling
from couples.keys import data_keys
from couples.keys.models import PersonKey
from couples.pairing import acceptance, invitations, membership
from couples.pairing.models import Membership
from couples.privacy import data_map, erasure, leaving
from couples.privacy.data_map import Erasure
from couples.refused import Refused
from exercises.core.events import content_fields
from exercises.core.pair import Partner
from exercises.live.models import Draft, RecordedEvent, Stream
from exercises.live.store import event_codec, streams
from tests.exercises.live.rooms import LETTER, Room
from tests.planted_rows import plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(writing: Room) -> Room:
    """A session that ended with a yes, so that Blair keeps a copy of Alex's words."""
    writing.open_the_letter()
    writing.blair.do("say_back", words="You were tired, I heard")
    writing.alex.do("thats_it")
    writing.blair.do("say_yes")
    writing.alex.do("end")
    return writing


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(user: User, path: str) -> str:
    return browser(user).get(path, follow=True).content.decode()


def dump() -> str:
    models = [model for model in apps.get_models() if model is not PersonKey]
    rows: str = serializers.serialize(
        "json", [row for model in models for row in model._default_manager.all()]
    )
    return rows


def test_name_address_and_words_are_nowhere_in_the_database(lived, couple, alex):
    assert "alex@example.org" in dump()
    erasure.erase(alex)
    after = dump()
    assert "alex@example.org" not in after
    assert '"Alex"' not in after
    assert not PersonKey.objects.filter(person=alex.pk).exists()
    rows = RecordedEvent.objects.values_list("events", flat=True)
    assert not [e for events in rows for e in events if e["data"].get("by") == "a" and "sealed" in e]


def test_an_emptied_account_stays_that_nobody_can_use(lived, alex):
    erasure.erase(alex)
    alex.refresh_from_db()
    assert alex.erased_at
    assert not alex.is_active
    assert not alex.has_usable_password()
    assert alex.email == f"{alex.pk}@erased.invalid"
    assert users.display_name(alex.name, alex.erased_at) == "someone who has left"


def test_the_other_reads_what_they_accepted_and_no_name(lived, alex, blair):
    erasure.erase(alex)
    page = text(blair, "/agreements/earlier/")
    assert LETTER["ask"] in page
    assert "someone who has left" in page
    assert "Alex" not in page
    for path in ("/", "/data/", "/agreements/", "/welcome/"):
        shown = text(blair, path)
        assert "Alex" not in shown


def test_every_sign_in_of_theirs_ends_and_nobody_elses(lived, alex, blair):
    two = [browser(alex), browser(alex)]
    other = browser(blair)
    erasure.erase(alex)
    assert {client.get("/data/").status_code for client in two} == {302}
    assert Session.objects.count() == 1
    assert other.get("/data/").status_code == 200


def test_an_old_backup_with_todays_keys_opens_nothing_of_theirs_and_all_of_the_others(lived, alex, blair):
    """Read the main database from before the erasure with the keys from after it."""
    rows = list(RecordedEvent.objects.values_list("stream", "sequence", "events"))
    backup = serializers.serialize("json", RecordedEvent.objects.all())
    assert opened(rows, {Partner.A: alex, Partner.B: blair}, "a")
    theirs = opened(rows, {Partner.A: alex, Partner.B: blair}, "b")
    erasure.erase(alex)
    RecordedEvent.objects.all().delete()
    for restored in serializers.deserialize("json", backup):
        restored.save()
    streams.memory.clear()
    restored_rows = list(RecordedEvent.objects.values_list("stream", "sequence", "events"))
    assert "sealed" in json.dumps([events for *_rest, events in restored_rows if '"a"' in json.dumps(events)])
    assert opened(restored_rows, {Partner.A: alex, Partner.B: blair}, "a") == []
    assert opened(restored_rows, {Partner.A: alex, Partner.B: blair}, "b") == theirs
    assert LETTER["ask"] in text(blair, "/agreements/earlier/")


def opened(rows, who, author: str) -> list[str]:
    """Return every word of this author that the present keys can decrypt."""
    found = []
    for stream, number, stored in rows:
        events = event_codec.decode(
            stored, stream, number, lambda partner: data_keys.data_key(who[partner].pk)
        )
        found += [
            str(getattr(event, field.name))
            for event in events
            if getattr(event, "by", None) and event.by.value == author
            for field in content_fields(event)
            if repr(getattr(event, field.name)) not in ("GONE", "None")
        ]
    return found


@pytest.mark.parametrize("steps", range(4))
def test_whatever_it_was_cut_short_by_the_next_run_finishes_it(lived, alex, blair, steps):
    done = [
        lambda: leaving.leave(alex),
        lambda: erasure._end_access(alex.pk),
        lambda: data_keys.destroy(alex.pk),
    ]
    for step in done[:steps]:
        step()
    if steps < 2:
        erasure.erase(alex)
    else:
        assert erasure.finish_interrupted() == 1
    assert erasure.finish_interrupted() == 0
    assert nothing_is_left(alex)
    assert LETTER["ask"] in text(blair, "/agreements/earlier/")


def nothing_is_left(alex) -> bool:
    return "alex@example.org" not in dump() and not PersonKey.objects.filter(person=alex.pk).exists()


class Cut(Exception):
    """A power cut in the middle."""


def test_a_cut_inside_the_last_step_undoes_all_of_it_and_it_is_finished_later(lived, alex):
    from couples import hooks

    def cut(_person):
        raise Cut

    Draft.objects.create(stream_id=lived.id, person=alex, visit=1, name="x", sealed=b"")
    hooks.erased.append(cut)
    try:
        with pytest.raises(Cut):
            erasure.erase(alex)
    finally:
        hooks.erased.remove(cut)
    assert User.objects.get(pk=alex.pk).email == "alex@example.org"
    assert browser(alex).get("/data/").status_code != 200
    assert erasure.finish_interrupted() == 1
    assert "alex@example.org" not in dump()


def test_each_kind_of_row_ends_as_the_map_says(couple, alex, blair, casey):
    planted = plant(couple, alex, blair, casey)
    kept = {model: model._default_manager.count() for model in apps.get_models() if model is not PersonKey}
    assert planted
    erasure.erase(alex)
    for entry in data_map.entries():
        if entry.erasure is Erasure.DELETED and entry.people:
            assert not entry.rows(alex.pk).exists(), entry.model
        if entry.erasure is Erasure.STAYS:
            assert entry.kind._default_manager.count() == kept[entry.kind], entry.model
    assert not Consent.objects.filter(person=alex, withdrawn_at=None).exists()
    assert Consent.objects.filter(person=blair).exists()


def test_nobody_elses_rows_go(couple, alex, blair, casey, drew):
    plant(couple, alex, blair, casey)
    before = {
        entry.model: list(entry.rows(blair.pk).values_list("pk", flat=True))
        for entry in data_map.entries()
        if entry.people and entry.model not in ("couples.PersonKey", "exercises.Draft", "exercises.Lease")
    }
    erasure.erase(alex)
    after = {model: list(data_map.of(model).rows(blair.pk).values_list("pk", flat=True)) for model in before}
    before["couples.MeetingMail"] = []  # the couple's meetings end with it
    assert after == before


def test_a_counselor_erases_herself_and_the_couples_go_on(couple, alex, blair, casey):
    plant(couple, alex, blair, casey)
    erasure.erase(casey)
    casey.refresh_from_db()
    assert not casey.is_counselor
    assert not Counseling.objects.filter(ended_at=None).exists()
    assert Membership.objects.filter(left_at=None).count() == 2
    assert text(alex, "/").count("You and Blair")


def test_on_the_page_it_takes_a_tick_and_signs_out(lived, alex):
    client = browser(alex)
    page = client.get("/data/erase/").content.decode()
    assert "at most" in page
    assert "stay with them" in page
    assert client.post("/data/erase/").status_code == 422
    assert User.objects.get(pk=alex.pk).erased_at is None
    answer = client.post("/data/erase/", {"sure": "yes"}, follow=True)
    assert "It is done" in answer.content.decode()
    assert User.objects.get(pk=alex.pk).erased_at


@pytest.mark.parametrize("path", ["/data/erase/", "/data/download/"])
def test_whoever_has_a_password_is_asked_for_it_first(alex, path):
    alex.set_password("a quiet lake 7")
    alex.save()
    client = browser(alex)
    for answer in (client.get(path), client.post(path, {"sure": "yes", "form": "data"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/again/")
    assert User.objects.get(pk=alex.pk).erased_at is None


def test_the_same_from_the_command_line(lived, alex):
    out = StringIO()
    call_command("erase_person", "ALEX@example.org", "--yes", stdout=out)
    assert "Erased" in out.getvalue()
    assert "alex@example.org" not in dump()
    with pytest.raises(CommandError):
        call_command("erase_person", "alex@example.org", "--yes")
    call_command("erase_person", "--unfinished", stdout=out)
    assert not Stream.objects.exclude(status="over").filter(kind="session").exists()


def test_the_address_is_free_again(alex):
    erasure.erase(alex)
    assert users.create("alex@example.org", "Alex anew").pk != alex.pk


def test_who_is_confirmed_while_they_erase_themself_leaves_nobody_with_an_emptied_account(
    alex, blair, monkeypatch
):
    """Blair has said yes and erases their account; Alex confirms after Blair left and before access has ended."""
    acceptance.accept(invitations.invite(alex)[0], blair)
    denied = erasure._end_access

    def confirmed_first(person):
        acceptance.confirm(alex, blair.pk)
        assert membership.partner_of(alex) == blair
        denied(person)

    monkeypatch.setattr(erasure, "_end_access", confirmed_first)
    erasure.erase(blair)

    assert membership.couple_of(alex) is None
    assert not Membership.objects.filter(left_at__isnull=True).exists()


def test_once_access_has_ended_nobody_says_yes_or_is_confirmed(alex, blair, drew):
    invitation, _token = invitations.invite(alex)
    of_drew, _token = invitations.invite(drew)
    acceptance.accept(invitation, blair)
    for person in (blair, drew):
        erasure._end_access(person.pk)
    User.objects.filter(pk=blair.pk).update(is_active=True)  # an operator who doesn't know

    with pytest.raises(Refused):
        acceptance.confirm(alex, blair.pk)
    acceptance.take_yes_back(blair)
    with pytest.raises(Refused):
        acceptance.accept(invitation, blair)
    with pytest.raises(Refused):
        acceptance.accept(of_drew, alex)
    assert membership.couple_of(alex) is None
