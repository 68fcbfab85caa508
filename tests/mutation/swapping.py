"""Puts a mutant in the place of what is running already, so that no mutant costs a new start of everything."""

from __future__ import annotations

import ast
import gc
from types import CodeType, FunctionType


class CannotBeTried(Exception):
    """The mutant closes over other variables than the function that is running."""


def swap(path: str, before: ast.Module, after: ast.Module) -> None:
    """Give every function that was made from this file the code that it has in the mutant."""
    old, new = (_codes(compile(tree, path, "exec", dont_inherit=True)) for tree in (before, after))
    changed = {key: code for key, code in new.items() if key not in old or code != old[key]}
    gc.unfreeze()
    swapped = 0
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename == path:
            code = changed.get(_key(one.__code__))
            if code is not None:
                try:
                    one.__code__ = code
                except ValueError as other:
                    raise CannotBeTried(str(other)) from other
                swapped += 1
    if changed and not swapped:
        raise CannotBeTried("no such function is running")


def _codes(code: CodeType) -> dict[tuple[str, int], CodeType]:
    found = {_key(code): code}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= _codes(constant)
    return found


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno
