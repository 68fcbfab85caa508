"""Log lines without content: what happened, where, how often.

Paths are left out (an invitation's path is a secret), and so are the messages of exceptions; their types and stack
frames stay.
"""

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

WITH_ADDRESSES = ("django.request", "django.server", "django.security", "django.channels")


class Lines(structlog.stdlib.ProcessorFormatter):
    """Formats every record, ours and those of libraries: as JSON in production, as text locally."""

    def __init__(self, as_json: bool) -> None:
        shown = (
            structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
        )
        super().__init__(
            foreign_pre_chain=[without_content],
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                shown,
            ],
        )


def without_content(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove paths, and keep only the type and the stack frames of an exception."""
    record: logging.LogRecord = line["_record"]
    if record.name.startswith(WITH_ADDRESSES):
        line["event"] = _about_request(record)
    if record.name == "asyncio":
        line["event"] = "A task failed."  # asyncio's own sentence quotes the exception
    failed = line.pop("exc_info", None) or record.exc_info
    if failed and not record.name.startswith("django.security"):  # a strange request is no failure of ours
        line["failed"], line["at"] = _way(failed)
    record.exc_info, record.exc_text = None, None
    return line


def _about_request(record: logging.LogRecord) -> str:
    """Return status and route of a request, never its path."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return f"{getattr(record, 'status_code', record.name)} {match.route if match else 'no page'}"


def _way(failed: Any) -> tuple[str, list[str]]:
    kind, _error, way = failed
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(way)]
    return kind.__name__, frames
