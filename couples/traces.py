"""What SQLite leaves behind of words that were sealed anew or removed: the pages in its log of writes (the WAL).

What is freed in the file itself is overwritten at once (`secure_delete`, see config/databases.py). PostgreSQL keeps
dead rows until its vacuum, and its log for as long as the operator archives it: docs/operators/backups.md.
"""

from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


def wipe() -> None:
    """Empty the logs of writes, when the current transaction has been committed. It may fail without a word."""
    transaction.on_commit(empty_logs)


def empty_logs() -> int:
    """Write the logs of both databases into their files and cut them, as far as nobody reads in them just now.

    Idempotent; a duty does it again. Returns how many were emptied.
    """
    return sum(_empty(connections[alias]) for alias in settings.DATABASES)


def _empty(connection: BaseDatabaseWrapper) -> bool:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    wait = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")  # whoever asked for it does not wait for others
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return bool(cursor.fetchone()[0] == 0)
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {wait}")
    except DatabaseError:
        return False
