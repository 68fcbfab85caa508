"""Having the floor in a small exercise: freely, and with what would help. Everything is said openly."""

from exercises.steps.floor.turn import Help, Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings("One has the floor", say="Say it", say_back="Say it back", rounds=2),
    around=lambda part: (
        part("floor", "free"),
        part("floor", help=(Help("listen", "Listen"), Help("ideas", "Ideas")), idea="What comes to mind?"),
    ),
)
