"""`manage.py backup`: whole, of one moment, for its owner alone, keys apart; or one sentence, and nothing is left."""

import json
import os
import subprocess
import sys
import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path
from stat import S_IMODE

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import User
from couples.backups import manifest, stores
from couples.keys.models import PersonKey
from tests import servers

pytestmark = pytest.mark.django_db(transaction=True)
DATABASES = {"DATABASE_URL": "default", "KEYS_DATABASE_URL": "keys"}


def backed_up(*words: object, **options: object) -> list[Path]:
    """The folders that it says it has made."""
    out = StringIO()
    call_command("backup", *map(str, words), stdout=out, **options)
    return [Path(line.split(": ")[1]) for line in out.getvalue().splitlines() if ": /" in line]


def modes(folder: Path) -> set[str]:
    return {oct(S_IMODE(path.stat().st_mode)) for path in folder.iterdir()}


def refused(*words: object, **options: object) -> str:
    with pytest.raises(CommandError) as error:
        backed_up(*words, **options)
    sentence = str(error.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_main_and_keys_are_written_apart_for_their_owner_alone(tmp_path, alex, blair):
    main, keys = backed_up(tmp_path / "main", tmp_path / "keys")
    assert (main.parent, keys.parent) == (tmp_path / "main", tmp_path / "keys")
    assert [modes(one) for one in (main, keys)] == [{"0o600"}] * 2
    assert S_IMODE(main.stat().st_mode) == S_IMODE(main.parent.stat().st_mode) == 0o700
    assert [one.name for one in main.parent.iterdir()] == [main.name]

    said = manifest.read(main)
    assert said.rows[User._meta.db_table] == 2
    assert PersonKey._meta.db_table not in said.rows
    assert manifest.read(keys).rows[PersonKey._meta.db_table] == 2
    assert said.sha256 == manifest.sha256_of(main / said.file)
    assert said.is_our_own()
    assert said.version == stores.version() == "0.1.0"
    assert said.migrations == stores.applied("main")
    assert said.server.split(".")[0].isdigit()


def test_the_keys_are_not_beside_what_they_open_unless_that_is_asked_for(tmp_path):
    assert "--only main or --only keys" in refused(tmp_path)
    assert "--together" in refused(tmp_path, tmp_path)
    assert "--together" in refused(tmp_path, tmp_path / "keys")
    assert "--together" in refused(tmp_path / "here", tmp_path / "here" / ".." / "here")
    assert list(tmp_path.iterdir()) == []
    assert [one.name.split("-")[0] for one in backed_up(tmp_path, tmp_path, together=True)] == [
        "main",
        "keys",
    ]
    assert len(backed_up(tmp_path / "keys", only="keys")) == 1


def test_a_copy_that_is_made_while_somebody_writes_is_of_one_moment(tmp_path, alex):
    """People and their password are made in one transaction: the copy has all of the people that it counts."""
    ends = threading.Event()

    def signs_up() -> None:
        number = 0
        while not ends.is_set():
            number += 1
            users.create(f"somebody{number}@example.org", "Somebody")
        connections.close_all()

    writing = threading.Thread(target=signs_up)
    writing.start()
    try:
        made = [backed_up(tmp_path / str(number), only="main")[0] for number in range(3)]
    finally:
        ends.set()
        writing.join()
    counted = [manifest.read(one).rows[User._meta.db_table] for one in made]
    assert counted == sorted(counted)
    assert counted[-1] > 1
    store = stores.store_of("main")
    assert [store.rows_of(one / manifest.read(one).file) for one in made] == [
        manifest.read(one).rows for one in made
    ]


def test_what_is_too_old_to_be_kept_is_deleted_when_asked_and_nothing_else(tmp_path, monkeypatch):
    def made(days: float, **options: bool) -> Path:
        monkeypatch.setattr("couples.backups.making.timezone.now", lambda: now - timedelta(days=days))
        return backed_up(tmp_path, only="keys", **options)[0]

    now = timezone.now()
    made(7), made(6.1)
    kept, other, main = made(5.9), tmp_path / "keys-of-my-houseZ", backed_up(tmp_path, only="main")[0]
    other.mkdir()
    for name, age in (("keys-20261130T030000Z", 2), ("keys-20261130T040000Z", 0)):
        (tmp_path / f".{name}.partial").mkdir()
        written = (now - timedelta(days=age)).timestamp()
        os.utime(tmp_path / f".{name}.partial", (written, written))
    made(0.1)
    assert len(list(tmp_path.iterdir())) == 8, "it is not done unasked"
    newest = made(0, delete_old=True)
    begun = tmp_path / ".keys-20261130T040000Z.partial"
    assert {kept, other, main, newest, begun} < set(tmp_path.iterdir())
    assert len(list(tmp_path.iterdir())) == 6


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert f"{tmp_path}/file" in refused(tmp_path / "file", only="main")
    assert "/proc/here" in refused("/proc/here", only="main")


def test_when_the_disk_is_full_one_sentence_says_so_and_nothing_is_left(tmp_path, alex):
    """No file of this process, and of what it starts, may grow: as on a full disk."""
    addresses = {
        name: servers.address_of(connections[alias].settings_dict) for name, alias in DATABASES.items()
    }
    env = {**os.environ, **addresses, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [
        "prlimit",
        "--fsize=8192",
        sys.executable,
        "manage.py",
        "backup",
        str(tmp_path),
        "--only",
        "main",
    ]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, cwd=servers.ROOT, check=False)
    sentence = ran.stderr.splitlines()[-1]
    assert ran.returncode == 1
    assert sentence.startswith("CommandError: ")
    assert ("SQLite could not write" if connection.vendor == "sqlite" else "pg_dump") in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_is_missing_is_named_with_what_to_type(tmp_path, monkeypatch):
    if connection.vendor == "sqlite":
        return
    monkeypatch.setenv("POSTGRES_BIN", str(tmp_path))
    assert "pg_dump" in refused(tmp_path / "to", only="main")
    monkeypatch.delenv("POSTGRES_BIN")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("couples.backups.postgres.DEBIAN", tmp_path)
    assert "apt install postgresql-client" in refused(tmp_path / "to", only="main")


def test_a_manifest_says_what_a_machine_can_read(tmp_path):
    (made,) = backed_up(tmp_path, only="keys")
    said = json.loads((made / "manifest.json").read_text())
    assert set(said) == {
        "database",
        "store",
        "server",
        "made_at",
        "version",
        "migrations",
        "rows",
        "file",
        "sha256",
        "mac",
    }
