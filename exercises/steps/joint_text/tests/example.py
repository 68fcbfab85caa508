"""A joint text in a small exercise: one that is kept as an agreement, after one that is not. All of it is open."""

from exercises.steps.joint_text.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("Write together", "What we will do", "Nothing is agreed", hint="Who, what, when"),
    around=lambda part: (
        part("joint_text", "first", agreement=False),
        part("joint_text", about="first"),
    ),
)
