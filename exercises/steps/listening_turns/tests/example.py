"""Listening in a small exercise: freely, and about an opened sheet. Everything is said openly."""

from exercises.steps.listening_turns.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("Speak", "Say it back", makes_sense="What makes sense"),
    around=lambda part: (
        part("listening_turns", "listen", speaks="each", makes_sense=""),
        part("private_reflection", "write", who="speaker"),
        part("listening_turns", about="write", beside="write"),
    ),
)
