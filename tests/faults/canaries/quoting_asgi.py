"""Counterpoint with a fault that quotes what people say, in its messages and in its locals. Nothing else serves it.

With LEAKY in the environment, the log is also written as Python writes it by itself.
"""

import os
from typing import Any

from config import logs

if os.environ.get("LEAKY"):
    logs.without_content = lambda logger, method, line: line

from config.asgi import application
from exercises.core import rules

__all__ = ["application"]
honest = rules.outcome


def outcome(session: Any, ask: Any) -> Any:
    typed = dict(ask.raw)
    if ask.name == "hand_in":
        raise RuntimeError(f"cannot decide {typed}") from ValueError(typed)
    return honest(session, ask)


rules.outcome = outcome
