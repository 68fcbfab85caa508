"""Asking an operator, on a terminal."""

import sys
from typing import Final

from django.core.management.base import CommandError

NO_TERMINAL: Final = (
    "Nothing was done: this asks before it goes on, and nobody can answer here; "
    "run it on a terminal, or add --yes."
)


def require_terminal() -> None:
    """Raise CommandError unless somebody can answer here. Call it before anything is changed."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise CommandError(NO_TERMINAL)


def is_yes(question: str) -> bool:
    return input(f"{question} [yes/no] ") == "yes"
