"""What a mail rests on: whether it may leave still, and what follows then. The packages that write mails say so."""

from collections.abc import Callable
from typing import Final

About = tuple[str, ...]
"""The name of a kind of mail, and ids."""

STILL: Final[dict[str, Callable[..., bool]]] = {}
"""By kind, whether such a mail may still leave; it is asked just before. Called with the ids."""
LEFT: Final[dict[str, Callable[..., None]]] = {}
"""By kind, what is called with the ids when a mail server has taken it: once at least."""


def may_leave(about: About) -> bool:
    """Return whether what this mail rests on still holds. One about nothing always may."""
    return not about or STILL[about[0]](*about[1:])


def has_left(about: About) -> None:
    if about and about[0] in LEFT:
        LEFT[about[0]](*about[1:])
