"""Runs a command with a real Redis and a real PostgreSQL, or those given as REDIS_URL and DATABASE_URL.

Usage: python -m scripts.with_servers COMMAND …
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from scripts import machine
from scripts.postgres import postgres
from tests.servers import folder_for, redis


@contextmanager
def servers(is_durable: bool = True) -> Iterator[Mapping[str, str]]:
    """The environment that names the servers and their programs: REDIS_URL, DATABASE_URL, KEYS_DATABASE_URL,
    REDIS_SERVER, POSTGRES_BIN.

    A PostgreSQL that is not durable is faster, and need not survive a power cut.
    """
    with ExitStack() as ending:
        env = {"REDIS_SERVER": machine.redis_server()}
        os.environ.update(env)
        if not (address := os.environ.get("REDIS_URL")):
            own = redis(ending.enter_context(folder_for("redis")))
            ending.callback(own.stop)
            own.start()
            address = f"redis://127.0.0.1:{own.port}/0"
        env["REDIS_URL"] = address
        if given := os.environ.get("DATABASE_URL"):
            env["DATABASE_URL"] = given
            env["KEYS_DATABASE_URL"] = os.environ.get("KEYS_DATABASE_URL", f"{given}_keys")
        else:
            programs = machine.postgres_folder()
            url = ending.enter_context(postgres(programs, is_durable))
            env |= {"DATABASE_URL": f"{url}/counterpoint", "KEYS_DATABASE_URL": f"{url}/keys"}
            env["POSTGRES_BIN"] = str(programs)  # with pg_dump of the same version
        yield env


def tidy_up_when_told_to_end() -> None:
    """To be terminated, or to lose the terminal, is like Ctrl-C: everything that was started is stopped."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's background job ignores it, and so would ours


if __name__ == "__main__":
    tidy_up_when_told_to_end()
    with servers() as env:
        code = subprocess.run(sys.argv[1:], env=os.environ | env, check=False).returncode
    sys.exit(code)
