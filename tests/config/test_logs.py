"""The log says what happened and where, never what anybody wrote."""

import json
import logging
import re
import sys
from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import get_resolver, resolve

from config.logs import Kept, Lines
from config.measured import Measured, area_of, is_private

SECRET = "something that was said"
SESSION = "00000000-0000-4000-8000-000000000001"


@pytest.mark.parametrize("as_json", [True, False])
def test_an_exception_is_logged_without_its_words(as_json: bool) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = _record("exercises", "it broke", exc_info=sys.exc_info())
    line = Lines(as_json).format(record)
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert SECRET not in line


def test_a_failed_task_is_logged_without_its_words() -> None:
    line = Lines(as_json=True).format(_record("asyncio", f"never retrieved: ValueError('{SECRET}')"))
    assert "A task failed." in line
    assert SECRET not in line


def test_an_address_is_logged_as_its_route() -> None:
    line = written(answered("/meeting/", 404))
    assert (line["status"], line["route"]) == (404, "/meeting/")
    assert written(answered("/", 500))["route"] == "/"
    assert written(answered("/help/", 500))["route"] == "private"


@pytest.mark.parametrize(
    "path",
    [
        "/alone/b/",
        f"/counsel/notes/{SESSION}/a/",
        f"/counsel/one/{SESSION}/a/",
        "/account/lock/",
        "/help/",
        "/leave/",
        f"/sessions/{SESSION}/own/",
    ],
)
def test_a_private_page_leaves_a_line_only_when_it_fails(path: str) -> None:
    assert not Kept().filter(answered(path, 422))
    assert Kept().filter(answered(path, 500))
    assert Kept().filter(answered("/meeting/", 422))


def test_a_line_holds_what_our_code_adds_and_nothing_else() -> None:
    record = _record("couples.duties", "duty_missed")
    vars(record).update(duty="leavings", kind="OperationalError", address=SECRET, request=SECRET)
    line = written(record)
    assert (line["duty"], line["kind"]) == ("leavings", "OperationalError")
    assert set(line) == {"event", "duty", "kind", "timestamp", "level", "logger"}


async def test_lines_of_one_request_have_one_id_and_its_time() -> None:
    lines = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        lines.append(written(_record("security", "password_failed")))
        lines.append(written(answered("/meeting/", 404)))

    for _again in range(2):
        await Measured(inner)({"type": "http", "path": "/meeting/"}, None, None)
    first, second, third, _fourth = (line["request_id"] for line in lines)
    assert first == second != third
    assert 0 <= lines[1]["ms"] < 60_000
    assert "ms" not in lines[0]


def test_a_pool_that_cannot_connect_complains_once_in_a_while_and_without_an_address() -> None:
    for said, reason in (
        (f"connection to server at {SECRET} failed: Connection refused", "it refused the connection"),
        (f'password authentication failed for user "{SECRET}"', "it refused the name or the password"),
        (f'database "{SECRET}" does not exist', "there is no database of that name"),
        (SECRET, "OperationalError"),
    ):
        kept = Kept()
        args = ("pool-1", OperationalError(said))
        record = _record("psycopg.pool", "error connecting in %r: %s", args=args)
        assert [kept.filter(record) for _again in range(3)] == [True, False, False]
        assert written(record)["event"] == f"error connecting in 'pool-1': {reason}"


def test_another_complaint_of_a_pool_does_not_hide_why_it_cannot_connect() -> None:
    kept = Kept()
    both = [_record("psycopg.pool", said) for said in ("discarding closed connection", "error connecting")]
    assert [kept.filter(record) for record in (*both, *both)] == [True, True, False, False]


def test_a_pool_says_numbers_and_nothing_else() -> None:
    record = _record("psycopg.pool", "attempt in %r failed after %s sec: %s", args=("pool-2", 4.0, SECRET))
    assert written(record)["event"] == "attempt in 'pool-2' failed after 4.0 sec: …"
    assert written(_record("psycopg.pool", "%s and %s", args=(SECRET,)))["event"] == "%s and %s"


def test_every_address_is_counted_in_one_part_of_the_site_or_private() -> None:
    patterns = (str(one.pattern) for one in get_resolver().url_patterns)
    paths = ["/" + re.sub(r"<[^>]+>", "1", pattern) for pattern in patterns]
    assert len(paths) > 90
    assert [path for path in paths if is_private(path) == bool(area_of(path))] == []


def written(record: logging.LogRecord) -> dict[str, Any]:
    """The line, as an operator's tools read it."""
    line = Lines(as_json=True).format(record)
    assert SECRET not in line
    found: dict[str, Any] = json.loads(line)
    return found


def answered(path: str, status: int) -> logging.LogRecord:
    request = RequestFactory().get(f"{path}?said={SECRET}")
    request.resolver_match = resolve(path)
    record = _record("django.request", f"Not Found: {path}{SECRET}")
    record.request, record.status_code = request, status
    return record


def _record(name: str, message: str, exc_info: object = None, args: Any = ()) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)
