"""Reads a file of figures for a command: JSON, one object, every key known. What is wrong is one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


def read(name: str, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
    """Return the object in the file; `-` is standard input. Raises CommandError with one sentence."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        found = json.loads(text, parse_constant=_refuse)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{name} is not JSON: {error}.") from None
    return of_keys(found, "The file", required, optional)


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
