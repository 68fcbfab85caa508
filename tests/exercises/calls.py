"""Counts how often functions of ours are called, as the interpreter sees it: whatever name they were imported under."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.db import connections
from django.test.utils import CaptureQueriesContext


class Calls:
    """`count`: by function name. `arguments`: by function name, what each call was given."""

    def __init__(self, functions: tuple[Callable[..., Any], ...]) -> None:
        self.codes = {function.__code__: function.__name__ for function in functions}
        self.count: Counter[str] = Counter()
        self.arguments: dict[str, list[dict[str, Any]]] = {name: [] for name in self.codes.values()}

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        name = self.codes.get(frame.f_code)
        if event == "call" and name:
            self.count[name] += 1
            self.arguments[name].append(dict(frame.f_locals))


@contextmanager
def calls_of(*functions: Callable[..., Any]) -> Iterator[Calls]:
    """Counts the calls that this thread makes, and its questions to both databases as "query"."""
    calls = Calls(functions)
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        before = sys.getprofile()
        sys.setprofile(calls)
        try:
            yield calls
        finally:
            sys.setprofile(before)
    calls.count["query"] = len(main) + len(keys)
