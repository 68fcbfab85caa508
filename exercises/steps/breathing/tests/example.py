"""A pause with breathing in a small exercise. Nothing is kept closed, for nothing is said."""

from exercises.steps.breathing.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(settings=Settings("Breathe", minutes=1), around=lambda part: (part("breathing"),))
