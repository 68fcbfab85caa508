"""The drill of docs/operators/backups.md: an older main database beside the present keys, and rotated keys."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import call_command

from couples.accounts.models import User
from couples.keys import data_keys
from couples.privacy import erasure
from exercises.live import access
from exercises.live.store import streams
from tests.exercises.live.rooms import EVERY, Room, opened_by_others
from tests.exercises.rows import all_rows
from tests.long_run import IS_LONG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_else_is_connected")]
COUPLES = 200 if IS_LONG else 3


@pytest.fixture
def rooms() -> list[Room]:
    """A session of each couple, walked to its end, of one exercise after the other."""
    return [opened_by_others(number, EVERY[number % len(EVERY)]).walk(number) for number in range(COUPLES)]


def backed_up(*words: object, **options: str) -> list[str]:
    out = StringIO()
    call_command("backup", *map(str, words), **options, stdout=out)
    return [line.split(": ")[1] for line in out.getvalue().splitlines()]


def restored(*folders: str) -> str:
    out = StringIO()
    call_command("restore", *folders, yes=True, replace=True, stdout=out)
    streams.memory.clear()  # as a server that starts
    return out.getvalue()


def screens(rooms: list[Room]) -> list[object]:
    return [chair.look() for room in rooms for chair in room.chairs]


def words_of(room: Room, person: UUID) -> list[str]:
    """What is stored of this person's words in a session, as far as it can be opened."""
    state = streams.state_at(access.of_author(room.id, room.blair.caller))
    author = "Ann" if person == room.alex.user.pk else "Ben"
    return [
        word
        for word in str(state).replace("'", " ").replace('"', " ").split()
        if word.startswith(f"{author}")
    ]


def test_an_older_backup_brings_back_everything_but_who_was_erased_since(rooms, tmp_path: Path):
    gone, *stay = rooms
    ann = gone.alex.user
    assert words_of(gone, ann.pk), "there is something to be read, as long as she is here"
    before = screens(stay)
    (main,) = backed_up(tmp_path, only="main")

    erasure.erase(ann)
    stay[0].blair.user.write(password="newer")
    said = restored(main)

    assert "erased again: 1\n" in said
    assert screens(stay) == before
    again = User.objects.get(pk=ann.pk)
    assert (again.is_active, again.email.endswith(erasure.ERASED_DOMAIN)) == (False, True)
    assert ann.email not in all_rows()
    assert data_keys.data_key(ann.pk) is None
    assert words_of(gone, ann.pk) == []
    assert words_of(gone, gone.blair.user.pk), "his own are his"
    call_command("check_records", stdout=StringIO())
    call_command("replay_sessions", stdout=StringIO())


def test_a_backup_from_before_the_keys_were_rotated_opens_as_long_as_the_old_one_is_there(
    rooms, tmp_path: Path, settings
):
    old, new = settings.MASTER_KEYS, os.urandom(32)
    before = screens(rooms)
    folders = backed_up(tmp_path / "main", tmp_path / "keys")
    settings.MASTER_KEYS = [new, *old]
    call_command("rotate_keys", stdout=StringIO())
    restored(*folders)
    assert screens(rooms) == before

    call_command("rotate_keys", stdout=StringIO())
    settings.MASTER_KEYS = [new]
    streams.memory.clear()
    assert screens(rooms) == before
    call_command("check_records", stdout=StringIO())
