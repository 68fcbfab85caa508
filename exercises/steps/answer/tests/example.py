"""An answer in a small exercise: one asks, it is said back, the other answers. Everything is said openly."""

from exercises.steps.answer.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("Answer", about="write", request="ask"),
    around=lambda part: (
        part("private_reflection", "write", who="speaker"),
        part("listening_turns", "listen", about="write", rounds=2),
        part("answer"),
    ),
)
