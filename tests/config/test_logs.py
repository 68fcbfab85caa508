"""The log says what happened and where, never what anybody wrote."""

import logging
import sys

import pytest
from django.test import RequestFactory
from django.urls import resolve

from config.logs import Lines

SECRET = "something that was said"


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
    request = RequestFactory().get("/help/?said=" + SECRET)
    request.resolver_match = resolve("/help/")
    record = _record("django.request", "Not Found: /help/" + SECRET)
    record.request, record.status_code = request, 404
    line = Lines(as_json=True).format(record)
    assert "404 help/" in line
    assert SECRET not in line


def _record(name: str, message: str, exc_info: object = None) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, (), exc_info)
