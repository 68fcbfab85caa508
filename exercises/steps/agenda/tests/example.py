"""Parts of a meeting in a small exercise: notes are open at once; a concern stays closed until both are ready."""

from typing import Any

from exercises.core.closed_forms import FormsOpened
from exercises.steps.agenda.part import Settings
from tests.core.example import Example


def opened(session: Any, event: Any, owner: Any) -> Any:
    return session.state.closed.answers.of(owner) if isinstance(event, FormsOpened) else None


EXAMPLE = Example(
    settings=Settings("Look at the week", note="Note", most=2),
    around=lambda part: (
        part("agenda", "week"),
        part("agenda", concern="What is it?", wish="What would help?", talk="Talk about it"),
    ),
    silent=frozenset({"hand_in", "take_back"}),
    opened=opened,
)
