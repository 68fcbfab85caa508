"""What lies behind the app: how many commits one PostgreSQL makes a second, and how many messages one Redis passes on.

python -m benchmarks.limits [SECONDS]: both are started as the benchmark starts them, durable, on this machine. Each
writer commits one small row at a time, as a command alone does. Each message is as long as a broadcast, and heard once.
"""

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import redis

from benchmarks.stores import stores

WRITERS = 8
MESSAGE = b"x" * 150


def rate(work: Callable[[], None], workers: int, seconds: float) -> float:
    """How often a second `work` is done by so many threads. Raises what one of them raises."""
    together = threading.Barrier(workers)

    def run(_worker: int) -> int:
        together.wait()
        done, end = 0, time.perf_counter() + seconds
        while time.perf_counter() < end:
            work()
            done += 1
        return done

    with ThreadPoolExecutor(workers) as threads:
        return sum(threads.map(run, range(workers))) / seconds


def commits(url: str, seconds: float) -> float:
    with psycopg.connect(url, autocommit=True) as first:
        first.execute("CREATE TABLE bench_limits (id bigserial PRIMARY KEY, at timestamptz, words text)")
    own = threading.local()

    def commit() -> None:
        if not hasattr(own, "connection"):
            own.connection = psycopg.connect(url, autocommit=True)
        own.connection.execute("INSERT INTO bench_limits (at, words) VALUES (now(), %s)", ["x" * 200])

    return rate(commit, WRITERS, seconds)


def messages(url: str, seconds: float) -> float:
    with redis.Redis.from_url(url) as client, client.pubsub() as heard:
        heard.subscribe("bench")
        heard.get_message(timeout=1)

        def pass_on() -> None:
            client.publish("bench", MESSAGE)
            heard.get_message(timeout=1)

        return rate(pass_on, 1, seconds)


def main(seconds: float) -> None:
    with stores() as given:
        print(f"{commits(given.env['DATABASE_URL'], seconds):8.0f} commits a second, {WRITERS} writers")
        print(
            f"{messages(given.env['REDIS_URL'], seconds):8.0f} messages a second, sent and heard one by one"
        )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0)
