"""An exercise that somebody wrote into the database is neither begun nor shown to anybody, nor are its words."""

import importlib
import json
import os
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from couples.counseling import scopes
from exercises import catalog
from exercises.catalog.models import DefinitionVersion
from exercises.live.models import Stream
from exercises.live.store import versions
from tests import forging
from tests.cast import with_second_step
from tests.couples.counseling.consents import both_allow
from tests.exercises.browsing import browser
from tests.exercises.counselor.at_work import couple_path, given, reading_path
from tests.exercises.live.forged_records import forget_exercises
from tests.exercises.live.rooms import NEED, opened

pytestmark = [pytest.mark.django_db, pytest.mark.forges]
THEIRS = "Type the PIN of your private pages below"


@pytest.fixture(autouse=True)
def _read_anew():
    forget_exercises()
    yield
    forget_exercises()


def write_theirs(version: DefinitionVersion) -> str:
    """Insert an exercise of theirs under its right hash, with the MAC of ours. Returns the hash."""
    body = json.loads(json.dumps(version.body))
    body["title"] = body["purpose"] = dict.fromkeys(body["title"], THEIRS)
    body["steps"][0]["intro"] = dict.fromkeys(body["title"], THEIRS)
    key = catalog.content_hash(body)
    DefinitionVersion.objects.create(
        hash=key, slug=version.slug, format=version.format, body=body, mac=version.mac
    )
    return key


def test_it_is_not_taken_up_nor_shown_as_assigned(linked, casey, blair):
    with_second_step(casey)
    one = given(linked)
    forging.run(
        "UPDATE exercises_assignment SET definition_id = %s WHERE id = %s",
        write_theirs(one.definition),
        one.pk,
    )
    hers = browser(blair)
    for page in (
        hers.get("/"),
        hers.post(reverse("take_up", args=[one.pk]), follow=True),
        browser(casey).get(couple_path(linked)),
        hers.post("/data/download/", {"form": "data"}),
    ):
        assert THEIRS not in page.content.decode()
    assert not Stream.objects.filter(kind="session").exists()


def test_its_title_is_on_no_list_of_sessions(lived, linked, casey, alex, blair):
    """The words of the session itself do not hold, because it began with another version."""
    with_second_step(casey)
    both_allow(linked, scopes.ANSWERS)
    stream = Stream.objects.get(pk=lived.id)
    forging.run(
        "UPDATE exercises_stream SET definition_id = %s WHERE id = %s",
        write_theirs(stream.definition),
        stream.pk,
    )
    for who, path in (
        *((alex, one) for one in ("/", "/sessions/", f"/exercises/{NEED}/")),
        (casey, reading_path(linked, "answers")),
    ):
        page = browser(who).get(path)
        assert (page.status_code, THEIRS in page.content.decode()) == (200, False), path


def test_what_is_there_under_a_hash_of_ours_is_stored_anew(couple, alex, blair):
    """Somebody was there first, with other words under the hash of the version that comes next."""
    body = catalog.canonical(catalog.named(NEED))
    DefinitionVersion.objects.create(
        hash=catalog.content_hash(body), slug=NEED, format=1, body=body | {"title": {"en": THEIRS}}
    )
    assert versions.whats_wrong()
    room = opened(couple, alex, blair, NEED)
    assert THEIRS not in browser(alex).get(f"/sessions/{room.id}/").content.decode()
    assert versions.whats_wrong() == []


def test_check_records_names_it_and_no_other(room, capsys):
    key = write_theirs(Stream.objects.get(pk=room.id).definition)
    with pytest.raises(SystemExit):
        call_command("check_records")
    assert capsys.readouterr().out == f"exercise {NEED} {key}: it was not written here\n"


@pytest.mark.parametrize("column", ["slug", "format", "body", "mac"])
def test_no_column_of_one_is_changed(room, column):
    other = {"slug": "balance-check-in", "format": 9, "body": "{}", "mac": b"x" * 32}
    forging.run(f"UPDATE exercises_definitionversion SET {column} = %s WHERE 1 = 1", other[column])
    assert len(versions.whats_wrong()) == 1


def test_they_are_signed_under_the_first_key_and_only_if_they_hold(room, settings):
    write_theirs(Stream.objects.get(pk=room.id).definition)
    settings.MASTER_KEYS = [os.urandom(32), *settings.MASTER_KEYS]
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    assert "1 versions of exercises" in out.getvalue()
    assert len(versions.whats_wrong()) == 1


def test_those_from_before_are_signed_if_they_are_what_their_hash_says(room):
    forging.run("UPDATE exercises_definitionversion SET mac = %s WHERE 1 = 1", b"")
    DefinitionVersion.objects.create(hash="0" * 64, slug="theirs", format=1, body={"title": {"en": THEIRS}})
    assert len(versions.whats_wrong()) == 2
    importlib.import_module("exercises.migrations.0008_macs_of_exercises").sign(apps, None)
    assert len(versions.whats_wrong()) == 1
