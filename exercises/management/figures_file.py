"""A command that reads a file of figures and prints others: JSON, every key known. What is wrong is one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, ClassVar, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

SHOWN: Final = 40
"""How many characters of a key a message repeats."""

LONGEST: Final = 1000
"""Digits of a whole number."""


class FiguresCommand(BaseCommand):
    """Prints `answer` of the object in FILE, which has all of `keys`, perhaps some of `optional`, and no others.

    `number` makes the value of a number with a point or an exponent from its text.
    """

    requires_system_checks: list[str] = []
    keys: ClassVar[tuple[str, ...]] = ()
    optional: ClassVar[tuple[str, ...]] = ()
    number: ClassVar[Callable[[str], Any]] = float

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="A JSON file; - is standard input.")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        found = of_keys(read(file, type(self).number), "The file", self.keys, self.optional)
        self.stdout.write(json.dumps(self.answer(found), ensure_ascii=False))

    def answer(self, found: dict[str, Any]) -> Any:
        """Return what is printed. Raises CommandError with one sentence."""
        raise NotImplementedError


def read(name: str, number: Callable[[str], Any]) -> Any:
    """Return what the JSON file says; `-` is standard input. Raises CommandError with one sentence."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        return json.loads(
            text, parse_constant=_refuse, parse_float=number, parse_int=_whole, object_pairs_hook=_once
        )
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{name} is not JSON: {error}.") from None


def of_keys(
    found: Any, called: str, required: Collection[str], optional: Collection[str] = ()
) -> dict[str, Any]:
    """Return the object, with all of these keys and no others. Raises CommandError."""
    if not isinstance(found, dict):
        raise CommandError(f"{called} should be an object.")
    for key in required:
        if key not in found:
            raise CommandError(f"{called} lacks “{key}”.")
    for key in found:
        if key not in {*required, *optional}:
            raise CommandError(f"{called} has an unknown key, {quoted(key)}.")
    return found


def a_list(found: Any, called: str) -> list[Any]:
    """Return the list. Raises CommandError."""
    if not isinstance(found, list):
        raise CommandError(f"“{called}” should be a list.")
    return found


def quoted(words: str) -> str:
    """Return the beginning of words from a file on one line that every terminal can print."""
    shown = words[:SHOWN]
    safe = shown if shown.isprintable() else ascii(shown)[1:-1]
    return f"“{safe}{'…' * (len(words) > SHOWN)}”"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"it has the key {quoted(twice)} twice")
    return found


def _whole(digits: str) -> int:
    if len(digits) > LONGEST:
        raise ValueError(f"it has a number of {len(digits)} digits")
    return int(digits)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no figure")
