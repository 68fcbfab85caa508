"""The two databases by the names that an operator gives them, and how each kind of store is copied."""

from __future__ import annotations

import tomllib
from types import ModuleType
from typing import Final

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from couples.backups import postgres, sqlite
from couples.keys.router import KEYS

MAIN: Final = "main"
ALIASES: Final = {MAIN: "default", KEYS: KEYS}


def connection_of(database: str) -> BaseDatabaseWrapper:
    return connections[ALIASES[database]]


def store_of(database: str) -> ModuleType:
    """Return the module that copies this database."""
    return sqlite if connection_of(database).vendor == "sqlite" else postgres


def version() -> str:
    """Return the version of this code."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def applied(database: str) -> list[str]:
    """Return the migrations that were applied to this database."""
    return sorted(".".join(one) for one in MigrationRecorder(connection_of(database)).applied_migrations())


def known() -> set[str]:
    """Return the migrations of this code, with those that stand for others."""
    there = MigrationLoader(None).disk_migrations
    replaced = [one for migration in there.values() for one in migration.replaces]
    return {".".join(one) for one in [*there, *replaced]}
