"""Erasing oneself: at once, alone, for good; and an old backup reveals nothing."""

from __future__ import annotations

import json

import pytest
from django.apps import apps

from couples.accounts import users
from couples.accounts.models import SignIn
from couples.counseling.models import Consent, Counseling
from couples.keys import data_keys
from couples.keys.models import PersonKey
from couples.pairing.models import Membership
from couples.privacy import data_map, erasure
from couples.privacy.data_map import Erasure
from exercises.core.events import content_fields
from exercises.core.pair import Partner
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import event_codec, streams
from tests.exercises.browsing import browser, text
from tests.exercises.live.rooms import LETTER
from tests.exercises.rows import all_rows, db_of
from tests.planted_rows import plant

pytestmark = pytest.mark.django_db


def test_name_address_and_words_are_nowhere_in_the_database(lived, couple, alex):
    assert "alex@example.org" in all_rows()
    erasure.erase(alex)
    after = all_rows()
    assert "alex@example.org" not in after
    assert '"Alex"' not in after
    assert not PersonKey.objects.filter(person=alex.pk).exists()
    rows = RecordedEvent.objects.order_by("pk").values_list("events", flat=True)
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
    assert SignIn.objects.count() == 1
    assert other.get("/data/").status_code == 200


def test_an_old_backup_with_todays_keys_opens_nothing_of_theirs_and_all_of_the_others(lived, alex, blair):
    """Read the main database from before the erasure with the keys from after it."""
    rows = list(
        RecordedEvent.objects.order_by("stream", "sequence").values_list("stream", "sequence", "events")
    )
    backup, heads = list(RecordedEvent.objects.all()), list(Stream.objects.all())
    assert opened(rows, {Partner.A: alex, Partner.B: blair}, "a")
    theirs = opened(rows, {Partner.A: alex, Partner.B: blair}, "b")
    erasure.erase(alex)
    RecordedEvent.objects.all().delete()
    RecordedEvent.objects.bulk_create(backup)
    Stream.objects.bulk_update(heads, ["head", "status"])
    streams.memory.clear()
    restored_rows = list(
        RecordedEvent.objects.order_by("stream", "sequence").values_list("stream", "sequence", "events")
    )
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


def ids_of(model) -> set:
    return set(model._default_manager.values_list("pk", flat=True))


def test_each_kind_of_row_ends_as_the_map_says(couple, alex, blair, casey):
    planted = plant(couple, alex, blair, casey)
    models = [model for model in apps.get_models() if db_of(model) is None]
    kept = {model: ids_of(model) for model in models}
    assert planted
    erasure.erase(alex)
    for entry in data_map.entries():
        if entry.erasure is Erasure.DELETED and entry.people:
            assert not entry.rows(alex.pk).exists(), entry.model
        if entry.erasure is Erasure.STAYS and entry.kind in kept:
            assert kept[entry.kind] <= ids_of(entry.kind), entry.model
    assert not Consent.objects.filter(person=alex, withdrawn_at=None).exists()
    assert Consent.objects.filter(person=blair).exists()


def test_nobody_elses_rows_go(couple, alex, blair, casey, drew):
    plant(couple, alex, blair, casey)
    before = {
        entry.model: list(entry.rows(blair.pk).order_by("pk").values_list("pk", flat=True))
        for entry in data_map.entries()
        if entry.people and entry.model not in ("couples.PersonKey", "exercises.Draft", "exercises.Lease")
    }
    erasure.erase(alex)
    after = {
        model: list(data_map.of(model).rows(blair.pk).order_by("pk").values_list("pk", flat=True))
        for model in before
    }
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
