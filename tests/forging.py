"""Writing to the main database as somebody could who has nothing but that, and seeing that nobody has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def anybody_may_write() -> Iterator[None]:
    """Write past the guard, which stands in the application and not in the database."""
    from couples.facts import guard

    connection.execute_wrappers.remove(guard.refuse)
    try:
        yield
    finally:
        connection.execute_wrappers.append(guard.refuse)


def run(sql: str, *values: Any) -> None:
    """Run one statement as somebody would who writes to the main database alone."""
    field = {True: 1, False: 0} if connection.vendor == "sqlite" else {}
    written = [value.hex if _is_id(value) else field.get(value, value) for value in values]
    with anybody_may_write(), connection.cursor() as cursor:
        cursor.execute(sql, written)
        assert cursor.rowcount, "nothing was forged"


def put_back(table: str, row: dict[str, Any]) -> None:
    """Write an older state of a row over the present one, or insert it again."""
    names, values = [f'"{one}"' for one in row], list(row.values())
    with anybody_may_write(), connection.cursor() as cursor:
        sets = ", ".join(f"{one} = %s" for one in names)
        cursor.execute(f"UPDATE {table} SET {sets} WHERE id = %s", [*values, row["id"]])
        if not cursor.rowcount:
            places = ", ".join(["%s"] * len(names))
            cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", values)


def copy_of(table: str, pk: Any) -> dict[str, Any]:
    """Return a row as it is stored."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [pk.hex if _is_id(pk) else pk])
        return dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))


def what_does_not_hold() -> list[str]:
    """Return about whom something was written by somebody else."""
    from couples.facts import signing

    if connection.needs_rollback or not (people := signing.all_people()):
        return []
    return [f"{person}: {what}" for person, what in signing.whats_wrong(people).items()]


def _is_id(value: Any) -> bool:
    return hasattr(value, "hex") and connection.vendor == "sqlite" and not isinstance(value, float | bytes)


def at_the_moment(
    monkeypatch: Any, where: Any, name: str, act: Callable[[], object], after: bool = True
) -> list[str]:
    """Have somebody write once, right after (or before) this function of a check. Returns what it was, once done."""
    honest: Callable[..., Any] = getattr(where, name)
    done: list[str] = []

    def watched(*given: Any, **named: Any) -> Any:
        if not after and not done:
            done.append(name)
            act()
        try:
            return honest(*given, **named)
        finally:
            if not done:
                done.append(name)
                act()

    monkeypatch.setattr(where, name, watched)
    return done


def delete(table: str, pk: Any) -> None:
    run(f"DELETE FROM {table} WHERE id = %s", pk)
