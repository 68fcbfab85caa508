"""Mirroring in a small exercise, once in each direction. Everything is said openly."""

from exercises.steps.mirror.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("Mirror", most=2, rounds=1),
    around=lambda part: (part("mirror"), part("swap", back_to="mirror")),
)
