"""Records are signed anew by an operator, under new master keys, and once after a migration."""

from __future__ import annotations

import os
from io import StringIO

import pytest
from django.core.management import call_command

from couples.keys import latest
from exercises.live.models import RecordedEvent, Stream
from exercises.live.store import signing, streams, taken_back
from tests.exercises.live import forged_records as forged
from tests.exercises.live.rooms import NEED, Room, opened_by_others

pytestmark = pytest.mark.django_db


@pytest.fixture
def other() -> Room:
    return opened_by_others(1, NEED).write_apart()


def said(command: str, **options) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def broken() -> list[str]:
    """What `check_records` says."""
    out = StringIO()
    try:
        call_command("check_records", stdout=out)
    except SystemExit:
        return out.getvalue().splitlines()
    return []


def test_the_keys_rotate_and_sign_no_forged_records(settings, writing, other):
    old = settings.MASTER_KEYS
    forged.another_command(other, writing)
    settings.MASTER_KEYS = [os.urandom(32), *old]
    writing.alex.do("hand_in", see="a", feel="b", need="c", ask="d")
    assert "the records of 1 sessions and ledgers" in said("rotate_keys")
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    assert [str(other.id) in line for line in broken()] == [True]
    streams.memory.clear()
    writing.alex.do("open")  # and what was known before the rotation can be gone on from


def test_what_is_known_before_a_rotation_is_gone_on_from(settings, writing):
    known = streams.memory.get(writing.id)
    settings.MASTER_KEYS = [os.urandom(32), *settings.MASTER_KEYS]
    call_command("rotate_keys")
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    assert streams.memory.get(writing.id) is known
    writing.alex.do("pause")
    assert broken() == []


def test_what_was_there_before_is_signed_once_and_never_again(writing, other):
    RecordedEvent.objects.update(mac=b"")
    signing.after_migrating()
    assert broken() == []
    forged.another_command(writing, other)
    signing.after_migrating()
    assert len(broken()) == 1


def test_it_waits_for_the_database_that_is_migrated_last(writing, monkeypatch):
    assert not latest.known(signing.SIGNED, [signing.FORMAT])
    for missing in ("default", "keys"):
        monkeypatch.setattr(signing, "has_columns", lambda alias, _wanted, missing=missing: alias != missing)
        signing.after_migrating()
        assert not latest.known(signing.SIGNED, [signing.FORMAT])


def test_after_an_older_backup_everything_is_signed_as_it_is(
    lived, other, blair, django_capture_on_commit_callbacks
):
    rows = list(lived.records)
    with django_capture_on_commit_callbacks(execute=True):
        lived.alex.do("take_words_back", past="1")
        other.alex.do("hand_in", see="a", feel="b", need="c", ask="d")
        other.alex.do("open")
        other.alex.do("take_words_back", past="1")
    lived.records.last().delete()
    for row in rows:
        row.save()
    Stream.objects.filter(pk=lived.id).update(head=len(rows))
    forged.another_command(other, lived)
    streams.memory.clear()
    assert len(broken()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert "sessions and ledgers signed anew: 3" in said("restore", yes=True)
    assert broken() == []
    assert set(latest.values(taken_back.TAKEN_BACK)) == {other.id}
