"""`manage.py restore DIR`: only what is whole, our own and of this version, and only where nothing would be lost."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from stat import S_IMODE

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from couples.accounts.models import User
from couples.backups import loading, manifest, stores
from couples.keys import data_keys
from couples.keys.models import PersonKey
from couples.privacy import erasure
from tests import servers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nobody_else_is_connected")]


@pytest.fixture
def made(tmp_path, alex, blair) -> tuple[Path, Path]:
    """A backup of each database, when there were two people."""
    out = StringIO()
    call_command("backup", str(tmp_path / "main"), str(tmp_path / "keys"), stdout=out)
    main, keys = (Path(line.split(": ")[1]) for line in out.getvalue().splitlines())
    return main, keys


def restored(*folders: Path, **options: object) -> str:
    out = StringIO()
    call_command("restore", *map(str, folders), **{"yes": True, **options}, stdout=out, stderr=out)
    return out.getvalue()


def refused(*folders: Path, **options: object) -> str:
    with pytest.raises(CommandError) as error:
        restored(*folders, **options)
    sentence = str(error.value)
    assert "\n" not in sentence
    assert sentence.endswith((".", "]"))
    return sentence


def test_a_database_that_is_not_empty_is_left_as_it_is(made, drew):
    assert "--replace" in refused(made[0])
    assert User.objects.filter(pk=drew.pk).exists()


def test_both_are_put_back_and_people_get_in(made, alex, drew):
    alex.write(password="newer")
    said = restored(*made, replace=True)
    assert "people signed anew: 2" in said
    alex.refresh_from_db()
    assert alex.password != "newer"
    assert not User.objects.filter(pk=drew.pk).exists()
    assert PersonKey.objects.count() == 2
    call_command("check_records", stdout=StringIO())


def test_old_keys_do_not_come_back_for_who_erased_themselves_since(made, alex, blair):
    erasure.erase(alex)
    said = restored(made[1], replace=True)
    assert "keys of erased people destroyed: 1" in said
    assert data_keys.who_have_one() == {blair.pk}


def test_nobody_is_erased_because_the_keys_were_forgotten(made, alex):
    PersonKey.objects.all().delete()
    assert "would erase everybody" in refused(made[0], replace=True)
    assert "would erase everybody" in refused()
    assert User.objects.get(pk=alex.pk).is_active
    restored(made[1], replace=True)


DAMAGE = {
    "a byte of the copy": "damaged",
    "the copy": "missing",
    "the manifest": "damaged",
    "a count": "--unsigned",
    "another store": "the database main here is",
    "a newer version": "Install that one first",
    "a path": "not a backup",
}


def change(folder: Path, what: str) -> None:
    said = json.loads((folder / "manifest.json").read_text())
    file = folder / said["file"]
    if what == "a byte of the copy":
        file.write_bytes(file.read_bytes()[:-1] + b"!")
    elif what == "the copy":
        file.unlink()
    else:
        said |= {
            "a count": {"rows": said["rows"] | {"couples_user": 3}},
            "another store": {"store": "clay tablets"},
            "a newer version": {"migrations": [*said["migrations"], "couples.0999_wings"], "version": "9.0"},
            "a path": {"file": "../../etc/passwd"},
        }.get(what, {})
        text = "{" if what == "the manifest" else json.dumps(said)
        (folder / "manifest.json").write_text(text)


@pytest.mark.parametrize("what", DAMAGE)
def test_what_was_changed_or_does_not_fit_is_not_loaded(made, what, drew):
    change(made[0], what)
    assert DAMAGE[what] in refused(made[0], replace=True)
    assert User.objects.filter(pk=drew.pk).exists()


def test_a_backup_that_other_keys_signed_is_loaded_only_when_that_is_said(made, settings, alex):
    settings.MASTER_KEYS = [os.urandom(32), *settings.MASTER_KEYS]
    call_command("rotate_keys", stdout=StringIO())
    restored(made[0], replace=True)
    settings.MASTER_KEYS = settings.MASTER_KEYS[:1]
    assert "--unsigned" in refused(made[0], replace=True)
    restored(made[0], replace=True, unsigned=True)
    assert data_keys.data_key(alex.pk)


def test_two_of_one_database_are_not_both_meant(made):
    assert "one of main and one of keys" in refused(made[0], made[0], replace=True)


def test_the_folder_around_a_backup_is_not_one_and_says_what_is_in_it(made):
    assert str(made[0]) in refused(made[0].parent)
    assert "not a backup" in refused(made[0].parent.parent / "nothing")


def test_an_older_backup_is_brought_to_this_version(made, monkeypatch):
    """Which it is, is seen by its migrations; those that are missing are applied."""
    called = []
    monkeypatch.setattr(
        loading, "call_command", lambda *words, **options: called.append((*words, options["database"]))
    )
    monkeypatch.setattr(stores, "known", lambda: set(manifest.read(made[0]).migrations))
    restored(made[0], replace=True)
    assert called == []
    monkeypatch.setattr(stores, "known", lambda: {*manifest.read(made[0]).migrations, "couples.0998_newer"})
    restored(made[0], replace=True)
    assert called == [("migrate", "default")]


@pytest.fixture
def migrated(transactional_db) -> Iterator[None]:
    """The tables, which tests make from the models, say that all migrations were applied."""
    with override_settings(MIGRATION_MODULES={}):
        known = list(MigrationLoader(None).disk_migrations)
    for alias in connections:
        recorder = MigrationRecorder(connections[alias])
        recorder.ensure_schema()
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in known)
    yield
    for alias in connections:
        MigrationRecorder(connections[alias]).migration_qs.all().delete()


@pytest.fixture
def new_databases(tmp_path, transactional_db) -> Iterator[dict[str, str]]:
    """Two databases without a single table, as the environment names them."""
    if connection.vendor == "sqlite":
        yield {name: f"sqlite:///{tmp_path}/new-{name}" for name in ("DATABASE_URL", "KEYS_DATABASE_URL")}
        return
    names = {"DATABASE_URL": f"new_{os.getpid()}", "KEYS_DATABASE_URL": f"new_keys_{os.getpid()}"}
    with connection.cursor() as cursor:
        for name in names.values():
            cursor.execute(f"CREATE DATABASE {name}")
        yield {
            variable: servers.address_of({**connection.settings_dict, "NAME": name})
            for variable, name in names.items()
        }
        for name in names.values():
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_on_a_new_machine_both_go_into_empty_databases(migrated, made, new_databases):
    """By the command line, with databases that have not a single table yet."""
    env = {**os.environ, **new_databases, "DJANGO_SETTINGS_MODULE": "config.settings"}
    for words, said in (
        (["restore", str(made[0]), "--yes"], "keys is empty here"),
        (["restore", *map(str, made), "--yes"], "people signed anew: 2"),
        (["check_records"], "Everything holds."),
    ):
        command = [sys.executable, "manage.py", *words]
        ran = subprocess.run(command, env=env, capture_output=True, text=True, cwd=servers.ROOT, check=False)
        assert said in ran.stdout + ran.stderr
    if connection.vendor == "sqlite":
        assert S_IMODE(Path(new_databases["DATABASE_URL"].removeprefix("sqlite:///")).stat().st_mode) == 0o600
