"""A plugin of pytest: one module is imported with a fault in it, for what is decided while modules are imported.

COUNTERPOINT_MUTANT names the module's file and the file that holds the source to be used instead.
"""

import os
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

PATH, SOURCE = os.environ["COUNTERPOINT_MUTANT"].split(os.pathsep)
_real = SourceFileLoader.get_code


def _get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
    if Path(loader.path) == Path(PATH):
        return compile(Path(SOURCE).read_text(), PATH, "exec", dont_inherit=True)
    return _real(loader, name)


setattr(SourceFileLoader, "get_code", _get_code)  # noqa: B010 (a method of another signature)
