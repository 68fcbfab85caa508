"""The parts of a screen as markup, each made once for all that it is made from.

What was made is kept as long as a connection of its viewer is open in this process, and only the latest of each part:
a change of the session, of a name, a draft or an access reaches every open connection, which then makes it anew.
"""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakValueDictionary

from exercises.core.pair import Viewer
from exercises.live.screens.contexts import Context
from exercises.markup import markup


def made(part: str, context: Context) -> str:
    """Return the markup of a part, made from its context, without the blank lines that template tags leave."""
    lines = markup(f"live/{part}.jinja", context).splitlines()
    return "\n".join(line for line in lines if line.strip())


class Parts:
    """The parts of one viewer's screen in one language, as they were last made; shared by their connections."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Context, str]] = {}

    def make(self, part: str, context: Context) -> str:
        """Return the markup of a part: the last again if it was made from an equal context."""
        known = self._made.get(part)
        if known is None or known[0] != context:
            known = self._made[part] = (context, made(part, context))
        return known[1]


_open: Final[WeakValueDictionary[tuple[Any, Viewer, str], Parts]] = WeakValueDictionary()


def of(stream: Any, viewer: Viewer, language: str) -> Parts:
    """Return the parts of this viewer, shared with other connections. They are gone when nobody holds them."""
    return _open.setdefault((stream, viewer, language), Parts())
