"""Ideas of both stand in one list; the two go on when there are enough, and nothing answers an idea."""

from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from tests.core.examples import NOON

from ..kind import KIND, Settings, State

HERE = Here("ideas", Settings("Collect", least=2, most=3))


def after(many: int) -> State:
    state: State = KIND.start(HERE)
    for number in range(many):
        by = list(Partner)[number % 2]
        ask = Ask(by=by, name="add_idea", visit=1, at=NOON, chance=0, values={"words": f"Idea {number}"})
        for event in KIND.decide(HERE, state, ask):
            state = KIND.evolve(HERE, state, event)
    return state


def test_two_can_go_on_with_enough_ideas_and_add_none_when_it_is_full():
    assert [KIND.finished(after(many)) for many in range(4)] == [False, False, True, True]
    offered = [[one.name for one in KIND.offers(HERE, after(many), Partner.A)] for many in range(4)]
    assert offered == [["add_idea"], ["add_idea"], ["add_idea"], []]


def test_both_see_all_ideas_and_not_whose_they_are():
    seen = [KIND.view(HERE, after(3), who) for who in Partner]
    assert seen[0] == seen[1]
    assert seen[0].theirs.ideas == ("Idea 0", "Idea 1", "Idea 2")
