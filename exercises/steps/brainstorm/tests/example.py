"""Ideas in a small exercise: about a text, and then marked. Everything is said openly."""

from exercises.steps.brainstorm.kind import Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("Collect ideas", least=2, most=4),
    around=lambda part: (
        part("joint_text", "topic", agreement=False),
        part("brainstorm", about="topic"),
        part("blind_choices", "choose", items=(), about="brainstorm", maybes=False),
    ),
)
