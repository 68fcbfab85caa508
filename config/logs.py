"""Log lines without content: what happened, where, how often.

Paths are left out (an invitation's path is a secret), and so are the messages of exceptions; their types and stack
frames stay.
"""

import logging
import re
import time
import traceback
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

from .measured import BEGAN, is_private
from .postgresql.reasons import reason

WITH_ADDRESSES = ("django.request", "django.server", "django.security", "django.channels")
POOL: Final = "psycopg.pool"
SECONDS_BETWEEN_COMPLAINTS: Final = 30.0
"""A pool complains of each connection that it could not make; one line of each kind in so long says as much."""
KEPT_FIELDS: Final = {
    *("event", "exc_info", "_record", "_from_structlog", "request_id"),
    *("duty", "kind", "seconds", "seconds_ahead", "attempt"),
}
"""What a line may hold: the fields that our own code adds, and nothing that a library does."""


class Lines(structlog.stdlib.ProcessorFormatter):
    """Formats every record, ours and those of libraries: as JSON in production, as text locally."""

    def __init__(self, as_json: bool) -> None:
        shown = (
            structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
        )
        super().__init__(
            foreign_pre_chain=[
                structlog.stdlib.ExtraAdder(),
                structlog.contextvars.merge_contextvars,
                without_content,
            ],
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                shown,
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        if record.name == POOL:
            record = logging.makeLogRecord(vars(record) | {"msg": _of_pool(record), "args": ()})
        return super().format(record)


class Kept(logging.Filter):
    """Drops what somebody did on a private page, unless it failed, and what the pool of connections repeats."""

    def __init__(self) -> None:
        super().__init__()
        self.complained: dict[object, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == POOL:
            return self._is_new_complaint(record.msg)
        request, status = getattr(record, "request", None), getattr(record, "status_code", 500)
        return not (status < 500 and is_private(getattr(request, "path", "")))

    def _is_new_complaint(self, about: object) -> bool:
        now = time.monotonic()
        if now - self.complained.get(about, -SECONDS_BETWEEN_COMPLAINTS) < SECONDS_BETWEEN_COMPLAINTS:
            return False
        self.complained[about] = now
        return True


def without_content(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove paths and unknown fields, and keep only the type and the stack frames of an exception."""
    record: logging.LogRecord = line["_record"]
    for name in set(line) - KEPT_FIELDS:
        del line[name]
    if record.name.startswith(WITH_ADDRESSES):
        line.update(_about_request(record))
    if record.name == "asyncio":
        line["event"] = "A task failed."  # asyncio's own sentence quotes the exception
    failed = line.pop("exc_info", None) or record.exc_info
    if failed and not record.name.startswith("django.security"):  # a strange request is no failure of ours
        line["failed"], line["at"] = _way(failed)
    record.exc_info, record.exc_text = None, None
    return line


def _of_pool(record: logging.LogRecord) -> str:
    """Return its sentence, with numbers and reasons, and without what else it would be filled with: hosts and names."""
    args = record.args if isinstance(record.args, tuple) else ()
    try:
        return record.msg % tuple(_safe(one) for one in args)
    except TypeError:
        return str(record.msg)


def _safe(argument: object) -> object:
    if isinstance(argument, BaseException):
        return reason(argument)
    return argument if isinstance(argument, int | float) or re.fullmatch(r"pool-\d+", str(argument)) else "…"


def _about_request(record: logging.LogRecord) -> dict[str, Any]:
    """Return status, route and time of a request, never its path."""
    request, began = getattr(record, "request", None), BEGAN.get()
    match = getattr(request, "resolver_match", None)
    route = f"/{match.route}" if match else "none"
    if is_private(getattr(request, "path", "")):
        route = "private"
    about = {"event": "answered", "status": getattr(record, "status_code", record.name), "route": route}
    return about if began is None else about | {"ms": round((time.monotonic() - began) * 1000)}


def _way(failed: Any) -> tuple[str, list[str]]:
    kind, _error, way = failed
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(way)]
    return kind.__name__, frames
