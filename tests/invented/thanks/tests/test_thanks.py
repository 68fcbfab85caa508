"""Two sentences of thanks open together, and neither of them alone."""

from exercises.core.here import Here
from exercises.core.pair import Partner

from ..kind import KIND, Opened, Settings, State, Thanked

HERE = Here("thanks", Settings("Thank each other"))


def test_a_sentence_waits_for_the_others():
    waiting = KIND.evolve(HERE, State(), Thanked(Partner.A, "For the tea"))
    assert KIND.view(HERE, waiting, Partner.B).theirs.thanks is None
    both = KIND.evolve(HERE, waiting, Thanked(Partner.B, "For the walk"))
    seen = KIND.view(HERE, KIND.evolve(HERE, both, Opened()), Partner.B).theirs
    assert seen.thanks == ((Partner.B, "For the walk"), (Partner.A, "For the tea"))
