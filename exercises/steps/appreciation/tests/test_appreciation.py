"""What is told opens at once; nobody has to tell anything, and what one tells leaves the other's form as it is."""

from exercises.core.here import Here
from exercises.core.pair import Partner

from ..kind import KIND, Settings, State, Told

HERE = Here("thanks", Settings("Say thank you", what="What?", meant="What did it mean?", most=2))
ALEX, BLAIR = Partner


def test_what_is_told_is_open_at_once_and_leaves_the_others_part_as_it_is():
    told = KIND.evolve(HERE, State(), Told(ALEX, "For the tea", None))
    before, after = (KIND.view(HERE, state, BLAIR) for state in (State(), told))
    assert [(one.by, one.what) for one in after.theirs.told] == [(ALEX, "For the tea")]
    assert after.mine == before.mine
    assert KIND.offers(HERE, told, BLAIR) == KIND.offers(HERE, State(), BLAIR)


def test_each_may_tell_as_many_as_it_says_and_nobody_has_to():
    assert KIND.finished(State())
    two = State((Told(ALEX, "For the tea", None), Told(ALEX, "For the walk", "A good day")))
    assert [[one.name for one in KIND.offers(HERE, two, who)] for who in Partner] == [[], ["tell"]]
