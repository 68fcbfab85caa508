"""Thanks in a small exercise: one thing at a time, open at once. Nothing is kept closed."""

from exercises.steps.appreciation.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("Say thank you", what="What?", meant="What did it mean?", most=2),
    around=lambda part: (part("appreciation"),),
)
