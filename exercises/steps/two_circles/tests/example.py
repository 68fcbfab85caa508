"""Two circles in a small exercise: both sheets stay closed until both press Open; marks are made openly."""

from typing import Any

from exercises.core.closed_forms import FormsOpened
from exercises.steps.two_circles.circles import Settings
from tests.core.example import Example


def opened(session: Any, event: Any, owner: Any) -> Any:
    return session.state.closed.answers.of(owner) if isinstance(event, FormsOpened) else None


EXAMPLE = Example(
    settings=Settings("Two circles", core="What I can’t give up", flexible="Where I can bend"),
    around=lambda part: (part("two_circles"), part("joint_text", about="two_circles", agreement=False)),
    silent=frozenset({"hand_in", "take_back"}),
    opened=opened,
)
