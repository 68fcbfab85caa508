"""Why a database can't be reached, in words of a closed list: what PostgreSQL says holds hosts, ports and names."""

from typing import Final

from django.db import OperationalError

SAID: Final = {
    "connection refused": "it refused the connection",
    "authentication failed": "it refused the name or the password",
    "no password supplied": "it wants a password",
    "no pg_hba.conf entry": "it lets nobody in from here",
    "could not translate host name": "its host is not known",
    "failed to resolve host": "its host is not known",
    "timeout expired": "it does not answer",
    "timed out": "it does not answer",
    "no route to host": "there is no way to its host",
    "network is unreachable": "there is no way to its host",
    "no such file": "nothing listens there",
    "too many clients": "it has too many connections",
    "remaining connection slots": "it has too many connections",
    "the database system is": "it is starting or ending",
    "ssl": "the encryption of the connection failed",
}
"""What is found in an error of a connection, and what is said of it."""


ENDED: Final = {None, "57P01", "57P02", "57P03", "08000", "08003", "08006"}
"""What PostgreSQL says of a connection that it ends, or nothing, where it could not say any more."""


def reason(error: BaseException) -> str:
    """Return why, or the type of the error and its SQLSTATE."""
    said = str(error).lower()
    if "database" in said and "does not exist" in said:
        return "there is no database of that name"
    for found, words in SAID.items():
        if found in said:
            return words
    return " ".join(filter(None, (type(error).__name__, getattr(error, "sqlstate", None))))


def is_away(error: BaseException | None) -> bool:
    """Return whether the database can't be reached: its pool, or a connection of its own, could not connect."""
    return isinstance(error, OperationalError) and type(error.__cause__).__name__ == "Away"


def is_lost(error: BaseException | None) -> bool:
    """Return whether a connection broke under way, as when the database restarts: what it was asked may be done."""
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    ours = type(cause).__module__.startswith("psycopg.")
    return ours and not is_away(error) and getattr(cause, "sqlstate", None) in ENDED
