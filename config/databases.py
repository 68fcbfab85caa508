"""The two databases. `keys` holds the wrapped data keys and nothing else, so that it can have its own short backup."""

from typing import Any

from .environment import DATA, env


def database(variable: str, file: str) -> dict[str, Any]:
    """SQLite waits its turn, survives a power cut and overwrites what is deleted; PostgreSQL lends from a pool.

    The pool is for pages. Sockets have connections of their own beside it: exercises/live/database_threads.py."""
    settings: dict[str, Any] = env.db_url(variable, default=f"sqlite:///{DATA / file}")
    if "sqlite" in settings["ENGINE"]:
        settings["ENGINE"] = "config.sqlite"
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        }
        settings["TEST"] = {"NAME": str(DATA / f"test-{file}")}  # a file, so that threads share it
    else:
        most = env.int("DB_POOL", default=8)
        settings["ENGINE"] = "config.postgresql"
        pool = {"min_size": min(2, most), "max_size": most, "timeout": 5}
        settings["OPTIONS"] = {"pool": pool, "connect_timeout": 4}
    return settings | {"ATOMIC_REQUESTS": False, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


DATABASES = {
    "default": database("DATABASE_URL", "counterpoint.sqlite3"),
    "keys": database("KEYS_DATABASE_URL", "keys.sqlite3"),
}
DB_THREADS: int = env.int("DB_THREADS", default=4)  # for sockets; each has a connection of its own
DATABASE_ROUTERS = ["couples.keys.router.KeysRouter"]
