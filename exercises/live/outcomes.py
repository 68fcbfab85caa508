"""What came of commands, counted for the operator: never whose, in which session or of which kind."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from couples.metrics import COMMANDS
from exercises.core.text import Refused
from exercises.live.access import AccessDenied
from exercises.live.database_threads import TROUBLE

log = logging.getLogger(__name__)
_ACCEPTED: Final = COMMANDS.labels("accepted")


@contextmanager
def counted() -> Iterator[None]:
    """Count what comes of the command in the body. One that the database could not take is a line in the log."""
    try:
        yield
    except Refused as refused:
        COMMANDS.labels(refused.code).inc()
        raise
    except AccessDenied:
        COMMANDS.labels("denied").inc()
        raise
    except TROUBLE as trouble:
        COMMANDS.labels("not_stored").inc()
        log.warning("command_not_stored", extra={"kind": type(trouble).__name__})
        raise
    _ACCEPTED.inc()
