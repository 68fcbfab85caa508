"""A database that takes only some letters is refused by `migrate` and at a start, before somebody types an “ü”."""

from __future__ import annotations

from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections

from config import migrated
from config.postgresql import base, encoding

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def only_ascii(monkeypatch: pytest.MonkeyPatch):
    """`keys` as PostgreSQL makes it on a machine without a language; nothing on SQLite, which has no such databases."""
    known = connections["keys"].settings_dict
    if connections["keys"].vendor != "postgresql":
        yield None
        return
    name = f"{known['NAME']}_ascii"
    server = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "dbname": "postgres"}
    with psycopg.connect(**server, autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} ENCODING SQL_ASCII LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
        options = {option: value for option, value in known["OPTIONS"].items() if option != "pool"}
        one = base.DatabaseWrapper(known | {"NAME": name, "OPTIONS": options}, "keys")
        monkeypatch.setattr(encoding, "connections", {"default": connections["default"], "keys": one})
        yield one
        one.close()
        connection.execute(f"DROP DATABASE {name}")


def test_such_a_database_ends_a_migration_and_a_start(only_ascii) -> None:
    if only_ascii is None:
        assert encoding.refused() == ""
        return
    with pytest.raises(SystemCheckError, match="keys` has the encoding SQL_ASCII"):
        call_command("migrate", database="keys", skip_checks=False, stdout=StringIO())
    assert "createdb --encoding=UTF8" in migrated._whats_missing()


def test_ours_take_every_letter() -> None:
    assert [encoding.encoding(alias) for alias in ("default", "keys")] == ["UTF8", "UTF8"]
    assert encoding.refused() == ""
