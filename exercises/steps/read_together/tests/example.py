"""Reading in a small exercise what both wrote before. Nothing is kept closed here."""

from exercises.steps.read_together.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("Read", about="write"),
    around=lambda part: (part("private_reflection", "write"), part("read_together")),
)
