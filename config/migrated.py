"""Whether the databases have the tables of this version and take every letter, and we their master keys.

It changes nothing.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from couples.keys import rotation

from .postgresql import encoding
from .starting import sentence

log = logging.getLogger(__name__)


def is_migrated(alias: str) -> bool:
    """Return whether this database has every migration that this version knows. Raises DatabaseError."""
    connection = connections[alias]
    if _known() <= MigrationRecorder(connection).applied_migrations().keys():
        return True
    executor = MigrationExecutor(connection)  # knows also those that replace others
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def whats_missing() -> str:
    """Return a sentence about what must be done before a start; empty if nothing, or if a database is away.

    It may be called where an event loop runs.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(_whats_missing).result()


def _whats_missing() -> str:
    try:
        lacking = [alias for alias in settings.DATABASES if not is_migrated(alias)]
        if not lacking:
            return encoding.refused() or rotation.why_nothing_opens()
    except DatabaseError as trouble:
        log.error(f"{sentence(trouble) or 'A database fails.'} Pages are served once it answers.")
        return ""
    finally:
        connections.close_all()
    commands = (f"`manage.py migrate --database {alias}`" for alias in lacking)
    return f"The tables of this version are missing. Run {' and '.join(commands)}, then start again."


@cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
