"""Says which servers and which browser were used, by asking them. It starts none."""

import platform
import subprocess
from collections.abc import Mapping

import psycopg
import redis


def line(env: Mapping[str, str]) -> str:
    """Like "Python 3.11.2, PostgreSQL 15.20, Redis 7.0.15, Chromium 156.0". `env` names what was used."""
    used = [f"Python {platform.python_version()}"]
    if address := env.get("DATABASE_URL"):
        used.append(_database(address))
    if address := env.get("REDIS_URL"):
        used.append(_redis(address))
    if binary := env.get("CHROMIUM"):
        ran = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
        used.append(" ".join(ran.stdout.split()[:2]) or binary)
    return ", ".join(used)


def _database(address: str) -> str:
    if not address.startswith("postgres"):
        return address.partition(":")[0]
    maintenance = f"{address.rpartition('/')[0]}/postgres"
    with psycopg.connect(maintenance) as connection:
        number = connection.info.server_version
    return f"PostgreSQL {number // 10_000}.{number % 10_000}"


def _redis(address: str) -> str:
    with redis.Redis.from_url(address) as client:
        info = client.info("server")
    assert isinstance(info, dict)
    version = info.get("valkey_version")
    return f"Valkey {version}" if version else f"Redis {info['redis_version']}"
