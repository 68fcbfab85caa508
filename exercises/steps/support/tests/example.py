"""Support in a small exercise, about a plan of the speaker. Everything is said openly."""

from exercises.steps.support.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("Ask and offer", "plan"),
    around=lambda part: (part("plan"), part("support")),
)
