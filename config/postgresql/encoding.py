"""Which letters a database takes. One that is not UTF8 takes every English word, and fails at the first “ü”.

PostgreSQL makes such databases where it was installed on a machine without a language, as a bare Debian is.
"""

from typing import Final

from django.conf import settings
from django.db import connections

TAKES_ALL: Final = "UTF8"


def refused() -> str:
    """Return a sentence about the databases that do not take every letter; empty if all do. Raises DatabaseError."""
    found = {alias: encoding(alias) for alias in settings.DATABASES}
    wrong = [
        f"that of `{alias}` has the encoding {name}" for alias, name in found.items() if name != TAKES_ALL
    ]
    hint = f"Make it anew: createdb --encoding={TAKES_ALL} --locale=C.UTF-8 --template=template0, and load a backup."
    return f"A database takes only some letters: {', '.join(wrong)}. {hint}" if wrong else ""


def encoding(alias: str) -> str:
    """Return what PostgreSQL calls it; SQLite always takes all."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return TAKES_ALL
    connection.ensure_connection()
    return str(connection.connection.info.parameter_status("server_encoding"))
