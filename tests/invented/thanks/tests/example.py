"""Thanks in a small exercise: that somebody has written shows, what it is opens when both have."""

from typing import Any

from tests.core.example import Example

from ..kind import Opened, Settings


def opened(session: Any, event: Any, owner: Any) -> Any:
    return ("thanks", session.state.sentences.of(owner)) if isinstance(event, Opened) else None


EXAMPLE = Example(
    settings=Settings("Thank each other"),
    around=lambda part: (part("thanks"),),
    sealed=frozenset({"thank"}),
    opened=opened,
)
