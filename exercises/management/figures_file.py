"""A command that reads a file of figures and prints others: JSON, every key known. What is wrong is one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser


class FiguresCommand(BaseCommand):
    """Prints `answer` of the object in FILE, which has all of `keys` and no others."""

    requires_system_checks: list[str] = []
    keys: ClassVar[tuple[str, ...]] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="A JSON file; - is standard input.")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        self.stdout.write(json.dumps(self.answer(read(file, self.keys)), ensure_ascii=False))

    def answer(self, found: dict[str, Any]) -> Any:
        """Return what is printed. Raises CommandError with one sentence."""
        raise NotImplementedError


def read(name: str, required: Collection[str]) -> dict[str, Any]:
    """Return the object in the file; `-` is standard input. Raises CommandError with one sentence."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        found = json.loads(text, parse_constant=_refuse)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{name} is not JSON: {error}.") from None
    return of_keys(found, "The file", required)


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
            raise CommandError(f"{called} has an unknown key, “{key}”.")
    return found


def a_list(found: Any, called: str) -> list[Any]:
    """Return the list. Raises CommandError."""
    if not isinstance(found, list):
        raise CommandError(f"“{called}” should be a list.")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no figure")
